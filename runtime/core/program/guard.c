// Panics that are stopped: catchPanic, and the panic on its way to the innermost guard. The frames
// between are left behind as they are.
#include "core/program/guard.h"

#include <seam/array.h>
#include <seam/text.h>

#include "core/memory/alloc.h"
#include "core/memory/leak.h"
#include "core/program/callback.h"
#include "core/text/string.h"
#include "core/text/value_text.h"
#include "core/trace/frames.h"
#include "core/trace/trace.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(jmp_buf) <= sizeof((SeamGuard){0}.back), "a guard holds a jmp_buf");

static _Thread_local struct {
    char *message; // malloc
    int64_t len;
    const char *file;
    uint32_t place;
    Rows rows;
    Row items[ROWS_MOST];
} raised;

void (*guard_owner)(const SeamGuard *guard);

void guard_abandon(const SeamGuard *guard) {
    callback_abandon(guard->calls);
    void (*owner)(const SeamGuard *) = __atomic_load_n(&guard_owner, __ATOMIC_RELAXED);
    if (owner) owner(guard);
}

bool guard_is_set(void) { return seam_held.guard != NULL; }

// ---- panics ----
void guard_keep(const char *message, int64_t len, SEAM_PLACE) {
    raised.message = malloc((size_t)len + 1);
    if (!raised.message) memory_fail();
    memcpy(raised.message, message, (size_t)len);
    raised.len = len;
    raised.file = file;
    raised.place = place;
    raised.rows = (Rows){.items = raised.items};
    frames_add(&raised.rows, (Origin){.file = file, .place = place});
}

void guard_raise(void) { longjmp((void *)seam_held.guard->back, 1); }

// ---- catchPanic ----

// "message", "main.seam:3:12", and the lines of its trace
static void add_caught(SeamArray caught) {
    array_take_string(caught, seam_string_new(raised.message, raised.len));
    free(raised.message);
    raised.message = NULL;
    SeamText place;
    seam_text_init(&place);
    trace_add_place(&place, raised.file, raised.place);
    array_take_string(caught, seam_text_finish(&place));
    trace_take_lines(caught, &raised.rows);
}

SeamArray seam_panic_catch(SeamFunction body, SeamObject **error) {
    typedef SeamObject *Body(SeamObjectRef * env);
    SeamGuard guard = {.outer = seam_held.guard, .calls = seam_held.calls, .is_set = true};
    seam_held.guard = &guard;
    uint32_t texts = text_calls();
    bool panicked = seam_setjmp(guard.back) != 0;
    if (!panicked) *error = ((Body *)body.code)(body.env);
    seam_held.guard = guard.outer;
    if (panicked) {
        guard_abandon(&guard);
        text_calls_abandon(texts);
        leak_abandon();
    }
    if (*error) return NULL;
    SeamArray caught = seam_array_new(&seam_type_string, panicked ? 2 : 0);
    if (panicked) add_caught(caught);
    return caught;
}
