// Locals that need no count while they live: all that is ever stored to them is read from places
// that nothing writes as long as somebody looks at the local again, and these are kept by a
// parameter, by a local that holds as long, or by another such local. So a walk along a list counts
// nothing: `last = next; next = last.link`. Assumes it of all locals that could be so, walks
// backwards with the locals that are live, and takes back what a store or a call says otherwise.
// Not of locals whose death can be seen, nor in functions with such locals. A `defer` may do
// anything where its block ends: what it mentions holds, and so do the locals of blocks around.
#include <string.h>

#include "mir/loan/live.h"
#include "mir/loan/loan.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

typedef VEC(MirExpr *) Paths; // what is stored to a local: what each is read from

typedef struct Borrow {
    const Effects *effects;
    MirFunction *function;
    Live live;
    // by local:
    Paths *paths;          // of those that borrow
    bool *may;             // it may need no count
    bool *known;           // it borrows by alias.c, from known paths
    bool *seen;            // in the question at hand
    uint32_t *blocks;      // which one declares it; 0: none
    VEC(uint32_t) parents; // of blocks
    uint32_t block;
    LiveSet during;
    bool changed;
} Borrow;

enum { ROUNDS_MOST = 12 };

static const MirLocal *local_of(const Borrow *b, uint32_t local) {
    return &b->function->locals.items[local];
}

static void refuse(Borrow *b, uint32_t local) {
    if (!b->may[local]) return;
    b->may[local] = false;
    b->changed = true;
}

// ---- who may ----

static bool is_candidate(const MirFunction *f, uint32_t local) {
    const MirLocal *l = &f->locals.items[local];
    return local >= f->param_count && type_is_counted(l->type) && !l->address_taken &&
           !l->by_address && !l->borrowed && !l->carried && !l->is_new && !l->on_stack &&
           !l->is_env && !reaches_finalize(l->type);
}

static MirExpr *root_of(MirExpr *path) {
    for (MirExpr *next = mir_step(path); next; next = mir_step(path)) path = next;
    return path;
}

static bool is_param(const Borrow *b, uint32_t local) { return local < b->function->param_count; }

// Does it go on to what it was read from itself?
static bool borrows(const Borrow *b, uint32_t local) { return b->may[local] || b->known[local]; }

static bool is_root(const Borrow *b, const MirExpr *e) {
    if (e->kind != MIR_LOCAL) return false;
    const MirLocal *l = local_of(b, e->u.local);
    if (l->by_address || l->address_taken || l->is_new || l->on_stack || l->is_env) return false;
    if (l->parted) return false;
    if (is_param(b, e->u.local)) return l->borrowed && !l->assigned;
    return b->blocks[e->u.local] && (!l->borrowed || b->known[e->u.local]);
}

// What is stored to the local; false: it cannot borrow that.
static bool add_origin(Borrow *b, uint32_t local, MirExpr *value) {
    if (value->kind == MIR_NULL || value->kind == MIR_STRING) return true;
    if (value->owned) return false;
    if (value->kind == MIR_SOME) return add_origin(b, local, value->u.operand);
    if (value->kind == MIR_SELECT)
        return add_origin(b, local, value->u.select.then) &&
               add_origin(b, local, value->u.select.otherwise);
    if (!is_root(b, root_of(value))) return false;
    VEC_PUSH(b->live.arena, &b->paths[local], value);
    return true;
}

static void refuse_mentioned(void *context, MirExpr **slot) {
    if ((*slot)->kind == MIR_LOCAL) refuse(context, (*slot)->u.local);
    mir_each_operand(*slot, refuse_mentioned, context);
}

static void note_origin(Borrow *b, uint32_t local, MirExpr *value) {
    const MirLocal *l = local_of(b, local);
    if (!value) return;
    if (b->may[local] && !add_origin(b, local, value)) refuse(b, local);
    if (is_param(b, local) || !l->borrowed) return;
    b->known[local] = add_origin(b, local, value);
    if (!b->known[local]) refuse_mentioned(b, &value);
}

