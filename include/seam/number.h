// Arithmetic and conversions of the number types (LANGUAGE 3, Numbers and Checks), for N of i8 i16
// i32 i64 u8 u16 u32 u64; isize and usize are i64 and u64. Included by <seam/runtime.h>.
//   checked     seam_add_N sub mul div rem neg abs shl shr pow; last parameters SEAM_PLACE
//   wrapping    seam_addw_N subw mulw
//   saturating  seam_adds_N subs muls
//   others      seam_min_N max
//   from S of i64 u64 f64: seam_N_from_S (panics), seam_N_sat_from_S, seam_N_try_from_S(x, &out);
//   to wrap is a cast, of floats (N)seam_wrap_f64(x).
// Narrower sources widen by C's own rules, as do all conversions to floats. Programs are compiled
// with -fwrapv, yet nothing here depends on it.
#ifndef SEAM_NUMBER_H
#define SEAM_NUMBER_H

#include <seam/object.h>

// `what` is SeamKind << 8 | the operator's character ('n': negation, '<' and '>': shifts, 'p':
// power, 'a': abs); operands of unsigned types come as the bits of an int64_t.
SEAM_COLD SEAM_NORETURN void seam_panic_arithmetic(int64_t a, int64_t b, uint32_t what, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_convert_i64(int64_t x, uint32_t kind, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_convert_u64(uint64_t x, uint32_t kind, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_convert_f64(double x, uint32_t kind, SEAM_PLACE);
int64_t seam_pow_signed(int64_t a, int64_t b, uint32_t what, SEAM_PLACE);
uint64_t seam_pow_unsigned(uint64_t a, uint64_t b, uint32_t what, SEAM_PLACE);
uint64_t seam_wrap_f64(double x); // truncated, modulo 2^64; 0 for NaN and the infinities

double seam_pow_f64(double a, double b);
double seam_rem_f64(double a, double b); // C's fmod
SEAM_COLD SEAM_NORETURN void seam_panic_clamp(SEAM_PLACE);
// min and max are NaN if either is; sign is -1, 1, or x itself if it is a zero or NaN; mod has the
// sign of b.
#define SEAM_FLOAT_FUNCTIONS(N, T, fabs, fmod)                                 \
    static inline T seam_abs_##N(T x, SEAM_PLACE) {                            \
        (void)file, (void)place;                                               \
        return fabs(x);                                                        \
    }                                                                          \
    static inline T seam_min_##N(T a, T b) { return a < b || a != a ? a : b; } \
    static inline T seam_max_##N(T a, T b) { return a > b || a != a ? a : b; } \
    static inline T seam_sign_##N(T x) { return x > 0 ? 1 : x < 0 ? -1 : x; }  \
    static inline T seam_mod_##N(T a, T b, SEAM_PLACE) {                       \
        (void)file, (void)place;                                               \
        T r = fmod(a, b);                                                      \
        return r != 0 && (r < 0) != (b < 0) ? r + b : r;                       \
    }                                                                          \
    static inline T seam_clamp_##N(T x, T low, T high, SEAM_PLACE) {           \
        if (SEAM_UNLIKELY(!(low <= high))) seam_panic_clamp(file, place);      \
        return x < low ? low : x > high ? high : x;                            \
    }
SEAM_FLOAT_FUNCTIONS(f32, float, __builtin_fabsf, __builtin_fmodf)
SEAM_FLOAT_FUNCTIONS(f64, double, __builtin_fabs, __builtin_fmod)

// ---- name space math ----
double seam_math_round(double x); // halves upwards, as JavaScript does
double seam_math_fract(double x);
double seam_math_lerp(double a, double b, double t);
double seam_math_degrees(double radians);
double seam_math_radians(double degrees);
int64_t seam_math_gcd(int64_t a, int64_t b, SEAM_PLACE);
int64_t seam_math_lcm(int64_t a, int64_t b, SEAM_PLACE);

