// Intervals of integers, and which of them lie below the length of an array. Everything is said of
// locals; a value's range is computed from those of its operands.
#include "mir/prove/prove.h"

static const Wide longest = 0x7fffffffffff; // no array or text has more items (memory_most)

static Fact unknown(Wide lo, Wide hi) { return (Fact){lo, hi, NO_ARRAY, NO_ARRAY, 0}; }

Fact range_of_type(const Type *type) {
    int64_t lo;
    uint64_t hi;
    if (type->kind == TYPE_DURATION) return unknown(INT64_MIN, INT64_MAX);
    if (!type_int_range(type, &lo, &hi)) return unknown(INT64_MIN, UINT64_MAX);
    return unknown(lo, (Wide)hi);
}

static bool is_integer(const Type *t) { return type_is_integer(t) || t->kind == TYPE_DURATION; }

static Wide least(Wide a, Wide b) { return a < b ? a : b; }
static Wide greatest(Wide a, Wide b) { return a > b ? a : b; }

// An array that nothing but its own methods changes: a local that is stored to once. None of them
// may be called between where its length is read and where that counts.
static uint32_t array_of(const Prove *p, const MirExpr *e) {
    if (p->restless || e->kind != MIR_LOCAL || p->wild[e->u.local]) return NO_ARRAY;
    const MirLocal *local = &p->function->locals.items[e->u.local];
    return local->assigned || local->address_taken || local->by_address ? NO_ARRAY : e->u.local;
}

// ---- arithmetic ----

static Fact product(const Fact *a, const Fact *b) {
    Wide x = a->lo * b->lo, y = a->lo * b->hi, z = a->hi * b->lo, w = a->hi * b->hi;
    return unknown(least(least(x, y), least(z, w)), greatest(greatest(x, y), greatest(z, w)));
}

// All of these end in 1s: the bits that a number up to `hi` may have.
static Wide ones(Wide hi) {
    Wide mask = 0;
    while (mask < hi) mask = mask * 2 + 1;
    return mask;
}

static bool fits_word(const Fact *f) { return f->lo >= INT64_MIN && f->hi <= INT64_MAX; }

// What the operation gives if it does not fail; false: nothing is known.
static bool operation(TokenKind op, const Fact *a, const Fact *b, Fact *out) {
    bool positive = a->lo >= 0 && b->lo >= 0;
    if (op == TOKEN_PLUS) *out = unknown(a->lo + b->lo, a->hi + b->hi);
    else if (op == TOKEN_MINUS) *out = unknown(a->lo - b->hi, a->hi - b->lo);
    else if (op == TOKEN_STAR && fits_word(a) && fits_word(b)) *out = product(a, b);
    else if (op == TOKEN_SLASH && a->lo >= 0 && b->lo > 0)
        *out = unknown(a->lo / b->hi, a->hi / b->lo);
    else if (op == TOKEN_PERCENT && positive && b->hi > 0)
        *out = unknown(0, least(a->hi, b->hi - 1));
    else if (op == TOKEN_PERCENT && b->lo > 0) *out = unknown(1 - b->hi, b->hi - 1);
    else if (op == TOKEN_AMP && (a->lo >= 0 || b->lo >= 0))
        *out = unknown(0, a->lo < 0 ? b->hi : b->lo < 0 ? a->hi : least(a->hi, b->hi));
    else if ((op == TOKEN_PIPE || op == TOKEN_CARET) && positive)
        *out = unknown(0, greatest(ones(a->hi), ones(b->hi)));
    else if (op == TOKEN_SHR && a->lo >= 0 && b->lo >= 0 && b->hi < 64)
        *out = unknown(a->lo >> (int)b->hi, a->hi >> (int)b->lo);
    else return false;
    return true;
}

