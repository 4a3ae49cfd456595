// Reads a command line against the tables of commands and options, and prints the help that they
// make up.
// `--name=value` and `--name value` are the same; `--` ends the options. Wrong usage: one sentence,
// what to type, exit code 2.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const Option options[] = {
    {OPTION_RELEASE, "--release", NULL, NULL, "optimise for speed; all checks stay on"},
    {OPTION_OUT, "--out", "-o", "FILE", "where the executable goes"},
    {OPTION_EMIT, "--emit", NULL, "STAGE", "print tokens, tree, types, mir or c, and stop there"},
    {OPTION_DIAG, "--diag", NULL, "FORMAT", "print diagnostics as text (default), json or short"},
    {OPTION_LEAKS, "--leaks", NULL, NULL,
     "report what is still alive at exit; exit code 23 if anything is"},
    {OPTION_RC_STATS, "--rc-stats", NULL, "[=json]",
     "print how many retains and releases are left, by function"},
    {OPTION_VERBOSE, "--verbose", "-v", NULL, "print the commands that are run"},
    {OPTION_JSON, "--json", NULL, NULL, "one JSON object a line"},
    {OPTION_INCLUDE, "--include", "-I", "FOLDER", "search FOLDER for headers"},
    {OPTION_DEFINE, "--define", "-D", "NAME[=VALUE]", "define a macro before the header is read"},
    {OPTION_CHECK, "--check", NULL, NULL, "change nothing; list the files that would change"},
    {OPTION_FORMAT, "--format", NULL, "FORMAT", "print results as pretty (default), tap or json"},
    {OPTION_JOBS, "--jobs", "-j", "N", "run N tests at once; default: one a processor"},
    {OPTION_TIMEOUT, "--timeout", NULL, "SECONDS", "stop a test after SECONDS; default 60"},
    {OPTION_LIST, "--list", NULL, NULL, "print the names of the tests and run none"},
    {OPTION_FAIL_FAST, "--fail-fast", NULL, NULL, "start no test after one has failed"},
    {OPTION_LIB, "--lib", NULL, NULL, "a library: index.seam instead of main.seam"},
    {OPTION_ERRNO, "--errno", NULL, NULL, "print errno as it is after the call"},
    {OPTION_ALL, "--all", NULL, NULL, "print all items of long arrays"},
    {OPTION_LIBRARY, "--library", "-l", "NAME", "the library that has the header's function"},
    {OPTION_HELP, "--help", "-h", NULL, "show this help"},
};

// Of its own: one that may be left out is part of the option's word.
static bool takes_value(const Option *o) { return o->value && o->value[0] != '['; }

static const Option *option_by_id(OptionId id) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].id == id) return &options[i];
    unreachable("an option without a row");
}

const Command *command_find(const char *name) {
    for (uint32_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0) return &commands[i];
    return NULL;
}

static int no_command(Arena *arena, const char *name) {
    Nearest nearest;
    nearest_init(&nearest, name);
    for (size_t i = 0; i < command_count; i++) nearest_offer(&nearest, commands[i].name);
    const char *more = nearest.best ? arena_printf(arena, ": did you mean `%s`?", nearest.best)
                                    : "; `seam help` lists them";
    fprintf(stderr, "seam: there is no command `%s`%s\n", name, more);
    return EXIT_USAGE;
}

// ---- help ----
static void print_overview(FILE *out) {
    fputs("Usage: seam COMMAND [OPTIONS] ...\n\nCommands:\n", out);
    for (uint32_t i = 0; i < command_count; i++)
        fprintf(out, "  %-8s %-23s %s\n", commands[i].name, commands[i].operands,
                commands[i].summary);
    fputs("\n`seam help COMMAND` tells more; `seam --version` prints the version.\n"
          "Environment: SEAM_CC (the C compiler), SEAM_CACHE_DIR (default ~/.cache/seam).\n",
          out);
}

