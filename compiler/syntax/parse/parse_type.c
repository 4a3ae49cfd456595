// Type expressions (LANGUAGE section 3): names with arguments, `T[]`, `T?`, tuples, functions, and
// the prefixes readonly, weak and const. What TypeScript would write here (unions, object types,
// `any`) is reported with Seam's form and read as far as it goes.
#include "syntax/parse/parse.h"

static Node *type_suffixes(Parser *p, Node *type);

// A dotted name as NODE_NAME or a chain of NODE_MEMBER.
Node *parse_path(Parser *p, const char *what) {
    Node *path = start_node(p, NODE_NAME);
    path->u.name.name = expect_name(p, what, NULL);
    if (!path->u.name.name) return poison(p);
    uint32_t outer = chain_begin(p);
    while (at(p, TOKEN_DOT) && is_name(p->t + 1)) {
        advance(p);
        Node *member = start_at(p, NODE_MEMBER, path->span);
        member->u.member.object = path;
        member->u.member.name = expect_any_word(p, "a name", &member->u.member.name_span);
        path = finish(p, member);
        if (!chain_step_of_type(p)) break;
    }
    chain_end(p, outer);
    return path;
}

// Takes one `>`, also the first of `>>`, `>=` and `>>=`.
static bool take_greater(Parser *p) {
    TokenKind rest = at(p, TOKEN_SHR)          ? TOKEN_GT
                     : at(p, TOKEN_GE)         ? TOKEN_ASSIGN
                     : at(p, TOKEN_SHR_ASSIGN) ? TOKEN_GE
                                               : TOKEN_END;
    if (rest == TOKEN_END) return take(p, TOKEN_GT);
    p->t->kind = rest;
    p->t->span.start++;
    p->t->flags = 0;
    return true;
}

static Node *type_arg(Parser *p) {
    if (!at(p, TOKEN_INT)) return parse_type(p);
    Node *n = start_node(p, NODE_INT); // the length of a CArray
    n->u.int_.value = advance(p)->u.integer;
    return n;
}

NodeList parse_type_args(Parser *p) {
    NodeList args = {0};
    Context outer = p->context;
    p->context = (Context){0};
    Token *open = advance(p);
    do VEC_PUSH(p->arena, &args, type_arg(p));
    while (take(p, TOKEN_COMMA));
    if (!take_greater(p)) diag_label(fail_expected(p, "`,` or `>`"), open->span, "opened here");
    p->context = outer;
    return args;
}

static Node *type_name(Parser *p, bool in_expr) {
    Node *n = start_node(p, NODE_TYPE_NAME);
    Habit habit = at(p, TOKEN_IDENT) ? habit_of_type(&p->habits, p->t->u.name) : HABIT_COUNT;
    if (habit != HABIT_COUNT && p->t[1].kind != TOKEN_DOT) {
        habit_report(p->session, habit,
                     p->t->span); // the type itself is well-formed: go on behind it
        advance(p);
        n->kind = NODE_POISON;
        return n;
    }
    n->u.type_name.path = parse_path(p, "a type");
    if (n->u.type_name.path->kind == NODE_POISON) return n->u.type_name.path;
    if (at(p, TOKEN_LT) && (!in_expr || scan_cast_args(p)))
        n->u.type_name.args = parse_type_args(p);
    return finish(p, n);
}

static Node *type_prefix(Parser *p, NodeKind kind, bool in_expr) {
    Node *n = start_node(p, kind);
    advance(p);
    n->u.type_of.elem = in_expr ? parse_type_in_expr(p) : parse_type(p);
    return finish(p, n);
}

static Node *parse_one_type(Parser *p, bool in_expr);

// `A & B` is read as `A, B`.
static bool takes_separator(Parser *p) {
    if (at(p, TOKEN_AMP)) {
        habit_report(p->session, HABIT_IMPLEMENTS_BOTH, p->t->span)->recovered = true;
        advance(p);
        return true;
    }
    return take(p, TOKEN_COMMA);
}

NodeList parse_type_list(Parser *p) {
    NodeList types = {0};
    do VEC_PUSH(p->arena, &types, parse_one_type(p, false));
    while (!p->quiet && takes_separator(p));
    return types;
}

static Node *type_tuple(Parser *p, bool in_expr) {
    (void)in_expr;
    Node *n = start_node(p, NODE_TYPE_TUPLE);
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l))
        VEC_PUSH(p->arena, &n->u.type_tuple.items, parse_type(p));
    list_close(p, &l);
    return finish(p, n);
}

