// Values of a type known at run time only: hashing, and equality as map keys have it.
#ifndef SEAM_CORE_VALUE_VALUE_H
#define SEAM_CORE_VALUE_VALUE_H

#include <seam/array.h>

// As `==`, of values that lie in containers, which the user's `equals` may change meanwhile.
bool value_equals_item(const SeamType *type, const void *a, const void *b);
// The same, but a NaN equals itself, also inside arrays and structs.
bool value_equals_as_key(const SeamType *type, const void *a, const void *b);

// A value's bytes, loaded whatever their alignment.
static inline void *value_pointer(const void *value) {
    void *pointer;
    __builtin_memcpy(&pointer, value, sizeof pointer);
    return pointer;
}

// ---- hashing: seeded anew in every run, so that nobody can choose colliding keys ----
typedef struct HashSeed {
    uint64_t a;
    uint64_t b;
} HashSeed;
extern HashSeed hash_seed;

// Both halves of the product, folded.
static inline uint64_t hash_mix(uint64_t x, uint64_t y) {
    __extension__ typedef unsigned __int128 Wide;
    Wide product = (Wide)x * y;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_word(uint64_t x) { return hash_mix(x ^ hash_seed.a, hash_seed.b); }
uint64_t hash_bytes(const void *data, size_t size);

#endif
