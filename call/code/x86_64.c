// x86-64: its instructions (Intel SDM volume 2), operands in the order of Intel's syntax, and the
// parts of its registers. Of C functions' conventions this knows System V's, and on Windows
// Windows'.
#include "code/machine.h"

#include <string.h>

enum {
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
    X86_R11
};

enum { REX = 0x40, REX_W = 8, REX_R = 4, REX_B = 1, LONG_EXIT = 6 };
enum { EQUAL = 0x4, NOT_EQUAL = 0x5 }; // conditions
enum { OP_TWO = 0x0f00 };              // opcodes of two bytes

// Whose convention the C functions of this system have.
#if defined(_WIN32)
#define HOST_ABI SEAM_ABI_WIN64
#else
#define HOST_ABI SEAM_ABI_SYSV64
#endif

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
static void put_memory(CodeBuffer *c, unsigned reg, CodeMem m) {
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

static void op_memory(CodeBuffer *c, bool wide, unsigned opcode, unsigned reg, CodeMem m) {
    put_rex(c, wide, reg, m.base, false);
    put_opcode(c, opcode);
    put_memory(c, reg, m);
}

// ---- moves ----

static void x86_move(CodeBuffer *c, CodeReg to, CodeReg from) {
    op_registers(c, true, 0x8b, to, from);
}

static void x86_set(CodeBuffer *c, CodeReg to, uint32_t value) {
    if (value == 0) {
        op_registers(c, false, 0x31, to, to); // xor
        return;
    }
    put_rex(c, false, 0, to, false);
    code_byte(c, 0xb8 | (to & 7));
    code_word(c, value);
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

static void x86_load(CodeBuffer *c, CodeReg to, CodeMem from, unsigned size, bool is_signed) {
    op_memory(c, is_signed || size == 8, extending_opcode(size, is_signed), to, from);
}

static void x86_extend(CodeBuffer *c, CodeReg to, CodeReg from, unsigned size, bool is_signed) {
    bool wide = is_signed || size == 8;
    put_rex(c, wide, to, from, size == 1 && from >= X86_RSP); // else it would be ah, ch ..
    put_opcode(c, extending_opcode(size, is_signed));
    put_registers(c, to, from);
}

static void x86_store(CodeBuffer *c, CodeMem to, CodeReg from, unsigned size) {
    if (size == 2) code_byte(c, 0x66);
    put_rex(c, size == 8, from, to.base, size == 1 && from >= X86_RSP);
    code_byte(c, size == 1 ? 0x88 : 0x89);
    put_memory(c, from, to);
}

static void x86_address(CodeBuffer *c, CodeReg to, CodeMem of) {
    op_memory(c, true, 0x8d, to, of); // lea
}

// ---- arithmetic ----

static void x86_add(CodeBuffer *c, CodeReg to, int32_t value) {
    unsigned operation = value < 0 ? 5 : 0; // sub, add
    int32_t size = value < 0 ? -value : value;
    op_registers(c, true, size < 128 ? 0x83 : 0x81, operation, to);
    if (size < 128) code_byte(c, (unsigned)size);
    else code_word(c, (uint32_t)size);
}

static void x86_add_to(CodeBuffer *c, CodeMem to, CodeReg from) {
    op_memory(c, true, 0x01, from, to);
}

static void shift(CodeBuffer *c, unsigned operation, CodeReg r, unsigned bits) {
    op_registers(c, true, 0xc1, operation, r);
    code_byte(c, bits);
}

static void x86_or_shifted(CodeBuffer *c, CodeReg to, CodeReg from, unsigned bits) {
    shift(c, 4, from, bits);
    op_registers(c, true, 0x0b, to, from);
}

static void x86_shift_right(CodeBuffer *c, CodeReg r, unsigned bits) { shift(c, 5, r, bits); }

// mov to, fs:offset. System V 3.4.6, variant II of thread-local storage: fs is where it is.
static void x86_load_thread(CodeBuffer *c, CodeReg to, int32_t offset) {
    code_byte(c, 0x64);
    put_rex(c, true, to, 0, false);
    code_byte(c, 0x8b);
    code_byte(c, (to & 7) << 3 | 4);
    code_byte(c, 0x25);
    code_word(c, (uint32_t)offset);
}

// ---- vectors and x87 ----

// movss, movsd, movups: the prefix tells the size, and stands before REX.
static void op_vector(CodeBuffer *c, unsigned opcode, unsigned reg, CodeMem m, unsigned size) {
    if (size != 16) code_byte(c, size == 4 ? 0xf3 : 0xf2);
    op_memory(c, false, OP_TWO | opcode, reg, m);
}

static void x86_load_vector(CodeBuffer *c, unsigned to, CodeMem from, unsigned size) {
    op_vector(c, 0x10, to, from, size);
}
static void x86_store_vector(CodeBuffer *c, CodeMem to, unsigned from, unsigned size) {
    op_vector(c, 0x11, from, to, size);
}
static void x86_widen_float(CodeBuffer *c, unsigned to, CodeMem from) {
    op_vector(c, 0x5a, to, from, 4);
}
static void x86_copy_low(CodeBuffer *c, CodeReg to, unsigned from) {
    code_byte(c, 0x66);
    op_registers(c, true, OP_TWO | 0x7e, from, to);
}

static void x86_pop_x87(CodeBuffer *c, CodeMem to) { op_memory(c, false, 0xdb, 7, to); }
static void x86_push_x87(CodeBuffer *c, CodeMem from) { op_memory(c, false, 0xdb, 5, from); }
static void x86_drop_x87(CodeBuffer *c) { code_bytes(c, "\xdd\xd8", 2); } // fstp st0

// ---- frames ----

static void x86_landing(CodeBuffer *c) { code_bytes(c, "\xf3\x0f\x1e\xfa", 4); } // endbr64

// The distance of two touched places is never more than a page: push, these, and the next call.
static void x86_open_frame(CodeBuffer *c, uint32_t size) {
    enum { PAGE = 4096 };
    code_byte(c, 0x55); // push rbp
    x86_move(c, X86_RBP, X86_RSP);
    for (; size >= PAGE; size -= PAGE) {
        x86_add(c, X86_RSP, -PAGE);
        code_bytes(c, "\x48\x83\x0c\x24\x00", 5); // or qword [rsp], 0
    }
    if (size) x86_add(c, X86_RSP, -(int32_t)size);
}

static void x86_leave_frame(CodeBuffer *c) { code_byte(c, 0xc9); }           // leave
static void x86_close_frame(CodeBuffer *c) { code_bytes(c, "\xc9\xc3", 2); } // leave; ret

// Windows' callers want rsi, rdi and xmm6 to xmm15 kept, System V's functions do not keep them.
enum { WORD = 8, KEPT_VECTORS = 10, KEPT = KEPT_VECTORS * 16 + 2 * WORD };

static uint32_t x86_kept_size(SeamAbi abi) {
    return abi == SEAM_ABI_WIN64 && HOST_ABI == SEAM_ABI_SYSV64 ? KEPT : 0;
}

static void x86_keep(CodeBuffer *c, SeamAbi abi, bool back) {
    if (!x86_kept_size(abi)) return;
    for (unsigned i = 0; i < KEPT_VECTORS; i++) {
        CodeMem at = {X86_RBP, 16 * (int32_t)i - KEPT};
        if (back) x86_load_vector(c, 6 + i, at, 16);
        else x86_store_vector(c, at, 6 + i, 16);
    }
    static const CodeReg kept[] = {X86_RSI, X86_RDI};
    for (int32_t i = 0; i < 2; i++) {
        CodeMem at = {X86_RBP, WORD * (i - 2)};
        if (back) x86_load(c, kept[i], at, WORD, false);
        else x86_store(c, at, kept[i], WORD);
    }
}

// ---- control ----

static void x86_jump(CodeBuffer *c, CodeLabel to) {
    code_byte(c, 0xe9);
    code_refer(c, FIX_X86_REL32, c->bytes.len, to);
    code_word(c, 0);
}

static void jump_if(CodeBuffer *c, unsigned condition, CodeLabel to) {
    code_byte(c, 0x0f);
    code_byte(c, 0x80 | condition);
    code_refer(c, FIX_X86_REL32, c->bytes.len, to);
    code_word(c, 0);
}

static void x86_jump_if_zero(CodeBuffer *c, CodeReg r, CodeLabel to) {
    op_registers(c, true, 0x85, r, r); // test
    jump_if(c, EQUAL, to);
}

static void x86_jump_if_not_zero(CodeBuffer *c, CodeReg r, CodeLabel to) {
    op_registers(c, true, 0x85, r, r);
    jump_if(c, NOT_EQUAL, to);
}

static void x86_jump_if_same(CodeBuffer *c, CodeReg a, CodeMem b, CodeLabel to) {
    op_memory(c, true, 0x3b, a, b); // cmp
    jump_if(c, EQUAL, to);
}

static void x86_count_down(CodeBuffer *c, CodeMem left, CodeLabel again) {
    op_memory(c, true, 0xff, 1, left); // dec
    jump_if(c, NOT_EQUAL, again);
}

static void x86_call_register(CodeBuffer *c, CodeReg r) { op_registers(c, false, 0xff, 2, r); }
static void x86_call_at(CodeBuffer *c, CodeMem at) { op_memory(c, false, 0xff, 2, at); }

// As linkers do (psABI B.2): addr32 call rel32.
static void shorten_exit(unsigned char *at, int64_t distance) {
    int32_t near = (int32_t)(distance - LONG_EXIT);
    memcpy(at, "\x67\xe8", 2);
    memcpy(at + 2, &near, sizeof near);
}

static const CodeExitForm exit_form = {INT32_MAX - LONG_EXIT, shorten_exit};

// call [rip + literal], jmp [rip + literal]: six bytes.
static void by_literal(CodeBuffer *c, unsigned operation, const void *function) {
    code_byte(c, 0xff);
    code_byte(c, operation << 3 | 5);
    code_refer(c, FIX_X86_REL32, c->bytes.len, code_literal(c, (uintptr_t)function));
    code_word(c, 0);
}

static void x86_call(CodeBuffer *c, const void *function) {
    code_note_exit(c, &exit_form, function);
    by_literal(c, 2, function);
}

// Unwinders know it by its form (memory/rules.h).
static void x86_jump_to(CodeBuffer *c, const void *function) { by_literal(c, 4, function); }

// ---- the machine ----

static const uint8_t sysv64_gprs[] = {X86_RDI, X86_RSI, X86_RDX, X86_RCX, X86_R8, X86_R9},
                     win64_gprs[] = {X86_RCX, X86_RDX, X86_R8, X86_R9};

// A System V function keeps less than Windows' callers want, and stubs save nothing.
static const uint8_t *x86_arguments(SeamAbi abi) {
    if (abi == SEAM_ABI_WIN64) return win64_gprs;
    return abi == SEAM_ABI_SYSV64 && HOST_ABI == SEAM_ABI_SYSV64 ? sysv64_gprs : NULL;
}

const Machine machine_x86_64 = {
    .frame = X86_RBP,
    .stack = X86_RSP,
#if defined(_WIN32)
    .entry = {X86_RCX, X86_RDX, X86_R8, X86_R9},
    .home = 32,
#else
    .entry = {X86_RDI, X86_RSI, X86_RDX, X86_RCX},
    .load_thread = x86_load_thread,
#endif
    .results = {X86_RAX, X86_RDX},
    .vectors = X86_RAX,
    .args = X86_R10,
    .callee = X86_R11,
    .value = X86_RAX,
    .data = X86_R10,
    .self = X86_R11,
    .work = X86_RCX,
    .odd = X86_RAX,
    .loop_from = X86_RDX,
    .loop_to = X86_R8,
    .loop_left = X86_R9,
    .arguments = x86_arguments,
    .landing = x86_landing,
    .open_frame = x86_open_frame,
    .close_frame = x86_close_frame,
    .leave_frame = x86_leave_frame,
    .kept_size = x86_kept_size,
    .keep = x86_keep,
    .move = x86_move,
    .set = x86_set,
    .address = x86_address,
    .load = x86_load,
    .store = x86_store,
    .extend = x86_extend,
    .add = x86_add,
    .add_to = x86_add_to,
    .or_shifted = x86_or_shifted,
    .shift_right = x86_shift_right,
    .load_vector = x86_load_vector,
    .store_vector = x86_store_vector,
    .widen_float = x86_widen_float,
    .copy_low = x86_copy_low,
    .pop_x87 = x86_pop_x87,
    .push_x87 = x86_push_x87,
    .drop_x87 = x86_drop_x87,
    .jump = x86_jump,
    .jump_if_zero = x86_jump_if_zero,
    .jump_if_not_zero = x86_jump_if_not_zero,
    .jump_if_same = x86_jump_if_same,
    .count_down = x86_count_down,
    .call_register = x86_call_register,
    .call_at = x86_call_at,
    .call = x86_call,
    .jump_to = x86_jump_to,
};
