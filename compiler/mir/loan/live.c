// Sets of locals, and the walk. Whatever a loop mentions of outside counts as needed all through
// it.
#include "mir/loan/live.h"

#include <string.h>

typedef uint64_t Word;

// ---- sets ----

LiveSet live_set(const Live *l) { return (LiveSet){ARENA_ARRAY(l->arena, Word, l->words + 1)}; }

static LiveSet copy_set(const Live *l, LiveSet from) {
    LiveSet s = live_set(l);
    memcpy(s.words, from.words, l->words * sizeof(Word));
    return s;
}

void live_clear(const Live *l, LiveSet set) { memset(set.words, 0, l->words * sizeof(Word)); }

void live_unite(const Live *l, LiveSet into, LiveSet from) {
    for (uint32_t i = 0; i < l->words; i++) into.words[i] |= from.words[i];
}

bool live_has(LiveSet s, uint32_t local) { return s.words[local / 64] >> (local % 64) & 1; }
static void add(LiveSet s, uint32_t local) { s.words[local / 64] |= (Word)1 << (local % 64); }
static void drop(LiveSet s, uint32_t local) { s.words[local / 64] &= ~((Word)1 << (local % 64)); }

// ---- what is mentioned ----

void live_add_mentions(void *context, MirExpr **slot) {
    LiveSet *s = context;
    if ((*slot)->kind == MIR_LOCAL) add(*s, (*slot)->u.local);
    mir_each_operand(*slot, live_add_mentions, context);
}

typedef struct Mentioned {
    LiveSet mentioned;
    LiveSet declared;
} Mentioned;

static void mention_block(void *context, MirBlock *block) {
    Mentioned *m = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_LET) add(m->declared, s->u.let.local);
        for (uint32_t k = 0; s->kind == MIR_TRY && k < s->u.try_.catch_count; k++)
            add(m->declared, s->u.try_.catches[k].local);
        mir_each_value(s, live_add_mentions, &m->mentioned);
        mir_each_block(s, mention_block, context);
    }
}

LiveSet live_outer_mentions(const Live *l, MirStmt *s) {
    Mentioned both = {live_set(l), live_set(l)};
    mir_each_value(s, live_add_mentions, &both.mentioned);
    mir_each_block(s, mention_block, &both);
    for (uint32_t i = 0; i < l->words; i++) both.mentioned.words[i] &= ~both.declared.words[i];
    return both.mentioned;
}

// ---- backwards ----

static void walk_block(Live *l, MirBlock *block, LiveSet live);

static void walk_loop(Live *l, MirStmt *s, LiveSet live) {
    // Whatever the loop mentions of outside may be read again in the next turn.
    LiveSet again = s->u.loop.once ? live_set(l) : live_outer_mentions(l, s);
    LiveTarget target = {.outer = l->target, .loop = s->u.loop.id, .at_break = copy_set(l, live)};
    live_unite(l, live, again);
    target.at_continue = copy_set(l, live);
    l->target = &target;
    LiveSet body = copy_set(l, live);
    walk_block(l, &s->u.loop.step, body);
    walk_block(l, &s->u.loop.body, body);
    l->target = target.outer;
    if (s->u.loop.once) memcpy(live.words, body.words, l->words * sizeof(Word));
    else live_unite(l, live, body);
}

static void walk_try(Live *l, MirStmt *s, LiveSet live) {
    LiveSet caught = copy_set(l, l->caught), after = copy_set(l, live);
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        LiveSet in = copy_set(l, after);
        walk_block(l, &s->u.try_.catches[i].body, in);
        drop(in, s->u.try_.catches[i].local);
        live_unite(l, caught, in);
    }
    LiveSet outer = l->caught;
    l->caught = caught;
    l->tries++;
    walk_block(l, &s->u.try_.body, live);
    l->tries--;
    l->caught = outer;
    live_unite(l, live, caught);
}

static void walk_if(Live *l, MirStmt *s, LiveSet live) {
    LiveSet otherwise = copy_set(l, live);
    walk_block(l, &s->u.if_.then, live);
    walk_block(l, &s->u.if_.otherwise, otherwise);
    live_unite(l, live, otherwise);
}

static void jump(Live *l, const MirStmt *s, LiveSet live) {
    LiveTarget *t = l->target;
    while (t->loop != s->u.loop_id) t = t->outer;
    LiveSet to = s->kind == MIR_BREAK ? t->at_break : t->at_continue;
    memcpy(live.words, to.words, l->words * sizeof(Word));
}

static void walk_stmt(Live *l, MirStmt *s, LiveSet live) {
    bool to_local = s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL;
    switch (s->kind) {
    case MIR_LET: drop(live, s->u.let.local); break;
    case MIR_SET:
        if (to_local) drop(live, s->u.set.place->u.local);
        break;
    case MIR_RETURN:
    case MIR_THROW: live_clear(l, live); break;
    case MIR_IF: walk_if(l, s, live); break;
    case MIR_LOOP: walk_loop(l, s, live); break;
    case MIR_BREAK:
    case MIR_CONTINUE: jump(l, s, live); return;
    case MIR_SCOPE: walk_block(l, &s->u.scope.body, live); return;
    case MIR_TRY: walk_try(l, s, live); return;
    case MIR_DEFER: walk_block(l, &s->u.block, live_set(l)); return;
    case MIR_UNREACHABLE: live_clear(l, live); return;
    case MIR_EVAL: break;
    case MIR_LEAVE:
    case MIR_RELEASE: return;
    }
    l->visit(l->context, s, live);
    if (to_local) live_add_mentions(&live, &s->u.set.value);
    else mir_each_value(s, live_add_mentions, &live);
}

static void walk_block(Live *l, MirBlock *block, LiveSet live) {
    for (uint32_t i = block->len; i-- > 0;) walk_stmt(l, block->items[i], live);
}

void live_init(Live *l, Arena *arena, const MirFunction *f) {
    *l = (Live){.arena = arena, .words = (f->locals.len + 63) / 64};
    l->caught = live_set(l);
}

void live_walk(Live *l, MirBlock *body) { walk_block(l, body, live_set(l)); }
