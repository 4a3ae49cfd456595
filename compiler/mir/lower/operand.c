// Order of evaluation. An expression is lowered to a tree that is read later; when a later operand
// emits statements, what they could change or overtake is put into temporaries before them, and
// where one operand of a tree has effects or may panic, so is what comes before it and could
// notice. Everything else stays a tree.
#include "mir/lower/lower.h"
#include "mir/reach.h"

uint32_t lower_mark(const Lower *l) { return l->at.block->len; }

static MirExpr *spill_at(Lower *l, MirExpr *value, uint32_t at);

// A pointer into a buffer keeps nothing alive: the buffer is kept, and the pointer taken at the
// call. Gives how many statements that took.
static uint32_t spill_lent(Lower *l, MirExpr *value, uint32_t at) {
    while (value->kind == MIR_CONVERT) value = value->u.convert.operand;
    bool lends = value->kind == MIR_DATA || value->kind == MIR_CSTR;
    MirExpr *buffer = lends ? value->u.operand : NULL;
    if (!buffer || !type_is_counted(buffer->type) || mir_is_constant(buffer)) return 0;
    uint32_t before = l->at.block->len;
    value->u.operand = spill_at(l, buffer, at);
    if (value->kind == MIR_DATA) value->can_panic = value->effects = false;
    return l->at.block->len - before;
}

static MirExpr *spill_at(Lower *l, MirExpr *value, uint32_t at) {
    uint32_t kept = spill_lent(l, value, at);
    if (kept && value->kind == MIR_DATA) return value;
    at += kept;
    uint32_t temp = lower_local(l, MIR_TEMP_LOCAL, NULL, value->type, NULL);
    MirStmt *let = mir_let(l->arena, temp, value, value->span);
    if (at == l->at.block->len) lower_emit(l, let);
    else mir_insert(l->arena, l->at.block, at, let);
    return mir_local(l->arena, l->at.function, temp, value->span);
}

MirExpr *lower_spill(Lower *l, MirExpr *value) { return spill_at(l, value, l->at.block->len); }

enum { CHAIN_MOST = 60 }; // clang's limit is 256 brackets

static const MirExpr *left_of(const MirExpr *e) {
    if (e->kind == MIR_CONVERT) return e->u.convert.operand;
    if (e->kind == MIR_UNARY) return e->u.unary.operand;
    bool binary =
        e->kind == MIR_BINARY || e->kind == MIR_EQUAL || e->kind == MIR_AND || e->kind == MIR_OR;
    return binary ? e->u.binary.left : NULL;
}

MirExpr *lower_shallow(Lower *l, MirExpr *left) {
    uint32_t len = 0;
    for (const MirExpr *e = left; e && len < CHAIN_MOST; e = left_of(e)) len++;
    return len < CHAIN_MOST ? left : lower_spill(l, left);
}

MirExpr *lower_reusable(Lower *l, MirExpr *value) {
    if (value->kind == MIR_LOCAL || (mir_is_constant(value) && value->kind != MIR_STRING))
        return value;
    return lower_spill(l, value);
}

// ---- what statements may change ----

typedef struct Effects { // of the statements from a mark on, as far as `value` cares
    const Lower *lower;
    const MirExpr *value;
    bool any;     // a call, a store behind a reference, or control flow
    bool assigns; // a local that `value` reads
    bool panics;
} Effects;

static void look_at_store(Effects *e, const MirExpr *place) {
    uint32_t root = mir_root(place);
    if (root == UINT32_MAX) e->any = true;
    else if (mir_mentions(e->value, root)) e->assigns = true;
}

static void look_at_value(void *context, MirExpr **slot) {
    Effects *e = context;
    if ((*slot)->kind == MIR_ADDRESS) look_at_store(e, (*slot)->u.operand); // the callee's
    if ((*slot)->kind == MIR_CALL && (*slot)->effects) e->any = true;
    if ((*slot)->can_panic) e->panics = true;
    mir_each_operand(*slot, look_at_value, context);
}

static void look_at_block(void *context, MirBlock *block);

static void look_at(Effects *e, MirStmt *s) {
    if (s->kind == MIR_SET) look_at_store(e, s->u.set.place);
    if (s->kind == MIR_LOOP || mir_leaves(s)) e->any = true;
    mir_each_value(s, look_at_value, e);
    mir_each_block(s, look_at_block, e);
}

static void look_at_block(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) look_at(context, block->items[i]);
}

// ---- what a value reads ----

static bool is_mutable_field(const MirExpr *e) {
    const Type *base = e->u.field.base->type;
    return base->kind == TYPE_CLASS &&
           !(base->u.nominal->fields.items[e->u.field.index].flags & DECL_READONLY);
}

static bool is_mutable_read(const MirExpr *e) {
    if (e->kind == MIR_GLOBAL) return e->u.symbol->flags & SYMBOL_LET;
    if (e->kind == MIR_FIELD) return is_mutable_field(e);
    if (e->kind == MIR_LENGTH) return e->u.operand->type->kind != TYPE_STRING;
    return e->kind == MIR_ELEMENT || e->kind == MIR_DEREF || e->kind == MIR_C_NAME ||
           e->kind == MIR_MAP_KEY || e->kind == MIR_MAP_VALUE || e->kind == MIR_EQUAL;
}

static void look_for_mutable(void *context, MirExpr **slot) {
    Effects *e = context;
    if (is_mutable_read(*slot)) e->assigns = true;
    const MirLocal *local =
        (*slot)->kind == MIR_LOCAL ? &e->lower->at.function->locals.items[(*slot)->u.local] : NULL;
    if (local && (local->address_taken || local->by_address)) e->assigns = true;
    mir_each_operand(*slot, look_for_mutable, context);
}

