// Results as text and as JSON: numbers, text in quotes, {x: 1, y: 2}, [1, 2], pointers in hex.
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/call/call.h"

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 Wide;
#else
typedef uint64_t Wide;
#endif

// ---- text ----

static void print_text(FILE *out, const char *text, size_t len, PrintForm form) {
    if (form != PRINT_JSON) {
        text_write_quoted(text, (uint32_t)len, out);
        return;
    }
    putc('"', out);
    for (const char *end = text + len; text < end;) {
        Rune rune = rune_at(text, end);
        if (!rune.valid) fputs("\\ufffd", out);
        else if (rune.code < 0x20) fprintf(out, "\\u%04x", (unsigned)rune.code);
        else
            fprintf(out, "%s%.*s", *text == '"' || *text == '\\' ? "\\" : "", (int)rune.size, text);
        text += rune.size;
    }
    putc('"', out);
}

static bool looks_like_text(const char *bytes, size_t len) {
    for (const char *at = bytes, *end = bytes + len; at < end;) {
        Rune rune = rune_at(at, end);
        bool control = rune.code < 0x20 && !strchr("\n\r\t", (int)rune.code);
        if (!rune.valid || control) return false;
        at += rune.size;
    }
    return true;
}

// Bytes before a NUL that look like text. Those of `char` are text also where there are none.
static bool is_text(const SeamCType *t, const char *bytes, size_t *len) {
    if (t->elem->kind != SEAM_C_I8 && t->elem->kind != SEAM_C_U8) return false;
    const char *end = memchr(bytes, 0, t->count);
    *len = end ? (size_t)(end - bytes) : t->count;
    if (!end || (*len == 0 && t->elem->kind == SEAM_C_U8)) return false;
    return looks_like_text(bytes, *len);
}

// ---- numbers ----

static void print_wide(FILE *out, Wide value) {
    char digits[48], *at = digits + sizeof digits - 1;
    *at = 0;
    do *--at = (char)('0' + (int)(value % 10));
    while (value /= 10);
    fputs(at, out);
}

static void print_integer(FILE *out, const SeamCType *t, Wide value, unsigned bits,
                          PrintForm form) {
    bool is_signed = t->kind == SEAM_C_I8 || t->kind == SEAM_C_I16 || t->kind == SEAM_C_I32 ||
                     t->kind == SEAM_C_I64 || t->kind == SEAM_C_I128;
    bool negative = is_signed && value >> (bits - 1) & 1;
    if (negative) {
        Wide mask = bits < 8 * sizeof(Wide) ? ((Wide)1 << bits) - 1 : ~(Wide)0;
        value = ((Wide)0 - value) & mask;
    }
    const char *quote =
        form == PRINT_JSON && bits > 64 ? "\"" : ""; // more than JSON's readers hold
    fprintf(out, "%s%s", quote, negative ? "-" : "");
    print_wide(out, value);
    fputs(quote, out);
}

// JavaScript's layout, as Seam's programs have it, of what `%.*Le` wrote: `-1.5e+02` -> -150.
static void print_decimal(FILE *out, const char *text) {
    if (*text == '-') putc(*text++, out);
    char digits[32];
    int count = 0, point = 1 + atoi(strchr(text, 'e') + 1); // digits before the point
    for (; *text != 'e'; text++)
        if (*text != '.') digits[count++] = *text;
    while (count > 1 && digits[count - 1] == '0') count--;
    digits[count] = 0;
    if (point > 21 || point <= -6) {
        fprintf(out, "%c%s%se%+d", digits[0], count > 1 ? "." : "", digits + 1, point - 1);
    } else if (point <= 0) {
        fputs("0.", out);
        for (; point < 0; point++) putc('0', out);
        fputs(digits, out);
    } else {
        for (int i = 0; i < point || i < count; i++) {
            if (i == point) putc('.', out);
            putc(i < count ? digits[i] : '0', out);
        }
    }
}

