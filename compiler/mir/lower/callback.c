// Seam functions as C function pointers. Of a function that captures nothing, an adapter with C's
// signature is made, whose address C gets. One that captured is put into a box: where C passes user
// data back, that is the box, and the adapter finds the function in it. Else the adapter's last
// parameter is the box, and the runtime makes a C function pointer of the two.
#include <string.h>

#include "mir/lower/lower.h"
#include "types/call_text.h"

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

// C's parameters become the call's arguments, and its result C's.
static void pass_on(Lower *l, MirExpr *call, const FunctionType *own, const FunctionType *c,
                    uint32_t user_data) {
    Span span = call->span;
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

static void call_through(Lower *l, Symbol *symbol, const FunctionType *c, uint32_t user_data) {
    MirExpr *call = lower_call_symbol(l, MIR_CALL_FUNCTION, symbol, symbol->span);
    pass_on(l, call, symbol->type->u.function, c, user_data);
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
    Symbol *symbol = lower_lambda_name(l, node);
    for (uint32_t i = 0; i < l->out->functions.len; i++)
        if (l->out->functions.items[i]->symbol == symbol) return symbol; // of a default argument
    MirFunction *f = lower_function_new(l, symbol->c_name, symbol->type->u.function, node->span);
    f->symbol = symbol;
    LowerState saved = lower_enter(l, f);
    lower_body(l, f, node);
    lower_leave(l, saved);
    return symbol;
}

// ---- functions that captured ----

// Gives the function value in the box that `data` is C's arguments. It is held meanwhile: C may be
// done with it before it returns.
static void call_boxed(Lower *l, const Type *own, const Node *convert, const FunctionType *c,
                       uint32_t data) {
    Span span = convert->span;
    MirExpr *unbox = mir_call(l->arena, MIR_CALL_UNBOX, own, span);
    unbox->u.call.slot = convert->u.convert.by_data ? convert->u.convert.slot : 0;
    lower_push_arg(l, unbox, mir_local(l->arena, l->at.function, data, span));
    uint32_t value = lower_local(l, MIR_TEMP_LOCAL, NULL, own, NULL);
    lower_emit(l, mir_let(l->arena, value, unbox, span));
    const FunctionType *f = own->u.function;
    MirExpr *call = mir_call(l->arena, MIR_CALL_VALUE, f->result, span);
    call->u.call.throws = call->u.call.fallible = true;
    if (call->type->kind == TYPE_NEVER) call->type = type_basic(l->types, VOID);
    lower_push_arg(l, call, mir_local(l->arena, l->at.function, value, span));
    pass_on(l, call, f, c, convert->u.convert.user_data);
}

static Name name_of(Lower *l, const char *text) {
    return intern_text(&l->program->session->names, text);
}

static const char *closure_adapter_name(Lower *l, const Type *own, const Node *convert) {
    const char *name = arena_printf(l->arena, "%scallback_%u_%u_%u", l->module->c_prefix, own->id,
                                    type_strip(convert->type)->id, convert->u.convert.user_data);
    if (!convert->u.convert.by_data) return name;
    return arena_printf(l->arena, "%s_by_%u", name, convert->u.convert.slot);
}

// One for each pair of types in a unit.
static Symbol *closure_adapter(Lower *l, const Type *own, const Node *convert) {
    const Type *c_type = type_strip(convert->type), *refused;
    bool by_data = convert->u.convert.by_data;
    const char *c_name = closure_adapter_name(l, own, convert);
    for (uint32_t i = 0; i < l->out->functions.len; i++) {
        const MirFunction *f = l->out->functions.items[i];
        if (f->is_callback && strcmp(f->c_name, c_name) == 0) return f->symbol;
    }
    const FunctionType *c = c_type->u.function;
    MirFunction *f = lower_function_new(l, c_name, c, convert->span);
    f->symbol = symbol_new(l->arena, SYMBOL_FUNCTION, name_of(l, "callback"), convert->span);
    f->symbol->c_name = c_name;
    f->symbol->type = c_type;
    f->symbol->module = l->module;
    f->is_callback = true;
    f->callback_type = c_type;
    if (!by_data) f->closure_text = type_call_text(l->arena, c, &refused);
    f->throws = l->types->error_interface;
    LowerState saved = lower_enter(l, f);
    uint32_t data = convert->u.convert.user_data - 1;
    declare_c_params(l, c, own->u.function, convert->u.convert.user_data);
    if (!by_data)
        data =
            lower_param(l, NULL, name_of(l, "context"), type_cvoidptr(&l->program->types, false));
    MirBlock body = {0};
    LowerSaved outer = lower_open(l, &body);
    call_boxed(l, own, convert, c, data);
    lower_end(l, 0);
    lower_close(l, outer);
    lower_scope(l, body, convert->span);
    lower_leave(l, saved);
    return f->symbol;
}

static MirExpr *closure_pointer(Lower *l, Node *convert, Node *function) {
    MirExpr *value = lower_value(l, function);
    uint32_t local = lower_local(l, MIR_TEMP_LOCAL, NULL, value->type, NULL);
    lower_emit(l, mir_let(l->arena, local, value, function->span));
    convert->u.convert.local = local;
    lower_use_type(l, convert->type);
    Symbol *adapter = closure_adapter(l, value->type, convert);
    if (convert->u.convert.by_data)
        return function_address(l, adapter, convert->type, function->span);
    MirExpr *call = mir_call(l->arena, MIR_CALL_CLOSURE, convert->type, function->span);
    call->u.call.symbol = adapter;
    call->u.call.slot = convert->u.convert.slot;
    call->u.call.keeps = convert->u.convert.life == CALLBACK_EVER;
    call->light = true;
    call->can_panic = call->effects = call->u.call.keeps;
    lower_push_arg(l, call, mir_local(l->arena, l->at.function, local, function->span));
    return call->u.call.keeps ? lower_spill(l, call) : call;
}

// ---- boxes: what captured functions in the arguments of a call are found by ----

// The captured function that a parameter is given, if it goes into a box.
static const Node *boxed_in(const Node *arg) {
    const Node *n = arg->u.arg.value;
    while (n->kind == NODE_PAREN || n->kind == NODE_CONVERT) {
        if (n->kind == NODE_PAREN) {
            n = n->u.wrap.operand;
            continue;
        }
        if (n->u.convert.kind == CONVERT_C_CALLBACK) break;
        n = n->u.convert.operand;
    }
    if (n->kind != NODE_CONVERT || !n->u.convert.data || n->u.convert.local == UINT32_MAX)
        return NULL;
    bool in_box = n->u.convert.by_data || n->u.convert.life == CALLBACK_DESTROY;
    return in_box ? n : NULL;
}

static void put_into(Lower *l, MirExpr *box, const Node *convert) {
    const Type *type = l->at.function->locals.items[convert->u.convert.local].type;
    while (box->u.call.args.len <= convert->u.convert.slot)
        lower_push_arg(l, box, mir_expr(l->arena, MIR_ZERO, type, convert->span));
    box->u.call.args.items[convert->u.convert.slot] =
        mir_local(l->arena, l->at.function, convert->u.convert.local, convert->span);
}

// A function pointer of the engine's is made of the box, which ends it.
static void tie_closure(MirExpr *arg, MirExpr *box) {
    while (arg->kind == MIR_CONVERT || arg->kind == MIR_SOME)
        arg = arg->kind == MIR_CONVERT ? arg->u.convert.operand : arg->u.operand;
    if (arg->kind == MIR_CALL && arg->u.call.kind == MIR_CALL_CLOSURE)
        arg->u.call.args.items[0] = box;
}

static void supply_box(Lower *l, const Node *node, uint32_t data, MirExprs args) {
    MirExpr *box = NULL;
    bool keeps = false; // C keeps one of them, and so all
    for (uint32_t i = 0; i < node->u.call.args.len; i++) {
        const Node *convert = boxed_in(node->u.call.args.items[i]);
        if (!convert || convert->u.convert.data != data + 1) continue;
        const Type *type = type_cvoidptr(&l->program->types, false);
        if (!box) box = mir_call(l->arena, MIR_CALL_BOX, type, convert->span);
        keeps |= convert->u.convert.life != CALLBACK_CALL;
        put_into(l, box, convert);
    }
    if (!box) return;
    box->u.call.keeps = keeps;
    box->light = !box->u.call.keeps;
    box->can_panic = box->effects = box->u.call.keeps;
    if (box->u.call.keeps) box = lower_spill(l, box);
    args.items[data] =
        mir_convert(l->arena, CONVERT_POINTER, args.items[data]->type, box, box->span);
    for (uint32_t i = 0; i < node->u.call.args.len; i++) {
        const Node *arg = node->u.call.args.items[i], *convert = boxed_in(arg);
        if (!convert || convert->u.convert.data != data + 1) continue;
        if (!convert->u.convert.by_data) tie_closure(args.items[arg->u.arg.param], box);
        if (!convert->u.convert.destroy) continue;
        MirExpr **destroy = &args.items[convert->u.convert.destroy - 1];
        *destroy = mir_call(l->arena, MIR_CALL_UNBOXER, (*destroy)->type, convert->span);
        (*destroy)->light = true;
        (*destroy)->can_panic = (*destroy)->effects = false;
    }
}

void lower_boxes(Lower *l, const Node *node, MirExprs args) {
    for (uint32_t i = 0; i < args.len; i++) supply_box(l, node, i, args);
}

MirExpr *lower_callback(Lower *l, Node *convert) {
    Node *function = convert->u.convert.operand;
    const Type *type = convert->type;
    while (function->kind == NODE_PAREN) function = function->u.wrap.operand;
    const Type *c_type = type_strip(type);
    lower_use_type(l, c_type);
    bool captures = function->kind == NODE_LAMBDA && function->u.lambda.symbol->captures.len > 0;
    Symbol *symbol = NULL;
    if (function->kind == NODE_LAMBDA && !captures) symbol = lambda_symbol(l, function);
    else if (function->kind == NODE_NAME) symbol = function->u.name.symbol;
    else if (function->kind == NODE_MEMBER) symbol = function->u.member.symbol;
    convert->u.convert.local = UINT32_MAX;
    bool lasting = symbol && symbol->kind == SYMBOL_FUNCTION && symbol->type->kind == TYPE_FUNCTION;
    if (!lasting) return closure_pointer(l, convert, function);
    if (!symbol->c) symbol = adapter(l, symbol, c_type, convert->u.convert.user_data)->symbol;
    return function_address(l, symbol, type, function->span);
}
