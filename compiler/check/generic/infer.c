// Type arguments of calls. Each argument is held against its parameter's type, and what stands for
// a type parameter there is its argument: first those that are no lambdas (literals after values
// that have a type of their own), then lambdas, whose parameters are known by then; what is
// expected of the result helps last, or where a lambda needs it.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"

// ---- unification ----

static int index_of(const Generic *g, const Type *param) {
    for (uint32_t i = 0; i < g->count; i++)
        if (g->types[i] == param) return (int)i;
    return -1;
}

static bool unify_nominal(Checker *c, const Generic *g, const Type **bound, const Type *pattern,
                          const Type *given) {
    const Nominal *n = pattern->u.nominal;
    if (!n->arg_count) return pattern == given || convert_exists(c, given, pattern);
    bool nominal = given->kind == TYPE_STRUCT || given->kind == TYPE_CLASS ||
                   given->kind == TYPE_INTERFACE || given->kind == TYPE_ENUM;
    const Type *same = nominal && given->u.nominal->generic == n->generic ? given
                       : pattern->kind == TYPE_INTERFACE ? generic_interface(c, given, n->generic)
                                                         : NULL;
    const Type *item = !same && iterable_is(pattern) ? iterable_builtin_item(c, given) : NULL;
    if (item) return generic_unify(c, g, bound, n->args[0], item);
    if (!same) return false;
    bool fits = true;
    for (uint32_t i = 0; i < n->arg_count; i++)
        fits = generic_unify(c, g, bound, n->args[i], same->u.nominal->args[i]) && fits;
    return fits;
}

static bool unify_function(Checker *c, const Generic *g, const Type **bound,
                           const FunctionType *want, const FunctionType *given) {
    bool fits = given->param_count <= want->param_count;
    for (uint32_t i = 0; fits && i < given->param_count; i++)
        fits = generic_unify(c, g, bound, want->params[i].type, given->params[i].type);
    if (!fits || !want->result || want->result->kind == TYPE_VOID) return fits;
    return given->result && generic_unify(c, g, bound, want->result, given->result);
}

static bool unify_param(Checker *c, const Type **bound, const Type *given) {
    if (given->kind == TYPE_NULL || given->kind == TYPE_VOID) return false;
    if (given->kind == TYPE_NEVER) return true;
    if (!*bound) *bound = given->kind == TYPE_UNSURE ? given->u.elem : given;
    return *bound == given || convert_exists(c, given, *bound);
}

bool generic_unify(Checker *c, const Generic *g, const Type **bound, const Type *pattern,
                   const Type *given) {
    int param = pattern->kind == TYPE_PARAM ? index_of(g, pattern) : -1;
    if (param >= 0) return unify_param(c, &bound[param], given);
    if (given->kind == TYPE_POISON) return true;
    // Within its own draft a parameter's type may be the argument's: `f(x)` in `f<T>(x: T)`.
    if (pattern == given && (pattern->kind == TYPE_PARAM || !type_has_param(pattern))) return true;
    if (!type_has_param(pattern)) return convert_exists(c, given, pattern);
    switch ((int)pattern->kind) {
    case TYPE_OPTION:
        if (given->kind == TYPE_NULL) return true;
        return generic_unify(c, g, bound, pattern->u.elem,
                             given->kind == TYPE_OPTION ? given->u.elem : given);
    case TYPE_VIEW:
        if (given->kind == TYPE_ARRAY)
            return generic_unify(c, g, bound, pattern->u.elem, given->u.elem);
        break;
    case TYPE_STRUCT:
    case TYPE_CLASS:
    case TYPE_ENUM:
    case TYPE_INTERFACE: return unify_nominal(c, g, bound, pattern, given);
    }
    if (pattern->kind != given->kind || (given->is_view && !pattern->is_view)) return false;
    switch ((int)pattern->kind) {
    case TYPE_MAP:
        return generic_unify(c, g, bound, pattern->u.map.key, given->u.map.key) &&
               generic_unify(c, g, bound, pattern->u.map.value, given->u.map.value);
    case TYPE_TUPLE:
        for (uint32_t i = 0; i < pattern->u.tuple.count; i++)
            if (i >= given->u.tuple.count ||
                !generic_unify(c, g, bound, pattern->u.tuple.items[i], given->u.tuple.items[i]))
                return false;
        return pattern->u.tuple.count == given->u.tuple.count;
    case TYPE_FUNCTION: return unify_function(c, g, bound, pattern->u.function, given->u.function);
    case TYPE_CARRAY:
        return pattern->u.carray.count == given->u.carray.count &&
               generic_unify(c, g, bound, pattern->u.carray.elem, given->u.carray.elem);
    case TYPE_ARRAY:
    case TYPE_VIEW:
    case TYPE_SET:
    case TYPE_WEAK:
    case TYPE_RANGE:
    case TYPE_CPTR: return generic_unify(c, g, bound, pattern->u.elem, given->u.elem);
    }
    return false;
}

