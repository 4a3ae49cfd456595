// Values as text: numbers, 'c', true, null, "text", names of the header's constants, {x: 1, y: 2},
// [1, 2, 3].
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/call/call.h"

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 Wide;
#else
typedef uint64_t Wide;
#endif

// ---- errors and words ----

static const char *here(const ValueReader *r) { return r->text + r->at; }

static void skip_space(ValueReader *r) {
    while (isspace((unsigned char)*here(r))) r->at++;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static uint32_t word_len(const ValueReader *r) {
    uint32_t len = 0;
    while (is_word(here(r)[len])) len++;
    return len;
}

static Diag *report(ValueReader *r, const char *why) {
    uint32_t len = word_len(r);
    if (len == 0 && *here(r)) len = 1;
    Span span = {r->source, r->at, r->at + len};
    return diag_error(call_diags(r->k), E0664, span, "%s: %s", r->what, why);
}

bool value_fail(ValueReader *r, const char *format, ...) {
    va_list values;
    va_start(values, format);
    const char *why = arena_vprintf(r->k->arena, format, values);
    va_end(values);
    report(r, why);
    return false;
}

// What is no value may be a name: misspelled, or without the header that has it. Pointers want a
// function's (SYMBOL_C_FUNCTION), numbers a constant's. Or it was text whose quotes the shell took.
static bool fail_name(ValueReader *r, SymbolKind wanted, const char *why) {
    Diag *g = report(r, why);
    uint32_t len = word_len(r);
    if (len == 0 || isdigit((unsigned char)*here(r))) return false;
    const char *name = arena_text(r->k->arena, here(r), len);
    const char *nearest = header_nearest(r->k, name, wanted);
    if (!r->k->import) diag_note(g, "names are those of a header, and none was given");
    else if (!header_symbol(r->k, name)) diag_note(g, "the header has no `%s`", name);
    if (nearest && strcmp(nearest, name) != 0) diag_help(g, "did you mean `%s`?", nearest);
    if (wanted == SYMBOL_C_FUNCTION)
        diag_help(g, "text keeps its quotes within the shell's: `'\"text\"'`");
    return false;
}

const char *value_type_text(const CallCommand *k, const SeamCType *type) {
    size_t len = seam_ctype_text(type, NULL, 0);
    char *text = arena_alloc(k->arena, len + 1);
    seam_ctype_text(type, text, len + 1);
    return text;
}

// As English says the names of types: an i32, an f64, a u8, a {i32}.
const char *value_article(const char *type) {
    return *type == 'i' || *type == 'f' ? "an" : "a"; // i32, f64
}

static bool fail_wanted(ValueReader *r, const SeamCType *type, const char *how) {
    const char *text = value_type_text(r->k, type);
    const char *article = value_article(text);
    return fail_name(r, SYMBOL_C_CONSTANT,
                     arena_printf(r->k->arena, "%s `%s` is wanted%s", article, text, how));
}

static bool take(ValueReader *r, char c) {
    skip_space(r);
    if (*here(r) != c) return false;
    r->at++;
    return true;
}

static bool take_word(ValueReader *r, const char *word) {
    size_t len = strlen(word);
    if (word_len(r) != len || strncmp(here(r), word, len) != 0) return false;
    r->at += (uint32_t)len;
    return true;
}

bool value_end(ValueReader *r, const SeamCType *type) {
    skip_space(r);
    if (!*here(r)) return true;
    return value_fail(r, "this is more than one `%s`", value_type_text(r->k, type));
}

// ---- constants of the header ----

static const Symbol *take_constant(ValueReader *r) {
    uint32_t len = word_len(r);
    if (len == 0 || isdigit((unsigned char)*here(r))) return NULL;
    const char *name = arena_text(r->k->arena, here(r), len);
    const Symbol *s = header_symbol(r->k, name);
    bool known = s && s->kind == SYMBOL_C_CONSTANT && s->c->constant != CCONST_POINTER_EXPR;
    if (!known && !(s && s->kind == SYMBOL_C_FUNCTION)) return NULL;
    r->at += len;
    return s;
}

// ---- numbers ----

typedef struct Whole {
    Wide magnitude;
    bool negative;
} Whole;

static int digit_of(char c) {
    if (isdigit((unsigned char)c)) return c - '0';
    return isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : 99;
}

// Digits only, as `089`, whatever their base.
static bool is_number_word(const char *word) {
    const char *end = word + strspn(word, "0123456789_");
    return !is_word(*end) && *end != '.';
}

// `08`, `0b2`: why digits were not read. NULL: they are no digits at all.
static const char *digits_problem(const ValueReader *r) {
    const char *at = here(r) + (*here(r) == '-');
    if (*at != '0' || !is_word(at[1])) return NULL;
    if (is_number_word(at)) return strpbrk(at, "89") ? ": a leading 0 means octal, as in C" : NULL;
    return strchr("xbo", at[1]) ? "" : NULL;
}

static bool read_digits(ValueReader *r, Whole *out) {
    int base = 10;
    const char *at = here(r);
    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'b' || at[1] == 'o')) {
        base = at[1] == 'x' ? 16 : at[1] == 'b' ? 2 : 8;
        at += 2;
    } else if (at[0] == '0' && is_number_word(at)) {
        base = 8; // as in C
    }
    const char *first = at;
    for (; digit_of(*at) < base || (*at == '_' && at > first); at++) {
        if (*at == '_') continue;
        Wide next = out->magnitude * (unsigned)base + (unsigned)digit_of(*at);
        if (next / (unsigned)base != out->magnitude) return false;
        out->magnitude = next;
    }
    if (at == first || is_word(*at) || *at == '.') return false;
    r->at += (uint32_t)(at - here(r));
    return true;
}

