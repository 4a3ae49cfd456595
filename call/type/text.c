// Types as text, both ways. The grammar:
//   type   = name | "complex" name | "[" count type "]" | "<" count type ">" | record
//   record = {"packed" | "align(" count ")"} ["union"] "{" [field {"," field}] "}"
//   field  = [name ":"] type [":" bits]
#include "type/type.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 64, MAX_FIELDS = 4096 };

static const char *const names[] = {
    [SEAM_C_VOID] = "void", [SEAM_C_BOOL] = "bool",     [SEAM_C_I8] = "i8",
    [SEAM_C_U8] = "u8",     [SEAM_C_I16] = "i16",       [SEAM_C_U16] = "u16",
    [SEAM_C_I32] = "i32",   [SEAM_C_U32] = "u32",       [SEAM_C_I64] = "i64",
    [SEAM_C_U64] = "u64",   [SEAM_C_I128] = "i128",     [SEAM_C_U128] = "u128",
    [SEAM_C_F32] = "f32",   [SEAM_C_F64] = "f64",       [SEAM_C_LONG_DOUBLE] = "longdouble",
    [SEAM_C_PTR] = "ptr",   [SEAM_C_STRING] = "string",
};
enum { NAME_COUNT = sizeof names / sizeof *names };

// ---- reading ----

