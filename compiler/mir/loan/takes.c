// A field, or an item, that is read and then stored to gives the count that it has to the local,
// instead of the local taking one and the store giving one up: `const work = this.work; ..;
// this.work = work.link`. The local is split where the store is: before it, it is what the field
// holds (borrow.c sees that no count is needed), from there on another local that holds. Only where
// nothing in between stores to the field or moves what it lies in, and what is stored is there
// without a call.
#include "mir/loan/loan.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

enum { RANGE_MOST = 100 }; // statements that are looked at for one local

typedef struct Take {
    Arena *arena;
    const Effects *effects;
    MirFunction *function;
    uint32_t local;
    MirExpr *path;            // the field that it is read from
    const uint32_t *mentions; // by local, of those that are known
    uint32_t known;
    uint32_t looked;
    bool spoiled;
} Take;

// ---- between the read and the store ----

static void look_expr(void *context, MirExpr **slot) {
    Take *t = context;
    MirExpr *e = *slot;
    if (e->kind == MIR_CALL && !effects_spare(t->effects, t->function, e, t->path))
        t->spoiled = true;
    if (e->kind == MIR_ADDRESS || e->kind == MIR_CLOSURE || !calm_is_quiet(e)) t->spoiled = true;
    mir_each_operand(e, look_expr, context);
}

static void look_block(void *context, MirBlock *block) {
    Take *t = context;
    for (uint32_t i = 0; i < block->len && !t->spoiled; i++) {
        MirStmt *s = block->items[i];
        if (++t->looked > RANGE_MOST || s->kind == MIR_DEFER || s->kind == MIR_TRY)
            t->spoiled = true;
        if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL)
            t->spoiled |= mir_mentions(t->path, s->u.set.place->u.local) > 0;
        if (s->kind == MIR_SET) t->spoiled |= effects_hit(t->function, s->u.set.place, t->path);
        if (s->kind == MIR_SET && type_is_counted(s->u.set.place->type))
            t->spoiled |= reaches_finalize(s->u.set.place->type);
        mir_each_value(s, look_expr, t);
        mir_each_block(s, look_block, t);
    }
}

static void look(Take *t, MirStmt *s) {
    MirBlock one = {&s, 1, 1};
    look_block(t, &one);
}

// ---- the store ----

static bool is_same_place(const MirExpr *a, const MirExpr *b) {
    if (a->kind != b->kind || a->type != b->type) return false;
    if (a->kind == MIR_LOCAL) return a->u.local == b->u.local;
    if (a->kind == MIR_INT) return a->u.integer == b->u.integer;
    if (a->kind == MIR_ELEMENT)
        return is_same_place(a->u.element.base, b->u.element.base) &&
               is_same_place(a->u.element.index, b->u.element.index);
    if (a->kind == MIR_PAYLOAD) return is_same_place(a->u.operand, b->u.operand);
    return a->kind == MIR_FIELD && a->u.field.index == b->u.field.index &&
           is_same_place(a->u.field.base, b->u.field.base);
}

static void find_call(void *context, MirExpr **slot) {
    bool *found = context;
    *found |= mir_is_maker(*slot);
    mir_each_operand(*slot, find_call, context);
}

static bool has_calls(MirExpr *value) {
    bool found = false;
    find_call(&found, &value);
    return found;
}

static MirExpr *taken(Take *t) {
    return mir_of(t->arena, MIR_MOVE, t->path->type, mir_copy(t->arena, t->path));
}

static void split(Take *t, MirBlock *block, uint32_t at) {
    uint32_t to = loan_split(t->arena, t->function, block, at, t->local);
    MirStmt *set = block->items[at];
    set->u.set.init = true;
    mir_insert(t->arena, block, at, mir_let(t->arena, to, taken(t), set->span));
}

// The store at `at`, or those in branches there. true: control goes on from a store that took.
static bool take_at(Take *t, MirBlock *block, uint32_t at);

static bool take_in(Take *t, MirBlock *block, uint32_t from) {
    for (uint32_t i = from; i < block->len && !t->spoiled; i++) {
        if (take_at(t, block, i)) return true;
        look(t, block->items[i]);
    }
    return false;
}

static bool take_at(Take *t, MirBlock *block, uint32_t at) {
    MirStmt *s = block->items[at];
    if (s->kind == MIR_SCOPE) {
        Take inner = *t;
        return take_in(&inner, &s->u.scope.body, 0);
    }
    if (s->kind == MIR_IF) { // each branch for itself; what follows them sees both
        Take then = *t, otherwise = *t;
        MirExpr *cond = s->u.if_.cond;
        look_expr(&then, &cond);
        look_expr(&otherwise, &cond);
        take_in(&then, &s->u.if_.then, 0);
        take_in(&otherwise, &s->u.if_.otherwise, 0);
        return false;
    }
    if (s->kind != MIR_SET || s->u.set.init || !is_same_place(s->u.set.place, t->path))
        return false;
    if (has_calls(s->u.set.value)) return false;
    if (!loan_may_split(block, at)) return false;
    if (!loan_uses(block, at + 1, t->local) && !mir_mentions(s->u.set.value, t->local))
        return false;
    split(t, block, at);
    return true;
}

