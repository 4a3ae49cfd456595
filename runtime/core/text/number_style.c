// Numbers in a form that the program asks for: toString(radix), and JavaScript's toFixed,
// toPrecision and toExponential (ECMA-262 21.1.3), which round halves as the exact value of the
// float says.
#include "core/text/number_text.h"
#include <seam/text.h>

#include <string.h>

static void want_digits(int64_t digits, int64_t least, const char *message, SEAM_PLACE) {
    if (digits < least || digits > NUMBER_MOST_DIGITS) seam_panic(message, file, place);
}

static bool is_finite(double x) { return x - x == 0; }

static SeamStr styled(char conversion, int digits, double x) {
    char text[NUMBER_FIXED_SIZE];
    int len = is_finite(x) ? number_print_f64(text, sizeof text, conversion, digits, x)
                           : number_text_f64(text, x);
    return seam_string_new(text, len);
}

SeamStr seam_float_to_fixed(double x, int64_t digits, SEAM_PLACE) {
    want_digits(digits, 0, "toFixed takes 0 to 100 digits", file, place);
    return styled('f', (int)digits, x);
}

// C's exponent has two digits at least, JavaScript's as many as it needs.
static int trim_exponent(char *text, int len) {
    char *e = memchr(text, 'e', (size_t)len);
    if (!e || e[2] != '0') return len;
    int zeros = 0;
    while (e[2 + zeros] == '0' && e + 3 + zeros < text + len) zeros++;
    memmove(e + 2, e + 2 + zeros, (size_t)(text + len - (e + 2 + zeros)));
    return len - zeros;
}

static int exponent_of(const char *text, int len) {
    const char *e = memchr(text, 'e', (size_t)len);
    int value = 0;
    for (const char *at = e + 2; at < text + len; at++) value = 10 * value + (*at - '0');
    return e[1] == '-' ? -value : value;
}

// The least number of digits behind the point that reads back.
static int shortest_digits(double x) {
    char text[NUMBER_TEXT_SIZE];
    int len = number_text_f64(text, x), last = 0, digits = 0;
    for (int i = 0; i < len && text[i] != 'e'; i++) {
        if (text[i] < '0' || text[i] > '9' || (!digits && text[i] == '0')) continue;
        digits++;
        if (text[i] != '0') last = digits;
    }
    return last > 1 ? last - 1 : 0;
}

SeamStr seam_float_to_exponential(double x, int64_t digits, SEAM_PLACE) {
    if (digits == -1 && is_finite(x)) digits = shortest_digits(x);
    if (is_finite(x)) want_digits(digits, 0, "toExponential takes 0 to 100 digits", file, place);
    else return styled('e', 0, x);
    char text[NUMBER_FIXED_SIZE];
    int len = number_print_f64(text, sizeof text, 'e', (int)digits, x);
    return seam_string_new(text, trim_exponent(text, len));
}

SeamStr seam_float_to_precision(double x, int64_t digits, SEAM_PLACE) {
    want_digits(digits, 1, "toPrecision takes 1 to 100 digits", file, place);
    if (!is_finite(x)) return styled('e', 0, x);
    char text[NUMBER_FIXED_SIZE];
    int len = number_print_f64(text, sizeof text, 'e', (int)digits - 1, x);
    int exponent = exponent_of(text, len);
    if (exponent < -6 || exponent >= digits) return seam_string_new(text, trim_exponent(text, len));
    return styled('f', (int)digits - 1 - exponent, x);
}

// ---- radix ----
static SeamStr in_radix(bool negative, uint64_t x, int64_t radix, SEAM_PLACE) {
    if (radix < 2 || radix > 36) seam_panic("a radix is from 2 to 36", file, place);
    char text[65], *end = text + sizeof text, *at = end;
    do {
        *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[x % (uint64_t)radix];
        x /= (uint64_t)radix;
    } while (x);
    if (negative) *--at = '-';
    return seam_string_new(at, end - at);
}

SeamStr seam_i64_to_radix(int64_t x, int64_t radix, SEAM_PLACE) {
    return in_radix(x < 0, x < 0 ? 0 - (uint64_t)x : (uint64_t)x, radix, file, place);
}

SeamStr seam_u64_to_radix(uint64_t x, int64_t radix, SEAM_PLACE) {
    return in_radix(false, x, radix, file, place);
}
