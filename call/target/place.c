// What the classifiers share: pieces, the stack, members of records, and laying out a whole
// signature.
#include "target/target.h"
#include "type/type.h"

#include <string.h>

const CallTarget *call_target(SeamAbi abi) {
    switch (abi) {
    case SEAM_ABI_HOST: return NULL;
    case SEAM_ABI_SYSV64: return &call_target_sysv64;
    case SEAM_ABI_WIN64: return &call_target_win64;
    case SEAM_ABI_AAPCS64: return &call_target_aapcs64;
    case SEAM_ABI_APPLE64: return &call_target_apple64;
    case SEAM_ABI_AAPCS32: return &call_target_aapcs32;
    case SEAM_ABI_AAPCS32_SOFT: return &call_target_aapcs32_soft;
    }
    return NULL;
}

// ---- types ----

bool type_is_float(const SeamCType *type) {
    return type->kind == SEAM_C_F32 || type->kind == SEAM_C_F64;
}

bool type_is_single(const SeamCType *type) {
    return type->kind == SEAM_C_VECTOR && type->count == 1 && type_is_float(type->elem);
}

bool type_is_record(const SeamCType *type) {
    return type->kind == SEAM_C_STRUCT || type->kind == SEAM_C_UNION ||
           type->kind == SEAM_C_ARRAY || type->kind == SEAM_C_COMPLEX;
}

static bool each_element(const SeamCType *type, size_t offset, MemberVisit *visit, void *context) {
    for (size_t i = 0; i < type->count; i++)
        if (!type_each_member(type->elem, offset + i * type->elem->size, visit, context))
            return false;
    return true;
}

static bool each_field(const SeamCType *type, size_t offset, MemberVisit *visit, void *context) {
    for (size_t i = 0; i < type->count; i++) {
        const SeamCField *f = &type->fields[i];
        bool more = f->bit_width ? visit(context, f->type, offset + f->offset, f)
                                 : type_each_member(f->type, offset + f->offset, visit, context);
        if (!more) return false;
    }
    return true;
}

bool type_each_member(const SeamCType *type, size_t offset, MemberVisit *visit, void *context) {
    if (type->size == 0) return true; // however many elements without a size it has
    if (type->kind == SEAM_C_ARRAY || type->kind == SEAM_C_COMPLEX)
        return each_element(type, offset, visit, context);
    if (type->kind == SEAM_C_STRUCT || type->kind == SEAM_C_UNION)
        return each_field(type, offset, visit, context);
    return visit(context, type, offset, NULL);
}

typedef struct Homogeneous {
    const SeamCType *elem;
    size_t end; // bytes that members cover
} Homogeneous;

// Where long double is a double, they are one.
static bool same_element(const SeamCType *a, const SeamCType *b) {
    return (a->kind == SEAM_C_VECTOR) == (b->kind == SEAM_C_VECTOR) && a->size == b->size;
}

static bool note_homogeneous(void *context, const SeamCType *scalar, size_t offset,
                             const SeamCField *bits) {
    Homogeneous *h = context;
    bool floating = type_is_float(scalar) || scalar->kind == SEAM_C_LONG_DOUBLE ||
                    scalar->kind == SEAM_C_VECTOR;
    if (bits || !floating || (h->elem && !same_element(h->elem, scalar))) return false;
    h->elem = scalar;
    if (offset % scalar->size != 0) return false;
    if (offset + scalar->size > h->end) h->end = offset + scalar->size;
    return h->end <= 4 * scalar->size;
}

// C's `[]`. What has one is no homogeneous aggregate to either compiler, whatever the elements are.
static bool has_open_array(const SeamCType *type) {
    if (type->kind == SEAM_C_ARRAY) return type->count == 0 || has_open_array(type->elem);
    if (type->kind != SEAM_C_STRUCT && type->kind != SEAM_C_UNION) return false;
    for (size_t i = 0; i < type->count; i++)
        if (has_open_array(type->fields[i].type)) return true;
    return false;
}

uint32_t type_homogeneous(const SeamCType *type, const SeamCType **elem) {
    Homogeneous h = {0};
    *elem = NULL;
    if (!type_each_member(type, 0, note_homogeneous, &h) || !h.elem) return 0;
    if (has_open_array(type)) return 0;
    if (type->size != h.end) return 0; // padding, or an alignment of its own
    *elem = h.elem;
    return (uint32_t)(h.end / h.elem->size);
}

// ---- pieces ----

void place_piece(Placer *p, CallPiece piece) {
    if (p->count == p->cap) p->overflow = true;
    else p->pieces[p->count++] = piece;
}

CallExtend place_extend(const SeamCType *type) {
    switch ((int)type->kind) {
    case SEAM_C_I8:
    case SEAM_C_I16:
    case SEAM_C_I32: return EXTEND_SIGN;
    case SEAM_C_BOOL:
    case SEAM_C_U8:
    case SEAM_C_U16:
    case SEAM_C_U32: return EXTEND_ZERO;
    }
    return EXTEND_NONE;
}

void place_gpr(Placer *p, const SeamCType *scalar, uint32_t value, uint32_t size) {
    uint8_t extend = (uint8_t)(scalar ? place_extend(scalar) : EXTEND_NONE);
    place_piece(
        p, (CallPiece){
               .bank = BANK_GPR, .extend = extend, .at = p->gpr, .size = size, .value = value});
    p->gpr++;
}

void place_fpr(Placer *p, uint32_t value, uint32_t size) {
    place_piece(p, (CallPiece){.bank = BANK_FPR, .at = p->fpr, .size = size, .value = value});
    p->fpr++;
}

static uint32_t round_up(uint32_t value, size_t to) {
    return (uint32_t)((value + to - 1) / to * to);
}

