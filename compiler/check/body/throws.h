// What functions throw. While bodies are checked, every `throw` and every call is noted in a tree
// of regions (a function, a `try` in it, a `defer`); when all are checked, effects flow along calls
// to a fixpoint and outwards through the regions, and only then is anything reported.
#ifndef SEAM_CHECK_BODY_THROWS_H
#define SEAM_CHECK_BODY_THROWS_H

#include "check/check.h"

typedef struct Effect Effect;

void throws_init(Checker *c);
Effect *throws_of(Checker *c, Symbol *function); // one a function; made when first asked for
Effect *throws_of_main(Checker *c); // the main file's statements: they may throw anything
// For values that are computed outside of functions; `forbids` names what nothing may be thrown out
// of; NULL: nothing.
Effect *throws_new(Checker *c, Symbol *function, const char *forbids);

// From here on what c->function's body throws is noted inside this `try` statement's body, or
// inside cleanup code that nothing may be thrown out of; until throws_leave.
void throws_enter_try(Checker *c, Node *try_stmt);
void throws_enter_cleanup(Checker *c, const char *what);
void throws_leave(Checker *c);

// `method` implements `wanted` of an interface: it may throw no more.
void throws_require(Checker *c, Symbol *method, Symbol *wanted);

// `value` becomes the function type `target`, which says what it may throw: it throws no more.
void throws_require_value(Checker *c, const Node *value, const Type *target);

// needs: all bodies noted -> makes: final `throws` in the types of all functions, u.call.throws;
// reports E04xx.
void throws_infer(Checker *c);

// stmt.c: does a `catch` of the type `taken` take every error of the other type?
bool check_catches_all(const Checker *c, const Type *taken, const Type *thrown);

#endif
