// Patterns: a test over a place, a tree without effects, and the names that it binds, which are
// locals of parts of the place. The place is evaluated already, and may be read any number of
// times. Parts are read only behind the test that they are there.
#include "mir/lower/lower.h"
#include "syntax/walk.h"

// ---- places ----

static void copy_operand(void *arena, MirExpr **slot) {
    *slot = mir_copy(arena, *slot);
    mir_each_operand(*slot, copy_operand, arena);
}

// Passes change expressions in place, so that each use has its own.
static MirExpr *place_copy(Lower *l, MirExpr *place) {
    copy_operand(l->arena, &place);
    return place;
}

static MirExpr *payload_of(Lower *l, MirExpr *place) {
    MirExpr *e = mir_of(l->arena, MIR_PAYLOAD, place->type->u.elem, place);
    e->unchecked = true;
    e->can_panic = place->can_panic;
    return e;
}

// Where the fields of a STRUCT pattern are: of an interface's value, in what it was tested to be.
static MirExpr *owner_of(Lower *l, const Node *pattern, MirExpr *place) {
    const Symbol *symbol = pattern->u.pattern_variant.symbol;
    if (!symbol || symbol->kind == SYMBOL_VARIANT || symbol->type == place->type) return place;
    return lower_downcast(l, symbol->type, place);
}

static uint32_t find_field(const Field *fields, uint32_t count, Name name) {
    uint32_t i = 0;
    while (i + 1 < count && fields[i].name != name) i++;
    return i;
}

static MirExpr *field_place(Lower *l, const Node *pattern, const Node *field, MirExpr *owner) {
    Name name = field->u.pattern_field.name;
    const Symbol *symbol = pattern->u.pattern_variant.symbol;
    const Nominal *n = owner->type->u.nominal;
    if (symbol && symbol->kind == SYMBOL_VARIANT) {
        const Variant *v = &n->variants.items[symbol->index];
        uint32_t index = find_field(v->fields.items, v->fields.len, name);
        return mir_part(l->arena, owner, symbol->index, index, field->span);
    }
    uint32_t index = find_field(n->fields.items, n->fields.len, name);
    return mir_field(l->arena, owner, index, field->type, field->span);
}

// Calls for each part of a pattern with parts.
typedef void PartVisit(void *context, const Node *part, MirExpr *place);

// What is behind the elements before it.
static MirExpr *rest_of(Lower *l, const Node *rest, MirExpr *array, uint32_t from) {
    const Type *int_type = type_basic(l->types, I64);
    MirExpr *call = mir_call(l->arena, MIR_CALL_BUILTIN, rest->type, rest->span);
    call->u.call.builtin = BUILTIN_ARRAY_SLICE;
    lower_push_arg(l, call, array);
    lower_push_arg(l, call, mir_int(l->arena, int_type, from, rest->span));
    lower_push_arg(l, call, mir_int(l->arena, int_type, INT64_MAX, rest->span));
    lower_use_type(l, call->type);
    return call;
}

static void each_element(Lower *l, const Node *n, MirExpr *place, PartVisit *visit, void *context) {
    const Type *int_type = type_basic(l->types, I64);
    for (uint32_t i = 0; i < n->u.pattern_list.items.len; i++) {
        const Node *item = n->u.pattern_list.items.items[i];
        MirExpr *array = place_copy(l, place);
        if (item->kind != NODE_PATTERN_REST)
            visit(context, item,
                  mir_element(l->arena, array, mir_int(l->arena, int_type, i, item->span),
                              array->type->u.elem, item->span));
        else if (item->u.wrap.operand->kind == NODE_PATTERN_BIND)
            visit(context, item->u.wrap.operand, rest_of(l, item, array, i));
    }
}

static void each_part(Lower *l, const Node *n, MirExpr *place, PartVisit *visit, void *context) {
    if (n->kind == NODE_PATTERN_SOME) visit(context, n->u.wrap.operand, payload_of(l, place));
    if (n->kind == NODE_PATTERN_TUPLE && place->type->kind != TYPE_TUPLE) {
        each_element(l, n, place, visit, context);
        return;
    }
    for (uint32_t i = 0; n->kind == NODE_PATTERN_TUPLE && i < n->u.pattern_list.items.len; i++)
        visit(context, n->u.pattern_list.items.items[i],
              mir_field(l->arena, place_copy(l, place), i, place->type->u.tuple.items[i], n->span));
    for (uint32_t i = 0; n->kind == NODE_PATTERN_VARIANT && i < n->u.pattern_variant.items.len; i++)
        visit(context, n->u.pattern_variant.items.items[i],
              mir_part(l->arena, place_copy(l, place), n->u.pattern_variant.symbol->index, i,
                       n->span));
    for (uint32_t i = 0; n->kind == NODE_PATTERN_STRUCT && i < n->u.pattern_variant.items.len;
         i++) {
        const Node *field = n->u.pattern_variant.items.items[i];
        MirExpr *owner = owner_of(l, n, place_copy(l, place));
        visit(context, field->u.pattern_field.pattern, field_place(l, n, field, owner));
    }
}

