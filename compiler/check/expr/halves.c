// `Ok(x)` and `Err(e)` without a context: each tells one half of its Result. Where several values
// have one type (branches, arms, what a lambda returns), their arguments are checked where they
// stand, and the calls themselves when both halves are known.
#include "check/body/body.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"
#include "syntax/walk.h"

#include <string.h>

static Node *call_of(Checker *c, Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    bool fits = n->kind == NODE_CALL && n->u.call.callee && n->u.call.callee->kind == NODE_NAME &&
                n->u.call.args.len == 1 && !n->u.call.args.items[0]->u.arg.name &&
                call_result_of(c, n->u.call.callee->u.name.name);
    return fits ? n : NULL;
}

bool half_is(Checker *c, Node *n) { return call_of(c, n) != NULL; }

static void tell(Checker *c, const Type **told, const Type *t) {
    const Type *both = *told ? check_join(c, *told, t) : t;
    if (both) *told = both; // else the call is reported that does not fit
}

void half_take(Checker *c, ResultHalves *halves, Node *n) {
    Node *call = call_of(c, n), *arg = call->u.call.args.items[0];
    int half = strcmp(call->u.call.callee->u.name.name->text, "Err") == 0;
    halves->any = true;
    if (literal_is_open(arg->u.arg.value)) return;
    const Type *t = check_expr(c, &arg->u.arg.value, halves->told[half]);
    bool number = literal_is_flexible(arg->u.arg.value);
    arg->u.arg.checked = !number;
    t = check_inferred(c, t, arg->span, "value");
    tell(c, number ? &halves->number[half] : &halves->told[half], t);
}

static const Type *report_half(Checker *c, int missing, Span span) {
    Diag *g = diag_error(&c->session->diags, E0220, span, "nothing says what `%s` is here",
                         missing ? "E" : "T");
    diag_label(g, span, "`%s` alone", missing ? "Ok(..)" : "Err(..)");
    diag_help(g, "write what it is of: `const r: Result<int, string> = ..`, or the result of the "
                 "function");
    return expr_poison(c);
}

const Type *half_check(Checker *c, Node **slot, const Type *whole) {
    if (whole->kind == TYPE_POISON) return (*slot)->type = whole;
    return check_expr(c, slot, whole);
}

const Type *halves_type(Checker *c, const ResultHalves *halves, const Type *others, Span span) {
    if (others && result_is(type_strip(others))) return type_strip(others);
    const Type *args[2];
    for (int i = 0; i < 2; i++) {
        args[i] = halves->told[i] ? halves->told[i] : halves->number[i];
        if (!args[i]) return report_half(c, i, span);
        if (args[i]->kind == TYPE_POISON) return args[i];
    }
    Symbol *result =
        scope_find_here(c->program->prelude, intern_text(&c->session->names, "Result"));
    Symbol *instance = check_instance(c, result, args, 2, span);
    return instance ? instance->type : expr_poison(c);
}

// ---- by the text ----

typedef struct Search {
    Checker *checker;
    bool found;
} Search;

static bool is_among(Checker *c, Node *n) {
    if (n->kind == NODE_PAREN) return is_among(c, n->u.wrap.operand);
    if (n->kind == NODE_CONDITIONAL)
        return is_among(c, n->u.conditional.then) || is_among(c, n->u.conditional.otherwise);
    for (uint32_t i = 0; n->kind == NODE_MATCH && i < n->u.match.arms.len; i++)
        if (is_among(c, n->u.match.arms.items[i]->u.arm.body)) return true;
    return half_is(c, n);
}

static void look_for_return(void *context, Node *n) {
    Search *s = context;
    if (n->kind == NODE_LAMBDA || n->kind == NODE_FUNCTION) return;
    if (n->kind == NODE_RETURN && n->u.leave.value)
        s->found |= is_among(s->checker, n->u.leave.value);
    if (!s->found) node_each_child(n, look_for_return, s);
}

bool half_among_results(Checker *c, Node *lambda) {
    Node *body = lambda->u.lambda.body;
    if (body->kind != NODE_BLOCK && is_among(c, body)) return true;
    Search s = {c, false};
    look_for_return(&s, body);
    return s.found;
}
