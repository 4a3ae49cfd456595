// AArch64: its instructions (ARM ARM C6), and the parts of its registers. Register 31 is the stack
// pointer as a base and in additions, else zero. x16 and x17 are lost by large offsets and by calls
// out of the code.
#include "code/machine.h"

#include <string.h>

enum { FP = 29, SP = 31, ZERO = 31, IP0 = 16, IP1 = 17, TEMP = 11 };
static const uint32_t BL = 0x94000000u, NOP = 0xd503201fu, IMM26 = 0x3ffffff;
enum { IMM12 = 4096 };

// ---- moves and arithmetic ----

static void arm_move(CodeBuffer *c, CodeReg to, CodeReg from) {
    code_word(c, 0xaa0003e0u | from << 16 | to);
}

static void arm_set(CodeBuffer *c, CodeReg to, uint32_t value) {
    code_word(c, 0xd2800000u | (value & 0xffff) << 5 | to);                        // movz
    if (value >> 16) code_word(c, 0xf2a00000u | (value >> 16 & 0xffff) << 5 | to); // movk, lsl 16
}

// In up to two parts of twelve bits: stubs have no larger frames.
static void add_immediate(CodeBuffer *c, CodeReg to, CodeReg from, int32_t value) {
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

static void arm_address(CodeBuffer *c, CodeReg to, CodeMem of) {
    add_immediate(c, to, of.base, of.offset);
}

static void arm_add(CodeBuffer *c, CodeReg to, int32_t value) { add_immediate(c, to, to, value); }

static void arm_or_shifted(CodeBuffer *c, CodeReg to, CodeReg from, unsigned bits) {
    code_word(c, 0xaa000000u | from << 16 | bits << 10 | to << 5 | to);
}

static void arm_shift_right(CodeBuffer *c, CodeReg r, unsigned bits) {
    code_word(c, 0xd340fc00u | bits << 16 | r << 5 | r); // ubfm
}

// sbfm and ubfm of the lower bits.
static void arm_extend(CodeBuffer *c, CodeReg to, CodeReg from, unsigned size, bool is_signed) {
    code_word(c, (is_signed ? 0x93400000u : 0xd3400000u) | (8 * size - 1) << 10 | from << 5 | to);
}

// ---- memory ----

static unsigned log_of(unsigned size) {
    return size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : size == 8 ? 3 : 4;
}

// With an unsigned offset in units of the size, a signed one of nine bits in bytes, or an address
// that is made first (ARM ARM C4.1.94).
static void op_memory(CodeBuffer *c, uint32_t op, unsigned reg, CodeMem m, unsigned size) {
    if (m.offset >= 0 && (uint32_t)m.offset % size == 0 && (uint32_t)m.offset / size < IMM12) {
        code_word(c, op | 1u << 24 | ((uint32_t)m.offset / size) << 10 | m.base << 5 | reg);
    } else if (m.offset >= -256 && m.offset < 256) {
        code_word(c, op | ((uint32_t)m.offset & 0x1ff) << 12 | m.base << 5 | reg);
    } else {
        add_immediate(c, IP0, m.base, m.offset);
        code_word(c, op | 1u << 24 | IP0 << 5 | reg);
    }
}

static void arm_load(CodeBuffer *c, CodeReg to, CodeMem from, unsigned size, bool is_signed) {
    uint32_t opc = is_signed && size < 8 ? 2 : 1; // to 64 bits
    op_memory(c, log_of(size) << 30 | 0x38000000u | opc << 22, to, from, size);
}

static void arm_store(CodeBuffer *c, CodeMem to, CodeReg from, unsigned size) {
    op_memory(c, log_of(size) << 30 | 0x38000000u, from, to, size);
}

static uint32_t vector_op(unsigned size, bool is_load) {
    uint32_t wide = size == 16 ? 2u << 22 : 0;
    return (size == 16 ? 0 : log_of(size) << 30) | 0x3c000000u | wide | (is_load ? 1u << 22 : 0);
}

static void arm_load_vector(CodeBuffer *c, unsigned to, CodeMem from, unsigned size) {
    op_memory(c, vector_op(size, true), to, from, size);
}

static void arm_store_vector(CodeBuffer *c, CodeMem to, unsigned from, unsigned size) {
    op_memory(c, vector_op(size, false), from, to, size);
}

static void arm_widen_float(CodeBuffer *c, unsigned to, CodeMem from) {
    arm_load_vector(c, to, from, 4);
    code_word(c, 0x1e22c000u | to << 5 | to); // fcvt d, s
}

static void arm_copy_low(CodeBuffer *c, CodeReg to, unsigned from) {
    code_word(c, 0x9e660000u | from << 5 | to); // fmov x, d
}

// ---- words in memory ----

static void arm_add_to(CodeBuffer *c, CodeMem to, CodeReg from) {
    arm_load(c, TEMP, to, 8, false);
    code_word(c, 0x8b000000u | from << 16 | TEMP << 5 | TEMP);
    arm_store(c, to, TEMP, 8);
}

// tpidr_el0 plus the offset, which may be large: the program's own variables lie before ours. x16
// has a trampoline's data then.
static void arm_load_thread(CodeBuffer *c, CodeReg to, int32_t offset) {
    arm_set(c, TEMP, (uint32_t)offset);
    code_word(c, 0xd53bd040u | to);
    code_word(c, 0xf8606800u | TEMP << 16 | to << 5 | to); // ldr to, [to, x11]
}

// ---- frames ----

static void arm_landing(CodeBuffer *c) { code_word(c, 0xd503245f); } // bti c

// The distance of two touched places is never more than a page of 4 KiB: stp, these, and what the
// next function pushes.
static void arm_open_frame(CodeBuffer *c, uint32_t size) {
    code_word(c, 0xa9bf7bfd); // stp x29, x30, [sp, #-16]!
    code_word(c, 0x910003fd); // mov x29, sp
    for (; size >= IMM12; size -= IMM12) {
        arm_add(c, SP, -IMM12);
        arm_store(c, (CodeMem){SP, 0}, ZERO, 8);
    }
    if (size) arm_add(c, SP, -(int32_t)size);
}

static void arm_leave_frame(CodeBuffer *c) {
    code_word(c, 0x910003bf); // mov sp, x29
    code_word(c, 0xa8c17bfd); // ldp x29, x30, [sp], #16
}

static void arm_close_frame(CodeBuffer *c) {
    arm_leave_frame(c);
    code_word(c, 0xd65f03c0); // ret
}

static uint32_t arm_kept_size(SeamAbi abi) {
    (void)abi;
    return 0;
}

static void arm_keep(CodeBuffer *c, SeamAbi abi, bool back) { (void)c, (void)abi, (void)back; }

// ---- control ----

static void op_label(CodeBuffer *c, uint32_t op, CodeLabel to) {
    code_refer(c, FIX_ARM64_IMM19, c->bytes.len, to);
    code_word(c, op);
}

static void arm_jump_if_zero(CodeBuffer *c, CodeReg r, CodeLabel to) {
    op_label(c, 0xb4000000u | r, to);
}
static void arm_jump_if_not_zero(CodeBuffer *c, CodeReg r, CodeLabel to) {
    op_label(c, 0xb5000000u | r, to);
}
static void arm_jump(CodeBuffer *c, CodeLabel to) { arm_jump_if_zero(c, ZERO, to); }

static void arm_jump_if_same(CodeBuffer *c, CodeReg a, CodeMem b, CodeLabel to) {
    arm_load(c, TEMP, b, 8, false);
    code_word(c, 0xcb000000u | TEMP << 16 | a << 5 | a); // sub
    arm_jump_if_zero(c, a, to);
}

static void arm_count_down(CodeBuffer *c, CodeMem left, CodeLabel again) {
    arm_load(c, TEMP, left, 8, false);
    arm_add(c, TEMP, -1);
    arm_store(c, left, TEMP, 8);
    arm_jump_if_not_zero(c, TEMP, again);
}

static void arm_call_register(CodeBuffer *c, CodeReg r) { code_word(c, 0xd63f0000u | r << 5); }

static void arm_call_at(CodeBuffer *c, CodeMem at) {
    arm_load(c, TEMP, at, 8, false);
    arm_call_register(c, TEMP);
}

// bl target; nop
static void shorten_exit(unsigned char *at, int64_t distance) {
    uint32_t near = BL | ((uint32_t)(distance / 4) & IMM26), nop = NOP;
    memcpy(at, &near, sizeof near);
    memcpy(at + 4, &nop, sizeof nop);
}

static const CodeExitForm exit_form = {1u << 27, shorten_exit};

// ldr x16, literal; blr x16
static void arm_call(CodeBuffer *c, const void *function) {
    code_note_exit(c, &exit_form, function);
    op_label(c, 0x58000000u | IP0, code_literal(c, (uintptr_t)function));
    arm_call_register(c, IP0);
}

// ldr x17, literal; br x17: a trampoline's data stays in x16
static void arm_jump_to(CodeBuffer *c, const void *function) {
    op_label(c, 0x58000000u | IP1, code_literal(c, (uintptr_t)function));
    code_word(c, 0xd61f0000u | IP1 << 5);
}

// ---- the machine ----

static const uint8_t gprs[] = {0, 1, 2, 3, 4, 5, 6, 7, 8}; // 8: the address of a result in memory

static const uint8_t *arm_arguments(SeamAbi abi) {
    return abi == SEAM_ABI_AAPCS64 || abi == SEAM_ABI_APPLE64 ? gprs : NULL;
}

const Machine machine_aarch64 = {
    .frame = FP,
    .stack = SP,
    .entry = {0, 1, 2, 3},
    .results = {0, 1},
    .args = 15,
    .callee = 14,
    .value = 13,
    .data = IP0,
    .self = IP1,
    .work = 12,
    .odd = 12,
    .loop_from = 9,
    .loop_to = 10,
    .loop_left = TEMP,
    .arguments = arm_arguments,
    .landing = arm_landing,
    .open_frame = arm_open_frame,
    .close_frame = arm_close_frame,
    .leave_frame = arm_leave_frame,
    .kept_size = arm_kept_size,
    .keep = arm_keep,
    .move = arm_move,
    .set = arm_set,
    .address = arm_address,
    .load = arm_load,
    .store = arm_store,
    .extend = arm_extend,
    .add = arm_add,
    .add_to = arm_add_to,
    .or_shifted = arm_or_shifted,
    .shift_right = arm_shift_right,
    .load_thread = arm_load_thread,
    .load_vector = arm_load_vector,
    .store_vector = arm_store_vector,
    .widen_float = arm_widen_float,
    .copy_low = arm_copy_low,
    .jump = arm_jump,
    .jump_if_zero = arm_jump_if_zero,
    .jump_if_not_zero = arm_jump_if_not_zero,
    .jump_if_same = arm_jump_if_same,
    .count_down = arm_count_down,
    .call_register = arm_call_register,
    .call_at = arm_call_at,
    .call = arm_call,
    .jump_to = arm_jump_to,
};
