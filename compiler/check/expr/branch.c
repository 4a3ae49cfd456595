// Expressions that take one of two ways: conditions, `&&` and `||`, `??`, `?:`. Each way is checked
// with the facts that its condition tells, and both ways end in one type.
#include "check/expr/expr.h"

static void help_condition(Checker *c, Diag *g, const Node *n, bool negated) {
    const char *text = mismatch_source(c, n), *op = negated ? "==" : "!=";
    const Type *t = type_strip(n->type);
    if (t != n->type) diag_help(g, "`%s %s null`", text, op);
    else if (convert_is_integral(t)) diag_help(g, "`%s %s 0`", text, op);
    else if (type_is_float(t)) diag_help(g, "`%s %s 0.0`", text, op);
    else if (t->kind == TYPE_STRING || t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW ||
             t->kind == TYPE_BUFFER)
        diag_help(g, negated ? "`%s.length == 0`" : "`%s.length > 0`", text);
    else if (t->kind == TYPE_MAP || t->kind == TYPE_SET)
        diag_help(g, negated ? "`%s.size == 0`" : "`%s.size > 0`", text);
    else if (type_is_reference(t) || type_is_c_pointer(t))
        diag_note(g, "a `%s` is never null", expr_type_text(c, t));
}

// What a condition stands for: TypeScript's `x || y` takes y where x is null.
typedef enum ConditionUse { USE_TEST, USE_NEGATED, USE_BEFORE_OR } ConditionUse;

static bool is_condition(Checker *c, Node **slot, ConditionUse use) {
    const Type *truth = type_basic(c->types, BOOL);
    const Type *t = check_expr(c, slot, truth);
    bool assigns = (*slot)->kind == NODE_ASSIGN || (*slot)->kind == NODE_INCREMENT;
    if (assigns || convert_apply(c, slot, truth)) return true; // the parser reports those
    Diag *g = diag_error(&c->session->diags, E0255, (*slot)->span, "a condition is a `bool`");
    if (t->kind == TYPE_VOID) diag_label(g, (*slot)->span, "this has no value");
    else diag_label(g, (*slot)->span, "this is `%s`", expr_type_text(c, t));
    if (use == USE_BEFORE_OR && t->kind == TYPE_OPTION)
        diag_help(g, "a value for null is given by `??`: `%s ?? ..`", mismatch_source(c, *slot));
    help_condition(c, g, *slot, use == USE_NEGATED);
    return false;
}

const Type *check_condition(Checker *c, Node **slot) {
    is_condition(c, slot, USE_TEST);
    return type_basic(c->types, BOOL);
}

const Type *expr_not(Checker *c, Node **slot) {
    is_condition(c, slot, USE_NEGATED);
    return type_basic(c->types, BOOL);
}

// ---- && || ?? ----

static const Type *report_branches(Checker *c, const Node *whole, const Node *a, const Node *b) {
    Diag *g =
        diag_error(&c->session->diags, E0260, whole->span, "`%s` and `%s` have no common type",
                   expr_type_text(c, a->type), expr_type_text(c, b->type));
    diag_label(g, a->span, "`%s`", expr_type_text(c, a->type));
    diag_label(g, b->span, "`%s`", expr_type_text(c, b->type));
    mismatch_help_join(g, a->type, b->type);
    return expr_poison(c);
}

// What `left ?? right` makes; the left side's value keeps its type.
static const Type *default_type(Checker *c, Node *n, const Type *left, const Type *right) {
    const Type *plain = type_strip(left);
    bool right_may_be_null = right->kind == TYPE_OPTION || right->kind == TYPE_NULL;
    const Type *result = right_may_be_null            ? type_option(c->types, plain)
                         : right->kind == TYPE_UNSURE ? type_unsure(c->types, plain)
                                                      : plain;
    if (convert_apply(c, &n->u.binary.right, result)) return result;
    return report_branches(c, n, n->u.binary.left, n->u.binary.right);
}

static const Type *check_default(Checker *c, Node *n, const Type *expected) {
    const Type *left = check_expr(c, &n->u.binary.left, expected);
    left = convert_unnarrow(&n->u.binary.left);
    Facts *before = facts_save(c);
    const Type *right = check_expr(c, &n->u.binary.right, type_strip(left));
    facts_restore(c, before);
    if (left->kind == TYPE_POISON || right->kind == TYPE_POISON) return expr_poison(c);
    if (right->kind == TYPE_NEVER) facts_know(c, n->u.binary.left);
    if (left->kind == TYPE_NULL) return right;
    if (left->kind == TYPE_OPTION || left->kind == TYPE_UNSURE)
        return default_type(c, n, left, right);
    if (n->u.binary.left->kind == NODE_LOGICAL) return left; // mixed without parentheses: reported
    Diag *g = diag_error(&c->session->diags, E0265, n->u.binary.left->span,
                         "this is never null, so `??` never takes its right side");
    diag_label(g, n->u.binary.left->span, "`%s`", expr_type_text(c, left));
    const Node *item = expr_bare(n->u.binary.left);
    TypeKind of = item->kind == NODE_INDEX ? item->u.index.object->type->kind : TYPE_POISON;
    if (of == TYPE_ARRAY || of == TYPE_VIEW)
        diag_help(g, "an index out of bounds panics; `%s.at(i)` gives null for one",
                  mismatch_source(c, item->u.index.object));
    else diag_help(g, "leave `?? ..` out");
    return left;
}

