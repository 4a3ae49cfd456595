// Calls of function-like macros. A macro has no signature, so clang is asked for the type of the
// call with arguments of these types, as C spells them (cimport_probe); the arguments are those of
// variadics.
#include "check/foreign/foreign.h"

// ---- types as C spells them ----

static const char *c_type(Checker *c, const Type *t);

static const char *number_text(const Type *t) {
    switch ((int)t->kind) { // without the help of stdint.h
    case TYPE_I8: return "signed char";
    case TYPE_I16: return "short";
    case TYPE_I32: return "int";
    case TYPE_I64:
    case TYPE_ISIZE: return "long";
    case TYPE_U8: return "unsigned char";
    case TYPE_U16: return "unsigned short";
    case TYPE_U32: return "unsigned";
    case TYPE_U64:
    case TYPE_USIZE: return "unsigned long";
    case TYPE_BOOL: return "_Bool";
    }
    return type_info[t->kind].c;
}

static const char *function_text(Checker *c, const FunctionType *f) {
    Arena *scratch = &c->session->scratch;
    const char *params = f->param_count == 0 ? "void" : "";
    for (uint32_t i = 0; i < f->param_count; i++) {
        const char *param = c_type(c, f->params[i].type);
        if (!param) return NULL;
        params = arena_printf(scratch, "%s%s%s", params, i ? ", " : "", param);
    }
    const char *result = c_type(c, f->result);
    if (!result) return NULL;
    return arena_printf(scratch, "__typeof__(%s (*)(%s%s))", result, params,
                        f->variadic ? ", ..." : "");
}

static const char *pointer_text(Checker *c, const Type *t) {
    if (t->kind == TYPE_CSTRING) return "const char *";
    if (t->kind == TYPE_CVOIDPTR) return t->u.pointer.is_const ? "const void *" : "void *";
    if (t->kind == TYPE_CFN) return function_text(c, t->u.function);
    const char *elem = c_type(c, t->u.elem);
    if (!elem) return NULL;
    return arena_printf(&c->session->scratch, "%s %s*", elem,
                        t->u.pointer.is_const ? "const " : "");
}

// NULL: C has no name for it.
static const char *c_type(Checker *c, const Type *t) {
    t = type_strip(t);
    if (type_is_c_pointer(t)) return pointer_text(c, t);
    if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION || t->kind == TYPE_CENUM)
        return t->u.nominal->c_header_name;
    if (type_is_number(t) || t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL) return number_text(t);
    return t->kind == TYPE_VOID ? "void" : NULL;
}

// ---- the call ----

static void report(Checker *c, const Node *call, const Symbol *symbol, const char *why) {
    Diag *g = diag_error(&c->session->diags, E0656, call->span,
                         "the macro `%s` cannot be called like this", symbol->name->text);
    diag_note(g, "%s", why);
    expr_label_symbol(c, g, symbol);
}

// The types of the arguments, NULL where one has none in C: reported.
static const char **argument_types(Checker *c, Node *call, const Symbol *symbol) {
    NodeList *args = &call->u.call.args;
    const char **types = ARENA_ARRAY(&c->session->scratch, const char *, args->len);
    bool good = true;
    CCall k = {.c = c, .call = call, .symbol = symbol, .name = symbol->name->text};
    for (uint32_t i = 0; i < args->len; i++) {
        Node *arg = args->items[i];
        arg->u.arg.param = i;
        uint32_t errors = c->session->diags.errors;
        c_promote(&k, &arg->u.arg.value);
        const Type *t = arg->u.arg.value->type;
        types[i] = c_type(c, t);
        if (types[i]) continue;
        good = false;
        if (t->kind != TYPE_POISON && errors == c->session->diags.errors)
            report(
                c, arg->u.arg.value, symbol,
                arena_printf(&c->session->scratch, "C has no name for `%s`", expr_type_text(c, t)));
    }
    return good ? types : NULL;
}

static CImport *import_of(Checker *c, const Symbol *symbol) {
    for (uint32_t i = 0; i < c->module->c_imports.len; i++)
        if (c->module->c_imports.items[i] == symbol->c->import)
            return c->module->c_imports.items[i];
    return NULL;
}

const Type *foreign_call_macro(Checker *c, Node *call, Symbol *symbol) {
    foreign_warn_deprecated(c, symbol, call->u.call.callee->span);
    call->u.call.call = CALL_C;
    call->u.call.symbol = symbol;
    call->u.call.param_count = call->u.call.args.len;
    const char **types = argument_types(c, call, symbol);
    if (!types) return expr_poison(c);
    const Type *result = NULL;
    const char *why = "its header is not imported here";
    CImport *import = import_of(c, symbol);
    if (import && cimport_probe(import, symbol, types, call->u.call.args.len, &result, &why)) {
        check_note_call(c, call);
        return result;
    }
    report(c, call, symbol, why);
    return expr_poison(c);
}
