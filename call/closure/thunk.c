// Thunks are made when a signature's first closure is, and kept by the signature.
#include "closure/thunk.h"

#include "memory/arena.h"

// Two threads may make the same one: the last is kept, and both work.
static const SigThunk *make(const SeamSig *sig, const ThunkShape *shape, CallCode *general) {
    SigThunk *slot = &((SeamSig *)(uintptr_t)sig)->thunks[shape->kind]; // lies in memory of ours
    static CodeBuffer code;
    uint32_t any = 0;
    void *entry = NULL, *any_thread = (void *)(uintptr_t)general, *same_thread = any_thread;
    const Machine *machine = machine_of(sig->parts.abi);
    arena_begin(true);
    code_clear(&code);
    bool made = machine && thunk_emit(&code, machine, sig, shape, general, &any) &&
                code_finish(&code) && arena_add(&code, true, &entry);
    arena_end();
    if (made) {
        if (any > 0) same_thread = entry;
        any_thread = (unsigned char *)entry + any;
    }
    __atomic_store_n(&slot->same_thread, same_thread, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->any_thread, any_thread, __ATOMIC_RELEASE);
    return slot;
}

CallCode *thunk_for(const SeamSig *sig, const ThunkShape *shape, bool same_thread,
                    CallCode *general) {
    const SigThunk *t = &sig->thunks[shape->kind];
    if (!__atomic_load_n(&t->any_thread, __ATOMIC_ACQUIRE)) t = make(sig, shape, general);
    void *entry = same_thread ? __atomic_load_n(&t->same_thread, __ATOMIC_RELAXED)
                              : __atomic_load_n(&t->any_thread, __ATOMIC_RELAXED);
    return (CallCode *)(uintptr_t)entry;
}
