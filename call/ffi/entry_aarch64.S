// AArch64: the entry of libffi's closures.
#if defined(__aarch64__)
#include "closure/entry_aarch64.inc"

AAPCS64 seam_ffi_entry_aapcs64, seam_ffi_dispatch
#endif
#if defined(__linux__) && defined(__ELF__)
    .section .note.GNU-stack, "", %progbits
#endif
