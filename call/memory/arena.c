// Arenas: ranges of addresses that fill with code. Where memory may be sealed, code is appended to
// a chunk by writing a fresh copy of the whole chunk elsewhere, sealing it, and moving it over the
// old one (mremap): threads that run code in there go on in the new copy of the same bytes, and
// wait in the kernel at most. The memory is private, so a child of fork has its own. Else the
// arena is a memory file that is mapped twice; the child of a fork shares it with its parent and
// must not write to it: it begins arenas of its own, which a word that fork wipes tells.
#include "memory/arena.h"

#if !defined(_WIN32)
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory/exec.h"
#include "memory/frame.h"
#include "memory/pages.h"

enum { ARENA_SIZE = 256 << 10, ALIGN = 16 };
#if defined(__x86_64__)
enum { CHUNK_SIZE = 16 << 10 };
#else
enum { CHUNK_SIZE = 64 << 10 }; // pages may be that large
#endif

typedef struct Arena {
    struct Arena *older;
    unsigned char *code;
    unsigned char *alias; // SHARED: where it is written
    size_t len;           // bytes that are taken
} Arena;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static ArenaMode mode;
static bool is_forced;  // the environment has chosen
static Arena *arenas;   // newest first
static uint32_t *alive; // SHARED: not zero in the process that made the arenas
static size_t total;

// ---- the process ----

static void lock_arenas(void) { pthread_mutex_lock(&lock); }
static void unlock_arenas(void) { pthread_mutex_unlock(&lock); }

static void choose_mode(void) {
    static const char *const names[] = {
        [ARENA_SEALED] = "mprotect", [ARENA_SHARED] = "memfd", [ARENA_NONE] = "none"};
    const char *wanted = exec_wanted();
    for (unsigned i = 0; wanted && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(wanted, names[i]) != 0) continue;
        mode = (ArenaMode)i;
        is_forced = true;
    }
#if !defined(__x86_64__) && !defined(__aarch64__)
    mode = ARENA_NONE; // no encoder
#endif
    pages_around_fork(lock_arenas, unlock_arenas); // a child finds the lock free
}

ArenaMode arena_mode(void) {
    frame_begin();
    pthread_once(&once, choose_mode);
    lock_arenas();
    ArenaMode now = mode;
    unlock_arenas();
    return now;
}

size_t arena_size(void) {
    lock_arenas();
    size_t size = total;
    unlock_arenas();
    return size;
}

// ---- the machine ----

// Pages whose indirect jumps must land on `bti` (Linux, Documentation/arch/arm64/elf_hwcaps.rst).
static int executable(void) {
    int protection = PROT_READ | PROT_EXEC;
#if defined(__aarch64__)
    enum { HWCAP2_WITH_BTI = 1 << 17, PROT_WITH_BTI = 0x10 };
    if (getauxval(AT_HWCAP2) & HWCAP2_WITH_BTI) protection |= PROT_WITH_BTI;
#endif
    return protection;
}

static void flush(unsigned char *code, size_t size) {
    __builtin___clear_cache((char *)code, (char *)code + size);
}

// Other processors may have read ahead (ARM ARM B2.7.4.2): each thread of this process passes a
// synchronisation point before anybody learns of the code.
static void synchronise_threads(void) {
#if defined(__aarch64__) && defined(SYS_membarrier)
    enum { SYNC_CORE = 1 << 5, REGISTER_SYNC_CORE = 1 << 6 };
    if (syscall(SYS_membarrier, SYNC_CORE, 0, 0) != 0 &&
        syscall(SYS_membarrier, REGISTER_SYNC_CORE, 0, 0) == 0)
        syscall(SYS_membarrier, SYNC_CORE, 0, 0);
#endif
}

// ---- where ----

static bool reaches(const Arena *a, const CodeExit *exit) {
    if (!exit) return true;
    uintptr_t low = (uintptr_t)a->code, high = low + ARENA_SIZE, target = exit->target;
    uint64_t distance = target < low ? high - target : target > low ? target - low : 0;
    return distance < exit->form->reach - ARENA_SIZE;
}

// The kernel puts memory without a wish below the newest library; for a target out of reach of
// that, free addresses below and above it are tried. MAP_FAILED: there is none in its reach.
static void *map_near(const CodeExit *exit, int protection, int flags, int file) {
    static const int64_t steps[] = {0, -(1 << 20), -(16 << 20), 16 << 20, -(64 << 20), 64 << 20};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        uintptr_t wish = steps[i] ? (exit->target + (uint64_t)steps[i]) & ~(uintptr_t)0xffff : 0;
        void *found = mmap((void *)wish, ARENA_SIZE, protection, flags, file, 0);
        if (found == MAP_FAILED || reaches(&(Arena){.code = found}, exit)) return found;
        munmap(found, ARENA_SIZE);
    }
    return MAP_FAILED;
}

// ---- new arenas ----

