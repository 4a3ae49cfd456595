// AArch64: the entry of libffi's closures.
#if defined(__aarch64__)
#include "closure/entry_aarch64.inc"

.macro CONTEXT
    ldr x0, [x16, #8]
.endm
AAPCS64 seam_ffi_entry_aapcs64, seam_ffi_dispatch
#endif
#include "enter/notes.inc"
