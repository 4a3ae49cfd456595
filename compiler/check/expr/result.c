// `r!`, `r?` and `try f()` of Results, each in terms of what the language has: a `match` that
// leaves with the error, and a library function that is given a lambda.
#include <string.h>

#include "check/decl/declare.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"

// Names that nobody can write.
#define VALUE "result value"
#define ERROR "result error"

bool result_is(const Type *t) {
    if (t->kind != TYPE_ENUM || !t->u.nominal->generic) return false;
    const Symbol *s = t->u.nominal->generic;
    return s->module->is_library && strcmp(s->name->text, "Result") == 0;
}

static Node *named(Checker *c, const char *name, Span span) {
    Node *n = node_new(c->arena, NODE_NAME, span);
    n->u.name.name = intern_text(&c->session->names, name);
    return n;
}

static Node *call_of(Checker *c, const char *name, Node *value) {
    Node *call = node_new(c->arena, NODE_CALL, value->span);
    Node *arg = node_new(c->arena, NODE_ARG, value->span);
    call->u.call.callee = named(c, name, value->span);
    arg->u.arg.value = value;
    VEC_PUSH(c->arena, &call->u.call.args, arg);
    return call;
}

static Node *arm_of(Checker *c, const char *variant, const char *name, Node *body) {
    Node *arm = node_new(c->arena, NODE_ARM, body->span);
    Node *pattern = arm->u.arm.pattern = node_new(c->arena, NODE_PATTERN_VARIANT, body->span);
    Node *bind = node_new(c->arena, NODE_PATTERN_BIND, body->span);
    bind->u.bind.name = intern_text(&c->session->names, name);
    pattern->u.pattern_variant.path = named(c, variant, body->span);
    VEC_PUSH(c->arena, &pattern->u.pattern_variant.items, bind);
    arm->u.arm.body = body;
    return arm;
}

// `match (r) { Ok(v) => v, Err(e) => leave }`; `r` is checked already.
static const Type *match_of(Checker *c, Node **slot, Node *leave, const Type *expected) {
    Node *n = *slot, *operand = n->u.wrap.operand;
    convert_wrap(c, &operand, CONVERT_SAME, operand->type);
    Node *match = node_new(c->arena, NODE_MATCH, n->span);
    match->u.match.subject = operand;
    VEC_PUSH(c->arena, &match->u.match.arms, arm_of(c, "Ok", VALUE, named(c, VALUE, n->span)));
    VEC_PUSH(c->arena, &match->u.match.arms, arm_of(c, "Err", ERROR, leave));
    *slot = match;
    return check_expr(c, slot, expected);
}

static bool is_thrown(Checker *c, const Type *error) {
    return error->kind == TYPE_POISON || type_is_error(c, error) || type_is_error_value(c, error);
}

const Type *result_unwrap(Checker *c, Node **slot, const Type *expected) {
    Span span = (*slot)->span;
    const Type *error = (*slot)->u.wrap.operand->type->u.nominal->args[1];
    Node *text = named(c, ERROR, span);
    if (is_thrown(c, error)) {
        Node *member = node_new(c->arena, NODE_MEMBER, span);
        member->u.member.object = text;
        member->u.member.name = intern_text(&c->session->names, "message");
        member->u.member.name_span = span;
        text = member;
    } else {
        Node *part = node_new(c->arena, NODE_TEMPLATE_VALUE, span);
        part->u.template_value.expr = text;
        text = node_new(c->arena, NODE_TEMPLATE, span);
        VEC_PUSH(c->arena, &text->u.template_.parts, part);
    }
    return match_of(c, slot, call_of(c, "panic", text), expected);
}

// Also one whose result is inferred, from an `Ok(..)` or `Err(..)` among others.
static bool returns_result(Checker *c, const FunctionContext *f) {
    if (f->result) return result_is(f->result);
    if (!f->is_lambda) return false;
    return (f->inferred && result_is(f->inferred)) || half_among_results(c, f->symbol->node);
}

static const Type *report_not_thrown(Checker *c, const Node *n, const Type *result) {
    const Type *value = result->u.nominal->args[0], *error = result->u.nominal->args[1];
    Diag *g =
        diag_error(&c->session->diags, E0401, n->span,
                   "`?` throws what `Err` holds, and `%s` is no error", expr_type_text(c, error));
    diag_note(g, "in a function that gives a `Result`, `?` returns the `Err` instead");
    diag_help(g,
              "let this function give a `Result<%s, %s>`, or take the result apart: "
              "`match (r) { Ok(v) => .., Err(e) => .. }`",
              expr_type_text(c, value), expr_type_text(c, error));
    return value;
}

// The `Err` becomes one of the function's own type of errors.
static const Type *report_other_error(Checker *c, const Node *n, const Type *result) {
    const Type *own = c->function->result, *error = result->u.nominal->args[1];
    Diag *g = diag_error(&c->session->diags, E0250, n->span,
                         "`?` returns an `Err` of `%s`, and this function gives a `%s`",
                         expr_type_text(c, error), expr_type_text(c, own));
    if (own->u.nominal->args[1] == c->types->error_interface && error->kind == TYPE_STRING)
        diag_help(g, "`match (r) { Ok(v) => v, Err(e) => return Err(new Error(e)) }`");
    else diag_help(g, "take it apart: `match (r) { Ok(v) => v, Err(e) => return Err(..) }`");
    return result->u.nominal->args[0];
}

const Type *expr_propagate(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    const Type *t = check_expr(c, &n->u.wrap.operand, NULL);
    if (t->kind == TYPE_POISON) return t;
    if (!result_is(t)) {
        Diag *g =
            diag_error(&c->session->diags, E0250, n->span,
                       "`?` takes the value of a Result, and this is `%s`", expr_type_text(c, t));
        if (t->kind == TYPE_OPTION) diag_help(g, "`x!` takes the value or panics; `x ?? y`");
        return expr_poison(c);
    }
    Node *error = named(c, ERROR, n->span);
    bool returns = c->function && returns_result(c, c->function);
    const Type *err = t->u.nominal->args[1], *own = returns ? c->function->result : NULL;
    if (!returns && !is_thrown(c, err)) return report_not_thrown(c, n, t);
    if (own && !convert_exists(c, err, own->u.nominal->args[1])) return report_other_error(c, n, t);
    Node *leave = node_new(c->arena, returns ? NODE_RETURN : NODE_THROW, n->span);
    leave->u.leave.value = returns ? call_of(c, "Err", error) : error;
    return match_of(c, slot, leave, expected);
}

// `attempt(() => f())`
const Type *expr_try(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    Symbol *attempt = library_symbol(c, "attempt");
    Node *lambda = node_new(c->arena, NODE_LAMBDA, n->u.wrap.operand->span);
    lambda->u.lambda.body = n->u.wrap.operand;
    Node *call = call_of(c, "attempt", lambda);
    call->span = n->span;
    *slot = call;
    return call->type = call_declared(c, slot, attempt, expected);
}
