// `x is pattern`: a test, whose names are in scope where it is known to be true: on the right of
// `&&`, in the true branch, after `if (!(x is P)) return`.
#include "check/pattern/pattern.h"

#include "check/decl/declare.h"
#include "syntax/walk.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

const Type *expr_is(Checker *c, Node *n) {
    const Type *t = check_expr(c, &n->u.is.expr, NULL);
    Typing typing = {.checker = c, .refutable = true};
    if (t->kind == TYPE_VOID || t->kind == TYPE_NEVER || t->kind == TYPE_NULL) {
        if (t->kind != TYPE_NEVER)
            mismatch_report(c, n->u.is.expr, type_basic(c->types, BOOL), "`is`");
        t = expr_poison(c);
    }
    pattern_type(&typing, &n->u.is.pattern, t);
    if (t->kind == TYPE_POISON || !cover_is_total(n->u.is.pattern, t))
        return type_basic(c->types, BOOL);
    Diag *g = diag_error(diags(c), E0328, n->u.is.pattern->span, "this is always true");
    diag_label(g, n->u.is.expr->span, "`%s`", expr_type_text(c, t));
    if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE)
        diag_help(g, "to test for null, write `!= null`");
    else if (typing.binds.len) diag_help(g, "a `const` takes it apart without a test");
    return type_basic(c->types, BOOL);
}

// ---- names ----

typedef struct Names {
    Checker *checker;
    uint32_t count;
    bool declares;
} Names;

// The names of a checked pattern; both sides of an OR have the same.
static void each_name(void *context, Node *n) {
    Names *names = context;
    if (n->kind == NODE_PATTERN_OR) {
        each_name(context, n->u.pattern_list.items.items[0]);
    } else if (n->kind == NODE_PATTERN_BIND) {
        Symbol *s = n->u.bind.symbol;
        names->count++;
        if (names->declares && s) check_add(names->checker, names->checker->scope, s->name, s);
    } else {
        node_each_child(n, each_name, context);
    }
}

// Calls for each `is` that is known to be true where `cond` is `truth`.
static void each_known(Names *names, Node *cond, bool truth) {
    switch ((int)cond->kind) {
    case NODE_PAREN: each_known(names, cond->u.wrap.operand, truth); break;
    case NODE_UNARY:
        if (cond->u.unary.op == TOKEN_BANG) each_known(names, cond->u.unary.operand, !truth);
        break;
    case NODE_LOGICAL:
        if (cond->u.binary.op == TOKEN_QUESTION_QUESTION) break;
        if ((cond->u.binary.op == TOKEN_AND) != truth) break;
        each_known(names, cond->u.binary.left, truth);
        each_known(names, cond->u.binary.right, truth);
        break;
    case NODE_IS:
        if (truth) each_name(names, cond->u.is.pattern);
        break;
    }
}

void names_assume(Checker *c, Node *cond, bool truth) {
    Names names = {.checker = c, .declares = true};
    each_known(&names, cond, truth);
}

Scope *names_enter(Checker *c, Node *cond, bool truth) {
    Scope *outer = c->scope;
    Names names = {.checker = c};
    each_known(&names, cond, truth);
    if (names.count) {
        c->scope = scope_new(c->arena, outer);
        names_assume(c, cond, truth);
    }
    return outer;
}

// ---- under || ----

static void report_or(Checker *c, Node *operand, const Node *or_) {
    switch ((int)operand->kind) {
    case NODE_PAREN: report_or(c, operand->u.wrap.operand, or_); return;
    case NODE_UNARY: report_or(c, operand->u.unary.operand, or_); return;
    case NODE_LOGICAL:
        report_or(c, operand->u.binary.left, or_);
        report_or(c, operand->u.binary.right, or_);
        return;
    }
    if (operand->kind != NODE_IS) return;
    Names names = {.checker = c};
    each_name(&names, operand->u.is.pattern);
    if (!names.count) return;
    Diag *g = diag_error(diags(c), E0324, operand->u.is.pattern->span,
                         "a pattern under `||` cannot bind names");
    diag_note(g, "where the whole is true, nobody knows which side was");
    diag_help(g, "write `_` for the parts, or test in an `if` of its own");
}

void names_forbid(Checker *c, Node *or_) {
    report_or(c, or_->u.binary.left, or_);
    report_or(c, or_->u.binary.right, or_);
}
