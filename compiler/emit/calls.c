// Walks all statements of a module, with the cleanups of exits and pads, and all expressions in
// them.
#include "emit/calls.h"

#include "mir/build.h"

typedef struct Walk {
    CallVisit *visit;
    void *context;
} Walk;

static void walk_block(void *walk, MirBlock *block);

static void walk_exit(Walk *w, MirExit *exit) {
    if (exit) walk_block(w, &exit->cleanup);
}

static void walk_expr(void *walk, MirExpr **slot) {
    Walk *w = walk;
    MirExpr *e = *slot;
    if (e->kind == MIR_CALL) {
        w->visit(w->context, e);
        walk_exit(w, e->u.call.unwind);
    }
    mir_each_operand(e, walk_expr, w);
}

static void walk_block(void *walk, MirBlock *block) {
    Walk *w = walk;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        mir_each_value(s, walk_expr, w);
        mir_each_block(s, walk_block, w);
        if (s->kind == MIR_THROW) walk_exit(w, s->u.throw_.unwind);
        if (s->kind == MIR_LEAVE) walk_exit(w, s->u.leave);
        if (s->kind == MIR_TRY) walk_exit(w, s->u.try_.rethrow);
        for (uint32_t k = 0; s->kind == MIR_SCOPE && k < s->u.scope.pad_count; k++) {
            walk_block(w, &s->u.scope.pads[k].cleanup);
            walk_exit(w, &s->u.scope.pads[k].next);
        }
    }
}

void calls_each(const MirModule *m, CallVisit *visit, void *context) {
    Walk w = {visit, context};
    for (uint32_t i = 0; i < m->functions.len; i++) walk_block(&w, &m->functions.items[i]->body);
}
