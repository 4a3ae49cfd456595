// Signatures that were prepared before, by the contents of their types: bindings prepare a cif for
// every call, some for the same few functions all the time.
#ifndef SEAM_CALL_KNOWN_H
#define SEAM_CALL_KNOWN_H

#include "ffi/face.h"

enum { KNOWN_WORDS = 12 };

// What a cif's signature depends on: tags of four bits, and the sizes of structs.
typedef struct KnownKey {
    uint64_t words[KNOWN_WORDS];
    uint32_t len;
    unsigned used; // bits of the last word
} KnownKey;

// Describes the cif's types; false: they have no key, since there is too much of them, they are
// wrong, or a struct has not been laid out yet.
bool known_key(KnownKey *key, const ffi_cif *cif, size_t fixed);
// Fills in what preparing makes; false: it is not known. Takes no lock.
bool known_find(const KnownKey *key, ffi_cif *cif);
void known_add(const KnownKey *key, const ffi_cif *cif);

#endif
