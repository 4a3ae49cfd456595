// x86-64: closures' entries, from a trampoline with its data in %r10.
#if defined(__x86_64__)
#include "closure/entry_offsets.h"
#include "closure/entry_x86_64.inc"

.macro CONTEXT
    movq 8(%r10), FIRST
.endm
ENTRY_SYSV64 seam_closure_entry_sysv64, seam_closure_dispatch
ENTRY_WIN64 seam_closure_entry_win64, seam_closure_dispatch

// Released ones get the data itself.
.purgem CONTEXT
.macro CONTEXT
    movq %r10, FIRST
.endm
ENTRY_SYSV64 seam_closure_poisoned_sysv64, seam_closure_released
ENTRY_WIN64 seam_closure_poisoned_win64, seam_closure_released

// A result in memory stays as it is: nobody knows any more whether there is one, nor by which convention the call came.
BEGIN seam_trampoline_poisoned, HOME + KEPT
    SAVE_WIN64 HOME
    movq %r10, FIRST
    call seam_trampoline_released
    RESTORE_WIN64 HOME
    xorl %eax, %eax
    xorl %edx, %edx
    xorps %xmm0, %xmm0
    xorps %xmm1, %xmm1
FINISH seam_trampoline_poisoned, HOME + KEPT

// Typed closures: the context goes into an argument register, and the function returns to the caller itself. The second form
// looks at the thread first; on another one the general entry reports.
.macro TYPED name, register, general
    .text
    .p2align 4
    FUNCTION(\name)
\name:
    .cfi_startproc
    endbr64
    movq 8(%r10), %rax
    movq CLOSURE_CONTEXT(%rax), \register
    jmp *CLOSURE_HANDLER(%rax)
    .cfi_endproc
    FUNCTION_END(\name)
#if defined(__linux__)
    .p2align 4
    FUNCTION(\name\()_same)
\name\()_same:
    .cfi_startproc
    endbr64
    movq 8(%r10), %rax
    movq seam_thread_number@gottpoff(%rip), %r11
    movq %fs:(%r11), %r11
    cmpq %r11, CLOSURE_MAKER(%rax)
    jne \general
    movq CLOSURE_CONTEXT(%rax), \register
    jmp *CLOSURE_HANDLER(%rax)
    .cfi_endproc
    FUNCTION_END(\name\()_same)
#endif
.endm
TYPED seam_closure_typed_sysv64_0, %rdi, seam_closure_entry_sysv64
TYPED seam_closure_typed_sysv64_1, %rsi, seam_closure_entry_sysv64
TYPED seam_closure_typed_sysv64_2, %rdx, seam_closure_entry_sysv64
TYPED seam_closure_typed_sysv64_3, %rcx, seam_closure_entry_sysv64
TYPED seam_closure_typed_sysv64_4, %r8, seam_closure_entry_sysv64
TYPED seam_closure_typed_sysv64_5, %r9, seam_closure_entry_sysv64
TYPED seam_closure_typed_win64_0, %rcx, seam_closure_entry_win64
TYPED seam_closure_typed_win64_1, %rdx, seam_closure_entry_win64
TYPED seam_closure_typed_win64_2, %r8, seam_closure_entry_win64
TYPED seam_closure_typed_win64_3, %r9, seam_closure_entry_win64
#endif
#include "enter/notes.inc"