static bool read_escape(ValueReader *r, uint32_t *out) {
    static const char from[] = "nrt0\\\"'", to[] = "\n\r\t\0\\\"'";
    r->at++; // the backslash
    char c = *here(r);
    const char *found = c ? strchr(from, c) : NULL;
    if (found) {
        r->at++;
        *out = (unsigned char)to[found - from];
        return true;
    }
    if (c == 'x' && isxdigit((unsigned char)here(r)[1]) && isxdigit((unsigned char)here(r)[2])) {
        *out = (uint32_t)(digit_of(here(r)[1]) * 16 + digit_of(here(r)[2]));
        r->at += 3;
        return true;
    }
    return value_fail(r, "there is no such escape");
}

static bool read_char(ValueReader *r, Whole *out) {
    r->at++;
    uint32_t code = 0;
    if (*here(r) == '\\') {
        if (!read_escape(r, &code)) return false;
    } else if (*here(r)) {
        Rune rune = rune_at(here(r), r->text + strlen(r->text));
        code = rune.code;
        r->at += rune.size;
    }
    out->magnitude = code;
    return take(r, '\'') || value_fail(r, "expected `'`");
}

static void take_value(const Symbol *constant, Whole *out) {
    const Type *t = constant->type;
    int64_t value = constant->c->value.integer;
    bool is_signed = type_is_signed(t->kind == TYPE_CENUM ? t->u.nominal->base : t);
    out->negative = is_signed && value < 0;
    out->magnitude = (Wide)(out->negative ? 0 - (uint64_t)value : (uint64_t)value);
}

static bool read_whole(ValueReader *r, const SeamCType *type, Whole *out) {
    uint32_t start = r->at;
    const Symbol *s = take_constant(r);
    if (s && s->kind == SYMBOL_C_CONSTANT && s->c->constant == CCONST_INT) {
        take_value(s, out);
        return true;
    }
    r->at = start;
    if (take_word(r, "true")) {
        out->magnitude = 1;
        return true;
    }
    if (take_word(r, "false")) return true;
    if (*here(r) == '\'') return read_char(r, out);
    out->negative = take(r, '-');
    if (read_digits(r, out)) return true;
    r->at = start;
    const char *problem = digits_problem(r);
    if (!problem) return fail_wanted(r, type, "");
    const char *word = here(r) + (*here(r) == '-');
    size_t len = 0;
    while (is_word(word[len])) len++;
    return value_fail(r, "`%.*s` is no number%s", (int)len, word, problem);
}

static bool is_signed_kind(SeamCKind kind) {
    return kind == SEAM_C_I8 || kind == SEAM_C_I16 || kind == SEAM_C_I32 || kind == SEAM_C_I64 ||
           kind == SEAM_C_I128;
}

