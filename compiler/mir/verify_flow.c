// Every owned local is given up exactly once on every path: an interpretation of counted MIR over
// what each local may hold. Paths are joined where they meet, loops are walked until nothing
// changes, and errors are followed through the clean-up beside the call, the pads of each scope,
// and into the catches or out of the function.
#include <string.h>

#include "mir/verify.h"

enum {
    OWNS = 1,  // holds a count that has to be given up
    EMPTY = 2, // zero: releasing it does nothing
    GONE = 4,  // given up, or not stored to yet: must not be touched
};

typedef struct Flow { // of one path
    uint8_t *bits;    // by local; 0: not declared
    bool dead;
} Flow;

typedef struct PadEntry {
    struct PadEntry *outer;
    const MirPad *pad;
    Flow in; // join of what leads to it
    bool done;
} PadEntry;

typedef struct JumpEntry { // a loop or a try around
    struct JumpEntry *outer;
    const MirStmt *stmt;
    Flow out;   // breaks, or errors
    Flow again; // continues
} JumpEntry;

typedef struct Walk {
    Verify *v;
    Flow at;
    PadEntry *pads;
    JumpEntry *jumps;
} Walk;

static uint32_t local_count(const Walk *w) { return w->v->function->locals.len; }

static const char *name_of(const Walk *w, uint32_t local) {
    return w->v->function->locals.items[local].c_name;
}

// ---- paths ----

static Flow new_flow(const Walk *w) {
    return (Flow){ARENA_ARRAY(w->v->arena, uint8_t, local_count(w) + 1), true};
}

static Flow copy_flow(const Walk *w, const Flow *from) {
    Flow f = new_flow(w);
    memcpy(f.bits, from->bits, local_count(w));
    f.dead = from->dead;
    return f;
}

// Whether `into` learned anything.
static bool join(const Walk *w, Flow *into, const Flow *from) {
    if (from->dead) return false;
    bool changed = into->dead;
    if (into->dead) memset(into->bits, 0, local_count(w));
    into->dead = false;
    for (uint32_t i = 0; i < local_count(w); i++) {
        uint8_t bits = into->bits[i] | from->bits[i];
        changed |= bits != into->bits[i];
        into->bits[i] = bits;
    }
    return changed;
}

// ---- locals ----

static bool is_followed(const Walk *w, uint32_t local) {
    const MirLocal *l = &w->v->function->locals.items[local];
    return !l->borrowed && !l->carried && type_is_counted(l->type);
}

// Holds something where it is used, as far as can be seen here.
static bool is_late(const Walk *w, uint32_t local) {
    return w->v->function->locals.items[local].late && w->at.bits[local] & OWNS &&
           !(w->at.bits[local] & GONE);
}

static void give_up(Walk *w, uint32_t local, bool moved) {
    uint8_t *bits = &w->at.bits[local];
    bool zeroed = w->v->function->locals.items[local].zeroed;
    const char *what = moved ? "moved" : "released";
    if (!*bits) verify_fail(w->v, "`%s` is %s before its declaration", name_of(w, local), what);
    else if (*bits & GONE)
        verify_fail(w->v, "`%s` is %s, but may be gone", name_of(w, local), what);
    else if (*bits & EMPTY && (moved || !zeroed) && !is_late(w, local))
        verify_fail(w->v, "`%s` is %s, but may be empty", name_of(w, local), what);
    *bits = moved && zeroed ? EMPTY : GONE;
}

static void read_expr(void *context, MirExpr **slot) {
    Walk *w = context;
    const MirExpr *e = *slot;
    if (e->kind == MIR_MOVE) {
        uint32_t local = mir_root(e->u.operand);
        if (local != UINT32_MAX && is_followed(w, local)) give_up(w, local, true);
        return;
    }
    if (e->kind == MIR_LOCAL && is_followed(w, e->u.local) && w->at.bits[e->u.local] != OWNS &&
        !is_late(w, e->u.local))
        verify_fail(w->v, "`%s` is read, but may be empty or gone", name_of(w, e->u.local));
    mir_each_operand(*slot, read_expr, context);
}

// No count is left behind on the way out. `declared`: what was there before a try; NULL: nothing.
static void check_given_up(Walk *w, const Flow *at, const Flow *declared, const char *where) {
    for (uint32_t i = 0; i < local_count(w); i++)
        if (at->bits[i] & OWNS && !(declared && declared->bits[i]))
            verify_fail(w->v, "`%s` is not given up %s", name_of(w, i), where);
}

// ---- ways of errors ----

static void walk_block(Walk *w, const MirBlock *block);

