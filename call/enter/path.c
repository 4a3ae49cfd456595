// Which way a call goes: by the move list at first, and by a stub when a signature is called often
// enough to be worth one.
#include "enter/image.h"
#include "stub/stub.h"

void seam_call(const SeamSig *sig, CallCode *code, void *ret, const void *const args[]) {
    sig_path(sig, PATH_POINTERS)(sig, code, ret, args);
}

void seam_call_slots(const SeamSig *sig, CallCode *code, void *ret, const uint64_t *slots) {
    sig_path(sig, PATH_SLOTS)(sig, code, ret, slots);
}

CallPath *call_choose(const SeamSig *sig, SigPath path, StubKind kind, CallPath *without) {
    uint32_t *calls = &((SeamSig *)(uintptr_t)sig)->calls[path];
    if (__atomic_add_fetch(calls, 1, __ATOMIC_RELAXED) < stub_after()) return without;
    void *stub;
    if (!stub_in_call(&(StubPlan){.sig = sig, .kind = kind}, &stub)) return without;
    CallPath *chosen = stub ? (CallPath *)(uintptr_t)stub : without;
    sig_set_path(sig, path, chosen);
    return chosen;
}

void call_first_pointers(const void *sig, CallCode *code, void *ret, const void *args) {
    call_choose(sig, PATH_POINTERS, STUB_POINTERS, call_by_pointers)(sig, code, ret, args);
}

void call_first_slots(const void *sig, CallCode *code, void *ret, const void *args) {
    call_choose(sig, PATH_SLOTS, STUB_SLOTS, call_by_slots)(sig, code, ret, args);
}
