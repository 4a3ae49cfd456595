// Calls. Receiver and arguments are evaluated in the order of the source and passed in the order of
// the parameters.
#include "mir/lower/lower.h"

MirExpr *lower_call_symbol(Lower *l, MirCallKind kind, Symbol *symbol, Span span) {
    lower_use_function(l, symbol);
    const Type *result = symbol->type;
    bool throws = false;
    bool is_field = symbol->kind == SYMBOL_FIELD; // an interface's, which is read by a call
    if (!is_field && (symbol->type->kind == TYPE_FUNCTION || symbol->type->kind == TYPE_CFN)) {
        result = symbol->type->u.function->result;
        throws = symbol->type->u.function->throws;
    }
    MirExpr *call = mir_call(l->arena, kind, result, span);
    call->u.call.symbol = symbol;
    call->u.call.throws = throws;
    call->u.call.fallible = symbol_is_fallible(symbol);
    return call;
}

void lower_push_arg(Lower *l, MirExpr *call, MirExpr *arg) {
    lower_use_type(l, arg->type);
    VEC_PUSH(l->arena, &call->u.call.args, arg);
}

// ---- arguments ----

typedef struct Arguments {
    MirExpr *receiver; // NULL: none
    MirExprs values;   // by parameter; variadic ones after
} Arguments;

static bool is_mutating(const Node *node) {
    return node->u.call.call == CALL_METHOD && lower_mutates(node->u.call.symbol);
}

// The receiver of a method that assigns `this`: its place, whose parts are evaluated before the
// arguments.
static MirExpr *mutated_receiver(Lower *l, MirExpr *place, uint32_t mark) {
    if (!mir_is_place(place)) place = lower_spill(l, place);
    place = lower_keep_place(l, place, mark);
    return mir_of(l->arena, MIR_ADDRESS, place->type, place);
}

static uint32_t last_param(const Node *node) {
    uint32_t count = node->u.call.param_count;
    for (uint32_t i = 0; i < node->u.call.args.len; i++) {
        uint32_t param = node->u.call.args.items[i]->u.arg.param;
        if (param >= count) count = param + 1;
    }
    return count;
}

static const FunctionType *callee_type(const Node *node) {
    const Type *t = node->u.call.symbol   ? node->u.call.symbol->type
                    : node->u.call.callee ? node->u.call.callee->type
                                          : NULL;
    if (t) t = type_strip(t);
    return t && (t->kind == TYPE_FUNCTION || t->kind == TYPE_CFN) ? t->u.function : NULL;
}

// What C is not given (user data of a callback that captures nothing) is null.
static MirExpr *absent(Lower *l, const Node *node, uint32_t param) {
    const FunctionType *f = callee_type(node);
    const Type *type = f && param < f->param_count ? f->params[param].type
                                                   : type_cvoidptr(&l->program->types, false);
    bool null = type->kind == TYPE_OPTION || type_is_c_pointer(type_strip(type));
    return mir_expr(l->arena, null ? MIR_NULL : MIR_ZERO, type, node->span);
}

static void by_parameter(Lower *l, const Node *node, MirExpr *const *values, Arguments *out) {
    uint32_t count = last_param(node);
    for (uint32_t param = 0; param < count; param++) {
        MirExpr *value = NULL;
        for (uint32_t i = 0; i < node->u.call.args.len; i++)
            if (node->u.call.args.items[i]->u.arg.param == param) value = values[i];
        if (!value) value = absent(l, node, param);
        VEC_PUSH(l->arena, &out->values, value);
    }
}

// The receiver is evaluated first; where it is a place that the method changes, it is looked up
// last.
static void settle(Lower *l, Arguments *out, MirExpr **values, uint32_t count) {
    if (out->receiver->kind == MIR_ADDRESS) {
        bool place_panics = out->receiver->can_panic;
        for (uint32_t i = 0; i < count; i++)
            if (values[i]->effects || (place_panics && values[i]->can_panic))
                values[i] = lower_spill(l, values[i]);
        return;
    }
    MirExpr **all = ARENA_ARRAY(l->arena, MirExpr *, count + 1);
    all[0] = out->receiver;
    for (uint32_t i = 0; i < count; i++) all[i + 1] = values[i];
    lower_settle(l, all, count + 1);
    out->receiver = all[0];
    for (uint32_t i = 0; i < count; i++) values[i] = all[i + 1];
}

static bool reads_others(const Node *arg) {
    return arg->u.arg.defaulted && arg->u.arg.defaulted->u.param.reads.len;
}

