// Stubs for x86-64, which are called by System V and call by System V or Windows' convention. In a
// stub: r10 points to the arguments, r11 is the callee, rax points to the argument at hand. Stack
// arguments and copies come first, when the argument registers are still free for the work.
#if defined(__x86_64__)
#include "stub/stub.h"
#include "stub/x86_64.h"

#define ARGS   X86_R10
#define CALLEE X86_R11
#define VALUE  X86_RAX
#define WORK   X86_RCX
enum { WORK_VECTOR = 0, LONG_COPY = 256 };

static const X86Reg sysv64_gprs[] = {X86_RDI, X86_RSI, X86_RDX, X86_RCX, X86_R8, X86_R9},
                    win64_gprs[] = {X86_RCX, X86_RDX, X86_R8, X86_R9},
                    result_gprs[] = {X86_RAX, X86_RDX};

typedef struct Emitter {
    CodeBuffer *code;
    const StubPlan *plan;
    const SeamSig *sig;
    const X86Reg *gprs;
    StubFrame frame;
    size_t pointed; // argument that VALUE points to, plus one; 0: none
} Emitter;

static X86Mem local(uint32_t below) { return (X86Mem){X86_RBP, -(int32_t)below}; }
static X86Mem plus(X86Mem m, uint32_t offset) {
    return (X86Mem){m.base, m.offset + (int32_t)offset};
}
static bool by_slots(const Emitter *e) {
    return e->plan->kind == STUB_SLOTS || e->plan->kind == STUB_BOUND;
}

// Where an argument's value is, after this.
static X86Mem value_at(Emitter *e, size_t index) {
    if (by_slots(e)) return (X86Mem){ARGS, (int32_t)(8 * stub_slot(e->sig, index))};
    if (e->pointed != index + 1)
        x86_load(e->code, VALUE, (X86Mem){ARGS, (int32_t)(8 * index)}, 8, false);
    e->pointed = index + 1;
    return (X86Mem){VALUE, 0};
}

// ---- copies ----

