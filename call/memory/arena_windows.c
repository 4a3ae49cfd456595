// Arenas on Windows: memory that is mapped twice, once for writing and once for running. Each
// begins with what its unwinder wants to know (Microsoft's "x64 exception handling"): one function
// whose prologue is behind it wherever it is left, since code begins further on than that is long.
#include "memory/arena.h"

#if defined(_WIN32)
#include <string.h>
#include <windows.h>

#include "memory/exec.h"

enum { ARENA_SIZE = 256 << 10, ALIGN = 16, HEAD = 64 };

typedef struct ArenaHead { // at the beginning of the code
    unsigned char unwind[8];
    RUNTIME_FUNCTION function;
} ArenaHead;
_Static_assert(sizeof(ArenaHead) <= HEAD, "the code begins behind it");

// Version 1; a prologue of 8 bytes, 2 codes, frame register rbp: `mov rbp, rsp` ends at 8 (code 3),
// `push rbp` at 5 (code 0, register 5).
static const unsigned char unwind[8] = {1, 8, 2, 5, 8, 3, 5, 0x50};

static SRWLOCK lock = SRWLOCK_INIT;
static unsigned char *code, *alias; // of the newest; NULL: none yet
static size_t len, total;
static bool is_refused;

bool arena_begin(bool wait) {
    if (!wait) return TryAcquireSRWLockExclusive(&lock);
    AcquireSRWLockExclusive(&lock);
    return true;
}

void arena_end(void) { ReleaseSRWLockExclusive(&lock); }

static bool map_views(HANDLE file) {
    alias = MapViewOfFile(file, FILE_MAP_WRITE, 0, 0, ARENA_SIZE);
    code = MapViewOfFile(file, FILE_MAP_READ | FILE_MAP_EXECUTE, 0, 0, ARENA_SIZE);
    if (alias && code) return true;
    if (alias) UnmapViewOfFile(alias);
    if (code) UnmapViewOfFile(code);
    code = alias = NULL;
    return false;
}

static bool new_arena(void) {
    HANDLE file =
        CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_EXECUTE_READWRITE, 0, ARENA_SIZE, NULL);
    if (!file) return false;
    bool mapped = map_views(file);
    CloseHandle(file); // the views keep it
    if (!mapped) return false;
    ArenaHead *head = (ArenaHead *)(void *)alias;
    memcpy(head->unwind, unwind, sizeof unwind);
    head->function.BeginAddress = HEAD;
    head->function.EndAddress = ARENA_SIZE;
    head->function.UnwindData = offsetof(ArenaHead, unwind);
    len = HEAD;
    RUNTIME_FUNCTION *function = &((ArenaHead *)(void *)code)->function;
    return RtlAddFunctionTable(function, 1, (DWORD64)(uintptr_t)code);
}

bool arena_add(const CodeBuffer *c, bool may_map, void **entry) {
    size_t size = c->bytes.len, at = (len + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    (void)may_map; // there are no signal handlers
    *entry = NULL;
    if (c->failed || size == 0 || arena_mode() == ARENA_NONE) return false;
    if (!code || at + size > ARENA_SIZE) {
        is_refused = !new_arena();
        at = HEAD;
    }
    if (is_refused) return false;
    code_place(c, alias + at, (uintptr_t)(code + at));
    FlushInstructionCache(GetCurrentProcess(), code + at, size);
    total += size;
    len = at + size;
    *entry = code + at;
    return true;
}

bool arena_is_full(void) { return false; }
void arena_prepare(void) {}

ArenaMode arena_mode(void) {
    const char *wanted = exec_wanted();
    return is_refused || (wanted && strcmp(wanted, "none") == 0) ? ARENA_NONE : ARENA_SHARED;
}

size_t arena_size(void) { return total; }
#endif
