// What follows an operand: members, calls, indices, `!`, `?`, type arguments, and the struct
// literal behind a name. A line that begins with `(`, `[`, `!` or `{` is a statement of its own
// (LANGUAGE section 2 "Newlines").
#include "syntax/parse/parse.h"

static Node *parse_arg(Parser *p) {
    Node *n = start_node(p, NODE_ARG);
    if (is_name(p->t) && p->t[1].kind == TOKEN_COLON) {
        n->u.arg.name = expect_any_word(p, "a name", NULL);
        advance(p);
    }
    if (at(p, TOKEN_IDENT) && p->t[1].kind == TOKEN_ASSIGN) {
        Diag *g = fail(p, E0015, p->t[1].span, "`=` is a statement: it has no value");
        diag_help(g, "a named argument is written `%s: ..`", p->t->u.name->text);
    }
    if (at(p, TOKEN_ELLIPSIS)) {
        Node *spread = start_node(p, NODE_SPREAD);
        advance(p);
        spread->u.wrap.operand = parse_expr(p);
        n->u.arg.value = finish(p, spread);
    } else {
        n->u.arg.value = parse_expr(p);
    }
    return finish(p, n);
}

NodeList parse_args(Parser *p) {
    NodeList args = {0};
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) VEC_PUSH(p->arena, &args, parse_arg(p));
    list_close(p, &l);
    return args;
}

static Node *call(Parser *p, Node *callee, bool optional) { // at `(`
    Node *n = start_at(p, NODE_CALL, callee->span);
    n->u.call.callee = callee;
    n->u.call.optional = optional;
    n->u.call.args = parse_args(p);
    return finish(p, n);
}

// `a[i]`; with several indices, as arrays of Python have, the index is a NODE_ARRAY of them.
static Node *index_of(Parser *p, Node *object, bool optional) { // at `[`
    Node *n = start_at(p, NODE_INDEX, object->span);
    n->u.index.object = object;
    n->u.index.optional = optional;
    Node *several = start_node(p, NODE_ARRAY);
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        VEC_PUSH(p->arena, &several->u.array.items, parse_expr(p));
        if (!p->quiet && at(p, TOKEN_COLON)) fail_habit(p, HABIT_SLICE, p->t->span);
    }
    if (several->u.array.items.len == 0 && !p->quiet) fail_expected(p, "an index");
    list_close(p, &l);
    finish(p, several);
    n->u.index.index = several->u.array.items.len == 1 ? several->u.array.items.items[0] : several;
    return finish(p, n);
}

static Node *member(Parser *p, Node *object, bool optional) { // behind `.` or `?.`
    if (optional && at(p, TOKEN_LPAREN)) return call(p, object, true);
    if (optional && at(p, TOKEN_LBRACKET)) return index_of(p, object, true);
    Node *n = start_at(p, NODE_MEMBER, object->span);
    n->u.member.object = object;
    n->u.member.optional = optional;
    n->u.member.name = expect_any_word(p, "the name of a member", &n->u.member.name_span);
    if (!n->u.member.name) return poison(p);
    return finish(p, n);
}

static Node *wrap_operand(Parser *p, NodeKind kind, Node *operand) {
    Node *n = start_at(p, kind, operand->span);
    advance(p);
    n->u.wrap.operand = operand;
    return finish(p, n);
}

static bool is_path(const Node *n) {
    while (n->kind == NODE_MEMBER && !n->u.member.optional) n = n->u.member.object;
    return n->kind == NODE_NAME;
}

static Node *path_type(Parser *p, Node *path, NodeList args) {
    Node *n = start_at(p, NODE_TYPE_NAME, path->span);
    n->u.type_name.path = path;
    n->u.type_name.args = args;
    return finish(p, n);
}

// `f<A>(..)`, `Map<K, V>.of(..)`, `Pair<A, B> { .. }`
static Node *generic(Parser *p, Node *path) {
    NodeList args = parse_type_args(p);
    if (at(p, TOKEN_LPAREN)) {
        Node *n = call(p, path, false);
        n->u.call.type_args = args;
        return n;
    }
    if (!is_path(path)) {
        expect(p, TOKEN_LPAREN);
        return poison(p);
    }
    Node *type = path_type(p, path, args);
    return at(p, TOKEN_LBRACE) ? parse_struct_fields(p, type, path->span) : type;
}

// One step of the chain; NULL: it ends here.
static Node *postfix_step(Parser *p, Node *n) {
    bool touches = !(p->t->flags & TOKEN_AFTER_SPACE);
    if (at(p, TOKEN_DOT) || at(p, TOKEN_QUESTION_DOT))
        return member(p, n, advance(p)->kind == TOKEN_QUESTION_DOT);
    if (at_new_line(p)) return NULL;
    if (at(p, TOKEN_LPAREN)) return call(p, n, false);
    if (at(p, TOKEN_LBRACKET)) return index_of(p, n, false);
    if (at(p, TOKEN_BANG) && touches) return wrap_operand(p, NODE_UNWRAP, n);
    if (at(p, TOKEN_QUESTION) && touches) return wrap_operand(p, NODE_PROPAGATE, n);
    bool takes_types = is_path(n) || n->kind == NODE_MEMBER; // `open(x).get<T>(..)`
    if (at(p, TOKEN_LT) && takes_types && scan_type_args(p)) return generic(p, n);
    if (at(p, TOKEN_LBRACE) && is_path(n) && !p->context.no_struct)
        return parse_struct_fields(p, path_type(p, n, (NodeList){0}), n->span);
    if (at(p, TOKEN_TEMPLATE_BEGIN)) fail_habit(p, HABIT_TAGGED_TEMPLATE, n->span);
    return NULL;
}

Node *parse_postfix(Parser *p) {
    uint32_t outer = chain_begin(p);
    Node *n = parse_primary(p);
    while (!p->quiet) {
        uint32_t before = p->deepest;
        Node *next = postfix_step(p, n);
        if (p->deepest < before) p->deepest = before;
        if (!next) break;
        n = next;
        if (!chain_step(p)) break;
    }
    chain_end(p, outer);
    return n;
}
