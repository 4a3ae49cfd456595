// Child processes without a shell (declared in io.h): both outputs are gathered with poll, so that
// a child that fills one pipe while we read the other cannot hang us. Its input is a temporary
// file, so that a child that does not read it costs neither a deadlock nor a SIGPIPE.
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct Gather { // one output of the child
    int fd;             // -1: ended
    VEC(char) text;
} Gather;

static bool pipe_open(int ends[2]) {
    if (pipe(ends) != 0) return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static void gather_some(Arena *a, Gather *g) {
    char buffer[65536];
    ssize_t got = read(g->fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) return;
    if (got <= 0) {
        close(g->fd);
        g->fd = -1;
        return;
    }
    while (g->text.cap - g->text.len < (size_t)got)
        g->text.items = vec_grow(a, g->text.items, g->text.len, &g->text.cap, 1);
    memcpy(g->text.items + g->text.len, buffer, (size_t)got);
    g->text.len += (uint32_t)got;
}

static void gather_both(Arena *a, Gather both[2]) {
    while (both[0].fd >= 0 || both[1].fd >= 0) {
        struct pollfd polls[2] = {{.fd = both[0].fd, .events = POLLIN},
                                  {.fd = both[1].fd, .events = POLLIN}}; // poll skips fd -1
        if (poll(polls, 2, -1) < 0 && errno != EINTR) return;
        for (int i = 0; i < 2; i++)
            if (both[i].fd >= 0 && polls[i].revents) gather_some(a, &both[i]);
    }
}

static FileText gathered(Arena *a, Gather *g) {
    return (FileText){arena_text(a, g->text.items, g->text.len), g->text.len};
}

// An open file with the child's input, or /dev/null.
static int input_open(const char *text) {
    if (!text) return open("/dev/null", O_RDONLY | O_CLOEXEC);
    FILE *file = tmpfile();
    if (!file) return -1;
    size_t len = strlen(text);
    int fd = -1;
    if (fwrite(text, 1, len, file) == len && fflush(file) == 0) {
        rewind(file);
        fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
    }
    fclose(file);
    return fd;
}

static bool spawn(const char *const argv[], const int fds[3], pid_t *pid) {
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return false;
    for (int i = 0; i < 3; i++) posix_spawn_file_actions_adddup2(&actions, fds[i], i);
    char **args; // POSIX takes `char *const[]` but does not write the texts
    memcpy(&args, &argv, sizeof args);
    int error = posix_spawnp(pid, argv[0], &actions, NULL, args, environ);
    posix_spawn_file_actions_destroy(&actions);
    errno = error;
    return error == 0;
}

static int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void close_all(int fds[], int count) {
    int error = errno;
    for (int i = 0; i < count; i++)
        if (fds[i] >= 0) close(fds[i]);
    errno = error;
}

bool io_run(Arena *a, const char *const argv[], const char *stdin_text, ProcessResult *out) {
    *out = (ProcessResult){.exit_code = -1, .out = {"", 0}, .err = {"", 0}};
    int fds[5] = {-1, -1, -1, -1, -1}; // the child's 0, 1, 2 and our ends of 1 and 2
    int ends[2];
    pid_t pid;
    if ((fds[0] = input_open(stdin_text)) < 0) return false;
    if (!pipe_open(ends)) goto fail;
    fds[3] = ends[0];
    fds[1] = ends[1];
    if (!pipe_open(ends)) goto fail;
    fds[4] = ends[0];
    fds[2] = ends[1];
    if (!spawn(argv, fds, &pid)) goto fail;
    close_all(fds, 3);
    Gather both[2] = {{.fd = fds[3]}, {.fd = fds[4]}};
    gather_both(a, both);
    out->exit_code = wait_for(pid);
    out->out = gathered(a, &both[0]);
    out->err = gathered(a, &both[1]);
    return true;
fail:
    close_all(fds, 5);
    return false;
}
