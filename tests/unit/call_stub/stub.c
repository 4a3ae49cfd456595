// Generated stubs: what they share, their forms, threads, fork, and unwinding. What they pass is
// tested by call_enter and tools/abi_fuzz.py. req in part: T5, T6
// req: T4
// req in part: T10
#include "../refuse.h"
#include "../test.h"

#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <seam/call.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "enter/image.h"
#include "memory/arena.h"
#include "stub/stub.h"

#define CODE(function) ((void (*)(void))(function))

// From the first call on: read when the first stub is made.
__attribute__((constructor)) static void make_stubs_at_once(void) {
    setenv("SEAM_CALL_STUB_AFTER", "1", 0);
}

static const SeamSig *sig_of(const char *text) {
    const SeamSig *sig;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error), SEAM_CALL_OK, error.text);
    return sig;
}

static bool has_stubs(void) { return arena_mode() != ARENA_NONE; }

// ---- sharing ----

static int64_t sum(int64_t a, int64_t b) { return a + b; }

TEST(signatures_of_one_move_list_share_a_stub) {
    int64_t a = 40, b = 2, c = 0;
    int16_t rare = 0; // else the library has the stub
    seam_call(sig_of("i64(i64, i64, i16)"), CODE(sum), &c, (const void *[]){&a, &b, &rare});
    CHECK_EQ(c, 42, NULL);
    StubCounts before = stub_counts();
    seam_call(sig_of("ptr(ptr, u64, i16)"), CODE(sum), &c, (const void *[]){&a, &b, &rare});
    seam_call(sig_of("{i64}({i64}, string, i16)"), CODE(sum), &c, (const void *[]){&a, &b, &rare});
    CHECK_EQ(stub_counts().made, before.made, "no new one");
    CHECK_EQ(before.made > 0, has_stubs(), "there is one");
    seam_call(sig_of("i64(i64, i32, i16)"), CODE(sum), &c, (const void *[]){&a, &b, &rare});
    CHECK_EQ(stub_counts().made - before.made, has_stubs() ? 1 : 0, "extended otherwise");
}

// ---- sizes ----

enum { MANY = 150 };

// Variadic, so that C needs no 150 parameters.
static double add_many(int count, ...) {
    __builtin_va_list list;
    __builtin_va_start(list, count);
    double total = 0;
    for (int i = 0; i < count; i++) total += __builtin_va_arg(list, double) * (i + 1);
    __builtin_va_end(list);
    return total;
}

TEST(more_than_a_hundred_arguments) {
    char text[2048] = "f64(i32, ...";
    double values[MANY], want = 0, got = 0;
    int count = MANY;
    const void *args[MANY + 1] = {&count};
    for (int i = 0; i < MANY; i++) {
        values[i] = i * 0.5;
        want += values[i] * (i + 1);
        args[i + 1] = &values[i];
        strcat(text, i ? ", f64" : " f64");
    }
    strcat(text, ")");
    seam_call(sig_of(text), CODE(add_many), &got, args);
    CHECK(got == want);
}

typedef struct Huge {
    char bytes[20000];
} Huge;

static int last_of(Huge h) { return h.bytes[19999]; }

TEST(what_is_too_large_for_a_stub_is_called_without) {
    static Huge h;
    h.bytes[19999] = 77;
    int got = 0;
    StubCounts before = stub_counts();
    const SeamSig *sig = sig_of("i32({[20000 i8]})");
    seam_call(sig, CODE(last_of), &got, (const void *[]){&h});
    seam_call(sig, CODE(last_of), &got, (const void *[]){&h});
    CHECK_EQ(got, 77, NULL);
    CHECK_EQ(stub_counts().made, before.made, NULL);
    CHECK_EQ(stub_counts().refused - before.refused, has_stubs() ? 1 : 0, "counted once");
}

static long double half(long double x) { return x / 2; }

TEST(results_that_nobody_wants_are_thrown_away) {
    long double x = 3, y = 0;
    const SeamSig *sig = sig_of("longdouble(longdouble)");
    for (int i = 0; i < 50; i++) seam_call(sig, CODE(half), NULL, (const void *[]){&x});
    seam_call(sig, CODE(half), &y, (const void *[]){&x}); // else the x87 stack is full
    CHECK(y == 1.5L);
}

// ---- bound ----

static int fail_with(int number) {
    errno = number;
    return -1;
}

