// Proofs: a walk forwards over each function with what is known of its integers, which marks the
// checks that can never fail as `unchecked`. needs: MIR of lowering -> makes: the same with fewer
// checks. Where paths meet, and in loops, what is stored to on the way is forgotten; but a counter
// that only grows keeps its least value, and one that only shrinks what it is below.
#include <stdlib.h>
#include <string.h>

#include "mir/prove/prove.h"

// ---- what a region stores to ----

typedef struct Stores {
    Prove *prove;
    VEC(uint32_t) locals;
} Stores;

// `local = local + 1`; or with TOKEN_MINUS `local - 1`.
static bool is_step(const MirStmt *set, uint32_t local, TokenKind op) {
    const MirExpr *value = set->u.set.value;
    return value->kind == MIR_BINARY && value->u.binary.op == op &&
           value->u.binary.left->kind == MIR_LOCAL && value->u.binary.left->u.local == local &&
           value->u.binary.right->kind == MIR_INT && value->u.binary.right->u.integer >= 0;
}

static void find_stores(void *context, MirBlock *block) {
    Stores *stores = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL) {
            uint32_t local = s->u.set.place->u.local;
            VEC_PUSH(stores->prove->arena, &stores->locals, local);
            if (!is_step(s, local, TOKEN_PLUS))
                stores->prove->shrinks[local] = stores->prove->region;
            if (!is_step(s, local, TOKEN_MINUS))
                stores->prove->grows[local] = stores->prove->region;
        }
        mir_each_block(s, find_stores, context);
    }
}

static void forget_local(Prove *p, uint32_t local) {
    range_set(p, local, range_of_type(p->function->locals.items[local].type));
}

// Forgets what is known of locals that the statement's blocks store to. `again`: before blocks that
// run again; those that only grow keep their least value, those that only shrink their greatest.
static void forget(Prove *p, MirStmt *s, bool again) {
    Stores stores = {.prove = p};
    p->region++;
    mir_each_block(s, find_stores, &stores);
    for (uint32_t i = 0; i < stores.locals.len; i++) {
        uint32_t local = stores.locals.items[i];
        Fact all = range_of_type(p->function->locals.items[local].type), fact = all;
        if (again && p->grows[local] != p->region) fact = p->facts[local], fact.lo = all.lo;
        if (again && p->shrinks[local] != p->region) fact.lo = p->facts[local].lo;
        range_set(p, local, fact);
    }
}

// ---- expressions ----

static bool is_check(const MirExpr *e) {
    if (e->kind == MIR_CONVERT)
        return e->u.convert.kind == CONVERT_CHECKED || e->u.convert.kind == CONVERT_C_RANGE;
    return e->kind == MIR_ELEMENT || e->kind == MIR_BINARY ||
           (e->kind == MIR_UNARY && e->u.unary.op == TOKEN_MINUS);
}

static void visit_expr(void *context, MirExpr **slot) {
    Prove *p = context;
    MirExpr *e = *slot;
    if (!e->unchecked && is_check(e)) {
        Verdict v = {e, range_holds(p, e)};
        VEC_PUSH(p->arena, &p->verdicts, v);
    }
    bool ordered = e->kind == MIR_AND || e->kind == MIR_OR || e->kind == MIR_SELECT;
    if (!ordered) {
        mir_each_operand(e, visit_expr, context);
        return;
    }
    MirExpr **first = e->kind == MIR_SELECT ? &e->u.select.cond : &e->u.binary.left;
    visit_expr(context, first);
    uint32_t mark = p->trail.len;
    range_refine(p, *first, e->kind != MIR_OR);
    visit_expr(context, e->kind == MIR_SELECT ? &e->u.select.then : &e->u.binary.right);
    range_undo(p, mark);
    if (e->kind != MIR_SELECT) return;
    range_refine(p, *first, false);
    visit_expr(context, &e->u.select.otherwise);
    range_undo(p, mark);
}

// What shortens an array within the statement may do so before or after any of its parts is read.
static void visit(Prove *p, MirStmt *s) {
    bool calm = s->kind == MIR_IF ? calm_expr(p->calm, s->u.if_.cond) : calm_stmt(p->calm, s);
    if (!calm) p->epoch++;
    p->restless = !calm;
    mir_each_value(s, visit_expr, p);
    if (!calm) p->epoch++;
}

// ---- statements ----

static void walk_block(Prove *p, MirBlock *block);

static void store(Prove *p, uint32_t local, const MirExpr *value) {
    Fact fact = range_of(p, value), all = range_of_type(p->function->locals.items[local].type);
    if (fact.lo < all.lo || fact.hi > all.hi) fact = all;
    range_set(p, local, fact);
}

static bool leaves(const MirBlock *block) {
    return block->len && mir_leaves(block->items[block->len - 1]);
}

static void walk_if(Prove *p, MirStmt *s) {
    visit(p, s);
    uint32_t mark = p->trail.len, epoch = p->epoch;
    bool restless = p->restless;
    range_refine(p, s->u.if_.cond, true);
    walk_block(p, &s->u.if_.then);
    range_undo(p, mark);
    p->restless = restless || p->epoch != epoch;
    range_refine(p, s->u.if_.cond, false);
    walk_block(p, &s->u.if_.otherwise);
    if (leaves(&s->u.if_.then)) return; // it goes on only from `otherwise`
    range_undo(p, mark);
    p->restless = restless || p->epoch != epoch;
    if (leaves(&s->u.if_.otherwise)) range_refine(p, s->u.if_.cond, true);
    forget(p, s, false);
}