// `i % xs.length`, and `i - 1` where i is an index.
static void note_array(const Prove *p, const MirExpr *e, const Fact *a, const Fact *b, Fact *out) {
    const MirExpr *right = e->u.binary.right;
    TokenKind op = e->u.binary.op;
    if (op == TOKEN_PERCENT && a->lo >= 0 && right->kind == MIR_LENGTH)
        out->below = array_of(p, right->u.operand);
    else if (op == TOKEN_MINUS && b->lo >= 0 && a->epoch == p->epoch)
        out->below = a->below == NO_ARRAY && b->lo > 0 ? a->at_most : a->below;
    else if (op == TOKEN_SLASH && b->lo > 0 && a->lo >= 0 && a->epoch == p->epoch)
        out->below = a->below;
    out->epoch = p->epoch;
}

static Fact range_of_binary(const Prove *p, const MirExpr *e) {
    Fact all = range_of_type(e->type), out;
    Fact a = range_of(p, e->u.binary.left), b = range_of(p, e->u.binary.right);
    if (!operation(e->u.binary.op, &a, &b, &out)) return all;
    out.lo = greatest(out.lo, all.lo); // else it fails
    out.hi = least(out.hi, all.hi);
    if (out.lo > out.hi) return all;
    note_array(p, e, &a, &b, &out);
    return out;
}

static bool is_within(const Fact *a, const Fact *b) { return a->lo >= b->lo && a->hi <= b->hi; }

Fact range_of(const Prove *p, const MirExpr *e) {
    Fact all = range_of_type(e->type), from;
    switch ((int)e->kind) {
    case MIR_INT:
        if (!type_is_signed(e->type) && e->u.integer < 0) return all;
        return unknown(e->u.integer, e->u.integer);
    case MIR_LOCAL: return p->facts[e->u.local];
    case MIR_LENGTH: return (Fact){0, longest, NO_ARRAY, array_of(p, e->u.operand), p->epoch};
    case MIR_BINARY: return is_integer(e->type) ? range_of_binary(p, e) : all;
    case MIR_CONVERT:
        if (!is_integer(e->u.convert.operand->type) || !is_integer(e->type)) return all;
        from = range_of(p, e->u.convert.operand);
        return is_within(&from, &all) ? from : all;
    case MIR_SELECT: {
        Fact a = range_of(p, e->u.select.then), b = range_of(p, e->u.select.otherwise);
        return unknown(least(a.lo, b.lo), greatest(a.hi, b.hi));
    }
    }
    return all;
}

// ---- facts ----

void range_set(Prove *p, uint32_t local, Fact fact) {
    if (p->wild[local] || !is_integer(p->function->locals.items[local].type)) return;
    Trail old = {local, p->facts[local]};
    VEC_PUSH(p->arena, &p->trail, old);
    p->facts[local] = fact;
}

void range_undo(Prove *p, uint32_t mark) {
    while (p->trail.len > mark) {
        const Trail *t = &p->trail.items[--p->trail.len];
        p->facts[t->local] = t->fact;
    }
}

static const MirExpr *bare(const MirExpr *e) {
    while (e->kind == MIR_CONVERT && e->u.convert.kind == CONVERT_WIDEN &&
           is_integer(e->u.convert.operand->type))
        e = e->u.convert.operand;
    return e;
}

// left < right, or left <= right.
static void less(Prove *p, const MirExpr *left, const MirExpr *right, bool equal) {
    Wide more = 0; // `i + 1 < n`, which would have failed if it overflowed
    left = bare(left);
    right = bare(right);
    if (left->kind == MIR_BINARY && left->u.binary.op == TOKEN_PLUS &&
        left->u.binary.right->kind == MIR_INT && left->u.binary.right->u.integer >= 0) {
        more = left->u.binary.right->u.integer;
        left = left->u.binary.left;
    }
    Fact a = range_of(p, left), b = range_of(p, right);
    Wide gap = equal ? 0 : 1;
    if (left->kind == MIR_LOCAL) {
        Fact f = a;
        if (f.epoch != p->epoch) f.below = f.at_most = NO_ARRAY;
        f.hi = least(f.hi, b.hi - gap - more);
        bool fresh = b.epoch == p->epoch;
        uint32_t array = fresh ? (equal && !more          ? b.below
                                  : b.at_most != NO_ARRAY ? b.at_most
                                                          : b.below)
                               : NO_ARRAY;
        if (array != NO_ARRAY) f.below = array, f.epoch = p->epoch;
        if (f.lo <= f.hi) range_set(p, left->u.local, f);
    }
    if (right->kind == MIR_LOCAL) {
        Fact f = b;
        f.lo = greatest(f.lo, a.lo + gap + more);
        if (f.lo <= f.hi) range_set(p, right->u.local, f);
    }
}

