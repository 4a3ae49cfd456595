// Function values. A lambda becomes a function whose last parameter is its environment: an object
// of a class of its own, with a field for each variable that it captures. A variable that is
// assigned after it was captured lives in a cell, an object with one field, which the frame and the
// closures share; every other one is copied into the environment.
#include <string.h>

#include "check/check.h"
#include "mir/lower/lower.h"

// ---- the classes that lowering makes ----

static Nominal *new_class(Lower *l, const char *name, const char *c_name, Span span) {
    Arena *a = l->program->arena;
    Nominal *n = ARENA_NEW(a, Nominal);
    n->name = intern_text(&l->program->session->names, name);
    n->c_name = c_name;
    n->symbol = symbol_new(a, SYMBOL_TYPE, n->name, span);
    n->symbol->module = l->module;
    n->symbol->flags = SYMBOL_CHECKED;
    n->complete = true;
    n->symbol->type = type_nominal(&l->program->types, TYPE_CLASS, n);
    return n;
}

static void add_field(Lower *l, Nominal *n, Name name, const Type *type, uint32_t flags) {
    Field field = {.name = name, .type = type, .flags = flags, .span = n->symbol->span};
    VEC_PUSH(l->program->arena, &n->fields, field);
    lower_use_type(l, type);
}

// One that has objects that are counted needs a descriptor.
static void describe_class(Lower *l, Nominal *n) {
    for (uint32_t i = 0; i < l->out->nominals.len; i++)
        if (l->out->nominals.items[i] == n) return;
    VEC_PUSH(l->arena, &l->out->nominals, n);
}

// ---- cells ----

bool lower_is_shared(const Symbol *s) {
    return (s->kind == SYMBOL_LOCAL || s->kind == SYMBOL_PARAM) && s->flags & SYMBOL_CAPTURED &&
           s->flags & (SYMBOL_ASSIGNED | SYMBOL_ADDRESS_TAKEN);
}

// One class for each type of variable.
static const Type *cell_type(Lower *l, const Type *type) {
    for (uint32_t i = 0; i < l->cells.len; i++)
        if (l->cells.items[i]->fields.items[0].type == type) return l->cells.items[i]->type;
    const char *c_name =
        arena_printf(l->program->arena, "%scell_%u", l->module->c_prefix, l->cells.len + 1);
    Nominal *n = new_class(l, "captured variable", c_name, (Span){0});
    VEC_PUSH(l->arena, &l->cells, n);
    add_field(l, n, intern_text(&l->program->session->names, "value"), type, 0);
    n->settled = true;
    return n->type;
}

// ---- variables ----

static const Symbol *find_capture(const Lower *l, const Symbol *s, uint32_t *index) {
    const Symbol *lambda = l->at.lambda;
    for (*index = 0; lambda && *index < lambda->captures.len; (*index)++)
        if (lambda->captures.items[*index] == s) return s;
    return NULL;
}

static MirExpr *read_env(Lower *l, uint32_t index, Span span) {
    MirExpr *env = mir_local(l->arena, l->at.function, l->at.env_local, span);
    const Type *type = env->type->u.nominal->fields.items[index].type;
    return mir_field(l->arena, env, index, type, span);
}

// `main__greet__lambda_1`: of the function that it stands in, which may be a lambda itself;
// `main__lambda_2` of the file's own code (<seam/frame.h>).
Symbol *lower_lambda_name(Lower *l, Node *lambda) {
    Symbol *symbol = lambda->u.lambda.symbol;
    if (symbol->c_name) return symbol;
    const MirFunction *outer = l->at.function;
    bool is_named = outer && outer->symbol && outer->title && *outer->title;
    const char *of = is_named ? outer->c_name : l->module->c_prefix;
    const char *end = of + strlen(of) - (is_named ? 0 : strlen("__"));
    for (const char *at = strstr(of, "__lambda_"); at; at = strstr(at + 1, "__lambda_")) end = at;
    symbol->c_name =
        arena_printf(l->arena, "%.*s__lambda_%u", (int)(end - of), of, ++l->lambda_count);
    return symbol;
}

