// How unwinders find the caller of generated code (DWARF 5, 6.4.2 and 2.5), as bytes, for the
// assembly and for C: one rule speaks for all code, wherever it is left.
#ifndef SEAM_CALL_RULES_H
#define SEAM_CALL_RULES_H

#if defined(__x86_64__)
// Code begins with endbr64, push rbp, mov rbp, rsp, and ends with leave, ret, or with leave, jmp
// [rip + ..]. So the instruction at hand tells whether the frame stands: each of these has bytes
// that no other instruction of it begins with, and none of them stands behind a call. Nothing but
// sums and products: valgrind knows no branches. Eight bytes are read: code ends that much before
// what may not be read (RULES_READ).
#define RULES_READ 8
#define RULE_WORD  0x80, 0, 0x06 // the word at rip
#define IS_ENDBR64 RULE_WORD, 0x0c, 0xff, 0xff, 0xff, 0xff, 0x1a, 0x0c, 0xf3, 0x0f, 0x1e, 0xfa, 0x29
#define IS_PUSH    RULE_WORD, 0x08, 0xff, 0x1a, 0x08, 0x55, 0x29
#define IS_RET     RULE_WORD, 0x08, 0xff, 0x1a, 0x08, 0xc3, 0x29
#define IS_JMP     RULE_WORD, 0x0a, 0xff, 0xff, 0x1a, 0x0a, 0xff, 0x25, 0x29
#define IS_OUTSIDE IS_ENDBR64, IS_PUSH, 0x22, IS_RET, 0x22, IS_JMP, 0x22 // 1 or 0: 47 bytes
#define IS_MOV \
    RULE_WORD, 0x0c, 0xff, 0xff, 0xff, 0, 0x1a, 0x0c, 0x48, 0x8b, 0xec, 0, 0x29 // 15 bytes

// The frame's address: rbp + 16; outside of the frame rsp + 8; before mov rsp + 16.
#define RULE_CFA                                                                                   \
    0x0f, 78, 0x76, 16, IS_OUTSIDE, 0x77, 8, 0x76, 16, 0x1c, 0x1e, 0x22, IS_MOV, 0x77, 0, 0x76, 0, \
        0x1c, 0x1e, 0x22
// The caller's rbp: the word 16 below that. Outside of the frame rbp itself: the word at rsp, which
// is there, is read and taken off again.
#define RULE_RBP                                                                                \
    0x16, 6, 108, IS_OUTSIDE, 0x33, 0x24, 0x22, 0x40, 0x1c, 0x06, IS_OUTSIDE, 0x76, 0, 0x77, 0, \
        0x06, 0x1c, 0x1e, 0x22
// The return address: the word 8 below.
#define RULES RULE_CFA, RULE_RBP, 0x90, 1

#elif defined(__aarch64__)
// Only while the frame stands: x29 + 16, with x29 and x30 below. libgcc's expressions have no
// program counter here.
#define RULES_READ 0
#define RULES      0x0c, 29, 16, 0x9d, 2, 0x9e, 1

#else // no code is made
#define RULES_READ 0
#endif

#endif
