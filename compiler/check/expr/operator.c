// Unary and binary operators (LANGUAGE 3 "Numbers" and "Equality"): which operands they take, what
// they make, and where one operand widens to the other. A literal takes the type of the other
// operand.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"

typedef enum OperatorClass {
    ARITHMETIC,
    INTEGER_ONLY,
    SHIFT,
    ORDER,
    EQUALITY,
    IDENTITY
} OperatorClass;

static OperatorClass class_of(TokenKind op) {
    switch ((int)op) {
    case TOKEN_SHL:
    case TOKEN_SHR: return SHIFT;
    case TOKEN_LT:
    case TOKEN_LE:
    case TOKEN_GT:
    case TOKEN_GE: return ORDER;
    case TOKEN_EQ:
    case TOKEN_NE: return EQUALITY;
    case TOKEN_SAME:
    case TOKEN_NOT_SAME: return IDENTITY;
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_STAR:
    case TOKEN_SLASH:
    case TOKEN_PERCENT:
    case TOKEN_STAR_STAR: return ARITHMETIC;
    }
    return INTEGER_ONLY; // bits, wrapping and saturating arithmetic
}

static const char *quoted(Checker *c, TokenKind op) {
    return arena_printf(&c->session->scratch, "`%s`", token_text(op));
}

// ---- operands ----

// What a literal beside an operand of this type should become.
static const Type *literal_context(const Type *other, const Type *expected) {
    const Type *t = type_strip(other);
    return convert_is_numeric(t) ? t : expected;
}

// The operand that decides the type of literals is checked first.
static bool is_empty_array(const Node *n) {
    n = expr_bare(n);
    return n->kind == NODE_ARRAY && n->u.array.items.len == 0;
}

// `xs == []`, `r == Ok(1)`, `p == { x: 1 }`: the other side says what it is.
static bool wants_type(Checker *c, Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    return is_empty_array(n) || (n->kind == NODE_STRUCT_LITERAL && !n->u.struct_literal.type) ||
           call_is_open_variant(c, n);
}

// `xs == [1, 2]`: what the other side holds tells what the literals are.
static bool is_collection(const Node *n) {
    n = expr_bare(n);
    return n->kind == NODE_ARRAY || n->kind == NODE_MAP;
}

static bool holds_items(const Type *t) {
    TypeKind k = type_strip(t)->kind;
    return k == TYPE_ARRAY || k == TYPE_VIEW || k == TYPE_TUPLE || k == TYPE_MAP || k == TYPE_SET;
}

static void check_operands(Checker *c, Node *n, const Type *expected) {
    Node **first = &n->u.binary.left, **second = &n->u.binary.right;
    bool adapts = literal_is_flexible(*first) || literal_is_flexible(*second);
    bool left_wants = wants_type(c, *first), empty = left_wants || wants_type(c, *second);
    bool collection = is_collection(*first) && !is_collection(*second);
    bool right_leads = literal_rank(*first) > literal_rank(*second) || left_wants || collection;
    if (right_leads) {
        first = &n->u.binary.right;
        second = &n->u.binary.left;
    }
    const Type *t = check_expr(c, first, expected);
    if (empty && t->kind != TYPE_NULL) check_expr(c, second, type_strip(t));
    else if (is_collection(*second) && holds_items(t)) check_expr(c, second, type_strip(t));
    else check_expr(c, second, adapts ? literal_context(t, expected) : expected);
}

static void label_operands(Checker *c, Diag *g, const Node *n) {
    const Node *left = n->u.binary.left, *right = n->u.binary.right;
    diag_label(g, left->span, "`%s`", expr_type_text(c, left->type));
    diag_label(g, right->span, "`%s`", expr_type_text(c, right->type));
}

static bool is_chain(const Node *left) {
    return left->kind == NODE_BINARY && class_of(left->u.binary.op) == ORDER;
}

