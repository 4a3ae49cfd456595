// Calls without generated code: the pieces of the move list are copied into an image of the
// registers and of the stack, which assembly enters.
#include "enter/image.h"
#include "enter/image_offsets.h"
#include "type/type.h"

#include <string.h>

#define AT(member, offset) \
    _Static_assert(offsetof(CallImage, member) == (offset), "image_offsets.h")
AT(code, IMAGE_CODE);
AT(stack, IMAGE_STACK);
AT(stack_size, IMAGE_STACK_SIZE);
AT(hidden, IMAGE_HIDDEN);
AT(chain, IMAGE_CHAIN);
AT(vectors, IMAGE_VECTORS);
AT(x87, IMAGE_X87);
AT(gpr, IMAGE_GPR);
AT(fpr, IMAGE_FPR);
AT(result_gpr, IMAGE_RESULT_GPR);
AT(result_fpr, IMAGE_RESULT_FPR);
AT(result_x87, IMAGE_RESULT_X87);
AT(stack_mask, IMAGE_STACK_MASK);
_Static_assert(sizeof(CallImage) == IMAGE_SIZE, "image_offsets.h");

CallEnter *call_enter(SeamAbi abi) {
    switch (abi) {
#if defined(__x86_64__)
    case SEAM_ABI_SYSV64: return seam_call_enter_sysv64;
    case SEAM_ABI_WIN64: return seam_call_enter_win64;
#elif defined(__aarch64__)
    case SEAM_ABI_AAPCS64:
    case SEAM_ABI_APPLE64: return seam_call_enter_aapcs64;
#elif defined(__arm__)
    case SEAM_ABI_AAPCS32:
#if !defined(__ARM_PCS_VFP)
        return NULL;
#endif
    case SEAM_ABI_AAPCS32_SOFT: return seam_call_enter_aapcs32;
#endif
    default: return NULL; // of another machine
    }
}

bool seam_abi_can_call(SeamAbi abi) {
    return abi_is_known(abi) && call_enter(abi_resolve(abi)) != NULL;
}

// ---- values into registers ----

// An integer of up to 8 bytes in little endian order, extended as the piece wants.
static uint64_t load_word(const unsigned char *from, const CallPiece *p) {
    uint64_t word = 0;
    memcpy(&word, from, p->size);
    unsigned unused = 64 - 8 * p->size;
    if (p->extend == EXTEND_SIGN && unused) return (uint64_t)((int64_t)(word << unused) >> unused);
    return word;
}

static void load_stack(unsigned char *stack, const unsigned char *from, const CallPiece *p) {
    if (p->extend == EXTEND_NONE || p->size >= 8) {
        memcpy(stack + p->offset, from, p->size);
    } else {
        uint64_t word = load_word(from, p);
        memcpy(stack + p->offset, &word, sizeof(void *));
    }
}

static void load_piece(CallImage *image, unsigned char *stack, const unsigned char *value,
                       const CallPiece *p) {
    const unsigned char *from = value + p->value;
    unsigned char *fpr = image->fpr[0];
    switch ((CallBank)p->bank) {
    case BANK_BOTH: image->gpr[p->at] = load_word(from, p); // fall through
    case BANK_FPR:
        memcpy(fpr + (size_t)p->at * (sizeof(void *) == 4 ? 4 : 16), from, p->size);
        return;
    case BANK_GPR: image->gpr[p->at] = load_word(from, p); return;
    case BANK_STACK: load_stack(stack, from, p); return;
    case BANK_X87: return; // of results only
    }
}

// A piece that is a pointer to the value, or to a copy of it.
static void load_pointer(CallImage *image, unsigned char *stack, const void *value,
                         const CallPiece *p) {
    load_piece(image, stack, (const unsigned char *)&value, p);
}

// ---- results ----

static void store_piece(const CallImage *image, unsigned char *ret, const CallPiece *p) {
    switch ((CallBank)p->bank) {
    case BANK_GPR: memcpy(ret + p->value, &image->result_gpr[p->at], p->size); return;
    case BANK_FPR:
        memcpy(ret + p->value,
               image->result_fpr[0] + (size_t)p->at * (sizeof(void *) == 4 ? 4 : 16), p->size);
        return;
    case BANK_X87: memcpy(ret + p->value, image->result_x87[p->at], p->size); return;
    case BANK_STACK:
    case BANK_BOTH: return; // of arguments only
    }
}

