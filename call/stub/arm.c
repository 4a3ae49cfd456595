// ARM has no encoder: calls and closures of its conventions go by the move list.
#if !defined(__x86_64__) && !defined(__aarch64__)
#include "stub/code.h"

void code_shorten_exit(unsigned char *at, uintptr_t address, const CodeExit *exit) {
    (void)at, (void)address, (void)exit;
}

const uint64_t code_reach = INT32_MAX;
#endif
typedef int NotEmpty; // C wants something in each file
