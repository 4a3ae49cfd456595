// Expressions: literals, names, members, operators, conversions, aggregates. What needs statements
// is in branch.c (short circuits) and call.c.
#include "mir/lower/lower.h"

// ---- names ----

static MirExpr *symbol_read(Lower *l, MirExprKind kind, Symbol *symbol, const Type *type,
                            Span span) {
    MirExpr *e = mir_expr(l->arena, kind, type, span);
    e->u.symbol = symbol;
    return e;
}

// Constants of headers are literals; what is no literal is read through the slice or the shim.
static MirExpr *c_constant(Lower *l, Symbol *symbol, const Type *type, Span span) {
    lower_use_c(l, symbol);
    const CFacts *c = symbol->c;
    if (c->constant == CCONST_POINTER_EXPR || c->needs_shim)
        return symbol_read(l, MIR_C_NAME, symbol, type, span);
    MirExprKind kind = c->constant == CCONST_INT     ? MIR_INT
                       : c->constant == CCONST_FLOAT ? MIR_FLOAT
                       : type->kind == TYPE_STRING   ? MIR_STRING
                                                     : MIR_CSTRING;
    MirExpr *e = mir_expr(l->arena, kind, type, span);
    if (kind == MIR_INT) e->u.integer = c->value.integer;
    if (kind == MIR_FLOAT) e->u.number = c->value.number;
    if (c->constant == CCONST_STRING) {
        e->u.string.text = c->value.text;
        for (const char *p = c->value.text; *p; p++) e->u.string.len++;
    }
    return e;
}

// The literal behind another file's constant; NULL where there is none.
static Node *foreign_literal(const Lower *l, const Symbol *symbol) {
    const Node *node = symbol->node;
    if (symbol->module == l->module || symbol->flags & SYMBOL_LET) return NULL;
    if (!node || node->kind != NODE_VAR || !node->u.var.init) return NULL;
    if (node->u.var.pattern->kind != NODE_PATTERN_BIND) return NULL;
    return lower_may_be_constant(node->u.var.init) ? node->u.var.init : NULL;
}

static bool has_constant(const Lower *l, const Symbol *symbol) {
    for (uint32_t i = 0; i < l->out->globals.len; i++)
        if (l->out->globals.items[i].symbol == symbol) return l->out->globals.items[i].constant;
    return false;
}

// Names are in scope after their declaration, so the main file's own statements need no check.
static MirExpr *global_read(Lower *l, Symbol *symbol, const Type *type, Span span) {
    Node *literal = foreign_literal(l, symbol);
    if (literal) {
        MirExpr *value = lower_expr(l, literal);
        value->span = span;
        return value;
    }
    if (symbol->module != l->module) symbol->flags |= SYMBOL_SHARED;
    MirExpr *e = symbol_read(l, MIR_GLOBAL, symbol, type, span);
    bool own = l->at.is_main && symbol->module == l->module && !symbol->owner;
    e->unchecked = own || has_constant(l, symbol);
    e->can_panic = !e->unchecked;
    return e;
}

MirExpr *lower_symbol(Lower *l, Symbol *symbol, const Type *type, Span span) {
    MirExpr *known;
    switch (symbol->kind) {
    case SYMBOL_LOCAL:
    case SYMBOL_PARAM: return lower_variable(l, symbol, span);
    case SYMBOL_GLOBAL:
        known = lower_known_function(l, symbol, span);
        if (known) return known;
        if (lower_is_static(symbol)) return global_read(l, symbol, type, span);
        return mir_local(l->arena, l->at.function, symbol->local, span);
    case SYMBOL_C_CONSTANT: return c_constant(l, symbol, type, span);
    case SYMBOL_C_GLOBAL:
    case SYMBOL_C_MACRO:
        lower_use_c(l, symbol);
        return symbol_read(l, MIR_C_NAME, symbol, type, span);
    case SYMBOL_C_FUNCTION:
        lower_use_c(l, symbol);
        return symbol_read(l, MIR_FUNCTION, symbol, type, span);
    case SYMBOL_FUNCTION:
    case SYMBOL_METHOD:
        if (symbol->c) lower_use_c(l, symbol);
        else if (type->kind == TYPE_FUNCTION) symbol = lower_value_function(l, symbol);
        lower_use_type(l, type);
        lower_use_function(l, symbol);
        return symbol_read(l, MIR_FUNCTION, symbol, type, span);
    case SYMBOL_VARIANT: return lower_variant(l, symbol, &(MirExprs){0}, span);
    case SYMBOL_FIELD:
    case SYMBOL_TYPE:
    case SYMBOL_TYPE_PARAM:
    case SYMBOL_NAMESPACE:
    case SYMBOL_BUILTIN:
    case SYMBOL_C_UNUSABLE: break;
    }
    unreachable("a name that is no value");
}

