// Counting: one walk forwards over each function that makes every COPY, MOVE, RELEASE, exit and pad
// explicit. needs: MIR of lowering -> makes: MIR in which each owned local is given up exactly once
// on every path, and no DEFER.
#include <stdlib.h>
#include <string.h>

#include "check/module.h"
#include "mir/count/count.h"
#include "mir/loan/loan.h"
#include "mir/prove/prove.h"

void count_emit(Count *c, MirStmt *s) {
    if (!c->state.dead) mir_push(c->arena, c->out, s);
}

uint32_t count_temp(Count *c, const Type *type) {
    MirLocal local = {.kind = MIR_TEMP_LOCAL, .type = type};
    local.c_name = mir_fresh_name(c->arena, c->function, NULL);
    VEC_PUSH(c->arena, &c->function->locals, local);
    return c->function->locals.len - 1;
}

// Cleanups that a function's returns and jumps write out before they share them.
enum { WRITTEN_MOST = 400 };

static bool is_counted(const Count *c, uint32_t local) {
    const MirLocal *l = &c->function->locals.items[local];
    return !l->borrowed && type_is_counted(l->type);
}

// ---- values ----

// A value that a statement takes over; locals that it moves are empty afterwards.
static void note_moves(void *context, MirExpr **slot) {
    Count *c = context;
    uint32_t local = (*slot)->kind == MIR_MOVE ? mir_root((*slot)->u.operand) : UINT32_MAX;
    if (local != UINT32_MAX && count_bits(c, local)) {
        // A MOVE of what may be empty cannot be: the value was used. But the local may be looked at
        // again.
        count_set_bits(c, local, EMPTY);
    }
    mir_each_operand(*slot, note_moves, context);
}

// The call's arguments are kept or given away, and its exit leads from here.
static void prepare_call(Count *c, MirExpr *value) {
    if (!value || value->kind != MIR_CALL) return;
    MirExprs *args = &value->u.call.args;
    for (uint32_t i = 0; i < args->len; i++)
        if (mir_takes(value, i)) args->items[i] = count_owned(c, args->items[i]);
    count_keep_arguments(c, value);
    for (uint32_t i = 0; i < args->len; i++) note_moves(c, &args->items[i]);
    if (value->u.call.throws) value->u.call.unwind = count_exit(c);
}

static MirExpr *take(Count *c, MirExpr *value, bool owned) {
    if (!value) return NULL;
    prepare_call(c, value);
    if (owned) value = count_owned(c, value);
    return value;
}

static void took(Count *c, MirExpr *value) {
    if (value) note_moves(c, &value);
}

// ---- statements ----

static void count_let(Count *c, MirStmt *s) {
    uint32_t local = s->u.let.local;
    bool counted = is_counted(c, local);
    s->u.let.value = take(c, s->u.let.value, counted);
    count_emit(c, s);
    took(c, s->u.let.value);
    if (!counted || c->function->locals.items[local].carried) return;
    bool temp = c->function->locals.items[local].kind == MIR_TEMP_LOCAL;
    count_push(c, temp ? CLEANUP_TEMP : CLEANUP_LOCAL, local);
    count_set_bits(c, local, s->u.let.value ? HOLDS : EMPTY);
}

static void set_local(Count *c, MirStmt *s) {
    uint32_t local = s->u.set.place->u.local;
    uint8_t bits = c->function->locals.items[local].carried ? EMPTY : count_bits(c, local);
    if (bits == EMPTY) s->u.set.init = true;
    if (bits == (HOLDS | EMPTY)) {
        s->u.set.init = false;
        c->function->locals.items[local].zeroed = true;
    }
    if (bits == HOLDS) s->u.set.init = false;
}

static bool place_by_address(const Count *c, const MirExpr *local) {
    return c->function->locals.items[local->u.local].by_address;
}

