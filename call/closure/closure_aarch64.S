// AArch64: closures' entries.
#if defined(__aarch64__)
#include "closure/entry_aarch64.inc"

AAPCS64 seam_closure_entry_aapcs64, seam_closure_dispatch

    .text
    .p2align 4
    FUNCTION(seam_closure_poisoned)
seam_closure_poisoned:
    .cfi_startproc
    hint #36
    stp x29, x30, [sp, #-16]!
    .cfi_def_cfa_offset 16
    .cfi_offset x29, -16
    .cfi_offset x30, -8
    mov x29, sp
    bl seam_closure_released
    mov x0, #0
    mov x1, #0
    movi v0.2d, #0
    movi v1.2d, #0
    ldp x29, x30, [sp], #16
    ret
    .cfi_endproc
    FUNCTION_END(seam_closure_poisoned)
#endif
#include "enter/notes.inc"
