// Stores. The parts of a place are evaluated before the value and once; its check, and the store,
// come after.
#include "mir/lower/lower.h"

static Node *bare(Node *node) {
    while (node->kind == NODE_PAREN) node = node->u.wrap.operand;
    return node;
}

// The place itself: no initialisation check, nothing narrowed.
static MirExpr *lower_place(Lower *l, Node *node) {
    node = bare(node);
    while (node->kind == NODE_CONVERT && node->u.convert.kind == CONVERT_NARROW)
        node = bare(node->u.convert.operand);
    MirExpr *place = lower_expr(l, node);
    if (place->kind == MIR_GLOBAL) {
        place->unchecked = true;
        place->can_panic = false;
    }
    return place;
}

// A call as value must not run between the look-up of the place and the store.
static bool is_fixed(const MirExpr *place) {
    if (place->kind != MIR_FIELD) return place->kind == MIR_LOCAL || place->kind == MIR_GLOBAL;
    const MirExpr *base = place->u.field.base;
    return type_is_reference(base->type) ? base->kind == MIR_LOCAL : is_fixed(base);
}

// More than a word: the old value is read before the call and dropped after the store.
static bool is_replaced_in_steps(const Type *t) {
    return t->kind == TYPE_STRUCT ||
           (type_is_counted(t) && !type_is_reference(t) && !type_is_null_pointer(t));
}

// The call may change the old value where it stands: a struct's own method, or whoever else reaches
// the global or the object that holds it.
static bool must_come_first(const MirExpr *value, const MirExpr *place) {
    if (!mir_is_maker(value) && !value->effects) return false;
    uint32_t root = mir_root(place);
    bool reached = root == UINT32_MAX || mir_mentions(value, root);
    return !is_fixed(place) || (is_replaced_in_steps(place->type) && reached);
}

static void store(Lower *l, MirExpr *place, MirExpr *value, Span span) {
    bool panics = place->can_panic && value->can_panic && !mir_is_maker(value);
    if (panics || must_come_first(value, place)) value = lower_spill(l, value);
    lower_emit(l, mir_set(l->arena, place, value, span));
}

// Calls among a place's parts are made before the value.
static void settle_part(Lower *l, MirExpr **part) {
    if ((*part)->effects) *part = lower_spill(l, *part);
}

static MirExpr *settled_place(Lower *l, MirExpr *place) {
    if (!place->effects) return place;
    if (place->kind == MIR_FIELD || place->kind == MIR_PAYLOAD) {
        MirExpr **base = place->kind == MIR_FIELD ? &place->u.field.base : &place->u.operand;
        if (type_is_reference((*base)->type)) settle_part(l, base);
        else *base = settled_place(l, *base);
    } else if (place->kind == MIR_ELEMENT) {
        settle_part(l, &place->u.element.base);
        settle_part(l, &place->u.element.index);
    } else if (place->kind == MIR_DEREF) {
        settle_part(l, &place->u.operand);
    }
    place->effects = false;
    return place;
}

static void lower_plain(Lower *l, Node *node) {
    MirExpr *place = settled_place(l, lower_place(l, node->u.assign.target));
    uint32_t mark = lower_mark(l);
    MirExpr *value = lower_value(l, node->u.assign.value);
    bool itself =
        place->kind == MIR_LOCAL && value->kind == MIR_LOCAL && place->u.local == value->u.local;
    if (itself) return; // counting would move it onto itself
    if (must_come_first(value, place)) value = lower_spill(l, value);
    store(l, lower_keep_place(l, place, mark), value, node->span);
}

// ---- `op=` ----

// Reads without a check that may be written twice: `this.a.b`.
static bool is_cheap(const MirExpr *e) {
    return e->kind == MIR_LOCAL || (e->kind == MIR_FIELD && is_cheap(e->u.field.base));
}

static MirExpr *reusable(Lower *l, MirExpr *value) {
    return is_cheap(value) ? value : lower_reusable(l, value);
}

// A place that is read and then stored to: what leads to it is evaluated once.
MirExpr *lower_reusable_place(Lower *l, MirExpr *place) {
    if (place->kind == MIR_FIELD) {
        MirExpr **base = &place->u.field.base;
        bool behind = type_is_reference((*base)->type);
        *base = behind ? reusable(l, *base) : lower_reusable_place(l, *base);
        place->can_panic = (*base)->can_panic;
    } else if (place->kind == MIR_ELEMENT) {
        MirExpr **base = &place->u.element.base;
        bool inside = (*base)->type->kind == TYPE_CARRAY;
        *base = inside ? lower_reusable_place(l, *base) : reusable(l, *base);
        place->u.element.index = lower_reusable(l, place->u.element.index);
    } else if (place->kind == MIR_DEREF || place->kind == MIR_PAYLOAD) {
        place->u.operand = reusable(l, place->u.operand);
    }
    place->effects = false;
    return place;
}

// The place once more; `checked`: it was read before, and nothing happened since.
static MirExpr *copy_place(Lower *l, const MirExpr *place, bool checked) {
    MirExpr *copy = mir_copy(l->arena, place);
    if (checked) {
        copy->unchecked = true;
        copy->can_panic = false;
        if (copy->kind == MIR_FIELD && !type_is_reference(copy->u.field.base->type))
            copy->u.field.base = copy_place(l, copy->u.field.base, true);
    }
    return copy;
}

