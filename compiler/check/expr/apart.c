// `[a, xs[i], this.b] = value` and `({ x, y: b } = value)`: an assignment to several places. It
// becomes a block of plain ones: constants take the values, which are all there before the first
// place gets its own, and then the places follow from left to right. `_` stands for a part that is
// not wanted.
#include "check/expr/expr.h"

typedef struct Apart {
    Checker *checker;
    VEC(const Type *) types; // of the places, in order; NULL: `_`
    uint32_t next;           // of `types`
    Node *block;
    NodeList stores;
} Apart;

static Node **bare(Node **slot) {
    while ((*slot)->kind == NODE_PAREN) slot = &(*slot)->u.wrap.operand;
    return slot;
}

static bool is_wildcard(const Node *n) {
    return n->kind == NODE_NAME && n->u.name.name->len == 1 && n->u.name.name->text[0] == '_';
}

static bool is_field(const Node *n) { return n->kind == NODE_FIELD_INIT && n->u.field_init.value; }

// ---- places ----

static void check_places(Apart *a, Node **slot) {
    slot = bare(slot);
    if ((*slot)->kind == NODE_ARRAY) {
        NodeList *items = &(*slot)->u.array.items;
        for (uint32_t i = 0; i < items->len; i++) check_places(a, &items->items[i]);
        return;
    }
    if ((*slot)->kind == NODE_STRUCT_LITERAL) {
        NodeList *fields = &(*slot)->u.struct_literal.fields;
        for (uint32_t i = 0; i < fields->len; i++) {
            if (is_field(fields->items[i])) check_places(a, &fields->items[i]->u.field_init.value);
            else
                diag_error(&a->checker->session->diags, E0387, fields->items[i]->span,
                           "a field with the place that gets its value belongs here");
        }
        return;
    }
    const Type *t = is_wildcard(*slot) ? NULL : assign_target(a->checker, slot);
    VEC_PUSH(a->checker->arena, &a->types, t);
}

// What is expected of a value for these places; NULL where that says nothing.
static const Type *expected_of(Apart *a, const Node *target, uint32_t *next) {
    target = expr_bare(target);
    if (target->kind == NODE_STRUCT_LITERAL) { // of which type is not written
        const NodeList *fields = &target->u.struct_literal.fields;
        for (uint32_t i = 0; i < fields->len; i++)
            if (is_field(fields->items[i]))
                expected_of(a, fields->items[i]->u.field_init.value, next);
        return NULL;
    }
    if (target->kind != NODE_ARRAY) {
        const Type *t = a->types.items[(*next)++];
        return t && t->kind == TYPE_WEAK ? type_option(a->checker->types, t->u.elem) : t;
    }
    const NodeList *items = &target->u.array.items;
    const Type **parts = ARENA_ARRAY(&a->checker->session->scratch, const Type *, items->len + 1);
    bool known = true;
    for (uint32_t i = 0; i < items->len; i++) {
        parts[i] = expected_of(a, items->items[i], next);
        known &= parts[i] && parts[i]->kind != TYPE_POISON;
    }
    return known ? type_tuple(a->checker->types, parts, items->len) : NULL;
}

static void skip_places(Apart *a, const Node *target) { expected_of(a, target, &a->next); }

// ---- the block ----

// A constant that holds the value.
static Symbol *hold(Apart *a, Node *value) {
    Checker *c = a->checker;
    Symbol *s =
        symbol_new(c->arena, SYMBOL_LOCAL, intern_text(&c->session->names, "part"), value->span);
    Node *var = node_new(c->arena, NODE_VAR, value->span);
    Node *bind = node_new(c->arena, NODE_PATTERN_BIND, value->span);
    s->type = bind->type = value->type;
    s->flags = SYMBOL_CHECKED | SYMBOL_USED;
    s->module = c->module;
    s->node = var;
    bind->u.bind.name = s->name;
    bind->u.bind.symbol = s;
    var->u.var.pattern = bind;
    var->u.var.init = value;
    VEC_PUSH(c->arena, &a->block->u.block.items, var);
    return s;
}

static Node *name_of(Apart *a, Symbol *s) {
    Node *n = node_new(a->checker->arena, NODE_NAME, s->span);
    n->u.name.name = s->name;
    n->u.name.symbol = s;
    n->type = s->type;
    return n;
}

static Node *part_of(Apart *a, Node *whole, uint32_t index) {
    Checker *c = a->checker;
    Node *n = node_new(c->arena, NODE_INDEX, whole->span);
    n->u.index.object = whole;
    n->u.index.index = node_new(c->arena, NODE_INT, whole->span);
    n->u.index.index->u.int_.value = index;
    n->u.index.index->type = type_basic(c->types, I64);
    n->type = whole->type->u.tuple.items[index];
    return n;
}

// `value` is checked.
static void store(Apart *a, Node *target, Node *value) {
    Checker *c = a->checker;
    const Type *t = a->types.items[a->next++];
    if (!t) return;
    Node *n = node_new(c->arena, NODE_ASSIGN, span_join(target->span, value->span));
    n->u.assign.op = TOKEN_ASSIGN;
    n->u.assign.target = target;
    n->u.assign.value = value;
    convert_wrap(c, &n->u.assign.value, CONVERT_SAME, value->type);
    n->type = type_basic(c->types, VOID);
    assign_value(c, n, t);
    Node *statement = node_new(c->arena, NODE_EXPR_STMT, n->span);
    statement->u.stmt.expr = n;
    VEC_PUSH(c->arena, &a->stores, statement);
}

