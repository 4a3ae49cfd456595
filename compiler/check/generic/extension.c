// Methods of builtin types that are written in Seam: functions of the library whose first parameter
// is `this`. Found by their name and the type that they are called on.
#include "check/expr/expr.h"
#include "check/generic/generic.h"

void extension_declare(Checker *c, Symbol *s) {
    Symbol *first = scope_add(c->program->extensions, s);
    if (!first) return;
    while (first->next) first = first->next;
    first->next = s;
}

static const Type *receiver_of(Checker *c, Symbol *s) {
    Generic *g = s->generic;
    if (!g->this_) {
        Symbol *draft = generic_draft(c, s);
        check_symbol(c, draft);
        g->this_ = draft->type->kind == TYPE_FUNCTION ? draft->type->u.function->params[0].type
                                                      : draft->type;
    }
    return g->this_;
}

static bool fits(Checker *c, Symbol *s, const Type *base) {
    const Generic *g = s->generic;
    const Type *receiver = receiver_of(c, s);
    const Type **bound = ARENA_ARRAY(&c->session->scratch, const Type *, g->count);
    if (!generic_unify(c, g, bound, receiver, base)) return false;
    Substitution by = {g->types, bound, g->count};
    for (uint32_t i = 0; i < g->count; i++) {
        const Symbol *param = g->types[i]->u.param.symbol;
        for (uint32_t k = 0; bound[i] && k < param->bounds.len; k++)
            if (!generic_satisfies(c, bound[i], generic_substitute(c, param->bounds.items[k], &by)))
                return false;
    }
    return true;
}

Symbol *extension_find(Checker *c, const Type *base, Name name) {
    Symbol *s = scope_find_here(c->program->extensions, name);
    while (s && !fits(c, s, base)) s = s->next;
    return s;
}

// The only case of two under one name for one type: they differ in how many arguments they take.
Symbol *extension_find_call(Checker *c, const Type *base, Name name, uint32_t count) {
    Symbol *first = extension_find(c, base, name);
    for (Symbol *s = first; s; s = s->next)
        if (s->node->u.function.params.len == count + 1 && fits(c, s, base)) return s;
    return first;
}

void extension_offer(Checker *c, const Type *base, Nearest *nearest) {
    const Scope *all = c->program->extensions;
    for (uint32_t i = 0; i < all->entries.len; i++)
        if (extension_find(c, base, all->entries.items[i].name))
            nearest_offer(nearest, all->entries.items[i].name->text);
}
