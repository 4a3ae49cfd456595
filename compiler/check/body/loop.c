// Loops: what is iterated over, the variables of each round, labels.
#include "check/body/body.h"
#include "check/decl/declare.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"

static Diags *diags(Checker *c) { return &c->session->diags; }
static const Type *poison(Checker *c) { return type_basic(c->types, POISON); }

static void enter_loop(Checker *c, Node *loop, Name label) {
    for (uint32_t i = 0; label && i < c->loops.len; i++) {
        const Node *outer = c->loops.items[i];
        Name taken = outer->kind == NODE_WHILE ? outer->u.while_.label : outer->u.for_.label;
        if (taken == label)
            diag_help(diag_error(diags(c), E0102, loop->span,
                                 "the label `%s` belongs to an outer loop already", label->text),
                      "call this one by another name");
    }
    VEC_PUSH(c->arena, &c->loops, loop);
}

void check_while(Checker *c, Node *n) {
    facts_forget_assigned(c, n);
    check_condition(c, &n->u.while_.cond);
    Facts *tested = facts_save(c);
    facts_assume(c, n->u.while_.cond, true);
    enter_loop(c, n, n->u.while_.label);
    Scope *outer = names_enter(c, n->u.while_.cond, true);
    check_block(c, n->u.while_.body);
    c->scope = outer;
    c->loops.len--;
    facts_restore(c, tested);
    if (!n->u.while_.has_break) facts_assume(c, n->u.while_.cond, false);
}

// ---- for ----

// A class or struct that goes through something, but does not say so.
static void help_iterable(Checker *c, Diag *g, const Type *t) {
    bool record = t->kind == TYPE_CLASS || t->kind == TYPE_STRUCT;
    if (!record || t->u.nominal->is_c) {
        diag_help(g, "`for` goes through arrays, maps, sets, bytes, ranges, `Iterable<T>` and "
                     "`Iterator<T>`");
        return;
    }
    const char *name = type_text(c->arena, t);
    if (check_member_of(c, t, intern_text(&c->session->names, "iterator")))
        diag_help(g, "say that it has an `iterator`: `class %s implements Iterable<..>`", name);
    else if (check_member_of(c, t, intern_text(&c->session->names, "next")))
        diag_help(g, "say that it has a `next`: `class %s implements Iterator<..>`", name);
    else diag_help(g, "let `%s` implement `Iterable<T>`: `iterator(): Iterator<T> { .. }`", name);
}

static void report_not_iterable(Checker *c, const Node *at, const Type *t) {
    const char *text = mismatch_source(c, at);
    Diag *g = diag_error(diags(c), E0386, at->span, "a value of type `%s` cannot be iterated over",
                         type_text(c->arena, t));
    if (t->kind == TYPE_STRING)
        diag_help(g, "write `%s.runes()` for its characters or `%s.bytes()` for its bytes", text,
                  text);
    else if (type_is_integer(t)) diag_help(g, "write a range: `for (const i of 0..%s)`", text);
    else if (t->kind == TYPE_OPTION) diag_help(g, "it may be null: test it first");
    else help_iterable(c, g, t);
}

static void bind_entry(Checker *c, const Node *n, const Type *map, uint32_t flags) {
    Node *pattern = n->u.for_.pattern;
    if (pattern->kind == NODE_PATTERN_TUPLE && pattern->u.pattern_list.items.len == 2) {
        check_pattern(c, pattern->u.pattern_list.items.items[0], map->u.map.key, flags);
        check_pattern(c, pattern->u.pattern_list.items.items[1], map->u.map.value, flags);
        return;
    }
    Diag *g =
        diag_error(diags(c), E0387, pattern->span, "a map gives a key and a value in each round");
    diag_help(g,
              "write `for (const [key, value] of ..)`, or iterate over `m.keys()` or `m.values()`");
    check_pattern(c, pattern, poison(c), flags);
}

