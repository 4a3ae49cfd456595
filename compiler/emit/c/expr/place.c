// Places: variables, fields, elements, what is behind a pointer; and their addresses, as C and the
// runtime want them.
#include <assert.h>
#include <string.h>

#include "emit/c/body/body.h"

// ---- places ----

const MirLocal *local_of(const Body *b, const MirExpr *e) {
    return &b->f->locals.items[e->u.local];
}

const char *name_of_local(const Body *b, const MirExpr *e) { return b->names[e->u.local]; }

static bool is_by_address(const Body *b, const MirExpr *e) {
    return e->kind == MIR_LOCAL && local_of(b, e)->by_address;
}

static void put_local(Body *b, const MirExpr *e, Level least) {
    const MirLocal *local = local_of(b, e);
    if (b->folded[e->u.local]) {
        put_expr(b, b->folded[e->u.local], least);
        return;
    }
    if (local->is_env) {
        require_object(b->u, local->type);
        text_printf(b->out, "((%s *)%s)", local->type->u.nominal->c_name, local->c_name);
        return;
    }
    bool parens = local->by_address && least > LEVEL_UNARY;
    text_printf(b->out, "%s%s%s",
                parens              ? "(*"
                : local->by_address ? "*"
                                    : "",
                name_of_local(b, e), parens ? ")" : "");
}

// What a loop over a map is at.
static void put_map_part(Body *b, const MirExpr *e, Level least) {
    const LoopLabels *loop = b->loops;
    while (loop->id != e->u.entry.loop_id) loop = loop->outer;
    require_type(b->u, e->type);
    bool parens = least > LEVEL_UNARY;
    text_printf(b->out, "%s*(%s)%s%s", parens ? "(" : "", declare_c(b->u, e->type, "*"),
                e->kind == MIR_MAP_KEY ? loop->key : loop->value, parens ? ")" : "");
}

static void put_global(Body *b, const MirExpr *e, Level least) {
    const char *accessor = global_accessor(b->u, e->u.symbol, !e->unchecked);
    if (!accessor) {
        text_put(b->out, e->u.symbol->c_name);
        return;
    }
    text_printf(b->out, "%s%s(", least > LEVEL_UNARY ? "(*" : "*", accessor);
    put_at(b, e->span);
    text_put(b->out, least > LEVEL_UNARY ? "))" : ")");
}

static void put_field(Body *b, const MirExpr *e) {
    const MirExpr *base = e->u.field.base;
    assert(base->type->kind != TYPE_INTERFACE); // its properties are calls
    if (base->type->kind == TYPE_CLASS) require_object(b->u, base->type);
    else require_type(b->u, base->type);
    bool arrow =
        base->type->kind == TYPE_CLASS || base->kind == MIR_DEREF || is_by_address(b, base);
    if (is_by_address(b, base)) text_put(b->out, name_of_local(b, base));
    else put_expr(b, base->kind == MIR_DEREF ? base->u.operand : base, LEVEL_POSTFIX);
    text_printf(b->out, "%s%s", arrow ? "->" : ".",
                field_c_name(b->u, base->type, e->u.field.index));
}

static void put_part_of_variant(Body *b, const MirExpr *e) {
    const Type *t = e->u.part.base->type;
    uint32_t variant = e->u.part.variant;
    require_type(b->u, t);
    bool boxed = variant_is_boxed(t->u.nominal, variant);
    if (boxed) box_name(b->u, t, variant);
    put_expr(b, e->u.part.base, LEVEL_POSTFIX);
    text_printf(b->out, ".%s%s%s", variant_member(b->u, t, variant), boxed ? "->" : ".",
                variant_field(b->u, t, variant, e->u.part.index));
}

// Is the CArray, as C's own, part of something that C declares?
bool is_raw_array(const MirExpr *e) {
    if (e->type->kind != TYPE_CARRAY) return false;
    if (e->kind == MIR_FIELD) return is_c_record(e->u.field.base->type);
    if (e->kind == MIR_ELEMENT) {
        TypeKind base = e->u.element.base->type->kind;
        return base == TYPE_CARRAY || type_is_c_pointer(type_strip(e->u.element.base->type));
    }
    return e->kind == MIR_DEREF || e->kind == MIR_C_NAME;
}

