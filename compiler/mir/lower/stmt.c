// Statements. Each source statement ends its temporaries with the flag `ends` on the last MIR
// statement that it made; conditions are values by then, so that a branch or loop never runs with
// the temporaries of its condition.
#include "mir/lower/lower.h"

void lower_emit(Lower *l, MirStmt *s) {
    if (l->at.dead) return;
    const MirExpr *made = s->kind == MIR_LET ? s->u.let.value : NULL;
    if (made && made->kind == MIR_CLOSURE && made->u.closure.on_stack)
        l->at.function->locals.items[s->u.let.local].borrowed = true;
    mir_push(l->arena, l->at.block, s);
    if (mir_leaves(s)) l->at.dead = true;
}

LowerSaved lower_open(Lower *l, MirBlock *fresh) {
    LowerSaved saved = {l->at.block, l->at.dead};
    l->at.block = fresh;
    l->at.dead = false;
    return saved;
}

bool lower_close(Lower *l, LowerSaved saved) {
    bool dead = l->at.dead;
    l->at.block = saved.block;
    l->at.dead = saved.dead;
    return dead;
}

void lower_end(Lower *l, uint32_t start) {
    if (l->at.block->len > start) l->at.block->items[l->at.block->len - 1]->ends = true;
}

void lower_if(Lower *l, MirExpr *cond, MirBlock then, MirBlock otherwise, Span span) {
    MirStmt *s = mir_stmt(l->arena, MIR_IF, span);
    s->u.if_.cond = cond;
    s->u.if_.then = then;
    s->u.if_.otherwise = otherwise;
    lower_emit(l, s);
}

void lower_scope(Lower *l, MirBlock body, Span span) {
    MirStmt *s = mir_stmt(l->arena, MIR_SCOPE, span);
    s->u.scope.body = body;
    lower_emit(l, s);
}

// ---- blocks ----

void lower_items(Lower *l, Node *node) {
    bool block = node->kind == NODE_BLOCK || node->kind == NODE_UNSAFE;
    for (uint32_t i = 0; block && i < node->u.block.items.len; i++)
        lower_stmt(l, node->u.block.items.items[i]);
    if (!block) lower_stmt(l, node);
}

MirBlock lower_block(Lower *l, Node *node) {
    MirBlock outer = {0}, inner = {0};
    LowerSaved saved = lower_open(l, &inner);
    lower_items(l, node);
    lower_close(l, saved);
    saved = lower_open(l, &outer);
    lower_scope(l, inner, node->span);
    lower_close(l, saved);
    return outer;
}

static void lower_inner_block(Lower *l, Node *node) {
    MirBlock block = lower_block(l, node);
    for (uint32_t i = 0; i < block.len; i++) lower_emit(l, block.items[i]);
}

// ---- declarations ----

static void store_global(Lower *l, Symbol *symbol, MirExpr *value, Span span) {
    MirExpr *place = mir_expr(l->arena, MIR_GLOBAL, symbol->type, span);
    place->u.symbol = symbol;
    place->unchecked = true;
    MirStmt *s = mir_set(l->arena, place, value, span);
    s->u.set.init = true;
    lower_emit(l, s);
}

static bool has_constant_value(const Lower *l, const Symbol *symbol) {
    for (uint32_t i = 0; i < l->out->globals.len; i++)
        if (l->out->globals.items[i].symbol == symbol) return l->out->globals.items[i].constant;
    return false;
}

typedef struct Renaming {
    uint32_t from;
    uint32_t to;
} Renaming;

static void rename_stores(void *context, MirBlock *block) {
    const Renaming *r = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_LET && s->u.let.local == r->from) s->u.let.local = r->to;
        if (s->kind == MIR_SET && s->u.set.place->kind == MIR_LOCAL &&
            s->u.set.place->u.local == r->from)
            s->u.set.place->u.local = r->to;
        mir_each_block(s, rename_stores, context);
    }
}

// `const x = c ? f() : g()`: the branches store into x itself instead of a temporary.
static bool become_local(Lower *l, const MirExpr *value, Symbol *symbol) {
    if (l->at.dead || value->type != symbol->type) return false;
    MirLocal *temp = &l->at.function->locals.items[value->u.local];
    for (uint32_t i = l->at.block->len; temp->kind == MIR_TEMP_LOCAL && i-- > 0;) {
        const MirStmt *s = l->at.block->items[i];
        if (s->ends) return false; // of another statement
        if (s->kind != MIR_LET || s->u.let.local != value->u.local) continue;
        if (s->u.let.value) return false;
        Renaming r = {value->u.local,
                      lower_local(l, MIR_USER_LOCAL, symbol->name, symbol->type, symbol)};
        MirBlock since = {l->at.block->items + i, l->at.block->len - i, l->at.block->len - i};
        rename_stores(&r, &since);
        return true;
    }
    return false;
}

void lower_bind_symbol(Lower *l, Symbol *symbol, MirExpr *value, Span span) {
    if (lower_is_static(symbol)) {
        if (value && !has_constant_value(l, symbol)) store_global(l, symbol, value, span);
        return;
    }
    if (value && value->kind == MIR_LOCAL && !lower_is_shared(symbol) &&
        become_local(l, value, symbol))
        return;
    lower_bind(l, symbol, symbol->type, value, span);
}

