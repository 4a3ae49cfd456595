// Walks over MIR: the one list of what is inside what, so that passes need no switches of their
// own.
#include <string.h>

#include "mir/build.h"

static void each_of(MirExprs *list, MirVisit *visit, void *context) {
    for (uint32_t i = 0; i < list->len; i++) visit(context, &list->items[i]);
}

// flat switch: all expression kinds
void mir_each_operand(MirExpr *e, MirVisit *visit, void *context) {
    switch (e->kind) {
    case MIR_INT:
    case MIR_FLOAT:
    case MIR_BOOL:
    case MIR_STRING:
    case MIR_BYTES_TEXT:
    case MIR_NULL:
    case MIR_CSTRING:
    case MIR_ZERO:
    case MIR_C_NAME:
    case MIR_FUNCTION:
    case MIR_SELF:
    case MIR_LOCAL:
    case MIR_GLOBAL:
    case MIR_PENDING:
    case MIR_NEW: return;
    case MIR_MAP_KEY:
    case MIR_MAP_VALUE: visit(context, &e->u.entry.map); return;
    case MIR_DEREF:
    case MIR_PAYLOAD:
    case MIR_IS_NULL:
    case MIR_SOME:
    case MIR_LENGTH:
    case MIR_TAG:
    case MIR_ADDRESS:
    case MIR_DATA:
    case MIR_CSTR:
    case MIR_COPY:
    case MIR_MOVE:
    case MIR_INTERFACE: visit(context, &e->u.operand); return;
    case MIR_FIELD: visit(context, &e->u.field.base); return;
    case MIR_PART: visit(context, &e->u.part.base); return;
    case MIR_ELEMENT:
        visit(context, &e->u.element.base);
        visit(context, &e->u.element.index);
        return;
    case MIR_UNARY: visit(context, &e->u.unary.operand); return;
    case MIR_BINARY:
    case MIR_EQUAL:
    case MIR_AND:
    case MIR_OR:
        visit(context, &e->u.binary.left);
        visit(context, &e->u.binary.right);
        return;
    case MIR_SELECT:
        visit(context, &e->u.select.cond);
        visit(context, &e->u.select.then);
        visit(context, &e->u.select.otherwise);
        return;
    case MIR_CONVERT: visit(context, &e->u.convert.operand); return;
    case MIR_IS_CLASS: visit(context, &e->u.is_class.operand); return;
    case MIR_CALL: each_of(&e->u.call.args, visit, context); return;
    case MIR_STRUCT:
    case MIR_VARIANT:
    case MIR_ARRAY:
    case MIR_MAP:
    case MIR_CLOSURE: each_of(&e->u.aggregate.items, visit, context); return;
    case MIR_TEMPLATE:
        for (uint32_t i = 0; i < e->u.template_.count; i++)
            if (e->u.template_.parts[i].value) visit(context, &e->u.template_.parts[i].value);
        return;
    }
    unreachable("expression kind");
}

void mir_each_value(MirStmt *s, MirVisit *visit, void *context) {
    switch (s->kind) {
    case MIR_LET:
        if (s->u.let.value) visit(context, &s->u.let.value);
        return;
    case MIR_SET:
        visit(context, &s->u.set.place);
        visit(context, &s->u.set.value);
        return;
    case MIR_EVAL:
    case MIR_RELEASE: visit(context, &s->u.expr); return;
    case MIR_RETURN:
        if (s->u.expr) visit(context, &s->u.expr);
        return;
    case MIR_THROW: visit(context, &s->u.throw_.value); return;
    case MIR_IF: visit(context, &s->u.if_.cond); return;
    case MIR_LOOP:
        if (s->u.loop.cond) visit(context, &s->u.loop.cond);
        if (s->u.loop.map) visit(context, &s->u.loop.map);
        return;
    case MIR_BREAK:
    case MIR_CONTINUE:
    case MIR_SCOPE:
    case MIR_DEFER:
    case MIR_TRY:
    case MIR_LEAVE:
    case MIR_UNREACHABLE: return;
    }
    unreachable("statement kind");
}

void mir_each_block(MirStmt *s, MirVisitBlock *visit, void *context) {
    switch (s->kind) {
    case MIR_IF:
        visit(context, &s->u.if_.then);
        visit(context, &s->u.if_.otherwise);
        return;
    case MIR_LOOP:
        visit(context, &s->u.loop.body);
        visit(context, &s->u.loop.step);
        return;
    case MIR_SCOPE: visit(context, &s->u.scope.body); return;
    case MIR_DEFER: visit(context, &s->u.block); return;
    case MIR_TRY:
        visit(context, &s->u.try_.body);
        for (uint32_t i = 0; i < s->u.try_.catch_count; i++)
            visit(context, &s->u.try_.catches[i].body);
        return;
    case MIR_LET:
    case MIR_SET:
    case MIR_EVAL:
    case MIR_RELEASE:
    case MIR_RETURN:
    case MIR_THROW:
    case MIR_BREAK:
    case MIR_CONTINUE:
    case MIR_LEAVE:
    case MIR_UNREACHABLE: return;
    }
    unreachable("statement kind");
}

static void look_for_throw(void *context, MirExpr **slot) {
    bool *found = context;
    if ((*slot)->kind == MIR_CALL && (*slot)->u.call.throws) *found = true;
    mir_each_operand(*slot, look_for_throw, context);
}