// What a type parameter, or a chain of comparisons, is missing.
static void help_operands(Checker *c, Diag *g, const Node *n) {
    const Node *left = expr_bare(n->u.binary.left), *right = n->u.binary.right;
    const Type *t = left->type->kind == TYPE_PARAM ? left->type : right->type;
    bool order = class_of(n->u.binary.op) == ORDER;
    if (order && t->kind == TYPE_PARAM)
        diag_help(g, "bound it: `<%s extends Ordered>`", expr_type_text(c, t));
    else if (t->kind == TYPE_PARAM)
        diag_help(g, "take a function that does it: `add: (a: %s, b: %s) => %s`",
                  expr_type_text(c, t), expr_type_text(c, t), expr_type_text(c, t));
    else if (order && is_chain(left))
        diag_help(g, "write `%s && %s %s %s`", mismatch_source(c, left),
                  mismatch_source(c, left->u.binary.right), token_text(n->u.binary.op),
                  mismatch_source(c, right));
    else if (order && left->type == right->type &&
             (t->kind == TYPE_CLASS || t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM))
        diag_help(g, "let `%s` implement `Ordered`: `compare(other: %s): int { .. }`",
                  expr_type_text(c, t), expr_type_text(c, t));
}

// `"5" * 2`: text is no number, and is repeated by a method.
static void help_text(Checker *c, Diag *g, const Node *n) {
    const Node *left = n->u.binary.left, *right = n->u.binary.right;
    const Node *text = left->type->kind == TYPE_STRING ? left : right;
    if (text->type->kind != TYPE_STRING || class_of(n->u.binary.op) != ARITHMETIC) return;
    const Node *other = text == left ? right : left;
    if (!convert_is_numeric(other->type) && other->type->kind != TYPE_STRING) return;
    const char *name = mismatch_source(c, text);
    bool fraction = type_is_float(other->type);
    diag_help(g, "text is no number: read it with `%s.%s()`, which is null where it is none", name,
              fraction ? "toFloat" : "toInt");
    if (n->u.binary.op == TOKEN_STAR && type_is_integer(other->type))
        diag_help(g, "to repeat the text, write `%s.repeat(%s)`", name, mismatch_source(c, other));
}

static const Type *report_operands(Checker *c, const Node *n) {
    const Type *left = n->u.binary.left->type, *right = n->u.binary.right->type;
    Diag *g =
        diag_error(&c->session->diags, E0256, n->span, "`%s` does not take `%s` and `%s`",
                   token_text(n->u.binary.op), expr_type_text(c, left), expr_type_text(c, right));
    label_operands(c, g, n);
    bool bools = left->kind == TYPE_BOOL && right->kind == TYPE_BOOL;
    if (bools && (n->u.binary.op == TOKEN_AMP || n->u.binary.op == TOKEN_PIPE))
        diag_help(g, "write `%s`", n->u.binary.op == TOKEN_AMP ? "&&" : "||");
    if (class_of(n->u.binary.op) == ORDER && left == right && left->kind == TYPE_TUPLE)
        diag_note(g, "a tuple is ordered if all its parts are: numbers, strings, bools, durations, "
                     "C-like enums, tuples, what implements `Ordered`, and options of these");
    help_operands(c, g, n);
    help_text(c, g, n);
    return expr_poison(c);
}

// ---- arithmetic ----

// A lambda's first parameter of several, whose type nobody wrote: it takes that of the value which
// the call begins with, as in `xs.reduce((sum, x) => sum + x, 0)`.
static bool is_running_value(const Node *n) {
    n = expr_bare(n);
    const Symbol *s = n->kind == NODE_NAME ? n->u.name.symbol : NULL;
    const Node *owner = s && s->kind == SYMBOL_PARAM && s->owner ? s->owner->node : NULL;
    if (!owner || owner->kind != NODE_LAMBDA) return false;
    const NodeList *params = &owner->u.lambda.params;
    return s->index == 0 && params->len > 1 && !params->items[0]->u.param.type;
}

