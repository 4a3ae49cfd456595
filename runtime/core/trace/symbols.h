// Addresses of code to functions and lines of Seam, by the program's line tables (-g1), which
// libbacktrace reads, and the names that the compiler leaves in the program (SEAM_FRAMES).
#ifndef SEAM_CORE_TRACE_SYMBOLS_H
#define SEAM_CORE_TRACE_SYMBOLS_H

#include "core/trace/rows.h"

typedef enum Place {
    PLACE_SEAM,    // rows, innermost first: what is inlined stands before what it is inlined into
    PLACE_RUNTIME, // the program's own code that nobody wrote in Seam
    PLACE_C,       // a library's
    PLACE_UNKNOWN, // of no file
} Place;

enum { SYMBOL_ROWS = 16 };

typedef struct Site {
    uintptr_t pc; // an address within the instruction
    Place place;
    uint32_t count;
    Row rows[SYMBOL_ROWS];
} Site;

// What a walk has looked up; zeroed: nothing.
enum { SITES = 64 };
typedef struct Sites {
    Site items[SITES];
} Sites;

// The site lives until the next call. Threads may call it at once, each with its own table.
const Site *symbols_at(Sites *sites, uintptr_t pc);
bool symbols_can_be_read(void); // it is a program of Seam's, and libbacktrace is there
// The program has what is needed, as far as was looked at; false: it was stripped.
bool symbols_are_known(void);

#endif
