// Blocks of trampolines: a page of code, its data right behind it, a page as well, and then the
// rooms. One file a system makes them.
#ifndef SEAM_CALL_BLOCK_H
#define SEAM_CALL_BLOCK_H

#include <stdbool.h>
#include <stddef.h>

// The ways to have code in a block, best first. SEAM_CALL_EXEC in the environment names the only
// one to be tried.
#define BLOCK_WAY_MAP(X)                                                             \
    X(FILE, "file")       /* the engine's own page of trampolines, mapped once more: \
                             nothing but what was loaded is executable */            \
    X(SEALED, "mprotect") /* written, then sealed: private memory */                 \
    X(MEMFD, "memfd")     /* written to a memory file, which is mapped privately */

typedef enum BlockWay {
#define BLOCK_WAY(NAME, text) BLOCK_##NAME,
    BLOCK_WAY_MAP(BLOCK_WAY)
#undef BLOCK_WAY
        BLOCK_WAYS
} BlockWay;

enum { STATIC_PAGE = 4096 }; // of trampolines, in the engine's own code

// `size` bytes, of which the first page becomes executable and holds what `write` writes; the rest
// is zero. NULL: refused, or no memory. The memory is the process's own: a child of fork has a
// copy.
typedef void BlockWrite(unsigned char *page);
unsigned char *block_make(BlockWay way, size_t size, BlockWrite *write);

// ---- by system ----
// A page of pages_take becomes executable and holds the trampolines. Of what fails nothing is used.
bool block_from_file(unsigned char *page);
bool block_from_memfd(unsigned char *page, BlockWrite *write);
// In trampolines_*.S: a page of trampolines whose data would lie one page further, and a few with
// data of their own (pool_data), for where nothing else becomes executable.
extern const unsigned char seam_trampoline_page[], seam_trampoline_pool[];

#endif
