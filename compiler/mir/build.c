// Constructors of MIR. What may panic is known here and nowhere else: `can_panic` of an expression
// is that of its operands, or its own check unless `unchecked`.
#include "mir/build.h"

#include <assert.h>

#include "types/slot.h"

MirExpr *mir_expr(Arena *a, MirExprKind kind, const Type *type, Span span) {
    MirExpr *e = ARENA_NEW(a, MirExpr);
    e->kind = kind;
    e->type = type;
    e->span = span;
    e->owned = kind == MIR_STRING || kind == MIR_NULL || kind == MIR_ZERO || kind == MIR_FUNCTION ||
               kind == MIR_BYTES_TEXT || (kind >= MIR_CALL && kind <= MIR_MOVE);
    return e;
}

MirExpr *mir_copy(Arena *a, const MirExpr *e) {
    MirExpr *copy = ARENA_NEW(a, MirExpr);
    *copy = *e;
    return copy;
}

MirExpr *mir_int(Arena *a, const Type *type, int64_t value, Span span) {
    MirExpr *e = mir_expr(a, MIR_INT, type, span);
    e->u.integer = value;
    return e;
}

MirExpr *mir_bool(Arena *a, const TypeTable *t, bool value, Span span) {
    MirExpr *e = mir_expr(a, MIR_BOOL, type_basic(t, BOOL), span);
    e->u.integer = value;
    return e;
}

MirExpr *mir_string(Arena *a, const TypeTable *t, const char *text, uint32_t len, Span span) {
    MirExpr *e = mir_expr(a, MIR_STRING, type_basic(t, STRING), span);
    e->u.string.text = text;
    e->u.string.len = len;
    return e;
}

MirExpr *mir_local(Arena *a, const MirFunction *f, uint32_t local, Span span) {
    MirExpr *e = mir_expr(a, MIR_LOCAL, f->locals.items[local].type, span);
    e->u.local = local;
    return e;
}

MirExpr *mir_field(Arena *a, MirExpr *base, uint32_t index, const Type *type, Span span) {
    MirExpr *e = mir_expr(a, MIR_FIELD, type, span);
    e->u.field.base = base;
    e->u.field.index = index;
    e->can_panic = base->can_panic;
    e->effects = base->effects;
    return e;
}

MirExpr *mir_part(Arena *a, MirExpr *base, uint32_t variant, uint32_t index, Span span) {
    const Variant *v = &base->type->u.nominal->variants.items[variant];
    MirExpr *e = mir_expr(a, MIR_PART, v->fields.items[index].type, span);
    e->u.part.base = base;
    e->u.part.variant = variant;
    e->u.part.index = index;
    e->can_panic = base->can_panic;
    e->effects = base->effects;
    return e;
}

MirExpr *mir_element(Arena *a, MirExpr *base, MirExpr *index, const Type *type, Span span) {
    MirExpr *e = mir_expr(a, MIR_ELEMENT, type, span);
    e->u.element.base = base;
    e->u.element.index = index;
    e->unchecked = type_is_c_pointer(type_strip(base->type));
    e->can_panic = base->can_panic || index->can_panic || !e->unchecked;
    e->effects = base->effects || index->effects;
    return e;
}

MirExpr *mir_of(Arena *a, MirExprKind kind, const Type *type, MirExpr *operand) {
    MirExpr *e = mir_expr(a, kind, type, operand->span);
    e->u.operand = operand;
    e->can_panic = operand->can_panic || kind == MIR_PAYLOAD || kind == MIR_CSTR;
    e->effects = operand->effects;
    if (kind == MIR_SOME || kind == MIR_INTERFACE) e->owned = operand->owned;
    return e;
}

// ---- arithmetic ----

static bool is_whole(const Type *t) { return type_is_integer(t) || t->kind == TYPE_DURATION; }

// Operators of integers that check; the wrapping and saturating ones do not.
static bool op_checks(TokenKind op) {
    return op == TOKEN_PLUS || op == TOKEN_MINUS || op == TOKEN_STAR || op == TOKEN_SLASH ||
           op == TOKEN_PERCENT || op == TOKEN_STAR_STAR || op == TOKEN_SHL || op == TOKEN_SHR;
}

static bool fits(const Type *type, int64_t value) {
    int64_t min;
    uint64_t max;
    return type_int_range(type, &min, &max) && value >= min &&
           (value < 0 || (uint64_t)value <= max);
}

// The value of an integer constant, if an int64_t can hold it.
static bool int_value(const MirExpr *e, int64_t *out) {
    *out = e->u.integer;
    return e->kind == MIR_INT && (type_is_signed(e->type) || e->u.integer >= 0);
}

