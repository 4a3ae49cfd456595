// A local that is stored to a field and looked at again gives its count to the field, and is a loan
// from there on: `made = new Node(); this.last = made; made.tell()`. The mirror of takes.c. The
// local is split behind the store; a variable that is assigned is stored to behind the field
// instead of before it: `this.current = t; task = this.current`. Where borrow.c then finds that the
// loan does not last, it takes a count as the store would have done before: never more counts than
// without.
//
// Only fields of an object that a parameter or `this` names, so that the loan keeps no other local
// from borrowing; only locals whose death nobody sees, that C was not lent, and that no defer,
// closure or other loan mentions (LANGUAGE 6).
#include "mir/loan/loan.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

enum { LOOKED_MOST = 400 }; // statements behind a local that are looked at

typedef struct Gives {
    Arena *arena;
    MirFunction *function;
    bool *pinned; // by local
    bool *lends;  // .. what is read from it is another local
    const uint32_t *mentions;
    uint32_t known; // locals that were there before
} Gives;

// ---- who may ----

static void pin_roots(void *context, MirExpr **slot) {
    Gives *g = context;
    if ((*slot)->kind == MIR_LOCAL) g->pinned[(*slot)->u.local] = true;
    mir_each_operand(*slot, pin_roots, context);
}

static void pin_lent(void *context, MirExpr **slot) {
    MirExprKind k = (*slot)->kind;
    if (k == MIR_DATA || k == MIR_CSTR || k == MIR_ADDRESS || k == MIR_CLOSURE)
        pin_roots(context, slot);
    mir_each_operand(*slot, pin_lent, context);
}

static void pin_deferred(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        mir_each_value(block->items[i], pin_roots, context);
        mir_each_block(block->items[i], pin_deferred, context);
    }
}

static void note_lenders(void *context, MirExpr **slot) {
    Gives *g = context;
    if ((*slot)->kind == MIR_LOCAL) g->lends[(*slot)->u.local] = true;
    mir_each_operand(*slot, note_lenders, context);
}

static void find_lender(Gives *g, MirExpr *value) {
    if (value && !value->owned && value->kind != MIR_LOCAL && type_is_counted(value->type))
        note_lenders(g, &value);
}

static void pin_block(void *context, MirBlock *block) {
    Gives *g = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_DEFER) pin_deferred(g, &s->u.block);
        if (s->kind == MIR_LET) find_lender(g, s->u.let.value);
        if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL) find_lender(g, s->u.set.value);
        mir_each_value(s, pin_lent, g);
        mir_each_block(s, pin_block, g);
    }
}

static bool is_one_word(const Type *t) {
    while (t->kind == TYPE_OPTION) t = t->u.elem;
    return type_is_reference(t) || t->kind == TYPE_STRING;
}

static bool may_give(const Gives *g, uint32_t local) {
    if (local >= g->known || g->pinned[local]) return false;
    const MirLocal *l = &g->function->locals.items[local];
    if (l->borrowed || l->by_address || l->address_taken || l->carried) return false;
    if (l->is_new || l->on_stack || l->is_env || l->kind == MIR_TEMP_LOCAL) return false;
    return type_is_counted(l->type) && is_one_word(l->type) && !reaches_finalize(l->type);
}

// ---- the store ----

static bool is_owner(const Gives *g, const MirExpr *object) {
    if (object->kind != MIR_LOCAL || object->type->kind != TYPE_CLASS) return false;
    const MirLocal *l = &g->function->locals.items[object->u.local];
    if (l->by_address || l->address_taken || l->assigned) return false;
    return l->is_new || (object->u.local < g->function->param_count && l->borrowed);
}

// SET of a field to the local itself, narrowed or not, or to it as an option.
static bool stores(const Gives *g, const MirStmt *s, uint32_t local) {
    if (s->kind != MIR_SET || s->u.set.place->kind != MIR_FIELD) return false;
    if (!is_owner(g, s->u.set.place->u.field.base)) return false;
    const MirExpr *value = s->u.set.value;
    if (value->kind == MIR_SOME) {
        value = value->u.operand;
        if (value->kind == MIR_PAYLOAD && value->unchecked) value = value->u.operand;
    }
    return value->kind == MIR_LOCAL && value->u.local == local;
}

// What the store has put there, as the local has it.
static MirExpr *read_back(const Gives *g, const MirStmt *set, const Type *type) {
    MirExpr *place = mir_copy(g->arena, set->u.set.place);
    place->u.field.base = mir_copy(g->arena, place->u.field.base);
    if (place->type == type) return place;
    MirExpr *inner = mir_of(g->arena, MIR_PAYLOAD, type, place);
    inner->unchecked = true;
    inner->can_panic = false;
    return inner;
}

