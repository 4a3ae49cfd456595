// What locals hold along a path. Kept as small arrays that are copied where paths part and joined
// where they meet.
#include <string.h>

#include "mir/count/count.h"

uint8_t count_bits(const Count *c, uint32_t local) {
    return local < c->state.cap ? c->state.bits[local] : 0;
}

static void reserve(Count *c, State *s, uint32_t cap) {
    if (cap <= s->cap) return;
    uint8_t *bits = ARENA_ARRAY(c->arena, uint8_t, cap);
    if (s->cap) memcpy(bits, s->bits, s->cap);
    s->bits = bits;
    s->cap = cap;
}

void count_set_bits(Count *c, uint32_t local, uint8_t bits) {
    if (local >= c->state.cap) reserve(c, &c->state, local + local / 2 + 16);
    c->state.bits[local] = bits;
}

State count_copy_state(Count *c) {
    State s = {.dead = c->state.dead};
    reserve(c, &s, c->state.cap);
    if (c->state.cap) memcpy(s.bits, c->state.bits, c->state.cap);
    return s;
}

void count_join(Count *c, State *into, const State *from) {
    if (from->dead) return;
    reserve(c, into, from->cap);
    if (into->dead && into->cap) memset(into->bits, 0, into->cap);
    into->dead = false;
    for (uint32_t i = 0; i < from->cap; i++) into->bits[i] |= from->bits[i];
}

// ---- blocks that may run or not ----

static void blur_expr(void *context, MirExpr **slot) {
    Count *c = context;
    if ((*slot)->kind == MIR_MOVE) {
        uint32_t local = mir_root((*slot)->u.operand);
        uint8_t bits = local == UINT32_MAX ? 0 : count_bits(c, local);
        if (bits) count_set_bits(c, local, bits | EMPTY);
    }
    mir_each_operand(*slot, blur_expr, context);
}

static void blur_block(void *context, MirBlock *block) {
    Count *c = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        mir_each_value(s, blur_expr, context);
        mir_each_block(s, blur_block, context);
        if (s->kind != MIR_SET || s->u.set.place->kind != MIR_LOCAL) continue;
        uint8_t bits = count_bits(c, s->u.set.place->u.local);
        if (bits) count_set_bits(c, s->u.set.place->u.local, bits | HOLDS);
    }
}

void count_blur(Count *c, const MirBlock *block) {
    MirBlock blurred = *block;
    blur_block(c, &blurred);
}
