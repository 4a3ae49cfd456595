// AArch64: AAPCS64 (ARM IHI 0055, 2023Q3), section 6.8.2, whose rules are named in the comments;
// and Apple's variant ("Writing ARM64 code for Apple platforms"): variadic arguments all go to the
// stack; on the stack, scalars and homogeneous aggregates are packed by their own alignment, others
// take words; 16 bytes begin in any register; small integers are extended by the caller, as results
// by the callee.
#include "target/target.h"
#include "type/type.h"

enum { GPRS = 8, FPRS = 8, HIDDEN = 8 };

static bool is_apple(const Placer *p) { return p->target->abi == SEAM_ABI_APPLE64; }

static bool is_quad(const SeamCType *t) { return t->size == 16 && !type_is_record(t); }

// Floats, vectors, and aggregates of one to four equal ones: how many registers, 0: none.
static uint32_t vector_registers(const SeamCType *t, const SeamCType **elem) {
    *elem = t;
    if (type_is_float(t) || t->kind == SEAM_C_VECTOR || t->kind == SEAM_C_LONG_DOUBLE) return 1;
    return type_is_record(t) ? type_homogeneous(t, elem) : 0;
}

// AAPCS64 C.3, C.4, C.12-C.15: padded to words. Apple: by its own alignment, aggregates as words.
static void place_on_stack(Placer *p, const SeamCType *t) {
    const SeamCType *elem;
    bool is_packed =
        is_apple(p) && !p->variadic && (vector_registers(t, &elem) > 0 || !type_is_record(t));
    size_t align = is_apple(p) ? t->align : type_natural_align(t);
    if (is_packed) place_packed(p, t, type_is_record(t) ? elem->align : align);
    else place_stack(p, t, align > 8 ? 16 : 8);
}

static void place_vectors(Placer *p, const SeamCType *elem, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        place_fpr(p, i * (uint32_t)elem->size, (uint32_t)elem->size);
}

static void place_words(Placer *p, const SeamCType *t) {
    const SeamCType *scalar = type_is_record(t) ? NULL : t;
    for (uint32_t at = 0; at < t->size; at += 8) {
        uint32_t left = (uint32_t)t->size - at;
        place_gpr(p, scalar, at, left < 8 ? left : 8);
    }
}

static bool place_argument(Placer *p, const SeamCType *t) {
    const SeamCType *elem;
    uint32_t vectors = vector_registers(t, &elem);
    if (vectors == 0 && type_is_record(t) && t->size > 16) { // B.4
        if (!(is_apple(p) && p->variadic)) return place_pointer(p);
        place_stack(p, seam_ctype(p->target->abi, SEAM_C_PTR), 8);
        return true;
    }
    if (is_apple(p) && p->variadic) {
        place_on_stack(p, t);
    } else if (vectors > 0) {
        if (p->fpr + vectors <= FPRS) {
            place_vectors(p, elem, vectors); // C.1, C.2
        } else {
            p->fpr = FPRS; // C.3
            place_on_stack(p, t);
        }
    } else {
        bool even = (is_quad(t) || type_natural_align(t) == 16) && !is_apple(p); // C.10
        if (even && p->gpr % 2 != 0) p->gpr++;
        uint32_t words = (uint32_t)(t->size + 7) / 8;
        if (p->gpr + words <= GPRS) {
            place_words(p, t); // C.9, C.11, C.12
        } else {
            p->gpr = GPRS; // C.13
            place_on_stack(p, t);
        }
    }
    return false;
}

// 6.9: as the first argument of its type would be passed; else in memory at x8.
static bool place_result(Placer *p, const SeamCType *t) {
    const SeamCType *elem;
    p->gpr = p->fpr = 0;
    uint32_t vectors = vector_registers(t, &elem);
    if (vectors > 0) place_vectors(p, elem, vectors);
    else if (t->size <= 16) place_words(p, t);
    else return true;
    return false;
}

#define TARGET(target, ABI)                                                    \
    const CallTarget call_target_##target = {.name = #target,                  \
                                             .abi = ABI,                       \
                                             .gpr_count = GPRS,                \
                                             .fpr_count = FPRS,                \
                                             .gpr_size = 8,                    \
                                             .stack_align = 16,                \
                                             .fixed_hidden = HIDDEN,           \
                                             .place_argument = place_argument, \
                                             .place_result = place_result}

TARGET(aapcs64, SEAM_ABI_AAPCS64);
TARGET(apple64, SEAM_ABI_APPLE64);