// Lent to C, given to a closure on the stack, lengthened in place: then it has to hold.
static void find_uses(void *context, MirExpr **slot) {
    MirExpr *e = *slot;
    if (e->kind == MIR_DATA || e->kind == MIR_CSTR || e->kind == MIR_ADDRESS)
        refuse_mentioned(context, &e->u.operand);
    if (e->kind == MIR_CALL && e->u.call.kind == MIR_CALL_APPEND &&
        e->u.call.args.items[0]->kind == MIR_LOCAL)
        refuse_mentioned(context, &e->u.call.args.items[0]);
    if (e->kind == MIR_CLOSURE) refuse_mentioned(context, slot);
    mir_each_operand(e, find_uses, context);
}

static bool is_inside(const Borrow *b, uint32_t block, uint32_t outer) {
    while (block && block != outer) block = b->parents.items[block - 1];
    return block == outer;
}

// One that alias.c has settled needs what it was read from.
static void refuse_with_roots(Borrow *b, uint32_t local) {
    refuse(b, local);
    for (uint32_t i = 0; b->known[local] && i < b->paths[local].len; i++)
        refuse_with_roots(b, root_of(b->paths[local].items[i])->u.local);
}

// In the block that is being looked at.
static void find_deferred(Borrow *b, MirStmt *s) {
    LiveSet mentioned = live_outer_mentions(&b->live, s);
    for (uint32_t i = b->function->param_count; i < b->function->locals.len; i++) {
        bool around = b->blocks[i] && b->blocks[i] != b->block;
        if (live_has(mentioned, i) || (around && is_inside(b, b->block, b->blocks[i])))
            refuse_with_roots(b, i);
    }
}

static void find_origins(void *context, MirBlock *block);

static void find_in(Borrow *b, MirStmt *s) {
    if (s->kind == MIR_DEFER) find_deferred(b, s);
    if (s->kind == MIR_LET) b->blocks[s->u.let.local] = b->block;
    if (s->kind == MIR_LET) note_origin(b, s->u.let.local, s->u.let.value);
    if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL)
        note_origin(b, s->u.set.place->u.local, s->u.set.value);
    else if (s->kind == MIR_SET && mir_root(s->u.set.place) != UINT32_MAX)
        refuse(b, mir_root(s->u.set.place)); // a part of a struct changes
    for (uint32_t k = 0; s->kind == MIR_TRY && k < s->u.try_.catch_count; k++)
        refuse(b, s->u.try_.catches[k].local);
    mir_each_value(s, find_uses, b);
    mir_each_block(s, find_origins, b);
}

static void find_origins(void *context, MirBlock *block) {
    Borrow *b = context;
    uint32_t outer = b->block;
    VEC_PUSH(b->live.arena, &b->parents, outer);
    b->block = b->parents.len;
    for (uint32_t i = 0; i < block->len; i++) find_in(b, block->items[i]);
    b->block = outer;
}

// ---- what ends a loan ----

static bool keeps(Borrow *b, MirExpr *path, uint32_t local);

static bool all_keep(Borrow *b, uint32_t root, uint32_t local) {
    if (b->seen[root]) return true;
    b->seen[root] = true;
    for (uint32_t i = 0; i < b->paths[root].len; i++)
        if (!keeps(b, b->paths[root].items[i], local)) return false;
    return true;
}

// A root that holds must not go before the local does, nor must that of a root which borrows; and
// what it holds whole is better given away at its last use.
static bool keeps(Borrow *b, MirExpr *path, uint32_t local) {
    uint32_t root = root_of(path)->u.local;
    if (is_param(b, root)) return true;
    if (borrows(b, root)) return all_keep(b, root, local);
    while (path->kind == MIR_PAYLOAD) path = path->u.operand;
    if (path->kind == MIR_LOCAL) return false;
    bool temp = local_of(b, root)->kind == MIR_TEMP_LOCAL;
    if (temp && local_of(b, local)->kind != MIR_TEMP_LOCAL) return false;
    return is_inside(b, b->blocks[local], b->blocks[root]);
}

static void refuse_unkept(Borrow *b) {
    for (uint32_t i = 0; i < b->function->locals.len; i++) {
        memset(b->seen, 0, b->function->locals.len * sizeof *b->seen);
        if (b->may[i] && !all_keep(b, i, i)) refuse(b, i);
    }
}

typedef bool Ends(const Borrow *b, const MirExpr *event, MirExpr *path);

static bool ends_by_call(const Borrow *b, const MirExpr *call, MirExpr *path) {
    return !effects_spare(b->effects, b->function, call, path);
}

