// Which values need a count of their own, and which borrowed arguments have to be kept alive over a
// call: those read from where the callee could store something else (LANGUAGE 6: a mutable field,
// an element, a top-level `let`).
#include "mir/count/count.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

// ---- values that are consumed ----

static MirExpr *copy(Count *c, MirExpr *value) {
    MirExpr *e = mir_of(c->arena, MIR_COPY, value->type, value);
    e->can_panic = value->can_panic;
    c->function->stats.copies++;
    return e;
}

static void own_items(Count *c, MirExprs *items) {
    for (uint32_t i = 0; i < items->len; i++) items->items[i] = count_owned(c, items->items[i]);
}

MirExpr *count_owned(Count *c, MirExpr *value) {
    if (mir_takes_items(value)) {
        own_items(c, &value->u.aggregate.items);
        return value;
    }
    if (!type_is_counted(value->type) || value->owned) return value;
    if (value->kind == MIR_SOME || value->kind == MIR_INTERFACE) {
        value->u.operand = count_owned(c, value->u.operand);
        value->owned = true;
        return value;
    }
    if (value->kind == MIR_CONVERT) {
        value->u.convert.operand = count_owned(c, value->u.convert.operand);
        value->owned = true;
        return value;
    }
    return copy(c, value);
}

// ---- arguments ----

typedef struct Callee {
    const Count *count;
    const MirExpr *call;
    uint32_t changed; // a local whose address the call is given; UINT32_MAX
} Callee;

// Nothing but the function itself changes the local while the call runs.
static bool is_untouched(const void *context, uint32_t local) {
    const Callee *callee = context;
    return local != callee->changed && !callee->count->function->locals.items[local].by_address;
}

// The callee stores to nothing that the argument is read through.
static bool is_spared(const Count *c, const MirExpr *arg, const Callee *callee) {
    const MirExpr *root = arg;
    for (const MirExpr *next = mir_step(root); next; next = mir_step(root)) root = next;
    if (c->plain || root->kind != MIR_LOCAL || !is_untouched(callee, root->u.local)) return false;
    const MirLocal *l = &c->function->locals.items[root->u.local];
    return !l->address_taken && effects_spare(c->effects, c->function, callee->call, arg);
}

static void keep(Count *c, MirExpr **slot, const Callee *callee) {
    MirExpr *e = *slot;
    if (e->kind == MIR_DATA || e->kind == MIR_CSTR) {
        keep(c, &e->u.operand, callee);
        return;
    }
    if (e->kind == MIR_ADDRESS) { // the object that a place lies in
        MirExpr *place = e->u.operand;
        while (place->kind == MIR_FIELD && !type_is_reference(place->u.field.base->type))
            place = place->u.field.base;
        if (place->kind == MIR_FIELD) keep(c, &place->u.field.base, callee);
        return;
    }
    if (!type_is_counted(e->type) || e->owned || mir_is_fixed(e, is_untouched, callee)) return;
    if (is_spared(c, e, callee)) return;
    uint32_t temp = count_temp(c, e->type);
    count_emit(c, mir_let(c->arena, temp, count_owned(c, e), e->span));
    count_push(c, CLEANUP_TEMP, temp);
    count_set_bits(c, temp, HOLDS);
    *slot = mir_local(c->arena, c->function, temp, e->span);
}

void count_keep_arguments(Count *c, MirExpr *call) {
    MirCallKind kind = call->u.call.kind;
    bool user_code = kind == MIR_CALL_FUNCTION || kind == MIR_CALL_INTERFACE ||
                     kind == MIR_CALL_VALUE || kind == MIR_CALL_C || kind == MIR_CALL_C_POINTER ||
                     (kind == MIR_CALL_BUILTIN && calm_runs_code(call));
    if (!user_code || calm_is_still(c->calm, call)) return;
    MirExprs *args = &call->u.call.args;
    Callee callee = {c, call, UINT32_MAX};
    if (args->len && args->items[0]->kind == MIR_ADDRESS)
        callee.changed = mir_root(args->items[0]->u.operand);
    for (uint32_t i = 0; i < args->len; i++) keep(c, &args->items[i], &callee);
}
