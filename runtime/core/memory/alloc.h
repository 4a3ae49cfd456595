// Memory of the run time. Blocks up to 512 bytes come from lists of free blocks, one for each
// multiple of 8 bytes, that a thread has to itself; larger ones from malloc. SEAM_ALLOC=malloc,
// SEAM_LEAKS=1 and ASan hand everything to malloc. Nothing here fails: without memory the program
// ends. errno is preserved. Invariant: a block is freed with the size that it was asked for with,
// or another of the same class.
#ifndef SEAM_CORE_MEMORY_ALLOC_H
#define SEAM_CORE_MEMORY_ALLOC_H

#include <seam/object.h>

enum {
    MEMORY_STEP = SEAM_BLOCK_STEP,
    MEMORY_SMALL = SEAM_BLOCK_MOST, // the largest block of the lists
    MEMORY_CLASSES = MEMORY_SMALL / MEMORY_STEP + 1,
};

// No object or buffer has more bytes.
static const int64_t memory_most = 0x7fffffffffff;

void *memory_alloc_slow(size_t size);
void memory_free_slow(void *block, size_t size);
SEAM_COLD SEAM_NORETURN void memory_fail(void);

static inline size_t memory_class(size_t size) { return (size + MEMORY_STEP - 1) / MEMORY_STEP; }

// From the lists, NULL when they have none.
static inline void *memory_take(size_t size) {
    SeamHeap *t = &seam_heap;
    if (SEAM_UNLIKELY(size > t->small)) return NULL;
    SeamBlock **list = &t->free[memory_class(size)];
    SeamBlock *block = *list;
    if (SEAM_LIKELY(block != NULL)) *list = block->next;
    return block;
}

// Back to the lists, false when the block is none of theirs.
static inline bool memory_give(void *block, size_t size) {
    SeamHeap *t = &seam_heap;
    if (SEAM_UNLIKELY(size > t->small)) return false;
    SeamBlock *freed = block;
    SeamBlock **list = &t->free[memory_class(size)];
    freed->next = *list;
    *list = freed;
    return true;
}

// size may not be 0, nor the block NULL.
static inline void *memory_alloc(size_t size) {
    void *block = memory_take(size);
    return SEAM_LIKELY(block != NULL) ? block : memory_alloc_slow(size);
}

static inline void memory_free(void *block, size_t size) {
    if (!memory_give(block, size)) memory_free_slow(block, size);
}

// The next capacity of what grows step by step: linear in all, but in the stress build never more
// than needed, so that everything moves all the time.
static inline int64_t memory_grown(int64_t cap, int64_t needed, int64_t least) {
#ifdef SEAM_STRESS
    (void)cap, (void)least;
    return needed;
#else
    cap += cap / 2;
    if (cap < least) cap = least;
    return cap < needed ? needed : cap;
#endif
}

// The first `used` bytes stay. NULL: nothing was there.
void *memory_resize(void *block, size_t size, size_t used, size_t new_size);

// Counted objects: as above, and known to the leak report.
void *memory_object_slow(size_t size);

// One reference; beyond the head nothing is set.
static inline void *memory_new_object(size_t size, uint32_t type) {
    SeamHead *head = memory_take(size);
    if (SEAM_UNLIKELY(!head)) head = memory_object_slow(size);
    head->count = 1;
    head->type = type;
    return head;
}

static inline void memory_free_object(void *object, size_t size) { seam_object_free(object, size); }

// Grows an object that has one reference; `used` bytes stay.
void *memory_resize_object(void *object, size_t size, size_t used, size_t new_size);
// The bytes that an object really has; at least `size`.
size_t memory_object_room(void *object, size_t size);

#endif
