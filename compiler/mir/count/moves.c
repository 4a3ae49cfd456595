// Last uses: where a local is consumed and not read again, its count is handed on instead of copied
// (LANGUAGE 6). A walk backwards over the structured MIR with the set of locals still needed.
// Locals whose death can be seen (reaches_finalize), that were lent to C, or that a `defer`
// mentions stay; a RETURN may take any local.
#include <string.h>

#include "mir/count/count.h"
#include "mir/reach.h"

typedef uint64_t Word;

typedef struct Set {
    Word *words;
} Set;

typedef struct Target { // of breaks and continues, and of errors
    struct Target *outer;
    uint32_t loop;
    Set at_break;
    Set at_continue;
} Target;

typedef struct Moves {
    Arena *arena;
    MirFunction *function;
    bool plain;
    uint32_t words;
    Set deferred; // mentioned in a defer, declared outside of it
    Set lent;     // to C
    Set aliased;  // locals that borrow are read from it
    Set caught;   // needed in a catch around
    Target *target;
} Moves;

// ---- sets ----

static Set new_set(const Moves *m) { return (Set){ARENA_ARRAY(m->arena, Word, m->words + 1)}; }

static Set copy_set(const Moves *m, Set from) {
    Set s = new_set(m);
    memcpy(s.words, from.words, m->words * sizeof(Word));
    return s;
}

static void unite(const Moves *m, Set into, Set from) {
    for (uint32_t i = 0; i < m->words; i++) into.words[i] |= from.words[i];
}

static bool has(Set s, uint32_t local) { return s.words[local / 64] >> (local % 64) & 1; }
static void add(Set s, uint32_t local) { s.words[local / 64] |= (Word)1 << (local % 64); }
static void drop(Set s, uint32_t local) { s.words[local / 64] &= ~((Word)1 << (local % 64)); }

// ---- what is mentioned ----

static void add_mentions(void *context, MirExpr **slot) {
    Set *s = context;
    if ((*slot)->kind == MIR_LOCAL) add(*s, (*slot)->u.local);
    mir_each_operand(*slot, add_mentions, context);
}

typedef struct Mentioned {
    Set mentioned;
    Set declared;
} Mentioned;

static void mention_block(void *context, MirBlock *block) {
    Mentioned *m = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_LET) add(m->declared, s->u.let.local);
        for (uint32_t k = 0; s->kind == MIR_TRY && k < s->u.try_.catch_count; k++)
            add(m->declared, s->u.try_.catches[k].local);
        mir_each_value(s, add_mentions, &m->mentioned);
        mir_each_block(s, mention_block, context);
    }
}

// Locals of outside that the blocks of a statement mention.
static Set outer_mentions(Moves *m, MirStmt *s) {
    Mentioned both = {new_set(m), new_set(m)};
    mir_each_value(s, add_mentions, &both.mentioned);
    mir_each_block(s, mention_block, &both);
    for (uint32_t i = 0; i < m->words; i++) both.mentioned.words[i] &= ~both.declared.words[i];
    return both.mentioned;
}

static void find_lent(void *context, MirExpr **slot) {
    Moves *m = context;
    if ((*slot)->kind == MIR_DATA || (*slot)->kind == MIR_CSTR) {
        uint32_t root = mir_root((*slot)->u.operand);
        if (root != UINT32_MAX) add(m->lent, root);
    }
    mir_each_operand(*slot, find_lent, context);
}

static void find_pinned(void *context, MirBlock *block) {
    Moves *m = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_DEFER) unite(m, m->deferred, outer_mentions(m, s));
        if (s->kind == MIR_LET && m->function->locals.items[s->u.let.local].borrowed)
            add_mentions(&m->aliased, &s->u.let.value);
        mir_each_value(s, find_lent, m);
        mir_each_block(s, find_pinned, m);
    }
}

// ---- moving ----

static bool may_move(const Moves *m, uint32_t local, bool returned) {
    const MirLocal *l = &m->function->locals.items[local];
    if (l->borrowed || has(m->deferred, local)) return false;
    if (!type_is_counted(l->type)) return false;
    if (!returned && has(m->aliased, local)) return false;
    if (returned || l->kind == MIR_TEMP_LOCAL) return true;
    return !m->plain && !has(m->lent, local) && !l->address_taken && !reaches_finalize(l->type);
}