static void count_set(Count *c, MirStmt *s) {
    MirExpr *place = s->u.set.place;
    bool to_local = place->kind == MIR_LOCAL;
    bool counted = type_is_counted(place->type);
    if (counted && to_local && !place_by_address(c, place) && !is_counted(c, place->u.local)) {
        counted = false; // it borrows
        s->u.set.init = true;
    }
    s->u.set.value = take(c, s->u.set.value, counted);
    took(c, s->u.set.value); // `x = f(x)` may move x
    bool owned_local = to_local && is_counted(c, place->u.local);
    if (owned_local) set_local(c, s);
    count_emit(c, s);
    if (owned_local) count_set_bits(c, place->u.local, HOLDS);
    if (place->kind == MIR_GLOBAL && s->u.set.init && counted) {
        count_push(c, CLEANUP_GLOBAL, 0);
        c->top->global = place->u.symbol;
    }
}

// exit(n) among the main file's own statements: its locals go first, as at its end.
static void clean_before_exit(Count *c, MirExpr *call) {
    if (c->function != c->module->main || call->u.call.kind != MIR_CALL_BUILTIN ||
        (call->u.call.builtin != BUILTIN_EXIT && call->u.call.builtin != BUILTIN_PROCESS_EXIT))
        return;
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        MirExpr **arg = &call->u.call.args.items[i];
        if (mir_is_constant(*arg)) continue;
        uint32_t temp = count_temp(c, (*arg)->type);
        count_emit(c, mir_let(c->arena, temp, *arg, (*arg)->span));
        *arg = mir_local(c->arena, c->function, temp, (*arg)->span);
    }
    for (const Cleanup *n = c->top; n; n = n->outer)
        if (n->kind == CLEANUP_LOCAL || n->kind == CLEANUP_TEMP) count_release(c, n->id);
}

static void count_eval(Count *c, MirStmt *s) {
    if (s->u.expr->kind == MIR_CALL) clean_before_exit(c, s->u.expr);
    s->u.expr = take(c, s->u.expr, false);
    count_emit(c, s);
}

static void count_if(Count *c, MirStmt *s) {
    State before = count_copy_state(c), then;
    MirBlock blocks[2] = {s->u.if_.then, s->u.if_.otherwise};
    MirBlock *out = c->out;
    s->u.if_.then = s->u.if_.otherwise = (MirBlock){0};
    count_emit(c, s);
    c->out = &s->u.if_.then;
    count_block(c, &blocks[0]);
    then = c->state;
    c->state = before;
    c->out = &s->u.if_.otherwise;
    count_block(c, &blocks[1]);
    count_join(c, &c->state, &then);
    c->out = out;
}

static void count_loop(Count *c, MirStmt *s) {
    MirBlock body = s->u.loop.body, *out = c->out;
    CountLoop here = {.outer = c->loop, .id = s->u.loop.id, .after = {.dead = true}};
    count_emit(c, s);
    if (!s->u.loop.once) count_blur(c, &body);
    bool ends = s->u.loop.cond || s->u.loop.map;
    if (ends) here.after = count_copy_state(c);
    c->loop = &here;
    Cleanup *top = c->top;
    count_push(c, CLEANUP_LOOP, s->u.loop.id);
    s->u.loop.body = (MirBlock){0};
    c->out = &s->u.loop.body;
    count_block(c, &body);
    c->top = top;
    c->loop = here.outer;
    c->out = out;
    c->state = here.after;
}

static void count_jump(Count *c, MirStmt *s) {
    CountLoop *loop = c->loop;
    while (loop->id != s->u.loop_id) loop = loop->outer;
    const Cleanup *end = c->top;
    while (end->kind != CLEANUP_LOOP || end->id != s->u.loop_id) end = end->outer;
    count_clean(c, end, UINT32_MAX);
    count_emit(c, s);
    if (s->kind == MIR_BREAK) count_join(c, &loop->after, &c->state);
    c->state.dead = true;
}

// ---- scopes ----

static void walk_statements(Count *c, const MirBlock *in, Cleanup *base);

// Locals that hold something when their scope begins: a caught error, parameters that are taken.
static void begin_with(Count *c, uint32_t local) {
    if (!is_counted(c, local)) return;
    count_push(c, CLEANUP_LOCAL, local);
    count_set_bits(c, local, HOLDS);
}

