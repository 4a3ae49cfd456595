// Functions as values (LANGUAGE 3, 5): what type a function's name has, which function types become
// which, and the lambdas that the compiler writes where a value is called otherwise than it is
// used: with fewer parameters, other types, or as the method of an object.
#include "check/body/body.h"
#include "check/body/throws.h"
#include "check/expr/expr.h"

// Calls by name know more than its values tell: these have no names of parameters, no default
// values, and throw what `as` says; NULL: whatever.
const Type *function_value_type(Checker *c, const Type *t, const FunctionType *as) {
    if (!t || t->kind != TYPE_FUNCTION) return t ? t : expr_poison(c);
    FunctionType f = *t->u.function;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, f.param_count + 1);
    for (uint32_t i = 0; i < f.param_count; i++)
        params[i] = (TypeParam){.type = f.params[i].type, .is_rest = f.params[i].is_rest};
    f.params = params;
    f.throws = as ? as->throws : c->types->error_interface;
    f.open = as ? as->open : true;
    return type_function(c->types, &f);
}

Symbol *function_named(const Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    Symbol *s = n->kind == NODE_NAME     ? n->u.name.symbol
                : n->kind == NODE_MEMBER ? n->u.member.symbol
                                         : NULL;
    return s && (s->kind == SYMBOL_FUNCTION || s->kind == SYMBOL_METHOD) && !s->c ? s : NULL;
}

const Node *function_known_lambda(Checker *c, const Node *n) {
    enum { NAMES = 8 };
    for (int i = 0; i < NAMES; i++) {
        while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
        const Symbol *s = n->kind == NODE_NAME ? n->u.name.symbol : NULL;
        bool constant = s && (s->kind == SYMBOL_LOCAL || s->kind == SYMBOL_GLOBAL) &&
                        !(s->flags & SYMBOL_LET) && s->node && s->node->kind == NODE_VAR;
        if (!constant || !s->node->u.var.init) return NULL;
        const Node *lambda = lambda_of_constant(s->node);
        const Symbol *function = lambda ? lambda->u.lambda.symbol : NULL;
        bool fits = function && s->type && s->type->kind == TYPE_FUNCTION &&
                    function->type->kind == TYPE_FUNCTION &&
                    type_same_function(s->type, function_value_type(c, function->type, NULL));
        if (lambda) return fits ? lambda : NULL;
        n = s->node->u.var.init;
    }
    return NULL;
}

// ---- what becomes what ----

static bool result_fits(Checker *c, const Type *own, const Type *want) {
    if (want->kind == TYPE_VOID || own->kind == TYPE_NEVER) return true;
    return own->kind != TYPE_VOID && convert_exists(c, own, want);
}

// `own` can be called where `want` is: it takes what it is given, or less.
static bool function_fits(Checker *c, const FunctionType *own, const FunctionType *want) {
    for (uint32_t i = 0; i < own->param_count; i++) {
        const TypeParam *p = &own->params[i];
        if (i >= want->param_count) {
            if (!p->has_default) return false;
        } else if (p->is_rest != want->params[i].is_rest ||
                   !convert_exists(c, want->params[i].type, p->type)) {
            return false;
        }
    }
    return result_fits(c, own->result, want->result);
}

static bool throws_more(const Checker *c, const FunctionType *a, const FunctionType *b) {
    return a->throws && a->throws != b->throws && b->throws != c->types->error_interface;
}

// ---- adapters ----

static Node *new_name(Checker *c, Name name, Span span) {
    Node *n = node_new(c->arena, NODE_NAME, span);
    n->u.name.name = name;
    return n;
}

