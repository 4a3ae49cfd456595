// Declarations: attributes and modifiers, functions, variables, aliases, imports and exports
// (LANGUAGE sections 4 and 9). Classes and their kin are in parse_record.c, foreign imports in
// parse_extern.c.
#include "syntax/parse/parse.h"

// ---- attributes ----

AttributeList parse_attributes(Parser *p) {
    AttributeList list = {0};
    while (at(p, TOKEN_AT) && !p->quiet) {
        Attribute a = {.span = advance(p)->span};
        a.name = expect_any_word(p, "the name of an attribute", NULL);
        if (at(p, TOKEN_DOT)) fail_habit(p, HABIT_DECORATOR, span_join(a.span, p->t->span));
        if (at(p, TOKEN_LPAREN) && !p->quiet) a.args = parse_args(p);
        a.span.end = p->t[-1].span.end;
        if (a.name) VEC_PUSH(p->arena, &list, a);
    }
    return list;
}

// ---- functions ----

static Node *parse_type_param(Parser *p) {
    Node *n = start_node(p, NODE_TYPE_PARAM);
    n->u.type_param.name = expect_name(p, "the name of a type parameter", NULL);
    if (at(p, TOKEN_COLON)) {
        diag_help(fail_expected(p, "`,` or `>`"), "a bound is written `T extends Ordered`");
    } else if (at_word(p, p->words.extends)) {
        advance(p);
        do VEC_PUSH(p->arena, &n->u.type_param.bounds, parse_type_in_expr(p));
        while (!p->quiet && take(p, TOKEN_AMP));
    }
    return finish(p, n);
}

NodeList parse_type_params(Parser *p) {
    NodeList params = {0};
    if (!at(p, TOKEN_LT)) return params;
    Context outer = p->context;
    p->context = (Context){0};
    const Token *open = advance(p);
    do {
        Node *param = parse_type_param(p);
        if (param->u.type_param.name) VEC_PUSH(p->arena, &params, param);
        if (!p->quiet && at(p, TOKEN_ASSIGN)) { // `<T = int>`: TypeScript's
            habit_report(p->session, HABIT_TYPE_DEFAULT, advance(p)->span);
            parse_type(p);
        }
    } while (!p->quiet && take(p, TOKEN_COMMA));
    if (!p->quiet && !take(p, TOKEN_GT))
        diag_label(fail_expected(p, "`,` or `>`"), open->span, "opened here");
    p->context = outer;
    return params;
}

// Words before a constructor's parameter that make it a field.
static uint32_t property_flags(Parser *p) {
    uint32_t flags = 0;
    for (;; advance(p)) {
        bool more = is_name(p->t + 1) || p->t[1].kind == TOKEN_LBRACKET;
        if (at(p, TOKEN_KEY_READONLY)) flags |= DECL_PROPERTY | DECL_READONLY;
        else if (at(p, TOKEN_KEY_PRIVATE)) flags |= DECL_PROPERTY | DECL_PRIVATE;
        else if (more && at_word(p, p->words.public_)) flags |= DECL_PROPERTY;
        else if (more && at_word(p, p->words.protected_))
            habit_report(p->session, HABIT_PROTECTED, p->t->span), flags |= DECL_PROPERTY;
        else return flags;
    }
}

// `this: string`: what the library's methods of builtin types are called on.
static Node *parse_receiver(Parser *p) {
    Node *n = start_node(p, NODE_PATTERN_BIND);
    n->u.bind.name = expect_any_word(p, "`this`", NULL);
    return finish(p, n);
}

static Node *parse_param(Parser *p) {
    Node *n = start_node(p, NODE_PARAM);
    n->u.param.attributes = parse_attributes(p);
    n->u.param.flags = property_flags(p);
    if (take(p, TOKEN_ELLIPSIS)) {
        n->u.param.flags |= DECL_REST;
        if (at(p, TOKEN_RPAREN)) return finish(p, n); // a C function's `...`
    }
    bool receiver = at(p, TOKEN_KEY_THIS) && p->t[1].kind == TOKEN_COLON;
    n->u.param.pattern = receiver ? parse_receiver(p) : parse_binding(p);
    if (at(p, TOKEN_QUESTION)) fail_habit(p, HABIT_OPTIONAL_MEMBER, p->t->span);
    skip_param_type(p);
    if (!p->quiet && take(p, TOKEN_COLON)) n->u.param.type = parse_type(p);
    if (!p->quiet && take(p, TOKEN_ASSIGN)) n->u.param.init = parse_expr(p);
    if (p->quiet && !n->u.param.type) n->u.param.type = poison(p);
    return finish(p, n);
}

