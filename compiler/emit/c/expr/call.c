// Calls. A call into C is C's own call, with at most casts between pointers of the same
// representation; whatever may fail is tested in the next statement.
#include <assert.h>
#include <string.h>

#include "emit/c/body/body.h"
#include "types/slot.h"

// ---- arguments ----

// C would pass a literal as an int where the callee reads 64 bits.
static void put_variadic_arg(Body *b, const MirExpr *e) {
    bool plain = (e->kind == MIR_LOCAL && !b->folded[e->u.local]) || e->kind == MIR_FIELD ||
                 !type_is_integer(e->type);
    if (!plain && type_bits(e->type) == 64) {
        text_printf(b->out, "(%s)", type_c(b->u, e->type));
        put_expr(b, e, LEVEL_UNARY);
    } else {
        put_expr(b, e, LEVEL_CONDITIONAL);
    }
}

// A pointer that C's type system tells from the parameter's, though Seam's does not.
static bool needs_cast(Unit *u, const Type *from, const Type *to) {
    if (!type_is_c_pointer(type_strip(to)) || !type_is_c_pointer(type_strip(from))) return false;
    const Type *t = type_strip(to);
    if (t->kind == TYPE_CVOIDPTR && t->u.pointer.is_const) return false;
    if (t->kind == TYPE_CVOIDPTR && !strstr(type_c(u, from), "const")) return false;
    return strcmp(type_c(u, from), type_c(u, to)) != 0;
}

static void put_arg(Body *b, const MirExpr *e, const Type *param) {
    if (param && e->kind != MIR_NULL && needs_cast(b->u, e->type, param)) {
        text_printf(b->out, "(%s)", type_c(b->u, param));
        put_expr(b, e, LEVEL_UNARY);
    } else {
        put_expr(b, e, LEVEL_CONDITIONAL);
    }
}

// The arguments from `first` on, in parentheses' inside. `f` NULL: as they are.
static void put_args(Body *b, const MirExpr *call, uint32_t first, const FunctionType *f) {
    for (uint32_t i = first; i < call->u.call.args.len; i++) {
        const MirExpr *arg = call->u.call.args.items[i];
        if (i > first) text_put(b->out, ", ");
        uint32_t param = i - first;
        if (f && param < f->param_count) put_arg(b, arg, f->params[param].type);
        else if (f && f->variadic) put_variadic_arg(b, arg);
        else put_expr(b, arg, LEVEL_CONDITIONAL);
    }
}

// ---- through pointers ----

// `R (*)(self, A, B, env)`: the type of the code behind an interface's slot or a function value.
static const char *code_type(Body *b, const MirExpr *call, bool self_first) {
    const Type *type = self_first ? call->u.call.symbol->type : call->u.call.args.items[0]->type;
    const FunctionType *f = type->kind == TYPE_FUNCTION ? type->u.function : NULL;
    Text list;
    text_init(&list, b->u->arena);
    if (self_first) text_put(&list, "SeamObjectRef *");
    for (uint32_t i = 1; i < call->u.call.args.len; i++) {
        const Type *given = call->u.call.args.items[i]->type;
        bool known = f && i - 1 < f->param_count && f->params[i - 1].type->kind != TYPE_PARAM;
        text_printf(&list, "%s%s", list.len ? ", " : "",
                    type_c(b->u, known ? f->params[i - 1].type : given));
    }
    if (!self_first) text_printf(&list, "%sSeamObjectRef *", list.len ? ", " : "");
    const char *result = result_type(b->u, call->type, call->u.call.fallible);
    return arena_printf(b->u->arena, "%s (*)(%s)", result, list.chars);
}

static void put_interface_call(Body *b, const MirExpr *call) {
    const MirExpr *self = call->u.call.args.items[0];
    text_printf(b->out, "((%s)", code_type(b, call, true));
    put_expr(b, self, LEVEL_POSTFIX);
    text_printf(b->out, ".table[%u])(", mir_called_slot(call));
    put_expr(b, self, LEVEL_POSTFIX);
    text_put(b->out, call->u.call.args.len > 1 ? ".object, " : ".object");
    put_args(b, call, 1, NULL);
    text_put(b->out, ")");
}

