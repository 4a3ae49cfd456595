// Loops. A range becomes a counter that needs no checks: it lies between the range's ends, which
// are evaluated once. An array is walked by index with its length read anew at each turn, so that
// the element read needs no check either.
#include "mir/lower/lower.h"

static MirStmt *new_loop(Lower *l, Name label, Span span) {
    MirStmt *s = mir_stmt(l->arena, MIR_LOOP, span);
    s->u.loop.id = ++l->at.loop_count;
    s->u.loop.label = label;
    return s;
}

static MirBlock loop_body(Lower *l, const MirStmt *loop, Node *body) {
    LowerLoop here = {l->at.loop, loop->u.loop.id, loop->u.loop.label};
    l->at.loop = &here;
    MirBlock block = lower_block(l, body);
    l->at.loop = here.outer;
    return block;
}

// ---- while ----

static void break_unless(Lower *l, MirExpr *cond, uint32_t loop, Span span) {
    if (cond->kind == MIR_BOOL && cond->u.integer) return;
    MirBlock then = {0};
    MirStmt *s = mir_stmt(l->arena, MIR_BREAK, span);
    s->u.loop_id = loop;
    mir_push(l->arena, &then, s);
    lower_if(l, mir_not(l->arena, cond), then, (MirBlock){0}, span);
}

// `while (x is P(y)) ..`: the names belong to each turn.
static void lower_while_names(Lower *l, Node *node, MirStmt *loop) {
    MirBlock turn = {0};
    LowerSaved saved = lower_open(l, &turn);
    LowerLoop here = {l->at.loop, loop->u.loop.id, loop->u.loop.label};
    l->at.loop = &here;
    if (!lower_while_is(l, node, loop)) {
        lower_hoist(l, node->u.while_.cond, MIR_USER_LOCAL);
        break_unless(l, lower_condition(l, node->u.while_.cond), loop->u.loop.id, node->span);
        lower_items(l, node->u.while_.body);
    }
    l->at.loop = here.outer;
    lower_close(l, saved);
    saved = lower_open(l, &loop->u.loop.body);
    lower_scope(l, turn, node->span);
    lower_close(l, saved);
    lower_emit(l, loop);
}

// A condition that needs statements is looked at inside, at the beginning of each turn.
void lower_while(Lower *l, Node *node) {
    MirStmt *loop = new_loop(l, node->u.while_.label, node->span);
    if (lower_has_is_names(node->u.while_.cond)) {
        lower_while_names(l, node, loop);
        return;
    }
    MirBlock body = {0};
    LowerSaved saved = lower_open(l, &body);
    MirExpr *cond = lower_condition(l, node->u.while_.cond);
    if (!body.len) {
        lower_close(l, saved);
        if (cond->kind != MIR_BOOL || !cond->u.integer) loop->u.loop.cond = cond;
        loop->u.loop.body = loop_body(l, loop, node->u.while_.body);
    } else {
        break_unless(l, cond, loop->u.loop.id, node->span);
        MirBlock turn = loop_body(l, loop, node->u.while_.body);
        for (uint32_t i = 0; i < turn.len; i++) lower_emit(l, turn.items[i]);
        lower_close(l, saved);
        loop->u.loop.body = body;
    }
    lower_emit(l, loop);
}

// ---- for ----

static void count_up(Lower *l, MirStmt *loop, uint32_t counter, Span span) {
    MirExpr *i = mir_local(l->arena, l->at.function, counter, span);
    MirExpr *sum = mir_binary(l->arena, MIR_BINARY, TOKEN_PLUS, i->type, i,
                              mir_int(l->arena, i->type, 1, span));
    sum->unchecked = true;
    sum->can_panic = false;
    MirExpr *place = mir_local(l->arena, l->at.function, counter, span);
    mir_push(l->arena, &loop->u.loop.step, mir_set(l->arena, place, sum, span));
    l->at.function->locals.items[counter].assigned = true;
}

static MirExpr *less(Lower *l, uint32_t counter, MirExpr *end, Span span) {
    MirExpr *i = mir_local(l->arena, l->at.function, counter, span);
    return mir_binary(l->arena, MIR_BINARY, TOKEN_LT, type_basic(l->types, BOOL), i, end);
}

static Node *bare(Node *node) {
    while (node->kind == NODE_PAREN) node = node->u.wrap.operand;
    return node;
}

