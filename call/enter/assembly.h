// What C functions and data that assembly uses say of themselves.
#ifndef SEAM_CALL_ASSEMBLY_H
#define SEAM_CALL_ASSEMBLY_H

// The assembly that C calls follows System V on x86-64, also on Windows, where C functions do
// otherwise. Nothing that C defines does: mingw's gcc has no unwind tables for such functions.
#if defined(__x86_64__) && defined(_WIN32)
#define CALL_ASSEMBLY __attribute__((sysv_abi))
#else
#define CALL_ASSEMBLY
#endif
// Functions that assembly calls, and that are nobody else's.
#if defined(__ELF__)
#define CALL_HIDDEN __attribute__((visibility("hidden")))
#else
#define CALL_HIDDEN
#endif

#endif
