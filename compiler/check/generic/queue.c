// Checking what generics are: each declaration once as its draft, each instance that somebody wants
// in the order of demand. What is found in an instance is said with the place that asked for it; of
// the library, which is not the user's to mend, at that place.
#include "check/generic/generic.h"

#include "check/body/body.h"
#include "check/decl/declare.h"

// ---- wanting ----

void generic_want(Checker *c, Symbol *s) {
    Instance *i = s->instance;
    if (i->is_abstract || i->home || !c->home) return;
    i->home = c->home;
    VEC_PUSH(c->arena, &c->program->generics->wanted, s);
    if (s->node->kind != NODE_ALIAS) VEC_PUSH(c->arena, &c->home->instances, s);
}

static void want_function(Checker *c, const FunctionType *f) {
    for (uint32_t i = 0; i < f->param_count; i++) generic_want_type(c, f->params[i].type);
    generic_want_type(c, f->result);
    generic_want_type(c, f->throws);
}

void generic_want_type(Checker *c, const Type *t) {
    if (!t || type_basic(c->types, POISON) == t) return;
    TypeKind k = t->kind;
    if (k == TYPE_OPTION || k == TYPE_UNSURE || k == TYPE_ARRAY || k == TYPE_VIEW ||
        k == TYPE_SET || k == TYPE_WEAK || k == TYPE_RANGE || k == TYPE_CPTR) {
        generic_want_type(c, t->u.elem);
    } else if (k == TYPE_MAP) {
        generic_want_type(c, t->u.map.key);
        generic_want_type(c, t->u.map.value);
    } else if (k == TYPE_TUPLE) {
        for (uint32_t i = 0; i < t->u.tuple.count; i++) generic_want_type(c, t->u.tuple.items[i]);
    } else if (k == TYPE_FUNCTION || k == TYPE_CFN) {
        want_function(c, t->u.function);
    } else if ((k == TYPE_STRUCT || k == TYPE_CLASS || k == TYPE_INTERFACE || k == TYPE_ENUM) &&
               t->u.nominal->symbol && t->u.nominal->symbol->instance) {
        generic_want(c, t->u.nominal->symbol);
    }
}

// ---- what an instance is made of ----

static void want_parts(Checker *c, const Symbol *s) {
    if (s->kind != SYMBOL_TYPE || s->node->kind == NODE_ALIAS) {
        generic_want_type(c, s->type->kind == TYPE_FUNCTION ? s->type : NULL);
        if (s->kind == SYMBOL_TYPE) generic_want_type(c, s->type);
        return;
    }
    const Nominal *n = s->type->u.nominal;
    for (uint32_t i = 0; i < n->implements.len; i++) generic_want_type(c, n->implements.items[i]);
    for (uint32_t i = 0; i < n->fields.len; i++) generic_want_type(c, n->fields.items[i].type);
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (n->methods.items[i]->type) generic_want_type(c, n->methods.items[i]->type);
}

static void check_one(Checker *c, Symbol *s) {
    Checker saved = check_enter(c, s->module);
    generic_enter(c, s);
    check_symbol(c, s);
    if (s->kind == SYMBOL_TYPE && s->node->kind != NODE_ALIAS) {
        check_complete_record(c, s);
        check_implemented(c, s);
        want_parts(c, s);
        check_record_bodies(c, s);
    } else {
        want_parts(c, s);
        if (s->node->kind == NODE_FUNCTION) check_function(c, s->node);
    }
    *c = saved;
}

// ---- messages ----

static void explain(Checker *c, Diag *g, const Symbol *s) {
    const Span asked = s->instance->span;
    if (s->module->is_library) {
        const Span inside = g->span;
        g->span = asked;
        diag_label(g, inside, "found here, in the library");
    } else if (asked.source) {
        diag_label(g, asked, "needed here, for other types than it was written for");
    }
    (void)c;
}

static void check_wanted(Checker *c, Symbol *s) {
    Diags *d = &c->session->diags;
    uint32_t before = d->list.len;
    check_one(c, s);
    if (!s->instance->arg_count && !s->module->is_library) return; // it is as it is written
    for (uint32_t i = before; i < d->list.len; i++)
        if (d->list.items[i]->span.source == s->span.source) explain(c, d->list.items[i], s);
}

// ---- the queues ----

void generic_check_draft(Checker *c, Symbol *generic) {
    const Generic *g = generic->generic;
    if (!g->count && !g->is_local && !symbol_instance(generic)) return; // checked where it is used
    Symbol *draft = generic_draft(c, generic);
    bool is_wanted = draft->instance->home; // without type parameters: it is its own instance
    if (draft->instance->is_checked || is_wanted) return;
    draft->instance->is_checked = true;
    VEC_PUSH(c->arena, &c->program->generics->drafts, draft);
}

void check_instances(Checker *c) {
    Generics *all = c->program->generics;
    while (all->drafts_done < all->drafts.len || all->wanted_done < all->wanted.len) {
        if (all->drafts_done < all->drafts.len) {
            check_one(c, all->drafts.items[all->drafts_done++]);
            continue;
        }
        check_wanted(c, all->wanted.items[all->wanted_done++]);
    }
}
