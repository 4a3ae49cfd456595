// Bodies of functions, methods and lambdas, and the main file's statements.
#include "check/body/body.h"

#include <string.h>

#include "check/body/throws.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

// ---- one function ----

static const NodeList *params_of(const Node *n) {
    return n->kind == NODE_LAMBDA ? &n->u.lambda.params : &n->u.function.params;
}

static void declare_params(Checker *c, const Node *n, const Type *type) {
    const NodeList *params = params_of(n);
    for (uint32_t i = 0; i < params->len; i++) {
        Node *p = params->items[i];
        if (p->kind != NODE_PARAM) continue;
        Node *pattern = p->u.param.pattern;
        bool known = type->kind == TYPE_FUNCTION && i < type->u.function->param_count;
        p->type = known ? type->u.function->params[i].type : type_basic(c->types, POISON);
        if (pattern && pattern->kind != NODE_PATTERN_BIND) check_pattern(c, pattern, p->type, 0);
        if (!pattern || pattern->kind != NODE_PATTERN_BIND) continue;
        Symbol *s = check_declare(c, SYMBOL_PARAM, pattern->u.bind.name, pattern->span, p->type, 0);
        s->index = i;
        s->owner = c->function->symbol;
        s->node = p;
        pattern->u.bind.symbol = p->u.param.symbol = s;
        pattern->type = p->type;
    }
}

// The `this` of a library function that is a method of a builtin type; NULL of others.
static Symbol *receiver_of(const Node *n) {
    const Node *first = n->u.function.params.len ? n->u.function.params.items[0] : NULL;
    Symbol *s = first && first->kind == NODE_PARAM ? first->u.param.symbol : NULL;
    return s && strcmp(s->name->text, "this") == 0 ? s : NULL;
}

static void declare_this(Checker *c, FunctionContext *f) {
    const Symbol *s = f->symbol;
    if (s->kind != SYMBOL_METHOD || s->flags & SYMBOL_STATIC) return;
    f->this_ = symbol_new(c->arena, SYMBOL_PARAM, intern_text(&c->session->names, "this"), s->span);
    f->this_->type = generic_self(c, s->owner);
    f->this_->flags = SYMBOL_CHECKED;
    f->this_->module = c->module;
    f->this_->node = s->node;
}

static void report_no_result(Checker *c, const Node *body, const FunctionContext *f) {
    const Node *n = f->symbol->node;
    bool named = f->symbol->name && (n->kind != NODE_LAMBDA || n->u.lambda.declaration);
    const char *name =
        named ? arena_printf(c->arena, "`%s`", f->symbol->name->text) : "this function";
    const Type *result = f->result ? f->result : f->inferred;
    Span end = {body->span.source, body->span.end - 1, body->span.end};
    Diag *g;
    if (result->kind == TYPE_NEVER) {
        g = diag_error(diags(c), E0380, f->symbol->span,
                       "%s is declared never to return, but it does", name);
    } else {
        g = diag_error(diags(c), E0380, f->symbol->span, "%s does not return a value on every path",
                       name);
        diag_note(g, f->result ? "its result is of type `%s`" : "other paths return a `%s`",
                  type_text(c->arena, result));
    }
    diag_label(g, end, "this end can be reached");
    if (result->kind == TYPE_NEVER) diag_help(g, "end it with `panic(..)`, `throw` or `exit(1)`");
    else diag_help(g, "end it with `return ..`; where that cannot be, with `panic(\"why\")`");
}

static void check_lambda_value(Checker *c, Node *n, FunctionContext *f) {
    if (!f->result) {
        returned_value(c, &n->u.lambda.body);
        returned_settle(c);
    } else if (f->result->kind == TYPE_VOID) check_effect(c, &n->u.lambda.body);
    else check_expr_as(c, &n->u.lambda.body, f->result, "result");
}