static const Type *report_mixed(Checker *c, const Node *n) {
    const Node *left = n->u.binary.left, *right = n->u.binary.right;
    const char *a = expr_type_text(c, left->type), *b = expr_type_text(c, right->type);
    Diag *g = diag_error(&c->session->diags, E0254, n->span, "`%s` and `%s` do not mix", a, b);
    label_operands(c, g, n);
    diag_note(g, "neither type holds every value of the other");
    if (type_is_float(left->type) != type_is_float(right->type)) {
        const Node *integer = type_is_float(left->type) ? right : left;
        const char *target = type_is_float(left->type) ? a : b;
        if (is_running_value(integer))
            diag_help(g, "`%s` takes its type from the call: begin with `0.0` instead of `0`",
                      mismatch_source(c, integer));
        diag_help(g, "`%s(%s)` makes a number with a fraction of it", target,
                  mismatch_source(c, expr_bare(integer)));
    } else {
        const Node *narrow = type_is_signed(left->type) ? right : left;
        diag_help(g, "`%s(%s)`, which panics where the value does not fit", narrow == left ? b : a,
                  mismatch_source(c, narrow));
    }
    return expr_poison(c);
}

static const char *template_part(Checker *c, const Node *n) {
    if (n->kind != NODE_STRING)
        return arena_printf(&c->session->scratch, "${%s}", mismatch_source(c, n));
    const char *text = expr_source(c, n->span);
    size_t len = text ? n->span.end - n->span.start : 0;
    bool plain = len >= 2 && (text[0] == '"' || text[0] == '\'');
    return plain ? arena_text(&c->session->scratch, text + 1, len - 2) : "..";
}

static const Type *report_text_sum(Checker *c, const Node *n) {
    const Node *left = n->u.binary.left, *right = n->u.binary.right;
    const Node *other = left->type->kind == TYPE_STRING ? right : left;
    Diag *g = diag_error(&c->session->diags, E0259, n->span, "`+` does not join text and `%s`",
                         expr_type_text(c, other->type));
    label_operands(c, g, n);
    diag_help(g, "write a template: `` `%s%s` ``", template_part(c, left), template_part(c, right));
    return expr_poison(c);
}

static const Type *check_pointer_sum(Checker *c, Node *n) {
    Node **left = &n->u.binary.left;
    TokenKind op = n->u.binary.op;
    const Type *t = type_strip((*left)->type), *right = type_strip(n->u.binary.right->type);
    bool difference = op == TOKEN_MINUS && right == t;
    if (t->kind != TYPE_CPTR || (op != TOKEN_PLUS && op != TOKEN_MINUS) ||
        (!difference && !convert_is_integral(right)))
        return report_operands(c, n);
    expr_want_unsafe(c, n->span, "pointer arithmetic",
                     "nothing tells where the memory behind a pointer ends");
    t = convert_present(c, left, quoted(c, op));
    if (!difference) return t;
    convert_present(c, &n->u.binary.right, quoted(c, op));
    return type_basic(c->types, ISIZE);
}

// Constant operands with which the operator can only panic.
static const Type *check_constants(Checker *c, Node *n, const Type *result) {
    TokenKind op = n->u.binary.op;
    int64_t right = 0;
    bool known = check_constant_int(c, n->u.binary.right, &right);
    const char *why = NULL;
    n->type = result;
    if (known && right == 0 && type_is_integer(result) &&
        (op == TOKEN_SLASH || op == TOKEN_PERCENT))
        why = "division by zero";
    else if (known && class_of(op) == SHIFT && (right < 0 || right >= type_bits(result)))
        why = "the shift count is out of range";
    else if (class_of(op) != INTEGER_ONLY && literal_always_panics(n))
        why = "the result is out of range";
    if (!why) return result;
    Diag *g = diag_error(&c->session->diags, E0272, n->span, "this always panics: %s", why);
    diag_label(g, n->span, "`%s`", expr_type_text(c, result));
    bool sum = op == TOKEN_PLUS || op == TOKEN_MINUS || op == TOKEN_STAR;
    if (sum)
        diag_help(g, "`%s%%` wraps, and `%s|` stays at the end", token_text(op), token_text(op));
    return expr_poison(c);
}

