// Trampolines: tiny pieces of code that all are alike and differ by the data that they find at a
// fixed distance, so that code pages are written once, sealed and never writable and executable at
// the same time. A slot is what C calls; its data says where to go, and with what.
#ifndef SEAM_CALL_TRAMPOLINE_H
#define SEAM_CALL_TRAMPOLINE_H

#include <seam/call.h>

// What a trampoline reads when it runs; `entry` gets the slot's address in a scratch register
// (x86-64: r10, AArch64: x16, ARM: ip).
typedef struct TrampolineData {
    void *entry;
    void *context;
} TrampolineData;

typedef struct Trampoline {
    void *code;
    TrampolineData *data;
} Trampoline;

// A free one, whose data the caller fills before anybody knows its code. Any thread. false: the
// system refuses executable memory, or there is none.
bool trampoline_take(Trampoline *out);
// Its data are the caller's until it is taken again, which happens after as many others as
// possible.
void trampoline_give(Trampoline t);

// The one whose code this is; false: it is none of ours.
bool trampoline_find(void *code, Trampoline *out);
// Writes a trampoline's code to `at`, which has 16 bytes of code with its data right behind.
void trampoline_write(unsigned char *at);

#endif