static bool fits(const Whole *w, bool is_signed, unsigned bits) {
    if (!is_signed && w->negative && w->magnitude) return false;
    unsigned room = is_signed ? bits - 1 : bits;
    Wide over = room >= 8 * sizeof(Wide) ? 0 : w->magnitude >> room;
    if (!over) return true;
    return is_signed && w->negative && w->magnitude == (Wide)1 << room;
}

// `O_CREAT | O_WRONLY | 1`
static bool read_flags(ValueReader *r, const SeamCType *type, Whole *out) {
    if (!read_whole(r, type, out)) return false;
    while (take(r, '|')) {
        Whole next = {0};
        skip_space(r);
        if (!read_whole(r, type, &next)) return false;
        Wide bits = (out->negative ? (Wide)0 - out->magnitude : out->magnitude) |
                    (next.negative ? (Wide)0 - next.magnitude : next.magnitude);
        out->negative |= next.negative;
        out->magnitude = out->negative ? (Wide)0 - bits : bits;
    }
    return true;
}

static bool read_integer(ValueReader *r, const SeamCType *type, unsigned bits, Wide *out) {
    uint32_t start = r->at;
    Whole w = {0};
    if (!read_flags(r, type, &w)) return false;
    if (!fits(&w, is_signed_kind(type->kind), bits)) {
        uint32_t end = r->at;
        r->at = start;
        const char *text = arena_text(r->k->arena, r->text + start, end - start);
        if (bits != 8 * type->size) return value_fail(r, "%s does not fit %u bits", text, bits);
        return value_fail(r, "%s does not fit `%s`", text, value_type_text(r->k, type));
    }
    *out = w.negative ? (Wide)0 - w.magnitude : w.magnitude;
    return true;
}

static bool read_float(ValueReader *r, const SeamCType *type, void *out) {
    uint32_t start = r->at;
    const Symbol *s = take_constant(r);
    Whole whole = {0};
    long double value;
    bool infinite = false; // by its name
    if (s && s->kind == SYMBOL_C_CONSTANT && s->c->constant == CCONST_FLOAT) {
        value = (long double)s->c->value.number;
        infinite = isinf(value);
    } else if (s && s->kind == SYMBOL_C_CONSTANT && s->c->constant == CCONST_INT) {
        take_value(s, &whole);
        value = (long double)whole.magnitude;
        if (whole.negative) value = -value;
    } else {
        r->at = start;
        char *end;
        infinite = isalpha((unsigned char)here(r)[*here(r) == '-' || *here(r) == '+']);
        value = strtold(here(r), &end);
        if (end == here(r)) return fail_wanted(r, type, "");
        r->at += (uint32_t)(end - here(r));
        if (is_word(*here(r))) {
            r->at = start;
            return fail_wanted(r, type, "");
        }
    }
    float narrow = (float)value;
    double wide = (double)value;
    bool over = type->kind == SEAM_C_F32   ? isinf(narrow)
                : type->kind == SEAM_C_F64 ? isinf(wide)
                                           : isinf(value);
    if (over && !infinite) {
        const char *text = arena_text(r->k->arena, r->text + start, r->at - start);
        r->at = start;
        return value_fail(r, "%s does not fit `%s`", text, value_type_text(r->k, type));
    }
    if (type->kind == SEAM_C_F32) memcpy(out, &narrow, sizeof narrow);
    else if (type->kind == SEAM_C_F64) memcpy(out, &wide, sizeof wide);
    else memcpy(out, &value, type->size < sizeof value ? type->size : sizeof value);
    return true;
}

// ---- pointers ----

static bool read_text(ValueReader *r, const char **out, size_t *len) {
    r->at++;
    char *text = arena_alloc(r->k->arena, strlen(here(r)) + 1);
    for (*len = 0; *here(r) && *here(r) != '"'; (*len)++) {
        uint32_t code = 0;
        if (*here(r) == '\\') {
            if (!read_escape(r, &code)) return false;
            text[*len] = (char)code;
        } else {
            text[*len] = *here(r);
            r->at++;
        }
    }
    text[*len] = 0;
    *out = text;
    return take(r, '"') || value_fail(r, "expected `\"`");
}

static void *wide_unit(const SeamCType *unit, void *at, uint32_t code) {
    uint16_t half = (uint16_t)code;
    memcpy(at, unit->size == sizeof half ? (void *)&half : (void *)&code, unit->size);
    return (char *)at + unit->size;
}