// `first`: the caught error; UINT32_MAX for none.
static void count_scope(Count *c, MirStmt *s, uint32_t first) {
    MirBlock body = s->u.scope.body, *out = c->out;
    CountScope here = {.stmt = s}, *outer = c->scope;
    Cleanup *base = c->top;
    count_emit(c, s);
    s->u.scope.body = (MirBlock){0};
    c->out = &s->u.scope.body;
    c->scope = &here;
    if (first != UINT32_MAX) begin_with(c, first);
    for (uint32_t i = 0; !outer && i < c->function->param_count; i++) begin_with(c, i);
    walk_statements(c, &body, base);
    if (!c->state.dead) count_clean(c, base, UINT32_MAX);
    count_close_scope(c, &here);
    c->top = base;
    c->scope = outer;
    c->out = out;
}

// ---- errors ----

static void count_catch(Count *c, MirCatch *k, const State *caught) {
    MirBlock body = k->body, *out = c->out;
    c->state = *caught;
    c->state = count_copy_state(c);
    k->body = (MirBlock){0};
    c->out = &k->body;
    count_scope(c, body.items[0], k->local);
    c->out = out;
}

static bool catches_all(const MirStmt *s) {
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++)
        if (!s->u.try_.catches[i].type) return true;
    return false;
}

// A function that throws nothing catches all that its outermost try bodies throw: the checker has
// seen to it.
static bool may_rethrow(const Count *c, const MirStmt *s) {
    if (catches_all(s)) return false;
    for (const Cleanup *n = c->top; n; n = n->outer)
        if (n->kind == CLEANUP_TRY) return true;
    return c->function->throws != NULL;
}

static void count_try(Count *c, MirStmt *s) {
    MirBlock body = s->u.try_.body, *out = c->out;
    Cleanup *top = c->top;
    State before = count_copy_state(c);
    count_emit(c, s);
    count_push(c, CLEANUP_TRY, s->u.try_.id);
    s->u.try_.body = (MirBlock){0};
    c->out = &s->u.try_.body;
    count_block(c, &body);
    c->top = top;
    c->out = out;
    State after = c->state;
    c->state = before;
    count_blur(c, &body);
    State caught = count_copy_state(c);
    if (may_rethrow(c, s)) s->u.try_.rethrow = count_exit(c);
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        count_catch(c, &s->u.try_.catches[i], &caught);
        count_join(c, &after, &c->state);
    }
    c->state = after;
}

static void count_throw(Count *c, MirStmt *s) {
    Cleanup *before = c->top;
    s->u.throw_.value = take(c, s->u.throw_.value, true);
    took(c, s->u.throw_.value);
    s->u.throw_.unwind = count_exit(c);
    count_emit(c, s);
    c->top = before;
    c->state.dead = true;
}

// ---- return ----

// Cleanups cannot change what it yields: constants and numbers in locals.
static bool outlives_cleanup(const Count *c, const MirExpr *value) {
    if (mir_is_constant(value)) return true;
    for (const Cleanup *n = c->top; n; n = n->outer)
        if (n->kind == CLEANUP_DEFER) return false;
    if (value->kind == MIR_MOVE) return value->u.operand->kind == MIR_LOCAL;
    return value->kind == MIR_LOCAL && !c->function->locals.items[value->u.local].by_address &&
           (!type_is_counted(value->type) || value->owned);
}

static void count_return(Count *c, MirStmt *s) {
    Cleanup *before = c->top;
    uint32_t carried = UINT32_MAX; // the value, while cleanups run
    s->u.expr = take(c, s->u.expr, true);
    took(c, s->u.expr);
    if (s->u.expr && count_needs_cleaning(c, NULL) && !outlives_cleanup(c, s->u.expr)) {
        const Type *result = c->function->result;
        uint32_t temp = count_temp(c, result);
        count_emit(c, mir_let(c->arena, temp, s->u.expr, s->u.expr->span));
        s->u.expr = mir_local(c->arena, c->function, temp, s->span);
        if (type_is_counted(result)) {
            count_set_bits(c, temp, HOLDS);
            s->u.expr = mir_of(c->arena, MIR_MOVE, result, s->u.expr);
            carried = temp;
        }
    }
    count_clean(c, NULL, carried);
    count_emit(c, s);
    c->top = before;
    c->state.dead = true;
}

