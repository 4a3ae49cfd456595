// AArch64: what the trampoline of a bound function goes to, with its data in x16.
#if defined(__aarch64__)
#include "enter/symbols.inc"

    .text
    .p2align 4
    FUNCTION(seam_bound_enter)
seam_bound_enter:
    .cfi_startproc
    hint #36 // bti j: trampolines jump here
    ldr x2, [x16, #8]
    b seam_bound_run
    .cfi_endproc
    FUNCTION_END(seam_bound_enter)
#endif
#include "enter/notes.inc"
