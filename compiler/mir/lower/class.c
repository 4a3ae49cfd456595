// Classes and structs: methods, and constructors, which make the object, run the initial values of
// its fields in order, store property parameters, and run the written body. Drop functions are the
// emitter's: fields in order.
#include <string.h>

#include "mir/lower/lower.h"
#include "mir/reach.h"

static Node *constructor_node(const Node *record) {
    for (uint32_t i = 0; i < record->u.record.members.len; i++) {
        Node *member = record->u.record.members.items[i];
        if (member->kind == NODE_FUNCTION && member->u.function.flags & DECL_CONSTRUCTOR)
            return member;
    }
    return NULL;
}

static Symbol *written_constructor(const Nominal *n) {
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (strcmp(n->methods.items[i]->name->text, "constructor") == 0) return n->methods.items[i];
    return NULL;
}

Symbol *lower_constructor(Lower *l, const Nominal *n) {
    Symbol *written = written_constructor(n);
    if (written) return written;
    Name name = intern_text(&l->program->session->names, "constructor");
    Symbol *symbol = symbol_new(l->program->arena, SYMBOL_METHOD, name, n->symbol->span);
    FunctionType type = {.result = n->type, .open = true};
    symbol->type = type_function(&l->program->types, &type);
    symbol->c_name = arena_printf(l->program->arena, "%s__new", n->c_name);
    symbol->owner = n->symbol;
    symbol->module = n->symbol->module;
    Nominal *owner = n->type->u.nominal; // the same, for calls to come
    VEC_PUSH(l->program->arena, &owner->methods, symbol);
    return symbol;
}

// ---- parameters that are taken over ----

static Node *without_conversion(Node *node) {
    while (node->kind == NODE_PAREN || node->kind == NODE_CONVERT)
        node = node->kind == NODE_PAREN ? node->u.wrap.operand : node->u.convert.operand;
    return node;
}

// `this.name = name`, a statement of the constructor's own block.
static bool is_stored(const Node *constructor, const Symbol *param) {
    const Node *body = constructor->u.function.body;
    for (uint32_t i = 0; body && i < body->u.block.items.len; i++) {
        const Node *s = body->u.block.items.items[i];
        if (s->kind != NODE_EXPR_STMT || s->u.stmt.expr->kind != NODE_ASSIGN) continue;
        const Node *set = s->u.stmt.expr, *target = set->u.assign.target;
        const Node *value = without_conversion(set->u.assign.value);
        if (target->kind == NODE_MEMBER && target->u.member.object->kind == NODE_THIS &&
            value->kind == NODE_NAME && value->u.name.symbol == param)
            return true;
    }
    return false;
}

// What it stores, if nobody can see whether it dies within the constructor or after it.
bool lower_takes(const Symbol *constructor, uint32_t param) {
    const uint32_t shared = SYMBOL_ASSIGNED | SYMBOL_CAPTURED | SYMBOL_ADDRESS_TAKEN | SYMBOL_LENT;
    const Node *node = constructor->node;
    if (!node || node->kind != NODE_FUNCTION || param >= 64 || param >= node->u.function.params.len)
        return false;
    const Node *p = node->u.function.params.items[param];
    const Symbol *symbol = p->u.param.symbol;
    if (!symbol || symbol->flags & shared) return false;
    if (!type_is_counted(symbol->type) || reaches_finalize(symbol->type)) return false;
    return p->u.param.flags & DECL_PROPERTY || is_stored(node, symbol);
}

// ---- constructor functions ----

static MirExpr *this_field(Lower *l, uint32_t this_, const Field *field, Span span) {
    const Nominal *n = l->at.function->locals.items[this_].type->u.nominal;
    MirExpr *object = mir_local(l->arena, l->at.function, this_, span);
    return mir_field(l->arena, object, (uint32_t)(field - n->fields.items), field->type, span);
}

static void init_field(Lower *l, uint32_t this_, const Field *field, MirExpr *value, Span span) {
    MirStmt *set = mir_set(l->arena, this_field(l, this_, field, span), value, span);
    set->u.set.init = true;
    lower_emit(l, set);
}

static void init_fields(Lower *l, uint32_t this_, const Node *record) {
    const Nominal *n = l->at.function->locals.items[this_].type->u.nominal;
    for (uint32_t i = 0; i < record->u.record.members.len; i++) {
        const Node *member = record->u.record.members.items[i];
        if (member->kind != NODE_FIELD || !member->u.field.init) continue;
        if (member->u.field.flags & DECL_STATIC) continue;
        const Field *field = nominal_field(n, member->u.field.name);
        uint32_t start = lower_mark(l);
        lower_hoist(l, member->u.field.init, MIR_TEMP_LOCAL);
        init_field(l, this_, field, lower_value(l, member->u.field.init), member->span);
        lower_end(l, start);
    }
}

static void init_properties(Lower *l, uint32_t this_, const Node *constructor) {
    const Nominal *n = l->at.function->locals.items[this_].type->u.nominal;
    for (uint32_t i = 0; constructor && i < constructor->u.function.params.len; i++) {
        const Node *param = constructor->u.function.params.items[i];
        if (!(param->u.param.flags & DECL_PROPERTY)) continue;
        const Field *field = nominal_field(n, param->u.param.symbol->name);
        MirExpr *value = lower_variable(l, param->u.param.symbol, param->span);
        init_field(l, this_, field, value, param->span);
    }
}

