// Interned names: an open-addressing table of pointers into the session arena.
// Invariant: at most half of the slots are taken, so probing ends.
#include "base/intern.h"

#include <string.h>

enum { SLOTS_MIN = 1024 };

// Both halves of the product, folded: with its low half alone, two words that differ in a few high
// bits would cancel out whatever the seed is, and two keys made of two seeds would collide at once.
static uint64_t mix(uint64_t word) {
    __extension__ unsigned __int128 product = word;
    product *= 0xd6e8feb86659fd93u;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// One product for eight bytes; the last rounds spread every bit (the finaliser is of the murmur
// family).
uint64_t hash_bytes(const void *data, size_t size, uint64_t seed) {
    const unsigned char *p = data;
    uint64_t h = seed ^ (size * 0x9e3779b97f4a7c15u);
    for (; size >= 8; p += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        h = mix(h ^ word);
    }
    uint64_t tail = 0;
    for (size_t i = 0; i < size; i++) tail |= (uint64_t)p[i] << (8 * i);
    h = mix(h ^ tail);
    h ^= h >> 32;
    h *= 0xd6e8feb86659fd93u;
    h ^= h >> 29;
    return h;
}

void intern_init(Interner *in, Arena *arena) {
    *in = (Interner){.arena = arena, .cap = SLOTS_MIN};
    in->slots = ARENA_ARRAY(arena, Name, in->cap);
}

static void grow(Interner *in) {
    Name *old = in->slots;
    uint32_t old_cap = in->cap;
    in->cap *= 2;
    in->slots = ARENA_ARRAY(in->arena, Name, in->cap);
    for (uint32_t i = 0; i < old_cap; i++) {
        if (!old[i]) continue;
        uint32_t slot = old[i]->hash & (in->cap - 1);
        while (in->slots[slot]) slot = (slot + 1) & (in->cap - 1);
        in->slots[slot] = old[i];
    }
}

Name intern(Interner *in, const char *text, size_t len) {
    uint32_t hash = (uint32_t)hash_bytes(text, len, 0);
    uint32_t slot = hash & (in->cap - 1);
    for (; in->slots[slot]; slot = (slot + 1) & (in->cap - 1)) {
        Name name = in->slots[slot];
        if (name->hash == hash && name->len == len && memcmp(name->text, text, len) == 0)
            return name;
    }
    NameText *made = arena_alloc(in->arena, sizeof(NameText) + len + 1);
    made->len = (uint32_t)len;
    made->hash = hash;
    memcpy(made->text, text, len);
    in->slots[slot] = made;
    if (++in->count > in->cap / 2) grow(in);
    return made;
}

Name intern_text(Interner *in, const char *text) { return intern(in, text, strlen(text)); }
