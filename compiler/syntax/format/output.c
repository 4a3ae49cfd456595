// Builds the text. Comments behind code keep their distance; those that stood in one column on
// lines that follow each other keep to one column, as far behind the longest line as the nearest of
// them was.
#include "syntax/format/output.h"

#include <string.h>

static void reserve(Output *o, uint32_t more) {
    if (o->text.cap - o->text.len >= more) return;
    uint32_t cap = (o->text.cap + more) * 2;
    char *text = arena_alloc(o->arena, cap);
    if (o->text.len) memcpy(text, o->text.items, o->text.len);
    o->text.items = text;
    o->text.cap = cap;
}

static void append(Output *o, const char *text, uint32_t len) {
    reserve(o, len);
    if (len > 0) memcpy(o->text.items + o->text.len, text, len);
    o->text.len += len;
}

void output_char(Output *o, char c) {
    append(o, &c, 1);
    o->column++;
}

void output_newline(Output *o, uint32_t indent, bool blank) {
    uint32_t newlines = o->text.len == 0 ? 0 : 1 + blank;
    reserve(o, newlines + indent + 1);
    memset(o->text.items + o->text.len, '\n', newlines);
    memset(o->text.items + o->text.len + newlines, ' ', indent);
    o->text.len += newlines + indent;
    o->line += newlines;
    o->column = o->indent = indent;
}

void output_text(Output *o, const char *text, uint32_t len, uint32_t columns, bool multiline) {
    if (!multiline) {
        append(o, text, len);
        o->column += columns;
        return;
    }
    reserve(o, len);
    for (uint32_t i = 0; i < len; i++) {
        if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n') continue;
        if (text[i] == '\n') o->line++;
        o->text.items[o->text.len++] = text[i];
    }
    o->column = columns;
}

// ---- comments ----

static const char *skip_blanks(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    return p;
}

// Every further line of the comment begins with a star: then they are indented anew.
static bool has_stars(const char *p, const char *end) {
    while ((p = memchr(p, '\n', (size_t)(end - p)))) {
        p = skip_blanks(p + 1, end);
        if (*p != '*') return false;
    }
    return true;
}

static void output_stars(Output *o, const char *p, const char *end) {
    for (;;) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        const char *stop = newline ? newline : end;
        while (stop > p && (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\r')) stop--;
        output_text(o, p, (uint32_t)(stop - p), text_columns(p, stop), false);
        if (!newline) return;
        uint32_t indent = o->indent;
        output_newline(o, indent + 1, false);
        o->indent = indent;
        p = skip_blanks(newline + 1, end);
    }
}

void output_comment(Output *o, const Layout *l, const Comment *c) {
    const char *text = l->text + c->start;
    const char *end = l->text + c->end;
    if (c->multiline && has_stars(text, end)) {
        output_stars(o, text, end);
        return;
    }
    const char *last = text;
    for (const char *p = text; c->multiline && (p = memchr(p, '\n', (size_t)(end - p)));)
        last = ++p;
    output_text(o, text, c->end - c->start, text_columns(last, end), c->multiline);
}

static uint32_t source_column(const Layout *l, const Comment *c) {
    const char *line = l->text + c->start;
    while (line > l->text && line[-1] != '\n') line--;
    return text_columns(line, l->text + c->start);
}

bool output_continues(const Layout *l, const Comment *c) {
    return c->line && c[-1].line && c->newlines == 1 &&
           source_column(l, c) == source_column(l, c - 1);
}

void output_trailing(Output *o, const Layout *l, const Comment *c) {
    const char *text = l->text + c->start;
    const char *code = text;
    while (code > l->text && (code[-1] == ' ' || code[-1] == '\t')) code--;
    Trailing t = {.at = o->text.len,
                  .line = o->line,
                  .column = o->column,
                  .gap = text > code ? (uint32_t)(text - code) : 1,
                  .source_column = source_column(l, c)};
    VEC_PUSH(o->arena, &o->trailing, t);
}

// How many of the comments from `first` on keep to one column, and which.
static uint32_t trailing_run(const Output *o, uint32_t first, uint32_t *column) {
    const Trailing *t = o->trailing.items + first;
    uint32_t width = t->column;
    uint32_t gap = t->gap;
    uint32_t count = 1;
    for (; first + count < o->trailing.len; count++) {
        const Trailing *next = t + count;
        if (next->line != t->line + count || next->source_column != t->source_column) break;
        if (next->column > width) width = next->column;
        if (next->gap < gap) gap = next->gap;
    }
    *column = width + gap;
    return count;
}

FileText output_end(Output *o, Arena *arena) {
    if (o->text.len > 0) append(o, "\n", 1);
    uint32_t padding = 0;
    for (uint32_t i = 0; i < o->trailing.len;) {
        uint32_t column;
        uint32_t end = i + trailing_run(o, i, &column);
        for (; i < end; i++) {
            o->trailing.items[i].gap = column - o->trailing.items[i].column;
            padding += o->trailing.items[i].gap;
        }
    }
    char *text = arena_alloc(arena, (size_t)o->text.len + padding + 1);
    char *p = text;
    uint32_t from = 0;
    for (uint32_t i = 0; i < o->trailing.len; i++) {
        const Trailing *t = &o->trailing.items[i];
        if (t->at > from) memcpy(p, o->text.items + from, t->at - from);
        p += t->at - from;
        memset(p, ' ', t->gap);
        p += t->gap;
        from = t->at;
    }
    if (o->text.len > from) memcpy(p, o->text.items + from, o->text.len - from);
    p += o->text.len - from;
    return (FileText){text, (size_t)(p - text)};
}
