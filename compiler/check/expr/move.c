// `move x` (LANGUAGE 6): the value of a variable, which is not used again. That it is not is known
// when the body is checked (body/assign.c).
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
