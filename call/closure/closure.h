// Inside the engine: a closure, and the way from its trampoline to its handler: assembly
// (closure_*.S) saves the argument registers into a CallImage, closure_dispatch makes argument
// pointers of the move list, and the result goes back.
#ifndef SEAM_CALL_CLOSURE_H
#define SEAM_CALL_CLOSURE_H

#include <pthread.h>

#include "closure/entry_offsets.h"
#include "enter/image.h"
#include "memory/trampoline.h"

// In the trampoline's room. The first three are known to the assembly (entry_offsets.h) and to
// thunks.
struct SeamClosure {
    union {
        SeamHandler *handler;
        CallCode *typed;
    };
    void *context;
    uintptr_t maker; // thread_self there
    const SeamSig *sig;
    const SeamSig *typed_sig; // with the context as the last argument; NULL: there is a handler
    TrampolineData *data;
    void *code;
    SeamClosurePolicy policy;
    char name[60];
};

// This thread, as the assembly knows it: where its control block is. Of threads that have ended the
// number may be used again.
static inline uintptr_t thread_self(void) {
    uintptr_t self;
#if defined(__x86_64__) && defined(__linux__)
    __asm__("movq %%fs:0, %0" : "=r"(self));
#elif defined(__aarch64__) && defined(__linux__)
    __asm__("mrs %0, tpidr_el0" : "=r"(self));
#else
    self = (uintptr_t)pthread_self();
#endif
    return self;
}

// Runs a handler with the arguments that a caller left in the registers and on the stack, and puts
// its result where the assembly takes it from.
void closure_run(const SeamSig *sig, CallImage *image, SeamHandler *handler, void *context);
// Called by the assembly; image->stack is the first stack argument, and the result registers are
// filled for it.
CALL_HIDDEN CALL_ASSEMBLY void seam_closure_dispatch(SeamClosure *closure, CallImage *image);
// What trampolines go to: by convention, and for released ones, which report it and give zero.
CallCode seam_closure_entry_sysv64, seam_closure_entry_win64, seam_closure_entry_aapcs64,
    seam_closure_entry_aapcs32, seam_closure_poisoned;
// Of a convention; NULL: of another machine.
CallCode *closure_entry(SeamAbi abi);
// For typed closures whose context goes to this argument register: puts it there and goes on to the
// function. NULL: there is none, and closure_entry does.
CallCode *closure_typed_entry(SeamAbi abi, unsigned gpr, bool same_thread);
CALL_HIDDEN CALL_ASSEMBLY void seam_closure_released(void); // called by it

#endif
