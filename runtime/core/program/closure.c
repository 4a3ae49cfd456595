// Captured functions behind C function pointers, by the calling engine: around a call, or as part
// of a box.
#include <seam/call.h>
#include <seam/closure.h>
#include <seam/error.h>

#include "core/program/box.h"
#include "core/program/callback.h"

#include <stdlib.h>

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

static SeamClosure *make_closure(SeamCallbackSite *site, void *box) {
    SeamClosureParts parts = {.sig = signature_of(site),
                              .typed = site->code,
                              .context = box,
                              .policy = SEAM_CLOSURE_SAME_THREAD,
                              .name = site->name};
    SeamClosure *closure;
    SeamCallError error;
    if (seam_closure_new(&parts, &closure, &error) != SEAM_CALL_OK) seam_panic(error.text, "", 0);
    return closure;
}

void seam_callback_open(SeamCallback *out, SeamCallbackSite *site, SeamFunction f) {
    out->function = f;
    SeamClosure *closure = make_closure(site, &out->function);
    out->closure = closure;
    out->code = seam_closure_code(closure);
}

static void close_closure(void *closure) { seam_closure_free(closure); }

void seam_callback_close(SeamCallback *callback) { close_closure(callback->closure); }

void (*seam_callback_tie(SeamCallbackSite *site, void *functions, uint32_t slot))(void) {
    SeamBox *box = box_of(functions);
    SeamClosure *closure = make_closure(site, &box->functions[slot]);
    if (!box->closures) box->closures = calloc(box->count, sizeof *box->closures);
    if (!box->closures) seam_panic("out of memory", "", 0);
    box->close = close_closure;
    box->closures[slot] = closure;
    return seam_closure_code(closure);
}

void (*seam_callback_keep(SeamCallbackSite *site, SeamFunction f))(void) {
    void *functions = seam_callback_box(1, &f);
    void (*code)(void) = seam_callback_tie(site, functions, 0);
    box_of(functions)->code = code;
    return code;
}

bool seam_callback_release(void *code) {
    SeamBox *box = code ? box_with((void (*)(void))(uintptr_t)code) : NULL;
    if (box) box_end(box);
    return box != NULL;
}