// ---- literals ----

static MirExpr *lower_literal(Lower *l, Node *node) {
    MirExpr *e = mir_expr(l->arena, MIR_INT, node->type, node->span);
    if (node->kind == NODE_INT && type_is_float(node->type)) {
        e->kind = MIR_FLOAT;
        e->u.number = (double)node->u.int_.value;
    } else if (node->kind == NODE_INT) {
        e->u.integer = (int64_t)node->u.int_.value;
    } else if (node->kind == NODE_DURATION) {
        e->u.integer = node->u.duration.ns;
    } else if (node->kind == NODE_FLOAT) {
        e->kind = MIR_FLOAT;
        e->u.number = node->u.float_.value;
    } else {
        e->kind = MIR_BOOL;
        e->u.integer = node->u.boolean;
    }
    return e;
}

static MirExpr *lower_text(Lower *l, Node *node) {
    bool bytes = node->kind == NODE_BYTES;
    MirExpr *e = mir_expr(l->arena, bytes ? MIR_BYTES_TEXT : MIR_STRING, node->type, node->span);
    if (node->type->kind == TYPE_CSTRING) e->kind = MIR_CSTRING;
    e->u.string.text = node->u.string.text;
    e->u.string.len = node->u.string.len;
    return e;
}

// ---- members ----

static MirExpr *record_field(Lower *l, Node *node, MirExpr *object) {
    Symbol *symbol = node->u.member.symbol;
    const Nominal *n = object->type->u.nominal;
    uint32_t index = 0;
    while (index + 1 < n->fields.len && n->fields.items[index].name != symbol->name) index++;
    return mir_field(l->arena, object, index, node->type, node->span);
}

MirExpr *lower_member_of(Lower *l, Node *node, MirExpr *object) {
    Symbol *symbol = node->u.member.symbol;
    if (node->u.member.builtin) return lower_builtin_property(l, node, object);
    if (!symbol) return mir_of(l->arena, MIR_DEREF, node->type, object); // p.value
    if (symbol->kind == SYMBOL_METHOD || object->type->kind == TYPE_INTERFACE)
        return lower_getter(l, node, object);
    return record_field(l, node, object);
}

static bool is_named(const Symbol *symbol) { // a static thing, whatever stands before the dot
    return symbol && symbol->kind != SYMBOL_FIELD && !symbol_is_accessor(symbol);
}

static MirExpr *lower_member(Lower *l, Node *node) {
    Symbol *symbol = node->u.member.symbol;
    if (node->u.member.optional) return lower_optional(l, node);
    if (node->u.member.builtin && !builtin_has_receiver(node->u.member.builtin))
        return lower_builtin_property(l, node, NULL); // i64.max, math.PI
    if (is_named(symbol)) return lower_symbol(l, symbol, node->type, node->span);
    bool of_type = symbol && symbol->flags & SYMBOL_STATIC;
    return lower_member_of(l, node, of_type ? NULL : lower_expr(l, node->u.member.object));
}

MirExpr *lower_index_of(Lower *l, MirExpr *object, MirExpr *index, const Type *type, Span span) {
    if (object->type->kind == TYPE_TUPLE)
        return mir_field(l->arena, object, (uint32_t)index->u.integer, type, span);
    return mir_element(l->arena, object, index, type, span);
}

static MirExpr *lower_index(Lower *l, Node *node) {
    if (node->u.index.optional) return lower_optional(l, node);
    Node *nodes[2] = {node->u.index.object, node->u.index.index};
    MirExpr *parts[2];
    lower_operands(l, nodes, 2, parts);
    return lower_index_of(l, parts[0], parts[1], node->type, node->span);
}

// ---- aggregates ----

MirExpr *lower_aggregate(Lower *l, MirExprKind kind, const Type *type, Span span) {
    lower_use_type(l, type);
    return mir_expr(l->arena, kind, type, span);
}

