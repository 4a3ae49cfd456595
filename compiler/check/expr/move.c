// `move x` (LANGUAGE 6): the value of a variable, which is not used again. That it is not is known
// when the body is checked (body/assign.c). `take(place)` (LANGUAGE 7.3): the value of a place that
// may be null, and from then on is.
#include "check/expr/expr.h"

static bool is_detached(const Checker *c) { return c->function && c->function->is_detached; }

static const char *owner_of(const Checker *c, const Node *place) {
    const Symbol *s = place->kind == NODE_NAME ? place->u.name.symbol : NULL;
    if (s && is_detached(c)) return "only bodies of functions move their variables";
    if (s && s->kind == SYMBOL_PARAM) return "a parameter belongs to who calls";
    if (s && s->kind == SYMBOL_GLOBAL) return "functions may use it at any time";
    if (place->kind == NODE_THIS) return "`this` belongs to who calls";
    if (place->kind == NODE_MEMBER) return "a field belongs to its object";
    if (place->kind == NODE_INDEX) return "an element belongs to what it is in";
    return "only a variable is";
}

static bool is_own_variable(Checker *c, const Symbol *s) {
    if (!s || is_detached(c)) return false;
    bool in_order = s->kind == SYMBOL_GLOBAL && s->module == c->module && c->module->is_main &&
                    c->function && !c->function->symbol;
    return s->kind == SYMBOL_LOCAL || in_order;
}

const Type *expr_move(Checker *c, Node *n, const Type *expected) {
    const Type *t = check_expr(c, &n->u.wrap.operand, expected);
    const Node *place = expr_bare(n->u.wrap.operand);
    if (t->kind == TYPE_POISON) return t;
    if (place->kind == NODE_NAME && is_own_variable(c, place->u.name.symbol)) {
        if (c->function) c->function->has_unset = true; // from here on it has no value
        return t;
    }
    Diag *g = diag_error(&c->session->diags, E0388, n->span, "this cannot be moved: %s",
                         owner_of(c, place));
    diag_help(g, "leave `move` out");
    return t;
}

// ---- take ----

static void report_never_null(Checker *c, const Node *place, const Type *t) {
    Diag *g = diag_error(&c->session->diags, E0265, place->span,
                         "`take` leaves `null` behind, and this is never null");
    diag_label(g, place->span, "`%s`", expr_type_text(c, t));
    const Symbol *s = place->kind == NODE_NAME     ? place->u.name.symbol
                      : place->kind == NODE_MEMBER ? place->u.member.symbol
                                                   : NULL;
    if (s) diag_help(g, "declare `%s` as `%s?`", s->name->text, expr_type_text(c, t));
    if (s && s->kind == SYMBOL_LOCAL) diag_help(g, "`move %s` is its last use", s->name->text);
}

static const Type *take_from(Checker *c, Node **slot) {
    const Type *t = assign_target(c, slot);
    const Node *place = expr_bare(*slot);
    if (t->kind == TYPE_POISON) return t;
    bool element = place->kind == NODE_INDEX && place->u.index.object->type->kind == TYPE_MAP;
    if (element || accessor_is_computed(*slot) || t->kind == TYPE_WEAK) {
        Diag *g = diag_error(&c->session->diags, E0311, place->span,
                             "`take` takes a variable, a field or an element");
        diag_note(g, "%s",
                  element                ? "what a map holds goes with its key"
                  : t->kind == TYPE_WEAK ? "a weak reference owns nothing that could be taken"
                                         : "this is computed: a getter reads it, a setter stores");
        diag_help(g, "read it into a `const`, then %s",
                  element ? "`delete` its key" : "assign `null`");
        return expr_poison(c);
    }
    facts_forget_path(c, *slot);
    if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE) return t;
    report_never_null(c, place, t);
    return expr_poison(c);
}

const Type *expr_take(Checker *c, Node *call) {
    NodeList *args = &call->u.call.args;
    Node *arg = args->len == 1 ? args->items[0] : NULL;
    if (arg && !arg->u.arg.name && arg->u.arg.value->kind != NODE_SPREAD)
        return take_from(c, &arg->u.arg.value);
    args_check_all(c, call);
    Diag *g = diag_error(&c->session->diags, E0305, call->span, "`take` takes one place");
    diag_help(g, "write `take(this.handle)`: its value, and `null` stays behind");
    return expr_poison(c);
}