typedef struct Use { // one consumed value of a statement
    Moves *moves;
    Set live; // after the statement
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

static bool is_last_use(const Use *u, const MirExpr *local) {
    return local->kind == MIR_LOCAL && !has(u->live, local->u.local) &&
           !has(u->moves->caught, local->u.local) &&
           may_move(u->moves, local->u.local, u->returned) &&
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
        if (e->kind == MIR_SOME || e->kind == MIR_INTERFACE) e->owned = e->u.operand->owned;
        if (e->kind == MIR_CONVERT) e->owned = e->u.convert.operand->owned;
        return;
    }
    MirExpr **local = slot;
    while ((*local)->kind == MIR_PAYLOAD) local = &(*local)->u.operand;
    if (!type_is_counted(e->type) || !is_last_use(u, *local)) return;
    *local = mir_of(u->moves->arena, MIR_MOVE, (*local)->type, *local);
    for (MirExpr *p = e; p->kind == MIR_PAYLOAD; p = p->u.operand) p->owned = true;
    u->moves->function->stats.moved++;
}

// ---- backwards ----

static void walk_block(Moves *m, MirBlock *block, Set live);

static void walk_loop(Moves *m, MirStmt *s, Set live) {
    // Whatever the loop mentions of outside may be read again in the next turn.
    Set again = s->u.loop.once ? new_set(m) : outer_mentions(m, s);
    Target target = {.outer = m->target, .loop = s->u.loop.id, .at_break = copy_set(m, live)};
    unite(m, live, again);
    target.at_continue = copy_set(m, live);
    m->target = &target;
    Set body = copy_set(m, live);
    walk_block(m, &s->u.loop.step, body);
    walk_block(m, &s->u.loop.body, body);
    m->target = target.outer;
    if (s->u.loop.once) memcpy(live.words, body.words, m->words * sizeof(Word));
    else unite(m, live, body);
}

static void walk_try(Moves *m, MirStmt *s, Set live) {
    Set caught = copy_set(m, m->caught), after = copy_set(m, live);
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        Set in = copy_set(m, after);
        walk_block(m, &s->u.try_.catches[i].body, in);
        drop(in, s->u.try_.catches[i].local);
        unite(m, caught, in);
    }
    Set outer = m->caught;
    m->caught = caught;
    walk_block(m, &s->u.try_.body, live);
    m->caught = outer;
    unite(m, live, caught);
}

static void walk_if(Moves *m, MirStmt *s, Set live) {
    Set otherwise = copy_set(m, live);
    walk_block(m, &s->u.if_.then, live);
    walk_block(m, &s->u.if_.otherwise, otherwise);
    unite(m, live, otherwise);
}

static void jump(Moves *m, const MirStmt *s, Set live) {
    Target *t = m->target;
    while (t->loop != s->u.loop_id) t = t->outer;
    Set to = s->kind == MIR_BREAK ? t->at_break : t->at_continue;
    memcpy(live.words, to.words, m->words * sizeof(Word));
}

static void walk_stmt(Moves *m, MirStmt *s, Set live) {
    Use use = {.moves = m, .live = live, .stmt = s};
    switch (s->kind) {
    case MIR_LET:
        drop(live, s->u.let.local);
        if (s->u.let.value) consume(&use, &s->u.let.value);
        break;
    case MIR_SET:
        if (s->u.set.place->kind == MIR_LOCAL) drop(live, s->u.set.place->u.local);
        else add_mentions(&live, &s->u.set.place);
        consume(&use, &s->u.set.value);
        break;
    case MIR_RETURN:
    case MIR_THROW:
        memset(live.words, 0, m->words * sizeof(Word));
        use.returned = true;
        if (s->kind == MIR_THROW) consume(&use, &s->u.throw_.value);
        else if (s->u.expr) consume(&use, &s->u.expr);
        break;
    case MIR_IF: walk_if(m, s, live); break;
    case MIR_LOOP: walk_loop(m, s, live); break;
    case MIR_BREAK:
    case MIR_CONTINUE: jump(m, s, live); return;
    case MIR_SCOPE: walk_block(m, &s->u.scope.body, live); return;
    case MIR_TRY: walk_try(m, s, live); return;
    case MIR_DEFER: walk_block(m, &s->u.block, new_set(m)); return;
    case MIR_UNREACHABLE: memset(live.words, 0, m->words * sizeof(Word)); return;
    case MIR_EVAL: consume(&use, &s->u.expr); break;
    case MIR_LEAVE:
    case MIR_RELEASE: break;
    }
    if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL) {
        add_mentions(&live, &s->u.set.value);
        return;
    }
    mir_each_value(s, add_mentions, &live);
}

static void walk_block(Moves *m, MirBlock *block, Set live) {
    for (uint32_t i = block->len; i-- > 0;) walk_stmt(m, block->items[i], live);
}

void count_moves(Arena *arena, MirFunction *f, bool plain) {
    Moves m = {.arena = arena, .function = f, .words = (f->locals.len + 63) / 64, .plain = plain};
    m.deferred = new_set(&m);
    m.lent = new_set(&m);
    m.aliased = new_set(&m);
    m.caught = new_set(&m);
    find_pinned(&m, &f->body);
    walk_block(&m, &f->body, new_set(&m));
}
