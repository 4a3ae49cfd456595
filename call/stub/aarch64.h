// The encoder for AArch64: one function an instruction (ARM ARM C6), the destination first.
#ifndef SEAM_CALL_AARCH64_H
#define SEAM_CALL_AARCH64_H

#include "stub/code.h"

// General registers by number; 31 is the stack pointer as a base or in additions, else zero.
typedef unsigned ArmReg;
enum { ARM_FP = 29, ARM_LR = 30, ARM_SP = 31, ARM_ZERO = 31, ARM_IP0 = 16 };

typedef struct ArmMem {
    ArmReg base;
    int32_t offset;
} ArmMem;

void arm_bti_c(CodeBuffer *c);
void arm_push_frame(CodeBuffer *c); // stp x29, x30, [sp, #-16]!; mov x29, sp
void arm_pop_frame(CodeBuffer *c);  // mov sp, x29; ldp x29, x30, [sp], #16
void arm_ret(CodeBuffer *c);

void arm_mov(CodeBuffer *c, ArmReg to, ArmReg from);
void arm_set(CodeBuffer *c, ArmReg to, uint32_t value);
void arm_add(CodeBuffer *c, ArmReg to, ArmReg from, int32_t value); // also of the stack pointer
void arm_add_register(CodeBuffer *c, ArmReg to, ArmReg a, ArmReg b);
void arm_sub_register(CodeBuffer *c, ArmReg to, ArmReg a, ArmReg b);
void arm_subs_one(CodeBuffer *c, ArmReg r); // and sets the flags
// Of 1, 2, 4 or 8 bytes, extended to 64 bits. The offset may be any; ARM_IP0 is lost if it is
// large.
void arm_load(CodeBuffer *c, ArmReg to, ArmMem from, unsigned size, bool is_signed);
void arm_store(CodeBuffer *c, ArmMem to, ArmReg from, unsigned size);
void arm_extend(CodeBuffer *c, ArmReg to, ArmReg from, unsigned size, bool is_signed);
void arm_or_shifted(CodeBuffer *c, ArmReg to, ArmReg from, unsigned bits); // to |= from << bits
void arm_shift_right(CodeBuffer *c, ArmReg r, unsigned bits);

// Vector registers by number; 4, 8 or 16 bytes.
void arm_load_vector(CodeBuffer *c, unsigned to, ArmMem from, unsigned size);
void arm_store_vector(CodeBuffer *c, ArmMem to, unsigned from, unsigned size);
void arm_widen_float(CodeBuffer *c, unsigned r); // fcvt d, s

void arm_jump_if_zero(CodeBuffer *c, ArmReg r, CodeLabel to);
void arm_jump_if_not_zero(CodeBuffer *c, ArmReg r, CodeLabel to);
void arm_call_register(CodeBuffer *c, ArmReg r);
// Of a function at a fixed address: relative when the code comes to lie in its reach. ARM_IP0 is
// lost.
void arm_call(CodeBuffer *c, const void *function);

// The same without coming back; register 17 is lost instead.
void arm_jump_to(CodeBuffer *c, const void *function);
void arm_thread_pointer(CodeBuffer *c, ArmReg to); // tpidr_el0

#endif
