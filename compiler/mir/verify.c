// The shape of MIR as mir.h promises it: declarations before uses, makers as whole values, one
// operand that may panic, jumps to enclosing loops, and after counting values with a count exactly
// where they are consumed.
#include "mir/verify.h"

#include <stdarg.h>

void verify_fail(Verify *v, const char *format, ...) {
    if (v->mistake) return;
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(v->arena, format, args);
    va_end(args);
    v->mistake = arena_printf(v->arena, "%s: %s", v->function->c_name, text);
}

typedef struct Loops {
    const struct Loops *outer;
    const MirStmt *loop;
} Loops;

typedef struct Shape {
    Verify *v;
    bool *declared; // by local, at this point
    bool *ever;     // ... anywhere so far
    const Loops *loops;
    bool in_scope; // the block is a scope's own
} Shape;

static const char *name_of(const Shape *s, uint32_t local) {
    const char *name = s->v->function->locals.items[local].c_name;
    return name ? name : "?";
}

// ---- expressions ----

typedef struct Operands {
    Shape *shape;
    uint32_t panics;  // operands that may panic
    uint32_t effects; // ... that have effects
    uint32_t both;    // ... either
    bool consumes;    // they are taken over
} Operands;

static void check_expr(Shape *s, const MirExpr *e, bool whole, bool consumed);

static void check_operand(void *context, MirExpr **slot) {
    Operands *o = context;
    o->panics += (*slot)->can_panic;
    o->effects += (*slot)->effects;
    o->both += (*slot)->effects || (*slot)->can_panic;
    check_expr(o->shape, *slot, false, o->consumes);
}

static bool is_short_circuit(const MirExpr *e) {
    return e->kind == MIR_AND || e->kind == MIR_OR || e->kind == MIR_SELECT;
}

static bool passes_on(const MirExpr *e) {
    return e->kind == MIR_SOME || e->kind == MIR_INTERFACE || e->kind == MIR_CONVERT ||
           e->kind == MIR_PAYLOAD;
}

static void check_loop_entry(Shape *s, const MirExpr *e) {
    for (const Loops *l = s->loops; l; l = l->outer)
        if (l->loop->u.loop.id == e->u.entry.loop_id && l->loop->u.loop.map) return;
    verify_fail(s->v, "a map's entry outside of loop %u", e->u.entry.loop_id);
}

static void check_kind(Shape *s, const MirExpr *e, bool whole, bool consumed) {
    if (!e->type) verify_fail(s->v, "an expression of kind %d without a type", e->kind);
    if (mir_is_maker(e) && !whole) verify_fail(s->v, "a maker of kind %d inside a tree", e->kind);
    bool counting = e->kind == MIR_COPY || e->kind == MIR_PENDING;
    if (counting && !s->v->counted) verify_fail(s->v, "kind %d before counting", e->kind);
    if ((e->kind == MIR_COPY || e->kind == MIR_MOVE) && s->v->counted && !consumed)
        verify_fail(s->v, "a count that nothing takes over");
    if (e->kind == MIR_CALL && e->u.call.takes && !whole)
        verify_fail(s->v, "a call inside a tree takes something over");
    if (e->kind == MIR_LOCAL && (e->u.local >= s->v->function->locals.len))
        verify_fail(s->v, "local %u does not exist", e->u.local);
    else if (e->kind == MIR_LOCAL && !s->declared[e->u.local])
        verify_fail(s->v, "`%s` is used before its declaration", name_of(s, e->u.local));
    if (e->kind == MIR_LOCAL && !s->v->mistake &&
        e->type != s->v->function->locals.items[e->u.local].type)
        verify_fail(s->v, "`%s` is read as another type", name_of(s, e->u.local));
    if (e->kind == MIR_MAP_KEY || e->kind == MIR_MAP_VALUE) check_loop_entry(s, e);
    if (e->kind == MIR_PART && !type_is_payload_enum(e->u.part.base->type))
        verify_fail(s->v, "a payload of what is no enum");
}

static void check_expr(Shape *s, const MirExpr *e, bool whole, bool consumed) {
    if (s->v->mistake) return;
    check_kind(s, e, whole, consumed);
    if (s->v->mistake) return;
    Operands o = {.shape = s};
    bool taken = e->kind == MIR_CALL && e->u.call.takes;
    o.consumes = taken || mir_takes_items(e) || (passes_on(e) && consumed);
    mir_each_operand((MirExpr *)(uintptr_t)e, check_operand, &o);
    if (o.panics > 1 && !is_short_circuit(e))
        verify_fail(s->v, "%u operands of an expression of kind %d may panic", o.panics, e->kind);
    if (o.effects && o.both > 1 && !is_short_circuit(e))
        verify_fail(s->v, "an effect beside another in an expression of kind %d", e->kind);
    if ((o.panics && !e->can_panic) || (o.effects && !e->effects))
        verify_fail(s->v, "kind %d hides what its operand may do", e->kind);
    if (e->kind == MIR_CALL && e->light && (e->u.call.throws || type_is_counted(e->type)))
        verify_fail(s->v, "a call in a tree that may throw, or gives a count");
}

