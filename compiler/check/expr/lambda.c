// Lambdas: parameters take their types from the context where they have none of their own; the
// result is what the context wants, or the join of what the body returns.
#include "check/body/body.h"
#include "check/body/throws.h"
#include "check/decl/declare.h"
#include "check/expr/expr.h"

static const FunctionType *wanted(const Type *expected, TypeKind kind) {
    const Type *t = expected ? type_strip(expected) : NULL;
    return t && t->kind == kind ? t->u.function : NULL;
}

static Name parameter_name(const Node *param) {
    const Node *pattern = param->u.param.pattern;
    return pattern && pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.name : NULL;
}

static bool has_default(const Node *param) {
    return param->kind == NODE_PARAM && param->u.param.init && !(param->u.param.flags & DECL_REST);
}

static const Type *parameter_type(Checker *c, const NodeList *params, const FunctionType *want,
                                  uint32_t index) {
    const Node *param = params->items[index];
    Name name = parameter_name(param);
    const Type *t = param->u.param.type                 ? check_type(c, param->u.param.type)
                    : want && index < want->param_count ? want->params[index].type
                                                        : NULL;
    if (has_default(param)) return check_lambda_default(c, params, index, t);
    if (t) return t;
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

// Of the parameters that are written, and of those behind them that the context offers: a function
// value is called with all of them. C's callbacks leave theirs to an adapter.
static const Type *function_type(Checker *c, const Node *n, const FunctionType *want,
                                 const Type *result, bool is_value) {
    NodeList nodes = n->u.lambda.params;
    uint32_t offered = want && is_value ? want->param_count : 0;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, nodes.len + offered + 1);
    for (uint32_t i = 0; i < nodes.len; i++) {
        params[i] = (TypeParam){.name = parameter_name(nodes.items[i]),
                                .type = parameter_type(c, &nodes, want, i),
                                .has_default = has_default(nodes.items[i]),
                                .is_rest = nodes.items[i]->u.param.flags & DECL_REST};
        nodes.items[i]->type = params[i].type;
    }
    uint32_t count = nodes.len;
    for (; count < offered; count++) params[count] = want->params[count];
    FunctionType f = {.params = params, .param_count = count, .result = result, .open = true};
    return type_function(c->types, &f);
}

// What the expression is: a value that throws what its context allows, or whatever. What its body
// throws is part of the symbol's own type.
static const Type *value_type(Checker *c, Node *n, const FunctionType *want) {
    const Type *type = function_value_type(c, n->u.lambda.symbol->type, want);
    if (want && !want->open) throws_require_value(c, n, type);
    return type;
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

// A function inside of a function has a name, and may say what it throws.
static void declare_self(Checker *c, Node *n) {
    const Node *d = n->u.lambda.declaration;
    Symbol *symbol = n->u.lambda.symbol;
    symbol->name = d->u.function.name;
    symbol->span = d->u.function.name_span;
    FunctionType f = *symbol->type->u.function;
    if (d->u.function.throws_type) f.throws = check_throws_type(c, d->u.function.throws_type);
    else if (d->u.function.throws_written) f.throws = c->types->error_interface;
    f.open = !f.throws;
    symbol->type = type_function(c->types, &f);
}

// What its own name means inside of it.
static void know_self(Checker *c, Node *n, const Type *as) {
    Symbol *self = n->u.lambda.self;
    self->type = as ? type_strip(as) : function_value_type(c, n->u.lambda.symbol->type, NULL);
    self->flags = (self->flags & ~(uint32_t)SYMBOL_CHECKING) | SYMBOL_CHECKED;
}

static const Type *inferred_result(Checker *c, const Node *n, const Type *t) {
    bool nothing = t->kind == TYPE_VOID || t->kind == TYPE_NEVER;
    return nothing ? t : check_inferred(c, t, n->u.lambda.body->span, "result");
}

// Makes its symbol, of the type that is known before its body. False after a diagnostic.
static bool declare(Checker *c, Node *n, const FunctionType *want, bool is_value,
                    const Type *result) {
    if (has_too_many(c, n, want)) return false;
    const Type *type =
        function_type(c, n, want, result ? result : type_basic(c->types, VOID), is_value);
    n->u.lambda.symbol = lambda_symbol(c, n, type);
    if (n->u.lambda.declaration) declare_self(c, n);
    return true;
}

void lambda_declare(Checker *c, Node *n) {
    const Type *result =
        n->u.lambda.result ? check_result_type(c, n->u.lambda.result) : type_basic(c->types, VOID);
    if (declare(c, n, NULL, true, result)) know_self(c, n, NULL);
}

const Type *expr_lambda(Checker *c, Node *n, const Type *expected) {
    if (expected && expected->kind == TYPE_POISON) return expected;
    const FunctionType *seam = wanted(expected, TYPE_FUNCTION);
    const FunctionType *want = seam ? seam : wanted(expected, TYPE_CFN);
    const Type *result = NULL;
    bool declared = n->u.lambda.group && n->u.lambda.symbol;
    if (declared) result = n->u.lambda.symbol->type->u.function->result;
    else if (n->u.lambda.result) result = check_result_type(c, n->u.lambda.result);
    else if (want) result = want->result;
    else if (n->u.lambda.declaration || (n->u.lambda.self && returned_nowhere(n->u.lambda.body)))
        result = type_basic(c->types, VOID);
    if (!declared && !declare(c, n, want, want == seam, result)) return expr_poison(c);
    Symbol *symbol = n->u.lambda.symbol;
    const Type *type = symbol->type;
    if (n->u.lambda.self && result && want == seam) know_self(c, n, seam ? expected : NULL);
    FunctionContext context = {
        .symbol = symbol, .result = result, .is_lambda = true, .hint = n->u.lambda.hint};
    for (int half = 0; half < 2; half++) context.halves.told[half] = n->u.lambda.told[half];
    Facts *before = facts_save(c);
    facts_keep_constant(c); // the body runs later
    check_function_body(c, n, &context);
    facts_restore(c, before);
    if (has_poison(type->u.function)) return expr_poison(c);
    if (!result && context.inferred) {
        FunctionType inferred = *type->u.function;
        inferred.result = inferred_result(c, n, context.inferred);
        symbol->type = type_function(c->types, &inferred);
    }
    bool captures = symbol->captures.len > 0; // then it is a value also for C
    if (want && !seam) return captures ? function_value_type(c, symbol->type, NULL) : symbol->type;
    return value_type(c, n, seam);
}
