// `...xs` in literals and among the arguments of a rest parameter. In arrays it becomes calls of
// the library: `[a, ...xs, b]` is `plus(plus([a], xs), [b])`, which append to the first array and
// give it. Maps are made of such an array of entries, and structs by naming the fields of the other
// one.
#include <string.h>

#include "check/body/body.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"

bool spread_among(const NodeList *items) {
    for (uint32_t i = 0; i < items->len; i++)
        if (items->items[i]->kind == NODE_SPREAD) return true;
    return false;
}

static const Type *report(Checker *c, const Node *operand) {
    const Type *t = operand->type;
    if (t->kind == TYPE_POISON) return t;
    const char *text = mismatch_source(c, operand);
    Diag *g = diag_error(&c->session->diags, E0386, operand->span,
                         "a value of type `%s` cannot be iterated over", expr_type_text(c, t));
    if (t->kind == TYPE_STRING)
        diag_help(g, "write `...%s.split(\"\")` for its characters, `...%s.bytes()` for its bytes",
                  text, text);
    else if (t->kind == TYPE_OPTION) diag_help(g, "it may be null: `...(%s ?? [])`", text);
    return expr_poison(c);
}

const Type *spread_check(Checker *c, Node *spread, const Type *elem) {
    Node **operand = &spread->u.wrap.operand;
    if (spread->type) return spread->type; // inference has looked
    check_expr(c, operand, elem ? type_array(c->types, elem) : NULL);
    const Type *t = (*operand)->type;
    const Type *item = t->kind == TYPE_POISON ? NULL : iterable_item(c, t);
    return spread->type = item ? item : report(c, *operand);
}

static void add_argument(Checker *c, Node *call, Node *value, bool checked) {
    Node *arg = node_new(c->arena, NODE_ARG, value->span);
    arg->u.arg.value = value;
    arg->u.arg.checked = checked;
    VEC_PUSH(c->arena, &call->u.call.args, arg);
}

// Makes `call` one of a function of the library, for these type arguments; it has its arguments.
static void check_library_call(Checker *c, Node *call, const char *name, const Type *const *types,
                               uint32_t count) {
    Symbol *generic = library_symbol(c, name);
    Symbol *instance = check_instance(c, generic, types, count, call->span);
    check_symbol(c, instance);
    call->u.call.callee = node_new(c->arena, NODE_NAME, call->span);
    call->u.call.callee->u.name.name = generic->name;
    call->type = call_declared(c, &call, instance, NULL);
}

// `item => item`: its result is converted as the context wants.
static Node *same_item(Checker *c, Span span) {
    Name name = intern_text(&c->session->names, "item of the spread");
    Node *lambda = node_new(c->arena, NODE_LAMBDA, span);
    Node *param = node_new(c->arena, NODE_PARAM, span);
    param->u.param.pattern = node_new(c->arena, NODE_PATTERN_BIND, span);
    param->u.param.pattern->u.bind.name = name;
    VEC_PUSH(c->arena, &lambda->u.lambda.params, param);
    lambda->u.lambda.body = node_new(c->arena, NODE_NAME, span);
    lambda->u.lambda.body->u.name.name = name;
    return lambda;
}

// Items of another type are converted one by one. False after a diagnostic.
static bool convert_items(Checker *c, Node *spread, const Type *elem) {
    Node **operand = &spread->u.wrap.operand;
    TypeKind k = (*operand)->type->kind;
    if (spread->type == elem) return true;
    if ((k != TYPE_ARRAY && k != TYPE_VIEW) || !convert_exists(c, spread->type, elem)) {
        Diag *g = diag_error(&c->session->diags, E0260, spread->span, "`%s` does not go with `%s`",
                             expr_type_text(c, spread->type), expr_type_text(c, elem));
        diag_note(g, "all of the elements of an array have one type");
        return false;
    }
    Node *call = node_new(c->arena, NODE_CALL, (*operand)->span);
    add_argument(c, call, *operand, true);
    add_argument(c, call, same_item(c, call->span), false);
    const Type *types[2] = {spread->type, elem};
    check_library_call(c, call, "converted", types, 2);
    *operand = call;
    return true;
}

// Makes `call` append the items to the array `before`.
static void check_plus(Checker *c, Node *call, Node *before, Node *items, const Type *elem) {
    bool array = items->type->kind == TYPE_ARRAY || items->type->kind == TYPE_VIEW;
    memset(&call->u, 0, sizeof call->u);
    call->kind = NODE_CALL;
    add_argument(c, call, before, true);
    add_argument(c, call, items, true);
    check_library_call(c, call, array ? "plus" : "plusAll", &elem, 1);
}

