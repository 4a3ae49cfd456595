// Who may shorten an array: code that is not known, the builtins that take items out, and what runs
// code of the user (finalizers, `equals` of map keys). A function is calm when nothing of that is
// in it or in what it calls; found by assuming all of a module calm until something says otherwise.
// A still function is calm, and stores no counted value where others could have read it.
#include <stdlib.h>

#include "check/module.h"
#include "mir/prove/prove.h"
#include "mir/reach.h"

struct Calm {
    const MirFunction **functions; // sorted by symbol
    bool *is_calm;
    bool *is_still;
    uint32_t count;
};

static int compare_symbols(const void *a, const void *b) {
    const MirFunction *x = *(const MirFunction *const *)a, *y = *(const MirFunction *const *)b;
    uintptr_t left = (uintptr_t)x->symbol, right = (uintptr_t)y->symbol;
    return left < right ? -1 : left > right;
}

uint32_t calm_index(const Calm *calm, const Symbol *symbol) {
    uint32_t low = 0, high = calm->count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const Symbol *at = calm->functions[mid]->symbol;
        if (at == symbol) return mid;
        if ((uintptr_t)at < (uintptr_t)symbol) low = mid + 1;
        else high = mid;
    }
    return UINT32_MAX;
}

const MirFunction *calm_function(const Calm *calm, uint32_t index) {
    return index < calm->count ? calm->functions[index] : NULL;
}

static bool is_calm_symbol(const Calm *calm, const Symbol *symbol, bool still) {
    uint32_t at = calm_index(calm, symbol);
    return at != UINT32_MAX && (still ? calm->is_still[at] : calm->is_calm[at]);
}

static bool any_argument(const MirExpr *call, bool test(const Type *type)) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++)
        if (test(call->u.call.args.items[i]->type)) return true;
    return false;
}

static bool compares(const MirExpr *call) {
    if (builtin_get(call->u.call.builtin)->code == CODE_PRINTS)
        return any_argument(call, reaches_text);
    return builtin_get(call->u.call.builtin)->code >= CODE_COMPARES &&
           any_argument(call, reaches_equals);
}

bool calm_runs_code(const MirExpr *call) {
    return builtin_get(call->u.call.builtin)->code == CODE_DROPS || compares(call);
}

bool calm_runs_unknown(const MirExpr *call) {
    bool drops = builtin_get(call->u.call.builtin)->code == CODE_DROPS;
    return compares(call) || (drops && any_argument(call, reaches_finalize));
}

// Those of the main file are set when control comes by, all others at first use.
static bool is_lazy(const Symbol *global) {
    return !global->module || !global->module->is_main || global->owner;
}

static bool prints(const MirExpr *call) {
    return call->u.call.kind == MIR_CALL_PRINT || call->u.call.kind == MIR_CALL_PRINT_ERROR;
}

// Makes text of something whose `toString` is called.
static bool asks_text(const MirExpr *e) {
    if (e->kind == MIR_CALL) return prints(e) && any_argument(e, reaches_text);
    for (uint32_t i = 0; e->kind == MIR_TEMPLATE && i < e->u.template_.count; i++) {
        const MirTemplatePart *part = &e->u.template_.parts[i];
        if (part->value && !part->by_name && reaches_text(part->value->type)) return true;
    }
    return false;
}

bool calm_is_quiet(const MirExpr *e) {
    if (e->kind == MIR_TEMPLATE || e->kind == MIR_CALL) return !asks_text(e);
    if (e->kind == MIR_ELEMENT && e->u.element.base->type->kind == TYPE_MAP)
        return !reaches_equals(e->u.element.base->type->u.map.key);
    if (e->kind == MIR_EQUAL) return !reaches_equals(e->u.binary.left->type);
    if (e->kind == MIR_GLOBAL) return e->unchecked || !is_lazy(e->u.symbol);
    return e->kind != MIR_MAP;
}

static bool is_calm_builtin(const MirExpr *call, bool still) {
    const Builtin *row = builtin_get(call->u.call.builtin);
    if (row->effect >= EFFECT_SHORTENS || compares(call)) return false;
    return row->code < CODE_DROPS || (!still && !any_argument(call, reaches_finalize));
}

