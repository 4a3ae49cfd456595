// The stack of cleanups and the ways out. Where control leaves in order (the end of a scope,
// return, break), the cleanups are written out (but where a function returns from very many
// places); where an error leaves, temporaries are released beside the call and the rest is a chain
// of pads, one for each local and defer of a scope, printed once after the scope's end.
#include <string.h>

#include "mir/count/count.h"

void count_push(Count *c, CleanupKind kind, uint32_t id) {
    Cleanup *n = ARENA_NEW(c->arena, Cleanup);
    n->outer = c->top;
    n->kind = kind;
    n->id = id;
    n->depth = c->top ? c->top->depth + 1 : 1;
    n->scope = c->scope;
    c->top = n;
}

static MirExpr *place_of(Count *c, const Cleanup *n) {
    if (n->kind != CLEANUP_GLOBAL) return mir_local(c->arena, c->function, n->id, (Span){0});
    MirExpr *place = mir_expr(c->arena, MIR_GLOBAL, n->global->type, n->global->span);
    place->u.symbol = n->global;
    place->unchecked = true;
    return place;
}

void count_release(Count *c, uint32_t local) {
    if (c->state.dead || !(count_bits(c, local) & HOLDS)) return;
    if (count_bits(c, local) & EMPTY) c->function->locals.items[local].zeroed = true;
    count_emit(c, mir_release(c->arena, mir_local(c->arena, c->function, local, (Span){0})));
    c->function->stats.releases++;
    count_set_bits(c, local, EMPTY);
}

// ---- deferred blocks ----

static void throws_somewhere(void *context, MirBlock *block) {
    bool *found = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_TRY || mir_throws(s)) *found = true;
        mir_each_block(s, throws_somewhere, context);
    }
}

// A deferred block at the point where it runs; the stack is what is below it. What it stores to may
// be empty.
static void run_deferred(Count *c, Deferred *deferred) {
    MirBlock body = mir_clone(c->arena, c->function, &deferred->body, deferred->was_run);
    deferred->was_run = true;
    count_blur(c, &body);
    count_block(c, &body);
}

// A result that is held while a deferred block runs.
static void carry(Count *c, uint32_t local) {
    if (!type_is_counted(c->function->locals.items[local].type)) return;
    count_push(c, CLEANUP_TEMP, local);
    count_set_bits(c, local, HOLDS);
}

// The end of the way of returns.
static MirStmt *return_result(Count *c) {
    MirStmt *s = mir_stmt(c->arena, MIR_RETURN, (Span){0});
    if (c->result == UINT32_MAX) return s;
    const Type *type = c->function->result;
    s->u.expr = mir_local(c->arena, c->function, c->result, s->span);
    if (type_is_counted(type)) s->u.expr = mir_of(c->arena, MIR_MOVE, type, s->u.expr);
    return s;
}

// ---- errors ----

static uint32_t pad_of(Count *c, Cleanup *n, CountWay way);

// From `from` on outwards. `always`: for a pad, which serves every call behind it, so that locals
// of outer scopes are passed whatever they hold now.
static MirExit *exit_from(Count *c, Cleanup *from, CountWay way, bool always) {
    MirExit *x = ARENA_NEW(c->arena, MirExit);
    if (way == WAY_RETURN) x->to = MIR_TO_NOTHING;
    for (Cleanup *n = from; n; n = n->outer) {
        uint8_t bits = n->kind <= CLEANUP_TEMP ? count_bits(c, n->id) : 0;
        bool late = always && bits && c->function->locals.items[n->id].assigned;
        if (n->kind == CLEANUP_TEMP && (bits & HOLDS || late)) {
            if (bits & EMPTY) c->function->locals.items[n->id].zeroed = true;
            mir_push(c->arena, &x->cleanup, mir_release(c->arena, place_of(c, n)));
        } else if (n->kind == CLEANUP_TRY && way == WAY_ERROR) {
            x->to = MIR_TO_CATCH;
            x->target = n->id;
            break;
        } else if (n->kind == CLEANUP_DEFER || n->kind == CLEANUP_GLOBAL ||
                   (n->kind == CLEANUP_LOCAL && (always || bits & HOLDS))) {
            x->to = MIR_TO_PAD;
            x->target = pad_of(c, n, way);
            break;
        }
    }
    if (x->to == MIR_TO_NOTHING) mir_push(c->arena, &x->cleanup, return_result(c));
    return x;
}

// Around a deferred block that may throw or catch, the error under way waits in a local.
static void run_deferred_in_pad(Count *c, Deferred *deferred) {
    bool throws = false;
    throws_somewhere(&throws, &deferred->body);
    if (!throws) {
        run_deferred(c, deferred);
        return;
    }
    const Type *error = c->types->error_class;
    const Span nowhere = {0};
    uint32_t saved = count_temp(c, error);
    MirExpr *pending = mir_expr(c->arena, MIR_PENDING, error, nowhere);
    count_emit(c, mir_let(c->arena, saved, mir_of(c->arena, MIR_MOVE, error, pending), nowhere));
    count_set_bits(c, saved, HOLDS);
    count_push(c, CLEANUP_TEMP, saved);
    run_deferred(c, deferred);
    MirExpr *held = mir_local(c->arena, c->function, saved, nowhere);
    MirStmt *back = mir_set(c->arena, mir_expr(c->arena, MIR_PENDING, error, nowhere),
                            mir_of(c->arena, MIR_MOVE, error, held), nowhere);
    back->u.set.init = true;
    count_emit(c, back);
}

