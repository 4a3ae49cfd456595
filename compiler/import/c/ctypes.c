// Rows of an interface -> Seam's types. A C type is one Type program-wide: records and enums are
// found by USR among those of all imports. Records get their fields afterwards, from a list, so
// that recursive types need no recursion.
#include <string.h>

#include "import/c/import.h"

static const TypeKind plain_types[] = {
    [IFC_VOID] = TYPE_VOID,
    [IFC_BOOL] = TYPE_CBOOL,
    [IFC_CHAR] = TYPE_CCHAR,
    [IFC_SCHAR] = TYPE_CSCHAR,
    [IFC_UCHAR] = TYPE_CUCHAR,
    [IFC_SHORT] = TYPE_CSHORT,
    [IFC_USHORT] = TYPE_CUSHORT,
    [IFC_INT] = TYPE_CINT,
    [IFC_UINT] = TYPE_CUINT,
    [IFC_LONG] = TYPE_CLONG,
    [IFC_ULONG] = TYPE_CULONG,
    [IFC_LONGLONG] = TYPE_CLONGLONG,
    [IFC_ULONGLONG] = TYPE_CULONGLONG,
    [IFC_SIZE] = TYPE_CSIZE,
    [IFC_SSIZE] = TYPE_ISIZE,
    [IFC_UINTPTR] = TYPE_USIZE,
    [IFC_INT8] = TYPE_I8,
    [IFC_INT16] = TYPE_I16,
    [IFC_INT32] = TYPE_I32,
    [IFC_INT64] = TYPE_I64,
    [IFC_UINT8] = TYPE_U8,
    [IFC_UINT16] = TYPE_U16,
    [IFC_UINT32] = TYPE_U32,
    [IFC_UINT64] = TYPE_U64,
    [IFC_FLOAT] = TYPE_CFLOAT,
    [IFC_DOUBLE] = TYPE_CDOUBLE,
};

// ---- nominals ----

static void grow(CNominals *n, Arena *a) {
    CNominal **old = n->slots;
    uint32_t old_cap = n->cap;
    n->cap = old_cap ? old_cap * 2 : 64;
    n->slots = ARENA_ARRAY(a, CNominal *, n->cap);
    for (uint32_t i = 0; i < old_cap; i++) {
        if (!old[i]) continue;
        uint32_t slot = (uint32_t)hash_bytes(old[i]->usr, strlen(old[i]->usr), 0);
        while (n->slots[slot & (n->cap - 1)]) slot++;
        n->slots[slot & (n->cap - 1)] = old[i];
    }
}

static CNominal **nominal_slot(CNominals *n, Arena *a, const char *usr) {
    if (n->count * 2 >= n->cap) grow(n, a);
    for (uint32_t i = (uint32_t)hash_bytes(usr, strlen(usr), 0);; i++) {
        CNominal **slot = &n->slots[i & (n->cap - 1)];
        if (!*slot || strcmp((*slot)->usr, usr) == 0) return slot;
    }
}

// The entry of a USR whose nominal fits, or a new one without nominal, and how many others there
// are.
static CNominal *nominal_entry(CImports *all, const char *usr,
                               bool (*fits)(const Nominal *n, const void *row), const void *row,
                               uint32_t *others) {
    CNominals *n = all->nominals;
    Arena *a = all->types->arena;
    CNominal **slot = nominal_slot(n, a, usr);
    *others = 0;
    for (CNominal *e = *slot; e; e = e->next, ++*others)
        if (fits(e->nominal, row)) return e;
    CNominal *made = ARENA_NEW(a, CNominal);
    *made = (CNominal){.usr = usr, .next = *slot};
    if (!*slot) n->count++;
    *slot = made;
    return made;
}

// Two units that define one tag differently, by other defines: two types, whose C names must differ
// too.
static const char *apart(Arena *a, const char *c_name, uint32_t others) {
    return others ? arena_printf(a, "%s__%u", c_name, others + 1) : c_name;
}

