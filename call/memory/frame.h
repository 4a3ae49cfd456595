// Tells the unwinder about generated code: one description for a whole range, since all frames in
// it are alike (arena.h).
#ifndef SEAM_CALL_FRAME_H
#define SEAM_CALL_FRAME_H

#include <stddef.h>

// Finds the unwinder, which may load it: to be called first without holding a lock, since the
// loader has one of its own.
void frame_begin(void);
// For the rest of the process. Without an unwinder in the process nothing is done.
void frame_register(const void *code, size_t size);

#endif