static void put_value_call(Body *b, const MirExpr *call) {
    const MirExpr *f = call->u.call.args.items[0];
    if (f->kind == MIR_SELF) {
        text_printf(b->out, "%s(", f->u.symbol->c_name);
        put_args(b, call, 1, NULL);
        text_printf(b->out, "%s%s)", call->u.call.args.len > 1 ? ", " : "",
                    b->f->locals.items[b->f->param_count - 1].c_name);
        return;
    }
    text_printf(b->out, "((%s)", code_type(b, call, false));
    put_expr(b, f, LEVEL_POSTFIX);
    text_put(b->out, ".code)(");
    put_args(b, call, 1, NULL);
    text_put(b->out, call->u.call.args.len > 1 ? ", " : "");
    put_expr(b, f, LEVEL_POSTFIX);
    text_put(b->out, ".env)");
}

// ---- by name ----

// `new Error(message, cause)`: of the cause, an `Error?`, the object.
static void put_error_args(Body *b, const MirExpr *call) {
    const MirExpr *cause = call->u.call.args.items[1];
    put_expr(b, call->u.call.args.items[0], LEVEL_CONDITIONAL);
    if (cause->kind == MIR_SOME) cause = cause->u.operand;
    text_put(b->out, ", ");
    if (cause->kind == MIR_NULL) {
        text_put(b->out, "NULL");
        return;
    }
    put_expr(b, cause, LEVEL_POSTFIX);
    text_put(b->out, cause->type->kind == TYPE_OPTION ? ".v.object" : ".object");
}

static void put_function_call(Body *b, const MirExpr *call, Level least) {
    if (!is_unvalued(call->type)) require_type(b->u, call->type); // it may stand inside of a tree
    Symbol *symbol = call->u.call.symbol;
    bool of_runtime = !symbol->module; // `new Error(..)`
    if (!of_runtime) declare_function(b->u, call);
    bool parens = of_runtime && least > LEVEL_UNARY;
    if (of_runtime) text_printf(b->out, "%s(%s)", parens ? "(" : "", type_c(b->u, call->type));
    text_printf(b->out, "%s(", symbol->c_name);
    if (of_runtime) put_error_args(b, call);
    else put_args(b, call, 0, NULL);
    text_put(b->out, parens ? "))" : ")");
}

static void put_c_call(Body *b, const MirExpr *call) {
    Symbol *symbol = call->u.call.symbol;
    require_type(b->u, call->type);
    if (c_is_typed_by_call(symbol)) {
        declare_c_macro(b->u, call);
        text_printf(b->out, "%s(", macro_wrapper_name(b->u->arena, call));
        put_args(b, call, 0, NULL);
    } else {
        declare_c_function(b->u, symbol);
        text_printf(b->out, "%s(", c_function_name(b->u, symbol));
        put_args(b, call, 0, symbol->type->u.function);
    }
    text_put(b->out, ")");
}

static void put_c_pointer_call(Body *b, const MirExpr *call) {
    const MirExpr *callee = call->u.call.args.items[0];
    require_type(b->u, call->type);
    put_expr(b, callee, LEVEL_POSTFIX);
    text_put(b->out, "(");
    put_args(b, call, 1, type_strip(callee->type)->u.function);
    text_put(b->out, ")");
}

// A function of the runtime that is given the arguments and the place.
static void put_runtime_call(Body *b, const MirExpr *call, const char *name) {
    text_printf(b->out, "%s(", name);
    put_args(b, call, 0, NULL);
    text_put(b->out, ", ");
    put_at(b, call->span);
    text_put(b->out, ")");
}

static bool is_interface_option(const Type *t) {
    return t->kind == TYPE_OPTION && t->u.elem->kind == TYPE_INTERFACE;
}

static void put_weak_of(Body *b, const MirExpr *object) {
    bool wide = is_interface_option(object->type);
    text_put(b->out, wide ? "seam_weak_of(" : "seam_weak_of((SeamObject *)");
    put_expr(b, object, wide ? LEVEL_POSTFIX : LEVEL_UNARY);
    text_put(b->out, wide ? ".v.object)" : ")"); // which is empty in null
}

