// Signatures: a result, arguments, a convention, and the move list that its classifier made of
// them. Interned by content and immutable: looking one up takes no lock.
#ifndef SEAM_CALL_SIG_H
#define SEAM_CALL_SIG_H

#include "target/target.h"

struct SeamSig {
    SeamSigParts parts; // the convention resolved
    uint64_t hash;
    uint32_t index; // from 1, in order of making
    CallLayout layout;
};

// The signature of this index; NULL: there is none. Takes no lock.
const SeamSig *sig_at(uint32_t index);

#endif