// ---- a call ----

typedef struct Inference {
    Checker *c;
    Node *call;
    const Generic *g;
    const FunctionType *type; // of the draft, or of its constructor
    const Node *declaration;
    uint32_t skip;      // parameters that are no arguments: `this`
    const Type **bound; // by type parameter; NULL: not known yet
    const Type *expected;
    bool used_expected;
    bool failed; // and reported
} Inference;

// What the parameter's type is as far as is known.
static const Type *so_far(const Inference *i, const Type *t) {
    Substitution by = {i->g->types, i->bound, i->g->count};
    return generic_substitute(i->c, t, &by);
}

static bool is_open(const Inference *i, const Type *t) {
    for (uint32_t k = 0; k < i->g->count; k++)
        if (!i->bound[k] && type_mentions(t, i->g->types[k])) return true;
    return false;
}

// For the parameters that `within` mentions; NULL: for all.
static void use_expected_within(Inference *i, const Type *within) {
    if (i->used_expected || !i->expected) return;
    i->used_expected = !within;
    const Type **bound = ARENA_ARRAY(&i->c->session->scratch, const Type *, i->g->count);
    const Type *result = i->type->result;
    const Type *plain = result->kind == TYPE_OPTION ? i->expected : type_strip(i->expected);
    if (!generic_unify(i->c, i->g, bound, result, plain)) return;
    for (uint32_t k = 0; k < i->g->count; k++)
        if (!i->bound[k] && (!within || type_mentions(within, i->g->types[k])))
            i->bound[k] = bound[k];
}

static void use_expected(Inference *i) { use_expected_within(i, NULL); }

// Where an instance of this very type is expected, it decides: generics are invariant, but what
// goes in is converted. `return Err(new DbError())` in a function that gives a `Result<int,
// Error>`.
static void use_same_generic(Inference *i) {
    const Type *want = i->expected ? type_strip(i->expected) : NULL;
    bool record =
        want && (want->kind == TYPE_CLASS || want->kind == TYPE_STRUCT || want->kind == TYPE_ENUM);
    if (record && want->u.nominal->generic == i->g->symbol) use_expected(i);
}

// The type of the parameter that an argument is for; NULL: none, which binding reports.
static const Type *param_type(const Inference *i, const Node *arg, uint32_t position) {
    const FunctionType *f = i->type;
    if (arg->u.arg.name) {
        for (uint32_t k = i->skip; k < f->param_count; k++)
            if (f->params[k].name == arg->u.arg.name) return f->params[k].type;
        return NULL;
    }
    uint32_t index = position + i->skip;
    if (f->param_count > i->skip && index >= f->param_count - 1 &&
        f->params[f->param_count - 1].is_rest) {
        const Type *rest = f->params[f->param_count - 1].type;
        return rest->kind == TYPE_ARRAY ? rest->u.elem : NULL;
    }
    return index < f->param_count ? f->params[index].type : NULL;
}