// The shortest text that reads back as the same value.
static void print_float(FILE *out, const SeamCType *t, const void *value, PrintForm form) {
    float narrow = 0;
    double wide = 0;
    long double longest = 0;
    if (t->kind == SEAM_C_F32) memcpy(&narrow, value, sizeof narrow), longest = (long double)narrow;
    else if (t->kind == SEAM_C_F64) memcpy(&wide, value, sizeof wide), longest = (long double)wide;
    else memcpy(&longest, value, t->size < sizeof longest ? t->size : sizeof longest);
    if (isnan(longest) || isinf(longest)) {
        const char *quote = form == PRINT_JSON ? "\"" : "";
        const char *text = isnan(longest) ? "NaN" : longest < 0 ? "-Infinity" : "Infinity";
        fprintf(out, "%s%s%s", quote, text, quote);
        return;
    }
    char text[64];
    for (int digits = 0; digits <= 20; digits++) { // behind the first one
        snprintf(text, sizeof text, "%.*Le", digits, longest);
        bool same = t->kind == SEAM_C_F32   ? strtof(text, NULL) == narrow
                    : t->kind == SEAM_C_F64 ? strtod(text, NULL) == wide
                                            : strtold(text, NULL) == longest;
        if (same) break;
    }
    print_decimal(out, text);
}

static void print_pointer(FILE *out, const SeamCType *t, const void *value, PrintForm form) {
    const char *pointer;
    memcpy(&pointer, value, sizeof pointer);
    if (!pointer) fputs("null", out);
    else if (t->kind == SEAM_C_STRING) print_text(out, pointer, strlen(pointer), form);
    else
        fprintf(out, form == PRINT_JSON ? "\"0x%llx\"" : "0x%llx",
                (unsigned long long)(uintptr_t)pointer);
}

// ---- values with parts ----

// All of it can be read; the system is asked, since reading what cannot be would end the process.
// (Not by write(): a sanitizer ends the process for memory that nobody was given.)
static bool is_readable(const void *memory, size_t size) {
    int ends[2];
    if (pipe(ends) != 0) return false;
    bool readable = true;
    for (size_t at = 0; at < size && readable; at += 512) { // no more than a pipe holds
        char bytes[512];
        size_t piece = size - at < sizeof bytes ? size - at : sizeof bytes;
        long written = syscall(SYS_write, ends[1], (const char *)memory + at, piece);
        readable = written == (long)piece && read(ends[0], bytes, piece) == written;
    }
    close(ends[0]);
    close(ends[1]);
    return readable;
}

// There is text behind the pointer, which ends in memory that can be read.
static bool points_to_text(const char *text) {
    enum { STEP = 512, MOST = 1 << 20 }; // no page ends within a step
    for (size_t len = 0; len < MOST;) {
        size_t piece = STEP - (uintptr_t)(text + len) % STEP;
        if (!is_readable(text + len, piece)) return false;
        const char *end = memchr(text + len, 0, piece);
        if (end) return looks_like_text(text, (size_t)(end - text));
        len += piece;
    }
    return false;
}

// A member for text may be a pointer that nobody has set, or to bytes that are none.
static void print_part(FILE *out, const SeamCType *t, const void *value, PrintForm form) {
    static const SeamCType pointer_type = {.kind = SEAM_C_PTR};
    const char *text = NULL;
    if (t->kind == SEAM_C_STRING) memcpy(&text, value, sizeof text);
    print_value(out, text && !points_to_text(text) ? &pointer_type : t, value, form);
}

static void print_field(FILE *out, const SeamCField *f, const void *record, PrintForm form) {
    if (f->bit_width) print_integer(out, f->type, value_bits(f, record), f->bit_width, form);
    else print_part(out, f->type, (const char *)record + f->offset, form);
}

