// ARM: void seam_call_enter_aapcs32(CallImage *image), for both variants: without VFP registers in the call nothing of
// them is touched.
#if defined(__arm__)
#include "enter/image_offsets.h"
#include "enter/symbols.inc"

    .syntax unified
    .text
    .p2align 2
    FUNCTION(seam_call_enter_aapcs32)
    .arm
seam_call_enter_aapcs32:
    .fnstart
    push {r4, r5, r11, lr}
    .save {r4, r5, r11, lr}
    .setfp r11, sp, #8
    add r11, sp, #8
    mov r4, r0
    ldr r5, [r4, #IMAGE_STACK_SIZE]
    ldr r1, [r4, #IMAGE_STACK]
    sub sp, sp, r5
0:  subs r5, r5, #4
    bmi 1f
    ldr r2, [r1, r5]
    str r2, [sp, r5]
    b 0b
1:
#if defined(__ARM_PCS_VFP)
    .fpu vfp
    add r0, r4, #IMAGE_FPR
    vldm r0, {d0-d7}
#endif
    ldr r5, [r4, #IMAGE_CODE]
    ldr r12, [r4, #IMAGE_CHAIN]
    ldr r0, [r4, #IMAGE_GPR]
    ldr r1, [r4, #IMAGE_GPR + 8]
    ldr r2, [r4, #IMAGE_GPR + 16]
    ldr r3, [r4, #IMAGE_GPR + 24]
    blx r5
    str r0, [r4, #IMAGE_RESULT_GPR]
    str r1, [r4, #IMAGE_RESULT_GPR + 8]
    str r2, [r4, #IMAGE_RESULT_GPR + 16]
    str r3, [r4, #IMAGE_RESULT_GPR + 24]
#if defined(__ARM_PCS_VFP)
    add r0, r4, #IMAGE_RESULT_FPR
    vstm r0, {d0-d3}
#endif
    sub sp, r11, #8
    pop {r4, r5, r11, pc}
    .fnend
    FUNCTION_END(seam_call_enter_aapcs32)
#endif
#include "enter/notes.inc"