static const Type *lambda_context(Inference *i, const Type *type) {
    const Type *known = so_far(i, type);
    if (type_strip(known)->kind != TYPE_FUNCTION) return known;
    FunctionType f = *type_strip(known)->u.function;
    if (f.result && is_open(i, f.result)) f.result = NULL; // what the lambda gives
    return type_function(i->c->types, &f);
}

// What is expected of the call would have the lambda give this; NULL: nothing.
static const Type *lambda_hint(Inference *i, const Type *type) {
    const Type *plain = type_strip(type), *result = i->type->result;
    if (!i->expected || plain->kind != TYPE_FUNCTION || !plain->u.function->result) return NULL;
    const Type **bound = ARENA_ARRAY(&i->c->session->scratch, const Type *, i->g->count);
    bool whole = result->kind == TYPE_OPTION || result->kind == TYPE_PARAM;
    const Type *wanted = whole ? i->expected : type_strip(i->expected);
    if (!generic_unify(i->c, i->g, bound, result, wanted)) return NULL;
    for (uint32_t k = 0; k < i->g->count; k++)
        if (i->bound[k]) bound[k] = i->bound[k];
    Substitution by = {i->g->types, bound, i->g->count};
    const Type *hint = generic_substitute(i->c, plain->u.function->result, &by);
    for (uint32_t k = 0; k < i->g->count; k++)
        if (type_mentions(hint, i->g->types[k])) return NULL;
    return hint;
}

// `r.flatMap(x => Ok(x + 1))`: of the Result that it is to give one half is known.
static void tell_halves(const Inference *i, Node *lambda, const Type *type) {
    const Type *plain = type_strip(so_far(i, type));
    const Type *result = plain->kind == TYPE_FUNCTION ? plain->u.function->result : NULL;
    if (!result || !result_is(result)) return;
    for (int half = 0; half < 2; half++) {
        const Type *t = result->u.nominal->args[half];
        lambda->u.lambda.told[half] = is_open(i, t) ? NULL : t;
    }
}

// A lambda's own parameters must be known, by their types or from the others.
static bool is_ready(Inference *i, const Node *lambda, const Type *type) {
    const Type *plain = type_strip(so_far(i, type));
    if (plain->kind != TYPE_FUNCTION) return true;
    const FunctionType *f = plain->u.function;
    for (uint32_t k = 0; k < lambda->u.lambda.params.len && k < f->param_count; k++)
        if (!lambda->u.lambda.params.items[k]->u.param.type && is_open(i, f->params[k].type))
            return false;
    return true;
}

static void report_conflict(Inference *i, const Node *value, const Type *type) {
    Checker *c = i->c;
    i->failed = true;
    if (value->type->kind == TYPE_POISON) return;
    const Type *result =
        value->type->kind == TYPE_FUNCTION ? value->type->u.function->result : NULL;
    if (result && result->kind == TYPE_VOID && type->kind == TYPE_FUNCTION) {
        Diag *g = diag_error(&c->session->diags, E0270, value->span,
                             "this gives no value, and `%s` needs one", i->g->symbol->name->text);
        if (strcmp(i->g->symbol->name->text, "attempt") == 0) {
            g->message = "`try` gives what a call results in, and this one gives nothing";
            diag_help(g, "write the statement: `try { .. } catch (e) { .. }`");
        }
        return;
    }
    mismatch_report(c, value, so_far(i, type), "the argument");
}

// `xs.reduce(f)`: what the lambda is called with would follow from the argument that is not there.
static const TypeParam *missing_param(const Inference *i) {
    uint32_t given = i->call->u.call.args.len + i->skip;
    if (given >= i->type->param_count) return NULL;
    const TypeParam *p = &i->type->params[given];
    return p->has_default || p->is_rest ? NULL : p;
}

