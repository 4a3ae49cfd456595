// Executable memory for code that is generated at run time. It lives until the process ends, is
// never writable and executable at the same address, lies near the C library, is known to the
// unwinder, and survives fork.
#ifndef SEAM_CALL_ARENA_H
#define SEAM_CALL_ARENA_H

#include "code/code.h"

// How code is made executable; SEAM_CALL_EXEC in the environment names the only one to be tried.
typedef enum ArenaMode {
    ARENA_SEALED, // mprotect: written in a private copy of its pages, which then takes their place
    ARENA_SHARED, // memfd: written through a second mapping of the same pages
    ARENA_NONE    // not at all: everything that would want code has to do without
} ArenaMode;

// Puts finished code (code_finish) where it can run, and tells its first byte. Its frames must be
// `push rbp; mov rbp, rsp` (AArch64: `stp x29, x30, [sp, #-16]!; mov x29, sp`) and hold no other
// register of the caller's, so that exceptions pass through. Any thread. false: the system refuses
// executable memory, there is none, or the code has failed.
bool arena_add(const CodeBuffer *code, void **entry);
// What arena_add uses now: SEALED until it was refused.
ArenaMode arena_mode(void);
// How many bytes of code there are.
size_t arena_size(void);

#endif