// UTF-32, or UTF-16 where the units have 2 bytes; C's `wchar_t`, `char32_t` and `char16_t` are
// integers like others.
static bool widen(ValueReader *r, const char *text, size_t len, void **out) {
    void *at = *out = arena_alloc(r->k->arena, (len + 1) * r->pointee->size);
    for (const char *end = text + len; text < end;) {
        Rune rune = rune_at(text, end);
        if (!rune.valid) return value_fail(r, "the text is not UTF-8, and is wanted as wide text");
        if (r->pointee->size == 2 && rune.code > 0xffff) {
            at = wide_unit(r->pointee, at, 0xd800 + ((rune.code - 0x10000) >> 10));
            rune.code = 0xdc00 + (rune.code & 0x3ff);
        }
        at = wide_unit(r->pointee, at, rune.code);
        text += rune.size;
    }
    return true;
}

// What a pointer to `r->pointee` gets of a text: bytes, wide text, or nothing that it could read.
static bool point_to_text(ValueReader *r, const char *text, size_t len, void **out) {
    const SeamCType *t = r->pointee;
    *out = (void *)(uintptr_t)text;
    if (!t || t->kind == SEAM_C_VOID || t->size == 1) return true;
    bool wide = t->kind == SEAM_C_I32 || t->kind == SEAM_C_U32 || t->kind == SEAM_C_I16 ||
                t->kind == SEAM_C_U16;
    if (wide) return widen(r, text, len, out);
    const char *name = value_type_text(r->k, t);
    return value_fail(r, "it points to %s `%s`, and text is bytes", value_article(name), name);
}

static bool address_of(ValueReader *r, const Symbol *function, void **out) {
    const char *name = function->c->asm_label ? function->c->asm_label : function->c->c_name;
    SeamCallError error;
    if (seam_library_symbol(r->k->library, name, NULL, out, &error) == SEAM_CALL_OK) return true;
    return value_fail(r, "%s", error.text);
}

static bool read_pointer(ValueReader *r, void *out) {
    uint32_t start = r->at;
    void *pointer = NULL;
    const char *text;
    size_t len;
    Whole w = {0};
    const Symbol *s = *here(r) == '"' ? NULL : take_constant(r);
    if (*here(r) == '"') {
        if (!read_text(r, &text, &len)) return false;
        uint32_t end = r->at;
        r->at = start;
        if (!point_to_text(r, text, len, &pointer)) return false;
        r->at = end;
    } else if (s && s->kind == SYMBOL_C_FUNCTION) {
        if (!address_of(r, s, &pointer)) return false;
    } else if (s && s->c->constant == CCONST_STRING) {
        text = s->c->value.text;
        if (!point_to_text(r, text, strlen(text), &pointer)) return false;
    } else if (r->at = start, !take_word(r, "null") && !take_word(r, "NULL")) {
        bool address = strncmp(here(r), "0x", 2) == 0;
        if (!address || !read_digits(r, &w) || !fits(&w, false, 8 * sizeof(void *)))
            return fail_name(r, SYMBOL_C_FUNCTION,
                             "a pointer is wanted: null, \"text\", [1, 2], {x: 1}, &, 0x.. or a "
                             "function of the header");
        pointer = (void *)(uintptr_t)w.magnitude;
    }
    memcpy(out, &pointer, sizeof pointer);
    return true;
}

// ---- values with parts ----

static void put_bits(const SeamCField *field, void *record, Wide value) {
    unsigned char *bytes = record;
    for (unsigned i = 0; i < field->bit_width; i++) {
        size_t bit = 8 * field->offset + field->bit_offset + i;
        unsigned char mask = (unsigned char)(1u << bit % 8);
        if (value >> i & 1) bytes[bit / 8] |= mask;
        else bytes[bit / 8] &= (unsigned char)~mask;
    }
}

uint64_t value_bits(const SeamCField *field, const void *record) {
    const unsigned char *bytes = record;
    uint64_t value = 0;
    for (unsigned i = 0; i < field->bit_width; i++) {
        size_t bit = 8 * field->offset + field->bit_offset + i;
        value |= (uint64_t)(bytes[bit / 8] >> bit % 8 & 1) << i;
    }
    return value;
}