void place_stack(Placer *p, const SeamCType *type, size_t align) {
    uint8_t word = p->target->gpr_size;
    p->stack = round_up(p->stack, align > word ? align : word);
    if (align > p->align) p->align = (uint32_t)align;
    uint8_t extend = (uint8_t)place_extend(type);
    if (type->size)
        place_piece(p, (CallPiece){.bank = BANK_STACK,
                                   .extend = extend,
                                   .size = (uint32_t)type->size,
                                   .offset = p->stack});
    p->stack = round_up(p->stack + (uint32_t)type->size, word);
}

void place_packed(Placer *p, const SeamCType *type, size_t align) {
    p->stack = round_up(p->stack, align);
    place_piece(p,
                (CallPiece){.bank = BANK_STACK, .size = (uint32_t)type->size, .offset = p->stack});
    p->stack += (uint32_t)type->size;
}

bool place_pointer(Placer *p) {
    const SeamCType *pointer = seam_ctype(p->target->abi, SEAM_C_PTR);
    if (p->gpr < p->target->gpr_count) place_gpr(p, pointer, 0, (uint32_t)pointer->size);
    else place_stack(p, pointer, pointer->align);
    return true;
}

// ---- a signature ----

// What a call may take of the thread's stack: for arguments there, for copies of those that go by
// pointer, and for a result that nobody wants.
enum { MAX_STACK = 1 << 24, MIN_ALIGN = 16 };

// No convention here splits a value of more than 64 bytes; the others go as one piece or by
// pointer. AAPCS32 splits any struct into words for its registers, and the rest is one piece.
static size_t piece_bound(const SeamCType *type) {
    return type_is_record(type) || type->size > 8 ? 17 : 2;
}

size_t call_piece_bound(const SeamSigParts *parts) {
    size_t bound = piece_bound(parts->ret);
    for (size_t i = 0; i < parts->count; i++) bound += piece_bound(parts->args[i]);
    return bound;
}

static SeamCallStatus check_types(const SeamSigParts *parts, SeamCallError *error) {
    const SeamCType *ret = parts->ret;
    if (ret->kind == SEAM_C_ARRAY)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "C cannot return an array");
    if (ret->abi != parts->abi)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "the result is of another convention");
    for (size_t i = 0; i < parts->count; i++) {
        const SeamCType *t = parts->args[i];
        if (t->kind == SEAM_C_VOID || t->kind == SEAM_C_ARRAY)
            return call_fail(error, SEAM_CALL_ETYPE, 0, "argument %zu: C cannot pass %s by value",
                             i + 1, t->kind == SEAM_C_VOID ? "void" : "an array");
        if (t->abi != parts->abi)
            return call_fail(error, SEAM_CALL_ETYPE, 0, "argument %zu is of another convention",
                             i + 1);
    }
    return SEAM_CALL_OK;
}

static void lay_result(Placer *p, const SeamCType *ret, CallLayout *out) {
    Placer result = *p;
    out->ret.first = p->count;
    out->ret.indirect =
        ret->kind != SEAM_C_VOID && ret->size > 0 && p->target->place_result(&result, ret);
    if (out->ret.indirect) {
        out->hidden_gpr = p->target->fixed_hidden;
        if (!p->target->fixed_hidden) p->gpr = 1;
        return;
    }
    p->count = result.count;
    p->overflow |= result.overflow;
    out->ret.count = p->count - out->ret.first;
}

static void lay_argument(Placer *p, const SeamCType *type, CallPlace *place) {
    place->first = p->count;
    place->widened = p->variadic && type->kind == SEAM_C_F32; // C11 6.5.2.2p6
    if (place->widened) type = seam_ctype(type->abi, SEAM_C_F64);
    bool is_passed = type->size > 0 || p->target->takes_empty;
    place->indirect = is_passed && p->target->place_argument(p, type);
    place->count = p->count - place->first;
    if (place->indirect && type->align > p->align) p->align = (uint32_t)type->align;
}

SeamCallStatus call_lay_out(const SeamSigParts *parts, CallLayout *out, SeamCallError *error) {
    SeamCallStatus status = check_types(parts, error);
    if (status != SEAM_CALL_OK) return status;
    const CallTarget *target = call_target(parts->abi);
    Placer p = {.target = target,
                .pieces = out->pieces,
                .cap = (uint32_t)call_piece_bound(parts),
                .fpr_free = 0xffff,
                .stack = target->stack_start,
                .align = MIN_ALIGN,
                .is_variadic = parts->fixed != SEAM_SIG_FIXED};
    size_t copied = 0;
    if (parts->ret->size > MAX_STACK)
        return call_fail(error, SEAM_CALL_ELIMIT, 0, "a result of more than 16 MiB");
    lay_result(&p, parts->ret, out);
    for (size_t i = 0; i < parts->count; i++) {
        p.variadic = i >= parts->fixed;
        lay_argument(&p, parts->args[i], &out->args[i]);
        if (out->args[i].indirect) copied += parts->args[i]->size;
        if (p.stack > MAX_STACK || copied > MAX_STACK)
            return call_fail(error, SEAM_CALL_ELIMIT, 0, "more than 16 MiB of arguments");
    }
    if (p.overflow) return call_fail(error, SEAM_CALL_ELIMIT, 0, "a signature with too many parts");
    out->piece_count = p.count;
    out->stack_size = round_up(p.stack, target->stack_align);
    out->stack_align =
        out->ret.indirect && parts->ret->align > p.align ? (uint32_t)parts->ret->align : p.align;
    out->gpr_count = p.gpr;
    out->fpr_count = p.fpr;
    out->vector_count = p.is_variadic && target->abi == SEAM_ABI_SYSV64;
    return SEAM_CALL_OK;
}