static void bind_round(Checker *c, const Node *n, const Type *t) {
    uint32_t flags = n->u.for_.is_let ? (uint32_t)SYMBOL_LET : 0;
    Node *pattern = n->u.for_.pattern;
    if (t->kind == TYPE_MAP) {
        bind_entry(c, n, t, flags);
    } else if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW || t->kind == TYPE_RANGE ||
               t->kind == TYPE_SET) {
        check_pattern(c, pattern, t->u.elem, flags);
    } else if (t->kind == TYPE_BUFFER) {
        check_pattern(c, pattern, type_basic(c->types, U8), flags);
    } else {
        if (t->kind != TYPE_POISON) report_not_iterable(c, n->u.for_.iterable, t);
        check_pattern(c, pattern, poison(c), flags);
    }
}

// ---- for, over what gives an iterator ----

static Node *named(Checker *c, const char *name, Span span) {
    Node *n = node_new(c->arena, NODE_NAME, span);
    n->u.name.name = intern_text(&c->session->names, name);
    return n;
}

static Node *call_of(Checker *c, const char *object, const char *method, Span span) {
    Node *call = node_new(c->arena, NODE_CALL, span);
    Node *member = call->u.call.callee = node_new(c->arena, NODE_MEMBER, span);
    member->u.member.object = named(c, object, span);
    member->u.member.name = intern_text(&c->session->names, method);
    member->u.member.name_span = span;
    return call;
}

static Node *variable(Checker *c, Node *pattern, Node *init) {
    Node *n = node_new(c->arena, NODE_VAR, pattern->span);
    n->u.var.pattern = pattern;
    n->u.var.init = init;
    return n;
}

static Node *hidden_name(Checker *c, const char *name, Span span) {
    Node *n = node_new(c->arena, NODE_PATTERN_BIND, span);
    n->u.bind.name = intern_text(&c->session->names, name);
    return n;
}

// Names that nobody can write.
#define SOURCE "for source"
#define TURNS  "for iterator"
#define ITEM   "for item"

// `while (true) { const item = it.next(); if (item == null) break; const pattern = item; body }`
static Node *turns(Checker *c, const Node *n) {
    Span span = n->u.for_.iterable->span;
    Node *loop = node_new(c->arena, NODE_WHILE, n->span);
    Node *body = loop->u.while_.body = node_new(c->arena, NODE_BLOCK, n->u.for_.body->span);
    Node *test = node_new(c->arena, NODE_IF, span),
         *is_null = node_new(c->arena, NODE_BINARY, span);
    Node *leave = node_new(c->arena, NODE_EXPR_STMT, span);
    loop->u.while_.label = n->u.for_.label;
    loop->u.while_.cond = node_new(c->arena, NODE_BOOL, span);
    loop->u.while_.cond->u.boolean = true;
    is_null->u.binary.op = TOKEN_EQ;
    is_null->u.binary.left = named(c, ITEM, span);
    is_null->u.binary.right = node_new(c->arena, NODE_NULL, span);
    leave->u.stmt.expr = node_new(c->arena, NODE_BREAK, span);
    test->u.if_.cond = is_null;
    test->u.if_.then = node_new(c->arena, NODE_BLOCK, span);
    VEC_PUSH(c->arena, &test->u.if_.then->u.block.items, leave);
    Node *item = variable(c, n->u.for_.pattern, named(c, ITEM, span));
    item->u.var.flags = n->u.for_.is_let ? DECL_LET : 0;
    VEC_PUSH(c->arena, &body->u.block.items,
             variable(c, hidden_name(c, ITEM, span), call_of(c, TURNS, "next", span)));
    VEC_PUSH(c->arena, &body->u.block.items, test);
    VEC_PUSH(c->arena, &body->u.block.items, item);
    VEC_PUSH(c->arena, &body->u.block.items, n->u.for_.body);
    return loop;
}

static const Type *prelude_interface(Checker *c, const Type *t, const char *name) {
    Symbol *generic = scope_find_here(c->program->prelude, intern_text(&c->session->names, name));
    return generic && generic->generic ? generic_interface(c, t, generic) : NULL;
}