// A constant of C's is a literal to its user: it takes the type of the other operand if its value
// fits.
static bool adapt_constant(Checker *c, Node **slot, const Type *other) {
    const Type *t = (*slot)->type;
    int64_t value, min;
    uint64_t max;
    if ((!type_is_c_integer(t) && t->kind != TYPE_CENUM) || !check_constant_int(c, *slot, &value) ||
        !type_int_range(other, &min, &max))
        return false;
    bool fits = value < 0 ? value >= min : (uint64_t)value <= max;
    if (fits) convert_wrap(c, slot, CONVERT_C_RANGE, other);
    return fits;
}

// The common type, or the other's that a constant adapts to; NULL: they do not mix.
static const Type *common_type(Checker *c, Node *n, const Type *a, const Type *b) {
    const Type *common = convert_arithmetic(c, a, b);
    if (common) return common;
    if (adapt_constant(c, &n->u.binary.right, a)) return convert_arithmetic(c, a, a);
    return adapt_constant(c, &n->u.binary.left, b) ? convert_arithmetic(c, b, b) : NULL;
}

// Durations are added, subtracted and divided with a rest; multiplied and divided by whole numbers.
bool duration_takes(TokenKind op, const Type *a, const Type *b) {
    bool sum = op == TOKEN_PLUS || op == TOKEN_MINUS || op == TOKEN_PERCENT;
    if (a->kind == TYPE_DURATION && b->kind == TYPE_DURATION) return sum;
    if (a->kind == TYPE_DURATION)
        return (op == TOKEN_STAR || op == TOKEN_SLASH) && convert_is_integral(b);
    return b->kind == TYPE_DURATION && op == TOKEN_STAR && convert_is_integral(a);
}

static const Type *check_duration(Checker *c, Node *n) {
    Node **sides[] = {&n->u.binary.left, &n->u.binary.right};
    const Type *int_type = type_basic(c->types, I64), *duration = type_basic(c->types, DURATION);
    if (!duration_takes(n->u.binary.op, (*sides[0])->type, (*sides[1])->type))
        return report_operands(c, n);
    for (int i = 0; i < 2; i++)
        if ((*sides[i])->type != duration) check_convert(c, sides[i], int_type, "a factor");
    return duration;
}

static const Type *check_arithmetic(Checker *c, Node *n, const Type *expected) {
    check_operands(c, n, expected);
    TokenKind op = n->u.binary.op;
    Node **left = &n->u.binary.left, **right = &n->u.binary.right;
    if (type_is_c_pointer(type_strip((*left)->type))) return check_pointer_sum(c, n);
    const Type *a = convert_present(c, left, quoted(c, op));
    const Type *b = convert_present(c, right, quoted(c, op));
    if (a->kind == TYPE_POISON || b->kind == TYPE_POISON) return expr_poison(c);
    if (a->kind == TYPE_DURATION || b->kind == TYPE_DURATION) return check_duration(c, n);
    bool text = a->kind == TYPE_STRING || b->kind == TYPE_STRING;
    if (op == TOKEN_PLUS && text) return a == b ? a : report_text_sum(c, n);
    bool integers_only = class_of(op) == INTEGER_ONLY;
    bool taken = integers_only ? convert_is_integral(a) && convert_is_integral(b)
                               : convert_is_numeric(a) && convert_is_numeric(b);
    if (!taken) return report_operands(c, n);
    const Type *result = common_type(c, n, a, b);
    if (!result) return report_mixed(c, n);
    convert_apply(c, left, result);
    convert_apply(c, right, result);
    return check_constants(c, n, result);
}