// The value of an operation on two integer constants; false where it panics, or is no such
// operation.
static bool fold(TokenKind op, const Type *type, const MirExpr *left, const MirExpr *right,
                 int64_t *out) {
    int64_t a, b;
    if (!int_value(left, &a) || !int_value(right, &b) || !type_is_integer(type)) return false;
    bool overflows = false;
    if (op == TOKEN_PLUS) overflows = __builtin_add_overflow(a, b, out);
    else if (op == TOKEN_MINUS) overflows = __builtin_sub_overflow(a, b, out);
    else if (op == TOKEN_STAR) overflows = __builtin_mul_overflow(a, b, out);
    else if (op == TOKEN_SLASH && b > 0) *out = a / b;
    else if (op == TOKEN_PERCENT && b > 0) *out = a % b;
    else if (op == TOKEN_AMP) *out = a & b;
    else if (op == TOKEN_PIPE) *out = a | b;
    else if (op == TOKEN_SHL && a >= 0 && b >= 0 && b < 63) {
        *out = (int64_t)((uint64_t)a << b);
        overflows = *out >> b != a;
    } else return false;
    return !overflows && fits(type, *out);
}

static bool division_is_safe(const MirExpr *right) {
    return right->kind == MIR_INT && right->u.integer != 0 && right->u.integer != -1;
}

static bool shift_is_safe(const Type *type, const MirExpr *right) {
    return right->kind == MIR_INT && (uint64_t)right->u.integer < type_bits(type);
}

MirExpr *mir_binary(Arena *a, MirExprKind kind, TokenKind op, const Type *type, MirExpr *left,
                    MirExpr *right) {
    Span span = span_join(left->span, right->span);
    int64_t folded;
    if (kind == MIR_BINARY && fold(op, type, left, right, &folded))
        return mir_int(a, type, folded, span);
    MirExpr *e = mir_expr(a, kind, type, span);
    e->u.binary.op = op;
    e->u.binary.left = left;
    e->u.binary.right = right;
    bool checks = kind == MIR_BINARY && is_whole(type) && op_checks(op);
    if (op == TOKEN_SLASH || op == TOKEN_PERCENT) e->unchecked = checks && division_is_safe(right);
    if (op == TOKEN_SHL || op == TOKEN_SHR) e->unchecked = checks && shift_is_safe(type, right);
    e->can_panic = left->can_panic || right->can_panic || (checks && !e->unchecked);
    e->effects = left->effects || right->effects;
    return e;
}

MirExpr *mir_unary(Arena *a, TokenKind op, const Type *type, MirExpr *operand, Span span) {
    int64_t value;
    if (op == TOKEN_MINUS && int_value(operand, &value)) {
        int64_t negated = (int64_t)(0 - (uint64_t)value); // of the literal 2^63, i64.min
        if (fits(type, negated)) return mir_int(a, type, negated, span);
    }
    if (op == TOKEN_MINUS && operand->kind == MIR_FLOAT) {
        MirExpr *e = mir_expr(a, MIR_FLOAT, type, span);
        e->u.number = -operand->u.number;
        return e;
    }
    MirExpr *e = mir_expr(a, MIR_UNARY, type, span);
    e->u.unary.op = op;
    e->u.unary.operand = operand;
    e->can_panic = operand->can_panic || (op == TOKEN_MINUS && is_whole(type));
    e->effects = operand->effects;
    return e;
}

static TokenKind opposite(TokenKind op) {
    static const TokenKind pairs[][2] = {{TOKEN_EQ, TOKEN_NE}, {TOKEN_SAME, TOKEN_NOT_SAME}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (op == pairs[i][0]) return pairs[i][1];
        if (op == pairs[i][1]) return pairs[i][0];
    }
    return op;
}

MirExpr *mir_not(Arena *a, MirExpr *condition) {
    if (condition->kind == MIR_UNARY && condition->u.unary.op == TOKEN_BANG)
        return condition->u.unary.operand;
    if (condition->kind == MIR_BINARY || condition->kind == MIR_EQUAL) {
        TokenKind op = opposite(condition->u.binary.op);
        if (op != condition->u.binary.op)
            return mir_binary(a, condition->kind, op, condition->type, condition->u.binary.left,
                              condition->u.binary.right);
    }
    return mir_unary(a, TOKEN_BANG, condition->type, condition, condition->span);
}

MirExpr *mir_select(Arena *a, const Type *type, MirExpr *cond, MirExpr *then, MirExpr *otherwise) {
    MirExpr *e = mir_expr(a, MIR_SELECT, type, span_join(cond->span, otherwise->span));
    e->u.select.cond = cond;
    e->u.select.then = then;
    e->u.select.otherwise = otherwise;
    e->can_panic = cond->can_panic || then->can_panic || otherwise->can_panic;
    e->effects = cond->effects || then->effects || otherwise->effects;
    e->owned = false;
    return e;
}

