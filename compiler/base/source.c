// Source files and spans: the list of sources and the line tables that messages need.
// A line ends at "\n"; a "\r" before it belongs to the line and is not shown.
#include "base/source.h"

#include "base/io.h"

#include <assert.h>
#include <string.h>

void sources_init(Sources *s, Arena *arena) {
    *s = (Sources){.arena = arena};
    VEC_PUSH(arena, &s->list, ((Source){.path = "", .text = ""}));
}

uint32_t source_add(Sources *s, const char *path, const char *text, uint32_t len) {
    Source made = {.path = arena_text(s->arena, path, strlen(path)), .text = text, .len = len};
    VEC_PUSH(s->arena, &s->list, made);
    return s->list.len - 1;
}

static void build_lines(Sources *s, Source *source) {
    uint32_t count = 1;
    const char *end = source->text + source->len;
    for (const char *p = source->text; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        count++;
    source->lines = ARENA_ARRAY(s->arena, uint32_t, count);
    uint32_t line = 1;
    for (const char *p = source->text; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        source->lines[line++] = (uint32_t)(p + 1 - source->text);
    source->line_count = count;
}

static uint32_t find_or_read(Sources *s, const char *path) {
    for (uint32_t i = 1; i < s->list.len; i++)
        if (strcmp(s->list.items[i].path, path) == 0) return i;
    FileText file;
    if (!io_read(s->arena, path, &file) || file.len > UINT32_MAX / 2) return 0;
    return source_add(s, path, file.text, (uint32_t)file.len);
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// The span covers the whole word there: a caret under one letter of a name says less than the name.
Span source_place(Sources *s, const char *path, uint32_t line, uint32_t col) {
    uint32_t index = find_or_read(s, path);
    if (index == 0 || line == 0) return (Span){0, 0, 0};
    Source *source = &s->list.items[index];
    if (!source->lines) build_lines(s, source);
    if (line > source->line_count) return (Span){0, 0, 0};
    uint32_t start = source->lines[line - 1] + (col ? col - 1 : 0);
    if (start > source->len) start = source->len;
    uint32_t end = start;
    while (end < source->len && is_word(source->text[end])) end++;
    return (Span){index, start, end};
}

LineCol source_line_col(Sources *s, uint32_t source, uint32_t offset) {
    assert(source < s->list.len);
    Source *in = &s->list.items[source];
    if (source == 0) return (LineCol){0, 0};
    if (!in->lines) build_lines(s, in);
    uint32_t low = 0;
    uint32_t high = in->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (in->lines[middle] <= offset) low = middle;
        else high = middle;
    }
    return (LineCol){low + 1, offset - in->lines[low] + 1};
}

Span span_join(Span a, Span b) {
    if (a.source == 0) return b;
    if (b.source != a.source) return a;
    return (Span){a.source, a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

const char *source_snippet(const Sources *s, Arena *arena, Span span, uint32_t most) {
    const Source *source = &s->list.items[span.source];
    if (!source->text || span.end > source->len) return "";
    char *text = arena_text(arena, source->text + span.start, span.end - span.start);
    uint32_t len = 0;
    for (const char *p = text; *p; p++) {
        bool space = strchr(" \t\r\n", *p) != NULL;
        if (space && len && text[len - 1] == ' ') continue;
        text[len++] = space ? ' ' : *p;
    }
    text[len] = 0;
    if (len <= most) return text;
    while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80) most--; // whole characters
    text[most] = 0;
    return arena_printf(arena, "%s..", text);
}
