// `match` and `is`. A match is one scope: the value that is looked at, evaluated once, and a chain
// of IFs, which C compilers turn into switches where the tests are of one number. Where an arm has
// a guard, which may refuse, the IFs stand one after the other in a loop that never turns.
// The names of an `is` whose scope is wider than a branch are declared before the statement and
// stored to where the test holds.
#include "check/check.h"
#include "mir/lower/lower.h"
#include "syntax/walk.h"

typedef struct Matching {
    Lower *lower;
    Node *node;
    MirExpr *subject;
    uint32_t result; // a temporary; UINT32_MAX: the match has no value
    uint32_t loop;   // 0: it is a chain of IFs
} Matching;

// ---- arms ----

static void store_result(const Matching *m, Node *value) {
    Lower *l = m->lower;
    MirExpr *e = lower_value(l, value);
    MirExpr *place = mir_local(l->arena, l->at.function, m->result, value->span);
    MirStmt *s = mir_set(l->arena, place, e, value->span);
    s->u.set.init = true;
    lower_emit(l, s);
}

static void lower_arm_value(const Matching *m, Node *value) {
    Lower *l = m->lower;
    uint32_t start = lower_mark(l);
    lower_hoist(l, value, MIR_TEMP_LOCAL);
    if (m->result == UINT32_MAX || value->type->kind == TYPE_NEVER) lower_effect(l, value);
    else store_result(m, value);
    lower_end(l, start);
}

static void lower_arm_body(const Matching *m, Node *body) {
    if (body->kind != NODE_BLOCK) {
        lower_arm_value(m, body);
        return;
    }
    const NodeList *items = &body->u.block.items;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *item = items->items[i];
        bool value = i + 1 == items->len && item->kind == NODE_EXPR_STMT;
        if (value) lower_arm_value(m, item->u.stmt.expr);
        else lower_stmt(m->lower, item);
    }
}

static void leave_match(const Matching *m, Span span) {
    if (!m->loop) return;
    MirStmt *s = mir_stmt(m->lower->arena, MIR_BREAK, span);
    s->u.loop_id = m->loop;
    lower_emit(m->lower, s);
}

// The pattern's names, the guard, and what the arm does, in a scope.
static void lower_arm(const Matching *m, const Node *arm) {
    Lower *l = m->lower;
    MirBlock inner = {0}, then = {0}, body = {0};
    LowerSaved saved = lower_open(l, &inner);
    lower_bind_pattern(l, arm->u.arm.pattern, m->subject);
    if (arm->u.arm.guard) {
        lower_hoist(l, arm->u.arm.guard, MIR_USER_LOCAL);
        MirExpr *cond = lower_condition(l, arm->u.arm.guard);
        LowerSaved outer = lower_open(l, &body);
        lower_arm_body(m, arm->u.arm.body);
        leave_match(m, arm->span);
        lower_close(l, outer);
        outer = lower_open(l, &then);
        lower_scope(l, body, arm->span);
        lower_close(l, outer);
        lower_if(l, cond, then, (MirBlock){0}, arm->span);
    } else {
        lower_arm_body(m, arm->u.arm.body);
        leave_match(m, arm->span);
    }
    lower_close(l, saved);
    lower_scope(l, inner, arm->span);
}

// The last arm takes what the others leave: the checker has seen to it.
static MirExpr *test_of(const Matching *m, uint32_t index) {
    const NodeList *arms = &m->node->u.match.arms;
    if (index + 1 == arms->len) return NULL;
    return lower_pattern_test(m->lower, arms->items[index]->u.arm.pattern, m->subject);
}

static void lower_chain(const Matching *m, uint32_t index) {
    Lower *l = m->lower;
    const Node *arm = m->node->u.match.arms.items[index];
    MirExpr *test = test_of(m, index);
    if (!test) {
        lower_arm(m, arm);
        return;
    }
    MirBlock then = {0}, otherwise = {0};
    LowerSaved saved = lower_open(l, &then);
    lower_arm(m, arm);
    lower_close(l, saved);
    saved = lower_open(l, &otherwise);
    lower_chain(m, index + 1);
    lower_close(l, saved);
    lower_if(l, test, then, otherwise, arm->span);
}

// One after the other, each leaves the loop where it was taken.
static void lower_loop(Matching *m) {
    Lower *l = m->lower;
    MirStmt *loop = mir_stmt(l->arena, MIR_LOOP, m->node->span);
    loop->u.loop.id = m->loop = ++l->at.loop_count;
    loop->u.loop.once = true;
    LowerSaved saved = lower_open(l, &loop->u.loop.body);
    for (uint32_t i = 0; i < m->node->u.match.arms.len && !l->at.dead; i++) {
        const Node *arm = m->node->u.match.arms.items[i];
        MirExpr *test = test_of(m, i);
        MirBlock then = {0};
        LowerSaved outer = lower_open(l, &then);
        lower_arm(m, arm);
        lower_close(l, outer);
        if (test) lower_if(l, test, then, (MirBlock){0}, arm->span);
        for (uint32_t k = 0; !test && k < then.len; k++) lower_emit(l, then.items[k]);
    }
    lower_close(l, saved);
    lower_emit(l, loop);
}