// A parameter of a function type: `a: A`, or the type alone.
static Node *type_param(Parser *p) {
    Node *n = start_node(p, NODE_PARAM);
    n->u.param.attributes = parse_attributes(p);
    if (take(p, TOKEN_ELLIPSIS)) n->u.param.flags |= DECL_REST;
    if (is_name(p->t) && p->t[1].kind == TOKEN_COLON) {
        Node *bind = start_node(p, NODE_PATTERN_BIND);
        bind->u.bind.name = expect_any_word(p, "a name", NULL);
        n->u.param.pattern = bind;
        advance(p);
    }
    n->u.param.type = parse_type(p);
    return finish(p, n);
}

static bool starts_type(const Parser *p) {
    return at(p, TOKEN_IDENT) || at(p, TOKEN_LPAREN) || at(p, TOKEN_LBRACKET);
}

static Node *type_function(Parser *p, Node *n) { // at `=>`
    advance(p);
    n->kind = NODE_TYPE_FUNCTION;
    n->u.type_function.result = parse_type(p);
    if (at_new_line(p)) return finish(p, n);
    if (take(p, TOKEN_KEY_THROWS)) {
        n->u.type_function.throws_written = true;
        if (starts_type(p) && !at_new_line(p))
            n->u.type_function.throws_type = parse_thrown_type(p);
    } else if (at_word(p, p->words.nothrow)) {
        advance(p);
        n->u.type_function.nothrow = true;
    }
    return finish(p, n);
}

// `(a: A, B) => R`, or a type in parentheses.
static Node *type_paren(Parser *p, bool in_expr) {
    Node *n = start_node(p, NODE_TYPE_FUNCTION);
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l))
        VEC_PUSH(p->arena, &n->u.type_function.params, type_param(p));
    list_close(p, &l);
    if (p->quiet) return poison(p);
    NodeList params = n->u.type_function.params;
    // After `is` a `=>` may be a match arm's: a type in parentheses stays one there.
    if (at(p, TOKEN_ARROW) && !(in_expr && p->context.in_guard)) return type_function(p, n);
    bool plain =
        params.len == 1 && !params.items[0]->u.param.pattern && !params.items[0]->u.param.flags;
    if (plain) return type_suffixes(p, params.items[0]->u.param.type);
    fail_expected(p, "`=>` and the result type");
    return poison(p);
}

// Something that is no type in Seam: reports it and passes it.
static Node *type_habit(Parser *p, Habit habit) {
    Node *n = start_node(p, NODE_POISON);
    if (at(p, TOKEN_LBRACE) && is_closed(p, p->t)) {
        habit_report(p->session, habit, p->t->span);
        p->t = p->tokens.items + p->t->u.match;
        advance(p);
        return finish(p, n);
    }
    habit_report(p->session, habit, p->t->span);
    advance(p);
    if (habit == HABIT_TYPE_OPERATOR) parse_type(p);
    return finish(p, n);
}

typedef Node *TypeRule(Parser *p, bool in_expr);

static Node *type_readonly(Parser *p, bool in_expr) {
    return type_prefix(p, NODE_TYPE_READONLY, in_expr);
}

static Node *type_weak(Parser *p, bool in_expr) { return type_prefix(p, NODE_TYPE_WEAK, in_expr); }

static Node *type_const(Parser *p, bool in_expr) {
    return type_prefix(p, NODE_TYPE_CONST, in_expr);
}

static Node *type_object(Parser *p, bool in_expr) {
    (void)in_expr;
    return type_habit(p, HABIT_OBJECT_TYPE);
}

static Node *type_null(Parser *p, bool in_expr) {
    (void)in_expr;
    return type_habit(p, HABIT_NULL_UNION);
}

static Node *type_this(Parser *p, bool in_expr) {
    (void)in_expr;
    return type_habit(p, HABIT_THIS_TYPE);
}

static Node *type_literal(Parser *p, bool in_expr) {
    (void)in_expr;
    return type_habit(p, HABIT_LITERAL_TYPE);
}

static Node *type_sign(Parser *p, bool in_expr) { // `*int`, `&T`
    (void)in_expr;
    fail_habit(p, HABIT_POINTER_TYPE, p->t->span);
    return poison(p);
}

static Node *type_word(Parser *p, bool in_expr) {
    bool call = p->t[1].kind == TOKEN_LPAREN && !in_expr;
    if (call && (at_word(p, p->words.fn) || at_word(p, p->words.func))) {
        fail_habit(p, HABIT_FUNCTION_TYPE, p->t->span);
        return poison(p);
    }
    bool operator= p->t->u.name == p->words.keyof || p->t->u.name == p->words.typeof_;
    if (operator&& p->t[1].kind == TOKEN_IDENT && !(p->t[1].flags & TOKEN_AFTER_NEWLINE))
        return type_habit(p, HABIT_TYPE_OPERATOR);
    return type_name(p, in_expr);
}

