// One module: its functions, classes and top-level variables, and what its unit has to declare.
// A top-level variable is a local of the main function unless functions use it, another file may,
// or something that it holds is finalised (then it has to go in exit(n) too, LANGUAGE 9): those
// live in static storage.
#include "mir/lower/lower.h"
#include "mir/reach.h"
#include "syntax/walk.h"

// ---- what the unit declares ----

static void add_c_name(Lower *l, const char *name) {
    if (name) set_add(l->arena, &l->c_names, intern_text(&l->program->session->names, name));
}

static void add_type(Lower *l, const Type *type) {
    if (!set_add(l->arena, &l->used_types, type)) return;
    VEC_PUSH(l->arena, &l->out->types, type);
    if (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION || type->kind == TYPE_CENUM)
        add_c_name(l, type->u.nominal->c_name);
}

static void use_parts(Lower *l, const Type *type);

void lower_use_type(Lower *l, const Type *type) {
    if (!type || l->types->basic[type->kind] || set_has(&l->used_types, type)) return;
    add_type(l, type); // before its parts: structs too may refer to themselves, through an array
    use_parts(l, type);
}

static void use_function(Lower *l, const FunctionType *f) {
    for (uint32_t i = 0; i < f->param_count; i++) lower_use_type(l, f->params[i].type);
    lower_use_type(l, f->result);
    lower_use_type(l, f->throws);
}

static void use_fields(Lower *l, const Nominal *n) {
    for (uint32_t i = 0; i < n->fields.len; i++) lower_use_type(l, n->fields.items[i].type);
}

static void use_payloads(Lower *l, const Nominal *n) {
    for (uint32_t i = 0; i < n->variants.len; i++)
        for (uint32_t k = 0; k < n->variants.items[i].fields.len; k++)
            lower_use_type(l, n->variants.items[i].fields.items[k].type);
}

static void use_parts(Lower *l, const Type *type) {
    TypeKind k = type->kind;
    if (k == TYPE_ARRAY || k == TYPE_VIEW || k == TYPE_SET || k == TYPE_WEAK || k == TYPE_OPTION ||
        k == TYPE_UNSURE)
        lower_use_type(l, type->u.elem);
    if (k == TYPE_MAP) {
        lower_use_type(l, type->u.map.key);
        lower_use_type(l, type->u.map.value);
    }
    for (uint32_t i = 0; k == TYPE_TUPLE && i < type->u.tuple.count; i++)
        lower_use_type(l, type->u.tuple.items[i]);
    if (k == TYPE_STRUCT || k == TYPE_UNION || k == TYPE_CLASS) use_fields(l, type->u.nominal);
    if (k == TYPE_ENUM) use_payloads(l, type->u.nominal);
    if (k == TYPE_FUNCTION || k == TYPE_CFN) use_function(l, type->u.function);
    if (k == TYPE_CARRAY) lower_use_type(l, type->u.carray.elem);
    // A pointer to an aggregate needs its name alone; the layout comes where that is used.
    if (k == TYPE_CPTR && type->u.elem->kind != TYPE_STRUCT && type->u.elem->kind != TYPE_UNION)
        lower_use_type(l, type->u.elem);
}

void lower_use_function(const Lower *l, Symbol *symbol) {
    if (symbol->module && symbol_unit(symbol) != l->module) symbol->flags |= SYMBOL_SHARED;
}

void lower_use_c(Lower *l, Symbol *symbol) {
    if (!set_add(l->arena, &l->used_c, symbol)) return;
    VEC_PUSH(l->arena, &l->out->c_symbols, symbol);
    if (symbol->c) add_c_name(l, symbol->c->c_name);
    add_c_name(l, symbol->c_name);
}

// ---- top-level variables ----

bool lower_is_static(const Symbol *symbol) {
    if (symbol->kind != SYMBOL_GLOBAL) return false;
    return !symbol->module->is_main || symbol->owner ||
           symbol->flags & (SYMBOL_CAPTURED | SYMBOL_EXPORTED) || reaches_finalize(symbol->type);
}

// The initialiser as a constant; NULL if it is none. Lowers it into a block that is thrown away.
static MirExpr *constant_of(Lower *l, Node *init) {
    MirFunction scratch = {.result = type_basic(l->types, VOID)};
    LowerState saved = lower_enter(l, &scratch);
    MirExpr *value = lower_value(l, init);
    bool constant = !scratch.body.len && value && mir_is_constant(value);
    lower_leave(l, saved);
    return constant ? value : NULL;
}

// Only literals and operators on them are tried, for what else a scratch lowering leaves behind.
bool lower_may_be_constant(const Node *node) {
    NodeKind k = node->kind;
    if (k == NODE_PAREN) return lower_may_be_constant(node->u.wrap.operand);
    if (k == NODE_CONVERT)
        return node->u.convert.operand && lower_may_be_constant(node->u.convert.operand);
    if (k == NODE_UNARY) return lower_may_be_constant(node->u.unary.operand);
    if (k == NODE_BINARY)
        return lower_may_be_constant(node->u.binary.left) &&
               lower_may_be_constant(node->u.binary.right);
    return k == NODE_INT || k == NODE_FLOAT || k == NODE_DURATION || k == NODE_STRING ||
           k == NODE_BOOL || k == NODE_NULL;
}

