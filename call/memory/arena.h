// Executable memory for code that is generated at run time. It lives until the process ends, is
// never writable and executable at the same address, lies near the library itself, is known to the
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

// One thread at a time makes code: the lock around that, which fork takes as well. A signal handler
// cannot wait for it, since the thread that it interrupted may have it: `wait` is false there, and
// false comes back when somebody has it.
bool arena_begin(bool wait);
void arena_end(void);
// Between the two: puts finished code (code_finish) where it can run, and tells its first byte. Its
// frames must be as rules.h says and hold no other register of the caller's than the frame pointer,
// so that exceptions pass through. `may_map`: the caller is
// in no signal handler, so that further addresses may be taken for code. false: the system refuses
// executable memory (arena_mode), there are no addresses, or the code has failed.
bool arena_add(const CodeBuffer *code, bool may_map, void **entry);
bool arena_is_full(void); // without `may_map` there is nothing to be had; takes no lock
// Takes more addresses if arena_add without `may_map` wanted some. Not in a signal handler, and not
// between the two.
void arena_prepare(void);
// What arena_add uses now: SEALED until it was refused.
ArenaMode arena_mode(void);
// How many bytes of code there are.
size_t arena_size(void);

#endif
