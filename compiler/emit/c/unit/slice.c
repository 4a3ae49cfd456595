// Slices: C functions and globals that a unit uses, declared without their header (DESIGN 3). What
// a slice claims is asserted by the header's shim unit; the unit refers to the shim's symbol, so
// that one made for another state of the header does not link.
#include <string.h>

#include "emit/c/unit/unit.h"

const char *shim_name(Arena *a, const CImport *import, const char *name) {
    const char *key = cimport_key(import);
    // The whole key is in the one name that decides; for the others 48 bits of it tell headers
    // apart.
    return name ? arena_printf(a, "seam_shim_%.12s_%s", key, name)
                : arena_printf(a, "seam_shim_%s", key);
}

void use_shim(Unit *u, const CImport *import) {
    if (!import || u->is_shim || !unit_declare(u, import)) return;
    const char *name = shim_name(u->arena, import, NULL);
    text_printf(&u->slice,
                "extern const char %s[];\n"
                "static const char *const seam_uses_%s __attribute__((used)) = %s;\n",
                name, cimport_key(import), name);
}

bool c_is_wrapped(const Symbol *symbol) {
    return symbol->c &&
           (symbol->kind == SYMBOL_C_MACRO || symbol->c->is_inline || symbol->c->needs_shim);
}

bool c_is_typed_by_call(const Symbol *symbol) {
    return symbol->kind == SYMBOL_C_MACRO || (c_is_wrapped(symbol) && symbol->c->is_variadic);
}

bool c_value_by_address(const Symbol *symbol) {
    return symbol->kind == SYMBOL_C_GLOBAL &&
           (!(symbol->flags & SYMBOL_READONLY) || symbol->type->kind == TYPE_CARRAY);
}

const char *macro_wrapper_name(Arena *a, const MirExpr *call) {
    Text name;
    text_init(&name, a);
    text_printf(&name, "%s_", call->u.call.symbol->c->c_name);
    for (uint32_t i = 0; i < call->u.call.args.len; i++)
        text_printf(&name, "_%s", name_of_type(a, call->u.call.args.items[i]->type));
    return shim_name(a, call->u.call.symbol->c->import, name.chars);
}

// Values that cross must be whole; what is behind a pointer need not.
static const char *parameter_list(Unit *u, const FunctionType *f) {
    Text out;
    text_init(&out, u->arena);
    for (uint32_t i = 0; i < f->param_count; i++) {
        require_type(u, f->params[i].type);
        text_printf(&out, "%s%s", i ? ", " : "", type_c(u, f->params[i].type));
    }
    if (f->variadic) text_put(&out, f->param_count ? ", ..." : "...");
    return out.len ? out.chars : "void";
}

void declare_c_function(Unit *u, Symbol *symbol) {
    const FunctionType *f = symbol->type->u.function;
    const CFacts *c = symbol->c;
    if (c) use_shim(u, c->import);
    if (!unit_declare(u, symbol)) return;
    const char *name = c_function_name(u, symbol);
    require_type(u, f->result);
    const char *list = parameter_list(u, f);
    bool leaves = f->result->kind == TYPE_NEVER || (c && c->is_noreturn);
    const char *result = result_type(u, f->result, false);
    const char *head = arena_printf(u->arena, "%s(%s)", name, list);
    if (!is_unvalued(f->result)) head = declare_c(u, f->result, head);
    text_printf(&u->slice, "%s%s%s%s", leaves ? "SEAM_NORETURN " : "",
                is_unvalued(f->result) ? result : "", is_unvalued(f->result) ? " " : "", head);
    if (c && c->asm_label && !c_is_wrapped(symbol))
        text_printf(&u->slice, " __asm__(\"%s\")", c->asm_label);
    text_put(&u->slice, ";\n");
}

const char *c_function_name(Unit *u, const Symbol *symbol) {
    if (c_is_wrapped(symbol)) return shim_name(u->arena, symbol->c->import, symbol->c->c_name);
    return symbol->c ? symbol->c->c_name : symbol->c_name;
}

void declare_c_macro(Unit *u, const MirExpr *call) {
    use_shim(u, call->u.call.symbol->c->import);
    const char *name = macro_wrapper_name(u->arena, call);
    // A call stands for its wrapper: those of the same types share one name.
    if (!unit_declare(u, intern_text(&u->program->session->names, name))) return;
    Text list;
    text_init(&list, u->arena);
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const Type *t = call->u.call.args.items[i]->type;
        require_type(u, t);
        text_printf(&list, "%s%s", i ? ", " : "", type_c(u, t));
    }
    const char *head = arena_printf(u->arena, "%s(%s)", name, list.len ? list.chars : "void");
    require_type(u, call->type);
    if (is_unvalued(call->type)) text_printf(&u->slice, "void %s;\n", head);
    else text_printf(&u->slice, "%s;\n", declare_c(u, call->type, head));
}

// ---- values ----

static const char *constant_text(Unit *u, const Symbol *symbol) {
    const CFacts *c = symbol->c;
    Text out;
    text_init(&out, u->arena);
    if (c->constant == CCONST_INT) put_integer(&out, c->value.integer, symbol->type);
    if (c->constant == CCONST_FLOAT)
        put_float(&out, c->value.number, type_bits(symbol->type) == 32);
    if (c->constant == CCONST_STRING) put_c_string(&out, c->value.text, strlen(c->value.text));
    return out.chars;
}

const char *c_name_value(Unit *u, const Symbol *symbol) {
    const CFacts *c = symbol->c;
    bool constant = symbol->kind == SYMBOL_C_CONSTANT && c->constant != CCONST_POINTER_EXPR;
    if (constant && !c->needs_shim) return constant_text(u, symbol);
    use_shim(u, c->import);
    bool wrapped = symbol->kind != SYMBOL_C_GLOBAL || c->needs_shim;
    bool by_address = wrapped && c_value_by_address(symbol);
    const char *name = wrapped ? shim_name(u->arena, c->import, symbol->name->text) : c->c_name;
    if (unit_declare(u, symbol)) {
        require_parts(u, symbol->type);
        const char *what = wrapped ? arena_printf(u->arena, "%s(void)", name) : name;
        text_printf(&u->slice, "%s%s%s", wrapped ? "" : "extern ",
                    c->is_thread_local && !wrapped ? "__thread " : "",
                    by_address ? declare_pointer_to(u, symbol->type, what)
                               : declare_raw(u, symbol->type, what));
        if (c->asm_label && !wrapped) text_printf(&u->slice, " __asm__(\"%s\")", c->asm_label);
        text_put(&u->slice, ";\n");
    }
    if (!wrapped) return name;
    return by_address ? arena_printf(u->arena, "(*%s())", name)
                      : arena_printf(u->arena, "%s()", name);
}
