// The encoder for x86-64: one function an instruction (Intel SDM volume 2), operands in the order
// of Intel's syntax, the destination first.
#ifndef SEAM_CALL_X86_64_H
#define SEAM_CALL_X86_64_H

#include "stub/code.h"

typedef enum X86Reg {
    X86_RAX,
    X86_RCX,
    X86_RDX,
    X86_RBX,
    X86_RSP,
    X86_RBP,
    X86_RSI,
    X86_RDI,
    X86_R8,
    X86_R9,
    X86_R10,
    X86_R11,
    X86_R12,
    X86_R13,
    X86_R14,
    X86_R15
} X86Reg;

// Bytes at a register plus a distance.
typedef struct X86Mem {
    X86Reg base;
    int32_t offset;
} X86Mem;

typedef enum X86Cond { X86_EQUAL = 0x4, X86_NOT_EQUAL = 0x5 } X86Cond;

void x86_endbr64(CodeBuffer *c);
void x86_push(CodeBuffer *c, X86Reg r);
void x86_leave(CodeBuffer *c);
void x86_ret(CodeBuffer *c);

void x86_mov(CodeBuffer *c, X86Reg to, X86Reg from);    // 64 bits
void x86_mov32(CodeBuffer *c, X86Reg to, X86Reg from);  // and clears the upper half
void x86_set(CodeBuffer *c, X86Reg to, uint64_t value); // in the shortest form
// Of 1, 2, 4 or 8 bytes, extended to 64 bits with the sign or with zeros.
void x86_load(CodeBuffer *c, X86Reg to, X86Mem from, unsigned size, bool is_signed);
// The same of a register's lower bytes.
void x86_extend(CodeBuffer *c, X86Reg to, X86Reg from, unsigned size, bool is_signed);
void x86_store(CodeBuffer *c, X86Mem to, X86Reg from, unsigned size); // of 1, 2, 4 or 8 bytes
void x86_lea(CodeBuffer *c, X86Reg to, X86Mem from);
void x86_lea_label(CodeBuffer *c, X86Reg to, CodeLabel label);

void x86_add(CodeBuffer *c, X86Reg to, int32_t value); // 64 bits
void x86_sub(CodeBuffer *c, X86Reg to, int32_t value);
void x86_add_to(CodeBuffer *c, X86Mem to, X86Reg from); // 64 bits in memory
void x86_dec_at(CodeBuffer *c, X86Mem at);              // likewise; sets the flags
void x86_or(CodeBuffer *c, X86Reg to, X86Reg from);
void x86_shl(CodeBuffer *c, X86Reg r, unsigned bits);
void x86_shr(CodeBuffer *c, X86Reg r, unsigned bits);
void x86_test(CodeBuffer *c, X86Reg a, X86Reg b);
void x86_cmp_at(CodeBuffer *c, X86Reg a, X86Mem b); // 64 bits

// Vector registers by number; 4, 8 or 16 bytes.
void x86_load_vector(CodeBuffer *c, unsigned to, X86Mem from, unsigned size);
void x86_store_vector(CodeBuffer *c, X86Mem to, unsigned from, unsigned size);
void x86_widen_float(CodeBuffer *c, unsigned to, X86Mem from);     // cvtss2sd
void x86_narrow_double(CodeBuffer *c, unsigned to, unsigned from); // cvtsd2ss
void x86_move_vector_low(CodeBuffer *c, X86Reg to, unsigned from); // movq

void x86_fstp(CodeBuffer *c, X86Mem to); // long double
void x86_fld(CodeBuffer *c, X86Mem from);
void x86_fpop(CodeBuffer *c);
void x86_copy_words(CodeBuffer *c); // rep movsq: rcx words from rsi to rdi

void x86_jump(CodeBuffer *c, CodeLabel to);
void x86_jump_if(CodeBuffer *c, X86Cond cond, CodeLabel to);
void x86_call_register(CodeBuffer *c, X86Reg r);
void x86_jump_register(CodeBuffer *c, X86Reg r);
void x86_call_at(CodeBuffer *c, X86Mem at); // the address is in memory
void x86_jump_at(CodeBuffer *c, X86Mem at);
// Of a function at a fixed address: relative when the code comes to lie in its reach.
void x86_call(CodeBuffer *c, const void *function);
void x86_jump_to(CodeBuffer *c, const void *function);

#endif
