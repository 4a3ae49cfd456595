// Pointer sets. Half full at most, so that a search ends soon. Floor 1.
#include "base/set.h"

enum { FIRST_CAP = 16 };

// The slot of `item`, or the free one where it belongs.
static uint32_t slot_of(const PointerSet *set, const void *item) {
    uint64_t hash = (uint64_t)(uintptr_t)item * 0x9e3779b97f4a7c15u; // 2^64 / golden ratio
    uint32_t at = (uint32_t)(hash >> 32) & (set->cap - 1);
    while (set->slots[at] && set->slots[at] != item) at = (at + 1) & (set->cap - 1);
    return at;
}

bool set_has(const PointerSet *set, const void *item) {
    return set->cap > 0 && set->slots[slot_of(set, item)];
}

static void grow(Arena *arena, PointerSet *set) {
    PointerSet old = *set;
    set->cap = old.cap ? old.cap * 2 : FIRST_CAP;
    set->slots = ARENA_ARRAY(arena, const void *, set->cap);
    for (uint32_t i = 0; i < old.cap; i++)
        if (old.slots[i]) set->slots[slot_of(set, old.slots[i])] = old.slots[i];
}

bool set_add(Arena *arena, PointerSet *set, const void *item) {
    if (set->count * 2 >= set->cap) grow(arena, set);
    uint32_t at = slot_of(set, item);
    if (set->slots[at]) return false;
    set->slots[at] = item;
    set->count++;
    return true;
}
