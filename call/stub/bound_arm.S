// ARM: what the trampoline of a bound function goes to, with its data in ip.
#if defined(__arm__)
#include "enter/symbols.inc"

    .syntax unified
    .text
    .arm
    .p2align 2
    FUNCTION(seam_bound_enter)
seam_bound_enter:
    ldr r2, [ip, #4]
    b seam_bound_run
    FUNCTION_END(seam_bound_enter)
#endif
#include "enter/notes.inc"
