// Builtins: those with a runtime function become calls of it, the others operations of MIR.
#include <float.h>
#include <math.h>
#include <string.h>

#include "mir/lower/lower.h"
#include "mir/reach.h"

static bool has_runtime(uint32_t id) { return builtin_get((BuiltinId)id)->runtime[0] != 0; }

// ---- statements in the form of calls ----

static MirExpr *special_call(Lower *l, MirCallKind kind, const Node *node, MirExprs args) {
    MirExpr *call = mir_call(l->arena, kind, type_basic(l->types, VOID), node->span);
    for (uint32_t i = 0; i < args.len; i++) lower_push_arg(l, call, args.items[i]);
    return call;
}

// print's arguments come as a rest parameter: an array literal that is taken apart again.
static MirExpr *print_call(Lower *l, MirCallKind kind, const Node *node, MirExprs args) {
    if (args.len == 1 && args.items[0]->kind == MIR_ARRAY) args = args.items[0]->u.aggregate.items;
    lower_before_text(l, args.items, args.len);
    return special_call(l, kind, node, args);
}

// ---- operations ----

static MirExpr *length(Lower *l, MirExpr *of) {
    return mir_of(l->arena, MIR_LENGTH, type_basic(l->types, I64), of);
}

static MirExpr *is_empty(Lower *l, MirExpr *of) {
    MirExpr *zero = mir_int(l->arena, type_basic(l->types, I64), 0, of->span);
    return mir_binary(l->arena, MIR_BINARY, TOKEN_EQ, type_basic(l->types, BOOL), length(l, of),
                      zero);
}

static MirExpr *to_text(Lower *l, MirExpr *value) {
    MirExpr *e = mir_expr(l->arena, MIR_TEMPLATE, type_basic(l->types, STRING), value->span);
    e->u.template_.parts = ARENA_NEW(l->arena, MirTemplatePart);
    e->u.template_.parts[0].value = value;
    e->u.template_.count = 1;
    e->can_panic = value->can_panic;
    e->effects = value->effects || reaches_text(value->type);
    return e;
}

static MirExpr *name_of_enum(Lower *l, MirExpr *value) {
    MirExpr *e = to_text(l, value);
    e->u.template_.parts[0].by_name = true;
    e->effects = value->effects;
    return e;
}

static MirExpr *is_nan(Lower *l, MirExpr *value) {
    value = lower_reusable(l, value);
    return mir_binary(l->arena, MIR_BINARY, TOKEN_NE, type_basic(l->types, BOOL), value, value);
}

static MirExpr *float_constant(Lower *l, const Node *node, double value) {
    MirExpr *e = mir_expr(l->arena, MIR_FLOAT, node->type, node->span);
    e->u.number = value;
    return e;
}

static MirExpr *math_constant(Lower *l, const Node *node, uint32_t id) {
    static const double values[] = {M_PI,    2 * M_PI, M_E,     M_LN2,    M_LN10,
                                    M_LOG2E, M_LOG10E, M_SQRT2, M_SQRT1_2};
    return float_constant(l, node, values[id - BUILTIN_MATH_PI]);
}

// i64.max, f64.epsilon: of the expression's own type.
static MirExpr *number_limit(Lower *l, const Node *node, uint32_t id) {
    bool narrow = type_bits(node->type) == 32;
    int64_t min;
    uint64_t max;
    if (id == BUILTIN_FLOAT_TYPE_EPSILON)
        return float_constant(l, node, narrow ? (double)FLT_EPSILON : DBL_EPSILON);
    if (id == BUILTIN_FLOAT_TYPE_INFINITY) return float_constant(l, node, (double)INFINITY);
    if (id == BUILTIN_FLOAT_TYPE_NAN) return float_constant(l, node, (double)NAN);
    if (!type_int_range(node->type, &min, &max)) {
        double most = narrow ? (double)FLT_MAX : DBL_MAX;
        return float_constant(l, node, id == BUILTIN_FLOAT_TYPE_MIN ? -most : most);
    }
    return mir_int(l->arena, node->type, id == BUILTIN_INT_TYPE_MIN ? min : (int64_t)max,
                   node->span);
}

MirExpr *lower_as_error(Lower *l, MirExpr *value) {
    const Type *error = l->types->error_interface;
    return value->type->kind == TYPE_INTERFACE ? value
                                               : mir_of(l->arena, MIR_INTERFACE, error, value);
}

