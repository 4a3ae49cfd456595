// x86-64: entries of libffi's closures, from a trampoline with its data in %r10; Go's closures are in %r10 themselves.
#if defined(__x86_64__)
#include "closure/entry_x86_64.inc"

.macro CONTEXT
    movq 8(%r10), FIRST
.endm
ENTRY_SYSV64 seam_ffi_entry_sysv64, seam_ffi_dispatch
ENTRY_WIN64 seam_ffi_entry_win64, seam_ffi_dispatch

.purgem CONTEXT
.macro CONTEXT
    movq %r10, FIRST
.endm
ENTRY_SYSV64 seam_ffi_entry_go_sysv64, seam_ffi_dispatch_go
ENTRY_WIN64 seam_ffi_entry_go_win64, seam_ffi_dispatch_go
#endif
#include "enter/notes.inc"
