// Patterns (LANGUAGE section 4): of match arms and `is`, and the bindings of declarations.
// In the first, capitalised or dotted names are variants, types and constants, lower-case names
// bind.
#include "syntax/parse/parse.h"

static bool is_wildcard(Name name) { return name->len == 1 && name->text[0] == '_'; }

static bool is_capital(Name name) {
    const char *c = name->text;
    while (*c == '_') c++;
    return *c >= 'A' && *c <= 'Z';
}

static Node *pattern_bind(Parser *p, bool any_word) {
    Node *n = start_node(p, NODE_PATTERN_BIND);
    n->u.bind.name = any_word ? expect_any_word(p, "a name", NULL) : expect_name(p, "a name", NULL);
    if (!n->u.bind.name) return poison(p);
    if (is_wildcard(n->u.bind.name)) n->kind = NODE_PATTERN_WILDCARD;
    return n;
}

// `[a = 1]`: TypeScript's.
static void no_default(Parser *p) {
    if (p->quiet || !at(p, TOKEN_ASSIGN)) return;
    habit_report(p->session, HABIT_PATTERN_DEFAULT, advance(p)->span);
    parse_expr(p);
}

// `...rest`, the last element of a list.
static Node *pattern_rest(Parser *p) {
    Node *n = start_node(p, NODE_PATTERN_REST);
    advance(p);
    if (at(p, TOKEN_RBRACKET) && !p->quiet)
        diag_help(fail(p, E0010, p->t->span, "a rest has a name, or is `_`"), "write `..._`");
    n->u.wrap.operand = pattern_bind(p, false);
    finish(p, n);
    if (!p->quiet && at(p, TOKEN_COMMA) && p->t[1].kind != TOKEN_RBRACKET)
        diag_help(fail(p, E0010, n->span, "the rest is the last part of a pattern"),
                  "what stands behind it is read from the end: `xs.at(-1)`");
    return n;
}

static void fail_dots(Parser *p, const char *message, const char *help) {
    diag_help(fail(p, E0010, p->t->span, "%s", message), "%s", help);
}

static void pattern_elements(Parser *p, NodeList *items, Rule *rule) {
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        if (at(p, TOKEN_DOT_DOT))
            fail_dots(p, "the rest of a list is written with three dots",
                      "write `...rest`, or `..._` without a name");
        VEC_PUSH(p->arena, items, at(p, TOKEN_ELLIPSIS) ? pattern_rest(p) : rule(p));
        no_default(p);
    }
    list_close(p, &l);
}

static void pattern_payload(Parser *p, NodeList *items) {
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        if (at(p, TOKEN_ELLIPSIS) || at(p, TOKEN_DOT_DOT))
            fail_dots(p, "a variant has so many parts: there is no rest of them",
                      "write `_` for each that is not wanted; the variant's name alone takes any");
        bool named = at(p, TOKEN_IDENT) && p->t[1].kind == TOKEN_COLON && !p->quiet;
        if (named) {
            habit_report(p->session, HABIT_NAMED_PART, span_join(p->t->span, p->t[1].span));
            advance(p);
            advance(p);
        }
        VEC_PUSH(p->arena, items, parse_pattern(p));
        no_default(p);
    }
    list_close(p, &l);
}

// `{ x, y: pattern }`
static void pattern_fields(Parser *p, NodeList *items, Rule *rule) {
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        Node *n = start_node(p, NODE_PATTERN_FIELD);
        if (at(p, TOKEN_ELLIPSIS) || at(p, TOKEN_DOT_DOT))
            fail_habit(p, HABIT_REST_PATTERN, p->t->span);
        n->u.pattern_field.name = expect_any_word(p, "the name of a field", NULL);
        if (!n->u.pattern_field.name) continue;
        if (take(p, TOKEN_COLON)) n->u.pattern_field.pattern = rule(p);
        VEC_PUSH(p->arena, items, finish(p, n));
        no_default(p);
    }
    list_close(p, &l);
}

static Node *pattern_tuple(Parser *p, Rule *rule) {
    Node *n = start_node(p, NODE_PATTERN_TUPLE);
    pattern_elements(p, &n->u.pattern_list.items, rule);
    return finish(p, n);
}

static Node *pattern_struct(Parser *p, Node *path, Span from, Rule *rule) {
    Node *n = start_at(p, NODE_PATTERN_STRUCT, from);
    n->u.pattern_variant.path = path;
    pattern_fields(p, &n->u.pattern_variant.items, rule);
    return finish(p, n);
}

// ---- bindings of declarations ----

static Node *binding(Parser *p) {
    if (at(p, TOKEN_LBRACKET)) return pattern_tuple(p, parse_binding);
    if (at(p, TOKEN_LBRACE)) return pattern_struct(p, NULL, p->t->span, parse_binding);
    return pattern_bind(p, false);
}

Node *parse_binding(Parser *p) {
    Node *n = enter(p) ? binding(p) : poison(p);
    leave(p);
    return n;
}

// ---- patterns of match and is ----