// `(argument_1, ..) => callee(argument_1, ..)`. `own` NULL: none of them is the rest.
static Node *forwarding_lambda(Checker *c, Node *callee, const FunctionType *own, uint32_t count) {
    Span span = callee->span;
    Node *lambda = node_new(c->arena, NODE_LAMBDA, span);
    Node *call = node_new(c->arena, NODE_CALL, span);
    call->u.call.callee = callee;
    for (uint32_t i = 0; i < count; i++) {
        Name name = intern_text(&c->session->names, arena_printf(c->arena, "argument_%u", i + 1));
        Node *bind = node_new(c->arena, NODE_PATTERN_BIND, span);
        bind->u.bind.name = name;
        Node *param = node_new(c->arena, NODE_PARAM, span);
        param->u.param.pattern = bind;
        VEC_PUSH(c->arena, &lambda->u.lambda.params, param);
        Node *arg = node_new(c->arena, NODE_ARG, span), *value = new_name(c, name, span);
        if (own && own->params[i].is_rest) {
            param->u.param.flags |= DECL_REST;
            Node *spread = node_new(c->arena, NODE_SPREAD, span);
            spread->u.wrap.operand = value;
            value = spread;
        }
        arg->u.arg.value = value;
        VEC_PUSH(c->arena, &call->u.call.args, arg);
    }
    lambda->u.lambda.body = call;
    return lambda;
}

// A constant that holds what stands in *slot, in a scope of its own that is left open.
static Symbol *bound_constant(Checker *c, Node **slot) {
    Name name = intern_text(&c->session->names, "bound");
    Span span = (*slot)->span;
    Node *var = node_new(c->arena, NODE_VAR, span); // which throws.c looks for
    var->u.var.init = *slot;
    Symbol *s = symbol_new(c->arena, SYMBOL_LOCAL, name, span);
    s->type = (*slot)->type;
    s->flags = SYMBOL_CHECKED | SYMBOL_USED;
    s->module = c->module;
    s->node = var;
    c->scope = scope_new(c->arena, c->scope);
    scope_add(c->scope, s);
    return s;
}

static const Type *put_adapter(Checker *c, Node **slot, Node *lambda, Symbol *bound,
                               const Type *to) {
    Node *n = node_new(c->arena, NODE_CONVERT, (*slot)->span);
    n->u.convert.kind = CONVERT_FUNCTION;
    n->u.convert.operand = bound ? *slot : NULL;
    n->u.convert.adapter = lambda;
    n->u.convert.bound = bound;
    n->type = check_expr(c, &n->u.convert.adapter, to);
    *slot = n;
    return n->type;
}

// A function that is called with other arguments than it takes.
static void adapt(Checker *c, Node **slot, const Type *to) {
    const FunctionType *own = (*slot)->type->u.function, *want = to->u.function;
    uint32_t count = own->param_count < want->param_count ? own->param_count : want->param_count;
    Scope *scope = c->scope;
    Symbol *bound = function_named(*slot) ? NULL : bound_constant(c, slot);
    Node *callee = bound ? new_name(c, bound->name, (*slot)->span) : *slot;
    put_adapter(c, slot, forwarding_lambda(c, callee, own, count), bound, to);
    c->scope = scope;
}

bool function_convert(Checker *c, Node **slot, const Type *from, const Type *to) {
    const FunctionType *want = to->u.function;
    const Symbol *named = slot ? function_named(*slot) : NULL;
    const Node *lambda = slot && !named ? function_known_lambda(c, *slot) : NULL;
    if (lambda) named = lambda->u.lambda.symbol;
    const Type *declared = named && named->type->kind == TYPE_FUNCTION ? named->type : from;
    bool same = type_same_function(from, to);
    if (!same && !function_fits(c, declared->u.function, want)) return false;
    if (!slot) return true;
    if (throws_more(c, from->u.function, want)) throws_require_value(c, *slot, to);
    if (same) convert_wrap(c, slot, CONVERT_POINTER, to);
    else adapt(c, slot, to);
    if ((*slot)->type != to && (*slot)->type->kind != TYPE_POISON)
        convert_wrap(c, slot, CONVERT_POINTER, to);
    return true;
}

// ---- functions behind an address ----

