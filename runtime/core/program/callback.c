// Errors and panics in functions that C calls. C cannot pass them on, so they are held until the C
// call under which the function runs has returned; until then further callbacks do not run. Where
// no such C call is under way nobody can catch them: an error goes to the handler of onUncaught,
// and a panic ends the program.
#include "core/program/callback.h"

#include <seam/error.h>

#include "core/program/guard.h"
#include "core/program/output.h"
#include "core/program/uncaught.h"

#include <stdio.h>
#include <unistd.h>

_Thread_local SeamHeld seam_held;

static void hold(SeamObject *error, bool panicked) {
    seam_held.error = error;
    seam_held.panicked = panicked;
    seam_held.stops = error || panicked;
}

// ---- C calls ----
SeamObject *seam_take_held(void) {
    SeamObject *error = seam_held.error;
    bool panicked = seam_held.panicked;
    hold(NULL, false);
    if (panicked) guard_raise();
    return error;
}

void seam_c_call_end_uncaught(void) {
    SeamObject *error = seam_c_call_end();
    if (error) error_handle(error);
}

void callback_abandon(int32_t calls) {
    SeamObject *error = seam_held.error;
    hold(NULL, false);
    seam_held.calls = calls;
    if (error) seam_release(error);
}

// ---- callbacks ----
void callback_stop(const char *text) {
    output_flush();
    fprintf(stderr, "%s\n", text);
    _exit(134);
}

void seam_callback_foreign(void) {
    callback_stop("seam: a function of this program was called on another thread than its own");
}

bool seam_callback_land(SeamGuard *guard) {
    seam_callback_end(guard);
    guard_abandon(guard);
    hold(NULL, true);
    return true;
}

void seam_callback_fail(SeamGuard *guard, SeamObject *error) {
    seam_callback_end(guard);
    if (seam_held.calls > 0) hold(error, false);
    else error_handle(error);
}
