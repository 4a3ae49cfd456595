// Thunks for AArch64, called with the trampoline's data in x16; x17 holds the closure until the
// handler is called.
#include "closure/thunk.h"

#if defined(__aarch64__)
#include "stub/aarch64.h"

enum { DATA = 16, CLOSURE = 17, WORK = 9, WORK_TOO = 10, HIDDEN = 8, WORD = 8 };
enum { RESULT_ROOM = 64 }; // the largest in registers: four vectors

typedef struct Thunk {
    CodeBuffer *code;
    const SeamSig *sig;
    ThunkFrame frame;
} Thunk;

static ArmMem below(int32_t offset) { return (ArmMem){ARM_FP, -offset}; }

// ---- arguments ----

static ArmMem stack_piece(const CallPiece *p) {
    return (ArmMem){ARM_FP, THUNK_STACK_START + (int32_t)p->offset};
}

static void save_piece(const Thunk *t, const CallPiece *p, int32_t value) {
    ArmMem to = below(value - (int32_t)p->value);
    switch ((CallBank)p->bank) {
    case BANK_GPR: arm_store(t->code, to, p->at, WORD); return;
    case BANK_FPR: arm_store_vector(t->code, to, p->at, thunk_vector_size(p)); return;
    case BANK_STACK:
        arm_load(t->code, WORK, stack_piece(p), WORD, false);
        arm_store(t->code, to, WORK, WORD);
        return;
    case BANK_BOTH:
    case BANK_X87: return; // not here
    }
}

static void save_argument(Thunk *t, size_t index) {
    const CallPlace *place = &t->sig->layout.args[index];
    const CallPiece *p = thunk_pieces(t->sig, place);
    ArmMem pointer = below(t->frame.args - (int32_t)(WORD * index));
    if (place->indirect && p->bank == BANK_GPR) {
        arm_store(t->code, pointer, p->at, WORD);
        return;
    }
    if (thunk_is_in_place(t->sig, index)) {
        ArmMem at = stack_piece(p);
        if (place->indirect) arm_load(t->code, WORK, at, WORD, false);
        else arm_add(t->code, WORK, at.base, at.offset);
    } else {
        for (uint32_t i = 0; i < place->count; i++) save_piece(t, &p[i], t->frame.values);
        arm_add(t->code, WORK, ARM_FP, -t->frame.values);
        t->frame.values -= thunk_value_size(t->sig, index);
    }
    arm_store(t->code, pointer, WORK, WORD);
}

// ---- the call and its result ----

static void call_handler(const Thunk *t, const ThunkShape *shape) {
    CodeBuffer *c = t->code;
    if (t->sig->layout.ret.indirect) {
        arm_mov(c, 1, HIDDEN);
    } else {
        for (int32_t at = 0; at == 0 || at < (int32_t)t->sig->parts.ret->size; at += WORD)
            arm_store(c, below(t->frame.result - at), ARM_ZERO, WORD);
        arm_add(c, 1, ARM_FP, -t->frame.result);
    }
    arm_add(c, 2, ARM_FP, -t->frame.args);
    arm_load(c, 0, (ArmMem){CLOSURE, shape->first}, WORD, false);
    if (shape->last) arm_load(c, 3, (ArmMem){CLOSURE, shape->last}, WORD, false);
    arm_load(c, WORK, (ArmMem){CLOSURE, shape->handler}, WORD, false);
    arm_call_register(c, WORK);
}

static void load_result(const Thunk *t, const CallPiece *p) {
    ArmMem from = below(t->frame.result - (int32_t)p->value);
    bool is_whole = p->size == 1 || p->size == 2 || p->size == 4;
    if (p->bank == BANK_GPR)
        arm_load(t->code, p->at, from, is_whole ? p->size : WORD,
                 is_whole && p->extend == EXTEND_SIGN);
    else arm_load_vector(t->code, p->at, from, thunk_vector_size(p));
}

// ---- both forms ----

static void look_at_thread(CodeBuffer *c, CallCode *general) {
    CodeLabel here = code_label(c);
    arm_bti_c(c);
    arm_load(c, CLOSURE, (ArmMem){DATA, offsetof(TrampolineData, context)}, WORD, false);
    arm_thread_pointer(c, WORK);
    arm_load(c, WORK_TOO, (ArmMem){CLOSURE, CLOSURE_MAKER}, WORD, false);
    arm_sub_register(c, WORK, WORK, WORK_TOO);
    arm_jump_if_zero(c, WORK, here);
    arm_jump_to(c, (const void *)(uintptr_t)general);
    code_bind(c, here);
}

bool thunk_emit(CodeBuffer *c, const SeamSig *sig, const ThunkShape *shape, CallCode *general,
                uint32_t *any) {
    Thunk t = {.code = c, .sig = sig};
    if (!thunk_lay_frame(sig, 0, RESULT_ROOM, &t.frame)) return false;
    look_at_thread(c, general);
    *any = c->bytes.len;
    arm_bti_c(c);
    arm_push_frame(c);
    arm_load(c, CLOSURE, (ArmMem){DATA, offsetof(TrampolineData, context)}, WORD, false);
    arm_add(c, ARM_SP, ARM_SP, -t.frame.size);
    for (size_t i = 0; i < sig->parts.count; i++) save_argument(&t, i);
    call_handler(&t, shape);
    const CallPlace *ret = &sig->layout.ret;
    for (uint32_t i = 0; i < ret->count && !ret->indirect; i++)
        load_result(&t, &thunk_pieces(sig, ret)[i]);
    arm_pop_frame(c);
    arm_ret(c);
    return true;
}
#endif
typedef int NotEmpty; // C wants something in each file
