// Growable text with indentation, for everything that the compiler writes. In an arena;
// NUL-terminated. Invariant: a line's indentation is written with its first character, so that
// empty lines stay empty.
#ifndef SEAM_EMIT_TEXT_H
#define SEAM_EMIT_TEXT_H

#include "base/arena.h"

typedef struct Text {
    Arena *arena;
    char *chars;
    size_t len;
    size_t cap;
    uint32_t indent; // steps of four spaces, for the lines to come
    uint32_t lines;  // finished so far
} Text;

void text_init(Text *t, Arena *arena);
void text_put(Text *t, const char *s); // may hold newlines
void text_put_len(Text *t, const char *s, size_t len);
__attribute__((format(printf, 2, 3))) void text_printf(Text *t, const char *format, ...);
void text_append(Text *t, const Text *other);       // as it is, without further indentation
size_t text_column(const Text *t);                  // of what comes next, from 0
void text_cut(Text *t, size_t len, uint32_t lines); // back to what it was
// Makes one line of the line that ends before `at` and the one that begins there: `glue` for the
// line's end and the indentation.
void text_join(Text *t, size_t at, const char *glue);

// A line, on the one before it if both end with a semicolon and they fit.
void text_put_packed(Text *t, const char *line);

// `head { one; two; }tail` and a newline: on one line if it is short and nothing nests, else
// `lines`, which are not indented, packed.
void text_put_braced(Text *t, const char *head, const char *lines, const char *tail);

#endif