MirExpr *lower_one(Lower *l, const Type *type, Span span) {
    MirExpr *e = mir_int(l->arena, type, 1, span);
    if (!type_is_float(type)) return e;
    e->kind = MIR_FLOAT;
    e->u.number = 1;
    return e;
}

// `place op= value`; value NULL: 1. Where the value needs statements, the old one is read before
// them.
static void store_result(Lower *l, TokenKind op, MirExpr *place, Node *value, Span span) {
    MirExpr *old = copy_place(l, place, false);
    if (old->kind == MIR_GLOBAL) {
        old->unchecked = false;
        old->can_panic = true;
    }
    uint32_t mark = lower_mark(l);
    MirExpr *right = value ? lower_expr(l, value) : lower_one(l, place->type, span);
    bool statements = lower_mark(l) > mark;
    if (statements) {
        old = lower_keep(l, old, mark);
        place = lower_keep_place(l, place, mark);
    }
    MirExpr *sides[2] = {old, right};
    lower_settle(l, sides, 2);
    statements |= right->effects;
    MirExpr *result = lower_arithmetic(l, op, place->type, sides[0], sides[1]);
    result->span = span;
    MirExpr *target = copy_place(l, place, !statements);
    store(l, target, result, span);
}

// `text += more`: the string grows in place.
static void append(Lower *l, MirExpr *place, Node *value, Span span) {
    uint32_t mark = lower_mark(l);
    MirExpr *tail = lower_expr(l, value);
    place = lower_keep_place(l, place, mark);
    if (tail->effects || (place->can_panic && tail->can_panic)) tail = lower_spill(l, tail);
    MirExpr *call = mir_call(l->arena, MIR_CALL_APPEND, type_basic(l->types, VOID), span);
    lower_push_arg(l, call, place);
    lower_push_arg(l, call, tail);
    MirStmt *s = mir_stmt(l->arena, MIR_EVAL, span);
    s->u.expr = call;
    lower_emit(l, s);
}

// A map stores its plain values, and reads them as options.
static bool is_map_element(const MirExpr *place) {
    return place->kind == MIR_ELEMENT && place->u.element.base->type->kind == TYPE_MAP;
}

// `place ??= value`
static void store_if_null(Lower *l, MirExpr *place, Node *value, Span span) {
    MirExpr *cond =
        mir_of(l->arena, MIR_IS_NULL, type_basic(l->types, BOOL), copy_place(l, place, false));
    MirBlock then = {0};
    LowerSaved saved = lower_open(l, &then);
    MirExpr *new_value = lower_value(l, value);
    if (is_map_element(place)) place->type = place->u.element.base->type->u.map.value;
    if (new_value->type != place->type && place->type->kind == TYPE_OPTION) {
        if (mir_is_maker(new_value)) new_value = lower_spill(l, new_value);
        new_value = mir_of(l->arena, MIR_SOME, place->type, new_value);
    }
    store(l, place, new_value, span);
    lower_end(l, 0);
    lower_close(l, saved);
    lower_if(l, cond, then, (MirBlock){0}, span);
}

static bool is_computed(Node *target) {
    target = bare(target);
    return target->kind == NODE_MEMBER && target->u.member.is_computed;
}

void lower_assign(Lower *l, Node *node) {
    TokenKind op = node->u.assign.op;
    if (op == TOKEN_ASSIGN) {
        lower_plain(l, node);
        return;
    }
    Node *value = node->u.assign.value;
    if (is_computed(node->u.assign.target)) {
        lower_update(l, node->u.assign.target, op, value, node->span);
        return;
    }
    MirExpr *place = lower_reusable_place(l, lower_place(l, node->u.assign.target));
    if (op == TOKEN_QUESTION_QUESTION_ASSIGN) store_if_null(l, place, value, node->span);
    else if (place->type->kind == TYPE_STRING) append(l, place, value, node->span);
    else store_result(l, token_operator_of(op), place, value, node->span);
}

void lower_increment(Lower *l, Node *node) {
    bool up = node->u.increment.op == TOKEN_PLUS_PLUS;
    TokenKind op = up ? TOKEN_PLUS : TOKEN_MINUS;
    if (is_computed(node->u.increment.target)) {
        TokenKind assigns = up ? TOKEN_PLUS_ASSIGN : TOKEN_MINUS_ASSIGN;
        lower_update(l, node->u.increment.target, assigns, NULL, node->span);
        return;
    }
    MirExpr *place = lower_reusable_place(l, lower_place(l, node->u.increment.target));
    store_result(l, op, place, NULL, node->span);
}

MirExpr *lower_take(Lower *l, Node *call) {
    MirExpr *place =
        lower_reusable_place(l, lower_place(l, call->u.call.args.items[0]->u.arg.value));
    MirExpr *old = copy_place(l, place, false);
    if (old->kind == MIR_GLOBAL) {
        old->unchecked = false;
        old->can_panic = true;
    }
    MirExpr *taken = lower_spill(l, old);
    MirExpr *null = mir_expr(l->arena, MIR_NULL, place->type, call->span);
    lower_emit(l, mir_set(l->arena, copy_place(l, place, true), null, call->span));
    return taken;
}