// The body with the loop's variable as its first local.
static MirBlock body_with(Lower *l, const MirStmt *loop, Node *node, MirExpr *first,
                          MirExpr *second) {
    MirBlock inner = {0}, outer = {0};
    LowerSaved saved = lower_open(l, &inner);
    Node *pattern = node->u.for_.pattern;
    Node *names[2] = {pattern, NULL};
    if (second) {
        names[0] = pattern->u.pattern_list.items.items[0];
        names[1] = pattern->u.pattern_list.items.items[1];
    }
    MirExpr *values[2] = {first, second};
    for (uint32_t i = 0; i < 2; i++)
        if (names[i]) lower_bind_pattern(l, names[i], values[i]);
    LowerLoop here = {l->at.loop, loop->u.loop.id, loop->u.loop.label};
    l->at.loop = &here;
    Node *body = node->u.for_.body;
    if (body->kind == NODE_BLOCK)
        for (uint32_t i = 0; i < body->u.block.items.len; i++)
            lower_stmt(l, body->u.block.items.items[i]);
    else lower_stmt(l, body);
    l->at.loop = here.outer;
    lower_close(l, saved);
    saved = lower_open(l, &outer);
    lower_scope(l, inner, body->span);
    lower_close(l, saved);
    return outer;
}

static bool is_counter(const Node *pattern) {
    const uint32_t shared = SYMBOL_ASSIGNED | SYMBOL_CAPTURED | SYMBOL_ADDRESS_TAKEN;
    return pattern->kind == NODE_PATTERN_BIND && !(pattern->u.bind.symbol->flags & shared);
}

// The user's name is that of the counter itself unless the body changes it.
static void lower_for_range(Lower *l, Node *node, MirExpr *from, MirExpr *to) {
    Node *pattern = node->u.for_.pattern;
    Symbol *symbol = is_counter(pattern) ? pattern->u.bind.symbol : NULL;
    Name name = symbol ? symbol->name : NULL;
    uint32_t counter = lower_local(l, MIR_USER_LOCAL, name, from->type, symbol);
    lower_emit(l, mir_let(l->arena, counter, from, pattern->span));
    MirExpr *end = to->kind == MIR_INT || lower_is_stable(l, to) ? to : lower_hidden(l, to);
    lower_end(l, 0);
    MirStmt *loop = new_loop(l, node->u.for_.label, node->span);
    loop->u.loop.cond = less(l, counter, end, node->span);
    count_up(l, loop, counter, node->span);
    if (symbol) {
        loop->u.loop.body = loop_body(l, loop, node->u.for_.body);
    } else {
        MirExpr *i = mir_local(l->arena, l->at.function, counter, node->span);
        loop->u.loop.body = body_with(l, loop, node, i, NULL);
    }
    lower_emit(l, loop);
}

static const Type *element_type(const Lower *l, const Type *type) {
    return type->kind == TYPE_BUFFER ? type_basic(l->types, U8) : type->u.elem;
}

// A loop whose counter goes from 0 to before the length of `items`, read anew at each turn.
static MirStmt *loop_to_length(Lower *l, const Node *node, MirExpr *items, uint32_t *counter) {
    const Type *int_type = type_basic(l->types, I64);
    *counter = lower_local(l, MIR_USER_LOCAL, NULL, int_type, NULL);
    MirExpr *zero = mir_int(l->arena, int_type, 0, node->span);
    lower_emit(l, mir_let(l->arena, *counter, zero, node->span));
    lower_end(l, 0);
    MirStmt *loop = new_loop(l, node->u.for_.label, node->span);
    MirExpr *length = mir_of(l->arena, MIR_LENGTH, int_type, items);
    loop->u.loop.cond = less(l, *counter, length, node->span);
    return loop;
}

static void lower_for_array(Lower *l, Node *node, MirExpr *array) {
    MirExpr *items = lower_is_stable(l, array) ? array : lower_hidden(l, array);
    uint32_t counter;
    MirStmt *loop = loop_to_length(l, node, items, &counter);
    count_up(l, loop, counter, node->span);
    MirExpr *i = mir_local(l->arena, l->at.function, counter, node->span);
    MirExpr *item = mir_element(l->arena, items, i, element_type(l, items->type), node->span);
    item->unchecked = true;
    item->can_panic = false;
    loop->u.loop.body = body_with(l, loop, node, item, NULL);
    lower_emit(l, loop);
}

