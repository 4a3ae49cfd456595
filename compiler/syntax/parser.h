// The parser: text of one file -> tree. Recovers from every error, so that all syntax errors of a
// file are reported in one run; never fails (a hopeless file gives an empty module and
// diagnostics).
#ifndef SEAM_SYNTAX_PARSER_H
#define SEAM_SYNTAX_PARSER_H

#include "syntax/lex/lex.h"
#include "syntax/tree.h"

// needs: a source of the session -> makes: a NODE_MODULE in `arena`.
Node *parse_module(Session *s, Arena *arena, uint32_t source);
// The same for who wants the tokens too: they go to `tokens`. Of a `>>` that ends two types the
// parser has taken the first `>`: such a token begins behind it.
Node *parse_module_tokens(Session *s, Arena *arena, Arena *tokens, uint32_t source, TokenList *out);
// For signature texts of builtins: `function name(a: int): string`, without a body.
Node *parse_signature(Session *s, Arena *arena, const char *text);

// E0013: `expr` stands as a statement, and its value goes nowhere.
void report_unused(Session *s, const Node *expr);

#endif
