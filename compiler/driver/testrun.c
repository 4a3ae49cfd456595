// The children are leaders of process groups, so that what a test starts ends with it; they die
// with us (PR_SET_PDEATHSIG). Signals are waited for, never handled: SIGCHLD wakes, SIGINT and
// SIGTERM end the run. Output goes to a memory file, so that no pipe can fill up.
#include "driver/testrun.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    OUTPUT_MAX = 64 << 20,
    SHOWN_MAX = 64 << 10, // of that, what is kept: the end
    PASSED_CODE = 99,     // SEAM_TEST_PASSED of <seam/test.h>
    NOTHING_THROWN_CODE = 98,
    LEAK_CODE = 23,
    PANIC_CODE = 134,
    WATCH_MS = 100, // how often output is looked at
};

typedef struct Child {
    pid_t pid; // 0: free
    TestRun *run;
    int output;
    double started;
} Child;

typedef struct Runner {
    Arena *arena;
    const char *program;
    const TestOptions *options;
    Child *children;
    uint32_t child_count;
    sigset_t waited;
    sigset_t before;
} Runner;

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

// ---- one child ----

static _Noreturn void become(const Runner *r, const Child *child, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    sigprocmask(SIG_SETMASK, &r->before, NULL);
    int none = open("/dev/null", O_RDONLY);
    if (none >= 0) dup2(none, 0);
    dup2(child->output, 1);
    dup2(child->output, 2);
    setenv("SEAM_LEAKS", "1", 1);
    char index[16];
    snprintf(index, sizeof index, "%u", child->run->index);
    execl(r->program, r->program, index, (char *)NULL);
    _exit(127);
}

static void start(Runner *r, Child *child, TestRun *run) {
    *child = (Child){.run = run, .started = now_s()};
    child->output = memfd_create("seam-test", MFD_CLOEXEC);
    pid_t parent = getpid();
    child->pid = child->output < 0 ? -1 : fork();
    if (child->pid == 0) become(r, child, parent);
    if (child->pid > 0) {
        setpgid(child->pid, child->pid); // both do: whoever is first
        return;
    }
    run->outcome = TEST_FAILED;
    run->status = 127;
    run->output = (FileText){strerror(errno), strlen(strerror(errno))};
    if (child->output >= 0) close(child->output);
    child->pid = 0;
}

static off_t output_size(const Child *child) {
    struct stat st;
    return fstat(child->output, &st) == 0 ? st.st_size : 0;
}

static FileText read_output(Arena *a, const Child *child) {
    off_t size = output_size(child), skipped = size > SHOWN_MAX ? size - SHOWN_MAX : 0;
    char *text = arena_alloc(a, SHOWN_MAX + 64);
    int len = skipped ? sprintf(text, "(%lld bytes are left out)\n..", (long long)skipped) : 0;
    ssize_t got = pread(child->output, text + len, (size_t)(size - skipped), skipped);
    return (FileText){text, (size_t)len + (got > 0 ? (size_t)got : 0)};
}

static TestOutcome judge(const TestRun *run) {
    if (run->outcome != TEST_NOT_RUN) return run->outcome;
    if (!run->panics) return run->status == PASSED_CODE ? TEST_PASSED : TEST_FAILED;
    bool wanted = run->status == PANIC_CODE && strstr(run->output.text, run->panics);
    return wanted ? TEST_PASSED : TEST_FAILED;
}

static void end(Runner *r, Child *child, int status) {
    TestRun *run = child->run;
    kill(-child->pid, SIGKILL); // what it may have started
    run->seconds = now_s() - child->started;
    run->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    run->output = read_output(r->arena, child);
    run->outcome = judge(run);
    close(child->output);
    child->pid = 0;
}

// ---- all of them ----

static void reap(Runner *r) {
    for (uint32_t i = 0; i < r->child_count; i++) {
        Child *child = &r->children[i];
        int status;
        if (child->pid && waitpid(child->pid, &status, WNOHANG) == child->pid)
            end(r, child, status);
    }
}

