// Values that are made: aggregates, arrays, options and interface values, copies and moves.
#include <string.h>

#include "emit/c/body/body.h"

static void put_list(Body *b, const MirExprs *items) {
    for (uint32_t i = 0; i < items->len; i++) {
        if (i) text_put(b->out, ", ");
        put_initializer(b, items->items[i]);
    }
}

static void put_braced_some(Body *b, const MirExpr *e) {
    text_put(b->out, "{true, ");
    put_initializer(b, e->u.operand);
    text_put(b->out, "}");
}
static void put_some(Body *b, const MirExpr *e, Level least) {
    if (is_null_option(e->type)) {
        put_expr(b, e->u.operand, least);
        return;
    }
    require_type(b->u, e->type);
    text_printf(b->out, "(%s)", type_c(b->u, e->type));
    put_braced_some(b, e);
}

// Of a union the one member that was written; C would take the last.
static void put_braced_struct(Body *b, const MirExpr *e) {
    bool named = e->type->kind != TYPE_TUPLE, union_ = e->type->kind == TYPE_UNION, any = false;
    text_put(b->out, "{");
    for (uint32_t i = 0; i < e->u.aggregate.items.len; i++) {
        MirExprKind kind = e->u.aggregate.items.items[i]->kind;
        if (union_ && (kind == MIR_ZERO || kind == MIR_NULL)) continue;
        if (any) text_put(b->out, ", ");
        any = true;
        if (named) text_printf(b->out, ".%s = ", field_c_name(b->u, e->type, i));
        put_initializer(b, e->u.aggregate.items.items[i]);
    }
    text_put(b->out, union_ && !any ? "0}" : "}");
}

static bool is_boxed(const MirExpr *e) {
    return e->u.variant.items.len && variant_is_boxed(e->type->u.nominal, e->u.variant.index);
}

// A C-like value is a MIR_INT; these have a tag, and perhaps a payload.
static void put_braced_variant(Body *b, const MirExpr *e) {
    uint32_t index = e->u.variant.index;
    text_printf(b->out, "{.tag = %u", index);
    if (e->u.variant.items.len) {
        bool boxed = is_boxed(e);
        text_printf(b->out, ", .%s = ", variant_member(b->u, e->type, index));
        if (boxed) text_printf(b->out, "SEAM_NEW(%s, ", box_name(b->u, e->type, index));
        else text_put(b->out, "{");
        for (uint32_t i = 0; i < e->u.variant.items.len; i++) {
            if (i) text_put(b->out, ", ");
            put_initializer(b, e->u.variant.items.items[i]);
        }
        text_put(b->out, boxed ? ")" : "}");
    }
    text_put(b->out, "}");
}

enum { SMALL_ARRAY = 16 }; // literals of more constants become a static table

bool is_static_constant(const MirExpr *e) {
    if (e->kind == MIR_VARIANT && is_boxed(e)) return false;
    if (e->kind == MIR_STRUCT || e->kind == MIR_VARIANT ||
        (e->kind == MIR_SOME && !is_null_option(e->type))) {
        if (e->kind == MIR_SOME) return is_static_constant(e->u.operand);
        for (uint32_t i = 0; i < e->u.aggregate.items.len; i++)
            if (!is_static_constant(e->u.aggregate.items.items[i])) return false;
        return true;
    }
    return e->kind == MIR_INT || e->kind == MIR_FLOAT || e->kind == MIR_BOOL ||
           e->kind == MIR_STRING || e->kind == MIR_NULL || e->kind == MIR_CSTRING ||
           e->kind == MIR_ZERO;
}

static bool is_table(const MirExpr *e) {
    if (e->u.aggregate.items.len <= SMALL_ARRAY) return false;
    for (uint32_t i = 0; i < e->u.aggregate.items.len; i++)
        if (!is_static_constant(e->u.aggregate.items.items[i])) return false;
    return true;
}

enum { TABLE_COLUMN = 100 };

// A long literal's items in static storage; gives its name.
static const char *put_table(Body *b, const MirExpr *e) {
    const char *name = arena_printf(b->u->arena, "seam_table_%u", ++b->u->table_count);
    Text *out = b->out, text;
    text_init(&text, b->u->arena);
    b->out = &text;
    text_printf(&text, "static %s = {\n    ",
                declare_c(b->u, e->type->u.elem, arena_printf(b->u->arena, "const %s[]", name)));
    size_t line = text.len;
    for (uint32_t i = 0; i < e->u.aggregate.items.len; i++) {
        put_initializer(b, e->u.aggregate.items.items[i]);
        bool last = i + 1 == e->u.aggregate.items.len;
        bool full = text.len - line > TABLE_COLUMN - 10;
        text_put(&text, last ? "};\n" : full ? ",\n    " : ", ");
        if (full) line = text.len;
    }
    b->out = out;
    text_append(&b->u->tables, &text);
    return name;
}

static void put_array(Body *b, const MirExpr *e) {
    const Type *elem = e->type->u.elem;
    require_type(b->u, elem);
    uint32_t count = e->u.aggregate.items.len;
    if (count == 0) {
        text_printf(b->out, "seam_array_new(%s, 0)", descriptor(b->u, elem));
        return;
    }
    text_printf(b->out, "seam_array_of(%s, ", descriptor(b->u, elem));
    if (is_table(e)) {
        text_put(b->out, put_table(b, e));
    } else {
        text_printf(b->out, "(%s){", declare_c(b->u, elem, "[]"));
        put_list(b, &e->u.aggregate.items);
        text_put(b->out, "}");
    }
    text_printf(b->out, ", %u)", count);
}

