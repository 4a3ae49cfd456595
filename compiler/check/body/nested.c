// Functions inside of functions. Each is a constant that holds a lambda. As in TypeScript they may
// be used above where they stand: one moves up to before the first statement that needs it, unless
// it uses a variable that is declared in between. Those that call each other in a circle become one
// group, declared together; their closures share what they capture, so that none holds another.
#include <string.h>

#include "check/body/body.h"
#include "check/decl/declare.h"
#include "check/expr/expr.h"
#include "syntax/walk.h"

// ---- which names a piece of the tree mentions ----
typedef VEC(Name) Names;

typedef struct Nested { // a function among the statements of a block
    Node *node;
    Name name;
    uint32_t at; // position
    Names mentions;
    uint32_t mark; // of the search that saw it last
    uint32_t group;
    bool placed;
} Nested;

typedef struct Block {
    Checker *c;
    NodeList *items;
    NodeList order;
    VEC(Nested) functions;
    VEC(uint32_t) group_ends; // for each statement in `order`: functions of its group that follow
    uint32_t mark;
} Block;

static bool is_plain(const Node *n) {
    return n->kind == NODE_FUNCTION && n->u.function.body && !n->u.function.type_params.len &&
           !(n->u.function.flags & (DECL_EXPORT | DECL_DECLARE));
}

static bool has_name(const Names *names, Name name) {
    for (uint32_t i = 0; i < names->len; i++)
        if (names->items[i] == name) return true;
    return false;
}

typedef struct Search {
    Arena *arena;
    Names *found;
} Search;

static void add_mentions(void *context, Node *n) {
    Search *s = context;
    if (n->kind == NODE_NAME && !has_name(s->found, n->u.name.name))
        VEC_PUSH(s->arena, s->found, n->u.name.name);
    node_each_child(n, add_mentions, s);
}

static Names mentions_of(Block *b, Node *n) {
    Names found = {0};
    Search s = {&b->c->session->scratch, &found};
    add_mentions(&s, n);
    return found;
}

static void add_bind(void *context, Node *n) {
    Search *s = context;
    if (n->kind == NODE_PATTERN_BIND) VEC_PUSH(s->arena, s->found, n->u.bind.name);
    node_each_child(n, add_bind, s);
}

// ---- circles ----

static Nested *named(Block *b, Name name) {
    for (uint32_t i = 0; i < b->functions.len; i++)
        if (b->functions.items[i].name == name) return &b->functions.items[i];
    return NULL;
}

static void reach(Block *b, Nested *from) {
    for (uint32_t i = 0; i < from->mentions.len; i++) {
        Nested *to = named(b, from->mentions.items[i]);
        if (!to || to->mark == b->mark) continue;
        to->mark = b->mark;
        reach(b, to);
    }
}

static bool reaches(Block *b, Nested *from, const Nested *to) {
    b->mark++;
    reach(b, from);
    return to->mark == b->mark;
}

static void find_groups(Block *b) {
    for (uint32_t i = 0; i < b->functions.len; i++) {
        Nested *f = &b->functions.items[i];
        f->group = i;
        for (uint32_t k = 0; k < i && f->group == i; k++) {
            Nested *g = &b->functions.items[k];
            if (g->group == k && reaches(b, f, g) && reaches(b, g, f)) f->group = k;
        }
    }
}

// ---- the order ----

// Does a function of the group use a variable that stands between `from` and the function?
static bool waits(Block *b, const Nested *f, uint32_t from) {
    for (uint32_t i = from; i < f->at; i++) {
        Node *n = b->items->items[i];
        if (n->kind != NODE_VAR || !n->u.var.pattern) continue;
        Names binds = {0};
        Search s = {&b->c->session->scratch, &binds};
        add_bind(&s, n->u.var.pattern);
        for (uint32_t k = 0; k < binds.len; k++)
            if (has_name(&f->mentions, binds.items[k])) return true;
    }
    return false;
}

static bool group_waits(Block *b, uint32_t group, uint32_t from) {
    for (uint32_t i = 0; i < b->functions.len; i++)
        if (b->functions.items[i].group == group && waits(b, &b->functions.items[i], from))
            return true;
    return false;
}

static void push(Block *b, Node *n, uint32_t group_end) {
    VEC_PUSH(b->c->arena, &b->order, n);
    VEC_PUSH(&b->c->session->scratch, &b->group_ends, group_end);
}

static void place(Block *b, uint32_t group, uint32_t at);

// The functions that are named, before the statement at `at`.
static void place_mentioned(Block *b, const Names *names, uint32_t group, uint32_t at) {
    for (uint32_t i = 0; i < names->len; i++) {
        const Nested *f = named(b, names->items[i]);
        if (f && !f->placed && f->group != group) place(b, f->group, at);
    }
}

static void place(Block *b, uint32_t group, uint32_t at) {
    if (group_waits(b, group, at)) return; // later, where its last function stands
    uint32_t count = 0;
    for (uint32_t i = 0; i < b->functions.len; i++) {
        Nested *f = &b->functions.items[i];
        if (f->group != group) continue;
        f->placed = true;
        count++;
    }
    for (uint32_t i = 0; i < b->functions.len; i++)
        if (b->functions.items[i].group == group)
            place_mentioned(b, &b->functions.items[i].mentions, group, at);
    for (uint32_t i = 0; i < b->functions.len; i++)
        if (b->functions.items[i].group == group) push(b, b->functions.items[i].node, --count);
}