static void skip_space(TypeReader *r) {
    while (isspace((unsigned char)r->text[r->at])) r->at++;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

// The word that stands here; 0: none does.
static size_t word_len(TypeReader *r) {
    skip_space(r);
    size_t len = 0;
    if (isdigit((unsigned char)r->text[r->at])) return 0;
    while (is_word(r->text[r->at + len])) len++;
    return len;
}

bool reader_take(TypeReader *r, const char *token) {
    skip_space(r);
    size_t len = strlen(token);
    if (strncmp(r->text + r->at, token, len) != 0) return false;
    if (is_word(token[0]) && is_word(r->text[r->at + len])) return false;
    r->at += len;
    return true;
}

SeamCallStatus reader_begin(TypeReader *r, SeamAbi abi, const char *text, SeamCallError *error) {
    if (!abi_is_known(abi)) return abi_unknown(abi, error);
    if (!text) return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no text: it is NULL");
    *r = (TypeReader){.text = text, .abi = abi_resolve(abi), .error = error};
    return SEAM_CALL_OK;
}

bool reader_at_end(TypeReader *r) {
    skip_space(r);
    return !r->text[r->at];
}

SeamCallStatus reader_fail(TypeReader *r, const char *what) {
    skip_space(r);
    size_t len = word_len(r);
    if (len == 0 && r->text[r->at]) {
        for (len = 1; (r->text[r->at + len] & 0xc0) == 0x80;) len++; // the whole of its UTF-8
    }
    if (len == 0)
        return call_fail(r->error, SEAM_CALL_ESYNTAX, r->at, "expected %s, but the text ends",
                         what);
    return call_fail(r->error, SEAM_CALL_ESYNTAX, r->at, "expected %s, not `%.*s`", what,
                     (int)(len < 32 ? len : 32), r->text + r->at);
}

static SeamCallStatus read_count(TypeReader *r, size_t *out) {
    skip_space(r);
    if (!isdigit((unsigned char)r->text[r->at])) return reader_fail(r, "a number");
    uint64_t value = 0;
    size_t start = r->at;
    for (; isdigit((unsigned char)r->text[r->at]); r->at++) {
        value = value * 10 + (uint64_t)(r->text[r->at] - '0');
        if (value > UINT32_MAX)
            return call_fail(r->error, SEAM_CALL_ELIMIT, start, "a number that is too large");
    }
    *out = (size_t)value;
    return SEAM_CALL_OK;
}

// Errors of a constructor are about the text that began at `start`.
static SeamCallStatus at_text(TypeReader *r, SeamCallStatus status, size_t start) {
    if (status != SEAM_CALL_OK && r->error) r->error->offset = start;
    return status;
}

// ---- what C calls them ----

// Longer ones first. Those of `long` and of pointers' size are told by the convention.
static const struct {
    const char *c;
    SeamCKind kind;
    bool is_long, is_size; // on 64 bits one wider
} habits[] = {
    {"unsigned long long", SEAM_C_U64, 0, 0},
    {"unsigned long", SEAM_C_U32, 1, 0},
    {"unsigned short", SEAM_C_U16, 0, 0},
    {"unsigned char", SEAM_C_U8, 0, 0},
    {"unsigned", SEAM_C_U32, 0, 0},
    {"long long", SEAM_C_I64, 0, 0},
    {"long double", SEAM_C_LONG_DOUBLE, 0, 0},
    {"long", SEAM_C_I32, 1, 0},
    {"short", SEAM_C_I16, 0, 0},
    {"signed char", SEAM_C_I8, 0, 0},
    {"signed", SEAM_C_I32, 0, 0},
    {"char", SEAM_C_I8, 0, 0},
    {"int", SEAM_C_I32, 0, 0},
    {"float", SEAM_C_F32, 0, 0},
    {"double", SEAM_C_F64, 0, 0},
    {"_Bool", SEAM_C_BOOL, 0, 0},
    {"size_t", SEAM_C_U32, 0, 1},
    {"ssize_t", SEAM_C_I32, 0, 1},
    {"int8_t", SEAM_C_I8, 0, 0},
    {"uint8_t", SEAM_C_U8, 0, 0},
    {"int16_t", SEAM_C_I16, 0, 0},
    {"uint16_t", SEAM_C_U16, 0, 0},
    {"int32_t", SEAM_C_I32, 0, 0},
    {"uint32_t", SEAM_C_U32, 0, 0},
    {"int64_t", SEAM_C_I64, 0, 0},
    {"uint64_t", SEAM_C_U64, 0, 0},
};

// The length of the words `phrase` here, with any space between them; 0: others stand here.
static size_t phrase_len(const char *text, const char *phrase) {
    const char *at = text;
    for (; *phrase; phrase++) {
        if (*phrase == ' ') {
            if (!isspace((unsigned char)*at)) return 0;
            while (isspace((unsigned char)*at)) at++;
        } else if (*at++ != *phrase) return 0;
    }
    return is_word(*at) ? 0 : (size_t)(at - text);
}

static const char *behind_space(const char *at) {
    while (isspace((unsigned char)*at)) at++;
    return at;
}

static SeamCallStatus fail_pointer(TypeReader *r, size_t len) {
    return call_fail(r->error, SEAM_CALL_ESYNTAX, r->at,
                     "expected a type, not `%.*s`: pointers are `ptr`, and text is `string`",
                     (int)len, r->text + r->at);
}

static SeamCallStatus fail_name(TypeReader *r) {
    size_t len = word_len(r);
    const char *text = r->text + r->at, *after = behind_space(text + len);
    if (len > 0 && len < 32 && *after == '*') return fail_pointer(r, (size_t)(after + 1 - text));
    if (phrase_len(text, "const")) return fail_pointer(r, len);
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        len = phrase_len(text, habits[i].c);
        if (!len) continue;
        if (*behind_space(text + len) == '*')
            return fail_pointer(r, (size_t)(behind_space(text + len) + 1 - text));
        bool is_64 = seam_ctype(r->abi, SEAM_C_PTR)->size == 8;
        bool wide = is_64 && (habits[i].is_size || (habits[i].is_long && r->abi != SEAM_ABI_WIN64));
        int kind = (int)habits[i].kind + (wide ? SEAM_C_I64 - SEAM_C_I32 : 0);
        return call_fail(r->error, SEAM_CALL_ESYNTAX, r->at,
                         "expected a type, not `%s`: it is `%s` here", habits[i].c, names[kind]);
    }
    return reader_fail(r, "a type");
}

static SeamCallStatus read_name(TypeReader *r, const SeamCType **out) {
    size_t len = word_len(r);
    for (int kind = 0; kind < NAME_COUNT; kind++) {
        if (strlen(names[kind]) != len || strncmp(names[kind], r->text + r->at, len) != 0) continue;
        if (*behind_space(r->text + r->at + len) == '*') break;
        r->at += len;
        *out = seam_ctype(r->abi, (SeamCKind)kind);
        return SEAM_CALL_OK;
    }
    return fail_name(r);
}

static SeamCallStatus read_complex(TypeReader *r, const SeamCType **out) {
    size_t start = r->at;
    const SeamCType *elem;
    SeamCallStatus status = read_name(r, &elem);
    return status == SEAM_CALL_OK ? at_text(r, seam_ctype_complex(elem, out, r->error), start)
                                  : status;
}

