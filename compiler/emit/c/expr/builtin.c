// Calls of builtins. How a row of builtin.def becomes C is read off its signature: a value of the
// types T, K and V goes by pointer, and comes through one; what can panic is given the place.
#include <string.h>

#include "emit/c/body/body.h"

// The type whose name stands for the `$` in a runtime function's name.
static const Type *number_type(const MirExpr *call) {
    bool of_value = builtin_has_receiver(call->u.call.builtin);
    return type_strip(of_value ? call->u.call.args.items[0]->type : call->type);
}

// The runtime's name without the mark of what can panic.
static const char *runtime_name(Body *b, const MirExpr *call, bool *panics) {
    const char *name = builtin_get(call->u.call.builtin)->runtime;
    size_t len = strcspn(name, "!"), start = strcspn(name, "$");
    *panics = name[len] == '!';
    if (start >= len) return arena_text(b->u->arena, name, len);
    const char *number = name_of_number(number_type(call));
    return arena_printf(b->u->arena, "%.*s%s%.*s", (int)start, name, number, (int)(len - start - 1),
                        name + start + 1);
}

static void put_runtime(Body *b, const MirExpr *call, const char *out) {
    const Builtin *row = builtin_get(call->u.call.builtin);
    bool panics;
    text_printf(b->out, "%s(", runtime_name(b, call, &panics));
    const MirExprs *args = &call->u.call.args;
    uint32_t params = builtin_has_receiver(row->id) ? 1 : 0;
    for (uint32_t i = 0; i < args->len; i++) {
        if (i) text_put(b->out, ", ");
        if (i >= params && builtin_takes_pointer(row->id, i - params))
            put_pointer_to(b, args->items[i]);
        else put_expr(b, args->items[i], LEVEL_CONDITIONAL);
    }
    if (out) text_printf(b->out, "%s%s", args->len ? ", " : "", out);
    if (panics) {
        text_put(b->out, args->len || out ? ", " : "");
        put_at(b, call->span);
    }
    text_put(b->out, ")");
}

// ---- through an out pointer, and as statements ----

bool builtin_has_prelude(const MirExpr *call) {
    return call->u.call.builtin == BUILTIN_ARRAY_PUSH ||
           builtin_result_shape(call->u.call.builtin) != RESULT_PLAIN;
}

// The runtime's function for it is a call and a copy by size; this is a store.
static const char *put_push(Body *b, const MirExpr *call) {
    const MirExpr *array = call->u.call.args.items[0], *item = call->u.call.args.items[1];
    const Type *elem = array->type->u.elem;
    require_type(b->u, elem);
    text_printf(b->out, "SEAM_ARRAY_PUSH(%s, ", type_c(b->u, elem));
    put_expr(b, array, LEVEL_CONDITIONAL);
    text_put(b->out, ", ");
    const char *value = expr_text(b, item, LEVEL_CONDITIONAL);
    // The commas of a compound literal would part a macro's argument.
    text_printf(b->out, strchr(value, '{') ? "(%s), " : "%s, ", value);
    put_at(b, call->span);
    text_put(b->out, ");\n");
    return "";
}

// What T, K and V are: the value type of a map, else the item type. NULL: not what the result is.
static const Type *item_type(const MirExpr *call) {
    if (!builtin_has_receiver(call->u.call.builtin)) return NULL;
    const Type *receiver = call->u.call.args.items[0]->type;
    if (receiver->kind == TYPE_MAP) return receiver->u.map.value;
    return receiver->kind == TYPE_ARRAY || receiver->kind == TYPE_VIEW ? receiver->u.elem : NULL;
}

const char *put_builtin_prelude(Body *b, const MirExpr *call) {
    if (call->u.call.builtin == BUILTIN_ARRAY_PUSH) return put_push(b, call);
    const Builtin *row = builtin_get(call->u.call.builtin);
    const char *result = new_result(b, "r");
    require_type(b->u, call->type);
    const char *declared = declare_c(b->u, call->type, result);
    bool option =
        builtin_result_shape(row->id) == RESULT_OPTIONAL_OUT && !is_null_option(call->type);
    bool nested = item_type(call) == call->type; // T?? is T?
    const char *empty = option                                        ? " = {0}"
                        : builtin_result_shape(row->id) == RESULT_OUT ? ""
                                                                      : " = NULL";
    text_printf(b->out, "%s%s;\n", declared, empty);
    size_t start = b->out->len;
    uint32_t lines = b->out->lines;
    if (option && !nested) text_printf(b->out, "%s.has = ", result);
    put_runtime(b, call, arena_printf(b->u->arena, option && !nested ? "&%s.v" : "&%s", result));
    text_put(b->out, ";\n");
    join_lines(b, start, lines);
    return result;
}

// What throws gives its error through a last pointer.
const char *put_failing_builtin(Body *b, const MirExpr *call) {
    const char *error = new_temp(b, "e"), *result = "";
    text_printf(b->out, "SeamObject *%s = NULL;\n", error);
    put_line(b, b->last); // where a trace comes through it
    if (call->type->kind != TYPE_VOID) {
        result = new_temp(b, "r");
        require_type(b->u, call->type);
        text_printf(b->out, "%s = ", declare_c(b->u, call->type, result));
    }
    put_runtime(b, call, arena_printf(b->u->arena, "&%s", error));
    text_put(b->out, ";\n");
    put_failure(b, call, error);
    return result;
}

void put_builtin(Body *b, const MirExpr *call) { put_runtime(b, call, NULL); }