static bool is_plain(const Type *t) { return !type_is_counted(t) || t->kind == TYPE_STRING; }

static bool is_calm_call(const Calm *calm, const MirExpr *call, bool still) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++)
        if (call->u.call.args.items[i]->type->kind == TYPE_FUNCTION) return false;
    switch (call->u.call.kind) {
    case MIR_CALL_FUNCTION: return is_calm_symbol(calm, call->u.call.symbol, still);
    case MIR_CALL_BUILTIN: return is_calm_builtin(call, still);
    case MIR_CALL_PRINT:
    case MIR_CALL_PRINT_ERROR:
        for (uint32_t i = 0; i < call->u.call.args.len; i++)
            if (!is_plain(call->u.call.args.items[i]->type)) return false;
        return !any_argument(call, reaches_text);
    case MIR_CALL_PANIC:
    case MIR_CALL_ASSERT:
    case MIR_CALL_CHECK_LENGTH:
    case MIR_CALL_WEAK_OF:
    case MIR_CALL_WEAK_GET:
    case MIR_CALL_CLOSURE:
    case MIR_CALL_BOX:
    case MIR_CALL_UNBOX:
    case MIR_CALL_UNBOXER:
    case MIR_CALL_CONSTRUCTED: return true;
    case MIR_CALL_APPEND: return !still || call->u.call.args.items[0]->kind == MIR_LOCAL;
    case MIR_CALL_INTERFACE:
    case MIR_CALL_VALUE:
    case MIR_CALL_C:
    case MIR_CALL_C_POINTER:
    case MIR_CALL_FINALIZE: return false;
    }
    return false;
}

typedef struct Look {
    const Calm *calm;
    bool found;
    bool still; // look for stores, too
    const MirFunction *function;
} Look;

static void look_expr(void *context, MirExpr **slot) {
    Look *look = context;
    const MirExpr *e = *slot;
    bool calm = true;
    if (e->kind == MIR_CALL) calm = is_calm_call(look->calm, e, look->still);
    else calm = calm_is_quiet(e);
    for (uint32_t i = 0; e->kind == MIR_TEMPLATE && i < e->u.template_.count; i++)
        if (e->u.template_.parts[i].value) calm &= is_plain(e->u.template_.parts[i].value->type);
    look->found |= !calm;
    mir_each_operand(*slot, look_expr, context);
}

static void look_block(void *context, MirBlock *block);

// Others may have read the place: all but locals.
static bool is_shared(const Look *look, const MirExpr *place) {
    if (!type_is_counted(place->type)) return false;
    return place->kind != MIR_LOCAL || !look->function ||
           look->function->locals.items[place->u.local].by_address;
}

static void look_stmt(Look *look, MirStmt *s) {
    if (s->kind == MIR_SET && look->still && !s->u.set.init && is_shared(look, s->u.set.place))
        look->found = true; // objects that are being made are no one else's
    if (s->kind == MIR_SET && type_is_counted(s->u.set.place->type) &&
        reaches_finalize(s->u.set.place->type))
        look->found = true;
    if (s->kind == MIR_LOOP && s->u.loop.map) look->found = true;
    mir_each_value(s, look_expr, look);
    mir_each_block(s, look_block, look);
}

static void look_block(void *context, MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) look_stmt(context, block->items[i]);
}

bool calm_expr(const Calm *calm, MirExpr *e) {
    Look look = {.calm = calm};
    look_expr(&look, &e);
    return !look.found;
}

bool calm_stmt(const Calm *calm, MirStmt *s) {
    Look look = {.calm = calm};
    look_stmt(&look, s);
    return !look.found;
}

// ---- deaths ----

typedef struct Given {
    bool *given;
    bool *read;         // from a place: it does not die as long as it stays there
    uint32_t *mentions; // by local
} Given;

static void count_mentions(void *context, MirExpr **slot) {
    const Given *g = context;
    if ((*slot)->kind == MIR_LOCAL) g->mentions[(*slot)->u.local]++;
    mir_each_operand(*slot, count_mentions, context);
}

