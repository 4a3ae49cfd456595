// No code is generated on Windows: its unwinder would have to know it (RtlAddFunctionTable).
#include "memory/arena.h"

#if defined(_WIN32)
bool arena_add(const CodeBuffer *code, void **entry) {
    (void)code;
    *entry = NULL;
    return false;
}

ArenaMode arena_mode(void) { return ARENA_NONE; }
size_t arena_size(void) { return 0; }
#endif