static void check_body_block(Checker *c, Node *body, FunctionContext *f) {
    check_stmts(
        c, &body->u.block
                .items); // in the scope of the parameters: a second declaration of one is an error
    if (f->is_lambda && !f->result) returned_settle(c);
    if (f->is_lambda && !f->result && !f->inferred) f->inferred = type_basic(c->types, VOID);
    const Type *result = f->result ? f->result : f->inferred;
    bool wants_result = result->kind != TYPE_VOID && result->kind != TYPE_POISON;
    if (!f->result) wants_result &= result->kind != TYPE_NEVER;
    if (wants_result && !check_always_leaves(body)) report_no_result(c, body, f);
    if (f->has_unset || f->in_constructor)
        check_assigned(c, body, f->in_constructor ? f->symbol : NULL);
}

void check_function_body(Checker *c, Node *n, FunctionContext *context) {
    Checker saved = *c;
    Node *body = n->kind == NODE_LAMBDA ? n->u.lambda.body : n->u.function.body;
    context->outer = c->function;
    context->effect = throws_of(c, context->symbol);
    c->function = context;
    c->scope = scope_new(c->arena, c->scope);
    c->scope->is_function = true;
    memset(&c->loops, 0, sizeof c->loops);
    c->loops_floor = 0;
    c->cleanup = NULL;
    if (n->kind == NODE_LAMBDA) {
        facts_keep_constant(c);
    } else {
        c->facts = NULL;
        c->unsafe_depth = 0;
        declare_this(c, context);
    }
    declare_params(c, n, context->symbol->type);
    if (n->kind == NODE_FUNCTION && !context->this_) context->this_ = receiver_of(n);
    if (body->kind == NODE_BLOCK) check_body_block(c, body, context);
    else check_lambda_value(c, n, context);
    if (body->kind != NODE_BLOCK && context->has_unset) check_assigned(c, n->u.lambda.body, NULL);
    *c = saved;
}

// ---- all of a module ----

void check_function(Checker *c, Node *n) {
    if (!n->u.function.body || n->u.function.body->kind != NODE_BLOCK || !n->u.function.symbol)
        return;
    Symbol *s = n->u.function.symbol;
    if (s->generic) {
        generic_check_draft(c, s);
        return;
    }
    uint32_t flags = n->u.function.flags;
    check_symbol(c, s); // a second declaration of its name is in no scope
    const Type *t = s->type;
    FunctionContext f = {.symbol = s,
                         .in_constructor =
                             flags & DECL_CONSTRUCTOR && s->owner->type->kind == TYPE_CLASS,
                         .in_finalize = flags & DECL_FINALIZE};
    f.result = t->kind == TYPE_FUNCTION && !f.in_constructor ? t->u.function->result
                                                             : type_basic(c->types, VOID);
    if (t->kind == TYPE_POISON) f.result = t;
    Symbol *outer = c->self;
    if (s->owner) c->self = s->owner;
    check_function_body(c, n, &f);
    c->self = outer;
}

// A class without a constructor: its fields get what stands beside them.
static void check_fields_given(Checker *c, const Symbol *record) {
    if (c->module->is_declarations || record->type->kind != TYPE_CLASS ||
        check_constructor(c, record->type))
        return;
    const Nominal *n = record->type->u.nominal;
    for (uint32_t i = 0; i < n->fields.len; i++) {
        const Symbol *s = n->fields.items[i].symbol;
        if (s->node->kind != NODE_FIELD || s->node->u.field.init || s->flags & SYMBOL_STATIC)
            continue;
        Diag *g = diag_error(diags(c), E0209, s->span, "the field `%s` never gets a value",
                             s->name->text);
        Symbol *init = check_member_of(c, record->type, intern_text(&c->session->names, "init"));
        if (init && init->kind == SYMBOL_METHOD)
            diag_help(g, "what makes an object is called `constructor`, not `init`");
        else
            diag_help(g, "give it one here, or write a constructor: `constructor(%s: %s) { .. }`",
                      s->name->text, type_text(c->arena, s->type));
    }
}

