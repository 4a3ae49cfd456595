// Tells the unwinder about generated code: one description for a whole range (rules.h).
#ifndef SEAM_CALL_FRAME_H
#define SEAM_CALL_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct FrameTable {
    uint64_t words[40]; // as DWARF has it; the unwinder keeps the table
} FrameTable;

// Looks for the unwinder of the process. To be called first without holding a lock, since the
// loader has one of its own.
void frame_begin(void);
bool frame_can_register(void); // it has been found
// For the rest of the process.
void frame_register(FrameTable *table, const void *code, size_t size);

#endif
