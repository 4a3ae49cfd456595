// struct, class, interface, union, enum, and their members (LANGUAGE section 4). One rule reads the
// members of all of them; what a kind may not have is the checker's to say.
#include "syntax/parse/parse.h"

// ---- members ----

typedef struct MemberHead {
    const Token *start;
    uint32_t flags;
    AttributeList attributes;
    const char *doc;
    bool is_abstract; // TypeScript's: it has no body
} MemberHead;

// Does the current word modify what follows, or is it the member's own name (`static: bool`,
// `get()`)?
static bool modifies(const Parser *p) {
    return is_name(p->t + 1) && !(p->t[1].flags & TOKEN_AFTER_NEWLINE);
}

static bool take_modifier(Parser *p, MemberHead *head) {
    if (!modifies(p)) return false;
    const Token *t = p->t;
    Habit habit = HABIT_COUNT;
    if (t->kind == TOKEN_KEY_PRIVATE) head->flags |= DECL_PRIVATE;
    else if (t->kind == TOKEN_KEY_STATIC) head->flags |= DECL_STATIC;
    else if (t->kind == TOKEN_KEY_READONLY || t->kind == TOKEN_KEY_CONST)
        head->flags |= DECL_READONLY;
    else if (t->kind != TOKEN_IDENT) return false;
    else if (t->u.name == p->words.get) head->flags |= DECL_GETTER;
    else if (t->u.name == p->words.set) head->flags |= DECL_SETTER;
    else if (t->u.name == p->words.public_) habit = HABIT_PUBLIC;
    else if (t->u.name == p->words.protected_) habit = HABIT_PROTECTED;
    else if (t->u.name == p->words.override) habit = HABIT_OVERRIDE;
    else if (t->u.name == p->words.async) habit = HABIT_ASYNC;
    else if (t->u.name == p->words.abstract) habit = HABIT_ABSTRACT, head->is_abstract = true;
    else return false;
    if (habit != HABIT_COUNT) habit_report(p->session, habit, t->span);
    advance(p);
    return true;
}

static MemberHead member_head(Parser *p) {
    MemberHead head = {.start = p->t, .doc = doc_of(p, p->t)};
    head.attributes = parse_attributes(p);
    while (take_modifier(p, &head) || skip_member_word(p)) continue;
    return head;
}

static Node *method(Parser *p, const MemberHead *head, Name name, Span name_span, bool bodies) {
    Node *n = start_at(p, NODE_FUNCTION, head->start->span);
    n->u.function.name = name;
    n->u.function.name_span = name_span;
    n->u.function.flags = head->flags;
    n->u.function.attributes = head->attributes;
    n->u.function.doc = head->doc;
    if (name == p->words.constructor) n->u.function.flags |= DECL_CONSTRUCTOR;
    if (name == p->words.finalize) n->u.function.flags |= DECL_FINALIZE;
    parse_signature_rest(p, n);
    if (p->declarations) n->u.function.flags |= DECL_DECLARE;
    bool wanted = bodies && !p->declarations && !head->is_abstract;
    if (wanted || (at(p, TOKEN_LBRACE) && !p->quiet)) parse_body(p, n);
    return finish(p, n);
}

static Node *parse_optional(Parser *p) {
    Node *n = start_node(p, NODE_TYPE_OPTION);
    n->u.type_of.elem = parse_type(p);
    return finish(p, n);
}

