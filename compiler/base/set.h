// A set of pointers, for "was this seen?" over things that are interned or unique. Arena memory;
// zeroed is empty.
#ifndef SEAM_BASE_SET_H
#define SEAM_BASE_SET_H

#include "base/arena.h"

typedef struct PointerSet {
    const void **slots; // open addressing, power of two
    uint32_t cap;
    uint32_t count;
} PointerSet;

bool set_has(const PointerSet *set, const void *item);
// True when it was not in before. `item` is not NULL.
bool set_add(Arena *arena, PointerSet *set, const void *item);

#endif
