// ARM: the page of trampolines that is mapped again and again, and the pool. What they read is set by trampoline.c.
#if defined(__arm__)
#include "enter/symbols.inc"

    .syntax unified
    .text
    .arm
    FUNCTION(seam_trampoline_page)
    .p2align 12
seam_trampoline_page:
    .rept 256
    ldr ip, [pc, #4]
    add ip, pc, ip
    ldr pc, [ip]
    .word 4096 - 12
    .endr
    FUNCTION_END(seam_trampoline_page)

    FUNCTION(seam_trampoline_pool)
seam_trampoline_pool:
    .rept 1024
1:  ldr ip, [pc, #4]
    add ip, pc, ip
    ldr pc, [ip]
    .word seam_trampoline_pool_data + (1b - seam_trampoline_pool) - (1b + 12)
    .endr
    FUNCTION_END(seam_trampoline_pool)
#endif
#include "enter/notes.inc"
