// Literals: numbers that keep their value and type, text with every byte as it is, and a unit's
// string literals, each once.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/c/unit/order.h"

// ---- numbers ----

// A literal of at least int's rank that C gives a type of the same value and signedness.
void put_integer(Text *out, int64_t bits, const Type *t) {
    const char *name = name_of_number(t);
    if (name[0] == 'u' && (strcmp(name, "u64") == 0 || strcmp(name, "u32") == 0)) {
        uint64_t value = name[1] == '3' ? (uint32_t)bits : (uint64_t)bits;
        text_printf(out, "%llu%s", (unsigned long long)value, name[1] == '3' ? "u" : "ul");
    } else if (name[0] == 'u') {
        text_printf(out, "%u", (unsigned)(bits & (name[1] == '8' ? 0xff : 0xffff)));
    } else if (bits == INT64_MIN) { // its digits alone do not fit
        text_put(out, "(-9223372036854775807 - 1)");
    } else {
        text_printf(out, "%lld", (long long)bits);
    }
}

// The shortest decimal that reads back as x.
static const char *shortest(Arena *a, double x, bool is_f32) {
    for (int digits = is_f32 ? 6 : 15;; digits++) {
        char text[40];
        snprintf(text, sizeof text, "%.*g", digits, x);
        bool same = is_f32 ? strtof(text, NULL) == (float)x : strtod(text, NULL) == x;
        if (same || digits == 17) return arena_printf(a, "%s", text);
    }
}

void put_float(Text *out, double x, bool is_f32) {
    const char *suffix = is_f32 ? "f" : "";
    if (isnan(x)) {
        text_printf(out, "__builtin_nan%s(\"\")", suffix);
    } else if (isinf(x)) {
        text_printf(out, "%s__builtin_inf%s()", x < 0 ? "-" : "", suffix);
    } else {
        const char *digits = shortest(out->arena, x, is_f32);
        const char *point = strpbrk(digits, ".e") ? "" : ".0";
        text_printf(out, "%s%s%s", digits, point, suffix);
    }
}

// ---- text ----

static bool is_octal_digit(char c) { return c >= '0' && c <= '7'; }

// An octal escape takes up to three digits: it is written in full when a digit follows.
static const char *escape(Arena *a, unsigned char c, char next) {
    switch (c) {
    case '\n': return "\\n";
    case '\t': return "\\t";
    case '\r': return "\\r";
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '?': return "\\?";
    }
    return arena_printf(a, is_octal_digit(next) ? "\\%03o" : "\\%o", c);
}

