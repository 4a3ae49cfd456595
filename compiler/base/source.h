// Source files and spans. A span is a byte range of one source; lines and columns are computed
// only when a message is rendered. C headers become sources too, read when a label points there.
#ifndef SEAM_BASE_SOURCE_H
#define SEAM_BASE_SOURCE_H

#include "intern.h"

typedef struct Span {
    uint32_t source; // index into Sources; 0 is "no place"
    uint32_t start;  // byte offsets, end exclusive
    uint32_t end;
} Span;

typedef struct Source {
    const char *path; // as the user gave it: what messages show
    const char *text; // NUL-terminated; NULL until read (external headers)
    uint32_t len;
    uint32_t *lines; // byte offset of each line's start; built on first use
    uint32_t line_count;
} Source;

typedef struct Sources {
    Arena *arena;
    VEC(Source) list; // [0] is a dummy
} Sources;

typedef struct LineCol {
    uint32_t line; // from 1
    uint32_t col;  // from 1, in bytes
} LineCol;

void sources_init(Sources *s, Arena *arena);
uint32_t source_add(Sources *s, const char *path, const char *text, uint32_t len);
// A place in a file that was not compiled (a C header). Reads the file on first use; the span is
// empty at {0,0,0} when the file cannot be read.
Span source_place(Sources *s, const char *path, uint32_t line, uint32_t col);
LineCol source_line_col(Sources *s, uint32_t source, uint32_t offset);
// What stands there, on one line and cut off where it is long.
const char *source_snippet(const Sources *s, Arena *arena, Span span, uint32_t most);
Span span_join(Span a, Span b);

#endif
