// Many calls of one function, whose arguments lie in columns: a stub owns the loop.
#include "stub/stub.h"

static void call_rows(const SeamSig *sig, CallCode *code, size_t n, const SeamColumn columns[],
                      SeamColumn result) {
    size_t count = sig->parts.count;
    const void **args = __builtin_alloca((count + 1) * sizeof *args);
    for (size_t row = 0; row < n; row++) {
        for (size_t i = 0; i < count; i++)
            args[i] = (char *)columns[i].data + (ptrdiff_t)row * columns[i].stride;
        void *ret = result.data ? (char *)result.data + (ptrdiff_t)row * result.stride : NULL;
        seam_call(sig, code, ret, args);
    }
}

static StubBatch *batch_of(const SeamSig *sig) {
    CallPath *known = sig_path(sig, PATH_BATCH);
    if (known) return (StubBatch *)(uintptr_t)known;
    void *made;
    if (stub_in_call(&(StubPlan){.sig = sig, .kind = STUB_BATCH}, &made) && made)
        sig_set_path(sig, PATH_BATCH, (CallPath *)(uintptr_t)made);
    return (StubBatch *)(uintptr_t)sig_path(sig, PATH_BATCH);
}

void seam_call_batch(const SeamSig *sig, CallCode *code, size_t n, const SeamColumn columns[],
                     SeamColumn result) {
    enum { FEW = 4 }; // not worth a stub
    StubBatch *stub = n < FEW ? NULL : batch_of(sig);
    if (!result.data) result.stride = 0;
    if (stub) stub(code, n, columns, &result);
    else call_rows(sig, code, n, columns, result);
}