void lower_push_item(Lower *l, MirExpr *e, MirExpr *item) {
    VEC_PUSH(l->arena, &e->u.aggregate.items, item);
    e->can_panic |= item->can_panic;
    e->effects |= item->effects;
}

static MirExpr *lower_array(Lower *l, Node *node) {
    const NodeList *items = &node->u.array.items;
    MirExpr **values = ARENA_ARRAY(l->arena, MirExpr *, items->len + 1);
    lower_operands(l, items->items, items->len, values);
    bool tuple = node->type->kind == TYPE_TUPLE;
    MirExpr *array = lower_aggregate(l, tuple ? MIR_STRUCT : MIR_ARRAY, node->type, node->span);
    for (uint32_t i = 0; i < items->len; i++) lower_push_item(l, array, values[i]);
    return array;
}

static MirExpr *lower_map(Lower *l, Node *node) {
    uint32_t count = node->u.map.entries.len * 2;
    Node **nodes = ARENA_ARRAY(l->arena, Node *, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        Node *entry = node->u.map.entries.items[i / 2];
        nodes[i] = i % 2 ? entry->u.entry.value : entry->u.entry.key;
    }
    MirExpr **values = ARENA_ARRAY(l->arena, MirExpr *, count + 1);
    lower_operands(l, nodes, count, values);
    MirExpr *map = lower_aggregate(l, MIR_MAP, node->type, node->span);
    for (uint32_t i = 0; i < count; i++) lower_push_item(l, map, values[i]);
    return map;
}

MirExpr *lower_missing(Lower *l, const Type *type, Node *init, Span span) {
    if (init) return lower_expr(l, init);
    return mir_expr(l->arena, type->kind == TYPE_OPTION ? MIR_NULL : MIR_ZERO, type, span);
}

// Written fields in the order of the source, then those that are left out.
static MirExpr *lower_struct(Lower *l, Node *node) {
    const NodeList *inits = &node->u.struct_literal.fields;
    const Nominal *n = node->type->u.nominal;
    lower_use_type(l, node->type);
    if (!inits->len && n->is_c) return mir_expr(l->arena, MIR_ZERO, node->type, node->span);
    Node **nodes = ARENA_ARRAY(l->arena, Node *, n->fields.len + inits->len + 1);
    MirExpr **values = ARENA_ARRAY(l->arena, MirExpr *, n->fields.len + inits->len + 1);
    uint32_t *slots = ARENA_ARRAY(l->arena, uint32_t, n->fields.len + 1); // 1 + index in nodes
    uint32_t count = 0;
    for (uint32_t i = 0; i < inits->len; i++) {
        const Field *field = nominal_field(n, inits->items[i]->u.field_init.name);
        nodes[count++] = inits->items[i]->u.field_init.value;
        slots[field - n->fields.items] = count;
    }
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Symbol *symbol = n->fields.items[i].symbol;
        Node *init = symbol && symbol->node && symbol->node->kind == NODE_FIELD
                         ? symbol->node->u.field.init
                         : NULL;
        if (slots[i] || !init) continue;
        nodes[count++] = init;
        slots[i] = count;
    }
    uint32_t mark = lower_mark(l);
    lower_operands(l, nodes, count, values);
    lower_move_here(l, mark, nodes, values, count, node->span);
    MirExpr *made = lower_aggregate(l, MIR_STRUCT, node->type, node->span);
    for (uint32_t i = 0; i < n->fields.len; i++)
        lower_push_item(l, made,
                        slots[i] ? values[slots[i] - 1]
                                 : lower_missing(l, n->fields.items[i].type, NULL, node->span));
    return made;
}

// ---- conversions ----

MirExpr *lower_type_test(Lower *l, const Type *tested, MirExpr *value) {
    lower_use_type(l, tested);
    MirExpr *e = mir_expr(l->arena, MIR_IS_CLASS, type_basic(l->types, BOOL), value->span);
    e->u.is_class.operand = value;
    e->u.is_class.class_ = tested;
    e->can_panic = value->can_panic;
    e->effects = value->effects;
    return e;
}

