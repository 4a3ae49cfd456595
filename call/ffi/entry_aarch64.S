// AArch64: entries of libffi's closures, from a trampoline with its data in x16; Go's closures are in x18 themselves.
#if defined(__aarch64__)
#include "closure/entry_aarch64.inc"

.macro CONTEXT
    ldr x0, [x16, #8]
.endm
AAPCS64 seam_ffi_entry_aapcs64, seam_ffi_dispatch

.purgem CONTEXT
.macro CONTEXT
    mov x0, x18
.endm
AAPCS64 seam_ffi_entry_go_aapcs64, seam_ffi_dispatch_go
#endif
#include "enter/notes.inc"
