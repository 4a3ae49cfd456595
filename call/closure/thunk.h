// Thunks: generated code between a trampoline and a handler, one for each signature: it saves the
// registers that the signature uses where the values are wanted, makes the array of pointers, calls
// the handler and loads the result. The general entry (closure_*.S) does the same for any
// signature, and is used where there is no thunk.
#ifndef SEAM_CALL_THUNK_H
#define SEAM_CALL_THUNK_H

#include "closure/closure.h"
#include "code/machine.h"

// Where in a closure the handler and what it gets are, in bytes: handler(first, ret, args), or
// handler(first, ret, args, last).
typedef struct ThunkShape {
    ThunkKind kind;
    uint8_t handler, first, last; // last: 0: there is none
} ThunkShape;

// For closures of this shape; `same_thread`: the thunk looks at SeamClosure.maker, and leaves other
// threads to the general entry. Never NULL: without code, it is the general entry. Any thread.
CallCode *thunk_for(const SeamSig *sig, const ThunkShape *shape, bool same_thread,
                    CallCode *general);

// Adds the code, first the form that looks at the thread, if the machine has one, then at *any the
// one that does not. false: signatures like this have no thunk.
bool thunk_emit(CodeBuffer *c, const Machine *machine, const SeamSig *sig, const ThunkShape *shape,
                CallCode *general, uint32_t *any);

#endif