// What C has for a parameter or result of Seam's; NULL: nothing.
static const Type *c_type_of(Checker *c, const Type *t) {
    uint64_t size;
    uint32_t align;
    const Type *plain = type_strip(t);
    if (t->kind == TYPE_STRING) return type_basic(c->types, CSTRING);
    if (type_is_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL ||
        t->kind == TYPE_CENUM || type_is_c_pointer(plain))
        return t;
    bool record = t->kind == TYPE_STRUCT || t->kind == TYPE_UNION;
    return record && type_c_layout(t, &size, &align) ? t : NULL;
}

static const Type *report_shape(Checker *c, const Node *symbol, const Type *to, const Type *part) {
    const Instance *i = c->instance;
    Span span = i && i->arg_count ? i->span : symbol->span;
    Diag *g = diag_error(&c->session->diags, E0658, span, "C has no function of the type `%s`",
                         expr_type_text(c, to));
    if (!part) diag_help(g, "name a function's type: `get<(x: float) => float>(..)`");
    else if (part->kind == TYPE_STRING)
        diag_help(g, "a result is a `CString?`: `toString()` copies it");
    else
        diag_note(g,
                  "parameters and results are numbers, bools, C's pointers and structs; `%s` is "
                  "none of them",
                  expr_type_text(c, part));
    return expr_poison(c);
}

const Type *function_of_symbol(Checker *c, Node **slot, const Type *to) {
    if (to->kind != TYPE_FUNCTION) return report_shape(c, *slot, to, NULL);
    const FunctionType *f = to->u.function;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, f->param_count + 1);
    for (uint32_t i = 0; i < f->param_count; i++) {
        params[i] = (TypeParam){.type = c_type_of(c, f->params[i].type)};
        if (!params[i].type) return report_shape(c, *slot, to, f->params[i].type);
    }
    bool nothing = f->result->kind == TYPE_VOID;
    const Type *result = nothing ? f->result : c_type_of(c, f->result);
    if (!result || f->result->kind == TYPE_STRING) return report_shape(c, *slot, to, f->result);
    FunctionType of_c = {.params = params, .param_count = f->param_count, .result = result};
    Scope *scope = c->scope;
    Symbol *bound = bound_constant(c, slot); // which keeps the library open
    Node *address = node_new(c->arena, NODE_MEMBER, (*slot)->span);
    address->u.member.object = new_name(c, bound->name, (*slot)->span);
    address->u.member.name = intern_text(&c->session->names, "address");
    Node *code = node_new(c->arena, NODE_AS, (*slot)->span);
    code->u.as.expr = address;
    code->type = type_cfn(c->types, &of_c);
    put_adapter(c, slot, forwarding_lambda(c, code, NULL, f->param_count), bound, to);
    c->scope = scope;
    return (*slot)->type;
}

const Type *function_join(Checker *c, const Type *a, const Type *b) {
    if (!type_same_function(a, b)) return NULL;
    const FunctionType *f = a->u.function, *g = b->u.function;
    if (!throws_more(c, g, f)) return a;
    if (!throws_more(c, f, g)) return b;
    FunctionType both = *f;
    both.throws = c->types->error_interface;
    return type_function(c->types, &both);
}

static uint32_t count_params(const NodeList *params) {
    uint32_t count = params->len;
    const Node *last = count ? params->items[count - 1] : NULL;
    bool rest = last && last->kind == NODE_PARAM && last->u.param.flags & DECL_REST;
    return count - rest;
}

enum { NOT_CALLABLE = -1 };

static int64_t params_of(const Symbol *s) {
    bool generic = s && (s->kind == SYMBOL_FUNCTION || s->kind == SYMBOL_METHOD) && s->generic;
    return generic && !s->c ? (int64_t)count_params(&s->node->u.function.params) : NOT_CALLABLE;
}

// ---- methods ----

