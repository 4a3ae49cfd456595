// Strings under construction: filled by the runtime before anyone else sees them.
#ifndef SEAM_CORE_TEXT_STRING_H
#define SEAM_CORE_TEXT_STRING_H

#include <seam/array.h>

// An unfilled string of `len` bytes with its NUL. len 0 is allowed.
SeamStr string_alloc(int64_t len);
SeamStr string_empty(void);

// Appends an owned value to an array that the runtime itself is making.
static inline void array_take_string(SeamArrayRef a, SeamStr s) {
    SEAM_ARRAY_PUSH(SeamStr, a, s, "", 0);
}

// "position 3 is inside a code point"
SEAM_COLD SEAM_NORETURN void string_panic_boundary(int64_t at, SEAM_PLACE);

#endif