static const Type *check_shift(Checker *c, Node *n, const Type *expected) {
    Node **left = &n->u.binary.left, **right = &n->u.binary.right;
    check_expr(c, left, expected && type_is_float(type_strip(expected)) ? NULL : expected);
    check_expr(c, right, NULL);
    const Type *a = convert_present(c, left, quoted(c, n->u.binary.op));
    const Type *b = convert_present(c, right, quoted(c, n->u.binary.op));
    if (a->kind == TYPE_POISON || b->kind == TYPE_POISON) return expr_poison(c);
    if (!convert_is_integral(a) || !convert_is_integral(b)) return report_operands(c, n);
    const Type *result = convert_arithmetic(c, a, a);
    convert_apply(c, left, result);
    return check_constants(c, n, result);
}

// ---- comparisons ----

// Integers compare by value whatever their types, and stay as they are.
static bool check_numbers(Checker *c, Node *n) {
    const Type *a = n->u.binary.left->type, *b = n->u.binary.right->type;
    if (convert_is_integral(a) && convert_is_integral(b)) return true;
    const Type *common = convert_arithmetic(c, a, b);
    if (!common) {
        report_mixed(c, n);
        return false;
    }
    convert_apply(c, &n->u.binary.left, common);
    convert_apply(c, &n->u.binary.right, common);
    return true;
}

// `a < b` of a type that implements Ordered: `a.compare(b) < 0`; `a == b` of one that implements
// Equatable: `a.equals(b) == true`.
static bool asks_method(Checker *c, Node *n, Known which) {
    Node **left = &n->u.binary.left, **right = &n->u.binary.right;
    const Type *t = (*left)->type;
    if (t != (*right)->type || !generic_implements(c, t, which)) return false;
    if (t->kind == TYPE_PARAM || t->kind == TYPE_INTERFACE) return true; // a draft; by the tables
    const char *name = which == KNOWN_ORDERED ? "compare" : "equals";
    Symbol *method = check_member_of(c, t, intern_text(&c->session->names, name));
    if (!method || !method->type || method->type->kind != TYPE_FUNCTION) return true; // reported
    Node *call = node_new(c->arena, NODE_CALL, n->span),
         *arg = node_new(c->arena, NODE_ARG, n->span);
    Node *member = node_new(c->arena, NODE_MEMBER, n->span);
    member->u.member.object = *left;
    member->u.member.name = method->name;
    member->u.member.symbol = method;
    member->type = method->type;
    arg->u.arg.value = *right;
    arg->u.arg.checked = true;
    call->u.call.callee = member;
    call->u.call.call = CALL_METHOD;
    call->u.call.symbol = method;
    call->u.call.receiver = *left;
    call->u.call.param_count = 1;
    VEC_PUSH(c->arena, &call->u.call.args, arg);
    call->type = method->type->u.function->result;
    check_note_call(c, call);
    bool order = which == KNOWN_ORDERED;
    Node *with = node_new(c->arena, order ? NODE_INT : NODE_BOOL, n->span);
    if (!order) with->u.boolean = true;
    with->type = call->type;
    *left = call;
    *right = with;
    return true;
}

// Tuples are ordered by their first part that differs, as `sort` does it.
static bool is_ordered(Checker *c, const Type *t) {
    return (t->kind == TYPE_TUPLE && generic_has_order(c, t)) || t->kind == TYPE_STRING ||
           t->kind == TYPE_DURATION || type_is_c_like(t) || convert_is_numeric(t);
}

static const Type *check_order(Checker *c, Node *n) {
    check_operands(c, n, NULL);
    const Type *a = convert_present(c, &n->u.binary.left, quoted(c, n->u.binary.op));
    const Type *b = convert_present(c, &n->u.binary.right, quoted(c, n->u.binary.op));
    const Type *truth = type_basic(c->types, BOOL);
    if (a->kind == TYPE_POISON || b->kind == TYPE_POISON) return truth;
    if (convert_is_numeric(a) && convert_is_numeric(b)) check_numbers(c, n);
    else if (!asks_method(c, n, KNOWN_ORDERED) && !(a == b && is_ordered(c, a)))
        report_operands(c, n);
    return truth;
}

