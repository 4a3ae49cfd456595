// What can be gone through item by item: arrays, sets, maps and bytes, which become an `Iterable`
// value by `asIterable` of the library where one is wanted, and all that implements `Iterable`.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"

bool iterable_is(const Type *interface_) {
    const Nominal *n = interface_->kind == TYPE_INTERFACE ? interface_->u.nominal : NULL;
    return n && n->arg_count == 1 && n->generic->module->is_library &&
           strcmp(n->name->text, "Iterable") == 0;
}

static const Type *entry_of(Checker *c, const Type *map) {
    const Type *parts[2] = {map->u.map.key, map->u.map.value};
    return type_tuple(c->types, parts, 2);
}

const Type *iterable_builtin_item(Checker *c, const Type *t) {
    const Type *item = NULL;
    if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW || t->kind == TYPE_SET) item = t->u.elem;
    else if (t->kind == TYPE_MAP) item = entry_of(c, t);
    else if (t->kind == TYPE_BUFFER) item = type_basic(c->types, U8);
    return item && item->kind == TYPE_OPTION ? NULL : item; // null would be the end
}

const Type *iterable_item(Checker *c, const Type *t) {
    if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW) return t->u.elem;
    const Type *item = iterable_builtin_item(c, t);
    if (item) return item;
    const Symbol *generic =
        scope_find_here(c->program->prelude, intern_text(&c->session->names, "Iterable"));
    const Type *list = generic ? generic_interface(c, t, generic) : NULL;
    return list ? list->u.nominal->args[0] : NULL;
}

Symbol *library_symbol(Checker *c, const char *text) {
    Name name = intern_text(&c->session->names, text);
    Symbol *s = NULL;
    for (uint32_t i = 0; i < c->program->library.len && !s; i++)
        s = scope_find_here(c->program->library.items[i]->scope, name);
    return s;
}

Node *library_method_call(Checker *c, Node *object, const char *method) {
    convert_wrap(c, &object, CONVERT_SAME, object->type); // is not checked again
    Node *call = node_new(c->arena, NODE_CALL, object->span);
    Node *member = call->u.call.callee = node_new(c->arena, NODE_MEMBER, object->span);
    member->u.member.object = object;
    member->u.member.name = intern_text(&c->session->names, method);
    member->u.member.name_span = object->span;
    return call;
}

bool iterable_convert(Checker *c, Node **slot, const Type *from, const Type *to) {
    if (!iterable_is(to) || iterable_builtin_item(c, from) != to->u.nominal->args[0]) return false;
    if (!slot) return true;
    *slot = library_method_call(c, *slot, "asIterable");
    check_expr(c, slot, NULL);
    return true;
}