static Node *plain_items(Checker *c, const NodeList *items, uint32_t *at, const Node *whole,
                         const Type *array) {
    Node *n = node_new(c->arena, NODE_ARRAY, whole->span);
    n->type = array;
    for (; *at < items->len && items->items[*at]->kind != NODE_SPREAD; ++*at)
        VEC_PUSH(c->arena, &n->u.array.items, items->items[*at]);
    return n;
}

const Type *spread_build(Checker *c, Node *n, const NodeList *list, const Type *elem) {
    NodeList items = *list;
    const Type *array = type_array(c->types, elem);
    for (uint32_t i = 0; i < items.len; i++) {
        Node *item = items.items[i];
        if (item->type->kind == TYPE_POISON) return item->type;
        if (item->kind == NODE_SPREAD && !convert_items(c, item, elem)) return expr_poison(c);
    }
    uint32_t at = 0;
    Node *whole = plain_items(c, &items, &at, n, array);
    while (at < items.len) {
        Node *part = items.items[at]->kind == NODE_SPREAD ? items.items[at++]->u.wrap.operand
                                                          : plain_items(c, &items, &at, n, array);
        Node *call = at < items.len ? node_new(c->arena, NODE_CALL, n->span) : n;
        check_plus(c, call, whole, part, elem);
        whole = call;
    }
    return array;
}

const Type *spread_of(Checker *c, Node **slot, const Type *t) {
    bool array = t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW;
    const Type *item = array || t->kind == TYPE_POISON ? NULL : iterable_item(c, t);
    if (!item) return t;
    Node *n = node_new(c->arena, NODE_ARRAY, (*slot)->span);
    Node *spread = node_new(c->arena, NODE_SPREAD, (*slot)->span);
    NodeList items = {0};
    spread->u.wrap.operand = *slot;
    spread->type = item;
    VEC_PUSH(c->arena, &items, spread);
    *slot = n;
    return n->type = spread_build(c, n, &items, item);
}

// ---- maps ----

// The map that a spread copies from; NULL after a diagnostic.
static const Type *map_of(Checker *c, Node *spread, const Type *map) {
    Node **operand = &spread->u.wrap.operand;
    const Type *t = check_expr(c, operand, map);
    convert_wrap(c, operand, CONVERT_SAME, t);
    const Type *entry = spread_check(c, spread, NULL);
    if (entry->kind == TYPE_POISON) return NULL;
    if (entry->kind == TYPE_TUPLE && entry->u.tuple.count == 2)
        return type_map(c->types, entry->u.tuple.items[0], entry->u.tuple.items[1]);
    Diag *g = diag_error(&c->session->diags, E0260, spread->span, "`%s` is no entry of a map",
                         expr_type_text(c, entry));
    diag_help(g, "spread a map, or what gives pairs of a key and a value");
    return NULL;
}

const Type *spread_map(Checker *c, Node *n, const Type *context) {
    NodeList entries = n->u.map.entries;
    const Type *map = context && context->kind == TYPE_MAP ? context : NULL;
    bool ok = true;
    for (uint32_t i = 0; i < entries.len; i++) {
        if (entries.items[i]->kind != NODE_SPREAD) continue;
        const Type *found = map_of(c, entries.items[i], map);
        ok = ok && found;
        if (!map) map = found;
    }
    if (!ok) return expr_poison(c);
    Node *array = node_new(c->arena, NODE_ARRAY, n->span),
         *arg = node_new(c->arena, NODE_ARG, n->span);
    for (uint32_t i = 0; i < entries.len; i++) {
        Node *item = entries.items[i];
        if (item->kind == NODE_ENTRY) {
            Node *pair = node_new(c->arena, NODE_ARRAY, item->span);
            VEC_PUSH(c->arena, &pair->u.array.items, item->u.entry.key);
            VEC_PUSH(c->arena, &pair->u.array.items, item->u.entry.value);
            item = pair;
        }
        VEC_PUSH(c->arena, &array->u.array.items, item);
    }
    const Type *parts[2] = {map->u.map.key, map->u.map.value};
    const Type *items = type_array(c->types, type_tuple(c->types, parts, 2));
    arg->u.arg.value = array;
    const Type *made = check_expr(c, &arg->u.arg.value, items);
    if (made->kind == TYPE_POISON) return made;
    if (!check_convert(c, &arg->u.arg.value, type_view(c->types, items->u.elem), "the entries"))
        return expr_poison(c);
    n->kind = NODE_CALL;
    memset(&n->u, 0, sizeof n->u);
    VEC_PUSH(c->arena, &n->u.call.args, arg);
    construct_of_items(n, map, arg);
    return map;
}

// ---- structs ----

#define BASE "struct of the spread"

static Node *base_name(Checker *c, Span span) {
    Node *n = node_new(c->arena, NODE_NAME, span);
    n->u.name.name = intern_text(&c->session->names, BASE);
    return n;
}

