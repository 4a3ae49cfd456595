// Arenas: all compiler memory. Nothing is freed one by one; a whole arena goes at once.
// Three live in a Session: `session` (names, types, interfaces), `unit` (tree, MIR of one module)
// and `scratch` (one pass). Out of memory stops the compiler with one message (STYLE "Errors"). One
// thread at a time uses an arena.
#ifndef SEAM_BASE_ARENA_H
#define SEAM_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ArenaChunk ArenaChunk;

typedef struct Arena {
    ArenaChunk *chunks; // newest first
    char *next;
    char *end;
    size_t used; // bytes handed out, for statistics
} Arena;

void arena_init(Arena *a);
void arena_deinit(Arena *a);
// Forgets everything but keeps one chunk for the next use.
void arena_reset(Arena *a);
// `size` bytes of zeroes, aligned to 16.
void *arena_alloc(Arena *a, size_t size);
char *arena_text(Arena *a, const char *text, size_t len); // a NUL-terminated copy
__attribute__((format(printf, 2, 3))) char *arena_printf(Arena *a, const char *format, ...);
__attribute__((format(printf, 2, 0))) char *arena_vprintf(Arena *a, const char *format,
                                                          va_list args);

#define ARENA_NEW(a, T)      ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n)))

// A growable array in an arena: `VEC(Node *) items;` then VEC_PUSH(arena, &items, node).
#define VEC(T)        \
    struct {          \
        T *items;     \
        uint32_t len; \
        uint32_t cap; \
    }
#define VEC_PUSH(a, v, item)                                                                       \
    ((v)->len == (v)->cap                                                                          \
         ? (void)((v)->items = vec_grow((a), (v)->items, (v)->len, &(v)->cap, sizeof *(v)->items)) \
         : (void)0,                                                                                \
     (v)->items[(v)->len++] = (item))
typedef VEC(const char *) Texts;
void *vec_grow(Arena *a, void *items, uint32_t len, uint32_t *cap, size_t item_size);

_Noreturn void out_of_memory(void);
_Noreturn void unreachable_at(const char *file, int line, const char *why);
#define unreachable(why) unreachable_at(__FILE__, __LINE__, (why))

#endif
