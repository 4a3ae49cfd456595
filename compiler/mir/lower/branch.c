// Operators with two sides, and values that depend on a condition. What has no statements in its
// branches stays a tree (AND, OR, SELECT); else it becomes an IF that stores into a temporary.
#include "mir/lower/lower.h"
#include "mir/reach.h"

// ---- comparison ----

static MirExpr *compare(Lower *l, MirExprKind kind, TokenKind op, MirExpr *a, MirExpr *b) {
    return mir_binary(l->arena, kind, op, type_basic(l->types, BOOL), a, b);
}

static bool is_identity(const Type *t) { // `==` is identity
    if (t->kind == TYPE_OPTION) t = t->u.elem;
    return t->kind == TYPE_CLASS && !reaches_equals(t);
}

static bool is_structural(const Type *t) {
    return type_is_counted(t) || t->kind == TYPE_STRUCT || t->kind == TYPE_TUPLE ||
           t->kind == TYPE_ENUM || (t->kind == TYPE_OPTION && !type_is_null_pointer(t));
}

static MirExpr *both(Lower *l, MirExprKind kind, MirExpr *a, MirExpr *b) {
    return compare(l, kind, kind == MIR_AND ? TOKEN_AND : TOKEN_OR, a, b);
}

// A signed integer and an unsigned one: by value. A narrower unsigned one becomes of the signed
// type.
static MirExpr *compare_mixed(Lower *l, TokenKind op, MirExpr *a, MirExpr *b) {
    MirExpr **narrow = type_is_signed(a->type) ? &b : &a, *wide = narrow == &a ? b : a;
    if (type_bits((*narrow)->type) < type_bits(wide->type)) {
        *narrow = mir_convert(l->arena, CONVERT_WRAP, wide->type, *narrow, (*narrow)->span);
        return compare(l, MIR_BINARY, op, a, b);
    }
    a = lower_reusable(l, a);
    b = lower_reusable(l, b);
    bool left = type_is_signed(a->type);
    MirExpr *sign = left ? a : b, *other = left ? b : a;
    MirExpr *wrapped = mir_convert(l->arena, CONVERT_WRAP, other->type, sign, sign->span);
    MirExpr *zero = mir_int(l->arena, sign->type, 0, sign->span);
    MirExpr *same =
        left ? compare(l, MIR_BINARY, op, wrapped, b) : compare(l, MIR_BINARY, op, a, wrapped);
    bool less = op == TOKEN_LT || op == TOKEN_LE, greater = op == TOKEN_GT || op == TOKEN_GE;
    if (op == TOKEN_NE || (left ? less : greater)) // true where the signed one is negative
        return both(l, MIR_OR, compare(l, MIR_BINARY, TOKEN_LT, sign, zero), same);
    return both(l, MIR_AND, compare(l, MIR_BINARY, TOKEN_GE, sign, zero), same);
}

static bool is_mixed(const Type *a, const Type *b) {
    return type_is_integer(a) && type_is_integer(b) && type_is_signed(a) != type_is_signed(b);
}

static MirExpr *is_null(Lower *l, MirExpr *value, bool negated) {
    MirExpr *e = mir_of(l->arena, MIR_IS_NULL, type_basic(l->types, BOOL), value);
    return negated ? mir_not(l->arena, e) : e;
}

// `equals` of the user may change what the two were read from, and whatever else is read beside.
static MirExpr *structural(Lower *l, TokenKind op, MirExpr *a, MirExpr *b) {
    bool runs_code = reaches_equals(a->type);
    if (runs_code) a = lower_spill(l, a);
    if (runs_code) b = lower_spill(l, b);
    MirExpr *e = compare(l, MIR_EQUAL, op, a, b);
    e->effects |= runs_code;
    return e;
}

