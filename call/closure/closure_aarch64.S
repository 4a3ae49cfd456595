// AArch64: from a trampoline, with its data in x16, to seam_closure_dispatch. The frame is a CallImage of 368 bytes.
#if defined(__aarch64__)
#include "enter/image_offsets.h"

#define FRAME 368

    .text
    .p2align 4
    .globl seam_closure_entry_aapcs64
    .hidden seam_closure_entry_aapcs64
    .type seam_closure_entry_aapcs64, %function
seam_closure_entry_aapcs64:
    .cfi_startproc
    hint #36 // bti j: trampolines jump here
    stp x29, x30, [sp, #-16]!
    .cfi_def_cfa_offset 16
    .cfi_offset x29, -16
    .cfi_offset x30, -8
    mov x29, sp
    .cfi_def_cfa_register x29
    sub sp, sp, #FRAME
    stp x0, x1, [sp, #IMAGE_GPR]
    stp x2, x3, [sp, #IMAGE_GPR + 16]
    stp x4, x5, [sp, #IMAGE_GPR + 32]
    stp x6, x7, [sp, #IMAGE_GPR + 48]
    str x8, [sp, #IMAGE_HIDDEN]
    stp q0, q1, [sp, #IMAGE_FPR]
    stp q2, q3, [sp, #IMAGE_FPR + 32]
    stp q4, q5, [sp, #IMAGE_FPR + 64]
    stp q6, q7, [sp, #IMAGE_FPR + 96]
    add x9, x29, #16
    str x9, [sp, #IMAGE_STACK]
    ldr x0, [x16, #8]
    mov x1, sp
    bl seam_closure_dispatch
    ldp x0, x1, [sp, #IMAGE_RESULT_GPR]
    add x9, sp, #IMAGE_RESULT_FPR
    ldp q0, q1, [x9]
    ldp q2, q3, [x9, #32]
    mov sp, x29
    ldp x29, x30, [sp], #16
    .cfi_def_cfa sp, 0
    ret
    .cfi_endproc
    .size seam_closure_entry_aapcs64, . - seam_closure_entry_aapcs64

    .p2align 4
    .globl seam_closure_poisoned
    .hidden seam_closure_poisoned
    .type seam_closure_poisoned, %function
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
    .size seam_closure_poisoned, . - seam_closure_poisoned
#endif
#if defined(__linux__) && defined(__ELF__)
    .section .note.GNU-stack, "", %progbits
#endif
