// Inside the engine: a closure, and the way from its trampoline to its handler: assembly
// (closure_*.S) saves the argument registers into a CallImage, closure_dispatch makes argument
// pointers of the move list, and the result goes back.
#ifndef SEAM_CALL_CLOSURE_H
#define SEAM_CALL_CLOSURE_H

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
    uintptr_t maker; // thread_number there
    const SeamSig *sig;
    const SeamSig *typed_sig; // with the context as the last argument; NULL: there is a handler
    TrampolineData *data;
    void *code;
    SeamClosurePolicy policy;
    char name[60];
};

// This thread's number: never given twice, unlike a thread's id. 0: it has none yet.
#if defined(__GLIBC__)
// glibc has room for it in each thread, also for libraries that are loaded late.
#define THREAD_MODEL __attribute__((tls_model("initial-exec")))
#else
#define THREAD_MODEL
#endif
CALL_HIDDEN extern _Thread_local THREAD_MODEL uintptr_t seam_thread_number;
uintptr_t thread_number(void); // gives it one
// Where that lies from the thread's control block on, for generated code.
int32_t thread_number_offset(void);

// Runs a handler with the arguments that a caller left in the registers and on the stack, and puts
// its result where the assembly takes it from.
void closure_run(const SeamSig *sig, CallImage *image, SeamHandler *handler, void *context);
// Called by the assembly; image->stack is the first stack argument, and the result registers are
// filled for it.
CALL_HIDDEN void seam_closure_dispatch(SeamClosure *closure, CallImage *image);
// What trampolines go to: by convention, and for released ones, which report it and give zero.
CallCode seam_closure_entry_sysv64, seam_closure_entry_win64, seam_closure_entry_aapcs64,
    seam_closure_entry_aapcs32, seam_closure_poisoned_sysv64, seam_closure_poisoned_win64,
    seam_closure_poisoned_aapcs64, seam_closure_poisoned_aapcs32, seam_trampoline_poisoned;
// Of a convention; NULL: of another machine.
CallCode *closure_entry(SeamAbi abi);
// For typed closures whose context goes to this argument register: puts it there and goes on to the
// function. NULL: there is none, and closure_entry does.
CallCode *closure_typed_entry(SeamAbi abi, unsigned gpr, bool same_thread);
// Called by the poisoned ones: of SeamClosures, and of all other trampolines.
CALL_HIDDEN void seam_closure_released(TrampolineData *data, CallImage *image);
CALL_HIDDEN void seam_trampoline_released(TrampolineData *data);

#endif
