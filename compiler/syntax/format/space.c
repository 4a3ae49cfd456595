// Which neighbours on a line have a space between them, and which line breaks of the user stay.
// Tables over token kinds, and the few places where a role decides.
#include "syntax/format/pieces.h"

static const bool tight_before[TOKEN_KIND_COUNT] = {
    [TOKEN_COMMA] = true,        [TOKEN_SEMICOLON] = true, [TOKEN_COLON] = true,
    [TOKEN_DOT] = true,          [TOKEN_DOT_DOT] = true,   [TOKEN_RPAREN] = true,
    [TOKEN_QUESTION_DOT] = true, [TOKEN_RBRACKET] = true,
};

static const bool tight_after[TOKEN_KIND_COUNT] = {
    [TOKEN_LPAREN] = true,       [TOKEN_LBRACKET] = true, [TOKEN_DOT] = true,
    [TOKEN_QUESTION_DOT] = true, [TOKEN_DOT_DOT] = true,  [TOKEN_ELLIPSIS] = true,
    [TOKEN_AT] = true,
};

static const bool operands[TOKEN_KIND_COUNT] = {
    [TOKEN_IDENT] = true,     [TOKEN_INT] = true,
    [TOKEN_FLOAT] = true,     [TOKEN_DURATION] = true,
    [TOKEN_CHAR] = true,      [TOKEN_STRING] = true,
    [TOKEN_BYTES] = true,     [TOKEN_TEMPLATE_BEGIN] = true,
    [TOKEN_RPAREN] = true,    [TOKEN_RBRACKET] = true,
    [TOKEN_RBRACE] = true,    [TOKEN_KEY_THIS] = true,
    [TOKEN_KEY_NULL] = true,  [TOKEN_KEY_TRUE] = true,
    [TOKEN_KEY_FALSE] = true,
};

// A `(` or `[` behind it is a call, parameters or an index.
static bool ends_operand(const Piece *p) {
    return operands[p->kind] || (p->role & (ROLE_POSTFIX | ROLE_NAME)) ||
           (p->kind == TOKEN_GT && (p->role & ROLE_TYPE));
}

// Without a space `- -x`, `& &x`, `r? .x` and `r? ?.x` would be read otherwise.
static bool would_merge(const Layout *l, const Piece *before, const Piece *piece) {
    char last = l->text[before->start];
    char first = l->text[piece->start];
    if (before->role & ROLE_PREFIX) return last == first && (last == '-' || last == '&');
    return before->kind == TOKEN_QUESTION && (first == '.' || first == '?');
}

bool space_between(const Layout *l, const Piece *before, const Piece *piece) {
    if (before->role & ROLE_PREFIX) return would_merge(l, before, piece);
    if (piece->role & (ROLE_POSTFIX | ROLE_GLUED)) return false;
    if (piece->role & ROLE_SPACED) return true;
    if ((before->role & ROLE_POSTFIX) && would_merge(l, before, piece)) return true;
    if (tight_after[before->kind] || tight_before[piece->kind]) return false;
    if (piece->role & ROLE_TYPE) return false;
    if (before->kind == TOKEN_LT && (before->role & ROLE_TYPE)) return false;
    if (piece->kind == TOKEN_LPAREN || piece->kind == TOKEN_LBRACKET) return !ends_operand(before);
    return !(before->kind == TOKEN_LBRACE && piece->kind == TOKEN_RBRACE);
}

// ---- line breaks ----

static bool is_operator(const Piece *p) {
    if (p->role & (ROLE_PREFIX | ROLE_POSTFIX | ROLE_TYPE)) return false;
    if (p->kind == TOKEN_COLON) return (p->role & ROLE_SPACED) != 0; // of a conditional
    return p->kind == TOKEN_QUESTION || p->kind == TOKEN_QUESTION_QUESTION ||
           (p->kind >= TOKEN_PLUS && p->kind < TOKEN_ASSIGN);
}

static bool is_assignment(TokenKind kind) {
    return kind == TOKEN_ARROW || (kind >= TOKEN_ASSIGN && kind <= TOKEN_QUESTION_QUESTION_ASSIGN);
}

bool keeps_break(const Piece *before, const Piece *piece) {
    if (!piece->broke) return false;
    if (piece->kind == TOKEN_DOT || piece->kind == TOKEN_QUESTION_DOT) return true;
    return is_operator(piece) || is_operator(before) || is_assignment(before->kind);
}
