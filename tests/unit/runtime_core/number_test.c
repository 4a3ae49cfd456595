// Arithmetic against 128-bit arithmetic, conversions at their edges, and the panics' texts.
#include "helpers.h"

#include <math.h>
#include <string.h>

__extension__ typedef __int128 Wide;

// Everything interesting near the edges of all types.
static const int64_t edges[] = {0,
                                1,
                                2,
                                7,
                                -1,
                                -2,
                                127,
                                128,
                                -128,
                                -129,
                                255,
                                256,
                                32767,
                                32768,
                                -32768,
                                65535,
                                65536,
                                2147483647,
                                2147483648,
                                -2147483648,
                                4294967295,
                                4294967296,
                                INT64_MAX,
                                INT64_MIN,
                                INT64_MIN + 1,
                                INT64_MAX / 2 + 1};
enum { EDGES = sizeof edges / sizeof *edges };

// What `a op b` is in this type: exact, wrapped and saturated, beside what the header says.
#define CHECK_TYPE(N, T, MIN, MAX)                                                             \
    static void check_##N(T a, T b) {                                                          \
        Wide exact[] = {(Wide)a + b, (Wide)a - b, 0};                                          \
        bool huge = __builtin_mul_overflow((Wide)a, (Wide)b, &exact[2]);                       \
        const T wrapped[] = {seam_addw_##N(a, b), seam_subw_##N(a, b), seam_mulw_##N(a, b)};   \
        const T saturated[] = {seam_adds_##N(a, b), seam_subs_##N(a, b), seam_muls_##N(a, b)}; \
        for (int i = 0; i < 3; i++) {                                                          \
            bool fits = exact[i] >= (MIN) && exact[i] <= (MAX) && !(i == 2 && huge);           \
            T limit = exact[i] < 0 && !(i == 2 && huge) ? (T)(MIN) : (T)(MAX);                 \
            CHECK(wrapped[i] == (T)exact[i]);                                                  \
            CHECK(saturated[i] == (fits ? (T)exact[i] : limit));                               \
            if (!fits) continue;                                                               \
            T checked = i == 0   ? seam_add_##N(a, b, HERE)                                    \
                        : i == 1 ? seam_sub_##N(a, b, HERE)                                    \
                                 : seam_mul_##N(a, b, HERE);                                   \
            CHECK(checked == exact[i]);                                                        \
        }                                                                                      \
        CHECK(seam_min_##N(a, b) == (a < b ? a : b));                                          \
        CHECK(seam_max_##N(a, b) == (a > b ? a : b));                                          \
        if (b == 0) return;                                                                    \
        CHECK(seam_rem_##N(a, b, HERE) == (Wide)a % b);                                        \
        if ((Wide)a / b <= (MAX)) CHECK(seam_div_##N(a, b, HERE) == (Wide)a / b);              \
    }
CHECK_TYPE(i8, int8_t, INT8_MIN, INT8_MAX)
CHECK_TYPE(i16, int16_t, INT16_MIN, INT16_MAX)
CHECK_TYPE(i32, int32_t, INT32_MIN, INT32_MAX)
CHECK_TYPE(i64, int64_t, INT64_MIN, INT64_MAX)
CHECK_TYPE(u8, uint8_t, 0, UINT8_MAX)
CHECK_TYPE(u16, uint16_t, 0, UINT16_MAX)
CHECK_TYPE(u32, uint32_t, 0, UINT32_MAX)
CHECK_TYPE(u64, uint64_t, 0, (Wide)UINT64_MAX)

TEST(arithmetic_is_exact_or_wraps_or_saturates) {
    for (int i = 0; i < EDGES; i++) {
        for (int j = 0; j < EDGES; j++) {
            int64_t a = edges[i], b = edges[j];
            check_i8((int8_t)a, (int8_t)b), check_u8((uint8_t)a, (uint8_t)b);
            check_i16((int16_t)a, (int16_t)b), check_u16((uint16_t)a, (uint16_t)b);
            check_i32((int32_t)a, (int32_t)b), check_u32((uint32_t)a, (uint32_t)b);
            check_i64(a, b), check_u64((uint64_t)a, (uint64_t)b);
        }
    }
}

static bool within(Wide x, Wide least, Wide greatest) { return x >= least && x <= greatest; }

#define CHECK_CONVERSIONS(N, T, MIN, MAX)                                                     \
    static void convert_##N(int64_t x) {                                                      \
        uint64_t u = (uint64_t)x;                                                             \
        double f = (double)x + 0.25;                                                          \
        T out = 0;                                                                            \
        bool fits = within(x, (MIN), (MAX));                                                  \
        CHECK(seam_##N##_try_from_i64(x, &out) == fits);                                      \
        if (fits) CHECK(out == (T)x && seam_##N##_from_i64(x, HERE) == (T)x);                 \
        CHECK(seam_##N##_sat_from_i64(x) == (fits ? (T)x : x < 0 ? (T)(MIN) : (T)(MAX)));     \
        fits = within(u, 0, (MAX));                                                           \
        CHECK(seam_##N##_try_from_u64(u, &out) == fits);                                      \
        CHECK(seam_##N##_sat_from_u64(u) == (fits ? (T)u : (T)(MAX)));                        \
        long double whole = truncl((long double)f);                                           \
        fits = whole >= (long double)(MIN) && whole <= (long double)(MAX);                    \
        CHECK(seam_##N##_try_from_f64(f, &out) == fits);                                      \
        if (fits) CHECK((long double)out == whole);                                           \
        CHECK(seam_##N##_sat_from_f64(f) == (fits ? (T)whole : f < 0 ? (T)(MIN) : (T)(MAX))); \
    }
CHECK_CONVERSIONS(i8, int8_t, INT8_MIN, INT8_MAX)
CHECK_CONVERSIONS(i16, int16_t, INT16_MIN, INT16_MAX)
CHECK_CONVERSIONS(i32, int32_t, INT32_MIN, INT32_MAX)
CHECK_CONVERSIONS(i64, int64_t, INT64_MIN, INT64_MAX)
CHECK_CONVERSIONS(u8, uint8_t, 0, UINT8_MAX)
CHECK_CONVERSIONS(u16, uint16_t, 0, UINT16_MAX)
CHECK_CONVERSIONS(u32, uint32_t, 0, UINT32_MAX)
CHECK_CONVERSIONS(u64, uint64_t, 0, (Wide)UINT64_MAX)

TEST(conversions_know_their_range) {
    for (int i = 0; i < EDGES; i++) {
        for (int64_t near = -2; near <= 2; near++) {
            int64_t x = seam_addw_i64(edges[i], near);
            convert_i8(x), convert_i16(x), convert_i32(x), convert_i64(x);
            convert_u8(x), convert_u16(x), convert_u32(x), convert_u64(x);
        }
    }
}

TEST(floats_that_are_no_numbers_convert_to_zero_or_not_at_all) {
    int64_t out = 0;
    CHECK(!seam_i64_try_from_f64(NAN, &out));
    CHECK(!seam_i64_try_from_f64(INFINITY, &out));
    CHECK(!seam_i64_try_from_f64(0x1p63, &out));
    CHECK(seam_i64_try_from_f64(-0x1p63, &out));
    CHECK_EQ(seam_i64_sat_from_f64(NAN), 0, "NaN");
    CHECK_EQ(seam_u8_sat_from_f64(-INFINITY), 0, "-Infinity");
    CHECK(seam_wrap_f64(NAN) == 0 && seam_wrap_f64(INFINITY) == 0);
    CHECK(seam_wrap_f64(-1.9) == UINT64_MAX);
    CHECK(seam_wrap_f64(0x1p64 + 0x1p13) == 0x2000);
    CHECK(seam_wrap_f64(0x1.8p63) == (uint64_t)3 << 62);
    CHECK_EQ((int32_t)seam_wrap_f64(4294967297.5), 1, "modulo 2^32");
    CHECK(seam_wrap_f64(0x1p200) == 0);
}

TEST(powers) {
    CHECK_EQ(seam_pow_i64(3, 39, HERE), 4052555153018976267, "the largest of 3");
    CHECK_EQ(seam_pow_i64(-2, 63, HERE), INT64_MIN, "the least");
    CHECK_EQ(seam_pow_i64(-1, 1000001, HERE), -1, "odd");
    CHECK_EQ(seam_pow_i8(-2, 7, HERE), -128, "i8");
    CHECK_EQ(seam_pow_u8(2, 7, HERE), 128, "u8");
    CHECK_EQ(seam_pow_u32(2, 31, HERE), 2147483648, "u32");
    CHECK(seam_pow_u64(2, 63, HERE) == (uint64_t)1 << 63);
    CHECK_EQ(seam_pow_i64(0, 0, HERE), 1, "0 ** 0");
}

TEST(shifts) {
    CHECK_EQ(seam_shl_i8(127, 1, HERE), -2, "bits are dropped");
    CHECK_EQ(seam_shl_u16(0xffff, 15, HERE), 0x8000, "u16");
    CHECK_EQ(seam_shr_i64(-8, 1, HERE), -4, "arithmetic");
    CHECK_EQ(seam_shr_u8(0x80, 7, HERE), 1, "logical");
}

TEST(integers_of_both_signs_compare_by_value) {
    CHECK(seam_compare_iu(-1, UINT64_MAX) < 0);
    CHECK(seam_compare_iu(INT64_MAX, (uint64_t)INT64_MAX) == 0);
    CHECK(seam_compare_iu(5, 4) > 0);
    CHECK(seam_compare_iu(INT64_MIN, 0) < 0);
}

TEST(nan_is_the_least_and_the_greatest) {
    CHECK(isnan(seam_min_f64(NAN, 1)) && isnan(seam_min_f64(1, NAN)));
    CHECK(isnan(seam_max_f64(NAN, 1)) && isnan(seam_max_f64(1, NAN)));
    CHECK(seam_min_f64(1, 2) == 1 && seam_max_f64(1, 2) == 2);
}

// ---- panics ----
static volatile int64_t one = 1, zero = 0;
static void add_too_much(void) { seam_add_i64(INT64_MAX, one, HERE); }
static void subtract_too_much(void) { seam_sub_u8(3, (uint8_t)(4 * one), HERE); }
static void multiply_too_much(void) { seam_mul_i32(-65536, (int32_t)(65536 * one), HERE); }
static void divide_by_zero(void) { seam_div_i64(7, zero, HERE); }
static void remainder_by_zero(void) { seam_rem_u16(7, (uint16_t)zero, HERE); }
static void divide_the_least(void) { seam_div_i64(INT64_MIN, -one, HERE); }
static void negate_the_least(void) { seam_neg_i8((int8_t)(-128 * one), HERE); }
static void negate_unsigned(void) { seam_neg_u32((uint32_t)(5 * one), HERE); }
static void absolute_least(void) { seam_abs_i16((int16_t)(-32768 * one), HERE); }
static void shift_too_far(void) { seam_shl_i64(1, 64 * one, HERE); }
static void shift_backwards(void) { seam_shr_u8(1, -one, HERE); }
static void power_too_high(void) { seam_pow_i64(10, 19 * one, HERE); }
static void power_too_high_u8(void) { seam_pow_u8(2, (uint8_t)(8 * one), HERE); }
static void negative_power(void) { seam_pow_i64(2, -one, HERE); }
static void narrow_signed(void) { seam_u8_from_i64(300 * one, HERE); }
static void narrow_unsigned(void) { seam_i64_from_u64(UINT64_MAX * (uint64_t)one, HERE); }
static void narrow_float(void) { seam_i64_from_f64(1e21 * (double)one, HERE); }
static void narrow_nan(void) { seam_i32_from_f64((double)NAN * (double)one, HERE); }

TEST(arithmetic_panics_with_its_operands) {
    CHECK_PANIC(add_too_much, "overflow: 9223372036854775807 + 1 does not fit int");
    CHECK_PANIC(subtract_too_much, "overflow: 3 - 4 does not fit u8");
    CHECK_PANIC(multiply_too_much, "overflow: -65536 * 65536 does not fit i32");
    CHECK_PANIC(divide_by_zero, "division by zero: 7 / 0");
    CHECK_PANIC(remainder_by_zero, "division by zero: 7 % 0");
    CHECK_PANIC(divide_the_least, "overflow: -9223372036854775808 / -1 does not fit int");
    CHECK_PANIC(negate_the_least, "overflow: -(-128) does not fit i8");
    CHECK_PANIC(negate_unsigned, "overflow: -5 does not fit u32");
    CHECK_PANIC(absolute_least, "overflow: abs(-32768) does not fit i16");
    CHECK_PANIC(shift_too_far, "shift count 64 is out of range for int (0 to 63)");
    CHECK_PANIC(shift_backwards, "shift count -1 is out of range for u8 (0 to 7)");
    CHECK_PANIC(power_too_high, "overflow: 10 ** 19 does not fit int");
    CHECK_PANIC(power_too_high_u8, "overflow: 2 ** 8 does not fit u8");
    CHECK_PANIC(negative_power, "negative exponent: 2 ** -1");
    CHECK_PANIC(narrow_signed, "300 does not fit u8");
    CHECK_PANIC(narrow_unsigned, "18446744073709551615 does not fit int");
    CHECK_PANIC(narrow_float, "1e+21 does not fit int");
    CHECK_PANIC(narrow_nan, "NaN does not fit i32");
}
