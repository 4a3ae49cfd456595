// Where panics stop: in catchPanic, and at the edge of functions that C calls under one.
#ifndef SEAM_CORE_PROGRAM_GUARD_H
#define SEAM_CORE_PROGRAM_GUARD_H

#include <seam/error.h>

// A panic stops somewhere in this thread.
bool guard_is_set(void);
// What the next raise is about; copied.
void guard_keep(const char *message, int64_t len, SEAM_PLACE);
// Leaves to the innermost guard.
SEAM_NORETURN void guard_raise(void);
// A panic has ended at the guard. `guard_owner` (NULL: none) gives back what was begun under it.
extern void (*guard_owner)(const SeamGuard *guard);
void guard_abandon(const SeamGuard *guard);

#endif
