// Inside the engine: the way of a bound function without generated code.
#ifndef SEAM_CALL_BOUND_H
#define SEAM_CALL_BOUND_H

#include "enter/assembly.h"
#include "sig/sig.h"

// Assembly: the trampoline's context becomes the third argument of seam_bound_run.
CALL_HIDDEN CallCode seam_bound_enter, seam_trampoline_poisoned;
CALL_HIDDEN void seam_bound_run(const uint64_t *slots, void *ret, const SeamBound *bound);

#endif
