// Arguments that no parameter describes: after `...`, and of macros. C's default argument
// promotions, from Seam's types: a fitting literal is an `int`, other integers are 64 bits wide,
// C's own stay as they are.
#include "check/foreign/foreign.h"

static bool is_small_literal(CCall *k, Node *value) {
    int64_t number;
    return literal_is_flexible(value) && !literal_is_fraction(value) &&
           check_constant_int(k->c, value, &number) && number >= INT32_MIN && number <= INT32_MAX;
}

static void promote_number(CCall *k, Node **slot) {
    Checker *c = k->c;
    const Type *t = (*slot)->type;
    bool is_own = type_is_c_integer(t) || t->kind == TYPE_CENUM || t->kind == TYPE_U64 ||
                  t->kind == TYPE_USIZE;
    if (is_small_literal(k, *slot)) check_expr(c, slot, type_basic(c->types, CINT));
    else if (!is_own) convert_apply(c, slot, type_basic(c->types, I64));
}

static void promote_buffer(CCall *k, Node **slot) {
    Checker *c = k->c;
    const Type *t = (*slot)->type;
    const Type *elem = t->kind == TYPE_BUFFER   ? type_basic(c->types, U8)
                       : t->kind == TYPE_CARRAY ? t->u.carray.elem
                                                : t->u.elem;
    uint64_t size;
    uint32_t align;
    if (!type_c_layout(elem, &size, &align)) {
        mismatch_report(c, *slot, type_basic(c->types, CVOIDPTR), "an argument of C");
        return;
    }
    c_want_unsafe(k, *slot, "a buffer without a length",
                  "no parameter says how long it is, so C may reach past its end");
    convert_wrap(c, slot, CONVERT_BUFFER, type_cptr(c->types, elem, t->kind == TYPE_VIEW));
}

static bool is_plain(const Type *t) {
    return t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL || t->kind == TYPE_POISON ||
           t->kind == TYPE_NEVER || type_is_c_pointer(type_strip(t)) ||
           ((t->kind == TYPE_STRUCT || t->kind == TYPE_UNION) && t->u.nominal->is_c);
}

static const Symbol *named_function(Checker *c, Node **slot) {
    const Node *value = expr_bare(*slot);
    Symbol *s = value->kind == NODE_NAME ? scope_find(c->scope, value->u.name.name) : NULL;
    if (!s || s->kind != SYMBOL_FUNCTION || s->generic) return NULL;
    return check_expr(c, slot, NULL)->kind == TYPE_FUNCTION ? function_named(*slot) : NULL;
}

// Nothing says which C function it is to be. A named one has types of its own, which may be C's.
static void report_function(CCall *k, Node **slot) {
    Checker *c = k->c;
    const Symbol *named = named_function(c, slot);
    const FunctionType *f = named ? named->type->u.function : NULL;
    Diag *g = diag_error(&c->session->diags, E0250, (*slot)->span,
                         "behind dots, nothing says which C type this function has");
    if (f && !f->throws)
        diag_help(g, "give it one before: `const f: CFn<%s> = %s`, or a type of the header's",
                  expr_type_text(c, named->type), named->name->text);
    else
        diag_help(g,
                  "give it one before: `const f: CFn<(..) => ..> = ..`, or a type of the header's");
    (*slot)->type = expr_poison(c);
}

static void promote_value(CCall *k, Node **slot) {
    Checker *c = k->c;
    if (c_is_function(c, *slot)) {
        report_function(k, slot);
        return;
    }
    const Type *t = check_expr(c, slot, NULL);
    if (is_plain(t)) return;
    if (convert_is_integral(t)) promote_number(k, slot);
    else if (type_is_float(t)) convert_apply(c, slot, type_basic(c->types, F64));
    else if (t->kind == TYPE_STRING)
        convert_wrap(c, slot, CONVERT_CSTRING, type_basic(c->types, CSTRING));
    else if (t->kind == TYPE_NULL)
        convert_apply(c, slot, type_option(c->types, type_basic(c->types, CVOIDPTR)));
    else if (t->kind == TYPE_BUFFER || t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW ||
             t->kind == TYPE_CARRAY)
        promote_buffer(k, slot);
    else mismatch_report(c, *slot, type_basic(c->types, CVOIDPTR), "an argument of C");
}

void c_promote(CCall *k, Node **slot) {
    if (expr_bare(*slot)->kind != NODE_ADDRESS) {
        promote_value(k, slot);
        return;
    }
    while ((*slot)->kind == NODE_PAREN) *slot = (*slot)->u.wrap.operand;
    (*slot)->type = expr_address_of(k->c, *slot, PLACE_ADDRESS);
}