NodeList parse_params(Parser *p) {
    NodeList params = {0};
    if (!at(p, TOKEN_LPAREN)) {
        fail_expected(p, "`(` and the parameters");
        return params;
    }
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        Node *param = parse_param(p);
        if (param->u.param.pattern || (param->u.param.flags & DECL_REST))
            VEC_PUSH(p->arena, &params, param);
    }
    list_close(p, &l);
    return params;
}

// `f(): { .. }`: a `{` that no body follows is the body itself, and the type is missing.
static Node *parse_result(Parser *p) {
    bool missing = at(p, TOKEN_LBRACE) && is_closed(p, p->t) &&
                   p->tokens.items[p->t->u.match + 1].kind != TOKEN_LBRACE;
    if (!missing) return parse_type(p);
    fail_expected(p, "the result's type");
    p->quiet = false;
    return poison(p);
}

void parse_signature_rest(Parser *p, Node *n) {
    n->u.function.type_params = parse_type_params(p);
    if (!p->quiet) n->u.function.params = parse_params(p);
    bool arrow = at(p, TOKEN_MINUS) && p->t[1].kind == TOKEN_GT && !p->quiet;
    if (arrow) {
        habit_report(p->session, HABIT_ARROW_RESULT, span_join(p->t->span, p->t[1].span));
        advance(p);
        advance(p);
    }
    if (!p->quiet && at(p, TOKEN_COLON) && p->t[1].kind == TOKEN_KEY_THROWS) // `(): throws E`
        habit_report(p->session, HABIT_THROWS_PLACE, p->t[1].span), advance(p);
    else if (!p->quiet && (arrow || take(p, TOKEN_COLON))) n->u.function.result = parse_result(p);
    if (!p->quiet && at(p, TOKEN_KEY_IS)) { // `x is T` as a result
        habit_report(p->session, HABIT_PREDICATE, advance(p)->span);
        n->u.function.result = poison(p);
        parse_type(p);
    }
    if (!p->quiet && at_word(p, p->words.where)) fail_habit(p, HABIT_WHERE, p->t->span);
    if (p->quiet || !at(p, TOKEN_KEY_THROWS)) return;
    advance(p);
    n->u.function.throws_written = true;
    if ((at(p, TOKEN_IDENT) || at(p, TOKEN_LPAREN)) && !at_new_line(p))
        n->u.function.throws_type = parse_thrown_type(p);
    if (at(p, TOKEN_COLON) && !n->u.function.result && !p->quiet) { // `() throws E: int`
        habit_report(p->session, HABIT_THROWS_PLACE, advance(p)->span);
        n->u.function.result = parse_result(p);
    }
    if (p->quiet || !at(p, TOKEN_COMMA)) return;
    diag_help(fail(p, E0012, p->t->span, "a function throws errors of one type"),
              "write `throws` alone: it stands for any error; or throw one class, which tells its "
              "cases apart by a field");
    p->quiet = false;
    while (take(p, TOKEN_COMMA) && !p->quiet) parse_type(p);
}

void parse_body(Parser *p, Node *n) {
    bool wanted = !(n->u.function.flags & DECL_DECLARE);
    if (wanted && !p->quiet && at(p, TOKEN_ARROW))
        diag_help(fail_expected(p, "`{`"), "only lambdas have an expression as their body");
    if (wanted && !p->quiet && !at(p, TOKEN_LBRACE) && at_new_line(p))
        diag_help(fail_expected(p, "`{`"),
                  "every function has its body: there are no overloads, but default values");
    if (wanted) {
        n->u.function.body = p->quiet ? empty_block(p) : parse_block(p, NODE_BLOCK, false);
    } else if (!p->quiet && at(p, TOKEN_LBRACE) && !at_new_line(p)) {
        fail(p, E0010, p->t->span, "a function that is only declared has no body");
        parse_block(p, NODE_BLOCK, false);
    }
}