// C's array itself.
static void put_c_array(Body *b, const MirExpr *e) {
    if (is_raw_array(e)) {
        put_expr_kind(b, e, LEVEL_POSTFIX);
    } else {
        put_expr(b, e, LEVEL_POSTFIX);
        text_put(b->out, ".at");
    }
}

// p[i], or a CArray's.
static void put_c_element(Body *b, const MirExpr *e) {
    const MirExpr *base = e->u.element.base;
    if (base->type->kind == TYPE_CARRAY) put_c_array(b, base);
    else put_expr(b, base, LEVEL_POSTFIX);
    bool checked = base->type->kind == TYPE_CARRAY && !e->unchecked;
    text_put(b->out, checked ? "[seam_index(" : "[");
    put_expr(b, e->u.element.index, LEVEL_ANY);
    if (checked) {
        text_printf(b->out, ", %llu, ", (unsigned long long)base->type->u.carray.count);
        put_at(b, e->span);
        text_put(b->out, ")");
    }
    text_put(b->out, "]");
}

static void put_bytes_element(Body *b, const MirExpr *e, Level least) {
    if (e->unchecked) {
        put_expr(b, e->u.element.base, LEVEL_POSTFIX);
        text_put(b->out, "->data[");
        put_expr(b, e->u.element.index, LEVEL_ANY);
        text_put(b->out, "]");
        return;
    }
    text_put(b->out, least > LEVEL_UNARY ? "(*seam_bytes_at(" : "*seam_bytes_at(");
    put_expr(b, e->u.element.base, LEVEL_ANY);
    text_put(b->out, ", ");
    put_expr(b, e->u.element.index, LEVEL_ANY);
    text_put(b->out, ", ");
    put_at(b, e->span);
    text_put(b->out, least > LEVEL_UNARY ? "))" : ")");
}

// m[key], as V?.
static void put_map_element(Body *b, const MirExpr *e) {
    const Type *value = e->u.element.base->type->u.map.value;
    text_printf(b->out, "({ %s = seam_map_find(", declare_c(b->u, value, "*seam_v"));
    put_expr(b, e->u.element.base, LEVEL_CONDITIONAL);
    text_put(b->out, ", ");
    put_pointer_to(b, e->u.element.index);
    if (is_null_option(e->type)) text_put(b->out, "); seam_v ? *seam_v : NULL; })");
    else if (e->type == value) // T?? is T?
        text_printf(b->out, "); seam_v ? *seam_v : (%s){0}; })", type_c(b->u, e->type));
    else
        text_printf(b->out, "); seam_v ? (%s){true, *seam_v} : (%s){0}; })", type_c(b->u, e->type),
                    type_c(b->u, e->type));
}

static void put_element(Body *b, const MirExpr *e, Level least) {
    const MirExpr *base = e->u.element.base;
    require_type(b->u, e->type);
    if (base->type->kind == TYPE_MAP) {
        put_map_element(b, e);
        return;
    }
    if (base->type->kind == TYPE_BUFFER) {
        put_bytes_element(b, e, least);
        return;
    }
    if (base->type->kind != TYPE_ARRAY && base->type->kind != TYPE_VIEW) {
        put_c_element(b, e);
        return;
    }
    text_printf(b->out, "%s(%s, ", e->unchecked ? "SEAM_ITEM_UNCHECKED" : "SEAM_ITEM",
                type_c(b->u, base->type->u.elem));
    put_expr(b, base, LEVEL_ANY);
    text_put(b->out, ", ");
    put_expr(b, e->u.element.index, LEVEL_ANY);
    if (!e->unchecked) {
        text_put(b->out, ", ");
        put_at(b, e->span);
    }
    text_put(b->out, ")");
}

void put_place(Body *b, const MirExpr *e, Level least) {
    if (e->kind == MIR_LOCAL) {
        put_local(b, e, least);
    } else if (e->kind == MIR_GLOBAL) {
        put_global(b, e, least);
    } else if (e->kind == MIR_FIELD) {
        put_field(b, e);
    } else if (e->kind == MIR_PART) {
        put_part_of_variant(b, e);
    } else if (e->kind == MIR_ELEMENT) {
        put_element(b, e, least);
    } else if (e->kind == MIR_DEREF) {
        require_type(b->u, e->type);
        text_put(b->out, least > LEVEL_UNARY ? "(*" : "*");
        put_expr(b, e->u.operand, LEVEL_UNARY);
        if (least > LEVEL_UNARY) text_put(b->out, ")");
    } else {
        put_map_part(b, e, least);
    }
}

