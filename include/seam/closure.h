// Functions that captured, as C function pointers. Included by units that make some. Behind it
// stands the calling engine, libseamcall, which programs without such are not linked with.
#ifndef SEAM_CLOSURE_H
#define SEAM_CLOSURE_H

#include <seam/object.h>

// One for each pair of a C signature and a type of function; static.
typedef struct SeamCallbackSite {
    const char *signature; // C's, as seam_sig_parse reads it
    SeamCode *code;        // of that signature, with a SeamFunction * as one more, last parameter
    const char *name;      // for messages
    const void *sig;       // made at first use
} SeamCallbackSite;

typedef struct SeamCallback {
    SeamFunction function;
    void (*code)(void); // what C calls
    void *closure;
} SeamCallback;

// For the time of a C call: the function is borrowed. Called afterwards, or on another thread, it
// ends the program with a message.
void seam_callback_open(SeamCallback *out, SeamCallbackSite *site, SeamFunction f);
void seam_callback_close(SeamCallback *callback);
// For ever: the function is retained until the program ends.
void (*seam_callback_keep(SeamCallbackSite *site, SeamFunction f))(void);
// Gives up what seam_callback_keep gave, before the end; false: it is none of these.
bool seam_callback_release(void *code);

#endif
