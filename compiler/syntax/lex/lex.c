// The lexer's main loop: white space, comments, names, punctuation, brackets. Numbers are in
// lex_number.c, text in lex_string.c. Punctuation and keywords come from token.def, by tables that
// are built when a file begins. Invariant: the text is valid UTF-8 and ends with a NUL, so looking
// one character ahead is always safe.
#include "syntax/lex/lexer.h"

#include "base/text.h"
#include "syntax/habit.h"

#include <assert.h>
#include <string.h>

// ---- tables ----

static uint32_t keyword_slot(const char *text, size_t len) {
    return ((unsigned char)text[0] * 7u + (unsigned char)text[len - 1] * 31u + (uint32_t)len * 5u) &
           255;
}

static void build_tables(Lexer *l) {
    for (uint32_t kind = TOKEN_LPAREN; kind <= TOKEN_QUESTION_QUESTION_ASSIGN; kind++) {
        const char *text = token_text((TokenKind)kind);
        uint8_t *link = &l->punctuation[(unsigned char)text[0]];
        while (*link && strlen(token_text((TokenKind)*link)) > strlen(text)) link = &l->next[*link];
        l->next[kind] = *link;
        *link = (uint8_t)kind;
    }
    for (uint32_t kind = TOKEN_KEY_AS; kind < TOKEN_KIND_COUNT; kind++) {
        const char *text = token_text((TokenKind)kind);
        uint32_t slot = keyword_slot(text, strlen(text));
        while (l->keywords[slot]) slot = (slot + 1) & 255;
        l->keywords[slot] = (uint8_t)kind;
    }
}

