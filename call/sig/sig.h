// Signatures: a result, arguments, a convention, and the move list that its classifier made of
// them. Interned by content and immutable: looking one up takes no lock.
#ifndef SEAM_CALL_SIG_H
#define SEAM_CALL_SIG_H

#include "enter/assembly.h"
#include "target/target.h"

// Generated code for closures of the signature, made with the first one; see closure/thunk.h.
typedef enum ThunkKind { THUNK_HANDLER, THUNK_FFI, THUNK_KINDS } ThunkKind;
typedef struct SigThunk {
    void *any_thread; // NULL: not made yet
    void *same_thread;
} SigThunk;

typedef void CallCode(void); // code of any signature

// Every way to call has this form, a generated stub's code too: `of` is the signature, or libffi's
// cif of it.
typedef void CallPath(const void *of, CallCode *code, void *ret, const void *args);

typedef enum SigPath {
    PATH_POINTERS, // args: pointers to the values
    PATH_SLOTS,    // args: the values in slots of 8 bytes
    PATH_FFI,      // libffi's ffi_call; NULL until a cif was prepared
    PATH_BATCH,    // a StubBatch (stub.h); NULL: none was made
    PATH_COUNT
} SigPath;

struct SeamSig {
    SeamSigParts parts; // the convention resolved
    uint64_t hash;
    uint32_t index; // from 1, in order of making
    CallLayout layout;
    // What closures found out; changes once.
    SigThunk thunks[THUNK_KINDS];
    const SeamSig *with_context; // the signature with a pointer as its last argument
    // First by the move list, with a stub when it has been called often enough.
    CallPath *paths[PATH_COUNT];
    uint32_t calls[PATH_COUNT];
};

static inline CallPath *sig_path(const SeamSig *sig, SigPath path) {
    return __atomic_load_n(&sig->paths[path], __ATOMIC_ACQUIRE);
}
static inline void sig_set_path(const SeamSig *sig, SigPath path, CallPath *to) {
    __atomic_store_n(&((SeamSig *)(uintptr_t)sig)->paths[path], to, __ATOMIC_RELEASE);
}
// The paths of a new signature (enter/path.c).
CallPath call_first_pointers, call_first_slots;

// Signatures by index, in chunks that never move.
enum { SIG_CHUNK = 1024, SIG_CHUNKS = 4096 };
CALL_HIDDEN extern const SeamSig **sig_chunks[SIG_CHUNKS];

// The signature of this index; NULL: there is none. Takes no lock.
static inline const SeamSig *sig_at(uint32_t index) {
    if (index >= SIG_CHUNK * SIG_CHUNKS) return NULL;
    const SeamSig **chunk = __atomic_load_n(&sig_chunks[index / SIG_CHUNK], __ATOMIC_ACQUIRE);
    return chunk ? __atomic_load_n(&chunk[index % SIG_CHUNK], __ATOMIC_ACQUIRE) : NULL;
}

#endif
