// A profiler's signal may come at each instruction of made code, and finds its callers with their
// registers. req in part: T5
#include "../test.h"

#include <stdlib.h>

#if defined(__GLIBC__) && defined(__x86_64__)
#include <seam/call.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unwind.h>

#include "memory/arena.h"
#include "memory/home.h"
#include "sig/sig.h"

#define CODE(function) ((void (*)(void))(function))

static const SeamSig *sig_of(const char *text) {
    const SeamSig *sig;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error), SEAM_CALL_OK, error.text);
    return sig;
}

// ---- at each step ----

typedef struct Caller {
    uintptr_t code, stack, frame; // where it goes on, and its rsp and rbp then
} Caller;

enum { MAX_DEPTH = 16 };
static Caller callers[MAX_DEPTH]; // of the pieces of made code that run
static int depth, steps, wrong;
static uintptr_t pieces[2]; // where those that are looked at begin

static bool is_made(uintptr_t at) { return at - pieces[0] < 256 || at - pieces[1] < 256; }

typedef struct Walk {
    uintptr_t from;
    bool is_next;
    Caller found;
} Walk;

static _Unwind_Reason_Code look_at_frame(struct _Unwind_Context *context, void *data) {
    Walk *w = data;
    uintptr_t code = _Unwind_GetIP(context);
    if (w->is_next) {
        w->found = (Caller){code, _Unwind_GetCFA(context), _Unwind_GetGR(context, 6)};
        return _URC_END_OF_STACK;
    }
    w->is_next = code == w->from;
    return _URC_NO_REASON;
}

static void look_at_step(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    const greg_t *regs = ((const ucontext_t *)context)->uc_mcontext.gregs;
    uintptr_t code = (uintptr_t)regs[REG_RIP], stack = (uintptr_t)regs[REG_RSP];
    if (!is_made(code)) return;
    while (depth > 0 && callers[depth - 1].stack <= stack) depth--;
    if (memcmp((const void *)code, "\xf3\x0f\x1e\xfa", 4) == 0 && depth < MAX_DEPTH)
        callers[depth++] = (Caller){*(const uintptr_t *)stack, stack + 8, (uintptr_t)regs[REG_RBP]};
    Walk w = {.from = code};
    _Unwind_Backtrace(look_at_frame, &w);
    steps++;
    wrong += depth == 0 || memcmp(&w.found, &callers[depth - 1], sizeof w.found) != 0;
}

static inline void trap(bool on) {
    if (on) __asm__ volatile("pushf\n orq $0x100, (%%rsp)\n popf" ::: "memory", "cc");
    else __asm__ volatile("pushf\n andq $~0x100, (%%rsp)\n popf" ::: "memory", "cc");
}

static bool can_step(void) {
    SeamBound *bound;                               // for the arena's mode
    if (getenv("SEAM_TEST_VALGRIND")) return false; // which does not step
    if (seam_bind(sig_of("i8()"), CODE(abort), 0, &bound, NULL) == SEAM_CALL_OK)
        seam_bound_free(bound);
    return arena_mode() != ARENA_NONE;
}

static struct sigaction before;

static void begin(const void *piece) {
    struct sigaction stepping = {.sa_sigaction = look_at_step, .sa_flags = SA_SIGINFO};
    depth = steps = wrong = 0;
    pieces[0] = (uintptr_t)piece;
    sigaction(SIGTRAP, &stepping, &before);
}

static void end(int at_least, const char *what) {
    sigaction(SIGTRAP, &before, NULL);
    pieces[0] = pieces[1] = 0;
    CHECK_EQ(wrong, 0, what);
    if (steps < at_least) CHECK_EQ(steps, at_least, what);
}

// ---- pieces of code ----

typedef struct Pair {
    int64_t a, b;
} Pair;

static const void *path_of(const SeamSig *sig, SigPath path) {
    return (const void *)(uintptr_t)sig_path(sig, path);
}

static Pair swap(Pair p, int8_t more) { return (Pair){p.b, p.a + more}; }
static const char pair_text[] = "{i64, i64}({i64, i64}, i8)";

TEST(stubs_tell_their_caller_at_each_instruction) {
    if (!can_step()) return;
    const SeamSig *sig = sig_of(pair_text);
    Pair p = {40, 1}, got = {0, 0}, rows[5] = {{1, 2}, {3, 4}}, results[5];
    int8_t more = 2;
    const void *args[] = {&p, &more};
    uint64_t slots[] = {40, 1, 2};
    SeamColumn columns[] = {{rows, sizeof *rows}, {&more, 0}}, result = {results, sizeof *results};
    for (int i = 0; i < 10; i++) {
        seam_call(sig, CODE(swap), &got, args);
        seam_call_slots(sig, CODE(swap), &got, slots);
    }
    begin(path_of(sig, PATH_POINTERS));
    trap(true);
    seam_call(sig, CODE(swap), &got, args);
    trap(false);
    end(12, "pointers");
    CHECK_EQ(got.b, 42, NULL);
    begin(path_of(sig, PATH_SLOTS));
    trap(true);
    seam_call_slots(sig, CODE(swap), &got, slots);
    trap(false);
    end(12, "slots");
    seam_call_batch(sig, CODE(swap), 5, columns, result);
    begin(path_of(sig, PATH_BATCH));
    trap(true);
    seam_call_batch(sig, CODE(swap), 5, columns, result);
    trap(false);
    end(60, "batch");
    CHECK_EQ(results[1].a, 4, NULL);
}