static Node *parse_function(Parser *p, Node *n) {
    advance(p);
    if (at(p, TOKEN_STAR)) habit_report(p->session, HABIT_GENERATOR, advance(p)->span);
    if (at(p, TOKEN_LPAREN)) {
        fail_habit(p, HABIT_FUNCTION_EXPRESSION, p->t[-1].span);
        return n;
    }
    n->u.function.name = expect_name(p, "the name of the function", &n->u.function.name_span);
    if (!n->u.function.name) return n;
    n->kind = NODE_FUNCTION;
    parse_signature_rest(p, n);
    parse_body(p, n);
    return finish(p, n);
}

// ---- variables and aliases ----

Node *parse_var(Parser *p) {
    Node *n = start_node(p, NODE_VAR);
    n->u.var.doc = doc_of(p, p->t);
    if (advance(p)->kind == TOKEN_KEY_LET) n->u.var.flags |= DECL_LET;
    if (at(p, TOKEN_KEY_ENUM)) {
        fail(p, E0010, p->t->span, "every `enum` is constant: leave out `const`");
        return poison(p);
    }
    if (at_word(p, p->words.mut) && p->t[1].kind == TOKEN_IDENT)
        habit_report(p->session, HABIT_LET_MUT, advance(p)->span);
    n->u.var.pattern = parse_binding(p);
    if (at(p, TOKEN_QUESTION)) fail_habit(p, HABIT_OPTIONAL_MEMBER, p->t->span);
    if (at(p, TOKEN_IDENT) && !at_new_line(p)) fail_habit(p, HABIT_TYPE_FIRST, p->t[-1].span);
    if (!p->quiet && take(p, TOKEN_COLON)) n->u.var.type = parse_type(p);
    if (!p->quiet && take(p, TOKEN_ASSIGN)) n->u.var.init = parse_expr(p);
    if (!p->quiet && at(p, TOKEN_COMMA))
        diag_help(fail_expected(p, "a new line or `;`"),
                  "one declaration a variable: `const a = 1; const b = 2`");
    if (p->quiet && !n->u.var.init) n->u.var.init = poison(p);
    return finish(p, n);
}

static Node *parse_alias(Parser *p, Node *n) {
    advance(p);
    n->u.alias.name = expect_name(p, "the name of the type", &n->u.alias.name_span);
    if (!n->u.alias.name) return n;
    n->kind = NODE_ALIAS;
    n->u.alias.type_params = parse_type_params(p);
    bool sound = !p->quiet && expect(p, TOKEN_ASSIGN);
    n->u.alias.target = sound ? parse_type(p) : poison(p);
    return finish(p, n);
}

// ---- imports ----

static void expect_from(Parser *p, Node *n) {
    if (p->quiet) return;
    if (!at_word(p, p->words.from)) {
        fail_expected(p, "`from`");
        return;
    }
    advance(p);
    n->u.import_.path_span = p->t->span;
    if (!at(p, TOKEN_STRING)) {
        fail_expected(p, "the module's path in quotes");
        return;
    }
    const Token *path = advance(p);
    n->u.import_.path = intern(&p->session->names, path->u.string->text, path->u.string->len);
}

static Node *import_name(Parser *p) {
    Node *n = start_node(p, NODE_IMPORT_NAME);
    if (at(p, TOKEN_KEY_TYPE) && is_name(p->t + 1))
        habit_report(p->session, HABIT_TYPE_IMPORT, advance(p)->span);
    n->u.import_name.name = expect_any_word(p, "a name", NULL);
    if (take(p, TOKEN_KEY_AS)) n->u.import_name.alias = expect_name(p, "a name", NULL);
    return finish(p, n);
}

static void import_names(Parser *p, Node *n) {
    List l = list_open(p);
    for (; list_has(p, &l); list_next(p, &l)) {
        Node *name = import_name(p);
        if (name->u.import_name.name) VEC_PUSH(p->arena, &n->u.import_.names, name);
    }
    list_close(p, &l);
}