enum { CHAIN_MAX = 100 }; // a longer one would stand too deep

static bool needs_loop(const Node *match) {
    const NodeList *arms = &match->u.match.arms;
    for (uint32_t i = 0; i < arms->len; i++)
        if (arms->items[i]->u.arm.guard) return true;
    return arms->len > CHAIN_MAX;
}

MirExpr *lower_match(Lower *l, Node *node) {
    const Type *type = node->type;
    bool has_value = type->kind != TYPE_VOID && type->kind != TYPE_NEVER;
    Matching m = {.lower = l, .node = node, .result = UINT32_MAX};
    if (has_value) {
        m.result = lower_local(l, MIR_TEMP_LOCAL, NULL, type, NULL);
        l->at.function->locals.items[m.result].assigned = true;
        lower_emit(l, mir_let(l->arena, m.result, NULL, node->span));
    }
    MirBlock body = {0};
    LowerSaved saved = lower_open(l, &body);
    m.subject = lower_subject(l, node->u.match.subject);
    if (needs_loop(node)) lower_loop(&m);
    else lower_chain(&m, 0);
    lower_close(l, saved);
    lower_scope(l, body, node->span);
    if (type->kind == TYPE_NEVER) lower_emit(l, mir_stmt(l->arena, MIR_UNREACHABLE, node->span));
    if (has_value) return mir_local(l->arena, l->at.function, m.result, node->span);
    return mir_expr(l->arena, MIR_ZERO, type_basic(l->types, I64), node->span);
}

// ---- is ----

typedef struct Hoist {
    Lower *lower;
    MirLocalKind kind;
    bool declares;
    bool found;
} Hoist;

static void declare_name(void *context, Node *n) {
    const Hoist *h = context;
    Lower *l = h->lower;
    if (n->kind == NODE_PATTERN_OR) {
        declare_name(context, n->u.pattern_list.items.items[0]);
    } else if (n->kind == NODE_PATTERN_BIND) {
        Symbol *symbol = n->u.bind.symbol;
        uint32_t local = lower_local(l, h->kind, symbol->name, symbol->type, symbol);
        MirLocal *made = &l->at.function->locals.items[local];
        MirExpr *empty = NULL;
        if (type_is_counted(symbol->type))
            empty = mir_expr(l->arena, MIR_ZERO, symbol->type, n->span);
        made->assigned = made->zeroed = true;
        lower_emit(l, mir_let(l->arena, local, empty, n->span));
    } else {
        node_each_child(n, declare_name, context);
    }
}

// Those of nested functions and of the arms of a match are theirs.
static void hoist(void *context, Node *n) {
    Hoist *h = context;
    if (n->kind == NODE_IS && lower_has_names(n->u.is.pattern)) {
        h->found = true;
        if (h->declares) declare_name(h, n->u.is.pattern);
    }
    if (n->kind != NODE_LAMBDA && n->kind != NODE_ARM && n->kind != NODE_BLOCK &&
        n->kind != NODE_UNSAFE && n->kind != NODE_TASKS)
        node_each_child(n, hoist, context);
}

void lower_hoist(Lower *l, Node *node, MirLocalKind kind) {
    Hoist h = {.lower = l, .kind = kind, .declares = true};
    hoist(&h, node);
}

bool lower_has_is_names(Node *node) {
    Hoist h = {.declares = false};
    hoist(&h, node);
    return h.found;
}

MirExpr *lower_is(Lower *l, Node *node) {
    MirExpr *place = lower_value(l, node->u.is.expr);
    if (!lower_is_stable(l, place)) place = lower_reusable(l, place);
    MirExpr *test = lower_pattern_test(l, node->u.is.pattern, place);
    if (!test) test = mir_bool(l->arena, l->types, true, node->span);
    if (!lower_has_names(node->u.is.pattern)) return test;
    MirExpr *result = lower_spill(l, test);
    MirBlock then = {0};
    LowerSaved saved = lower_open(l, &then);
    PatternBinds binds = lower_pattern_binds(l, node->u.is.pattern, place);
    for (uint32_t i = 0; i < binds.len; i++) {
        const PatternBind *b = &binds.items[i];
        MirExpr *local = mir_local(l->arena, l->at.function, b->symbol->local, b->span);
        MirStmt *s = mir_set(l->arena, local, b->value, b->span);
        s->u.set.init = true;
        lower_emit(l, s);
    }
    lower_close(l, saved);
    lower_if(l, result, then, (MirBlock){0}, node->span);
    return mir_local(l->arena, l->at.function, result->u.local, node->span);
}

