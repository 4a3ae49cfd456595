// How an object dies: see count.c.
#ifndef SEAM_CORE_MEMORY_COUNT_H
#define SEAM_CORE_MEMORY_COUNT_H

#include <seam/object.h>

enum { COUNT_FINALIZING = 1 << 29 }; // of an object when its finalize begins: far from any other

// Is it neither immortal nor dying?
static inline bool count_lives(int32_t count) { return count != 0 && count < COUNT_FINALIZING; }

// Drops an object that nothing refers to; its count is 0. errno is preserved.
void count_drop(SeamHead *head);

#endif