static void check_main_function(Checker *c) {
    Symbol *s = scope_find_here(c->module->scope, intern_text(&c->session->names, "main"));
    if (!c->module->has_main_function || !s || s->kind != SYMBOL_FUNCTION ||
        s->type->kind != TYPE_FUNCTION)
        return;
    const FunctionType *f = s->type->u.function;
    const Type *args = type_array(c->types, type_basic(c->types, STRING));
    bool params_fit = f->param_count == 0 ||
                      (f->param_count == 1 && f->params[0].type == args && !f->params[0].is_rest);
    bool result_fits = f->result->kind == TYPE_VOID || f->result->kind == TYPE_I64 ||
                       f->result->kind == TYPE_POISON;
    if (params_fit && result_fits) return;
    Diag *g = diag_error(diags(c), E0707, s->span, "the program cannot start with this `main`");
    diag_help(
        g,
        "write `function main(args: string[])`, or `function main(args: string[]): int` for an exit code");
}

static void check_statements(Checker *c) {
    FunctionContext f = {.result = type_basic(c->types, VOID), .effect = throws_of_main(c)};
    Checker saved = *c;
    c->function = &f;
    check_stmts(c, &c->module->tree->u.module.items);
    if (f.has_unset) check_assigned(c, c->module->tree, NULL);
    *c = saved;
}

// Functions may run before the statement that would give it a value.
void check_shared_variables(Checker *c) {
    const NodeList *items = &c->module->tree->u.module.items;
    for (uint32_t i = 0; c->module->is_main && i < items->len; i++) {
        const Node *n = items->items[i];
        if (n->kind != NODE_VAR || n->u.var.init || n->u.var.pattern->kind != NODE_PATTERN_BIND)
            continue;
        const Symbol *s = n->u.var.pattern->u.bind.symbol;
        if (!(s->flags & SYMBOL_CAPTURED)) continue;
        Diag *g = diag_error(diags(c), E0204, s->span,
                             "`%s` needs a value at once: functions use it", s->name->text);
        diag_help(g, "give it one here, or make it optional: `let %s: %s? = null`", s->name->text,
                  type_text(c->arena, s->type));
    }
}

// Those with a body that it has not taken from another one; instances say nothing new of them.
static void check_interface_bodies(Checker *c, const Symbol *record) {
    const Nominal *n = record->type->u.nominal;
    if (record->instance && !record->instance->is_abstract && record->instance->arg_count) return;
    Checker saved = *c;
    c->home = NULL;
    for (uint32_t k = 0; k < n->methods.len; k++)
        if (n->methods.items[k]->owner == record && adopt_is_default(n->methods.items[k]))
            check_function(c, n->methods.items[k]->node);
    *c = saved;
}

void check_record_bodies(Checker *c, Symbol *record) {
    const Nominal *n = record->type->u.nominal;
    if (record->type->kind == TYPE_INTERFACE) {
        check_interface_bodies(c, record);
        return;
    }
    check_fields_given(c, record);
    for (uint32_t k = 0; k < n->methods.len; k++) {
        Symbol *m = n->methods.items[k];
        if (m->instance) generic_want(c, m); // an interface's
        else check_function(c, m->node);
    }
}

void check_bodies(Checker *c) {
    const Module *m = c->module;
    const NodeList *items = &m->tree->u.module.items;
    if (m->is_main) {
        check_statements(c);
        check_main_function(c);
    }
    for (uint32_t i = 0; i < items->len; i++) {
        Node *n = items->items[i];
        bool record = n->kind == NODE_STRUCT || n->kind == NODE_CLASS || n->kind == NODE_INTERFACE;
        if (n->kind == NODE_ENUM && n->u.enum_.symbol && n->u.enum_.symbol->generic)
            generic_check_draft(c, n->u.enum_.symbol);
        if (n->kind == NODE_FUNCTION) check_function(c, n);
        if (record && n->u.record.symbol && n->u.record.symbol->generic)
            generic_check_draft(c, n->u.record.symbol);
    }
    for (uint32_t i = 0; i < m->records.len; i++) check_record_bodies(c, m->records.items[i]);
}
