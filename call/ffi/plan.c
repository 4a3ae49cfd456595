// libffi 3.7's call plans, and 3.5's questions. A plan is a stub, made at once instead of when its
// signature has been called often enough.
#include "ffi/face.h"
#include "stub/stub.h"

#include <stdlib.h>

struct ffi_call_plan {
    CallPath *path;
    ffi_cif cif;
};

ffi_call_plan *ffi_call_plan_alloc(ffi_cif *cif) {
    if (!cif || !face_sig(cif)) return NULL;
    ffi_call_plan *plan = malloc(sizeof *plan);
    if (!plan) return NULL;
    void *stub = stub_for(&(StubPlan){.sig = face_sig(cif), .kind = STUB_FFI});
    *plan = (ffi_call_plan){stub ? (CallPath *)(uintptr_t)stub : face_call_by_list, *cif};
    return plan;
}

void ffi_call_plan_invoke(ffi_call_plan *plan, void (*fn)(void), void *rvalue, void **avalue) {
    plan->path(&plan->cif, fn, rvalue, avalue);
}

void ffi_call_plan_free(ffi_call_plan *plan) { free(plan); }

size_t ffi_call_plan_size(ffi_call_plan *plan) { return plan ? sizeof *plan : 0; }

// The release whose functions are all here.
const char *ffi_get_version(void) { return FFI_VERSION_STRING; }
unsigned long ffi_get_version_number(void) { return FFI_VERSION_NUMBER; }
unsigned int ffi_get_default_abi(void) { return FFI_DEFAULT_ABI; }
size_t ffi_get_closure_size(void) { return sizeof(ffi_closure); }
