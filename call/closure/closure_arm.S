// ARM: from a trampoline, with its data in ip, to seam_closure_dispatch. The frame is a CallImage of 368 bytes.
#if defined(__arm__)
#include "enter/image_offsets.h"

#define FRAME 368

    .syntax unified
    .text
    .arm
    .p2align 2
    .globl seam_closure_entry_aapcs32
    .hidden seam_closure_entry_aapcs32
    .type seam_closure_entry_aapcs32, %function
seam_closure_entry_aapcs32:
    .fnstart
    push {r4, r5, r11, lr}
    .save {r4, r5, r11, lr}
    .setfp r11, sp, #8
    add r11, sp, #8
    sub sp, sp, #FRAME
    str r0, [sp, #IMAGE_GPR]
    str r1, [sp, #IMAGE_GPR + 8]
    str r2, [sp, #IMAGE_GPR + 16]
    str r3, [sp, #IMAGE_GPR + 24]
#if defined(__ARM_PCS_VFP)
    .fpu vfp
    add r0, sp, #IMAGE_FPR
    vstm r0, {d0-d7}
#endif
    add r0, r11, #8
    str r0, [sp, #IMAGE_STACK]
    ldr r0, [ip, #4]
    mov r1, sp
    bl seam_closure_dispatch
#if defined(__ARM_PCS_VFP)
    add r0, sp, #IMAGE_RESULT_FPR
    vldm r0, {d0-d3}
#endif
    ldr r0, [sp, #IMAGE_RESULT_GPR]
    ldr r1, [sp, #IMAGE_RESULT_GPR + 8]
    ldr r2, [sp, #IMAGE_RESULT_GPR + 16]
    ldr r3, [sp, #IMAGE_RESULT_GPR + 24]
    sub sp, r11, #8
    pop {r4, r5, r11, pc}
    .fnend
    .size seam_closure_entry_aapcs32, . - seam_closure_entry_aapcs32

    .globl seam_closure_poisoned
    .hidden seam_closure_poisoned
    .type seam_closure_poisoned, %function
seam_closure_poisoned:
    push {r4, lr}
    bl seam_closure_released
    mov r0, #0
    mov r1, #0
    pop {r4, pc}
    .size seam_closure_poisoned, . - seam_closure_poisoned
#endif
#if defined(__linux__) && defined(__ELF__)
    .section .note.GNU-stack, "", %progbits
#endif
