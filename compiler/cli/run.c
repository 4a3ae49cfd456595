// `seam run`: an unchanged program is a few stats and an exec; else it is built first.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "driver/manifest.h"

static _Noreturn void execute(const Arguments *args, const char *program) {
    const char **argv = ARENA_ARRAY(args->arena, const char *, args->rest_count + 2);
    argv[0] = args->file;
    for (uint32_t i = 0; i < args->rest_count; i++) argv[i + 1] = args->rest[i];
    if (args->leaks) setenv("SEAM_LEAKS", "1", 1);
    union { // execv takes `char *const[]`, but does not write
        const char **given;
        char *const *wanted;
    } words = {.given = argv};
    fflush(NULL);
    execv(program, words.wanted);
    fprintf(stderr, "seam: %s: %s\n", program, strerror(errno));
    _exit(EXIT_SOURCE);
}

// The program lies in a folder that must go afterwards: so it runs as a child.
static int run_and_wait(const Arguments *args, const char *program) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) execute(args, program);
    int status = 0;
    if (child < 0) {
        fprintf(stderr, "seam: cannot start the program: %s\n", strerror(errno));
        return EXIT_SOURCE;
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int cli_run(Arguments *args) {
    int found = find_program(args);
    if (found != EXIT_OK) return found;
    Build b;
    BuildOptions options = build_options(args);
    if (!build_open(&b, &options)) return EXIT_SOURCE;
    const char *program = manifest_find(&b);
    if (program) execute(args, program);

    bool ok = build_program(&b);
    print_diagnostics(&b, args);
    int code = EXIT_SOURCE;
    if (ok && !b.cache.temporary) execute(args, b.program);
    if (ok) code = run_and_wait(args, b.program);
    build_close(&b);
    return code;
}