TEST(bound_functions_keep_errno_if_asked) {
    SeamBound *keeps, *plain;
    SeamCallError error = {{0}, 0};
    const SeamSig *sig = sig_of("i32(i32)");
    CHECK_EQ(seam_bind(sig, CODE(fail_with), SEAM_BIND_ERRNO, &keeps, &error), SEAM_CALL_OK,
             error.text);
    CHECK_EQ(seam_bind(sig, CODE(fail_with), 0, &plain, &error), SEAM_CALL_OK, error.text);
    int ret = 0;
    seam_bound_entry(keeps)((uint64_t[]){ENOENT}, &ret);
    errno = 0;
    seam_bound_entry(plain)((uint64_t[]){EIO}, &ret);
    seam_bound_entry(plain)((uint64_t[]){EIO}, NULL);
    CHECK_EQ(ret, -1, NULL);
    CHECK_EQ(seam_bound_errno(keeps), ENOENT, NULL);
    CHECK_EQ(seam_bound_errno(plain), 0, NULL);
    seam_bound_free(keeps);
    seam_bound_free(plain);
    seam_bound_free(NULL);
}

TEST(binding_says_what_is_wrong) {
    SeamBound *bound;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_bind(sig_of("void()"), NULL, 0, &bound, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "there is no function: it is NULL", NULL);
    CHECK_EQ(seam_bind(sig_of("void()"), CODE(abort), 6, &bound, &error), SEAM_CALL_EARGUMENT,
             NULL);
    CHECK_STR(error.text, "unknown flags for binding: 0x6", NULL);
    const SeamSig *other;
    SeamAbi abi = seam_abi_can_call(SEAM_ABI_SYSV64) ? SEAM_ABI_AAPCS64 : SEAM_ABI_SYSV64;
    CHECK_EQ(seam_sig_parse(abi, "void()", &other, &error), SEAM_CALL_OK, error.text);
    CHECK_EQ(seam_bind(other, CODE(abort), 0, &bound, &error), SEAM_CALL_EABI, NULL);
    CHECK(!bound);
}

TEST(binding_again_and_again_needs_no_more_code) {
    const SeamSig *sig = sig_of("i32(i32)");
    size_t size = 0;
    for (int i = 0; i < 10000; i++) {
        SeamBound *bound;
        if (seam_bind(sig, CODE(fail_with), 0, &bound, NULL) != SEAM_CALL_OK) break;
        if (i == 0) size = arena_size();
        seam_bound_free(bound);
    }
    CHECK_EQ(arena_size(), size, NULL);
}

// ---- batches ----

static double scale(float x, int by) { return (double)x * by; }

TEST(batches_walk_along_columns) {
    struct {
        float x;
        int unused;
    } rows[100];
    double results[100] = {0};
    for (int i = 0; i < 100; i++) rows[i].x = (float)i * 0.5f;
    int by = 3;
    const SeamSig *sig = sig_of("f64(f32, i32)");
    SeamColumn columns[] = {{&rows[0].x, sizeof rows[0]}, {&by, 0}}, out = {results, 8};
    for (size_t n = 0; n <= 100; n += 50) seam_call_batch(sig, CODE(scale), n, columns, out);
    for (int i = 0; i < 100; i++) CHECK(results[i] == i * 1.5);
    // Backwards, and few; then without results.
    columns[0] = (SeamColumn){&rows[99].x, -(ptrdiff_t)sizeof rows[0]};
    seam_call_batch(sig, CODE(scale), 2, columns, out);
    CHECK(results[0] == 148.5 && results[1] == 147);
    seam_call_batch(sig, CODE(scale), 100, columns, (SeamColumn){NULL, 8});
    CHECK(results[99] == 148.5);
}

// ---- threads and fork ----

enum { THREADS = 8, KINDS = 60 };

static int64_t first_of(int64_t a, ...) { return a; }

static void *call_all_kinds(void *unused) {
    (void)unused;
    long wrong = 0;
    for (int k = 1; k < KINDS; k++) {
        char text[1024] = "i64(i64, ...";
        int64_t value = k, got = 0;
        double number = 1;
        const void *args[KINDS + 1] = {&value};
        for (int i = 0; i < k; i++) {
            strcat(text, i ? ", f64" : " f64");
            args[i + 1] = &number;
        }
        strcat(text, ")");
        const SeamSig *sig;
        if (seam_sig_parse(SEAM_ABI_HOST, text, &sig, NULL) != SEAM_CALL_OK) return (void *)1;
        seam_call(sig, CODE(first_of), &got, args);
        wrong += got != k;
    }
    return (void *)wrong;
}

TEST(threads_make_stubs_at_once) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, call_all_kinds, NULL);
    for (int i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        CHECK_EQ((long)wrong, 0, "wrong results");
    }
}

