// Operators and conversions of numbers. What can fail is a function of <seam/number.h> that is
// given the place; what cannot is C's own operator, so that the C compiler sees through it.
#include <string.h>

#include "emit/c/body/body.h"

typedef struct Operator {
    TokenKind token;
    const char *c;       // C's operator; NULL: there is none
    const char *runtime; // seam_<runtime>_i64; NULL: it cannot fail
    Level level;
    Level left; // what its operands have to be at least
    Level right;
} Operator;

// Operands of bit operators and shifts get parentheses whatever they are: nobody remembers how
// those rank.
static const Operator operators[] = {
    {TOKEN_PLUS, "+", "add", LEVEL_ADD, LEVEL_ADD, LEVEL_MULTIPLY},
    {TOKEN_MINUS, "-", "sub", LEVEL_ADD, LEVEL_ADD, LEVEL_MULTIPLY},
    {TOKEN_STAR, "*", "mul", LEVEL_MULTIPLY, LEVEL_MULTIPLY, LEVEL_UNARY},
    {TOKEN_SLASH, "/", "div", LEVEL_MULTIPLY, LEVEL_MULTIPLY, LEVEL_UNARY},
    {TOKEN_PERCENT, "%", "rem", LEVEL_MULTIPLY, LEVEL_MULTIPLY, LEVEL_UNARY},
    {TOKEN_STAR_STAR, NULL, "pow", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_PLUS_WRAP, NULL, "addw", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_MINUS_WRAP, NULL, "subw", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_STAR_WRAP, NULL, "mulw", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_PLUS_SAT, NULL, "adds", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_MINUS_SAT, NULL, "subs", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_STAR_SAT, NULL, "muls", LEVEL_POSTFIX, LEVEL_ANY, LEVEL_ANY},
    {TOKEN_SHL, "<<", "shl", LEVEL_SHIFT, LEVEL_UNARY, LEVEL_UNARY},
    {TOKEN_SHR, ">>", "shr", LEVEL_SHIFT, LEVEL_UNARY, LEVEL_UNARY},
    {TOKEN_AMP, "&", NULL, LEVEL_BITS, LEVEL_UNARY, LEVEL_UNARY},
    {TOKEN_PIPE, "|", NULL, LEVEL_BITS, LEVEL_UNARY, LEVEL_UNARY},
    {TOKEN_CARET, "^", NULL, LEVEL_BITS, LEVEL_UNARY, LEVEL_UNARY},
    {TOKEN_LT, "<", NULL, LEVEL_RELATIONAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_LE, "<=", NULL, LEVEL_RELATIONAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_GT, ">", NULL, LEVEL_RELATIONAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_GE, ">=", NULL, LEVEL_RELATIONAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_EQ, "==", NULL, LEVEL_EQUAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_NE, "!=", NULL, LEVEL_EQUAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_SAME, "==", NULL, LEVEL_EQUAL, LEVEL_ADD, LEVEL_ADD},
    {TOKEN_NOT_SAME, "!=", NULL, LEVEL_EQUAL, LEVEL_ADD, LEVEL_ADD},
};

static const Operator *find_operator(TokenKind token) {
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (operators[i].token == token) return &operators[i];
    unreachable("an operator without a row");
}

static void open_below(Body *b, Level level, Level least) {
    if (level < least) text_put(b->out, "(");
}

static void close_below(Body *b, Level level, Level least) {
    if (level < least) text_put(b->out, ")");
}

// C computes in int what is narrower: the result is brought back.
static bool is_narrow(const Type *t) {
    const char *n = name_of_number(t);
    return *n && (n[1] == '8' || strcmp(n + 1, "16") == 0);
}

// ---- comparisons ----

static bool is_comparison(const Operator *o) {
    return o->level == LEVEL_RELATIONAL || o->level == LEVEL_EQUAL;
}

static bool is_pointer(const Type *t) { return is_null_option(t) || type_is_reference(t); }