static TokenKind find_keyword(const Lexer *l, const char *text, size_t len) {
    for (uint32_t slot = keyword_slot(text, len); l->keywords[slot]; slot = (slot + 1) & 255) {
        const char *keyword = token_text((TokenKind)l->keywords[slot]);
        if (strncmp(keyword, text, len) == 0 && keyword[len] == 0)
            return (TokenKind)l->keywords[slot];
    }
    return TOKEN_IDENT;
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

TokenKind token_closer(TokenKind opener) {
    return opener == TOKEN_LPAREN     ? TOKEN_RPAREN
           : opener == TOKEN_LBRACKET ? TOKEN_RBRACKET
           : opener == TOKEN_LBRACE   ? TOKEN_RBRACE
                                      : TOKEN_TEMPLATE_CLOSE;
}

// ---- tokens and documentation ----

// The lines of a `///` block without slashes, indentation and the one space after the slashes.
static const char *doc_text(Lexer *l) {
    char *text = arena_alloc(l->texts, (size_t)(l->doc_end - l->doc) + 1);
    char *out = text;
    for (const char *p = l->doc; p < l->doc_end;) {
        while (*p != '/') p++;
        p += 3;
        if (*p == ' ') p++;
        while (p < l->doc_end && *p != '\n') *out++ = *p++;
        while (out > text && (out[-1] == '\r' || out[-1] == ' ')) out--;
        if (p < l->doc_end) *out++ = *p++;
    }
    *out = 0;
    return text;
}

static void end_doc(Lexer *l) {
    if (!l->doc) return;
    if (l->doc_newlines <= 1) {
        DocText doc = {l->out.len, doc_text(l)};
        VEC_PUSH(l->tokens, &l->out.docs, doc);
        l->flags |= TOKEN_AFTER_DOC;
    } else if (l->out.len == 0 && !l->out.module_doc) {
        l->out.module_doc = doc_text(l);
    }
    l->doc = NULL;
}

Token *lex_push(Lexer *l, TokenKind kind, const char *start) {
    if (l->doc) end_doc(l);
    if (l->out.len == l->out.cap)
        l->out.items =
            vec_grow(l->tokens, l->out.items, l->out.len, &l->out.cap, sizeof *l->out.items);
    Token *t = &l->out.items[l->out.len++];
    t->kind = (uint8_t)kind;
    t->flags = (uint8_t)l->flags;
    t->span = lex_span(l, start, l->p);
    l->flags = 0;
    return t;
}

// ---- white space and comments ----

static void skip_doc_line(Lexer *l) {
    if (l->doc && l->doc_newlines > 1) end_doc(l); // an empty line: another block
    if (!l->doc) l->doc = l->p;
    while (*l->p != '\n' && l->p < l->end) l->p++;
    l->doc_end = l->p;
    l->doc_newlines = 0;
}

static void skip_line(Lexer *l) {
    const char *newline = memchr(l->p, '\n', (size_t)(l->end - l->p));
    l->p = newline ? newline : l->end;
}

static void skip_block_comment(Lexer *l) {
    const char *start = l->p;
    l->p += 2;
    while (!(l->p[0] == '*' && l->p[1] == '/')) {
        if (l->p == l->end) {
            Span span = lex_span(l, start, start + 2);
            diag_error(&l->session->diags, E0003, span, "this comment has no end");
            return;
        }
        if (*l->p == '\n') l->flags |= TOKEN_AFTER_NEWLINE;
        l->p++;
    }
    l->p += 2;
}

static void skip_space(Lexer *l) {
    for (const char *start = l->p;; l->flags |= l->p > start ? TOKEN_AFTER_SPACE : 0u) {
        switch (*l->p) {
        case '\n':
            l->flags |= TOKEN_AFTER_NEWLINE;
            l->doc_newlines++;
            l->p++;
            continue;
        case ' ':
        case '\t':
        case '\r':
        case '\v':
        case '\f': l->p++; continue;
        case '/':
            if (l->p[1] == '/' && l->p[2] == '/' && l->p[3] != '/') skip_doc_line(l);
            else if (l->p[1] == '/') skip_line(l);
            else if (l->p[1] == '*') skip_block_comment(l);
            else return;
            continue;
        default: return;
        }
    }
}

// ---- punctuation and brackets ----

// Does this `{` follow `extern WORLD from SOURCES as NAME`? Looks back over nothing but such
// tokens.
static bool opens_directives(const Lexer *l) {
    if (l->out.items[l->out.len - 1].flags & TOKEN_AFTER_NEWLINE) return false;
    for (uint32_t i = l->out.len - 1; i-- > 2;) {
        const Token *t = &l->out.items[i];
        if (t->kind == TOKEN_IDENT && t->u.name == l->from && t[-2].kind == TOKEN_KEY_EXTERN)
            return true;
        bool part = t->kind == TOKEN_IDENT || t->kind == TOKEN_STRING || t->kind == TOKEN_DOT ||
                    t->kind == TOKEN_COMMA || t->kind == TOKEN_LBRACKET ||
                    t->kind == TOKEN_RBRACKET || t->kind == TOKEN_KEY_AS;
        if (!part) return false;
    }
    return false;
}

static void open_bracket(Lexer *l, BracketShape shape, bool template_open) {
    Bracket b = {.token = l->out.len - 1, .shape = shape, .template_open = template_open};
    if (shape == SHAPE_BRACE) {
        memcpy(b.open, l->open, sizeof b.open);
        memset(l->open, 0, sizeof l->open);
    }
    b.directives = shape == SHAPE_BRACE && !template_open && opens_directives(l);
    l->open[shape]++;
    VEC_PUSH(l->tokens, &l->brackets, b);
}

void lex_open_template(Lexer *l) { open_bracket(l, SHAPE_BRACE, true); }

static Bracket pop_bracket(Lexer *l, uint32_t match) {
    Bracket b = l->brackets.items[--l->brackets.len];
    l->open[b.shape]--;
    if (b.shape == SHAPE_BRACE) memcpy(l->open, b.open, sizeof b.open);
    l->out.items[b.token].u.match = match;
    return b;
}

// Brackets that stand open inside the one that closes here end here too; the parser reports them.
// `)` and `]` do not reach across a `{`, nor any closer across a `${`: so one missing bracket
// spoils one statement only.
static void close_bracket(Lexer *l, BracketShape shape) {
    uint32_t here = l->out.len - 1;
    Token *t = &l->out.items[here];
    t->u.match = NO_MATCH;
    if (l->open[shape] == 0) return;
    while (l->brackets.items[l->brackets.len - 1].shape != shape) pop_bracket(l, here);
    Bracket b = pop_bracket(l, here);
    t->u.match = b.token;
    if (!b.template_open) return;
    t->kind = TOKEN_TEMPLATE_CLOSE;
    lex_template_text(l);
}

static Bracket *top_bracket(Lexer *l) {
    return l->brackets.len ? &l->brackets.items[l->brackets.len - 1] : NULL;
}

// A `:` directly inside `${ }` begins the format, unless a conditional waits for it.
static void lex_colon(Lexer *l) {
    Bracket *top = top_bracket(l);
    if (top && top->template_open && top->conditionals == 0) {
        l->out.len--;
        lex_template_format(l);
    } else if (top && top->conditionals > 0) {
        top->conditionals--;
    }
}

static void after_punctuation(Lexer *l, const Token *t) {
    TokenKind kind = t->kind;
    if (kind == TOKEN_LPAREN) open_bracket(l, SHAPE_PAREN, false);
    else if (kind == TOKEN_RPAREN) close_bracket(l, SHAPE_PAREN);
    else if (kind == TOKEN_LBRACKET) open_bracket(l, SHAPE_SQUARE, false);
    else if (kind == TOKEN_RBRACKET) close_bracket(l, SHAPE_SQUARE);
    else if (kind == TOKEN_LBRACE) open_bracket(l, SHAPE_BRACE, false);
    else if (kind == TOKEN_RBRACE) close_bracket(l, SHAPE_BRACE);
    else if (kind == TOKEN_COLON) lex_colon(l);
    else if (kind == TOKEN_QUESTION && (t->flags & TOKEN_AFTER_SPACE) && top_bracket(l))
        top_bracket(l)->conditionals++;
}

static bool lex_punctuation(Lexer *l) {
    unsigned char c = (unsigned char)*l->p;
    for (uint8_t kind = c < 128 ? l->punctuation[c] : 0; kind; kind = l->next[kind]) {
        const char *text = token_text((TokenKind)kind);
        const char *start = l->p;
        const char *p = start;
        while (*text && *p == *text) p++, text++;
        if (*text) continue;
        l->p = p;
        after_punctuation(l, lex_push(l, (TokenKind)kind, start));
        return true;
    }
    return false;
}

// ---- names ----

// `note` at the start of a line of an `extern .. from` block.
static bool starts_directive(const Lexer *l) {
    if (l->brackets.len == 0 || !l->brackets.items[l->brackets.len - 1].directives) return false;
    const Token *t = &l->out.items[l->out.len - 1];
    TokenKind before = l->out.items[l->out.len - 2].kind;
    return (t->flags & TOKEN_AFTER_NEWLINE) || before == TOKEN_LBRACE || before == TOKEN_SEMICOLON;
}

// Keywords that begin a statement and nothing else, unless they are the name of an argument.
static const bool begins_statement[TOKEN_KIND_COUNT] = {
    [TOKEN_KEY_CONST] = true,  [TOKEN_KEY_LET] = true,       [TOKEN_KEY_FUNCTION] = true,
    [TOKEN_KEY_CLASS] = true,  [TOKEN_KEY_INTERFACE] = true, [TOKEN_KEY_STRUCT] = true,
    [TOKEN_KEY_ENUM] = true,   [TOKEN_KEY_TYPE] = true,      [TOKEN_KEY_IMPORT] = true,
    [TOKEN_KEY_EXPORT] = true, [TOKEN_KEY_EXTERN] = true,    [TOKEN_KEY_DECLARE] = true,
    [TOKEN_KEY_IF] = true,     [TOKEN_KEY_FOR] = true,       [TOKEN_KEY_WHILE] = true,
    [TOKEN_KEY_DEFER] = true,  [TOKEN_KEY_BREAK] = true,     [TOKEN_KEY_CONTINUE] = true,
};

// A line that begins so stands in no parentheses: those that are open lack their end, and end here.
static void end_parentheses(Lexer *l) {
    const Token *t = &l->out.items[l->out.len - 1];
    if (!(t->flags & TOKEN_AFTER_NEWLINE) || l->brackets.len == 0) return;
    const char *next = l->p;
    while (*next == ' ' || *next == '\t') next++;
    if (*next == ':') return;
    while (l->brackets.len && top_bracket(l)->shape != SHAPE_BRACE) pop_bracket(l, l->out.len - 1);
}

// What stands behind spaces and `/* */` of the line.
static const char *behind_space(const char *p) {
    for (;;) {
        while (*p == ' ' || *p == '\t') p++;
        const char *end = p[0] == '/' && p[1] == '*' ? strstr(p + 2, "*/") : NULL;
        if (!end) return p;
        p = end + 2;
    }
}

// `type` begins an alias, `type Name = ..`; anywhere else it is a name like any other.
static bool is_alias(const Lexer *l) {
    static const char *const words[] = {"is",         "as", "of",   "in",
                                        "instanceof", "if", "else", "from"}; // behind a name
    TokenKind before = l->out.len ? l->out.items[l->out.len - 1].kind : TOKEN_END;
    if (before == TOKEN_KEY_IMPORT || before == TOKEN_KEY_EXPORT) return true;
    const char *start = behind_space(l->p), *end = start;
    while (is_word(*end)) end++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == (size_t)(end - start) &&
            memcmp(words[i], start, (size_t)(end - start)) == 0)
            return false;
    return end > start && !is_digit(*start);
}

