// Loops: what is iterated over, the variables of each round, labels.
#include "check/body/body.h"
#include "check/decl/declare.h"
#include "check/expr/expr.h"

static Diags *diags(Checker *c) { return &c->session->diags; }
static const Type *poison(Checker *c) { return type_basic(c->types, POISON); }

static void enter_loop(Checker *c, Node *loop, Name label) {
    for (uint32_t i = 0; label && i < c->loops.len; i++) {
        const Node *outer = c->loops.items[i];
        Name taken = outer->kind == NODE_WHILE ? outer->u.while_.label : outer->u.for_.label;
        if (taken == label)
            diag_error(diags(c), E0102, loop->span,
                       "the label `%s` belongs to an outer loop already", label->text);
    }
    VEC_PUSH(c->arena, &c->loops, loop);
}

void check_while(Checker *c, Node *n) {
    facts_forget_assigned(c, n);
    check_condition(c, &n->u.while_.cond);
    Facts *tested = facts_save(c);
    facts_assume(c, n->u.while_.cond, true);
    enter_loop(c, n, n->u.while_.label);
    Scope *outer = names_enter(c, n->u.while_.cond, true);
    check_block(c, n->u.while_.body);
    c->scope = outer;
    c->loops.len--;
    facts_restore(c, tested);
    if (!n->u.while_.has_break) facts_assume(c, n->u.while_.cond, false);
}

// ---- for ----

static void report_not_iterable(Checker *c, const Node *at, const Type *t) {
    const char *text = mismatch_source(c, at);
    Diag *g = diag_error(diags(c), E0386, at->span, "a value of type `%s` cannot be iterated over",
                         type_text(c->arena, t));
    if (t->kind == TYPE_STRING)
        diag_help(g, "write `%s.runes()` for its characters or `%s.bytes()` for its bytes", text,
                  text);
    else if (type_is_integer(t)) diag_help(g, "write a range: `for (const i of 0..%s)`", text);
    else if (t->kind == TYPE_OPTION) diag_help(g, "it may be null: test it first");
}

static void bind_entry(Checker *c, const Node *n, const Type *map, uint32_t flags) {
    Node *pattern = n->u.for_.pattern;
    if (pattern->kind == NODE_PATTERN_TUPLE && pattern->u.pattern_list.items.len == 2) {
        check_pattern(c, pattern->u.pattern_list.items.items[0], map->u.map.key, flags);
        check_pattern(c, pattern->u.pattern_list.items.items[1], map->u.map.value, flags);
        return;
    }
    Diag *g =
        diag_error(diags(c), E0387, pattern->span, "a map gives a key and a value in each round");
    diag_help(g,
              "write `for (const [key, value] of ..)`, or iterate over `m.keys()` or `m.values()`");
    check_pattern(c, pattern, poison(c), flags);
}

static void bind_round(Checker *c, const Node *n, const Type *t) {
    uint32_t flags = n->u.for_.is_let ? (uint32_t)SYMBOL_LET : 0;
    Node *pattern = n->u.for_.pattern;
    if (t->kind == TYPE_MAP) {
        bind_entry(c, n, t, flags);
    } else if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW || t->kind == TYPE_RANGE ||
               t->kind == TYPE_SET) {
        check_pattern(c, pattern, t->u.elem, flags);
    } else if (t->kind == TYPE_BUFFER) {
        check_pattern(c, pattern, type_basic(c->types, U8), flags);
    } else {
        if (t->kind != TYPE_POISON) report_not_iterable(c, n->u.for_.iterable, t);
        check_pattern(c, pattern, poison(c), flags);
    }
}

void check_for(Checker *c, Node *n) {
    const Type *t = check_expr(c, &n->u.for_.iterable, NULL);
    Scope *outer = c->scope;
    c->scope = scope_new(c->arena, outer);
    bind_round(c, n, t);
    facts_forget_assigned(c, n->u.for_.body);
    Facts *before = facts_save(c);
    enter_loop(c, n, n->u.for_.label);
    check_block(c, n->u.for_.body);
    c->loops.len--;
    facts_restore(c, before);
    c->scope = outer;
}
