// Errors in functions that C calls. C cannot pass them on, so they are held until the C call under
// which the function runs has returned; until then further callbacks do not run. Where no
// such C call is under way nobody can catch an error: it goes to the handler of onUncaught.
#include "core/program/callback.h"

#include <seam/error.h>

#include "core/program/uncaught.h"

static _Thread_local struct {
    int32_t calls; // C calls under way that may call back
    SeamObject *error;
} held;

void seam_c_call_begin(void) { held.calls++; }

SeamObject *seam_c_call_end(void) {
    SeamObject *error = held.error;
    held.calls--;
    held.error = NULL;
    return error;
}

int32_t callback_calls(void) { return held.calls; }

void callback_abandon(int32_t calls) {
    if (held.calls > calls && held.error) {
        seam_release(held.error);
        held.error = NULL;
    }
    held.calls = calls;
}

bool seam_callback_begin(void) { return held.error == NULL; }

void seam_callback_fail(SeamObject *error) {
    if (held.calls > 0) held.error = error;
    else error_handle(error);
}