// `export { a, b as c } from "./file"`, `export * from "./file"`; behind `export`.
static Node *parse_reexport(Parser *p, const Token *start) {
    Node *n = start_at(p, NODE_IMPORT, start->span);
    n->u.import_.flags = DECL_EXPORT;
    if (at(p, TOKEN_LBRACE)) import_names(p, n);
    else advance(p);
    if (!p->quiet && !at_word(p, p->words.from)) {
        fail_habit(p, HABIT_EXPORT_LIST, start->span);
        return poison(p);
    }
    expect_from(p, n);
    if (!n->u.import_.path) n->kind = NODE_POISON;
    return finish(p, n);
}

Node *parse_import(Parser *p) {
    Node *n = start_node(p, NODE_IMPORT);
    advance(p);
    if (at(p, TOKEN_KEY_TYPE)) habit_report(p->session, HABIT_TYPE_IMPORT, advance(p)->span);
    if (at(p, TOKEN_STRING)) {
        fail_habit(p, HABIT_REQUIRE_IMPORT, p->t->span);
    } else if (take(p, TOKEN_STAR)) {
        if (expect(p, TOKEN_KEY_AS))
            n->u.import_.namespace_ = expect_name(p, "a name for the module", NULL);
    } else if (at(p, TOKEN_LBRACE)) {
        import_names(p, n);
    } else if (at(p, TOKEN_IDENT)) {
        fail_habit(p, HABIT_DEFAULT_IMPORT, p->t->span);
    } else {
        fail_expected(p, "`{` or `*`");
    }
    expect_from(p, n);
    if (!n->u.import_.path) n->kind = NODE_POISON;
    return finish(p, n);
}

// ---- what precedes a declaration ----

typedef struct Prefix {
    const Token *start;
    const Token *word; // `export` or `declare`
    uint32_t flags;
    AttributeList attributes;
} Prefix;

static void add_attributes(Parser *p, Prefix *prefix) {
    AttributeList more = parse_attributes(p);
    for (uint32_t i = 0; i < more.len; i++) VEC_PUSH(p->arena, &prefix->attributes, more.items[i]);
}

static void parse_prefix_words(Parser *p, Prefix *prefix) {
    for (;; advance(p)) {
        add_attributes(p, prefix);
        bool only_at_the_top = at(p, TOKEN_KEY_EXPORT) || at(p, TOKEN_KEY_DECLARE);
        if (only_at_the_top && !prefix->word) prefix->word = p->t;
        if (at(p, TOKEN_KEY_EXPORT)) prefix->flags |= DECL_EXPORT;
        else if (at(p, TOKEN_KEY_DECLARE)) prefix->flags |= DECL_DECLARE;
        else if (at_word(p, p->words.async) && p->t[1].kind == TOKEN_KEY_FUNCTION)
            habit_report(p->session, HABIT_ASYNC, p->t->span);
        else if (at_word(p, p->words.abstract) && p->t[1].kind == TOKEN_KEY_CLASS)
            habit_report(p->session, HABIT_ABSTRACT, p->t->span);
        else if (at_word(p, p->words.shared) && p->t[1].kind == TOKEN_KEY_CLASS)
            prefix->flags |= DECL_SHARED;
        else break;
    }
    if (p->declarations) prefix->flags |= DECL_DECLARE;
}

static Node *foreign_export(Parser *p, const Prefix *prefix) {
    bool lists = p->t[1].kind == TOKEN_LBRACE || p->t[1].kind == TOKEN_STAR;
    if (at(p, TOKEN_KEY_TYPE) && lists)
        habit_report(p->session, HABIT_TYPE_IMPORT, advance(p)->span);
    if (at_word(p, p->words.default_))
        fail_habit(p, HABIT_DEFAULT_IMPORT, span_join(prefix->start->span, p->t->span));
    else if (at(p, TOKEN_LBRACE) || at(p, TOKEN_STAR)) return parse_reexport(p, prefix->start);
    else return NULL;
    return poison(p);
}