// Integers of different signedness compare by value, which C's own conversions do not.
static bool is_mixed(const MirExpr *e) {
    const char *l = name_of_number(e->u.binary.left->type),
               *r = name_of_number(e->u.binary.right->type);
    return *l && *r && *l != *r && *l != 'f' && *r != 'f';
}

static void put_mixed(Body *b, const MirExpr *e, const Operator *o, Level least) {
    const MirExpr *left = e->u.binary.left, *right = e->u.binary.right;
    bool left_unsigned = *name_of_number(left->type) == 'u';
    const MirExpr *signed_one = left_unsigned ? right : left,
                  *unsigned_one = left_unsigned ? left : right;
    open_below(b, o->level, least);
    if (type_bits(unsigned_one->type) < 64) { // both are values of an int64_t
        text_put(b->out, "(int64_t)");
        put_expr(b, left, LEVEL_UNARY);
        text_printf(b->out, " %s (int64_t)", o->c);
        put_expr(b, right, LEVEL_UNARY);
    } else {
        text_put(b->out, left_unsigned ? "0 " : "seam_compare_iu(");
        if (left_unsigned) text_printf(b->out, "%s seam_compare_iu(", o->c);
        put_expr(b, signed_one, LEVEL_ANY);
        text_put(b->out, ", ");
        put_expr(b, unsigned_one, LEVEL_ANY);
        text_put(b->out, ")");
        if (!left_unsigned) text_printf(b->out, " %s 0", o->c);
    }
    close_below(b, o->level, least);
}

static void put_compared(Body *b, const MirExpr *e, bool as_void) {
    if (as_void) text_put(b->out, "(const void *)");
    put_expr(b, e, as_void ? LEVEL_UNARY : LEVEL_ADD);
    bool optional = e->type->kind == TYPE_OPTION && e->type->u.elem->kind == TYPE_INTERFACE;
    if (optional) text_put(b->out, ".v"); // which is empty in null
    if (optional || e->type->kind == TYPE_INTERFACE) text_put(b->out, ".object");
}

static void put_string_comparison(Body *b, const MirExpr *e, const Operator *o, Level least) {
    open_below(b, o->level, least);
    text_put(b->out, "seam_string_compare(");
    put_expr(b, e->u.binary.left, LEVEL_CONDITIONAL);
    text_put(b->out, ", ");
    put_expr(b, e->u.binary.right, LEVEL_CONDITIONAL);
    text_printf(b->out, ") %s 0", o->c);
    close_below(b, o->level, least);
}

static void put_comparison(Body *b, const MirExpr *e, const Operator *o, Level least) {
    const MirExpr *left = e->u.binary.left, *right = e->u.binary.right;
    bool pointers = is_pointer(left->type) && is_pointer(right->type) && left->kind != MIR_NULL &&
                    right->kind != MIR_NULL;
    bool differ = pointers && strcmp(type_c(b->u, left->type), type_c(b->u, right->type)) != 0;
    open_below(b, o->level, least);
    put_compared(b, left, differ);
    text_printf(b->out, " %s ", o->c);
    put_compared(b, right, differ);
    close_below(b, o->level, least);
}

// ---- arithmetic ----

static void put_operator_call(Body *b, const MirExpr *e, const char *runtime, const char *number,
                              bool with_place) {
    text_printf(b->out, "seam_%s_%s(", runtime, number);
    put_expr(b, e->u.binary.left, LEVEL_ANY);
    text_put(b->out, ", ");
    put_expr(b, e->u.binary.right, LEVEL_ANY);
    if (with_place) {
        text_put(b->out, ", ");
        put_at(b, e->span);
    }
    text_put(b->out, ")");
}