static bool read_field_value(ValueReader *r, const SeamCField *f, void *record) {
    if (!f->bit_width) return value_read(r, f->type, (char *)record + f->offset);
    Wide value = 0;
    skip_space(r);
    if (!read_integer(r, f->type, f->bit_width, &value)) return false;
    put_bits(f, record, value);
    return true;
}

// The field that `name:` means, or the next one; NULL after a diagnostic.
static const SeamCField *next_field(ValueReader *r, const SeamCType *type, size_t index) {
    skip_space(r);
    uint32_t len = word_len(r), start = r->at;
    const char *name = arena_text(r->k->arena, here(r), len);
    const char *after = here(r) + len;
    while (isspace((unsigned char)*after)) after++;
    if (len == 0 || *after != ':') {
        if (index < type->count && (type->kind == SEAM_C_STRUCT || index == 0))
            return &type->fields[index];
        value_fail(r, "`%s` has no more fields", value_type_text(r->k, type));
        return NULL;
    }
    Nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < type->count; i++) {
        const char *own = type->fields[i].name;
        if (own && strcmp(own, name) == 0) {
            r->at = (uint32_t)(after + 1 - r->text);
            return &type->fields[i];
        }
        if (own) nearest_offer(&nearest, own);
    }
    r->at = start;
    if (nearest.best)
        value_fail(r, "there is no field `%s`; did you mean `%s`?", name, nearest.best);
    else value_fail(r, "there is no field `%s`", name);
    return NULL;
}

static bool read_record(ValueReader *r, const SeamCType *type, void *out) {
    if (!take(r, '{')) return fail_wanted(r, type, ": {..}");
    if (take(r, '}')) return true;
    for (size_t i = 0;; i++) {
        const SeamCField *f = next_field(r, type, i);
        if (!f || !read_field_value(r, f, out)) return false;
        i = (size_t)(f - type->fields);
        if (take(r, '}')) return true;
        if (!take(r, ',')) return value_fail(r, "expected `,` or `}`");
    }
}

static bool read_items(ValueReader *r, const SeamCType *type, char close, void *out) {
    const SeamCType *elem = type->elem;
    for (size_t i = 0; !take(r, close); i++) {
        if (i > 0 && !take(r, ',')) return value_fail(r, "expected `,` or `%c`", close);
        if (i == type->count) return value_fail(r, "there are more than %zu items", type->count);
        if (!value_read(r, elem, (char *)out + i * elem->size)) return false;
    }
    return true;
}

static bool read_many(ValueReader *r, const SeamCType *type, void *out) {
    if (*here(r) == '"' && type->elem->size == 1) {
        const char *text;
        size_t len;
        uint32_t start = r->at;
        if (!read_text(r, &text, &len)) return false;
        if (len > type->count) {
            r->at = start;
            return value_fail(r, "the text is longer than %zu bytes", type->count);
        }
        memcpy(out, text, len);
        return true;
    }
    if (!take(r, '[')) return fail_wanted(r, type, ": [..]");
    return read_items(r, type, ']', out);
}

static bool read_complex(ValueReader *r, const SeamCType *type, void *out) {
    SeamCType pair = {.kind = SEAM_C_ARRAY, .elem = type->elem, .count = 2, .size = type->size};
    if (!take(r, '{')) return value_fail(r, "a complex number is wanted: {real, imaginary}");
    return read_items(r, &pair, '}', out);
}

bool value_read(ValueReader *r, const SeamCType *type, void *out) {
    Wide whole = 0;
    skip_space(r);
    switch (type->kind) {
    case SEAM_C_VOID: return value_fail(r, "there are no values of `void`");
    case SEAM_C_BOOL:
        if (!read_integer(r, type, 1, &whole)) return false;
        break;
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
        if (!read_integer(r, type, (unsigned)(8 * type->size), &whole)) return false;
        break;
    case SEAM_C_F32:
    case SEAM_C_F64:
    case SEAM_C_LONG_DOUBLE: return read_float(r, type, out);
    case SEAM_C_PTR:
    case SEAM_C_STRING: return read_pointer(r, out);
    case SEAM_C_COMPLEX: return read_complex(r, type, out);
    case SEAM_C_VECTOR:
    case SEAM_C_ARRAY: return read_many(r, type, out);
    case SEAM_C_STRUCT:
    case SEAM_C_UNION: return read_record(r, type, out);
    }
    memcpy(out, &whole, type->size < sizeof whole ? type->size : sizeof whole);
    return true;
}
