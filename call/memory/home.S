// The first arena: addresses of our own, so that every unwinder, debugger and profiler knows the frames in it by a
// description that was loaded with the library, and nobody has to be told. One speaks for all code there (rules.h). It is
// memory without a file, of which only what gets code is ever used.
#if defined(__ELF__)
#include "memory/home.h"
#include "memory/rules.h"

    .section .bss
    .p2align 12
    .hidden seam_code_home
    .globl seam_code_home
    .type seam_code_home, %object
seam_code_home:
#if defined(RULES)
    .cfi_startproc
    .cfi_escape RULES
#endif
    .skip HOME_SIZE + HOME_MAX_PAGE
#if defined(RULES)
    .cfi_endproc
#endif
    .size seam_code_home, HOME_SIZE + HOME_MAX_PAGE
#endif
#include "enter/notes.inc"
