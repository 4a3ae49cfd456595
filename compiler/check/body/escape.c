// Which functions outlive the call that they are given to. A parameter of function type that is
// only called, or given on to such a parameter, is confined: a lambda that is written as its
// argument needs no object for what it captures, and a variable that only such lambdas share
// needs none either. So is a constant of a function's that is only called or given on.
// needs: checked bodies -> makes: SYMBOL_CONFINED. Whatever this does not look at escapes.
#include "check/body/body.h"
#include "check/expr/expr.h"
#include "syntax/walk.h"

typedef struct Edge { // `from` escapes if `to` does
    Symbol *from;
    Symbol *to;
} Edge;

typedef struct Escape {
    Checker *checker;
    PointerSet seen; // functions that were walked
    PointerSet escaped;
    PointerSet known; // all that were asked about
    VEC(Symbol *) candidates;
    VEC(Edge) edges;
    VEC(Node *) functions; // to be walked
} Escape;

// Where a value goes.
typedef struct Goal {
    enum { TO_ANYWHERE, TO_CALL, TO_SYMBOL } kind;
    Symbol *symbol; // a parameter or constant that holds it from then on
} Goal;

static const Goal ANYWHERE = {TO_ANYWHERE, NULL};

static void walk(Escape *e, Node *n, Goal goal);

static void add_candidate(Escape *e, Symbol *s) {
    if (set_add(e->checker->arena, &e->known, s)) VEC_PUSH(e->checker->arena, &e->candidates, s);
}

static void go(Escape *e, Symbol *from, Goal goal) {
    add_candidate(e, from);
    if (goal.kind == TO_ANYWHERE) set_add(e->checker->arena, &e->escaped, from);
    if (goal.kind == TO_SYMBOL) VEC_PUSH(e->checker->arena, &e->edges, ((Edge){from, goal.symbol}));
}

static bool is_function(const Type *t) { return t && type_strip(t)->kind == TYPE_FUNCTION; }

// ---- uses ----

static void walk_name(Escape *e, const Node *n, Goal goal) {
    Symbol *s = n->u.name.symbol;
    if (s && (s->kind == SYMBOL_PARAM || s->kind == SYMBOL_LOCAL) && is_function(s->type))
        go(e, s, goal);
}

static void walk_child(void *context, Node *child) { walk(context, child, ANYWHERE); }

// A default value that reads a parameter is made by the caller, where this does not look.
static void walk_params(Escape *e, const NodeList *params) {
    for (uint32_t i = 0; i < params->len; i++) {
        const Node *p = params->items[i];
        for (uint32_t k = 0; p->kind == NODE_PARAM && k < p->u.param.reads.len; k++) {
            Symbol *read = params->items[p->u.param.reads.items[k]->index]->u.param.symbol;
            if (read && is_function(read->type)) go(e, read, ANYWHERE);
        }
    }
}

static void walk_lambda(Escape *e, Node *n, Goal goal) {
    Symbol *lambda = n->u.lambda.symbol;
    if (!lambda) return;
    go(e, lambda, goal);
    walk_params(e, &n->u.lambda.params);
    for (uint32_t i = 0; i < lambda->captures.len; i++)
        go(e, lambda->captures.items[i], (Goal){TO_SYMBOL, lambda});
    const NodeList *group = n->u.lambda.group; // each of them may give out what another one holds
    for (uint32_t i = 0; group && i < group->len; i++) {
        add_candidate(e, group->items[i]->u.lambda.self);
        VEC_PUSH(e->checker->arena, &e->edges, ((Edge){lambda, group->items[i]->u.lambda.self}));
    }
    node_each_child(n, walk_child, e);
}

// What an adapter captures lives to the end of the statement only.
static void walk_convert(Escape *e, Node *n, Goal goal) {
    if (n->u.convert.kind != CONVERT_FUNCTION) {
        walk(e, n->u.convert.operand, goal);
        return;
    }
    bool lasts = goal.kind == TO_SYMBOL && goal.symbol->kind == SYMBOL_LOCAL;
    Symbol *lambda = n->u.convert.adapter->u.lambda.symbol;
    walk(e, n->u.convert.adapter, lasts ? ANYWHERE : goal);
    if (n->u.convert.operand && lambda) walk(e, n->u.convert.operand, (Goal){TO_SYMBOL, lambda});
}

