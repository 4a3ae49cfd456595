// x86-64: from a trampoline, with its data in %r10, to seam_closure_dispatch. The frame is a CallImage of 368 bytes.
#if defined(__x86_64__)
#include "enter/image_offsets.h"

#define FRAME 368

.macro BEGIN name
    .text
    .p2align 4
    .globl \name
    .hidden \name
    .type \name, @function
\name:
    .cfi_startproc
    endbr64
    pushq %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset %rbp, -16
    movq %rsp, %rbp
    .cfi_def_cfa_register %rbp
.endm

.macro DISPATCH
    leaq 16(%rbp), %rax
    movq %rax, IMAGE_STACK(%rsp)
    movq 8(%r10), %rdi
    movq %rsp, %rsi
    call seam_closure_dispatch
    movq IMAGE_RESULT_GPR(%rsp), %rax
    movq IMAGE_RESULT_GPR+8(%rsp), %rdx
    movups IMAGE_RESULT_FPR(%rsp), %xmm0
    movups IMAGE_RESULT_FPR+16(%rsp), %xmm1
    movq IMAGE_X87(%rsp), %rcx
    testq %rcx, %rcx
    je 3f
    cmpq $2, %rcx
    jne 2f
    fldt IMAGE_RESULT_X87+16(%rsp)
2:  fldt IMAGE_RESULT_X87(%rsp)
3:
.endm

.macro FINISH name
    leave
    .cfi_def_cfa %rsp, 8
    ret
    .cfi_endproc
    .size \name, . - \name
.endm

BEGIN seam_closure_entry_sysv64
    subq $FRAME, %rsp
    movq %rdi, IMAGE_GPR(%rsp)
    movq %rsi, IMAGE_GPR+8(%rsp)
    movq %rdx, IMAGE_GPR+16(%rsp)
    movq %rcx, IMAGE_GPR+24(%rsp)
    movq %r8, IMAGE_GPR+32(%rsp)
    movq %r9, IMAGE_GPR+40(%rsp)
    movaps %xmm0, IMAGE_FPR(%rsp)
    movaps %xmm1, IMAGE_FPR+16(%rsp)
    movaps %xmm2, IMAGE_FPR+32(%rsp)
    movaps %xmm3, IMAGE_FPR+48(%rsp)
    movaps %xmm4, IMAGE_FPR+64(%rsp)
    movaps %xmm5, IMAGE_FPR+80(%rsp)
    movaps %xmm6, IMAGE_FPR+96(%rsp)
    movaps %xmm7, IMAGE_FPR+112(%rsp)
    DISPATCH
FINISH seam_closure_entry_sysv64

// Windows keeps rsi, rdi and xmm6 to xmm15 over calls, System V does not: they are saved below the image.
#define SAVED 176
BEGIN seam_closure_entry_win64
    subq $(FRAME + SAVED), %rsp
    movq %rdi, FRAME(%rsp)
    movq %rsi, FRAME+8(%rsp)
    movaps %xmm6, FRAME+16(%rsp)
    movaps %xmm7, FRAME+32(%rsp)
    movaps %xmm8, FRAME+48(%rsp)
    movaps %xmm9, FRAME+64(%rsp)
    movaps %xmm10, FRAME+80(%rsp)
    movaps %xmm11, FRAME+96(%rsp)
    movaps %xmm12, FRAME+112(%rsp)
    movaps %xmm13, FRAME+128(%rsp)
    movaps %xmm14, FRAME+144(%rsp)
    movaps %xmm15, FRAME+160(%rsp)
    movq %rcx, IMAGE_GPR(%rsp)
    movq %rdx, IMAGE_GPR+8(%rsp)
    movq %r8, IMAGE_GPR+16(%rsp)
    movq %r9, IMAGE_GPR+24(%rsp)
    movaps %xmm0, IMAGE_FPR(%rsp)
    movaps %xmm1, IMAGE_FPR+16(%rsp)
    movaps %xmm2, IMAGE_FPR+32(%rsp)
    movaps %xmm3, IMAGE_FPR+48(%rsp)
    DISPATCH
    movq FRAME(%rsp), %rdi
    movq FRAME+8(%rsp), %rsi
    movaps FRAME+16(%rsp), %xmm6
    movaps FRAME+32(%rsp), %xmm7
    movaps FRAME+48(%rsp), %xmm8
    movaps FRAME+64(%rsp), %xmm9
    movaps FRAME+80(%rsp), %xmm10
    movaps FRAME+96(%rsp), %xmm11
    movaps FRAME+112(%rsp), %xmm12
    movaps FRAME+128(%rsp), %xmm13
    movaps FRAME+144(%rsp), %xmm14
    movaps FRAME+160(%rsp), %xmm15
FINISH seam_closure_entry_win64

// A result in memory stays as it is: nobody knows any more whether there is one.
BEGIN seam_closure_poisoned
    subq $16, %rsp
    call seam_closure_released
    xorl %eax, %eax
    xorl %edx, %edx
    xorps %xmm0, %xmm0
    xorps %xmm1, %xmm1
FINISH seam_closure_poisoned

    .section .note.gnu.property, "a"
    .p2align 3
    .long 4, 16, 5
    .asciz "GNU"
    .long 0xc0000002, 4, 3, 0
#endif
#if defined(__linux__) && defined(__ELF__)
    .section .note.GNU-stack, "", %progbits
#endif
