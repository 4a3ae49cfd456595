// The command line: one file a command, one table of them, one way to read options.
// Exit codes: the program's own for `run`, 0 for success, 1 for errors in the source, 2 for wrong
// usage.
#ifndef SEAM_CLI_CLI_H
#define SEAM_CLI_CLI_H

#include "driver/build.h"

enum { EXIT_OK = 0, EXIT_SOURCE = 1, EXIT_USAGE = 2 };

typedef enum TestFormat { TESTS_PRETTY, TESTS_TAP, TESTS_JSON } TestFormat;

typedef enum OptionId {
    OPTION_NONE,
    OPTION_RELEASE,
    OPTION_OUT,
    OPTION_EMIT,
    OPTION_DIAG,
    OPTION_LEAKS,
    OPTION_RC_STATS,
    OPTION_VERBOSE,
    OPTION_JSON,
    OPTION_INCLUDE,
    OPTION_DEFINE,
    OPTION_CHECK,
    OPTION_FORMAT,
    OPTION_JOBS,
    OPTION_TIMEOUT,
    OPTION_LIST,
    OPTION_FAIL_FAST,
    OPTION_LIB,
    OPTION_ERRNO,
    OPTION_ALL,
    OPTION_LIBRARY,
    OPTION_HELP,
} OptionId;

typedef struct Option {
    OptionId id;
    const char *name;  // "--release"
    const char *brief; // "-o"; NULL
    const char *value; // "FILE"; "[=json]": may be left out; NULL: takes none
    const char *help;
} Option;

typedef struct Command Command;

// What the command line said. Texts point into argv.
typedef struct Arguments {
    const Command *command;
    const char *file;           // first operand; NULL
    const char *package;        // name of the package that `file` was found by; NULL
    VEC(const char *) operands; // all of them, without the program's arguments
    const char *const
        *rest; // operands after it (of `run`: the program's arguments), ends with NULL
    uint32_t rest_count;
    Profile profile;
    const char *out;
    const char *emit;
    DiagFormat format;
    bool leaks;
    bool rc_stats;
    bool rc_stats_json;
    bool verbose;
    bool json;
    bool check;
    TestFormat test_format;
    uint32_t jobs;    // 0: as many as there are processors
    double timeout_s; // 0: not said
    bool list;
    bool fail_fast;
    bool lib;
    bool errno_wanted;
    bool all;
    const char *library; // NULL: not said
    bool help;
    VEC(const char *) includes;
    VEC(const char *) defines;
    Arena *arena;
} Arguments;

struct Command {
    const char *name;
    const char *operands; // "FILE [ARGS...]"
    const char *summary;
    const char *details;  // further lines of its help; NULL
    OptionId options[12]; // ends with OPTION_NONE
    bool takes_rest;      // everything after FILE belongs to the program
    uint32_t min_operands;
    uint32_t max_operands;
    int (*run)(Arguments *args);
};

const Command *command_find(const char *name);
extern const Command commands[];
extern const uint32_t command_count;

// Fills `args` from argv[1..]; a message and EXIT_USAGE when it makes no sense.
int arguments_read(Arguments *args, Arena *arena, int argc, char **argv);
void print_usage(const Command *command, FILE *out); // NULL: the overview

int cli_run(Arguments *args);
int cli_build(Arguments *args);
int cli_check(Arguments *args);
int cli_explain(Arguments *args);
int cli_help(Arguments *args);
int cli_bind(Arguments *args);
int cli_fmt(Arguments *args);
int cli_test(Arguments *args);
int cli_new(Arguments *args);
int cli_init(Arguments *args);
int cli_clean(Arguments *args);
int cli_call(Arguments *args);

// Shared by the commands that compile.
// Puts the main file of a package into args->file when it names none, or a folder. EXIT_OK, or the
// exit code after a message.
int find_program(Arguments *args);
// The same for commands that take whole packages: gives the package, or NULL for a file. `b` has
// its pipeline.
int find_package(Arguments *args, Build *b, Package **out);
BuildOptions build_options(const Arguments *args);
void render_diagnostics(Session *s, const Arguments *args);
void print_diagnostics(Build *b, const Arguments *args);
// `--emit=STAGE`: prints it on stdout and gives the exit code.
int emit_stage(Arguments *args);

#endif
