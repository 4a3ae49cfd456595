// The process's free trampolines, behind a lock; trampoline.c has some for each thread.
#ifndef SEAM_CALL_POOL_H
#define SEAM_CALL_POOL_H

#include "memory/trampoline.h"

enum { POOL_COUNT = 1024 }; // those that need no executable memory

// How many there were, up to `count`; one at a time where they are scarce. 0: there are none.
size_t pool_take(TrampolineData *out[], size_t count);
void pool_give(TrampolineData *const data[], size_t count); // poisoned already
// The system refuses executable memory: nobody keeps any for later.
bool pool_is_scarce(void);

#endif
