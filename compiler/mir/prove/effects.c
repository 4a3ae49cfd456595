// What a call may store to while it runs: fields of records and items of arrays that hold counted
// values, by their types, over all that it calls. What is read through other places stays as it
// is, and so does what these keep alive. Code that is not known, and what runs code of the user
// when values die or are compared, may store anywhere.
#include "mir/prove/prove.h"
#include "mir/reach.h"
#include "types/slot.h"

typedef struct Key { // a field of a record; or what arrays, or sets and the values of maps, hold
    const Type *of;
    uint32_t index;
} Key;

enum { ITEM = UINT32_MAX, ENTRY = UINT32_MAX - 1 };

typedef uint64_t Word;

typedef struct Summary {
    bool wild;    // anything may change
    Word *stores; // by key
    Functions callees;
} Summary;

struct Effects {
    Arena *arena;
    const Calm *calm;
    Values *values;
    VEC(Key) keys;
    Summary *functions; // as Calm has them
    uint32_t count;
    uint32_t words;
};

// ---- keys ----

// Of arrays, maps and sets, views of them too.
static bool key_of_items(const Type *t, Key *out) {
    if (t->kind == TYPE_MAP) *out = (Key){t->u.map.value, ENTRY};
    else if (t->kind == TYPE_SET) *out = (Key){t->u.elem, ENTRY};
    else if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW) *out = (Key){t->u.elem, ITEM};
    else return false;
    return true;
}

static bool key_of(const MirExpr *place, Key *out) {
    if (place->kind == MIR_MAP_KEY || place->kind == MIR_MAP_VALUE)
        return key_of_items(place->u.entry.map->type, out);
    if (place->kind == MIR_ELEMENT && key_of_items(place->u.element.base->type, out)) return true;
    if (place->kind == MIR_FIELD) *out = (Key){place->u.field.base->type, place->u.field.index};
    else if (place->kind == MIR_ELEMENT) *out = (Key){place->type, ITEM};
    else return false;
    return true;
}

static uint32_t find_key(const Effects *e, Key key) {
    for (uint32_t i = 0; i < e->keys.len; i++)
        if (e->keys.items[i].of == key.of && e->keys.items[i].index == key.index) return i;
    return UINT32_MAX;
}

static bool has(const Word *set, uint32_t at) { return set[at / 64] >> (at % 64) & 1; }

// ---- what a function does by itself ----

typedef struct Look {
    Effects *effects;
    const MirFunction *function; // whose locals are no one else's; NULL
    const MirFunction *in;
    Summary *summary; // NULL: keys are only numbered
} Look;

static void note(Look *look, Key key) {
    uint32_t at = find_key(look->effects, key);
    if (look->summary && at == UINT32_MAX) look->summary->wild = true;
    else if (look->summary) look->summary->stores[at / 64] |= (Word)1 << (at % 64);
    else if (at == UINT32_MAX) VEC_PUSH(look->effects->arena, &look->effects->keys, key);
}

static void note_wild(Look *look) {
    if (look->summary) look->summary->wild = true;
}

// Others may have read the place: all but locals.
static void look_store(Look *look, const MirExpr *place) {
    Key key;
    if (key_of(place, &key)) note(look, key);
    else if (place->kind != MIR_LOCAL || !look->function ||
             look->function->locals.items[place->u.local].by_address)
        note_wild(look);
}

static void look_set(Look *look, const MirStmt *s) {
    const MirExpr *place = s->u.set.place;
    if (!type_is_counted(place->type)) return;
    if (reaches_finalize(place->type)) note_wild(look);
    if (!s->u.set.init) look_store(look, place); // else of an object that is being made
}

// A builtin on an array or a map that gives items up, or puts others in their places.
static void look_builtin(Look *look, const MirExpr *call) {
    const Builtin *row = builtin_get(call->u.call.builtin);
    if (calm_runs_unknown(call)) note_wild(look);
    if (row->effect != EFFECT_SHORTENS && row->code != CODE_DROPS) return;
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const Type *t = call->u.call.args.items[i]->type;
        Key key;
        if (t->kind == TYPE_VIEW || !key_of_items(t, &key)) continue;
        note(look, key);
        if (reaches_finalize(t)) note_wild(look); // it may die wherever it is put
    }
}