static void walk_loop(Prove *p, MirStmt *s) {
    if (!calm_stmt(p->calm, s)) p->epoch++;
    forget(p, s, true);
    uint32_t mark = p->trail.len;
    p->restless = s->u.loop.cond && !calm_expr(p->calm, s->u.loop.cond);
    mir_each_value(s, visit_expr, p);
    if (s->u.loop.cond) range_refine(p, s->u.loop.cond, true);
    walk_block(p, &s->u.loop.body);
    range_undo(p, mark);
    walk_block(p, &s->u.loop.step);
    range_undo(p, mark);
}

static void walk_try(Prove *p, MirStmt *s) {
    uint32_t mark = p->trail.len;
    walk_block(p, &s->u.try_.body);
    range_undo(p, mark);
    forget(p, s, false);
    mark = p->trail.len;
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        walk_block(p, &s->u.try_.catches[i].body);
        range_undo(p, mark);
    }
}

static void walk_stmt(Prove *p, MirStmt *s) {
    switch (s->kind) {
    case MIR_IF: walk_if(p, s); return;
    case MIR_LOOP: walk_loop(p, s); return;
    case MIR_SCOPE: walk_block(p, &s->u.scope.body); return;
    case MIR_TRY: walk_try(p, s); return;
    case MIR_DEFER: { // runs later, when nothing of now is known
        uint32_t mark = p->trail.len;
        for (uint32_t i = 0; i < p->function->locals.len; i++) forget_local(p, i);
        p->epoch++;
        walk_block(p, &s->u.block);
        range_undo(p, mark);
        p->epoch++;
        return;
    }
    case MIR_LET:
        visit(p, s);
        if (s->u.let.value) store(p, s->u.let.local, s->u.let.value);
        else forget_local(p, s->u.let.local);
        return;
    case MIR_SET:
        visit(p, s);
        if (s->u.set.place->kind == MIR_LOCAL) store(p, s->u.set.place->u.local, s->u.set.value);
        return;
    case MIR_EVAL:
    case MIR_BREAK:
    case MIR_CONTINUE:
    case MIR_RETURN:
    case MIR_THROW:
    case MIR_RELEASE:
    case MIR_LEAVE:
    case MIR_UNREACHABLE: visit(p, s); return;
    }
}

static void walk_block(Prove *p, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) walk_stmt(p, block->items[i]);
}

// ---- functions ----

static int compare_verdicts(const void *a, const void *b) {
    const Verdict *x = a, *y = b;
    uintptr_t left = (uintptr_t)x->check, right = (uintptr_t)y->check;
    if (left != right) return left < right ? -1 : 1;
    return x->holds - y->holds;
}

// A check goes only if every visit of it proved it: those that failed come first.
static void judge(Prove *p) {
    if (!p->verdicts.len) return;
    qsort(p->verdicts.items, p->verdicts.len, sizeof *p->verdicts.items, compare_verdicts);
    for (uint32_t i = 0; i < p->verdicts.len; i++) {
        const Verdict *v = &p->verdicts.items[i];
        bool first = i == 0 || v[-1].check != v->check;
        if (first && v->holds) v->check->unchecked = true;
    }
}

static void find_deferred(void *context, MirBlock *block) {
    Prove *p = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_DEFER) {
            Stores stores = {.prove = p};
            mir_each_block(s, find_stores, &stores);
            for (uint32_t k = 0; k < stores.locals.len; k++) p->wild[stores.locals.items[k]] = true;
        }
        mir_each_block(s, find_deferred, context);
    }
}

static void prove_function(Arena *arena, const Calm *calm, MirFunction *f) {
    Prove p = {.arena = arena, .function = f, .calm = calm, .epoch = 1};
    p.facts = ARENA_ARRAY(arena, Fact, f->locals.len + 1);
    p.shrinks = ARENA_ARRAY(arena, uint32_t, f->locals.len + 1);
    p.grows = ARENA_ARRAY(arena, uint32_t, f->locals.len + 1);
    p.wild = ARENA_ARRAY(arena, bool, f->locals.len + 1);
    bool calm_deaths = calm_locals(arena, f);
    for (uint32_t i = 0; i < f->locals.len; i++) {
        const MirLocal *local = &f->locals.items[i];
        bool array = type_is_counted(local->type);
        p.facts[i] = range_of_type(local->type);
        p.wild[i] = local->address_taken || local->by_address || (array && !calm_deaths);
    }
    find_deferred(&p, &f->body);
    walk_block(&p, &f->body);
    judge(&p);
}

void mir_prove(MirModule *m, Arena *arena) {
    const char *way = getenv("SEAM_PROVE"); // for tests: every check stays
    if (way && strcmp(way, "off") == 0) return;
    const Calm *calm = calm_functions(arena, m);
    for (uint32_t i = 0; i < m->functions.len; i++)
        prove_function(arena, calm, m->functions.items[i]);
}