// ---- if (x is P) ----

static Node *bare(Node *node) {
    while (node->kind == NODE_PAREN) node = node->u.wrap.operand;
    return node;
}

static MirExpr *is_test(Lower *l, const Node *is, MirExpr **place) {
    *place = lower_subject(l, is->u.is.expr);
    MirExpr *test = lower_pattern_test(l, is->u.is.pattern, *place);
    return test ? test : mir_bool(l->arena, l->types, true, is->span);
}

typedef VEC(Node *) Conditions; // all of them hold

static void split(Lower *l, Node *cond, Conditions *out) {
    cond = bare(cond);
    bool and_ = cond->kind == NODE_LOGICAL && cond->u.binary.op == TOKEN_AND;
    if (and_) split(l, cond->u.binary.left, out);
    if (and_) split(l, cond->u.binary.right, out);
    else VEC_PUSH(l->arena, out, cond);
}

static bool binds(const Node *n) { return n->kind == NODE_IS && lower_has_names(n->u.is.pattern); }

// What a condition with names leads to: they are locals of the branch, which borrow from the value.
typedef struct Branch {
    Conditions conds;
    Node *body;
    Node *otherwise; // only of a single condition; NULL
    MirStmt *after;  // the body; NULL
    Span span;
} Branch;

static void lower_nested(Lower *l, const Branch *b, uint32_t index) {
    if (index == b->conds.len) {
        lower_items(l, b->body);
        if (b->after) lower_emit(l, b->after);
        return;
    }
    Node *cond = b->conds.items[index];
    MirBlock then = {0}, inner = {0}, otherwise = {0};
    MirExpr *place = NULL;
    MirExpr *test = binds(cond) ? is_test(l, cond, &place) : lower_condition(l, cond);
    LowerSaved saved = lower_open(l, &inner);
    if (place) lower_bind_pattern(l, cond->u.is.pattern, place);
    lower_nested(l, b, index + 1);
    lower_close(l, saved);
    saved = lower_open(l, &then);
    lower_scope(l, inner, b->body->span);
    lower_close(l, saved);
    if (b->otherwise) otherwise = lower_block(l, b->otherwise);
    lower_if(l, test, then, otherwise, b->span);
}

static bool find_conditions(Lower *l, Node *cond, Conditions *out) {
    split(l, cond, out);
    bool any = false;
    for (uint32_t i = 0; i < out->len; i++) any |= binds(out->items[i]);
    for (uint32_t i = 0; i < out->len; i++) // `!(x is P(y)) && ..` has names that nobody sees
        if (!binds(out->items[i]) && lower_has_is_names(out->items[i])) return false;
    return any;
}

bool lower_while_is(Lower *l, Node *node, MirStmt *loop) {
    Branch b = {.body = node->u.while_.body, .span = node->span};
    if (!find_conditions(l, node->u.while_.cond, &b.conds)) return false;
    b.after = mir_stmt(l->arena, MIR_CONTINUE, node->span);
    b.after->u.loop_id = loop->u.loop.id;
    lower_nested(l, &b, 0);
    MirStmt *leave = mir_stmt(l->arena, MIR_BREAK, node->span);
    leave->u.loop_id = loop->u.loop.id;
    lower_emit(l, leave);
    return true;
}

// `if (!(x is P(y))) return`: the names are locals from here on.
static void lower_refused(Lower *l, Node *node, const Node *is) {
    MirExpr *place;
    MirExpr *test = is_test(l, is, &place);
    uint32_t start = lower_mark(l);
    lower_if(l, mir_not(l->arena, test), lower_block(l, node->u.if_.then), (MirBlock){0},
             node->span);
    lower_end(l, start);
    lower_bind_pattern(l, is->u.is.pattern, place);
}

bool lower_if_is(Lower *l, Node *node) {
    Node *cond = bare(node->u.if_.cond), *otherwise = node->u.if_.otherwise;
    Branch b = {.body = node->u.if_.then, .otherwise = otherwise, .span = node->span};
    bool any = find_conditions(l, cond, &b.conds);
    if (any && (!otherwise || (b.conds.len == 1 && !check_always_leaves(otherwise)))) {
        MirBlock body = {0};
        LowerSaved saved = lower_open(l, &body);
        lower_nested(l, &b, 0);
        lower_close(l, saved);
        lower_scope(l, body, node->span);
        return true;
    }
    bool refuses = cond->kind == NODE_UNARY && cond->u.unary.op == TOKEN_BANG && !otherwise;
    const Node *is = refuses ? bare(cond->u.unary.operand) : NULL;
    if (!is || !binds(is) || !check_always_leaves(node->u.if_.then)) return false;
    lower_refused(l, node, is);
    return true;
}
