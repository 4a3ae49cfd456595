// The encoder for AArch64 (ARM ARM C6).
#if defined(__aarch64__)
#include "stub/code.h"

#include <string.h>

enum { BL = 0x94000000u, B = 0x14000000u, NOP = 0xd503201fu, IMM26 = 0x3ffffff };

// `ldr x16, literal; blr x16` becomes `bl target; nop`.
void code_shorten_exit(unsigned char *at, uintptr_t address, const CodeExit *exit) {
    int64_t distance = (int64_t)(exit->target - address);
    if (distance < -(int64_t)code_reach || distance >= (int64_t)code_reach) return;
    uint32_t near = (exit->is_call ? BL : B) | ((uint32_t)(distance / 4) & IMM26), nop = NOP;
    memcpy(at, &near, sizeof near);
    memcpy(at + 4, &nop, sizeof nop);
}

const uint64_t code_reach = 1u << 27;
#endif
typedef int NotEmpty; // C wants something in each file
