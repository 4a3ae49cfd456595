// Pages by VirtualAlloc.
#include "memory/pages.h"

#if defined(_WIN32)
#include <windows.h>

size_t pages_size(void) {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwPageSize;
}

void *pages_take(size_t size) {
    return VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

bool pages_seal(void *pages, size_t size) {
    DWORD before;
    if (!VirtualProtect(pages, size, PAGE_EXECUTE_READ, &before)) return false;
    FlushInstructionCache(GetCurrentProcess(), pages, size);
    return true;
}

// Windows has no fork.
void pages_around_fork(void (*held)(void), void (*released)(void)) { (void)held, (void)released; }

void pages_give(void *pages, size_t size) {
    (void)size; // of a whole reservation
    VirtualFree(pages, 0, MEM_RELEASE);
}
#endif