MirExpr *lower_equality(Lower *l, TokenKind op, MirExpr *a, MirExpr *b) {
    bool negated = op == TOKEN_NE || op == TOKEN_NOT_SAME;
    if (b->kind == MIR_NULL) return is_null(l, a, negated);
    if (a->kind == MIR_NULL) return is_null(l, b, negated);
    if (op == TOKEN_SAME || op == TOKEN_NOT_SAME || is_identity(a->type))
        return compare(l, MIR_BINARY, negated ? TOKEN_NOT_SAME : TOKEN_SAME, a, b);
    if (is_structural(a->type)) return structural(l, op, a, b);
    return compare(l, MIR_BINARY, op, a, b);
}

static bool is_comparison(TokenKind op) {
    return op == TOKEN_LT || op == TOKEN_LE || op == TOKEN_GT || op == TOKEN_GE;
}

static bool is_equality(TokenKind op) {
    return op == TOKEN_EQ || op == TOKEN_NE || op == TOKEN_SAME || op == TOKEN_NOT_SAME;
}

static MirExpr *part_of(Lower *l, const MirExpr *tuple, uint32_t index) {
    return mir_field(l->arena, mir_copy(l->arena, tuple), index, tuple->type->u.tuple.items[index],
                     tuple->span);
}

static MirExpr *compare_tuples(Lower *l, TokenKind op, const MirExpr *a, const MirExpr *b);

// What C compares with `<`; all else is ordered by the run time, which asks `compare`.
static bool is_ordered_by_c(const Type *t) {
    return type_is_number(t) || t->kind == TYPE_STRING || t->kind == TYPE_DURATION ||
           (type_is_c_like(t) && t->u.nominal->implements.len == 0);
}

static MirExpr *compare_parts(Lower *l, TokenKind op, const MirExpr *a, const MirExpr *b,
                              uint32_t index) {
    MirExpr *x = part_of(l, a, index), *y = part_of(l, b, index);
    if (x->type->kind == TYPE_TUPLE) return compare_tuples(l, op, x, y);
    if (is_ordered_by_c(x->type)) return compare(l, MIR_BINARY, op, x, y);
    return structural(l, op, x, y);
}

// `a[0] < b[0] || (a[0] == b[0] && a[1] < b[1])`; the last parts decide about `<=`.
static MirExpr *compare_tuples(Lower *l, TokenKind op, const MirExpr *a, const MirExpr *b) {
    TokenKind strict = op == TOKEN_LE ? TOKEN_LT : op == TOKEN_GE ? TOKEN_GT : op;
    uint32_t i = a->type->u.tuple.count - 1;
    MirExpr *e = compare_parts(l, op, a, b, i);
    while (i-- > 0) {
        MirExpr *same = lower_equality(l, TOKEN_EQ, part_of(l, a, i), part_of(l, b, i));
        e = both(l, MIR_OR, compare_parts(l, strict, a, b, i), both(l, MIR_AND, same, e));
    }
    return e;
}

MirExpr *lower_arithmetic(Lower *l, TokenKind op, const Type *type, MirExpr *left, MirExpr *right) {
    return mir_binary(l->arena, MIR_BINARY, op, type, left, right);
}

MirExpr *lower_binary(Lower *l, Node *node) {
    TokenKind op = node->u.binary.op;
    if (op == TOKEN_PLUS && node->type->kind == TYPE_STRING) return lower_concat(l, node);
    Node *nodes[2] = {node->u.binary.left, node->u.binary.right};
    MirExpr *sides[2];
    lower_operands(l, nodes, 2, sides);
    sides[0] = lower_shallow(l, sides[0]);
    bool equality = is_equality(op);
    MirExpr *e;
    if ((equality || is_comparison(op)) && is_mixed(sides[0]->type, sides[1]->type))
        e = compare_mixed(l, op, sides[0], sides[1]);
    else if (equality) e = lower_equality(l, op, sides[0], sides[1]);
    else if (is_comparison(op) && sides[0]->type->kind == TYPE_TUPLE)
        e = compare_tuples(l, op, lower_reusable(l, sides[0]), lower_reusable(l, sides[1]));
    else e = lower_arithmetic(l, op, node->type, sides[0], sides[1]);
    e->span = node->span;
    return e;
}

// ---- strings ----

typedef struct Parts {
    VEC(Node *) nodes; // literals and values, in order
    VEC(const char *) formats;
} Parts;