static void look_callee(Look *look, const Symbol *function) {
    uint32_t callee = calm_index(look->effects->calm, function);
    if (callee == UINT32_MAX) note_wild(look);
    else if (look->summary) VEC_PUSH(look->effects->arena, &look->summary->callees, callee);
}

// Any of those that may be behind it. What is in a box is copied for the call, and the copy dies.
static void look_interface(Look *look, const MirExpr *call) {
    const Nominal *interface_ = call->u.call.args.items[0]->type->u.nominal;
    if (reaches_finalize(interface_->type)) {
        note_wild(look);
        return;
    }
    const Slot slot = slot_at(interface_, mir_called_slot(call));
    for (uint32_t i = 0; i < interface_->implementers.len; i++) {
        const Nominal *n = interface_->implementers.items[i];
        if (!interface_holds(n)) continue;
        const Symbol *found = slot_found(n->boxed ? n->boxed : n, &slot);
        if (found && found->kind == SYMBOL_METHOD) look_callee(look, found);
        else if (!found || slot.kind == SLOT_SET) note_wild(look);
    }
}

// Functions that it is given it may call, but for those of which its own summary knows.
static void look_functions(Look *look, const MirExpr *call) {
    bool by_name = call->u.call.kind == MIR_CALL_FUNCTION;
    uint32_t callee = by_name ? calm_index(look->effects->calm, call->u.call.symbol) : UINT32_MAX;
    for (uint32_t i = call->u.call.kind == MIR_CALL_VALUE; i < call->u.call.args.len; i++) {
        if (call->u.call.args.items[i]->type->kind != TYPE_FUNCTION) continue;
        if (callee == UINT32_MAX || !values_known(look->effects->values, callee, i))
            note_wild(look);
    }
}

static void look_value(Look *look, const MirExpr *call) {
    Functions behind = {0};
    if (!look->summary) return;
    if (!values_behind(look->effects->values, look->in, call->u.call.args.items[0], &behind))
        note_wild(look);
    for (uint32_t i = 0; i < behind.len; i++)
        VEC_PUSH(look->effects->arena, &look->summary->callees, behind.items[i]);
}

static void look_call(Look *look, const MirExpr *call) {
    look_functions(look, call);
    switch (call->u.call.kind) {
    case MIR_CALL_FUNCTION: look_callee(look, call->u.call.symbol); return;
    case MIR_CALL_INTERFACE: look_interface(look, call); return;
    case MIR_CALL_BUILTIN: look_builtin(look, call); return;
    case MIR_CALL_PRINT:
    case MIR_CALL_PRINT_ERROR:
    case MIR_CALL_PANIC:
    case MIR_CALL_ASSERT:
    case MIR_CALL_CHECK_LENGTH:
    case MIR_CALL_WEAK_OF:
    case MIR_CALL_WEAK_GET:
    case MIR_CALL_CLOSURE:
    case MIR_CALL_BOX:
    case MIR_CALL_UNBOX:
    case MIR_CALL_UNBOXER:
    case MIR_CALL_CONSTRUCTED: return;
    case MIR_CALL_APPEND: look_store(look, call->u.call.args.items[0]); return;
    case MIR_CALL_VALUE: look_value(look, call); return;
    case MIR_CALL_C:
    case MIR_CALL_C_POINTER:
    case MIR_CALL_FINALIZE: note_wild(look); return;
    }
}

static void look_expr(void *context, MirExpr **slot) {
    Look *look = context;
    const MirExpr *e = *slot;
    if (e->kind == MIR_CALL) look_call(look, e);
    if (!calm_is_quiet(e)) note_wild(look);
    mir_each_operand(*slot, look_expr, context);
}

static void look_block(void *context, MirBlock *block) {
    Look *look = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_SET) look_set(look, s);
        mir_each_value(s, look_expr, look);
        mir_each_block(s, look_block, look);
    }
}

