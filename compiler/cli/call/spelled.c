// Functions of a header that Seam has no types for, as `long double sinl(long double)`, by the
// signature as clang spells it: numbers of all kinds, and pointers.
#include <ctype.h>
#include <string.h>

#include "cli/call/call.h"

static const struct {
    const char *spelling;
    const char *text; // as the engine reads it; of `long` and its kin for 64 bits and for 32
    const char *narrow;
} numbers[] = {
    {"void", "void", NULL},
    {"_Bool", "bool", NULL},
    {"bool", "bool", NULL},
    {"char", "i8", NULL},
    {"signed char", "i8", NULL},
    {"unsigned char", "u8", NULL},
    {"short", "i16", NULL},
    {"unsigned short", "u16", NULL},
    {"int", "i32", NULL},
    {"unsigned int", "u32", NULL},
    {"long", "i64", "i32"},
    {"unsigned long", "u64", "u32"},
    {"size_t", "u64", "u32"},
    {"long long", "i64", NULL},
    {"unsigned long long", "u64", NULL},
    {"wchar_t", "i32", NULL},
    {"char16_t", "u16", NULL},
    {"char32_t", "u32", NULL},
    {"float", "f32", NULL},
    {"double", "f64", NULL},
    {"long double", "longdouble", NULL},
    {"__int128", "i128", NULL},
    {"unsigned __int128", "u128", NULL},
    {"_Complex float", "complex f32", NULL},
    {"_Complex double", "complex f64", NULL},
    {"_Complex long double", "complex longdouble", NULL},
};

static const char *trimmed(CallCommand *k, const char *from, const char *end) {
    while (from < end && isspace((unsigned char)*from)) from++;
    while (end > from && isspace((unsigned char)end[-1])) end--;
    return arena_text(k->arena, from, (size_t)(end - from));
}

static const char *without(const char *text, const char *word) {
    size_t len = strlen(word);
    return strncmp(text, word, len) == 0 && text[len] == ' ' ? text + len + 1 : text;
}

static const SeamCType *number_type(const char *spelling) {
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(spelling, numbers[i].spelling) != 0) continue;
        bool narrow = numbers[i].narrow && sizeof(long) == 4;
        const SeamCType *type = NULL;
        seam_ctype_parse(SEAM_ABI_HOST, narrow ? numbers[i].narrow : numbers[i].text, &type, NULL);
        return type;
    }
    return NULL;
}

static bool read_type(CallCommand *k, const char *from, const char *end, CallParam *out) {
    const char *text = trimmed(k, from, end), *plain = without(text, "const");
    const char *star = strrchr(plain, '*');
    *out = (CallParam){0};
    if (!star) {
        out->type = number_type(plain);
        return out->type != NULL;
    }
    if (strchr(plain, '(')) return false; // of functions, arrays
    const char *pointee = trimmed(k, plain, star);
    bool chars = strcmp(pointee, "char") == 0;
    out->is_const = plain != text;
    out->type = seam_ctype(SEAM_ABI_HOST, chars && out->is_const ? SEAM_C_STRING : SEAM_C_PTR);
    out->pointee = number_type(pointee);
    if (strcmp(pointee, "char *") == 0) out->pointee = seam_ctype(SEAM_ABI_HOST, SEAM_C_STRING);
    return true;
}

static bool read_params(CallCommand *k, const char *at) {
    CallFunction *f = &k->function;
    while (*at && *at != ')') {
        size_t len = strcspn(at, ",)");
        const char *text = trimmed(k, at, at + len);
        CallParam param;
        if (strcmp(text, "...") == 0) {
            f->variadic = true;
        } else if (strcmp(text, "void") != 0) {
            if (!read_type(k, at, at + len, &param)) return false;
            VEC_PUSH(k->arena, &f->params, param);
        }
        at += len + (at[len] == ',');
    }
    return true;
}

bool spelled_read(CallCommand *k, const Symbol *symbol) {
    const char *signature = symbol->c->signature;
    const char *open = signature ? strchr(signature, '(') : NULL;
    if (!open || symbol->c->is_inline || strchr(open + 1, '(')) return false;
    if (!read_type(k, signature, open, &k->function.result) || !read_params(k, open + 1))
        return false;
    k->function.linker_name = symbol->c->asm_label ? symbol->c->asm_label : symbol->c->c_name;
    return true;
}