// X(N, C type, unsigned C type, KIND, least, greatest, test that the truncated double x fits)
#define SEAM_SIGNED_TYPES(X)                                                         \
    X(i8, int8_t, uint8_t, I8, -0x7f - 1, 0x7f, x > -129.0 && x < 128.0)             \
    X(i16, int16_t, uint16_t, I16, -0x7fff - 1, 0x7fff, x > -32769.0 && x < 32768.0) \
    X(i32, int32_t, uint32_t, I32, -0x7fffffff - 1, 0x7fffffff,                      \
      x > -2147483649.0 && x < 2147483648.0)                                         \
    X(i64, int64_t, uint64_t, I64, -0x7fffffffffffffff - 1, 0x7fffffffffffffff,      \
      x >= -0x1p63 && x < 0x1p63)
#define SEAM_UNSIGNED_TYPES(X)                                                   \
    X(u8, uint8_t, uint8_t, U8, 0, 0xff, x > -1.0 && x < 256.0)                  \
    X(u16, uint16_t, uint16_t, U16, 0, 0xffff, x > -1.0 && x < 65536.0)          \
    X(u32, uint32_t, uint32_t, U32, 0, 0xffffffff, x > -1.0 && x < 4294967296.0) \
    X(u64, uint64_t, uint64_t, U64, 0, 0xffffffffffffffff, x > -1.0 && x < 0x1p64)

#define SEAM_WHAT(KIND, op) ((uint32_t)SEAM_KIND_##KIND << 8 | (op))
#define SEAM_FAIL(a, b, KIND, op) \
    seam_panic_arithmetic((int64_t)(a), (int64_t)(b), SEAM_WHAT(KIND, op), file, place)

// + - *: checked, wrapping and saturating. `past` is where an overflow saturates.
#define SEAM_BASIC_OPERATOR(N, T, KIND, name, op, character, past)                           \
    static inline T seam_##name##_##N(T a, T b, SEAM_PLACE) {                                \
        T r;                                                                                 \
        if (SEAM_UNLIKELY(__builtin_##name##_overflow(a, b, &r)))                            \
            SEAM_FAIL(a, b, KIND, character);                                                \
        return r;                                                                            \
    }                                                                                        \
    static inline T seam_##name##w_##N(T a, T b) { return (T)((uint64_t)a op(uint64_t) b); } \
    static inline T seam_##name##s_##N(T a, T b) {                                           \
        T r;                                                                                 \
        return __builtin_##name##_overflow(a, b, &r) ? (T)(past) : r;                        \
    }

#define SEAM_COMMON_OPERATORS(N, T, KIND)                                            \
    static inline T seam_shl_##N(T a, int64_t n, SEAM_PLACE) {                       \
        if (SEAM_UNLIKELY((uint64_t)n >= 8 * sizeof(T))) SEAM_FAIL(a, n, KIND, '<'); \
        return (T)((uint64_t)a << n);                                                \
    }                                                                                \
    static inline T seam_shr_##N(T a, int64_t n, SEAM_PLACE) {                       \
        if (SEAM_UNLIKELY((uint64_t)n >= 8 * sizeof(T))) SEAM_FAIL(a, n, KIND, '>'); \
        return (T)(a >> n);                                                          \
    }                                                                                \
    static inline T seam_min_##N(T a, T b) { return a < b ? a : b; }                 \
    static inline T seam_max_##N(T a, T b) { return a > b ? a : b; }                 \
    static inline T seam_clamp_##N(T x, T low, T high, SEAM_PLACE) {                 \
        if (SEAM_UNLIKELY(low > high)) seam_panic_clamp(file, place);                \
        return x < low ? low : x > high ? high : x;                                  \
    }

