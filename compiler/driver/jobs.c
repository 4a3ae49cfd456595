// Runs child processes side by side. Output goes to a memory file each, so that no pipe can fill up
// and messages of two compilers never mix. Floor 5; used by build.c.
#include "driver/jobs.h"

#include <errno.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct Running {
    pid_t pid; // 0: not started, or over
    int output;
} Running;

static void start(Job *job, Running *run) {
    run->output = memfd_create("seam-job", MFD_CLOEXEC);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
    if (run->output >= 0) {
        posix_spawn_file_actions_adddup2(&actions, run->output, 1);
        posix_spawn_file_actions_adddup2(&actions, run->output, 2);
    }
    union { // posix_spawnp takes `char *const[]`, but does not write
        const char *const *given;
        char *const *wanted;
    } argv = {.given = job->argv};
    int error = posix_spawnp(&run->pid, job->argv[0], &actions, NULL, argv.wanted, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == 0) return;
    run->pid = 0;
    job->exit_code = 127;
    job->start_error = error;
}

static void finish(Arena *arena, Job *job, Running *run, int status) {
    job->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    run->pid = 0;
    if (run->output < 0) return;
    off_t size = lseek(run->output, 0, SEEK_END);
    if (size > 0) {
        char *text = arena_alloc(arena, (size_t)size + 1);
        ssize_t got = pread(run->output, text, (size_t)size, 0);
        job->output = (FileText){text, got > 0 ? (size_t)got : 0};
    }
    close(run->output);
}

// Waits for one of the running ones.
static void wait_one(Arena *arena, Job *jobs, Running *runs, uint32_t started) {
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, 0);
        if (pid < 0 && errno == EINTR) continue;
        if (pid < 0) return;
        for (uint32_t i = 0; i < started; i++) {
            if (runs[i].pid != pid) continue;
            finish(arena, &jobs[i], &runs[i], status);
            return;
        }
    }
}

void jobs_run(Arena *arena, Job *jobs, uint32_t count, uint32_t parallel) {
    if (parallel == 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        parallel = processors > 0 ? (uint32_t)processors : 1;
    }
    Running *runs = ARENA_ARRAY(arena, Running, count);
    uint32_t running = 0;
    for (uint32_t i = 0; i < count; i++) {
        jobs[i].output = (FileText){"", 0};
        if (running == parallel) {
            wait_one(arena, jobs, runs, i);
            running--;
        }
        start(&jobs[i], &runs[i]);
        if (runs[i].pid) running++;
    }
    for (; running > 0; running--) wait_one(arena, jobs, runs, count);
}