// A store: also to a local that holds, which gives up what the path begins with.
static bool ends_by_store(const Borrow *b, const MirExpr *place, MirExpr *path) {
    if (effects_hit(b->function, place, path)) return true;
    return place->kind == MIR_LOCAL && root_of(path)->u.local == place->u.local &&
           !borrows(b, place->u.local);
}

static bool ends_by_anything(const Borrow *b, const MirExpr *event, MirExpr *path) {
    (void)b, (void)event, (void)path;
    return true;
}

static bool any_ends(Borrow *b, uint32_t local, Ends *ends, const MirExpr *event) {
    if (b->seen[local]) return false;
    b->seen[local] = true;
    for (uint32_t i = 0; i < b->paths[local].len; i++) {
        MirExpr *path = b->paths[local].items[i];
        uint32_t root = root_of(path)->u.local;
        if (ends(b, event, path)) return true;
        if (borrows(b, root) && any_ends(b, root, ends, event)) return true;
    }
    return false;
}

// Refuses the local if the event touches its origins. One that alias.c has settled goes on to what
// it was read from: that has to hold instead.
static void end_loan(Borrow *b, uint32_t local, Ends *ends, const MirExpr *event) {
    for (uint32_t i = 0; b->known[local] && i < b->paths[local].len; i++)
        end_loan(b, root_of(b->paths[local].items[i])->u.local, ends, event);
    if (!b->may[local]) return;
    memset(b->seen, 0, b->function->locals.len * sizeof *b->seen);
    if (any_ends(b, local, ends, event)) refuse(b, local);
}

static void end_loans(Borrow *b, LiveSet needed, Ends *ends, const MirExpr *event) {
    for (uint32_t i = b->function->param_count; i < b->function->locals.len; i++)
        if (live_has(needed, i)) end_loan(b, i, ends, event);
}

// ---- the walk ----

static void look_expr(void *context, MirExpr **slot) {
    Borrow *b = context;
    MirExpr *e = *slot;
    if (e->kind == MIR_CALL) end_loans(b, b->during, ends_by_call, e);
    if (e->kind == MIR_ADDRESS || !calm_is_quiet(e)) end_loans(b, b->during, ends_by_anything, e);
    mir_each_operand(e, look_expr, context);
}

// What is read in the statement has to live through the calls in it; through its store only what
// is read later.
static void visit(void *context, MirStmt *s, LiveSet after) {
    Borrow *b = context;
    live_clear(&b->live, b->during);
    live_unite(&b->live, b->during, after);
    live_unite(&b->live, b->during, b->live.caught);
    mir_each_value(s, live_add_mentions, &b->during);
    mir_each_value(s, look_expr, b);
    if (s->kind != MIR_SET || !type_is_counted(s->u.set.place->type)) return;
    live_clear(&b->live, b->during);
    live_unite(&b->live, b->during, after);
    live_unite(&b->live, b->during, b->live.caught);
    bool seen = reaches_finalize(s->u.set.place->type);
    end_loans(b, b->during, seen ? ends_by_anything : ends_by_store, s->u.set.place);
}

static Borrow begin(Arena *arena, const Effects *effects, MirFunction *f) {
    Borrow b = {.effects = effects, .function = f};
    uint32_t count = f->locals.len;
    live_init(&b.live, arena, f);
    b.live.visit = visit;
    b.during = live_set(&b.live);
    b.paths = ARENA_ARRAY(arena, Paths, count + 1);
    b.may = ARENA_ARRAY(arena, bool, count + 1);
    b.known = ARENA_ARRAY(arena, bool, count + 1);
    b.seen = ARENA_ARRAY(arena, bool, count + 1);
    b.blocks = ARENA_ARRAY(arena, uint32_t, count + 1);
    return b;
}

void loan_borrows(Arena *arena, const Effects *effects, MirFunction *f) {
    if (!calm_locals(arena, f)) return;
    Borrow b = begin(arena, effects, f);
    bool any = false;
    for (uint32_t i = 0; i < f->locals.len; i++) any |= b.may[i] = is_candidate(f, i);
    if (!any) return;
    b.live.context = &b;
    find_origins(&b, &f->body);
    for (uint32_t round = 0; round < ROUNDS_MOST; round++) {
        b.changed = false;
        refuse_unkept(&b);
        live_walk(&b.live, &f->body);
        if (b.changed) continue;
        for (uint32_t i = 0; i < f->locals.len; i++) f->locals.items[i].borrowed |= b.may[i];
        return;
    }
}