// Does C give the operand another type than its own? A small literal is an int, and so is a
// bit-field, or it has as many bits as were declared (C11 6.3.1.1p2; gcc, of long ones).
static bool has_other_c_type(const MirExpr *e) {
    if (e->kind == MIR_SELECT)
        return has_other_c_type(e->u.select.then) && has_other_c_type(e->u.select.otherwise);
    return *name_of_number(e->type) && (e->kind == MIR_INT || is_bit_field(e));
}

static void put_plain(Body *b, const MirExpr *e, const Operator *o, Level least) {
    bool narrow = is_narrow(e->type) && o->runtime;
    // C takes the type of `1 << n` from the 1, and that of other operations from both sides.
    const MirExpr *l = e->u.binary.left, *r = e->u.binary.right;
    bool literal = has_other_c_type(l) && (o->level == LEVEL_SHIFT || has_other_c_type(r));
    Level level = narrow ? LEVEL_UNARY : o->level;
    open_below(b, level, least);
    if (narrow) text_printf(b->out, "(%s)(", type_c(b->u, e->type));
    if (literal) text_printf(b->out, "(%s)", type_c(b->u, e->type));
    put_expr(b, l, o->left);
    text_printf(b->out, " %s ", o->c);
    put_expr(b, r, o->right);
    if (narrow) text_put(b->out, ")");
    close_below(b, level, least);
}

static void put_float_call(Body *b, const MirExpr *e, const char *runtime, Level least) {
    bool narrow = type_bits(e->type) == 32;
    if (narrow) {
        open_below(b, LEVEL_UNARY, least);
        text_put(b->out, "(float)");
    }
    put_operator_call(b, e, runtime, "f64", false);
    if (narrow) close_below(b, LEVEL_UNARY, least);
}

void put_binary(Body *b, const MirExpr *e, Level least) {
    const Operator *o = find_operator(e->u.binary.op);
    const char *number = name_of_number(e->type);
    if (is_comparison(o)) {
        if (is_mixed(e)) put_mixed(b, e, o, least);
        else if (o->level == LEVEL_RELATIONAL && e->u.binary.left->type->kind == TYPE_STRING)
            put_string_comparison(b, e, o, least);
        else put_comparison(b, e, o, least);
    } else if (e->type->kind == TYPE_STRING) { // `a + b`
        text_put(b->out, "seam_string_concat(");
        put_expr(b, e->u.binary.left, LEVEL_ANY);
        text_put(b->out, ", ");
        put_expr(b, e->u.binary.right, LEVEL_ANY);
        text_put(b->out, ")");
    } else if (type_is_float(e->type)) {
        if (o->token == TOKEN_PERCENT || o->token == TOKEN_STAR_STAR)
            put_float_call(b, e, o->runtime, least);
        else put_plain(b, e, o, least);
    } else if (*number && o->runtime && (!o->c || !e->unchecked)) {
        put_operator_call(b, e, o->runtime, number, o->c || o->token == TOKEN_STAR_STAR);
    } else {
        put_plain(b, e, o, least); // bits, bools, pointers, and what is proven
    }
}

void put_unary(Body *b, const MirExpr *e, Level least) {
    const MirExpr *operand = e->u.unary.operand;
    if (e->u.unary.op == TOKEN_BANG && operand->kind == MIR_IS_NULL) {
        put_null_test(b, operand->u.operand, false, least);
        return;
    }
    const char *number = name_of_number(e->type);
    if (e->u.unary.op == TOKEN_MINUS && *number && *number != 'f' && !e->unchecked) {
        text_printf(b->out, "seam_neg_%s(", number);
        put_expr(b, operand, LEVEL_ANY);
        text_put(b->out, ", ");
        put_at(b, e->span);
        text_put(b->out, ")");
        return;
    }
    const char *c = e->u.unary.op == TOKEN_MINUS ? "-" : e->u.unary.op == TOKEN_BANG ? "!" : "~";
    bool narrow = is_narrow(e->type) && e->u.unary.op != TOKEN_BANG;
    open_below(b, LEVEL_UNARY, least);
    if (narrow) text_printf(b->out, "(%s)", type_c(b->u, e->type));
    text_put(b->out, c);
    if (!narrow && has_other_c_type(operand)) text_printf(b->out, "(%s)", type_c(b->u, e->type));
    // `- -x` must not become `--x`.
    put_expr(b, operand, operand->kind == MIR_UNARY ? LEVEL_POSTFIX : LEVEL_UNARY);
    close_below(b, LEVEL_UNARY, least);
}

