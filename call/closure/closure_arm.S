// ARM: closures' entries.
#if defined(__arm__)
#include "closure/entry_arm.inc"
#include "closure/entry_offsets.h"

.macro CONTEXT
    ldr r0, [ip, #4]
.endm
AAPCS32 seam_closure_entry_aapcs32, seam_closure_dispatch

// Released ones get the data itself.
.purgem CONTEXT
.macro CONTEXT
    mov r0, ip
.endm
AAPCS32 seam_closure_poisoned_aapcs32, seam_closure_released

    FUNCTION(seam_trampoline_poisoned)
seam_trampoline_poisoned:
    push {r4, lr}
    mov r0, ip
    bl seam_trampoline_released
    mov r0, #0
    mov r1, #0
    pop {r4, pc}
    FUNCTION_END(seam_trampoline_poisoned)

// Typed closures: the context goes into an argument register, and the function returns to the caller itself.
.macro TYPED register
    FUNCTION(seam_closure_typed_aapcs32_\register)
seam_closure_typed_aapcs32_\register:
    ldr ip, [ip, #4]
    ldr r\register, [ip, #CLOSURE_CONTEXT]
    ldr pc, [ip, #CLOSURE_HANDLER]
    FUNCTION_END(seam_closure_typed_aapcs32_\register)
.endm
TYPED 0
TYPED 1
TYPED 2
TYPED 3
#endif
#include "enter/notes.inc"