// After counting, what a statement takes over has a count of its own.
static bool is_owned(const MirExpr *e) {
    if (!type_is_counted(e->type)) return true;
    if (!mir_takes_items(e)) return e->owned;
    for (uint32_t i = 0; i < e->u.aggregate.items.len; i++)
        if (!is_owned(e->u.aggregate.items.items[i])) return false;
    return true;
}

static void check_block(Shape *s, const MirBlock *block, bool is_scope);

static void check_exit(Shape *s, const MirExit *x) {
    if (x) check_block(s, &x->cleanup, false);
}

// The whole value of a statement. `by` takes it over; NULL: it is only read.
static void check_value(Shape *s, const MirExpr *value, const char *by) {
    check_expr(s, value, true, by != NULL);
    if (s->v->mistake || !s->v->counted) return;
    if (by && !is_owned(value)) verify_fail(s->v, "what %s takes over has no count", by);
    if (value->kind != MIR_CALL) return;
    for (uint32_t i = 0; i < value->u.call.args.len; i++)
        if (mir_takes(value, i) && !is_owned(value->u.call.args.items[i]))
            verify_fail(s->v, "an argument that is taken over has no count");
    if (value->u.call.throws && !value->u.call.unwind)
        verify_fail(s->v, "a call that throws leads nowhere");
    check_exit(s, value->u.call.unwind);
}

static void check_types(Shape *s, const Type *place, const Type *value, const char *what) {
    if (s->v->mistake || place == value) return;
    if (type_same_function(place, value)) return;
    verify_fail(s->v, "%s: `%s` is given `%s`", what, type_text(s->v->arena, place),
                type_text(s->v->arena, value));
}

// ---- statements ----

static void check_let(Shape *s, const MirStmt *stmt) {
    uint32_t local = stmt->u.let.local;
    if (local >= s->v->function->locals.len) {
        verify_fail(s->v, "local %u does not exist", local);
        return;
    }
    const MirLocal *l = &s->v->function->locals.items[local];
    bool counted = type_is_counted(l->type) && !l->borrowed;
    if (counted && l->kind == MIR_USER_LOCAL && !s->in_scope)
        verify_fail(s->v, "`%s` belongs to no scope", name_of(s, local));
    if (stmt->u.let.value) {
        check_value(s, stmt->u.let.value, counted ? name_of(s, local) : NULL);
        check_types(s, l->type, stmt->u.let.value->type, name_of(s, local));
    }
    if (s->ever[local]) verify_fail(s->v, "`%s` is declared twice", name_of(s, local));
    s->declared[local] = s->ever[local] = true;
}

static bool is_borrowing(const Shape *s, uint32_t local) {
    const MirLocal *l = &s->v->function->locals.items[local];
    return l->borrowed && !l->by_address;
}

static void check_set(Shape *s, const MirStmt *stmt) {
    const MirExpr *place = stmt->u.set.place, *value = stmt->u.set.value;
    check_expr(s, place, false, false);
    if (!s->v->mistake && !mir_is_place(place)) verify_fail(s->v, "a store to no place");
    bool borrows = place->kind == MIR_LOCAL && is_borrowing(s, place->u.local);
    check_value(s, value, borrows ? NULL : "a store");
    if (place->effects || (place->kind == MIR_ELEMENT && value->effects))
        verify_fail(s->v, "an element is stored to by what may move it");
    if (place->can_panic && value->can_panic && value->kind != MIR_CALL)
        verify_fail(s->v, "a place and the value stored to it may both panic");
    check_types(s, place->type, value->type, "a store");
}

static void check_loop(Shape *s, const MirStmt *stmt) {
    Loops here = {s->loops, stmt};
    if (stmt->u.loop.cond) check_expr(s, stmt->u.loop.cond, false, false);
    if (stmt->u.loop.map) check_expr(s, stmt->u.loop.map, false, false);
    s->loops = &here;
    check_block(s, &stmt->u.loop.body, false);
    check_block(s, &stmt->u.loop.step, false);
    s->loops = here.outer;
}

static void check_jump(Shape *s, const MirStmt *stmt) {
    const Loops *l = s->loops;
    while (l && l->loop->u.loop.id != stmt->u.loop_id) l = l->outer;
    if (!l) verify_fail(s->v, "a jump out of loop %u, which is not around it", stmt->u.loop_id);
}

