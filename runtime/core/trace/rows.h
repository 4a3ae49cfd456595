// The places of a trace, in the order in which they were passed. Of a long one the first and the
// last are kept; places that come again and again in the same order (a recursion, of one function
// or of a few) are there once, and counted.
#ifndef SEAM_CORE_TRACE_ROWS_H
#define SEAM_CORE_TRACE_ROWS_H

#include <seam/object.h>

enum { ROWS_MOST = 48, ROW_TEXT = 5000 };

typedef struct Row {
    const char *file; // NULL: C's code, of which `name` is known; "": not shown
    const char *name; // of the function; NULL: not known. Both live for ever
    bool is_c_name;   // of which <seam/frame.h> makes Seam's
    uint32_t place;   // SEAM_PLACE; line and column may be 0
    uint32_t times;   // of the circle of rows that ends here
    uint32_t circle;  // how many these are
} Row;

typedef struct Rows {
    Row *items;       // the first ones, then the last ones, which go round
    uint32_t count;   // of rows
    uint32_t oldest;  // where the last rows begin, once all are used
    uint64_t skipped; // places between the first and the last
} Rows;

// `items` has room for ROWS_MOST, or for one more than are there.
void rows_add(Rows *rows, const Row *place);

// Visits the lines of the trace, NUL-terminated: "main.seam:3:12", or of a note ("... these 2
// places 500 times").
typedef void RowLine(void *context, const char *line, bool is_note);
void rows_each(const Rows *rows, RowLine *visit, void *context);

static inline uint32_t row_line(uint32_t place) { return (place & ~SEAM_IN_DEFAULT) >> 12; }

// "main.seam:3:12 in greet"
void row_text(const Row *row, char text[ROW_TEXT]);

#endif
