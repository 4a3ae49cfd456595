// Byte buffers. Included by <seam/runtime.h>. What leaves the bounds panics, as does what would
// move the data while C holds it. A part is a copy, never a view.
#ifndef SEAM_BYTES_H
#define SEAM_BYTES_H

#include <seam/array.h>

SeamBytes seam_bytes_new(const void *data, int64_t len); // copies
SeamBytes seam_bytes_alloc(int64_t len, uint8_t fill, SEAM_PLACE);
SeamBytes seam_bytes_from_array(SeamArrayRef items);
SeamBytes seam_bytes_concat(SeamArrayRef parts);
SeamStr seam_bytes_to_string(SeamBytesRef b); // ill-formed UTF-8 becomes U+FFFD
SeamArray seam_bytes_to_array(SeamBytesRef b);
SeamBytes seam_bytes_slice(SeamBytesRef b, int64_t from, int64_t to,
                           SEAM_PLACE); // a copy; to INT64_MAX: the end

// Encodings: utf8 hex base64 base64url latin1 ascii utf16le; panic on any other.
SeamStr seam_bytes_to_encoding(SeamBytesRef b, SeamStrRef encoding, SEAM_PLACE);
SeamBytes seam_bytes_parse(SeamStrRef text, SeamStrRef encoding,
                           SEAM_PLACE); // NULL: it is not in it

bool seam_bytes_equals(SeamBytesRef a, SeamBytesRef b);
int64_t seam_bytes_compare(SeamBytesRef a, SeamBytesRef b); // -1, 0 or 1
SeamOptI64 seam_bytes_find(SeamBytesRef b, SeamBytesRef needle, int64_t from);
SeamOptI64 seam_bytes_index_of(SeamBytesRef b, uint8_t value, int64_t from);
bool seam_bytes_contains(SeamBytesRef b, SeamBytesRef needle);
bool seam_bytes_starts_with(SeamBytesRef b, SeamBytesRef prefix);
bool seam_bytes_ends_with(SeamBytesRef b, SeamBytesRef suffix);

// ---- changing the bytes ----
void seam_bytes_fill(SeamBytesRef b, uint8_t value, int64_t from, int64_t to, SEAM_PLACE);
// [from, to) of b to `at` of the target, which may be b.
void seam_bytes_copy(SeamBytesRef b, SeamBytesRef target, int64_t at, int64_t from, int64_t to,
                     SEAM_PLACE);
int64_t seam_bytes_write(SeamBytesRef b, SeamStrRef text, int64_t at, SEAM_PLACE); // where it ends
void seam_bytes_reverse(SeamBytesRef b);
void seam_bytes_swap16(SeamBytesRef b, SEAM_PLACE);
void seam_bytes_swap32(SeamBytesRef b, SEAM_PLACE);
void seam_bytes_swap64(SeamBytesRef b, SEAM_PLACE);

// ---- changing the length ----
void seam_bytes_push(SeamBytesRef b, uint8_t value, SEAM_PLACE);
bool seam_bytes_pop(SeamBytesRef b, uint8_t *out);
void seam_bytes_append(SeamBytesRef b, SeamBytesRef other, SEAM_PLACE);
void seam_bytes_append_text(SeamBytesRef b, SeamStrRef text, SEAM_PLACE);
void seam_bytes_insert(SeamBytesRef b, int64_t at, SeamBytesRef other, SEAM_PLACE);
void seam_bytes_remove(SeamBytesRef b, int64_t from, int64_t to, SEAM_PLACE);
void seam_bytes_reserve(SeamBytesRef b, int64_t cap, SEAM_PLACE);
void seam_bytes_truncate(SeamBytesRef b, int64_t len, SEAM_PLACE);
void seam_bytes_clear(SeamBytesRef b);

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
