// ARM: closures' entries.
#if defined(__arm__)
#include "closure/entry_arm.inc"

AAPCS32 seam_closure_entry_aapcs32, seam_closure_dispatch

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