static Node *field(Parser *p, const MemberHead *head, Name name, Span name_span) {
    Node *n = start_at(p, NODE_FIELD, head->start->span);
    n->u.field.name = name;
    n->u.field.name_span = name_span;
    n->u.field.flags = head->flags;
    n->u.field.attributes = head->attributes;
    n->u.field.doc = head->doc;
    bool optional = at(p, TOKEN_QUESTION); // TypeScript's; read as `T?`
    if (optional) habit_report(p->session, HABIT_OPTIONAL_MEMBER, advance(p)->span);
    if (take(p, TOKEN_COLON)) n->u.field.type = optional ? parse_optional(p) : parse_type(p);
    if (n->u.field.type && n->u.field.type->kind == NODE_TYPE_WEAK) n->u.field.flags |= DECL_WEAK;
    if (!p->quiet && take(p, TOKEN_ASSIGN)) n->u.field.init = parse_expr(p);
    if (!p->quiet && !n->u.field.type && !n->u.field.init)
        fail_expected(p, "`:` and the field's type");
    if (p->quiet && !n->u.field.type) n->u.field.type = poison(p);
    if ((p->quiet || optional) && !n->u.field.init) n->u.field.init = poison(p);
    return finish(p, n);
}

static Node *parse_member(Parser *p, bool bodies) {
    MemberHead head = member_head(p);
    if (p->quiet) return poison(p);
    if (at(p, TOKEN_LBRACKET)) { // `[key: string]: T`, `[Symbol.iterator]()`
        bool member = p->t[1].kind == TOKEN_IDENT && p->t[2].kind == TOKEN_DOT;
        fail_habit(p, member ? HABIT_SYMBOL_ITERATOR : HABIT_OBJECT_TYPE, p->t->span);
        return poison(p);
    }
    if (at(p, TOKEN_STAR)) {
        fail_habit(p, HABIT_GENERATOR, p->t->span);
        return poison(p);
    }
    Span span;
    Name name = expect_any_word(p, "the name of a field or method", &span);
    if (!name) return poison(p);
    if (at(p, TOKEN_LPAREN) || at(p, TOKEN_LT)) return method(p, &head, name, span, bodies);
    return field(p, &head, name, span);
}

// After a member: `;`, `,`, a new line, or its own `}`.
static void end_member(Parser *p, const Token *start) {
    bool ended = at(p, TOKEN_SEMICOLON) || at(p, TOKEN_COMMA) || at(p, TOKEN_RBRACE) ||
                 at(p, TOKEN_END) || (p->t->flags & TOKEN_AFTER_NEWLINE) ||
                 p->t[-1].kind == TOKEN_RBRACE;
    if (!p->quiet && !ended) fail_expected(p, "a new line or `;`");
    if (p->quiet) skip_until(p, start, TOKEN_COMMA);
    if (p->t == start && !at(p, TOKEN_RBRACE)) advance(p);
    while (take(p, TOKEN_SEMICOLON) || take(p, TOKEN_COMMA)) continue;
}

static void parse_members(Parser *p, NodeList *members, bool bodies) {
    List l = brace_open(p);
    while (list_has(p, &l)) {
        const Token *start = p->start = p->t;
        Node *n = parse_member(p, bodies);
        if (n->kind != NODE_POISON) VEC_PUSH(p->arena, members, n);
        end_member(p, start);
    }
    list_close(p, &l);
}

// ---- struct, class, interface, union ----

static void parse_parents(Parser *p, Node *n) {
    bool extends = at_word(p, p->words.extends);
    if (!extends && !at(p, TOKEN_KEY_IMPLEMENTS)) return;
    if (extends && n->kind != NODE_INTERFACE) {
        Span word = advance(p)->span;
        Node *parent = parse_type(p);
        habit_report(p->session, HABIT_EXTENDS, span_join(word, parent->span));
    } else {
        advance(p);
        n->u.record.implements = parse_type_list(p);
    }
    if (at(p, TOKEN_KEY_IMPLEMENTS) && take(p, TOKEN_KEY_IMPLEMENTS))
        n->u.record.implements = parse_type_list(p);
}

