// Which functions may be behind a function value: a lambda of the same function, or what the
// callers of a function give for its parameter, where all of them are known. So `xs.map(x => ..)`,
// and the `f(item)` in it, do what that lambda does, and no more.
//
// Known are the callers of functions that are called by their name alone, within their unit: no
// other unit, table of an interface, function value or C calls them.
#include "mir/prove/prove.h"

enum { PARAMS_MOST = 16 };

typedef struct Behind {
    bool unknown;
    VEC(uint32_t) functions; // as Calm has them
} Behind;

typedef struct Callee {
    Behind params[PARAMS_MOST];
} Callee;

struct Values {
    Arena *arena;
    const Calm *calm;
    bool *by_name; // by function
    Callee *callees;
    const MirFunction *in; // whose calls are looked at
    bool changed;
};

// ---- called by their name ----

static bool may_be_called_elsewhere(const MirFunction *f) {
    const Symbol *s = f->symbol;
    if (f->is_exported || s->flags & SYMBOL_SHARED || f->is_callback || f->is_value) return true;
    const Type *owner = s->owner ? s->owner->type : NULL;
    bool has_tables = owner && (owner->kind == TYPE_CLASS || owner->kind == TYPE_STRUCT ||
                                owner->kind == TYPE_ENUM || owner->kind == TYPE_INTERFACE);
    return has_tables && owner->u.nominal->implements.len > 0;
}

static void forbid(Values *v, const Symbol *symbol) {
    uint32_t at = symbol ? calm_index(v->calm, symbol) : UINT32_MAX;
    if (at != UINT32_MAX) v->by_name[at] = false;
}

static void find_other_uses(void *context, MirExpr **slot) {
    const MirExpr *e = *slot;
    if (e->kind == MIR_FUNCTION || e->kind == MIR_SELF) forbid(context, e->u.symbol);
    if (e->kind == MIR_CLOSURE) forbid(context, e->u.closure.function);
    if (e->kind == MIR_CALL && e->u.call.kind != MIR_CALL_FUNCTION)
        forbid(context, e->u.call.symbol);
    mir_each_operand(*slot, find_other_uses, context);
}

static void find_uses_in(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        mir_each_value(block->items[i], find_other_uses, context);
        mir_each_block(block->items[i], find_uses_in, context);
    }
}

static void find_by_name(Values *v, const MirModule *m, uint32_t count) {
    v->by_name = ARENA_ARRAY(v->arena, bool, count + 1);
    for (uint32_t i = 0; i < count; i++)
        v->by_name[i] = !may_be_called_elsewhere(calm_function(v->calm, i));
    for (uint32_t i = 0; i < m->functions.len; i++) {
        const MirFunction *f = m->functions.items[i];
        MirBlock body = f->body;
        find_uses_in(v, &body);
        forbid(v, f->callback_of);
    }
}

bool values_by_name(const Values *v, uint32_t function) { return v->by_name[function]; }

// ---- what is behind a value ----

typedef struct Search { // for what a local is made of
    uint32_t local;
    const MirExpr *value;
} Search;

static void find_let(void *context, MirBlock *block) {
    Search *search = context;
    for (uint32_t i = 0; i < block->len && !search->value; i++) {
        const MirStmt *s = block->items[i];
        if (s->kind == MIR_LET && s->u.let.local == search->local) search->value = s->u.let.value;
        mir_each_block(block->items[i], find_let, context);
    }
}

static bool add(Values *v, Behind *into, uint32_t function) {
    for (uint32_t i = 0; i < into->functions.len; i++)
        if (into->functions.items[i] == function) return false;
    VEC_PUSH(v->arena, &into->functions, function);
    return true;
}

static void forget(Values *v, Behind *into) {
    v->changed |= !into->unknown;
    into->unknown = true;
}

static void note(Values *v, Behind *into, const MirExpr *value) {
    while (value && value->kind == MIR_CONVERT) value = value->u.convert.operand;
    const Symbol *symbol = NULL;
    if (value && (value->kind == MIR_FUNCTION || value->kind == MIR_SELF)) symbol = value->u.symbol;
    if (value && value->kind == MIR_CLOSURE) symbol = value->u.closure.function;
    uint32_t at = symbol && !symbol->c ? calm_index(v->calm, symbol) : UINT32_MAX;
    if (at != UINT32_MAX) v->changed |= add(v, into, at);
    if (at != UINT32_MAX) return;
    const MirLocal *l =
        value && value->kind == MIR_LOCAL && v->in ? &v->in->locals.items[value->u.local] : NULL;
    if (!l || l->assigned || l->address_taken) {
        forget(v, into);
    } else if (value->u.local >= v->in->param_count) {
        Search search = {value->u.local, NULL};
        MirBlock body = v->in->body;
        find_let(&search, &body);
        if (search.value && search.value->kind != MIR_LOCAL) note(v, into, search.value);
        else forget(v, into);
    } else {
        uint32_t in = v->in->symbol ? calm_index(v->calm, v->in->symbol) : UINT32_MAX;
        bool known = in != UINT32_MAX && v->by_name[in] && value->u.local < PARAMS_MOST &&
                     !v->callees[in].params[value->u.local].unknown;
        if (!known) forget(v, into);
        for (uint32_t i = 0; known && i < v->callees[in].params[value->u.local].functions.len; i++)
            v->changed |= add(v, into, v->callees[in].params[value->u.local].functions.items[i]);
    }
}

static void look_expr(void *context, MirExpr **slot) {
    Values *v = context;
    const MirExpr *e = *slot;
    bool by_name = e->kind == MIR_CALL && e->u.call.kind == MIR_CALL_FUNCTION;
    uint32_t callee = by_name ? calm_index(v->calm, e->u.call.symbol) : UINT32_MAX;
    for (uint32_t i = 0; callee != UINT32_MAX && i < e->u.call.args.len && i < PARAMS_MOST; i++) {
        const MirExpr *arg = e->u.call.args.items[i];
        if (arg->type->kind == TYPE_FUNCTION && !v->callees[callee].params[i].unknown)
            note(v, &v->callees[callee].params[i], arg);
    }
    mir_each_operand(*slot, look_expr, context);
}

static void look_block(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        mir_each_value(block->items[i], look_expr, context);
        mir_each_block(block->items[i], look_block, context);
    }
}

Values *values_of_module(Arena *arena, const Calm *calm, const MirModule *m) {
    Values *v = ARENA_NEW(arena, Values);
    v->arena = arena;
    v->calm = calm;
    uint32_t count = 0;
    while (calm_function(calm, count)) count++;
    v->callees = ARENA_ARRAY(arena, Callee, count + 1);
    find_by_name(v, m, count);
    for (v->changed = true; v->changed;) {
        v->changed = false;
        for (uint32_t i = 0; i < m->functions.len; i++) {
            v->in = m->functions.items[i];
            MirBlock body = v->in->body;
            look_block(v, &body);
        }
    }
    return v;
}

bool values_known(const Values *v, uint32_t function, uint32_t param) {
    return param < PARAMS_MOST && v->by_name[function] &&
           !v->callees[function].params[param].unknown;
}

bool values_behind(Values *v, const MirFunction *in, const MirExpr *value, Functions *out) {
    Behind behind = {0};
    v->in = in;
    note(v, &behind, value);
    if (behind.unknown) return false;
    for (uint32_t i = 0; i < behind.functions.len; i++)
        VEC_PUSH(v->arena, out, behind.functions.items[i]);
    return true;
}