// ---- a local that is not assigned ----

static void give_from(Gives *g, MirBlock *block, uint32_t from, uint32_t local) {
    for (uint32_t i = from; i < block->len && i - from < LOOKED_MOST; i++) {
        MirStmt *s = block->items[i];
        if (!stores(g, s, local)) continue;
        if (!loan_may_split(block, i + 1) || !loan_uses(block, i + 1, local)) return;
        uint32_t loan = loan_split(g->arena, g->function, block, i + 1, local);
        const Type *type = g->function->locals.items[local].type;
        MirStmt *let = mir_let(g->arena, loan, read_back(g, s, type), s->span);
        let->ends = s->ends;
        s->ends = false;
        mir_insert(g->arena, block, i + 1, let);
        return;
    }
}

// ---- one that is ----

static MirExpr *made_of(const MirStmt *s, uint32_t *local) {
    if (s->kind == MIR_LET) *local = s->u.let.local;
    else if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL)
        *local = s->u.set.place->u.local;
    else return NULL;
    return s->kind == MIR_LET ? s->u.let.value : s->u.set.value;
}

static bool is_temp(const Gives *g, const MirExpr *value) {
    if (value->kind == MIR_SOME) value = value->u.operand;
    return value->kind == MIR_LOCAL &&
           g->function->locals.items[value->u.local].kind == MIR_TEMP_LOCAL;
}

// `task = t; this.current = task` becomes `this.current = t; task = this.current`.
static void give_assigned(Gives *g, MirBlock *block, uint32_t at) {
    MirStmt *first = block->items[at];
    uint32_t local;
    MirExpr *value = made_of(first, &local);
    if (!value || at + 1 == block->len || !g->function->locals.items[local].assigned) return;
    MirStmt *set = block->items[at + 1];
    const MirLocal *l = &g->function->locals.items[local];
    if (!may_give(g, local) || value->type != l->type || !stores(g, set, local)) return;
    uint32_t here = first->kind == MIR_SET ? 2 : 1;
    if (g->mentions[local] <= here) return; // nobody looks at it again
    if (!mir_is_maker(value) && !is_temp(g, value)) return;
    if (mir_is_maker(value)) {
        MirLocal made = {.kind = MIR_TEMP_LOCAL, .type = l->type};
        made.c_name = mir_fresh_name(g->arena, g->function, NULL);
        uint32_t temp = g->function->locals.len;
        VEC_PUSH(g->arena, &g->function->locals, made);
        mir_insert(g->arena, block, at, mir_let(g->arena, temp, value, first->span));
        value = mir_local(g->arena, g->function, temp, value->span);
        at++;
    }
    const Type *type = set->u.set.place->type;
    MirExpr *back = read_back(g, set, value->type);
    if (type != value->type) value = mir_of(g->arena, MIR_SOME, type, value);
    set->u.set.value = value;
    if (first->kind == MIR_LET) first->u.let.value = back;
    else first->u.set.value = back;
    bool ends = set->ends;
    set->ends = false;
    first->ends = ends;
    block->items[at] = set;
    block->items[at + 1] = first;
}

// ---- functions ----

static void give_block(void *context, MirBlock *block) {
    Gives *g = context;
    for (uint32_t i = 0; i < block->len; i++) {
        give_assigned(g, block, i);
        MirStmt *s = block->items[i];
        mir_each_block(s, give_block, context);
        if (s->kind != MIR_LET || !s->u.let.value || !s->u.let.value->owned) continue;
        uint32_t local = s->u.let.local;
        if (may_give(g, local) && !g->lends[local] && !g->function->locals.items[local].assigned)
            give_from(g, block, i + 1, local);
    }
}

void loan_gives(Arena *arena, MirFunction *f) {
    if (!calm_locals(arena, f) || !f->body.len || f->body.items[0]->kind != MIR_SCOPE) return;
    uint32_t count = f->locals.len;
    Gives g = {arena,
               f,
               ARENA_ARRAY(arena, bool, count + 1),
               ARENA_ARRAY(arena, bool, count + 1),
               loan_mentions(arena, f),
               count};
    MirBlock *top = &f->body.items[0]->u.scope.body;
    pin_block(&g, &f->body);
    for (uint32_t i = 0; i < f->param_count; i++)
        if (may_give(&g, i) && !g.lends[i] && !f->locals.items[i].assigned)
            give_from(&g, top, 0, i);
    give_block(&g, &f->body);
}
