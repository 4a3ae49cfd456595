// Thunks: one walk over the move list, backwards, for all machines.
#include "closure/thunk.h"

#include <stddef.h>

enum { MAX_ARGS = 128, MAX_FRAME = 16384, WORD = 8, RESULT_ROOM = 64 };

// Where things are, in bytes below the frame pointer; above it lies the caller's stack. Right below
// it is what the convention's callers want kept.
typedef struct Thunk {
    CodeBuffer *code;
    const Machine *m;
    const SeamSig *sig;
    const uint8_t *gprs;
    int32_t result; // its room, or the address of the caller's memory
    int32_t values; // the next of the values that are put together, one after the other
    int32_t args;   // the array of pointers
    int32_t size;
} Thunk;

static CodeMem below(const Thunk *t, int32_t offset) { return (CodeMem){t->m->frame, -offset}; }
static CodeMem in_caller(const Thunk *t, const CallPiece *p) {
    return (CodeMem){t->m->frame, MACHINE_FRAME_HEAD + (int32_t)p->offset};
}
static const CallPiece *pieces_of(const Thunk *t, const CallPlace *place) {
    return &t->sig->layout.pieces[place->first];
}
static unsigned vector_size(const CallPiece *p) { return p->size <= 4 ? 4 : p->size <= 8 ? 8 : 16; }

// The argument is where the caller has put it on the stack, or its address is; else its pieces are
// put together among the values.
static bool is_in_place(const Thunk *t, size_t index) {
    const CallPlace *place = &t->sig->layout.args[index];
    const CallPiece *p = pieces_of(t, place);
    return place->count == 1 && p->bank == BANK_STACK &&
           (place->indirect || p->size == t->sig->parts.args[index]->size);
}

// Bytes among the values: with room for whole registers at the end.
static int32_t value_size(const Thunk *t, size_t index) {
    if (t->sig->layout.args[index].indirect || is_in_place(t, index)) return 0;
    return (int32_t)((t->sig->parts.args[index]->size + 15) & ~(size_t)15);
}

// ---- the frame ----

static bool is_fit(const SeamSig *sig) {
    if (sig->parts.count > MAX_ARGS) return false;
    for (size_t i = 0; i < sig->parts.count; i++)
        if (sig->layout.args[i].widened) return false; // a variadic float that came as a double
    return true;
}

static bool lay_frame(Thunk *t) {
    if (!t->gprs || !is_fit(t->sig)) return false;
    size_t count = t->sig->parts.count, size = t->m->kept_size(t->sig->parts.abi) + RESULT_ROOM;
    t->result = (int32_t)size;
    for (size_t i = 0; i < count && size <= MAX_FRAME; i++) size += (size_t)value_size(t, i);
    if (size > MAX_FRAME) return false;
    t->values = (int32_t)size;
    t->args = (int32_t)(size + ((count * WORD + 15) & ~(size_t)15));
    t->size = t->args + t->m->home;
    return true;
}

// ---- arguments ----

static void save_piece(const Thunk *t, const CallPiece *p) {
    const Machine *m = t->m;
    CodeMem to = below(t, t->values - (int32_t)p->value);
    switch ((CallBank)p->bank) {
    case BANK_GPR:
    case BANK_BOTH: m->store(t->code, to, t->gprs[p->at], WORD); return;
    case BANK_FPR: m->store_vector(t->code, to, p->at, vector_size(p)); return;
    case BANK_STACK:
        m->load(t->code, m->value, in_caller(t, p), WORD, false);
        m->store(t->code, to, m->value, WORD);
        return;
    case BANK_X87: return; // of results only
    }
}

static void save_argument(Thunk *t, size_t index) {
    const Machine *m = t->m;
    const CallPlace *place = &t->sig->layout.args[index];
    const CallPiece *p = pieces_of(t, place);
    CodeMem pointer = below(t, t->args - (int32_t)(WORD * index));
    if (place->indirect && p->bank == BANK_GPR) {
        m->store(t->code, pointer, t->gprs[p->at], WORD);
        return;
    }
    if (is_in_place(t, index)) {
        if (place->indirect) m->load(t->code, m->value, in_caller(t, p), WORD, false);
        else m->address(t->code, m->value, in_caller(t, p));
    } else {
        for (uint32_t i = 0; i < place->count; i++) save_piece(t, &p[i]);
        m->address(t->code, m->value, below(t, t->values));
        t->values -= value_size(t, index);
    }
    m->store(t->code, pointer, m->value, WORD);
}