// ---- over a string ----

static MirExpr *call_here(Lower *l, BuiltinId id, const Type *type, MirExpr *text, MirExpr *at) {
    MirExpr *call = mir_call(l->arena, MIR_CALL_BUILTIN, type, at->span);
    call->u.call.builtin = id;
    call->can_panic = call->effects = false;
    call->light = true;
    lower_push_arg(l, call, text);
    lower_push_arg(l, call, at);
    return call;
}

// `for (const r of s.runes())` and of s.bytes(): nothing is made of the string, it is read where it
// is.
static void lower_for_text(Lower *l, Node *node, MirExpr *text, bool runes) {
    MirExpr *s = lower_is_stable(l, text) ? text : lower_hidden(l, text);
    uint32_t counter;
    MirStmt *loop = loop_to_length(l, node, s, &counter);
    const Type *int_type = type_basic(l->types, I64);
    MirExpr *at = mir_local(l->arena, l->at.function, counter, node->span);
    MirExpr *item;
    if (runes) {
        item = call_here(l, BUILTIN_STRING_RUNE_HERE, type_basic(l->types, U32), s, at);
        MirExpr *end = call_here(l, BUILTIN_STRING_RUNE_END, int_type, s, at);
        mir_push(l->arena, &loop->u.loop.step, mir_set(l->arena, at, end, node->span));
        l->at.function->locals.items[counter].assigned = true;
    } else {
        item = call_here(l, BUILTIN_STRING_BYTE_HERE, type_basic(l->types, U8), s, at);
        count_up(l, loop, counter, node->span);
    }
    loop->u.loop.body = body_with(l, loop, node, item, NULL);
    lower_emit(l, loop);
}

static bool is_text_call(const Node *n) {
    return n->kind == NODE_CALL && n->u.call.call == CALL_BUILTIN && !n->u.call.optional &&
           (n->u.call.builtin == BUILTIN_STRING_RUNES || n->u.call.builtin == BUILTIN_STRING_BYTES);
}

static void lower_for_map(Lower *l, Node *node, MirExpr *map) {
    MirStmt *loop = new_loop(l, node->u.for_.label, node->span);
    loop->u.loop.map = lower_is_stable(l, map) ? map : lower_hidden(l, map);
    lower_end(l, 0);
    bool is_set = map->type->kind == TYPE_SET;
    const Type *key_type = is_set ? map->type->u.elem : map->type->u.map.key;
    MirExpr *key = mir_expr(l->arena, MIR_MAP_KEY, key_type, node->span), *value = NULL;
    key->u.entry.loop_id = loop->u.loop.id;
    key->u.entry.map = mir_copy(l->arena, loop->u.loop.map);
    if (!is_set) {
        value = mir_expr(l->arena, MIR_MAP_VALUE, map->type->u.map.value, node->span);
        value->u.entry.loop_id = loop->u.loop.id;
        value->u.entry.map = mir_copy(l->arena, loop->u.loop.map);
    }
    loop->u.loop.body = body_with(l, loop, node, key, value);
    lower_emit(l, loop);
}

static void lower_for_value(Lower *l, Node *node, MirExpr *value) {
    if (value->type->kind == TYPE_MAP || value->type->kind == TYPE_SET) {
        lower_for_map(l, node, value);
    } else {
        lower_for_array(l, node, value);
    }
}

void lower_for(Lower *l, Node *node) {
    MirBlock body = {0};
    LowerSaved saved = lower_open(l, &body);
    Node *iterable = bare(node->u.for_.iterable);
    if (iterable->kind == NODE_RANGE) {
        Node *ends[2] = {iterable->u.binary.left, iterable->u.binary.right};
        MirExpr *values[2];
        lower_operands(l, ends, 2, values);
        lower_for_range(l, node, values[0], values[1]);
    } else if (is_text_call(iterable)) {
        lower_for_text(l, node, lower_value(l, iterable->u.call.receiver),
                       iterable->u.call.builtin == BUILTIN_STRING_RUNES);
    } else {
        lower_for_value(l, node, lower_value(l, iterable));
    }
    lower_close(l, saved);
    lower_scope(l, body, node->span);
}
