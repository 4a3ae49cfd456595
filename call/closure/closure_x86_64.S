// x86-64: closures' entries, from a trampoline with its data in %r10.
#if defined(__x86_64__)
#include "closure/entry_x86_64.inc"

.macro CONTEXT
    movq 8(%r10), %rdi
.endm
ENTRY_SYSV64 seam_closure_entry_sysv64, seam_closure_dispatch
ENTRY_WIN64 seam_closure_entry_win64, seam_closure_dispatch

// A result in memory stays as it is: nobody knows any more whether there is one.
BEGIN seam_closure_poisoned
    subq $16, %rsp
    call seam_closure_released
    xorl %eax, %eax
    xorl %edx, %edx
    xorps %xmm0, %xmm0
    xorps %xmm1, %xmm1
FINISH seam_closure_poisoned
#endif
#include "enter/notes.inc"
