// Thunks: generated code between a trampoline and a handler, one for each signature: it saves the
// registers that the signature uses where the values are wanted, makes the array of pointers, calls
// the handler and loads the result. The general entry (closure_*.S) does the same for any
// signature, and is used where there is no thunk.
#ifndef SEAM_CALL_THUNK_H
#define SEAM_CALL_THUNK_H

#include "closure/closure.h"
#include "stub/code.h"

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

// ---- for the generators ----
// Where things are, in bytes below the frame pointer; from 16 above it up lies the caller's stack.
typedef struct ThunkFrame {
    int32_t result; // its room, or the address of the caller's memory
    int32_t values; // the values, one after the other
    int32_t args;   // the array of pointers
    int32_t size;
} ThunkFrame;

enum { THUNK_STACK_START = 16 };

// `kept`: bytes of registers right below the frame pointer; `result`: the most that result
// registers hold. false: signatures like this have no thunk.
bool thunk_lay_frame(const SeamSig *sig, size_t kept, size_t result, ThunkFrame *out);
// The argument is where the caller has put it on the stack, or its address is; else its pieces are
// put together among the values.
bool thunk_is_in_place(const SeamSig *sig, size_t index);
// Bytes among the values: with room for whole registers at the end.
int32_t thunk_value_size(const SeamSig *sig, size_t index);
const CallPiece *thunk_pieces(const SeamSig *sig, const CallPlace *place);
// Of a piece in a vector register: 4, 8 or 16.
unsigned thunk_vector_size(const CallPiece *piece);

// ---- the machine's part (thunk_x86_64.c, thunk_aarch64.c) ----
// Adds the code, first the form that looks at the thread, then at *any the one that does not.
// false: signatures like this have no thunk.
bool thunk_emit(CodeBuffer *c, const SeamSig *sig, const ThunkShape *shape, CallCode *general,
                uint32_t *any);

#endif
