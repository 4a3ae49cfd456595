// Thunks for System V and Windows signatures on x86-64, called with the trampoline's data in r10.
// Right below rbp lies what Windows' callers keep and System V's handlers do not.
#include "closure/thunk.h"

#if defined(__x86_64__) && !defined(_WIN32)
#include "stub/x86_64.h"

enum { WORD = 8, KEPT_VECTORS = 10, KEPT = KEPT_VECTORS * 16 + 2 * WORD };
enum { RESULT_ROOM = 32 }; // the largest in registers: complex long double

typedef struct Thunk {
    CodeBuffer *code;
    const SeamSig *sig;
    const X86Reg *gprs;
    bool is_windows;
    ThunkFrame frame;
} Thunk;

static const X86Reg sysv64_gprs[] = {X86_RDI, X86_RSI, X86_RDX, X86_RCX, X86_R8, X86_R9};
static const X86Reg win64_gprs[] = {X86_RCX, X86_RDX, X86_R8, X86_R9};

static X86Mem below(int32_t offset) { return (X86Mem){X86_RBP, -offset}; }

// ---- what Windows' callers keep ----

static void keep_registers(const Thunk *t, bool back) {
    if (!t->is_windows) return;
    for (int i = 0; i < KEPT_VECTORS; i++) {
        X86Mem at = below(KEPT - 16 * i);
        if (back) x86_load_vector(t->code, (unsigned)(6 + i), at, 16);
        else x86_store_vector(t->code, at, (unsigned)(6 + i), 16);
    }
    X86Mem rsi = below(2 * WORD), rdi = below(WORD);
    if (back) {
        x86_load(t->code, X86_RSI, rsi, WORD, false);
        x86_load(t->code, X86_RDI, rdi, WORD, false);
    } else {
        x86_store(t->code, rsi, X86_RSI, WORD);
        x86_store(t->code, rdi, X86_RDI, WORD);
    }
}

// ---- arguments ----

static X86Mem stack_piece(const CallPiece *p) {
    return (X86Mem){X86_RBP, THUNK_STACK_START + (int32_t)p->offset};
}

static void save_piece(const Thunk *t, const CallPiece *p, int32_t value) {
    X86Mem to = below(value - (int32_t)p->value);
    switch ((CallBank)p->bank) {
    case BANK_GPR:
    case BANK_BOTH: x86_store(t->code, to, t->gprs[p->at], WORD); return;
    case BANK_FPR: x86_store_vector(t->code, to, p->at, thunk_vector_size(p)); return;
    case BANK_STACK:
        x86_load(t->code, X86_RAX, stack_piece(p), WORD, false);
        x86_store(t->code, to, X86_RAX, WORD);
        return;
    case BANK_X87: return; // of results only
    }
}

static void save_argument(Thunk *t, size_t index) {
    const CallPlace *place = &t->sig->layout.args[index];
    const CallPiece *p = thunk_pieces(t->sig, place);
    X86Mem pointer = below(t->frame.args - (int32_t)(WORD * index));
    if (place->indirect && p->bank == BANK_GPR) {
        x86_store(t->code, pointer, t->gprs[p->at], WORD);
        return;
    }
    if (thunk_is_in_place(t->sig, index)) {
        if (place->indirect) x86_load(t->code, X86_RAX, stack_piece(p), WORD, false);
        else x86_lea(t->code, X86_RAX, stack_piece(p));
    } else {
        for (uint32_t i = 0; i < place->count; i++) save_piece(t, &p[i], t->frame.values);
        x86_lea(t->code, X86_RAX, below(t->frame.values));
        t->frame.values -= thunk_value_size(t->sig, index);
    }
    x86_store(t->code, pointer, X86_RAX, WORD);
}

// ---- the call and its result ----