typedef SeamCallStatus MakeOfMany(const SeamCType *elem, size_t count, const SeamCType **out,
                                  SeamCallError *error);

static SeamCallStatus read_many(TypeReader *r, const char *end, MakeOfMany *make,
                                const SeamCType **out) {
    size_t start = r->at, count;
    const SeamCType *elem;
    SeamCallStatus status = read_count(r, &count);
    if (status == SEAM_CALL_OK) status = reader_type(r, &elem);
    if (status != SEAM_CALL_OK) return status;
    if (!reader_take(r, end)) return reader_fail(r, end[0] == ']' ? "`]`" : "`>`");
    return at_text(r, make(elem, count, out, r->error), start);
}

// ---- records ----

typedef struct FieldList {
    SeamCField *items;
    size_t len, cap;
} FieldList;

static bool push_field(FieldList *list, SeamCField field) {
    if (list->len == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 8;
        SeamCField *items = realloc(list->items, cap * sizeof *items);
        if (!items) return false;
        list->items = items;
        list->cap = cap;
    }
    list->items[list->len++] = field;
    return true;
}

static void free_fields(FieldList *list) {
    for (size_t i = 0; i < list->len; i++) free((void *)(uintptr_t)list->items[i].name);
    free(list->items);
}

// `x:` before a type, if it stands here; the caller frees it.
static char *read_field_name(TypeReader *r) {
    size_t len = word_len(r), after = r->at + len;
    while (isspace((unsigned char)r->text[after])) after++;
    if (len == 0 || r->text[after] != ':') return NULL;
    TypeReader probe = {.text = r->text, .at = r->at, .abi = r->abi};
    const SeamCType *type;
    if (read_name(&probe, &type) == SEAM_CALL_OK) { // `u32: 3` is a bit-field without a name
        size_t bits = after + 1;
        while (isspace((unsigned char)r->text[bits])) bits++;
        if (isdigit((unsigned char)r->text[bits])) return NULL;
    }
    char *name = malloc(len + 1);
    if (!name) return NULL;
    memcpy(name, r->text + r->at, len);
    name[len] = 0;
    r->at = after + 1;
    return name;
}

static SeamCallStatus read_field(TypeReader *r, FieldList *list) {
    if (list->len == MAX_FIELDS)
        return call_fail(r->error, SEAM_CALL_ELIMIT, r->at, "more than %d fields", MAX_FIELDS);
    SeamCField field = {.name = read_field_name(r)};
    if (!push_field(list, field)) {
        free((void *)(uintptr_t)field.name);
        return call_fail(r->error, SEAM_CALL_ENOMEM, r->at, "no memory for fields");
    }
    SeamCField *f = &list->items[list->len - 1];
    SeamCallStatus status = reader_type(r, &f->type);
    if (status != SEAM_CALL_OK || !reader_take(r, ":")) return status;
    size_t start = r->at, bits;
    status = read_count(r, &bits);
    if (status != SEAM_CALL_OK) return status;
    if (bits == 0 || bits > 64)
        return call_fail(r->error, SEAM_CALL_ETYPE, start, "a bit-field has 1 to 64 bits");
    f->bit_width = (uint16_t)bits;
    return SEAM_CALL_OK;
}

static SeamCallStatus read_fields(TypeReader *r, FieldList *list) {
    if (reader_take(r, "}")) return SEAM_CALL_OK;
    while (true) {
        SeamCallStatus status = read_field(r, list);
        if (status != SEAM_CALL_OK) return status;
        if (reader_take(r, "}")) return SEAM_CALL_OK;
        if (!reader_take(r, ",")) return reader_fail(r, "`,` or `}`");
    }
}

static SeamCallStatus read_modifiers(TypeReader *r, SeamCRecord *how) {
    while (true) {
        if (reader_take(r, "packed")) {
            how->packed = true;
        } else if (reader_take(r, "align")) {
            if (!reader_take(r, "(")) return reader_fail(r, "`(`");
            SeamCallStatus status = read_count(r, &how->align);
            if (status != SEAM_CALL_OK) return status;
            if (!reader_take(r, ")")) return reader_fail(r, "`)`");
        } else {
            how->is_union = reader_take(r, "union");
            return reader_take(r, "{") ? SEAM_CALL_OK : reader_fail(r, "`{`");
        }
    }
}

