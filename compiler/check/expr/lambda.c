// Lambdas: parameters take their types from the context where they have none of their own; the
// result is what the context wants, or the join of what the body returns.
#include "check/expr/expr.h"

static const FunctionType *wanted(const Type *expected) {
    const Type *t = expected ? type_strip(expected) : NULL;
    return t && (t->kind == TYPE_FUNCTION || t->kind == TYPE_CFN) ? t->u.function : NULL;
}

static Name parameter_name(const Node *param) {
    const Node *pattern = param->u.param.pattern;
    return pattern && pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.name : NULL;
}

static const Type *parameter_type(Checker *c, const Node *param, const FunctionType *want,
                                  uint32_t index) {
    if (param->u.param.type) return check_type(c, param->u.param.type);
    if (want && index < want->param_count) return want->params[index].type;
    Name name = parameter_name(param);
    Diag *g = diag_error(&c->session->diags, E0261, param->span,
                         "nothing says what type this parameter has");
    diag_help(g, "write it: `(%s: int) => ..`", name ? name->text : "x");
    return expr_poison(c);
}

static bool has_too_many(Checker *c, const Node *n, const FunctionType *want) {
    uint32_t count = n->u.lambda.params.len;
    if (!want || count <= want->param_count) return false;
    Diag *g =
        diag_error(&c->session->diags, E0317, n->u.lambda.params.items[want->param_count]->span,
                   "this function is called with %u argument%s, not %u", want->param_count,
                   want->param_count == 1 ? "" : "s", count);
    diag_help(g, "drop the parameter; trailing ones may be left out");
    return true;
}

static const Type *function_type(Checker *c, const Node *n, const FunctionType *want,
                                 const Type *result) {
    NodeList nodes = n->u.lambda.params;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, nodes.len);
    for (uint32_t i = 0; i < nodes.len; i++)
        params[i] = (TypeParam){.name = parameter_name(nodes.items[i]),
                                .type = parameter_type(c, nodes.items[i], want, i)};
    FunctionType f = {.params = params, .param_count = nodes.len, .result = result};
    return type_function(c->types, &f);
}

static bool has_poison(const FunctionType *f) {
    for (uint32_t i = 0; i < f->param_count; i++)
        if (f->params[i].type->kind == TYPE_POISON) return true;
    return false;
}

static Symbol *lambda_symbol(Checker *c, Node *n, const Type *type) {
    Symbol *symbol =
        symbol_new(c->arena, SYMBOL_FUNCTION, intern_text(&c->session->names, "lambda"), n->span);
    symbol->node = n;
    symbol->module = c->module;
    symbol->type = type;
    symbol->flags = SYMBOL_CHECKED;
    return symbol;
}

const Type *expr_lambda(Checker *c, Node *n, const Type *expected) {
    if (expected && expected->kind == TYPE_POISON) return expected;
    const FunctionType *want = wanted(expected);
    const Type *result = n->u.lambda.result ? check_result_type(c, n->u.lambda.result) : NULL;
    if (!result && want) result = want->result;
    if (has_too_many(c, n, want)) return expr_poison(c);
    const Type *type = function_type(c, n, want, result ? result : type_basic(c->types, VOID));
    Symbol *symbol = lambda_symbol(c, n, type);
    n->u.lambda.symbol = symbol;
    FunctionContext context = {.symbol = symbol, .result = result, .is_lambda = true};
    Facts *before = facts_save(c);
    facts_keep_constant(c); // the body runs later
    check_function_body(c, n, &context);
    facts_restore(c, before);
    if (has_poison(type->u.function)) return expr_poison(c);
    if (result || !context.inferred) return type;
    FunctionType inferred = *type->u.function;
    inferred.result = context.inferred;
    symbol->type = type_function(c->types, &inferred);
    return symbol->type;
}