static void report_not_ready(Inference *i, const Node *lambda) {
    Diags *diags = &i->c->session->diags;
    const char *name = i->g->symbol->name->text;
    const TypeParam *missing = missing_param(i);
    i->failed = true;
    if (missing && missing->name) {
        Diag *g = diag_error(diags, E0305, i->call->span, "`%s` misses an argument: `%s: %s`", name,
                             missing->name->text, expr_type_text(i->c, missing->type));
        expr_label_symbol(i->c, g, i->g->symbol);
        return;
    }
    Diag *g = diag_error(diags, E0220, lambda->span,
                         "nothing says what types the parameters of this function have");
    diag_help(g, "write them: `(x: int) => ..`; or write the type arguments: `%s<..>(..)`", name);
}

// `xs.map(Ok)`: what is expected of the call tells what the variant does not.
static bool makes_variant(Inference *i, const Node *lambda) {
    const Node *body = lambda->u.lambda.body;
    if (body->kind != NODE_CALL || body->span.start != lambda->span.start) return false;
    const Node *callee = body->u.call.callee;
    return callee->kind == NODE_MEMBER ||
           (callee->kind == NODE_NAME && call_result_of(i->c, callee->u.name.name));
}

// `...xs`, for a rest parameter.
static void take_spread(Inference *i, Node *spread, const Type *type) {
    const Type *item = spread_check(i->c, spread, is_open(i, type) ? NULL : so_far(i, type));
    if (item->kind == TYPE_POISON) i->failed = true;
    else if (!generic_unify(i->c, i->g, i->bound, type, item) && is_open(i, type))
        report_conflict(i, spread, type);
}

// `xs.map(a.inc)`: a method's result is not known before it is a function of what it is called
// with.
static bool is_method_value(Inference *i, const Node *value, const Type *type) {
    const Type *plain = type_strip(so_far(i, type));
    if (value->kind != NODE_MEMBER || plain->kind != TYPE_FUNCTION) return false;
    const FunctionType *f = plain->u.function;
    for (uint32_t k = 0; k < f->param_count; k++)
        if (is_open(i, f->params[k].type)) return false;
    return true;
}

static const Type *take_value(Inference *i, Node **value, const Type *type, const Type *context) {
    if (!context && type_strip(so_far(i, type))->kind == TYPE_TUPLE)
        return (*value)->type = expr_taken_apart(i->c, value); // `[1, 2]` for a `[A, B]`
    return check_expr(i->c, value, context);
}

static void take(Inference *i, Node *arg, const Type *type) {
    Node **value = &arg->u.arg.value;
    if ((*value)->kind == NODE_SPREAD) {
        take_spread(i, *value, type);
        return;
    }
    bool lambda = (*value)->kind == NODE_LAMBDA;
    if (lambda && makes_variant(i, *value)) use_expected(i);
    const Type *known = so_far(i, type);
    const Type *context = lambda ? lambda_context(i, type) : is_open(i, known) ? NULL : known;
    if (lambda && !is_ready(i, *value, type)) use_expected(i);
    if (lambda && !is_ready(i, *value, type)) {
        report_not_ready(i, *value);
        return;
    }
    if (lambda || is_method_value(i, *value, type)) context = lambda_context(i, type);
    if (lambda) {
        (*value)->u.lambda.hint = lambda_hint(i, type);
        tell_halves(i, *value, type);
    }
    const Type *given = take_value(i, value, type, context);
    arg->u.arg.checked = !literal_is_flexible(*value);
    if (given->kind == TYPE_POISON) i->failed = true;
    else if (!generic_unify(i->c, i->g, i->bound, type, given) && is_open(i, known))
        report_conflict(i, *value, type);
}

enum { RANK_LATE = LITERAL_RANK_MAX + 1, RANK_LAMBDA };

static bool is_empty_literal(const Node *n) {
    return n->kind == NODE_NULL || (n->kind == NODE_ARRAY && n->u.array.items.len == 0) ||
           (n->kind == NODE_MAP && n->u.map.entries.len == 0) ||
           (n->kind == NODE_STRUCT_LITERAL && !n->u.struct_literal.type);
}

