// Sinking into cold branches. A local that is read from where others write borrows until something
// may end the loan. Where only a branch does that, one that the local does not come back from (it
// throws, panics, returns, leaves a loop, or nobody looks at the local behind it), the count is
// taken in that branch, just before; where it happens behind an early exit, it is taken behind
// that. So the path that needs no count pays none:
//
//     const box = shelf.boxes[name]            box borrows
//     if (box.isStale) {
//       shelf.clear()                          box_2 = copy box, before this
//       throw new StaleError(box_2.text)
//     }
//     return box.text
//
// Never for locals whose death can be seen, nor for those that C was lent, or that a defer or a
// closure mentions (LANGUAGE 6): these hold from their declaration to the end of their scope.
// Whether the loan lasts is for borrow.c to say, once more: if it does not, the local is given away
// in the branch, and costs what it did.
#include "mir/loan/loan.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

enum { LOOKED_MOST = 500 }; // statements that are looked at for one local

typedef struct Place { // where a count is taken: before a statement
    MirBlock *block;
    uint32_t at;
} Place;

typedef struct Sink {
    Arena *arena;
    MirFunction *function;
    Loan loan;
    VEC(Place) places;
    VEC(uint32_t) loops; // around, inside of the local's block
    uint32_t branches;   // around, inside of the local's block
    bool passed;         // a way out, on which no count is needed
    bool ends;
    bool back; // a jump to where the local may be looked at again
    uint32_t looked;
} Sink;

// ---- who may ----

static void find_pin(void *context, MirExpr **slot) {
    Sink *k = context;
    MirExprKind kind = (*slot)->kind;
    if ((kind == MIR_DATA || kind == MIR_CSTR || kind == MIR_ADDRESS || kind == MIR_CLOSURE) &&
        mir_mentions(*slot, k->loan.local))
        k->looked = LOOKED_MOST;
    mir_each_operand(*slot, find_pin, context);
}

static void find_pins(void *context, MirBlock *block) {
    Sink *k = context;
    for (uint32_t i = 0; i < block->len && k->looked < LOOKED_MOST; i++) {
        if (block->items[i]->kind == MIR_DEFER || ++k->looked == LOOKED_MOST)
            k->looked = LOOKED_MOST;
        mir_each_value(block->items[i], find_pin, k);
        mir_each_block(block->items[i], find_pins, k);
    }
}

static bool may_sink(const MirFunction *f, const MirStmt *s) {
    if (s->kind != MIR_LET || !s->u.let.value || s->u.let.moves) return false;
    const MirLocal *l = &f->locals.items[s->u.let.local];
    return l->kind == MIR_USER_LOCAL && !l->borrowed && !l->assigned && !l->address_taken &&
           type_is_counted(l->type) && !s->u.let.value->owned && !reaches_finalize(l->type) &&
           loan_has_path(f, l, s->u.let.value);
}

// ---- where it is needed ----

static bool in_list(const Sink *k, uint32_t loop) {
    for (uint32_t i = 0; i < k->loops.len; i++)
        if (k->loops.items[i] == loop) return true;
    return false;
}

static void find_back(void *context, MirBlock *block) {
    Sink *k = context;
    for (uint32_t i = 0; i < block->len && !k->back; i++) {
        const MirStmt *s = block->items[i];
        k->back = (s->kind == MIR_BREAK || s->kind == MIR_CONTINUE) && in_list(k, s->u.loop_id);
        mir_each_block(block->items[i], find_back, k);
    }
}

static bool ends_away(const Sink *k, const MirBlock *block) {
    if (!block->len) return false;
    const MirStmt *last = block->items[block->len - 1];
    if (last->kind == MIR_SCOPE) return ends_away(k, &last->u.scope.body);
    if (last->kind == MIR_BREAK || last->kind == MIR_CONTINUE) return !in_list(k, last->u.loop_id);
    return last->kind == MIR_RETURN || last->kind == MIR_THROW || last->kind == MIR_UNREACHABLE;
}

// Control leaves to where nobody looks at the local again, at the end and wherever it jumps before.
static bool goes_away(Sink *k, MirBlock *block) {
    if (!ends_away(k, block)) return false;
    k->back = false;
    find_back(k, block);
    return !k->back;
}

static bool plan_block(Sink *k, MirBlock *block, uint32_t from, bool live);

static bool plan_branch(Sink *k, MirBlock *branch, bool live) {
    k->branches++;
    bool planned = plan_block(k, branch, 0, live && !goes_away(k, branch));
    k->branches--;
    return planned;
}

