// AArch64: the page of trampolines that is mapped again and again, and the pool. What they read is set by trampoline.c.
#if defined(__aarch64__)
#include "enter/symbols.inc"

    .text
    FUNCTION(seam_trampoline_page)
    .p2align 12
seam_trampoline_page:
    .rept 256
1:  hint #34 // bti c
    adr x16, 1b+4096
    ldr x17, [x16]
    br x17
    .endr
    FUNCTION_END(seam_trampoline_page)

    FUNCTION(seam_trampoline_pool)
seam_trampoline_pool:
    .rept 1024
1:  hint #34
    adrp x16, seam_trampoline_pool_data + (1b - seam_trampoline_pool) / 2
    add x16, x16, :lo12:seam_trampoline_pool_data + (1b - seam_trampoline_pool) / 2
    ldr x17, [x16]
    br x17
    nop
    nop
    nop
    .endr
    FUNCTION_END(seam_trampoline_pool)
#endif
#include "enter/notes.inc"
