// Arenas: ranges of addresses that fill with code. Where memory may be sealed, code is appended to
// a chunk by writing a fresh copy of the whole chunk elsewhere, sealing it, and moving it over the
// old one (mremap): threads that run code in there go on in the new copy of the same bytes, and
// wait in the kernel at most. The memory is private, so a child of fork has its own. Else the
// arena is a memory file that is mapped twice; the child of a fork shares it with its parent and
// must not write to it: it puts a copy in its place, and a word that fork wipes tells when. The
// first arena is part of the library (home.S), so that it needs nothing but system calls; later
// ones are told to the unwinder, and where that cannot be, there are none.
#include "memory/arena.h"

#if !defined(_WIN32)
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory/exec.h"
#include "memory/frame.h"
#include "memory/home.h"
#include "memory/pages.h"
#include "memory/rules.h"

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
    size_t size;
    size_t len; // bytes that are taken
    FrameTable frames;
} Arena;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static ArenaMode mode;  // read without the lock
static bool is_forced;  // the environment has chosen
static bool is_full;    // more addresses are wanted; read without the lock
static bool is_refused; // the system has said no to `mode`
static Arena *arenas;   // newest first
static Arena home;      // size 0: not in use
static uint32_t *alive; // SHARED: not zero in the process that made the arenas
static size_t total;

// ---- the process ----

// Signals wait while the lock is held, so that no handler forks in there: its child would find a
// lock that nobody gives back. Those that the code itself causes do not wait.
static sigset_t waiting; // what waited before, of the thread that has the lock

static void let_signals_wait(sigset_t *before) {
    static const int caused[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS};
    sigset_t all;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof caused / sizeof *caused; i++) sigdelset(&all, caused[i]);
    pthread_sigmask(SIG_BLOCK, &all, before);
}

static void lock_arenas(void) {
    sigset_t before;
    let_signals_wait(&before);
    pthread_mutex_lock(&lock);
    waiting = before;
}

static bool try_lock(void) {
    sigset_t before;
    let_signals_wait(&before);
    bool locked = pthread_mutex_trylock(&lock) == 0;
    if (locked) waiting = before;
    else pthread_sigmask(SIG_SETMASK, &before, NULL);
    return locked;
}

void arena_end(void) {
    sigset_t before = waiting;
    pthread_mutex_unlock(&lock);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void choose_mode(void) {
    static const char *const names[] = {
        [ARENA_SEALED] = "mprotect", [ARENA_SHARED] = "memfd", [ARENA_NONE] = "none"};
    const char *wanted = exec_wanted();
    ArenaMode chosen = ARENA_SEALED;
    for (unsigned i = 0; wanted && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(wanted, names[i]) != 0) continue;
        chosen = (ArenaMode)i;
        is_forced = true;
    }
#if !defined(__x86_64__) && !defined(__aarch64__)
    chosen = ARENA_NONE; // no encoder
#endif
    __atomic_store_n(&mode, chosen, __ATOMIC_RELAXED);
    pages_around_fork(lock_arenas, arena_end); // a child finds the lock free
}

ArenaMode arena_mode(void) {
    pthread_once(&once, choose_mode);
    return __atomic_load_n(&mode, __ATOMIC_RELAXED);
}

bool arena_begin(bool wait) {
    if (!wait) return try_lock();
    pthread_once(&once, choose_mode);
    frame_begin(); // takes the loader's lock, so not with ours in hand
    lock_arenas();
    return true;
}

size_t arena_size(void) {
    lock_arenas();
    size_t size = total;
    arena_end();
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
    uintptr_t low = (uintptr_t)a->code, high = low + a->size, target = exit->target;
    uint64_t distance = target < low ? high - target : target > low ? target - low : 0;
    return distance < exit->form->reach - a->size;
}

// The kernel puts memory without a wish below the newest library; for a target out of reach of
// that, free addresses below and above it are tried. MAP_FAILED: there is none in its reach.
static void *map_near(const CodeExit *exit, int protection, int flags, int file) {
    static const int64_t steps[] = {0, -(1 << 20), -(16 << 20), 16 << 20, -(64 << 20), 64 << 20};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        uintptr_t wish = steps[i] ? (exit->target + (uint64_t)steps[i]) & ~(uintptr_t)0xffff : 0;
        void *found = mmap((void *)wish, ARENA_SIZE, protection, flags, file, 0);
        if (found == MAP_FAILED || reaches(&(Arena){.code = found, .size = ARENA_SIZE}, exit))
            return found;
        munmap(found, ARENA_SIZE);
    }
    return MAP_FAILED;
}

// ---- new arenas ----

static bool map_file(Arena *a, const CodeExit *exit, int file) {
    int flags = MAP_SHARED;
    if (ftruncate(file, (off_t)a->size) != 0) return false;
    void *code = MAP_FAILED, *alias = mmap(NULL, a->size, PROT_READ | PROT_WRITE, flags, file, 0);
    if (alias == MAP_FAILED) return false;
    if (a->len) memcpy(alias, a->code, a->len);
    if (a->code) code = mmap(a->code, a->size, executable(), flags | MAP_FIXED, file, 0);
    else code = map_near(exit, executable(), flags, file);
    if (code == MAP_FAILED) {
        munmap(alias, a->size);
        return false;
    }
    madvise(alias, a->size, MADV_DONTFORK);
    a->code = code;
    a->alias = alias;
    return true;
}

