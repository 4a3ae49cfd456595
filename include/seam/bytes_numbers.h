// Numbers in the bytes of a buffer, of all sizes and in both orders. Included by the units that use
// them (bits.h says why).
#ifndef SEAM_BYTES_NUMBERS_H
#define SEAM_BYTES_NUMBERS_H

#include <seam/bytes.h>

// ---- numbers in the bytes ----
SEAM_COLD SEAM_NORETURN void seam_panic_access(int64_t at, int64_t size, int64_t len, SEAM_PLACE);

#define SEAM_ORDER_LE(x) (x)
#define SEAM_ORDER_BE(x) ((__typeof__(x))(__builtin_bswap64((uint64_t)(x)) >> (64 - 8 * sizeof(x))))

// X(name, type, unsigned type of its size, order)
#define SEAM_BYTES_NUMBERS(X)                    \
    X(u8, uint8_t, uint8_t, SEAM_ORDER_LE)       \
    X(i8, int8_t, uint8_t, SEAM_ORDER_LE)        \
    X(u16_le, uint16_t, uint16_t, SEAM_ORDER_LE) \
    X(u16_be, uint16_t, uint16_t, SEAM_ORDER_BE) \
    X(i16_le, int16_t, uint16_t, SEAM_ORDER_LE)  \
    X(i16_be, int16_t, uint16_t, SEAM_ORDER_BE)  \
    X(u32_le, uint32_t, uint32_t, SEAM_ORDER_LE) \
    X(u32_be, uint32_t, uint32_t, SEAM_ORDER_BE) \
    X(i32_le, int32_t, uint32_t, SEAM_ORDER_LE)  \
    X(i32_be, int32_t, uint32_t, SEAM_ORDER_BE)  \
    X(u64_le, uint64_t, uint64_t, SEAM_ORDER_LE) \
    X(u64_be, uint64_t, uint64_t, SEAM_ORDER_BE) \
    X(i64_le, int64_t, uint64_t, SEAM_ORDER_LE)  \
    X(i64_be, int64_t, uint64_t, SEAM_ORDER_BE)  \
    X(f32_le, float, uint32_t, SEAM_ORDER_LE)    \
    X(f32_be, float, uint32_t, SEAM_ORDER_BE)    \
    X(f64_le, double, uint64_t, SEAM_ORDER_LE)   \
    X(f64_be, double, uint64_t, SEAM_ORDER_BE)

// Targets are little-endian.
#define SEAM_BYTES_ACCESS(name, T, U, ORDER)                                           \
    static inline T seam_bytes_read_##name(SeamBytesRef b, int64_t at, SEAM_PLACE) {   \
        if (SEAM_UNLIKELY(at < 0 || at > b->len - (int64_t)sizeof(T)))                 \
            seam_panic_access(at, sizeof(T), b->len, file, place);                     \
        U bits;                                                                        \
        T value;                                                                       \
        __builtin_memcpy(&bits, b->data + at, sizeof bits);                            \
        bits = ORDER(bits);                                                            \
        __builtin_memcpy(&value, &bits, sizeof value);                                 \
        return value;                                                                  \
    }                                                                                  \
    static inline int64_t seam_bytes_write_##name(SeamBytesRef b, T value, int64_t at, \
                                                  SEAM_PLACE) {                        \
        if (SEAM_UNLIKELY(at < 0 || at > b->len - (int64_t)sizeof(T)))                 \
            seam_panic_access(at, sizeof(T), b->len, file, place);                     \
        U bits;                                                                        \
        __builtin_memcpy(&bits, &value, sizeof bits);                                  \
        bits = ORDER(bits);                                                            \
        __builtin_memcpy(b->data + at, &bits, sizeof bits);                            \
        return at + (int64_t)sizeof(T);                                                \
    }
SEAM_BYTES_NUMBERS(SEAM_BYTES_ACCESS)

#endif