// The function that this one knows under that name, in its environment; NULL: it is a variable.
MirExpr *lower_known_function(Lower *l, const Symbol *s, Span span) {
    const Node *n = l->at.lambda ? l->at.lambda->node : NULL;
    Node *known = n && n->kind == NODE_LAMBDA ? lambda_knows(n, s) : NULL;
    if (!known) return NULL;
    bool captures = l->at.lambda->captures.len > 0;
    MirExpr *e = mir_expr(l->arena, captures ? MIR_SELF : MIR_FUNCTION, s->type, span);
    e->u.symbol = lower_lambda_name(l, known);
    return e;
}

// The variable itself, or its cell.
static MirExpr *storage(Lower *l, const Symbol *s, Span span) {
    uint32_t index;
    MirExpr *known = lower_known_function(l, s, span);
    if (known) return known;
    if (find_capture(l, s, &index)) return read_env(l, index, span);
    return mir_local(l->arena, l->at.function, s->local, span);
}

MirExpr *lower_variable(Lower *l, const Symbol *s, Span span) {
    MirExpr *place = storage(l, s, span);
    return lower_is_shared(s) ? mir_field(l->arena, place, 0, s->type, span) : place;
}

static bool is_this(const Symbol *s) {
    const char *n = s->name->text;
    return n[0] == 't' && n[1] == 'h' && n[2] == 'i' && n[3] == 's' && !n[4];
}

MirExpr *lower_this(Lower *l, Span span) {
    const Symbol *lambda = l->at.lambda;
    for (uint32_t i = 0; lambda && i < lambda->captures.len; i++)
        if (is_this(lambda->captures.items[i])) return read_env(l, i, span);
    return mir_local(l->arena, l->at.function, l->at.this_local, span);
}

void lower_bind(Lower *l, Symbol *s, const Type *type, MirExpr *value, Span span) {
    if (!lower_is_shared(s)) {
        uint32_t local = lower_local(l, MIR_USER_LOCAL, s->name, type, s);
        lower_emit(l, mir_let(l->arena, local, value, span));
        return;
    }
    const Type *cell = cell_type(l, type);
    uint32_t local = lower_local(l, MIR_USER_LOCAL, s->name, cell, s);
    MirLocal *made = &l->at.function->locals.items[local];
    made->assigned = made->address_taken = false;
    made->on_stack = s->flags & SYMBOL_CONFINED;
    if (made->on_stack) made->borrowed = !type_is_counted(type); // else what it holds is released
    else describe_class(l, cell->u.nominal);
    MirExpr *object = mir_expr(l->arena, MIR_NEW, cell, span);
    object->u.object.nominal = cell->u.nominal;
    lower_emit(l, mir_let(l->arena, local, object, span));
    if (!value) return;
    MirStmt *set = mir_set(l->arena, lower_variable(l, s, span), value, span);
    set->u.set.init = true;
    lower_emit(l, set);
}

// ---- functions ----

static Nominal *env_class(Lower *l, const Symbol *lambda) {
    if (!lambda->captures.len) return NULL;
    const char *c_name = arena_printf(l->program->arena, "%s__env", lambda->c_name);
    Nominal *n = new_class(l, "closure", c_name, lambda->span);
    for (uint32_t i = 0; i < lambda->captures.len; i++) { // in C they are in this order too
        const Symbol *s = lambda->captures.items[i];
        const Type *type = lower_is_shared(s) ? cell_type(l, s->type) : s->type;
        add_field(l, n, s->name, type, DECL_READONLY);
    }
    n->settled = true;
    if (!(lambda->flags & SYMBOL_CONFINED)) describe_class(l, n);
    return n;
}

void lower_env_param(Lower *l, MirFunction *f, const FunctionType *type, uint32_t written) {
    for (uint32_t i = written; i < type->param_count; i++)
        lower_param(l, NULL, NULL, type->params[i].type);
    Name name = intern_text(&l->program->session->names, "env");
    const Type *env = f->env ? f->env->type : type_basic(l->types, CVOIDPTR);
    l->at.env_local = lower_param(l, NULL, name, env);
    f->locals.items[l->at.env_local].is_env = true;
}

static MirFunction *find_function(const Lower *l, const Symbol *symbol) {
    for (uint32_t i = 0; i < l->out->functions.len; i++)
        if (l->out->functions.items[i]->symbol == symbol) return l->out->functions.items[i];
    return NULL;
}