static void lower_var(Lower *l, Node *node) {
    const Node *pattern = node->u.var.pattern;
    MirExpr *value = node->u.var.init ? lower_value(l, node->u.var.init) : NULL;
    if (pattern->kind == NODE_PATTERN_BIND) {
        lower_bind_symbol(l, pattern->u.bind.symbol, value, pattern->span);
    } else if (pattern->kind == NODE_PATTERN_WILDCARD) {
        lower_spill(l, value); // `const _ = f()`
    } else {
        if (!lower_is_stable(l, value)) value = lower_hidden(l, value);
        lower_bind_pattern(l, pattern, value);
    }
}

// ---- branches ----

static void lower_if_node(Lower *l, Node *node) {
    uint32_t start = lower_mark(l);
    if (lower_has_is_names(node->u.if_.cond)) {
        if (lower_if_is(l, node)) return;
        lower_hoist(l, node->u.if_.cond, MIR_USER_LOCAL);
    }
    MirExpr *cond = lower_condition(l, node->u.if_.cond);
    MirBlock then = lower_block(l, node->u.if_.then), otherwise = {0};
    if (node->u.if_.otherwise) {
        // `else if` stays a chain where its condition needs no statements
        LowerSaved saved = lower_open(l, &otherwise);
        Node *next = node->u.if_.otherwise;
        if (next->kind == NODE_IF && !lower_has_is_names(next->u.if_.cond)) lower_stmt(l, next);
        else lower_inner_block(l, next);
        lower_close(l, saved);
    }
    lower_if(l, cond, then, otherwise, node->span);
    lower_end(l, start);
}

static void lower_defer(Lower *l, Node *body, Span span) {
    MirStmt *s = mir_stmt(l->arena, MIR_DEFER, span);
    s->u.block = lower_block(l, body);
    lower_emit(l, s);
}

static uint32_t catch_local(Lower *l, const Node *c) {
    const Type *type = c->u.catch_.symbol ? c->u.catch_.symbol->type
                       : c->u.catch_.type ? c->u.catch_.type->type
                                          : l->types->error_interface;
    return lower_local(l, MIR_USER_LOCAL, c->u.catch_.name, type, c->u.catch_.symbol);
}

// The errors of a struct or enum come in boxes; what is caught is the copy in it.
static uint32_t catch_box(Lower *l, const Type *type) {
    const Nominal *box =
        type->kind == TYPE_STRUCT || type->kind == TYPE_ENUM ? type->u.nominal->box : NULL;
    return box ? lower_local(l, MIR_TEMP_LOCAL, NULL, box->type, NULL) : UINT32_MAX;
}

static MirBlock catch_body(Lower *l, const Node *c, uint32_t box, uint32_t local) {
    MirBlock inner = {0}, body = {0};
    LowerSaved saved = lower_open(l, &inner);
    MirExpr *caught = mir_local(l->arena, l->at.function, box, c->span);
    const Type *type = l->at.function->locals.items[local].type;
    MirExpr *value = mir_field(l->arena, caught, 0, type, c->span);
    lower_emit(l, mir_let(l->arena, local, value, c->span));
    lower_inner_block(l, c->u.catch_.body);
    lower_close(l, saved);
    saved = lower_open(l, &body);
    lower_scope(l, inner, c->span);
    lower_close(l, saved);
    return body;
}

static void lower_catches(Lower *l, Node *node, MirStmt *s) {
    s->u.try_.catch_count = node->u.try_.catches.len;
    s->u.try_.catches = ARENA_ARRAY(l->arena, MirCatch, node->u.try_.catches.len + 1);
    for (uint32_t i = 0; i < node->u.try_.catches.len; i++) {
        Node *c = node->u.try_.catches.items[i];
        MirCatch *out = &s->u.try_.catches[i];
        uint32_t local = catch_local(l, c);
        uint32_t box = catch_box(l, l->at.function->locals.items[local].type);
        out->local = box == UINT32_MAX ? local : box;
        const Type *type = l->at.function->locals.items[out->local].type;
        out->type = type == l->types->error_interface ? NULL : type;
        lower_use_type(l, out->type);
        const MirExpr *outer = l->at.caught;
        l->at.caught = mir_local(l->arena, l->at.function, out->local, c->span);
        out->body =
            box == UINT32_MAX ? lower_block(l, c->u.catch_.body) : catch_body(l, c, box, local);
        l->at.caught = outer;
    }
}

// `finally` is a deferred block in a scope around.
static void lower_try(Lower *l, Node *node) {
    MirBlock outer = {0};
    LowerSaved saved = lower_open(l, &outer);
    if (node->u.try_.finally_) lower_defer(l, node->u.try_.finally_, node->span);
    if (node->u.try_.catches.len) {
        MirStmt *s = mir_stmt(l->arena, MIR_TRY, node->span);
        s->u.try_.id = ++l->at.try_count;
        s->u.try_.body = lower_block(l, node->u.try_.body);
        lower_catches(l, node, s);
        lower_emit(l, s);
    } else {
        lower_inner_block(l, node->u.try_.body);
    }
    lower_close(l, saved);
    if (node->u.try_.finally_) lower_scope(l, outer, node->span);
    else
        for (uint32_t i = 0; i < outer.len; i++) lower_emit(l, outer.items[i]);
}

