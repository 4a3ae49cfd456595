// Scopes: names to symbols, innermost first. Small ones are lists; module scopes hash.
#ifndef SEAM_CHECK_SCOPE_H
#define SEAM_CHECK_SCOPE_H

#include "types/symbol.h"

typedef struct ScopeEntry {
    Name name; // not always the symbol's own: `import { a as b }`
    Symbol *symbol;
} ScopeEntry;

typedef struct Scope Scope;
struct Scope {
    Scope *outer; // NULL for the prelude
    Arena *arena;
    VEC(ScopeEntry) entries; // in order of declaration
    uint32_t *slots;         // hash index (entry + 1) once the scope is large; NULL before
    uint32_t cap;
    bool is_function; // a function body begins here: locals beyond it are captures
    bool is_wall;     // a declaration inside of a function: locals beyond it cannot be captured
};

Scope *scope_new(Arena *a, Scope *outer);
// The symbol that was there before under this name, else NULL and `symbol` is in.
Symbol *scope_add(Scope *s, Symbol *symbol);
Symbol *scope_add_as(Scope *s, Name name, Symbol *symbol);
Symbol *scope_find_here(const Scope *s, Name name);
Symbol *scope_find(const Scope *s, Name name);
void scope_offer(const Scope *s, Nearest *nearest); // every name visible from here, innermost first

#endif
