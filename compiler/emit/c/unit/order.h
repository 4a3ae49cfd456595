// Inside of order.c and share.c: C text as words, and what is known by its name.
#ifndef SEAM_EMIT_C_ORDER_H
#define SEAM_EMIT_C_ORDER_H

#include "emit/c/unit/unit.h"

typedef VEC(uint32_t) Indexes;

typedef struct Named { // a late declaration, or a function's
    const char *name;
    const char *prototype;
    bool settled; // it was defined or declared
    bool is_function;
    uint32_t same;     // of a function: the first one with the same body
    Indexes *mentions; // of a function: the names in its body
    uint32_t served;   // 1-based: the function that stands wherever this one is named; 0: itself
    uint64_t *hashes;  // share.c; NULL
} Named;

typedef struct Table {
    VEC(Named) items;
    uint32_t *slots; // by name, 1-based
    uint32_t cap;
} Table;

Named *table_find(const Table *t, const char *name, size_t len);               // NULL: none
Named *table_add(Arena *a, Table *t, const char *name, const char *prototype); // or finds it

bool is_word(char c);
const char *skip_quoted(const char *at); // behind the string literal at `at`

// needs: functions in the order of the unit's pieces -> makes: `same_as` of those pieces that have
// the body of another.
void share_bodies(Unit *u, Table *functions);

#endif