static void put_weak_get(Body *b, const MirExpr *call) {
    const MirExpr *weak = call->u.call.args.items[0];
    bool wide = is_interface_option(call->type);
    require_type(b->u, call->type);
    text_put(b->out, wide ? "({ SeamInterface seam_v = seam_weak_interface(" : "seam_weak_get(");
    put_expr(b, weak, LEVEL_CONDITIONAL);
    if (wide)
        text_printf(b->out, ", %s); (%s){seam_v.object != NULL, seam_v}; })",
                    descriptor(b->u, call->type->u.elem), type_c(b->u, call->type));
    else text_put(b->out, ")");
}

static void put_call_kind(Body *b, const MirExpr *call, Level least) {
    switch (call->u.call.kind) {
    case MIR_CALL_FUNCTION: put_function_call(b, call, least); return;
    case MIR_CALL_INTERFACE: put_interface_call(b, call); return;
    case MIR_CALL_VALUE: put_value_call(b, call); return;
    case MIR_CALL_BUILTIN: put_builtin(b, call); return;
    case MIR_CALL_C: put_c_call(b, call); return;
    case MIR_CALL_C_POINTER: put_c_pointer_call(b, call); return;
    case MIR_CALL_PANIC: put_runtime_call(b, call, "seam_panic_str"); return;
    case MIR_CALL_CHECK_LENGTH: put_runtime_call(b, call, "seam_check_length"); return;
    case MIR_CALL_APPEND:
        text_put(b->out, "seam_string_append(");
        put_pointer_to(b, call->u.call.args.items[0]);
        text_put(b->out, ", ");
        put_args(b, call, 1, NULL);
        text_put(b->out, ")");
        return;
    case MIR_CALL_WEAK_OF: put_weak_of(b, call->u.call.args.items[0]); return;
    case MIR_CALL_WEAK_GET: put_weak_get(b, call); return;
    case MIR_CALL_CLOSURE: put_closure_pointer(b, call, least); return;
    case MIR_CALL_BOX: put_box(b, call); return;
    case MIR_CALL_UNBOX: put_unbox(b, call); return;
    case MIR_CALL_UNBOXER: put_unboxer(b, call, least); return;
    case MIR_CALL_CONSTRUCTED:
        text_put(b->out, "seam_object_constructed(");
        put_args(b, call, 0, NULL);
        text_put(b->out, ")");
        return;
    case MIR_CALL_PRINT:
    case MIR_CALL_PRINT_ERROR: put_print(b, call); return;
    case MIR_CALL_ASSERT: unreachable("a statement inside an expression"); // put_prelude makes it
    case MIR_CALL_FINALIZE: unreachable("the runtime calls finalizers");
    }
}

// Of a call that cannot fail through a function that can, the value alone.
void put_call(Body *b, const MirExpr *call, Level least) {
    bool sure = call->u.call.fallible && !call->u.call.throws;
    put_call_kind(b, call, least);
    if (sure && !is_unvalued(call->type)) text_put(b->out, ".value");
}

// ---- preludes ----

static void put_negated(Body *b, const MirExpr *condition) {
    text_put(b->out, "!");
    put_expr(b, condition, LEVEL_POSTFIX);
}

static void put_assert(Body *b, const MirExpr *call) {
    const MirExprs *args = &call->u.call.args;
    text_put(b->out, "if (SEAM_UNLIKELY(");
    put_negated(b, args->items[0]);
    text_put(b->out, ")) seam_panic_assert(");
    if (args->len > 1 && args->items[1]->kind != MIR_NULL) {
        put_expr(b, args->items[1], LEVEL_ANY);
    } else {
        const char *text = call->u.call.text ? call->u.call.text : "";
        text_printf(b->out, "SEAM_STR(%s)", string_literal(b->u, text, (uint32_t)strlen(text)));
    }
    text_put(b->out, ", ");
    put_at(b, call->span);
    text_put(b->out, ");\n");
}