// A class, struct, interface or type parameter that is Iterable, or an Iterator itself: the loop
// becomes a block. False: it is neither.
static bool check_iteration(Checker *c, Node *n, const Type *t) {
    const Type *list = prelude_interface(c, t, "Iterable");
    const Type *iterator = list ? NULL : prelude_interface(c, t, "Iterator");
    if (!list && !iterator) return false;
    const Type *item = (list ? list : iterator)->u.nominal->args[0];
    Span span = n->u.for_.iterable->span;
    if (item->kind == TYPE_OPTION) {
        Diag *g = diag_error(diags(c), E0386, span, "its items are `%s`, and null ends a loop",
                             type_text(c->arena, item));
        diag_help(g, "let the items be a struct that holds the `%s`", type_text(c->arena, item));
        return false;
    }
    Node *loop = turns(c, n);
    Node *source = hidden_name(c, list ? SOURCE : TURNS, span);
    Node *first = variable(c, source, n->u.for_.iterable);
    source->type = t;
    source->u.bind.symbol = check_declare(c, SYMBOL_LOCAL, source->u.bind.name, span, t, 0);
    n->kind = NODE_BLOCK;
    n->u.block.items = (NodeList){0};
    NodeList rest = {0};
    if (list)
        VEC_PUSH(c->arena, &rest,
                 variable(c, hidden_name(c, TURNS, span), call_of(c, SOURCE, "iterator", span)));
    VEC_PUSH(c->arena, &rest, loop);
    check_stmts(c, &rest);
    VEC_PUSH(c->arena, &n->u.block.items, first);
    for (uint32_t i = 0; i < rest.len; i++) VEC_PUSH(c->arena, &n->u.block.items, rest.items[i]);
    return true;
}

static Node *member_of_source(Checker *c, const char *name, Span span) {
    Node *member = node_new(c->arena, NODE_MEMBER, span);
    member->u.member.object = named(c, SOURCE, span);
    member->u.member.name = intern_text(&c->session->names, name);
    member->u.member.name_span = span;
    return member;
}

// `for (const i of range)`, of a value, is `for (const i of range.from..range.to)`.
static bool check_over_range(Checker *c, Node *n, const Type *t) {
    if (!range_is(t)) return false;
    Span span = n->u.for_.iterable->span;
    Node *loop = node_new(c->arena, NODE_FOR, n->span);
    Node *source = hidden_name(c, SOURCE, span);
    Node *first = variable(c, source, n->u.for_.iterable);
    source->type = t;
    source->u.bind.symbol = check_declare(c, SYMBOL_LOCAL, source->u.bind.name, span, t, 0);
    Node *range = node_new(c->arena, NODE_RANGE, span);
    range->u.binary.left = member_of_source(c, "from", span);
    range->u.binary.right = member_of_source(c, "to", span);
    loop->u.for_ = n->u.for_;
    loop->u.for_.iterable = range;
    n->kind = NODE_BLOCK;
    n->u.block.items = (NodeList){0};
    check_for(c, loop);
    VEC_PUSH(c->arena, &n->u.block.items, first);
    VEC_PUSH(c->arena, &n->u.block.items, loop);
    return true;
}

// A range in the head of a loop is never a value.
static const Type *check_source(Checker *c, Node **slot) {
    Node *n = *slot;
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    if (n->kind != NODE_RANGE) return check_expr(c, slot, NULL);
    *slot = n;
    return n->type = expr_range(c, n);
}

void check_for(Checker *c, Node *n) {
    const Type *t = check_source(c, &n->u.for_.iterable);
    Scope *outer = c->scope;
    c->scope = scope_new(c->arena, outer);
    if (check_over_range(c, n, t) || check_iteration(c, n, t)) {
        c->scope = outer;
        return;
    }
    bind_round(c, n, t);
    facts_forget_assigned(c, n->u.for_.body);
    Facts *before = facts_save(c);
    enter_loop(c, n, n->u.for_.label);
    check_block(c, n->u.for_.body);
    c->loops.len--;
    facts_restore(c, before);
    c->scope = outer;
}