// Once the function's returns have written out many cleanups, further ones share theirs.
static void count_shared_return(Count *c, MirStmt *s) {
    Cleanup *before = c->top;
    s->u.expr = take(c, s->u.expr, true);
    took(c, s->u.expr);
    if (s->u.expr) {
        uint32_t result = count_result(c);
        MirExpr *place = mir_local(c->arena, c->function, result, s->span);
        MirStmt *set = mir_set(c->arena, place, s->u.expr, s->span);
        set->u.set.init = true;
        count_emit(c, set);
        count_set_bits(c, result, HOLDS);
    }
    MirStmt *leave = mir_stmt(c->arena, MIR_LEAVE, s->span);
    leave->u.leave = count_way_out(c);
    count_emit(c, leave);
    c->top = before;
    c->state.dead = true;
}

// ---- blocks and functions ----

static void count_defer(Count *c, MirStmt *s) {
    Deferred *deferred = ARENA_NEW(c->arena, Deferred);
    deferred->body = s->u.block;
    count_push(c, CLEANUP_DEFER, 0);
    c->top->deferred = deferred;
}

static void count_stmt(Count *c, MirStmt *s) {
    switch (s->kind) {
    case MIR_LET: count_let(c, s); return;
    case MIR_SET: count_set(c, s); return;
    case MIR_EVAL: count_eval(c, s); return;
    case MIR_IF: count_if(c, s); return;
    case MIR_LOOP: count_loop(c, s); return;
    case MIR_BREAK:
    case MIR_CONTINUE: count_jump(c, s); return;
    case MIR_SCOPE: count_scope(c, s, UINT32_MAX); return;
    case MIR_DEFER: count_defer(c, s); return;
    case MIR_RETURN:
        if (c->written > WRITTEN_MOST && count_needs_cleaning(c, NULL)) count_shared_return(c, s);
        else count_return(c, s);
        return;
    case MIR_THROW: count_throw(c, s); return;
    case MIR_TRY: count_try(c, s); return;
    case MIR_UNREACHABLE:
        count_emit(c, s);
        c->state.dead = true;
        return;
    case MIR_LEAVE:
    case MIR_RELEASE: break;
    }
    unreachable("a release before counting");
}

static void walk_statements(Count *c, const MirBlock *in, Cleanup *base) {
    for (uint32_t i = 0; i < in->len && !c->state.dead; i++) {
        count_stmt(c, in->items[i]);
        if (in->items[i]->ends) count_end_temps(c, base);
    }
}

void count_block(Count *c, const MirBlock *in) {
    Cleanup *base = c->top;
    walk_statements(c, in, base);
    count_end_temps(c, base);
    c->top = base;
}

static void count_function(Count *c, MirFunction *f) {
    count_moves(c->arena, f, c->plain);
    c->function = f;
    c->state = (State){.dead = false};
    c->top = NULL;
    c->scope = NULL;
    c->loop = NULL;
    MirBlock body = f->body;
    f->body = (MirBlock){0};
    c->out = &f->body;
    c->written = 0;
    c->result = UINT32_MAX;
    count_block(c, &body);
    count_declare_result(c);
}

void mir_count(struct Program *program, MirModule *m, Arena *arena) {
    Count c = {.arena = arena, .types = &program->types, .module = m};
    c.calm = calm_functions(arena, m);
    Values *values = values_of_module(arena, c.calm, m);
    c.effects = effects_of_calls(arena, c.calm, values, m);
    const char *way = getenv("SEAM_COUNT"); // for tests: nothing elided
    c.plain = way && strcmp(way, "plain") == 0;
    for (uint32_t i = 0; !c.plain && i < m->functions.len; i++)
        loan_locals(arena, c.effects, m->functions.items[i]);
    if (!c.plain) count_params(arena, c.calm, values, m);
    for (uint32_t i = 0; i < m->functions.len; i++) count_function(&c, m->functions.items[i]);
}
