// Calls into C: addresses, length pairs, callbacks.
#include <string.h>

#include "mir/lower/lower.h"

// ---- &place ----

MirExpr *lower_address(Lower *l, Node *node) {
    MirExpr *place = lower_expr(l, node->u.wrap.operand);
    uint32_t root = mir_root(place);
    if (root != UINT32_MAX) l->at.function->locals.items[root].address_taken = true;
    lower_use_type(l, node->type);
    if (place->type->kind == TYPE_CARRAY) return mir_of(l->arena, MIR_DATA, node->type, place);
    return mir_of(l->arena, MIR_ADDRESS, node->type, place);
}

// ---- lengths ----

static const MirExpr *buffer_of(const MirExpr *arg) {
    while (arg->kind == MIR_CONVERT || arg->kind == MIR_SOME)
        arg = arg->kind == MIR_CONVERT ? arg->u.convert.operand : arg->u.operand;
    return arg->kind == MIR_DATA || arg->kind == MIR_CSTR ? arg : NULL;
}

static uint64_t element_size(const Type *buffer) {
    uint64_t size = 1;
    uint32_t align;
    if (buffer->kind == TYPE_ARRAY || buffer->kind == TYPE_VIEW)
        type_c_layout(buffer->u.elem, &size, &align);
    return size;
}

// Bytes of the buffer behind a MIR_DATA.
static MirExpr *buffer_size(Lower *l, MirExpr *buffer) {
    const Type *int_type = type_basic(l->types, I64);
    MirExpr *length = mir_of(l->arena, MIR_LENGTH, int_type, buffer);
    uint64_t size = element_size(buffer->type);
    if (size == 1) return length;
    MirExpr *bytes = mir_binary(l->arena, MIR_BINARY, TOKEN_STAR, int_type, length,
                                mir_int(l->arena, int_type, (int64_t)size, buffer->span));
    bytes->unchecked = true; // what is allocated has a size
    bytes->can_panic = length->can_panic;
    return bytes;
}

static MirExpr *as_int(Lower *l, MirExpr *value) {
    const Type *int_type = type_basic(l->types, I64);
    if (value->type == int_type) return value;
    return mir_convert(l->arena, CONVERT_C_RANGE, int_type, value, value->span);
}

static MirExpr **slot_of(MirExpr *arg) { // the operand of DATA or CSTR below conversions
    MirExpr *e = (MirExpr *)(uintptr_t)buffer_of(arg);
    return e ? &e->u.operand : NULL;
}

static void check_length(Lower *l, const Node *node, const LengthPair *pair, MirExprs args) {
    MirExpr **buffer = slot_of(args.items[pair->buffer]);
    MirExpr *length = args.items[pair->length];
    if (!buffer) return; // null, or a pointer that C gave
    *buffer = lower_reusable(l, *buffer);
    if (pair->by_pointer) {
        if (length->kind != MIR_ADDRESS) return;
        length = length->u.operand;
    } else {
        length = args.items[pair->length] = lower_reusable(l, length);
    }
    MirExpr *check =
        mir_call(l->arena, MIR_CALL_CHECK_LENGTH, type_basic(l->types, VOID), node->span);
    const Type *int_type = type_basic(l->types, I64);
    MirExpr *unit = mir_int(l->arena, int_type, pair->unit ? pair->unit : 1, node->span);
    lower_push_arg(l, check, as_int(l, length));
    lower_push_arg(l, check, unit);
    lower_push_arg(l, check, buffer_size(l, *buffer));
    MirStmt *s = mir_stmt(l->arena, MIR_EVAL, node->span);
    s->u.expr = check;
    lower_emit(l, s);
}

// The pair counts the call's arguments as written; `args` is by parameter.
static LengthPair by_parameter(const Node *node, LengthPair pair) {
    pair.buffer = node->u.call.args.items[pair.buffer]->u.arg.param;
    pair.length = node->u.call.args.items[pair.length]->u.arg.param;
    return pair;
}

MirExpr *lower_c_call(Lower *l, Node *node, MirExprs args) {
    Symbol *symbol = node->u.call.symbol;
    for (uint32_t i = 0; i < node->u.call.pair_count; i++) {
        LengthPair pair = by_parameter(node, node->u.call.pairs[i]);
        check_length(l, node, &pair, args);
    }
    lower_use_c(l, symbol);
    const Type *result = node->type->kind == TYPE_NEVER ? type_basic(l->types, VOID) : node->type;
    MirExpr *call = mir_call(l->arena, MIR_CALL_C, result, node->span);
    call->u.call.symbol = symbol;
    call->u.call.throws = node->u.call.throws;
    for (uint32_t i = 0; i < args.len; i++) lower_push_arg(l, call, args.items[i]);
    lower_calls_back(call, 0);
    lower_use_type(l, result);
    return call;
}

// ---- callbacks ----

// A function that may be Seam's own.
static bool is_passed_function(const MirExpr *arg) {
    while (arg->kind == MIR_CONVERT || arg->kind == MIR_SOME)
        arg = arg->kind == MIR_CONVERT ? arg->u.convert.operand : arg->u.operand;
    if (arg->kind == MIR_FUNCTION) return !arg->u.symbol->c;
    return arg->kind != MIR_NULL && type_strip(arg->type)->kind == TYPE_CFN;
}

void lower_calls_back(MirExpr *call, uint32_t first) {
    for (uint32_t i = first; i < call->u.call.args.len; i++)
        call->u.call.calls_back |= is_passed_function(call->u.call.args.items[i]);
    if (call->u.call.calls_back) call->effects = true;
}

static MirExpr *function_address(Lower *l, Symbol *symbol, const Type *type, Span span) {
    MirExpr *e = mir_expr(l->arena, MIR_FUNCTION, type, span);
    e->u.symbol = symbol;
    lower_use_function(l, symbol);
    return e;
}

