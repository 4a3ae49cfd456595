// The parser's ground: tokens, errors, recovery, depth, lists. The grammar is in the files beside
// it, one for each part of LANGUAGE.md. Recursive descent over an array of tokens; brackets know
// their partners, so that an error inside skips to a place that is surely outside.
#include "syntax/parser.h"

#include "base/stack.h"
#include "syntax/parse/parse.h"

#include <assert.h>
#include <string.h>

// ---- tokens ----

Token *advance(Parser *p) {
    Token *t = p->t;
    if (t->kind != TOKEN_END) p->t++;
    return t;
}

bool take(Parser *p, TokenKind kind) {
    if (p->t->kind != kind) return false;
    advance(p);
    return true;
}

bool is_name(const Token *t) { return t->kind == TOKEN_IDENT || token_is_keyword(t->kind); }

Name word_name(Parser *p, const Token *t) {
    if (t->kind == TOKEN_IDENT) return t->u.name;
    return intern_text(&p->session->names, token_text(t->kind));
}

bool is_closed(const Parser *p, const Token *opener) {
    const Token *match = &p->tokens.items[opener->u.match];
    return match->kind == token_closer(opener->kind) &&
           match->u.match == (uint32_t)(opener - p->tokens.items);
}

const char *doc_of(const Parser *p, const Token *t) {
    if (!(t->flags & TOKEN_AFTER_DOC)) return NULL;
    uint32_t index = (uint32_t)(t - p->tokens.items);
    uint32_t low = 0;
    uint32_t high = p->tokens.docs.len;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (p->tokens.docs.items[middle].token < index) low = middle + 1;
        else high = middle;
    }
    return p->tokens.docs.items[low].text;
}

// ---- errors ----

static Diag *swallowed(Parser *p) {
    Diag *g = ARENA_NEW(p->arena, Diag);
    g->bag = &p->session->diags;
    return g;
}

Diag *fail(Parser *p, DiagCode code, Span span, const char *format, ...) {
    if (p->quiet) return swallowed(p);
    p->quiet = true;
    p->errors++;
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(p->session->diags.arena, format, args);
    va_end(args);
    return diag_error(&p->session->diags, code, span, "%s", text);
}

Diag *fail_habit(Parser *p, Habit habit, Span span) {
    if (p->quiet) return swallowed(p);
    p->quiet = true;
    p->errors++;
    Diag *g = habit_report(p->session, habit, span);
    g->recovered = false;
    return g;
}

// The token as it is written, where that is short.
static const char *describe(Parser *p, const Token *t) {
    if (t->kind == TOKEN_END) return "the end of the file";
    if (t->kind == TOKEN_TEMPLATE_BEGIN) return "a template";
    enum { SHORT = 24 };
    const char *text = p->session->sources.list.items[t->span.source].text + t->span.start;
    uint32_t len = t->span.end - t->span.start;
    if (len == 0 || len > SHORT) return arena_printf(p->arena, "a %s", token_text(t->kind));
    return arena_printf(p->arena, "`%.*s`", (int)len, text);
}

// A word of another language where an operator or the end should be, or the token before it is one.
static Habit habit_here(const Parser *p) {
    const Token *t = p->t;
    Habit habit = t->kind == TOKEN_IDENT ? habit_of_operator(&p->habits, t->u.name) : HABIT_COUNT;
    bool word_before =
        t > p->tokens.items + 1 && t[-1].kind == TOKEN_IDENT && t[-2].kind != TOKEN_DOT;
    if (habit == HABIT_COUNT && word_before) habit = habit_of_operator(&p->habits, t[-1].u.name);
    return habit;
}

// What is missing at the end of a line is reported there, not at what the next line begins with.
static Diag *expected(Parser *p, const char *what) {
    bool missing = p->t > p->start && at_new_line(p) && !at(p, TOKEN_END);
    if (!missing)
        return fail(p, E0010, p->t->span, "expected %s, found %s", what, describe(p, p->t));
    Span end = p->t[-1].span;
    end.start = end.end;
    return fail(p, E0010, end, "expected %s before the end of the line", what);
}