// ---- conversions ----

static const Type *representation(const Type *t) {
    return (t->kind == TYPE_ENUM || t->kind == TYPE_CENUM) && t->u.nominal->base
               ? t->u.nominal->base
               : t;
}

// Does every value of `from` fit into `to`?
static bool always_fits(const Type *from, const Type *to) {
    int64_t from_min, to_min;
    uint64_t from_max, to_max;
    if (type_is_float(to)) return true; // rounds
    if (!type_int_range(from, &from_min, &from_max) || !type_int_range(to, &to_min, &to_max))
        return !type_is_float(from);
    return from_min >= to_min && from_max <= to_max;
}

// Which of the runtime's three sources a number is given as.
static const char *source_name(const Type *t) {
    if (type_is_float(t)) return "f64";
    return strcmp(name_of_number(t), "u64") == 0 ? "u64" : "i64";
}

static void put_cast_number(Body *b, const MirExpr *e, Level least) {
    const MirExpr *operand = e->u.convert.operand;
    bool wraps_float = type_is_float(operand->type) && !type_is_float(e->type) &&
                       e->u.convert.kind == CONVERT_WRAP;
    const char *to = type_c(b->u, e->type);
    if (!wraps_float && strcmp(to, type_c(b->u, operand->type)) == 0) {
        put_expr(b, operand, least);
        return;
    }
    open_below(b, LEVEL_UNARY, least);
    text_printf(b->out, "(%s)", to);
    if (wraps_float) text_put(b->out, "seam_wrap_f64(");
    put_expr(b, operand, wraps_float ? LEVEL_ANY : LEVEL_UNARY);
    if (wraps_float) text_put(b->out, ")");
    close_below(b, LEVEL_UNARY, least);
}

static void put_checked(Body *b, const MirExpr *e, Level least) {
    const MirExpr *operand = e->u.convert.operand;
    const Type *from = representation(operand->type), *to = representation(e->type);
    bool saturates = e->u.convert.kind == CONVERT_SATURATE;
    bool proven = e->unchecked && !saturates;
    if (proven || always_fits(from, to) || !*name_of_number(to)) {
        put_cast_number(b, e, least);
        return;
    }
    text_printf(b->out, "seam_%s_%sfrom_%s(", name_of_number(to), saturates ? "sat_" : "",
                source_name(from));
    put_expr(b, operand, LEVEL_ANY);
    if (!saturates) {
        text_put(b->out, ", ");
        put_at(b, e->span);
    }
    text_put(b->out, ")");
}

static void put_tried_conversion(Body *b, const MirExpr *e) {
    const Type *from = representation(e->u.convert.operand->type),
               *to = representation(e->type->u.elem);
    require_type(b->u, e->type);
    const char *option = type_c(b->u, e->type);
    if (always_fits(from, to)) {
        text_printf(b->out, "(%s){true, (%s)", option, type_c(b->u, e->type->u.elem));
        put_expr(b, e->u.convert.operand, LEVEL_UNARY);
        text_put(b->out, "}");
        return;
    }
    text_printf(b->out, "({ %s seam_v = {0}; seam_v.has = seam_%s_try_from_%s(", option,
                name_of_number(to), source_name(from));
    put_expr(b, e->u.convert.operand, LEVEL_ANY);
    text_put(b->out, ", &seam_v.v); seam_v; })");
}

