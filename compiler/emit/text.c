// Growable text: appending, and indentation at line starts.
#include "emit/text.h"

#include <string.h>

void text_init(Text *t, Arena *arena) { *t = (Text){.arena = arena}; }

static char *reserve(Text *t, size_t len) {
    if (t->len + len + 1 > t->cap) {
        size_t cap = t->cap * 2 > t->len + len + 1 ? t->cap * 2 : t->len + len + 64;
        char *chars = arena_alloc(t->arena, cap);
        if (t->len) memcpy(chars, t->chars, t->len);
        t->chars = chars;
        t->cap = cap;
    }
    return t->chars + t->len;
}

static void put_raw(Text *t, const char *s, size_t len) {
    char *to = reserve(t, len);
    memcpy(to, s, len);
    to[len] = 0;
    t->len += len;
}

static void put_indent(Text *t) {
    for (uint32_t i = 0; i < t->indent; i++) put_raw(t, "    ", 4);
}

void text_put_len(Text *t, const char *s, size_t len) {
    const char *end = s + len;
    while (s < end) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        const char *stop = newline ? newline + 1 : end;
        bool line_start = t->len == 0 || t->chars[t->len - 1] == '\n';
        if (line_start && *s != '\n' && *s != '#') put_indent(t); // directives stand at the margin
        put_raw(t, s, (size_t)(stop - s));
        if (newline) t->lines++;
        s = stop;
    }
}

void text_put(Text *t, const char *s) { text_put_len(t, s, strlen(s)); }

void text_printf(Text *t, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_put(t, arena_vprintf(t->arena, format, args));
    va_end(args);
}

void text_append(Text *t, const Text *other) {
    if (other->len) put_raw(t, other->chars, other->len);
    t->lines += other->lines;
}

size_t text_column(const Text *t) {
    size_t start = t->len;
    while (start > 0 && t->chars[start - 1] != '\n') start--;
    return t->len - start;
}

void text_cut(Text *t, size_t len, uint32_t lines) {
    t->len = len;
    t->lines = lines;
    if (t->chars) t->chars[len] = 0;
}

void text_join(Text *t, size_t at, const char *glue) {
    size_t from = at, len = strlen(glue);
    while (t->chars[from] == ' ') from++;
    memmove(t->chars + at - 1 + len, t->chars + from, t->len - from + 1);
    memcpy(t->chars + at - 1, glue, len);
    t->len = t->len - (from - at + 1) + len;
    t->lines--;
}

enum { COLUMNS_MOST = 120 };

void text_put_packed(Text *t, const char *line) {
    size_t at = t->len, first = at, len = strlen(line);
    while (first > 1 && t->chars[first - 2] != '\n') first--;
    bool follows = at > 1 && t->chars[at - 1] == '\n' && t->chars[at - 2] == ';';
    if (follows && memmem(t->chars + first, at - first, "if (", 4)) follows = false;
    text_put_len(t, line, len);
    bool joins = line[len - 2] == ';' && !memchr(line, '\n', len - 1) && strncmp(line, "case", 4);
    if (follows && joins && at - first + len < COLUMNS_MOST) text_join(t, at, " ");
}

static bool fits_braced(const Text *t, const char *head, const char *lines, const char *tail) {
    size_t len = strlen(head) + strlen(lines) + strlen(tail) + 4;
    return *lines && !strstr(lines, "{\n") && !strchr(lines, '#') &&
           text_column(t) + len <= COLUMNS_MOST;
}

void text_put_braced(Text *t, const char *head, const char *lines, const char *tail) {
    bool one = fits_braced(t, head, lines, tail);
    text_printf(t, one ? "%s { " : "%s {\n", head);
    t->indent += !one;
    for (const char *at = lines; one && *at; at++) text_put_len(t, *at == '\n' ? " " : at, 1);
    for (const char *at = lines, *end; !one && (end = strchr(at, '\n')); at = end + 1)
        text_put_packed(t, arena_text(t->arena, at, (size_t)(end + 1 - at)));
    t->indent -= !one;
    text_printf(t, "}%s\n", tail);
}
