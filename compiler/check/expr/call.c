// Calls: what the callee is (function, method, static, builtin, function value, C), its receiver,
// its result. args.c binds the arguments, foreign/ those of C. Every resolved call is noted for
// throws.
#include <string.h>

#include "check/body/body.h"
#include "check/decl/declare.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"

static const Type *give_up(Checker *c, Node *call) {
    args_check_all(c, call);
    return expr_poison(c);
}

static const Type *finish(Checker *c, Node *call, const Type *result) {
    check_note_call(c, call);
    return result;
}

// `f?.(x)` of what is declared.
static void refuse_optional(Checker *c, Node *call) {
    if (call->u.call.optional)
        diag_help(diag_error(&c->session->diags, E0265, call->u.call.callee->span,
                             "this is never null: write `(..)` instead of `?.(..)`"),
                  "leave the `?.` out");
    call->u.call.optional = false;
}

// ---- Seam functions ----

// A function marked `@unsafe`.
static void want_unsafe(Checker *c, const Node *call, const Symbol *symbol) {
    const Node *n = symbol->node;
    if (!n || n->kind != NODE_FUNCTION) return;
    for (uint32_t i = 0; i < n->u.function.attributes.len; i++)
        if (strcmp(n->u.function.attributes.items[i].name->text, "unsafe") == 0)
            expr_want_unsafe(
                c, call->span,
                arena_printf(&c->session->scratch, "a call of `%s`", symbol->name->text),
                "it is marked `@unsafe`: nothing checks what it is told");
}

static const Type *call_symbol(Checker *c, Node *call, Symbol *symbol, CallKind kind) {
    want_unsafe(c, call, symbol);
    refuse_optional(c, call);
    if (symbol->c) return foreign_call(c, call, symbol); // `extern "C"` without a header
    if (!symbol->type || symbol->type->kind != TYPE_FUNCTION) return give_up(c, call);
    call->u.call.call = kind;
    call->u.call.symbol = symbol;
    ArgTarget target = {.type = symbol->type->u.function,
                        .symbol = symbol,
                        .declaration = symbol->node,
                        .name = symbol->name->text};
    args_bind(c, call, &target);
    return finish(c, call, symbol->type->u.function->result);
}

// The function itself, or of a generic one the instance that this call means; NULL after a
// diagnostic.
static Symbol *choose_instance(Checker *c, Node *call, Symbol *symbol, const Type *receiver,
                               const Type *expected) {
    if (symbol->generic) {
        Symbol *s = generic_infer_call(c, call, symbol, receiver, expected);
        if (s) check_symbol(c, s);
        return s;
    }
    if (call->u.call.type_args.len == 0) return symbol;
    Diag *g = diag_error(&c->session->diags, E0202, call->span, "`%s` takes no type arguments",
                         symbol->name->text);
    expr_label_symbol(c, g, symbol);
    diag_help(g, "leave `<..>` out");
    return NULL;
}

static const Type *call_builtin(Checker *c, Node *call, BuiltinId id, const Type *base,
                                const Type *expected) {
    refuse_optional(c, call);
    if (call->u.call.type_args.len)
        diag_help(diag_error(&c->session->diags, E0202, call->span, "`%s` takes no type arguments",
                             builtin_name(c, id)->text),
                  "leave `<..>` out");
    return finish(c, call, builtin_call(c, call, id, base, expected));
}

// ---- function values ----

static const Type *report_no_function(Checker *c, Node *call) {
    const Node *callee = call->u.call.callee;
    if (callee->type->kind != TYPE_POISON) {
        Diag *g = diag_error(&c->session->diags, E0266, callee->span, "`%s` is not a function",
                             expr_type_text(c, callee->type));
        if (callee->kind == NODE_MEMBER && callee->u.member.builtin)
            diag_help(g, "it is a property: write `.%s` without `()`", callee->u.member.name->text);
    }
    return give_up(c, call);
}

static const Type *call_value(Checker *c, Node *call) {
    Node **callee = &call->u.call.callee;
    const Type *t = (*callee)->type;
    if (member_continues(*callee)) call->u.call.optional = true;
    if (!call->u.call.optional) {
        t = convert_present(c, callee, "a call");
    } else if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE) {
        t = t->u.elem;
    } else if (t->kind != TYPE_POISON) {
        refuse_optional(c, call);
    }
    const Type *result;
    if (t->kind == TYPE_CFN) {
        result = foreign_call_pointer(c, call, t);
    } else if (t->kind == TYPE_FUNCTION) {
        call->u.call.call = CALL_VALUE;
        ArgTarget target = {.type = t->u.function, .name = mismatch_source(c, *callee)};
        const Node *lambda = function_known_lambda(c, *callee); // more than its value tells
        if (lambda) target.declaration = lambda;
        if (lambda) target.type = lambda->u.lambda.symbol->type->u.function;
        args_bind(c, call, &target);
        result = finish(c, call, t->u.function->result);
    } else {
        return report_no_function(c, call);
    }
    bool optional = call->u.call.optional && result->kind != TYPE_VOID;
    if (optional) call->u.call.plain = result;
    return optional ? type_option(c->types, result) : result;
}

