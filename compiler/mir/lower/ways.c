// One copy of a block that is deferred. Counting writes a DEFER's block out at every way out of its
// scope, which is short and plain for short blocks; but blocks in each other would double at every
// level. needs: MIR of lowering -> makes: the same without the DEFERs whose copies would be long.
// What stood behind such a DEFER becomes the body of a loop that never turns, and its ways out say
// where they go:
//     let way = 0
//     once 1 { try { scope { .. result = x; way = 1; break 1 .. } } catch e { error = e; way = 2 }
//     } the block if (way == 1) return result if (way == 2) throw error
// Nothing but its own end leaves the block (the checker has seen to it), so that a result and an
// error that wait for it are given away for certain: they are `carried`.
#include <stdlib.h>
#include <string.h>

#include "mir/lower/lower.h"

enum { COPIES_MOST = 30 }; // statements that the copies of one block may be

typedef struct Sharing { // of a function
    Lower *lower;
    MirFunction *function;
    uint32_t result; // what returns carry; UINT32_MAX: none yet
    uint32_t most;
    const bool *empty; // by local: its LET has no value
    uint32_t known;    // locals in `empty`
} Sharing;

typedef struct Way {
    MirStmtKind kind; // RETURN, THROW, BREAK, CONTINUE
    uint32_t loop;
} Way;

typedef struct Region { // what is behind a DEFER
    Sharing *sharing;
    Span span;
    VEC(uint32_t) loops; // of its own, around the statement
    VEC(Way) ways;       // the number of one is its index + 1
    uint32_t exits;      // statements that leave
    bool throws;         // errors may leave
    bool falls;          // its end is a way out too
    uint32_t once;       // the loop around it
    uint32_t way;        // the local with the number; UINT32_MAX: there is but one
} Region;

// ---- which ways there are ----

static bool is_own(const Region *r, uint32_t loop) {
    for (uint32_t i = 0; i < r->loops.len; i++)
        if (r->loops.items[i] == loop) return true;
    return false;
}

static bool leaves_region(const Region *r, const MirStmt *s) {
    if (s->kind == MIR_BREAK || s->kind == MIR_CONTINUE) return !is_own(r, s->u.loop_id);
    return s->kind == MIR_RETURN;
}

static uint32_t number_of(Region *r, MirStmtKind kind, uint32_t loop) {
    for (uint32_t i = 0; i < r->ways.len; i++)
        if (r->ways.items[i].kind == kind && r->ways.items[i].loop == loop) return i + 1;
    Way way = {kind, loop};
    VEC_PUSH(r->sharing->lower->arena, &r->ways, way);
    return r->ways.len;
}

static uint32_t number_of_stmt(Region *r, const MirStmt *s) {
    return number_of(r, s->kind, s->kind == MIR_RETURN ? 0 : s->u.loop_id);
}

// The blocks inside a statement. A deferred one has no way out.
static void each_inner(Region *r, MirStmt *s, MirVisitBlock *visit) {
    if (s->kind == MIR_DEFER) return;
    if (s->kind == MIR_LOOP) VEC_PUSH(r->sharing->lower->arena, &r->loops, s->u.loop.id);
    mir_each_block(s, visit, r);
    if (s->kind == MIR_LOOP) r->loops.len--;
}

static void find_ways(void *context, MirBlock *block) {
    Region *r = context;
    for (uint32_t i = 0; i < block->len; i++) {
        if (leaves_region(r, block->items[i])) {
            number_of_stmt(r, block->items[i]);
            r->exits++;
        }
        each_inner(r, block->items[i], find_ways);
    }
}

static bool catches_all(const MirStmt *s) {
    for (uint32_t i = 0; i < s->u.try_.catch_count; i++)
        if (!s->u.try_.catches[i].type) return true;
    return false;
}