// The larger half of what is not a power of two: two of them overlap to the whole.
static uint32_t half_of(uint32_t size) { return size > 4 ? 4 : size > 2 ? 2 : 1; }
static bool is_power(uint32_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

static void move(Emitter *e, X86Mem to, X86Mem from, uint32_t size) {
    x86_load(e->code, WORK, from, size, false);
    x86_store(e->code, to, WORK, size);
}

static void copy(Emitter *e, X86Mem to, X86Mem from, uint32_t size) {
    uint32_t at = 0;
    if (size >= LONG_COPY) {
        x86_lea(e->code, X86_RSI, from);
        x86_lea(e->code, X86_RDI, to);
        x86_set(e->code, X86_RCX, size / 8);
        x86_copy_words(e->code);
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

static void store_piece(Emitter *e, X86Mem value, const CallPlace *place, const CallPiece *p) {
    X86Mem to = {X86_RSP, (int32_t)p->offset}, from = plus(value, p->value);
    if (place->widened) {
        x86_widen_float(e->code, WORK_VECTOR, from);
        x86_store_vector(e->code, to, WORK_VECTOR, 8);
    } else if (p->extend != EXTEND_NONE && p->size < 8) {
        x86_load(e->code, WORK, from, p->size, p->extend == EXTEND_SIGN);
        x86_store(e->code, to, WORK, 8);
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
                x86_lea(e->code, WORK, local(copied));
                x86_store(e->code, (X86Mem){X86_RSP, (int32_t)pieces->offset}, WORK, 8);
            }
            copied -= stub_round_16(size);
            continue;
        }
        for (uint32_t k = 0; k < place->count; k++)
            if (pieces[k].bank == BANK_STACK) store_piece(e, value_at(e, i), place, &pieces[k]);
    }
}

// ---- arguments in registers ----

// The bytes above a value's may hold anything, but are not read.
static void load_odd(Emitter *e, X86Reg to, X86Mem from, uint32_t size) {
    if (by_slots(e)) { // a slot is there whole
        x86_load(e->code, to, from, 8, false);
        return;
    }
    uint32_t half = half_of(size), second = size - half;
    x86_load(e->code, to, from, half, false);
    x86_load(e->code, VALUE, plus(from, second), half, false);
    x86_shl(e->code, VALUE, 8 * second);
    x86_or(e->code, to, VALUE);
    e->pointed = 0;
}

static void load_gpr(Emitter *e, size_t index, const CallPiece *p) {
    X86Reg to = e->gprs[p->at];
    X86Mem from = plus(value_at(e, index), p->value);
    if (is_power(p->size)) x86_load(e->code, to, from, p->size, p->extend == EXTEND_SIGN);
    else load_odd(e, to, from, p->size);
}

static void load_piece(Emitter *e, size_t index, const CallPlace *place, const CallPiece *p) {
    X86Mem from = plus(value_at(e, index), p->value);
    switch ((CallBank)p->bank) {
    case BANK_GPR: load_gpr(e, index, p); return;
    case BANK_FPR:
    case BANK_BOTH:
        if (place->widened) x86_widen_float(e->code, p->at, from);
        else x86_load_vector(e->code, p->at, from, p->size);
        if (p->bank == BANK_BOTH) x86_move_vector_low(e->code, e->gprs[p->at], p->at);
        return;
    case BANK_STACK:
    case BANK_X87: return;
    }
}

static void load_arguments(Emitter *e) {
    const CallLayout *l = &e->sig->layout;
    uint32_t copied = e->frame.copies;
    for (size_t i = 0; i < e->sig->parts.count; i++) {
        const CallPlace *place = &l->args[i];
        const CallPiece *pieces = &l->pieces[place->first];
        if (place->indirect) {
            if (pieces->bank == BANK_GPR) x86_lea(e->code, e->gprs[pieces->at], local(copied));
            copied -= stub_round_16(e->sig->parts.args[i]->size);
            continue;
        }
        for (uint32_t k = 0; k < place->count; k++) load_piece(e, i, place, &pieces[k]);
    }
}

// The result's address, or that of memory that is thrown away.
static void load_hidden(Emitter *e) {
    if (!e->sig->layout.ret.indirect) return;
    X86Reg to = e->gprs[e->sig->layout.hidden_gpr];
    CodeLabel given = code_label(e->code);
    x86_load(e->code, to, local(FRAME_RET), 8, false);
    x86_test(e->code, to, to);
    x86_jump_if(e->code, X86_NOT_EQUAL, given);
    x86_lea(e->code, to, local(e->frame.ignored));
    code_bind(e->code, given);
}

// ---- the result ----

static void store_odd(Emitter *e, X86Mem to, X86Reg from, uint32_t size) {
    for (uint32_t part = 4; part > 0; part /= 2) {
        if (size < part) continue;
        x86_store(e->code, to, from, part);
        x86_shr(e->code, from, 8 * part);
        to = plus(to, part);
        size -= part;
    }
}

static void store_result_gpr(Emitter *e, const CallPiece *p) {
    X86Reg from = result_gprs[p->at];
    X86Mem to = {WORK, (int32_t)p->value};
    bool is_wide = e->plan->kind == STUB_FFI && p->extend != EXTEND_NONE && p->size < 8;
    if (is_wide) x86_extend(e->code, from, from, p->size, p->extend == EXTEND_SIGN);
    if (is_wide || is_power(p->size)) x86_store(e->code, to, from, is_wide ? 8 : p->size);
    else store_odd(e, to, from, p->size);
}

static void store_result_piece(Emitter *e, const CallPiece *p) {
    X86Mem to = {WORK, (int32_t)p->value};
    switch ((CallBank)p->bank) {
    case BANK_GPR: store_result_gpr(e, p); return;
    case BANK_FPR: x86_store_vector(e->code, to, p->at, p->size); return;
    case BANK_X87: x86_fstp(e->code, to); return;
    case BANK_STACK:
    case BANK_BOTH: return; // of arguments only
    }
}

static void store_result(Emitter *e) {
    const CallPlace *ret = &e->sig->layout.ret;
    const CallPiece *pieces = &e->sig->layout.pieces[ret->first];
    if (!stub_has_result(e->sig)) return;
    CodeLabel unwanted = code_label(e->code), done = code_label(e->code);
    x86_load(e->code, WORK, local(FRAME_RET), 8, false);
    x86_test(e->code, WORK, WORK);
    x86_jump_if(e->code, X86_EQUAL, unwanted);
    for (uint32_t i = 0; i < ret->count; i++) store_result_piece(e, &pieces[i]);
    if (pieces->bank == BANK_X87) {
        x86_jump(e->code, done);
        code_bind(e->code, unwanted);
        for (uint32_t i = 0; i < ret->count; i++) x86_fpop(e->code);
    } else {
        code_bind(e->code, unwanted);
    }
    code_bind(e->code, done);
}

// ---- whole stubs ----

static void call_once(Emitter *e) {
    e->pointed = 0;
    store_arguments(e);
    load_arguments(e);
    load_hidden(e);
    // psABI 3.2.3: for functions with dots; libffi's users do not always say that one has them.
    if (e->sig->parts.abi == SEAM_ABI_SYSV64) x86_set(e->code, X86_RAX, e->sig->layout.fpr_count);
    if (e->plan->kind == STUB_BOUND) x86_call(e->code, (const void *)(uintptr_t)e->plan->callee);
    else x86_call_register(e->code, CALLEE);
    store_result(e);
    if (e->plan->after) x86_call(e->code, (const void *)(uintptr_t)e->plan->after);
}

static void open_frame(Emitter *e) {
    x86_endbr64(e->code);
    x86_push(e->code, X86_RBP);
    x86_mov(e->code, X86_RBP, X86_RSP);
    if (e->frame.size) x86_sub(e->code, X86_RSP, (int32_t)e->frame.size);
}

static void close_frame(Emitter *e) {
    x86_leave(e->code);
    x86_ret(e->code);
}

// CallPath: (of, code, ret, args); SeamBoundEntry: (slots, ret).
static void emit_call(Emitter *e) {
    bool is_bound = e->plan->kind == STUB_BOUND;
    open_frame(e);
    if (e->frame.below) x86_store(e->code, local(FRAME_RET), is_bound ? X86_RSI : X86_RDX, 8);
    if (e->sig->parts.count > 0) x86_mov(e->code, ARGS, is_bound ? X86_RDI : X86_RCX);
    if (!is_bound) x86_mov(e->code, CALLEE, X86_RSI);
    call_once(e);
    close_frame(e);
}

static void emit_batch(Emitter *e) {
    CodeBuffer *c = e->code;
    uint32_t count = (uint32_t)e->sig->parts.count;
    CodeLabel again = code_label(c), done = code_label(c);
    open_frame(e);
    x86_test(c, X86_RSI, X86_RSI);
    x86_jump_if(c, X86_EQUAL, done);
    x86_store(c, local(FRAME_CODE), X86_RDI, 8);
    x86_store(c, local(FRAME_LEFT), X86_RSI, 8);
    x86_store(c, local(FRAME_COLUMNS), X86_RDX, 8);
    for (uint32_t i = 0; i < 2; i++) {
        x86_load(c, X86_RAX, (X86Mem){X86_RCX, (int32_t)(8 * i)}, 8, false);
        x86_store(c, local(i ? FRAME_STRIDE : FRAME_RET), X86_RAX, 8);
    }
    for (uint32_t i = 0; i < count; i++) {
        x86_load(c, X86_RAX, (X86Mem){X86_RDX, (int32_t)(16 * i)}, 8, false);
        x86_store(c, local(e->frame.current - 8 * i), X86_RAX, 8);
    }
    code_bind(c, again);
    x86_lea(c, ARGS, local(e->frame.current));
    x86_load(c, CALLEE, local(FRAME_CODE), 8, false);
    call_once(e);
    x86_load(c, X86_RCX, local(FRAME_COLUMNS), 8, false);
    for (uint32_t i = 0; i < count; i++) {
        x86_load(c, X86_RAX, (X86Mem){X86_RCX, (int32_t)(16 * i + 8)}, 8, false);
        x86_add_to(c, local(e->frame.current - 8 * i), X86_RAX);
    }
    x86_load(c, X86_RAX, local(FRAME_STRIDE), 8, false);
    x86_add_to(c, local(FRAME_RET), X86_RAX);
    x86_dec_at(c, local(FRAME_LEFT));
    x86_jump_if(c, X86_NOT_EQUAL, again);
    code_bind(c, done);
    close_frame(e);
}

bool stub_emit(const StubPlan *plan, CodeBuffer *c) {
    SeamAbi abi = plan->sig->parts.abi;
    if (abi != SEAM_ABI_SYSV64 && abi != SEAM_ABI_WIN64) return false;
    Emitter e = {.code = c,
                 .plan = plan,
                 .sig = plan->sig,
                 .gprs = abi == SEAM_ABI_SYSV64 ? sysv64_gprs : win64_gprs,
                 .frame = stub_frame(plan)};
    if (plan->kind == STUB_BATCH) emit_batch(&e);
    else emit_call(&e);
    return true;
}
#endif
typedef int NotEmpty; // C wants something in each file
