// Types, and functions with type parameters, that are declared inside of a function: generic
// declarations (check/generic) whose scope is the block, so that each instance of a function around
// them has its own. They may stand in any order there. Nothing of the function's values reaches
// them: what they are made of outlives the call.
#include "check/body/body.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static bool is_type(const Node *n) {
    return n->kind == NODE_STRUCT || n->kind == NODE_CLASS || n->kind == NODE_INTERFACE ||
           n->kind == NODE_ENUM || n->kind == NODE_ALIAS;
}

static const NodeList *type_params(const Node *n) {
    if (n->kind == NODE_FUNCTION) return &n->u.function.type_params;
    if (n->kind == NODE_ENUM) return &n->u.enum_.type_params;
    if (n->kind == NODE_ALIAS) return &n->u.alias.type_params;
    return &n->u.record.type_params;
}

static Symbol *new_symbol(Checker *c, Node *n) {
    if (n->kind == NODE_FUNCTION)
        return symbol_new(c->arena, SYMBOL_FUNCTION, n->u.function.name, n->u.function.name_span);
    if (n->kind == NODE_ENUM)
        return symbol_new(c->arena, SYMBOL_TYPE, n->u.enum_.name, n->u.enum_.name_span);
    if (n->kind == NODE_ALIAS)
        return symbol_new(c->arena, SYMBOL_TYPE, n->u.alias.name, n->u.alias.name_span);
    return symbol_new(c->arena, SYMBOL_TYPE, n->u.record.name, n->u.record.name_span);
}

static bool is_declaration(const Node *n) {
    bool generic = n->kind == NODE_FUNCTION && n->u.function.body && n->u.function.type_params.len;
    return is_type(n) || generic;
}

// The statement leaves an empty block behind.
static Symbol *declare(Checker *c, Node *n) {
    Node *declaration = node_new(c->arena, NODE_POISON, n->span);
    *declaration = *n;
    *n = (Node){.kind = NODE_BLOCK, .span = n->span};
    if (is_type(declaration) && declaration->kind != NODE_ENUM && declaration->kind != NODE_ALIAS)
        check_attributes(c, &declaration->u.record.attributes);
    if (declaration->kind == NODE_FUNCTION)
        check_attributes(c, &declaration->u.function.attributes);
    Symbol *s = new_symbol(c, declaration);
    s->node = declaration;
    s->module = c->module;
    generic_declare(c, s, type_params(declaration), c->scope);
    s->generic->is_local = true;
    check_add(c, c->scope, s->name, s);
    return s;
}

void local_declare(Checker *c, const NodeList *items) {
    VEC(Symbol *) found = {0};
    for (uint32_t i = 0; i < items->len; i++)
        if (is_declaration(items->items[i]))
            VEC_PUSH(&c->session->scratch, &found, declare(c, items->items[i]));
    for (uint32_t i = 0; i < found.len; i++) {
        Symbol *s = found.items[i];
        if (!s->generic->count) check_instance(c, s, NULL, 0, s->span);
        generic_check_draft(c, s);
    }
}