static SeamCallStatus read_record(TypeReader *r, const SeamCType **out) {
    size_t start = r->at;
    SeamCRecord how = {0};
    FieldList list = {0};
    SeamCallStatus status = read_modifiers(r, &how);
    if (status == SEAM_CALL_OK) status = read_fields(r, &list);
    if (status == SEAM_CALL_OK)
        status =
            at_text(r, seam_ctype_record(r->abi, how, list.items, list.len, out, r->error), start);
    free_fields(&list);
    return status;
}

static bool at_record(TypeReader *r) {
    TypeReader probe = *r;
    return reader_take(&probe, "{") || reader_take(&probe, "union") ||
           reader_take(&probe, "packed") || reader_take(&probe, "align");
}

SeamCallStatus reader_type(TypeReader *r, const SeamCType **out) {
    *out = NULL;
    if (r->depth == MAX_DEPTH)
        return call_fail(r->error, SEAM_CALL_ELIMIT, r->at, "types nested too deeply");
    r->depth++;
    SeamCallStatus status = at_record(r)                ? read_record(r, out)
                            : reader_take(r, "[")       ? read_many(r, "]", seam_ctype_array, out)
                            : reader_take(r, "<")       ? read_many(r, ">", seam_ctype_vector, out)
                            : reader_take(r, "complex") ? read_complex(r, out)
                                                        : read_name(r, out);
    r->depth--;
    return status;
}

SeamCallStatus seam_ctype_parse(SeamAbi abi, const char *text, const SeamCType **out,
                                SeamCallError *error) {
    CALL_TAKES(out, error);
    TypeReader r;
    SeamCallStatus status = reader_begin(&r, abi, text, error);
    if (status == SEAM_CALL_OK) status = reader_type(&r, out);
    if (status == SEAM_CALL_OK && !reader_at_end(&r))
        status = reader_fail(&r, "the end of the type");
    if (status != SEAM_CALL_OK) *out = NULL;
    return status;
}

// ---- writing ----

void writer_put(TypeWriter *w, const char *format, ...) {
    va_list args;
    va_start(args, format);
    size_t left = w->len < w->size ? w->size - w->len : 0;
    int len = vsnprintf(left ? w->buffer + w->len : NULL, left, format, args);
    va_end(args);
    if (len > 0) w->len += (size_t)len;
}

static void write_record(TypeWriter *w, const SeamCType *t) {
    if (t->packed) writer_put(w, "packed ");
    if (t->align > type_natural_align(t)) writer_put(w, "align(%zu) ", t->align);
    writer_put(w, t->kind == SEAM_C_UNION ? "union {" : "{");
    for (size_t i = 0; i < t->count; i++) {
        const SeamCField *f = &t->fields[i];
        if (i) writer_put(w, ", ");
        if (f->name) writer_put(w, "%s: ", f->name);
        writer_type(w, f->type);
        if (f->bit_width) writer_put(w, ": %u", (unsigned)f->bit_width);
    }
    writer_put(w, "}");
}

void writer_type(TypeWriter *w, const SeamCType *t) {
    switch (t->kind) {
    case SEAM_C_VOID:
    case SEAM_C_BOOL:
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
    case SEAM_C_F32:
    case SEAM_C_F64:
    case SEAM_C_LONG_DOUBLE:
    case SEAM_C_PTR:
    case SEAM_C_STRING: writer_put(w, "%s", names[t->kind]); return;
    case SEAM_C_COMPLEX:
        writer_put(w, "complex ");
        writer_type(w, t->elem);
        return;
    case SEAM_C_VECTOR:
    case SEAM_C_ARRAY:
        writer_put(w, t->kind == SEAM_C_ARRAY ? "[%zu " : "<%zu ", t->count);
        writer_type(w, t->elem);
        writer_put(w, t->kind == SEAM_C_ARRAY ? "]" : ">");
        return;
    case SEAM_C_STRUCT:
    case SEAM_C_UNION: write_record(w, t); return;
    }
}

size_t seam_ctype_text(const SeamCType *type, char *buffer, size_t size) {
    TypeWriter w = {buffer, buffer ? size : 0, 0};
    if (type) writer_type(&w, type);
    else writer_put(&w, "%s", "");
    return w.len;
}