MirExpr *lower_builtin_property(Lower *l, Node *node, MirExpr *object) {
    uint32_t id = node->u.member.builtin;
    BuiltinReceiver on = builtin_get(id)->receiver;
    if (on == ON_MATH) return math_constant(l, node, id);
    if (on == ON_INT_TYPE || on == ON_FLOAT_TYPE) return number_limit(l, node, id);
    if (id == BUILTIN_STRING_IS_EMPTY || id == BUILTIN_ARRAY_IS_EMPTY ||
        id == BUILTIN_BYTES_IS_EMPTY || id == BUILTIN_SET_IS_EMPTY || id == BUILTIN_MAP_IS_EMPTY)
        return is_empty(l, object);
    if (id == BUILTIN_FLOAT_IS_NAN) return is_nan(l, object);
    if (id == BUILTIN_ENUM_NAME) return name_of_enum(l, object);
    if (!has_runtime(id)) return length(l, object);
    MirExpr *call = mir_call(l->arena, MIR_CALL_BUILTIN, node->type, node->span);
    call->u.call.builtin = id;
    if (on == ON_ERROR) object = lower_as_error(l, object);
    if (object) lower_push_arg(l, call, object);
    lower_use_type(l, call->type);
    return call;
}

static bool can_panic(uint32_t id, const Type *result) {
    if (id == BUILTIN_ABS || id == BUILTIN_MATH_ABS) return type_is_integer(result);
    return strchr(builtin_get(id)->runtime, '!') != NULL;
}

// sqrt, abs and the like may stand inside a tree.
static MirExpr *pure_call(Lower *l, const Node *node, MirExprs args) {
    MirExpr *call = mir_call(l->arena, MIR_CALL_BUILTIN, node->type, node->span);
    call->u.call.builtin = node->u.call.builtin;
    call->can_panic = can_panic(call->u.call.builtin, node->type);
    call->effects = false;
    call->light = true;
    for (uint32_t i = 0; i < args.len; i++) {
        lower_push_arg(l, call, args.items[i]);
        call->can_panic |= args.items[i]->can_panic;
        call->effects |= args.items[i]->effects;
    }
    return call;
}

static MirExpr *runtime_call(Lower *l, const Node *node, MirExprs args) {
    MirExpr *call = mir_call(l->arena, MIR_CALL_BUILTIN, node->type, node->span);
    call->u.call.builtin = node->u.call.builtin;
    call->u.call.throws = node->u.call.throws;
    if (node->type->kind == TYPE_NEVER) call->type = type_basic(l->types, VOID);
    for (uint32_t i = 0; i < args.len; i++) lower_push_arg(l, call, args.items[i]);
    if (call->u.call.builtin == BUILTIN_ARRAY_PUSH) call->u.call.takes = 1 << 1; // the item
    lower_use_type(l, call->type);
    return call;
}

MirExpr *lower_builtin(Lower *l, Node *node, MirExprs args) {
    uint32_t id = node->u.call.builtin;
    if (id == BUILTIN_PRINT || id == BUILTIN_CONSOLE_LOG)
        return print_call(l, MIR_CALL_PRINT, node, args);
    if (id == BUILTIN_CONSOLE_ERROR) return print_call(l, MIR_CALL_PRINT_ERROR, node, args);
    if (id == BUILTIN_PANIC) return special_call(l, MIR_CALL_PANIC, node, args);
    if (id == BUILTIN_ENUM_TYPE_VALUES) return lower_enum_values(l, node->type, node->span);
    bool decimal = id == BUILTIN_INT_TO_STRING && args.items[1]->kind == MIR_INT &&
                   args.items[1]->u.integer == 10;
    if (decimal || id == BUILTIN_FLOAT_TO_STRING || id == BUILTIN_BOOL_TO_STRING ||
        id == BUILTIN_DURATION_TO_STRING)
        return to_text(l, args.items[0]);
    if (id == BUILTIN_STRING_CSTRING) return mir_of(l->arena, MIR_CSTR, node->type, args.items[0]);
    if (id == BUILTIN_CSTRING_FROM)
        return mir_convert(l->arena, CONVERT_POINTER, node->type, args.items[0], node->span);
    return builtin_get(id)->effect == EFFECT_PURE ? pure_call(l, node, args)
                                                  : runtime_call(l, node, args);
}
