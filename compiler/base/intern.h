// Interned names: equal texts are one pointer, so that `==` compares them.
// Owned by the session arena; immutable.
#ifndef SEAM_BASE_INTERN_H
#define SEAM_BASE_INTERN_H

#include "arena.h"

typedef struct NameText {
    uint32_t len; // bytes, without the NUL
    uint32_t hash;
    char text[]; // NUL-terminated
} NameText;
typedef const NameText *Name;

typedef struct Interner {
    Arena *arena;
    Name *slots; // open addressing, power of two
    uint32_t cap;
    uint32_t count;
} Interner;

void intern_init(Interner *in, Arena *arena);
Name intern(Interner *in, const char *text, size_t len);
Name intern_text(Interner *in, const char *text); // NUL-terminated
uint64_t hash_bytes(const void *data, size_t size,
                    uint64_t seed); // not cryptographic, stable across runs

#endif