MirExpr *lower_downcast(Lower *l, const Type *type, MirExpr *value) {
    lower_use_type(l, type);
    if (type->kind == TYPE_INTERFACE) return mir_of(l->arena, MIR_INTERFACE, type, value);
    const Nominal *box = type->kind == TYPE_CLASS ? NULL : type->u.nominal->box;
    const Type *object = box ? box->type : type;
    lower_use_type(l, object);
    MirExpr *e = mir_convert(l->arena, CONVERT_DOWNCAST, object, value, value->span);
    return box ? mir_field(l->arena, e, 0, type, value->span) : e;
}

static MirExpr *cast(Lower *l, Node *node, MirExpr *operand) {
    if (operand->type == node->type) return operand;
    return mir_convert(l->arena, CONVERT_POINTER, node->type, operand, node->span);
}

// An expression that does not return, where a value is wanted.
static MirExpr *never_value(Lower *l, Node *node) {
    lower_effect(l, node->u.convert.operand);
    return mir_expr(l->arena, MIR_ZERO, node->type, node->span);
}

static MirExpr *weak_call(Lower *l, MirCallKind kind, const Node *node, MirExpr *operand) {
    if (kind == MIR_CALL_WEAK_OF && operand->kind == MIR_NULL)
        return mir_expr(l->arena, MIR_NULL, node->type, node->span);
    MirExpr *call = mir_call(l->arena, kind, node->type, node->span);
    lower_push_arg(l, call, operand);
    return call;
}

MirExpr *lower_convert(Lower *l, Node *node) {
    ConvertKind kind = node->u.convert.kind;
    if (kind == CONVERT_NEVER) return never_value(l, node);
    if (kind == CONVERT_SAME) return lower_value(l, node->u.convert.operand);
    if (kind == CONVERT_FUNCTION) return lower_adapted(l, node);
    if (kind == CONVERT_C_CALLBACK) return lower_callback(l, node);
    lower_use_type(l, node->type);
    MirExpr *operand = lower_expr(l, node->u.convert.operand), *e;
    if (kind == CONVERT_TRY && node->type->u.elem->kind == TYPE_ENUM)
        return lower_enum_try(l, node->type, operand);
    switch (kind) {
    case CONVERT_OPTION:
        if (operand->kind == MIR_NULL) return mir_expr(l->arena, MIR_NULL, node->type, node->span);
        return mir_of(l->arena, MIR_SOME, node->type, operand);
    case CONVERT_NARROW:
    case CONVERT_NULL_CHECK:
        e = mir_of(l->arena, MIR_PAYLOAD, node->type, operand);
        e->unchecked = kind == CONVERT_NARROW;
        e->can_panic = operand->can_panic || !e->unchecked;
        return e;
    case CONVERT_INTERFACE:
        if (operand->type->kind == TYPE_STRUCT || operand->type->kind == TYPE_ENUM)
            operand = lower_boxed(l, operand);
        return mir_of(l->arena, MIR_INTERFACE, node->type, operand);
    case CONVERT_DOWNCAST: return lower_downcast(l, node->type, operand);
    case CONVERT_WEAK_OF: return weak_call(l, MIR_CALL_WEAK_OF, node, operand);
    case CONVERT_WEAK_GET: return weak_call(l, MIR_CALL_WEAK_GET, node, operand);
    case CONVERT_CSTRING: return mir_of(l->arena, MIR_CSTR, node->type, operand);
    case CONVERT_CSTRING_LEN:
    case CONVERT_BUFFER: return mir_of(l->arena, MIR_DATA, node->type, operand);
    case CONVERT_POINTER: return cast(l, node, operand);
    case CONVERT_WIDEN:
    case CONVERT_CHECKED:
    case CONVERT_WRAP:
    case CONVERT_SATURATE:
    case CONVERT_TRY:
    case CONVERT_C_RANGE: return mir_convert(l->arena, kind, node->type, operand, node->span);
    case CONVERT_C_CALLBACK:
    case CONVERT_FUNCTION:
    case CONVERT_SAME:
    case CONVERT_NEVER: break;
    }
    unreachable("conversion");
}

static MirExpr *lower_unwrap(Lower *l, Node *node) {
    return mir_of(l->arena, MIR_PAYLOAD, node->type, lower_expr(l, node->u.wrap.operand));
}

