// Panics: a bug was found in the program. Nothing unwinds: what was printed so far is written, then
// message and place, and the process ends with 134 without running exit handlers, which might wait
// for what the panic left.
#include <seam/array.h>
#include <seam/error.h>

#include "core/program/output.h"
#include "core/program/trace.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PANIC_CODE = 134 };

static SEAM_NORETURN void panic(const char *message, int64_t len, SEAM_PLACE) {
    static int32_t panicking;
    if (__atomic_exchange_n(&panicking, 1, __ATOMIC_ACQ_REL)) { // another thread's, or one within
        if (stdout) usleep(100000);
        _exit(PANIC_CODE);
    }
    output_flush_quietly();
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "panic: ", 7);
    seam_text_add_chars(&text, message, len);
    seam_text_add_chars(&text, "\n", 1);
    trace_add_place(&text, file, place);
    fwrite(text.data, 1, (size_t)text.len, stderr);
    fflush(stderr);
    _exit(PANIC_CODE);
}

void seam_panic(const char *message, SEAM_PLACE) {
    panic(message, (int64_t)strlen(message), file, place);
}

void seam_panic_str(SeamStrRef message, SEAM_PLACE) {
    panic(message->data, message->len, file, place);
}

void seam_panic_assert(SeamStrRef message, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "assertion failed", 16);
    if (message) {
        seam_text_add_chars(&text, ": ", 2);
        seam_text_add_str(&text, message);
    }
    panic(text.data, text.len, file, place);
}

void seam_panic_null(SEAM_PLACE) { seam_panic("the value is null", file, place); }

// "WHAT out of bounds (length N)"; takes the text.
static SEAM_NORETURN void panic_bounds(SeamText *text, int64_t length, SEAM_PLACE) {
    seam_text_add_chars(text, " out of bounds (length ", 23);
    seam_text_add_i64(text, length);
    seam_text_add_chars(text, ")", 1);
    panic(text->data, text->len, file, place);
}

void seam_panic_index(int64_t index, int64_t length, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "index ", 6);
    seam_text_add_i64(&text, index);
    panic_bounds(&text, length, file, place);
}

void seam_panic_slice(int64_t from, int64_t to, int64_t length, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "slice from ", 11);
    seam_text_add_i64(&text, from);
    seam_text_add_chars(&text, " to ", 4);
    seam_text_add_i64(&text, to);
    panic_bounds(&text, length, file, place);
}
