// ARM: the entry of libffi's closures.
#if defined(__arm__)
#include "closure/entry_arm.inc"

AAPCS32 seam_ffi_entry_aapcs32, seam_ffi_dispatch
#endif
#if defined(__linux__) && defined(__ELF__)
    .section .note.GNU-stack, "", %progbits
#endif
