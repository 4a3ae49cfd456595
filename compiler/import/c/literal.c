// Literals by C11 6.4.4 and 6.4.5, in parentheses and after `-`, `+` and `~`. Numbers for LP64
// targets. Pure; wherever C and this file could differ, it gives up and clang decides.
#include "import/c/literal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 1000 };

// ---- integers ----

typedef struct Suffix {
    bool is_unsigned;
    int longs;
} Suffix;

static bool read_suffix(const char *s, Suffix *out) {
    static const struct {
        const char *text;
        Suffix means;
    } suffixes[] = {
        {"", {false, 0}},  {"u", {true, 0}},   {"l", {false, 1}},  {"ul", {true, 1}},
        {"lu", {true, 1}}, {"ll", {false, 2}}, {"ull", {true, 2}}, {"llu", {true, 2}},
    };
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        if (strcasecmp(s, suffixes[i].text) != 0) continue;
        *out = suffixes[i].means;
        return true;
    }
    return false;
}

// C11 6.4.4.1 p5: the first type of the list in which the value fits. False: in none.
static bool choose_type(uint64_t value, bool decimal, Suffix suffix, IfcTypeKind *out) {
    static const struct {
        IfcTypeKind kind;
        int longs;
        bool is_unsigned;
        uint64_t max;
    } list[] = {
        {IFC_INT, 0, false, INT32_MAX},      {IFC_UINT, 0, true, UINT32_MAX},
        {IFC_LONG, 1, false, INT64_MAX},     {IFC_ULONG, 1, true, UINT64_MAX},
        {IFC_LONGLONG, 2, false, INT64_MAX}, {IFC_ULONGLONG, 2, true, UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        if (list[i].longs < suffix.longs || value > list[i].max) continue;
        if (suffix.is_unsigned ? !list[i].is_unsigned : list[i].is_unsigned && decimal) continue;
        *out = list[i].kind;
        return true;
    }
    return false;
}

static bool is_unsigned_kind(IfcTypeKind k) {
    return k == IFC_UINT || k == IFC_ULONG || k == IFC_ULONGLONG;
}

static bool read_integer(const char *s, Literal *out) {
    bool hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
    bool binary = s[0] == '0' && (s[1] == 'b' || s[1] == 'B');
    int base = hex ? 16 : binary ? 2 : s[0] == '0' ? 8 : 10;
    const char *digits = hex || binary ? s + 2 : s;
    if (!isxdigit((unsigned char)*digits)) return false;
    char *end;
    errno = 0;
    unsigned long long value = strtoull(digits, &end, base);
    Suffix suffix;
    if (errno || end == digits || !read_suffix(end, &suffix)) return false;
    out->kind = IFC_CONST_INT;
    out->value.integer = (int64_t)value;
    return choose_type(value, base == 10, suffix, &out->type);
}

// ---- floating point ----

static bool read_float(const char *s, Literal *out) {
    if (!strpbrk(s, ".eEpP")) return false; // 08 is no number
    char *end;
    errno = 0;
    double value = strtod(s, &end);
    out->kind = IFC_CONST_FLOAT;
    out->value.number = value;
    if (*end == 0) {
        out->type = IFC_DOUBLE;
        return errno == 0;
    }
    out->type = IFC_FLOAT;
    out->value.number = (double)strtof(s, NULL); // rounded once, as a compiler does
    return (end[0] == 'f' || end[0] == 'F') && end[1] == 0 && errno == 0; // long double: clang's
}

// ---- characters and strings ----

static int digit_of(char c) {
    return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

// One character or escape of a literal, as the value of its byte. False: universal names, out of
// range.
static bool read_char(const char **at, unsigned char *out) {
    const char *s = *at;
    if (*s != '\\') {
        *out = (unsigned char)*s;
        *at = s + 1;
        return true;
    }
    static const char letters[] = "abfnrtv\\'\"?e", values[] = "\a\b\f\n\r\t\v\\'\"?\033";
    const char *simple = s[1] ? strchr(letters, s[1]) : NULL;
    if (simple) {
        *out = (unsigned char)values[simple - letters];
        *at = s + 2;
        return true;
    }
    unsigned value = 0;
    const char *digits = s[1] == 'x' ? s + 2 : s + 1;
    const char *p = digits;
    if (s[1] == 'x')
        while (isxdigit((unsigned char)*p) && value < 256)
            value = value * 16 + (unsigned)digit_of(*p++);
    else
        while (*p >= '0' && *p <= '7' && p - digits < 3) value = value * 8 + (unsigned)(*p++ - '0');
    *out = (unsigned char)value;
    *at = p;
    return p > digits && value < 256;
}

static bool read_character(const char *s, Literal *out) {
    const char *at = s + 1;
    unsigned char value;
    if (*at == '\'' || *at == 0 || !read_char(&at, &value) || strcmp(at, "'") != 0) return false;
    if (value > 127) return false; // the sign of char, or UTF-8
    out->kind = IFC_CONST_INT;
    out->type = IFC_INT;
    out->value.integer = value;
    return true;
}

// Adjacent literals are one string. One with a NUL inside is left to clang: its length matters.
static bool read_strings(const char *const tokens[], uint32_t count, Arena *arena, Literal *out) {
    size_t room = 1;
    for (uint32_t i = 0; i < count; i++) room += strlen(tokens[i]);
    char *text = arena_alloc(arena, room);
    size_t len = 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *at = tokens[i];
        if (*at++ != '"') return false;
        while (*at && *at != '"') {
            unsigned char c;
            if (!read_char(&at, &c) || c == 0) return false;
            text[len++] = (char)c;
        }
        if (strcmp(at, "\"") != 0) return false;
    }
    out->kind = IFC_CONST_STRING;
    out->type = IFC_POINTER;
    out->value.text = text;
    return true;
}

// ---- signs ----

// Unsigned types wrap; a signed value that does not fit its type is no constant in C.
static bool apply_sign(char sign, Literal *v) {
    if (v->kind == IFC_CONST_STRING) return false;
    if (sign == '+') return true;
    if (v->kind == IFC_CONST_FLOAT) {
        v->value.number = -v->value.number;
        return sign == '-';
    }
    uint64_t bits = (uint64_t)v->value.integer;
    bits = sign == '-' ? 0 - bits : ~bits;
    if (v->type == IFC_UINT) bits = (uint32_t)bits;
    v->value.integer = (int64_t)bits;
    return is_unsigned_kind(v->type) || v->type != IFC_INT ||
           v->value.integer == (int32_t)v->value.integer;
}

bool literal_evaluate(const char *const tokens[], uint32_t count, Arena *arena, Literal *out) {
    if (count > TOKENS_MAX) return false; // signs recurse
    while (count > 2 && strcmp(tokens[0], "(") == 0 && strcmp(tokens[count - 1], ")") == 0) {
        tokens++;
        count -= 2;
    }
    if (count == 0) return false;
    const char *first = tokens[0];
    if (strlen(first) == 1 && strchr("-+~", *first))
        return literal_evaluate(tokens + 1, count - 1, arena, out) && apply_sign(*first, out);
    if (*first == '"') return read_strings(tokens, count, arena, out);
    if (count != 1) return false;
    if (*first == '\'') return read_character(first, out);
    if (!isdigit((unsigned char)*first) && *first != '.') return false;
    return read_integer(first, out) || read_float(first, out);
}