static Node *parse_keyword_declaration(Parser *p, const Prefix *prefix) {
    const char *doc = doc_of(p, prefix->start);
    if (at(p, TOKEN_KEY_CONST) || at(p, TOKEN_KEY_LET)) {
        Node *var = parse_var(p);
        if (var->kind != NODE_VAR) return var;
        var->u.var.flags |= prefix->flags;
        var->u.var.attributes = prefix->attributes;
        var->u.var.doc = doc;
        var->span = span_join(prefix->start->span, var->span);
        return var;
    }
    Node *n = start_at(p, NODE_POISON, prefix->start->span);
    if (at(p, TOKEN_KEY_FUNCTION)) {
        n->u.function.flags = prefix->flags;
        n->u.function.attributes = prefix->attributes;
        n->u.function.doc = doc;
        return parse_function(p, n);
    }
    if (at(p, TOKEN_KEY_STRUCT) || at(p, TOKEN_KEY_CLASS) || at(p, TOKEN_KEY_INTERFACE)) {
        n->u.record.flags = prefix->flags;
        n->u.record.attributes = prefix->attributes;
        n->u.record.doc = doc;
        return parse_record(p, n);
    }
    bool takes_none = at(p, TOKEN_KEY_ENUM) || at(p, TOKEN_KEY_TYPE);
    if (takes_none && prefix->attributes.len > 0)
        diag_error(&p->session->diags, E0010, prefix->attributes.items[0].span,
                   "no attribute goes with `%s`", token_text(p->t->kind));
    if (at(p, TOKEN_KEY_ENUM)) {
        n->u.enum_.flags = prefix->flags;
        n->u.enum_.doc = doc;
        return parse_enum(p, n);
    }
    if (!at(p, TOKEN_KEY_TYPE)) return NULL;
    n->u.alias.flags = prefix->flags;
    n->u.alias.doc = doc;
    return parse_alias(p, n);
}

static void check_top(Parser *p, bool top, const Token *word) {
    if (top || p->quiet) return;
    Diag *g = fail(p, E0010, word->span, "`%s` stands only at the top level of a file",
                   token_text(word->kind));
    if (word->kind == TOKEN_KEY_EXPORT) diag_help(g, "leave it out: nobody imports from here");
    else diag_help(g, "move it there, outside of all functions and blocks");
}

static Node *declaration(Parser *p, bool top) {
    if (at(p, TOKEN_KEY_IMPORT)) {
        check_top(p, top, p->t);
        return parse_import(p);
    }
    Prefix prefix = {.start = p->t};
    parse_prefix_words(p, &prefix);
    if (prefix.flags & (DECL_EXPORT | DECL_DECLARE))
        check_top(p, top, prefix.word ? prefix.word : prefix.start);
    if (p->quiet) return poison(p);
    if (at(p, TOKEN_KEY_EXTERN)) {
        check_top(p, top, p->t);
        if (prefix.attributes.len > 0)
            fail(p, E0010, prefix.attributes.items[0].span,
                 "attributes stand behind `extern \"C\"`");
        return parse_extern(p, prefix.flags);
    }
    if (prefix.flags & DECL_EXPORT) {
        Node *foreign = foreign_export(p, &prefix);
        if (foreign) return foreign;
    }
    Node *n = parse_keyword_declaration(p, &prefix);
    if (n || p->t == prefix.start) return n;
    fail_expected(p, "a declaration");
    return poison(p);
}

static const bool begins_declaration[TOKEN_KIND_COUNT] = {
    [TOKEN_AT] = true,         [TOKEN_KEY_EXPORT] = true,    [TOKEN_KEY_DECLARE] = true,
    [TOKEN_KEY_IMPORT] = true, [TOKEN_KEY_EXTERN] = true,    [TOKEN_KEY_CONST] = true,
    [TOKEN_KEY_LET] = true,    [TOKEN_KEY_TYPE] = true,      [TOKEN_KEY_FUNCTION] = true,
    [TOKEN_KEY_CLASS] = true,  [TOKEN_KEY_INTERFACE] = true, [TOKEN_KEY_STRUCT] = true,
    [TOKEN_KEY_ENUM] = true,
};

Node *parse_declaration(Parser *p, bool top) {
    bool shared = at_word(p, p->words.shared) && p->t[1].kind == TOKEN_KEY_CLASS;
    if (!begins_declaration[p->t->kind] && !shared) return NULL;
    Node *n = enter(p) ? declaration(p, top) : poison(p);
    leave(p);
    return n;
}