static void find_throws(void *context, MirBlock *block) {
    bool *found = context;
    for (uint32_t i = 0; i < block->len && !*found; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_DEFER) continue;
        bool all = s->kind == MIR_TRY && catches_all(s);
        for (uint32_t k = 0; all && k < s->u.try_.catch_count; k++)
            find_throws(found, &s->u.try_.catches[k].body);
        *found |= mir_throws(s);
        if (!all) mir_each_block(s, find_throws, found);
    }
}

static bool ends_never(const MirBlock *block) {
    return block->len && mir_leaves(block->items[block->len - 1]);
}

static Region look_at(Sharing *s, MirBlock *rest, Span span, bool caught) {
    Region r = {.sharing = s, .span = span, .way = UINT32_MAX};
    find_ways(&r, rest);
    if (caught || s->function->throws) find_throws(&r.throws, rest);
    if (r.throws) number_of(&r, MIR_THROW, 0);
    r.falls = !ends_never(rest);
    return r;
}

// ---- leaving ----

static uint32_t new_local(Sharing *s, const char *name, const Type *type) {
    Lower *l = s->lower;
    uint32_t local =
        lower_local(l, MIR_USER_LOCAL, intern_text(&l->program->session->names, name), type, NULL);
    s->function->locals.items[local].assigned = true;
    return local;
}

static uint32_t carried_local(Sharing *s, const char *name, const Type *type) {
    uint32_t local = new_local(s, name, type);
    s->function->locals.items[local].carried = true;
    return local;
}

static MirExpr *read_local(const Region *r, uint32_t local) {
    return mir_local(r->sharing->lower->arena, r->sharing->function, local, r->span);
}

static MirExpr *give_local(const Region *r, uint32_t local) {
    MirExpr *e = read_local(r, local);
    return type_is_counted(e->type) ? mir_of(r->sharing->lower->arena, MIR_MOVE, e->type, e) : e;
}

static MirExpr *number(const Region *r, uint32_t n) {
    return mir_int(r->sharing->lower->arena, type_basic(r->sharing->lower->types, I64), n, r->span);
}

static void push_set(const Region *r, MirBlock *out, uint32_t local, MirExpr *value, Span span) {
    Arena *a = r->sharing->lower->arena;
    mir_push(a, out, mir_set(a, read_local(r, local), value, span));
}

static void push_jump(const Region *r, MirBlock *out, MirStmtKind kind, uint32_t loop, Span span) {
    MirStmt *s = mir_stmt(r->sharing->lower->arena, kind, span);
    s->u.loop_id = loop;
    mir_push(r->sharing->lower->arena, out, s);
}

static void push_way(const Region *r, MirBlock *out, uint32_t n, Span span) {
    if (r->way != UINT32_MAX) push_set(r, out, r->way, number(r, n), span);
    push_jump(r, out, MIR_BREAK, r->once, span);
    out->items[out->len - 1]->ends = true;
}

static bool is_result(const Region *r, const MirExpr *value) {
    if (value->kind == MIR_MOVE) value = value->u.operand;
    return value->kind == MIR_LOCAL && value->u.local == r->sharing->result;
}

// The value of a return waits in a local of the function.
static void push_result(const Region *r, MirBlock *out, MirExpr *value, Span span) {
    Sharing *s = r->sharing;
    if (is_result(r, value)) return; // of a block inside
    if (s->result == UINT32_MAX) s->result = carried_local(s, "result", s->function->result);
    push_set(r, out, s->result, value, span);
}

// `let x: T`, stored to on some of the ways only: behind the block it is read on those alone.
static void note_late(const Region *r, const MirStmt *s) {
    if (s->kind != MIR_SET || s->u.set.place->kind != MIR_LOCAL) return;
    uint32_t local = s->u.set.place->u.local;
    if (local >= r->sharing->known || !r->sharing->empty[local]) return;
    MirLocal *l = &r->sharing->function->locals.items[local];
    l->late = l->zeroed = type_is_counted(l->type);
}

