// Types as Seam spells them, for messages and `seam bind`. A pointer of unknown nullness reads like
// the pointer: the user writes it so.
#include "types/type.h"

#include <string.h>

typedef struct Text {
    Arena *arena;
    char *chars;
    size_t len;
    size_t cap;
} Text;

static void put(Text *out, const char *s) {
    size_t n = strlen(s);
    if (out->len + n + 1 > out->cap) {
        size_t cap = (out->len + n + 1) * 2;
        char *chars = arena_alloc(out->arena, cap);
        if (out->len) memcpy(chars, out->chars, out->len);
        out->chars = chars;
        out->cap = cap;
    }
    memcpy(out->chars + out->len, s, n + 1);
    out->len += n;
}

static void put_type(Text *out, const Type *t);

static void put_params(Text *out, const FunctionType *f) {
    put(out, "(");
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i];
        if (i) put(out, ", ");
        if (p->is_rest) put(out, "...");
        if (p->name) {
            put(out, p->name->text);
            put(out, p->has_default ? "?: " : ": ");
        }
        put_type(out, p->type);
    }
    if (f->variadic) put(out, f->param_count ? ", ..." : "...");
    put(out, ")");
}

// `is_value`: of a function value, which throws anything where nothing is written; C's throw
// nothing.
static void put_function(Text *out, const FunctionType *f, bool is_value) {
    put_params(out, f);
    put(out, " => ");
    put_type(out, f->result);
    if (f->throws && !f->open) {
        put(out, " throws ");
        put_type(out, f->throws);
    } else if (!f->throws && !f->open && is_value) {
        put(out, " nothrow");
    }
}

// What stands before a postfix `[]` or `?`.
static void put_operand(Text *out, const Type *t) {
    const Type *shown = t->kind == TYPE_UNSURE ? t->u.elem : t;
    bool wraps = shown->kind == TYPE_FUNCTION || shown->kind == TYPE_VIEW ||
                 shown->kind == TYPE_WEAK || shown->is_view;
    if (wraps) put(out, "(");
    put_type(out, shown);
    if (wraps) put(out, ")");
}

static void put_generic(Text *out, const char *name, const Type *a, const Type *b) {
    put(out, name);
    put(out, "<");
    put_type(out, a);
    if (b) {
        put(out, ", ");
        put_type(out, b);
    }
    put(out, ">");
}

static void put_tuple(Text *out, const Type *t) {
    put(out, "[");
    for (uint32_t i = 0; i < t->u.tuple.count; i++) {
        if (i) put(out, ", ");
        put_type(out, t->u.tuple.items[i]);
    }
    put(out, "]");
}

static void put_carray(Text *out, const Type *t) {
    put(out, "CArray<");
    put_type(out, t->u.carray.elem);
    put(out, arena_printf(out->arena, ", %llu>", (unsigned long long)t->u.carray.count));
}

static void put_pointer(Text *out, const Type *t) {
    put(out, t->u.pointer.is_const ? "CPtr<const " : "CPtr<");
    if (t->u.pointer.elem) put_type(out, t->u.pointer.elem);
    else put(out, "void");
    put(out, ">");
}

// Element types that a postfix or prefix is written around.
static bool put_with_elem(Text *out, const Type *t) {
    bool prefix = t->kind == TYPE_VIEW || t->kind == TYPE_WEAK;
    bool suffix = t->kind == TYPE_VIEW || t->kind == TYPE_ARRAY;
    if (!prefix && !suffix && t->kind != TYPE_OPTION) return false;
    if (prefix) put(out, t->kind == TYPE_VIEW ? "readonly " : "weak ");
    put_operand(out, t->u.elem);
    if (suffix) put(out, "[]");
    if (t->kind == TYPE_OPTION) put(out, "?");
    return true;
}

static bool put_foreign(Text *out, const Type *t) {
    if (t->kind == TYPE_CPTR || (t->kind == TYPE_CVOIDPTR && t->u.pointer.is_const)) {
        put_pointer(out, t);
    } else if (t->kind == TYPE_CARRAY) {
        put_carray(out, t);
    } else if (t->kind == TYPE_CFN) {
        put(out, "CFn<");
        put_function(out, t->u.function, false);
        put(out, ">");
    } else {
        return false;
    }
    return true;
}

static void put_nominal(Text *out, const Nominal *n) {
    put(out, n->name->text);
    for (uint32_t i = 0; i < n->arg_count; i++) {
        put(out, i ? ", " : "<");
        put_type(out, n->args[i]);
    }
    if (n->arg_count) put(out, ">");
}

static void put_type(Text *out, const Type *t) {
    if (type_info[t->kind].text[0] && t->kind != TYPE_CVOIDPTR) put(out, type_info[t->kind].text);
    else if (put_with_elem(out, t) || put_foreign(out, t)) return;
    else if (t->kind == TYPE_UNSURE) put_type(out, t->u.elem);
    else if (t->kind == TYPE_MAP)
        put_generic(out, t->is_view ? "readonly Map" : "Map", t->u.map.key, t->u.map.value);
    else if (t->kind == TYPE_SET)
        put_generic(out, t->is_view ? "readonly Set" : "Set", t->u.elem, NULL);
    else if (t->kind == TYPE_RANGE) put_generic(out, "Range", t->u.elem, NULL);
    else if (t->kind == TYPE_TUPLE) put_tuple(out, t);
    else if (t->kind == TYPE_FUNCTION) put_function(out, t->u.function, true);
    else if (t->kind == TYPE_PARAM) put(out, t->u.param.name->text);
    else if (t->kind == TYPE_CVOIDPTR) put(out, type_info[t->kind].text);
    else put_nominal(out, t->u.nominal);
}

const char *type_text(Arena *a, const Type *t) {
    Text out = {.arena = a};
    put_type(&out, t);
    return out.chars;
}
