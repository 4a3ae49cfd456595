// Pages by mmap.
#include "memory/pages.h"

#if !defined(_WIN32)
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

size_t pages_size(void) {
    static _Atomic size_t size;
    size_t known = atomic_load_explicit(&size, memory_order_relaxed);
    if (known) return known;
    known = (size_t)sysconf(_SC_PAGESIZE);
    atomic_store_explicit(&size, known, memory_order_relaxed);
    return known;
}

void *pages_take(size_t size) {
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

// On ARM what was written goes out of the data cache before it is fetched as instructions.
bool pages_seal(void *pages, size_t size) {
    if (mprotect(pages, size, PROT_READ | PROT_EXEC) != 0) return false;
    __builtin___clear_cache((char *)pages, (char *)pages + size);
    return true;
}

void pages_give(void *pages, size_t size) { munmap(pages, size); }
void pages_around_fork(void (*held)(void), void (*released)(void)) {
    pthread_atfork(held, released, released);
}
#endif
