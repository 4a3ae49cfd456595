// The command `seam`: finds the command, reads its options, runs it. Floor 6, the only place that
// ends the process.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/stack.h"
#include "cli/cli.h"

#ifndef SEAM_VERSION
#define SEAM_VERSION "0"
#endif

const Command commands[] = {
    {"run",
     "[FILE|FOLDER] [ARGS...]",
     "compiles a program and runs it; an unchanged one just runs",
     "Without FILE the main file of the package is taken that the current folder belongs to. What\n"
     "stands behind FILE, or behind `--`, goes to the program. The exit code is the program's own.",
     {OPTION_RELEASE, OPTION_LEAKS, OPTION_DIAG, OPTION_VERBOSE, OPTION_HELP},
     true,
     0,
     UINT32_MAX,
     cli_run},
    {"build",
     "[FILE|FOLDER]",
     "compiles a program to an executable",
     "Without -o the executable is named after FILE or the package, and lies in the current folder.",
     {OPTION_OUT, OPTION_RELEASE, OPTION_EMIT, OPTION_RC_STATS, OPTION_DIAG, OPTION_VERBOSE,
      OPTION_HELP},
     false,
     0,
     1,
     cli_build},
    {"check",
     "[FILE|FOLDER]",
     "reports the errors of a program and of all that it imports, or of a package",
     "Without operands the package is taken that the current folder belongs to.",
     {OPTION_EMIT, OPTION_DIAG, OPTION_HELP},
     false,
     0,
     1,
     cli_check},
    {"test",
     "[FILTER|FILE|FOLDER...]",
     "runs the tests of a package, or of files",
     "Tests are functions marked `@test` in files called name_test.seam. Each runs in a process of\n"
     "its own. FILTER keeps those whose file or title has it somewhere.",
     {OPTION_FORMAT, OPTION_JOBS, OPTION_TIMEOUT, OPTION_LIST, OPTION_FAIL_FAST, OPTION_RELEASE,
      OPTION_DIAG, OPTION_VERBOSE, OPTION_HELP},
     false,
     0,
     UINT32_MAX,
     cli_test},
    {"new",
     "NAME",
     "makes a folder with a package to begin with",
     "NAME may be a path, whose last part is the name. An existing folder has to be empty.",
     {OPTION_LIB, OPTION_HELP},
     false,
     1,
     1,
     cli_new},
    {"init",
     "[FOLDER]",
     "makes a package of a folder",
     "Without FOLDER of the current one. Files that are there stay as they are.",
     {OPTION_LIB, OPTION_HELP},
     false,
     0,
     1,
     cli_init},
    {"bind",
     "HEADER",
     "shows what a C header looks like in Seam, and what it cannot express",
     NULL,
     {OPTION_INCLUDE, OPTION_DEFINE, OPTION_JSON, OPTION_DIAG, OPTION_HELP},
     false,
     1,
     1,
     cli_bind},
    {"call",
     "LIBRARY|HEADER FUNCTION [ARGS...]",
     "calls a C function and prints what it gives",
     "  seam call libm.so.6 'f64 sqrt(f64)' 2        a library, and a signature\n"
     "  seam call sqlite3.h sqlite3_libversion       a header, which tells the signature and the library\n"
     "  seam call zlib.h crc32 0 '\"hello\"' 5        text in quotes goes to any pointer\n"
     "  seam call stdlib.h div 17 5                  {quot: 3, rem: 2}\n"
     "  seam call math.h frexp 8 '&'                 `&`: room for a result, printed after the call\n"
     "  seam call fcntl.h O_RDONLY                   0 (CInt): a constant and its type\n"
     "  seam call libc.so.6 'i32 printf(string, ...)' '\"%d %s\\n\"' 5 five\n"
     "LIBRARY is a file that the loader finds, a bare name (`m`) or a path. Types: void bool i8 u8 i16\n"
     "u16 i32 u32 i64 u64 f32 f64 longdouble ptr string, {x: i32, y: f64}, [4 u8], complex f64.\n"
     "ARGS: 5 -5 0xff 0o644 0644 1.5 'c' true null, \"text\", {x: 1, y: 2}, [1, 2, 3]; names of the header's\n"
     "constants and functions, O_CREAT|O_RDWR; `&`, `&i32`, `&[64 u8]`, `&i32=5`: room to be written to.\n"
     "Behind the dots: whole numbers are i32 if they fit, else i64; `i64:5` says another type. Options\n"
     "stand before LIBRARY. Exit codes: 0, 1 for errors, 2 for wrong usage, 3 if the function crashed,\n"
     "and its own where it ends the process.",
     {OPTION_JSON, OPTION_ALL, OPTION_ERRNO, OPTION_LIBRARY, OPTION_INCLUDE, OPTION_DEFINE,
      OPTION_DIAG, OPTION_HELP},
     true,
     1,
     UINT32_MAX,
     cli_call},
    {"fmt",
     "[FILE...]",
     "gives files the canonical layout",
     "A folder stands for all .seam files in it, `-` for stdin, which goes to stdout; without\n"
     "operands the package of the current folder is taken, else the folder. The exit code is 1 where a file has syntax errors, and\n"
     "with --check where a file would change.",
     {OPTION_CHECK, OPTION_DIAG, OPTION_HELP},
     false,
     0,
     UINT32_MAX,
     cli_fmt},
    {"clean",
     "",
     "empties the cache",
     "Waits for builds that are under way. The next one makes anew what it needs.",
     {OPTION_HELP},
     false,
     0,
     0,
     cli_clean},
    {"explain",
     "CODE",
     "explains a diagnostic, as in `seam explain E0253`",
     NULL,
     {OPTION_HELP},
     false,
     1,
     1,
     cli_explain},
    {"help",
     "[COMMAND]",
     "shows this, or the help of a command",
     NULL,
     {OPTION_HELP},
     false,
     0,
     1,
     cli_help},
};
const uint32_t command_count = sizeof commands / sizeof *commands;

// The number of a standard file that is closed would go to the next file that is opened, and our
// output into it: here a file stands for it that cannot be written to.
static void hold_standard_files(void) {
    int file;
    while ((file = open("/dev/null", O_RDONLY)) >= 0 && file <= STDERR_FILENO) continue;
    if (file >= 0) close(file);
}

static int run_command(void *args) {
    Arguments *a = args;
    return a->command->run(a);
}

int main(int argc, char **argv) {
    hold_standard_files();
    if (argc >= 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
        puts("seam " SEAM_VERSION);
        return EXIT_OK;
    }
    Arena arena;
    arena_init(&arena);
    Arguments args;
    int code = arguments_read(&args, &arena, argc, argv);
    if (code == EXIT_OK && args.help) {
        print_usage(args.command, stdout);
    } else if (code == EXIT_OK) {
        code = stack_run(run_command, &args);
    }
    arena_deinit(&arena);
    if (fflush(stdout) != 0 && code == EXIT_OK) {
        perror("seam: stdout");
        code = EXIT_SOURCE;
    }
    return code;
}