static uint32_t pad_of(Count *c, Cleanup *n, CountWay way) {
    if (n->pads[way]) return n->pads[way];
    MirPad pad = {.id = n->pads[way] = ++c->function->pad_count};
    if (way == WAY_ERROR) c->function->has_error_pad = true;
    State state = c->state;
    MirBlock *out = c->out;
    Cleanup *top = c->top;
    c->state = count_copy_state(c);
    c->out = &pad.cleanup;
    c->top = n->outer;
    if (n->kind == CLEANUP_DEFER) {
        if (way == WAY_RETURN && c->result != UINT32_MAX) carry(c, c->result);
        if (way == WAY_RETURN) run_deferred(c, n->deferred);
        else run_deferred_in_pad(c, n->deferred);
    } else {
        mir_push(c->arena, &pad.cleanup, mir_release(c->arena, place_of(c, n)));
        c->function->stats.releases++;
    }
    pad.next = *exit_from(c, n->outer, way, true);
    c->state = state;
    c->out = out;
    c->top = top;
    VEC_PUSH(c->arena, &n->scope->pads, pad);
    VEC_PUSH(c->arena, &n->scope->depths, n->depth);
    return n->pads[way];
}

// Locals that an error passes on its way through the pads although they are empty here.
static void mark_empty(Count *c, CountWay way) {
    bool padded = false;
    for (const Cleanup *n = c->top; n; n = n->outer) {
        if (n->kind == CLEANUP_TRY && way == WAY_ERROR) break;
        uint8_t bits = n->kind <= CLEANUP_TEMP ? count_bits(c, n->id) : 0;
        if (padded && n->kind <= CLEANUP_TEMP && bits & EMPTY)
            c->function->locals.items[n->id].zeroed = true;
        if (n->kind == CLEANUP_LOCAL && bits & HOLDS && bits & EMPTY)
            c->function->locals.items[n->id].zeroed = true;
        padded |= n->kind == CLEANUP_DEFER || n->kind == CLEANUP_GLOBAL ||
                  (n->kind == CLEANUP_LOCAL && bits & HOLDS);
    }
}

MirExit *count_exit(Count *c) {
    if (c->state.dead) return ARENA_NEW(c->arena, MirExit);
    mark_empty(c, WAY_ERROR);
    return exit_from(c, c->top, WAY_ERROR, false);
}

MirExit *count_way_out(Count *c) {
    if (c->state.dead) return ARENA_NEW(c->arena, MirExit);
    mark_empty(c, WAY_RETURN);
    return exit_from(c, c->top, WAY_RETURN, false);
}

uint32_t count_result(Count *c) {
    if (c->result == UINT32_MAX) c->result = count_temp(c, c->function->result);
    return c->result;
}

void count_declare_result(Count *c) {
    if (c->result == UINT32_MAX) return;
    MirBlock *body = &c->function->body.items[0]->u.scope.body;
    mir_push(c->arena, body, NULL);
    memmove(body->items + 1, body->items, (body->len - 1) * sizeof *body->items);
    body->items[0] = mir_let(c->arena, c->result, NULL, (Span){0});
}

// ---- ways out in order ----

bool count_needs_cleaning(const Count *c, const Cleanup *end) {
    for (const Cleanup *n = c->top; n != end; n = n->outer) {
        if (n->kind == CLEANUP_DEFER || n->kind == CLEANUP_GLOBAL) return true;
        if (n->kind <= CLEANUP_TEMP && count_bits(c, n->id) & HOLDS) return true;
    }
    return false;
}

void count_clean(Count *c, const Cleanup *end, uint32_t carried) {
    Cleanup *top = c->top;
    for (Cleanup *n = top; n != end && !c->state.dead; n = n->outer) {
        c->top = n->outer;
        c->written++;
        if (n->kind == CLEANUP_LOCAL || n->kind == CLEANUP_TEMP) count_release(c, n->id);
        if (n->kind == CLEANUP_GLOBAL) count_emit(c, mir_release(c->arena, place_of(c, n)));
        if (n->kind != CLEANUP_DEFER) continue;
        if (carried != UINT32_MAX) carry(c, carried);
        run_deferred(c, n->deferred);
    }
    c->top = top;
}

// What is above a temporary on the stack gets entries of its own without it, and so pads of its
// own.
static Cleanup *without_temps(Count *c, Cleanup *n, const Cleanup *end) {
    if (n == end) return n;
    Cleanup *outer = without_temps(c, n->outer, end);
    if (n->kind == CLEANUP_TEMP) return outer;
    if (outer == n->outer) return n;
    Cleanup *copy = ARENA_NEW(c->arena, Cleanup);
    *copy = *n;
    copy->outer = outer;
    memset(copy->pads, 0, sizeof copy->pads);
    return copy;
}

void count_end_temps(Count *c, const Cleanup *end) {
    const Cleanup *outermost = NULL;
    for (Cleanup *n = c->top; n != end; n = n->outer) {
        if (n->kind != CLEANUP_TEMP) continue;
        count_release(c, n->id);
        outermost = n;
    }
    if (outermost) c->top = without_temps(c, c->top, outermost->outer);
}

// ---- the end of a scope ----

void count_close_scope(Count *c, CountScope *scope) {
    uint32_t count = scope->pads.len;
    MirPad *pads = ARENA_ARRAY(c->arena, MirPad, count + 1);
    for (uint32_t i = 0; i < count; i++) { // inner entries first; the newest first among equals
        uint32_t at = i;
        while (at > 0 && scope->depths.items[at - 1] <= scope->depths.items[i]) at--;
        uint32_t depth = scope->depths.items[i];
        for (uint32_t k = i; k > at; k--) {
            pads[k] = pads[k - 1];
            scope->depths.items[k] = scope->depths.items[k - 1];
        }
        pads[at] = scope->pads.items[i];
        scope->depths.items[at] = depth;
    }
    scope->stmt->u.scope.pads = pads;
    scope->stmt->u.scope.pad_count = count;
}