// `Tree.Leaf`, `Ok(1)`: what it is, others tell; or `f` itself takes it as any `T`.
static bool is_open_value(Inference *i, Node *n) {
    bool result = n->kind == NODE_CALL && n->u.call.callee && n->u.call.callee->kind == NODE_NAME;
    return (result || n->kind == NODE_MEMBER) && call_is_open_variant(i->c, n);
}

// `1`, and `[1, [2.5]]`.
static bool is_of_numbers(const Node *n) {
    if (n->kind != NODE_ARRAY) return literal_is_flexible(n);
    for (uint32_t i = 0; i < n->u.array.items.len; i++)
        if (!is_of_numbers(n->u.array.items.items[i])) return false;
    return n->u.array.items.len > 0;
}

static int rank_of(Inference *i, Node *value) {
    if (value->kind == NODE_LAMBDA) return RANK_LAMBDA;
    bool late = is_empty_literal(value) || is_open_value(i, value);
    if (value->kind == NODE_ARRAY && is_of_numbers(value)) return LITERAL_RANK_MAX;
    return late ? RANK_LATE : literal_rank(value);
}

// Numbers that fit their context: `const c: Cell<float> = new Cell(1)`.
static void use_expected_of_literals(Inference *i) {
    const NodeList *args = &i->call->u.call.args;
    for (uint32_t k = 0; k < args->len; k++) {
        const Type *type = param_type(i, args->items[k], k);
        if (type && is_of_numbers(args->items[k]->u.arg.value)) use_expected_within(i, type);
    }
}

static void take_all(Inference *i) {
    NodeList *args = &i->call->u.call.args;
    for (uint32_t k = 0; k < args->len; k++)
        if (!args->items[k]->u.arg.checked)
            function_forward(i->c, &args->items[k]->u.arg.value, param_type(i, args->items[k], k));
    for (int rank = 0; rank <= RANK_LAMBDA; rank++) {
        if (rank == 1) use_expected_of_literals(i);
        for (uint32_t k = 0; k < args->len && !i->failed; k++) {
            Node *arg = args->items[k];
            const Type *type = param_type(i, arg, k);
            if (!type || arg->u.arg.checked || rank_of(i, arg->u.arg.value) != rank) continue;
            if (rank == RANK_LATE) {
                if (is_open(i, type)) use_expected(i);
                if (is_open(i, type)) continue; // the lambdas may tell
            }
            if (rank == RANK_LAMBDA || rank <= LITERAL_RANK_MAX) take(i, arg, type);
        }
    }
    use_expected(i);
}

static const char *missing_text(Inference *i) {
    const char *text = NULL;
    for (uint32_t k = 0; k < i->g->count; k++) {
        if (i->bound[k]) continue;
        const char *name = i->g->types[k]->u.param.name->text;
        text = text ? arena_printf(&i->c->session->scratch, "%s`, `%s", text, name) : name;
    }
    return text;
}

static bool is_result(const Inference *i) { return i->type->result && result_is(i->type->result); }

