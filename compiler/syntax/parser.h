// The parser: text of one file -> tree. Recovers from every error, so that all syntax errors of a
// file are reported in one run; never fails (a hopeless file gives an empty module and
// diagnostics).
#ifndef SEAM_SYNTAX_PARSER_H
#define SEAM_SYNTAX_PARSER_H

#include "syntax/tree.h"

// needs: a source of the session -> makes: a NODE_MODULE in `arena`.
Node *parse_module(Session *s, Arena *arena, uint32_t source);
// For signature texts of builtins: `function name(a: int): string`, without a body.
Node *parse_signature(Session *s, Arena *arena, const char *text);

#endif