const Type *expr_logical(Checker *c, Node *n, const Type *expected) {
    if (n->u.binary.op == TOKEN_QUESTION_QUESTION) return check_default(c, n, expected);
    if (!is_condition(c, &n->u.binary.left,
                      n->u.binary.op == TOKEN_OR ? USE_BEFORE_OR : USE_TEST) &&
        n->u.binary.op == TOKEN_OR && n->u.binary.left->type->kind == TYPE_OPTION) {
        check_expr(c, &n->u.binary.right, type_strip(n->u.binary.left->type));
        return expr_poison(c); // `m[key] || 0`: a default, whose type is not `bool`
    }
    Facts *before = facts_save(c);
    facts_assume(c, n->u.binary.left, n->u.binary.op == TOKEN_AND);
    Scope *outer = names_enter(c, n->u.binary.left, n->u.binary.op == TOKEN_AND);
    check_condition(c, &n->u.binary.right);
    c->scope = outer;
    if (n->u.binary.op == TOKEN_OR) names_forbid(c, n);
    facts_restore(c, before);
    return type_basic(c->types, BOOL);
}

// ---- ?: ----

static const Type *join_branches(Checker *c, Node *n, const Type *expected) {
    Node **then = &n->u.conditional.then, **otherwise = &n->u.conditional.otherwise;
    const Type *joined = check_join(c, (*then)->type, (*otherwise)->type);
    bool fits_context = expected && convert_exists(c, (*then)->type, expected) &&
                        convert_exists(c, (*otherwise)->type, expected);
    if (!joined && fits_context) joined = expected; // two classes where an interface is wanted
    if (!joined) return report_branches(c, n, *then, *otherwise);
    convert_apply(c, then, joined);
    convert_apply(c, otherwise, joined);
    return joined;
}

// `c ? Ok(x) : Err(e)`, and one of them beside a Result.
static void check_halves(Checker *c, Node *n, const bool waits[2], const ResultHalves *halves) {
    Node **slots[2] = {&n->u.conditional.then, &n->u.conditional.otherwise};
    const Type *others = waits[0] ? (*slots[1])->type : (*slots[0])->type;
    const Type *whole = halves->any ? halves_type(c, halves, others, n->span) : NULL;
    for (int i = 0; i < 2; i++)
        if (waits[i]) half_check(c, slots[i], whole);
}

// `[]` and `{}`: what they hold tells the other branch.
static bool is_empty(const Node *n) {
    return literal_is_open(n) && expr_bare(n)->kind != NODE_NULL;
}

static bool holds_items(const Type *t) {
    TypeKind k = type_strip(t)->kind;
    return k == TYPE_ARRAY || k == TYPE_VIEW || k == TYPE_MAP || k == TYPE_SET || k == TYPE_STRUCT;
}

const Type *expr_conditional(Checker *c, Node *n, const Type *expected) {
    Node **slots[2] = {&n->u.conditional.then, &n->u.conditional.otherwise};
    Facts *after[2];
    check_condition(c, &n->u.conditional.cond);
    Facts *before = facts_save(c);
    ResultHalves halves = {0};
    bool waits[2] = {!expected && half_is(c, *slots[0]), !expected && half_is(c, *slots[1])};
    // A literal takes its type from the other branch, which is then checked first.
    bool open[2] = {!expected && is_empty(*slots[0]), !expected && is_empty(*slots[1])};
    int first = open[0] || (!open[1] && literal_rank(*slots[0]) > literal_rank(*slots[1]));
    for (int i = 0; i < 2; i++) {
        int branch = i ^ first;
        const Type *other = i == 0 ? NULL : (*slots[branch ^ 1])->type;
        bool follows = !expected && other && literal_is_flexible(*slots[branch]);
        if (open[branch] && other && holds_items(other)) {
            follows = true;
            other = type_strip(other);
        }
        facts_restore(c, before);
        facts_assume(c, n->u.conditional.cond, branch == 0);
        Scope *outer = names_enter(c, n->u.conditional.cond, branch == 0);
        if (waits[branch]) half_take(c, &halves, *slots[branch]);
        else check_expr(c, slots[branch], follows ? other : expected);
        c->scope = outer;
        after[branch] = facts_save(c);
    }
    check_halves(c, n, waits, &halves);
    bool then_leaves = (*slots[0])->type->kind == TYPE_NEVER;
    bool otherwise_leaves = (*slots[1])->type->kind == TYPE_NEVER;
    if (then_leaves) facts_restore(c, otherwise_leaves ? before : after[1]);
    else if (otherwise_leaves) facts_restore(c, after[0]);
    else facts_join(c, after[0], after[1]);
    return join_branches(c, n, expected);
}