// While C may call back, what it was lent must not move.
static void put_lent(Body *b, const MirExpr *call, bool begins) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const MirExpr *arg = call->u.call.args.items[i];
        while (arg->kind == MIR_CONVERT || arg->kind == MIR_SOME)
            arg = arg->kind == MIR_CONVERT ? arg->u.convert.operand : arg->u.operand;
        if (arg->kind != MIR_DATA) continue;
        const Type *t = arg->u.operand->type;
        bool bytes = t->kind == TYPE_BUFFER;
        if (!bytes && t->kind != TYPE_ARRAY && t->kind != TYPE_VIEW) continue;
        text_printf(b->out, "seam_%s_%slend(", bytes ? "bytes" : "array", begins ? "" : "un");
        put_expr(b, arg->u.operand, LEVEL_ANY);
        text_put(b->out, ");\n");
    }
}

// A function that is passed to C may fail in it: what it throws is held until the call returns.
static const char *put_held_call(Body *b, const MirExpr *call) {
    bool valued = !is_unvalued(call->type), throws = call->u.call.throws;
    const char *value = valued ? new_temp(b, "r") : "", *error = throws ? new_temp(b, "e") : "";
    put_closures_open(b, call);
    text_put(b->out, "seam_c_call_begin();\n");
    put_lent(b, call, true);
    put_line(b, b->last); // where a trace comes through it
    if (valued) text_printf(b->out, "%s = ", declare_c(b->u, call->type, value));
    put_call(b, call, LEVEL_ANY);
    text_put(b->out, ";\n");
    put_lent(b, call, false);
    put_closures_close(b, call);
    if (!throws) {
        text_put(b->out, "seam_c_call_end_uncaught();\n");
        return value;
    }
    text_printf(b->out, "SeamObject *%s = seam_c_call_end();\n", error);
    put_failure(b, call, error);
    return value;
}

static const char *put_failing_call(Body *b, const MirExpr *call) {
    bool valued = !is_unvalued(call->type);
    const MirLocal *named = b->named && b->named->type == call->type ? b->named : NULL;
    const char *target = named ? NULL : b->target;
    const char *result = target && valued ? target : new_temp(b, "r");
    b->target = NULL;
    const char *type = result_type(b->u, call->type, true);
    text_printf(b->out, "%s%s%s = ", type, valued ? " " : "", result);
    put_call(b, call, LEVEL_ANY);
    text_put(b->out, ";\n");
    if (named) // before the test: on an error the value is zero, and not used
        put_joined(b, arena_printf(b->u->arena, "%s = %s.value;\n",
                                   declare_c(b->u, named->type, named->c_name), result));
    put_failure(b, call, valued ? arena_printf(b->u->arena, "%s.err", result) : result);
    if (named) return named->c_name;
    b->is_fresh = valued;
    return valued ? arena_printf(b->u->arena, "%s.value", result) : "";
}

bool passes_result(const Body *b, const MirExpr *call) {
    if (call->kind != MIR_CALL || !call->u.call.throws || call->type != b->f->result) return false;
    MirCallKind kind = call->u.call.kind;
    const MirExit *exit = call->u.call.unwind;
    bool by_result =
        kind == MIR_CALL_FUNCTION || kind == MIR_CALL_INTERFACE || kind == MIR_CALL_VALUE;
    return by_result && !is_unvalued(call->type) &&
           (!exit || (exit->to == MIR_TO_CALLER && exit->cleanup.len == 0));
}

void put_passed_result(Body *b, const MirExpr *call) {
    const char *result = new_temp(b, "r");
    text_printf(b->out, "%s %s = ", result_type(b->u, call->type, true), result);
    put_call(b, call, LEVEL_ANY);
    text_put(b->out, ";\n");
    Text *out = b->out, at;
    text_init(&at, b->u->arena);
    b->out = &at;
    put_at(b, call->span);
    b->out = out;
    put_joined(b, arena_printf(b->u->arena, "seam_failed(%s.err, %s);\n", result, at.chars));
    put_joined(b, arena_printf(b->u->arena, "return %s;\n", result));
}

// The map retains what it keeps: what was made for it is given up again. NULL: nothing was.
static const char *put_part_of_entry(Body *b, const MirExpr *e, const char **pointer) {
    bool fresh = type_is_counted(e->type) && e->kind != MIR_COPY && e->kind != MIR_STRING &&
                 e->kind != MIR_NULL;
    if (fresh) {
        const char *name = new_temp(b, "v");
        require_type(b->u, e->type);
        text_printf(b->out, "%s = ", declare_c(b->u, e->type, name));
        put_initializer(b, e);
        text_put(b->out, ";\n");
        *pointer = arena_printf(b->u->arena, "&%s", name);
        return name;
    }
    Text *out = b->out, text;
    text_init(&text, b->u->arena);
    b->out = &text;
    put_pointer_to(b, e->kind == MIR_COPY ? e->u.operand : e);
    b->out = out;
    *pointer = text.chars;
    return NULL;
}