static void call_handler(const Thunk *t, const ThunkShape *shape) {
    CodeBuffer *c = t->code;
    const CallLayout *l = &t->sig->layout;
    X86Mem room = below(t->frame.result);
    if (l->ret.indirect) {
        x86_mov(c, X86_RSI, t->gprs[l->hidden_gpr]);
        x86_store(c, room, X86_RSI, WORD);
    } else {
        x86_set(c, X86_RAX, 0);
        for (int32_t at = 0; at == 0 || at < (int32_t)t->sig->parts.ret->size; at += WORD)
            x86_store(c, below(t->frame.result - at), X86_RAX, WORD);
        x86_lea(c, X86_RSI, room);
    }
    x86_lea(c, X86_RDX, below(t->frame.args));
    x86_load(c, X86_RAX, (X86Mem){X86_R10, offsetof(TrampolineData, context)}, WORD, false);
    x86_load(c, X86_RDI, (X86Mem){X86_RAX, shape->first}, WORD, false);
    if (shape->last) x86_load(c, X86_RCX, (X86Mem){X86_RAX, shape->last}, WORD, false);
    x86_call_at(c, (X86Mem){X86_RAX, shape->handler});
}

static void load_result(const Thunk *t, const CallPiece *p) {
    X86Mem from = below(t->frame.result - (int32_t)p->value);
    bool is_whole = p->size == 1 || p->size == 2 || p->size == 4;
    switch ((CallBank)p->bank) {
    case BANK_GPR:
        x86_load(t->code, p->at ? X86_RDX : X86_RAX, from, is_whole ? p->size : WORD,
                 is_whole && p->extend == EXTEND_SIGN);
        return;
    case BANK_FPR: x86_load_vector(t->code, p->at, from, thunk_vector_size(p)); return;
    case BANK_X87: x86_fld(t->code, from); return;
    case BANK_STACK:
    case BANK_BOTH: return; // of arguments only
    }
}

// Backwards, for the x87 stack's sake.
static void load_results(const Thunk *t) {
    const CallPlace *ret = &t->sig->layout.ret;
    if (ret->indirect) x86_load(t->code, X86_RAX, below(t->frame.result), WORD, false);
    else
        for (uint32_t i = ret->count; i > 0; i--) load_result(t, &thunk_pieces(t->sig, ret)[i - 1]);
}

// ---- both forms ----

// System V 3.4.6, variant II of thread-local storage: the word at fs:0 is its own address.
static void look_at_thread(CodeBuffer *c, CallCode *general) {
    CodeLabel here = code_label(c);
    x86_endbr64(c);
    x86_load(c, X86_RAX, (X86Mem){X86_R10, offsetof(TrampolineData, context)}, WORD, false);
    code_bytes(c, "\x64\x4c\x8b\x1c\x25\0\0\0\0", 9); // mov r11, fs:0
    x86_cmp_at(c, X86_R11, (X86Mem){X86_RAX, CLOSURE_MAKER});
    x86_jump_if(c, X86_EQUAL, here);
    x86_jump_to(c, (const void *)(uintptr_t)general);
    code_bind(c, here);
}

bool thunk_emit(CodeBuffer *c, const SeamSig *sig, const ThunkShape *shape, CallCode *general,
                uint32_t *any) {
    bool is_windows = sig->parts.abi == SEAM_ABI_WIN64;
    Thunk t = {.code = c,
               .sig = sig,
               .gprs = is_windows ? win64_gprs : sysv64_gprs,
               .is_windows = is_windows};
    if (!thunk_lay_frame(sig, is_windows ? KEPT : 0, RESULT_ROOM, &t.frame)) return false;
    look_at_thread(c, general);
    *any = c->bytes.len;
    x86_endbr64(c);
    x86_push(c, X86_RBP);
    x86_mov(c, X86_RBP, X86_RSP);
    x86_sub(c, X86_RSP, t.frame.size);
    keep_registers(&t, false);
    for (size_t i = 0; i < sig->parts.count; i++) save_argument(&t, i);
    call_handler(&t, shape);
    load_results(&t);
    keep_registers(&t, true);
    x86_leave(c);
    x86_ret(c);
    return true;
}
#endif
