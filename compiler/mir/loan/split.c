// A local becomes two: one up to a statement, another one behind it. The statements behind are
// cloned first, for lowering lets a node stand in two of them.
#include "mir/loan/loan.h"

enum { SPLIT_MOST = 300 }; // statements that are cloned for one local

typedef struct Rename {
    uint32_t from;
    uint32_t to;
    uint32_t count;
} Rename;

static void rename_expr(void *context, MirExpr **slot) {
    Rename *r = context;
    if ((*slot)->kind == MIR_LOCAL && (*slot)->u.local == r->from) {
        r->count++;
        (*slot)->u.local = r->to;
    }
    mir_each_operand(*slot, rename_expr, context);
}

static void rename_block(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        mir_each_value(block->items[i], rename_expr, context);
        mir_each_block(block->items[i], rename_block, context);
    }
}

uint32_t loan_uses_in(MirStmt *s, uint32_t local) {
    Rename same = {local, local, 0};
    mir_each_value(s, rename_expr, &same);
    mir_each_block(s, rename_block, &same);
    return same.count;
}

uint32_t loan_uses(MirBlock *block, uint32_t at, uint32_t local) {
    uint32_t count = 0;
    for (uint32_t i = at; i < block->len; i++) count += loan_uses_in(block->items[i], local);
    return count;
}

static void count_statements(void *context, MirBlock *block) {
    uint32_t *left = context;
    for (uint32_t i = 0; i < block->len && *left; i++) {
        --*left;
        mir_each_block(block->items[i], count_statements, context);
    }
}

bool loan_may_split(const MirBlock *block, uint32_t at) {
    uint32_t left = SPLIT_MOST;
    MirBlock rest = {block->items + at, block->len - at, 0};
    count_statements(&left, &rest);
    return left > 0;
}

uint32_t loan_split(Arena *arena, MirFunction *f, MirBlock *block, uint32_t at, uint32_t local) {
    MirLocal other = f->locals.items[local];
    other.c_name = mir_fresh_name(arena, f, other.kind == MIR_TEMP_LOCAL ? NULL : other.c_name);
    Rename rename = {local, f->locals.len, 0};
    VEC_PUSH(arena, &f->locals, other);
    MirBlock rest = {block->items + at, block->len - at, block->len - at};
    rest = mir_clone(arena, f, &rest, false);
    rename_block(&rename, &rest);
    for (uint32_t i = 0; i < rest.len; i++) block->items[at + i] = rest.items[i];
    return rename.to;
}

static void mention_expr(void *context, MirExpr **slot) {
    if ((*slot)->kind == MIR_LOCAL) ((uint32_t *)context)[(*slot)->u.local]++;
    mir_each_operand(*slot, mention_expr, context);
}

static void mention_block(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        mir_each_value(block->items[i], mention_expr, context);
        mir_each_block(block->items[i], mention_block, context);
    }
}

uint32_t *loan_mentions(Arena *arena, MirFunction *f) {
    uint32_t *mentions = ARENA_ARRAY(arena, uint32_t, f->locals.len + 1);
    mention_block(mentions, &f->body);
    return mentions;
}