static void report_never_null(Checker *c, const Node *n) {
    const Node *value =
        n->u.binary.left->type->kind == TYPE_NULL ? n->u.binary.right : n->u.binary.left;
    const char *text = expr_type_text(c, value->type);
    Diag *g = diag_error(&c->session->diags, E0257, n->span, "this is never null");
    diag_label(g, value->span, "`%s`", text);
    diag_help(g, "drop the test, or give it the type `%s?`", text);
}

static bool is_character(const Node *n) { return n->kind == NODE_INT && n->u.int_.is_char; }

static bool is_c_text(const Type *t) {
    t = type_strip(t);
    return t->kind == TYPE_CSTRING || (t->kind == TYPE_CPTR && t->u.elem->kind == TYPE_CCHAR);
}

// Equal texts may lie at different addresses. (Two `char *` are compared as places in a buffer.)
static bool compares_text(const Type *a, const Type *b) {
    bool named = type_strip(a)->kind == TYPE_CSTRING || type_strip(b)->kind == TYPE_CSTRING;
    return named && is_c_text(a) && is_c_text(b);
}

static void report_pointers_to_text(Checker *c, const Node *n) {
    const char *left = mismatch_source(c, n->u.binary.left);
    const char *right = mismatch_source(c, n->u.binary.right);
    Diag *g = diag_error(&c->session->diags, E0257, n->span,
                         "this would compare the addresses of two texts of C's");
    diag_help(g, "`%s.toString() %s %s.toString()` compares the texts", left,
              token_text(n->u.binary.op), right);
}

static void report_functions(Checker *c, const Node *n) {
    Diag *g = diag_error(&c->session->diags, E0340, n->span, "functions cannot be compared");
    diag_note(g, "two that do the same need not be the same");
    diag_help(g, "keep a name or a number beside each, and compare that");
}

static void report_incomparable(Checker *c, const Node *n) {
    const Type *a = n->u.binary.left->type, *b = n->u.binary.right->type;
    if (type_strip(a)->kind == TYPE_FUNCTION || type_strip(b)->kind == TYPE_FUNCTION) {
        report_functions(c, n);
        return;
    }
    if (compares_text(a, b)) {
        report_pointers_to_text(c, n);
        return;
    }
    Diag *g = diag_error(&c->session->diags, E0257, n->span,
                         "`%s` and `%s` are never equal: they are different types",
                         expr_type_text(c, a), expr_type_text(c, b));
    label_operands(c, g, n);
    bool c_text = type_strip(a)->kind == TYPE_CSTRING || type_strip(b)->kind == TYPE_CSTRING;
    bool text = type_strip(a)->kind == TYPE_STRING || type_strip(b)->kind == TYPE_STRING;
    const Node *foreign =
        type_strip(a)->kind == TYPE_CSTRING ? n->u.binary.left : n->u.binary.right;
    if (c_text && text) diag_help(g, "`%s.toString()` is text", mismatch_source(c, foreign));
    if (is_character(n->u.binary.left) || is_character(n->u.binary.right))
        diag_help(g, "text is written in double quotes; 'c' is the number of a character");
}

static bool has_equality(const Type *t) {
    return type_strip(t)->kind != TYPE_FUNCTION && t->kind != TYPE_UNION && t->kind != TYPE_VOID;
}

// A value beside an option becomes an option too, so that both sides have one type.
static bool equalize(Checker *c, Node *n) {
    Node **left = &n->u.binary.left, **right = &n->u.binary.right;
    const Type *a = (*left)->type, *b = (*right)->type;
    bool pointers = type_is_c_pointer(type_strip(a)) && type_is_c_pointer(type_strip(b));
    if (pointers && compares_text(a, b)) return false;
    if (pointers)
        return convert_pointer_exists(type_strip(a), type_strip(b)) ||
               convert_pointer_exists(type_strip(b), type_strip(a));
    if (a == b) return has_equality(a);
    if (a->kind == TYPE_OPTION) return convert_apply(c, right, a);
    if (b->kind == TYPE_OPTION) return convert_apply(c, left, b);
    const Type *common = check_join(c, a, b);
    return common && has_equality(common) && convert_apply(c, left, common) &&
           convert_apply(c, right, common);
}