static void redirect(void *context, MirBlock *block) {
    Region *r = context;
    MirBlock out = {0};
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        note_late(r, s);
        if (!leaves_region(r, s)) {
            each_inner(r, s, redirect);
            mir_push(r->sharing->lower->arena, &out, s);
            continue;
        }
        if (s->kind == MIR_RETURN && s->u.expr) push_result(r, &out, s->u.expr, s->span);
        push_way(r, &out, number_of_stmt(r, s), s->span);
    }
    *block = out;
}

// ---- the one copy ----

static MirStmt *scope_of(const Region *r, MirBlock body) {
    MirStmt *s = mir_stmt(r->sharing->lower->arena, MIR_SCOPE, r->span);
    s->u.scope.body = body;
    return s;
}

static MirStmt *catch_errors(Region *r, MirStmt *scope, uint32_t error) {
    Arena *a = r->sharing->lower->arena;
    MirStmt *s = mir_stmt(a, MIR_TRY, r->span);
    s->u.try_.id = ++r->sharing->function->try_count;
    mir_push(a, &s->u.try_.body, scope);
    s->u.try_.catches = ARENA_ARRAY(a, MirCatch, 1);
    s->u.try_.catch_count = 1;
    MirCatch *any = &s->u.try_.catches[0];
    any->local = new_local(r->sharing, "thrown", r->sharing->lower->types->error_interface);
    MirBlock body = {0};
    push_set(r, &body, error, give_local(r, any->local), r->span);
    body.items[0]->ends = true;
    push_way(r, &body, number_of(r, MIR_THROW, 0), r->span);
    mir_push(a, &any->body, scope_of(r, body));
    return s;
}

static MirStmt *leave_by(const Region *r, const Way *way, uint32_t error) {
    MirStmt *s = mir_stmt(r->sharing->lower->arena, way->kind, r->span);
    uint32_t result = r->sharing->result;
    bool valued = r->sharing->function->result->kind != TYPE_VOID;
    if (way->kind == MIR_THROW) {
        s->u.throw_.value = give_local(r, error);
        s->u.throw_.again = true;
    } else if (way->kind != MIR_RETURN) {
        s->u.loop_id = way->loop;
    } else if (valued && result != UINT32_MAX) {
        s->u.expr = give_local(r, result);
    }
    return s;
}

static void push_leaves(Region *r, MirBlock *out, uint32_t error) {
    Lower *l = r->sharing->lower;
    for (uint32_t i = 0; i < r->ways.len; i++) {
        MirStmt *leave = leave_by(r, &r->ways.items[i], error);
        if (i + 1 == r->ways.len && !r->falls) { // there is no other way to come here
            mir_push(l->arena, out, leave);
            return;
        }
        MirStmt *s = mir_stmt(l->arena, MIR_IF, r->span);
        s->u.if_.cond = mir_binary(l->arena, MIR_BINARY, TOKEN_EQ, type_basic(l->types, BOOL),
                                   read_local(r, r->way), number(r, i + 1));
        mir_push(l->arena, &s->u.if_.then, leave);
        mir_push(l->arena, out, s);
    }
}

// `out` is what stands before the DEFER.
static void share(Region *r, MirBlock *out, MirBlock rest, const MirBlock *deferred) {
    Sharing *s = r->sharing;
    Arena *a = s->lower->arena;
    if (r->ways.len > 1 || r->falls) {
        r->way = new_local(s, "way", type_basic(s->lower->types, I64));
        mir_push(a, out, mir_let(a, r->way, number(r, 0), r->span));
    }
    uint32_t error = UINT32_MAX;
    if (r->throws) {
        error = carried_local(s, "error", s->lower->types->error_interface);
        mir_push(a, out, mir_let(a, error, NULL, r->span));
    }
    MirStmt *loop = mir_stmt(a, MIR_LOOP, r->span);
    loop->u.loop.id = r->once = ++s->function->loop_count;
    loop->u.loop.once = true;
    redirect(r, &rest);
    MirStmt *body = scope_of(r, rest);
    if (r->throws) body = catch_errors(r, body, error);
    mir_push(a, &loop->u.loop.body, body);
    if (r->falls) push_jump(r, &loop->u.loop.body, MIR_BREAK, r->once, r->span);
    mir_push(a, out, loop);
    mir_push(a, out, scope_of(r, *deferred));
    push_leaves(r, out, error);
}

