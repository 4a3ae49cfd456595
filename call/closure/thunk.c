// Thunks are made when a signature's first closure is, and kept by the signature.
#include "closure/thunk.h"

#include "memory/arena.h"

enum { MAX_ARGS = 128, MAX_FRAME = 16384, WORD = 8 };

// ---- frames ----

const CallPiece *thunk_pieces(const SeamSig *sig, const CallPlace *place) {
    return &sig->layout.pieces[place->first];
}

unsigned thunk_vector_size(const CallPiece *p) { return p->size <= 4 ? 4 : p->size <= 8 ? 8 : 16; }

bool thunk_is_in_place(const SeamSig *sig, size_t index) {
    const CallPlace *place = &sig->layout.args[index];
    const CallPiece *p = thunk_pieces(sig, place);
    return place->count == 1 && p->bank == BANK_STACK &&
           (place->indirect || p->size == sig->parts.args[index]->size);
}

int32_t thunk_value_size(const SeamSig *sig, size_t index) {
    if (sig->layout.args[index].indirect || thunk_is_in_place(sig, index)) return 0;
    return (int32_t)((sig->parts.args[index]->size + 15) & ~(size_t)15);
}

static bool is_fit(const SeamSig *sig) {
    if (sig->parts.count > MAX_ARGS) return false;
    for (size_t i = 0; i < sig->parts.count; i++)
        if (sig->layout.args[i].widened) return false; // a variadic float that came as a double
    return true;
}

bool thunk_lay_frame(const SeamSig *sig, size_t kept, size_t result, ThunkFrame *out) {
    if (!is_fit(sig)) return false;
    size_t size = kept + result;
    out->result = (int32_t)size;
    for (size_t i = 0; i < sig->parts.count && size <= MAX_FRAME; i++)
        size += (size_t)thunk_value_size(sig, i);
    if (size > MAX_FRAME) return false;
    out->values = (int32_t)size;
    out->args = (int32_t)(size + ((sig->parts.count * WORD + 15) & ~(size_t)15));
    out->size = out->args;
    return true;
}

// ---- making ----

// Two threads may make the same one: the last is kept, and both work.
static const SigThunk *make(const SeamSig *sig, const ThunkShape *shape, CallCode *general) {
    SigThunk *slot = &((SeamSig *)(uintptr_t)sig)->thunks[shape->kind]; // lies in memory of ours
    CodeBuffer code = {0};
    uint32_t any = 0;
    void *entry = NULL, *any_thread = (void *)(uintptr_t)general, *same_thread = any_thread;
    bool made = thunk_emit(&code, sig, shape, general, &any) && code_finish(&code) &&
                arena_add(&code, &entry);
    code_deinit(&code);
    if (made) {
        same_thread = entry;
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

#if (!defined(__x86_64__) && !defined(__aarch64__)) || defined(_WIN32)
bool thunk_emit(CodeBuffer *c, const SeamSig *sig, const ThunkShape *shape, CallCode *general,
                uint32_t *any) {
    (void)c, (void)sig, (void)shape, (void)general, (void)any;
    return false; // no generator for this machine
}
#endif