// ---- addresses ----

bool is_bit_field(const MirExpr *e) {
    if (e->kind != MIR_FIELD) return false;
    const Type *base = e->u.field.base->type;
    return (base->kind == TYPE_STRUCT || base->kind == TYPE_UNION) &&
           base->u.nominal->fields.items[e->u.field.index].bit_width;
}

static bool is_addressable(const Body *b, const MirExpr *e) {
    if (e->kind == MIR_LOCAL) return !b->folded[e->u.local];
    if (e->kind == MIR_FIELD) {
        const MirExpr *base = e->u.field.base;
        return base->type->kind == TYPE_CLASS || (!is_bit_field(e) && is_addressable(b, base));
    }
    if (e->kind == MIR_ELEMENT) return e->u.element.base->type->kind != TYPE_MAP;
    if (e->kind == MIR_PAYLOAD) return e->unchecked && is_addressable(b, e->u.operand);
    if (e->kind == MIR_PART) return is_addressable(b, e->u.part.base);
    return e->kind == MIR_GLOBAL || e->kind == MIR_DEREF || e->kind == MIR_MAP_KEY ||
           e->kind == MIR_MAP_VALUE;
}

void put_pointer_to(Body *b, const MirExpr *e) {
    if (is_addressable(b, e)) {
        text_put(b->out, "&");
        put_expr(b, e, LEVEL_UNARY);
    } else {
        require_type(b->u, e->type);
        text_printf(b->out, "(%s){", declare_c(b->u, e->type, "[]"));
        put_initializer(b, e);
        text_put(b->out, "}");
    }
}

void put_address(Body *b, const MirExpr *e, Level least) {
    const MirExpr *place = e->u.operand;
    if (is_by_address(b, place)) { // passed on as it came
        text_put(b->out, name_of_local(b, place));
        return;
    }
    bool receiver = e->type == place->type; // of a struct's mutating method
    bool decays = place->type->kind == TYPE_CARRAY && type_strip(e->type)->kind == TYPE_CPTR &&
                  type_strip(e->type)->u.elem != place->type;
    const char *to = type_c(b->u, e->type);
    const char *from = decays ? declare_raw(b->u, place->type->u.carray.elem, "*")
                              : declare_c(b->u, place->type, "*");
    bool same = receiver || strcmp(to, from) == 0 || type_strip(e->type)->kind == TYPE_CVOIDPTR;
    if (least > LEVEL_UNARY) text_put(b->out, "(");
    if (!same) text_printf(b->out, "(%s)", to);
    if (!decays) text_put(b->out, "&");
    if (decays) put_c_array(b, place);
    else put_expr(b, place, LEVEL_UNARY);
    if (least > LEVEL_UNARY) text_put(b->out, ")");
}

// What `x->data` is declared as.
static const char *data_type(const Type *t) {
    return t->kind == TYPE_STRING ? "char *" : t->kind == TYPE_BUFFER ? "uint8_t *" : "void *";
}

void put_data(Body *b, const MirExpr *e, Level least) {
    const MirExpr *operand = e->u.operand;
    bool array = operand->type->kind == TYPE_CARRAY;
    const char *to = type_c(b->u, e->type);
    const char *from =
        array ? declare_raw(b->u, operand->type->u.carray.elem, "*") : data_type(operand->type);
    bool to_void = type_strip(e->type)->kind == TYPE_CVOIDPTR;
    bool text = operand->type->kind == TYPE_STRING && strcmp(to, "const char *") == 0;
    bool cast = !to_void && !text && strcmp(to, from) != 0;
    bool parens = cast && least > LEVEL_UNARY;
    if (cast) text_printf(b->out, "%s(%s)", parens ? "(" : "", to);
    if (operand->kind == MIR_STRING) { // C's own literal is the same bytes
        put_c_string(b->out, operand->u.string.text, operand->u.string.len);
    } else if (array) {
        put_c_array(b, operand);
    } else {
        put_expr(b, operand, LEVEL_POSTFIX);
        text_put(b->out, "->data");
    }
    if (parens) text_put(b->out, ")");
}
