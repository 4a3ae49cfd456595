// Threads, fork, a million closures, cancellation, backtraces.
#include "../test.h"
#include "stress.h"

#include <execinfo.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

TEST(eight_threads_prepare_call_make_and_free) {
    StressCrowd *crowd = crowd_begin(8);
    double end = stress_now() + stress_seconds();
    while (stress_now() < end) {
        CHECK(!stress_has_rwx());
        usleep(10000);
    }
    size_t rounds;
    CHECK_EQ(crowd_end(crowd, &rounds), 0, "wrong results");
    CHECK(rounds > 8);
    if (getenv("SEAM_STRESS_SECONDS")) printf("%zu rounds\n", rounds);
}

// A child that inherited a lock which nobody will release would wait for ever.
static int use_in_child(SeamClosure *inherited) {
    alarm(60);
    bool right = ((Sum3 *)seam_closure_code(inherited))(1, 2, 4) == 107;
    for (int i = 0; i < 50 && right; i++) right = stress_use();
    seam_closure_free(inherited);
    SeamClosure *many[200] = {NULL};
    static const int64_t zero;
    for (int i = 0; i < 200; i++) many[i] = stress_closure(&zero);
    for (int i = 0; i < 200; i++)
        if (!many[i] || ((Sum3 *)seam_closure_code(many[i]))(1, 2, i) != 3 + i) right = false;
    return right && !stress_has_rwx() ? 0 : 1;
}

// AddressSanitizer's allocator holds its locks over fork, and its shadow keeps what a thread that
// is cancelled leaves on its stack: it cannot be asked about either.
#if defined(__SANITIZE_ADDRESS__)
enum { HAS_SHADOW = 1 };
#else
enum { HAS_SHADOW = 0 };
#endif

TEST(children_of_fork_go_on_while_threads_are_at_it) {
    if (HAS_SHADOW) return;
    static const int64_t context = 100;
    StressCrowd *crowd = crowd_begin(stress_is_scarce() ? 1 : 4);
    SeamClosure *inherited = stress_closure(&context);
    double end = stress_now() + stress_seconds();
    for (int i = 0; i < 5 || stress_now() < end; i++) {
        pid_t child = fork();
        if (child == 0) _exit(use_in_child(inherited));
        int status = -1;
        waitpid(child, &status, 0);
        if (!CHECK_EQ(status, 0, "in a child")) break;
        CHECK(stress_use());
    }
    CHECK_EQ(((Sum3 *)seam_closure_code(inherited))(1, 2, 4), 107, "the parent's is untouched");
    CHECK_EQ(crowd_end(crowd, NULL), 0, "wrong results");
    seam_closure_free(inherited);
}

static long resident_pages(void) {
    FILE *statm = fopen("/proc/self/statm", "r");
    long total, resident = 0;
    if (statm && fscanf(statm, "%ld %ld", &total, &resident) != 2) resident = 0;
    if (statm) fclose(statm);
    return resident;
}

static void churn(int count) {
    static const int64_t context = 1;
    for (int i = 0; i < count; i++) seam_closure_free(stress_closure(&context));
}

TEST(a_million_closures_come_and_go_without_growth) {
    bool is_watched = IS_SANITIZED || getenv("SEAM_TEST_VALGRIND"); // by what has memory of its own
    churn(10000);
    long before = resident_pages();
    churn(is_watched ? 100000 : 1000000);
    long growth = (resident_pages() - before) * sysconf(_SC_PAGESIZE) / 1024;
    CHECK(growth < (is_watched ? 64 * 1024 : 256));
}

TEST(many_closures_live_at_once) {
    enum { MANY = 100000 };
    static SeamClosure *all[MANY];
    static const int64_t context = 1;
    int count = stress_is_scarce() ? 100 : MANY, right = 0;
    for (int i = 0; i < count; i++) all[i] = stress_closure(&context);
    for (int i = 0; i < count; i++)
        right += all[i] && ((Sum3 *)seam_closure_code(all[i]))(i, 2, 4) == i + 7;
    CHECK_EQ(right, count, NULL);
    CHECK(!stress_has_rwx());
    for (int i = 0; i < count; i++) seam_closure_free(all[i]);
}

// ---- leaving calls in other ways than by returning ----

static int cleaned;
static void clean(void *by) { cleaned += *(int *)by; }

static void wait_for_ever(void) {
    while (true) sleep(1);
}

static void call_plain(void *context, void *ret, void *const args[]) {
    (void)ret, (void)args;
    int inner = 10;
    pthread_cleanup_push(clean, &inner);
    seam_call(stress_sig("void()"), CODE((uintptr_t)context), NULL, NULL);
    pthread_cleanup_pop(0);
}

// seam_call -> closure -> seam_call -> a cancellation point.
static void *be_cancelled(void *closure) {
    int outer = 1;
    pthread_cleanup_push(clean, &outer);
    seam_call(stress_sig("void()"), seam_closure_code(closure), NULL, NULL);
    pthread_cleanup_pop(0);
    return NULL;
}

TEST(cancellation_passes_through_calls_and_closures) {
    if (HAS_SHADOW) return;
    SeamClosure *closure;
    SeamClosureParts parts = {.sig = stress_sig("void()"),
                              .handler = call_plain,
                              .context = (void *)(uintptr_t)wait_for_ever};
    seam_closure_new(&parts, &closure, NULL);
    for (int i = 1; i <= 40; i++) { // often enough for generated code
        pthread_t thread;
        void *result = NULL;
        pthread_create(&thread, NULL, be_cancelled, closure);
        pthread_cancel(thread);
        pthread_join(thread, &result);
        CHECK(result == PTHREAD_CANCELED);
        CHECK_EQ(cleaned, 11 * i, "both cleanups");
    }
    seam_closure_free(closure);
    CHECK(stress_use());
}

enum { DEPTH = 64 };
static void *frames[DEPTH];
static int depth;
static void *wanted[2];

static __attribute__((noinline)) int look_back(void) {
    depth = backtrace(frames, DEPTH);
    return depth;
}

static __attribute__((noinline)) void between(void *context, void *ret, void *const args[]) {
    (void)context, (void)args;
    wanted[1] = __builtin_return_address(0); // in the engine
    seam_call(stress_sig("i32()"), CODE(look_back), ret, NULL);
    __asm__ volatile("");
}

static __attribute__((noinline)) int from_here(SeamClosure *closure) {
    int got = 0;
    wanted[0] = __builtin_return_address(0); // in the test
    seam_call(stress_sig("i32()"), seam_closure_code(closure), &got, NULL);
    __asm__ volatile("");
    return got;
}

static bool is_in_frames(const void *address) {
    for (int i = 0; i < depth; i++)
        if (frames[i] == address) return true;
    return false;
}

TEST(backtraces_pass_through_calls_and_closures) {
    SeamClosure *closure;
    SeamClosureParts parts = {.sig = stress_sig("i32()"), .handler = between};
    seam_closure_new(&parts, &closure, NULL);
    int bad = 0;
    for (int i = 0; i < 100; i++) { // often enough for generated code
        int got = from_here(closure);
        bad += got != depth || !is_in_frames(wanted[0]) || !is_in_frames(wanted[1]);
    }
    CHECK_EQ(bad, 0, "incomplete ones");
    seam_closure_free(closure);
}
