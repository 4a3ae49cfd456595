// Calls with large arguments on a small stack end at its guard page, and touch nothing beyond.
// req in part: T5
#include "../test.h"

#include <pthread.h>
#include <seam/call.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// From low to high: memory of somebody else, one page that nobody may touch, the stack.
enum { OTHERS = 1 << 20, STACK = 256 << 10 };
static unsigned char *others, *guard, *stack;
static size_t page;

static bool is_untouched(void) {
    for (size_t i = 0; i < OTHERS; i++)
        if (others[i]) return false;
    return true;
}

static void at_fault(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    unsigned char *at = info->si_addr;
    _exit(at >= guard && at < stack && is_untouched() ? 3 : 1);
}

typedef struct Attempt {
    const SeamSig *sig;
    void *value;
    size_t left; // bytes of the stack
} Attempt;

static void nothing(void) {}

static void *call_with_little_stack(void *of) {
    const Attempt *a = of;
    static unsigned char signals[64 << 10];
    stack_t other = {.ss_sp = signals, .ss_size = sizeof signals};
    sigaltstack(&other, NULL);
    size_t have = (size_t)((unsigned char *)__builtin_frame_address(0) - stack);
    volatile char *used = __builtin_alloca(have - a->left);
    used[0] = 1;
    seam_call(a->sig, nothing, NULL, (const void *[]){a->value});
    return NULL;
}

// How it ended: 0: there was stack enough; 3: at the guard page.
static int ending_of(Attempt *a) {
    pid_t child = fork();
    if (child == 0) {
        struct sigaction action = {.sa_sigaction = at_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
        pthread_attr_t attributes;
        pthread_t thread;
        sigaction(SIGSEGV, &action, NULL);
        pthread_attr_init(&attributes);
        pthread_attr_setstack(&attributes, stack, STACK);
        if (pthread_create(&thread, &attributes, call_with_little_stack, a) != 0) _exit(2);
        pthread_join(thread, NULL);
        _exit(is_untouched() ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool map_stack(void) {
    page = (size_t)sysconf(_SC_PAGESIZE);
    void *all = mmap(NULL, OTHERS + page + STACK, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) return false;
    others = all;
    guard = others + OTHERS;
    stack = guard + page;
    return mprotect(guard, page, PROT_NONE) == 0;
}

static void *zeros(size_t size) {
    void *memory = calloc(1, size);
    if (!memory) exit(1);
    return memory;
}

TEST(a_call_that_needs_more_stack_than_there_is_ends_at_the_guard_page) {
    static const struct {
        const char *text;
        size_t size;
    } rows[] = {{"void({[4100 i8]})", 4100},   // a stub
                {"void({[7900 i8]})", 7900},   // likewise
                {"void({[20000 i8]})", 20000}, // the move list
                {"void({[100000 i8]})", 100000}};
    if (getenv("SEAM_TEST_VALGRIND") || !map_stack()) return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Attempt a = {.value = zeros(rows[i].size)};
        CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, rows[i].text, &a.sig, NULL), SEAM_CALL_OK, NULL);
        for (int k = 0; k < 10; k++) seam_call(a.sig, nothing, NULL, (const void *[]){a.value});
        int stopped = 0;
        for (a.left = 2048; a.left < rows[i].size + 1024; a.left += rows[i].size / 24) {
            int ending = ending_of(&a);
            stopped += ending == 3;
            if (ending != 0 && ending != 3) CHECK_EQ(ending, 3, rows[i].text);
        }
        CHECK(stopped > 5);
        a.left = STACK - 2 * 4096 - 8192;
        if (rows[i].size < 90000) CHECK_EQ(ending_of(&a), 0, rows[i].text);
        free(a.value);
    }
    munmap(others, OTHERS + page + STACK);
}
#endif