static Nominal *new_nominal(CImport *import, IfcText name, IfcText c_name, IfcText header_name) {
    TypeTable *types = import->all->types;
    const Ifc *ifc = &import->ifc;
    Nominal *n = ARENA_NEW(types->arena, Nominal);
    n->is_c = true;
    n->c_name = ifc_text_at(ifc, c_name);
    const char *space = strchr(n->c_name, ' ');
    n->name = intern_text(types->names, name    ? ifc_text_at(ifc, name)
                                        : space ? space + 1
                                                : n->c_name);
    n->c_header_name = header_name ? ifc_text_at(ifc, header_name) : NULL;
    return n;
}

// The symbol under which the import declares the nominal; where no name does, one of its own.
static Symbol *nominal_symbol(CImport *import, Nominal *n, IfcTypeKind kind, uint32_t row) {
    const IfcSymbol *named = ifc_lookup(&import->ifc, n->name->text);
    const IfcType *t =
        named && named->kind == IFC_SYMBOL_TYPE ? &import->ifc.types[named->type] : NULL;
    if (t && t->kind == kind && t->first == row)
        return csymbol_of(import, (uint32_t)(named - import->ifc.symbols));
    Symbol *symbol = symbol_new(import->all->types->arena, SYMBOL_TYPE, n->name, (Span){0, 0, 0});
    CFacts *facts = ARENA_NEW(import->all->types->arena, CFacts);
    *facts = (CFacts){.import = import, .c_name = n->c_name};
    symbol->c = facts;
    symbol->type = n->type;
    return symbol;
}

// ---- records ----

static bool record_fits(const Nominal *n, const void *row) {
    const IfcRecord *r = row;
    if (n->is_opaque || (r->flags & IFC_INCOMPLETE)) return true;
    return n->size == r->size && n->align == r->align;
}

static void complete_later(CImport *import, Nominal *n, uint32_t row) {
    CNominals *all = import->all->nominals;
    VEC_PUSH(import->all->types->arena, &all->pending, ((struct PendingNominal){import, n, row}));
}

static Nominal *record_nominal(CImport *import, uint32_t row) {
    if (import->records[row]) return import->records[row];
    const IfcRecord *r = &import->ifc.records[row];
    TypeTable *types = import->all->types;
    bool incomplete = r->flags & IFC_INCOMPLETE;
    uint32_t others;
    CNominal *entry =
        nominal_entry(import->all, ifc_text_at(&import->ifc, r->usr), record_fits, r, &others);
    Nominal *n = entry->nominal;
    bool is_new = !n;
    if (is_new) {
        n = entry->nominal = new_nominal(import, r->name, r->c_name, r->header_name);
        n->c_name = apart(types->arena, n->c_name, others);
        n->is_opaque = true;
        n->is_anonymous = r->flags & IFC_UNNAMED;
        n->complete = incomplete;
        type_nominal(types, r->flags & IFC_UNION ? TYPE_UNION : TYPE_STRUCT, n);
    }
    import->records[row] = n;
    if (n->is_opaque && !incomplete) { // its first definition
        n->is_opaque = false;
        n->size = r->size;
        n->align = r->align;
        n->is_packed = r->flags & IFC_PACKED;
        n->complete = false;
        complete_later(import, n, row);
        n->symbol = nominal_symbol(import, n, IFC_RECORD, row);
    } else if (is_new) {
        n->symbol = nominal_symbol(import, n, IFC_RECORD, row);
    }
    return n;
}

// A field whose type Seam has no word for keeps its place; its symbol says why it cannot be used.
static Symbol *unusable_field(CImport *import, const IfcField *f, Name name, const char *why) {
    Arena *a = import->all->types->arena;
    Symbol *symbol = symbol_new(a, SYMBOL_C_UNUSABLE, name, (Span){0, 0, 0});
    CFacts *facts = ARENA_NEW(a, CFacts);
    *facts =
        (CFacts){.import = import,
                 .c_name = name->text,
                 .file = ifc_text_at(&import->ifc, import->ifc.files[f->file].path),
                 .line = f->line,
                 .col = f->col,
                 .reason = arena_printf(a, "has the type %s, which Seam cannot express yet", why)};
    symbol->c = facts;
    symbol->type = type_basic(import->all->types, POISON);
    return symbol;
}

