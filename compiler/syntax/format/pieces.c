// Tokens to pieces: a template becomes one piece, and what lies between tokens is read here:
// newlines, comments, and the `>` that the parser split off a `>>` or `>=` in a type.
#include "syntax/format/pieces.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

uint32_t text_columns(const char *text, const char *end) {
    uint32_t columns = 0;
    while (text < end) {
        if ((unsigned char)*text < 0x80) {
            columns++;
            text++;
            continue;
        }
        Rune r = rune_at(text, end);
        columns += rune_width(r.code);
        text += r.size;
    }
    return columns;
}

typedef VEC(uint32_t) BracketStack; // pieces

typedef struct Reader {
    Layout *layout;
    uint32_t at;   // bytes that are read
    uint32_t line; // of `at`
    uint8_t newlines;
    bool broke;
    bool space;
    uint32_t comments; // first one of the gap
} Reader;

static void count_newline(Reader *r) {
    r->line++;
    r->broke = true;
    if (r->newlines < 2) r->newlines++;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static void read_line_comment(Reader *r) {
    const Layout *l = r->layout;
    const char *start = l->text + r->at;
    const char *newline = memchr(start, '\n', l->len - r->at);
    const char *end = newline ? newline : l->text + l->len;
    r->at = (uint32_t)(end - l->text);
    while (end > start && is_space(end[-1])) end--;
    Comment c = {(uint32_t)(start - l->text), (uint32_t)(end - l->text), r->newlines, true, false};
    VEC_PUSH(l->arena, &r->layout->comments, c);
    r->newlines = 0;
}

static void read_block_comment(Reader *r) {
    const Layout *l = r->layout;
    Comment c = {.start = r->at, .newlines = r->newlines};
    uint32_t line = r->line;
    for (r->at += 2; !(l->text[r->at] == '*' && l->text[r->at + 1] == '/'); r->at++)
        if (l->text[r->at] == '\n') r->line++;
    r->at += 2;
    c.end = r->at;
    c.multiline = r->line > line;
    r->broke |= c.multiline;
    VEC_PUSH(l->arena, &r->layout->comments, c);
    r->newlines = 0;
}

static void push_piece(Reader *r, TokenKind kind, uint32_t start, uint32_t end) {
    Layout *l = r->layout;
    Piece p = {.start = start,
               .end = end,
               .line = r->line,
               .comments = r->comments,
               .pair = NO_PIECE,
               .kind = (uint8_t)kind,
               .newlines = r->newlines,
               .broke = r->broke,
               .after_space = r->space};
    const char *text = l->text + start;
    const char *text_end = l->text + end;
    const char *newline = memchr(text, '\n', end - start);
    p.width = p.last_width = text_columns(text, newline ? newline : text_end);
    for (; newline; newline = memchr(newline + 1, '\n', (size_t)(text_end - newline - 1))) {
        p.multiline = true;
        p.last_width = text_columns(newline + 1, text_end);
        r->line++;
    }
    VEC_PUSH(l->arena, &l->pieces, p);
    r->at = end;
    r->newlines = 0;
    r->broke = false;
    r->space = false;
    r->comments = l->comments.len;
}

// Up to the next token.
static void read_gap(Reader *r, uint32_t end) {
    const char *text = r->layout->text;
    if (r->at == 0 && end >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) r->at = 3;
    bool file_start = r->layout->pieces.len == 0 && r->layout->comments.len == 0;
    if (file_start && text[r->at] == '#' && r->at < end) read_line_comment(r); // `#!`
    while (r->at < end) {
        char c = text[r->at];
        r->space |= c != '>';
        if (c == '/' && text[r->at + 1] == '/') read_line_comment(r);
        else if (c == '/') read_block_comment(r);
        else if (c == '>') push_piece(r, TOKEN_GT, r->at, r->at + 1);
        else {
            if (c == '\n') count_newline(r);
            r->at++;
        }
    }
}

// The index of a template's last token.
static uint32_t template_end(const TokenList *tokens, uint32_t i) {
    uint32_t depth = 0;
    for (;; i++) {
        if (tokens->items[i].kind == TOKEN_TEMPLATE_BEGIN) depth++;
        if (tokens->items[i].kind == TOKEN_TEMPLATE_END && --depth == 0) return i;
    }
}

// Pairs brackets. A text without errors has no others; the lexer's own pairs may end early, where
// it took a line inside for a statement.
static void pair_bracket(Layout *l, BracketStack *open, uint32_t index) {
    Piece *p = &l->pieces.items[index];
    bool opens = p->kind == TOKEN_LPAREN || p->kind == TOKEN_LBRACKET || p->kind == TOKEN_LBRACE;
    bool closes = p->kind == TOKEN_RPAREN || p->kind == TOKEN_RBRACKET || p->kind == TOKEN_RBRACE;
    if (opens) VEC_PUSH(l->arena, open, index);
    if (!closes) return;
    assert(open->len > 0);
    p->pair = open->items[--open->len];
    l->pieces.items[p->pair].pair = index;
}

void layout_pieces(Layout *l, const TokenList *tokens) {
    Reader r = {.layout = l};
    BracketStack open = {0};
    l->pieces.cap = tokens->len + 16;
    l->pieces.items = ARENA_ARRAY(l->arena, Piece, l->pieces.cap);
    for (uint32_t i = 0; i < tokens->len; i++) {
        const Token *t = &tokens->items[i];
        read_gap(&r, t->span.start);
        bool template = t->kind == TOKEN_TEMPLATE_BEGIN;
        uint32_t end = template ? template_end(tokens, i) : i;
        push_piece(&r, t->kind, t->span.start, tokens->items[end].span.end);
        pair_bracket(l, &open, l->pieces.len - 1);
        i = end;
    }
}
