// Turns the output of the C compiler and the linker into diagnostics. What they print is for us,
// not for users: it goes into notes, a few lines of it, after the sentence that says what happened.
// Floor 5; used by build.c.
#include "driver/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { QUOTED_LINES = 6 };

static void quote_output(Build *b, Diag *g, const FileText *output) {
    const char *at = output->text;
    for (uint32_t i = 0; i < QUOTED_LINES && *at; i++) {
        size_t len = strcspn(at, "\n");
        diag_note(g, "%s", arena_text(&b->arena, at, len));
        at += len + (at[len] == '\n');
    }
    if (*at) diag_note(g, "(and more)");
}

// `main.seam:12:5: error: ...`: #line directives make the C compiler speak of Seam's lines.
static Span first_place(Build *b, const FileText *output) {
    const char *error = strstr(output->text, ": error:");
    if (!error) return (Span){0};
    const char *line = error;
    while (line > output->text && line[-1] != '\n') line--;
    const char *colon = memchr(line, ':', (size_t)(error - line));
    if (!colon) return (Span){0};
    const char *path = arena_text(&b->arena, line, (size_t)(colon - line));
    Session *s = &b->pipeline.session;
    char *rest;
    unsigned long row = strtoul(colon + 1, &rest, 10);
    return row ? source_place(&s->sources, path, (uint32_t)row, 1) : (Span){0};
}

static void help_unwritable(Diag *g) {
    diag_help(g, "free some space, or set SEAM_CACHE_DIR to another folder");
}

static void report_start_failure(Build *b, const Job *job) {
    Diag *g = diag_error(&b->pipeline.session.diags, E0901, (Span){0}, "`%s` cannot be started: %s",
                         job->argv[0], strerror(job->start_error));
    diag_help(g, "apt-get install gcc, or set SEAM_CC to a compiler's path");
}

// A full disk is no fault of the code. Compilers and linkers tell it in their own words only.
static bool report_full_disk(Build *b, const Job *job) {
    const char *const words[] = {strerror(ENOSPC), strerror(EDQUOT), "Disk full"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (job->start_error || !strstr(job->output.text, words[i])) continue;
        Diag *g = diag_error(&b->pipeline.session.diags, E0905, (Span){0},
                             "`%s` could not write its output: the disk is full", job->argv[0]);
        quote_output(b, g, &job->output);
        help_unwritable(g);
        return true;
    }
    return false;
}

// Neither is what the system or a user did to the compiler. Drivers tell of the signal that stopped
// the compiler proper in words, and end with 1.
static bool report_stopped(Build *b, const Job *job) {
    static const char *const words[] = {
        "Killed signal terminated program",  "Terminated signal",
        "virtual memory exhausted",          "out of memory",
        "unable to execute command: Killed", "cannot allocate memory"};
    bool stopped = !job->start_error && job->exit_code > 128;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        stopped |= !job->start_error && strcasestr(job->output.text, words[i]) != NULL;
    if (!stopped) return false;
    Diag *g = diag_error(&b->pipeline.session.diags, E0910, (Span){0},
                         "`%s` was stopped before it had ended", job->argv[0]);
    if (job->exit_code > 128)
        diag_note(g, "by signal %d (%s)", job->exit_code - 128, strsignal(job->exit_code - 128));
    quote_output(b, g, &job->output);
    diag_help(g, "where memory is short, close other programs, or let fewer of them run at once");
    return true;
}

void build_report_c_compiler(Build *b, const char *unit, const char *c_file, const Job *job) {
    if (job->start_error) {
        report_start_failure(b, job);
        return;
    }
    if (report_full_disk(b, job) || report_stopped(b, job)) return;
    Diag *g = diag_error(&b->pipeline.session.diags, E0902, first_place(b, &job->output),
                         "internal error: the C compiler rejected the code of %s", unit);
    quote_output(b, g, &job->output);
    diag_note(g, "this is a bug in Seam, not in your program; the C file is kept: %s", c_file);
    diag_help(g, "please report it with the Seam file and this message");
}

void build_report_linker(Build *b, const Job *job) {
    if (job->start_error) {
        report_start_failure(b, job);
        return;
    }
    if (report_full_disk(b, job) || report_stopped(b, job)) return;
    Diag *g =
        diag_error(&b->pipeline.session.diags, E0903, (Span){0}, "the program could not be linked");
    quote_output(b, g, &job->output);
    diag_help(g, "`link \"name\"` in an extern block adds a library by hand");
}

void build_report_unwritable(Build *b, const char *path) {
    int error = errno;
    Diag *g = diag_error(&b->pipeline.session.diags, E0905, (Span){0}, "`%s` cannot be written: %s",
                         path, strerror(error));
    if (error == ENOENT || error == ENOTDIR) diag_help(g, "make its folder first");
    else help_unwritable(g);
}

void build_report_cache(Build *b) {
    Diag *g = diag_warning(&b->pipeline.session.diags, E0905, (Span){0},
                           "the cache folder `%s` cannot be written: %s", b->cache.refused,
                           strerror(b->cache.error));
    diag_note(g, "everything is built anew, in a folder that is removed afterwards");
    diag_help(g, b->cache.error == ENOENT || b->cache.error == ENOTDIR
                     ? "set SEAM_CACHE_DIR to a folder that is there, or can be made"
                     : "make it writable, or set SEAM_CACHE_DIR to another folder");
}
