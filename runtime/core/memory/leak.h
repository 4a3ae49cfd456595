// The leak report (`seam run --leaks`, SEAM_LEAKS=1): every counted object that is still alive at
// exit, by type and place of allocation. Only the allocator's slow paths ask whether it is on. Any
// thread.
#ifndef SEAM_CORE_MEMORY_LEAK_H
#define SEAM_CORE_MEMORY_LEAK_H

#include <seam/object.h>

bool leak_is_on(void);

void *leak_alloc(size_t size);
void leak_free(void *object);
size_t leak_room(void *object); // the bytes that it really has
// Objects alive that are not immortal.
int64_t leak_count(void);
// A panic was caught: what is alive now may be held by frames that are gone. It is listed apart,
// and is no leak.
void leak_abandon(void);
// Lists them on stderr; returns how many, without those that were abandoned.
int64_t leak_report(void);

#endif