// ---- values ----

static void report(Apart *a, const Node *target, const Node *value) {
    const Type *t = value->type;
    Diag *g;
    if (t->kind == TYPE_TUPLE)
        g = diag_error(&a->checker->session->diags, E0387, target->span,
                       "the value has %u part%s, the left side has %u", t->u.tuple.count,
                       t->u.tuple.count == 1 ? "" : "s", target->u.array.items.len);
    else if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW)
        g = diag_error(&a->checker->session->diags, E0387, target->span,
                       "an array is not taken apart by an assignment");
    else
        g = diag_error(&a->checker->session->diags, E0387, target->span,
                       "only a tuple is taken apart by `[..] =`");
    diag_label(g, value->span, "the value is of type `%s`", expr_type_text(a->checker, t));
    if (t->kind == TYPE_TUPLE) diag_help(g, "`_` stands for a part that is not wanted");
    if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW)
        diag_help(g, "a declaration does it, `const [a, b] = xs`: assign what that gives");
}

static void store_parts(Apart *a, Node *target, Node *whole);

// The fields of a value that stands still.
static void store_fields(Apart *a, const Node *target, Node *whole) {
    Checker *c = a->checker;
    const NodeList *fields = &target->u.struct_literal.fields;
    for (uint32_t i = 0; i < fields->len; i++) {
        if (!is_field(fields->items[i])) continue;
        Node *field = fields->items[i], *part = node_new(c->arena, NODE_MEMBER, field->span);
        part->u.member.object = node_clone(c->arena, whole);
        convert_wrap(c, &part->u.member.object, CONVERT_SAME, whole->type);
        part->u.member.name = field->u.field_init.name;
        part->u.member.name_span = field->span;
        if (check_expr(c, &part, NULL)->kind == TYPE_POISON)
            skip_places(a, field->u.field_init.value);
        else store_parts(a, field->u.field_init.value, part);
    }
}

// The parts of a tuple that stands still.
static void store_parts(Apart *a, Node *target, Node *whole) {
    target = *bare(&target);
    if (target->kind == NODE_STRUCT_LITERAL) {
        store_fields(a, target, whole);
        return;
    }
    if (target->kind != NODE_ARRAY) {
        store(a, target, whole);
        return;
    }
    NodeList *items = &target->u.array.items;
    bool fits = whole->type->kind == TYPE_TUPLE && whole->type->u.tuple.count == items->len;
    if (!fits) {
        if (whole->type->kind != TYPE_POISON) report(a, target, whole);
        skip_places(a, target);
        return;
    }
    for (uint32_t i = 0; i < items->len; i++)
        store_parts(a, items->items[i], part_of(a, node_clone(a->checker->arena, whole), i));
}

// A value as it is written: its parts are held one by one, without a tuple of them.
static bool is_written_apart(const Node *target, const Node *value) {
    if (target->kind != NODE_ARRAY || value->kind != NODE_ARRAY ||
        value->u.array.items.len != target->u.array.items.len)
        return false;
    for (uint32_t i = 0; i < value->u.array.items.len; i++)
        if (value->u.array.items.items[i]->kind == NODE_SPREAD) return false;
    return true;
}

typedef struct Held { // a value that is held, and where it goes
    Node *target;
    Symbol *symbol; // NULL: an error
} Held;
typedef VEC(Held) HeldList;

static void hold_values(Apart *a, Node *target, Node **value, uint32_t *next, HeldList *held) {
    Checker *c = a->checker;
    target = *bare(&target);
    Node **inside = bare(value);
    if (is_written_apart(target, *inside)) {
        for (uint32_t i = 0; i < target->u.array.items.len; i++)
            hold_values(a, target->u.array.items.items[i], &(*inside)->u.array.items.items[i], next,
                        held);
        return;
    }
    const Type *expected = expected_of(a, target, next);
    const Type *t = target->kind == NODE_ARRAY && (*inside)->kind == NODE_ARRAY
                        ? expr_taken_apart(c, value)
                        : check_expr(c, value, expected);
    bool bare_type = t->kind == TYPE_NULL || t->kind == TYPE_NEVER; // nothing holds it as it is
    if (bare_type && expected && !check_convert(c, value, expected, "this assignment"))
        t = expr_poison(c);
    if (t->kind == TYPE_VOID || (bare_type && !expected)) {
        diag_help(
            diag_error(&c->session->diags, E0270, (*value)->span, "this has no value to assign"),
            "call it in a statement of its own");
        t = expr_poison(c);
    }
    Held h = {target, t->kind == TYPE_POISON ? NULL : hold(a, *value)};
    VEC_PUSH(c->arena, held, h);
}

void expr_assign_apart(Checker *c, Node **slot) {
    Node *n = *slot;
    Apart a = {.checker = c, .block = node_new(c->arena, NODE_BLOCK, n->span)};
    check_places(&a, &n->u.assign.target);
    HeldList held = {0};
    uint32_t next = 0;
    hold_values(&a, n->u.assign.target, &n->u.assign.value, &next, &held);
    for (uint32_t i = 0; i < held.len; i++) {
        if (held.items[i].symbol)
            store_parts(&a, held.items[i].target, name_of(&a, held.items[i].symbol));
        else skip_places(&a, held.items[i].target);
    }
    for (uint32_t i = 0; i < a.stores.len; i++)
        VEC_PUSH(c->arena, &a.block->u.block.items, a.stores.items[i]);
    a.block->type = type_basic(c->types, VOID);
    *slot = a.block;
}