Diag *fail_expected(Parser *p, const char *what) {
    // The lexer has said what is wrong here, or why something is missing.
    bool reported =
        at(p, TOKEN_INVALID) || (p->t > p->tokens.items && (p->t[-1].flags & TOKEN_NO_END));
    if (reported && !p->quiet) {
        p->quiet = true;
        p->errors++;
    }
    Habit foreign = strstr(what, "name") ? HABIT_COUNT : habit_of_signs(p);
    if (foreign != HABIT_COUNT) return fail_habit(p, foreign, span_join(p->t[-1].span, p->t->span));
    Habit habit = habit_here(p);
    if (at(p, TOKEN_ELLIPSIS) && p->t > p->start) { // `0...3`, not at the start of a statement
        bool operand = p->t[-1].kind == TOKEN_INT || p->t[-1].kind == TOKEN_IDENT ||
                       p->t[-1].kind == TOKEN_RPAREN || p->t[-1].kind == TOKEN_RBRACKET;
        if (operand) return fail_habit(p, HABIT_INCLUSIVE, p->t->span);
    }
    if (habit != HABIT_COUNT) {
        bool here = at(p, TOKEN_IDENT) && habit_of_operator(&p->habits, p->t->u.name) == habit;
        return fail_habit(p, habit, here ? p->t->span : p->t[-1].span);
    }
    Diag *g = expected(p, what);
    if (token_is_keyword(p->t->kind) && strstr(what, "name"))
        diag_note(g, "`%s` is a reserved word", token_text(p->t->kind));
    bool postfix = p->t > p->tokens.items && p->t[-1].kind == TOKEN_QUESTION &&
                   !(p->t[-1].flags & TOKEN_AFTER_SPACE);
    if (postfix) diag_help(g, "a conditional has a space before its `?`");
    return g;
}

bool expect(Parser *p, TokenKind kind) {
    if (take(p, kind)) return true;
    fail_expected(p,
                  arena_printf(p->arena, kind >= TOKEN_LPAREN ? "`%s`" : "%s", token_text(kind)));
    return false;
}

Name expect_name(Parser *p, const char *what, Span *span) {
    if (span) *span = p->t->span;
    if (at(p, TOKEN_IDENT)) return advance(p)->u.name;
    fail_expected(p, what);
    return NULL;
}

Name expect_any_word(Parser *p, const char *what, Span *span) {
    if (!is_name(p->t)) return expect_name(p, what, span);
    if (span) *span = p->t->span;
    return word_name(p, advance(p));
}

// Said once: the rest of what is nested so would only repeat it.
static bool too_deep(Parser *p, uint32_t most) {
    if (p->too_deep) {
        p->quiet = true;
        return false;
    }
    p->too_deep = true;
    Diag *g = fail(p, E0011, p->t->span, "this is nested more than %u levels deep", most);
    diag_help(g, "split it: name a part with `const`, or move a part to a function");
    return false;
}

bool enter(Parser *p) {
    p->depth++;
    if (p->depth > p->deepest) p->deepest = p->depth;
    return p->depth <= DEPTH_MAX || too_deep(p, DEPTH_MAX);
}

uint32_t chain_begin(Parser *p) {
    uint32_t outer = p->deepest;
    p->deepest = p->depth;
    return outer;
}

bool chain_step(Parser *p) { return ++p->deepest <= p->height_most || too_deep(p, p->height_most); }

bool chain_step_of_type(Parser *p) { return ++p->deepest <= DEPTH_MAX || too_deep(p, DEPTH_MAX); }

void chain_end(Parser *p, uint32_t outer) {
    if (p->deepest < outer) p->deepest = outer;
}

void leave(Parser *p) { p->depth--; }

// ---- nodes ----

Node *start_node(Parser *p, NodeKind kind) { return node_new(p->arena, kind, p->t->span); }

Node *start_at(Parser *p, NodeKind kind, Span from) { return node_new(p->arena, kind, from); }

Node *finish(Parser *p, Node *n) {
    uint32_t end = p->t > p->tokens.items ? p->t[-1].span.end : p->t->span.start;
    if (end > n->span.start) n->span.end = end;
    return n;
}

Node *poison(Parser *p) { return start_node(p, NODE_POISON); }

Node *empty_block(Parser *p) {
    Node *n = start_node(p, NODE_BLOCK);
    n->span.end = n->span.start;
    return n;
}

// ---- recovery ----

static bool is_opener(TokenKind kind) {
    return kind == TOKEN_LPAREN || kind == TOKEN_LBRACKET || kind == TOKEN_LBRACE ||
           kind == TOKEN_TEMPLATE_OPEN;
}

// Past the current token, or past its whole bracket.
static void skip_one(Parser *p) {
    if (is_opener(p->t->kind) && is_closed(p, p->t)) p->t = p->tokens.items + p->t->u.match;
    advance(p);
}

void skip_to_line_end(Parser *p, const Token *start) { skip_until(p, start, TOKEN_SEMICOLON); }

void skip_until(Parser *p, const Token *start, TokenKind separator) {
    while (!at(p, TOKEN_END) && !at(p, TOKEN_RBRACE) && !at(p, TOKEN_SEMICOLON)) {
        if (p->t->kind == separator) break;
        if (p->t > start && (p->t->flags & TOKEN_AFTER_NEWLINE)) break;
        skip_one(p);
    }
    p->quiet = false;
}