// ---- a call ----

// To what the signature's values on the stack need: psABI 3.2.2 has 32 and 64 bytes too.
static size_t rounded(const SeamSig *sig, size_t size) {
    size_t align = sig->layout.stack_align;
    return (size + align - 1) & ~(align - 1);
}

static size_t copies_size(const SeamSig *sig) {
    size_t size = 0;
    for (size_t i = 0; i < sig->parts.count; i++)
        if (sig->layout.args[i].indirect) size += rounded(sig, sig->parts.args[i]->size);
    return size;
}

// C11 6.5.2.2p6: a float behind the dots.
static const void *widen(const void *value, double *wide) {
    float narrow; // whose memory need not be aligned
    memcpy(&narrow, value, sizeof narrow);
    *wide = (double)narrow;
    return wide;
}

static void load_arguments(const SeamSig *sig, CallImage *image, unsigned char *memory,
                           const void *const args[]) {
    unsigned char *copy = memory + image->stack_size;
    for (size_t i = 0; i < sig->parts.count; i++) {
        const CallPlace *place = &sig->layout.args[i];
        const CallPiece *pieces = &sig->layout.pieces[place->first];
        if (place->indirect) {
            size_t size = sig->parts.args[i]->size;
            memcpy(copy, args[i], size);
            load_pointer(image, memory, copy, pieces);
            copy += rounded(sig, size);
        } else {
            double wide;
            const void *value = place->widened ? widen(args[i], &wide) : args[i];
            for (uint32_t k = 0; k < place->count; k++)
                load_piece(image, memory, value, &pieces[k]);
        }
    }
}

static void point_at(const SeamSig *sig, CallImage *image, const void *result) {
    uint64_t address = (uint64_t)(uintptr_t)result;
    if (sig->layout.hidden_gpr >= IMAGE_GPRS) image->hidden = address;
    else image->gpr[sig->layout.hidden_gpr] = address;
}

// The memory of a call lies on this thread's stack, as that of a compiled call does: arguments,
// copies of values that go by pointer, and a result in memory that nobody wants.
void call_by_pointers(const void *sig, CallCode *code, void *ret, const void *args) {
    call_chained(sig, code, ret, args, 0);
}

void call_chained(const SeamSig *sig, CallCode *code, void *ret, const void *const args[],
                  uint64_t chain) {
    const CallLayout *l = &sig->layout;
    CallImage image;
    memset(&image, 0, offsetof(CallImage, result_gpr));
    size_t copies = copies_size(sig),
           ignored = !ret && l->ret.indirect ? rounded(sig, sig->parts.ret->size) : 0;
    image.stack_size = rounded(sig, l->stack_size);
    image.stack_mask = -(int32_t)l->stack_align;
    size_t size = image.stack_size + copies + ignored + l->stack_align;
    unsigned char *memory = __builtin_alloca_with_align(size, 128);
    memory += rounded(sig, (uintptr_t)memory) - (uintptr_t)memory;
    image.code = code;
    image.chain = chain;
    image.stack = memory;
    image.vectors = l->fpr_count;
    const CallPiece *result = &l->pieces[l->ret.first];
    if (!l->ret.indirect && l->ret.count && result->bank == BANK_X87) image.x87 = l->ret.count;
    if (l->ret.indirect) point_at(sig, &image, ret ? ret : memory + image.stack_size + copies);
    load_arguments(sig, &image, memory, args);
    call_enter(sig->parts.abi)(&image);
    if (ret && !l->ret.indirect)
        for (uint32_t i = 0; i < l->ret.count; i++) store_piece(&image, ret, &result[i]);
}

void call_by_slots(const void *of, CallCode *code, void *ret, const void *values) {
    const SeamSig *sig = of;
    const uint64_t *slots = values;
    size_t count = sig->parts.count;
    const void **args = __builtin_alloca((count + 1) * sizeof *args);
    for (size_t i = 0; i < count; i++) {
        args[i] = slots;
        slots += (sig->parts.args[i]->size + 7) / 8;
    }
    call_chained(sig, code, ret, args, 0);
}
