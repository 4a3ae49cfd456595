// ARM: entries of libffi's closures, from a trampoline with its data in ip; Go's closures are in ip themselves.
#if defined(__arm__)
#include "closure/entry_arm.inc"

.macro CONTEXT
    ldr r0, [ip, #4]
.endm
AAPCS32 seam_ffi_entry_aapcs32, seam_ffi_dispatch

.purgem CONTEXT
.macro CONTEXT
    mov r0, ip
.endm
AAPCS32 seam_ffi_entry_go_aapcs32, seam_ffi_dispatch_go
#endif
#include "enter/notes.inc"
