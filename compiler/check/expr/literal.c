// Literals take the numeric type of their context and must fit it (LANGUAGE 3 "Inference"); without
// a context they are `int`, `float` or, of characters, `u32`. Constant integers are evaluated here
// too.
#include <inttypes.h>

#include "check/expr/expr.h"

// ---- literals that adapt ----

static bool is_arithmetic(TokenKind op) {
    return op == TOKEN_PLUS || op == TOKEN_MINUS || op == TOKEN_STAR || op == TOKEN_SLASH ||
           op == TOKEN_PERCENT || op == TOKEN_STAR_STAR || op == TOKEN_AMP || op == TOKEN_PIPE ||
           op == TOKEN_CARET || op == TOKEN_SHL || op == TOKEN_SHR;
}

bool literal_is_flexible(const Node *n) {
    switch ((int)n->kind) { // only the kinds that matter here
    case NODE_INT:
    case NODE_FLOAT: return true;
    case NODE_PAREN: return literal_is_flexible(n->u.wrap.operand);
    case NODE_UNARY: return n->u.unary.op != TOKEN_BANG && literal_is_flexible(n->u.unary.operand);
    case NODE_BINARY:
        return is_arithmetic(n->u.binary.op) && literal_is_flexible(n->u.binary.right) &&
               literal_is_flexible(n->u.binary.left); // which of a long chain is long
    }
    return false;
}

bool literal_has_bits(const Node *n) {
    switch ((int)n->kind) {
    case NODE_PAREN: return literal_has_bits(n->u.wrap.operand);
    case NODE_UNARY: return n->u.unary.op == TOKEN_TILDE || literal_has_bits(n->u.unary.operand);
    case NODE_BINARY:
        switch ((int)n->u.binary.op) {
        case TOKEN_SHL:
        case TOKEN_SHR:
        case TOKEN_AMP:
        case TOKEN_PIPE:
        case TOKEN_CARET: return true;
        }
        return literal_has_bits(n->u.binary.left) || literal_has_bits(n->u.binary.right);
    }
    return false;
}

bool literal_is_fraction(const Node *n) {
    switch ((int)n->kind) {
    case NODE_FLOAT: return true;
    case NODE_PAREN: return literal_is_fraction(n->u.wrap.operand);
    case NODE_UNARY: return literal_is_fraction(n->u.unary.operand);
    case NODE_BINARY:
        return literal_is_fraction(n->u.binary.left) || literal_is_fraction(n->u.binary.right);
    }
    return false;
}

int literal_rank(const Node *n) {
    return !literal_is_flexible(n) ? 0 : literal_is_fraction(n) ? 1 : LITERAL_RANK_MAX;
}

int literal_place(const Node *n) {
    const Node *bare = expr_bare(n);
    bool is_empty = bare->kind != NODE_NULL && literal_is_open(bare);
    return is_empty ? LITERAL_PLACE_MAX : literal_rank(n);
}

bool literal_is_open(const Node *n) {
    if (n->kind == NODE_PAREN) return literal_is_open(n->u.wrap.operand);
    return n->kind == NODE_NULL || (n->kind == NODE_ARRAY && !n->u.array.items.len) ||
           (n->kind == NODE_MAP && !n->u.map.entries.len) ||
           (n->kind == NODE_STRUCT_LITERAL && !n->u.struct_literal.type &&
            !n->u.struct_literal.fields.len);
}

// ---- numbers ----

static const Type *context_number(const Type *expected) {
    const Type *t = expected ? type_strip(expected) : NULL;
    if (t && t->kind == TYPE_CENUM && t->u.nominal->base) t = t->u.nominal->base;
    return t && type_is_number(t) ? t : NULL;
}

static void report_range(Checker *c, Span span, const Type *t, const char *shown) {
    int64_t min = 0;
    uint64_t max = 0;
    type_int_range(t, &min, &max);
    Diag *g =
        diag_error(&c->session->diags, E0251, span, "%s does not fit `%s`: %" PRId64 " to %" PRIu64,
                   shown, expr_type_text(c, t), min, max);
    if (t->kind == TYPE_I64)
        diag_help(g, "a `u64` takes it: write its type, as in `const x: u64 = %s`", shown);
}

