// Stubs for AArch64. In a stub: x15 points to the arguments, x14 is the callee, x13 points to the
// argument at hand, x11 and x12 are for the work; x16 belongs to the encoder. Stack arguments and
// copies come first, as emit_x86_64.c does it.
#if defined(__aarch64__)
#include "stub/aarch64.h"
#include "stub/stub.h"

enum { ARGS = 15, CALLEE = 14, VALUE = 13, WORK = 12, WORK_TOO = 11, WORK_VECTOR = 0, HIDDEN = 8 };
enum { LONG_COPY = 256, PAIR = 16 };

typedef struct Emitter {
    CodeBuffer *code;
    const StubPlan *plan;
    const SeamSig *sig;
    StubFrame frame;
    size_t pointed; // argument that VALUE points to, plus one; 0: none
} Emitter;

static ArmMem local(uint32_t below) { return (ArmMem){ARM_FP, -(int32_t)below}; }
static ArmMem plus(ArmMem m, uint32_t offset) {
    return (ArmMem){m.base, m.offset + (int32_t)offset};
}
static bool by_slots(const Emitter *e) {
    return e->plan->kind == STUB_SLOTS || e->plan->kind == STUB_BOUND;
}

// Where an argument's value is, after this.
static ArmMem value_at(Emitter *e, size_t index) {
    if (by_slots(e)) return (ArmMem){ARGS, (int32_t)(8 * stub_slot(e->sig, index))};
    if (e->pointed != index + 1)
        arm_load(e->code, VALUE, (ArmMem){ARGS, (int32_t)(8 * index)}, 8, false);
    e->pointed = index + 1;
    return (ArmMem){VALUE, 0};
}

// ---- copies ----

