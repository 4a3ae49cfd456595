// print and console.error. Going through C's stdout keeps the order with what C libraries print,
// and gives the usual buffering: by lines on a terminal, else by blocks. SIGPIPE is left as the
// program found it: by default a program whose reader has gone ends silently, as C's do; where it
// is ignored, the failing write is reported.
#include "core/program/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Without the exit handlers of C libraries: they would only try to write again.
static SEAM_COLD SEAM_NORETURN void fail(int error) {
    fprintf(stderr, "error: cannot write to standard output: %s\n", strerror(error));
    _exit(1);
}

void output_flush(void) {
    if (fflush(stdout) != 0) fail(errno);
}

void output_flush_quietly(void) { fflush(stdout); }

static void print(const char *text, size_t len) {
    if (fwrite(text, 1, len, stdout) != len) fail(errno);
}

void seam_print_text(SeamText *t) {
    seam_text_add_chars(t, "\n", 1);
    print(t->data, (size_t)t->len);
    seam_text_deinit(t);
}

void seam_print_str(SeamStrRef s) {
    flockfile(stdout);
    print(s->data, (size_t)s->len);
    if (putc_unlocked('\n', stdout) == EOF) fail(errno);
    funlockfile(stdout);
}

// Errors of stderr have nowhere to go.
void output_error(SeamText *t) {
    output_flush();
    fwrite(t->data, 1, (size_t)t->len, stderr);
    fflush(stderr);
    seam_text_deinit(t);
}

void seam_print_error_text(SeamText *t) {
    seam_text_add_chars(t, "\n", 1);
    output_error(t);
}
