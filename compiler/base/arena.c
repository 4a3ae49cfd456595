// Arenas: bump allocation out of chunks that double in size up to a limit.
// Invariant: the bytes from `next` to `end` are zero, so that arena_alloc need not clear them.
// Chunks come from calloc, which for large sizes maps fresh zero pages and touches nothing.
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_ALIGN = 16, CHUNK_MIN = 1 << 14, CHUNK_MAX = 1 << 22 };

struct ArenaChunk {
    ArenaChunk *older;
    size_t size; // of the memory that follows this header
};

// The header is rounded up so that the memory behind it stays aligned.
static const size_t header_size =
    (sizeof(ArenaChunk) + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);

static char *chunk_memory(ArenaChunk *c) { return (char *)c + header_size; }

void arena_init(Arena *a) { *a = (Arena){0}; }

void arena_deinit(Arena *a) {
    for (ArenaChunk *c = a->chunks; c;) {
        ArenaChunk *older = c->older;
        free(c);
        c = older;
    }
    *a = (Arena){0};
}

void arena_reset(Arena *a) {
    ArenaChunk *kept = a->chunks;
    if (!kept) return;
    for (ArenaChunk *c = kept->older; c;) {
        ArenaChunk *older = c->older;
        free(c);
        c = older;
    }
    kept->older = NULL;
    memset(chunk_memory(kept), 0, (size_t)(a->next - chunk_memory(kept)));
    a->next = chunk_memory(kept);
    a->end = a->next + kept->size;
    a->used = 0;
}

static void add_chunk(Arena *a, size_t at_least) {
    size_t size = a->chunks ? a->chunks->size * 2 : CHUNK_MIN;
    if (size > CHUNK_MAX) size = CHUNK_MAX;
    if (size < at_least) size = at_least;
    ArenaChunk *c = calloc(1, header_size + size);
    if (!c) out_of_memory();
    c->older = a->chunks;
    c->size = size;
    a->chunks = c;
    a->next = chunk_memory(c);
    a->end = a->next + size;
}

void *arena_alloc(Arena *a, size_t size) {
    if (size > SIZE_MAX / 4) out_of_memory();
    size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (!a->next || (size_t)(a->end - a->next) < size) add_chunk(a, size);
    void *memory = a->next;
    a->next += size;
    a->used += size;
    return memory;
}

char *arena_text(Arena *a, const char *text, size_t len) {
    char *copy = arena_alloc(a, len + 1);
    if (len) memcpy(copy, text, len);
    return copy;
}

char *arena_vprintf(Arena *a, const char *format, va_list args) {
    assert(format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    assert(len >= 0);
    char *text = arena_alloc(a, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

char *arena_printf(Arena *a, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(a, format, args);
    va_end(args);
    return text;
}

void *vec_grow(Arena *a, void *items, uint32_t len, uint32_t *cap, size_t item_size) {
    if (*cap > UINT32_MAX / 2) out_of_memory();
    uint32_t grown = *cap ? *cap * 2 : 4;
    void *memory = arena_alloc(a, grown * item_size);
    if (len) memcpy(memory, items, len * item_size);
    *cap = grown;
    return memory;
}

void out_of_memory(void) {
    fputs("seam: out of memory\n", stderr);
    exit(1);
}

void unreachable_at(const char *file, int line, const char *why) {
    fprintf(stderr, "seam: internal error at %s:%d: %s\n", file, line, why);
    abort();
}