static bool is_read(const MirExpr *value) {
    return value && !value->owned && mir_is_place(value) && value->kind != MIR_LOCAL;
}

// What the statement gives on as a whole.
static uint32_t passed_on(const MirStmt *s) {
    const MirExpr *e = s->kind == MIR_LET      ? s->u.let.value
                       : s->kind == MIR_SET    ? s->u.set.value
                       : s->kind == MIR_RETURN ? s->u.expr
                                               : NULL;
    while (e && (e->kind == MIR_SOME || e->kind == MIR_INTERFACE || e->kind == MIR_PAYLOAD))
        e = e->u.operand;
    return e && e->kind == MIR_LOCAL ? e->u.local : UINT32_MAX;
}

static void find_given(void *context, MirBlock *block) {
    Given *g = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_LET) g->read[s->u.let.local] = is_read(s->u.let.value);
        if (s->kind == MIR_LET && i + 1 < block->len &&
            passed_on(block->items[i + 1]) == s->u.let.local)
            g->given[s->u.let.local] = true;
        mir_each_value(s, count_mentions, g);
        mir_each_block(s, find_given, context);
    }
}

static Given look_at_locals(Arena *arena, const MirFunction *f) {
    uint32_t count = f->locals.len;
    Given g = {ARENA_ARRAY(arena, bool, count + 1), ARENA_ARRAY(arena, bool, count + 1),
               ARENA_ARRAY(arena, uint32_t, count + 1)};
    MirBlock body = f->body;
    find_given(&g, &body);
    for (uint32_t i = 0; i < count; i++) {
        g.given[i] &= g.mentions[i] == 1 && f->locals.items[i].kind == MIR_TEMP_LOCAL;
        g.read[i] &= !f->locals.items[i].assigned;
    }
    return g;
}

bool *calm_given(Arena *arena, const MirFunction *f) { return look_at_locals(arena, f).given; }

static bool no_death(Arena *arena, const MirFunction *f, bool places_stay) {
    Given g = {0};
    for (uint32_t i = f->param_count; i < f->locals.len; i++) {
        const MirLocal *l = &f->locals.items[i];
        if (l->borrowed || !type_is_counted(l->type) || !reaches_finalize(l->type)) continue;
        if (!g.given) g = look_at_locals(arena, f);
        if (!g.given[i] && !(places_stay && g.read[i])) return false;
    }
    return true;
}

bool calm_locals(Arena *arena, const MirFunction *f) { return no_death(arena, f, false); }

bool calm_locals_of_places(Arena *arena, const MirFunction *f) { return no_death(arena, f, true); }

// ---- functions ----

// Until nothing changes: who calls what is not so, is not so.
static void settle(const Calm *calm, bool *is_so, bool still) {
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < calm->count; i++) {
            Look look = {.calm = calm, .still = still, .function = calm->functions[i]};
            MirBlock body = calm->functions[i]->body;
            if (!is_so[i]) continue;
            look_block(&look, &body);
            if (!look.found) continue;
            is_so[i] = false;
            changed = true;
        }
    }
}

bool calm_is_still(const Calm *calm, const MirExpr *call) { return is_calm_call(calm, call, true); }

const Calm *calm_functions(Arena *arena, const MirModule *m) {
    Calm *calm = ARENA_NEW(arena, Calm);
    calm->functions = ARENA_ARRAY(arena, const MirFunction *, m->functions.len + 1);
    calm->is_calm = ARENA_ARRAY(arena, bool, m->functions.len + 1);
    for (uint32_t i = 0; i < m->functions.len; i++)
        if (m->functions.items[i]->symbol) calm->functions[calm->count++] = m->functions.items[i];
    qsort(calm->functions, calm->count, sizeof *calm->functions, compare_symbols);
    calm->is_still = ARENA_ARRAY(arena, bool, m->functions.len + 1);
    for (uint32_t i = 0; i < calm->count; i++)
        calm->is_still[i] = calm->is_calm[i] = calm_locals_of_places(arena, calm->functions[i]);
    settle(calm, calm->is_calm, false);
    settle(calm, calm->is_still, true);
    return calm;
}