static bool is_decimal(const Node *call) {
    const Node *radix = call->u.call.args.len ? call->u.call.args.items[0]->u.arg.value : NULL;
    return !radix || (radix->kind == NODE_INT && radix->u.int_.value == 10);
}

static bool is_to_text(const Node *node) {
    uint32_t id = node->kind == NODE_CALL ? node->u.call.builtin : BUILTIN_NONE;
    return (id == BUILTIN_INT_TO_STRING && is_decimal(node)) || id == BUILTIN_FLOAT_TO_STRING ||
           id == BUILTIN_BOOL_TO_STRING || id == BUILTIN_DURATION_TO_STRING;
}

static void gather(Lower *l, Parts *p, Node *node, const char *format) {
    bool is_string = node->type && node->type->kind == TYPE_STRING && !format;
    if (node->kind == NODE_PAREN) {
        gather(l, p, node->u.wrap.operand, format);
    } else if (node->kind == NODE_BINARY && is_string && node->u.binary.op == TOKEN_PLUS) {
        gather(l, p, node->u.binary.left, NULL);
        gather(l, p, node->u.binary.right, NULL);
    } else if (is_string && is_to_text(node)) { // x.toString() is what a template does with x
        gather(l, p, node->u.call.receiver, NULL);
    } else if (node->kind == NODE_TEMPLATE && !format) {
        for (uint32_t i = 0; i < node->u.template_.parts.len; i++)
            gather(l, p, node->u.template_.parts.items[i], NULL);
    } else if (node->kind == NODE_TEMPLATE_VALUE) {
        gather(l, p, node->u.template_value.expr, node->u.template_value.format);
    } else {
        VEC_PUSH(l->arena, &p->nodes, node);
        VEC_PUSH(l->arena, &p->formats, format);
    }
}

MirExpr *lower_concat(Lower *l, Node *node) {
    Parts p = {0};
    gather(l, &p, node, NULL);
    MirExpr **values = ARENA_ARRAY(l->arena, MirExpr *, p.nodes.len + 1);
    lower_operands(l, p.nodes.items, p.nodes.len, values);
    lower_before_text(l, values, p.nodes.len);
    MirExpr *e = mir_expr(l->arena, MIR_TEMPLATE, type_basic(l->types, STRING), node->span);
    e->u.template_.parts = ARENA_ARRAY(l->arena, MirTemplatePart, p.nodes.len + 1);
    for (uint32_t i = 0; i < p.nodes.len; i++) {
        MirTemplatePart *part = &e->u.template_.parts[e->u.template_.count];
        if (values[i]->kind == MIR_STRING && !p.formats.items[i]) {
            if (!values[i]->u.string.len) continue;
            part->text = values[i]->u.string.text;
            part->len = values[i]->u.string.len;
        } else {
            part->value = values[i];
            part->format = p.formats.items[i];
            lower_use_type(l, values[i]->type);
        }
        e->can_panic |= values[i]->can_panic || p.formats.items[i];
        e->effects |= values[i]->effects || reaches_text(values[i]->type);
        e->u.template_.count++;
    }
    if (e->u.template_.count) return e;
    return mir_string(l->arena, l->types, "", 0, node->span);
}

// ---- values by condition ----

typedef struct Branches { // two ways to a value, lowered into blocks of their own
    MirBlock blocks[2];
    MirExpr *values[2]; // NULL: none (void, or never)
    bool dead[2];
} Branches;

static void lower_branch(Lower *l, Branches *b, int which, Node *node) {
    LowerSaved saved = lower_open(l, &b->blocks[which]);
    b->values[which] = lower_value(l, node);
    b->dead[which] = lower_close(l, saved);
}

static bool is_tree(const Lower *l, const Branches *b, int which) {
    if (b->blocks[which].len) return false;
    return !mir_is_maker(b->values[which]) || lower_is_light(l, b->values[which]);
}

