// Numbers from text: the whole text or null, nothing skipped, whatever the program's locale is.
#include "core/text/number_text.h"
#include "core/text/string.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

SeamOptI64 seam_string_parse_int(SeamStrRef s) {
    const SeamOptI64 none = {false, 0};
    const char *at = s->data;
    bool negative = *at == '-';
    if (*at == '-' || *at == '+') at++;
    if (!is_digit(*at)) return none;
    int64_t value = 0;
    for (; is_digit(*at); at++) { // counts downwards: the range below zero is the larger one
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, *at - '0', &value))
            return none;
    }
    if (at != s->data + s->len || (!negative && value == -0x7fffffffffffffff - 1)) return none;
    return (SeamOptI64){true, negative ? value : -value};
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
SeamOptF64 seam_string_parse_float(SeamStrRef s) {
    double value = 0;
    if (parse_special(s, &value)) return (SeamOptF64){true, value};
    if (float_end(s->data) != s->data + s->len) return (SeamOptF64){false, 0};
    int saved = errno;
    value = strtod_l(s->data, NULL, number_c_locale());
    errno = saved;
    return (SeamOptF64){true, value};
}
