// The command `seam`: finds the command, reads its options, runs it. Floor 6, the only place that
// ends the process.
#include <stdio.h>
#include <string.h>

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

int main(int argc, char **argv) {
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
        code = args.command->run(&args);
    }
    arena_deinit(&arena);
    if (fflush(stdout) != 0 && code == EXIT_OK) {
        perror("seam: stdout");
        code = EXIT_SOURCE;
    }
    return code;
}