// ---- the read ----

// A field of an object, or an item of an array, that a local leads to.
static bool is_takable(const MirFunction *f, const MirExpr *e) {
    if (!e || !type_is_counted(e->type) || reaches_finalize(e->type)) return false;
    const MirExpr *root = e;
    for (const MirExpr *next = mir_step(e); next; next = mir_step(root)) root = next;
    if (root->kind != MIR_LOCAL || f->locals.items[root->u.local].by_address) return false;
    bool item = e->kind == MIR_ELEMENT && e->u.element.base->type->kind == TYPE_ARRAY;
    bool field = e->kind == MIR_FIELD && e->u.field.base->type->kind == TYPE_CLASS;
    return (item || field) && is_same_place(e, e);
}

static bool may_hold(const MirFunction *f, uint32_t local, const MirExpr *e) {
    const MirLocal *l = &f->locals.items[local];
    return e && e->type == l->type && !l->address_taken && l->kind == MIR_USER_LOCAL;
}

// `packet = this.queue`, a variable that is stored to more than once.
static bool goes_to_variable(const Take *t, MirBlock *block, uint32_t at) {
    uint32_t local = block->items[at]->u.set.place->u.local;
    if (!may_hold(t->function, local, t->path) || mir_mentions(t->path, local)) return false;
    // Where nobody looks at it again, it borrows until the store.
    uint32_t here =
        loan_uses_in(block->items[at], local) + loan_uses_in(block->items[at + 1], local);
    return local < t->known && t->mentions[local] > here;
}

static void find_place(void *context, MirExpr **slot) {
    bool *found = context;
    *found |= mir_is_place(*slot) && (*slot)->kind != MIR_LOCAL && (*slot)->kind != MIR_PAYLOAD;
    mir_each_operand(*slot, find_place, context);
}

// `this.last = this.current; this.current = x`: the store leaves what the other place lies in. What
// it replaces may be that place itself, and goes: so `x` is not read from anywhere.
static bool goes_to_place(const Take *t, const MirExpr *place, MirExpr *next) {
    bool reads = false;
    find_place(&reads, &next);
    return !reads && mir_step(t->path) && mir_step(place) && place->type == t->path->type &&
           !effects_hit(t->function, place, mir_step(t->path));
}

// Where the very next statement stores to the place that is read, nothing is between:
// `packet = this.queue; this.queue = packet.link`, `this.last = this.current; this.current = x`.
static void take_at_once(Take *t, MirBlock *block, uint32_t at) {
    MirStmt *set = block->items[at];
    t->path = set->u.set.value;
    if (at + 1 == block->len || !is_takable(t->function, t->path)) return;
    MirStmt *next = block->items[at + 1];
    if (next->kind != MIR_SET || next->u.set.init || !is_same_place(next->u.set.place, t->path) ||
        has_calls(next->u.set.value))
        return;
    const MirExpr *place = set->u.set.place;
    bool takes = place->kind == MIR_LOCAL ? goes_to_variable(t, block, at)
                                          : goes_to_place(t, place, next->u.set.value);
    if (!takes) return;
    set->u.set.value = taken(t);
    next->u.set.init = true;
}

typedef struct Takes {
    Arena *arena;
    const Effects *effects;
    MirFunction *function;
    const uint32_t *mentions;
    uint32_t known;
} Takes;

static void take_block(void *context, MirBlock *block) {
    const Takes *a = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        mir_each_block(s, take_block, context);
        Take t = {.arena = a->arena, .effects = a->effects, .function = a->function};
        t.mentions = a->mentions;
        t.known = a->known;
        if (s->kind == MIR_SET) take_at_once(&t, block, i);
        if (s->kind != MIR_LET || a->function->locals.items[s->u.let.local].assigned) continue;
        t.local = s->u.let.local;
        t.path = s->u.let.value;
        if (is_takable(a->function, t.path) && may_hold(a->function, t.local, t.path))
            take_in(&t, block, i + 1);
    }
}

void loan_takes(Arena *arena, const Effects *effects, MirFunction *f) {
    Takes a = {arena, effects, f, loan_mentions(arena, f), f->locals.len};
    take_block(&a, &f->body);
}