// ---- functions ----

static bool unite(const Effects *e, Summary *into, const Summary *from) {
    bool changed = from->wild && !into->wild;
    into->wild |= from->wild;
    for (uint32_t i = 0; i < e->words; i++) {
        changed |= (from->stores[i] & ~into->stores[i]) != 0;
        into->stores[i] |= from->stores[i];
    }
    return changed;
}

static void settle(Effects *e) {
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < e->count; i++)
            for (uint32_t k = 0; k < e->functions[i].callees.len; k++)
                changed |=
                    unite(e, &e->functions[i], &e->functions[e->functions[i].callees.items[k]]);
    }
}

static void number_keys(Effects *e, const MirModule *m) {
    for (uint32_t i = 0; i < m->functions.len; i++) {
        Look look = {e, m->functions.items[i], m->functions.items[i], NULL};
        MirBlock body = m->functions.items[i]->body;
        look_block(&look, &body);
    }
    e->words = (e->keys.len + 63) / 64;
}

static void summarize(Effects *e) {
    e->functions = ARENA_ARRAY(e->arena, Summary, e->count + 1);
    for (uint32_t i = 0; i < e->count; i++) {
        const MirFunction *f = calm_function(e->calm, i);
        Summary *summary = &e->functions[i];
        summary->wild = !calm_locals_of_places(e->arena, f);
        summary->stores = ARENA_ARRAY(e->arena, Word, e->words + 1);
        Look look = {e, f, f, summary};
        MirBlock body = f->body;
        look_block(&look, &body);
    }
}

const Effects *effects_of_calls(Arena *arena, const Calm *calm, Values *values,
                                const MirModule *m) {
    Effects *e = ARENA_NEW(arena, Effects);
    e->arena = arena;
    e->calm = calm;
    e->values = values;
    while (calm_function(calm, e->count)) e->count++;
    number_keys(e, m);
    summarize(e);
    settle(e);
    return e;
}

// ---- questions ----

// Is the place a part of the value itself? A value of an enum is never stored to in part.
static bool holds(const Type *t, Key key) {
    if (t->kind == TYPE_OPTION) return holds(t->u.elem, key);
    if (t->kind == TYPE_CARRAY)
        return (key.index == ITEM && key.of == t->u.carray.elem) || holds(t->u.carray.elem, key);
    for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->u.tuple.count; i++)
        if (holds(t->u.tuple.items[i], key)) return true;
    if (t->kind != TYPE_STRUCT) return false;
    if (t == key.of && key.index != ITEM) return true;
    for (uint32_t i = 0; i < t->u.nominal->fields.len; i++)
        if (holds(t->u.nominal->fields.items[i].type, key)) return true;
    return false;
}

// Does a store there change a step of the path, or a part of what is read at its end?
static bool touches(Key key, const MirExpr *path) {
    Key step;
    for (const MirExpr *e = path; e; e = mir_step(e))
        if (key_of(e, &step) && step.of == key.of && step.index == key.index) return true;
    return holds(path->type, key);
}

bool effects_hit(const MirFunction *f, const MirExpr *place, const MirExpr *path) {
    Key key;
    if (place->kind == MIR_LOCAL) return f->locals.items[place->u.local].by_address;
    return !key_of(place, &key) || touches(key, path);
}

bool effects_spare(const Effects *e, const MirFunction *f, const MirExpr *call,
                   const MirExpr *path) {
    Summary summary = {.stores = ARENA_ARRAY(e->arena, Word, e->words + 1)};
    Effects known = *e;
    Look look = {&known, NULL, f, &summary};
    look_call(&look, call);
    for (uint32_t i = 0; i < summary.callees.len; i++)
        unite(e, &summary, &e->functions[summary.callees.items[i]]);
    if (summary.wild) return false;
    for (uint32_t i = 0; i < e->keys.len; i++)
        if (has(summary.stores, i) && touches(e->keys.items[i], path)) return false;
    return true;
}