// A literal with its sign, or a dotted name: what may be a pattern or an end of a range.
static Node *pattern_value(Parser *p) {
    if (!at(p, TOKEN_MINUS)) return at(p, TOKEN_IDENT) ? parse_path(p, "a name") : parse_primary(p);
    Node *n = start_node(p, NODE_UNARY);
    n->u.unary.op = advance(p)->kind;
    if (!at(p, TOKEN_INT) && !at(p, TOKEN_FLOAT)) fail_expected(p, "a number");
    n->u.unary.operand = p->quiet ? poison(p) : parse_primary(p);
    return finish(p, n);
}

static Node *pattern_path(Parser *p, Node *path) {
    Node *n = start_at(p, NODE_PATTERN_PATH, path->span);
    if (at(p, TOKEN_LPAREN) && !at_new_line(p)) {
        n->kind = NODE_PATTERN_VARIANT;
        n->u.pattern_variant.path = path;
        pattern_payload(p, &n->u.pattern_variant.items);
        return finish(p, n);
    }
    if (at(p, TOKEN_LBRACE) && !at_new_line(p))
        return pattern_struct(p, path, path->span, parse_pattern);
    n->u.pattern_expr.expr = path;
    if (at(p, TOKEN_LT) && !at_new_line(p))
        diag_help(fail(p, E0010, p->t->span, "a pattern takes no type arguments"),
                  "name the type: `type Ints = Box<int>`, and test for `Ints`");
    return n;
}

static Node *pattern_range(Parser *p, Node *from) {
    Node *n = start_at(p, NODE_PATTERN_RANGE, from->span);
    advance(p);
    n->u.pattern_range.from = from;
    n->u.pattern_range.to = pattern_value(p);
    return finish(p, n);
}

// Is this the sign of a range? Other languages' `..=`, `...` and `..<` are reported and taken for
// it.
static bool at_range(Parser *p) {
    const Token *sign = p->t;
    bool joined = sign->kind == TOKEN_DOT_DOT && !(sign[1].flags & TOKEN_AFTER_SPACE) &&
                  (sign[1].kind == TOKEN_ASSIGN || sign[1].kind == TOKEN_LT);
    if (p->quiet || (!joined && sign->kind != TOKEN_ELLIPSIS)) return at(p, TOKEN_DOT_DOT);
    if (joined) advance(p);
    habit_report(p->session, at(p, TOKEN_LT) ? HABIT_HALF_OPEN : HABIT_INCLUSIVE_PATTERN,
                 span_join(sign->span, p->t->span));
    return true;
}

static Node *pattern_literal(Parser *p) {
    Node *value = pattern_value(p);
    if (at_range(p)) return pattern_range(p, value);
    if (value->kind == NODE_POISON) return value;
    Node *n = start_at(p, NODE_PATTERN_LITERAL, value->span);
    n->u.pattern_expr.expr = value;
    return n;
}

static Node *pattern_name(Parser *p) {
    Name name = p->t->u.name;
    if (name == p->words.undefined) {
        habit_report(p->session, HABIT_UNDEFINED, advance(p)->span);
        return poison(p);
    }
    if (p->t[1].kind != TOKEN_DOT && !is_capital(name)) return pattern_bind(p, false);
    Node *path = parse_path(p, "a pattern");
    return at_range(p) ? pattern_range(p, path) : pattern_path(p, path);
}

static Node *pattern_paren(Parser *p) {
    List l = list_open(p);
    Node *n = parse_pattern(p);
    list_close(p, &l);
    return n;
}

static Node *pattern_fields_only(Parser *p) {
    return pattern_struct(p, NULL, p->t->span, parse_pattern);
}

static Node *pattern_list(Parser *p) { return pattern_tuple(p, parse_pattern); }

// What a pattern may begin with.
static Rule *const pattern_rules[TOKEN_KIND_COUNT] = {
    [TOKEN_IDENT] = pattern_name,         [TOKEN_LBRACKET] = pattern_list,
    [TOKEN_LBRACE] = pattern_fields_only, [TOKEN_LPAREN] = pattern_paren,
    [TOKEN_INT] = pattern_literal,        [TOKEN_FLOAT] = pattern_literal,
    [TOKEN_CHAR] = pattern_literal,       [TOKEN_DURATION] = pattern_literal,
    [TOKEN_STRING] = pattern_literal,     [TOKEN_BYTES] = pattern_literal,
    [TOKEN_MINUS] = pattern_literal,      [TOKEN_KEY_TRUE] = pattern_literal,
    [TOKEN_KEY_FALSE] = pattern_literal,  [TOKEN_KEY_NULL] = pattern_literal,
};

static Node *pattern_one(Parser *p) {
    Rule *rule = pattern_rules[p->t->kind];
    if (rule) return rule(p);
    if (at(p, TOKEN_DOT) && is_name(p->t + 1))
        fail_habit(p, HABIT_DOT_SHORTHAND, span_join(p->t->span, p->t[1].span));
    else fail_expected(p, "a pattern");
    return poison(p);
}

Node *parse_pattern(Parser *p) {
    Node *first = enter(p) ? pattern_one(p) : poison(p);
    if (at(p, TOKEN_PIPE) && !p->quiet) {
        Node *n = start_at(p, NODE_PATTERN_OR, first->span);
        VEC_PUSH(p->arena, &n->u.pattern_list.items, first);
        while (!p->quiet && take(p, TOKEN_PIPE))
            VEC_PUSH(p->arena, &n->u.pattern_list.items, pattern_one(p));
        first = finish(p, n);
    }
    leave(p);
    return first;
}
