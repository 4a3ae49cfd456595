// AArch64: void seam_call_enter_aapcs64(CallImage *image).
#if defined(__aarch64__)
#include "enter/image_offsets.h"
#include "enter/symbols.inc"

    .text
    .p2align 4
    FUNCTION(seam_call_enter_aapcs64)
seam_call_enter_aapcs64:
    .cfi_startproc
    hint #34 // bti c
    stp x29, x30, [sp, #-32]!
    .cfi_def_cfa_offset 32
    .cfi_offset x29, -32
    .cfi_offset x30, -24
    mov x29, sp
    .cfi_def_cfa_register x29
    str x19, [sp, #16]
    .cfi_offset x19, -16
    mov x19, x0
    ldr x9, [x19, #IMAGE_STACK_SIZE]
    ldr x10, [x19, #IMAGE_STACK]
    sub sp, sp, x9
    mov x11, sp
0:  subs x9, x9, #8
    b.mi 1f
    ldr x12, [x10, x9]
    str x12, [x11, x9]
    b 0b
1:  ldp q0, q1, [x19, #IMAGE_FPR]
    ldp q2, q3, [x19, #IMAGE_FPR + 32]
    ldp q4, q5, [x19, #IMAGE_FPR + 64]
    ldp q6, q7, [x19, #IMAGE_FPR + 96]
    ldr x8, [x19, #IMAGE_HIDDEN]
    ldr x9, [x19, #IMAGE_CHAIN] // x18 is the platform's where nobody has a chain
    cbz x9, 2f
    mov x18, x9
2:
    ldr x9, [x19, #IMAGE_CODE]
    ldp x0, x1, [x19, #IMAGE_GPR]
    ldp x2, x3, [x19, #IMAGE_GPR + 16]
    ldp x4, x5, [x19, #IMAGE_GPR + 32]
    ldp x6, x7, [x19, #IMAGE_GPR + 48]
    blr x9
    stp x0, x1, [x19, #IMAGE_RESULT_GPR]
    add x9, x19, #IMAGE_RESULT_FPR
    stp q0, q1, [x9]
    stp q2, q3, [x9, #32]
    mov sp, x29
    ldr x19, [sp, #16]
    ldp x29, x30, [sp], #32
    .cfi_def_cfa sp, 0
    ret
    .cfi_endproc
    FUNCTION_END(seam_call_enter_aapcs64)
#endif
#include "enter/notes.inc"
