// Signatures: a result, arguments, a convention, and the move list that its classifier made of
// them. Interned by content and immutable: looking one up takes no lock.
#ifndef SEAM_CALL_SIG_H
#define SEAM_CALL_SIG_H

#include "target/target.h"

// Generated code for closures of the signature, made with the first one; see closure/thunk.h.
typedef enum ThunkKind { THUNK_HANDLER, THUNK_FFI, THUNK_KINDS } ThunkKind;
typedef struct SigThunk {
    void *any_thread; // NULL: not made yet
    void *same_thread;
} SigThunk;

struct SeamSig {
    SeamSigParts parts; // the convention resolved
    uint64_t hash;
    uint32_t index; // from 1, in order of making
    CallLayout layout;
    // What closures found out; changes once.
    SigThunk thunks[THUNK_KINDS];
    const SeamSig *with_context; // the signature with a pointer as its last argument
};

// The signature of this index; NULL: there is none. Takes no lock.
const SeamSig *sig_at(uint32_t index);

#endif
