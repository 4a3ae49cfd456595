// Functions that take over what they consume on every path, as constructors do: `append(packet)`
// that stores the packet or returns it. A caller that is done with its local gives it away; one
// that is not takes the count before the call, instead of the callee in it: never more counts than
// without. Where no caller has anything to give, all stays as it is.
//
// Only functions that are called by their name alone, within their unit: tables of interfaces,
// function values, C, the runtime and other units lend their arguments. Only parameters whose death
// nobody sees, that C is not lent, and that no local borrows from (LANGUAGE 6). Paths that throw or
// panic do not count: the parameter is released there, as any local is.
#include "mir/count/count.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

enum { ROUNDS_MOST = 8 }; // what a parameter is passed on to, and so on

typedef struct LastUse {
    const MirStmt *stmt;
    uint64_t params;
} LastUse;

typedef struct Taker {
    MirFunction *function;
    uint64_t may;
    uint64_t takes;
    uint64_t useful; // somebody gives one away
    bool asked;      // since what it calls takes more
} Taker;

typedef struct Params {
    Arena *arena;
    const Calm *calm;
    Taker *takers; // as Calm has them
    uint32_t count;
    Taker *caller; // whose calls are looked at; NULL: nobody who takes
    const MirFunction *function;
    bool whole; // what is looked at is the whole value of a statement
    bool changed;
} Params;

static Taker *find(const Params *p, const Symbol *symbol) {
    uint32_t at = symbol ? calm_index(p->calm, symbol) : UINT32_MAX;
    return at == UINT32_MAX ? NULL : &p->takers[at];
}

// ---- who may ----

static uint64_t candidates(const MirFunction *f) {
    uint64_t may = 0;
    for (uint32_t i = 0; i < f->param_count && i < 64; i++) {
        const MirLocal *l = &f->locals.items[i];
        if (!l->borrowed || l->by_address || l->address_taken || l->assigned || l->is_env) continue;
        if (type_is_counted(l->type) && !reaches_finalize(l->type)) may |= (uint64_t)1 << i;
    }
    return may;
}

// A light call inside a tree, or in a condition, has nowhere to take a count before it.
static void find_nested(void *context, MirExpr **slot) {
    Params *p = context;
    const MirExpr *e = *slot;
    Taker *t = e->kind == MIR_CALL && !p->whole ? find(p, e->u.call.symbol) : NULL;
    if (t) t->may = 0;
    bool whole = p->whole;
    p->whole = false;
    mir_each_operand(*slot, find_nested, context);
    p->whole = whole;
}

static void each_call(Params *p, MirBlock *block, MirVisit *visit);

typedef struct Calls {
    Params *params;
    MirVisit *visit;
} Calls;

static void visit_block(void *context, MirBlock *block) {
    const Calls *c = context;
    each_call(c->params, block, c->visit);
}

static void each_call(Params *p, MirBlock *block, MirVisit *visit) {
    Calls inner = {p, visit};
    for (uint32_t i = 0; i < block->len; i++) {
        p->whole = block->items[i]->kind != MIR_IF && block->items[i]->kind != MIR_LOOP;
        mir_each_value(block->items[i], visit, p);
        mir_each_block(block->items[i], visit_block, &inner);
    }
}

static void each_function(Params *p, const MirModule *m, MirVisit *visit) {
    for (uint32_t i = 0; i < m->functions.len; i++) {
        MirBlock body = m->functions.items[i]->body;
        p->function = m->functions.items[i];
        p->caller = find(p, p->function->symbol);
        each_call(p, &body, visit);
    }
}

// ---- consumed on every path ----

typedef struct WaysLoop {
    struct WaysLoop *outer;
    uint32_t id;
    uint64_t after; // left over at its breaks
} WaysLoop;

typedef struct Ways {
    Arena *arena;
    VEC(LastUse) uses;
    uint64_t left;   // parameters that some path up to here has not consumed
    uint64_t missed; // .. up to a return
    bool dead;
    WaysLoop *loop;
} Ways;

static void note_use(void *context, const MirStmt *s, uint32_t param) {
    Ways *w = context;
    if (param >= 64) return;
    LastUse use = {s, (uint64_t)1 << param};
    VEC_PUSH(w->arena, &w->uses, use);
}

static void walk_ways(void *context, MirBlock *block);

static void walk_branches(Ways *w, MirBlock *one, MirBlock *other) {
    uint64_t before = w->left;
    walk_ways(w, one);
    uint64_t then = w->dead ? 0 : w->left;
    bool dead = w->dead;
    w->left = before;
    w->dead = false;
    walk_ways(w, other);
    w->left = (w->dead ? 0 : w->left) | then;
    w->dead &= dead;
}

static void walk_loop(Ways *w, MirStmt *s) {
    WaysLoop here = {w->loop, s->u.loop.id, s->u.loop.cond || s->u.loop.map ? w->left : 0};
    w->loop = &here;
    walk_ways(w, &s->u.loop.body);
    w->loop = here.outer;
    w->left = here.after;
    w->dead = mir_leaves(s);
}

static void walk_try(Ways *w, MirStmt *s) {
    uint64_t before = w->left;
    walk_ways(w, &s->u.try_.body);
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        uint64_t after = w->dead ? 0 : w->left;
        bool dead = w->dead;
        w->left = before;
        w->dead = false;
        walk_ways(w, &s->u.try_.catches[i].body);
        w->left = (w->dead ? 0 : w->left) | after;
        w->dead &= dead;
    }
}

static void walk_jump(Ways *w, const MirStmt *s) {
    WaysLoop *loop = w->loop;
    while (loop && loop->id != s->u.loop_id) loop = loop->outer;
    if (loop && s->kind == MIR_BREAK) loop->after |= w->left;
    w->dead = true;
}

