// Stubs: one walk over the move list for all machines. Stack arguments and copies come first, when
// the argument registers are still free for the work; then the registers, the call, the result.
#include "code/machine.h"
#include "stub/stub.h"

enum { WORK_VECTOR = 0, WORK_VECTOR_TOO = 1, LONG_COPY = 256, STEP = 32, WORD = 8 };

typedef struct Emitter {
    CodeBuffer *code;
    const Machine *m;
    const StubPlan *plan;
    const SeamSig *sig;
    const uint8_t *gprs;
    StubFrame frame;
    size_t pointed; // argument that m->value points to, plus one; 0: none
} Emitter;

static CodeMem local(const Emitter *e, uint32_t below) {
    return (CodeMem){e->m->frame, -(int32_t)below};
}
static CodeMem plus(CodeMem m, uint32_t offset) {
    return (CodeMem){m.base, m.offset + (int32_t)offset};
}
static bool by_slots(const Emitter *e) {
    return e->plan->kind == STUB_SLOTS || e->plan->kind == STUB_BOUND;
}

// Where an argument's value is, after this.
static CodeMem value_at(Emitter *e, size_t index) {
    if (by_slots(e)) return (CodeMem){e->m->args, (int32_t)(WORD * stub_slot(e->sig, index))};
    if (e->pointed != index + 1)
        e->m->load(e->code, e->m->value, (CodeMem){e->m->args, (int32_t)(WORD * index)}, WORD,
                   false);
    e->pointed = index + 1;
    return (CodeMem){e->m->value, 0};
}

// ---- copies ----