// ---- conversions ----

static bool range_within(const Type *from, const Type *to) {
    int64_t from_min, to_min;
    uint64_t from_max, to_max;
    if (!type_int_range(from, &from_min, &from_max) || !type_int_range(to, &to_min, &to_max))
        return false;
    return from_min >= to_min && from_max <= to_max;
}

static bool convert_checks(ConvertKind kind, const Type *to, const MirExpr *operand) {
    if (kind == CONVERT_NULL_CHECK) return true;
    if (kind != CONVERT_CHECKED && kind != CONVERT_C_RANGE) return false;
    if (type_is_float(to)) return false;
    int64_t value;
    if (int_value(operand, &value) && type_is_integer(operand->type)) return !fits(to, value);
    return !range_within(operand->type, to);
}

MirExpr *mir_convert(Arena *a, ConvertKind kind, const Type *type, MirExpr *operand, Span span) {
    bool checks = convert_checks(kind, type, operand);
    int64_t value;
    if (int_value(operand, &value) && kind != CONVERT_TRY) {
        if (type_is_integer(operand->type) && fits(type, value))
            return mir_int(a, type, value, span);
        if (type_is_float(type)) {
            MirExpr *e = mir_expr(a, MIR_FLOAT, type, span);
            e->u.number = (double)value;
            return e;
        }
    }
    MirExpr *e = mir_expr(a, MIR_CONVERT, type, span);
    e->u.convert.kind = kind;
    e->u.convert.operand = operand;
    e->unchecked = !checks;
    e->can_panic = operand->can_panic || checks;
    e->effects = operand->effects;
    e->owned = operand->owned;
    return e;
}

MirExpr *mir_call(Arena *a, MirCallKind kind, const Type *result, Span span) {
    MirExpr *e = mir_expr(a, MIR_CALL, result, span);
    e->u.call.kind = kind;
    e->can_panic = e->effects = true;
    return e;
}

// ---- questions ----

// A field is read by a call without arguments, and written by one with the value.
uint32_t mir_called_slot(const MirExpr *call) {
    const Symbol *member = call->u.call.symbol;
    SlotKind field = call->u.call.args.len > 1 ? SLOT_SET : SLOT_GET;
    return slot_index(call->u.call.args.items[0]->type->u.nominal, member,
                      member->kind == SYMBOL_FIELD ? field : slot_kind(member));
}

bool mir_is_aggregate(const MirExpr *e) {
    return e->kind == MIR_STRUCT || e->kind == MIR_VARIANT || e->kind == MIR_ARRAY ||
           e->kind == MIR_MAP || e->kind == MIR_CLOSURE;
}

bool mir_takes(const MirExpr *call, uint32_t arg) {
    return arg < 64 && call->u.call.takes >> arg & 1;
}

bool mir_is_maker(const MirExpr *e) {
    if (e->kind == MIR_CALL) return !e->light;
    if (e->kind == MIR_STRUCT) return type_is_counted(e->type);
    if (e->kind == MIR_VARIANT) return e->u.variant.items.len && type_is_counted(e->type);
    return e->kind == MIR_BYTES_TEXT || e->kind == MIR_NEW || e->kind == MIR_ARRAY ||
           e->kind == MIR_MAP || e->kind == MIR_CLOSURE || e->kind == MIR_TEMPLATE;
}

bool mir_takes_items(const MirExpr *e) {
    return mir_is_aggregate(e) && !(e->kind == MIR_CLOSURE && e->u.closure.on_stack);
}

static bool is_readonly(const MirExpr *e) {
    const Type *base = e->u.field.base->type;
    return base->kind != TYPE_CLASS ||
           base->u.nominal->fields.items[e->u.field.index].flags & DECL_READONLY;
}

bool mir_is_fixed(const MirExpr *e, MirRootTest *test, const void *context) {
    MirExprKind k = e->kind;
    if (k == MIR_LOCAL) return test(context, e->u.local);
    if (k == MIR_GLOBAL) return !(e->u.symbol->flags & SYMBOL_LET);
    if (k == MIR_FIELD) return is_readonly(e) && mir_is_fixed(e->u.field.base, test, context);
    if (k == MIR_PART) return mir_is_fixed(e->u.part.base, test, context);
    if (k == MIR_PAYLOAD || k == MIR_SOME || k == MIR_INTERFACE)
        return mir_is_fixed(e->u.operand, test, context);
    if (k == MIR_CONVERT) return mir_is_fixed(e->u.convert.operand, test, context);
    if (k == MIR_SELECT)
        return mir_is_fixed(e->u.select.then, test, context) &&
               mir_is_fixed(e->u.select.otherwise, test, context);
    return k == MIR_STRING || k == MIR_NULL || k == MIR_SELF; // not elements and the like
}

