// The bounds of parts of texts, buffers and arrays.
#ifndef SEAM_CORE_COLLECT_SLICE_H
#define SEAM_CORE_COLLECT_SLICE_H

#include <seam/error.h>

#include <stdint.h>

// Where a slice ends; INT64_MAX, the default of `to`, is the end. Panics unless 0 <= from <= to <=
// len.
static inline int64_t slice_end(int64_t from, int64_t to, int64_t len, SEAM_PLACE) {
    if (to == INT64_MAX) to = len;
    if (from < 0 || from > to || to > len) seam_panic_slice(from, to, len, file, place);
    return to;
}

#endif
