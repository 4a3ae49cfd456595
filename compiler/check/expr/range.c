// Ranges as values: `a..b` anywhere but in the head of a `for` is a `Range` of the library.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"

bool range_is(const Type *t) {
    const Symbol *s = t->kind == TYPE_STRUCT ? t->u.nominal->symbol : NULL;
    return s && s->module && s->module->is_library && strcmp(s->name->text, "Range") == 0;
}

static Node *field(Checker *c, const char *name, Node *value) {
    Node *n = node_new(c->arena, NODE_FIELD_INIT, value->span);
    n->u.field_init.name = intern_text(&c->session->names, name);
    n->u.field_init.value = value;
    n->u.field_init.checked = true;
    return n;
}

const Type *range_value(Checker *c, Node **slot) {
    Node *n = *slot;
    const Type *t = expr_range(c, n);
    if (t->kind == TYPE_POISON) return t;
    const Type *whole = type_basic(c->types, I64);
    if (!convert_apply(c, &n->u.binary.left, whole) ||
        !convert_apply(c, &n->u.binary.right, whole)) {
        Diag *g = diag_error(&c->session->diags, E0252, n->span,
                             "a `Range` holds `int`, and this one goes over `%s`",
                             expr_type_text(c, t->u.elem));
        diag_help(g, "convert both ends: `int(%s)`; in the head of a `for` it stands as it is",
                  mismatch_source(c, n->u.binary.right));
        return expr_poison(c);
    }
    Symbol *range = check_instance(c, library_symbol(c, "Range"), NULL, 0, n->span);
    check_symbol(c, range);
    Node *made = node_new(c->arena, NODE_STRUCT_LITERAL, n->span);
    VEC_PUSH(c->arena, &made->u.struct_literal.fields, field(c, "from", n->u.binary.left));
    VEC_PUSH(c->arena, &made->u.struct_literal.fields, field(c, "to", n->u.binary.right));
    *slot = made;
    return made->type = expr_struct_literal(c, slot, range->type);
}
