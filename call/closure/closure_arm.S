// ARM: closures' entries.
#if defined(__arm__)
#include "closure/entry_arm.inc"

AAPCS32 seam_closure_entry_aapcs32, seam_closure_dispatch

    FUNCTION(seam_closure_poisoned)
seam_closure_poisoned:
    push {r4, lr}
    bl seam_closure_released
    mov r0, #0
    mov r1, #0
    pop {r4, pc}
    FUNCTION_END(seam_closure_poisoned)
#endif
#include "enter/notes.inc"
