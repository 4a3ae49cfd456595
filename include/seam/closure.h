// Functions that captured, as C function pointers. Included by units that make some. Where C passes
// user data back to what it calls, that is a box with the function in it, and C calls a function of
// the unit. Elsewhere the calling engine, libseamcall, makes a function pointer of the two, and
// programs without such are not linked with it.
#ifndef SEAM_CLOSURE_H
#define SEAM_CLOSURE_H

#include <seam/object.h>

// ---- boxes: one or several functions, for as long as C may call them ----
// For the time of a C call a box is an array in the caller's frame. Others are made here, retain
// their functions, and end when C calls seam_callback_done, or with the program.
void *seam_callback_box(uint32_t count, const SeamFunction functions[]);
// C's destroy functions, of boxes alone; `more` is what GLib's has behind the data.
void seam_callback_done(void *box);
void seam_callback_done_with(void *box, void *more);
// C calls what it has no box for, or one that the end of the program has emptied.
SEAM_COLD SEAM_NORETURN void seam_callback_lost(void *box);
// A function of a box, retained: what it captured stays while it runs, whatever becomes of the box.
static inline SeamFunction seam_callback_unbox(void *box, uint32_t slot) {
    if (SEAM_UNLIKELY(!box || !((SeamFunction *)box)[slot].code)) seam_callback_lost(box);
    SeamFunction f = ((SeamFunction *)box)[slot];
    seam_retain_opt(f.env);
    return f;
}

// ---- function pointers of the engine's ----
// One for each pair of a C signature and a type of function; static.
typedef struct SeamCallbackSite {
    const char *signature; // C's, as seam_sig_parse reads it
    SeamCode *code;        // of that signature, with a box as one more, last parameter
    const char *name;      // for messages
    const void *sig;       // made at first use
} SeamCallbackSite;

typedef struct SeamCallback {
    SeamFunction function; // a box
    void (*code)(void);    // what C calls
    void *closure;
} SeamCallback;

// For the time of a C call: the function is borrowed. Called afterwards, or on another thread, it
// ends the program with a message.
void seam_callback_open(SeamCallback *out, SeamCallbackSite *site, SeamFunction f);
void seam_callback_close(SeamCallback *callback);
// For ever: the function is retained until the program ends.
void (*seam_callback_keep(SeamCallbackSite *site, SeamFunction f))(void);
// Until the box ends that it is in.
void (*seam_callback_tie(SeamCallbackSite *site, void *box, uint32_t slot))(void);
// Gives up what seam_callback_keep gave, before the end; false: it is none of these.
bool seam_callback_release(void *code);

#endif
