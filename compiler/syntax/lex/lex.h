// The lexer: text of one file -> all of its tokens, ended by TOKEN_END. The parser looks ahead and
// back freely in the array. Newlines are flags of the token that follows; the parser knows where
// they count.
#ifndef SEAM_SYNTAX_LEX_H
#define SEAM_SYNTAX_LEX_H

#include "syntax/token.h"

#define NO_MATCH UINT32_MAX

typedef struct DocText { // a `///` block
    uint32_t token;      // index of the token it stands before
    const char *text;    // without the slashes, lines joined by "\n"
} DocText;

// Brackets ( [ { ${ know their partners: `u.match` of an opening one is the index of its closing
// one, or, where that is missing, of the token at which the surrounding bracket or the file ends;
// `u.match` of a closing one is its opening one, NO_MATCH for a stray.
typedef struct TokenList {
    Token *items;
    uint32_t len;
    uint32_t cap;
    VEC(DocText) docs;      // in order
    const char *module_doc; // a `///` block at the top of the file, followed by an empty line; NULL
} TokenList;

// Texts go to `texts`, which lives as long as the tree; the array goes to `tokens`, needed while
// parsing only. A file that is not UTF-8 gives E0002 and no tokens but the end.
TokenList lex_source(Session *s, Arena *texts, Arena *tokens, uint32_t source);
bool token_is_keyword(TokenKind kind);
TokenKind token_closer(TokenKind opener); // `)` of `(` and so on

#endif