static void put_entry(Body *b, const char *map, const MirExpr *key, const MirExpr *value) {
    const char *k, *v;
    const char *made_key = put_part_of_entry(b, key, &k);
    const char *made_value = put_part_of_entry(b, value, &v);
    text_printf(b->out, "seam_map_set(%s, %s, %s);\n", map, k, v);
    if (made_key) text_printf(b->out, "%s(%s);\n", drop_function(b->u, key->type), made_key);
    if (made_value) text_printf(b->out, "%s(%s);\n", drop_function(b->u, value->type), made_value);
}

void put_map_store(Body *b, const MirExpr *place, const MirExpr *value) {
    const char *v;
    const char *made = put_part_of_entry(b, value, &v);
    text_put(b->out, "seam_map_set(");
    put_expr(b, place->u.element.base, LEVEL_CONDITIONAL);
    text_put(b->out, ", ");
    put_pointer_to(b, place->u.element.index);
    text_printf(b->out, ", %s);\n", v);
    if (made) text_printf(b->out, "%s(%s);\n", drop_function(b->u, value->type), made);
}

static const char *put_map(Body *b, const MirExpr *e) {
    const char *map = new_result(b, "m");
    text_printf(b->out, "SeamMap %s = ", map);
    put_new_map(b, e);
    text_put(b->out, ";\n");
    for (uint32_t i = 0; i + 1 < e->u.aggregate.items.len; i += 2)
        put_entry(b, map, e->u.aggregate.items.items[i], e->u.aggregate.items.items[i + 1]);
    return map;
}

// The values that a function captured, as initialisers behind a head.
static const char *captured(Body *b, const MirExpr *e) {
    Text *out = b->out, list;
    text_init(&list, b->u->arena);
    b->out = &list;
    for (uint32_t i = 0; i < e->u.closure.items.len; i++) {
        text_put(&list, ", ");
        put_expr(b, e->u.closure.items.items[i], LEVEL_CONDITIONAL);
    }
    b->out = out;
    return list.len ? list.chars : "";
}

// The environment, in the frame or as an object, and the value.
static const char *put_closure(Body *b, const MirExpr *e) {
    const Nominal *env = e->u.closure.env;
    const char *code = e->u.closure.function->c_name, *values = captured(b, e);
    Arena *a = b->u->arena;
    require_object(b->u, env->type);
    if (!e->u.closure.on_stack) {
        descriptor(b->u, env->type);
        return arena_printf(a, "(SeamFunction){(SeamCode *)%s, (SeamObject *)SEAM_NEW(%s%s)}", code,
                            env->c_name, values);
    }
    const char *name = new_temp(b, "env");
    text_printf(b->out, "%s %s = {{0, 0}%s};\n", env->c_name, name, values);
    return arena_printf(a, "(SeamFunction){(SeamCode *)%s, &%s.seam_head}", code, name);
}

const char *put_prelude(Body *b, const MirExpr *e) {
    if (e->kind == MIR_CLOSURE) return put_closure(b, e);
    if (e->kind == MIR_MAP && e->u.aggregate.items.len > 0) return put_map(b, e);
    if (e->kind != MIR_CALL) return NULL;
    MirCallKind kind = e->u.call.kind;
    if (kind == MIR_CALL_ASSERT) {
        put_assert(b, e);
        return "";
    }
    if (e->u.call.throws && kind == MIR_CALL_BUILTIN) return put_failing_builtin(b, e);
    bool to_c = kind == MIR_CALL_C || kind == MIR_CALL_C_POINTER;
    if (to_c && (e->u.call.throws || e->u.call.calls_back)) return put_held_call(b, e);
    if (e->u.call.throws) return put_failing_call(b, e);
    if (kind == MIR_CALL_BUILTIN && builtin_has_prelude(e)) return put_builtin_prelude(b, e);
    return NULL;
}