// An integer literal as a float: only where no digit is lost.
static void check_exact(Checker *c, Span span, const Type *t, uint64_t value) {
    uint64_t limit = (uint64_t)1 << (type_bits(t) == 32 ? 24 : 53);
    while (value > limit && value % 2 == 0) value /= 2;
    if (value > limit)
        diag_help(diag_error(&c->session->diags, E0251, span, "no `%s` is exactly this number",
                             expr_type_text(c, t)),
                  "let it round: write it with a fraction, `%s.0`",
                  expr_source(c, span) ? expr_source(c, span) : "1");
}

static const Type *check_int(Checker *c, Node *n, bool negative, const Type *expected, Span span) {
    uint64_t value = n->u.int_.value;
    const Type *t = context_number(expected);
    if (!t) t = n->u.int_.is_char ? type_basic(c->types, U32) : type_basic(c->types, I64);
    n->type = t;
    if (type_is_float(t)) {
        check_exact(c, span, t, value);
        return t;
    }
    int64_t min = 0;
    uint64_t max = 0;
    type_int_range(t, &min, &max);
    uint64_t limit = negative ? (uint64_t)0 - (uint64_t)min : max;
    if (value > limit) {
        const char *text = expr_source(c, span);
        report_range(c, span, t, text ? text : "this number");
    }
    return t;
}

static const Type *check_float(Checker *c, Node *n, const Type *expected) {
    const Type *t = context_number(expected);
    if (!t || !type_is_float(t)) return type_basic(c->types, F64);
    double value = n->u.float_.value;
    bool too_large =
        type_bits(t) == 32 && (value > 3.4028235677973366e38); // half an ulp above f32.max
    if (too_large)
        diag_help(diag_error(&c->session->diags, E0251, n->span,
                             "this number is too large for `%s`", expr_type_text(c, t)),
                  "take a `float`, or `%s.infinity`", expr_type_text(c, t));
    return t;
}

static const Type *check_null(Checker *c, const Type *expected) {
    bool takes_null = expected && (expected->kind == TYPE_OPTION || expected->kind == TYPE_UNSURE);
    return takes_null ? expected : type_basic(c->types, NULL);
}

const Type *literal_negative(Checker *c, Node *minus, const Type *expected) {
    return check_int(c, minus->u.unary.operand, true, expected, minus->span);
}

const Type *literal_check(Checker *c, Node *n, const Type *expected) {
    switch ((int)n->kind) {
    case NODE_INT: return check_int(c, n, false, expected, n->span);
    case NODE_FLOAT: return check_float(c, n, expected);
    case NODE_STRING: return type_basic(c->types, STRING);
    case NODE_BYTES: return type_basic(c->types, BUFFER);
    case NODE_BOOL: return type_basic(c->types, BOOL);
    case NODE_DURATION: return type_basic(c->types, DURATION);
    case NODE_NULL: return check_null(c, expected);
    }
    unreachable("not a literal");
}

// ---- constants ----

typedef LiteralInt Wide;
typedef enum Constant { CONSTANT_NO, CONSTANT_YES, CONSTANT_PANICS } Constant;

static bool fits(const Type *t, Wide value) {
    int64_t min;
    uint64_t max;
    return !t || !type_int_range(t, &min, &max) || (value >= min && value <= (Wide)max);
}

static Constant power(Wide base, Wide exponent, Wide *out) {
    Wide limit = (Wide)1 << 66;
    if (exponent < 0) return CONSTANT_PANICS;
    for (*out = 1; exponent > 0 && base != 1; exponent--) {
        if (base == 0 || base == -1) {
            *out = base == 0 ? 0 : exponent % 2 ? -*out : *out;
            return CONSTANT_YES;
        }
        *out *= base;
        if (*out > limit || *out < -limit) return CONSTANT_PANICS;
    }
    return CONSTANT_YES;
}

static Constant shift(TokenKind op, const Type *t, Wide left, Wide count, Wide *out) {
    if (count < 0 || count >= type_bits(t)) return CONSTANT_PANICS;
    if (op == TOKEN_SHR) {
        *out = left >> count;
        return CONSTANT_YES;
    }
    uint64_t bits = (uint64_t)left << count; // `<<` drops bits
    uint32_t unused = 64 - type_bits(t);
    *out = type_is_signed(t) ? (Wide)((int64_t)(bits << unused) >> unused)
                             : (Wide)(bits << unused >> unused);
    return CONSTANT_YES;
}

