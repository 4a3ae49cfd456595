// Windows: memory is sealed by VirtualProtect (pages_windows.c); there are no other ways, and no
// fork.
#include "memory/block.h"

#if defined(_WIN32)
bool block_from_file(unsigned char *page) { return (void)page, false; }
bool block_from_memfd(unsigned char *page, BlockWrite *write) {
    return (void)page, (void)write, false;
}
#endif