static void take_exit(Walk *w, const MirExit *x) {
    if (w->v->mistake || w->at.dead) return;
    Flow before = copy_flow(w, &w->at);
    walk_block(w, &x->cleanup);
    if (x->to == MIR_TO_NOTHING) {
        if (!w->at.dead) verify_fail(w->v, "a way out that leads nowhere");
    } else if (x->to == MIR_TO_CALLER) {
        check_given_up(w, &w->at, NULL, "when an error leaves");
    } else if (x->to == MIR_TO_CATCH) {
        JumpEntry *j = w->jumps;
        while (j && !(j->stmt->kind == MIR_TRY && j->stmt->u.try_.id == x->target)) j = j->outer;
        if (j) join(w, &j->out, &w->at);
        else verify_fail(w->v, "an error goes to try %u, which is not around it", x->target);
    } else {
        PadEntry *p = w->pads;
        while (p && p->pad->id != x->target) p = p->outer;
        if (!p || p->done)
            verify_fail(w->v, "an error goes to pad %u, which is not around it", x->target);
        else join(w, &p->in, &w->at);
    }
    w->at = before;
}

static void evaluate(Walk *w, const MirExpr *value) {
    MirExpr *e = (MirExpr *)(uintptr_t)value;
    if (!e) return;
    read_expr(w, &e);
    if (e->kind == MIR_CALL && e->u.call.unwind) take_exit(w, e->u.call.unwind);
}

// ---- statements ----

static void walk_let(Walk *w, const MirStmt *s) {
    uint32_t local = s->u.let.local;
    evaluate(w, s->u.let.value);
    if (!is_followed(w, local)) return;
    if (w->at.bits[local] & OWNS)
        verify_fail(w->v, "`%s` begins anew without being given up", name_of(w, local));
    bool zeroed = w->v->function->locals.items[local].zeroed;
    w->at.bits[local] = s->u.let.value ? OWNS : zeroed ? EMPTY : GONE;
}

static void walk_set(Walk *w, const MirStmt *s) {
    evaluate(w, s->u.set.value);
    if (s->u.set.place->kind != MIR_LOCAL) {
        evaluate(w, s->u.set.place);
        return;
    }
    uint32_t local = s->u.set.place->u.local;
    if (!is_followed(w, local)) return;
    uint8_t bits = w->at.bits[local];
    bool zeroed = w->v->function->locals.items[local].zeroed;
    if (!bits) verify_fail(w->v, "`%s` is stored to before its declaration", name_of(w, local));
    if (s->u.set.init && bits & OWNS)
        verify_fail(w->v, "the first store to `%s` is not the first", name_of(w, local));
    if (!s->u.set.init && (bits & GONE || (bits & EMPTY && !zeroed)))
        verify_fail(w->v, "a store releases what `%s` does not hold", name_of(w, local));
    w->at.bits[local] = OWNS;
}

static void walk_if(Walk *w, const MirStmt *s) {
    evaluate(w, s->u.if_.cond);
    Flow otherwise = copy_flow(w, &w->at);
    walk_block(w, &s->u.if_.then);
    Flow then = w->at;
    w->at = otherwise;
    walk_block(w, &s->u.if_.otherwise);
    join(w, &w->at, &then);
}

static void walk_loop(Walk *w, const MirStmt *s) {
    evaluate(w, s->u.loop.map);
    Flow head = copy_flow(w, &w->at);
    JumpEntry here = {.outer = w->jumps, .stmt = s};
    bool changed = true;
    while (changed && !w->v->mistake) {
        here.out = new_flow(w);
        here.again = new_flow(w);
        w->at = copy_flow(w, &head);
        evaluate(w, s->u.loop.cond);
        if (s->u.loop.cond || s->u.loop.map) join(w, &here.out, &w->at);
        w->jumps = &here;
        walk_block(w, &s->u.loop.body);
        w->jumps = here.outer;
        join(w, &w->at, &here.again);
        walk_block(w, &s->u.loop.step);
        changed = join(w, &head, &w->at);
    }
    w->at = here.out;
}

static void walk_jump(Walk *w, const MirStmt *s) {
    JumpEntry *j = w->jumps;
    while (j && !(j->stmt->kind == MIR_LOOP && j->stmt->u.loop.id == s->u.loop_id)) j = j->outer;
    if (j) join(w, s->kind == MIR_BREAK ? &j->out : &j->again, &w->at);
    w->at.dead = true;
}

static void check_ended(Walk *w, const MirBlock *block) {
    for (uint32_t i = 0; i < block->len && !w->at.dead; i++) {
        const MirStmt *s = block->items[i];
        if (s->kind != MIR_LET || !is_followed(w, s->u.let.local)) continue;
        if (w->at.bits[s->u.let.local] & OWNS)
            verify_fail(w->v, "`%s` is not given up at the end of its block",
                        name_of(w, s->u.let.local));
    }
}

