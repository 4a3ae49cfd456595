// What a package shows to others says what it throws (LANGUAGE 5): functions, and the methods of
// types, that its index.seam and the files listed as `exports` export. Needs inferred throws.
#include "check/check.h"
#include "check/decl/declare.h"

static bool is_silent(const Symbol *s) {
    const Node *n = s->node;
    if (!n || n->kind != NODE_FUNCTION || !s->type || s->type->kind != TYPE_FUNCTION) return false;
    return s->type->u.function->throws && !n->u.function.throws_written &&
           !n->u.function.throws_type && n->u.function.body;
}

static void check_said(Checker *c, const Symbol *s) {
    if (!is_silent(s)) return;
    const Type *thrown = s->type->u.function->throws;
    bool any = thrown == c->types->error_interface;
    const char *type = any ? "" : arena_printf(c->arena, " %s", type_text(c->arena, thrown));
    Diag *g =
        diag_error(&c->session->diags, E0715, s->span, "`%s` throws%s%s%s, and does not say so",
                   s->name->text, any ? "" : " `", any ? "" : type + 1, any ? "" : "`");
    diag_note(g, "it is exported from the package `%s`: others see only its declaration",
              c->module->package->name);
    diag_help(g, "write `throws%s` before its body", type);
}

static void check_shown(void *context, Name name, Symbol *s) {
    (void)name;
    Checker *c = context;
    check_said(c, s);
    if (s->kind != SYMBOL_TYPE || !s->type || !s->node || s->node->kind == NODE_ALIAS) return;
    TypeKind k = s->type->kind;
    if (k != TYPE_STRUCT && k != TYPE_CLASS && k != TYPE_ENUM) return; // interfaces have no bodies
    const Nominal *n = s->type->u.nominal;
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (!(n->methods.items[i]->flags & SYMBOL_PRIVATE)) check_said(c, n->methods.items[i]);
}

void check_face(Checker *c) {
    if (c->module->is_face) module_each_export(c->module, check_shown, c);
}
