// A stack that is used up ends the program like a panic: with a message and 134, where the system
// alone would say "Segmentation fault". Any other bad address stays the system's to report, and a
// handler that is there already (a sanitizer's) stays in charge.
#include "core/program/stack.h"

#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/program/output.h"

enum { PANIC_CODE = 134, HANDLER_STACK = 32 * 1024, MARGIN = 1024 * 1024 };

static uintptr_t lowest; // end of the main thread's stack, which grows downward

static void report(int signal, siginfo_t *info, void *context) {
    (void)signal, (void)context;
    uintptr_t at = (uintptr_t)info->si_addr;
    if (at - (lowest - MARGIN) > 2 * (uintptr_t)MARGIN) return; // the instruction faults again
    static const char message[] = "panic: the stack is full: calls are nested too deeply\n";
    output_flush_quietly();
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0) _exit(PANIC_CODE);
    _exit(PANIC_CODE);
}

void stack_watch(void) {
    static _Alignas(16) char room[HANDLER_STACK];
    struct sigaction old, action = {.sa_sigaction = report};
    struct rlimit limit;
    if (sigaction(SIGSEGV, NULL, &old) != 0 || old.sa_handler != SIG_DFL) return;
    if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
    lowest = (uintptr_t)&old - limit.rlim_cur;
    if (sigaltstack(&(stack_t){.ss_sp = room, .ss_size = sizeof room}, NULL) != 0) return;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | (int)SA_RESETHAND;
    sigaction(SIGSEGV, &action, NULL);
}