// The arguments for the parameters that a default value reads become locals, which it names.
static void bind_reads(Lower *l, const Node *node, uint32_t count, MirExpr **values) {
    const SymbolList *reads = &node->u.call.args.items[count]->u.arg.defaulted->u.param.reads;
    for (uint32_t i = 0; i < reads->len; i++) {
        Symbol *read = reads->items[i];
        for (uint32_t k = 0; k < count; k++) {
            if (node->u.call.args.items[k]->u.arg.param + node->u.call.skip != read->index)
                continue;
            if (values[k]->kind != MIR_LOCAL) values[k] = lower_spill(l, values[k]);
            read->local = values[k]->u.local;
        }
    }
}

// From left to right; defaults that read other arguments come after all of these.
static void lower_values(Lower *l, const Node *node, Node *const *nodes, MirExpr **values) {
    uint32_t count = node->u.call.args.len, plain = 0;
    while (plain < count && !reads_others(node->u.call.args.items[plain])) plain++;
    lower_operands(l, nodes, plain, values);
    for (uint32_t i = plain; i < count; i++) {
        for (uint32_t k = 0; k < i; k++) values[k] = lower_reusable(l, values[k]);
        if (reads_others(node->u.call.args.items[i])) bind_reads(l, node, i, values);
        values[i] = lower_expr(l, nodes[i]);
    }
}

static Arguments lower_arguments(Lower *l, Node *node, Node *first, MirExpr *given) {
    uint32_t count = node->u.call.args.len;
    Node **nodes = ARENA_ARRAY(l->arena, Node *, count + 1);
    MirExpr **values = ARENA_ARRAY(l->arena, MirExpr *, count + 2);
    for (uint32_t i = 0; i < count; i++) nodes[i] = node->u.call.args.items[i]->u.arg.value;
    Arguments out = {.receiver = given};
    if (first && !given) out.receiver = lower_expr(l, first);
    if (out.receiver && is_mutating(node) && out.receiver->effects)
        out.receiver = lower_reusable_place(l, out.receiver);
    uint32_t mark = lower_mark(l);
    lower_values(l, node, nodes, values);
    if (out.receiver && is_mutating(node)) {
        out.receiver = mutated_receiver(l, out.receiver, mark);
    } else if (out.receiver) {
        out.receiver = lower_keep(l, out.receiver, mark);
    }
    if (out.receiver) settle(l, &out, values, count);
    lower_move_here(l, mark, nodes, values, count, node->span);
    by_parameter(l, node, values, &out);
    return out;
}

static MirExpr *with_arguments(Lower *l, MirExpr *call, const Node *node, const Arguments *args) {
    if (args->receiver) lower_push_arg(l, call, args->receiver);
    for (uint32_t i = 0; i < args->values.len; i++) lower_push_arg(l, call, args->values.items[i]);
    if (node->type) call->type = node->type;
    if (call->type->kind == TYPE_NEVER) call->type = type_basic(l->types, VOID);
    call->u.call.throws |= node->u.call.throws;
    call->u.call.fallible |= call->u.call.throws;
    lower_use_type(l, call->type);
    return call;
}

// ---- calls in trees ----

static bool is_scalar(const Type *t) {
    return type_is_number(t) || t->kind == TYPE_DURATION || t->kind == TYPE_BOOL ||
           t->kind == TYPE_CBOOL || t->kind == TYPE_CENUM || type_is_c_pointer(type_strip(t));
}

static bool is_untouched(const void *context, uint32_t local) {
    const Lower *l = context;
    return !l->at.function->locals.items[local].by_address;
}

// Borrowed as it is: counting needs no temporary to keep it.
static bool is_light_argument(const Lower *l, const MirExpr *arg) {
    if (arg->kind == MIR_ADDRESS || arg->kind == MIR_DATA) return false;
    if (arg->kind == MIR_CONVERT) return is_light_argument(l, arg->u.convert.operand);
    if (arg->kind == MIR_CSTR) return mir_is_fixed(arg->u.operand, is_untouched, l);
    return !type_is_counted(arg->type) || mir_is_fixed(arg, is_untouched, l);
}