// ---- variants ----

static const Type *call_variant(Checker *c, Node *call, Symbol *variant) {
    refuse_optional(c, call);
    if (variant->type->kind != TYPE_FUNCTION) {
        Diag *g = diag_error(&c->session->diags, E0232, call->span, "`%s` carries no values",
                             variant->name->text);
        expr_label_symbol(c, g, variant);
        diag_help(g, "write `%s.%s` without `()`", variant->owner->name->text, variant->name->text);
        args_check_all(c, call);
        return variant->type;
    }
    call->u.call.call = CALL_VARIANT;
    call->u.call.symbol = variant;
    check_variant(c, variant);
    ArgTarget target = {.type = variant->type->u.function,
                        .symbol = variant,
                        .declaration = variant->node,
                        .name = variant->name->text};
    args_bind(c, call, &target);
    return variant->type->u.function->result;
}

// ---- by name ----

static const Type *call_found(Checker *c, Node **slot, Symbol *symbol, const Type *expected) {
    Node *call = *slot;
    switch (symbol->kind) {
    case SYMBOL_FUNCTION:
    case SYMBOL_METHOD:
        symbol = choose_instance(c, call, symbol, NULL, expected);
        return symbol ? call_symbol(c, call, symbol, CALL_FUNCTION) : give_up(c, call);
    case SYMBOL_VARIANT: return call_variant(c, call, symbol);
    case SYMBOL_BUILTIN:
        if (!builtin_is_property(symbol->builtin))
            return call_builtin(c, call, symbol->builtin, NULL, expected);
        check_expr(c, &call->u.call.callee, NULL);
        return call_value(c, call);
    case SYMBOL_C_FUNCTION: refuse_optional(c, call); return foreign_call(c, call, symbol);
    case SYMBOL_C_MACRO: refuse_optional(c, call); return foreign_call_macro(c, call, symbol);
    case SYMBOL_TYPE:
        refuse_optional(c, call);
        check_symbol(c, symbol);
        if (symbol->type && (convert_is_numeric(symbol->type) || symbol->type->kind == TYPE_BOOL ||
                             symbol->type->kind == TYPE_STRING))
            return expr_convert_call(c, slot, symbol->type);
        construct_report_call(c, call, symbol);
        return give_up(c, call);
    case SYMBOL_LOCAL:
    case SYMBOL_PARAM:
    case SYMBOL_GLOBAL:
    case SYMBOL_FIELD:
    case SYMBOL_TYPE_PARAM:
    case SYMBOL_NAMESPACE:
    case SYMBOL_C_CONSTANT:
    case SYMBOL_C_GLOBAL:
    case SYMBOL_C_UNUSABLE: break;
    }
    call->u.call.callee->type = expr_symbol_type(c, call->u.call.callee->span, symbol);
    facts_narrow(c, &call->u.call.callee);
    return call_value(c, call);
}

const Type *call_declared(Checker *c, Node **slot, Symbol *symbol, const Type *expected) {
    (*slot)->u.call.callee->u.name.symbol = symbol;
    return call_found(c, slot, symbol, expected);
}

// A variant of a generic enum: its arguments, and what is expected, tell the instance.
static const Type *call_generic_variant(Checker *c, Node *call, Symbol *generic, Name name,
                                        const Type *expected) {
    Symbol *s = generic_infer_variant(c, call, generic, name, expected);
    if (s) check_symbol(c, s);
    for (uint32_t i = 0; s && i < s->type->u.nominal->variants.len; i++)
        if (s->type->u.nominal->variants.items[i].name == name)
            return call_variant(c, call, s->type->u.nominal->variants.items[i].symbol);
    return give_up(c, call);
}

// `Ok(v)` and `Err(e)`, unless somebody has declared such a name.
Symbol *call_result_of(Checker *c, Name name) {
    bool short_name = strcmp(name->text, "Ok") == 0 || strcmp(name->text, "Err") == 0;
    if (!short_name || scope_find(c->scope, name)) return NULL;
    return scope_find_here(c->program->prelude, intern_text(&c->session->names, "Result"));
}