// Without its entries.
void put_new_map(Body *b, const MirExpr *e) {
    text_printf(b->out, "seam_map_new(%s, %s, %u)", descriptor(b->u, e->type->u.map.key),
                descriptor(b->u, e->type->u.map.value), e->u.aggregate.items.len / 2);
}

static void put_interface(Body *b, const MirExpr *e) {
    const MirExpr *object = e->u.operand;
    if (object->type->kind == TYPE_INTERFACE) { // to one that it extends
        text_put(b->out, "seam_interface_of(");
        put_expr(b, object, LEVEL_POSTFIX);
        text_printf(b->out, ".object, %s)", descriptor(b->u, e->type));
        return;
    }
    const char *table = table_of(b->u, object->type, e->type);
    if (table) {
        text_put(b->out, "(SeamInterface){(SeamObject *)");
        put_expr(b, object, LEVEL_UNARY);
        text_printf(b->out, ", %s}", table);
    } else {
        text_put(b->out, "seam_interface_of((SeamObject *)");
        put_expr(b, object, LEVEL_UNARY);
        text_printf(b->out, ", %s)", descriptor(b->u, e->type));
    }
}

static void put_copy(Body *b, const MirExpr *e, Level least) {
    if (!type_is_counted(e->u.operand->type)) {
        put_expr(b, e->u.operand, least);
        return;
    }
    text_printf(b->out, "%s(", copy_function(b->u, e->u.operand->type));
    put_expr(b, e->u.operand, LEVEL_ANY);
    text_put(b->out, ")");
}

// A local that may be empty is left so.
static void put_move(Body *b, const MirExpr *e, Level least) {
    const MirExpr *from = e->u.operand;
    bool zeroed =
        from->kind == MIR_LOCAL && local_of(b, from)->zeroed && type_is_counted(from->type);
    if (!zeroed) {
        put_expr(b, from, least);
    } else if (type_is_reference(from->type) || type_is_null_pointer(from->type)) {
        text_printf(b->out, "seam_taken(&%s)", name_of_local(b, from));
    } else {
        const char *name = name_of_local(b, from), *type = type_c(b->u, from->type);
        text_printf(b->out, "({ %s seam_v = %s; %s = (%s){0}; seam_v; })", type, name, name, type);
    }
}

const char *without_cast(Body *b, const Type *t, const char *value) {
    const char *cast = arena_printf(b->u->arena, "(%s){", type_c(b->u, t));
    bool literal = strncmp(value, cast, strlen(cast)) == 0 && value[strlen(value) - 1] == '}';
    return value + (literal ? strlen(cast) - 1 : 0);
}

void put_initializer(Body *b, const MirExpr *e) {
    const MirExpr *local = e->kind == MIR_MOVE ? e->u.operand : e;
    if (local->kind == MIR_LOCAL && b->f && b->folded[local->u.local])
        e = b->folded[local->u.local];
    bool zero = e->kind == MIR_ZERO || (e->kind == MIR_NULL && !is_null_option(e->type));
    if (zero && !*name_of_number(e->type) && e->type->kind != TYPE_BOOL &&
        !is_null_option(e->type)) {
        require_type(b->u, e->type);
        text_put(b->out, "{0}");
    } else if (e->kind == MIR_STRUCT) {
        require_type(b->u, e->type);
        put_braced_struct(b, e);
    } else if (e->kind == MIR_VARIANT) {
        require_type(b->u, e->type);
        put_braced_variant(b, e);
    } else if (e->kind == MIR_SOME && !is_null_option(e->type)) {
        require_type(b->u, e->type);
        put_braced_some(b, e);
    } else if (e->type->kind == TYPE_INTERFACE || e->type->kind == TYPE_FUNCTION) {
        text_put(b->out, without_cast(b, e->type, expr_text(b, e, LEVEL_CONDITIONAL)));
    } else {
        put_expr(b, e, LEVEL_CONDITIONAL);
    }
}

static void put_new(Body *b, const Nominal *n) {
    const char *type = descriptor(b->u, n->type);
    if (n->has_finalize || is_runtime_class(n->type))
        text_printf(b->out, "seam_object_new(%s)", type);
    else text_printf(b->out, "seam_object_make(%s, sizeof(%s))", type, n->c_name);
}

void put_maker(Body *b, const MirExpr *e, Level least) {
    if (e->kind == MIR_SOME) {
        put_some(b, e, least);
    } else if (e->kind == MIR_NEW) {
        put_new(b, e->u.object.nominal);
    } else if (e->kind == MIR_STRUCT) {
        require_type(b->u, e->type);
        text_printf(b->out, "(%s)", type_c(b->u, e->type));
        put_braced_struct(b, e);
    } else if (e->kind == MIR_VARIANT) {
        require_type(b->u, e->type);
        text_printf(b->out, "(%s)", type_c(b->u, e->type));
        put_braced_variant(b, e);
    } else if (e->kind == MIR_ARRAY) {
        put_array(b, e);
    } else if (e->kind == MIR_COPY) {
        put_copy(b, e, least);
    } else if (e->kind == MIR_MOVE) {
        put_move(b, e, least);
    } else {
        put_interface(b, e);
    }
}