static Field make_field(CImport *import, const IfcField *f) {
    TypeTable *types = import->all->types;
    Field field = {.name = intern_text(types->names, ifc_text_at(&import->ifc, f->name))};
    const char *why = NULL;
    field.type = ctype_value(import, f->type, &why);
    if (!field.type) {
        field.symbol = unusable_field(import, f, field.name, why);
        field.type = field.symbol->type;
    }
    field.offset = f->bit_offset / 8;
    if (f->bit_width == 0) return field;
    uint32_t unit =
        type_bits(field.type); // bit-fields lie in units of their type, unless packed across one
    if (unit == 0 || f->bit_offset % unit + f->bit_width > unit) unit = 8;
    field.offset = f->bit_offset / unit * (unit / 8);
    field.bit_offset = (uint32_t)(f->bit_offset % unit);
    field.bit_width = f->bit_width;
    return field;
}

static void complete(CImport *import, Nominal *n, uint32_t row) {
    const IfcRecord *r = &import->ifc.records[row];
    for (uint32_t i = 0; i < r->count; i++) {
        Field field = make_field(import, &import->ifc.fields[r->first + i]);
        VEC_PUSH(import->all->types->arena, &n->fields, field);
    }
    n->complete = true;
}

void ctypes_complete(CImports *all) {
    CNominals *n = all->nominals;
    for (uint32_t i = 0; i < n->pending.len; i++) {
        struct PendingNominal p = n->pending.items[i];
        complete(p.import, p.nominal, p.row);
    }
    n->pending.len = 0;
}

// ---- enums ----

static bool enum_fits(const Nominal *n, const void *row) {
    const IfcEnum *e = row;
    return n->values.len == e->count;
}

static const Type *enum_type(CImport *import, uint32_t row) {
    if (import->enums[row]) return import->enums[row];
    const IfcEnum *e = &import->ifc.enums[row];
    TypeTable *types = import->all->types;
    uint32_t others;
    CNominal *entry =
        nominal_entry(import->all, ifc_text_at(&import->ifc, e->usr), enum_fits, e, &others);
    Nominal *n = entry->nominal;
    if (!n) {
        n = entry->nominal = new_nominal(import, e->name, e->c_name, e->header_name);
        n->c_name = apart(types->arena, n->c_name, others);
        const char *why = NULL;
        n->base = ctype_bare(import, e->base, &why);
        for (uint32_t i = 0; i < e->count; i++) {
            const IfcValue *v = &import->ifc.values[e->first + i];
            Name name = intern_text(types->names, ifc_text_at(&import->ifc, v->name));
            VEC_PUSH(types->arena, &n->values, ((EnumValue){name, v->value}));
        }
        n->size = type_bits(n->base) / 8;
        n->align = (uint32_t)n->size;
        n->complete = true;
        import->enums[row] = type_nominal(types, TYPE_CENUM, n);
        n->symbol = nominal_symbol(import, n, IFC_ENUM, row);
    }
    return import->enums[row] = n->type;
}

// ---- types ----

static const Type *cfn_type(CImport *import, const IfcType *t, const char **why) {
    TypeTable *types = import->all->types;
    TypeParam *params = ARENA_ARRAY(types->arena, TypeParam, t->count);
    for (uint64_t i = 0; i < t->count; i++) {
        params[i].type = ctype_value(import, import->ifc.params[t->first + i].type, why);
        if (!params[i].type) return NULL;
    }
    const Type *result = ctype_value(import, t->part, why);
    if (!result) return NULL;
    FunctionType f = {params, (uint32_t)t->count, result, NULL, t->flags & IFC_VARIADIC, false};
    return type_cfn(types, &f);
}