static void walk_scope(Walk *w, const MirStmt *s) {
    uint32_t count = s->u.scope.pad_count;
    PadEntry *entries = ARENA_ARRAY(w->v->arena, PadEntry, count + 1), *outer = w->pads;
    for (uint32_t i = 0; i < count; i++) {
        entries[i] = (PadEntry){.outer = w->pads, .pad = &s->u.scope.pads[i], .in = new_flow(w)};
        w->pads = &entries[i];
    }
    walk_block(w, &s->u.scope.body);
    Flow end = w->at;
    for (uint32_t i = 0; i < count; i++) { // inner ones first: each leads to later ones or outwards
        entries[i].done = true;
        w->at = entries[i].in;
        if (w->at.dead) continue;
        walk_block(w, &entries[i].pad->cleanup);
        if (!w->at.dead) take_exit(w, &entries[i].pad->next);
    }
    w->pads = outer;
    w->at = end;
}

static void walk_try(Walk *w, const MirStmt *s) {
    JumpEntry here = {.outer = w->jumps, .stmt = s, .out = new_flow(w)};
    Flow before = copy_flow(w, &w->at);
    w->jumps = &here;
    walk_block(w, &s->u.try_.body);
    w->jumps = here.outer;
    Flow after = w->at;
    if (!here.out.dead) check_given_up(w, &here.out, &before, "when an error is caught");
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        const MirCatch *c = &s->u.try_.catches[i];
        w->at = copy_flow(w, &here.out);
        w->at.bits[c->local] = OWNS;
        walk_block(w, &c->body);
        if (!w->at.dead && w->at.bits[c->local] & OWNS)
            verify_fail(w->v, "`%s` is not given up at the end of its catch", name_of(w, c->local));
        join(w, &after, &w->at);
    }
    w->at = here.out;
    if (s->u.try_.rethrow) take_exit(w, s->u.try_.rethrow);
    w->at = after;
}

static void walk_throw(Walk *w, const MirStmt *s) {
    evaluate(w, s->u.throw_.value);
    if (s->u.throw_.unwind) take_exit(w, s->u.throw_.unwind);
    else verify_fail(w->v, "a throw that leads nowhere");
    w->at.dead = true;
}

static void walk_eval(Walk *w, const MirStmt *s) {
    evaluate(w, s->u.expr);
    if (type_is_counted(s->u.expr->type) && s->u.expr->owned && mir_is_maker(s->u.expr))
        verify_fail(w->v, "a call's result is not given up");
}

static void walk_stmt(Walk *w, const MirStmt *s) {
    switch (s->kind) {
    case MIR_LET: walk_let(w, s); return;
    case MIR_SET: walk_set(w, s); return;
    case MIR_EVAL: walk_eval(w, s); return;
    case MIR_RELEASE:
        if (s->u.expr->kind == MIR_LOCAL) give_up(w, s->u.expr->u.local, false);
        return;
    case MIR_IF: walk_if(w, s); return;
    case MIR_LOOP: walk_loop(w, s); return;
    case MIR_BREAK:
    case MIR_CONTINUE: walk_jump(w, s); return;
    case MIR_SCOPE: walk_scope(w, s); return;
    case MIR_RETURN:
        evaluate(w, s->u.expr);
        check_given_up(w, &w->at, NULL, "at a return");
        w->at.dead = true;
        return;
    case MIR_THROW: walk_throw(w, s); return;
    case MIR_TRY: walk_try(w, s); return;
    case MIR_LEAVE:
        take_exit(w, s->u.leave);
        w->at.dead = true;
        return;
    case MIR_UNREACHABLE: w->at.dead = true; return;
    case MIR_DEFER: break;
    }
    unreachable("a defer after counting");
}

static void walk_block(Walk *w, const MirBlock *block) {
    for (uint32_t i = 0; i < block->len && !w->v->mistake && !w->at.dead; i++)
        walk_stmt(w, block->items[i]);
    if (!w->v->mistake) check_ended(w, block);
}

void verify_flow(Verify *v) {
    Walk w = {.v = v};
    w.at = new_flow(&w);
    w.at.dead = false;
    for (uint32_t i = 0; i < v->function->param_count; i++)
        if (is_followed(&w, i)) w.at.bits[i] = OWNS;
    walk_block(&w, &v->function->body);
    if (!w.at.dead) check_given_up(&w, &w.at, NULL, "at the end");
}