static Constant fold_binary(TokenKind op, const Type *t, Wide a, Wide b, Wide *out) {
    switch ((int)op) {
    case TOKEN_PLUS: *out = a + b; return CONSTANT_YES;
    case TOKEN_MINUS: *out = a - b; return CONSTANT_YES;
    case TOKEN_STAR: *out = a * b; return CONSTANT_YES;
    case TOKEN_AMP: *out = a & b; return CONSTANT_YES;
    case TOKEN_PIPE: *out = a | b; return CONSTANT_YES;
    case TOKEN_CARET: *out = a ^ b; return CONSTANT_YES;
    case TOKEN_STAR_STAR: return power(a, b, out);
    case TOKEN_SHL:
    case TOKEN_SHR: return shift(op, t, a, b, out);
    case TOKEN_SLASH:
    case TOKEN_PERCENT:
        if (b == 0) return CONSTANT_PANICS;
        *out = op == TOKEN_SLASH ? a / b : a % b;
        return CONSTANT_YES;
    }
    return CONSTANT_NO;
}

static Constant fold(const Node *n, Wide *out);

static Constant fold_symbol(const Symbol *symbol, Wide *out) {
    if (!symbol || symbol->kind != SYMBOL_C_CONSTANT || !symbol->c ||
        symbol->c->constant != CCONST_INT)
        return CONSTANT_NO;
    bool is_unsigned =
        symbol->type && type_is_integer(symbol->type) && !type_is_signed(symbol->type);
    int64_t bits = symbol->c->value.integer;
    *out = is_unsigned ? (Wide)(uint64_t)bits : (Wide)bits;
    return CONSTANT_YES;
}

// One that does not fit has been reported.
static Constant fold_literal(const Type *t, Wide value, Wide *out) {
    *out = value;
    return fits(t, value) ? CONSTANT_YES : CONSTANT_NO;
}

static Constant fold_unary(const Node *n, Wide *out) {
    const Node *operand = n->u.unary.operand;
    if (n->u.unary.op == TOKEN_MINUS && operand->kind == NODE_INT) // -128 is an i8, 128 is none
        return fold_literal(n->type, -(Wide)operand->u.int_.value, out);
    Constant k = fold(operand, out);
    if (k != CONSTANT_YES) return k;
    if (n->u.unary.op == TOKEN_MINUS) *out = -*out;
    else if (n->u.unary.op == TOKEN_TILDE && n->type && type_is_signed(n->type)) *out = ~*out;
    else return CONSTANT_NO;
    return CONSTANT_YES;
}

static Constant fold_node(const Node *n, Wide *out) {
    switch ((int)n->kind) {
    case NODE_INT: return fold_literal(n->type, n->u.int_.value, out);
    case NODE_PAREN: return fold(n->u.wrap.operand, out);
    case NODE_CONVERT: {
        ConvertKind kind = n->u.convert.kind;
        bool keeps = kind == CONVERT_WIDEN || kind == CONVERT_CHECKED || kind == CONVERT_C_RANGE;
        return keeps ? fold(n->u.convert.operand, out) : CONSTANT_NO;
    }
    case NODE_UNARY: return fold_unary(n, out);
    case NODE_NAME: return fold_symbol(n->u.name.symbol, out);
    case NODE_MEMBER: return fold_symbol(n->u.member.symbol, out);
    case NODE_BINARY: {
        Wide a, b;
        Constant left = fold(n->u.binary.left, &a);
        if (left != CONSTANT_YES) return left;
        Constant right = fold(n->u.binary.right, &b);
        return right == CONSTANT_YES ? fold_binary(n->u.binary.op, n->type, a, b, out) : right;
    }
    }
    return CONSTANT_NO;
}

// Needs checked nodes; floats and poison are no constants here.
static Constant fold(const Node *n, Wide *out) {
    if (!n->type || !convert_is_integral(n->type)) return CONSTANT_NO;
    Constant k = fold_node(n, out);
    return k == CONSTANT_YES && !fits(n->type, *out) ? CONSTANT_PANICS : k;
}

int check_constant_int(Checker *c, Node *expr, int64_t *out) {
    (void)c;
    Wide value;
    if (fold(expr, &value) != CONSTANT_YES || value < INT64_MIN || value > INT64_MAX) return 0;
    *out = (int64_t)value;
    return 1;
}

bool literal_integer(const Node *n, LiteralInt *out) { return fold(n, out) == CONSTANT_YES; }

bool literal_is_zero(const Node *n) {
    Wide value;
    return fold(n, &value) == CONSTANT_YES && value == 0;
}

bool literal_always_panics(const Node *n) {
    Wide ignored;
    return fold(n, &ignored) == CONSTANT_PANICS;
}