// ---- tests ----

static const Type *truth(const Lower *l) { return type_basic(l->types, BOOL); }

static MirExpr *both(Lower *l, MirExpr *a, MirExpr *b) { // NULL: always
    if (!a || !b) return a ? a : b;
    return mir_binary(l->arena, MIR_AND, TOKEN_AND, truth(l), a, b);
}

static MirExpr *compare(Lower *l, TokenKind op, MirExpr *a, MirExpr *b) {
    return mir_binary(l->arena, MIR_BINARY, op, truth(l), a, b);
}

static MirExpr *test_literal(Lower *l, const Node *n, MirExpr *place) {
    Node *value = n->u.pattern_expr.expr;
    if (value->kind == NODE_NULL) return mir_of(l->arena, MIR_IS_NULL, truth(l), place);
    if (value->kind == NODE_BOOL) return value->u.boolean ? place : mir_not(l->arena, place);
    return lower_equality(l, TOKEN_EQ, place, lower_expr(l, value));
}

static MirExpr *test_range(Lower *l, const Node *n, MirExpr *place) {
    MirExpr *from = lower_expr(l, n->u.pattern_range.from);
    MirExpr *to = lower_expr(l, n->u.pattern_range.to);
    return both(l, compare(l, TOKEN_GE, place, from),
                compare(l, TOKEN_LT, place_copy(l, place), to));
}

static MirExpr *test_variant(Lower *l, const Symbol *variant, MirExpr *place) {
    const Nominal *n = place->type->u.nominal;
    if (n->variants.len == 1) return NULL;
    if (n->base) {
        int64_t value = n->variants.items[variant->index].value;
        return compare(l, TOKEN_EQ, place, mir_int(l->arena, place->type, value, place->span));
    }
    const Type *number = type_basic(l->types, I64);
    MirExpr *tag = mir_of(l->arena, MIR_TAG, number, place);
    return compare(l, TOKEN_EQ, tag, mir_int(l->arena, number, variant->index, place->span));
}

static MirExpr *test_symbol(Lower *l, const Symbol *symbol, MirExpr *place) {
    if (!symbol) return NULL;
    if (symbol->kind == SYMBOL_VARIANT) return test_variant(l, symbol, place);
    return symbol->type == place->type ? NULL : lower_type_test(l, symbol->type, place);
}

// An array with so many elements, or at least so many where a rest takes the others.
static MirExpr *test_length(Lower *l, const Node *n, MirExpr *place) {
    const Type *int_type = type_basic(l->types, I64);
    const NodeList *items = &n->u.pattern_list.items;
    bool rest = items->len && items->items[items->len - 1]->kind == NODE_PATTERN_REST;
    if (rest && items->len == 1) return NULL;
    MirExpr *length = mir_of(l->arena, MIR_LENGTH, int_type, place);
    return compare(l, rest ? TOKEN_GE : TOKEN_EQ, length,
                   mir_int(l->arena, int_type, items->len - rest, n->span));
}

static MirExpr *test_or(Lower *l, const NodeList *sides, MirExpr *place) {
    MirExpr *test = NULL;
    for (uint32_t i = 0; i < sides->len; i++) {
        MirExpr *side = lower_pattern_test(l, sides->items[i], place_copy(l, place));
        if (!side) return NULL;
        test = test ? mir_binary(l->arena, MIR_OR, TOKEN_OR, truth(l), test, side) : side;
    }
    return test;
}

typedef struct Tests {
    Lower *lower;
    MirExpr *test;
} Tests;

static void add_test(void *context, const Node *part, MirExpr *place) {
    Tests *t = context;
    t->test = both(t->lower, t->test, lower_pattern_test(t->lower, part, place));
}