bool lower_is_light(const Lower *l, MirExpr *call) {
    bool plain_result = call->kind == MIR_CALL && !call->u.call.throws && is_scalar(call->type);
    if (!plain_result || call->u.call.calls_back) return false;
    MirCallKind kind = call->u.call.kind;
    bool plain =
        kind == MIR_CALL_FUNCTION || kind == MIR_CALL_VALUE || kind == MIR_CALL_C ||
        (kind == MIR_CALL_BUILTIN && builtin_result_shape(call->u.call.builtin) == RESULT_PLAIN);
    for (uint32_t i = 0; i < call->u.call.args.len; i++)
        plain &= is_light_argument(l, call->u.call.args.items[i]);
    call->light = plain;
    return plain;
}

// ---- methods that change an element ----

static bool is_in_element(const MirExpr *place) {
    while (place->kind == MIR_FIELD && !type_is_reference(place->u.field.base->type))
        place = place->u.field.base;
    return place->kind == MIR_ELEMENT &&
           !type_is_c_pointer(type_strip(place->u.element.base->type));
}

static MirStmt *eval(Lower *l, MirExpr *call) {
    MirStmt *s = mir_stmt(l->arena, MIR_EVAL, call->span);
    s->u.expr = call;
    return s;
}

// The element as a local of a scope around the call, with a deferred store back.
static MirExpr *call_in_scope(Lower *l, MirExpr *call, MirExpr *place) {
    MirExpr *result = NULL;
    if (call->type->kind != TYPE_VOID) {
        uint32_t temp = lower_local(l, MIR_TEMP_LOCAL, NULL, call->type, NULL);
        l->at.function->locals.items[temp].assigned = true;
        lower_emit(l, mir_let(l->arena, temp, NULL, call->span));
        result = mir_local(l->arena, l->at.function, temp, call->span);
    }
    MirBlock body = {0}, deferred = {0};
    LowerSaved saved = lower_open(l, &body);
    uint32_t local = lower_local(l, MIR_USER_LOCAL, NULL, place->type, NULL);
    lower_emit(l, mir_let(l->arena, local, mir_copy(l->arena, place), place->span));
    MirExpr *value = mir_local(l->arena, l->at.function, local, place->span);
    mir_push(l->arena, &deferred, mir_set(l->arena, place, value, place->span));
    MirStmt *defer = mir_stmt(l->arena, MIR_DEFER, place->span);
    defer->u.block = deferred;
    lower_emit(l, defer);
    call->u.call.args.items[0]->u.operand = value;
    MirStmt *store =
        result ? mir_set(l->arena, mir_copy(l->arena, result), call, call->span) : eval(l, call);
    if (result) store->u.set.init = true;
    lower_emit(l, store);
    lower_close(l, saved);
    lower_scope(l, body, call->span);
    return result;
}

// The callee may reach the array, and make it move or shrink: it changes a copy of the element,
// which is stored back after the call, also if that throws.
static MirExpr *call_on_element(Lower *l, MirExpr *call) {
    MirExpr *receiver = call->u.call.args.items[0], *result = NULL;
    MirExpr *place = lower_reusable_place(l, receiver->u.operand);
    receiver->can_panic = false;
    if (call->u.call.throws) {
        result = call_in_scope(l, call, place);
    } else {
        MirExpr *copy = lower_spill(l, mir_copy(l->arena, place));
        receiver->u.operand = copy;
        if (call->type->kind == TYPE_VOID) lower_emit(l, eval(l, call));
        else result = lower_spill(l, call);
        lower_emit(l, mir_set(l->arena, place, mir_copy(l->arena, copy), call->span));
    }
    return result ? result : mir_expr(l->arena, MIR_ZERO, type_basic(l->types, I64), call->span);
}

static MirExpr *method_call(Lower *l, MirExpr *call) {
    const MirExpr *receiver = call->u.call.args.len ? call->u.call.args.items[0] : NULL;
    bool on_element =
        receiver && receiver->kind == MIR_ADDRESS && is_in_element(receiver->u.operand);
    return on_element ? call_on_element(l, call) : call;
}

static MirExpr *lower_method(Lower *l, Node *node, MirExpr *receiver) {
    Arguments args = lower_arguments(l, node, node->u.call.receiver, receiver);
    MirExpr *call = lower_call_symbol(l, MIR_CALL_FUNCTION, node->u.call.symbol, node->span);
    return method_call(l, with_arguments(l, call, node, &args));
}

// A call of an accessor, or of an interface's field. `object` NULL: a static one.
static MirExpr *accessor_call(Lower *l, Symbol *symbol, MirExpr *object, Span span) {
    bool through = object && object->type->kind == TYPE_INTERFACE;
    MirExpr *call =
        lower_call_symbol(l, through ? MIR_CALL_INTERFACE : MIR_CALL_FUNCTION, symbol, span);
    if (object && lower_mutates(symbol)) object = mutated_receiver(l, object, lower_mark(l));
    if (object) lower_push_arg(l, call, object);
    return call;
}