static bool is_last(const Block *b, const Nested *f) {
    for (uint32_t i = 0; i < b->functions.len; i++)
        if (b->functions.items[i].group == f->group && b->functions.items[i].at > f->at)
            return false;
    return true;
}

static void order_statements(Block *b) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < b->items->len; i++) {
        Node *n = b->items->items[i];
        bool is_function = next < b->functions.len && b->functions.items[next].at == i;
        if (!is_function) {
            Names names = mentions_of(b, n);
            place_mentioned(b, &names, UINT32_MAX, i);
            push(b, n, 0);
            continue;
        }
        const Nested *f = &b->functions.items[next++];
        if (!f->placed && is_last(b, f)) place(b, f->group, i);
    }
}

uint32_t *nested_order(Checker *c, NodeList *items) {
    Block b = {.c = c, .items = items};
    for (uint32_t i = 0; i < items->len; i++) {
        Node *n = items->items[i];
        if (!is_plain(n) || named(&b, n->u.function.name)) continue;
        Nested f = {.node = n, .name = n->u.function.name, .at = i, .mentions = mentions_of(&b, n)};
        VEC_PUSH(&c->session->scratch, &b.functions, f);
    }
    if (!b.functions.len) return NULL;
    find_groups(&b);
    order_statements(&b);
    *items = b.order;
    return b.group_ends.items;
}

// ---- checking ----

// The statement becomes a constant that holds a lambda.
static Node *make_constant(Checker *c, Node *n) {
    Node *declaration = node_new(c->arena, NODE_FUNCTION, n->span);
    check_attributes(c, &n->u.function.attributes);
    *declaration = *n;
    Node *lambda = node_new(c->arena, NODE_LAMBDA, n->span);
    lambda->u.lambda.params = n->u.function.params;
    lambda->u.lambda.result = n->u.function.result;
    lambda->u.lambda.body = n->u.function.body;
    lambda->u.lambda.declaration = declaration;
    Node *bind = node_new(c->arena, NODE_PATTERN_BIND, n->u.function.name_span);
    bind->u.bind.name = n->u.function.name;
    memset(&n->u, 0, sizeof n->u);
    n->kind = NODE_VAR;
    n->u.var.pattern = bind;
    n->u.var.init = lambda;
    Symbol *s = check_declare(c, SYMBOL_LOCAL, bind->u.bind.name, bind->span,
                              type_basic(c->types, POISON), 0);
    s->node = n;
    bind->u.bind.symbol = lambda->u.lambda.self = s;
    return lambda;
}

static bool captures(const Symbol *lambda, const Symbol *s) {
    for (uint32_t i = 0; i < lambda->captures.len; i++)
        if (lambda->captures.items[i] == s) return true;
    return false;
}

// Each of them captures what any of them does, in one order.
static void share_captures(Checker *c, const NodeList *group) {
    Symbol *first = group->items[0]->u.lambda.symbol;
    for (uint32_t i = 1; i < group->len; i++) {
        const Symbol *lambda = group->items[i]->u.lambda.symbol;
        for (uint32_t k = 0; k < lambda->captures.len; k++)
            if (!captures(first, lambda->captures.items[k]))
                VEC_PUSH(c->arena, &first->captures, lambda->captures.items[k]);
    }
    for (uint32_t i = 1; i < group->len; i++)
        group->items[i]->u.lambda.symbol->captures = first->captures;
}

void nested_check(Checker *c, Node *const *functions, uint32_t count) {
    NodeList *group = ARENA_NEW(c->arena, NodeList);
    for (uint32_t i = 0; i < count; i++) VEC_PUSH(c->arena, group, make_constant(c, functions[i]));
    for (uint32_t i = 0; i < count; i++) group->items[i]->u.lambda.group = group;
    for (uint32_t i = 0; count > 1 && i < count; i++) lambda_declare(c, group->items[i]);
    for (uint32_t i = 0; i < count; i++) {
        Node *n = functions[i];
        Symbol *s = n->u.var.pattern->u.bind.symbol;
        n->u.var.pattern->type = s->type = check_expr(c, &n->u.var.init, NULL);
    }
    bool whole = count > 1;
    for (uint32_t i = 0; i < count; i++) whole &= group->items[i]->u.lambda.symbol != NULL;
    if (whole) share_captures(c, group);
}

void nested_check_statement(Checker *c, Node *n) {
    if (is_plain(n)) nested_check(c, &n, 1); // the parser has refused what is not
}

// ---- constants that hold a lambda ----

Node *lambda_of_constant(const Node *var) {
    const Node *pattern = var->u.var.pattern;
    bool constant = pattern && pattern->kind == NODE_PATTERN_BIND && !(var->u.var.flags & DECL_LET);
    Node *n = constant ? var->u.var.init : NULL;
    while (n && n->kind == NODE_PAREN) n = n->u.wrap.operand;
    return n && n->kind == NODE_LAMBDA ? n : NULL;
}

bool nested_names_itself(Checker *c, const Node *var) {
    Node *lambda = lambda_of_constant(var);
    if (!lambda) return false;
    Names found = {0};
    Search s = {&c->session->scratch, &found};
    add_mentions(&s, lambda->u.lambda.body);
    return has_name(&found, var->u.var.pattern->u.bind.name);
}