// i64.min / -1 overflows; i64.min % -1 is 0.
#define SEAM_SIGNED_OPERATORS(N, T, U, KIND, MIN, MAX, FITS)                            \
    SEAM_BASIC_OPERATOR(N, T, KIND, add, +, '+', a < 0 ? MIN : MAX)                     \
    SEAM_BASIC_OPERATOR(N, T, KIND, sub, -, '-', a < 0 ? MIN : MAX)                     \
    SEAM_BASIC_OPERATOR(N, T, KIND, mul, *, '*', (a < 0) != (b < 0) ? MIN : MAX)        \
    SEAM_COMMON_OPERATORS(N, T, KIND)                                                   \
    static inline T seam_div_##N(T a, T b, SEAM_PLACE) {                                \
        if (SEAM_UNLIKELY(b == 0 || (b == -1 && a == MIN))) SEAM_FAIL(a, b, KIND, '/'); \
        return (T)(a / b);                                                              \
    }                                                                                   \
    static inline T seam_rem_##N(T a, T b, SEAM_PLACE) {                                \
        if (SEAM_UNLIKELY(b == 0)) SEAM_FAIL(a, b, KIND, '%');                          \
        return (T)(b == -1 ? 0 : a % b);                                                \
    }                                                                                   \
    static inline T seam_mod_##N(T a, T b, SEAM_PLACE) {                                \
        T r = seam_rem_##N(a, b, file, place);                                          \
        return (T)(r != 0 && (r < 0) != (b < 0) ? r + b : r);                           \
    }                                                                                   \
    static inline T seam_sign_##N(T x) { return (T)((x > 0) - (x < 0)); }               \
    static inline T seam_neg_##N(T a, SEAM_PLACE) {                                     \
        if (SEAM_UNLIKELY(a == MIN)) SEAM_FAIL(a, 0, KIND, 'n');                        \
        return (T)(-a);                                                                 \
    }                                                                                   \
    static inline T seam_abs_##N(T a, SEAM_PLACE) {                                     \
        if (SEAM_UNLIKELY(a == MIN)) SEAM_FAIL(a, 0, KIND, 'a');                        \
        return (T)(a < 0 ? -a : a);                                                     \
    }                                                                                   \
    static inline T seam_pow_##N(T a, T b, SEAM_PLACE) {                                \
        return (T)seam_pow_signed(a, b, SEAM_WHAT(KIND, 'p'), file, place);             \
    }

#define SEAM_UNSIGNED_OPERATORS(N, T, U, KIND, MIN, MAX, FITS)                                     \
    SEAM_BASIC_OPERATOR(N, T, KIND, add, +, '+', MAX)                                              \
    SEAM_BASIC_OPERATOR(N, T, KIND, sub, -, '-', MIN)                                              \
    SEAM_BASIC_OPERATOR(N, T, KIND, mul, *, '*', MAX)                                              \
    SEAM_COMMON_OPERATORS(N, T, KIND)                                                              \
    static inline T seam_div_##N(T a, T b, SEAM_PLACE) {                                           \
        if (SEAM_UNLIKELY(b == 0)) SEAM_FAIL(a, b, KIND, '/');                                     \
        return (T)(a / b);                                                                         \
    }                                                                                              \
    static inline T seam_rem_##N(T a, T b, SEAM_PLACE) {                                           \
        if (SEAM_UNLIKELY(b == 0)) SEAM_FAIL(a, b, KIND, '%');                                     \
        return (T)(a % b);                                                                         \
    }                                                                                              \
    static inline T seam_mod_##N(T a, T b, SEAM_PLACE) { return seam_rem_##N(a, b, file, place); } \
    static inline T seam_sign_##N(T x) { return x > 0; }                                           \
    static inline T seam_neg_##N(T a, SEAM_PLACE) {                                                \
        if (SEAM_UNLIKELY(a != 0)) SEAM_FAIL(a, 0, KIND, 'n');                                     \
        return a;                                                                                  \
    }                                                                                              \
    static inline T seam_abs_##N(T a, SEAM_PLACE) {                                                \
        (void)file, (void)place;                                                                   \
        return a;                                                                                  \
    }                                                                                              \
    static inline T seam_pow_##N(T a, T b, SEAM_PLACE) {                                           \
        return (T)seam_pow_unsigned(a, b, SEAM_WHAT(KIND, 'p'), file, place);                      \
    }

