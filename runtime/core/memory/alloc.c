// The allocator's slow paths: first use, new chunks, malloc, and what a thread leaves behind.
// Chunks are never given back; the blocks of a thread that ends go to the next thread that needs
// some.
#include "core/memory/alloc.h"
#include "core/memory/leak.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MALLOC_ALWAYS true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MALLOC_ALWAYS true
#endif
#endif
#ifndef MALLOC_ALWAYS
#define MALLOC_ALWAYS false
#endif

#ifdef SEAM_STRESS
enum { CHUNK_SIZE = 1024, REFILL_SIZE = 64 };
#else
enum { CHUNK_SIZE = 256 * 1024, REFILL_SIZE = 4096 };
#endif

_Thread_local SeamHeap seam_heap;

// What is left of the thread's chunk. Begins at a multiple of 16.
static _Thread_local struct {
    char *at;
    char *end;
} chunk;

// Blocks of threads that have ended.
static struct {
    pthread_mutex_t lock;
    SeamBlock *free[MEMORY_CLASSES];
} orphans = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct {
    pthread_once_t once;
    pthread_key_t thread_end;
    size_t small;
} setup = {.once = PTHREAD_ONCE_INIT};

void memory_fail(void) {
    static const char text[] = "panic: out of memory\n";
    ssize_t written = write(STDERR_FILENO, text, sizeof text - 1);
    (void)written;
    _exit(134);
}

// The thread's blocks become orphans; the rest of its chunk is cut into the largest blocks.
static void end_thread(void *unused) {
    (void)unused;
    SeamHeap *t = &seam_heap;
    while (chunk.end - chunk.at >= MEMORY_SMALL) {
        memory_free(chunk.at, MEMORY_SMALL);
        chunk.at += MEMORY_SMALL;
    }
    pthread_mutex_lock(&orphans.lock);
    for (size_t i = 0; i < MEMORY_CLASSES; i++) {
        while (t->free[i]) {
            SeamBlock *block = t->free[i];
            t->free[i] = block->next;
            block->next = orphans.free[i];
            orphans.free[i] = block;
        }
    }
    pthread_mutex_unlock(&orphans.lock);
    *t = (SeamHeap){0};
    chunk.at = chunk.end = NULL;
}

static void set_up(void) {
    const char *choice = getenv("SEAM_ALLOC");
    bool use_malloc = MALLOC_ALWAYS || leak_is_on() || (choice && strcmp(choice, "malloc") == 0);
    setup.small = use_malloc ? 0 : MEMORY_SMALL;
    if (pthread_key_create(&setup.thread_end, end_thread) != 0) setup.small = 0;
}

static void *from_malloc(size_t size) {
    void *block = malloc(size);
    if (!block) memory_fail();
    return block;
}

static SeamBlock *take_orphans(size_t class) {
    pthread_mutex_lock(&orphans.lock);
    SeamBlock *blocks = orphans.free[class];
    orphans.free[class] = NULL;
    pthread_mutex_unlock(&orphans.lock);
    return blocks;
}

// Blocks of one class, linked, up to REFILL_SIZE bytes of them.
static SeamBlock *cut_blocks(size_t class) {
    size_t size = class * MEMORY_STEP;
    if ((size_t)(chunk.end - chunk.at) < size) {
        chunk.at = from_malloc(CHUNK_SIZE);
        chunk.end = chunk.at + CHUNK_SIZE;
    }
    size_t room = (size_t)(chunk.end - chunk.at);
    size_t count = (room < REFILL_SIZE ? room : REFILL_SIZE) / size;
    if (count == 0) count = 1;
    SeamBlock *first = (void *)chunk.at, *block = first;
    for (size_t i = 1; i < count; i++) {
        block->next = (void *)((char *)block + size);
        block = block->next;
    }
    block->next = NULL;
    chunk.at += (count * size + 15) & ~(size_t)15; // the chunk's end is such, too
    return first;
}

void *memory_alloc_slow(size_t size) {
    int saved = errno;
    SeamHeap *t = &seam_heap;
    if (t->small == 0) {
        pthread_once(&setup.once, set_up);
        t->small = setup.small;
        if (t->small) pthread_setspecific(setup.thread_end, t); // any value that is not NULL
    }
    void *result;
    if (size <= t->small) {
        size_t class = memory_class(size);
        SeamBlock *blocks = t->free[class];
        if (!blocks) blocks = take_orphans(class);
        if (!blocks) blocks = cut_blocks(class);
        t->free[class] = blocks->next;
        result = blocks;
    } else {
        result = from_malloc(size);
    }
    errno = saved;
    return result;
}

// A thread that has not allocated yet may free what another allocated.
void memory_free_slow(void *block, size_t size) {
    int saved = errno;
    pthread_once(&setup.once, set_up);
    if (size > setup.small) {
        free(block);
    } else {
        pthread_mutex_lock(&orphans.lock);
        SeamBlock *freed = block;
        freed->next = orphans.free[memory_class(size)];
        orphans.free[memory_class(size)] = freed;
        pthread_mutex_unlock(&orphans.lock);
    }
    errno = saved;
}

void *memory_resize(void *block, size_t size, size_t used, size_t new_size) {
    if (block && size > MEMORY_SMALL && new_size > MEMORY_SMALL) {
        int saved = errno;
        void *moved = realloc(block, new_size);
        if (!moved) memory_fail();
        errno = saved;
        return moved;
    }
    void *moved = memory_alloc(new_size);
    if (block) {
        memcpy(moved, block, used);
        memory_free(block, size);
    }
    return moved;
}

void *memory_object_slow(size_t size) {
    return leak_is_on() ? leak_alloc(size) : memory_alloc_slow(size);
}

void seam_object_free_slow(void *object, size_t size) {
    if (leak_is_on()) leak_free(object);
    else memory_free_slow(object, size);
}

void *memory_resize_object(void *object, size_t size, size_t used, size_t new_size) {
    if (!leak_is_on()) return memory_resize(object, size, used, new_size);
    void *moved = leak_alloc(new_size);
    memcpy(moved, object, used);
    leak_free(object);
    return moved;
}

size_t memory_object_room(void *object, size_t size) {
    if (size <= seam_heap.small) return memory_class(size) * MEMORY_STEP;
    if (setup.small) return size <= setup.small ? size : malloc_usable_size(object);
    return leak_is_on() ? leak_room(object) : malloc_usable_size(object);
}