void print_usage(const Command *command, FILE *out) {
    if (!command) {
        print_overview(out);
        return;
    }
    fprintf(out, "Usage: seam %s [OPTIONS] %s\n\n%s\n", command->name, command->operands,
            command->summary);
    if (command->details) fprintf(out, "%s\n", command->details);
    fputs("\nOptions:\n", out);
    for (const OptionId *id = command->options; *id != OPTION_NONE; id++) {
        const Option *o = option_by_id(*id);
        char left[64];
        snprintf(left, sizeof left, "%s%s%s%s%s", o->brief ? o->brief : "", o->brief ? ", " : "",
                 o->name, takes_value(o) ? " " : "", o->value ? o->value : "");
        fprintf(out, "  %-28s %s\n", left, o->help);
    }
}

int cli_help(Arguments *args) {
    const Command *command = args->file ? command_find(args->file) : NULL;
    if (args->file && !command) {
        return no_command(args->arena, args->file);
    }
    print_usage(command, stdout);
    return EXIT_OK;
}

// ---- reading ----
__attribute__((format(printf, 2, 3))) static int usage_error(const Command *command,
                                                             const char *format, ...) {
    va_list values;
    va_start(values, format);
    fputs("seam: ", stderr);
    vfprintf(stderr, format, values);
    va_end(values);
    fprintf(stderr, "; see `seam help%s%s`\n", command ? " " : "", command ? command->name : "");
    return EXIT_USAGE;
}

static bool takes(const Command *command, OptionId id) {
    for (const OptionId *at = command->options; *at != OPTION_NONE; at++)
        if (*at == id) return true;
    return false;
}

// The option that `word` begins with, and its value when it is part of the word.
static const Option *match(const Command *command, const char *word, const char **value) {
    *value = NULL;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const Option *o = &options[i];
        if (!takes(command, o->id)) continue;
        size_t len = strlen(o->name);
        if (strncmp(word, o->name, len) == 0 && (word[len] == 0 || word[len] == '=')) {
            if (word[len] == '=') *value = word + len + 1;
            return o;
        }
        if (!o->brief || strncmp(word, o->brief, 2) != 0) continue;
        if (word[2] != 0 && !o->value) continue;
        if (word[2] != 0) *value = word + 2;
        return o;
    }
    return NULL;
}

static bool read_format(Arguments *args, const char *value) {
    static const char *const names[] = {
        [DIAG_TEXT] = "text", [DIAG_JSON] = "json", [DIAG_SHORT] = "short"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], value) != 0) continue;
        args->format = (DiagFormat)i;
        return true;
    }
    return false;
}

static bool known_stage(const char *value) {
    static const char *const names[] = {"tokens", "tree", "types", "mir", "c"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], value) == 0) return true;
    return false;
}

static bool read_test_format(Arguments *args, const char *value) {
    static const char *const names[] = {
        [TESTS_PRETTY] = "pretty", [TESTS_TAP] = "tap", [TESTS_JSON] = "json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], value) != 0) continue;
        args->test_format = (TestFormat)i;
        return true;
    }
    return false;
}

// A number from `least` to `most`, to its end.
static bool read_number(const char *value, double least, double most, double *out) {
    char *end;
    *out = strtod(value, &end);
    return *value && !*end && *out >= least && *out <= most;
}

