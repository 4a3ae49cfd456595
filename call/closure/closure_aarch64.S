// AArch64: closures' entries.
#if defined(__aarch64__)
#include "closure/entry_aarch64.inc"
#include "closure/entry_offsets.h"

.macro CONTEXT
    ldr x0, [x16, #8]
.endm
AAPCS64 seam_closure_entry_aapcs64, seam_closure_dispatch

// Released ones get the data itself.
.purgem CONTEXT
.macro CONTEXT
    mov x0, x16
.endm
AAPCS64 seam_closure_poisoned_aapcs64, seam_closure_released

    .text
    .p2align 4
    FUNCTION(seam_trampoline_poisoned)
seam_trampoline_poisoned:
    .cfi_startproc
    hint #36
    stp x29, x30, [sp, #-16]!
    .cfi_def_cfa_offset 16
    .cfi_offset x29, -16
    .cfi_offset x30, -8
    mov x29, sp
    mov x0, x16
    bl seam_trampoline_released
    mov x0, #0
    mov x1, #0
    movi v0.2d, #0
    movi v1.2d, #0
    movi v2.2d, #0
    movi v3.2d, #0
    ldp x29, x30, [sp], #16
    ret
    .cfi_endproc
    FUNCTION_END(seam_trampoline_poisoned)

// Typed closures: the context goes into an argument register, and the function returns to the caller itself. The second form
// looks at the thread first; on another one the general entry reports.
.macro TYPED register
    .text
    .p2align 4
    FUNCTION(seam_closure_typed_aapcs64_\register)
seam_closure_typed_aapcs64_\register:
    .cfi_startproc
    hint #36
    ldr x17, [x16, #8]
    ldr x\register, [x17, #CLOSURE_CONTEXT]
    ldr x17, [x17, #CLOSURE_HANDLER]
    br x17
    .cfi_endproc
    FUNCTION_END(seam_closure_typed_aapcs64_\register)
#if defined(__linux__)
    .p2align 4
    FUNCTION(seam_closure_typed_aapcs64_\register\()_same)
seam_closure_typed_aapcs64_\register\()_same:
    .cfi_startproc
    hint #36
    ldr x17, [x16, #8]
    mrs x9, tpidr_el0
    adrp x10, :gottprel:seam_thread_number
    ldr x10, [x10, #:gottprel_lo12:seam_thread_number]
    ldr x9, [x9, x10]
    ldr x10, [x17, #CLOSURE_MAKER]
    cmp x9, x10
    b.ne seam_closure_entry_aapcs64
    ldr x\register, [x17, #CLOSURE_CONTEXT]
    ldr x17, [x17, #CLOSURE_HANDLER]
    br x17
    .cfi_endproc
    FUNCTION_END(seam_closure_typed_aapcs64_\register\()_same)
#endif
.endm
.irp register, 0, 1, 2, 3, 4, 5, 6, 7
TYPED \register
.endr
#endif
#include "enter/notes.inc"
