// Scopes as lists in order of declaration; a large one (a module, the prelude, a class) also has a
// hash index, so that looking up stays flat however many names there are.
#include "check/scope.h"

enum { LIST_MAX = 8 }; // up to here a list is searched faster than a table

Scope *scope_new(Arena *a, Scope *outer) {
    Scope *s = ARENA_NEW(a, Scope);
    s->outer = outer;
    s->arena = a;
    return s;
}

// The slot of the name, or the empty one where it belongs. At most half of the slots are taken.
static uint32_t *find_slot(const Scope *s, Name name) {
    for (uint32_t i = name->hash;; i++) {
        uint32_t *slot = &s->slots[i & (s->cap - 1)];
        if (*slot == 0 || s->entries.items[*slot - 1].name == name) return slot;
    }
}

static void grow_index(Scope *s) {
    s->cap = s->cap ? s->cap * 2 : LIST_MAX * 4;
    s->slots = ARENA_ARRAY(s->arena, uint32_t, s->cap);
    for (uint32_t i = 0; i < s->entries.len; i++) *find_slot(s, s->entries.items[i].name) = i + 1;
}

Symbol *scope_add_as(Scope *s, Name name, Symbol *symbol) {
    Symbol *before = scope_find_here(s, name);
    if (before) return before;
    VEC_PUSH(s->arena, &s->entries, ((ScopeEntry){name, symbol}));
    if (s->entries.len * 2 > s->cap && s->entries.len > LIST_MAX) grow_index(s);
    else if (s->slots) *find_slot(s, name) = s->entries.len;
    return NULL;
}

Symbol *scope_add(Scope *s, Symbol *symbol) { return scope_add_as(s, symbol->name, symbol); }

Symbol *scope_find_here(const Scope *s, Name name) {
    if (s->slots) {
        uint32_t entry = *find_slot(s, name);
        return entry ? s->entries.items[entry - 1].symbol : NULL;
    }
    for (uint32_t i = 0; i < s->entries.len; i++)
        if (s->entries.items[i].name == name) return s->entries.items[i].symbol;
    return NULL;
}

Symbol *scope_find(const Scope *s, Name name) {
    for (; s; s = s->outer) {
        Symbol *found = scope_find_here(s, name);
        if (found) return found;
    }
    return NULL;
}

void scope_offer(const Scope *s, Nearest *nearest) {
    for (; s; s = s->outer)
        for (uint32_t i = 0; i < s->entries.len; i++)
            nearest_offer(nearest, s->entries.items[i].name->text);
}