// `RETURN value` of an imported file's constant, or of a global that has no constant value.
typedef MirExpr *LazyValue(Lower *l, const Symbol *symbol, void *context);

static MirFunction *lazy_init(Lower *l, const Symbol *symbol, LazyValue *value, void *context) {
    FunctionType type = {.result = symbol->type};
    const char *c_name = arena_printf(l->arena, "%s__init", symbol->c_name);
    MirFunction *f = lower_function_new(l, c_name, &type, symbol->span);
    f->title = arena_printf(l->arena, "const %s", symbol->name->text);
    LowerState saved = lower_enter(l, f);
    MirBlock body = {0};
    LowerSaved outer = lower_open(l, &body);
    MirExpr *result = value(l, symbol, context);
    MirStmt *s = mir_stmt(l->arena, MIR_RETURN, result->span);
    s->u.expr = result;
    lower_emit(l, s);
    lower_end(l, 0);
    lower_close(l, outer);
    lower_scope(l, body, symbol->span);
    lower_leave(l, saved);
    return f;
}

static MirExpr *value_of_init(Lower *l, const Symbol *symbol, void *init) {
    (void)symbol;
    lower_hoist(l, init, MIR_TEMP_LOCAL);
    return lower_value(l, init);
}

static void declare_global(Lower *l, Symbol *symbol, Node *init) {
    MirGlobal global = {.symbol = symbol};
    bool is_let = symbol->flags & SYMBOL_LET, is_static = symbol->owner;
    bool fixed =
        is_static ? !is_let || !type_is_counted(symbol->type) : !is_let || !l->module->is_main;
    if (init && lower_may_be_constant(init) && fixed) global.constant = constant_of(l, init);
    if (!global.constant && (is_static || !l->module->is_main) && init)
        global.init = lazy_init(l, symbol, value_of_init, init);
    lower_use_type(l, symbol->type);
    VEC_PUSH(l->arena, &l->out->globals, global);
}

static void declare_statics(Lower *l, const Nominal *n) {
    for (uint32_t i = 0; i < n->statics.len; i++)
        declare_global(l, n->statics.items[i], n->statics.items[i]->node->u.var.init);
}

static void declare_part(void *context, Node *n) {
    const Symbol *symbol = n->kind == NODE_PATTERN_BIND ? n->u.bind.symbol : NULL;
    if (symbol && lower_is_static(symbol)) declare_global(context, n->u.bind.symbol, NULL);
    if (!symbol) node_each_child(n, declare_part, context);
}

// ---- a value that an imported file takes apart: the whole is a constant without a name ----

typedef struct Whole {
    Lower *lower;
    const Node *var;
    Symbol *symbol;
} Whole;

static MirExpr *value_of_part(Lower *l, const Symbol *symbol, void *context) {
    const Whole *w = context;
    MirExpr *place = lower_hidden(l, lower_symbol(l, w->symbol, w->symbol->type, symbol->span));
    PatternBinds binds = lower_pattern_binds(l, w->var->u.var.pattern, place);
    uint32_t i = 0;
    while (binds.items[i].symbol != symbol) i++;
    return binds.items[i].value;
}

static void declare_part_of_whole(void *context, Node *n) {
    Whole *w = context;
    if (n->kind != NODE_PATTERN_BIND) {
        node_each_child(n, declare_part_of_whole, w);
        return;
    }
    Lower *l = w->lower;
    Symbol *symbol = n->u.bind.symbol;
    MirGlobal part = {.symbol = symbol, .init = lazy_init(l, symbol, value_of_part, w)};
    lower_use_type(l, symbol->type);
    VEC_PUSH(l->arena, &l->out->globals, part);
}

static void declare_whole(Lower *l, const Node *node) {
    Arena *a = l->program->arena;
    Name name = intern_text(&l->program->session->names, "whole");
    Symbol *symbol = symbol_new(a, SYMBOL_GLOBAL, name, node->span);
    symbol->module = l->module;
    symbol->type = node->u.var.init->type;
    symbol->flags = SYMBOL_CHECKED;
    symbol->c_name = arena_printf(a, "%s_whole_%u", l->module->c_prefix, l->out->globals.len);
    declare_global(l, symbol, node->u.var.init);
    declare_part_of_whole(&(Whole){l, node, symbol}, node->u.var.pattern);
}

// Parts of a value get theirs where the value is taken apart.
static void declare_variables(Lower *l, const Node *node) {
    Node *pattern = node->u.var.pattern;
    Symbol *symbol = pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.symbol : NULL;
    if (!symbol && !l->module->is_main) declare_whole(l, node);
    else if (!symbol) declare_part(l, pattern);
    else if (lower_is_static(symbol)) declare_global(l, symbol, node->u.var.init);
}