static void walk_way(Ways *w, MirStmt *s) {
    for (uint32_t i = 0; i < w->uses.len; i++)
        if (w->uses.items[i].stmt == s) w->left &= ~w->uses.items[i].params;
    switch (s->kind) {
    case MIR_IF: walk_branches(w, &s->u.if_.then, &s->u.if_.otherwise); return;
    case MIR_LOOP: walk_loop(w, s); return;
    case MIR_SCOPE: walk_ways(w, &s->u.scope.body); return;
    case MIR_TRY: walk_try(w, s); return;
    case MIR_BREAK:
    case MIR_CONTINUE: walk_jump(w, s); return;
    case MIR_RETURN: w->missed |= w->left; break;
    case MIR_THROW:
    case MIR_UNREACHABLE: break;
    case MIR_LET:
    case MIR_SET:
    case MIR_EVAL:
    case MIR_DEFER:
    case MIR_RELEASE:
    case MIR_LEAVE: return;
    }
    w->dead = true;
}

static void walk_ways(void *context, MirBlock *block) {
    Ways *w = context;
    for (uint32_t i = 0; i < block->len && !w->dead; i++) walk_way(w, block->items[i]);
}

static void find_takes(Params *p, Taker *t) {
    Ways w = {.arena = p->arena, .left = t->may & ~t->takes};
    if (!w.left || t->asked) return;
    t->asked = true;
    count_last_uses(p->arena, t->function, note_use, &w);
    uint64_t consumed = 0;
    for (uint32_t i = 0; i < w.uses.len; i++) consumed |= w.uses.items[i].params;
    w.left &= consumed;
    uint64_t asked = w.left;
    MirBlock body = t->function->body;
    walk_ways(&w, &body);
    if (!w.dead) w.missed |= w.left;
    uint64_t takes = asked & ~w.missed;
    p->changed |= takes != 0;
    t->takes |= takes;
}

// ---- callers ----

static Taker *callee_of(const Params *p, const MirExpr *e) {
    if (e->kind != MIR_CALL || e->u.call.kind != MIR_CALL_FUNCTION) return NULL;
    return find(p, e->u.call.symbol);
}

static void tell_callers(void *context, MirExpr **slot) {
    Params *p = context;
    const Taker *t = callee_of(p, *slot);
    if (t && t->takes & ~(*slot)->u.call.takes && p->caller) p->caller->asked = false;
    if (t) (*slot)->u.call.takes |= t->takes;
    mir_each_operand(*slot, tell_callers, context);
}

static void untell_callers(void *context, MirExpr **slot) {
    Params *p = context;
    const Taker *t = callee_of(p, *slot);
    if (t) (*slot)->u.call.takes &= ~(t->takes & ~t->useful);
    mir_each_operand(*slot, untell_callers, context);
}

// Could the caller give the argument away?
static bool is_gift(const Params *p, const MirExpr *arg) {
    while (arg->kind == MIR_PAYLOAD || arg->kind == MIR_SOME || arg->kind == MIR_INTERFACE)
        arg = arg->u.operand;
    if (arg->owned) return !mir_is_constant(arg);
    if (arg->kind != MIR_LOCAL) return false;
    uint32_t local = arg->u.local;
    if (local >= p->function->param_count) return !p->function->locals.items[local].borrowed;
    if (!p->function->locals.items[local].borrowed) return true;
    return p->caller && local < 64 && p->caller->useful & p->caller->takes & (uint64_t)1 << local;
}

static void find_useful(void *context, MirExpr **slot) {
    Params *p = context;
    Taker *t = callee_of(p, *slot);
    for (uint32_t i = 0; t && i < (*slot)->u.call.args.len && i < 64; i++) {
        uint64_t bit = (uint64_t)1 << i;
        if (!(t->takes & ~t->useful & bit) || !is_gift(p, (*slot)->u.call.args.items[i])) continue;
        t->useful |= bit;
        p->changed = true;
    }
    mir_each_operand(*slot, find_useful, context);
}

// ---- a module ----

static void add_takers(Params *p, const Values *values, const MirModule *m) {
    while (calm_function(p->calm, p->count)) p->count++;
    p->takers = ARENA_ARRAY(p->arena, Taker, p->count + 1);
    for (uint32_t i = 0; i < m->functions.len; i++) {
        MirFunction *f = m->functions.items[i];
        uint32_t at = f->symbol ? calm_index(p->calm, f->symbol) : UINT32_MAX;
        if (at == UINT32_MAX) continue;
        p->takers[at].function = f;
        if (values_by_name(values, at)) p->takers[at].may = candidates(f);
    }
    each_function(p, m, find_nested);
}

void count_params(Arena *arena, const Calm *calm, const Values *values, const MirModule *m) {
    Params p = {.arena = arena, .calm = calm, .changed = true};
    add_takers(&p, values, m);
    for (uint32_t round = 0; p.changed && round < ROUNDS_MOST; round++) {
        p.changed = false;
        for (uint32_t i = 0; i < p.count; i++) find_takes(&p, &p.takers[i]);
        if (p.changed) each_function(&p, m, tell_callers);
    }
    for (p.changed = true; p.changed;) {
        p.changed = false;
        each_function(&p, m, find_useful);
    }
    each_function(&p, m, untell_callers);
    for (uint32_t i = 0; i < p.count; i++)
        for (uint32_t k = 0; k < 64; k++)
            if (p.takers[i].takes & p.takers[i].useful & (uint64_t)1 << k)
                p.takers[i].function->locals.items[k].borrowed = false;
}