// The larger half of what is not a power of two: two of them overlap to the whole.
static uint32_t half_of(uint32_t size) { return size > 4 ? 4 : size > 2 ? 2 : 1; }
static bool is_power(uint32_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

static void move(Emitter *e, ArmMem to, ArmMem from, uint32_t size) {
    arm_load(e->code, WORK, from, size, false);
    arm_store(e->code, to, WORK, size);
}

// A loop from the last word down to the first: x9 and x10 are the places, x11 what is left.
static void copy_words(Emitter *e, ArmMem to, ArmMem from, uint32_t words) {
    CodeLabel again = code_label(e->code);
    arm_add(e->code, 9, from.base, from.offset);
    arm_add(e->code, 10, to.base, to.offset);
    arm_set(e->code, WORK_TOO, words);
    code_bind(e->code, again);
    move(e, (ArmMem){10, 0}, (ArmMem){9, 0}, 8);
    arm_add(e->code, 9, 9, 8);
    arm_add(e->code, 10, 10, 8);
    arm_subs_one(e->code, WORK_TOO);
    arm_jump_if_not_zero(e->code, WORK_TOO, again);
}

static void copy(Emitter *e, ArmMem to, ArmMem from, uint32_t size) {
    uint32_t at = 0;
    if (size >= LONG_COPY) {
        copy_words(e, to, from, size / 8);
        at = size & ~7u;
    }
    for (; at + 8 <= size; at += 8) move(e, plus(to, at), plus(from, at), 8);
    uint32_t left = size - at;
    if (left == 0) return;
    if (size >= 8 || is_power(left)) {
        at = size >= 8 ? size - 8 : at;
        move(e, plus(to, at), plus(from, at), size >= 8 ? 8 : left);
    } else {
        uint32_t half = half_of(left), second = at + left - half;
        move(e, plus(to, at), plus(from, at), half);
        move(e, plus(to, second), plus(from, second), half);
    }
}

// ---- arguments on the stack, and copies of those that go by pointer ----

static void store_piece(Emitter *e, ArmMem value, const CallPlace *place, const CallPiece *p) {
    ArmMem to = {ARM_SP, (int32_t)p->offset}, from = plus(value, p->value);
    if (place->widened) {
        arm_load_vector(e->code, WORK_VECTOR, from, 4);
        arm_widen_float(e->code, WORK_VECTOR);
        arm_store_vector(e->code, to, WORK_VECTOR, 8);
    } else if (p->extend != EXTEND_NONE && p->size < 8) {
        arm_load(e->code, WORK, from, p->size, p->extend == EXTEND_SIGN);
        arm_store(e->code, to, WORK, 8);
    } else {
        copy(e, to, from, p->size);
    }
}

static void store_arguments(Emitter *e) {
    const CallLayout *l = &e->sig->layout;
    uint32_t copied = e->frame.copies;
    for (size_t i = 0; i < e->sig->parts.count; i++) {
        const CallPlace *place = &l->args[i];
        const CallPiece *pieces = &l->pieces[place->first];
        if (place->indirect) {
            uint32_t size = (uint32_t)e->sig->parts.args[i]->size;
            copy(e, local(copied), value_at(e, i), size);
            if (pieces->bank == BANK_STACK) {
                arm_add(e->code, WORK, ARM_FP, -(int32_t)copied);
                arm_store(e->code, (ArmMem){ARM_SP, (int32_t)pieces->offset}, WORK, 8);
            }
            copied -= stub_round_16(size);
            continue;
        }
        for (uint32_t k = 0; k < place->count; k++)
            if (pieces[k].bank == BANK_STACK) store_piece(e, value_at(e, i), place, &pieces[k]);
    }
}

// ---- arguments in registers ----

static void load_gpr(Emitter *e, size_t index, const CallPiece *p) {
    ArmMem from = plus(value_at(e, index), p->value);
    if (is_power(p->size) || by_slots(e)) {
        arm_load(e->code, p->at, from, is_power(p->size) ? p->size : 8, p->extend == EXTEND_SIGN);
        return;
    }
    uint32_t half = half_of(p->size), second = p->size - half;
    arm_load(e->code, p->at, from, half, false);
    arm_load(e->code, WORK, plus(from, second), half, false);
    arm_or_shifted(e->code, p->at, WORK, 8 * second);
}

static void load_piece(Emitter *e, size_t index, const CallPlace *place, const CallPiece *p) {
    if (p->bank == BANK_GPR) load_gpr(e, index, p);
    if (p->bank != BANK_FPR) return;
    ArmMem from = plus(value_at(e, index), p->value);
    arm_load_vector(e->code, p->at, from, place->widened ? 4 : p->size);
    if (place->widened) arm_widen_float(e->code, p->at);
}

static void load_arguments(Emitter *e) {
    const CallLayout *l = &e->sig->layout;
    uint32_t copied = e->frame.copies;
    for (size_t i = 0; i < e->sig->parts.count; i++) {
        const CallPlace *place = &l->args[i];
        const CallPiece *pieces = &l->pieces[place->first];
        if (place->indirect) {
            if (pieces->bank == BANK_GPR) arm_add(e->code, pieces->at, ARM_FP, -(int32_t)copied);
            copied -= stub_round_16(e->sig->parts.args[i]->size);
            continue;
        }
        for (uint32_t k = 0; k < place->count; k++) load_piece(e, i, place, &pieces[k]);
    }
}

// The result's address, or that of memory that is thrown away.
static void load_hidden(Emitter *e) {
    if (!e->sig->layout.ret.indirect) return;
    CodeLabel given = code_label(e->code);
    arm_load(e->code, HIDDEN, local(FRAME_RET), 8, false);
    arm_jump_if_not_zero(e->code, HIDDEN, given);
    arm_add(e->code, HIDDEN, ARM_FP, -(int32_t)e->frame.ignored);
    code_bind(e->code, given);
}

// ---- the result ----

static void store_odd(Emitter *e, ArmMem to, ArmReg from, uint32_t size) {
    for (uint32_t part = 4; part > 0; part /= 2) {
        if (size < part) continue;
        arm_store(e->code, to, from, part);
        arm_shift_right(e->code, from, 8 * part);
        to = plus(to, part);
        size -= part;
    }
}

static void store_result_piece(Emitter *e, const CallPiece *p) {
    ArmMem to = {WORK, (int32_t)p->value};
    if (p->bank == BANK_FPR) arm_store_vector(e->code, to, p->at, p->size);
    if (p->bank != BANK_GPR) return;
    bool is_wide = e->plan->kind == STUB_FFI && p->extend != EXTEND_NONE && p->size < 8;
    if (is_wide) arm_extend(e->code, p->at, p->at, p->size, p->extend == EXTEND_SIGN);
    if (is_wide || is_power(p->size)) arm_store(e->code, to, p->at, is_wide ? 8 : p->size);
    else store_odd(e, to, p->at, p->size);
}

static void store_result(Emitter *e) {
    const CallPlace *ret = &e->sig->layout.ret;
    if (!stub_has_result(e->sig)) return;
    CodeLabel unwanted = code_label(e->code);
    arm_load(e->code, WORK, local(FRAME_RET), 8, false);
    arm_jump_if_zero(e->code, WORK, unwanted);
    for (uint32_t i = 0; i < ret->count; i++)
        store_result_piece(e, &e->sig->layout.pieces[ret->first + i]);
    code_bind(e->code, unwanted);
}

// ---- whole stubs ----

static void call_once(Emitter *e) {
    e->pointed = 0;
    store_arguments(e);
    load_arguments(e);
    load_hidden(e);
    if (e->plan->kind == STUB_BOUND) arm_call(e->code, (const void *)(uintptr_t)e->plan->callee);
    else arm_call_register(e->code, CALLEE);
    store_result(e);
    if (e->plan->after) arm_call(e->code, (const void *)(uintptr_t)e->plan->after);
}

static void open_frame(Emitter *e) {
    arm_bti_c(e->code);
    arm_push_frame(e->code);
    if (e->frame.size) arm_add(e->code, ARM_SP, ARM_SP, -(int32_t)e->frame.size);
}

static void close_frame(Emitter *e) {
    arm_pop_frame(e->code);
    arm_ret(e->code);
}

// CallPath: (of, code, ret, args); SeamBoundEntry: (slots, ret).
static void emit_call(Emitter *e) {
    bool is_bound = e->plan->kind == STUB_BOUND;
    open_frame(e);
    if (e->frame.below) arm_store(e->code, local(FRAME_RET), is_bound ? 1 : 2, 8);
    if (e->sig->parts.count > 0) arm_mov(e->code, ARGS, is_bound ? 0 : 3);
    if (!is_bound) arm_mov(e->code, CALLEE, 1);
    call_once(e);
    close_frame(e);
}

// Adds to a local word.
static void advance(Emitter *e, uint32_t below, ArmReg by) {
    arm_load(e->code, WORK, local(below), 8, false);
    arm_add_register(e->code, WORK, WORK, by);
    arm_store(e->code, local(below), WORK, 8);
}

static void emit_batch(Emitter *e) {
    CodeBuffer *c = e->code;
    uint32_t count = (uint32_t)e->sig->parts.count;
    CodeLabel again = code_label(c), done = code_label(c);
    open_frame(e);
    arm_jump_if_zero(c, 1, done);
    arm_store(c, local(FRAME_CODE), 0, 8);
    arm_store(c, local(FRAME_LEFT), 1, 8);
    arm_store(c, local(FRAME_COLUMNS), 2, 8);
    for (uint32_t i = 0; i < 2; i++) {
        arm_load(c, WORK, (ArmMem){3, (int32_t)(8 * i)}, 8, false);
        arm_store(c, local(i ? FRAME_STRIDE : FRAME_RET), WORK, 8);
    }
    for (uint32_t i = 0; i < count; i++) {
        arm_load(c, WORK, (ArmMem){2, (int32_t)(PAIR * i)}, 8, false);
        arm_store(c, local(e->frame.current - 8 * i), WORK, 8);
    }
    code_bind(c, again);
    arm_add(c, ARGS, ARM_FP, -(int32_t)e->frame.current);
    arm_load(c, CALLEE, local(FRAME_CODE), 8, false);
    call_once(e);
    arm_load(c, 9, local(FRAME_COLUMNS), 8, false);
    for (uint32_t i = 0; i < count; i++) {
        arm_load(c, 10, (ArmMem){9, (int32_t)(PAIR * i + 8)}, 8, false);
        advance(e, e->frame.current - 8 * i, 10);
    }
    arm_load(c, 10, local(FRAME_STRIDE), 8, false);
    advance(e, FRAME_RET, 10);
    arm_load(c, WORK, local(FRAME_LEFT), 8, false);
    arm_subs_one(c, WORK);
    arm_store(c, local(FRAME_LEFT), WORK, 8);
    arm_jump_if_not_zero(c, WORK, again);
    code_bind(c, done);
    close_frame(e);
}

bool stub_emit(const StubPlan *plan, CodeBuffer *c) {
    if (plan->sig->parts.abi != SEAM_ABI_AAPCS64) return false;
    Emitter e = {.code = c, .plan = plan, .sig = plan->sig, .frame = stub_frame(plan)};
    if (plan->kind == STUB_BATCH) emit_batch(&e);
    else emit_call(&e);
    return true;
}
#endif
typedef int NotEmpty; // C wants something in each file
