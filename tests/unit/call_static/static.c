// Stubs that are part of the library: which calls take them, with and without executable memory.
// req in part: T5
#include "../refuse.h"
#include "../test.h"

#include <errno.h>
#if defined(__GLIBC__) && defined(__x86_64__)
#include <execinfo.h>
#include <signal.h>
#include <ucontext.h>
#endif
#include <seam/call.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enter/image.h"
#include "memory/arena.h"
#include "stub/static.h"

#define CODE(function) ((void (*)(void))(function))

static const SeamSig *sig_of(const char *text) {
    const SeamSig *sig;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error), SEAM_CALL_OK, error.text);
    return sig;
}

static void *stub_of(const char *text, StubKind kind) {
    return static_stub(&(StubPlan){.sig = sig_of(text), .kind = kind});
}

static int64_t sum(int64_t a, int64_t b) { return a + b; }

// A host whose library was built with them.
static bool are_there(void) { return stub_of("void()", STUB_POINTERS) != NULL; }
static bool at_once(void) { return are_there() && !getenv("SEAM_CALL_STUB_AFTER"); }

// Where the thread's variables are many, ours lie far behind its control block. x16 has a
// trampoline's data, which is wanted afterwards.
TEST(aarch64_finds_far_variables_of_the_thread) {
    static const uint32_t wanted[] = {
        0xd280000bu | 0x2345 << 5, // mov x11, 0x2345
        0xf2a0000bu | 1 << 5,      // movk x11, 1, lsl 16
        0xd53bd04du,               // mrs x13, tpidr_el0
        0xf86b69adu,               // ldr x13, [x13, x11]
    };
    static CodeBuffer c;
    code_clear(&c);
    machine_aarch64.load_thread(&c, 13, 0x12345);
    CHECK_EQ(c.bytes.len, sizeof wanted, NULL);
    CHECK_BYTES(c.bytes.items, wanted, sizeof wanted, NULL);
}

TEST(they_are_what_would_be_made) {
    static const char *const texts[] = {"void()",
                                        "ptr()",
                                        "i32(i32, i32)",
                                        "i64(ptr, i32, u64)",
                                        "f64(f64)",
                                        "f64(f64, f64)",
                                        "f32(f32)",
                                        "void(i32, i32, i32, i32, i32, i32)",
                                        "u32(u64)",
                                        "f64(ptr, f64)",
                                        "{ptr}({i64}, ptr)",
                                        "i32(ptr, ... i64)",
                                        "f64(f64, i32)",
                                        "i64(string)",
                                        "f64(f64, f64, f64, f64)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts && are_there(); i++) {
        for (StubKind kind = STUB_POINTERS; kind <= STUB_FFI; kind++) {
            static CodeBuffer c;
            StubPlan plan = {.sig = sig_of(texts[i]), .kind = kind};
            const void *entry = static_stub(&plan);
            code_clear(&c);
            CHECK(stub_emit(&plan, machine_of(plan.sig->parts.abi), &c) && code_finish(&c));
            if (!entry) CHECK_STR("no stub", "a stub", texts[i]);
            if (entry) CHECK_BYTES(entry, c.bytes.items, c.bytes.len, texts[i]);
        }
    }
}

