// The state that the lexer's files share. Private to this folder.
#ifndef SEAM_SYNTAX_LEXER_H
#define SEAM_SYNTAX_LEXER_H

#include "syntax/lex/lex.h"

typedef enum BracketShape { SHAPE_PAREN, SHAPE_SQUARE, SHAPE_BRACE, SHAPE_COUNT } BracketShape;

typedef struct Bracket { // an open one
    uint32_t token;
    BracketShape shape;
    bool template_open;    // `${`: its `}` goes back to template text
    bool directives;       // the `{` of an `extern .. from` block: `note` lines are raw
    uint32_t conditionals; // `?` whose `:` has not come yet, directly inside (for template formats)
    uint32_t open[SHAPE_COUNT]; // of `{` and `${`: how many are open outside
} Bracket;

typedef struct Lexer {
    Session *session;
    Arena *texts;
    Arena *tokens;
    TokenList out;
    uint32_t source;
    const char *text;
    const char *p;
    const char *end; // text[len], a NUL
    uint32_t flags;  // of the next token
    VEC(Bracket) brackets;
    uint32_t open[SHAPE_COUNT]; // brackets of each shape since the innermost `{` or `${`
    const char *doc;            // start of the `///` block that is being read; NULL
    const char *doc_end;
    uint32_t doc_newlines; // since its last line
    Name from;
    Name note;
    uint8_t punctuation[128]; // first kind for a first character, longest text first; 0 is none
    uint8_t next[TOKEN_KIND_COUNT]; // the next shorter kind with the same first character
    uint8_t keywords[256];          // hash table
} Lexer;

static inline Span lex_span(const Lexer *l, const char *start, const char *end) {
    return (Span){l->source, (uint32_t)(start - l->text), (uint32_t)(end - l->text)};
}
static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}
int hex_value(char c); // -1: no hexadecimal digit

// Appends a token that reaches from `start` to l->p.
Token *lex_push(Lexer *l, TokenKind kind, const char *start);

// Each takes l->p at the first character and leaves it behind the last.
void lex_number(Lexer *l);
void lex_string(Lexer *l,
                const char *start); // l->p at the quote; `start` is the prefix r or b, or the quote
void lex_character(Lexer *l);
void lex_template_text(Lexer *l); // up to `${` or the closing backtick, which it takes
void lex_template_format(Lexer *l);
void lex_open_template(Lexer *l); // the token before is `${`
void lex_raw_line(Lexer *l);

#endif