static bool map_shared(Arena *a, const CodeExit *exit) {
    enum { CLOSE_ON_EXEC = 1, EXECUTABLE = 0x10 }; // Linux 6.3 asks for the latter
    int file = memfd_create("seam-code", CLOSE_ON_EXEC | EXECUTABLE);
    if (file < 0) file = memfd_create("seam-code", CLOSE_ON_EXEC);
    if (file < 0) return false;
    void *code = MAP_FAILED, *alias = MAP_FAILED;
    if (ftruncate(file, ARENA_SIZE) == 0)
        alias = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (alias != MAP_FAILED) code = map_near(exit, executable(), MAP_SHARED, file);
    close(file);
    if (code == MAP_FAILED) {
        if (alias != MAP_FAILED) munmap(alias, ARENA_SIZE);
        return false;
    }
    madvise(alias, ARENA_SIZE, MADV_DONTFORK);
    a->code = code;
    a->alias = alias;
    return true;
}

static bool know_alive(void) {
    if (!alive) {
        void *page = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) return false;
        if (madvise(page, (size_t)sysconf(_SC_PAGESIZE), MADV_WIPEONFORK) != 0) return false;
        alive = page;
    }
    *alive = 1;
    return true;
}

static bool map_arena(Arena *a, const CodeExit *exit) {
    if (mode == ARENA_SHARED) return know_alive() && map_shared(a, exit);
    void *code = map_near(exit, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    if (code == MAP_FAILED) return false;
    a->code = code;
    return true;
}

static Arena *new_arena(const CodeExit *exit) {
    Arena *a = calloc(1, sizeof *a);
    if (!a || !map_arena(a, exit)) {
        free(a);
        return NULL;
    }
    frame_register(a->code, ARENA_SIZE);
    a->older = arenas;
    arenas = a;
    return a;
}

// A chunk is replaced as a whole: no code lies across two.
static size_t place_for(const Arena *a, size_t size) {
    size_t at = (a->len + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    bool fits = at % CHUNK_SIZE + size <= CHUNK_SIZE;
    return fits ? at : (at + CHUNK_SIZE - 1) & ~(size_t)(CHUNK_SIZE - 1);
}

static Arena *find_arena(size_t size, const CodeExit *exit) {
    for (Arena *a = arenas; a; a = a->older)
        if (place_for(a, size) + size <= ARENA_SIZE && reaches(a, exit)) return a;
    return new_arena(exit);
}

static Arena *arena_for(size_t size, const CodeExit *exit) {
    if (alive && !*alive) arenas = NULL; // a child of fork: they are its parent's
    Arena *a = find_arena(size, exit);
    return a || !exit ? a : find_arena(size, NULL); // far away: by the long form
}

// ---- writing ----

static bool write_sealed(Arena *a, size_t at, const CodeBuffer *code) {
    size_t start = at & ~(size_t)(CHUNK_SIZE - 1);
    unsigned char *chunk = a->code + start;
    unsigned char *copy =
        mmap(NULL, CHUNK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (copy == MAP_FAILED) return false;
    if (a->len > start) memcpy(copy, chunk, a->len - start);
    code_place(code, copy + (at - start), (uintptr_t)(a->code + at));
    bool sealed = mprotect(copy, CHUNK_SIZE, executable()) == 0;
    if (sealed) {
        flush(copy, CHUNK_SIZE);
        sealed =
            mremap(copy, CHUNK_SIZE, CHUNK_SIZE, MREMAP_MAYMOVE | MREMAP_FIXED, chunk) == chunk;
    }
    if (!sealed) munmap(copy, CHUNK_SIZE);
    return sealed;
}

static bool write_code(Arena *a, size_t at, const CodeBuffer *code) {
    if (mode == ARENA_SHARED) code_place(code, a->alias + at, (uintptr_t)(a->code + at));
    else if (!write_sealed(a, at, code)) return false;
    if (a->alias) flush(a->alias + at, code->bytes.len);
    flush(a->code + at, code->bytes.len);
    synchronise_threads();
    return true;
}

// Under the lock.
static bool add(const CodeBuffer *code, void **entry) {
    size_t size = code->bytes.len;
    Arena *a = arena_for(size, code->exits.len ? code->exits.items : NULL);
    if (!a) return false;
    size_t at = place_for(a, size);
    if (!write_code(a, at, code)) return false;
    total += at + size - a->len;
    a->len = at + size;
    *entry = a->code + at;
    return true;
}

bool arena_add(const CodeBuffer *code, void **entry) {
    *entry = NULL;
    frame_begin();
    pthread_once(&once, choose_mode);
    if (code->failed || code->bytes.len == 0 || code->bytes.len > CHUNK_SIZE) return false;
    lock_arenas();
    bool added = mode != ARENA_NONE && add(code, entry);
    while (!added && mode != ARENA_NONE) { // refused: the next best, from now on
        mode = is_forced ? ARENA_NONE : (ArenaMode)(mode + 1);
        arenas = NULL;
        added = mode != ARENA_NONE && add(code, entry);
    }
    unlock_arenas();
    return added;
}
#endif
