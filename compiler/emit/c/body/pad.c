// Errors on their way out, and the other ways that clean up. A way out that several share stands
// once, behind its scope's statements; what is taken from one place only is printed at that place.
#include <assert.h>

#include "emit/c/body/body.h"

// ---- which exits there are ----

typedef struct Exits {
    Body *b;
    void (*visit)(Body *b, const MirExit *exit);
} Exits;

static void each_exit(void *exits, MirBlock *block);

static void count_exit(Body *b, const MirExit *exit) {
    if (exit->to == MIR_TO_PAD) b->pads[exit->target].count++;
}

static void visit_exit(Exits *exits, MirExit *exit) {
    if (!exit) return;
    exits->visit(exits->b, exit);
    each_exit(exits, &exit->cleanup);
}

static void touch(Body *b, const MirExpr *field) {
    const Type *t = field->u.field.base->type;
    if (t->kind != TYPE_CLASS) return;
    for (uint32_t i = 0; i < b->touched.len; i++)
        if (b->touched.items[i] == t->u.nominal) return;
    VEC_PUSH(b->u->arena, &b->touched, t->u.nominal);
}

static void visit_calls(void *exits, MirExpr **slot) {
    Exits *e = exits;
    if ((*slot)->kind == MIR_CALL) visit_exit(exits, (*slot)->u.call.unwind);
    if ((*slot)->kind == MIR_FIELD) touch(e->b, *slot);
    if ((*slot)->kind == MIR_LOCAL && e->visit == count_exit) e->b->uses[(*slot)->u.local]++;
    mir_each_operand(*slot, visit_calls, exits);
}

static void each_exit(void *context, MirBlock *block) {
    Exits *exits = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        mir_each_value(s, visit_calls, exits);
        if (s->kind == MIR_THROW) visit_exit(exits, s->u.throw_.unwind);
        if (s->kind == MIR_LEAVE) visit_exit(exits, s->u.leave);
        if (s->kind == MIR_TRY) visit_exit(exits, s->u.try_.rethrow);
        for (uint32_t k = 0; s->kind == MIR_SCOPE && k < s->u.scope.pad_count; k++) {
            MirPad *pad = &s->u.scope.pads[k];
            exits->b->pads[pad->id].pad = pad;
            each_exit(exits, &pad->cleanup);
            visit_exit(exits, &pad->next);
        }
        mir_each_block(s, each_exit, exits);
    }
}

// ---- how they are printed ----

// The pad that is printed where `exit` leaves; NULL: control jumps.
static const MirPad *pad_in_place(const Body *b, const MirExit *exit) {
    if (!exit || exit->to != MIR_TO_PAD || b->pads[exit->target].count != 1) return NULL;
    return b->pads[exit->target].pad;
}

static bool only_releases(const MirBlock *block) {
    for (uint32_t i = 0; i < block->len; i++) {
        const MirStmt *s = block->items[i];
        if (s->kind != MIR_RELEASE || s->u.expr->kind == MIR_PENDING) return false;
    }
    return true;
}

bool leaves_directly(const Body *b, const MirExit *exit) {
    for (;;) {
        if (!exit) return true;
        if (!only_releases(&exit->cleanup)) return false;
        const MirPad *pad = pad_in_place(b, exit);
        if (!pad) return exit->to == MIR_TO_CALLER;
        if (!only_releases(&pad->cleanup)) return false;
        exit = &pad->next;
    }
}

static void look_for_jump(Body *b, const MirExit *exit) {
    if (!leaves_directly(b, exit)) b->stores_error = true;
}

void look_over(Body *b) {
    uint32_t count = b->f->locals.len;
    b->pads = ARENA_ARRAY(b->u->arena, PadUse, b->f->pad_count + 1);
    b->uses = ARENA_ARRAY(b->u->arena, uint32_t, count + 1);
    b->names = ARENA_ARRAY(b->u->arena, const char *, count + 1);
    b->folded = ARENA_ARRAY(b->u->arena, const MirExpr *, count + 1);
    for (uint32_t i = 0; i < count; i++) b->names[i] = b->f->locals.items[i].c_name;
    MirBlock *body = (MirBlock *)(uintptr_t)&b->f->body; // visitors may write; these do not
    each_exit(&(Exits){b, count_exit}, body);
    each_exit(&(Exits){b, look_for_jump}, body);
}