static const Type *pointer_type(CImport *import, const IfcType *t, const char **why) {
    TypeTable *types = import->all->types;
    bool is_const = t->flags & IFC_CONST_PART;
    const IfcType *part = &import->ifc.types[t->part];
    if (part->kind == IFC_VOID) return type_cvoidptr(types, is_const);
    if (part->kind == IFC_CHAR && is_const) return type_basic(types, CSTRING);
    if (part->kind == IFC_FUNCTION) return ctype_bare(import, t->part, why);
    const Type *elem = ctype_value(import, t->part, why);
    return elem ? type_cptr(types, elem, is_const) : NULL;
}

static const Type *make_type(CImport *import, const IfcType *t, const char **why) {
    TypeTable *types = import->all->types;
    if (t->kind <= IFC_DOUBLE) return types->basic[plain_types[t->kind]];
    if (t->kind == IFC_POINTER) return pointer_type(import, t, why);
    if (t->kind == IFC_FUNCTION) return cfn_type(import, t, why);
    if (t->kind == IFC_RECORD) return record_nominal(import, t->first)->type;
    if (t->kind == IFC_ENUM) return enum_type(import, t->first);
    if (t->kind == IFC_ARRAY) {
        const Type *elem = ctype_value(import, t->part, why);
        return elem ? type_carray(types, elem, t->count) : NULL;
    }
    *why = ifc_text_at(&import->ifc, t->text);
    return NULL;
}

const Type *ctype_bare(CImport *import, uint32_t row, const char **why) {
    const Type *type = import->types[row];
    if (!type) type = import->types[row] = make_type(import, &import->ifc.types[row], why);
    return type;
}

const Type *ctype_value(CImport *import, uint32_t row, const char **why) {
    const Type *type = ctype_bare(import, row, why);
    const IfcType *t = &import->ifc.types[row];
    if (!type || !type_is_c_pointer(type) || (t->flags & IFC_NONNULL)) return type;
    TypeTable *types = import->all->types;
    return t->flags & IFC_NULLABLE ? type_option(types, type) : type_unsure(types, type);
}

const Type *ctype_function(CImport *import, uint32_t row, bool nonnull_result, const char **why) {
    TypeTable *types = import->all->types;
    const Ifc *ifc = &import->ifc;
    const IfcType *t = &ifc->types[row];
    const char *part = NULL;
    if (t->kind != IFC_FUNCTION) {
        ctype_bare(import, row, &part);
        *why = arena_printf(types->arena, "is %s, which Seam cannot express yet",
                            part ? part : "no function");
        return NULL;
    }
    TypeParam *params = ARENA_ARRAY(types->arena, TypeParam, t->count);
    for (uint64_t i = 0; i < t->count; i++) {
        const IfcParam *p = &ifc->params[t->first + i];
        const char *name = ifc_text_at(ifc, p->name);
        params[i].type =
            p->nonnull ? ctype_bare(import, p->type, &part) : ctype_value(import, p->type, &part);
        if (!params[i].type) {
            *why = arena_printf(types->arena,
                                "its parameter %s has the type %s, which Seam cannot express yet",
                                *name ? arena_printf(types->arena, "`%s`", name)
                                      : arena_printf(types->arena, "%u", (unsigned)i + 1),
                                part);
            return NULL;
        }
        if (*name) params[i].name = intern_text(types->names, name);
    }
    const Type *result =
        nonnull_result ? ctype_bare(import, t->part, &part) : ctype_value(import, t->part, &part);
    if (!result) {
        *why = arena_printf(types->arena,
                            "its result has the type %s, which Seam cannot express yet", part);
        return NULL;
    }
    FunctionType f = {params, (uint32_t)t->count, result, NULL, t->flags & IFC_VARIADIC, true};
    return type_function(types, &f);
}