// ---- lists ----

static List open_list(Parser *p, bool newlines) {
    List l = {.open = p->t, .closer = token_closer(p->t->kind), .outer = p->context};
    p->context = (Context){.newlines = newlines};
    advance(p);
    return l;
}

List list_open(Parser *p) {
    assert(is_opener(p->t->kind));
    return open_list(p, false);
}

bool list_has(Parser *p, const List *l) {
    return !l->lost && p->t->kind != l->closer && p->t->kind != TOKEN_END;
}

// Skips to the next comma of this list, or to its end.
static void recover_in_list(Parser *p, List *l) {
    if (!is_closed(p, l->open)) {
        l->lost = true;
        return;
    }
    const Token *end = p->tokens.items + l->open->u.match;
    assert(p->t <= end); // nobody takes a closing bracket but its own
    while (p->t < end && !at(p, TOKEN_COMMA)) skip_one(p);
    p->quiet = false;
    while (take(p, TOKEN_COMMA)) continue; // of `f(,,)` one says enough
}

void list_next(Parser *p, List *l) {
    if (!p->quiet && (take(p, TOKEN_COMMA) || p->t->kind == l->closer)) return;
    if (!p->quiet) {
        const char *what = arena_printf(p->arena, "`,` or `%s`", token_text(l->closer));
        diag_label(fail_expected(p, what), l->open->span, "opened here");
    }
    recover_in_list(p, l);
}

void list_close(Parser *p, List *l) {
    p->context = l->outer;
    if (l->lost || take(p, l->closer)) return;
    const char *what = arena_printf(p->arena, "`%s`", token_text(l->closer));
    diag_label(fail_expected(p, what), l->open->span, "opened here");
    if (!is_closed(p, l->open)) return;
    p->t = p->tokens.items + l->open->u.match;
    advance(p);
    p->quiet = false;
}

void close_or_skip(Parser *p, List *l) {
    if (p->quiet && is_closed(p, l->open)) {
        assert(p->t <= p->tokens.items + l->open->u.match);
        p->t = p->tokens.items + l->open->u.match;
        p->quiet = false;
    }
    if (p->quiet) p->context = l->outer;
    else list_close(p, l);
}

List brace_open(Parser *p) {
    if (at(p, TOKEN_LBRACE)) return open_list(p, true);
    List l = {.open = p->t, .closer = TOKEN_RBRACE, .outer = p->context, .lost = true};
    expect(p, TOKEN_LBRACE);
    return l;
}

// ---- entry ----

static void init_words(Parser *p) {
    Interner *in = &p->session->names;
#define WORD(name, text) p->words.name = intern_text(in, text);
#include "word.def"
#undef WORD
    habit_words_init(&p->habits, in);
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text);
    size_t end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void parser_init(Parser *p, Session *s, Arena *arena, Arena *tokens, uint32_t source) {
    *p = (Parser){.session = s, .arena = arena, .context = {.newlines = true}};
    p->height_most = stack_tree_height();
    p->tokens = lex_source(s, arena, tokens, source);
    p->start = p->t = p->tokens.items;
    p->declarations = ends_with(s->sources.list.items[source].path, ".d.seam");
    init_words(p);
}

Node *parse_module_tokens(Session *s, Arena *arena, Arena *tokens, uint32_t source,
                          TokenList *out) {
    Parser p;
    parser_init(&p, s, arena, tokens, source);
    Node *module = start_node(&p, NODE_MODULE);
    module->u.module.doc = p.tokens.module_doc;
    while (!at(&p, TOKEN_END)) {
        Node *item = parse_item(&p, true);
        if (item) VEC_PUSH(arena, &module->u.module.items, item);
    }
    finish(&p, module);
    *out = p.tokens;
    return module;
}

Node *parse_module(Session *s, Arena *arena, uint32_t source) {
    Arena tokens;
    arena_init(&tokens);
    TokenList list;
    Node *module = parse_module_tokens(s, arena, &tokens, source, &list);
    arena_deinit(&tokens);
    return module;
}

Node *parse_signature(Session *s, Arena *arena, const char *text) {
    Arena tokens;
    arena_init(&tokens);
    Parser p;
    uint32_t errors = s->diags.errors;
    uint32_t source = source_add(&s->sources, "builtin", text, (uint32_t)strlen(text));
    parser_init(&p, s, arena, &tokens, source);
    p.declarations = true;
    Node *function = parse_declaration(&p, true);
    assert(function && function->kind == NODE_FUNCTION && at(&p, TOKEN_END) &&
           s->diags.errors == errors);
    (void)errors;
    arena_deinit(&tokens);
    return function;
}