static TokenKind negated(TokenKind op) {
    switch ((int)op) {
    case TOKEN_LT: return TOKEN_GE;
    case TOKEN_GE: return TOKEN_LT;
    case TOKEN_GT: return TOKEN_LE;
    case TOKEN_LE: return TOKEN_GT;
    case TOKEN_EQ: return TOKEN_NE;
    case TOKEN_NE: return TOKEN_EQ;
    }
    return op;
}

void range_refine(Prove *p, const MirExpr *cond, bool truth) {
    if (cond->kind == MIR_UNARY && cond->u.unary.op == TOKEN_BANG) {
        range_refine(p, cond->u.unary.operand, !truth);
        return;
    }
    if ((cond->kind == MIR_AND && truth) || (cond->kind == MIR_OR && !truth)) {
        range_refine(p, cond->u.binary.left, truth);
        range_refine(p, cond->u.binary.right, truth);
        return;
    }
    if (cond->kind != MIR_BINARY) return;
    const MirExpr *left = cond->u.binary.left, *right = cond->u.binary.right;
    if (!is_integer(left->type) || !is_integer(right->type)) return;
    TokenKind op = truth ? cond->u.binary.op : negated(cond->u.binary.op);
    if (op == TOKEN_LT || op == TOKEN_LE) less(p, left, right, op == TOKEN_LE);
    if (op == TOKEN_GT || op == TOKEN_GE) less(p, right, left, op == TOKEN_GE);
    if (op == TOKEN_EQ) less(p, left, right, true), less(p, right, left, true);
}

// ---- checks ----

static bool index_holds(const Prove *p, const MirExpr *e) {
    const MirExpr *base = e->u.element.base;
    Fact index = range_of(p, e->u.element.index);
    if (base->type->kind == TYPE_CARRAY)
        return index.lo >= 0 && index.hi < (Wide)base->type->u.carray.count;
    bool array = base->type->kind == TYPE_ARRAY || base->type->kind == TYPE_VIEW ||
                 base->type->kind == TYPE_BUFFER;
    uint32_t local = array ? array_of(p, base) : NO_ARRAY;
    return local != NO_ARRAY && index.lo >= 0 && index.below == local && index.epoch == p->epoch;
}

static bool arithmetic_holds(const Prove *p, const MirExpr *e) {
    if (!is_integer(e->type)) return false;
    Fact all = range_of_type(e->type), out;
    Fact a = range_of(p, e->u.binary.left), b = range_of(p, e->u.binary.right);
    TokenKind op = e->u.binary.op;
    if (op == TOKEN_SHL || op == TOKEN_SHR) return b.lo >= 0 && b.hi < type_bits(e->type);
    if (op == TOKEN_SLASH || op == TOKEN_PERCENT) return b.lo > 0 || b.hi < -1;
    if (op != TOKEN_PLUS && op != TOKEN_MINUS && op != TOKEN_STAR) return false;
    return operation(op, &a, &b, &out) && is_within(&out, &all);
}

bool range_holds(const Prove *p, const MirExpr *e) {
    if (e->kind == MIR_ELEMENT) return index_holds(p, e);
    if (e->kind == MIR_BINARY) return arithmetic_holds(p, e);
    if (e->kind == MIR_UNARY)
        return is_integer(e->type) &&
               range_of(p, e->u.unary.operand).lo > range_of_type(e->type).lo &&
               type_is_signed(e->type);
    if (!is_integer(e->type) || !is_integer(e->u.convert.operand->type)) return false;
    Fact all = range_of_type(e->type), from = range_of(p, e->u.convert.operand);
    return is_within(&from, &all);
}
