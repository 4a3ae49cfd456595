// Looking ahead without building anything: is this `<` a type-argument list, does this `(` open a
// lambda? (LANGUAGE section 2 "Type arguments", "Lambdas".) A scan reads at most SCAN_MAX tokens,
// so a file of nothing but `<` stays linear; brackets are passed in one step by their partners.
#include "syntax/parse/parse.h"

enum { SCAN_MAX = 256 };

typedef struct Scan {
    const Parser *p;
    const Token *t;
    bool half; // of a `>>`, `>=` or `>>=` the first `>` was taken
    uint32_t left;
} Scan;

static bool step(Scan *s) {
    if (s->left == 0 || s->t->kind == TOKEN_END) return false;
    s->left--;
    s->t++;
    return true;
}

static bool step_over(Scan *s) {
    if (!is_closed(s->p, s->t)) return false;
    s->t = s->p->tokens.items + s->t->u.match;
    return step(s);
}

static bool scan_type(Scan *s);

static bool take_greater(Scan *s) {
    if (s->t->kind == TOKEN_GT) return step(s);
    if (s->t->kind != TOKEN_SHR) return false;
    if (s->half) {
        s->half = false;
        return step(s);
    }
    s->half = true;
    return true;
}

static bool scan_args(Scan *s) { // at `<`
    if (!step(s)) return false;
    for (;;) {
        if (!scan_type(s) || s->half) return s->half && take_greater(s);
        if (s->t->kind != TOKEN_COMMA) return take_greater(s);
        if (!step(s)) return false;
    }
}

static bool scan_name(Scan *s) {
    if (!step(s)) return false;
    while (s->t->kind == TOKEN_DOT && is_name(s->t + 1))
        if (!step(s) || !step(s)) return false;
    return s->t->kind != TOKEN_LT || scan_args(s);
}

static bool scan_type(Scan *s) {
    while (s->t->kind == TOKEN_KEY_READONLY || s->t->kind == TOKEN_KEY_WEAK ||
           s->t->kind == TOKEN_KEY_CONST)
        if (!step(s)) return false;
    if (s->t->kind == TOKEN_LPAREN) {
        if (!step_over(s)) return false;
        if (s->t->kind == TOKEN_ARROW) return step(s) && scan_type(s);
    } else if (s->t->kind == TOKEN_LBRACKET) {
        if (!step_over(s)) return false;
    } else if (s->t->kind == TOKEN_INT || s->t->kind == TOKEN_KEY_NULL) {
        return step(s);
    } else if (s->t->kind != TOKEN_IDENT || !scan_name(s)) {
        return false;
    }
    for (;;) {
        if (s->half) return true;
        bool option = s->t->kind == TOKEN_QUESTION || s->t->kind == TOKEN_QUESTION_QUESTION;
        if (option && !(s->t->flags & TOKEN_AFTER_SPACE)) {
            if (!step(s)) return false;
        } else if (s->t->kind == TOKEN_LBRACKET && s->t[1].kind == TOKEN_RBRACKET) {
            if (!step(s) || !step(s)) return false;
        } else {
            return true;
        }
    }
}

bool scan_type_args(const Parser *p) {
    Scan s = {.p = p, .t = p->t, .left = SCAN_MAX};
    if (!scan_args(&s) || s.half) return false;
    return s.t->kind == TOKEN_LPAREN || s.t->kind == TOKEN_DOT || s.t->kind == TOKEN_LBRACE;
}

bool scan_cast_args(const Parser *p) {
    Scan s = {.p = p, .t = p->t, .left = SCAN_MAX};
    return scan_args(&s);
}

bool scan_lambda(const Parser *p) {
    if (p->context.in_guard) return false;
    if (p->t->kind == TOKEN_IDENT) return p->t[1].kind == TOKEN_ARROW;
    if (p->t->kind != TOKEN_LPAREN || !is_closed(p, p->t)) return false;
    const Token *after = p->tokens.items + p->t->u.match + 1;
    if (after->kind == TOKEN_ARROW) return true;
    if (after->kind != TOKEN_COLON || p->context.in_middle) return false;
    Scan s = {.p = p, .t = after + 1, .left = SCAN_MAX};
    return scan_type(&s) && s.t->kind == TOKEN_ARROW;
}
