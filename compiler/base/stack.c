#include "base/stack.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>

// What a level of a tree costs at most, with sanitizers; and how high trees are without a stack of
// our own.
enum { LEVEL_SIZE = 20 << 10, HEIGHT_LEAST = 1000, HEIGHT_MOST = 25000 };
enum { GUARD_SIZE = 64 << 10 };

static _Thread_local uint32_t height = HEIGHT_LEAST;

uint32_t stack_tree_height(void) { return height; }

typedef struct Run {
    int (*run)(void *context);
    void *context;
    uint32_t height;
    int result;
    sigset_t signals; // the mask that the command runs with
} Run;

static void *start(void *context) {
    Run *r = context;
    height = r->height;
    pthread_sigmask(SIG_SETMASK, &r->signals, NULL);
    r->result = r->run(r->context);
    return NULL;
}

// Its lowest pages stay closed. Without huge pages: a short command touches little of it.
static void *map_stack(size_t size) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (stack == MAP_FAILED) return NULL;
#ifdef MADV_NOHUGEPAGE
    madvise(stack, size, MADV_NOHUGEPAGE);
#endif
    if (mprotect(stack, GUARD_SIZE, PROT_NONE) == 0) return stack;
    munmap(stack, size);
    return NULL;
}

// The thread that waits takes no signals: those sent to the process are the command's to block and
// to wait for.
static bool run_on(void *stack, size_t size, Run *r) {
    pthread_attr_t attr;
    pthread_t thread;
    sigset_t all;
    if (pthread_attr_init(&attr) != 0) return false;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &r->signals);
    bool done = pthread_attr_setstack(&attr, stack, size) == 0 &&
                pthread_create(&thread, &attr, start, r) == 0 && pthread_join(thread, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &r->signals, NULL);
    pthread_attr_destroy(&attr);
    return done;
}

int stack_run(int (*run)(void *context), void *context) {
    for (uint32_t most = HEIGHT_MOST; most > HEIGHT_LEAST; most /= 2) {
        size_t size = (size_t)most * LEVEL_SIZE;
        void *stack = map_stack(size);
        if (!stack) continue;
        Run r = {.run = run, .context = context, .height = most};
        bool done = run_on(stack, size, &r);
        munmap(stack, size);
        if (done) return r.result;
        break;
    }
    return run(context);
}
