// Scopes: names to symbols, innermost first. Small ones are lists; module scopes hash.
#ifndef SEAM_CHECK_SCOPE_H
#define SEAM_CHECK_SCOPE_H

#include "types/symbol.h"

typedef struct Scope Scope;
struct Scope {
    Scope *outer;          // NULL for the prelude
    Arena *arena;
    VEC(Symbol *) symbols; // in order of declaration
    uint32_t *slots;       // hash index once the scope is large; NULL before
    uint32_t cap;
    bool is_function;      // a function body begins here: locals beyond it are captures
};

Scope *scope_new(Arena *a, Scope *outer);
// The symbol that was there before under this name, else NULL and `symbol` is in.
Symbol *scope_add(Scope *s, Symbol *symbol);
Symbol *scope_find_here(const Scope *s, Name name);
Symbol *scope_find(const Scope *s, Name name);

#endif
