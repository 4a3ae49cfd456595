// Numbers and durations: 1_000 0xff 0b1 0o7 1.5 1e9 10ms 1.5s. There are no literal suffixes but
// the units of time. A malformed number is reported once and goes on as the value read so far.
#include "syntax/lex/lexer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    int64_t ns;
} units[] = {{"ns", 1},         {"us", 1000},         {"ms", 1000000},
             {"s", 1000000000}, {"min", 60000000000}, {"h", 3600000000000}};

typedef struct Number {
    const char *start;
    uint64_t value;
    bool overflow;
    bool is_float;
    const char *wrong; // message of the first thing that is wrong; NULL
    const char *help;
} Number;

static void set_wrong(Number *n, const char *message, const char *help) {
    if (n->wrong) return;
    n->wrong = message;
    n->help = help;
}

// Takes digits of `base` and single underscores between them; `n` may be NULL for a fraction.
static void take_digits(Lexer *l, Number *n, unsigned base, bool integer) {
    const char *start = l->p;
    for (; is_digit(*l->p) || *l->p == '_' || (base == 16 && hex_value(*l->p) >= 0); l->p++) {
        if (*l->p == '_') {
            if (l->p == start || l->p[-1] == '_' || hex_value(l->p[1]) < 0)
                set_wrong(n, "a `_` in a number stands between two digits", NULL);
            continue;
        }
        unsigned digit = (unsigned)hex_value(*l->p);
        if (digit >= base)
            set_wrong(n,
                      base == 2 ? "a binary number has only the digits 0 and 1"
                                : "an octal number has only the digits 0 to 7",
                      NULL);
        if (!integer) continue;
        n->overflow |= __builtin_mul_overflow(n->value, base, &n->value);
        n->overflow |= __builtin_add_overflow(n->value, digit, &n->value);
    }
    if (l->p == start) set_wrong(n, "a number lacks its digits", NULL);
}

static void take_fraction(Lexer *l, Number *n) {
    if (l->p[0] == '.' && is_digit(l->p[1])) {
        n->is_float = true;
        l->p++;
        take_digits(l, n, 10, false);
    }
    if (*l->p != 'e' && *l->p != 'E') return;
    const char *exponent = l->p + 1;
    if (*exponent == '+' || *exponent == '-') exponent++;
    if (!is_digit(*exponent)) return; // a suffix then
    n->is_float = true;
    l->p = exponent;
    take_digits(l, n, 10, false);
}

static double read_float(Lexer *l, const char *start, const char *end) {
    char small[64];
    size_t len = (size_t)(end - start);
    char *copy = len < sizeof small ? small : arena_alloc(l->tokens, len + 1);
    char *out = copy;
    for (const char *p = start; p < end; p++)
        if (*p != '_') *out++ = *p;
    *out = 0;
    return strtod(copy, NULL);
}

static bool read_unit(const char *text, size_t len, int64_t *ns) {
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strlen(units[i].text) != len || memcmp(units[i].text, text, len) != 0) continue;
        *ns = units[i].ns;
        return true;
    }
    return false;
}

static void push_duration(Lexer *l, Number *n, int64_t unit, const char *digits_end) {
    int64_t ns = 0;
    bool fits = true;
    if (n->is_float) {
        double exact = read_float(l, n->start, digits_end) * (double)unit;
        fits = exact < 9.2e18;
        ns = fits ? (int64_t)(exact + 0.5) : 0;
    } else {
        fits = !n->overflow && !__builtin_mul_overflow(n->value, unit, &ns);
    }
    if (!fits) set_wrong(n, "this duration is above 292 years", NULL);
    lex_push(l, TOKEN_DURATION, n->start)->u.ns = ns;
}

static void push_number(Lexer *l, Number *n) {
    if (n->is_float) {
        double value = read_float(l, n->start, l->p);
        if (isinf(value)) set_wrong(n, "this number is too large for a float", NULL);
        lex_push(l, TOKEN_FLOAT, n->start)->u.number = value;
    } else {
        if (n->overflow)
            set_wrong(n, "this integer is above 18446744073709551615, the largest u64", NULL);
        lex_push(l, TOKEN_INT, n->start)->u.integer = n->overflow ? 0 : n->value;
    }
}

// Letters directly behind the digits: a unit of time, or a mistake.
static void push_with_suffix(Lexer *l, Number *n, bool based) {
    const char *suffix = l->p;
    while (is_word(*l->p)) l->p++;
    int64_t unit;
    if (!based && read_unit(suffix, (size_t)(l->p - suffix), &unit)) {
        push_duration(l, n, unit, suffix);
        return;
    }
    if (based) set_wrong(n, "a digit does not belong to this base", NULL);
    else if (*suffix == 'e' || *suffix == 'E') set_wrong(n, "the exponent lacks its digits", NULL);
    else
        set_wrong(
            n, "a number cannot be followed by letters",
            "the only suffixes are the units ns us ms s min h; a type is given as in `u8(250)`");
    const char *end = l->p;
    l->p = suffix;
    push_number(l, n);
    l->p = end;
}

void lex_number(Lexer *l) {
    Number n = {.start = l->p};
    unsigned base = 10;
    if (l->p[0] == '0') base = l->p[1] == 'x' ? 16 : l->p[1] == 'o' ? 8 : l->p[1] == 'b' ? 2 : 10;
    if (base != 10) l->p += 2;
    take_digits(l, &n, base, true);
    if (base == 10) {
        if (n.start[0] == '0' && l->p - n.start > 1)
            set_wrong(&n, "a decimal number does not begin with 0", "octal is written 0o17");
        take_fraction(l, &n);
    }
    if (is_word(*l->p)) push_with_suffix(l, &n, base != 10);
    else push_number(l, &n);
    if (!n.wrong) return;
    Diag *g = diag_error(&l->session->diags, E0004, lex_span(l, n.start, l->p), "%s", n.wrong);
    if (n.help) diag_help(g, "%s", n.help);
}