// ---- where it is worth it ----

typedef struct Inner {
    Sharing *sharing;
    bool caught; // by a try in this function
    uint32_t size;
} Inner;

static uint32_t share_block(Sharing *s, MirBlock *block, bool caught);

static void share_inner(void *context, MirBlock *block) {
    Inner *in = context;
    in->size += share_block(in->sharing, block, in->caught);
}

static uint32_t share_stmt(Sharing *s, MirStmt *stmt, bool caught) {
    Inner in = {s, caught, stmt->kind != MIR_SCOPE};
    if (stmt->kind != MIR_TRY) {
        mir_each_block(stmt, share_inner, &in);
        return in.size;
    }
    for (uint32_t i = 0; i < stmt->u.try_.catch_count; i++)
        share_inner(&in, &stmt->u.try_.catches[i].body);
    in.caught = true;
    share_inner(&in, &stmt->u.try_.body);
    return in.size;
}

static uint32_t share_defer(Sharing *s, MirBlock *block, uint32_t at, bool caught) {
    MirStmt *defer = block->items[at];
    MirBlock before = {0}, rest = {0};
    for (uint32_t i = 0; i < at; i++) mir_push(s->lower->arena, &before, block->items[i]);
    for (uint32_t i = at + 1; i < block->len; i++)
        mir_push(s->lower->arena, &rest, block->items[i]);
    uint32_t size = share_block(s, &rest, caught);
    uint32_t one = share_block(s, &defer->u.block, false);
    Region r = look_at(s, &rest, defer->span, caught);
    uint32_t copies = r.exits + r.throws + r.falls;
    bool ends = !ends_never(&defer->u.block); // else nothing goes on behind it
    if (ends && copies > 1 && one > 1 && one * copies > s->most) {
        share(&r, &before, rest, &defer->u.block);
        *block = before;
        return size + one + copies + r.ways.len;
    }
    mir_push(s->lower->arena, &before, defer);
    for (uint32_t i = 0; i < rest.len; i++) mir_push(s->lower->arena, &before, rest.items[i]);
    *block = before;
    return size + one * copies;
}

// The first DEFER takes all that is behind it along. Gives how much counting will make of it.
static uint32_t share_block(Sharing *s, MirBlock *block, bool caught) {
    uint32_t size = 0;
    for (uint32_t i = 0; i < block->len; i++) {
        if (block->items[i]->kind == MIR_DEFER) return size + share_defer(s, block, i, caught);
        size += share_stmt(s, block->items[i], caught);
    }
    return size;
}

static void find_empty(void *context, MirBlock *block) {
    bool *empty = context;
    for (uint32_t i = 0; i < block->len; i++) {
        const MirStmt *s = block->items[i];
        if (s->kind == MIR_LET) empty[s->u.let.local] = !s->u.let.value;
        mir_each_block(block->items[i], find_empty, empty);
    }
}

void lower_share_deferred(Lower *l, MirFunction *f) {
    Sharing s = {.lower = l, .function = f, .result = UINT32_MAX, .most = COPIES_MOST};
    const char *way = getenv("SEAM_DEFER"); // for tests: all that may be shared is, or nothing
    if (way) s.most = strcmp(way, "share") == 0 ? 0 : UINT32_MAX;
    bool *empty = ARENA_ARRAY(l->arena, bool, f->locals.len + 1);
    find_empty(empty, &f->body);
    s.empty = empty;
    s.known = f->locals.len;
    LowerState saved = l->at;
    l->at.function = f;
    share_block(&s, &f->body, false);
    if (s.result != UINT32_MAX)
        mir_insert(l->arena, &f->body.items[0]->u.scope.body, 0,
                   mir_let(l->arena, s.result, NULL, f->span));
    l->at = saved;
}
