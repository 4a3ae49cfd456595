// A stack that is used up ends the program like a panic: with a message, its trace and 134, where
// the system alone would say "Segmentation fault". Any other crash stays the system's to report
// (the exit code, the core), but the trace tells first which line of Seam called the code of C that
// crashed. A handler that is there already (a sanitizer's) stays in charge.
#include "core/program/crash.h"

#include <seam/error.h>

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/program/output.h"
#include "core/trace/frames.h"

enum { PANIC_CODE = 134, HANDLER_STACK = 256 * 1024, MARGIN = 1024 * 1024, PATIENCE_S = 10 };

static const struct {
    int signal;
    const char *text;
} crashes[] = {
    {SIGSEGV, "crash: SIGSEGV: an address was used that nothing is at"},
    {SIGBUS, "crash: SIGBUS: an address was used that nothing is at"},
    {SIGFPE, "crash: SIGFPE: a division that has no result"},
    {SIGILL, "crash: SIGILL: an instruction that the machine does not have"},
    {SIGABRT, "crash: SIGABRT: abort() was called"},
};
enum { CRASHES = sizeof crashes / sizeof *crashes };

static uintptr_t lowest; // end of the main thread's stack, which grows downward; 0: not known
static int reported;     // the crash that is being told; 0: a full stack

static bool is_stack_full(int signal, const siginfo_t *info) {
    uintptr_t at = (uintptr_t)info->si_addr;
    return signal == SIGSEGV && lowest && at - (lowest - MARGIN) <= 2 * (uintptr_t)MARGIN;
}

// Telling of the crash crashes too, or waits for what the crash left: the program ends without.
static void give_up(int signal) {
    if (!reported) _exit(PANIC_CODE);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, reported);
    (void)signal;
    sigaction(reported, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(reported);
    _exit(PANIC_CODE);
}

static void expect_worse(void) {
    static const int signals[] = {SIGSEGV, SIGBUS, SIGALRM};
    struct sigaction action = {.sa_handler = give_up, .sa_flags = SA_ONSTACK | SA_NODEFER};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        sigaddset(&set, signals[i]);
        sigaction(signals[i], &action, NULL);
    }
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    alarm(PATIENCE_S);
}

static void print_trace(const char *message, void *trampoline) {
    Row items[ROWS_MOST];
    Rows rows = {.items = items};
    frames_message(message);
    const char *end = frames_add(&rows, (Origin){.file = "", .trampoline = (uintptr_t)trampoline});
    frames_print(&rows, end);
}

static void end_as_panic(void *trampoline) {
    expect_worse();
    output_flush_quietly();
    print_trace("panic: the stack is full: calls are nested too deeply", trampoline);
    _exit(PANIC_CODE);
}

static void report(int signal, siginfo_t *info, void *context) {
    (void)context;
    void *trampoline = __builtin_return_address(0);
    if (is_stack_full(signal, info)) end_as_panic(trampoline);
    reported = signal;
    expect_worse();
    for (size_t i = 0; i < CRASHES; i++)
        if (crashes[i].signal == signal) print_trace(crashes[i].text, trampoline);
    output_flush_quietly();
    alarm(0);
    sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    if (info->si_code <= 0) raise(signal); // somebody sent it; else the instruction faults again
}

void crash_watch(void) {
    static _Alignas(16) char room[HANDLER_STACK];
    struct sigaction old, action = {.sa_sigaction = report};
    struct rlimit limit;
    bool limited = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    lowest = limited ? (uintptr_t)&old - limit.rlim_cur : 0;
    if (sigaltstack(&(stack_t){.ss_sp = room, .ss_size = sizeof room}, NULL) != 0) return;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND;
    for (size_t i = 0; i < CRASHES; i++) {
        int signal = crashes[i].signal;
        if (sigaction(signal, &action, &old) == 0 && old.sa_handler != SIG_DFL)
            sigaction(signal, &old, NULL);
    }
}