// A call of the library that looks for a place, or a constant that holds what it gave.
static bool is_search(const Node *n) {
    n = expr_bare(n);
    const Symbol *s = n->kind == NODE_NAME ? n->u.name.symbol : NULL;
    const Node *made = s && !(s->flags & SYMBOL_LET) ? s->node : NULL;
    if (made && made->kind == NODE_VAR && made->u.var.pattern->kind == NODE_PATTERN_BIND &&
        made->u.var.init)
        n = expr_bare(made->u.var.init);
    const Node *callee =
        n->kind == NODE_CALL ? n->u.call.callee : NULL; // NULL: made by the checker
    if (!callee || callee->kind != NODE_MEMBER) return false;
    const Type *base = callee->u.member.object->type;
    if (!base) return false;
    BuiltinReceiver in = builtin_receiver(base->kind == TYPE_OPTION ? base->u.elem : base);
    static const struct {
        const char *name;
        bool of_text; // of arrays it gives an item
    } rows[] = {{"indexOf", false},       {"lastIndexOf", false}, {"findIndex", false},
                {"findLastIndex", false}, {"find", true},         {"findLast", true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(callee->u.member.name->text, rows[i].name) == 0)
            return in == ON_STRING || in == ON_BYTES || (in == ON_ARRAY && !rows[i].of_text);
    return false;
}

// `xs.indexOf(x) == -1`, which other languages ask.
static bool report_no_place(Checker *c, const Node *n) {
    LiteralInt place;
    const Node *left = n->u.binary.left, *right = n->u.binary.right;
    bool swapped = is_search(right);
    if (!swapped && !is_search(left)) return false;
    if (!literal_integer(swapped ? left : right, &place) || place >= 0) return false;
    const char *search = mismatch_source(c, swapped ? right : left);
    Diag *g = diag_error(&c->session->diags, E0257, n->span,
                         "`%s` is never negative: it is null where nothing is found", search);
    bool equal = n->u.binary.op == TOKEN_EQ || n->u.binary.op == TOKEN_SAME;
    diag_help(g, "`%s %s null`", search, equal ? "==" : "!=");
    return true;
}

static const Type *check_equality(Checker *c, Node *n) {
    check_operands(c, n, NULL);
    const Type *truth = type_basic(c->types, BOOL);
    Node **left = &n->u.binary.left, **right = &n->u.binary.right;
    const Type *a = (*left)->type, *b = (*right)->type;
    if (a->kind == TYPE_POISON || b->kind == TYPE_POISON || report_no_place(c, n)) return truth;
    if (a->kind == TYPE_NULL || b->kind == TYPE_NULL) {
        Node **value = a->kind == TYPE_NULL ? right : left;
        Node **null = a->kind == TYPE_NULL ? left : right;
        const Type *t = convert_unnarrow(value);
        bool has_null = t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE;
        if (!has_null || !convert_apply(c, null, t)) report_never_null(c, n);
        return truth;
    }
    bool same = n->u.binary.op == TOKEN_SAME || n->u.binary.op == TOKEN_NOT_SAME;
    if (convert_is_numeric(a) && convert_is_numeric(b)) check_numbers(c, n);
    else if (!same && asks_method(c, n, KNOWN_EQUATABLE)) return truth;
    else if (!equalize(c, n)) report_incomparable(c, n);
    return truth;
}

static bool has_identity(const Type *t) {
    return t->kind == TYPE_CLASS || t->kind == TYPE_INTERFACE || t->kind == TYPE_ARRAY ||
           t->kind == TYPE_VIEW || t->kind == TYPE_MAP || t->kind == TYPE_SET;
}

static const Type *check_identity(Checker *c, Node *n) {
    const Type *truth = check_equality(c, n);
    const Type *a = n->u.binary.left->type, *b = n->u.binary.right->type;
    const Type *t = type_strip(a->kind == TYPE_NULL ? b : a);
    if (t->kind == TYPE_POISON || b->kind == TYPE_POISON || has_identity(t)) return truth;
    bool same = n->u.binary.op == TOKEN_SAME;
    const char *text =
        arena_printf(&c->session->scratch, "`%s` has no identity to compare", expr_type_text(c, t));
    if (diag_repeated(&c->session->diags, E0258, n->span, text)) return truth;
    Diag *g = diag_error(&c->session->diags, E0258, n->span, "%s", text);
    diag_note(
        g,
        "`===` asks whether two references are one object: of classes, interfaces, arrays and maps");
    diag_help(g, "`%s` compares the values", same ? "==" : "!=");
    return truth;
}

const Type *expr_binary(Checker *c, Node *n, const Type *expected) {
    switch (class_of(n->u.binary.op)) {
    case ARITHMETIC:
    case INTEGER_ONLY: return check_arithmetic(c, n, expected);
    case SHIFT: return check_shift(c, n, expected);
    case ORDER: return check_order(c, n);
    case EQUALITY: return check_equality(c, n);
    case IDENTITY: return check_identity(c, n);
    }
    unreachable("operator");
}

const Type *expr_range(Checker *c, Node *n) {
    check_operands(c, n, NULL);
    const Type *a = convert_present(c, &n->u.binary.left, "`..`");
    const Type *b = convert_present(c, &n->u.binary.right, "`..`");
    if (a->kind == TYPE_POISON || b->kind == TYPE_POISON) return expr_poison(c);
    if (!convert_is_integral(a) || !convert_is_integral(b)) return report_operands(c, n);
    const Type *common = convert_arithmetic(c, a, b);
    if (!common) return report_mixed(c, n);
    convert_apply(c, &n->u.binary.left, common);
    convert_apply(c, &n->u.binary.right, common);
    return type_range(c->types, common);
}

// ---- unary ----

static const Type *report_operand(Checker *c, const Node *n, const Type *t) {
    Diag *g = diag_error(&c->session->diags, E0256, n->span, "`%s` does not take `%s`",
                         token_text(n->u.unary.op), expr_type_text(c, t));
    if (type_is_integer(t))
        diag_help(g, "`-int(%s)`: unsigned numbers have no negatives",
                  mismatch_source(c, n->u.unary.operand));
    else if (t->kind == TYPE_BOOL)
        diag_help(g, "write `!%s`", mismatch_source(c, n->u.unary.operand));
    else if (type_is_float(t))
        diag_help(g, "bits are those of integers: `%sint(%s)`", token_text(n->u.unary.op),
                  mismatch_source(c, n->u.unary.operand));
    return expr_poison(c);
}

const Type *expr_unary(Checker *c, Node *n, const Type *expected) {
    TokenKind op = n->u.unary.op;
    Node **operand = &n->u.unary.operand;
    if (op == TOKEN_BANG) return expr_not(c, operand);
    if (op == TOKEN_MINUS && (*operand)->kind == NODE_INT) return literal_negative(c, n, expected);
    check_expr(c, operand, expected);
    const Type *t = convert_present(c, operand, quoted(c, op));
    if (t->kind == TYPE_POISON || (t->kind == TYPE_DURATION && op == TOKEN_MINUS)) return t;
    bool taken = op == TOKEN_TILDE ? convert_is_integral(t) : convert_is_numeric(t);
    if (!taken) return report_operand(c, n, t);
    const Type *result = convert_arithmetic(c, t, t);
    convert_apply(c, operand, result);
    bool is_unsigned = type_is_integer(result) && !type_is_signed(result);
    return op == TOKEN_MINUS && is_unsigned ? report_operand(c, n, result) : result;
}
