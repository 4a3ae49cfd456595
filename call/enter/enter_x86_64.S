// x86-64: void seam_call_enter_NAME(CallImage *image). A frame pointer and CFI make it transparent to unwinders, frame
// pointer walkers and profilers.
#if defined(__x86_64__)
#include "enter/image_offsets.h"
#include "enter/symbols.inc"

// %rbx holds the image over the call; %r12 is pushed to keep the stack aligned.
.macro BEGIN name
    .text
    .p2align 4
    FUNCTION(\name)
\name:
    .cfi_startproc
    SEH(.seh_proc \name)
    endbr64
    pushq %rbp
    SEH(.seh_pushreg %rbp)
    .cfi_def_cfa_offset 16
    .cfi_offset %rbp, -16
    movq %rsp, %rbp
    .cfi_def_cfa_register %rbp
    pushq %rbx
    SEH(.seh_pushreg %rbx)
    .cfi_offset %rbx, -24
    pushq %r12
    SEH(.seh_pushreg %r12)
    SEH(.seh_setframe %rbp, 16)
    SEH(.seh_endprologue)
    movq %rdi, %rbx
    movq IMAGE_STACK_SIZE(%rbx), %rcx
    movq IMAGE_STACK(%rbx), %rsi
    subq %rcx, %rsp
    movslq IMAGE_STACK_MASK(%rbx), %rax
    andq %rax, %rsp
0:  subq $8, %rcx
    js 1f
    movq (%rsi,%rcx), %rax
    movq %rax, (%rsp,%rcx)
    jmp 0b
1:
.endm

.macro FINISH name
    movq %rax, IMAGE_RESULT_GPR(%rbx)
    movq %rdx, IMAGE_RESULT_GPR+8(%rbx)
    movups %xmm0, IMAGE_RESULT_FPR(%rbx)
    movups %xmm1, IMAGE_RESULT_FPR+16(%rbx)
    cmpq $0, IMAGE_X87(%rbx)
    je 3f
    fstpt IMAGE_RESULT_X87(%rbx)
    cmpq $2, IMAGE_X87(%rbx)
    jne 3f
    fstpt IMAGE_RESULT_X87+16(%rbx)
3:  leaq -16(%rbp), %rsp
    popq %r12
    popq %rbx
    popq %rbp
    .cfi_def_cfa %rsp, 8
    ret
    .cfi_endproc
    SEH(.seh_endproc)
    FUNCTION_END(\name)
.endm

BEGIN seam_call_enter_sysv64
    cmpl $0, IMAGE_VECTORS(%rbx)
    je 2f
    movaps IMAGE_FPR(%rbx), %xmm0
    movaps IMAGE_FPR+16(%rbx), %xmm1
    movaps IMAGE_FPR+32(%rbx), %xmm2
    movaps IMAGE_FPR+48(%rbx), %xmm3
    movaps IMAGE_FPR+64(%rbx), %xmm4
    movaps IMAGE_FPR+80(%rbx), %xmm5
    movaps IMAGE_FPR+96(%rbx), %xmm6
    movaps IMAGE_FPR+112(%rbx), %xmm7
2:  movq IMAGE_GPR(%rbx), %rdi
    movq IMAGE_GPR+8(%rbx), %rsi
    movq IMAGE_GPR+16(%rbx), %rdx
    movq IMAGE_GPR+24(%rbx), %rcx
    movq IMAGE_GPR+32(%rbx), %r8
    movq IMAGE_GPR+40(%rbx), %r9
    movl IMAGE_VECTORS(%rbx), %eax
    movq IMAGE_CHAIN(%rbx), %r10 // Go's static chain
    call *IMAGE_CODE(%rbx)
FINISH seam_call_enter_sysv64

BEGIN seam_call_enter_win64
    movaps IMAGE_FPR(%rbx), %xmm0
    movaps IMAGE_FPR+16(%rbx), %xmm1
    movaps IMAGE_FPR+32(%rbx), %xmm2
    movaps IMAGE_FPR+48(%rbx), %xmm3
    movq IMAGE_GPR(%rbx), %rcx
    movq IMAGE_GPR+8(%rbx), %rdx
    movq IMAGE_GPR+16(%rbx), %r8
    movq IMAGE_GPR+24(%rbx), %r9
    movq IMAGE_CHAIN(%rbx), %r10
    call *IMAGE_CODE(%rbx)
FINISH seam_call_enter_win64
#endif
#include "enter/notes.inc"