// C gives a value of its type where the function wants its own.
static MirExpr *from_c(Lower *l, MirExpr *value, const Type *wanted) {
    const Type *given = value->type;
    if (given == wanted) return value;
    if (type_is_number(given) && type_is_number(wanted))
        return mir_convert(l->arena, CONVERT_C_RANGE, wanted, value, value->span);
    bool nullable = given->kind == TYPE_UNSURE || given->kind == TYPE_OPTION;
    if (nullable && wanted->kind != TYPE_OPTION && wanted->kind != TYPE_UNSURE)
        value = mir_of(l->arena, MIR_PAYLOAD, given->u.elem, value);
    return mir_convert(l->arena, CONVERT_POINTER, wanted, value, value->span);
}

// Of the function's parameter `i`, the one among C's: it lacks the user data, if C has that before
// it.
static uint32_t c_param_of(uint32_t i, uint32_t user_data) {
    return user_data > 0 && i >= user_data - 1 ? i + 1 : i;
}

static void declare_c_params(Lower *l, const FunctionType *c, const FunctionType *own,
                             uint32_t user_data) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < c->param_count; i++) {
        bool is_own = next < own->param_count && c_param_of(next, user_data) == i;
        lower_param(l, NULL, is_own ? own->params[next++].name : NULL, c->params[i].type);
    }
}

static void call_through(Lower *l, Symbol *symbol, const FunctionType *c, uint32_t user_data) {
    const FunctionType *own = symbol->type->u.function;
    Span span = symbol->span;
    MirExpr *call = lower_call_symbol(l, MIR_CALL_FUNCTION, symbol, span);
    for (uint32_t i = 0; i < own->param_count; i++) {
        MirExpr *param = mir_local(l->arena, l->at.function, c_param_of(i, user_data), span);
        MirExpr *value = from_c(l, param, own->params[i].type);
        if (value->can_panic) value = lower_spill(l, value);
        lower_push_arg(l, call, value);
    }
    bool returns = c->result->kind != TYPE_VOID;
    MirStmt *s = mir_stmt(l->arena, returns ? MIR_RETURN : MIR_EVAL, span);
    s->u.expr = call;
    if (returns && call->type != c->result) s->u.expr = from_c(l, lower_spill(l, call), c->result);
    lower_emit(l, s);
}

static Symbol *callback_symbol(Lower *l, const Symbol *of, const char *c_name, const Type *type) {
    Symbol *symbol = symbol_new(l->arena, SYMBOL_FUNCTION, of->name, of->span);
    symbol->c_name = c_name;
    symbol->type = type;
    symbol->module = l->module;
    return symbol;
}

// A function of C's signature that calls ours, and stops what comes out of it: made once for each
// pair of them. `user_data` is as in NODE_CONVERT.
static MirFunction *adapter(Lower *l, Symbol *symbol, const Type *c_type, uint32_t user_data) {
    const char *c_name = arena_printf(l->arena, "%s__callback_%u", symbol->c_name, c_type->id);
    if (user_data) c_name = arena_printf(l->arena, "%s_%u", c_name, user_data);
    for (uint32_t i = 0; i < l->out->functions.len; i++) {
        MirFunction *f = l->out->functions.items[i];
        if (f->is_callback && f->callback_of == symbol && strcmp(f->c_name, c_name) == 0) return f;
    }
    const FunctionType *c = c_type->u.function;
    MirFunction *f = lower_function_new(l, c_name, c, symbol->span);
    f->symbol = callback_symbol(l, symbol, c_name, c_type);
    f->is_callback = true;
    f->callback_of = symbol;
    f->callback_type = c_type;
    f->throws = symbol->type->u.function->throws;
    LowerState saved = lower_enter(l, f);
    declare_c_params(l, c, symbol->type->u.function, user_data);
    MirBlock body = {0};
    LowerSaved outer = lower_open(l, &body);
    call_through(l, symbol, c, user_data);
    lower_end(l, 0);
    lower_close(l, outer);
    lower_scope(l, body, symbol->span);
    lower_leave(l, saved);
    return f;
}

static Symbol *lambda_symbol(Lower *l, Node *node) {
    Symbol *symbol = node->u.lambda.symbol;
    for (uint32_t i = 0; i < l->out->functions.len; i++)
        if (l->out->functions.items[i]->symbol == symbol) return symbol; // of a default argument
    if (!symbol->c_name)
        symbol->c_name =
            arena_printf(l->arena, "%slambda_%u", l->module->c_prefix, ++l->lambda_count);
    MirFunction *f = lower_function_new(l, symbol->c_name, symbol->type->u.function, node->span);
    f->symbol = symbol;
    LowerState saved = lower_enter(l, f);
    lower_body(l, f, node);
    lower_leave(l, saved);
    return symbol;
}

MirExpr *lower_callback(Lower *l, Node *convert) {
    Node *function = convert->u.convert.operand;
    const Type *type = convert->type;
    uint32_t user_data = convert->u.convert.user_data;
    while (function->kind == NODE_PAREN) function = function->u.wrap.operand;
    const Type *c_type = type_strip(type);
    lower_use_type(l, c_type);
    Symbol *symbol = NULL;
    if (function->kind == NODE_LAMBDA) symbol = lambda_symbol(l, function);
    else if (function->kind == NODE_NAME) symbol = function->u.name.symbol;
    else if (function->kind == NODE_MEMBER) symbol = function->u.member.symbol;
    if (!symbol || symbol->type->kind != TYPE_FUNCTION) return lower_expr(l, function);
    if (!symbol->c) symbol = adapter(l, symbol, c_type, user_data)->symbol;
    return function_address(l, symbol, type, function->span);
}