// ---- jumps: expressions of type never, most often statements ----

static void lower_return(Lower *l, Node *node) {
    if (l->at.constructs) {
        lower_return_this(l, node->span);
        return;
    }
    MirStmt *s = mir_stmt(l->arena, MIR_RETURN, node->span);
    if (node->u.leave.value) {
        MirExpr *value = lower_value(l, node->u.leave.value);
        if (l->at.function->result->kind != TYPE_VOID) s->u.expr = value;
    }
    lower_emit(l, s);
}

// What is thrown in a `catch` was caused by what was caught.
static MirExpr *caused(Lower *l, MirExpr *value) {
    const MirExpr *caught = l->at.caught;
    if (!caught || mir_root(value) == caught->u.local) return value;
    value = lower_spill(l, value);
    MirExpr *cause = mir_local(l->arena, l->at.function, caught->u.local, value->span);
    MirExpr *call = mir_call(l->arena, MIR_CALL_BUILTIN, type_basic(l->types, VOID), value->span);
    call->u.call.builtin = BUILTIN_ERROR_ADD_CAUSE;
    lower_push_arg(l, call, lower_as_error(l, value));
    lower_push_arg(l, call, lower_as_error(l, cause));
    MirStmt *s = mir_stmt(l->arena, MIR_EVAL, value->span);
    s->u.expr = call;
    lower_emit(l, s);
    return value;
}

static void lower_throw(Lower *l, Node *node) {
    MirStmt *s = mir_stmt(l->arena, MIR_THROW, node->span);
    s->u.throw_.value = caused(l, lower_value(l, node->u.leave.value));
    lower_use_type(l, s->u.throw_.value->type);
    lower_emit(l, s);
}

static void lower_jump(Lower *l, Node *node) {
    LowerLoop *loop = l->at.loop;
    while (node->u.jump.label && loop->label != node->u.jump.label) loop = loop->outer;
    MirStmt *s =
        mir_stmt(l->arena, node->kind == NODE_BREAK ? MIR_BREAK : MIR_CONTINUE, node->span);
    s->u.loop_id = loop->id;
    lower_emit(l, s);
}

static void lower_leave_node(Lower *l, Node *node) {
    if (node->kind == NODE_RETURN) lower_return(l, node);
    else if (node->kind == NODE_THROW) lower_throw(l, node);
    else lower_jump(l, node);
}

// ---- expression statements ----

void lower_effect(Lower *l, Node *node) {
    NodeKind k = node->kind;
    if (k == NODE_PAREN) lower_effect(l, node->u.wrap.operand);
    else if (k == NODE_BLOCK) lower_inner_block(l, node); // `[a, b] = ..`
    else if (k == NODE_CONVERT && node->u.convert.operand) lower_effect(l, node->u.convert.operand);
    else if (k == NODE_ASSIGN) lower_assign(l, node);
    else if (k == NODE_INCREMENT) lower_increment(l, node);
    else if (k == NODE_RETURN || k == NODE_THROW || k == NODE_BREAK || k == NODE_CONTINUE)
        lower_leave_node(l, node);
    else {
        MirExpr *value = lower_value(l, node);
        if (!value) return;
        if (mir_is_maker(value) && type_is_counted(value->type)) {
            lower_spill(l, value); // its result goes at the end of the statement
        } else if (mir_is_maker(value) || value->can_panic || value->effects) {
            MirStmt *s = mir_stmt(l->arena, MIR_EVAL, node->span);
            s->u.expr = value;
            lower_emit(l, s);
        }
        if (node->type && node->type->kind == TYPE_NEVER)
            lower_emit(l, mir_stmt(l->arena, MIR_UNREACHABLE, node->span));
    }
}

void lower_stmt(Lower *l, Node *node) {
    uint32_t start = lower_mark(l);
    NodeKind k = node->kind;
    bool parts = k == NODE_IF || k == NODE_WHILE || k == NODE_FOR || k == NODE_TRY ||
                 k == NODE_DEFER; // that are statements
    if (!parts) lower_hoist(l, node, MIR_TEMP_LOCAL);
    if (k == NODE_VAR) lower_var(l, node);
    else if (k == NODE_IF) lower_if_node(l, node);
    else if (k == NODE_WHILE) lower_while(l, node);
    else if (k == NODE_FOR) lower_for(l, node);
    else if (k == NODE_TRY) lower_try(l, node);
    else if (k == NODE_BLOCK || k == NODE_UNSAFE) lower_inner_block(l, node);
    else if (k == NODE_DEFER) lower_defer(l, node->u.stmt.expr, node->span);
    else if (k == NODE_EXPR_STMT) lower_effect(l, node->u.stmt.expr);
    else lower_effect(l, node);
    lower_end(l, start);
}
