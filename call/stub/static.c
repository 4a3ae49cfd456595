// Looking for stubs that are part of the library: see static.h.
#include "stub/static.h"

// ---- spelling ----

static char spell_piece(const CallPiece *p) {
    if (p->value != 0) return 0;
    if (p->bank == BANK_FPR) return p->size == 8 ? 'd' : p->size == 4 ? 'f' : 0;
    if (p->bank != BANK_GPR) return 0;
    if (p->size == 8) return 'l';
    if (p->size != 4 || p->extend == EXTEND_NONE) return 0;
    return p->extend == EXTEND_SIGN ? 'i' : 'u';
}

// Of one piece, in the register that comes next.
static char spell_place(const SeamSig *sig, const CallPlace *place, uint8_t next[2]) {
    const CallPiece *p = &sig->layout.pieces[place->first];
    if (place->count != 1 || place->indirect || place->widened) return 0;
    char c = spell_piece(p);
    return c && p->at == next[p->bank == BANK_FPR]++ ? c : 0;
}

static char spell_result(const SeamSig *sig) {
    uint8_t next[2] = {0, 0};
    const CallPlace *ret = &sig->layout.ret;
    return ret->count == 0 && !ret->indirect ? 'v' : spell_place(sig, ret, next);
}

uint64_t static_spelling(const StubPlan *plan) {
    const SeamSig *sig = plan->sig;
    uint64_t spelling = (uint64_t)plan->kind + 1, c = (uint64_t)spell_result(sig);
    uint8_t next[2] = {0, 0};
    if (plan->kind > STUB_FFI || sig->parts.count > STATIC_ARGS) return 0;
    if (sig->layout.stack_size != 0) return 0; // also: Windows
    for (size_t i = 0; c && i <= sig->parts.count; i++) {
        spelling |= c << 8 * (i + 1);
        if (i < sig->parts.count) c = (uint64_t)spell_place(sig, &sig->layout.args[i], next);
    }
    return c ? spelling : 0;
}

// ---- looking up ----

#if defined(__ELF__)
extern CALL_HIDDEN const StaticStub seam_static_stubs[] __attribute__((weak));
extern CALL_HIDDEN const uint64_t seam_static_count __attribute__((weak));
extern CALL_HIDDEN const unsigned char seam_static_code[] __attribute__((weak));

void *static_stub(const StubPlan *plan) {
    uint64_t spelling = seam_static_stubs ? static_spelling(plan) : 0;
    if (!spelling || !machine_of(plan->sig->parts.abi)) return NULL;
    size_t low = 0, high = seam_static_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (seam_static_stubs[middle].spelling < spelling) low = middle + 1;
        else high = middle;
    }
    if (low == seam_static_count || seam_static_stubs[low].spelling != spelling) return NULL;
    return (void *)(uintptr_t)(seam_static_code + seam_static_stubs[low].offset);
}
#else
void *static_stub(const StubPlan *plan) {
    (void)plan;
    return NULL;
}
#endif