// A conversion from S, that holds where `fits`.
#define SEAM_CONVERSION(N, T, KIND, S, source, fits)                                          \
    static inline T seam_##N##_from_##S(source x, SEAM_PLACE) {                               \
        if (SEAM_UNLIKELY(!(fits))) seam_panic_convert_##S(x, SEAM_KIND_##KIND, file, place); \
        return (T)x;                                                                          \
    }                                                                                         \
    static inline bool seam_##N##_try_from_##S(source x, T *out) {                            \
        if (!(fits)) return false;                                                            \
        *out = (T)x;                                                                          \
        return true;                                                                          \
    }

#define SEAM_SIGNED_CONVERSIONS(N, T, U, KIND, MIN, MAX, FITS)            \
    SEAM_CONVERSION(N, T, KIND, i64, int64_t, x >= MIN && x <= MAX)       \
    SEAM_CONVERSION(N, T, KIND, u64, uint64_t, x <= (uint64_t)MAX)        \
    SEAM_CONVERSION(N, T, KIND, f64, double, FITS)                        \
    static inline T seam_##N##_sat_from_i64(int64_t x) {                  \
        return (T)(x < MIN ? MIN : x > MAX ? MAX : x);                    \
    }                                                                     \
    static inline T seam_##N##_sat_from_u64(uint64_t x) {                 \
        return x > (uint64_t)MAX ? (T)MAX : (T)x;                         \
    }                                                                     \
    static inline T seam_##N##_sat_from_f64(double x) {                   \
        return FITS ? (T)x : x != x ? (T)0 : x < 0 ? (T)(MIN) : (T)(MAX); \
    }

#define SEAM_UNSIGNED_CONVERSIONS(N, T, U, KIND, MIN, MAX, FITS)                            \
    SEAM_CONVERSION(N, T, KIND, i64, int64_t, x >= 0 && (uint64_t)x <= MAX)                 \
    SEAM_CONVERSION(N, T, KIND, u64, uint64_t, x <= MAX)                                    \
    SEAM_CONVERSION(N, T, KIND, f64, double, FITS)                                          \
    static inline T seam_##N##_sat_from_i64(int64_t x) {                                    \
        return x < 0 ? (T)0 : (uint64_t)x > MAX ? (T)MAX : (T)x;                            \
    }                                                                                       \
    static inline T seam_##N##_sat_from_u64(uint64_t x) { return x > MAX ? (T)MAX : (T)x; } \
    static inline T seam_##N##_sat_from_f64(double x) {                                     \
        return FITS ? (T)x : x != x ? (T)0 : x < 0 ? (T)(MIN) : (T)(MAX);                   \
    }

// ---- floats: what they are ----
static inline bool seam_float_is_finite(double x) { return x - x == 0; }
static inline bool seam_float_is_infinite(double x) { return x == x && x - x != 0; }
bool seam_float_is_integer(double x);
static inline uint64_t seam_float_to_bits_f64(double x) {
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}
static inline uint64_t seam_float_to_bits_f32(float x) {
    uint32_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}
static inline double seam_float_from_bits_f64(uint64_t bits) {
    double x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}
static inline float seam_float_from_bits_f32(uint64_t bits) {
    uint32_t low = (uint32_t)bits;
    float x;
    __builtin_memcpy(&x, &low, sizeof x);
    return x;
}

SEAM_SIGNED_TYPES(SEAM_SIGNED_OPERATORS)
SEAM_UNSIGNED_TYPES(SEAM_UNSIGNED_OPERATORS)
SEAM_SIGNED_TYPES(SEAM_SIGNED_CONVERSIONS)
SEAM_UNSIGNED_TYPES(SEAM_UNSIGNED_CONVERSIONS)

// Integers of different types compare by value: what does not widen to i64 on both sides is i64
// beside u64. seam_compare_iu(a, b) < 0 for `a < b`.
static inline int seam_compare_iu(int64_t a, uint64_t b) {
    return a < 0 || (uint64_t)a < b ? -1 : (uint64_t)a > b;
}

#endif