// What a type may begin with.
static TypeRule *const type_rules[TOKEN_KIND_COUNT] = {
    [TOKEN_IDENT] = type_word,       [TOKEN_KEY_READONLY] = type_readonly,
    [TOKEN_KEY_WEAK] = type_weak,    [TOKEN_KEY_CONST] = type_const,
    [TOKEN_LBRACKET] = type_tuple,   [TOKEN_LPAREN] = type_paren,
    [TOKEN_LBRACE] = type_object,    [TOKEN_KEY_NULL] = type_null,
    [TOKEN_STRING] = type_literal,   [TOKEN_INT] = type_literal,
    [TOKEN_KEY_TRUE] = type_literal, [TOKEN_KEY_FALSE] = type_literal,
    [TOKEN_KEY_THIS] = type_this,    [TOKEN_STAR] = type_sign,
    [TOKEN_AMP] = type_sign,
};

static Node *type_primary(Parser *p, bool in_expr) {
    TypeRule *rule = type_rules[p->t->kind];
    if (rule) return rule(p, in_expr);
    fail_expected(p, "a type");
    return poison(p);
}

static Node *wrap_type(Parser *p, NodeKind kind, Node *elem) {
    Node *n = start_at(p, kind, elem->span);
    n->u.type_of.elem = elem;
    return n;
}

// `[]` and a touching `?`; `T??` is `T?`.
static Node *type_suffixes(Parser *p, Node *type) {
    for (;;) {
        bool touches = !(p->t->flags & TOKEN_AFTER_SPACE);
        if (touches && (at(p, TOKEN_QUESTION) || at(p, TOKEN_QUESTION_QUESTION))) {
            advance(p);
            if (type->kind != NODE_TYPE_OPTION) type = wrap_type(p, NODE_TYPE_OPTION, type);
        } else if (at(p, TOKEN_LBRACKET) && p->t[1].kind == TOKEN_RBRACKET && !at_new_line(p)) {
            type = wrap_type(p, NODE_TYPE_ARRAY, type);
            advance(p);
            advance(p);
        } else {
            return type;
        }
        finish(p, type);
        if (!chain_step_of_type(p)) return poison(p);
    }
}

static Node *parse_one_type(Parser *p, bool in_expr) {
    uint32_t outer = chain_begin(p);
    Node *type = enter(p) ? type_primary(p, in_expr) : poison(p);
    // A prefix or function type has taken its suffixes with its last part.
    bool open =
        type->kind == NODE_TYPE_NAME || type->kind == NODE_TYPE_TUPLE || type->kind == NODE_POISON;
    if (open && !p->quiet) type = type_suffixes(p, type);
    leave(p);
    chain_end(p, outer);
    return type;
}

Node *parse_type_in_expr(Parser *p) { return parse_one_type(p, true); }

// `A | null` and the like: one report for the whole, which counts as `A?`.
static Node *type_union(Parser *p, Node *first, Habit several) {
    TokenKind bar = p->t->kind;
    bool reported = first->kind == NODE_POISON; // for what it is itself
    bool others = false;
    while (at(p, bar) && !p->quiet) {
        advance(p);
        bool absent = at(p, TOKEN_KEY_NULL) || at_word(p, p->words.undefined);
        bool literal = reported && (at(p, TOKEN_STRING) || at(p, TOKEN_INT));
        others |= !absent;
        if (absent || literal) advance(p);
        else parse_one_type(p, false);
    }
    Habit habit = bar == TOKEN_AMP ? HABIT_INTERSECTION : others ? several : HABIT_NULL_UNION;
    Node *option = finish(p, wrap_type(p, NODE_TYPE_OPTION, first));
    if (!reported) habit_report(p->session, habit, option->span);
    return option;
}

Node *parse_type(Parser *p) {
    if (at(p, TOKEN_PIPE)) advance(p); // a union with a leading bar
    Node *type = parse_one_type(p, false);
    if (!p->quiet && at(p, TOKEN_STAR) && !at_new_line(p))
        fail_habit(p, HABIT_POINTER_TYPE, span_join(type->span, p->t->span));
    bool joined = (at(p, TOKEN_PIPE) || at(p, TOKEN_AMP)) && !p->quiet;
    return joined ? type_union(p, type, HABIT_UNION) : type;
}

Node *parse_caught_type(Parser *p) {
    Node *type = parse_one_type(p, false);
    return at(p, TOKEN_PIPE) && !p->quiet ? type_union(p, type, HABIT_CATCH_UNION) : type;
}

Node *parse_thrown_type(Parser *p) {
    Node *type = parse_one_type(p, false);
    if (!at(p, TOKEN_PIPE) || p->quiet) return type;
    type_union(p, type, HABIT_THROWS_UNION);
    return NULL;
}
