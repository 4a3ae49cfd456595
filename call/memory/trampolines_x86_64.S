// x86-64: the page of trampolines that is mapped again and again, and the pool. What they read is set by trampoline.c.
#if defined(__x86_64__)
#include "enter/symbols.inc"

    .text
    FUNCTION(seam_trampoline_page)
    .p2align 12
seam_trampoline_page:
    .rept 256
1:  endbr64
    leaq 1b+4096(%rip), %r10
    jmp *(%r10)
    .byte 0xcc, 0xcc
    .endr
    FUNCTION_END(seam_trampoline_page)

    FUNCTION(seam_trampoline_pool)
seam_trampoline_pool:
    .rept 1024
1:  endbr64
    leaq seam_trampoline_pool_data + (1b - seam_trampoline_pool)(%rip), %r10
    jmp *(%r10)
    .byte 0xcc, 0xcc
    .endr
    FUNCTION_END(seam_trampoline_pool)
#endif
#include "enter/notes.inc"