TEST(a_child_of_fork_calls_and_makes_stubs) {
    const SeamSig *old = sig_of("i64(i64, i64)"), *fresh = sig_of("i64(i64, i64, {f32, f32, f32})");
    int64_t a = 1, b = 2, got = 0;
    float three[3] = {0, 0, 0};
    seam_call(old, CODE(sum), &got, (const void *[]){&a, &b});
    pid_t child = fork();
    if (child == 0) {
        int64_t again = 0, more = 0;
        seam_call(old, CODE(sum), &again, (const void *[]){&a, &b});
        seam_call(fresh, CODE(sum), &more, (const void *[]){&a, &b, three});
        _exit(again == 3 && more == 3 ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK_EQ(status, 0, "child");
}

// ---- signal handlers ----

enum { SPOTS = 8, SHAPES = 1500 };

// The n-th of many shapes, all of functions that first_of can stand for.
static const SeamSig *shape(int n) {
    static const char *const types[] = {"i32", "u32", "i64", "f64"};
    char text[256] = "i64(i64, ...";
    for (int i = 0; i < SPOTS; i++, n /= 4)
        sprintf(text + strlen(text), "%s %s", i ? "," : "", types[n % 4]);
    return sig_of(strcat(text, ")"));
}

static bool calls_first(const SeamSig *sig, int64_t value) {
    int64_t got = 0, other = 0;
    const void *args[SPOTS + 1] = {&value};
    for (int i = 1; i <= SPOTS; i++) args[i] = &other;
    seam_call(sig, CODE(first_of), &got, args);
    return got == value;
}

static const SeamSig *for_handler[SHAPES];
static volatile sig_atomic_t handled, wrong_there;

static void call_in_handler(int signal) {
    (void)signal;
    int caller = errno;
    wrong_there += !calls_first(for_handler[handled % SHAPES], handled);
    handled++;
    errno = caller;
}

// The child has what was made before.
static void fork_in_handler(int signal) {
    (void)signal;
    enum { FORKS = 200 }; // a fork may take longer than the timer
    int caller = errno, status = -1;
    if (handled == FORKS) return;
    pid_t child = fork();
    if (child == 0) _exit(!calls_first(for_handler[0], 7));
    waitpid(child, &status, 0);
    wrong_there += status != 0;
    handled++;
    errno = caller;
}

// The timer mostly interrupts the making of a stub, or malloc. Signatures are made before that.
_Noreturn static void make_while_interrupted(void (*handler)(int), int wanted, int pause_us) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct itimerval often = {{0, pause_us}, {0, pause_us}}, never = {{0, 0}, {0, 0}};
    static const SeamSig *made[3 * SHAPES];
    long wrong = 0;
    for (int i = 0; i < SHAPES; i++) for_handler[i] = shape(i);
    for (int i = 0; i < 3 * SHAPES && handler == fork_in_handler; i++) made[i] = shape(i);
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    for (int i = SHAPES; i < 3 * SHAPES || (handled < wanted && handler == call_in_handler); i++) {
        const SeamSig *sig = handler == fork_in_handler ? made[i] : shape(i);
        for (int k = 0; k < (handler == fork_in_handler ? 9 : 1); k++)
            wrong += !calls_first(sig, i);
    }
    setitimer(ITIMER_REAL, &never, NULL);
    _exit(wrong || wrong_there || handled == 0);
}

static void while_interrupted(void (*handler)(int), int wanted, int pause_us) {
    enum { PATIENCE = 60 * 100 };
    if (getenv("SEAM_TEST_VALGRIND")) return; // which delivers signals between blocks of code
    pid_t child = fork();
    if (child == 0) make_while_interrupted(handler, wanted, pause_us);
    int status = -1;
    for (int i = 0; i < PATIENCE && waitpid(child, &status, WNOHANG) == 0; i++) usleep(10000);
    if (status == -1) kill(child, SIGKILL), waitpid(child, NULL, 0);
    CHECK_EQ(status, 0, "child");
}

// Without async-signal-safety this stops in a lock.
TEST(a_signal_handler_calls_while_stubs_are_made) {
    while_interrupted(call_in_handler, SHAPES, 50);
}

TEST(a_signal_handler_forks_while_stubs_are_made) { while_interrupted(fork_in_handler, 0, 300); }

// ---- a system that refuses executable memory ----

#if defined(__linux__)
TEST(without_executable_memory_calls_go_by_the_move_list) {
    if (getenv("SEAM_TEST_VALGRIND")) return; // which needs such memory itself
    const SeamSig *old = sig_of("i64(i64, i64)"), *fresh = sig_of("i64(i64, i64, u16)");
    int64_t a = 4, b = 5, got = 0;
    char last[8] = {0};
    seam_call(old, CODE(sum), &got, (const void *[]){&a, &b});
    pid_t child = fork();
    if (child == 0) {
        if (!refuse_code()) _exit(0); // no seccomp here
        int64_t again = 0, more = 0, bound_to = 0;
        SeamBound *bound;
        seam_call(old, CODE(sum), &again, (const void *[]){&a, &b});
        seam_call(fresh, CODE(sum), &more, (const void *[]){&a, &b, last});
        bool fine = seam_bind(fresh, CODE(sum), 0, &bound, NULL) == SEAM_CALL_OK;
        fine = fine && arena_mode() == ARENA_NONE;
        if (fine) seam_bound_entry(bound)((uint64_t[]){4, 5, 0}, &bound_to);
        _exit(fine && again == 9 && more == 9 && bound_to == 9 ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK_EQ(status, 0, "child");
}
#endif

#if defined(__linux__)
// Of signatures that there are already, none is new afterwards: 0 to 2 what each call goes by.
enum { BY_LIST, BY_STUB, UNDECIDED };

static int way_of_calls(const SeamSig *sig) {
    int64_t a = 4, b = 5, got = 0;
    char last[8] = {0};
    for (uint32_t i = 0; i <= stub_after(); i++) {
        got = 0;
        seam_call(sig, CODE(sum), &got, (const void *[]){&a, &b, last});
        if (got != 9) return -1;
    }
    CallPath *path = sig_path(sig, PATH_POINTERS);
    return path == call_by_pointers ? BY_LIST : path == call_first_pointers ? UNDECIDED : BY_STUB;
}

static void in_child(int (*run)(const SeamSig *sigs[3]), const char *what) {
    static const char *const texts[] = {"i64(i64, i64, i8)", "i64(i64, i64, u8)",
                                        "i64(i64, i64, i16)"};
    const SeamSig *sigs[3];
    if (getenv("SEAM_TEST_VALGRIND")) return;
    for (int i = 0; i < 3; i++) sigs[i] = sig_of(texts[i]);
    pid_t child = fork();
    if (child == 0) _exit(run(sigs));
    int status = -1;
    waitpid(child, &status, 0);
    CHECK_EQ(status, 0, what);
}

static int goes_on_without(const SeamSig *sigs[3]) {
    int before = way_of_calls(sigs[0]);
    if (before != BY_STUB || !refuse_code()) return 0;
    int after = arena_mode() == ARENA_SHARED ? BY_STUB : BY_LIST; // a file that is mapped stays so
    return way_of_calls(sigs[0]) != BY_STUB || way_of_calls(sigs[1]) != after ||
           way_of_calls(sigs[2]) != after;
}

static int goes_on_by_a_file(const SeamSig *sigs[3]) {
    int before = way_of_calls(sigs[0]);
    if (before != BY_STUB || arena_mode() != ARENA_SEALED || getenv("SEAM_CALL_EXEC")) return 0;
    if (!refuse_sealing()) return 0;
    if (way_of_calls(sigs[1]) != BY_STUB || way_of_calls(sigs[0]) != BY_STUB) return 1;
    pid_t child = fork(); // which writes to a copy
    if (child == 0) _exit(way_of_calls(sigs[2]) != BY_STUB || way_of_calls(sigs[0]) != BY_STUB);
    int status = -1;
    waitpid(child, &status, 0);
    return status != 0 || way_of_calls(sigs[1]) != BY_STUB;
}

TEST(memory_that_is_refused_after_the_first_stub_leaves_nothing_undecided) {
    in_child(goes_on_without, "all ways are refused");
    in_child(goes_on_by_a_file, "mprotect is refused");
}
#endif

// ---- unwinding ----

enum { DEPTH = 40 };
static void *frames[DEPTH];
static int frame_count;

typedef struct Three {
    long a, b, c;
} Three;

static void look_back(int x, Three on_stack) {
    frame_count = backtrace(frames, DEPTH);
    (void)x, (void)on_stack;
}

__attribute__((noinline)) static void *caller_of_stub(void) {
    int x = 1;
    Three three = {1, 2, 3};
    seam_call(sig_of("void(i32, {i64, i64, i64})"), CODE(look_back), NULL,
              (const void *[]){&x, &three});
    __asm__ volatile("" ::: "memory");
    return __builtin_return_address(0);
}

TEST(backtraces_go_through_stubs) {
    void *here = caller_of_stub();
    bool found = false;
    for (int i = 0; i < frame_count; i++) found |= frames[i] == here;
    CHECK(found);
}

static void leave(int status) { pthread_exit((void *)(intptr_t)status); }

static void *exit_in_a_stub(void *unused) {
    int status = 7;
    seam_call(sig_of("void(i32)"), CODE(leave), NULL, (const void *[]){&status});
    return unused;
}

TEST(threads_can_end_in_a_stub) { // by unwinding, as exceptions and pthread_cancel do
    pthread_t thread;
    void *status = NULL;
    pthread_create(&thread, NULL, exit_in_a_stub, NULL);
    pthread_join(thread, &status);
    CHECK_EQ((intptr_t)status, 7, NULL);
}
