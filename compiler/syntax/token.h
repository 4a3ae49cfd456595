// Tokens: kinds from token.def, one small struct each.
#ifndef SEAM_SYNTAX_TOKEN_H
#define SEAM_SYNTAX_TOKEN_H

#include "base/session.h"

typedef enum TokenKind {
#define TOKEN(name, text)   TOKEN_##name,
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
    TOKEN_NO_END = 1 << 3,        // text that nothing ends: it may have swallowed what is missing
} TokenFlags;

typedef struct TokenString {
    const char *text; // decoded, with a NUL behind it
    uint32_t len;
} TokenString;

typedef struct Token { // 24 bytes: a file has ten of them a line
    uint8_t kind;      // TokenKind
    uint8_t flags;     // TokenFlags
    Span span;
    union {
        Name name;                 // IDENT
        uint32_t match;            // brackets: index of the partner token (lex/lex.h)
        uint64_t integer;          // INT, CHAR
        double number;             // FLOAT
        int64_t ns;                // DURATION
        const TokenString *string; // STRING, BYTES, TEMPLATE_TEXT, TEMPLATE_FORMAT, RAW_LINE
    } u;
} Token;

const char *token_text(TokenKind kind);
TokenKind token_operator_of(TokenKind assign); // `+` of `+=`; of others it itself
// One line a token: `line:col kind text`.
void tokens_dump(Session *s, uint32_t source, FILE *out);

#endif
