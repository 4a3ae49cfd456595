// Rows of an interface -> Symbols, when they are first asked for.
#include <string.h>

#include "import/c/import.h"

static CFacts *new_facts(CImport *import, const IfcSymbol *row) {
    const Ifc *ifc = &import->ifc;
    CFacts *c = ARENA_NEW(import->all->types->arena, CFacts);
    c->import = import;
    c->c_name = ifc_text_at(ifc, row->c_name ? row->c_name : row->name);
    c->file = ifc_text_at(ifc, ifc->files[row->file].path);
    c->line = row->line;
    c->col = row->col;
    if (row->flags & IFC_DEPRECATED) c->deprecated = ifc_text_at(ifc, row->text);
    c->is_inline = row->flags & IFC_INLINE;
    c->is_noreturn = row->flags & IFC_NORETURN;
    c->is_thread_local = row->flags & IFC_THREAD_LOCAL;
    return c;
}

static void make_unusable(CImport *import, Symbol *symbol, CFacts *c, const char *reason) {
    symbol->kind = SYMBOL_C_UNUSABLE;
    symbol->type = type_basic(import->all->types, POISON);
    c->reason = reason;
}

static const char *text_or_null(const Ifc *ifc, IfcText text) {
    return text ? ifc_text_at(ifc, text) : NULL;
}

static void make_function(CImport *import, Symbol *symbol, CFacts *c, const IfcSymbol *row) {
    const Ifc *ifc = &import->ifc;
    const IfcFunction *f = &ifc->functions[row->detail];
    const char *why = NULL;
    symbol->kind = SYMBOL_C_FUNCTION;
    c->asm_label = text_or_null(ifc, f->asm_label);
    c->signature = text_or_null(ifc, f->signature);
    symbol->type = ctype_function(import, row->type, row->flags & IFC_RETURNS_NONNULL, &why);
    if (!symbol->type) {
        make_unusable(import, symbol, c, why);
        return;
    }
    c->is_variadic = symbol->type->u.function->variadic;
    c->ownership = text_or_null(ifc, f->facts);
    c->format_param = f->format_param;
}

// The type of a value; reports false after making the symbol unusable.
static bool set_value_type(CImport *import, Symbol *symbol, CFacts *c, uint32_t row, bool bare) {
    const char *why = NULL;
    symbol->type = bare ? ctype_bare(import, row, &why) : ctype_value(import, row, &why);
    if (symbol->type && symbol->type->kind != TYPE_VOID) return true;
    Arena *a = import->all->types->arena;
    make_unusable(import, symbol, c,
                  why ? arena_printf(a, "has the type %s, which Seam cannot express yet", why)
                      : "has no value");
    return false;
}

static void make_constant(CImport *import, Symbol *symbol, CFacts *c, const IfcSymbol *row) {
    const IfcConstant *constant = &import->ifc.constants[row->detail];
    symbol->kind = row->kind == IFC_SYMBOL_EXPR ? SYMBOL_C_GLOBAL : SYMBOL_C_CONSTANT;
    if (row->kind == IFC_SYMBOL_EXPR && (row->flags & IFC_READONLY))
        symbol->flags |= SYMBOL_READONLY;
    if (!set_value_type(import, symbol, c, row->type, constant->kind == IFC_CONST_STRING)) return;
    switch ((IfcConstantKind)constant->kind) {
    case IFC_CONST_INT:
        c->constant = CCONST_INT;
        memcpy(&c->value.integer, &constant->bits, sizeof constant->bits);
        break;
    case IFC_CONST_FLOAT:
        c->constant = CCONST_FLOAT;
        memcpy(&c->value.number, &constant->bits, sizeof constant->bits);
        break;
    case IFC_CONST_STRING:
    case IFC_CONST_EXPR:
        c->constant = constant->kind == IFC_CONST_STRING ? CCONST_STRING : CCONST_POINTER_EXPR;
        c->value.text = ifc_text_at(&import->ifc, constant->text);
        c->needs_shim = constant->kind == IFC_CONST_EXPR;
        break;
    }
}

static void make_type(CImport *import, Symbol *symbol, CFacts *c, const IfcSymbol *row) {
    const char *why = NULL;
    symbol->kind = SYMBOL_TYPE;
    symbol->type = ctype_bare(import, row->type, &why);
    if (!symbol->type)
        make_unusable(import, symbol, c,
                      arena_printf(import->all->types->arena,
                                   "stands for %s, which Seam cannot express yet", why));
}

static void fill(CImport *import, Symbol *symbol, CFacts *c, const IfcSymbol *row) {
    switch ((IfcSymbolKind)row->kind) {
    case IFC_SYMBOL_FUNCTION: make_function(import, symbol, c, row); return;
    case IFC_SYMBOL_CONSTANT:
    case IFC_SYMBOL_EXPR: make_constant(import, symbol, c, row); return;
    case IFC_SYMBOL_TYPE: make_type(import, symbol, c, row); return;
    case IFC_SYMBOL_GLOBAL:
        symbol->kind = SYMBOL_C_GLOBAL;
        if (row->flags & IFC_READONLY) symbol->flags |= SYMBOL_READONLY;
        c->needs_shim = row->flags & IFC_INTERNAL;
        if (c->needs_shim) c->value.text = c->c_name;
        set_value_type(import, symbol, c, row->type, false);
        return;
    case IFC_SYMBOL_MACRO:
        symbol->kind = SYMBOL_C_MACRO;
        symbol->type =
            type_basic(import->all->types, POISON); // a call's is asked for: cimport_probe
        c->macro_params = row->detail;
        c->is_variadic = row->flags & IFC_VARIADIC_MACRO;
        c->needs_shim = true;
        return;
    case IFC_SYMBOL_UNUSABLE:
        make_unusable(import, symbol, c, ifc_text_at(&import->ifc, row->text));
        return;
    case IFC_SYMBOL_KIND_COUNT: break;
    }
    unreachable("symbol kind");
}

Symbol *csymbol_of(CImport *import, uint32_t row) {
    if (import->symbols[row]) return import->symbols[row];
    const IfcSymbol *r = &import->ifc.symbols[row];
    TypeTable *types = import->all->types;
    Name name = intern_text(types->names, ifc_text_at(&import->ifc, r->name));
    Symbol *symbol = symbol_new(types->arena, SYMBOL_C_UNUSABLE, name, (Span){0, 0, 0});
    CFacts *c = new_facts(import, r);
    symbol->c = c;
    import->symbols[row] = symbol; // before its type, whose nominals ask for their symbols
    fill(import, symbol, c, r);
    return symbol;
}
