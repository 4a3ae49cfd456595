// How an object dies: see count.c.
#ifndef SEAM_CORE_MEMORY_COUNT_H
#define SEAM_CORE_MEMORY_COUNT_H

#include <seam/object.h>

// Drops an object that nothing refers to; its count is 0. errno is preserved.
void count_drop(SeamHead *head);

#endif
