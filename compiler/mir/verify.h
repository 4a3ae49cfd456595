// The two halves of mir_verify, our own check of MIR between passes.
#ifndef SEAM_MIR_VERIFY_H
#define SEAM_MIR_VERIFY_H

#include "mir/build.h"

typedef struct Verify {
    Arena *arena;
    const MirModule *module;
    const MirFunction *function;
    bool counted;
    const char *mistake; // the first one found; NULL
} Verify;

__attribute__((format(printf, 2, 3))) void verify_fail(Verify *v, const char *format, ...);
// What is where: scopes, declarations before uses, whole values, types.
void verify_shape(Verify *v);
// After counting: every owned local is given up exactly once on every path.
void verify_flow(Verify *v);

#endif