static void print_record(FILE *out, const SeamCType *t, const void *value, PrintForm form) {
    bool json = form == PRINT_JSON;
    putc('{', out);
    for (size_t i = 0; i < t->count; i++) {
        const SeamCField *f = &t->fields[i];
        if (i) fputs(json ? "," : ", ", out);
        if (json && f->name) fprintf(out, "\"%s\":", f->name);
        else if (json) fprintf(out, "\"%zu\":", i);
        else if (f->name) fprintf(out, "%s: ", f->name);
        print_field(out, f, value, form);
    }
    putc('}', out);
}

// Complex numbers are written as they are read: {real, imaginary}.
static void print_items(FILE *out, const SeamCType *t, size_t count, const void *value,
                        PrintForm form) {
    enum { MOST = 20, FIRST = 10 };
    size_t len;
    bool json = form == PRINT_JSON;
    if (t->kind == SEAM_C_ARRAY && is_text(t, value, &len)) {
        print_text(out, value, len, form);
        return;
    }
    const char *brackets = t->kind == SEAM_C_COMPLEX && !json ? "{}" : "[]";
    size_t shown = form == PRINT_CUT && count > MOST ? FIRST : count;
    putc(brackets[0], out);
    for (size_t i = 0; i < shown; i++) {
        if (i) fputs(json ? "," : ", ", out);
        print_part(out, t->elem, (const char *)value + i * t->elem->size, form);
    }
    if (shown < count) fprintf(out, ", … %zu more", count - shown);
    putc(brackets[1], out);
}

void print_value(FILE *out, const SeamCType *t, const void *value, PrintForm form) {
    Wide whole = 0;
    switch (t->kind) {
    case SEAM_C_VOID: fputs("null", out); return;
    case SEAM_C_BOOL: fputs(*(const unsigned char *)value ? "true" : "false", out); return;
    case SEAM_C_I8:
    case SEAM_C_U8:
    case SEAM_C_I16:
    case SEAM_C_U16:
    case SEAM_C_I32:
    case SEAM_C_U32:
    case SEAM_C_I64:
    case SEAM_C_U64:
    case SEAM_C_I128:
    case SEAM_C_U128:
        memcpy(&whole, value, t->size < sizeof whole ? t->size : sizeof whole);
        print_integer(out, t, whole, (unsigned)(8 * t->size), form);
        return;
    case SEAM_C_F32:
    case SEAM_C_F64:
    case SEAM_C_LONG_DOUBLE: print_float(out, t, value, form); return;
    case SEAM_C_PTR:
    case SEAM_C_STRING: print_pointer(out, t, value, form); return;
    case SEAM_C_COMPLEX: print_items(out, t, 2, value, form); return;
    case SEAM_C_VECTOR:
    case SEAM_C_ARRAY: print_items(out, t, t->count, value, form); return;
    case SEAM_C_STRUCT:
    case SEAM_C_UNION: print_record(out, t, value, form); return;
    }
}

// ---- the whole ----

static const char *constant_of(const CallParam *p, const void *value) {
    int64_t number = 0;
    if (!p->constants) return NULL;
    memcpy(&number, value, p->type->size < sizeof number ? p->type->size : sizeof number);
    unsigned unused = (unsigned)(64 - 8 * p->type->size);
    if (unused) number = (int64_t)((uint64_t)number << unused) >> unused;
    for (uint32_t i = 0; i < p->constants->values.len; i++) {
        const EnumValue *v = &p->constants->values.items[i];
        int64_t own = unused ? (int64_t)((uint64_t)v->value << unused) >> unused : v->value;
        if (own == number) return v->name->text;
    }
    return NULL;
}

// The struct behind the pointer that is the result, if the header tells what is in it. NULL: none.
static const void *result_record(const CallCommand *k) {
    const CallParam *result = &k->function.result;
    const SeamCType *t = result->pointee;
    const void *record;
    if (!t || !result->is_open || k->function.result.type->kind != SEAM_C_PTR) return NULL;
    memcpy(&record, k->result, sizeof record);
    bool aligned = (uintptr_t)record % (t->align ? t->align : 1) == 0;
    return record && aligned && is_readable(record, t->size) ? record : NULL;
}