static void declare_globals(Lower *l) {
    for (uint32_t i = 0; i < l->module->records.len; i++)
        declare_statics(l, l->module->records.items[i]->type->u.nominal);
    const NodeList *items = &l->module->tree->u.module.items;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *node = items->items[i];
        if (node->kind == NODE_VAR) declare_variables(l, node);
    }
}

// ---- declarations ----

static void declare_type(Lower *l, const Symbol *symbol) {
    lower_use_type(l, symbol->type);
    VEC_PUSH(l->arena, &l->out->nominals, symbol->type->u.nominal);
}

static bool is_generic(const Node *node) {
    NodeKind k = node->kind;
    const Symbol *s = NULL;
    if (k == NODE_FUNCTION) s = node->u.function.symbol;
    if (k == NODE_CLASS || k == NODE_STRUCT || k == NODE_INTERFACE) s = node->u.record.symbol;
    if (k == NODE_ENUM) s = node->u.enum_.symbol;
    return s && s->generic;
}

static void lower_declaration(Lower *l, Node *node) {
    if (is_generic(node)) return; // its instances stand for it
    if (node->kind == NODE_FUNCTION) lower_function(l, node);
    if (node->kind == NODE_CLASS || node->kind == NODE_STRUCT) lower_class(l, node);
    if (node->kind == NODE_ENUM) lower_enum(l, node);
    if (node->kind == NODE_INTERFACE && node->u.record.symbol)
        declare_type(l, node->u.record.symbol);
}

static bool is_declaration(const Node *node) {
    NodeKind k = node->kind;
    return k == NODE_IMPORT || k == NODE_EXTERN_FROM || k == NODE_EXTERN_BLOCK ||
           k == NODE_FUNCTION || k == NODE_ALIAS || k == NODE_STRUCT || k == NODE_UNION ||
           k == NODE_CLASS || k == NODE_INTERFACE || k == NODE_ENUM;
}

// ---- the main function ----

static Symbol *main_symbol(const Module *m) {
    const NodeList *items = &m->tree->u.module.items;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *node = items->items[i];
        if (node->kind == NODE_FUNCTION && node->u.function.symbol && node->u.function.body) {
            const char *name = node->u.function.name->text;
            if (name[0] == 'm' && name[1] == 'a' && name[2] == 'i' && name[3] == 'n' && !name[4])
                return node->u.function.symbol;
        }
    }
    return NULL;
}

static void call_main(Lower *l, uint32_t args) {
    Symbol *symbol = main_symbol(l->module);
    MirExpr *call = lower_call_symbol(l, MIR_CALL_FUNCTION, symbol, symbol->span);
    if (symbol->type->u.function->param_count)
        lower_push_arg(l, call, mir_local(l->arena, l->at.function, args, symbol->span));
    bool returns = type_is_integer(call->type);
    l->out->main_returns_code = returns;
    if (returns) l->at.function->result = call->type;
    l->at.function->throws = symbol->type->u.function->throws;
    MirStmt *s = mir_stmt(l->arena, returns ? MIR_RETURN : MIR_EVAL, symbol->span);
    s->u.expr = call;
    lower_emit(l, s);
}

static void lower_top_level(Lower *l) {
    const NodeList *items = &l->module->tree->u.module.items;
    for (uint32_t i = 0; i < items->len; i++)
        if (!is_declaration(items->items[i])) lower_stmt(l, items->items[i]);
}

static void lower_main(Lower *l) {
    const char *c_name = arena_printf(l->arena, "%s_main", l->module->c_prefix);
    MirFunction *f = lower_function_new(l, c_name, NULL, l->module->tree->span);
    f->throws = l->types->error_interface;
    LowerState saved = lower_enter(l, f);
    const Type *args_type = type_array(&l->program->types, type_basic(l->types, STRING));
    Name name = intern_text(&l->program->session->names, "args");
    uint32_t args = lower_param(l, NULL, name, args_type);
    MirBlock body = {0};
    LowerSaved outer = lower_open(l, &body);
    l->at.is_main = true;
    lower_top_level(l); // beside a main function: its variables
    if (l->module->has_main_function) call_main(l, args);
    lower_close(l, outer);
    lower_scope(l, body, f->span);
    lower_leave(l, saved);
    l->out->main = f;
}

MirModule *mir_lower(Program *program, Module *module, Arena *arena) {
    MirModule *out = ARENA_NEW(arena, MirModule);
    out->module = module;
    Lower l = {
        .program = program, .module = module, .out = out, .arena = arena, .types = &program->types};
    if (module->is_declarations) return out; // there is nothing behind them
    declare_globals(&l);
    const NodeList *items = &module->tree->u.module.items;
    for (uint32_t i = 0; i < items->len; i++) lower_declaration(&l, items->items[i]);
    for (uint32_t i = 0; i < module->instances.len; i++)
        lower_declaration(&l, module->instances.items[i]->node);
    if (module->is_main) lower_main(&l);
    for (uint32_t i = 0; i < out->functions.len; i++) {
        lower_share_deferred(&l, out->functions.items[i]);
        lower_name_locals(&l, out->functions.items[i]);
    }
    return out;
}