bool call_is_open_variant(Checker *c, Node *n) {
    if (n->kind == NODE_CALL) n = n->u.call.callee;
    if (n->kind == NODE_NAME) return call_result_of(c, n->u.name.name);
    const Symbol *owner = n->kind == NODE_MEMBER ? member_static(c, n->u.member.object) : NULL;
    return owner && owner->kind == SYMBOL_TYPE && owner->generic && owner->node &&
           owner->node->kind == NODE_ENUM;
}

static const Type *call_name(Checker *c, Node **slot, const Type *expected) {
    Node *callee = (*slot)->u.call.callee;
    Symbol *result = call_result_of(c, callee->u.name.name);
    if (result) return call_generic_variant(c, *slot, result, callee->u.name.name, expected);
    Symbol *symbol = check_name(c, callee->u.name.name, callee->span);
    callee->u.name.symbol = symbol;
    if (!symbol) return give_up(c, *slot);
    return call_found(c, slot, symbol, expected);
}

// ---- of name spaces and types ----

static const Type *call_of_type(Checker *c, Node **slot, Symbol *owner, const Type *expected) {
    Node *call = *slot, *member = call->u.call.callee;
    check_symbol(c, owner);
    if (owner->generic && owner->node->kind == NODE_ENUM)
        return call_generic_variant(c, call, owner, member->u.member.name, expected);
    if (owner->generic) {
        member_report_generic(c, member, owner);
        return give_up(c, call);
    }
    const Type *base = owner->type;
    if (!base || base->kind == TYPE_POISON) return give_up(c, call);
    if (convert_is_numeric(base) || type_is_c_like(base)) {
        const Type *t = expr_convert_method(c, slot, base, member->u.member.name);
        if (t) return t;
    }
    BuiltinId id = builtin_of_type(c, base, member->u.member.name);
    if (id != BUILTIN_NONE && !builtin_is_property(id))
        return call_builtin(c, call, id, base, expected);
    Symbol *symbol = id == BUILTIN_NONE ? member_find(c, base, member) : NULL;
    if (symbol && symbol->kind == SYMBOL_METHOD && symbol->flags & SYMBOL_STATIC) {
        symbol = choose_instance(c, call, symbol, NULL, expected);
        return symbol ? call_symbol(c, call, symbol, CALL_FUNCTION) : give_up(c, call);
    }
    if (symbol && symbol->kind == SYMBOL_VARIANT) return call_variant(c, call, symbol);
    check_expr(c, &call->u.call.callee, NULL); // reports what it is instead
    return call_value(c, call);
}

static const Type *call_static(Checker *c, Node **slot, Symbol *owner, const Type *expected) {
    Node *member = (*slot)->u.call.callee;
    if (!member_note_owner(c, member->u.member.object, owner)) return give_up(c, *slot);
    member_refuse_optional(c, member);
    if (owner->kind == SYMBOL_TYPE) return call_of_type(c, slot, owner, expected);
    Symbol *symbol =
        check_namespace_member(c, owner, member->u.member.name, member->u.member.name_span);
    member->u.member.symbol = symbol;
    if (!symbol) return give_up(c, *slot);
    return call_found(c, slot, symbol, expected);
}

// ---- of values ----

static const Type *report_static(Checker *c, Node *call, const Symbol *method) {
    const Node *member = call->u.call.callee;
    Diag *g = diag_error(&c->session->diags, E0301, member->u.member.name_span,
                         "`%s` is static: it belongs to the type", method->name->text);
    diag_help(g, "call `%s.%s(..)`", method->owner->name->text, method->name->text);
    expr_label_symbol(c, g, method);
    return give_up(c, call);
}

// Of an interface's method what it is for this type, which `Self` means.
static const Type *call_abstract(Checker *c, Node *call, Symbol *method, const Type *base) {
    const Type *type = generic_method_type(c, method, base);
    refuse_optional(c, call);
    if (type->kind != TYPE_FUNCTION) return give_up(c, call);
    if (base->kind == TYPE_INTERFACE && type != method->type) {
        Diag *g = diag_error(&c->session->diags, E0224, call->span,
                             "`%s` takes a `Self`, which a value of the interface does not tell",
                             method->name->text);
        expr_label_symbol(c, g, method);
        diag_help(g, "take the type as a parameter: `function f<T extends %s>(x: T)`",
                  expr_type_text(c, base));
        return give_up(c, call);
    }
    call->u.call.call = base->kind == TYPE_INTERFACE ? CALL_INTERFACE : CALL_METHOD;
    call->u.call.symbol = method;
    ArgTarget target = {.type = type->u.function,
                        .symbol = method,
                        .declaration = method->node,
                        .name = method->name->text};
    args_bind(c, call, &target);
    return finish(c, call, type->u.function->result);
}

