// Last uses: where a local is consumed and not read again, its count is handed on instead of copied
// (LANGUAGE 6). A walk backwards over the structured MIR with the set of locals still needed.
// Locals whose death can be seen (reaches_finalize), that were lent to C, or that a `defer`
// mentions stay; a RETURN, a written `move`, and a THROW that nothing in the function catches may
// take any local.
#include "mir/count/count.h"
#include "mir/loan/live.h"
#include "mir/reach.h"

typedef struct Moves {
    Live live;
    MirFunction *function;
    bool plain;
    LiveSet deferred;    // mentioned in a defer, declared outside of it
    LiveSet lent;        // to C
    LiveSet aliased;     // locals that borrow are read from it
    CountLastUse *found; // not NULL: nothing is moved, but told, of parameters
    void *context;
} Moves;

// ---- what stays ----

static void pin(LiveSet set, uint32_t local) {
    set.words[local / 64] |= (uint64_t)1 << (local % 64);
}

static void find_lent(void *context, MirExpr **slot) {
    Moves *m = context;
    if ((*slot)->kind == MIR_DATA || (*slot)->kind == MIR_CSTR) {
        uint32_t root = mir_root((*slot)->u.operand);
        if (root != UINT32_MAX) pin(m->lent, root);
    }
    mir_each_operand(*slot, find_lent, context);
}

static bool borrows(const Moves *m, uint32_t local) {
    return m->function->locals.items[local].borrowed;
}

// What keeps the value alive: not what only says which item it is, or which of two.
static void add_lenders(void *context, MirExpr **slot) {
    MirExpr *e = *slot;
    if (e->kind == MIR_ELEMENT) {
        add_lenders(context, &e->u.element.base);
    } else if (e->kind == MIR_SELECT) {
        add_lenders(context, &e->u.select.then);
        add_lenders(context, &e->u.select.otherwise);
    } else if (e->kind == MIR_LOCAL) {
        live_add_mentions(context, slot);
    } else {
        mir_each_operand(e, add_lenders, context);
    }
}

static void find_pinned(void *context, MirBlock *block) {
    Moves *m = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_DEFER)
            live_unite(&m->live, m->deferred, live_outer_mentions(&m->live, s));
        if (s->kind == MIR_LET && s->u.let.value && borrows(m, s->u.let.local))
            add_lenders(&m->aliased, &s->u.let.value);
        if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL &&
            borrows(m, s->u.set.place->u.local))
            add_lenders(&m->aliased, &s->u.set.value);
        mir_each_value(s, find_lent, m);
        mir_each_block(s, find_pinned, m);
    }
}

// ---- moving ----

// `written`: the program says `move`, so no `defer` that is still to run uses it (check/body).
static bool may_move(const Moves *m, uint32_t local, bool returned, bool written) {
    const MirLocal *l = &m->function->locals.items[local];
    if (m->found ? local >= m->function->param_count : l->borrowed) return false;
    if ((live_has(m->deferred, local) && !written) || !type_is_counted(l->type)) return false;
    if (m->found && (live_has(m->aliased, local) || live_has(m->lent, local))) return false;
    if (!returned && live_has(m->aliased, local)) return false;
    if (returned || l->kind == MIR_TEMP_LOCAL) return true;
    return !m->plain && !live_has(m->lent, local) && !l->address_taken &&
           !reaches_finalize(l->type);
}

typedef struct Use { // one consumed value of a statement
    Moves *moves;
    LiveSet live; // after the statement
    MirStmt *stmt;
    bool returned;
} Use;

static uint32_t mentions_in(MirStmt *s, uint32_t local) {
    uint32_t count = 0;
    if (s->kind == MIR_SET) count += mir_mentions(s->u.set.place, local);
    const MirExpr *value = s->kind == MIR_LET     ? s->u.let.value
                           : s->kind == MIR_SET   ? s->u.set.value
                           : s->kind == MIR_THROW ? s->u.throw_.value
                                                  : s->u.expr;
    bool kills = s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL;
    return mir_mentions(value, local) + (kills ? 0 : count);
}

