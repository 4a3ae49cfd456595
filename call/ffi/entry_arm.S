// ARM: the entry of libffi's closures.
#if defined(__arm__)
#include "closure/entry_arm.inc"

.macro CONTEXT
    ldr r0, [ip, #4]
.endm
AAPCS32 seam_ffi_entry_aapcs32, seam_ffi_dispatch
#endif
#include "enter/notes.inc"
