// The calls of Seam that are under way in this thread.
#ifndef SEAM_CORE_TRACE_FRAMES_H
#define SEAM_CORE_TRACE_FRAMES_H

#include "core/trace/rows.h"

// Where the walk begins: `file` and `place` of a panic, which the program knows better than its
// line tables ("": it does not); `trampoline`, the address to which the handler of a signal returns
// (what was interrupted comes behind it), or 0.
typedef struct Origin {
    const char *file;
    uint32_t place;
    uintptr_t trampoline;
} Origin;

// Adds them, innermost first. Gives why the trace ends before the start of the program, or NULL.
const char *frames_add(Rows *rows, Origin from);

// Writes the message and a newline to stderr.
void frames_message(const char *message);
// Writes "  at .." lines to stderr; allocates nothing.
void frames_print(const Rows *rows, const char *end);

#endif
