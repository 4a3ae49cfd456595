// Numbers from text: the whole text or null, nothing skipped, whatever the program's locale is.
#include "core/text/number_text.h"
#include "core/text/string.h"
#include <seam/number.h>

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int digit_of(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'z') return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 36;
}

typedef struct Whole { // a whole number with its sign apart
    bool negative;
    uint64_t size;
} Whole;

// [sign] digits; false: it is none, or larger than 64 bits.
static bool parse_whole(SeamStrRef s, int64_t radix, Whole *out, SEAM_PLACE) {
    if (radix < 2 || radix > 36) seam_panic("a radix is from 2 to 36", file, place);
    const char *at = s->data, *end = s->data + s->len;
    *out = (Whole){.negative = *at == '-'};
    if (*at == '-' || *at == '+') at++;
    if (at == end) return false;
    for (; at < end; at++) {
        int digit = digit_of(*at);
        if (digit >= radix || __builtin_mul_overflow(out->size, (uint64_t)radix, &out->size) ||
            __builtin_add_overflow(out->size, (uint64_t)digit, &out->size))
            return false;
    }
    return true;
}

#define PARSE_SIGNED(N, T, U, KIND, MIN, MAX, FITS)                        \
    bool seam_parse_##N(SeamStrRef s, int64_t radix, T *out, SEAM_PLACE) { \
        Whole x;                                                           \
        if (!parse_whole(s, radix, &x, file, place)) return false;         \
        if (x.size > (uint64_t)MAX + x.negative) return false;             \
        *out = (T)(x.negative ? 0 - x.size : x.size);                      \
        return true;                                                       \
    }
#define PARSE_UNSIGNED(N, T, U, KIND, MIN, MAX, FITS)                      \
    bool seam_parse_##N(SeamStrRef s, int64_t radix, T *out, SEAM_PLACE) { \
        Whole x;                                                           \
        if (!parse_whole(s, radix, &x, file, place)) return false;         \
        if (x.size > MAX || (x.negative && x.size)) return false;          \
        *out = (T)x.size;                                                  \
        return true;                                                       \
    }
SEAM_SIGNED_TYPES(PARSE_SIGNED)
SEAM_UNSIGNED_TYPES(PARSE_UNSIGNED)

SeamOptI64 seam_string_parse_int(SeamStrRef s, int64_t radix, SEAM_PLACE) {
    SeamOptI64 value = {0};
    value.has = seam_parse_i64(s, radix, &value.v, file, place);
    return value;
}

static const char *skip_digits(const char *at) {
    while (is_digit(*at)) at++;
    return at;
}

// The end of [sign] digits [. digits] [e [sign] digits] with a digit on one side of the point;
// NULL: none there.
static const char *float_end(const char *at) {
    if (*at == '-' || *at == '+') at++;
    const char *whole = at;
    at = skip_digits(at);
    bool has_digits = at > whole;
    if (*at == '.') {
        const char *fraction = at + 1;
        at = skip_digits(fraction);
        has_digits = has_digits || at > fraction;
    }
    if (!has_digits) return NULL;
    if (*at == 'e' || *at == 'E') {
        const char *exponent = at + 1;
        if (*exponent == '-' || *exponent == '+') exponent++;
        if (!is_digit(*exponent)) return NULL;
        at = skip_digits(exponent);
    }
    return at;
}

// [-] digits [. digits] whose digits fit 53 bits and whose power of ten is exact: their
// quotient is rounded once, and so right (Clinger 1990). False: not of this kind.
static bool parse_exact(SeamStrRef s, double *value) {
    enum { MOST_DIGITS = 15 };
    static const double powers[MOST_DIGITS + 2] = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};
    const char *at = s->data + (s->data[0] == '-'), *end = s->data + s->len;
    const char *begin = at, *point = NULL;
    if (end - at > MOST_DIGITS + 1) return false;
    uint64_t digits = 0;
    for (; at < end; at++) {
        if (*at == '.' && !point) point = at;
        else if (is_digit(*at)) digits = digits * 10 + (uint64_t)(*at - '0');
        else return false;
    }
    if (at == begin + (point != NULL)) return false; // no digit
    double x = (double)digits / powers[point ? end - point - 1 : 0];
    *value = begin > s->data ? -x : x;
    return true;
}

static bool parse_special(SeamStrRef s, double *value) {
    static const struct {
        const char *text;
        double value;
    } rows[] = {{"NaN", __builtin_nan("")},
                {"Infinity", __builtin_inf()},
                {"+Infinity", __builtin_inf()},
                {"-Infinity", -__builtin_inf()}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if ((size_t)s->len != strlen(rows[i].text) || strcmp(s->data, rows[i].text) != 0) continue;
        *value = rows[i].value;
        return true;
    }
    return false;
}

// What is too large becomes infinite, as the same literal would be.
bool seam_parse_f64(SeamStrRef s, double *out) {
    if (parse_exact(s, out)) return true;
    if (parse_special(s, out)) return true;
    if (float_end(s->data) != s->data + s->len) return false;
    int saved = errno;
    *out = strtod_l(s->data, NULL, number_c_locale());
    errno = saved;
    return true;
}

// Rounded once, from the text.
bool seam_parse_f32(SeamStrRef s, float *out) {
    double special;
    bool is_special = parse_special(s, &special);
    if (is_special) *out = (float)special;
    if (is_special) return true;
    if (float_end(s->data) != s->data + s->len) return false;
    int saved = errno;
    *out = strtof_l(s->data, NULL, number_c_locale());
    errno = saved;
    return true;
}

SeamOptF64 seam_string_parse_float(SeamStrRef s) {
    SeamOptF64 value = {0};
    value.has = seam_parse_f64(s, &value.v);
    return value;
}