static bool must_be_kept(Lower *l, MirExpr *value, uint32_t mark) {
    if (mark == l->at.block->len || mir_is_constant(value)) return false;
    if (value->effects) return true;
    Effects e = {.lower = l, .value = value};
    for (uint32_t i = mark; i < l->at.block->len; i++) look_at(&e, l->at.block->items[i]);
    if (value->can_panic && (e.any || e.panics)) return true;
    if (e.any) look_for_mutable(&e, &value);
    return e.assigns;
}

MirExpr *lower_keep(Lower *l, MirExpr *value, uint32_t mark) {
    return must_be_kept(l, value, mark) ? spill_at(l, value, mark) : value;
}

// The references, pointers and indexes on the way to a place are evaluated before what is stored;
// the place itself, and its check, after.
MirExpr *lower_keep_place(Lower *l, MirExpr *place, uint32_t mark) {
    uint32_t before = l->at.block->len;
    if (place->kind == MIR_FIELD) {
        MirExpr **base = &place->u.field.base;
        *base = type_is_reference((*base)->type) ? lower_keep(l, *base, mark)
                                                 : lower_keep_place(l, *base, mark);
    } else if (place->kind == MIR_PAYLOAD) {
        place->u.operand = lower_keep_place(l, place->u.operand, mark);
    } else if (place->kind == MIR_DEREF) {
        place->u.operand = lower_keep(l, place->u.operand, mark);
    } else if (place->kind == MIR_ELEMENT) {
        MirExpr **base = &place->u.element.base;
        *base = (*base)->type->kind == TYPE_CARRAY ? lower_keep_place(l, *base, mark)
                                                   : lower_keep(l, *base, mark);
        mark += l->at.block->len - before;
        place->u.element.index = lower_keep(l, place->u.element.index, mark);
    }
    return place;
}

// ---- operands ----

static bool is_inert(Lower *l, MirExpr *value) {
    if (value->can_panic || value->effects) return false;
    Effects e = {.lower = l, .value = value};
    look_for_mutable(&e, &value);
    return !e.assigns;
}

// Where one operand has effects, the order counts of all that could notice; else that of panics.
void lower_settle(Lower *l, MirExpr **values, uint32_t count) {
    bool effects = false;
    for (uint32_t i = 0; i < count; i++) effects |= values[i]->effects;
    bool *ordered = ARENA_ARRAY(l->arena, bool, count + 1);
    uint32_t last = 0;
    for (uint32_t i = 0; i < count; i++) {
        ordered[i] = effects ? !is_inert(l, values[i]) : values[i]->can_panic;
        if (ordered[i]) last = i;
    }
    for (uint32_t i = 0; i < last; i++)
        if (ordered[i]) values[i] = lower_spill(l, values[i]);
}

// Texts are made of values once all of these are computed: a call among them could change what is
// behind a reference, or panic with half of them printed; and so could a `toString`.
void lower_before_text(Lower *l, MirExpr **values, uint32_t count) {
    bool runs_code = false;
    for (uint32_t i = 0; i < count; i++) runs_code |= reaches_text(values[i]->type);
    for (uint32_t i = 0; runs_code && i < count; i++)
        if (!mir_is_constant(values[i])) values[i] = lower_spill(l, values[i]);
    for (uint32_t i = 0; count > 1 && i < count; i++)
        if (values[i]->effects) values[i] = lower_spill(l, values[i]);
}

static void keep_all(Lower *l, MirExpr **values, uint32_t count, uint32_t mark) {
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = l->at.block->len;
        values[i] = lower_keep(l, values[i], mark);
        mark += l->at.block->len - before;
    }
}

// What no later statement changes: keeping it again would be the same.
static bool is_settled(const Lower *l, const MirExpr *value) {
    return mir_is_constant(value) ||
           (value->kind == MIR_LOCAL &&
            l->at.function->locals.items[value->u.local].kind == MIR_TEMP_LOCAL);
}

void lower_operands(Lower *l, Node *const nodes[], uint32_t count, MirExpr **out) {
    uint32_t first = 0; // those before it are settled
    for (uint32_t i = 0; i < count; i++) {
        uint32_t mark = lower_mark(l);
        out[i] = lower_expr(l, nodes[i]);
        if (lower_mark(l) > mark) keep_all(l, out + first, i - first, mark);
        while (first < i && is_settled(l, out[first])) first++;
    }
    lower_settle(l, out, count);
}

// ---- defaults ----

// A trace names the line of a call for what its default values do, for that runs in the caller; of
// values in the same file it names their own place before it.
static void move_span(Span *span, Span here) {
    if (span->source && span->source != here.source) *span = here;
}

static bool is_within(Span span, Span here) {
    return span.source == here.source && span.start >= here.start && span.end <= here.end;
}

static void move_expr(void *here, MirExpr **slot) {
    move_span(&(*slot)->span, *(const Span *)here);
    mir_each_operand(*slot, move_expr, here);
}

static void move_stmt(MirStmt *s, Span *here);

static void move_block(void *here, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) move_stmt(block->items[i], here);
}

static void move_stmt(MirStmt *s, Span *here) {
    if (s->span.source && !is_within(s->span, *here)) s->span = *here;
    mir_each_value(s, move_expr, here);
    mir_each_block(s, move_block, here);
}

void lower_move_here(Lower *l, uint32_t mark, Node *const *nodes, MirExpr **values, uint32_t count,
                     Span here) {
    bool foreign = false;
    for (uint32_t i = 0; i < count; i++) foreign |= !is_within(nodes[i]->span, here);
    if (!foreign) return;
    for (uint32_t i = mark; i < l->at.block->len; i++) move_stmt(l->at.block->items[i], &here);
    for (uint32_t i = 0; i < count; i++) move_expr(&here, &values[i]);
}
