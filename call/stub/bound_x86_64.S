// x86-64: what the trampoline of a bound function goes to, with its data in %r10: the third argument is the system's.
#if defined(__x86_64__)
#include "enter/symbols.inc"

    .text
    .p2align 4
    FUNCTION(seam_bound_enter)
seam_bound_enter:
    .cfi_startproc
    endbr64
#if defined(_WIN32)
    movq 8(%r10), %r8
#else
    movq 8(%r10), %rdx
#endif
    jmp seam_bound_run
    .cfi_endproc
    FUNCTION_END(seam_bound_enter)
#endif
#include "enter/notes.inc"