void lower_return_this(Lower *l, Span span) {
    uint32_t this_ = l->at.this_local;
    if (l->at.function->locals.items[this_].type->u.nominal->has_finalize) {
        MirExpr *done = mir_call(l->arena, MIR_CALL_CONSTRUCTED, type_basic(l->types, VOID), span);
        lower_push_arg(l, done, mir_local(l->arena, l->at.function, this_, span));
        MirStmt *s = mir_stmt(l->arena, MIR_EVAL, span);
        s->u.expr = done;
        lower_emit(l, s);
    }
    MirStmt *s = mir_stmt(l->arena, MIR_RETURN, span);
    s->u.expr = mir_local(l->arena, l->at.function, this_, span);
    lower_emit(l, s);
}

static void constructor_body(Lower *l, const Node *record, Node *constructor, const Nominal *n) {
    Span span = constructor ? constructor->span : record->span;
    Name name = intern_text(&l->program->session->names, "this");
    uint32_t this_ = lower_local(l, MIR_USER_LOCAL, name, n->type, NULL);
    l->at.this_local = this_;
    l->at.function->locals.items[this_].is_new = true;
    MirExpr *object = mir_expr(l->arena, MIR_NEW, n->type, span);
    object->u.object.nominal = n->type->u.nominal;
    lower_emit(l, mir_let(l->arena, this_, object, span));
    init_fields(l, this_, record);
    init_properties(l, this_, constructor);
    if (constructor && constructor->u.function.body) {
        const NodeList *items = &constructor->u.function.body->u.block.items;
        for (uint32_t i = 0; i < items->len; i++) lower_stmt(l, items->items[i]);
    }
    lower_return_this(l, span);
}

static void lower_constructor_function(Lower *l, const Node *record, const Nominal *n) {
    Node *constructor = constructor_node(record);
    Symbol *symbol = lower_constructor(l, n);
    Span span = constructor ? constructor->span : record->span;
    MirFunction *f = lower_function_new(l, symbol->c_name, symbol->type->u.function, span);
    f->symbol = symbol;
    f->result = n->type;
    if (symbol_is_fallible(symbol) && !f->throws) f->throws = l->types->error_interface;
    f->is_exported =
        !n->symbol->instance && (!n->symbol->module->is_main || n->symbol->flags & SYMBOL_EXPORTED);
    LowerState saved = lower_enter(l, f);
    l->at.constructs = true;
    if (constructor) lower_params(l, &constructor->u.function.params);
    for (uint32_t i = 0; i < f->param_count; i++)
        f->locals.items[i].borrowed = !lower_takes(symbol, i);
    MirBlock body = {0};
    LowerSaved outer = lower_open(l, &body);
    lower_own_params(l);
    if (constructor) lower_bind_params(l, &constructor->u.function.params, 0);
    constructor_body(l, record, constructor, n);
    lower_close(l, outer);
    lower_scope(l, body, span);
    lower_leave(l, saved);
}

MirExpr *lower_boxed(Lower *l, MirExpr *value) {
    Nominal *box = value->type->u.nominal->box;
    lower_use_type(l, box->type);
    MirExpr *made = mir_expr(l->arena, MIR_NEW, box->type, value->span);
    made->u.object.nominal = box;
    MirExpr *object = lower_spill(l, made);
    MirExpr *field = mir_field(l->arena, mir_copy(l->arena, object), 0, value->type, value->span);
    MirStmt *set = mir_set(l->arena, field, value, value->span);
    set->u.set.init = true;
    lower_emit(l, set);
    return object;
}

static void lower_methods(Lower *l, const NodeList *members) {
    for (uint32_t i = 0; i < members->len; i++) {
        Node *member = members->items[i];
        if (member->kind == NODE_FUNCTION && !(member->u.function.flags & DECL_CONSTRUCTOR))
            lower_function(l, member);
    }
}

static void add_nominal(Lower *l, Nominal *n) {
    VEC_PUSH(l->arena, &l->out->nominals, n);
    if (n->box) VEC_PUSH(l->arena, &l->out->nominals, n->box);
}

void lower_class(Lower *l, Node *node) {
    Symbol *symbol = node->u.record.symbol;
    if (!symbol) return;
    lower_use_type(l, symbol->type);
    add_nominal(l, symbol->type->u.nominal);
    if (node->kind == NODE_CLASS) lower_constructor_function(l, node, symbol->type->u.nominal);
    lower_methods(l, &node->u.record.members);
}

void lower_enum(Lower *l, Node *node) {
    Symbol *symbol = node->u.enum_.symbol;
    if (!symbol) return;
    lower_use_type(l, symbol->type);
    add_nominal(l, symbol->type->u.nominal);
    lower_methods(l, &node->u.enum_.members);
}

bool lower_mutates(const Symbol *method) {
    return method->owner && method->owner->type->kind == TYPE_STRUCT &&
           method->flags & SYMBOL_MUTATES;
}
