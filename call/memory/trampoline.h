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

enum { TRAMPOLINE_ROOM = 128 };

typedef struct Trampoline {
    void *code;
    TrampolineData *data;
    void *room; // TRAMPOLINE_ROOM bytes for its owner, aligned to 16
} Trampoline;

// A free one, whose data and room the caller fills before anybody knows its code. Late calls of
// what it was go to `entry` before anything in the room changes. Any thread.
SeamCallStatus trampoline_take(Trampoline *out, void *entry, SeamCallError *error);
void trampoline_parts(TrampolineData *data, Trampoline *out); // of one that was taken
// Its code goes to `entry` from now on, and its room is the pool's again. It is taken again after
// as many others as possible.
void trampoline_give(TrampolineData *data, void *entry);

// The data of the one whose code this is; NULL: it is none of ours. Reads the code.
TrampolineData *trampoline_find(void *code);
// Writes a trampoline's code to `at`, which has 16 bytes of code with its data right behind.
void trampoline_write(unsigned char *at);

#endif
