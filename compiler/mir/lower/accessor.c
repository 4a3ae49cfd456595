// Members that calls read and write, updated: `x.a += v`. What leads to the member is evaluated
// once; then the getter, the value, and the setter are called.
#include "mir/lower/lower.h"

typedef struct Member {
    Lower *l;
    MirExpr *object; // NULL: a static one
    Symbol *getter;
    Symbol *setter;
    const Type *type;
    Span span;
} Member;

static Node *bare(Node *node) {
    while (node->kind == NODE_PAREN) node = node->u.wrap.operand;
    return node;
}

static MirExpr *object_again(const Member *m) {
    return m->object ? mir_copy(m->l->arena, m->object) : NULL;
}

static Member open_member(Lower *l, Node *node) {
    Symbol *setter = node->u.member.symbol;
    bool is_field = setter->kind == SYMBOL_FIELD;
    Member m = {.l = l, .setter = setter, .type = node->type, .span = node->span};
    m.getter = is_field ? setter : symbol_getter(setter);
    if (setter->flags & SYMBOL_STATIC) return m;
    MirExpr *object = lower_expr(l, node->u.member.object);
    bool in_place = lower_mutates(m.setter) || (!is_field && lower_mutates(m.getter));
    m.object = in_place && mir_is_place(object) ? lower_reusable_place(l, object)
                                                : lower_reusable(l, object);
    return m;
}

static MirExpr *read(const Member *m) {
    return lower_spill(m->l, lower_get(m->l, m->getter, m->type, object_again(m), m->span));
}

static void write(const Member *m, MirExpr *value, Span span) {
    if (mir_is_maker(value) || value->effects) value = lower_spill(m->l, value);
    lower_set(m->l, m->setter, object_again(m), value, span);
}

// `text += more`
static MirExpr *joined(Lower *l, const Type *type, MirExpr *text, MirExpr *more, Span span) {
    MirExpr *e = mir_expr(l->arena, MIR_TEMPLATE, type, span);
    e->u.template_.count = 2;
    e->u.template_.parts = ARENA_ARRAY(l->arena, MirTemplatePart, 2);
    e->u.template_.parts[0].value = text;
    e->u.template_.parts[1].value = more;
    e->can_panic = more->can_panic;
    e->effects = more->effects;
    return e;
}

static void write_if_null(const Member *m, MirExpr *old, Node *value, Span span) {
    Lower *l = m->l;
    MirExpr *cond = mir_of(l->arena, MIR_IS_NULL, type_basic(l->types, BOOL), old);
    MirBlock then = {0};
    LowerSaved saved = lower_open(l, &then);
    MirExpr *new_value = lower_expr(l, value);
    if (new_value->type != m->type && m->type->kind == TYPE_OPTION)
        new_value = mir_of(l->arena, MIR_SOME, m->type, new_value);
    write(m, new_value, span);
    lower_end(l, 0);
    lower_close(l, saved);
    lower_if(l, cond, then, (MirBlock){0}, span);
}

void lower_update(Lower *l, Node *target, TokenKind op, Node *value, Span span) {
    Member m = open_member(l, bare(target));
    MirExpr *old = read(&m);
    if (op == TOKEN_QUESTION_QUESTION_ASSIGN) {
        write_if_null(&m, old, value, span);
        return;
    }
    MirExpr *right = value ? lower_expr(l, value) : lower_one(l, m.type, span);
    MirExpr *result = m.type->kind == TYPE_STRING
                          ? joined(l, m.type, old, right, span)
                          : lower_arithmetic(l, token_operator_of(op), m.type, old, right);
    result->span = span;
    write(&m, result, span);
}
