// Identifiers of generated C that are not the user's own: fields that may not keep their name, and
// types as parts of names. Both are injective, so that two things never share a name; names of
// types are the same in every unit, for the linker merges descriptors by them.
#include <string.h>

#include "emit/c/unit/unit.h"

// Words that C, the compiler or a macro of <seam/runtime.h> reads otherwise than as a name.
static const char *const reserved[] = {
    "NULL",
    "__alignof__",
    "__asm",
    "__asm__",
    "__attribute__",
    "__builtin_expect",
    "__const",
    "__extension__",
    "__func__",
    "__inline",
    "__inline__",
    "__label__",
    "__real__",
    "__restrict",
    "__restrict__",
    "__signed__",
    "__thread",
    "__typeof__",
    "__volatile__",
    "asm",
    "auto",
    "bool",
    "break",
    "case",
    "char",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "false",
    "float",
    "for",
    "goto",
    "if",
    "inline",
    "int",
    "linux",
    "long",
    "offsetof",
    "register",
    "restrict",
    "return",
    "seam_head",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "true",
    "typedef",
    "typeof",
    "union",
    "unix",
    "unsigned",
    "void",
    "volatile",
    "while",
};

static bool is_reserved(const char *text, size_t len) {
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strlen(reserved[i]) == len && memcmp(reserved[i], text, len) == 0) return true;
    return false;
}

// `int` -> `int_`, and so that this stays injective `int_` -> `int__`. Names like `_Bool` are the
// compiler's, with and without a `_` behind.
const char *name_of_field(Arena *a, Name name) {
    size_t len = name->len;
    if (name->text[0] == '_' && name->text[1] >= 'A' && name->text[1] <= 'Z')
        return arena_printf(a, "%s_seam", name->text);
    while (len > 1 && name->text[len - 1] == '_') len--;
    return is_reserved(name->text, len) ? arena_printf(a, "%s_", name->text) : name->text;
}

// ---- types ----

static void put_type(Text *out, const Type *t, bool delimited);

// A leaf's length stands before it where another type follows, so that the name can be read one way
// only.
static void put_leaf(Text *out, const char *text, bool delimited) {
    if (delimited) text_printf(out, "%zu", strlen(text));
    for (const char *c = text; *c; c++) text_put_len(out, *c == ' ' ? "_" : c, 1);
}

static void put_function(Text *out, const char *kind, const FunctionType *f) {
    text_printf(out, "%s%u%s", kind, f->param_count, f->variadic ? "v" : "");
    for (uint32_t i = 0; i < f->param_count; i++) {
        text_put(out, f->params[i].is_rest ? "_rest_" : "_");
        put_type(out, f->params[i].type, true);
    }
    text_put(out, "_");
    put_type(out, f->result, true);
    if (!f->throws) {
        text_put(out, *kind == 'f' ? "_nothrow" : ""); // C's functions have nothing to throw
    } else if (!f->open) {
        text_put(out, "_throws_");
        put_type(out, f->throws, true);
    }
}

static const char *elem_prefix(const Type *t) {
    switch (t->kind) {
    case TYPE_ARRAY: return "array_";
    case TYPE_VIEW: return "view_";
    case TYPE_OPTION: return "opt_";
    case TYPE_SET: return t->is_view ? "view_set_" : "set_";
    case TYPE_WEAK: return "weak_";
    case TYPE_CPTR: return t->u.pointer.is_const ? "cptr_" : "ptr_";
    case TYPE_UNSURE: return ""; // the same representation as the pointer
    default: return NULL;        // has no single part
    }
}

static void put_parts(Text *out, const Type *t) {
    if (t->kind == TYPE_MAP) {
        text_put(out, t->is_view ? "view_map_" : "map_");
        put_type(out, t->u.map.key, true);
        text_put(out, "_");
        put_type(out, t->u.map.value, true);
    } else if (t->kind == TYPE_TUPLE) {
        text_printf(out, "tuple%u", t->u.tuple.count);
        for (uint32_t i = 0; i < t->u.tuple.count; i++) {
            text_put(out, "_");
            put_type(out, t->u.tuple.items[i], true);
        }
    } else if (t->kind == TYPE_CARRAY) {
        text_printf(out, "carray%llu_", (unsigned long long)t->u.carray.count);
        put_type(out, t->u.carray.elem, true);
    } else {
        put_function(out, t->kind == TYPE_CFN ? "cfn" : "fn", t->u.function);
    }
}

static bool is_nominal(const Type *t) {
    return t->kind == TYPE_STRUCT || t->kind == TYPE_UNION || t->kind == TYPE_CLASS ||
           t->kind == TYPE_INTERFACE || t->kind == TYPE_ENUM || t->kind == TYPE_CENUM;
}

static void put_type(Text *out, const Type *t, bool delimited) {
    const char *prefix = elem_prefix(t);
    if (prefix) {
        text_put(out, prefix);
        put_type(out, t->u.elem, delimited);
    } else if (is_nominal(t)) {
        put_leaf(out, t->u.nominal->c_name, delimited);
    } else if (t->kind == TYPE_I64 ||
               t->kind == TYPE_F64) { // their Seam names mean other types in C
        text_put(out, t->kind == TYPE_I64 ? "i64" : "f64");
    } else if (t->kind == TYPE_CVOIDPTR) {
        text_put(out, t->u.pointer.is_const ? "cvoidptr" : "voidptr");
    } else if (type_info[t->kind].text[0]) {
        text_put(out, type_info[t->kind].text);
    } else {
        put_parts(out, t);
    }
}

const char *name_of_type(Arena *a, const Type *t) {
    Text out;
    text_init(&out, a);
    put_type(&out, t, false);
    return out.chars;
}

const char *name_of_number(const Type *t) {
    static const char *const names[3][4] = {
        {"i8", "i16", "i32", "i64"}, {"u8", "u16", "u32", "u64"}, {"", "", "f32", "f64"}};
    if ((t->kind == TYPE_CENUM || t->kind == TYPE_ENUM) && t->u.nominal->base)
        t = t->u.nominal->base;
    if (t->kind == TYPE_DURATION) return "i64";
    if (!type_is_number(t)) return "";
    uint32_t bits = type_bits(t), size = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
    return names[type_is_float(t) ? 2 : type_is_signed(t) ? 0 : 1][size];
}