Node *parse_record(Parser *p, Node *n) {
    TokenKind keyword = advance(p)->kind;
    n->u.record.name = expect_name(p, "the name of the type", &n->u.record.name_span);
    if (!n->u.record.name) return n;
    n->kind = keyword == TOKEN_KEY_STRUCT      ? NODE_STRUCT
              : keyword == TOKEN_KEY_CLASS     ? NODE_CLASS
              : keyword == TOKEN_KEY_INTERFACE ? NODE_INTERFACE
                                               : NODE_UNION;
    n->u.record.type_params = parse_type_params(p);
    if (!p->quiet) parse_parents(p, n);
    if (!p->quiet && at(p, TOKEN_ASSIGN)) // `interface X = { .. }`
        habit_report(p->session, HABIT_ASSIGNED_TYPE, advance(p)->span);
    if (!p->quiet) parse_members(p, &n->u.record.members, n->kind != NODE_INTERFACE);
    return finish(p, n);
}

// ---- enum ----

// `Name(..)` is a variant, unless a result, a body or `throws` follows, as behind a method's
// parameters.
static bool starts_variant(const Parser *p) {
    if (!at(p, TOKEN_IDENT)) return false;
    const Token *next = p->t + 1;
    if (next->kind != TOKEN_LPAREN)
        return next->kind != TOKEN_LT && !(is_name(next) && !(next->flags & TOKEN_AFTER_NEWLINE));
    if (!is_closed(p, next)) return true;
    TokenKind after = p->tokens.items[next->u.match + 1].kind;
    return after != TOKEN_COLON && after != TOKEN_LBRACE && after != TOKEN_KEY_THROWS;
}

static Node *variant_param(Parser *p) {
    Node *n = start_node(p, NODE_PARAM);
    TokenKind next = is_name(p->t) ? p->t[1].kind : TOKEN_END;
    if (next == TOKEN_COLON || next == TOKEN_ASSIGN) {
        Node *bind = start_node(p, NODE_PATTERN_BIND);
        bind->u.bind.name = expect_any_word(p, "a name", NULL);
        n->u.param.pattern = finish(p, bind);
        take(p, TOKEN_COLON);
    }
    if (next != TOKEN_ASSIGN) n->u.param.type = parse_type(p);
    if (!p->quiet && take(p, TOKEN_ASSIGN)) n->u.param.init = parse_expr(p);
    return finish(p, n);
}

static Node *parse_variant(Parser *p) {
    Node *n = start_node(p, NODE_VARIANT);
    n->u.variant.name = expect_name(p, "the name of a variant", NULL);
    if (at(p, TOKEN_LPAREN)) {
        List l = list_open(p);
        for (; list_has(p, &l); list_next(p, &l))
            VEC_PUSH(p->arena, &n->u.variant.params, variant_param(p));
        list_close(p, &l);
    }
    if (p->quiet || !take(p, TOKEN_ASSIGN)) return finish(p, n);
    if (at(p, TOKEN_STRING)) habit_report(p->session, HABIT_STRING_ENUM, parse_expr(p)->span);
    else n->u.variant.value = parse_expr(p);
    return finish(p, n);
}

Node *parse_enum(Parser *p, Node *n) {
    advance(p);
    n->u.enum_.name = expect_name(p, "the name of the enum", &n->u.enum_.name_span);
    if (!n->u.enum_.name) return n;
    n->kind = NODE_ENUM;
    n->u.enum_.type_params = parse_type_params(p);
    if (!p->quiet && take(p, TOKEN_COLON)) n->u.enum_.base = parse_type(p);
    if (!p->quiet && at(p, TOKEN_KEY_IMPLEMENTS)) {
        advance(p);
        n->u.enum_.implements = parse_type_list(p);
    }
    if (p->quiet) return n;
    List l = brace_open(p);
    while (list_has(p, &l)) {
        const Token *start = p->start = p->t;
        bool variant = starts_variant(p);
        Node *m = variant ? parse_variant(p) : parse_member(p, true);
        if (variant) VEC_PUSH(p->arena, &n->u.enum_.variants, m);
        else if (m->kind != NODE_POISON) VEC_PUSH(p->arena, &n->u.enum_.members, m);
        end_member(p, start);
    }
    list_close(p, &l);
    return finish(p, n);
}
