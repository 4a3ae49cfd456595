// What a module exports: declarations of its own, and names that it passes on from other modules
// (`export { a } from "./file"`, `export * from "./file"`). A name of its own wins over what a `*`
// brings. Modules may pass names on in a circle: each is asked once.
#include "check/decl/declare.h"

static bool is_own(const Module *m, const Symbol *s) {
    return s && s->module == m && s->flags & SYMBOL_EXPORTED;
}

// The name under which `r` passes `name` on; NULL: it does not.
static Name name_there(const struct ReExport *r, Name name) {
    const NodeList *names = &r->node->u.import_.names;
    if (names->len == 0) return name;
    for (uint32_t i = 0; i < names->len; i++) {
        const Node *item = names->items[i];
        Name here =
            item->u.import_name.alias ? item->u.import_name.alias : item->u.import_name.name;
        if (here == name) return item->u.import_name.name;
    }
    return NULL;
}

static Symbol *find_passed_on(Module *m, Name name, bool all) {
    for (uint32_t i = 0; i < m->reexports.len; i++) {
        const struct ReExport *r = &m->reexports.items[i];
        if ((r->node->u.import_.names.len == 0) != all) continue;
        Name there = name_there(r, name);
        Symbol *s = there ? module_export(r->from, there) : NULL;
        if (s) return s;
    }
    return NULL;
}

Symbol *module_export(Module *m, Name name) {
    Symbol *own = scope_find_here(m->scope, name);
    if (is_own(m, own)) return own;
    if (m->is_sought) return NULL;
    m->is_sought = true;
    Symbol *s = find_passed_on(m, name, false);
    if (!s) s = find_passed_on(m, name, true);
    m->is_sought = false;
    return s;
}

typedef struct Visit {
    Module *module;
    void (*visit)(void *context, Name name, Symbol *symbol);
    void *context;
} Visit;

// A `*` brings what the module itself would give for the name.
static void visit_passed_on(void *context, Name name, Symbol *symbol) {
    const Visit *v = context;
    if (module_export(v->module, name) == symbol) v->visit(v->context, name, symbol);
}

void module_each_export(Module *m, void (*visit)(void *context, Name name, Symbol *symbol),
                        void *context) {
    if (m->is_visited) return;
    m->is_visited = true;
    for (uint32_t i = 0; i < m->scope->entries.len; i++) {
        const ScopeEntry *e = &m->scope->entries.items[i];
        if (is_own(m, e->symbol)) visit(context, e->name, e->symbol);
    }
    for (uint32_t i = 0; i < m->reexports.len; i++) {
        const struct ReExport *r = &m->reexports.items[i];
        const NodeList *names = &r->node->u.import_.names;
        for (uint32_t k = 0; k < names->len; k++) {
            const Node *item = names->items[k];
            Symbol *s = module_export(r->from, item->u.import_name.name);
            Name here = item->u.import_name.alias;
            if (s) visit(context, here ? here : item->u.import_name.name, s);
        }
        if (names->len == 0)
            module_each_export(r->from, visit_passed_on, &(Visit){m, visit, context});
    }
    m->is_visited = false;
}
