// Stubs of the commonest signatures, which are part of the library: where no memory may be made
// executable their calls are as fast, and elsewhere they need not be made. tools/static_stubs.c
// writes them when the library is built, by the same walk over the move list; a library that was
// built without them makes all of its stubs.
#ifndef SEAM_CALL_STATIC_H
#define SEAM_CALL_STATIC_H

#include "stub/stub.h"

enum { STATIC_ARGS = 6 };

// The whole move list of a simple signature in eight characters: the kind, the result (`v`: none),
// and the arguments: `l` a word, `i` and `u` four bytes that are extended, `d` and `f` floats; each
// in the next register of its bank. 0: it is no such signature.
uint64_t static_spelling(const StubPlan *plan);

typedef struct StaticStub {
    uint64_t spelling; // ascending
    uint64_t offset;   // from seam_static_code on
} StaticStub;

void *static_stub(const StubPlan *plan); // NULL: there is none

#endif
