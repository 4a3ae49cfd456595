// Machines without stubs: see arm.c.
#if !defined(__x86_64__) && !defined(__aarch64__)
#include "stub/stub.h"

bool stub_emit(const StubPlan *plan, CodeBuffer *c) {
    (void)plan, (void)c;
    return false;
}
#endif
typedef int NotEmpty; // C wants something in each file
