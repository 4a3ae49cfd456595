// What one invocation of the compiler shares: memory, names, sources, diagnostics.
#ifndef SEAM_BASE_SESSION_H
#define SEAM_BASE_SESSION_H

#include "diag.h"

typedef struct Session {
    Arena arena;   // lives as long as the command
    Arena scratch; // reset between passes
    Interner names;
    Sources sources;
    Diags diags;
} Session;

void session_init(Session *s);
void session_deinit(Session *s);

#endif
