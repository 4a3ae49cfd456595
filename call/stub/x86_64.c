// The encoder for x86-64: see x86_64.h.
#if defined(__x86_64__)
#include "stub/x86_64.h"

#include <string.h>

enum { REX = 0x40, REX_W = 8, REX_R = 4, REX_B = 1, LONG_EXIT = 6 };
enum { OP_TWO = 0x0f00 }; // opcodes of two bytes

// ---- parts of instructions ----

static void put_rex(CodeBuffer *c, bool wide, unsigned reg, unsigned base, bool always) {
    unsigned rex = (wide ? REX_W : 0u) | (reg >= 8 ? REX_R : 0u) | (base >= 8 ? REX_B : 0u);
    if (rex || always) code_byte(c, REX | rex);
}

static void put_opcode(CodeBuffer *c, unsigned opcode) {
    if (opcode >= OP_TWO) code_byte(c, 0x0f);
    code_byte(c, opcode & 0xff);
}

static void put_registers(CodeBuffer *c, unsigned reg, unsigned rm) {
    code_byte(c, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

// ModRM, SIB and displacement (SDM 2.1.5): rsp and r12 want a SIB, rbp and r13 a displacement.
static void put_memory(CodeBuffer *c, unsigned reg, X86Mem m) {
    unsigned base = m.base & 7;
    bool is_near = m.offset >= -128 && m.offset < 128, bare = m.offset == 0 && base != X86_RBP;
    code_byte(c, (bare ? 0u : is_near ? 0x40u : 0x80u) | (reg & 7) << 3 | base);
    if (base == X86_RSP) code_byte(c, 0x24);
    if (bare) return;
    if (is_near) code_byte(c, (unsigned)m.offset & 0xff);
    else code_word(c, (uint32_t)m.offset);
}

static void op_registers(CodeBuffer *c, bool wide, unsigned opcode, unsigned reg, unsigned rm) {
    put_rex(c, wide, reg, rm, false);
    put_opcode(c, opcode);
    put_registers(c, reg, rm);
}

static void op_memory(CodeBuffer *c, bool wide, unsigned opcode, unsigned reg, X86Mem m) {
    put_rex(c, wide, reg, m.base, false);
    put_opcode(c, opcode);
    put_memory(c, reg, m);
}

// rip-relative.
static void op_label(CodeBuffer *c, bool wide, unsigned opcode, unsigned reg, CodeLabel label) {
    put_rex(c, wide, reg, 0, false);
    put_opcode(c, opcode);
    code_byte(c, (reg & 7) << 3 | 5);
    code_refer(c, FIX_X86_REL32, c->bytes.len, label);
    code_word(c, 0);
}

// ---- frames ----

void x86_endbr64(CodeBuffer *c) { code_bytes(c, "\xf3\x0f\x1e\xfa", 4); }
void x86_push(CodeBuffer *c, X86Reg r) {
    put_rex(c, false, 0, r, false);
    code_byte(c, 0x50 | (r & 7));
}
void x86_leave(CodeBuffer *c) { code_byte(c, 0xc9); }
void x86_ret(CodeBuffer *c) { code_byte(c, 0xc3); }

// ---- moves ----

void x86_mov(CodeBuffer *c, X86Reg to, X86Reg from) { op_registers(c, true, 0x8b, to, from); }
void x86_mov32(CodeBuffer *c, X86Reg to, X86Reg from) { op_registers(c, false, 0x8b, to, from); }

void x86_set(CodeBuffer *c, X86Reg to, uint64_t value) {
    if (value == 0) {
        op_registers(c, false, 0x31, to, to); // xor
        return;
    }
    put_rex(c, value > UINT32_MAX, 0, to, false);
    code_byte(c, 0xb8 | (to & 7));
    code_bytes(c, &value, value > UINT32_MAX ? 8 : 4);
}

// movzx, movsx, movsxd and mov, by size and sign; of 32 bits without sign the plain mov.
static unsigned extending_opcode(unsigned size, bool is_signed) {
    switch (size) {
    case 1: return OP_TWO | (is_signed ? 0xbeu : 0xb6u);
    case 2: return OP_TWO | (is_signed ? 0xbfu : 0xb7u);
    case 4: return is_signed ? 0x63 : 0x8b;
    default: return 0x8b;
    }
}

void x86_load(CodeBuffer *c, X86Reg to, X86Mem from, unsigned size, bool is_signed) {
    op_memory(c, is_signed || size == 8, extending_opcode(size, is_signed), to, from);
}

void x86_extend(CodeBuffer *c, X86Reg to, X86Reg from, unsigned size, bool is_signed) {
    bool wide = is_signed || size == 8;
    put_rex(c, wide, to, from, size == 1 && from >= X86_RSP); // else it would be ah, ch ..
    put_opcode(c, extending_opcode(size, is_signed));
    put_registers(c, to, from);
}

void x86_store(CodeBuffer *c, X86Mem to, X86Reg from, unsigned size) {
    if (size == 2) code_byte(c, 0x66);
    put_rex(c, size == 8, from, to.base, size == 1 && from >= X86_RSP);
    code_byte(c, size == 1 ? 0x88 : 0x89);
    put_memory(c, from, to);
}

void x86_lea(CodeBuffer *c, X86Reg to, X86Mem from) { op_memory(c, true, 0x8d, to, from); }
void x86_lea_label(CodeBuffer *c, X86Reg to, CodeLabel label) {
    op_label(c, true, 0x8d, to, label);
}

// ---- arithmetic ----

static void op_immediate(CodeBuffer *c, unsigned operation, X86Reg to, int32_t value) {
    bool is_near = value >= -128 && value < 128;
    op_registers(c, true, is_near ? 0x83 : 0x81, operation, to);
    if (is_near) code_byte(c, (unsigned)value & 0xff);
    else code_word(c, (uint32_t)value);
}

void x86_add(CodeBuffer *c, X86Reg to, int32_t value) { op_immediate(c, 0, to, value); }
void x86_sub(CodeBuffer *c, X86Reg to, int32_t value) { op_immediate(c, 5, to, value); }
void x86_add_to(CodeBuffer *c, X86Mem to, X86Reg from) { op_memory(c, true, 0x01, from, to); }
void x86_dec_at(CodeBuffer *c, X86Mem at) { op_memory(c, true, 0xff, 1, at); }
void x86_or(CodeBuffer *c, X86Reg to, X86Reg from) { op_registers(c, true, 0x0b, to, from); }
void x86_shl(CodeBuffer *c, X86Reg r, unsigned bits) {
    op_registers(c, true, 0xc1, 4, r);
    code_byte(c, bits);
}
void x86_shr(CodeBuffer *c, X86Reg r, unsigned bits) {
    op_registers(c, true, 0xc1, 5, r);
    code_byte(c, bits);
}
void x86_test(CodeBuffer *c, X86Reg a, X86Reg b) { op_registers(c, true, 0x85, b, a); }
void x86_cmp_at(CodeBuffer *c, X86Reg a, X86Mem b) { op_memory(c, true, 0x3b, a, b); }

// ---- vectors and x87 ----

// movss, movsd, movups: the prefix tells the size, and stands before REX.
static void op_vector(CodeBuffer *c, unsigned opcode, unsigned reg, X86Mem m, unsigned size) {
    if (size != 16) code_byte(c, size == 4 ? 0xf3 : 0xf2);
    op_memory(c, false, OP_TWO | opcode, reg, m);
}

void x86_load_vector(CodeBuffer *c, unsigned to, X86Mem from, unsigned size) {
    op_vector(c, 0x10, to, from, size);
}
void x86_store_vector(CodeBuffer *c, X86Mem to, unsigned from, unsigned size) {
    op_vector(c, 0x11, from, to, size);
}
void x86_widen_float(CodeBuffer *c, unsigned to, X86Mem from) { op_vector(c, 0x5a, to, from, 4); }
void x86_narrow_double(CodeBuffer *c, unsigned to, unsigned from) {
    code_byte(c, 0xf2);
    op_registers(c, false, OP_TWO | 0x5a, to, from);
}
void x86_move_vector_low(CodeBuffer *c, X86Reg to, unsigned from) {
    code_byte(c, 0x66);
    op_registers(c, true, OP_TWO | 0x7e, from, to);
}

void x86_fstp(CodeBuffer *c, X86Mem to) { op_memory(c, false, 0xdb, 7, to); }
void x86_fld(CodeBuffer *c, X86Mem from) { op_memory(c, false, 0xdb, 5, from); }
void x86_fpop(CodeBuffer *c) { code_bytes(c, "\xdd\xd8", 2); } // fstp st0
void x86_copy_words(CodeBuffer *c) { code_bytes(c, "\xf3\x48\xa5", 3); }

// ---- control ----

void x86_jump(CodeBuffer *c, CodeLabel to) {
    code_byte(c, 0xe9);
    code_refer(c, FIX_X86_REL32, c->bytes.len, to);
    code_word(c, 0);
}

void x86_jump_if(CodeBuffer *c, X86Cond cond, CodeLabel to) {
    code_byte(c, 0x0f);
    code_byte(c, 0x80 | cond);
    code_refer(c, FIX_X86_REL32, c->bytes.len, to);
    code_word(c, 0);
}

void x86_call_register(CodeBuffer *c, X86Reg r) { op_registers(c, false, 0xff, 2, r); }
void x86_jump_register(CodeBuffer *c, X86Reg r) { op_registers(c, false, 0xff, 4, r); }
void x86_call_at(CodeBuffer *c, X86Mem at) { op_memory(c, false, 0xff, 2, at); }
void x86_jump_at(CodeBuffer *c, X86Mem at) { op_memory(c, false, 0xff, 4, at); }

// call [rip + literal], jmp [rip + literal]: six bytes.
static void exit_to(CodeBuffer *c, bool is_call, const void *function) {
    code_note_exit(c, c->bytes.len, is_call, function);
    op_label(c, false, 0xff, is_call ? 2 : 4, code_literal(c, (uintptr_t)function));
}

void x86_call(CodeBuffer *c, const void *function) { exit_to(c, true, function); }
void x86_jump_to(CodeBuffer *c, const void *function) { exit_to(c, false, function); }

// As linkers do (psABI B.2): addr32 call rel32, and jmp rel32 with a nop behind.
void code_shorten_exit(unsigned char *at, uintptr_t address, const CodeExit *exit) {
    uintptr_t behind = address + (exit->is_call ? LONG_EXIT : LONG_EXIT - 1);
    int64_t distance = (int64_t)(exit->target - behind);
    if (distance < INT32_MIN || distance > INT32_MAX) return;
    int32_t near = (int32_t)distance;
    static const unsigned char call[] = {0x67, 0xe8, 0, 0, 0, 0}, jump[] = {0xe9, 0, 0, 0, 0, 0x90};
    memcpy(at, exit->is_call ? call : jump, LONG_EXIT);
    memcpy(at + (exit->is_call ? 2 : 1), &near, sizeof near);
}

const uint64_t code_reach = INT32_MAX;
#endif
typedef int NotEmpty; // C wants something in each file
