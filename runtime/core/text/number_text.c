// Numbers as text. Floats get the shortest digits that read back as the same float, by the
// Schubfach algorithm (R. Giulietti, "The Schubfach way to render doubles", 2020): of the decimals
// in the float's rounding interval that have the fewest digits, the one nearest to it. The layout
// is JavaScript's (ECMA-262 6.1.6.1.20), except that -0 keeps its sign, so that it reads back too.
#include "core/text/number_text.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

typedef struct Power { // 10^k * 2^e, e such that the highest bit is set; rounded up
    uint64_t high;
    uint64_t low;
} Power;

#include "core/text/powers.inc"

__extension__ typedef unsigned __int128 Wide;

// ---- integers ----
int number_text_u64(char *out, uint64_t x) {
    static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                                "25262728293031323334353637383940414243444546474849"
                                "50515253545556575859606162636465666768697071727374"
                                "75767778798081828384858687888990919293949596979899";
    char digits[20], *at = digits + sizeof digits;
    for (; x >= 100; x /= 100) {
        at -= 2;
        memcpy(at, pairs + 2 * (x % 100), 2);
    }
    if (x >= 10) {
        at -= 2;
        memcpy(at, pairs + 2 * x, 2);
    } else {
        *--at = (char)('0' + x);
    }
    int len = (int)(digits + sizeof digits - at);
    memcpy(out, at, (size_t)len);
    return len;
}

int number_text_i64(char *out, int64_t x) {
    if (x >= 0) return number_text_u64(out, (uint64_t)x);
    *out = '-';
    return 1 + number_text_u64(out + 1, 0 - (uint64_t)x);
}

// ---- shortest decimals ----
typedef struct Decimal { // digits * 10^exponent
    uint64_t digits;
    int exponent;
} Decimal;

// floor(log10(2^e)), floor(log10(3/4 * 2^e)) and floor(log2(10^e)), exact for |e| up to 1650.
static int log10_of_power_of_2(int e) { return (e * 1262611) >> 22; }
static int log10_of_three_quarters(int e) { return (e * 1262611 - 524031) >> 22; }
static int log2_of_power_of_10(int e) { return (e * 1741647) >> 19; }

// power * x / 2^128, rounded down, with the lowest bit set if anything was lost ("round to odd").
static uint64_t scale(Power power, uint64_t x) {
    Wide low = (Wide)power.low * x;
    Wide sum = (Wide)power.high * x + (uint64_t)(low >> 64);
    return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

// The shortest decimal of c * 2^q. Its rounding interval holds its ends if c is even, and is half
// as wide below where c is the least of its binade: `narrow_below`.
static Decimal shortest(uint64_t c, int q, bool narrow_below) {
    int k = narrow_below ? log10_of_three_quarters(q) : log10_of_power_of_2(q);
    int shift = q + log2_of_power_of_10(-k) + 1;
    Power power = powers[-k - FIRST_POWER];
    uint64_t out = c & 1;
    uint64_t low = scale(power, (4 * c - 2 + narrow_below) << shift) + out;
    uint64_t value = scale(power, 4 * c << shift);
    uint64_t high = scale(power, (4 * c + 2) << shift) - out;
    uint64_t s = value / 4; // value, low and high are in quarters of 10^k
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool below = low <= 40 * tens, above = 40 * tens + 40 <= high;
        if (below != above) return (Decimal){tens + above, k + 1};
    }
    bool below = low <= 4 * s, above = 4 * s + 4 <= high;
    if (below != above) return (Decimal){s + above, k};
    uint64_t middle = 4 * s + 2;
    bool up = value > middle || (value == middle && (s & 1));
    return (Decimal){s + up, k};
}

static int put_zeros(char *out, int count) {
    memset(out, '0', (size_t)count);
    return count;
}

// JavaScript's layout of digits * 10^exponent.
static int lay_out(char *out, Decimal d) {
    while (d.digits % 10 == 0) {
        d.digits /= 10;
        d.exponent++;
    }
    char digits[NUMBER_TEXT_SIZE];
    int count = number_text_u64(digits, d.digits);
    int point = count + d.exponent; // digits before the point
    char *at = out;
    if (point > 21 || point <= -6) {
        *at++ = digits[0];
        if (count > 1) *at++ = '.';
        memcpy(at, digits + 1, (size_t)count - 1);
        at += count - 1;
        *at++ = 'e';
        *at++ = point > 0 ? '+' : '-';
        at += number_text_u64(at, (uint64_t)(point > 0 ? point - 1 : 1 - point));
    } else if (point <= 0) {
        memcpy(at, "0.", 2);
        at += 2;
        at += put_zeros(at, -point);
        memcpy(at, digits, (size_t)count);
        at += count;
    } else if (point < count) {
        memcpy(at, digits, (size_t)point);
        at[point] = '.';
        memcpy(at + point + 1, digits + point, (size_t)(count - point));
        at += count + 1;
    } else {
        memcpy(at, digits, (size_t)count);
        at += count;
        at += put_zeros(at, point - count);
    }
    return (int)(at - out);
}

static int put_special(char *out, bool negative, bool is_nan) {
    const char *text = is_nan ? "NaN" : negative ? "-Infinity" : "Infinity";
    size_t len = strlen(text);
    memcpy(out, text, len);
    return (int)len;
}

int number_text_f64(char *out, double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    bool negative = bits >> 63;
    int exponent = (int)(bits >> 52 & 0x7ff);
    uint64_t fraction = bits & 0xfffffffffffff;
    if (exponent == 0x7ff) return put_special(out, negative, fraction != 0);
    if (negative) *out = '-';
    if (exponent == 0 && fraction == 0) {
        out[negative] = '0';
        return negative + 1;
    }
    Decimal d = exponent == 0 ? shortest(fraction, -1074, false)
                              : shortest(fraction | (uint64_t)1 << 52, exponent - 1075,
                                         fraction == 0 && exponent > 1);
    return negative + lay_out(out + negative, d);
}

int number_text_f32(char *out, float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bool negative = bits >> 31;
    int exponent = (int)(bits >> 23 & 0xff);
    uint32_t fraction = bits & 0x7fffff;
    if (exponent == 0xff) return put_special(out, negative, fraction != 0);
    if (negative) *out = '-';
    if (exponent == 0 && fraction == 0) {
        out[negative] = '0';
        return negative + 1;
    }
    Decimal d = exponent == 0
                    ? shortest(fraction, -149, false)
                    : shortest(fraction | 1u << 23, exponent - 150, fraction == 0 && exponent > 1);
    return negative + lay_out(out + negative, d);
}

// ---- by C's library ----
locale_t number_c_locale(void) {
    static locale_t c_locale;
    locale_t plain = __atomic_load_n(&c_locale, __ATOMIC_ACQUIRE);
    if (!plain) { // two threads may both make one: a few bytes
        plain = newlocale(LC_ALL_MASK, "C", NULL);
        __atomic_store_n(&c_locale, plain, __ATOMIC_RELEASE);
    }
    return plain;
}

int number_print_f64(char *out, size_t size, char conversion, int digits, double x) {
    const char format[] = {'%', '.', '*', conversion, '\0'};
    locale_t before = uselocale(number_c_locale());
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int len = snprintf(out, size, format, digits, x);
#pragma GCC diagnostic pop
    uselocale(before);
    return len;
}