MirExpr *lower_pattern_test(Lower *l, const Node *n, MirExpr *place) {
    Tests t = {.lower = l};
    switch ((int)n->kind) {
    case NODE_PATTERN_LITERAL: return test_literal(l, n, place);
    case NODE_PATTERN_RANGE: return test_range(l, n, place);
    case NODE_PATTERN_PATH: return test_symbol(l, n->u.pattern_expr.symbol, place);
    case NODE_PATTERN_OR: return test_or(l, &n->u.pattern_list.items, place);
    case NODE_PATTERN_SOME:
        t.test = mir_not(l->arena, mir_of(l->arena, MIR_IS_NULL, truth(l), place_copy(l, place)));
        break;
    case NODE_PATTERN_TUPLE:
        if (place->type->kind != TYPE_TUPLE) t.test = test_length(l, n, place_copy(l, place));
        break;
    case NODE_PATTERN_VARIANT:
    case NODE_PATTERN_STRUCT:
        t.test = test_symbol(l, n->u.pattern_variant.symbol, place_copy(l, place));
        break;
    }
    each_part(l, n, place, add_test, &t);
    return t.test;
}

// ---- names ----

static void find_name(void *found, Node *n) {
    if (n->kind == NODE_PATTERN_BIND) *(bool *)found = true;
    else node_each_child(n, find_name, found);
}

bool lower_has_names(const Node *pattern) {
    bool found = false;
    find_name(&found, (Node *)(uintptr_t)pattern);
    return found;
}

typedef struct Finding {
    Lower *lower;
    PatternBinds *binds;
} Finding;

static void find_binds(void *context, const Node *n, MirExpr *place);

// The sides have the same names: each is that of the first side that takes the value.
static void find_or(const Finding *f, const Node *n, MirExpr *place) {
    Lower *l = f->lower;
    const NodeList *sides = &n->u.pattern_list.items;
    if (!lower_has_names(sides->items[0])) return;
    PatternBinds chosen = {0};
    for (uint32_t i = sides->len; i-- > 0;) {
        PatternBinds side = {0};
        find_binds(&(Finding){l, &side}, sides->items[i], place_copy(l, place));
        for (uint32_t k = 0; k < side.len; k++) {
            PatternBind *later = NULL;
            for (uint32_t j = 0; j < chosen.len; j++)
                if (chosen.items[j].symbol == side.items[k].symbol) later = &chosen.items[j];
            MirExpr *test = lower_pattern_test(l, sides->items[i], place_copy(l, place));
            if (!later) VEC_PUSH(l->arena, &chosen, side.items[k]);
            else if (!test) later->value = side.items[k].value;
            else
                later->value = mir_select(l->arena, later->value->type, test, side.items[k].value,
                                          later->value);
        }
    }
    for (uint32_t i = 0; i < chosen.len; i++) VEC_PUSH(l->arena, f->binds, chosen.items[i]);
}

static void find_binds(void *context, const Node *n, MirExpr *place) {
    const Finding *f = context;
    if (n->kind == NODE_PATTERN_BIND) {
        PatternBind bind = {n->u.bind.symbol, place, n->span};
        VEC_PUSH(f->lower->arena, f->binds, bind);
    } else if (n->kind == NODE_PATTERN_OR) {
        find_or(f, n, place);
    } else {
        each_part(f->lower, n, place, find_binds, context);
    }
}

PatternBinds lower_pattern_binds(Lower *l, const Node *pattern, MirExpr *place) {
    PatternBinds binds = {0};
    find_binds(&(Finding){l, &binds}, pattern, place_copy(l, place));
    return binds;
}

void lower_bind_pattern(Lower *l, const Node *pattern, MirExpr *place) {
    PatternBinds binds = lower_pattern_binds(l, pattern, place);
    for (uint32_t i = 0; i < binds.len; i++)
        lower_bind_symbol(l, binds.items[i].symbol, binds.items[i].value, binds.items[i].span);
}

// ---- the value that is looked at ----

// Nothing but this function can give the local another value.
bool lower_is_stable(const Lower *l, const MirExpr *e) {
    if (e->kind != MIR_LOCAL) return false;
    const MirLocal *local = &l->at.function->locals.items[e->u.local];
    return !local->assigned && !local->address_taken && local->kind != MIR_TEMP_LOCAL;
}

MirExpr *lower_hidden(Lower *l, MirExpr *value) {
    uint32_t local = lower_local(l, MIR_USER_LOCAL, NULL, value->type, NULL);
    lower_emit(l, mir_let(l->arena, local, value, value->span));
    return mir_local(l->arena, l->at.function, local, value->span);
}

MirExpr *lower_subject(Lower *l, Node *node) {
    MirExpr *value = lower_value(l, node);
    return lower_is_stable(l, value) || mir_is_constant(value) ? value : lower_hidden(l, value);
}