bool mir_is_place(const MirExpr *e) {
    return (e->kind >= MIR_LOCAL && e->kind <= MIR_PENDING) || e->kind == MIR_C_NAME;
}

bool mir_is_constant(const MirExpr *e) { return e->kind <= MIR_NULL && e->kind != MIR_BYTES_TEXT; }

uint32_t mir_root(const MirExpr *e) {
    for (;;) {
        if (e->kind == MIR_LOCAL) return e->u.local;
        if (e->kind == MIR_FIELD && !type_is_reference(e->u.field.base->type)) e = e->u.field.base;
        else if (e->kind == MIR_PART) e = e->u.part.base;
        else if (e->kind == MIR_PAYLOAD || e->kind == MIR_SOME) e = e->u.operand;
        else return UINT32_MAX;
    }
}

MirExpr *mir_step(const MirExpr *e) {
    if (e->kind == MIR_FIELD) return e->u.field.base;
    if (e->kind == MIR_PART) return e->u.part.base;
    if (e->kind == MIR_PAYLOAD) return e->u.operand;
    if (e->kind == MIR_MAP_KEY || e->kind == MIR_MAP_VALUE) return e->u.entry.map;
    if (e->kind != MIR_ELEMENT) return NULL;
    TypeKind base = e->u.element.base->type->kind;
    bool counted = base == TYPE_ARRAY || base == TYPE_VIEW || base == TYPE_MAP;
    return counted ? e->u.element.base : NULL;
}

// ---- statements ----

MirStmt *mir_stmt(Arena *a, MirStmtKind kind, Span span) {
    MirStmt *s = ARENA_NEW(a, MirStmt);
    s->kind = kind;
    s->span = span;
    return s;
}

MirStmt *mir_let(Arena *a, uint32_t local, MirExpr *value, Span span) {
    MirStmt *s = mir_stmt(a, MIR_LET, span);
    s->u.let.local = local;
    s->u.let.value = value;
    return s;
}

MirStmt *mir_set(Arena *a, MirExpr *place, MirExpr *value, Span span) {
    MirStmt *s = mir_stmt(a, MIR_SET, span);
    s->u.set.place = place;
    s->u.set.value = value;
    return s;
}

MirStmt *mir_release(Arena *a, MirExpr *place) {
    MirStmt *s = mir_stmt(a, MIR_RELEASE, place->span);
    s->u.expr = place;
    return s;
}

static bool block_leaves(const MirBlock *block) {
    return block->len && mir_leaves(block->items[block->len - 1]);
}

typedef struct BreakSearch {
    uint32_t loop;
    bool found;
} BreakSearch;

static void find_break(void *context, MirBlock *block) {
    BreakSearch *search = context;
    for (uint32_t i = 0; i < block->len; i++) {
        MirStmt *s = block->items[i];
        if (s->kind == MIR_BREAK && s->u.loop_id == search->loop) search->found = true;
        mir_each_block(s, find_break, context);
    }
}

static bool loop_ends(MirStmt *loop) {
    if (loop->u.loop.cond || loop->u.loop.map) return true;
    BreakSearch search = {loop->u.loop.id, false};
    find_break(&search, &loop->u.loop.body);
    return search.found;
}

bool mir_leaves(const MirStmt *s) {
    switch (s->kind) {
    case MIR_BREAK:
    case MIR_CONTINUE:
    case MIR_RETURN:
    case MIR_THROW:
    case MIR_LEAVE:
    case MIR_UNREACHABLE: return true;
    case MIR_LET:
    case MIR_SET:
    case MIR_EVAL:
    case MIR_DEFER:
    case MIR_RELEASE: return false;
    case MIR_LOOP: return !loop_ends((MirStmt *)(uintptr_t)s);
    case MIR_IF: return block_leaves(&s->u.if_.then) && block_leaves(&s->u.if_.otherwise);
    case MIR_SCOPE: return block_leaves(&s->u.scope.body);
    case MIR_TRY:
        for (uint32_t i = 0; i < s->u.try_.catch_count; i++)
            if (!block_leaves(&s->u.try_.catches[i].body)) return false;
        return block_leaves(&s->u.try_.body);
    }
    unreachable("statement kind");
}

void mir_push(Arena *a, MirBlock *block, MirStmt *s) { VEC_PUSH(a, block, s); }

void mir_insert(Arena *a, MirBlock *block, uint32_t at, MirStmt *s) {
    assert(at <= block->len);
    VEC_PUSH(a, block, s);
    for (uint32_t i = block->len - 1; i > at; i--) block->items[i] = block->items[i - 1];
    block->items[at] = s;
}
