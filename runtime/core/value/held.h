// Values that code of the user could take away while the runtime looks at them. `equals`, `hash`
// and `toString` may change what a value was read from: of what lies in a container a copy with
// counts of its own is looked at.
#ifndef SEAM_CORE_VALUE_HELD_H
#define SEAM_CORE_VALUE_HELD_H

#include <seam/object.h>

typedef struct Held {
    const SeamType *type; // NULL: the value itself is looked at
    char *data;
    _Alignas(16) char room[64];
} Held;

// What to look at until held_end. Counted pointers are not copied: who follows them holds them.
const void *held_begin(Held *held, const SeamType *type, const void *value);
void held_end(Held *held);

#endif
