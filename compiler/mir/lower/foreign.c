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
    if (buffer->kind == TYPE_CARRAY) type_c_layout(buffer->u.carray.elem, &size, &align);
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

MirExpr *lower_c_call(Lower *l, Node *node, MirExprs args) {
    Symbol *symbol = node->u.call.symbol;
    for (uint32_t i = 0; i < node->u.call.pair_count; i++) {
        LengthPair pair = by_parameter(node, node->u.call.pairs[i]);
        check_length(l, node, &pair, args);
    }
    lower_boxes(l, node, args);
    lower_use_c(l, symbol);
    const Type *result = node->type->kind == TYPE_NEVER ? type_basic(l->types, VOID) : node->type;
    MirExpr *call = mir_call(l->arena, MIR_CALL_C, result, node->span);
    call->u.call.symbol = symbol;
    call->u.call.throws = node->u.call.throws;
    for (uint32_t i = 0; i < args.len; i++) lower_push_arg(l, call, args.items[i]);
    if (symbol->flags & SYMBOL_CALLS_BACK) call->u.call.calls_back = call->effects = true;
    lower_calls_back(call, 0);
    lower_use_type(l, result);
    return call;
}
