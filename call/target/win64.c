// Windows x64 ("x64 calling convention", learn.microsoft.com): each argument has one slot of eight
// bytes, the first four in a register of the slot's number; what is not 1, 2, 4 or 8 bytes goes by
// pointer to a copy. The callee may use the 32 bytes below the first stack argument. Types that
// Microsoft's compilers lack (long double of sixteen bytes, __int128) as mingw's gcc passes them.
#include "target/target.h"

enum { SLOTS = 4, SHADOW = 32 };

static bool is_word(size_t size) { return size == 1 || size == 2 || size == 4 || size == 8; }

// One slot takes a register of either kind, so that both counts advance.
static bool place_slot(Placer *p, const SeamCType *t, CallBank bank) {
    if (p->gpr < SLOTS) {
        uint8_t extend = (uint8_t)(bank == BANK_GPR ? place_extend(t) : EXTEND_NONE);
        place_piece(p, (CallPiece){.bank = (uint8_t)bank,
                                   .extend = extend,
                                   .at = p->gpr,
                                   .size = (uint32_t)t->size});
        p->gpr++;
        p->fpr = p->gpr;
    } else {
        place_stack(p, t, 8);
    }
    return false;
}

static bool place_argument(Placer *p, const SeamCType *t) {
    if (type_is_float(t)) return place_slot(p, t, p->variadic ? BANK_BOTH : BANK_FPR);
    if (is_word(t->size) && !type_is_single(t)) return place_slot(p, t, BANK_GPR);
    place_slot(p, seam_ctype(SEAM_ABI_WIN64, SEAM_C_PTR), BANK_GPR);
    return true;
}

// In rax; floats, vectors and __int128 of sixteen bytes in xmm0.
static bool place_result(Placer *p, const SeamCType *t) {
    bool wide = t->kind == SEAM_C_VECTOR || t->kind == SEAM_C_I128 || t->kind == SEAM_C_U128;
    p->gpr = p->fpr = 0;
    if (type_is_float(t) || (wide && t->size == 16)) place_fpr(p, 0, (uint32_t)t->size);
    else if (is_word(t->size)) place_gpr(p, type_is_record(t) ? NULL : t, 0, (uint32_t)t->size);
    else return true;
    return false;
}

const CallTarget call_target_win64 = {.name = "win64",
                                      .abi = SEAM_ABI_WIN64,
                                      .gpr_count = SLOTS,
                                      .fpr_count = SLOTS,
                                      .gpr_size = 8,
                                      .stack_align = 16,
                                      .stack_start = SHADOW,
                                      .takes_empty = true, // by pointer, as any odd size
                                      .place_argument = place_argument,
                                      .place_result = place_result};
