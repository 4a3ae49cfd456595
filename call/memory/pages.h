// Pages from the system, private to this process and never writable and executable at once: written
// first, then sealed. A child of fork has copies of its own.
#ifndef SEAM_CALL_PAGES_H
#define SEAM_CALL_PAGES_H

#include <stdbool.h>
#include <stddef.h>

// Bytes of a page.
size_t pages_size(void);
// `size` bytes that can be written, zeroed; `size` is a multiple of the page's. NULL: there is no
// memory.
void *pages_take(size_t size);
// From now on they can be executed and no longer written. false: the system refuses that (SELinux's
// execmem, seccomp, PaX), and they are as they were.
bool pages_seal(void *pages, size_t size);
void pages_give(void *pages, size_t size);

// Runs `held` before a fork and `released` after it, in the parent and in the child.
void pages_around_fork(void (*held)(void), void (*released)(void));

#endif