MirExpr *lower_get(Lower *l, Symbol *symbol, const Type *type, MirExpr *object, Span span) {
    MirExpr *call = accessor_call(l, symbol, object, span);
    call->type = type;
    lower_use_type(l, type);
    return method_call(l, call);
}

MirExpr *lower_getter(Lower *l, Node *node, MirExpr *object) {
    return lower_get(l, node->u.member.symbol, node->type, object, node->span);
}

void lower_set(Lower *l, Symbol *symbol, MirExpr *object, MirExpr *value, Span span) {
    MirExpr *call = accessor_call(l, symbol, object, span);
    call->type = type_basic(l->types, VOID);
    lower_push_arg(l, call, value);
    MirExpr *result = method_call(l, call);
    if (result == call) lower_emit(l, eval(l, call));
}

// ---- kinds of calls ----

static MirExpr *lower_new(Lower *l, Node *node) {
    Arguments args = lower_arguments(l, node, NULL, NULL);
    Symbol *symbol = node->u.call.symbol;
    if (!symbol) symbol = lower_constructor(l, node->type->u.nominal);
    MirExpr *call = lower_call_symbol(l, MIR_CALL_FUNCTION, symbol, node->span);
    for (uint32_t i = 0; i < args.values.len; i++)
        if (lower_takes(symbol, i)) call->u.call.takes |= (uint64_t)1 << i;
    return with_arguments(l, call, node, &args);
}

// `receiver`: of `?.`, the function itself or the object that has it; NULL: to be evaluated.
static MirExpr *lower_value_call(Lower *l, Node *node, MirExpr *receiver) {
    if (receiver && !node->u.call.optional)
        receiver = lower_member_of(l, node->u.call.callee, receiver);
    Arguments args = lower_arguments(l, node, node->u.call.callee, receiver);
    bool c = type_strip(args.receiver->type)->kind == TYPE_CFN;
    MirExpr *call =
        mir_call(l->arena, c ? MIR_CALL_C_POINTER : MIR_CALL_VALUE, node->type, node->span);
    call->u.call.fallible = !c;
    with_arguments(l, call, node, &args);
    if (c) lower_calls_back(call, 1);
    return call;
}

static bool is_optional(const Node *node) {
    const Node *callee = node->u.call.callee;
    return node->u.call.optional ||
           (callee && callee->kind == NODE_MEMBER && callee->u.member.optional);
}

MirExpr *lower_call(Lower *l, Node *node, MirExpr *receiver) {
    if (!receiver && node->kind == NODE_CALL && is_optional(node)) return lower_optional(l, node);
    Arguments args;
    switch (node->u.call.call) {
    case CALL_CONSTRUCTOR: return lower_new(l, node);
    case CALL_VALUE: return lower_value_call(l, node, receiver);
    case CALL_FUNCTION:
        args = lower_arguments(l, node, NULL, NULL);
        return with_arguments(
            l, lower_call_symbol(l, MIR_CALL_FUNCTION, node->u.call.symbol, node->span), node,
            &args);
    case CALL_VARIANT:
        args = lower_arguments(l, node, NULL, NULL);
        return lower_variant(l, node->u.call.symbol, &args.values, node->span);
    case CALL_METHOD: return lower_method(l, node, receiver);
    case CALL_INTERFACE:
        args = lower_arguments(l, node, node->u.call.receiver, receiver);
        return with_arguments(
            l, lower_call_symbol(l, MIR_CALL_INTERFACE, node->u.call.symbol, node->span), node,
            &args);
    case CALL_BUILTIN:
        if (node->u.call.builtin == BUILTIN_ASSERT) return lower_assert(l, node);
        if (node->u.call.builtin == BUILTIN_TAKE) return lower_take(l, node);
        args = lower_arguments(l, node, node->u.call.receiver, receiver);
        if (args.receiver) {
            MirExprs all = {0};
            VEC_PUSH(l->arena, &all, args.receiver);
            for (uint32_t i = 0; i < args.values.len; i++)
                VEC_PUSH(l->arena, &all, args.values.items[i]);
            args.values = all;
        }
        return lower_builtin(l, node, args.values);
    case CALL_C:
        args = lower_arguments(l, node, NULL, NULL);
        return lower_c_call(l, node, args.values);
    case CALL_UNRESOLVED: break;
    }
    unreachable("an unresolved call");
}