// The larger half of what is not a power of two: two of them overlap to the whole.
static uint32_t half_of(uint32_t size) { return size > 4 ? 4 : size > 2 ? 2 : 1; }
static bool is_power(uint32_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

static void move(Emitter *e, CodeMem to, CodeMem from, uint32_t size) {
    e->m->load(e->code, e->m->work, from, size, false);
    e->m->store(e->code, to, e->m->work, size);
}

// Steps of two vectors in a loop.
static void copy_steps(Emitter *e, CodeMem to, CodeMem from, uint32_t count) {
    const Machine *m = e->m;
    CodeLabel again = code_label(e->code);
    m->address(e->code, m->loop_from, from);
    m->address(e->code, m->loop_to, to);
    m->set(e->code, m->loop_left, count);
    code_bind(e->code, again);
    for (int32_t at = 0; at < STEP; at += 16)
        m->load_vector(e->code, at ? WORK_VECTOR_TOO : WORK_VECTOR, (CodeMem){m->loop_from, at},
                       16);
    for (int32_t at = 0; at < STEP; at += 16)
        m->store_vector(e->code, (CodeMem){m->loop_to, at}, at ? WORK_VECTOR_TOO : WORK_VECTOR, 16);
    m->add(e->code, m->loop_from, STEP);
    m->add(e->code, m->loop_to, STEP);
    m->add(e->code, m->loop_left, -1);
    m->jump_if_not_zero(e->code, m->loop_left, again);
}

// By words: whoever reads the copy by words, too, finds each in one store.
static void copy(Emitter *e, CodeMem to, CodeMem from, uint32_t size) {
    uint32_t at = 0;
    if (size >= LONG_COPY) {
        copy_steps(e, to, from, size / STEP);
        at = size / STEP * STEP;
    }
    for (; at + WORD <= size; at += WORD) move(e, plus(to, at), plus(from, at), WORD);
    uint32_t left = size - at;
    if (left == 0) return;
    if (size >= WORD) {
        move(e, plus(to, size - WORD), plus(from, size - WORD), WORD);
    } else if (is_power(left)) {
        move(e, plus(to, at), plus(from, at), left);
    } else {
        uint32_t half = half_of(left), second = at + left - half;
        move(e, plus(to, at), plus(from, at), half);
        move(e, plus(to, second), plus(from, second), half);
    }
}

// ---- arguments on the stack, and copies of those that go by pointer ----

static void store_piece(Emitter *e, CodeMem value, const CallPlace *place, const CallPiece *p) {
    const Machine *m = e->m;
    CodeMem to = {m->stack, (int32_t)p->offset}, from = plus(value, p->value);
    if (place->widened) {
        m->widen_float(e->code, WORK_VECTOR, from);
        m->store_vector(e->code, to, WORK_VECTOR, WORD);
    } else if (p->extend != EXTEND_NONE && p->size < WORD) {
        m->load(e->code, m->work, from, p->size, p->extend == EXTEND_SIGN);
        m->store(e->code, to, m->work, WORD);
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
            copy(e, local(e, copied), value_at(e, i), size);
            if (pieces->bank == BANK_STACK) {
                e->m->address(e->code, e->m->work, local(e, copied));
                e->m->store(e->code, (CodeMem){e->m->stack, (int32_t)pieces->offset}, e->m->work,
                            WORD);
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
static void load_odd(Emitter *e, CodeReg to, CodeMem from, uint32_t size) {
    const Machine *m = e->m;
    if (by_slots(e)) { // a slot is there whole
        m->load(e->code, to, from, WORD, false);
        return;
    }
    uint32_t half = half_of(size), second = size - half;
    m->load(e->code, to, from, half, false);
    m->load(e->code, m->odd, plus(from, second), half, false);
    m->or_shifted(e->code, to, m->odd, 8 * second);
    if (m->odd == m->value) e->pointed = 0;
}

static void load_piece(Emitter *e, size_t index, const CallPlace *place, const CallPiece *p) {
    const Machine *m = e->m;
    bool is_vector = p->bank == BANK_FPR || p->bank == BANK_BOTH;
    if (p->bank != BANK_GPR && !is_vector) return;
    CodeMem from = plus(value_at(e, index), p->value);
    if (is_vector && place->widened) m->widen_float(e->code, p->at, from);
    else if (is_vector) m->load_vector(e->code, p->at, from, p->size);
    else if (!is_power(p->size)) load_odd(e, e->gprs[p->at], from, p->size);
    else m->load(e->code, e->gprs[p->at], from, p->size, p->extend == EXTEND_SIGN);
    if (p->bank == BANK_BOTH) m->copy_low(e->code, e->gprs[p->at], p->at);
}

static void load_arguments(Emitter *e) {
    const CallLayout *l = &e->sig->layout;
    uint32_t copied = e->frame.copies;
    for (size_t i = 0; i < e->sig->parts.count; i++) {
        const CallPlace *place = &l->args[i];
        const CallPiece *pieces = &l->pieces[place->first];
        if (place->indirect) {
            if (pieces->bank == BANK_GPR)
                e->m->address(e->code, e->gprs[pieces->at], local(e, copied));
            copied -= stub_round_16(e->sig->parts.args[i]->size);
            continue;
        }
        for (uint32_t k = 0; k < place->count; k++) load_piece(e, i, place, &pieces[k]);
    }
}

// The result's address, or that of memory that is thrown away.
static void load_hidden(Emitter *e) {
    if (!e->sig->layout.ret.indirect) return;
    CodeReg to = e->gprs[e->sig->layout.hidden_gpr];
    CodeLabel given = code_label(e->code);
    e->m->load(e->code, to, local(e, FRAME_RET), WORD, false);
    e->m->jump_if_not_zero(e->code, to, given);
    e->m->address(e->code, to, local(e, e->frame.ignored));
    code_bind(e->code, given);
}

// ---- the result: `work` points to its room ----

static void store_odd(Emitter *e, CodeMem to, CodeReg from, uint32_t size) {
    for (uint32_t part = 4; part > 0; part /= 2) {
        if (size < part) continue;
        e->m->store(e->code, to, from, part);
        e->m->shift_right(e->code, from, 8 * part);
        to = plus(to, part);
        size -= part;
    }
}

static void store_result_gpr(Emitter *e, CodeMem to, const CallPiece *p) {
    const Machine *m = e->m;
    CodeReg from = m->results[p->at];
    bool is_wide = e->plan->kind == STUB_FFI && p->extend != EXTEND_NONE && p->size < WORD;
    if (is_wide) m->extend(e->code, from, from, p->size, p->extend == EXTEND_SIGN);
    if (is_wide || is_power(p->size)) m->store(e->code, to, from, is_wide ? WORD : p->size);
    else store_odd(e, to, from, p->size);
}

static void store_result_piece(Emitter *e, const CallPiece *p) {
    CodeMem to = {e->m->work, (int32_t)p->value};
    switch ((CallBank)p->bank) {
    case BANK_GPR: store_result_gpr(e, to, p); return;
    case BANK_FPR: e->m->store_vector(e->code, to, p->at, p->size); return;
    case BANK_X87: e->m->pop_x87(e->code, to); return;
    case BANK_STACK:
    case BANK_BOTH: return; // of arguments only
    }
}

static void store_result(Emitter *e) {
    const Machine *m = e->m;
    const CallPlace *ret = &e->sig->layout.ret;
    const CallPiece *pieces = &e->sig->layout.pieces[ret->first];
    if (!stub_has_result(e->sig)) return;
    CodeLabel unwanted = code_label(e->code), done = code_label(e->code);
    m->load(e->code, m->work, local(e, FRAME_RET), WORD, false);
    m->jump_if_zero(e->code, m->work, unwanted);
    for (uint32_t i = 0; i < ret->count; i++) store_result_piece(e, &pieces[i]);
    if (pieces->bank == BANK_X87) {
        m->jump(e->code, done);
        code_bind(e->code, unwanted);
        for (uint32_t i = 0; i < ret->count; i++) m->drop_x87(e->code);
    } else {
        code_bind(e->code, unwanted);
    }
    code_bind(e->code, done);
}

// ---- whole stubs ----

static void call_once(Emitter *e) {
    const Machine *m = e->m;
    e->pointed = 0;
    store_arguments(e);
    load_arguments(e);
    load_hidden(e);
    // psABI 3.2.3: for functions with dots; libffi's users do not always say that one has them.
    if (e->sig->parts.abi == SEAM_ABI_SYSV64) m->set(e->code, m->vectors, e->sig->layout.fpr_count);
    if (e->plan->kind == STUB_BOUND) m->call(e->code, (const void *)(uintptr_t)e->plan->callee);
    else m->call_register(e->code, m->callee);
    store_result(e);
    if (e->plan->after) m->call(e->code, (const void *)(uintptr_t)e->plan->after);
}

// CallPath: (of, code, ret, args); SeamBoundEntry: (slots, ret).
static void emit_call(Emitter *e) {
    const Machine *m = e->m;
    bool is_bound = e->plan->kind == STUB_BOUND;
    m->landing(e->code);
    m->open_frame(e->code, e->frame.size);
    if (e->frame.below) m->store(e->code, local(e, FRAME_RET), m->entry[is_bound ? 1 : 2], WORD);
    if (e->sig->parts.count > 0) m->move(e->code, m->args, m->entry[is_bound ? 0 : 3]);
    if (!is_bound) m->move(e->code, m->callee, m->entry[1]);
    call_once(e);
    m->close_frame(e->code);
}

// The columns begin with their data, the stride is behind it.
static CodeMem column(CodeReg columns, uint32_t index, size_t offset) {
    return (CodeMem){columns, (int32_t)(sizeof(SeamColumn) * index + offset)};
}

static void begin_rows(Emitter *e) {
    const Machine *m = e->m;
    CodeReg columns = m->entry[2], result = m->entry[3];
    static const uint32_t words[] = {FRAME_CODE, FRAME_LEFT, FRAME_COLUMNS};
    for (uint32_t i = 0; i < 3; i++) m->store(e->code, local(e, words[i]), m->entry[i], WORD);
    for (uint32_t i = 0; i < 2; i++) {
        m->load(e->code, m->value, (CodeMem){result, (int32_t)(WORD * i)}, WORD, false);
        m->store(e->code, local(e, i ? FRAME_STRIDE : FRAME_RET), m->value, WORD);
    }
    for (uint32_t i = 0; i < e->sig->parts.count; i++) {
        m->load(e->code, m->value, column(columns, i, offsetof(SeamColumn, data)), WORD, false);
        m->store(e->code, local(e, e->frame.current - WORD * i), m->value, WORD);
    }
}

static void next_row(Emitter *e) {
    const Machine *m = e->m;
    m->load(e->code, m->work, local(e, FRAME_COLUMNS), WORD, false);
    for (uint32_t i = 0; i < e->sig->parts.count; i++) {
        m->load(e->code, m->value, column(m->work, i, offsetof(SeamColumn, stride)), WORD, false);
        m->add_to(e->code, local(e, e->frame.current - WORD * i), m->value);
    }
    m->load(e->code, m->value, local(e, FRAME_STRIDE), WORD, false);
    m->add_to(e->code, local(e, FRAME_RET), m->value);
}

static void emit_batch(Emitter *e) {
    const Machine *m = e->m;
    CodeLabel again = code_label(e->code), done = code_label(e->code);
    m->landing(e->code);
    m->open_frame(e->code, e->frame.size);
    m->jump_if_zero(e->code, m->entry[1], done);
    begin_rows(e);
    code_bind(e->code, again);
    m->address(e->code, m->args, local(e, e->frame.current));
    m->load(e->code, m->callee, local(e, FRAME_CODE), WORD, false);
    call_once(e);
    next_row(e);
    m->count_down(e->code, local(e, FRAME_LEFT), again);
    code_bind(e->code, done);
    m->close_frame(e->code);
}

bool stub_emit(const StubPlan *plan, const Machine *machine, CodeBuffer *c) {
    Emitter e = {.code = c,
                 .m = machine,
                 .plan = plan,
                 .sig = plan->sig,
                 .gprs = machine->arguments(plan->sig->parts.abi),
                 .frame = stub_frame(plan)};
    if (!e.gprs || !e.frame.fits) return false;
    if (plan->kind == STUB_BATCH) emit_batch(&e);
    else emit_call(&e);
    return true;
}