// ---- the call and its result ----

static void call_handler(const Thunk *t, const ThunkShape *shape) {
    const Machine *m = t->m;
    const CallLayout *l = &t->sig->layout;
    CodeReg room = m->entry[1];
    if (l->ret.indirect) {
        m->move(t->code, room, t->gprs[l->hidden_gpr]);
        m->store(t->code, below(t, t->result), room, WORD);
    } else {
        m->set(t->code, m->value, 0);
        for (int32_t at = 0; at == 0 || at < (int32_t)t->sig->parts.ret->size; at += WORD)
            m->store(t->code, below(t, t->result - at), m->value, WORD);
        m->address(t->code, room, below(t, t->result));
    }
    m->address(t->code, m->entry[2], below(t, t->args));
    m->load(t->code, m->entry[0], (CodeMem){m->self, shape->first}, WORD, false);
    if (shape->last) m->load(t->code, m->entry[3], (CodeMem){m->self, shape->last}, WORD, false);
    m->call_at(t->code, (CodeMem){m->self, shape->handler});
}

static void load_result(const Thunk *t, const CallPiece *p) {
    const Machine *m = t->m;
    CodeMem from = below(t, t->result - (int32_t)p->value);
    bool is_whole = p->size == 1 || p->size == 2 || p->size == 4;
    switch ((CallBank)p->bank) {
    case BANK_GPR:
        m->load(t->code, m->results[p->at], from, is_whole ? p->size : WORD,
                is_whole && p->extend == EXTEND_SIGN);
        return;
    case BANK_FPR: m->load_vector(t->code, p->at, from, vector_size(p)); return;
    case BANK_X87: m->push_x87(t->code, from); return;
    case BANK_STACK:
    case BANK_BOTH: return; // of arguments only
    }
}

// A result in memory: its address comes back (psABI 3.2.3, and Windows; AAPCS64 does not mind).
// Others backwards, for the x87 stack's sake.
static void load_results(const Thunk *t) {
    const CallPlace *ret = &t->sig->layout.ret;
    if (ret->indirect) t->m->load(t->code, t->m->results[0], below(t, t->result), WORD, false);
    else
        for (uint32_t i = ret->count; i > 0; i--) load_result(t, &pieces_of(t, ret)[i - 1]);
}

// ---- both forms ----

static void load_self(const Thunk *t) {
    t->m->load(t->code, t->m->self, (CodeMem){t->m->data, offsetof(TrampolineData, context)}, WORD,
               false);
}

static void begin(const Thunk *t) {
    t->m->landing(t->code);
    t->m->open_frame(t->code, (uint32_t)t->size);
    load_self(t);
}

// Inside of a frame, though another thread leaves it at once: unwinders know nothing else
// (rules.h).
static void look_at_thread(const Thunk *t, CallCode *general, CodeLabel here) {
    const Machine *m = t->m;
    begin(t);
    m->load_thread(t->code, m->value, thread_number_offset());
    m->jump_if_same(t->code, m->value, (CodeMem){m->self, CLOSURE_MAKER}, here);
    m->leave_frame(t->code);
    m->jump_to(t->code, (const void *)(uintptr_t)general);
}

bool thunk_emit(CodeBuffer *c, const Machine *machine, const SeamSig *sig, const ThunkShape *shape,
                CallCode *general, uint32_t *any) {
    SeamAbi abi = sig->parts.abi;
    Thunk t = {.code = c, .m = machine, .sig = sig, .gprs = machine->arguments(abi)};
    if (!lay_frame(&t)) return false;
    CodeLabel here = code_label(c);
    if (machine->load_thread) look_at_thread(&t, general, here);
    *any = c->bytes.len;
    begin(&t);
    code_bind(c, here);
    machine->keep(c, abi, false);
    for (size_t i = 0; i < sig->parts.count; i++) save_argument(&t, i);
    call_handler(&t, shape);
    load_results(&t);
    machine->keep(c, abi, true);
    machine->close_frame(c);
    return true;
}