static Symbol *finish(Inference *i) {
    Checker *c = i->c;
    const char *missing = i->failed ? NULL : missing_text(i);
    if (missing) {
        bool is_new = i->call->kind == NODE_NEW;
        Diag *g = diag_error(&c->session->diags, E0220, i->call->span,
                             "nothing says what `%s` is here", missing);
        bool is_literal = i->call->kind == NODE_CALL && !i->call->u.call.callee;
        bool is_half = is_result(i);
        if (is_half)
            diag_help(g, "write what it is of: `const r: Result<int, string> = ..`, or the result "
                         "of the function");
        else
            diag_help(g, is_literal ? "write it: `%s%s<..> { .. }`" : "write it: `%s%s<..>(..)`",
                      is_new ? "new " : "", i->g->symbol->name->text);
        diag_label(g, i->g->symbol->span, "declared here");
        i->failed = true;
    }
    if (i->failed) {
        for (uint32_t k = 0; k < i->call->u.call.args.len; k++) {
            Node *arg = i->call->u.call.args.items[k];
            bool wants_context =
                arg->u.arg.value->kind == NODE_LAMBDA || arg->u.arg.value->kind == NODE_ADDRESS;
            if (!arg->u.arg.checked && !wants_context && !arg->u.arg.value->type)
                check_expr(c, &arg->u.arg.value, expr_poison(c));
        }
        return NULL;
    }
    return check_instance(c, i->g->symbol, i->bound, i->g->count, i->call->span);
}

// `Pair<A, B>`: the parameters that are to be given; of a method's those of its own.
static void help_count(Checker *c, Diag *d, const Generic *g, uint32_t open) {
    const char *list = "";
    for (uint32_t i = g->count - open; i < g->count; i++)
        list = arena_printf(&c->session->scratch, "%s%s%s", list, *list ? ", " : "",
                            g->types[i]->u.param.name->text);
    if (open) diag_help(d, "write one for each of `<%s>`", list);
    else diag_help(d, "write `%s` alone", g->symbol->name->text);
}

static void start(Inference *i) {
    i->bound = ARENA_ARRAY(&i->c->session->scratch, const Type *, i->g->count);
}

Symbol *generic_explicit(Checker *c, Symbol *generic, const NodeList *args, Span span) {
    Generic *g = generic->generic;
    const Type **types = ARENA_ARRAY(&c->session->scratch, const Type *, args->len);
    bool known = true;
    for (uint32_t i = 0; i < args->len; i++) {
        types[i] = check_type(c, args->items[i]);
        known &= types[i]->kind != TYPE_POISON;
    }
    if (args->len != g->count) {
        Diag *d = diag_error(&c->session->diags, E0202, span,
                             g->count ? "`%s` takes %u type argument%s, not %u"
                                      : "`%s` takes no type arguments",
                             generic->name->text, g->count, g->count == 1 ? "" : "s", args->len);
        expr_label_symbol(c, d, generic);
        help_count(c, d, g, g->count);
        return NULL;
    }
    return known ? check_instance(c, generic, types, args->len, span) : NULL;
}

// `f<int>(x)`: for the parameters that the receiver does not decide. False after a diagnostic.
static bool take_written(Inference *i) {
    const NodeList *args = &i->call->u.call.type_args;
    uint32_t open = 0, used = 0;
    for (uint32_t k = 0; k < i->g->count; k++) open += !i->bound[k];
    if (args->len != open) {
        Diag *g = diag_error(&i->c->session->diags, E0202, i->call->span,
                             open ? "`%s` takes %u type argument%s, not %u"
                                  : "`%s` takes no type arguments",
                             i->g->symbol->name->text, open, open == 1 ? "" : "s", args->len);
        expr_label_symbol(i->c, g, i->g->symbol);
        help_count(i->c, g, i->g, open);
        return false;
    }
    for (uint32_t k = 0; k < i->g->count; k++)
        if (!i->bound[k]) i->bound[k] = check_type(i->c, args->items[used++]);
    return true;
}

Symbol *generic_infer_call(Checker *c, Node *call, Symbol *generic, const Type *receiver,
                           const Type *expected) {
    Symbol *draft = generic_draft(c, generic);
    check_symbol(c, draft);
    if (draft->type->kind != TYPE_FUNCTION) return NULL;
    Inference i = {.c = c,
                   .call = call,
                   .g = generic->generic,
                   .type = draft->type->u.function,
                   .declaration = draft->node,
                   .skip = receiver != NULL,
                   .expected = expected};
    start(&i);
    if (receiver) generic_unify(c, i.g, i.bound, i.type->params[0].type, receiver);
    if (call->u.call.type_args.len) {
        if (!take_written(&i)) return NULL;
    } else if (i.g->count) {
        take_all(&i);
    }
    return finish(&i);
}