static void lex_word(Lexer *l) {
    const char *start = l->p;
    do l->p++;
    while (is_word(*l->p));
    size_t len = (size_t)(l->p - start);
    if (*l->p == '"' && len == 1 && (*start == 'r' || *start == 'b')) {
        lex_string(l, start);
        return;
    }
    TokenKind kind = find_keyword(l, start, len);
    if (kind == TOKEN_KEY_TYPE && !is_alias(l)) kind = TOKEN_IDENT;
    Token *t = lex_push(l, kind, start);
    if (begins_statement[kind]) end_parentheses(l);
    if (kind != TOKEN_IDENT) return;
    t->u.name = intern(&l->session->names, start, len);
    if (t->u.name == l->note && starts_directive(l)) lex_raw_line(l);
}

// ---- the whole file ----

static bool begins_nothing(const Lexer *l, const char *p) {
    unsigned char c = (unsigned char)*p;
    bool space = c >= '\t' && c <= '\r';
    return p < l->end &&
           (c >= 0x80 || c == '#' || c == '$' || c == '\\' || c == 0x7f || (c < 0x20 && !space));
}

// A line of C's preprocessor begins.
static bool is_directive(const char *word) {
    static const char *const words[] = {"include", "define", "if", "pragma", "undef", "import"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(word, words[i], strlen(words[i])) == 0) return true;
    return false;
}

