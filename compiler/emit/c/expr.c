// Expressions: places, constants and pure operations, streamed as C. Calls with a prelude are done
// when they come here (call.c), all else is one C expression.
#include <assert.h>
#include <math.h>
#include <string.h>

#include "emit/c/body.h"

static void put_expr_kind(Body *b, const MirExpr *e, Level least); // as the kind says

// ---- shared ----

void put_at(Body *b, Span span) {
    LineCol at = source_line_col(&b->u->program->session->sources, span.source, span.start);
    text_printf(b->out, "SEAM_AT(%u, %u)", at.line, at.col > 4095 ? 4095 : at.col);
}

const char *expr_text(Body *b, const MirExpr *e, Level least) {
    Text *out = b->out, text;
    text_init(&text, b->u->arena);
    b->out = &text;
    put_expr(b, e, least);
    b->out = out;
    return text.chars ? text.chars : "";
}

static void put_list(Body *b, const MirExprs *items) {
    for (uint32_t i = 0; i < items->len; i++) {
        if (i) text_put(b->out, ", ");
        put_initializer(b, items->items[i]);
    }
}

static bool is_addressable(const MirExpr *e) {
    if (e->kind == MIR_FIELD) {
        const MirExpr *base = e->u.field.base;
        if (base->type->kind == TYPE_CLASS) return true;
        bool bits = (base->type->kind == TYPE_STRUCT || base->type->kind == TYPE_UNION) &&
                    base->type->u.nominal->fields.items[e->u.field.index].bit_width;
        return !bits && is_addressable(base);
    }
    if (e->kind == MIR_ELEMENT) return e->u.element.base->type->kind != TYPE_MAP;
    if (e->kind == MIR_PAYLOAD) return e->unchecked && is_addressable(e->u.operand);
    return e->kind == MIR_LOCAL || e->kind == MIR_GLOBAL || e->kind == MIR_DEREF ||
           e->kind == MIR_MAP_KEY || e->kind == MIR_MAP_VALUE;
}

void put_pointer_to(Body *b, const MirExpr *e) {
    if (is_addressable(e)) {
        text_put(b->out, "&");
        put_expr(b, e, LEVEL_UNARY);
    } else {
        require_type(b->u, e->type);
        text_printf(b->out, "(%s){", declare_c(b->u, e->type, "[]"));
        put_initializer(b, e);
        text_put(b->out, "}");
    }
}

// ---- places ----

static const MirLocal *local_of(const Body *b, const MirExpr *e) {
    return &b->f->locals.items[e->u.local];
}

static bool is_by_address(const Body *b, const MirExpr *e) {
    return e->kind == MIR_LOCAL && local_of(b, e)->by_address;
}

static void put_local(Body *b, const MirExpr *e, Level least) {
    const MirLocal *local = local_of(b, e);
    bool parens = local->by_address && least > LEVEL_UNARY;
    text_printf(b->out, "%s%s%s",
                parens              ? "(*"
                : local->by_address ? "*"
                                    : "",
                local->c_name, parens ? ")" : "");
}

// What a loop over a map is at.
static void put_map_part(Body *b, const MirExpr *e, Level least) {
    const LoopLabels *loop = b->loops;
    while (loop->id != e->u.loop_id) loop = loop->outer;
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
    if (is_by_address(b, base)) text_put(b->out, local_of(b, base)->c_name);
    else put_expr(b, base->kind == MIR_DEREF ? base->u.operand : base, LEVEL_POSTFIX);
    text_printf(b->out, "%s%s", arrow ? "->" : ".",
                field_c_name(b->u, base->type, e->u.field.index));
}

