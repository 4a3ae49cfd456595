// Runs seam-cimport, and turns every way in which that can fail into a message that says what to
// do.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "import/c/import.h"

#define SECONDS_MAX "30"

typedef VEC(const char *) Words;

static void add_request(Arena *a, Words *argv, const CImportRequest *request) {
    for (uint32_t i = 0; i < request->include_count; i++) {
        VEC_PUSH(a, argv, "-I");
        VEC_PUSH(a, argv, request->includes[i]);
    }
    for (uint32_t i = 0; i < request->define_count; i++) {
        VEC_PUSH(a, argv, "-D");
        VEC_PUSH(a, argv, request->defines[i]);
    }
    VEC_PUSH(a, argv, "--");
    for (uint32_t i = 0; i < request->header_count; i++) VEC_PUSH(a, argv, request->headers[i]);
    VEC_PUSH(a, argv, NULL);
}

static void report_start(CImports *all, Span span) {
    int error = errno;
    Diag *g = diag_error(&all->session->diags, E0603, span, "the header reader cannot be started");
    diag_note(g, "%s: %s", all->paths.helper, strerror(error));
    diag_help(g, error == ENOENT
                     ? "build it with `make`, or install Seam again: it belongs beside the compiler"
                     : "its library is libclang 19: `apt-get install libclang-19-dev`");
}

static void note_stderr(Diag *g, const FileText *text) {
    if (text->len) diag_note(g, "it said: %.*s", (int)strcspn(text->text, "\n"), text->text);
}

static void report_end(CImports *all, const CImportRequest *request, const ProcessResult *result) {
    Diags *diags = &all->session->diags;
    const char *header = request->headers[0];
    if (result->exit_code == 128 + SIGALRM) {
        Diag *g = diag_error(diags, E0604, request->span, "reading `%s` took too long", header);
        diag_note(g, "stopped after " SECONDS_MAX
                     " seconds; includes or macros that double at each step do that");
        return;
    }
    Diag *g;
    if (result->exit_code == 127) { // the loader: its library is missing
        g = diag_error(diags, E0603, request->span, "the header reader cannot be started");
        diag_help(g, "its library is libclang 19: `apt-get install libclang-19-dev`");
    } else if (result->exit_code > 128) {
        g = diag_error(diags, E0604, request->span, "the header reader crashed on `%s`", header);
        diag_note(g, "signal %d (%s)", result->exit_code - 128, strsignal(result->exit_code - 128));
        diag_help(
            g,
            "try whether `clang-19 -fsyntax-only` crashes too; if not, please report the header");
    } else {
        g = diag_error(diags, E0604, request->span, "the header reader failed on `%s`", header);
        diag_note(g, "it ended with exit code %d", result->exit_code);
    }
    note_stderr(g, &result->err);
}

static bool run(CImports *all, const CImportRequest *request, Words *argv, FileText *out) {
    ProcessResult result;
    if (!io_run(&all->session->arena, argv->items, NULL, &result)) {
        report_start(all, request->span);
        return false;
    }
    *out = result.out;
    if (result.exit_code == 0) return true;
    report_end(all, request, &result);
    return false;
}

bool helper_import(CImports *all, const CImportRequest *request, FileText *out) {
    Arena *a = &all->session->scratch;
    Words argv = {0};
    const char *const first[] = {all->paths.helper, "--seconds", SECONDS_MAX};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) VEC_PUSH(a, &argv, first[i]);
    add_request(a, &argv, request);
    return run(all, request, &argv, out);
}

bool helper_probe(CImports *all, const CImportRequest *request, const char *expression,
                  FileText *out) {
    Arena *a = &all->session->scratch;
    Words argv = {0};
    const char *const first[] = {all->paths.helper, "--probe", expression};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) VEC_PUSH(a, &argv, first[i]);
    add_request(a, &argv, request);
    return run(all, request, &argv, out);
}