// A function in the form of values: it can always fail.
static MirFunction *new_value_function(Lower *l, Symbol *symbol, Span span) {
    MirFunction *f = lower_function_new(l, symbol->c_name, symbol->type->u.function, span);
    f->symbol = symbol;
    f->is_value = true;
    f->throws = l->types->error_interface;
    return f;
}

static MirFunction *lambda_function(Lower *l, Node *node) {
    Symbol *symbol = node->u.lambda.symbol;
    MirFunction *f = find_function(l, symbol); // of a default argument
    if (f) return f;
    lower_lambda_name(l, node);
    f = new_value_function(l, symbol, node->span);
    f->env = env_class(l, symbol);
    LowerState saved = lower_enter(l, f);
    l->at.lambda = symbol;
    lower_body(l, f, node);
    lower_leave(l, saved);
    return f;
}

MirExpr *lower_lambda(Lower *l, Node *node) {
    Symbol *symbol = node->u.lambda.symbol;
    const MirFunction *f = lambda_function(l, node);
    lower_use_type(l, node->type);
    if (!f->env) {
        MirExpr *e = mir_expr(l->arena, MIR_FUNCTION, node->type, node->span);
        e->u.symbol = symbol;
        return e;
    }
    MirExpr *e = mir_expr(l->arena, MIR_CLOSURE, node->type, node->span);
    e->u.closure.function = symbol;
    e->u.closure.env = f->env;
    e->u.closure.on_stack = symbol->flags & SYMBOL_CONFINED;
    for (uint32_t i = 0; i < symbol->captures.len; i++) {
        const Symbol *s = symbol->captures.items[i];
        MirExpr *value = is_this(s) ? lower_this(l, node->span) : storage(l, s, node->span);
        VEC_PUSH(l->arena, &e->u.closure.items, value);
    }
    return e;
}

MirExpr *lower_adapted(Lower *l, Node *convert) {
    Symbol *bound = convert->u.convert.bound;
    if (bound) {
        MirExpr *value = lower_value(l, convert->u.convert.operand);
        uint32_t local = lower_local(l, MIR_TEMP_LOCAL, NULL, bound->type, bound);
        lower_emit(l, mir_let(l->arena, local, value, convert->span));
    }
    MirExpr *lambda = lower_lambda(l, convert->u.convert.adapter);
    if (lambda->type != convert->type)
        lambda = mir_convert(l->arena, CONVERT_POINTER, convert->type, lambda, convert->span);
    return lambda;
}

// ---- functions that have a name ----

static void call_by_name(Lower *l, Symbol *symbol, uint32_t count, Span span) {
    MirExpr *call = lower_call_symbol(l, MIR_CALL_FUNCTION, symbol, span);
    call->u.call.throws = call->u.call.fallible;
    for (uint32_t i = 0; i < count; i++)
        lower_push_arg(l, call, mir_local(l->arena, l->at.function, i, span));
    if (call->type->kind == TYPE_NEVER) call->type = type_basic(l->types, VOID);
    MirStmt *s = mir_stmt(l->arena, call->type->kind == TYPE_VOID ? MIR_EVAL : MIR_RETURN, span);
    s->u.expr = call;
    lower_emit(l, s);
}

// The same function in the form of values: made once in each unit that wants it.
Symbol *lower_value_function(Lower *l, Symbol *of) {
    for (uint32_t i = 0; i < l->out->functions.len; i++)
        if (l->out->functions.items[i]->value_of == of) return l->out->functions.items[i]->symbol;
    Symbol *symbol = symbol_new(l->arena, SYMBOL_FUNCTION, of->name, of->span);
    symbol->c_name = arena_printf(l->arena, "%s__value", of->c_name);
    symbol->type = of->type;
    symbol->module = l->module;
    MirFunction *f = new_value_function(l, symbol, of->span);
    f->value_of = of;
    LowerState saved = lower_enter(l, f);
    const FunctionType *type = of->type->u.function;
    for (uint32_t i = 0; i < type->param_count; i++)
        lower_param(l, NULL, type->params[i].name, type->params[i].type);
    lower_env_param(l, f, type, type->param_count);
    MirBlock body = {0};
    LowerSaved outer = lower_open(l, &body);
    call_by_name(l, of, type->param_count, of->span);
    lower_end(l, 0);
    lower_close(l, outer);
    lower_scope(l, body, of->span);
    lower_leave(l, saved);
    return symbol;
}