// Into a temporary, which goes with the statement unless it is given on.
static MirExpr *lower_move(Lower *l, Node *node) {
    MirExpr *value = lower_expr(l, node->u.wrap.operand);
    const MirExpr *from = value;
    while (from->kind == MIR_PAYLOAD) from = from->u.operand; // narrowed
    if (from->kind != MIR_LOCAL || !type_is_counted(value->type)) return value;
    l->at.function->locals.items[from->u.local].parted = true;
    MirExpr *moved = lower_spill(l, value);
    l->at.block->items[l->at.block->len - 1]->u.let.moves = true;
    return moved;
}

static MirExpr *lower_unary(Lower *l, Node *node) {
    MirExpr *operand = lower_expr(l, node->u.unary.operand);
    if (node->u.unary.op == TOKEN_BANG) return mir_not(l->arena, operand);
    return mir_unary(l->arena, node->u.unary.op, node->type, operand, node->span);
}

static MirExpr *lower_without_value(Lower *l, Node *node) {
    lower_effect(l, node);
    return mir_expr(l->arena, MIR_ZERO, type_basic(l->types, I64), node->span);
}

MirExpr *lower_value(Lower *l, Node *node) {
    NodeKind k = node->kind;
    if (k == NODE_INT || k == NODE_FLOAT || k == NODE_DURATION || k == NODE_BOOL)
        return lower_literal(l, node);
    if (k == NODE_STRING || k == NODE_BYTES) return lower_text(l, node);
    if (k == NODE_NULL) return mir_expr(l->arena, MIR_NULL, node->type, node->span);
    if (k == NODE_TEMPLATE) return lower_concat(l, node);
    if (k == NODE_NAME) return lower_symbol(l, node->u.name.symbol, node->type, node->span);
    if (k == NODE_THIS) return lower_this(l, node->span);
    if (k == NODE_MEMBER) return lower_member(l, node);
    if (k == NODE_INDEX) return lower_index(l, node);
    if (k == NODE_CALL || k == NODE_NEW) return lower_call(l, node, NULL);
    if (k == NODE_UNARY) return lower_unary(l, node);
    if (k == NODE_BINARY) return lower_binary(l, node);
    if (k == NODE_LOGICAL) return lower_logical(l, node);
    if (k == NODE_CONDITIONAL) return lower_conditional(l, node);
    if (k == NODE_MATCH) return lower_match(l, node);
    if (k == NODE_IS) return lower_is(l, node);
    if (k == NODE_ARRAY) return lower_array(l, node);
    if (k == NODE_MAP) return lower_map(l, node);
    if (k == NODE_STRUCT_LITERAL) return lower_struct(l, node);
    if (k == NODE_UNWRAP) return lower_unwrap(l, node);
    if (k == NODE_CONVERT) return lower_convert(l, node);
    if (k == NODE_LAMBDA) return lower_lambda(l, node);
    if (k == NODE_AS) return cast(l, node, lower_expr(l, node->u.as.expr));
    if (k == NODE_ADDRESS) return lower_address(l, node);
    if (k == NODE_PAREN) return lower_value(l, node->u.wrap.operand);
    if (k == NODE_MOVE) return lower_move(l, node);
    if (k == NODE_ASSIGN || k == NODE_INCREMENT || k == NODE_RETURN || k == NODE_THROW ||
        k == NODE_BREAK || k == NODE_CONTINUE)
        return lower_without_value(l, node);
    unreachable("an expression that the checker should have refused");
}

MirExpr *lower_expr(Lower *l, Node *node) {
    MirExpr *value = lower_value(l, node);
    bool stays = !mir_is_maker(value) || value->type->kind == TYPE_VOID || lower_is_light(l, value);
    return stays ? value : lower_spill(l, value);
}

MirExpr *lower_condition(Lower *l, Node *node) {
    uint32_t start = lower_mark(l);
    MirExpr *value = lower_expr(l, node);
    for (uint32_t i = start; i < l->at.block->len; i++) {
        const MirStmt *s = l->at.block->items[i];
        if (s->kind != MIR_LET ||
            !type_is_counted(l->at.function->locals.items[s->u.let.local].type))
            continue;
        if (!mir_is_constant(value) &&
            (value->kind != MIR_LOCAL ||
             l->at.function->locals.items[value->u.local].kind != MIR_TEMP_LOCAL))
            value = lower_spill(l, value);
        break;
    }
    lower_end(l, start);
    return value;
}
