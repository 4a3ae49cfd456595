// The first arena: addresses of our own, so that every unwinder, debugger and profiler knows the frames in it by a
// description that was loaded with the library, and nobody has to be told. All frames there are alike (arena.h). It is
// memory without a file, of which only what gets code is ever used.
#if defined(__ELF__)
#include "memory/home.h"

    .section .bss
    .p2align 12
    .hidden seam_code_home
    .globl seam_code_home
    .type seam_code_home, %object
seam_code_home:
#if defined(__x86_64__) || defined(__aarch64__)
    .cfi_startproc
#endif
#if defined(__x86_64__)
    .cfi_def_cfa %rbp, 16
    .cfi_offset %rbp, -16
    .cfi_offset %rip, -8
#elif defined(__aarch64__)
    .cfi_def_cfa x29, 16
    .cfi_offset x29, -16
    .cfi_offset x30, -8
#endif
    .skip HOME_SIZE + HOME_MAX_PAGE
#if defined(__x86_64__) || defined(__aarch64__)
    .cfi_endproc
#endif
    .size seam_code_home, HOME_SIZE + HOME_MAX_PAGE
#endif
#include "enter/notes.inc"
