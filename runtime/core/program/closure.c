// Captured functions behind C function pointers, by the calling engine. Those that C keeps live to
// the end of the program, and go when the main file's variables are gone, so that what they
// captured is no leak.
#include <seam/call.h>
#include <seam/closure.h>
#include <seam/error.h>

#include "core/program/callback.h"
#include "core/program/program.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct Kept {
    SeamCallback callback;
    struct Kept *next;
} Kept;

static pthread_mutex_t keeping = PTHREAD_MUTEX_INITIALIZER;
static Kept *kept;

static const SeamSig *signature_of(SeamCallbackSite *site) {
    const SeamSig *sig = __atomic_load_n(&site->sig, __ATOMIC_ACQUIRE);
    if (sig) return sig;
    SeamCallError error;
    if (seam_sig_parse(SEAM_ABI_HOST, site->signature, &sig, &error) != SEAM_CALL_OK)
        seam_panic(error.text, "", 0);
    seam_call_on_report(callback_stop);
    __atomic_store_n(&site->sig, sig, __ATOMIC_RELEASE);
    return sig;
}

void seam_callback_open(SeamCallback *out, SeamCallbackSite *site, SeamFunction f) {
    out->function = f;
    SeamClosureParts parts = {.sig = signature_of(site),
                              .typed = site->code,
                              .context = &out->function,
                              .policy = SEAM_CLOSURE_SAME_THREAD,
                              .name = site->name};
    SeamClosure *closure;
    SeamCallError error;
    if (seam_closure_new(&parts, &closure, &error) != SEAM_CALL_OK) seam_panic(error.text, "", 0);
    out->closure = closure;
    out->code = seam_closure_code(closure);
}

void seam_callback_close(SeamCallback *callback) { seam_closure_free(callback->closure); }

static void give_up(Kept *k) {
    seam_callback_close(&k->callback);
    seam_release_opt(k->callback.function.env); // may run finalizers, which may give up others
    free(k);
}

// The one of this code, or the last of all; NULL: there is none.
static Kept *take_kept(void (*code)(void)) {
    pthread_mutex_lock(&keeping);
    Kept **at = &kept;
    while (code && *at && (*at)->callback.code != code) at = &(*at)->next;
    Kept *k = *at;
    if (k) *at = k->next;
    pthread_mutex_unlock(&keeping);
    return k;
}

static void release_kept(void) {
    for (Kept *k; (k = take_kept(NULL));) give_up(k);
}

bool seam_callback_release(void *code) {
    Kept *k = code ? take_kept((void (*)(void))(uintptr_t)code) : NULL;
    if (k) give_up(k);
    return k != NULL;
}

void (*seam_callback_keep(SeamCallbackSite *site, SeamFunction f))(void) {
    Kept *k = malloc(sizeof *k);
    if (!k) seam_panic("out of memory", "", 0);
    seam_callback_open(&k->callback, site, f);
    seam_retain_opt(f.env);
    pthread_mutex_lock(&keeping);
    program_release_kept = release_kept;
    k->next = kept;
    kept = k;
    pthread_mutex_unlock(&keeping);
    return k->callback.code;
}