static bool plan_if(Sink *k, MirStmt *s, bool live) {
    if (loan_ends_by_value(&k->loan, s)) return false;
    if (!plan_branch(k, &s->u.if_.then, live) || !plan_branch(k, &s->u.if_.otherwise, live))
        return false;
    k->passed |= goes_away(k, &s->u.if_.then) || goes_away(k, &s->u.if_.otherwise);
    return true;
}

static bool plan_loop(Sink *k, MirStmt *s) {
    if (loan_ends_by_value(&k->loan, s)) return false;
    VEC_PUSH(k->arena, &k->loops, s->u.loop.id);
    bool planned =
        plan_block(k, &s->u.loop.body, 0, true) && plan_block(k, &s->u.loop.step, 0, true);
    k->loops.len--;
    return planned;
}

static void find_end(void *context, MirBlock *block) {
    Sink *k = context;
    for (uint32_t i = 0; i < block->len && !k->ends; i++) {
        MirStmt *s = block->items[i];
        k->ends = s->kind == MIR_DEFER || loan_ends_by_store(&k->loan, s) ||
                  loan_ends_by_value(&k->loan, s);
        mir_each_block(s, find_end, k);
    }
}

// A catch looks at whatever was there before: all or nothing.
static bool plan_try(Sink *k, MirStmt *s) {
    k->ends = false;
    mir_each_block(s, find_end, k);
    return !k->ends;
}

// Nothing in the statement ends the loan as long as the local is needed, or what does so is in
// branches that have their places. `live`: it is needed behind the statement.
static bool plan_statement(Sink *k, MirStmt *s, bool live) {
    switch (s->kind) {
    case MIR_IF: return plan_if(k, s, live);
    case MIR_LOOP: return plan_loop(k, s);
    case MIR_SCOPE: return plan_block(k, &s->u.scope.body, 0, live);
    case MIR_TRY: return plan_try(k, s);
    case MIR_DEFER: return false;
    case MIR_LET:
    case MIR_SET:
    case MIR_EVAL:
    case MIR_BREAK:
    case MIR_CONTINUE:
    case MIR_RETURN:
    case MIR_THROW:
    case MIR_RELEASE:
    case MIR_LEAVE:
    case MIR_UNREACHABLE: break;
    }
    return !loan_ends_by_value(&k->loan, s) && !(live && loan_ends_by_store(&k->loan, s));
}

// false: a count is needed before the block.
static bool plan_block(Sink *k, MirBlock *block, uint32_t from, bool live) {
    for (uint32_t i = from; i < block->len; i++) {
        if (++k->looked >= LOOKED_MOST) return false;
        bool later = live || loan_uses(block, i + 1, k->loan.local) > 0;
        if (!later && !loan_uses_in(block->items[i], k->loan.local)) return true;
        uint32_t mark = k->places.len;
        if (plan_statement(k, block->items[i], later)) continue;
        k->places.len = mark;
        if (live || (!k->branches && !k->passed)) return false;
        Place place = {block, i};
        VEC_PUSH(k->arena, &k->places, place);
        return true;
    }
    return true;
}

// ---- the rewriting ----

static void take_count(Sink *k, Place place) {
    uint32_t holds = loan_split(k->arena, k->function, place.block, place.at, k->loan.local);
    Span span = place.block->items[place.at]->span;
    MirExpr *local = mir_local(k->arena, k->function, k->loan.local, span);
    MirStmt *let = mir_let(k->arena, holds, local, span);
    mir_insert(k->arena, place.block, place.at, let);
}

typedef struct Sinks {
    Arena *arena;
    const Effects *effects;
    const bool *given;
    MirFunction *function;
    bool sunk;
} Sinks;

static void sink_local(Sinks *all, MirBlock *block, uint32_t at) {
    const MirStmt *let = block->items[at];
    Sink k = {.arena = all->arena, .function = all->function};
    k.loan = (Loan){all->function, all->effects, all->given, let->u.let.value, let->u.let.local};
    MirBlock rest = {block->items + at + 1, block->len - at - 1, 0};
    find_pins(&k, &rest);
    if (k.looked >= LOOKED_MOST) return;
    k.looked = 0;
    if (!plan_block(&k, block, at + 1, false)) return;
    for (uint32_t i = 0; i < k.places.len; i++) take_count(&k, k.places.items[i]);
    all->sunk |= k.places.len > 0;
}

static void sink_block(void *context, MirBlock *block) {
    Sinks *all = context;
    for (uint32_t i = 0; i < block->len; i++) {
        if (may_sink(all->function, block->items[i])) sink_local(all, block, i);
        mir_each_block(block->items[i], sink_block, context);
    }
}

bool loan_sinks(Arena *arena, const Effects *effects, MirFunction *f) {
    if (!calm_locals(arena, f)) return false;
    Sinks all = {arena, effects, calm_given(arena, f), f, false};
    sink_block(&all, &f->body);
    return all.sunk;
}