static void step_bound(void (*code)(void), const char *what) {
    SeamBound *bound;
    Pair got = {0, 0};
    CHECK_EQ(seam_bind(sig_of(pair_text), code, SEAM_BIND_ERRNO, &bound, NULL), SEAM_CALL_OK, what);
    SeamBoundEntry *entry = seam_bound_entry(bound);
    // What libgcc was told of (memory/frame.c) it sorts when it looks first, and takes memory for
    // that.
    _Unwind_FindEnclosingFunction((void *)((uintptr_t)entry + 1));
    begin((const void *)(uintptr_t)entry);
    trap(true);
    entry((const uint64_t[]){40, 1, 2}, &got);
    trap(false);
    end(12, what);
    CHECK_EQ(got.b, 42, what);
    seam_bound_free(bound);
}

// movsx rdx, dl; lea rdx, [rdi + rdx]; mov rax, rsi; ret
static const unsigned char swap_code[] = {0x48, 0x0f, 0xbe, 0xd2, 0x48, 0x8d,
                                          0x14, 0x17, 0x48, 0x89, 0xf0, 0xc3};

TEST(bound_functions_tell_their_caller_at_each_instruction) {
    if (!can_step()) return;
    step_bound(CODE(swap), "near");
    void *wish = (void *)((uintptr_t)seam_code_home - ((uintptr_t)1 << 40));
    unsigned char *far = mmap((void *)((uintptr_t)wish & ~(uintptr_t)4095), 4096,
                              PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (far == MAP_FAILED) return;
    memcpy(far, swap_code, sizeof swap_code);
    if (mprotect(far, 4096, PROT_READ | PROT_EXEC) == 0) step_bound(CODE((uintptr_t)far), "far");
}

static const void *thunk_of(const SeamSig *sig, bool same_thread) {
    const SigThunk *thunk = &sig->thunks[THUNK_HANDLER];
    return same_thread ? thunk->same_thread : thunk->any_thread;
}

static void handle(void *context, void *ret, void *const args[]) {
    ++*(int *)context;
    *(Pair *)ret = swap(*(const Pair *)args[0], *(const int8_t *)args[1]);
}

TEST(thunks_tell_their_caller_at_each_instruction) {
    if (!can_step()) return;
    for (int same = 0; same < 2; same++) {
        SeamClosure *closure;
        int calls = 0;
        SeamClosureParts parts = {.sig = sig_of(pair_text),
                                  .handler = handle,
                                  .context = &calls,
                                  .policy =
                                      same ? SEAM_CLOSURE_SAME_THREAD : SEAM_CLOSURE_ANY_THREAD};
        CHECK_EQ(seam_closure_new(&parts, &closure, NULL), SEAM_CALL_OK, NULL);
        Pair (*code)(Pair, int8_t) = (Pair(*)(Pair, int8_t))seam_closure_code(closure);
        begin(thunk_of(parts.sig, same));
        trap(true);
        Pair got = code((Pair){40, 1}, 2);
        trap(false);
        end(12, same ? "same thread" : "any thread");
        CHECK_EQ(got.b, 42, NULL);
        CHECK_EQ(calls, 1, NULL);
        seam_closure_free(closure);
    }
}

// From a stub right into a thunk, by way of a trampoline.
TEST(made_code_below_made_code_is_told_apart) {
    if (!can_step()) return;
    SeamClosure *closure;
    int calls = 0;
    const SeamSig *sig = sig_of(pair_text);
    SeamClosureParts parts = {.sig = sig, .handler = handle, .context = &calls};
    CHECK_EQ(seam_closure_new(&parts, &closure, NULL), SEAM_CALL_OK, NULL);
    Pair p = {40, 1}, got;
    int8_t more = 2;
    const void *args[] = {&p, &more};
    for (int i = 0; i < 10; i++) seam_call(sig, seam_closure_code(closure), &got, args);
    begin(path_of(sig, PATH_POINTERS));
    pieces[1] = (uintptr_t)thunk_of(sig, false);
    trap(true);
    seam_call(sig, seam_closure_code(closure), &got, args);
    trap(false);
    end(24, NULL);
    CHECK_EQ(got.b, 42, NULL);
    seam_closure_free(closure);
}
#endif
