// Known signatures: see known.h. The table is only ever filled, and what finds no room is prepared
// each time.
#include "ffi/known.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4096, PROBES = 4, TAG_BITS = 4, MAX_DEPTH = 16 };

typedef struct Known {
    uint32_t flags;
    uint32_t bytes;
    uint32_t len;
    uint64_t words[];
} Known;

static Known *table[SLOTS];

// ---- keys ----

static inline bool put(KnownKey *k, uint64_t value, unsigned bits) {
    k->words[k->len] |= value << k->used;
    k->used += bits;
    if (k->used < 64) return true;
    if (k->len + 1 == KNOWN_WORDS) return false;
    k->used -= 64;
    k->words[++k->len] = k->used ? value >> (bits - k->used) : 0;
    return true;
}

static bool put_record(KnownKey *k, const ffi_type *t, unsigned depth);

static inline bool put_type(KnownKey *k, const ffi_type *t, unsigned depth) {
    if (!t || t->type > FFI_TYPE_LAST || t->size == 0) return false;
    if (!put(k, t->type, TAG_BITS)) return false;
    bool has_parts = t->type == FFI_TYPE_STRUCT || t->type == FFI_TYPE_COMPLEX;
    return !has_parts || put_record(k, t, depth);
}

// Its size and alignment, its elements, and a tag that no element has.
static bool put_record(KnownKey *k, const ffi_type *t, unsigned depth) {
    if (!t->elements || t->size > UINT32_MAX || depth > MAX_DEPTH) return false;
    if (!put(k, t->size, 32) || !put(k, t->alignment, 16)) return false;
    for (ffi_type **e = t->elements; *e; e++)
        if ((*e)->type == FFI_TYPE_VOID || !put_type(k, *e, depth + 1)) return false;
    return put(k, FFI_TYPE_VOID, TAG_BITS);
}

bool known_key(KnownKey *key, const ffi_cif *cif, size_t fixed) {
    uint64_t limit = UINT32_MAX; // SEAM_SIG_FIXED comes to it
    key->words[0] = (uint64_t)cif->abi | (uint64_t)cif->nargs << 8;
    key->words[1] = fixed < limit ? fixed : limit;
    key->len = 1;
    key->used = 32;
    if (cif->nargs >> 16 || !put_type(key, cif->rtype, 0)) return false;
    for (unsigned i = 0; i < cif->nargs; i++)
        if (!put_type(key, cif->arg_types[i], 0)) return false;
    return true;
}

// ---- the table ----

static size_t slot_of(const KnownKey *k) {
    uint64_t hash = k->len;
    for (uint32_t i = 0; i <= k->len; i++) hash = (hash ^ k->words[i]) * 0x9e3779b97f4a7c15u;
    return (size_t)(hash >> 40) & (SLOTS - 1);
}

static bool is_same(const Known *known, const KnownKey *k) {
    if (known->len != k->len) return false;
    for (uint32_t i = 0; i <= k->len; i++)
        if (known->words[i] != k->words[i]) return false;
    return true;
}

bool known_find(const KnownKey *key, ffi_cif *cif) {
    size_t slot = slot_of(key);
    for (size_t i = 0; i < PROBES; i++) {
        const Known *found = __atomic_load_n(&table[(slot + i) & (SLOTS - 1)], __ATOMIC_ACQUIRE);
        if (!found) return false;
        if (!is_same(found, key)) continue;
        cif->flags = found->flags;
        cif->bytes = found->bytes;
        return true;
    }
    return false;
}

void known_add(const KnownKey *key, const ffi_cif *cif) {
    size_t size = (key->len + 1) * sizeof key->words[0], slot = slot_of(key);
    Known *known = malloc(sizeof *known + size);
    if (!known) return;
    *known = (Known){cif->flags, cif->bytes, key->len};
    memcpy(known->words, key->words, size);
    for (size_t i = 0; i < PROBES; i++) {
        Known *none = NULL;
        if (__atomic_compare_exchange_n(&table[(slot + i) & (SLOTS - 1)], &none, known, false,
                                        __ATOMIC_RELEASE, __ATOMIC_RELAXED))
            return;
    }
    free(known); // no room; or another thread was faster, and two are alike
}
