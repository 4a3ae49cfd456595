// No code is generated on Windows: its unwinder would have to know it (RtlAddFunctionTable).
#include "memory/arena.h"

#if defined(_WIN32)
bool arena_begin(bool wait) {
    (void)wait;
    return true;
}
void arena_end(void) {}

bool arena_add(const CodeBuffer *code, bool may_map, void **entry) {
    (void)code, (void)may_map;
    *entry = NULL;
    return false;
}

bool arena_is_full(void) { return true; }
void arena_prepare(void) {}
ArenaMode arena_mode(void) { return ARENA_NONE; }
size_t arena_size(void) { return 0; }
#endif