const Type *function_of_method(Checker *c, Node **slot, Symbol *method, const Type *expected) {
    Node *member = *slot;
    const Type *t = method->type, *to = type_strip(expected);
    if (!method->generic && t->kind != TYPE_FUNCTION) return expr_poison(c);
    const FunctionType *own = method->generic ? NULL : t->u.function;
    uint32_t count = own ? own->param_count : (uint32_t)params_of(method),
             want = to->u.function->param_count;
    if (count > want) count = want;
    Node **object = &member->u.member.object;
    Scope *scope = c->scope;
    Symbol *bound = bound_constant(c, object);
    Node *callee = node_new(c->arena, NODE_MEMBER, member->span);
    callee->u.member.object = new_name(c, bound->name, (*object)->span);
    callee->u.member.name = member->u.member.name;
    callee->u.member.name_span = member->u.member.name_span;
    Node *lambda = forwarding_lambda(c, callee, own, count);
    *slot = *object;
    t = put_adapter(c, slot, lambda, bound, to);
    c->scope = scope;
    return t;
}

// ---- what only a call makes definite: variants with a payload, and generic functions ----

static int64_t variant_params(const Node *variant) {
    uint32_t count = count_params(&variant->u.variant.params);
    return count ? (int64_t)count : NOT_CALLABLE; // without a payload it is a value
}

// Of a type: a variant, or a static method with type parameters.
static int64_t params_of_member(const Symbol *owner, Name name) {
    const Node *n = owner->kind == SYMBOL_TYPE ? owner->node : NULL;
    bool is_enum = n && n->kind == NODE_ENUM;
    bool is_record = n && (n->kind == NODE_CLASS || n->kind == NODE_STRUCT);
    if (!is_enum && !is_record) return NOT_CALLABLE;
    for (uint32_t i = 0; is_enum && i < n->u.enum_.variants.len; i++)
        if (n->u.enum_.variants.items[i]->u.variant.name == name)
            return variant_params(n->u.enum_.variants.items[i]);
    const NodeList *members = is_enum ? &n->u.enum_.members : &n->u.record.members;
    for (uint32_t i = 0; i < members->len; i++) {
        const Node *m = members->items[i];
        if (m->kind == NODE_FUNCTION && m->u.function.name == name &&
            m->u.function.flags & DECL_STATIC && m->u.function.type_params.len)
            return count_params(&m->u.function.params);
    }
    return NOT_CALLABLE;
}

static int64_t params_of_builtin(Checker *c, BuiltinId id) {
    bool called = id != BUILTIN_NONE && !builtin_is_property(id);
    return called ? (int64_t)builtin_params(c, id) : NOT_CALLABLE;
}

static int64_t params_of_symbol(Checker *c, const Symbol *s) {
    if (s && s->kind == SYMBOL_BUILTIN) return params_of_builtin(c, s->builtin);
    bool converts = s && s->kind == SYMBOL_TYPE && s->type && convert_is_numeric(s->type);
    return converts ? 1 : params_of(s);
}

// How many parameters it takes; NOT_CALLABLE: it is none of these.
static int64_t callable_params(Checker *c, Node *n) {
    if (n->kind == NODE_NAME)
        return call_result_of(c, n->u.name.name)
                   ? 1
                   : params_of_symbol(c, scope_find(c->scope, n->u.name.name));
    if (n->kind != NODE_MEMBER || n->u.member.optional) return NOT_CALLABLE;
    const Symbol *owner = member_static(c, n->u.member.object);
    if (!owner) return NOT_CALLABLE;
    if (owner->kind == SYMBOL_NAMESPACE) return params_of_symbol(c, member_peek(c, n));
    bool builtin = owner->kind == SYMBOL_TYPE && owner->type;
    BuiltinId id =
        builtin ? builtin_of_type(c, owner->type, n->u.member.name) : (BuiltinId)BUILTIN_NONE;
    return id != BUILTIN_NONE ? params_of_builtin(c, id)
                              : params_of_member(owner, n->u.member.name);
}

bool function_forward(Checker *c, Node **slot, const Type *expected) {
    const Type *t = expected ? type_strip(expected) : NULL;
    if (!t || t->kind != TYPE_FUNCTION || !*slot) return false;
    int64_t own = callable_params(c, *slot), want = t->u.function->param_count;
    if (own == NOT_CALLABLE) return false;
    *slot = forwarding_lambda(c, *slot, NULL, (uint32_t)(own < want ? own : want));
    return true;
}