static void store(Lower *l, Branches *b, int which, uint32_t temp, bool init) {
    LowerSaved saved = lower_open(l, &b->blocks[which]);
    l->at.dead = b->dead[which];
    MirExpr *value = b->values[which];
    MirStmt *s = mir_set(l->arena, mir_local(l->arena, l->at.function, temp, value->span), value,
                         value->span);
    s->u.set.init = init;
    lower_emit(l, s);
    lower_close(l, saved);
}

static void store_effect(Lower *l, Branches *b, int which) {
    MirExpr *value = b->values[which];
    if (!value || b->dead[which]) return;
    if (!mir_is_maker(value) && !value->can_panic && !value->effects) return;
    MirStmt *s = mir_stmt(l->arena, MIR_EVAL, value->span);
    s->u.expr = value;
    mir_push(l->arena, &b->blocks[which], s);
}

// The value of the branch that `cond` chooses.
static MirExpr *join(Lower *l, const Type *type, MirExpr *cond, Branches *b, Span span) {
    if (type->kind == TYPE_VOID || type->kind == TYPE_NEVER) {
        store_effect(l, b, 0);
        store_effect(l, b, 1);
        lower_if(l, cond, b->blocks[0], b->blocks[1], span);
        return mir_expr(l->arena, MIR_ZERO, type_basic(l->types, I64), span);
    }
    if (is_tree(l, b, 0) && is_tree(l, b, 1))
        return mir_select(l->arena, type, cond, b->values[0], b->values[1]);
    uint32_t temp = lower_local(l, MIR_TEMP_LOCAL, NULL, type, NULL);
    l->at.function->locals.items[temp].assigned = true;
    lower_emit(l, mir_let(l->arena, temp, NULL, span));
    store(l, b, 0, temp, true);
    store(l, b, 1, temp, true);
    lower_if(l, cond, b->blocks[0], b->blocks[1], span);
    return mir_local(l->arena, l->at.function, temp, span);
}

MirExpr *lower_conditional(Lower *l, Node *node) {
    MirExpr *cond = lower_expr(l, node->u.conditional.cond);
    Branches b = {0};
    lower_branch(l, &b, 0, node->u.conditional.then);
    lower_branch(l, &b, 1, node->u.conditional.otherwise);
    return join(l, node->type, cond, &b, node->span);
}

// `a && b`, `a || b`: where b needs statements, `t = a; if (t) { .. t = b }`.
static MirExpr *lower_and_or(Lower *l, Node *node) {
    bool is_and = node->u.binary.op == TOKEN_AND;
    MirExpr *left = lower_shallow(l, lower_expr(l, node->u.binary.left));
    Branches b = {0};
    lower_branch(l, &b, 0, node->u.binary.right);
    if (is_tree(l, &b, 0)) {
        MirExpr *e = both(l, is_and ? MIR_AND : MIR_OR, left, b.values[0]);
        e->span = node->span;
        return e;
    }
    MirExpr *result = lower_spill(l, left);
    l->at.function->locals.items[result->u.local].assigned = true;
    store(l, &b, 0, result->u.local, false);
    MirExpr *cond = mir_local(l->arena, l->at.function, result->u.local, node->span);
    if (!is_and) cond = mir_not(l->arena, cond);
    lower_if(l, cond, b.blocks[0], (MirBlock){0}, node->span);
    return result;
}

static MirExpr *payload(Lower *l, MirExpr *value, const Type *type) {
    MirExpr *e = mir_of(l->arena, MIR_PAYLOAD, type, value);
    e->unchecked = true;
    e->can_panic = value->can_panic;
    return e;
}

static MirExpr *lower_fallback(Lower *l, Node *node);

MirExpr *lower_logical(Lower *l, Node *node) {
    if (node->u.binary.op == TOKEN_QUESTION_QUESTION) return lower_fallback(l, node);
    return lower_and_or(l, node);
}

// ---- optional chaining ----

// The type of the step itself, before `?.` makes it optional.
static const Type *plain_type(const Node *node) {
    const Type *plain = node->kind == NODE_MEMBER  ? node->u.member.plain
                        : node->kind == NODE_INDEX ? node->u.index.plain
                                                   : node->u.call.plain;
    return plain ? plain : node->type;
}

