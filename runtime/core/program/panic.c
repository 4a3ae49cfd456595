// Panics: a bug was found in the program. Nothing unwinds: what was printed so far is written, then
// message and trace, and the process ends with 134 without running exit handlers, which might wait
// for what the panic left. Under `catchPanic` the frames between are left behind as they are.
#include <seam/array.h>
#include <seam/error.h>

#include "core/program/guard.h"
#include "core/program/output.h"
#include "core/program/panic.h"
#include "core/trace/frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PANIC_CODE = 134, PATIENCE_S = 10 };

// ---- the end of the program ----

static SEAM_NORETURN void panic(const char *message, int64_t len, SEAM_PLACE) {
    if (guard_is_set()) {
        guard_keep(message, len, file, place);
        guard_raise();
    }
    static int32_t panicking;
    static _Thread_local bool is_own;
    if (__atomic_exchange_n(&panicking, 1, __ATOMIC_ACQ_REL)) { // one within, or another thread's,
        if (!is_own) sleep(PATIENCE_S);                         // which is to be told wholly
        _exit(PANIC_CODE);
    }
    is_own = true;
    output_flush_quietly();
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "panic: ", 7);
    seam_text_add_chars(&text, message, len);
    seam_text_add_chars(&text, "\n", 1);
    fwrite(text.data, 1, (size_t)text.len, stderr);
    fflush(stderr);
    Row items[ROWS_MOST];
    Rows rows = {.items = items};
    const char *end = frames_add(&rows, (Origin){.file = file, .place = place});
    frames_print(&rows, end);
    _exit(PANIC_CODE);
}

void panic_text(SeamText *text, SEAM_PLACE) {
    if (!guard_is_set()) panic(text->data, text->len, file, place);
    guard_keep(text->data, text->len, file, place);
    seam_text_deinit(text);
    guard_raise();
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
    panic_text(&text, file, place);
}

void seam_panic_null(const char *what, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "`", 1);
    seam_text_add_chars(&text, what, (int64_t)strlen(what));
    seam_text_add_chars(&text, "` is null", 9);
    panic_text(&text, file, place);
}

// "WHAT out of bounds (length N)"; takes the text.
static SEAM_NORETURN void panic_bounds(SeamText *text, int64_t length, SEAM_PLACE) {
    seam_text_add_chars(text, " out of bounds (length ", 23);
    seam_text_add_i64(text, length);
    seam_text_add_chars(text, ")", 1);
    panic_text(text, file, place);
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