TEST(others_are_none_of_them) {
    static const char *const texts[] = {
        "i8(i8)",           "longdouble()",
        "{f64, f64}()",     "i64(i32, i64, i32, i64)",
        "void({i32})",      "i16(i64)",
        "void({i64, i64})", "f64(f64, ... f32)",
        "{[64 i8]}()",      "void(i64, i64, i64, i64, i64, i64, i64)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (StubKind kind = STUB_POINTERS; kind <= STUB_BATCH; kind++)
            CHECK(!stub_of(texts[i], kind));
    CHECK(!stub_of("void()", STUB_BATCH) && !stub_of("void()", STUB_BOUND));
}

TEST(a_signature_that_has_one_begins_with_it) {
    const SeamSig *sig = sig_of("i64(ptr, i64, i32)");
    CHECK_EQ((void *)(uintptr_t)sig_path(sig, PATH_POINTERS) ==
                 stub_of("i64(ptr, i64, i32)", STUB_POINTERS),
             at_once(), NULL);
    CHECK_EQ((void *)(uintptr_t)sig_path(sig, PATH_SLOTS) ==
                 stub_of("i64(ptr, i64, i32)", STUB_SLOTS),
             at_once(), NULL);
}

// ---- a system that refuses executable memory ----

#if defined(__linux__) && defined(SYS_mmap)
static int8_t small_sum(int8_t a, int64_t b) { return (int8_t)(a + b); }

// The commonest go by a stub, the others by the move list; bound functions likewise.
static bool calls_without_memory(void) {
    const SeamSig *common = sig_of("i64(i64, i64)"), *rare = sig_of("i8(i8, i64)");
    int64_t a = 40, b = 2, got = 0, by_bound = 0;
    int8_t small = 40, small_got = 0;
    for (int i = 0; i < 20; i++) {
        seam_call(common, CODE(sum), &got, (const void *[]){&a, &b});
        seam_call(rare, CODE(small_sum), &small_got, (const void *[]){&small, &b});
    }
    SeamBound *bound;
    if (seam_bind(common, CODE(sum), 0, &bound, NULL) != SEAM_CALL_OK) return false;
    seam_bound_entry(bound)((uint64_t[]){40, 2}, &by_bound);
    bool common_has = (void *)(uintptr_t)sig_path(common, PATH_POINTERS) ==
                      stub_of("i64(i64, i64)", STUB_POINTERS);
    return got == 42 && small_got == 42 && by_bound == 42 && common_has == are_there() &&
           sig_path(rare, PATH_POINTERS) == call_by_pointers && arena_mode() == ARENA_NONE;
}

TEST(without_executable_memory_the_commonest_calls_have_stubs) {
    if (getenv("SEAM_TEST_VALGRIND")) return; // which needs such memory itself
    pid_t child = fork();
    if (child == 0) _exit(refuse_code() && !calls_without_memory());
    int status = -1;
    waitpid(child, &status, 0);
    CHECK_EQ(status, 0, "child");
}
#endif

#if defined(__GLIBC__) && defined(__x86_64__)
// ---- a profiler's signal may come at each instruction ----

static const unsigned char *stub_code;
static int steps_seen, depth, callers_missed;

static void look_at_step(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)info;
    uintptr_t pc = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    if (pc - (uintptr_t)stub_code >= 128) return;
    void *frames[32];
    int count = backtrace(frames, 32);
    if (steps_seen++ == 0) depth = count;
    callers_missed += count != depth;
}

static __attribute__((noinline)) void step_through(const SeamSig *sig) {
    int64_t a[] = {40, 2}, got = 0;
    const void *args[] = {&a[0], &a[1]};
    __asm__ volatile("pushf\n orq $0x100, (%%rsp)\n popf" ::: "memory", "cc");
    seam_call(sig, CODE(sum), &got, args);
    __asm__ volatile("pushf\n andq $~0x100, (%%rsp)\n popf" ::: "memory", "cc");
    CHECK_EQ(got, 42, NULL);
}

static bool tells_callers(const SeamSig *sig, void *code) {
    struct sigaction before, stepping = {.sa_sigaction = look_at_step, .sa_flags = SA_SIGINFO};
    void *load_unwinder[1];
    backtrace(load_unwinder, 1);
    int64_t a[] = {40, 2}, got;
    for (int i = 0; i < 10; i++) seam_call(sig, CODE(sum), &got, (const void *[]){&a[0], &a[1]});
    stub_code = code;
    steps_seen = callers_missed = 0;
    sigaction(SIGTRAP, &stepping, &before);
    step_through(sig);
    sigaction(SIGTRAP, &before, NULL);
    return steps_seen > 10 && callers_missed == 0;
}

TEST(each_instruction_tells_its_caller) {
    if (!at_once() || getenv("SEAM_TEST_VALGRIND")) return; // which does not step
    CHECK(tells_callers(sig_of("i64(i64, i64)"), stub_of("i64(i64, i64)", STUB_POINTERS)));
}
#endif