// Marks that turn the direction of writing: compilers warn of them, since they deceive readers.
static bool is_bidi_mark(const unsigned char *s) {
    return s[0] == 0xe2 && ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
                            (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
}

// How many bytes of the character at `s` stand in a literal as they are; 0: its first byte is
// escaped.
static size_t plain_bytes(const char *text, size_t len, char before) {
    const unsigned char *s = (const unsigned char *)text;
    if (*s == '?') return before == '?' || (len > 1 && s[1] == '?') ? 0 : 1; // no trigraphs
    if (*s < 0x80) return *s >= 0x20 && *s != 0x7f && *s != '"' && *s != '\\';
    size_t size = *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : 2;
    if (*s < 0xc2 || *s > 0xf4 || size > len) return 0;
    for (size_t i = 1; i < size; i++)
        if ((s[i] & 0xc0) != 0x80) return 0;
    return size == 3 && is_bidi_mark(s) ? 0 : size;
}

enum { LITERAL_LINE = 2000 }; // bytes a line: compilers and people lose their way in longer ones

void put_c_string(Text *out, const char *text, size_t len) {
    text_put(out, "\"");
    size_t run = 0, line = 0;
    for (size_t i = 0; i < len;) {
        size_t plain = plain_bytes(text + i, len - i, i ? text[i - 1] : 0),
               end = i + (plain ? plain : 1);
        bool newline = end - line >= LITERAL_LINE && end < len;
        if (!plain || newline) {
            text_put_len(out, text + run, (plain ? end : i) - run);
            if (!plain)
                text_put(out,
                         escape(out->arena, (unsigned char)text[i], end < len ? text[end] : 0));
            run = end;
        }
        if (newline) {
            text_put(out, "\"\n\"");
            line = end;
        }
        i = end;
    }
    text_put_len(out, text + run, len - run);
    text_put(out, "\"");
}

// ---- the unit's strings ----

static uint32_t *find_slot(const Unit *u, const char *text, uint32_t len) {
    for (uint64_t i = hash_bytes(text, len, 0);; i++) {
        uint32_t *slot = &u->string_slots[i & (u->string_cap - 1)];
        if (!*slot) return slot;
        const StringLiteral *s = &u->strings.items[*slot - 1];
        if (s->len == len && memcmp(s->text, text, len) == 0) return slot;
    }
}

static void grow(Unit *u) {
    u->string_cap = u->string_cap ? u->string_cap * 2 : 64;
    u->string_slots = ARENA_ARRAY(u->arena, uint32_t, u->string_cap);
    for (uint32_t i = 0; i < u->strings.len; i++)
        *find_slot(u, u->strings.items[i].text, u->strings.items[i].len) = i + 1;
}

const char *string_literal(Unit *u, const char *text, uint32_t len) {
    if (u->strings.len * 4 >= u->string_cap * 3) grow(u);
    uint32_t *slot = find_slot(u, text, len);
    if (!*slot) {
        VEC_PUSH(u->arena, &u->strings, ((StringLiteral){.text = text, .len = len}));
        *slot = u->strings.len;
    }
    return arena_printf(u->arena, "seam_str_%u", *slot);
}

// ---- where they stand ----

static const char literal_head[] = "SEAM_STR(seam_str_";

// The next use of a literal, or NULL; *index is its number from 0, *behind where the use ends.
static const char *next_use(const char *at, const char *end, uint32_t *index, const char **behind) {
    size_t head = sizeof literal_head - 1;
    for (; at < end; at = *at == '"' ? skip_quoted(at) : at + 1) {
        if (*at != 'S' || strncmp(at, literal_head, head) != 0) continue;
        char *digits_end;
        *index = (uint32_t)strtoul(at + head, &digits_end, 10) - 1;
        *behind = digits_end + 1;
        return at;
    }
    return NULL;
}

void count_texts(Unit *u, const char *at, const char *end, bool named) {
    uint32_t index;
    while (at && next_use(at, end, &index, &at)) {
        u->strings.items[index].uses++;
        u->strings.items[index].named |= named;
    }
}

enum { TEXT_COLUMNS = 120 };

// A use where it is read best, in place, makes another copy: so few of them, and of short ones.
static bool goes_in_place(const StringLiteral *s) {
    enum { USES_MOST = 8, BYTES_MOST = 64 };
    bool few = s->uses == 1 || (s->uses <= USES_MOST && s->uses * s->len <= BYTES_MOST);
    return few && !s->named;
}

static const char *text_in_place(Unit *u, const StringLiteral *s) {
    Text text;
    text_init(&text, u->arena);
    text_put(&text, "SEAM_TEXT(");
    put_c_string(&text, s->text, s->len);
    text_put(&text, ")");
    return text.chars;
}

static size_t rest_of_line(const char *at, const char *end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return (size_t)((newline ? newline : end) - at);
}

void put_with_texts(Unit *u, Text *out, const char *code, size_t len) {
    const char *at = code, *end = code + len, *behind, *use;
    uint32_t index;
    while ((use = next_use(at, end, &index, &behind))) {
        StringLiteral *s = &u->strings.items[index];
        const char *text = goes_in_place(s) ? text_in_place(u, s) : NULL;
        text_put_len(out, at, (size_t)(use - at));
        bool fits =
            text && text_column(out) + strlen(text) + rest_of_line(behind, end) <= TEXT_COLUMNS;
        if (fits) text_put(out, text);
        else text_put_len(out, use, (size_t)(behind - use));
        s->named |= !fits;
        at = behind;
    }
    text_put_len(out, at, (size_t)(end - at));
}

void put_string_literals(Unit *u) {
    for (uint32_t i = 0; i < u->strings.len; i++) {
        const StringLiteral *s = &u->strings.items[i];
        if (!s->named) continue; // in place, or only in code that is not printed
        Text line;
        text_init(&line, u->arena);
        text_printf(&line, "SEAM_STRING_LITERAL(seam_str_%u, ", i + 1);
        put_c_string(&line, s->text, s->len);
        text_printf(&line, ", %u);\n", s->len);
        text_put_packed(&u->literals, line.chars);
    }
}
