// `name.d.seam` beside `name.seam`: what it declares has to be there, exported, and of the same
// type. Types are compared by how they are written, since a class declared here and the class there
// are two.
#include <string.h>

#include "check/check.h"
#include "check/decl/declare.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

static void report_missing(Checker *c, const Symbol *declared, const char *where) {
    Diag *g = diag_error(diags(c), E0716, declared->span, "`%s` is declared here, but %s has none",
                         declared->name->text, where);
    diag_help(g, "write it there, or take the declaration away");
}

static void report_different(Checker *c, const Symbol *declared, const Symbol *made,
                             const char *texts[2]) {
    Diag *g = diag_error(diags(c), E0716, declared->span, "`%s` is declared as `%s`, but is `%s`",
                         declared->name->text, texts[0], texts[1]);
    diag_label(g, made->span, "implemented here");
}

static const char *text_of(Checker *c, const Symbol *s) {
    return s->type ? type_text(c->arena, s->type) : "";
}

static bool is_poison(const Symbol *s) { return !s->type || s->type->kind == TYPE_POISON; }

static bool is_record(const Symbol *s) {
    return s->kind == SYMBOL_TYPE && s->node && s->node->kind != NODE_ALIAS && s->type &&
           (s->type->kind == TYPE_STRUCT || s->type->kind == TYPE_CLASS ||
            s->type->kind == TYPE_INTERFACE);
}

static void compare(Checker *c, const Symbol *declared, const Symbol *made);

static void compare_members(Checker *c, const Nominal *declared, const Symbol *owner) {
    const char *where = arena_printf(c->arena, "`%s`", owner->name->text);
    for (uint32_t i = 0; i < declared->members->entries.len; i++) {
        const ScopeEntry *e = &declared->members->entries.items[i];
        const Symbol *made = scope_find_here(owner->type->u.nominal->members, e->name);
        bool hidden = made && made->flags & SYMBOL_PRIVATE;
        if (!made || hidden) report_missing(c, e->symbol, where);
        else compare(c, e->symbol, made);
    }
}

static void compare(Checker *c, const Symbol *declared, const Symbol *made) {
    if (is_poison(declared) || is_poison(made)) return;
    const char *texts[2] = {text_of(c, declared), text_of(c, made)};
    if (declared->kind != made->kind || declared->type->kind != made->type->kind ||
        strcmp(texts[0], texts[1]) != 0)
        report_different(c, declared, made, texts);
    else if (is_record(declared) && is_record(made) && declared->type->u.nominal->members)
        compare_members(c, declared->type->u.nominal, made);
}

typedef struct Pair {
    Checker *checker;
    Module *implementation;
} Pair;

static void compare_export(void *context, Name name, Symbol *declared) {
    const Pair *p = context;
    const Symbol *made = module_export(p->implementation, name);
    if (made) compare(p->checker, declared, made);
    else
        report_missing(p->checker, declared,
                       arena_printf(p->checker->arena, "`%s`", p->implementation->path));
}

void check_declarations(Checker *c) {
    Module *declares = c->module->declarations;
    if (declares) module_each_export(declares, compare_export, &(Pair){c, c->module});
}