static void check_return(Shape *s, const MirStmt *stmt) {
    const Type *result = s->v->function->result;
    if (!stmt->u.expr) {
        if (result->kind != TYPE_VOID) verify_fail(s->v, "a return without a value");
        return;
    }
    check_value(s, stmt->u.expr, "a return");
    check_types(s, result, stmt->u.expr->type, "a return");
}

static void check_try(Shape *s, const MirStmt *stmt) {
    check_block(s, &stmt->u.try_.body, false);
    for (uint32_t i = 0; i < stmt->u.try_.catch_count; i++) {
        const MirCatch *c = &stmt->u.try_.catches[i];
        s->declared[c->local] = true;
        if (c->body.len != 1 || c->body.items[0]->kind != MIR_SCOPE)
            verify_fail(s->v, "a catch that is not one scope");
        check_block(s, &c->body, false);
        s->declared[c->local] = false;
    }
    check_exit(s, stmt->u.try_.rethrow);
}

static void check_scope(Shape *s, const MirStmt *stmt) {
    check_block(s, &stmt->u.scope.body, true);
    for (uint32_t i = 0; i < stmt->u.scope.pad_count && !s->v->mistake; i++) {
        // A pad may look at all locals of its scope.
        for (uint32_t k = 0; k < stmt->u.scope.body.len; k++)
            if (stmt->u.scope.body.items[k]->kind == MIR_LET)
                s->declared[stmt->u.scope.body.items[k]->u.let.local] = true;
        check_block(s, &stmt->u.scope.pads[i].cleanup, false);
        check_block(s, &stmt->u.scope.pads[i].next.cleanup, false);
    }
    for (uint32_t k = 0; k < stmt->u.scope.body.len; k++)
        if (stmt->u.scope.body.items[k]->kind == MIR_LET)
            s->declared[stmt->u.scope.body.items[k]->u.let.local] = false;
}

static void check_stmt(Shape *s, const MirStmt *stmt) {
    switch (stmt->kind) {
    case MIR_LET: check_let(s, stmt); return;
    case MIR_SET: check_set(s, stmt); return;
    case MIR_EVAL: check_value(s, stmt->u.expr, NULL); return;
    case MIR_RELEASE:
        check_expr(s, stmt->u.expr, false, false);
        if (!s->v->counted) verify_fail(s->v, "a release before counting");
        return;
    case MIR_IF:
        check_expr(s, stmt->u.if_.cond, false, false);
        check_block(s, &stmt->u.if_.then, false);
        check_block(s, &stmt->u.if_.otherwise, false);
        return;
    case MIR_LOOP: check_loop(s, stmt); return;
    case MIR_BREAK:
    case MIR_CONTINUE: check_jump(s, stmt); return;
    case MIR_SCOPE: check_scope(s, stmt); return;
    case MIR_DEFER:
        if (s->v->counted) verify_fail(s->v, "a defer after counting");
        check_block(s, &stmt->u.block, false);
        return;
    case MIR_RETURN: check_return(s, stmt); return;
    case MIR_THROW:
        check_value(s, stmt->u.throw_.value, "a throw");
        check_exit(s, stmt->u.throw_.unwind);
        return;
    case MIR_TRY: check_try(s, stmt); return;
    case MIR_LEAVE: check_exit(s, stmt->u.leave); return;
    case MIR_UNREACHABLE: return;
    }
    unreachable("statement kind");
}

// Declarations of a block without a scope end with it too.
static void check_block(Shape *s, const MirBlock *block, bool is_scope) {
    bool was_in_scope = s->in_scope;
    s->in_scope = is_scope;
    for (uint32_t i = 0; i < block->len && !s->v->mistake; i++) {
        if (i && mir_leaves(block->items[i - 1]))
            verify_fail(s->v, "statements that are never reached");
        check_stmt(s, block->items[i]);
    }
    for (uint32_t i = 0; i < block->len && !is_scope && !s->v->mistake; i++)
        if (block->items[i]->kind == MIR_LET) s->declared[block->items[i]->u.let.local] = false;
    s->in_scope = was_in_scope;
}

void verify_shape(Verify *v) {
    uint32_t count = v->function->locals.len + 1;
    Shape s = {.v = v,
               .declared = ARENA_ARRAY(v->arena, bool, count),
               .ever = ARENA_ARRAY(v->arena, bool, count)};
    for (uint32_t i = 0; i < v->function->param_count; i++) s.declared[i] = true;
    check_block(&s, &v->function->body, false);
}

const char *mir_verify(const MirModule *m, bool counted, Arena *arena) {
    Verify v = {.arena = arena, .module = m, .counted = counted};
    for (uint32_t i = 0; i < m->functions.len && !v.mistake; i++) {
        v.function = m->functions.items[i];
        verify_shape(&v);
        if (counted && !v.mistake) verify_flow(&v);
    }
    return v.mistake;
}
