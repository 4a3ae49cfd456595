// The frame of a stub: see stub.h.
#include "stub/stub.h"

bool stub_has_result(const SeamSig *sig) {
    return !sig->layout.ret.indirect && sig->layout.ret.count > 0;
}

uint32_t stub_slot(const SeamSig *sig, size_t index) {
    size_t slot = 0;
    for (size_t i = 0; i < index; i++) slot += (sig->parts.args[i]->size + 7) / 8;
    return (uint32_t)slot;
}

static size_t copies_size(const SeamSig *sig) {
    size_t size = 0;
    for (size_t i = 0; i < sig->parts.count; i++)
        if (sig->layout.args[i].indirect) size += stub_round_16(sig->parts.args[i]->size);
    return size;
}

static bool has_odd_vectors(const CallLayout *l) {
    for (uint32_t i = 0; i < l->piece_count; i++) {
        const CallPiece *p = &l->pieces[i];
        bool is_vector = p->bank == BANK_FPR || p->bank == BANK_BOTH;
        if (is_vector && p->size != 4 && p->size != 8 && p->size != 16) return true;
    }
    return false;
}

StubFrame stub_frame(const StubPlan *plan) {
    const SeamSig *sig = plan->sig;
    bool in_memory = sig->layout.ret.indirect, is_batch = plan->kind == STUB_BATCH;
    size_t below = is_batch ? FRAME_STRIDE : stub_has_result(sig) || in_memory ? FRAME_RET : 0;
    StubFrame f = {0};
    if (is_batch) below += 8 * sig->parts.count;
    f.current = (uint32_t)below;
    below = stub_round_16(below + copies_size(sig));
    f.copies = (uint32_t)below;
    if (in_memory) below += stub_round_16(sig->parts.ret->size);
    f.ignored = (uint32_t)below;
    f.below = (uint32_t)below;
    size_t size = below + stub_round_16(sig->layout.stack_size);
    bool is_aligned = sig->layout.stack_align <= 16; // as every frame is
    f.fits = size <= STUB_FRAME_MAX && is_aligned && !has_odd_vectors(&sig->layout);
    f.size = (uint32_t)size;
    return f;
}
