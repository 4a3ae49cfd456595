// Inside the engine: a closure, and the way from its trampoline to its handler: assembly
// (closure_*.S) saves the argument registers into a CallImage, closure_dispatch makes argument
// pointers of the move list, and the result goes back.
#ifndef SEAM_CALL_CLOSURE_H
#define SEAM_CALL_CLOSURE_H

#include <pthread.h>

#include "enter/image.h"
#include "memory/trampoline.h"

struct SeamClosure {
    const SeamSig *sig;
    SeamHandler *handler;
    void *context;
    Trampoline trampoline;
    SeamClosurePolicy policy;
    pthread_t maker;
    char name[64];
};

// Runs a handler with the arguments that a caller left in the registers and on the stack, and puts
// its result where the assembly takes it from.
void closure_run(const SeamSig *sig, CallImage *image, SeamHandler *handler, void *context);
// Called by the assembly; image->stack is the first stack argument, and the result registers are
// filled for it.
CALL_HIDDEN CALL_ASSEMBLY void seam_closure_dispatch(SeamClosure *closure, CallImage *image);
// What trampolines go to: by convention, and for released ones, which report it and give zero.
CallCode seam_closure_entry_sysv64, seam_closure_entry_win64, seam_closure_entry_aapcs64,
    seam_closure_entry_aapcs32, seam_closure_poisoned;
CALL_HIDDEN CALL_ASSEMBLY void seam_closure_released(void); // called by it

#endif