void put_exit(Body *b, const MirExit *exit, const char *error) {
    if (exit) put_block(b, &exit->cleanup);
    if (exit && exit->to == MIR_TO_NOTHING) return;
    const MirPad *pad = pad_in_place(b, exit);
    if (pad) {
        put_block(b, &pad->cleanup);
        put_exit(b, &pad->next, error);
        return;
    }
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    if (!exit || exit->to == MIR_TO_CALLER) put_error_return(b, error);
    else
        text_printf(b->out, "goto %s_%u;\n", exit->to == MIR_TO_PAD ? "pad" : "catch",
                    exit->target);
    join_lines(b, start, lines);
}

void put_failure(Body *b, const MirExpr *call, const char *error) {
    const MirExit *exit = call->u.call.unwind;
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    bool direct = leaves_directly(b, exit);
    bool always = call->type->kind == TYPE_NEVER;
    text_put(b->out, always ? "seam_failed(" : "if (seam_failed(");
    if (!direct) text_printf(b->out, "%s = ", b->error);
    text_printf(b->out, "%s, ", error);
    put_at(b, call->span);
    text_put(b->out, always ? ");\n" : ")) ");
    if (always) {
        join_lines(b, start, lines);
        put_exit(b, exit, direct ? error : b->error);
        return;
    }
    bool block = exit && (exit->cleanup.len > 0 || pad_in_place(b, exit));
    if (block) text_put(b->out, "{\n");
    b->out->indent += block;
    put_exit(b, exit, direct ? error : b->error);
    b->out->indent -= block;
    if (block) text_put(b->out, "}\n");
    if (block) collapse_lines(b, start);
    else join_lines(b, start, lines);
}

// ---- pads ----

bool ends_open(const MirBlock *block) {
    if (block->len == 0) return true;
    const MirStmt *last = block->items[block->len - 1];
    if (last->kind == MIR_SCOPE) return ends_open(&last->u.scope.body);
    if (last->kind == MIR_IF)
        return ends_open(&last->u.if_.then) || ends_open(&last->u.if_.otherwise);
    return last->kind != MIR_RETURN && last->kind != MIR_THROW && last->kind != MIR_UNREACHABLE &&
           last->kind != MIR_BREAK && last->kind != MIR_CONTINUE && last->kind != MIR_LEAVE;
}

// The first pad at or after `from` that has a place of its own; the scope's pad_count: none.
static uint32_t next_shared(const Body *b, const MirStmt *s, uint32_t from) {
    while (from < s->u.scope.pad_count && b->pads[s->u.scope.pads[from].id].count < 2) from++;
    return from;
}

static void put_label(Body *b, const MirPad *pad) {
    bool follows = pad->cleanup.len && pad->cleanup.items[0]->kind == MIR_RELEASE;
    b->out->indent--;
    text_printf(b->out, "pad_%u:%s", pad->id, follows ? " " : ";\n");
    b->out->indent++;
    MirBlock rest = pad->cleanup;
    if (follows) {
        size_t len = b->out->len;
        put_stmt_kind(b, rest.items[0]);
        if (b->out->len == len) text_put(b->out, ";\n"); // there was nothing to release
        rest.items++;
        rest.len--;
    }
    put_block(b, &rest);
}

// Each runs its cleanup and goes on to the next.
static void put_pads(Body *b, const MirStmt *s) {
    const uint32_t count = s->u.scope.pad_count;
    for (uint32_t i = next_shared(b, s, 0), next; i < count; i = next) {
        const MirPad *pad = &s->u.scope.pads[i];
        next = next_shared(b, s, i + 1);
        put_label(b, pad);
        bool falls = next < count && pad->next.to == MIR_TO_PAD &&
                     pad->next.target == s->u.scope.pads[next].id;
        if (falls) put_block(b, &pad->next.cleanup);
        else put_exit(b, &pad->next, b->error);
    }
}

bool has_shared_pads(const Body *b, const MirStmt *s) {
    return s->kind == MIR_SCOPE && next_shared(b, s, 0) < s->u.scope.pad_count;
}

// The normal way passes the pads by.
void put_scope(Body *b, const MirStmt *s) {
    put_block(b, &s->u.scope.body);
    if (!has_shared_pads(b, s)) return;
    bool whole = b->f->body.len == 1 && b->f->body.items[0] == s && is_unvalued(b->f->result);
    bool open = ends_open(&s->u.scope.body);
    if (open && whole) put_open_end(b);
    size_t start = b->out->len;
    if (open && !whole) text_put(b->out, "if (0) {\n");
    b->out->indent += open && !whole;
    put_pads(b, s);
    b->out->indent -= open && !whole;
    if (open && !whole) text_put(b->out, "}\n");
    if (open && !whole) collapse_lines(b, start);
}
