// Panics: a bug was found in the program. Nothing unwinds: what was printed so far is written, then
// message and place, and the process ends with 134 without running exit handlers, which might wait
// for what the panic left. Under `catchPanic` the frames between are left behind as they are.
#include <seam/array.h>
#include <seam/error.h>

#include "core/memory/alloc.h"
#include "core/memory/leak.h"
#include "core/program/callback.h"
#include "core/program/output.h"
#include "core/program/panic.h"
#include "core/program/trace.h"
#include "core/text/string.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PANIC_CODE = 134 };

// ---- where panics are caught ----
// The innermost seam_panic_catch under way in the thread.
typedef struct Guard {
    struct Guard *outer;
    jmp_buf back;
    int32_t calls; // C calls under way, which are given up
    char *message; // malloc
    int64_t len;
    const char *file;
    uint32_t place;
} Guard;
static _Thread_local Guard *innermost;

static void keep(Guard *guard, const char *message, int64_t len, SEAM_PLACE) {
    guard->message = malloc((size_t)len + 1);
    if (!guard->message) memory_fail();
    memcpy(guard->message, message, (size_t)len);
    guard->len = len;
    guard->file = file;
    guard->place = place;
}

// "message", "main.seam:3:12"
static void add_caught(SeamArray caught, Guard *guard) {
    array_take_string(caught, seam_string_new(guard->message, guard->len));
    free(guard->message);
    SeamText place;
    seam_text_init(&place);
    if (*guard->file) trace_add_name(&place, guard->file, guard->place);
    array_take_string(caught, seam_text_finish(&place));
}

SeamArray seam_panic_catch(SeamFunction body, SeamObject **error) {
    typedef SeamObject *Body(SeamObjectRef * env);
    Guard guard = {.outer = innermost, .calls = callback_calls()};
    innermost = &guard;
    bool panicked = setjmp(guard.back) != 0;
    if (!panicked) *error = ((Body *)body.code)(body.env);
    innermost = guard.outer;
    if (panicked) {
        callback_abandon(guard.calls);
        leak_abandon();
    }
    if (*error) return NULL;
    SeamArray caught = seam_array_new(&seam_type_string, panicked ? 2 : 0);
    if (panicked) add_caught(caught, &guard);
    return caught;
}

// ---- the end of the program ----

static SEAM_NORETURN void panic(const char *message, int64_t len, SEAM_PLACE) {
    if (innermost) {
        keep(innermost, message, len, file, place);
        longjmp(innermost->back, 1);
    }
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

void panic_text(SeamText *text, SEAM_PLACE) {
    if (!innermost) panic(text->data, text->len, file, place);
    keep(innermost, text->data, text->len, file, place);
    seam_text_deinit(text);
    longjmp(innermost->back, 1);
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
