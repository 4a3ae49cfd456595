// Bound functions: the callee is part of a stub's code. Without generated code a trampoline leads
// to the usual way.
#include "stub/bound.h"

#include <errno.h>
#include <stdlib.h>

#include "enter/image.h"
#include "memory/trampoline.h"
#include "stub/stub.h"
#include "type/type.h"

struct SeamBound {
    SeamBoundEntry *entry;
    const SeamSig *sig;
    CallCode *code;
    CallPath *path; // by the trampoline
    bool keeps_errno;
    Trampoline trampoline; // code NULL: the entry is a stub
};

static _Thread_local int kept_errno;

static void keep_errno(void) { kept_errno = errno; }

int seam_bound_errno(const SeamBound *bound) {
    return bound && bound->keeps_errno ? kept_errno : 0;
}

void seam_bound_run(const uint64_t *slots, void *ret, const SeamBound *b) {
    b->path(b->sig, b->code, ret, slots);
    if (b->keeps_errno) keep_errno();
}

static SeamCallStatus find_entry(SeamBound *b, SeamCallError *error) {
    void *stub = stub_for(&(StubPlan){.sig = b->sig,
                                      .kind = STUB_BOUND,
                                      .callee = b->code,
                                      .after = b->keeps_errno ? keep_errno : NULL});
    if (!stub) {
        SeamCallStatus status =
            trampoline_take(&b->trampoline, (void *)(uintptr_t)seam_trampoline_poisoned, error);
        if (status != SEAM_CALL_OK) return status;
        b->trampoline.data->context = b;
        b->path = stub_first(b->sig, STUB_SLOTS, call_by_slots); // else there is none for slots too
        __atomic_store_n(&b->trampoline.data->entry, (void *)(uintptr_t)seam_bound_enter,
                         __ATOMIC_RELEASE);
        stub = b->trampoline.code;
    }
    b->entry = (SeamBoundEntry *)(uintptr_t)stub;
    return SEAM_CALL_OK;
}

SeamCallStatus seam_bind(const SeamSig *sig, CallCode *code, unsigned flags, SeamBound **out,
                         SeamCallError *error) {
    CALL_TAKES(out, error);
    if (!sig) return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no signature: it is NULL");
    if (!code) return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no function: it is NULL");
    if (flags & ~(unsigned)SEAM_BIND_ERRNO)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "unknown flags for binding: %#x", flags);
    if (!call_enter(sig->parts.abi))
        return call_fail(error, SEAM_CALL_EABI, 0,
                         "this machine cannot call functions of the convention %s",
                         call_target(sig->parts.abi)->name);
    SeamBound *b = calloc(1, sizeof *b);
    if (!b) return call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for a bound function");
    *b = (SeamBound){.sig = sig, .code = code, .keeps_errno = flags & SEAM_BIND_ERRNO};
    SeamCallStatus status = find_entry(b, error);
    if (status == SEAM_CALL_OK) *out = b;
    else free(b);
    return status;
}

SeamBoundEntry *seam_bound_entry(const SeamBound *bound) { return bound ? bound->entry : NULL; }

void seam_bound_free(SeamBound *bound) {
    if (!bound) return;
    if (bound->trampoline.code)
        trampoline_give(bound->trampoline.data, (void *)(uintptr_t)seam_trampoline_poisoned);
    free(bound);
}