static int apply(Arguments *args, const Option *o, const char *value) {
    double number;
    switch (o->id) {
    case OPTION_NONE: break;
    case OPTION_RELEASE: args->profile = PROFILE_RELEASE; break;
    case OPTION_OUT: args->out = value; break;
    case OPTION_EMIT:
        if (!known_stage(value))
            return usage_error(args->command,
                               "`--emit` takes tokens, tree, types, mir or c, not `%s`", value);
        args->emit = value;
        break;
    case OPTION_DIAG:
        if (!read_format(args, value))
            return usage_error(args->command, "`--diag` takes text, json or short, not `%s`",
                               value);
        break;
    case OPTION_LEAKS: args->leaks = true; break;
    case OPTION_RC_STATS:
        if (value && strcmp(value, "json") != 0)
            return usage_error(args->command, "`--rc-stats` takes json or nothing, not `%s`",
                               value);
        args->rc_stats = true;
        args->rc_stats_json = value != NULL;
        break;
    case OPTION_VERBOSE: args->verbose = true; break;
    case OPTION_JSON: args->json = true; break;
    case OPTION_INCLUDE: VEC_PUSH(args->arena, &args->includes, value); break;
    case OPTION_DEFINE: VEC_PUSH(args->arena, &args->defines, value); break;
    case OPTION_CHECK: args->check = true; break;
    case OPTION_FORMAT:
        if (!read_test_format(args, value))
            return usage_error(args->command, "`--format` takes pretty, tap or json, not `%s`",
                               value);
        break;
    case OPTION_JOBS:
        if (!read_number(value, 1, 1024, &number) || number != (uint32_t)number)
            return usage_error(args->command, "`--jobs` takes a number from 1 to 1024, not `%s`",
                               value);
        args->jobs = (uint32_t)number;
        break;
    case OPTION_TIMEOUT:
        if (!read_number(value, 0.01, 86400, &args->timeout_s))
            return usage_error(args->command, "`--timeout` takes seconds, up to 86400, not `%s`",
                               value);
        break;
    case OPTION_LIST: args->list = true; break;
    case OPTION_FAIL_FAST: args->fail_fast = true; break;
    case OPTION_LIB: args->lib = true; break;
    case OPTION_ERRNO: args->errno_wanted = true; break;
    case OPTION_ALL: args->all = true; break;
    case OPTION_LIBRARY: args->library = value; break;
    case OPTION_HELP: args->help = true; break;
    }
    return EXIT_OK;
}

// Reads words until the options end. *at is left at the first word that belongs to nobody.
// ": did you mean `--release`?", or nothing.
static const char *near_option(Arguments *args, const char *word) {
    Nearest nearest;
    nearest_init(&nearest, word);
    for (const OptionId *id = args->command->options; *id != OPTION_NONE; id++)
        nearest_offer(&nearest, option_by_id(*id)->name);
    return nearest.best ? arena_printf(args->arena, ": did you mean `%s`?", nearest.best) : "";
}

static int read_words(Arguments *args, int argc, char **argv, int *at) {
    bool options_ended = false;
    uint32_t operands = 0;
    for (; *at < argc; ++*at) {
        const char *word = argv[*at];
        if (!options_ended && strcmp(word, "--") == 0) {
            options_ended = true;
            // What comes is the rest, unless an operand is still missing.
            if (!args->command->takes_rest || args->command->min_operands > 0) continue;
            ++*at;
            return EXIT_OK;
        }
        if (options_ended || word[0] != '-' || word[1] == 0) {
            if (++operands > args->command->max_operands)
                return usage_error(args->command, "unexpected `%s`", word);
            if (!args->file) args->file = word;
            VEC_PUSH(args->arena, &args->operands, word);
            if (!args->command->takes_rest) continue;
            ++*at;
            return EXIT_OK;
        }
        const char *value;
        const Option *o = match(args->command, word, &value);
        if (!o)
            return usage_error(args->command, "unknown option `%s`%s", word,
                               near_option(args, word));
        if (!o->value && value) return usage_error(args->command, "`%s` takes no value", o->name);
        if (takes_value(o) && !value && *at + 1 < argc) value = argv[++*at];
        if (takes_value(o) && !value)
            return usage_error(args->command, "`%s` needs a value", o->name);
        int code = apply(args, o, value);
        if (code != EXIT_OK) return code;
    }
    return EXIT_OK;
}

int arguments_read(Arguments *args, Arena *arena, int argc, char **argv) {
    *args = (Arguments){.arena = arena};
    if (argc < 2) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        args->help = true;
        return EXIT_OK;
    }
    args->command = command_find(name);
    if (!args->command) {
        size_t len = strlen(name);
        if (len > 5 && strcmp(name + len - 5, ".seam") == 0)
            return usage_error(NULL, "to run a program, type `seam run %s`", name);
        return no_command(arena, name);
    }
    int at = 2;
    int code = read_words(args, argc, argv, &at);
    if (code != EXIT_OK || args->help) return code;
    if (args->command->min_operands > 0 && !args->file)
        return usage_error(args->command, "%s is missing", args->command->operands);
    union {
        char **given;
        const char *const *kept;
    } rest = {.given = argv + at};
    args->rest = rest.kept;
    args->rest_count = (uint32_t)(argc - at);
    return EXIT_OK;
}
