// Raw pointers (LANGUAGE 7.1 "unsafe"): addresses, casts, and the one place that asks for `unsafe`.
#include <string.h>

#include "check/expr/expr.h"
#include "check/module.h"

bool expr_want_unsafe(Checker *c, Span span, const char *what, const char *why) {
    if (c->unsafe_depth > 0) return true;
    Diag *g = diag_error(&c->session->diags, E0309, span, "%s needs `unsafe`", what);
    diag_note(g, "%s", why);
    diag_help(g, "where you know that it is right, put it in `unsafe { .. }`");
    return false;
}

// ---- &x ----

// Whether a place is part of what a pointer to const points to.
static bool is_behind_const(const Node *n) {
    for (const Node *object = n; object; n = object) {
        n = expr_bare(n);
        object = n->kind == NODE_MEMBER  ? n->u.member.object
                 : n->kind == NODE_INDEX ? n->u.index.object
                                         : NULL;
        if (object && object->type && object->type->kind == TYPE_CPTR)
            return object->type->u.pointer.is_const;
    }
    return false;
}

static const Type *address_of(Checker *c, Node *n, PlaceUse use, bool is_const) {
    Node **operand = &n->u.wrap.operand;
    const Type *t = convert_unnarrow(operand);
    if (t->kind == TYPE_POISON || !place_check(c, *operand, use)) return expr_poison(c);
    facts_forget_path(c, *operand);
    if (t->kind == TYPE_CARRAY) t = t->u.carray.elem;
    return type_cptr(c->types, t, is_const);
}

const Type *expr_address_of(Checker *c, Node *n, PlaceUse use) {
    check_expr(c, &n->u.wrap.operand, NULL);
    return address_of(c, n, use, false);
}

const Type *expr_address(Checker *c, Node *n) {
    check_expr(c, &n->u.wrap.operand, NULL);
    bool reads = is_behind_const(n->u.wrap.operand);
    const Type *t = address_of(c, n, reads ? PLACE_LEND : PLACE_ADDRESS, reads);
    if (c->unsafe_depth > 0 || t->kind == TYPE_POISON) return t;
    Diag *g = diag_error(&c->session->diags, E0314, n->span,
                         "`&` lends a place to a C function, as its argument");
    diag_note(g, "anywhere else the pointer could outlive what it points to");
    diag_help(g, "write `&%s` in the call itself", mismatch_source(c, n->u.wrap.operand));
    return expr_poison(c);
}

// ---- x as T ----

static const Type *report_cast(Checker *c, const Node *n, const Type *from, const Type *to) {
    const char *target = expr_type_text(c, to), *text = mismatch_source(c, n->u.as.expr);
    if (from == to) {
        Diag *g = diag_error(&c->session->diags, E0264, n->span,
                             "`%s` is a value of type `%s` already", text, target);
        diag_help(g, "leave `as` out");
        return expr_poison(c);
    }
    Diag *g = diag_error(&c->session->diags, E0264, n->span, "`as` does not turn `%s` into `%s`",
                         expr_type_text(c, from), target);
    diag_note(g, "`as` is for C pointers");
    if (convert_is_numeric(from) && convert_is_numeric(to))
        diag_help(g, "`%s(%s)` converts numbers", target, text);
    else if (convert_exists(c, from, to)) diag_help(g, "leave it out: it converts by itself");
    else if (to->kind == TYPE_STRING) diag_help(g, "a template makes text: `` `${%s}` ``", text);
    else if (from->kind == TYPE_INTERFACE || from->kind == TYPE_ENUM)
        diag_help(g, "test it: `if (%s is %s) { .. }`, in which it is one", text, target);
    return expr_poison(c);
}

static bool is_address(const Type *t) { return t->kind == TYPE_USIZE || t->kind == TYPE_CSIZE; }

static bool is_ffi_symbol(const Type *t) {
    const Symbol *s = t->kind == TYPE_CLASS ? t->u.nominal->symbol : NULL;
    return s && s->module && strcmp(s->module->path, "std:ffi") == 0 &&
           strcmp(s->name->text, "Symbol") == 0;
}

static const Type *cast_symbol(Checker *c, Node **slot, const Type *to) {
    Node *n = *slot;
    expr_want_unsafe(c, n->span, "a symbol as a function",
                     "nothing checks that the function there is what the type says");
    if (to->kind == TYPE_PARAM) return to; // of a generic function: instances will tell
    *slot = n->u.as.expr;
    c->unsafe_depth++; // asked for above
    const Type *made = function_of_symbol(c, slot, to);
    c->unsafe_depth--;
    if (made->kind == TYPE_POISON) *slot = n;
    return made;
}

const Type *expr_cast(Checker *c, Node **slot) {
    Node *n = *slot;
    const Type *from = check_expr(c, &n->u.as.expr, NULL);
    const Type *to = n->u.as.target ? check_type(c, n->u.as.target) : n->type;
    if (is_ffi_symbol(from) && (to->kind == TYPE_PARAM || !type_is_c_pointer(type_strip(to))))
        return cast_symbol(c, slot, to);
    if (from->kind == TYPE_POISON || to->kind == TYPE_POISON) return to;
    const Type *plain_from = type_strip(from), *plain_to = type_strip(to);
    bool from_pointer = type_is_c_pointer(plain_from), to_pointer = type_is_c_pointer(plain_to);
    bool casts =
        (from_pointer && (to_pointer || is_address(to))) || (to_pointer && is_address(from));
    if (!casts) return report_cast(c, n, from, to);
    expr_want_unsafe(c, n->span, "a cast of a pointer",
                     "nothing checks that the memory behind it is what the new type says");
    bool loses_option = from->kind == TYPE_OPTION && to->kind != TYPE_OPTION && to_pointer;
    if (loses_option) convert_present(c, &n->u.as.expr, "`as`");
    if (from->kind == TYPE_UNSURE && to_pointer && to->kind != TYPE_OPTION)
        convert_present(c, &n->u.as.expr, "`as`");
    return to;
}
