// Operations on the bits of integers, for N as in number.h. Few programs use them, and every unit
// reads what <seam/runtime.h> includes: a unit that does includes this too.
#ifndef SEAM_BITS_H
#define SEAM_BITS_H

#include <seam/number.h>

// Bits. Zeros of 0 are all its bits; a rotation is modulo the width, and one by -n the other way.
#define SEAM_BIT_OPERATORS(N, T, U, KIND, MIN, MAX, FITS)                               \
    static inline int64_t seam_popcount_##N(T x) { return __builtin_popcountll((U)x); } \
    static inline int64_t seam_leading_zeros_##N(T x) {                                 \
        return (int64_t)(8 * sizeof(T)) - (x ? 64 - __builtin_clzll((U)x) : 0);         \
    }                                                                                   \
    static inline int64_t seam_trailing_zeros_##N(T x) {                                \
        return x ? __builtin_ctzll((U)x) : (int64_t)(8 * sizeof(T));                    \
    }                                                                                   \
    static inline T seam_rotate_left_##N(T x, int64_t by) {                             \
        uint32_t n = (uint32_t)((uint64_t)by % (8 * sizeof(T)));                        \
        return n ? (T)(U)((U)((U)x << n) | (U)((U)x >> (8 * sizeof(T) - n))) : x;       \
    }                                                                                   \
    static inline T seam_rotate_right_##N(T x, int64_t by) {                            \
        return seam_rotate_left_##N(x, (int64_t)(0 - (uint64_t)by));                    \
    }                                                                                   \
    static inline T seam_byte_swap_##N(T x) {                                           \
        return (T)(U)(__builtin_bswap64((uint64_t)(U)x) >> (64 - 8 * sizeof(T)));       \
    }

SEAM_SIGNED_TYPES(SEAM_BIT_OPERATORS)
SEAM_UNSIGNED_TYPES(SEAM_BIT_OPERATORS)

#endif
