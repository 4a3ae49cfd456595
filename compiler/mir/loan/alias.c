// Locals that borrow: `const left = this.left`, where the field is readonly and `this` lives on.
// Their value is kept by the object that it is read from, and that by its root: a parameter, or a
// local that is never stored to again, nor given away by `move x`, and, being aliased, is not moved
// at its last use either (moves.c). A temporary may borrow from another one of its statement. What
// is read from where others may write (`const x = a.b`, the items of a loop) borrows if nothing in
// its range may do so.
#include "mir/loan/loan.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

typedef struct Alias {
    const MirFunction *function;
    const MirLocal *local;
} Alias;

static bool outlives(const void *context, uint32_t root) {
    const Alias *alias = context;
    const MirLocal *from = &alias->function->locals.items[root];
    if (from->by_address || from->address_taken || from->assigned || from->is_new) return false;
    if (from->parted) return false;
    return alias->local->kind == MIR_TEMP_LOCAL || from->kind != MIR_TEMP_LOCAL;
}

// ---- what is read from where others may write ----

enum { RANGE_MOST = 500 }; // statements that are looked at for one local

// A local's range: the statements behind its LET in the block.
typedef struct Range {
    Loan loan;
    uint32_t looked;
    bool spoiled;
} Range;

static void look_expr(void *context, MirExpr **slot) {
    Range *r = context;
    const MirExpr *e = *slot;
    if (e->kind == MIR_CALL && !effects_spare(r->loan.effects, r->loan.function, e, r->loan.value))
        r->spoiled = true;
    if (e->kind == MIR_ADDRESS) r->spoiled = true; // (a MOVE comes with the store to its field)
    if (!calm_is_quiet(e)) r->spoiled = true;
    mir_each_operand(*slot, look_expr, context);
}

static bool ends_seen(const Loan *loan, uint32_t local) {
    const MirLocal *l = &loan->function->locals.items[local];
    return !l->borrowed && type_is_counted(l->type) && reaches_finalize(l->type) &&
           !loan->given[local];
}

static bool hits(const Loan *loan, const MirExpr *place) {
    if (effects_hit(loan->function, place, loan->value)) return true;
    return place->kind == MIR_LOCAL && mir_mentions(loan->value, place->u.local) > 0;
}

bool loan_ends_by_value(const Loan *loan, MirStmt *s) {
    Range r = {.loan = *loan};
    mir_each_value(s, look_expr, &r);
    return r.spoiled;
}

bool loan_ends_by_store(const Loan *loan, const MirStmt *s) {
    if (s->kind == MIR_LET) return ends_seen(loan, s->u.let.local);
    if (s->kind != MIR_SET || !type_is_counted(s->u.set.place->type)) return false;
    return reaches_finalize(s->u.set.place->type) || mir_root(s->u.set.place) == loan->local ||
           hits(loan, s->u.set.place);
}

static void look_block(void *context, MirBlock *block) {
    Range *r = context;
    for (uint32_t i = 0; i < block->len && !r->spoiled; i++) {
        MirStmt *s = block->items[i];
        if (++r->looked > RANGE_MOST) r->spoiled = true;
        if (s->kind == MIR_TRY && s->u.try_.catch_count) r->spoiled = true;
        if (r->spoiled || loan_ends_by_store(&r->loan, s)) r->spoiled = true;
        if (r->spoiled) return;
        mir_each_value(s, look_expr, r);
        mir_each_block(s, look_block, r);
    }
}

bool loan_has_path(const MirFunction *f, const MirLocal *local, const MirExpr *value) {
    const MirExpr *e = value;
    for (const MirExpr *next = mir_step(e); next; next = mir_step(e)) e = next;
    if (e == value || e->kind != MIR_LOCAL) return false;
    const MirLocal *root = &f->locals.items[e->u.local];
    if (root->by_address || root->address_taken || root->parted) return false;
    return local->kind == MIR_TEMP_LOCAL || root->kind != MIR_TEMP_LOCAL;
}

typedef struct Aliases {
    const Effects *effects;
    const bool *given; // temporaries that do not die
    MirFunction *function;
} Aliases;

// Nothing in its range writes what it is read from, or ends what that lies in.
static bool stays(const Aliases *a, const MirBlock *block, uint32_t at) {
    const MirFunction *f = a->function;
    const MirStmt *let = block->items[at];
    const MirExpr *value = let->u.let.value;
    if (!loan_has_path(f, &f->locals.items[let->u.let.local], value)) return false;
    Range r = {.loan = {f, a->effects, a->given, value, let->u.let.local}};
    MirBlock rest = {block->items + at + 1, block->len - at - 1, 0};
    look_block(&r, &rest);
    return !r.spoiled;
}

static void mark(const Aliases *a, const MirBlock *block, uint32_t at) {
    MirFunction *f = a->function;
    const MirStmt *let = block->items[at];
    MirLocal *local = &f->locals.items[let->u.let.local];
    const MirExpr *value = let->u.let.value;
    if (!value || value->owned || value->kind == MIR_LOCAL || local->assigned) return;
    if (let->u.let.moves) return; // takes over what it is given
    if (!type_is_counted(local->type) || local->address_taken) return;
    Alias alias = {f, local};
    local->borrowed = mir_is_fixed(value, outlives, &alias) || stays(a, block, at);
}

// Inner ones first: what they need not end cannot be seen to end.
static void mark_block(void *context, MirBlock *block) {
    for (uint32_t i = block->len; i-- > 0;) {
        mir_each_block(block->items[i], mark_block, context);
        if (block->items[i]->kind == MIR_LET) mark(context, block, i);
    }
}

void loan_aliases(Arena *arena, const Effects *effects, MirFunction *f) {
    Aliases a = {effects, calm_given(arena, f), f};
    mark_block(&a, &f->body);
}
