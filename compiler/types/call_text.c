#include "types/call_text.h"

#include <string.h>

typedef struct CallText {
    Arena *arena;
    const Type *refused; // NULL: none so far
} CallText;

static const char *text_of(CallText *t, const Type *type);

static const char *refuse(CallText *t, const Type *type) {
    if (!t->refused) t->refused = type;
    return "";
}

static const char *number_text(const Type *type) {
    static const char *const signed_names[] = {"i8", "i16", "i32", "i64"};
    static const char *const unsigned_names[] = {"u8", "u16", "u32", "u64"};
    uint32_t bits = type_bits(type), row = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;
    if (type_is_float(type)) return bits == 32 ? "f32" : "f64";
    return type_is_signed(type) ? signed_names[row] : unsigned_names[row];
}

// A record's fields in order, if they lie as C puts them.
static const char *record_text(CallText *t, const Type *type) {
    const Nominal *n = type->u.nominal;
    const char *text = type->kind == TYPE_UNION ? "union {" : n->is_packed ? "packed {" : "{";
    if (!n->is_c || n->is_opaque || n->fields.len == 0) return refuse(t, type);
    uint64_t at = 0, most = 1;
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Field *f = &n->fields.items[i];
        uint64_t size;
        uint32_t align;
        if (f->bit_width || !type_c_layout(f->type, &size, &align)) return refuse(t, type);
        if (n->is_packed) align = 1;
        if (align > most) most = align;
        at = type->kind == TYPE_UNION ? 0 : (at + align - 1) / align * align;
        if (at != f->offset) return refuse(t, type);
        text = arena_printf(t->arena, "%s%s%s", text, i ? ", " : "", text_of(t, f->type));
        at += size;
    }
    bool as_told =
        n->align == most && (type->kind == TYPE_UNION || (at + most - 1) / most * most == n->size);
    return as_told ? arena_printf(t->arena, "%s}", text) : refuse(t, type);
}

static const char *text_of(CallText *t, const Type *type) {
    type = type_strip(type);
    if (type->kind == TYPE_CENUM) type = type->u.nominal->base;
    if (type->kind == TYPE_VOID || type->kind == TYPE_NEVER) return "void";
    if (type->kind == TYPE_BOOL || type->kind == TYPE_CBOOL) return "bool";
    if (type_is_c_pointer(type)) return "ptr";
    if (type_is_number(type)) return number_text(type);
    if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) return record_text(t, type);
    if (type->kind == TYPE_CARRAY && type->u.carray.count)
        return arena_printf(t->arena, "[%llu %s]", (unsigned long long)type->u.carray.count,
                            text_of(t, type->u.carray.elem));
    return refuse(t, type);
}

const char *type_call_text(Arena *a, const FunctionType *f, const Type **why) {
    CallText t = {.arena = a};
    const char *text = arena_printf(a, "%s(", text_of(&t, f->result));
    for (uint32_t i = 0; i < f->param_count; i++)
        text = arena_printf(a, "%s%s%s", text, i ? ", " : "", text_of(&t, f->params[i].type));
    *why = t.refused;
    return t.refused || f->variadic ? NULL : arena_printf(a, "%s)", text);
}