// Kills what is over its limits; `all`: everything.
static void kill_children(Runner *r, bool all) {
    double now = now_s();
    for (uint32_t i = 0; i < r->child_count; i++) {
        Child *child = &r->children[i];
        if (!child->pid) continue;
        TestOutcome why = now - child->started > r->options->timeout_s ? TEST_TIMEOUT
                          : output_size(child) > OUTPUT_MAX            ? TEST_NOISY
                                                                       : TEST_NOT_RUN;
        if (!all && why == TEST_NOT_RUN) continue;
        child->run->outcome = why == TEST_NOT_RUN ? TEST_FAILED : why;
        kill(-child->pid, SIGKILL);
        int status;
        if (waitpid(child->pid, &status, 0) == child->pid) end(r, child, status);
    }
}

static Child *free_child(Runner *r) {
    for (uint32_t i = 0; i < r->child_count; i++)
        if (!r->children[i].pid) return &r->children[i];
    return NULL;
}

static bool is_running(const Runner *r) {
    for (uint32_t i = 0; i < r->child_count; i++)
        if (r->children[i].pid) return true;
    return false;
}

// False: the run is to end.
static bool wait_a_little(Runner *r) {
    const struct timespec wait = {0, WATCH_MS * 1000000L};
    int signal = sigtimedwait(&r->waited, NULL, &wait);
    return signal != SIGINT && signal != SIGTERM;
}

static bool run_all(Runner *r, TestRun *runs, uint32_t count) {
    const TestOptions *o = r->options;
    uint32_t next = 0, told = 0;
    bool stop = false;
    for (;;) {
        for (Child *child; !stop && next < count && (child = free_child(r));)
            start(r, child, &runs[next++]);
        bool going_on = !is_running(r) || wait_a_little(r);
        reap(r);
        kill_children(r, !going_on);
        for (; told < count && runs[told].outcome != TEST_NOT_RUN; told++)
            o->ended(o->context, &runs[told]);
        for (uint32_t i = 0; r->options->fail_fast && i < next; i++)
            stop |= runs[i].outcome > TEST_PASSED;
        if (!going_on) return false;
        if (!is_running(r) && (stop || next == count)) break;
    }
    for (; told < count; told++) o->ended(o->context, &runs[told]);
    return true;
}

bool tests_run(Arena *arena, const char *program, TestRun *runs, uint32_t count,
               const TestOptions *options) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    Runner r = {
        .arena = arena, .program = program, .options = options, .child_count = options->jobs};
    if (!r.child_count) r.child_count = processors > 0 ? (uint32_t)processors : 1;
    r.children = ARENA_ARRAY(arena, Child, r.child_count);
    sigemptyset(&r.waited);
    sigaddset(&r.waited, SIGCHLD);
    sigaddset(&r.waited, SIGINT);
    sigaddset(&r.waited, SIGTERM);
    sigprocmask(SIG_BLOCK, &r.waited, &r.before);
    fflush(NULL);
    bool whole = run_all(&r, runs, count);
    sigprocmask(SIG_SETMASK, &r.before, NULL);
    return whole;
}

const char *test_reason(Arena *a, const TestRun *run, double timeout_s) {
    int status = run->status;
    if (run->outcome == TEST_TIMEOUT)
        return arena_printf(a, "takes longer than %g s: it was stopped", timeout_s);
    if (run->outcome == TEST_NOISY)
        return arena_printf(a, "prints more than %d MB: it was stopped", OUTPUT_MAX >> 20);
    if (run->panics && status == PANIC_CODE)
        return arena_printf(a, "panics, but not with `%s`", run->panics);
    if (run->panics && status == PASSED_CODE)
        return arena_printf(a, "does not panic with `%s`", run->panics);
    if (status == PANIC_CODE) return "panics";
    if (status == LEAK_CODE) return "leaks";
    if (status == NOTHING_THROWN_CODE) return "does not throw what it should";
    if (status == 1) return "throws";
    if (status == 127) return "cannot be started";
    if (status > 128)
        return arena_printf(a, "ended by signal %d (%s)", status - 128, strsignal(status - 128));
    return arena_printf(a, "ends the program with exit code %d", status);
}