static bool is_written(const MirStmt *s) { return s->kind == MIR_LET && s->u.let.moves; }

static bool is_last_use(const Use *u, const MirExpr *local) {
    return local->kind == MIR_LOCAL && !live_has(u->live, local->u.local) &&
           !live_has(u->moves->live.caught, local->u.local) &&
           may_move(u->moves, local->u.local, u->returned, is_written(u->stmt)) &&
           mentions_in(u->stmt, local->u.local) == 1;
}

static void consume(Use *u, MirExpr **slot);

static void consume_each(void *context, MirExpr **slot) { consume(context, slot); }

// What the callee takes over. The statement's other values live on, so that nothing is known to go.
static void consume_arguments(Use *u, MirExpr *call) {
    Use argument = *u;
    argument.returned = false;
    for (uint32_t i = 0; i < call->u.call.args.len; i++)
        if (mir_takes(call, i)) consume(&argument, &call->u.call.args.items[i]);
}

static void consume(Use *u, MirExpr **slot) {
    MirExpr *e = *slot;
    if (e->kind == MIR_CALL) {
        consume_arguments(u, e);
        return;
    }
    if (e->kind == MIR_SOME || e->kind == MIR_INTERFACE || e->kind == MIR_CONVERT ||
        mir_takes_items(e)) {
        mir_each_operand(e, consume_each, u);
        if (u->moves->found) return;
        if (e->kind == MIR_SOME || e->kind == MIR_INTERFACE) e->owned = e->u.operand->owned;
        if (e->kind == MIR_CONVERT) e->owned = e->u.convert.operand->owned;
        return;
    }
    MirExpr **local = slot;
    while ((*local)->kind == MIR_PAYLOAD) local = &(*local)->u.operand;
    if (!type_is_counted(e->type) || !is_last_use(u, *local)) return;
    if (u->moves->found) {
        u->moves->found(u->moves->context, u->stmt, (*local)->u.local);
        return;
    }
    *local = mir_of(u->moves->live.arena, MIR_MOVE, (*local)->type, *local);
    for (MirExpr *p = e; p->kind == MIR_PAYLOAD; p = p->u.operand) p->owned = true;
    u->moves->function->stats.moved++;
}

// Out of the function. What is caught in it goes at the end of the catch, a local at that of its
// scope.
static bool leaves_by_throw(const Moves *m, const MirStmt *s) {
    return s->kind == MIR_THROW && !m->live.tries;
}

static void visit(void *context, MirStmt *s, LiveSet live) {
    Use use = {.moves = context, .live = live, .stmt = s};
    use.returned = s->kind == MIR_RETURN || is_written(s) || leaves_by_throw(use.moves, s);
    if (s->kind == MIR_LET && s->u.let.value) consume(&use, &s->u.let.value);
    if (s->kind == MIR_SET) consume(&use, &s->u.set.value);
    if (s->kind == MIR_THROW) consume(&use, &s->u.throw_.value);
    if (s->kind == MIR_EVAL || (s->kind == MIR_RETURN && s->u.expr)) consume(&use, &s->u.expr);
}

static void walk(Moves *m, Arena *arena) {
    live_init(&m->live, arena, m->function);
    m->live.visit = visit;
    m->live.context = m;
    m->deferred = live_set(&m->live);
    m->lent = live_set(&m->live);
    m->aliased = live_set(&m->live);
    find_pinned(m, &m->function->body);
    live_walk(&m->live, &m->function->body);
}

void count_moves(Arena *arena, MirFunction *f, bool plain) {
    Moves m = {.function = f, .plain = plain};
    walk(&m, arena);
}

void count_last_uses(Arena *arena, MirFunction *f, CountLastUse *found, void *context) {
    Moves m = {.function = f, .found = found, .context = context};
    walk(&m, arena);
}
