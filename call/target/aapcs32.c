// ARM: AAPCS32 (ARM IHI 0042, 2023Q3), section 6.5 with the VFP variant of 6.1.2, and without it
// (6.4, soft float). The words of a value fill r0 to r3 and go on upon the stack; floats of the VFP
// variant fill s0 to s15, where doubles leave gaps that later singles use.
#include "target/target.h"
#include "type/type.h"

enum { GPRS = 4, SINGLES = 16 };

static bool has_vfp(const Placer *p) {
    return p->target->abi == SEAM_ABI_AAPCS32 && !p->is_variadic;
}

// 6.1.2.1: candidates for VFP registers: how many elements; 0: none.
static uint32_t vfp_elements(const SeamCType *t, const SeamCType **elem) {
    *elem = t;
    if (type_is_float(t) || t->kind == SEAM_C_LONG_DOUBLE || t->kind == SEAM_C_VECTOR) return 1;
    return type_is_record(t) ? type_homogeneous(t, elem) : 0;
}

// The first of `count` free registers of `singles` words each, side by side; -1: there are none.
static int find_vfp(const Placer *p, uint32_t singles, uint32_t count) {
    uint32_t need = ((1u << singles * count) - 1);
    for (uint32_t at = 0; at + singles * count <= SINGLES; at += singles)
        if (((p->fpr_free >> at) & need) == need) return (int)at;
    return -1;
}

// 6.1.2.3: C.1.vfp and C.2.vfp; false: on the stack.
static bool place_vfp(Placer *p, const SeamCType *elem, uint32_t count) {
    uint32_t size = (uint32_t)elem->size, singles = size / 4;
    int at = find_vfp(p, singles, count);
    if (at < 0) {
        p->fpr_free = 0; // nothing after it goes back
        return false;
    }
    p->fpr_free &= ~(((1u << singles * count) - 1) << at);
    for (uint32_t i = 0; i < count; i++) {
        uint16_t number = (uint16_t)((uint32_t)at + i * singles);
        place_piece(p,
                    (CallPiece){.bank = BANK_FPR, .at = number, .size = size, .value = i * size});
        if (number + singles > p->fpr) p->fpr = (uint8_t)(number + singles);
    }
    return true;
}

// 6.5 C.3 to C.6: by words, of which the first may be in registers and the others on the stack.
static void place_core(Placer *p, const SeamCType *t) {
    const SeamCType *scalar = type_is_record(t) ? NULL : t;
    if (type_natural_align(t) >= 8 && p->gpr % 2 != 0) p->gpr++; // C.3
    uint32_t size = (uint32_t)t->size, at = 0;
    bool splits = p->gpr < GPRS && p->stack == p->target->stack_start;
    bool fits = p->gpr + (size + 3) / 4 <= GPRS;
    if (!fits && !splits) {
        p->gpr = GPRS; // C.6
        place_stack(p, t, type_natural_align(t) >= 8 ? 8 : 4);
        return;
    }
    for (; at < size && p->gpr < GPRS; at += 4)
        place_gpr(p, scalar, at, size - at < 4 ? size - at : 4);
    if (at >= size) return;
    place_piece(
        p,
        (CallPiece){.bank = BANK_STACK, .size = size - at, .value = at, .offset = p->stack}); // C.5
    p->stack += (size - at + 3) / 4 * 4;
}

static bool place_argument(Placer *p, const SeamCType *t) {
    const SeamCType *elem;
    uint32_t vfp = has_vfp(p) ? vfp_elements(t, &elem) : 0;
    if (vfp == 0) place_core(p, t);
    else if (!place_vfp(p, elem, vfp)) place_stack(p, t, type_natural_align(t) >= 8 ? 8 : 4);
    return false;
}

// 6.1.2.2 and 5.4: candidates in s0.., else up to four bytes of an aggregate and all scalars in r0
// to r3.
static bool place_result(Placer *p, const SeamCType *t) {
    const SeamCType *elem;
    p->gpr = p->fpr = 0;
    p->fpr_free = 0xffff;
    uint32_t vfp = has_vfp(p) ? vfp_elements(t, &elem) : 0;
    if (vfp > 0) return !place_vfp(p, elem, vfp);
    if (type_is_record(t) && t->size > 4) return true;
    const SeamCType *scalar = type_is_record(t) ? NULL : t;
    for (uint32_t at = 0; at < t->size; at += 4) {
        uint32_t left = (uint32_t)t->size - at;
        place_gpr(p, scalar, at, left < 4 ? left : 4);
    }
    return false;
}

#define TARGET(target, ABI, floats)                                            \
    const CallTarget call_target_##target = {.name = #target,                  \
                                             .abi = ABI,                       \
                                             .gpr_count = GPRS,                \
                                             .fpr_count = floats,              \
                                             .gpr_size = 4,                    \
                                             .stack_align = 8,                 \
                                             .place_argument = place_argument, \
                                             .place_result = place_result}

TARGET(aapcs32, SEAM_ABI_AAPCS32, SINGLES);
TARGET(aapcs32_soft, SEAM_ABI_AAPCS32_SOFT, 0);
