// The encoder for AArch64: see aarch64.h.
#if defined(__aarch64__)
#include "stub/aarch64.h"

#include <string.h>

enum { BL = 0x94000000u, B = 0x14000000u, NOP = 0xd503201fu, IMM26 = 0x3ffffff };
enum { IMM12 = 4096 };

// ---- frames ----

void arm_bti_c(CodeBuffer *c) { code_word(c, 0xd503245f); }

void arm_push_frame(CodeBuffer *c) {
    code_word(c, 0xa9bf7bfd);
    code_word(c, 0x910003fd);
}

void arm_pop_frame(CodeBuffer *c) {
    code_word(c, 0x910003bf);
    code_word(c, 0xa8c17bfd);
}

void arm_ret(CodeBuffer *c) { code_word(c, 0xd65f03c0); }

// ---- moves and arithmetic ----

void arm_mov(CodeBuffer *c, ArmReg to, ArmReg from) { code_word(c, 0xaa0003e0u | from << 16 | to); }

void arm_set(CodeBuffer *c, ArmReg to, uint32_t value) {
    code_word(c, 0xd2800000u | (value & 0xffff) << 5 | to);                        // movz
    if (value >> 16) code_word(c, 0xf2a00000u | (value >> 16 & 0xffff) << 5 | to); // movk, lsl 16
}

// In up to two parts of twelve bits: stubs have no larger frames.
void arm_add(CodeBuffer *c, ArmReg to, ArmReg from, int32_t value) {
    uint32_t op = value < 0 ? 0xd1000000u : 0x91000000u,
             size = (uint32_t)(value < 0 ? -value : value);
    if (size >= IMM12) {
        code_word(c, op | 1u << 22 | (size >> 12) << 10 | from << 5 | to);
        from = to;
        size %= IMM12;
        if (size == 0) return;
    }
    code_word(c, op | size << 10 | from << 5 | to);
}

void arm_add_register(CodeBuffer *c, ArmReg to, ArmReg a, ArmReg b) {
    code_word(c, 0x8b000000u | b << 16 | a << 5 | to);
}

void arm_sub_register(CodeBuffer *c, ArmReg to, ArmReg a, ArmReg b) {
    code_word(c, 0xcb000000u | b << 16 | a << 5 | to);
}

void arm_thread_pointer(CodeBuffer *c, ArmReg to) { code_word(c, 0xd53bd040u | to); }

void arm_subs_one(CodeBuffer *c, ArmReg r) { code_word(c, 0xf1000400u | r << 5 | r); }

void arm_or_shifted(CodeBuffer *c, ArmReg to, ArmReg from, unsigned bits) {
    code_word(c, 0xaa000000u | from << 16 | bits << 10 | to << 5 | to);
}

void arm_shift_right(CodeBuffer *c, ArmReg r, unsigned bits) {
    code_word(c, 0xd340fc00u | bits << 16 | r << 5 | r); // ubfm
}

// sbfm and ubfm of the lower bits.
void arm_extend(CodeBuffer *c, ArmReg to, ArmReg from, unsigned size, bool is_signed) {
    code_word(c, (is_signed ? 0x93400000u : 0xd3400000u) | (8 * size - 1) << 10 | from << 5 | to);
}

// ---- memory ----

static unsigned log_of(unsigned size) {
    return size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : size == 8 ? 3 : 4;
}

// With an unsigned offset in units of the size, a signed one of nine bits in bytes, or an address
// that is made first (ARM ARM C4.1.94).
static void op_memory(CodeBuffer *c, uint32_t op, unsigned reg, ArmMem m, unsigned size) {
    if (m.offset >= 0 && (uint32_t)m.offset % size == 0 && (uint32_t)m.offset / size < IMM12) {
        code_word(c, op | 1u << 24 | ((uint32_t)m.offset / size) << 10 | m.base << 5 | reg);
    } else if (m.offset >= -256 && m.offset < 256) {
        code_word(c, op | ((uint32_t)m.offset & 0x1ff) << 12 | m.base << 5 | reg);
    } else {
        arm_add(c, ARM_IP0, m.base, m.offset);
        code_word(c, op | 1u << 24 | ARM_IP0 << 5 | reg);
    }
}

void arm_load(CodeBuffer *c, ArmReg to, ArmMem from, unsigned size, bool is_signed) {
    uint32_t opc = is_signed && size < 8 ? 2 : 1; // to 64 bits
    op_memory(c, log_of(size) << 30 | 0x38000000u | opc << 22, to, from, size);
}

void arm_store(CodeBuffer *c, ArmMem to, ArmReg from, unsigned size) {
    op_memory(c, log_of(size) << 30 | 0x38000000u, from, to, size);
}

static uint32_t vector_op(unsigned size, bool is_load) {
    uint32_t wide = size == 16 ? 2u << 22 : 0;
    return (size == 16 ? 0 : log_of(size) << 30) | 0x3c000000u | wide | (is_load ? 1u << 22 : 0);
}

void arm_load_vector(CodeBuffer *c, unsigned to, ArmMem from, unsigned size) {
    op_memory(c, vector_op(size, true), to, from, size);
}

void arm_store_vector(CodeBuffer *c, ArmMem to, unsigned from, unsigned size) {
    op_memory(c, vector_op(size, false), from, to, size);
}

void arm_widen_float(CodeBuffer *c, unsigned r) { code_word(c, 0x1e22c000u | r << 5 | r); }

// ---- control ----

static void op_label(CodeBuffer *c, uint32_t op, CodeLabel to) {
    code_refer(c, FIX_ARM64_IMM19, c->bytes.len, to);
    code_word(c, op);
}

void arm_jump_if_zero(CodeBuffer *c, ArmReg r, CodeLabel to) { op_label(c, 0xb4000000u | r, to); }
void arm_jump_if_not_zero(CodeBuffer *c, ArmReg r, CodeLabel to) {
    op_label(c, 0xb5000000u | r, to);
}
void arm_call_register(CodeBuffer *c, ArmReg r) { code_word(c, 0xd63f0000u | r << 5); }

// ldr x16, literal; blr x16
void arm_call(CodeBuffer *c, const void *function) {
    code_note_exit(c, c->bytes.len, true, function);
    op_label(c, 0x58000000u | ARM_IP0, code_literal(c, (uintptr_t)function));
    arm_call_register(c, ARM_IP0);
}

// ldr x17, literal; br x17
void arm_jump_to(CodeBuffer *c, const void *function) {
    enum { IP1 = 17 };
    code_note_exit(c, c->bytes.len, false, function);
    op_label(c, 0x58000000u | IP1, code_literal(c, (uintptr_t)function));
    code_word(c, 0xd61f0000u | IP1 << 5);
}

// bl target; nop
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
