// Errors in functions that C calls. C cannot pass them on, so they are held until the C call under
// which the function runs has returned; until then further callbacks do not run. Panics end the
// program at once.
#include <seam/error.h>

#include <stdlib.h>

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

bool seam_callback_begin(void) { return held.error == NULL; }

void seam_callback_fail(SeamObject *error) {
    if (held.calls == 0) exit(seam_uncaught(error));
    held.error = error;
}