static const Type *call_method(Checker *c, Node *call, Symbol *method, const Type *base,
                               const Type *expected) {
    Node *member = call->u.call.callee;
    if (method->flags & SYMBOL_STATIC) return report_static(c, call, method);
    method = choose_instance(c, call, method, NULL, expected);
    if (!method) return give_up(c, call);
    member->u.member.symbol = method;
    member->type = method->type;
    call->u.call.receiver = member->u.member.object;
    member_check_receiver(c, member->u.member.object, base, method);
    if (base->kind == TYPE_INTERFACE || base->kind == TYPE_PARAM)
        return call_abstract(c, call, method, base);
    return call_symbol(c, call, method, CALL_METHOD);
}

// A method of a builtin type that the library has: its first parameter is `this`.
static const Type *call_extension(Checker *c, Node *call, Symbol *generic, const Type *base,
                                  const Type *expected) {
    Node *member = call->u.call.callee;
    call->u.call.receiver = member->u.member.object;
    Symbol *s = choose_instance(c, call, generic, base, expected);
    refuse_optional(c, call);
    if (!s || s->type->kind != TYPE_FUNCTION) return give_up(c, call);
    member->u.member.symbol = s;
    member->type = s->type;
    FunctionType f = *s->type->u.function;
    if (call->u.call.receiver->type == base)
        convert_apply(c, &call->u.call.receiver, f.params[0].type);
    f.params++;
    f.param_count--;
    call->u.call.call = CALL_METHOD;
    call->u.call.symbol = s;
    call->u.call.skip = 1;
    ArgTarget target = {
        .type = &f, .symbol = s, .declaration = s->node, .skip = 1, .name = s->name->text};
    args_bind(c, call, &target);
    return finish(c, call, f.result);
}

static const Type *call_member(Checker *c, Node *call, const Type *base, const Type *expected) {
    Node *member = call->u.call.callee;
    if (base->kind == TYPE_POISON) return give_up(c, call);
    Symbol *symbol = member_find(c, base, member);
    if (symbol && symbol->kind == SYMBOL_METHOD && !(symbol->flags & SYMBOL_GETTER))
        return call_method(c, call, symbol, base, expected);
    BuiltinId id =
        symbol ? BUILTIN_NONE : builtin_find(c, builtin_receiver(base), member->u.member.name);
    if (id != BUILTIN_NONE && !builtin_is_property(id)) {
        call->u.call.receiver = member->u.member.object;
        return call_builtin(c, call, id, base, expected);
    }
    Symbol *extension =
        symbol || id != BUILTIN_NONE
            ? NULL
            : extension_find_call(c, base, member->u.member.name, call->u.call.args.len);
    if (extension) return call_extension(c, call, extension, base, expected);
    member->type = member_type(c, member, base);
    return call_value(c, call);
}

// `Map<string, int>.from(entries)`, the same as `new Map<string, int>(entries)`.
static const Type *call_of_written(Checker *c, Node **slot, const Type *expected) {
    Node *call = *slot, *member = call->u.call.callee, *type = member->u.member.object;
    const Type *t = check_type(c, type);
    if (t->kind == TYPE_POISON) return give_up(c, call);
    bool collection = t->kind == TYPE_MAP || t->kind == TYPE_SET;
    if (!collection || strcmp(member->u.member.name->text, "from") != 0) {
        check_expr(c, &call->u.call.callee, NULL); // reports it
        return give_up(c, call);
    }
    call->kind = NODE_NEW;
    call->u.call.callee = type;
    return expr_new(c, slot, expected);
}

static const Type *call_dotted(Checker *c, Node **slot, const Type *expected) {
    Node *call = *slot, *member = call->u.call.callee;
    Symbol *owner = member_static(c, member->u.member.object);
    if (owner) return call_static(c, slot, owner, expected);
    if (member->u.member.object->kind == NODE_TYPE_NAME) return call_of_written(c, slot, expected);
    MemberBase base = member_base(c, member);
    const Type *t = call_member(c, call, base.type, expected);
    bool wraps = base.optional && t->kind != TYPE_VOID && t->kind != TYPE_NEVER;
    if (wraps) call->u.call.plain = t;
    return wraps ? type_option(c->types, t) : t;
}

const Type *expr_call(Checker *c, Node **slot, const Type *expected) {
    Node *call = *slot;
    Node *callee = call->u.call.callee;
    if (callee->kind == NODE_NAME) return call_name(c, slot, expected);
    if (callee->kind == NODE_MEMBER) return call_dotted(c, slot, expected);
    check_expr(c, &call->u.call.callee, NULL);
    return call_value(c, call);
}