// Is the CArray, as C's own, part of something that C declares?
static bool is_raw_array(const MirExpr *e) {
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

// ---- constants ----

static const MirFunction *own_function(const Unit *u, const Symbol *symbol) {
    for (uint32_t i = 0; i < u->module->functions.len; i++)
        if (u->module->functions.items[i]->symbol == symbol) return u->module->functions.items[i];
    return NULL;
}

// Is the function's own C type the one that is asked for? Trailing parameters may have been left
// out.
static bool has_c_type(Unit *u, const MirFunction *f, const FunctionType *wanted) {
    if (!f || f->param_count != wanted->param_count) return false;
    for (uint32_t i = 0; i < f->param_count; i++)
        if (strcmp(type_c(u, f->locals.items[i].type), type_c(u, wanted->params[i].type)) != 0)
            return false;
    return strcmp(type_c(u, f->result), type_c(u, wanted->result)) == 0;
}

static void put_function_value(Body *b, const MirExpr *e, Level least) {
    Symbol *symbol = e->u.symbol;
    const char *name = symbol->c ? c_function_name(b->u, symbol) : symbol->c_name;
    if (symbol->c) declare_c_function(b->u, symbol);
    if (e->type->kind == TYPE_FUNCTION) {
        text_printf(b->out, "(SeamFunction){(SeamCode *)%s, NULL}", name);
        return;
    }
    const Type *type = type_strip(e->type);
    bool same = symbol->c || (type->kind == TYPE_CFN &&
                              has_c_type(b->u, own_function(b->u, symbol), type->u.function));
    bool parens = !same && least > LEVEL_UNARY;
    if (!same) text_printf(b->out, "%s(%s)", parens ? "(" : "", type_c(b->u, e->type));
    text_printf(b->out, "%s%s", name, parens ? ")" : "");
}

static void put_number(Body *b, const MirExpr *e, Level least) {
    bool negative = e->kind == MIR_FLOAT ? signbit(e->u.number) != 0 : e->u.integer < 0;
    bool parens = negative && least > LEVEL_CONDITIONAL;
    if (parens) text_put(b->out, "(");
    if (e->kind == MIR_INT) put_integer(b->out, e->u.integer, e->type);
    else put_float(b->out, e->u.number, type_bits(e->type) == 32);
    if (parens) text_put(b->out, ")");
}

static void put_zero(Body *b, const Type *t) {
    if (is_null_option(t) || type_is_reference(t)) {
        text_put(b->out, "NULL");
    } else if (*name_of_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) {
        text_put(b->out, "0");
    } else {
        require_type(b->u, t);
        text_printf(b->out, "(%s){0}", type_c(b->u, t));
    }
}

// ---- operations ----

static void put_logical(Body *b, const MirExpr *e, Level least) {
    bool and = e->kind == MIR_AND;
    Level level = and ? LEVEL_AND : LEVEL_OR;
    // Neither mixes with the other without parentheses, nor with bits.
    const MirExpr *left = e->u.binary.left;
    if (level < least) text_put(b->out, "(");
    put_expr(b, left, left->kind == e->kind ? level : LEVEL_EQUAL);
    text_put(b->out, and? " && " : " || ");
    put_expr(b, e->u.binary.right, LEVEL_EQUAL);
    if (level < least) text_put(b->out, ")");
}

static void put_select(Body *b, const MirExpr *e, Level least) {
    bool parens = least > LEVEL_CONDITIONAL;
    if (parens) text_put(b->out, "(");
    put_expr(b, e->u.select.cond, LEVEL_OR);
    text_put(b->out, " ? ");
    put_expr(b, e->u.select.then, LEVEL_OR);
    text_put(b->out, " : ");
    put_expr(b, e->u.select.otherwise, LEVEL_CONDITIONAL);
    if (parens) text_put(b->out, ")");
}

// Structural equality: what is one word or one call by its own function, else by the descriptor.
static void put_equal(Body *b, const MirExpr *e, Level least) {
    const MirExpr *left = e->u.binary.left, *right = e->u.binary.right;
    const Type *t = left->type;
    const char *by = t->kind == TYPE_STRING                          ? "seam_string_equals("
                     : t->kind == TYPE_BUFFER                        ? "seam_bytes_equals("
                     : t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW ? "seam_array_equals("
                     : t->kind == TYPE_MAP || t->kind == TYPE_SET    ? "seam_map_equals("
                                                                     : NULL;
    bool plain = !by && (*name_of_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL ||
                         t->kind == TYPE_CLASS || type_is_c_pointer(type_strip(t)));
    if (plain || t->kind == TYPE_NULL || right->type->kind == TYPE_NULL) {
        put_binary(b, e, least);
        return;
    }
    if (e->u.binary.op == TOKEN_NE) text_put(b->out, least > LEVEL_UNARY ? "(!" : "!");
    if (by) text_put(b->out, by);
    else text_printf(b->out, "seam_value_equals(%s, ", descriptor(b->u, t));
    if (by) put_expr(b, left, LEVEL_ANY);
    else put_pointer_to(b, left);
    text_put(b->out, ", ");
    if (by) put_expr(b, right, LEVEL_ANY);
    else put_pointer_to(b, right);
    text_put(b->out, e->u.binary.op == TOKEN_NE && least > LEVEL_UNARY ? "))" : ")");
}

void put_null_test(Body *b, const MirExpr *option, bool is_null, Level least) {
    bool pointer = option->type->kind != TYPE_OPTION || is_null_option(option->type);
    bool parens = least > (pointer ? LEVEL_EQUAL : LEVEL_UNARY) && (pointer || is_null);
    if (parens) text_put(b->out, "(");
    if (!pointer && is_null) text_put(b->out, "!");
    put_expr(b, option, pointer ? LEVEL_ADD : LEVEL_POSTFIX);
    text_put(b->out, !pointer ? ".has" : is_null ? " == NULL" : " != NULL");
    if (parens) text_put(b->out, ")");
}

static void put_payload(Body *b, const MirExpr *e, Level least) {
    if (!e->unchecked) {
        put_null_checked(b, e, e->u.operand, least);
        return;
    }
    bool pointer = is_null_option(e->u.operand->type) || e->u.operand->type->kind != TYPE_OPTION;
    put_expr(b, e->u.operand, pointer ? least : LEVEL_POSTFIX);
    if (!pointer) text_put(b->out, ".v");
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

static void put_length(Body *b, const MirExpr *e) {
    const Type *t = e->u.operand->type;
    if (t->kind == TYPE_CARRAY) {
        text_printf(b->out, "%llu", (unsigned long long)t->u.carray.count);
    } else {
        put_expr(b, e->u.operand, LEVEL_POSTFIX);
        text_put(b->out, "->len");
    }
}

static void put_is_class(Body *b, const MirExpr *e) {
    const MirExpr *operand = e->u.is_class.operand;
    bool interface_ = operand->type->kind == TYPE_INTERFACE;
    text_put(b->out, interface_ ? "seam_is_class(" : "seam_is_class((SeamObject *)");
    put_expr(b, operand, LEVEL_UNARY);
    text_printf(b->out, "%s, %s)", interface_ ? ".object" : "",
                descriptor(b->u, e->u.is_class.class_));
}

static void put_address(Body *b, const MirExpr *e, Level least) {
    const MirExpr *place = e->u.operand;
    if (is_by_address(b, place)) { // passed on as it came
        text_put(b->out, local_of(b, place)->c_name);
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

static void put_data(Body *b, const MirExpr *e, Level least) {
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

static void put_cstr(Body *b, const MirExpr *e, Level least) {
    const MirExpr *s = e->u.operand;
    if (e->unchecked || (s->kind == MIR_STRING && !memchr(s->u.string.text, 0, s->u.string.len))) {
        put_data(b, e, least);
        return;
    }
    text_put(b->out, "seam_cstring(");
    put_expr(b, s, LEVEL_ANY);
    text_put(b->out, ", ");
    put_at(b, e->span);
    text_put(b->out, ")");
}

// ---- makers that are one expression ----

static void put_braced_struct(Body *b, const MirExpr *e) {
    bool named = e->type->kind != TYPE_TUPLE;
    text_put(b->out, "{");
    for (uint32_t i = 0; i < e->u.aggregate.items.len; i++) {
        if (i) text_put(b->out, ", ");
        if (named) text_printf(b->out, ".%s = ", field_c_name(b->u, e->type, i));
        put_initializer(b, e->u.aggregate.items.items[i]);
    }
    text_put(b->out, "}");
}

enum { SMALL_ARRAY = 16 }; // literals of more constants become a static table

bool is_static_constant(const MirExpr *e) {
    if (e->kind == MIR_STRUCT || (e->kind == MIR_SOME && !is_null_option(e->type))) {
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

static void put_interface(Body *b, const MirExpr *e) {
    const MirExpr *object = e->u.operand;
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
        text_printf(b->out, "seam_taken(&%s)", local_of(b, from)->c_name);
    } else {
        const char *name = local_of(b, from)->c_name, *type = type_c(b->u, from->type);
        text_printf(b->out, "({ %s seam_v = %s; %s = (%s){0}; seam_v; })", type, name, name, type);
    }
}

void put_initializer(Body *b, const MirExpr *e) {
    bool zero = e->kind == MIR_ZERO || (e->kind == MIR_NULL && !is_null_option(e->type));
    if (zero && !*name_of_number(e->type) && e->type->kind != TYPE_BOOL &&
        !is_null_option(e->type)) {
        require_type(b->u, e->type);
        text_put(b->out, "{0}");
    } else if (e->kind == MIR_STRUCT) {
        require_type(b->u, e->type);
        put_braced_struct(b, e);
    } else if (e->kind == MIR_SOME && !is_null_option(e->type)) {
        require_type(b->u, e->type);
        put_braced_some(b, e);
    } else {
        put_expr(b, e, LEVEL_CONDITIONAL);
    }
}

// ---- all kinds ----

void put_expr(Body *b, const MirExpr *e, Level least) {
    if (!is_raw_array(e)) {
        put_expr_kind(b, e, least);
        return;
    }
    require_type(b->u, e->type);
    text_printf(b->out, "%s*(%s)", least > LEVEL_UNARY ? "(" : "", declare_c(b->u, e->type, "*"));
    put_expr_kind(b, e, LEVEL_UNARY);
    if (least > LEVEL_UNARY) text_put(b->out, ")");
}

// flat switch: one case a kind of expression
static void put_expr_kind(Body *b, const MirExpr *e, Level least) {
    switch (e->kind) {
    case MIR_INT:
    case MIR_FLOAT: put_number(b, e, least); return;
    case MIR_BOOL: text_put(b->out, e->u.integer ? "true" : "false"); return;
    case MIR_STRING:
        text_printf(b->out, "SEAM_STR(%s)",
                    string_literal(b->u, e->u.string.text, e->u.string.len));
        return;
    case MIR_BYTES_TEXT:
        text_put(b->out, "seam_bytes_new(");
        put_c_string(b->out, e->u.string.text, e->u.string.len);
        text_printf(b->out, ", %u)", e->u.string.len);
        return;
    case MIR_NULL:
    case MIR_ZERO: put_zero(b, e->type); return;
    case MIR_CSTRING: put_c_string(b->out, e->u.string.text, e->u.string.len); return;
    case MIR_C_NAME: text_put(b->out, c_name_value(b->u, e->u.symbol)); return;
    case MIR_FUNCTION: put_function_value(b, e, least); return;
    case MIR_LOCAL: put_local(b, e, least); return;
    case MIR_GLOBAL: put_global(b, e, least); return;
    case MIR_MAP_KEY:
    case MIR_MAP_VALUE: put_map_part(b, e, least); return;
    case MIR_PENDING: text_put(b->out, b->error); return;
    case MIR_FIELD: put_field(b, e); return;
    case MIR_ELEMENT: put_element(b, e, least); return;
    case MIR_DEREF:
        require_type(b->u, e->type);
        text_put(b->out, least > LEVEL_UNARY ? "(*" : "*");
        put_expr(b, e->u.operand, LEVEL_UNARY);
        if (least > LEVEL_UNARY) text_put(b->out, ")");
        return;
    case MIR_PAYLOAD: put_payload(b, e, least); return;
    case MIR_UNARY: put_unary(b, e, least); return;
    case MIR_BINARY: put_binary(b, e, least); return;
    case MIR_EQUAL: put_equal(b, e, least); return;
    case MIR_AND:
    case MIR_OR: put_logical(b, e, least); return;
    case MIR_SELECT: put_select(b, e, least); return;
    case MIR_CONVERT: put_convert(b, e, least); return;
    case MIR_IS_NULL: put_null_test(b, e->u.operand, true, least); return;
    case MIR_SOME: put_some(b, e, least); return;
    case MIR_LENGTH: put_length(b, e); return;
    case MIR_IS_CLASS: put_is_class(b, e); return;
    case MIR_ADDRESS: put_address(b, e, least); return;
    case MIR_DATA: put_data(b, e, least); return;
    case MIR_CSTR: put_cstr(b, e, least); return;
    case MIR_CALL: put_call(b, e, least); return;
    case MIR_NEW:
        text_printf(b->out, "seam_object_new(%s)", descriptor(b->u, e->u.object.nominal->type));
        return;
    case MIR_STRUCT:
        require_type(b->u, e->type);
        text_printf(b->out, "(%s)", type_c(b->u, e->type));
        put_braced_struct(b, e);
        return;
    case MIR_ARRAY: put_array(b, e); return;
    case MIR_COPY: put_copy(b, e, least); return;
    case MIR_MOVE: put_move(b, e, least); return;
    case MIR_INTERFACE: put_interface(b, e); return;
    case MIR_MAP:
    case MIR_TEMPLATE: unreachable("a maker inside an expression"); // put_prelude makes it
    }
}