static void print_json(const CallCommand *k) {
    const CallFunction *f = &k->function;
    const char *constant = constant_of(&f->result, k->result), *comma = "";
    fputs("{\"result\":", stdout);
    print_value(stdout, f->result.type, k->result, PRINT_JSON);
    if (result_record(k)) {
        fputs(",\"pointee\":", stdout);
        print_value(stdout, f->result.pointee, result_record(k), PRINT_JSON);
    }
    if (constant) printf(",\"constant\":\"%s\"", constant);
    fputs(",\"out\":[", stdout);
    for (uint32_t i = 0; i < k->arguments.len; i++) {
        const CallArgument *a = &k->arguments.items[i];
        if (!a->shown) continue;
        printf("%s{\"argument\":%u", comma, i + 1);
        if (a->param.name) printf(",\"name\":\"%s\"", a->param.name);
        fputs(",\"value\":", stdout);
        print_value(stdout, a->buffer_type, a->buffer, PRINT_JSON);
        putchar('}');
        comma = ",";
    }
    putchar(']');
    if (k->args->errno_wanted) {
        const char *name = k->error_number ? strerrorname_np(k->error_number) : NULL;
        printf(",\"errno\":%d,\"error\":\"%s\"", k->error_number, name ? name : "");
    }
    puts("}");
}

static void print_plain(const CallCommand *k) {
    const CallFunction *f = &k->function;
    PrintForm form = k->args->all ? PRINT_ALL : PRINT_CUT;
    if (f->result.type->kind != SEAM_C_VOID) {
        const char *constant = constant_of(&f->result, k->result);
        print_value(stdout, f->result.type, k->result, form);
        if (constant) printf(" (%s)", constant);
        if (result_record(k)) {
            fputs(": ", stdout);
            print_value(stdout, f->result.pointee, result_record(k), form);
        }
        putchar('\n');
    }
    for (uint32_t i = 0; i < k->arguments.len; i++) {
        const CallArgument *a = &k->arguments.items[i];
        if (!a->shown) continue;
        if (a->param.name) printf("%s: ", a->param.name);
        else printf("argument %u: ", i + 1);
        print_value(stdout, a->buffer_type, a->buffer, form);
        putchar('\n');
    }
    if (!k->args->errno_wanted) return;
    const char *name = strerrorname_np(k->error_number);
    printf("errno: %d", k->error_number);
    if (k->error_number) printf(" %s: %s", name ? name : "", strerror(k->error_number));
    putchar('\n');
}

void print_call(const CallCommand *k) {
    if (k->args->json) print_json(k);
    else print_plain(k);
}

// ---- constants ----

static void print_quantity(const CallCommand *k, const Symbol *s) {
    const CFacts *c = s->c;
    PrintForm form = k->args->json ? PRINT_JSON : PRINT_ALL;
    if (c->constant == CCONST_STRING) {
        print_text(stdout, c->value.text, strlen(c->value.text), form);
        return;
    }
    if (c->constant == CCONST_FLOAT) {
        print_value(stdout, seam_ctype(SEAM_ABI_HOST, SEAM_C_F64), &c->value.number, form);
        return;
    }
    const Type *t = type_strip(s->type);
    bool is_signed = type_is_signed(t->kind == TYPE_CENUM ? t->u.nominal->base : t);
    const SeamCType *whole = seam_ctype(SEAM_ABI_HOST, is_signed ? SEAM_C_I64 : SEAM_C_U64);
    print_value(stdout, whole, &c->value.integer, form);
}

void print_constant(const CallCommand *k, const Symbol *s) {
    const char *type = type_text(k->arena, s->type);
    if (k->args->json) fputs("{\"result\":", stdout);
    print_quantity(k, s);
    if (k->args->json) printf(",\"type\":\"%s\",\"out\":[]}\n", type);
    else printf(" (%s)\n", type);
}