Symbol *generic_infer_new(Checker *c, Node *call, Symbol *generic, const Type *expected) {
    Symbol *draft = generic_draft(c, generic);
    check_symbol(c, draft);
    Symbol *constructor =
        nominal_method(draft->type->u.nominal, intern_text(&c->session->names, "constructor"));
    if (constructor) check_symbol(c, constructor);
    FunctionType implicit = {.result = draft->type};
    bool typed = constructor && constructor->type->kind == TYPE_FUNCTION;
    Inference i = {.c = c,
                   .call = call,
                   .g = generic->generic,
                   .type = typed ? constructor->type->u.function : &implicit,
                   .expected = expected};
    start(&i);
    use_same_generic(&i);
    take_all(&i);
    return finish(&i);
}

Symbol *generic_infer_variant(Checker *c, Node *call, Symbol *generic, Name variant,
                              const Type *expected) {
    Symbol *draft = generic_draft(c, generic);
    check_symbol(c, draft);
    const Nominal *n = draft->type->u.nominal;
    const Symbol *found = NULL;
    for (uint32_t i = 0; i < n->variants.len; i++)
        if (n->variants.items[i].name == variant) found = n->variants.items[i].symbol;
    if (!found || found->type->kind != TYPE_FUNCTION) {
        diag_error(&c->session->diags, E0301, call->u.call.callee->span,
                   "`%s` has no variant `%s` that carries values", generic->name->text,
                   variant->text);
        return NULL;
    }
    Inference i = {.c = c,
                   .call = call,
                   .g = generic->generic,
                   .type = found->type->u.function,
                   .expected = expected};
    start(&i);
    use_same_generic(&i);
    take_all(&i);
    return finish(&i);
}

// The fields are the parameters, and the arguments are named.
static const FunctionType *fields_as_params(Checker *c, const Type *record) {
    Arena *scratch = &c->session->scratch;
    const Nominal *n = record->u.nominal;
    FunctionType *f = ARENA_NEW(scratch, FunctionType);
    TypeParam *params = ARENA_ARRAY(scratch, TypeParam, n->fields.len);
    for (uint32_t i = 0; i < n->fields.len; i++) {
        check_symbol(c, n->fields.items[i].symbol);
        params[i] =
            (TypeParam){.name = n->fields.items[i].name, .type = n->fields.items[i].symbol->type};
    }
    *f = (FunctionType){.params = params, .param_count = n->fields.len, .result = record};
    return f;
}

Symbol *generic_infer_literal(Checker *c, Node *literal, Symbol *generic, const Type *expected) {
    Symbol *draft = generic_draft(c, generic);
    check_symbol(c, draft);
    Arena *scratch = &c->session->scratch;
    Node *call = node_new(scratch, NODE_CALL, literal->span);
    const NodeList *fields = &literal->u.struct_literal.fields;
    for (uint32_t i = 0; i < fields->len; i++) {
        Node *arg = node_new(scratch, NODE_ARG, fields->items[i]->span);
        arg->u.arg.name = fields->items[i]->u.field_init.name;
        arg->u.arg.value = fields->items[i]->u.field_init.value;
        VEC_PUSH(scratch, &call->u.call.args, arg);
    }
    Inference i = {.c = c,
                   .call = call,
                   .g = generic->generic,
                   .type = fields_as_params(c, draft->type),
                   .expected = expected};
    start(&i);
    use_same_generic(&i);
    take_all(&i);
    Symbol *s = finish(&i);
    for (uint32_t k = 0; k < fields->len; k++) {
        fields->items[k]->u.field_init.value = call->u.call.args.items[k]->u.arg.value;
        fields->items[k]->u.field_init.checked = call->u.call.args.items[k]->u.arg.checked;
    }
    return s;
}
