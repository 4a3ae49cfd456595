// The machine that this process runs on.
#include "code/machine.h"

const Machine *machine_of(SeamAbi abi) {
    const Machine *m = NULL;
#if defined(__x86_64__)
    m = &machine_x86_64;
#elif defined(__aarch64__)
    m = &machine_aarch64;
#endif
    return m && m->arguments(abi) ? m : NULL;
}