// The value that must not be null, as it is written.
static void put_what(Body *b, Span span) {
    enum { MOST = 60 };
    const char *text = source_snippet(&b->u->program->session->sources, b->u->arena, span, MOST);
    put_c_string(b->out, text, strlen(text));
}

void put_null_checked(Body *b, const MirExpr *e, const MirExpr *option, Level least) {
    bool pointer = option->type->kind != TYPE_OPTION || is_null_option(option->type);
    if (pointer) {
        open_below(b, LEVEL_UNARY, least);
        text_printf(b->out, "(%s)seam_nonnull(", type_c(b->u, e->type));
        put_expr(b, option, LEVEL_ANY);
        text_put(b->out, ", ");
        put_what(b, option->span);
        text_put(b->out, ", ");
        put_at(b, e->span);
        text_put(b->out, ")");
        close_below(b, LEVEL_UNARY, least);
    } else {
        text_printf(b->out, "({ %s seam_v = ", type_c(b->u, option->type));
        put_expr(b, option, LEVEL_CONDITIONAL);
        text_put(b->out, "; if (SEAM_UNLIKELY(!seam_v.has)) seam_panic_null(");
        put_what(b, option->span);
        text_put(b->out, ", ");
        put_at(b, e->span);
        text_put(b->out, "); seam_v.v; })");
    }
}

static void put_reinterpreted(Body *b, const MirExpr *e, Level least) {
    const MirExpr *operand = e->u.convert.operand;
    const char *to = type_c(b->u, e->type);
    bool same = strcmp(to, type_c(b->u, operand->type)) == 0;
    if (!same) open_below(b, LEVEL_UNARY, least);
    if (!same) text_printf(b->out, "(%s)", to);
    put_expr(b, operand, same ? least : LEVEL_UNARY);
    if (!same) close_below(b, LEVEL_UNARY, least);
}

// The object behind an interface's value.
static void put_downcast(Body *b, const MirExpr *e, Level least) {
    open_below(b, LEVEL_UNARY, least);
    text_printf(b->out, "(%s)", type_c(b->u, e->type));
    put_expr(b, e->u.convert.operand, LEVEL_POSTFIX);
    text_put(b->out, ".object");
    close_below(b, LEVEL_UNARY, least);
}

void put_convert(Body *b, const MirExpr *e, Level least) {
    MirExpr as = *e; // the same value by another operation
    switch (e->u.convert.kind) {
    case CONVERT_WIDEN:
    case CONVERT_WRAP: put_cast_number(b, e, least); return;
    case CONVERT_CHECKED:
    case CONVERT_SATURATE:
    case CONVERT_C_RANGE: put_checked(b, e, least); return;
    case CONVERT_TRY: put_tried_conversion(b, e); return;
    case CONVERT_POINTER:
    case CONVERT_C_CALLBACK: put_reinterpreted(b, e, least); return;
    case CONVERT_FUNCTION:
    case CONVERT_SAME:
    case CONVERT_NEVER: put_expr(b, e->u.convert.operand, least); return;
    case CONVERT_OPTION: as.kind = MIR_SOME; break;
    case CONVERT_NULL_CHECK:
    case CONVERT_NARROW:
        as.kind = MIR_PAYLOAD;
        as.unchecked |= e->u.convert.kind == CONVERT_NARROW;
        break;
    case CONVERT_WEAK_OF:
    case CONVERT_WEAK_GET: unreachable("weak references are made and read by calls");
    case CONVERT_INTERFACE: as.kind = MIR_INTERFACE; break;
    case CONVERT_DOWNCAST: put_downcast(b, e, least); return;
    case CONVERT_CSTRING: as.kind = MIR_CSTR; break;
    case CONVERT_CSTRING_LEN:
    case CONVERT_BUFFER: as.kind = MIR_DATA; break;
    }
    as.u.operand = e->u.convert.operand;
    put_expr(b, &as, least);
}