static bool map_shared(Arena *a, const CodeExit *exit) {
    enum { CLOSE_ON_EXEC = 1, EXECUTABLE = 0x10 }; // Linux 6.3 asks for the latter
    int file = memfd_create("seam-code", CLOSE_ON_EXEC | EXECUTABLE);
    if (file < 0) file = memfd_create("seam-code", CLOSE_ON_EXEC);
    if (file < 0) return false;
    bool mapped = map_file(a, exit, file);
    close(file);
    return mapped;
}

static bool know_alive(void) {
    if (!alive) {
        void *page = pages_take(pages_size());
        if (!page) return false;
        if (madvise(page, pages_size(), MADV_WIPEONFORK) != 0) return false;
        alive = page;
    }
    *alive = 1;
    return true;
}

static bool map_private(Arena *a, const CodeExit *exit) {
    if (a->code) return true; // its pages are replaced one chunk after the other
    void *code = map_near(exit, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
    if (code == MAP_FAILED) return false;
    a->code = code;
    return true;
}

static bool begin_arena(Arena *a, const CodeExit *exit) {
    bool mapped = mode == ARENA_SHARED ? know_alive() && map_shared(a, exit) : map_private(a, exit);
    if (!mapped) {
        is_refused = true;
        return false;
    }
    a->older = arenas;
    arenas = a;
    return true;
}

// The library's own addresses, once.
static bool take_home(void) {
    size_t mask = pages_size() - 1;
    uintptr_t at = ((uintptr_t)seam_code_home + mask) & ~mask;
    if (home.size) return false;
    home = (Arena){.code = (unsigned char *)at, .size = HOME_SIZE};
    return begin_arena(&home, NULL);
}

static Arena *map_arena(const CodeExit *exit) {
    is_refused = !frame_can_register();
    Arena *a = is_refused ? NULL : pages_take(pages_size());
    if (!a) return NULL;
    *a = (Arena){.size = ARENA_SIZE};
    if (begin_arena(a, exit)) {
        frame_register(&a->frames, a->code, a->size);
        return a;
    }
    pages_give(a, pages_size());
    return NULL;
}

// In a child of fork: copies of its parent's arenas at the same addresses, which it may write to.
static void adopt_arenas(void) {
    for (Arena *a = arenas; a && !is_refused; a = a->older) {
        is_refused = !map_shared(a, NULL);
        if (!is_refused) flush(a->code, a->len);
    }
    *alive = 1;
}

static Arena *new_arena(const CodeExit *exit, bool may_map) {
    if (take_home() && reaches(&home, exit)) return &home;
    __atomic_store_n(&is_full, !may_map, __ATOMIC_RELAXED);
    return may_map && !is_refused ? map_arena(exit) : NULL;
}

// A chunk is replaced as a whole: no code lies across two, and what unwinders read behind the last
// instruction of one is there.
static size_t place_for(const Arena *a, size_t size) {
    size_t at = (a->len + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    bool fits = at % CHUNK_SIZE + size + RULES_READ <= CHUNK_SIZE;
    return fits ? at : (at + CHUNK_SIZE - 1) & ~(size_t)(CHUNK_SIZE - 1);
}

static Arena *find_arena(size_t size, const CodeExit *exit) {
    for (Arena *a = arenas; a; a = a->older)
        if (place_for(a, size) + size <= a->size && reaches(a, exit)) return a;
    return NULL;
}

// In reach of what the code calls; else far away, by the long form.
static Arena *arena_for(size_t size, const CodeExit *exit, bool may_map) {
    if (alive && !*alive) adopt_arenas();
    if (is_refused) return NULL;
    Arena *a = find_arena(size, exit);
    if (!a) a = new_arena(exit, may_map);
    if (a || !exit) return a;
    is_refused = false; // maybe there only was nothing near
    a = find_arena(size, NULL);
    return a ? a : new_arena(NULL, may_map);
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

static bool add(const CodeBuffer *code, bool may_map, void **entry) {
    size_t size = code->bytes.len;
    Arena *a = arena_for(size, code->exits.len ? code->exits.items : NULL, may_map);
    if (!a) return false;
    size_t at = place_for(a, size);
    if (!write_code(a, at, code)) {
        is_refused = true;
        return false;
    }
    total += at + size - a->len;
    a->len = at + size;
    *entry = a->code + at;
    return true;
}

// Nothing has run in a home without code, so another way may have it. One with code becomes a file
// as in a child of fork: nothing but system calls, so that it may be in a signal handler.
static void next_mode(void) {
    __atomic_store_n(&mode, is_forced ? ARENA_NONE : (ArenaMode)(mode + 1), __ATOMIC_RELAXED);
    is_refused = false;
    arenas = NULL;
    if (home.len == 0) home.size = 0;
    if (mode != ARENA_SHARED || !home.size) return;
    is_refused = !know_alive() || !map_shared(&home, NULL);
    if (is_refused) return;
    flush(home.code, home.len);
    home.older = NULL;
    arenas = &home;
}

bool arena_add(const CodeBuffer *code, bool may_map, void **entry) {
    *entry = NULL;
    if (code->failed || code->bytes.len == 0 || code->bytes.len > CHUNK_SIZE - RULES_READ)
        return false;
    while (mode != ARENA_NONE) {
        if (add(code, may_map, entry)) return true;
        if (!is_refused) return false;
        next_mode();
    }
    return false;
}

bool arena_is_full(void) { return __atomic_load_n(&is_full, __ATOMIC_RELAXED); }

void arena_prepare(void) {
    if (!arena_is_full()) return;
    arena_begin(true);
    if (is_full && mode != ARENA_NONE && !new_arena(NULL, true) && is_refused) next_mode();
    __atomic_store_n(&is_full, false, __ATOMIC_RELAXED);
    arena_end();
}
#endif