static void walk_var(Escape *e, Node *n) {
    const Node *pattern = n->u.var.pattern;
    Symbol *s = pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.symbol : NULL;
    bool holds = s && s->kind == SYMBOL_LOCAL && !(s->flags & SYMBOL_LET) && is_function(s->type);
    if (!n->u.var.init) return;
    if (holds) add_candidate(e, s);
    walk(e, n->u.var.init, holds ? (Goal){TO_SYMBOL, s} : ANYWHERE);
}

static void walk_comparison(Escape *e, Node *n) {
    bool null = expr_bare(n->u.binary.left)->kind == NODE_NULL ||
                expr_bare(n->u.binary.right)->kind == NODE_NULL;
    Goal goal = null ? (Goal){TO_CALL, NULL} : ANYWHERE;
    walk(e, n->u.binary.left, goal);
    walk(e, n->u.binary.right, goal);
}

// ---- calls ----

// The parameter that takes an argument; ANYWHERE if nothing is known of it.
static Goal parameter(Escape *e, const Node *call, uint32_t index) {
    const Symbol *callee = call->u.call.symbol;
    CallKind kind = call->u.call.call;
    if (kind == CALL_BUILTIN && call->u.call.builtin == BUILTIN_PANIC_CATCH)
        return (Goal){TO_CALL, NULL};
    Node *n = callee ? callee->node : NULL;
    bool known = kind == CALL_FUNCTION || kind == CALL_METHOD || kind == CALL_CONSTRUCTOR;
    if (!known || !n || n->kind != NODE_FUNCTION || !n->u.function.body ||
        index >= n->u.function.params.len)
        return ANYWHERE;
    const Node *param = n->u.function.params.items[index];
    Symbol *s = param->kind == NODE_PARAM ? param->u.param.symbol : NULL;
    if (!s || param->u.param.flags & DECL_PROPERTY || !is_function(s->type)) return ANYWHERE;
    if (set_add(e->checker->arena, &e->seen, n)) VEC_PUSH(e->checker->arena, &e->functions, n);
    add_candidate(e, s);
    return (Goal){TO_SYMBOL, s};
}

static void walk_call(Escape *e, Node *n) {
    bool value = n->u.call.call == CALL_VALUE;
    if (n->u.call.callee && n->kind == NODE_CALL)
        walk(e, n->u.call.callee, value ? (Goal){TO_CALL, NULL} : ANYWHERE);
    for (uint32_t i = 0; i < n->u.call.args.len; i++) {
        const Node *arg = n->u.call.args.items[i];
        walk(e, arg->u.arg.value, parameter(e, n, arg->u.arg.param + n->u.call.skip));
    }
}

static void walk(Escape *e, Node *n, Goal goal) {
    switch ((int)n->kind) {
    case NODE_NAME: walk_name(e, n, goal); return;
    case NODE_LAMBDA: walk_lambda(e, n, goal); return;
    case NODE_CONVERT: walk_convert(e, n, goal); return;
    case NODE_PAREN:
    case NODE_UNWRAP: walk(e, n->u.wrap.operand, goal); return;
    case NODE_VAR: walk_var(e, n); return;
    case NODE_BINARY: walk_comparison(e, n); return;
    case NODE_CALL:
    case NODE_NEW: walk_call(e, n); return;
    case NODE_FUNCTION:
        set_add(e->checker->arena, &e->seen, n);
        walk_params(e, &n->u.function.params);
        break;
    }
    node_each_child(n, walk_child, e);
}

// ---- the answer ----

static void spread(Escape *e) {
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < e->edges.len; i++) {
            Edge edge = e->edges.items[i];
            bool escapes = set_has(&e->escaped, edge.to) || !set_has(&e->known, edge.to);
            if (escapes && set_add(e->checker->arena, &e->escaped, edge.from)) changed = true;
        }
    }
}

void check_escapes(Checker *c) {
    Escape e = {.checker = c};
    for (uint32_t i = 0; i < c->program->modules.len; i++)
        walk(&e, c->program->modules.items[i]->tree, ANYWHERE);
    while (e.functions.len) // instances, which are in no module's tree
        walk(&e, e.functions.items[--e.functions.len], ANYWHERE);
    spread(&e);
    for (uint32_t i = 0; i < e.candidates.len; i++)
        if (!set_has(&e.escaped, e.candidates.items[i]))
            e.candidates.items[i]->flags |= SYMBOL_CONFINED;
}
