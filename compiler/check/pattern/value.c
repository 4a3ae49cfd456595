// Literals, constants and ranges in patterns: they are of the type of the value. Numbers that are
// known become literals of that type, whatever they were written as.
#include "check/pattern/pattern.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

// ---- numbers ----

static const Node *initial_value(const Node *n) {
    const Symbol *s = n->kind == NODE_NAME     ? n->u.name.symbol
                      : n->kind == NODE_MEMBER ? n->u.member.symbol
                                               : NULL;
    bool constant = s && s->kind == SYMBOL_GLOBAL && !(s->flags & SYMBOL_LET) && s->node &&
                    s->node->kind == NODE_VAR && s->node->u.var.pattern->kind == NODE_PATTERN_BIND;
    return constant ? s->node->u.var.init : NULL;
}

// The number that a checked expression is known to be.
static bool known_int(const Node *n, CoverInt *out) {
    for (int steps = 0; steps < 8; steps++) { // `const A = B`
        const Node *init = initial_value(expr_bare(n));
        if (!init || !init->type) break;
        n = init;
    }
    return literal_integer(n, out);
}

bool pattern_int(const Node *value, CoverInt *out) {
    if (value->kind != NODE_INT || !convert_is_integral(value->type)) return false;
    CoverInt from, to;
    cover_int_range(value->type, &from, &to);
    *out = from < 0 ? (CoverInt)(int64_t)value->u.int_.value : (CoverInt)value->u.int_.value;
    return true;
}

static void report_range(Checker *c, const Node *n, const Type *subject) {
    CoverInt from, to;
    cover_int_range(subject, &from, &to);
    diag_error(diags(c), E0251, n->span, "%s does not fit `%s`: %lld to %llu",
               mismatch_source(c, n), expr_type_text(c, subject), (long long)from,
               (unsigned long long)to);
}

static void become_int(Checker *c, Node **slot, const Type *subject, CoverInt value) {
    CoverInt from, to;
    cover_int_range(subject, &from, &to);
    if (value < from || value > to) report_range(c, *slot, subject);
    Node *n = node_new(c->arena, NODE_INT, (*slot)->span);
    n->type = subject;
    n->u.int_.value = (uint64_t)value;
    *slot = n;
}

// ---- values of the subject's type ----

static bool is_comparable(const Type *t) {
    return t->kind != TYPE_CLASS && t->kind != TYPE_INTERFACE && t->kind != TYPE_FUNCTION &&
           !type_is_c_pointer(t);
}

static bool take_value(Checker *c, Node **slot, const Type *subject, const Node *pattern) {
    const Type *t = check_expr(c, slot, subject);
    CoverInt known;
    if (t->kind == TYPE_POISON) return false;
    if (convert_is_integral(subject) && convert_is_integral(t) && known_int(*slot, &known)) {
        become_int(c, slot, subject, known);
        return true;
    }
    if (!is_comparable(subject)) {
        pattern_report(c, pattern, subject, "a value of type `%s` is not compared in a pattern",
                       expr_type_text(c, subject));
        return false;
    }
    if (t == subject || (type_is_number(subject) && convert_apply(c, slot, subject))) return true;
    Diag *g = pattern_report(c, pattern, subject, "this pattern is a `%s`", expr_type_text(c, t));
    if (subject->kind == TYPE_CSTRING && t->kind == TYPE_STRING)
        diag_help(g, "match the text that C gave: `match (x.toString())`");
    return false;
}

void pattern_literal(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    Node **expr = &n->u.pattern_expr.expr;
    if ((*expr)->kind == NODE_NULL) {
        (*expr)->type = subject;
        if (subject->kind == TYPE_OPTION || subject->kind == TYPE_UNSURE) return;
        Diag *g = diag_error(diags(c), E0265, n->span, "this is never null");
        diag_label(g, n->span, "the value is of type `%s`", expr_type_text(c, subject));
        diag_help(g, "leave this arm out");
        n->type = expr_poison(c);
    } else if (!take_value(c, expr, subject, n)) {
        n->type = expr_poison(c);
    }
}

// ---- ranges ----

static bool is_empty(const Node *from, const Node *to) {
    CoverInt a, b;
    if (pattern_int(from, &a) && pattern_int(to, &b)) return a >= b;
    if (from->kind == NODE_FLOAT && to->kind == NODE_FLOAT)
        return from->u.float_.value >= to->u.float_.value;
    return false;
}

void pattern_range(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    if (!convert_is_numeric(subject) && subject->kind != TYPE_DURATION) {
        pattern_report(c, n, subject, "only numbers lie in a range");
        n->type = expr_poison(c);
        return;
    }
    Node **ends[2] = {&n->u.pattern_range.from, &n->u.pattern_range.to};
    for (int i = 0; i < 2; i++) {
        Symbol *ignored = NULL;
        bool named = (*ends[i])->kind == NODE_NAME || (*ends[i])->kind == NODE_MEMBER;
        bool constant = !named || pattern_name(c, *ends[i], subject, &ignored) == PATTERN_CONSTANT;
        if (!constant || !take_value(c, ends[i], subject, n)) n->type = expr_poison(c);
    }
    if (n->type->kind == TYPE_POISON || !is_empty(*ends[0], *ends[1])) return;
    Diag *g = diag_error(diags(c), E0323, n->span, "no value lies in this range");
    diag_note(g, "the end of a range is not part of it");
    diag_help(g, "write the smaller bound first, and an end that is larger by one");
    n->type = expr_poison(c);
}