static void report_invalid(Lexer *l, Rune first, Span span) {
    Diags *d = &l->session->diags;
    if (first.code == '#' && is_word(l->text[span.start + 1])) {
        bool directive = is_directive(l->text + span.start + 1);
        habit_report(l->session, directive ? HABIT_PREPROCESSOR : HABIT_HASH, span);
    } else if (first.code < 0x20 || first.code == 0x7f || rune_width(first.code) == 0) {
        diag_error(d, E0001, span, "the invisible character U+%04X cannot stand here", first.code);
    } else if (first.code < 0x80) {
        Diag *g = diag_error(d, E0001, span, "`%c` begins nothing in Seam", (char)first.code);
        if (first.code == '$') diag_help(g, "names are made of letters, digits and `_`");
    } else {
        Diag *g = diag_error(d, E0001, span, "`%.*s` (U+%04X) cannot stand outside of text",
                             (int)first.size, l->text + span.start, first.code);
        diag_help(g, "names are made of ASCII letters, digits and `_`");
    }
}

// One error for a run of characters that begin no token.
static void lex_invalid(Lexer *l) {
    const char *start = l->p;
    Rune first = rune_at(start, l->end);
    do l->p += rune_at(l->p, l->end).size;
    while (begins_nothing(l, l->p));
    report_invalid(l, first, lex_span(l, start, l->p));
    lex_push(l, TOKEN_INVALID, start);
}

static void lex_token(Lexer *l) {
    char c = *l->p;
    if (is_digit(c)) lex_number(l);
    else if (is_word(c)) lex_word(l);
    else if (c == '"') lex_string(l, l->p);
    else if (c == '\'') lex_character(l);
    else if (c == '`') {
        const char *start = l->p++;
        lex_push(l, TOKEN_TEMPLATE_BEGIN, start);
        lex_template_text(l);
    } else if (!lex_punctuation(l)) lex_invalid(l);
}

// The first byte that is not UTF-8; NULL: all is well. Eight ASCII bytes are passed at once.
static const char *find_bad_byte(const char *p, const char *end) {
    while (p < end) {
        uint64_t word;
        if (end - p >= 8 && (memcpy(&word, p, 8), (word & 0x8080808080808080u) == 0)) {
            p += 8;
            continue;
        }
        Rune r = rune_at(p, end);
        if (!r.valid) return p;
        p += r.size;
    }
    return NULL;
}

static bool check_encoding(Lexer *l) {
    const char *bad = find_bad_byte(l->text, l->end);
    if (!bad) return true;
    Diag *g = diag_error(&l->session->diags, E0002, lex_span(l, bad, bad + 1),
                         "this byte (0x%02x) is not UTF-8", (unsigned)(unsigned char)*bad);
    diag_help(g, "save the file as UTF-8, or write the byte in a bytes literal as b\"\\x%02x\"",
              (unsigned)(unsigned char)*bad);
    l->p = l->end;
    return false;
}

static void skip_file_mark(Lexer *l) {
    if (l->end - l->p >= 3 && memcmp(l->p, "\xef\xbb\xbf", 3) == 0) l->p += 3; // byte order mark
    if (l->p[0] == '#' && l->p[1] == '!') skip_line(l); // for the kernel, not for us
}

TokenList lex_source(Session *s, Arena *texts, Arena *tokens, uint32_t source) {
    const Source *in = &s->sources.list.items[source];
    Lexer l = {.session = s,
               .texts = texts,
               .tokens = tokens,
               .source = source,
               .text = in->text,
               .p = in->text};
    l.end = in->text + in->len;
    l.from = intern_text(&s->names, "from");
    l.note = intern_text(&s->names, "note");
    build_tables(&l);
    if (check_encoding(&l)) skip_file_mark(&l);
    // One token every three bytes is more than people write; the arena's pages that stay unused
    // cost nothing.
    l.out.cap = in->len / 3 + 16;
    l.out.items = ARENA_ARRAY(tokens, Token, l.out.cap);
    for (;;) {
        skip_space(&l);
        if (l.p == l.end) break;
        lex_token(&l);
    }
    lex_push(&l, TOKEN_END, l.p);
    while (l.brackets.len > 0) pop_bracket(&l, l.out.len - 1);
    return l.out;
}