static bool is_named(const NodeList *fields, Name name) {
    for (uint32_t i = 0; i < fields->len; i++)
        if (fields->items[i]->u.field_init.name == name) return true;
    return false;
}

static const Type *report_struct(Checker *c, const Node *spread, const char *text,
                                 const char *help) {
    diag_help(diag_error(&c->session->diags, E0267, spread->span, "%s", text), "%s", help);
    return expr_poison(c);
}

// The struct that is copied from; poison after a diagnostic.
static const Type *check_base(Checker *c, Node *spread, const Type *wanted) {
    const Type *t = check_expr(c, &spread->u.wrap.operand, wanted);
    if (t->kind == TYPE_POISON) return t;
    if (t->kind == TYPE_CLASS || t->kind == TYPE_INTERFACE)
        return report_struct(c, spread, "an object is not copied by a spread",
                             "give the class a method that makes the changed copy, or make it a "
                             "struct");
    if (t->kind == TYPE_OPTION) {
        mismatch_report_null(c, spread->u.wrap.operand, "a spread");
        return expr_poison(c);
    }
    if (t->kind == TYPE_STRUCT) return t;
    diag_error(&c->session->diags, E0267, spread->span, "`%s` has no fields to take over",
               expr_type_text(c, t));
    return expr_poison(c);
}

// The fields of the literal, then those of `base` that it does not name.
static Node *complete(Checker *c, const Node *literal, const Type *t, NodeList given, Span span) {
    Node *n = node_new(c->arena, NODE_STRUCT_LITERAL, literal->span);
    n->u.struct_literal.fields = given;
    for (uint32_t i = 0; i < t->u.nominal->fields.len; i++) {
        Name name = t->u.nominal->fields.items[i].name;
        if (!name || is_named(&given, name)) continue;
        Node *member = node_new(c->arena, NODE_MEMBER, span);
        member->u.member.object = base_name(c, span);
        member->u.member.name = name;
        member->u.member.name_span = span;
        Node *field = node_new(c->arena, NODE_FIELD_INIT, span);
        field->u.field_init.name = name;
        field->u.field_init.value = member;
        VEC_PUSH(c->arena, &n->u.struct_literal.fields, field);
    }
    return n;
}

// `{ ...a, ...b }`, where the first is a map.
static bool is_map(Checker *c, const NodeList *fields, const Type *expected) {
    for (uint32_t i = 0; i < fields->len; i++)
        if (fields->items[i]->kind != NODE_SPREAD) return false;
    Node **first = &fields->items[0]->u.wrap.operand;
    const Type *t = check_expr(c, first, expected);
    convert_wrap(c, first, CONVERT_SAME, t);
    return t->kind == TYPE_MAP;
}

// `Point { ...p, x: 1 }` is `match (p) { base => { x: 1, y: base.y } }`.
const Type *spread_struct(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot, *type = n->u.struct_literal.type;
    NodeList fields = n->u.struct_literal.fields, given = {0};
    Node *spread = fields.items[0];
    if (!type && is_map(c, &fields, expected)) {
        n->kind = NODE_MAP;
        n->u.map.entries = fields;
        return spread_map(c, n, expected ? type_strip(expected) : NULL);
    }
    for (uint32_t i = 1; i < fields.len; i++) {
        if (fields.items[i]->kind == NODE_SPREAD)
            return report_struct(c, fields.items[i], "one struct is taken over, before all fields",
                                 "write it first: `{ ...p, x: 1 }`");
        VEC_PUSH(c->arena, &given, fields.items[i]);
    }
    if (spread->kind != NODE_SPREAD)
        return report_struct(c, fields.items[0], "fields stand behind the spread",
                             "write it first: `{ ...p, x: 1 }`");
    Symbol *generic = type ? check_bare_generic(c, type) : NULL;
    const Type *wanted = type && !generic ? check_type(c, type) : expected;
    const Type *t = check_base(c, spread, wanted);
    if (t->kind == TYPE_POISON) return t;
    if (type && !generic && t != wanted && wanted->kind != TYPE_POISON) {
        mismatch_report(c, spread->u.wrap.operand, wanted, "the spread");
        return expr_poison(c);
    }
    Node *match = node_new(c->arena, NODE_MATCH, n->span),
         *arm = node_new(c->arena, NODE_ARM, n->span);
    Node *bind = node_new(c->arena, NODE_PATTERN_BIND, spread->span);
    bind->u.bind.name = intern_text(&c->session->names, BASE);
    arm->u.arm.pattern = bind;
    arm->u.arm.body = complete(c, n, t, given, spread->span);
    match->u.match.subject = spread->u.wrap.operand;
    convert_wrap(c, &match->u.match.subject, CONVERT_SAME, t);
    VEC_PUSH(c->arena, &match->u.match.arms, arm);
    *slot = match;
    return check_expr(c, slot, t);
}