static MirExpr *member_value(Lower *l, Node *node, MirExpr *object) {
    Node plain = *node;
    plain.type = plain_type(node);
    if (node->kind == NODE_CALL) return lower_call(l, &plain, object);
    if (node->kind == NODE_MEMBER) {
        plain.u.member.optional = false;
        return lower_member_of(l, &plain, object);
    }
    MirExpr *index = lower_expr(l, node->u.index.index);
    return lower_index_of(l, object, index, plain.type, node->span);
}

static Node *optional_object(const Node *node) {
    if (node->kind == NODE_MEMBER) return node->u.member.object;
    if (node->kind == NODE_INDEX) return node->u.index.object;
    return node->u.call.receiver ? node->u.call.receiver : node->u.call.callee;
}

MirExpr *lower_optional(Lower *l, Node *node) {
    MirExpr *object = lower_reusable(l, lower_value(l, optional_object(node)));
    if (object->type->kind == TYPE_OPTION || object->type->kind == TYPE_UNSURE) {
        Branches b = {0};
        b.values[0] = mir_expr(l->arena, MIR_NULL, node->type, node->span);
        LowerSaved saved = lower_open(l, &b.blocks[1]);
        MirExpr *value = member_value(l, node, payload(l, object, object->type->u.elem));
        if (value->type != node->type && node->type->kind == TYPE_OPTION) {
            if (mir_is_maker(value)) value = lower_spill(l, value);
            value = mir_of(l->arena, MIR_SOME, node->type, value);
        }
        b.values[1] = value;
        b.dead[1] = lower_close(l, saved);
        return join(l, node->type, is_null(l, object, false), &b, node->span);
    }
    return member_value(l, node, object);
}

// ---- `??` ----

static bool is_chain(const Node *node) {
    if (node->kind == NODE_MEMBER) return node->u.member.optional;
    if (node->kind == NODE_INDEX) return node->u.index.optional;
    if (node->kind != NODE_CALL) return false;
    const Node *callee = node->u.call.callee;
    return node->u.call.optional ||
           (callee && callee->kind == NODE_MEMBER && callee->u.member.optional);
}

static bool is_present(const Node *node) { // of a type that cannot be null, but for the chain
    const Type *type = plain_type(node);
    return type->kind != TYPE_OPTION && type->kind != TYPE_UNSURE && type->kind != TYPE_VOID;
}

// `a?.b ?? c` in one: null leads to c, anything else to a.b.
static MirExpr *lower_chain_or(Lower *l, Node *node, Node *chain) {
    MirExpr *object = lower_reusable(l, lower_value(l, optional_object(chain)));
    Branches b = {0};
    lower_branch(l, &b, 0, node->u.binary.right);
    LowerSaved saved = lower_open(l, &b.blocks[1]);
    b.values[1] = member_value(l, chain, payload(l, object, object->type->u.elem));
    b.dead[1] = lower_close(l, saved);
    return join(l, node->type, is_null(l, object, false), &b, node->span);
}

// `a ?? b`, of type T or T?.
static MirExpr *lower_fallback(Lower *l, Node *node) {
    Node *chain = node->u.binary.left;
    while (chain->kind == NODE_PAREN) chain = chain->u.wrap.operand;
    if (is_chain(chain) && is_present(chain) && plain_type(chain) == node->type)
        return lower_chain_or(l, node, chain);
    MirExpr *left = lower_reusable(l, lower_value(l, node->u.binary.left));
    if (left->kind == MIR_NULL) return lower_value(l, node->u.binary.right);
    Branches b = {0};
    lower_branch(l, &b, 0, node->u.binary.right);
    b.values[1] = left;
    if (node->type->kind != TYPE_OPTION) b.values[1] = payload(l, left, type_strip(left->type));
    else if (node->type != left->type) // of a pointer of unknown nullness
        b.values[1] = mir_convert(l->arena, CONVERT_POINTER, node->type, left, node->span);
    return join(l, node->type, is_null(l, left, false), &b, node->span);
}
