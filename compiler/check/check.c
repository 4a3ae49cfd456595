// The checker's table of contents: each step goes over all modules before the next begins.
#include "check/check.h"

#include "check/body/body.h"
#include "check/body/throws.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

typedef void Step(Checker *c);

static void each_module(Checker *c, Step *step) {
    for (uint32_t i = 0; i < c->program->modules.len; i++) {
        Checker saved = check_enter(c, c->program->modules.items[i]);
        step(c);
        *c = saved;
    }
}

static void each_record(Checker *c, void (*visit)(Checker *c, Symbol *record)) {
    for (uint32_t i = 0; i < c->module->records.len; i++) visit(c, c->module->records.items[i]);
}

static void name_interfaces(Checker *c) { each_record(c, check_implements); }

static void complete_records(Checker *c) { each_record(c, check_record); }

static void settle(Checker *c, Symbol *record) {
    (void)c;
    record->type->u.nominal->settled = true;
}

static void complete_fields(Checker *c, Symbol *record) {
    const Nominal *n = record->type->u.nominal;
    for (uint32_t i = 0; i < n->fields.len; i++) check_symbol(c, n->fields.items[i].symbol);
    for (uint32_t i = 0; i < n->statics.len; i++) check_symbol(c, n->statics.items[i]);
}

static void complete_methods(Checker *c, Symbol *record) {
    const Nominal *n = record->type->u.nominal;
    for (uint32_t i = 0; i < n->methods.len; i++) check_symbol(c, n->methods.items[i]);
}

static void complete_values(Checker *c) { each_record(c, complete_fields); }

static void settle_records(Checker *c) { each_record(c, settle); }

static void complete_signatures(Checker *c) { each_record(c, complete_methods); }

// Everything but the main file's variables: those get their types in the order of its statements.
static void complete_names(Checker *c) {
    const Scope *top = c->module->scope;
    for (uint32_t i = 0; i < top->entries.len; i++) {
        Symbol *s = top->entries.items[i].symbol;
        if (s->kind != SYMBOL_GLOBAL || !c->module->is_main) check_symbol(c, s);
    }
    each_record(c, check_implemented);
}

// The library's exports are in scope everywhere. Whatever of it nobody uses is not even looked at.
static void collect_library(Checker *c) {
    for (uint32_t i = 0; i < c->program->library.len; i++) {
        Module *m = c->program->library.items[i];
        Checker saved = check_enter(c, m);
        check_collect(c);
        *c = saved;
        for (uint32_t k = 0; k < m->scope->entries.len; k++) {
            Symbol *s = m->scope->entries.items[k].symbol;
            if (s->flags & SYMBOL_EXPORTED) scope_add(c->program->prelude, s);
        }
    }
}

// ... but for our tests.
static void check_library(Checker *c) {
    for (uint32_t i = 0; c->program->check_library && i < c->program->library.len; i++) {
        Checker saved = check_enter(c, c->program->library.items[i]);
        check_bodies(c);
        *c = saved;
    }
}

void check_program(Program *p) {
    Checker checker = {.program = p, .session = p->session, .types = &p->types, .arena = p->arena};
    Checker *c = &checker;
    throws_init(c);
    generics_init(c);
    // names
    collect_library(c);
    each_module(c, check_collect);
    each_module(c, check_bind_imports);
    // declarations
    each_module(c, name_interfaces);
    each_module(c, complete_records);
    each_module(c, complete_values);
    each_module(c, settle_records);
    each_module(c, complete_signatures);
    each_module(c, complete_names);
    p->generics->declared = true;
    // bodies
    each_module(c, check_bodies);
    check_instances(c);
    check_library(c);
    check_instances(c);
    each_module(c, check_shared_variables);
    each_module(c, check_tests);
    throws_infer(c);
    each_module(c, check_face);
    each_module(c, check_declarations);
    if (c->session->diags.errors > 0) return;
    check_copies(c);
    check_escapes(c);
}
