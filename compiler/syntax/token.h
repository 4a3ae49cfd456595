// Tokens: kinds from token.def, one small struct each.
#ifndef SEAM_SYNTAX_TOKEN_H
#define SEAM_SYNTAX_TOKEN_H

#include "base/session.h"

typedef enum TokenKind {
#define TOKEN(name, text) TOKEN_##name,
#define KEYWORD(name, text) TOKEN_KEY_##name,
#include "token.def"
#undef TOKEN
#undef KEYWORD
    TOKEN_KIND_COUNT
} TokenKind;

typedef enum TokenFlags {
    TOKEN_AFTER_NEWLINE = 1 << 0, // a newline stands between it and the token before
    TOKEN_AFTER_SPACE = 1 << 1,   // white space or a comment does (postfix `?` against conditional)
    TOKEN_AFTER_DOC = 1 << 2,     // a `///` comment stands before it
} TokenFlags;

typedef struct Token {
    TokenKind kind;
    uint32_t flags;
    Span span;
    union {
        Name name;        // IDENT
        uint32_t match;   // brackets: index of the partner token (lex/lex.h)
        uint64_t integer; // INT, CHAR
        double number;    // FLOAT
        int64_t ns;       // DURATION
        struct {
            const char *text; // decoded STRING, BYTES, TEMPLATE_TEXT, TEMPLATE_FORMAT, RAW_LINE
            uint32_t len;
        } string;
    } u;
} Token;

const char *token_text(TokenKind kind);
// One line a token: `line:col kind text`.
void tokens_dump(Session *s, uint32_t source, FILE *out);

#endif