bool mir_throws(MirStmt *s) {
    bool found = s->kind == MIR_THROW;
    mir_each_value(s, look_for_throw, &found);
    return found;
}

// ---- mentions ----

typedef struct Mentions {
    uint32_t local;
    uint32_t count;
} Mentions;

static void count_mentions(void *context, MirExpr **slot) {
    Mentions *m = context;
    if ((*slot)->kind == MIR_LOCAL && (*slot)->u.local == m->local) m->count++;
    mir_each_operand(*slot, count_mentions, context);
}

uint32_t mir_mentions(const MirExpr *e, uint32_t local) {
    Mentions m = {local, 0};
    MirExpr *root = (MirExpr *)(uintptr_t)e;
    count_mentions(&m, &root);
    return m.count;
}

// ---- clones ----

typedef struct IdPair {
    uint32_t old_id;
    uint32_t new_id;
} IdPair;

typedef VEC(IdPair) IdPairs;

typedef struct Clone {
    Arena *arena;
    MirFunction *function;
    bool renames;
    IdPairs loops; // of what is cloned
    IdPairs locals;
} Clone;

// What stands around the clone keeps its id.
static uint32_t new_id(const IdPairs *pairs, uint32_t old_id) {
    for (uint32_t i = pairs->len; i-- > 0;)
        if (pairs->items[i].old_id == old_id) return pairs->items[i].new_id;
    return old_id;
}

static void clone_expr(void *context, MirExpr **slot) {
    Clone *c = context;
    MirExpr *copy = ARENA_NEW(c->arena, MirExpr);
    *copy = **slot;
    *slot = copy;
    MirExprs *list = NULL;
    if (copy->kind == MIR_CALL) list = &copy->u.call.args;
    if (mir_is_aggregate(copy)) list = &copy->u.aggregate.items;
    if (list && list->len) {
        MirExpr **items = ARENA_ARRAY(c->arena, MirExpr *, list->len);
        for (uint32_t i = 0; i < list->len; i++) items[i] = list->items[i];
        list->items = items;
        list->cap = list->len;
    }
    if (copy->kind == MIR_TEMPLATE && copy->u.template_.count) {
        MirTemplatePart *parts = ARENA_ARRAY(c->arena, MirTemplatePart, copy->u.template_.count);
        for (uint32_t i = 0; i < copy->u.template_.count; i++)
            parts[i] = copy->u.template_.parts[i];
        copy->u.template_.parts = parts;
    }
    if (copy->kind == MIR_MAP_KEY || copy->kind == MIR_MAP_VALUE)
        copy->u.entry.loop_id = new_id(&c->loops, copy->u.entry.loop_id);
    if (copy->kind == MIR_LOCAL) copy->u.local = new_id(&c->locals, copy->u.local);
    mir_each_operand(copy, clone_expr, c);
}

static void clone_local(Clone *c, uint32_t *slot) {
    if (!c->renames) return;
    MirLocal local = c->function->locals.items[*slot];
    local.c_name = mir_fresh_name(c->arena, c->function, local.name ? local.c_name : NULL);
    VEC_PUSH(c->arena, &c->function->locals, local);
    IdPair pair = {*slot, c->function->locals.len - 1};
    VEC_PUSH(c->arena, &c->locals, pair);
    *slot = pair.new_id;
}

static void clone_try(Clone *c, MirStmt *s) {
    s->u.try_.id = ++c->function->try_count;
    MirCatch *catches = ARENA_ARRAY(c->arena, MirCatch, s->u.try_.catch_count + 1);
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++) {
        catches[i] = s->u.try_.catches[i];
        clone_local(c, &catches[i].local);
    }
    s->u.try_.catches = catches;
}

static void clone_block(void *context, MirBlock *block) {
    Clone *c = context;
    MirStmt **items = ARENA_ARRAY(c->arena, MirStmt *, block->len + 1);
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = items[i] = ARENA_NEW(c->arena, MirStmt);
        *s = *block->items[i];
        if (s->kind == MIR_LET) clone_local(c, &s->u.let.local);
        if (s->kind == MIR_TRY) clone_try(c, s);
        if (s->kind == MIR_LOOP) {
            IdPair pair = {s->u.loop.id, ++c->function->loop_count};
            VEC_PUSH(c->arena, &c->loops, pair);
            s->u.loop.id = pair.new_id;
        }
        if (s->kind == MIR_BREAK || s->kind == MIR_CONTINUE)
            s->u.loop_id = new_id(&c->loops, s->u.loop_id);
        mir_each_value(s, clone_expr, c);
        mir_each_block(s, clone_block, c);
    }
    block->items = items;
    block->cap = block->len + 1;
}

MirBlock mir_clone(Arena *a, MirFunction *f, const MirBlock *block, bool renames) {
    Clone c = {.arena = a, .function = f, .renames = renames};
    MirBlock copy = *block;
    clone_block(&c, &copy);
    return copy;
}

static bool is_name_taken(const MirFunction *f, const char *name) {
    for (uint32_t i = 0; i < f->locals.len; i++)
        if (f->locals.items[i].c_name && strcmp(f->locals.items[i].c_name, name) == 0) return true;
    return false;
}

const char *mir_fresh_name(Arena *a, MirFunction *f, const char *base) {
    if (!base) return arena_printf(a, "t%u", ++f->temp_count);
    for (uint32_t n = 2;; n++) {
        const char *name = arena_printf(a, "%s_%u", base, n);
        if (!is_name_taken(f, name)) return name;
    }
}
