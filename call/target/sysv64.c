// System V x86-64: psABI 1.0, section 3.2.3. Each eightbyte of a value has a class; a value is in
// registers when all of its eightbytes find one, else it is on the stack as a whole.
#include "target/target.h"

enum { GPRS = 6, FPRS = 8, RESULT_GPRS = 2, RESULT_FPRS = 2 };

typedef enum ArgClass {
    ARG_NONE,
    ARG_INT,
    ARG_SSE,
    ARG_SSE_UP,
    ARG_X87,
    ARG_X87_UP,
    ARG_COMPLEX_X87,
    ARG_MEMORY
} ArgClass;

typedef struct ArgClasses {
    ArgClass word[2]; // of a value of up to sixteen bytes
} ArgClasses;

// psABI 3.2.3 rule 4: the class of an eightbyte that two fields share.
static ArgClass merge(ArgClass a, ArgClass b) {
    if (a == b || b == ARG_NONE) return a;                     // 4(a), 4(b)
    if (a == ARG_NONE) return b;                               // 4(b)
    if (a == ARG_MEMORY || b == ARG_MEMORY) return ARG_MEMORY; // 4(c)
    if (a == ARG_INT || b == ARG_INT) return ARG_INT;          // 4(d)
    if (a >= ARG_X87 || b >= ARG_X87) return ARG_MEMORY;       // 4(e)
    return ARG_SSE;                                            // 4(f)
}

static void merge_in(ArgClasses *c, size_t offset, ArgClass low, ArgClass high) {
    size_t word = offset / 8;
    c->word[word] = merge(c->word[word], low);
    if (high != ARG_NONE) c->word[1] = merge(c->word[1], high);
}

static bool classify_member(void *context, const SeamCType *t, size_t offset,
                            const SeamCField *bits) {
    ArgClasses *c = context;
    if (bits) { // psABI 3.1.2: in the eightbytes that its bits are in
        size_t first = 8 * offset + bits->bit_offset, last = first + bits->bit_width - 1;
        for (size_t word = first / 64; word <= last / 64; word++)
            c->word[word] = merge(c->word[word], ARG_INT);
        return true;
    }
    if (offset % t->align != 0 || type_is_single(t)) { // 3.2.3 rule 1: unaligned fields
        c->word[0] = ARG_MEMORY;
        return false;
    }
    if (type_is_float(t)) merge_in(c, offset, ARG_SSE, ARG_NONE);
    else if (t->kind == SEAM_C_VECTOR)
        merge_in(c, offset, ARG_SSE, t->size == 16 ? ARG_SSE_UP : ARG_NONE);
    else if (t->kind == SEAM_C_LONG_DOUBLE) merge_in(c, offset, ARG_X87, ARG_X87_UP);
    else if (t->size == 16) merge_in(c, offset, ARG_INT, ARG_INT); // __int128
    else merge_in(c, offset, ARG_INT, ARG_NONE);
    return true;
}

static ArgClasses classify(const SeamCType *t) {
    ArgClasses c = {{ARG_NONE, ARG_NONE}};
    if (t->kind == SEAM_C_COMPLEX && t->elem->kind == SEAM_C_LONG_DOUBLE) {
        c.word[0] = ARG_COMPLEX_X87;
        return c;
    }
    if (t->size > 16) { // rules 1 and 5(c): nothing here is wider than a vector of sixteen bytes
        c.word[0] = ARG_MEMORY;
        return c;
    }
    type_each_member(t, 0, classify_member, &c);
    // Rule 5, post-merger.
    if (c.word[0] == ARG_MEMORY || c.word[1] == ARG_MEMORY) c.word[0] = ARG_MEMORY;
    if (c.word[1] == ARG_X87_UP && c.word[0] != ARG_X87) c.word[0] = ARG_MEMORY;
    if (c.word[1] == ARG_SSE_UP && c.word[0] != ARG_SSE) c.word[1] = ARG_SSE;
    return c;
}

static uint32_t word_size(const SeamCType *t, int word) {
    size_t left = t->size - 8 * (size_t)word;
    return (uint32_t)(left < 8 ? left : 8);
}

// Adds the pieces of a value whose classes are all INT or SSE.
static void place_words(Placer *p, const SeamCType *t, ArgClasses c) {
    const SeamCType *scalar = type_is_record(t) ? NULL : t;
    for (int word = 0; word < 2; word++) {
        if (c.word[word] == ARG_INT) place_gpr(p, scalar, 8 * (uint32_t)word, word_size(t, word));
        if (c.word[word] != ARG_SSE) continue;
        bool wide = word == 0 && c.word[1] == ARG_SSE_UP;
        place_fpr(p, 8 * (uint32_t)word, wide ? 16 : word_size(t, word));
    }
}

static int count_class(ArgClasses c, ArgClass wanted) {
    return (c.word[0] == wanted) + (c.word[1] == wanted);
}

static bool place_argument(Placer *p, const SeamCType *t) {
    ArgClasses c = classify(t);
    bool memory = c.word[0] == ARG_MEMORY || c.word[0] == ARG_X87 || c.word[0] == ARG_COMPLEX_X87;
    int gprs = count_class(c, ARG_INT), fprs = count_class(c, ARG_SSE);
    if (memory || p->gpr + gprs > GPRS || p->fpr + fprs > FPRS) place_stack(p, t, t->align);
    else place_words(p, t, c);
    return false;
}

static bool place_result(Placer *p, const SeamCType *t) {
    ArgClasses c = classify(t);
    if (c.word[0] == ARG_MEMORY) return true;
    p->gpr = p->fpr = 0;
    if (c.word[0] == ARG_X87 || c.word[0] == ARG_COMPLEX_X87) {
        place_piece(p, (CallPiece){.bank = BANK_X87, .at = 0, .size = 16});
        if (c.word[0] == ARG_COMPLEX_X87)
            place_piece(p, (CallPiece){.bank = BANK_X87, .at = 1, .size = 16, .value = 16});
        return false;
    }
    place_words(p, t, c);
    return false;
}

const CallTarget call_target_sysv64 = {.name = "sysv64",
                                       .abi = SEAM_ABI_SYSV64,
                                       .gpr_count = GPRS,
                                       .fpr_count = FPRS,
                                       .gpr_size = 8,
                                       .stack_align = 16,
                                       .place_argument = place_argument,
                                       .place_result = place_result};
