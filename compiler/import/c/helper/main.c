// seam-cimport: reads C headers with libclang, in a process of its own, so that nothing a header
// does to clang can reach the compiler. usage: seam-cimport [-I DIR] [-D DEFINE] [--seconds N]
// [--probe EXPRESSION] [--] HEADER... Writes the interface (../ifc.h) to standard output; exits 0
// whenever it did, with the problems inside.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "import/c/helper/helper.h"

enum { EXIT_USAGE = 2, EXIT_CLANG = 3, MEMORY_MAX_GIB = 8 };

typedef struct Options {
    const char *probe;
    unsigned seconds;
} Options;

static bool read_arguments(Helper *h, Options *options, int argc, char **argv) {
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-' && strcmp(argv[i], "--") != 0; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "-I") == 0) VEC_PUSH(h->arena, &h->search, value);
        else if (strcmp(argv[i], "-D") == 0) VEC_PUSH(h->arena, &h->defines, value);
        else if (strcmp(argv[i], "--seconds") == 0)
            options->seconds = (unsigned)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--probe") == 0) options->probe = value;
        else return false;
    }
    if (i < argc && strcmp(argv[i], "--") == 0) i++;
    for (; i < argc; i++) VEC_PUSH(h->arena, &h->headers, argv[i]);
    return h->headers.len > 0;
}

// A header may include itself for ever, or make clang eat all memory: the kernel ends that.
static void set_limits(unsigned seconds) {
    alarm(seconds);
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
#ifndef __SANITIZE_ADDRESS__
    rlim_t bytes = (rlim_t)MEMORY_MAX_GIB << 30;
    setrlimit(RLIMIT_AS, &(struct rlimit){bytes, bytes});
#endif
}

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME_COARSE, &t); // as file systems stamp
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int write_interface(Helper *h) {
    FileText file = ifc_finish(&h->ifc);
    bool ok = fwrite(file.text, 1, file.len, stdout) == file.len && fflush(stdout) == 0;
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int import(Helper *h) {
    h->unit = unit_parse(h, unit_text(h),
                         CXTranslationUnit_DetailedPreprocessingRecord |
                             CXTranslationUnit_SkipFunctionBodies);
    if (!h->unit) return EXIT_CLANG;
    files_collect(h);
    problems_collect(h);
    declarations_visit(h);
    macros_settle(h);
    return write_interface(h);
}

int main(int argc, char **argv) {
    // One thread, and a crash ends the process: the compiler sees which signal it was.
    setenv("LIBCLANG_NOTHREADS", "1", 1);
    setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1);
    Arena arena;
    arena_init(&arena);
    Helper h = {.arena = &arena, .started_ns = now_ns()};
    Options options = {.seconds = 60};
    ifc_init(&h.ifc, &arena);
    if (!read_arguments(&h, &options, argc, argv)) {
        fputs(
            "usage: seam-cimport [-I DIR] [-D DEFINE] [--seconds N] [--probe EXPRESSION] [--] HEADER...\n",
            stderr);
        return EXIT_USAGE;
    }
    set_limits(options.seconds);
    request_prepare(&h);
    h.index = clang_createIndex(0, 0);
    int code = options.probe ? probe_run(&h, options.probe) : import(&h);
    fflush(NULL);
    _exit(code); // libclang's own tidying up costs milliseconds and helps nobody
}
