// Walks the declarations of the translation unit: functions, globals, typedefs, tags, enum
// constants. Macros are only gathered here; macros.c settles them afterwards. A name that was
// declared is never lost: what cannot be used says why.
#include <string.h>

#include "import/c/helper/helper.h"

IfcSymbol *declare(Helper *h, IfcText name, IfcSymbolKind kind, Place place) {
    bool is_new;
    IfcSymbol *symbol = ifc_symbol(&h->ifc, name, &is_new);
    if (!is_new) return NULL;
    symbol->kind = (uint16_t)kind;
    symbol->file = place.file;
    symbol->line = place.line;
    symbol->col = place.col;
    return symbol;
}

static void make_unusable(Helper *h, IfcSymbol *symbol, const char *reason) {
    symbol->kind = IFC_SYMBOL_UNUSABLE;
    symbol->text = ifc_text(&h->ifc, reason);
}

// ---- functions ----

static const char *const jumping[] = {"setjmp",    "_setjmp", "__sigsetjmp",
                                      "sigsetjmp", "vfork",   "getcontext"};
static const char *const framed[] = {"alloca", "__builtin_alloca"};

static bool is_one_of(const char *name, const char *const names[], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static const char *why_refused(const char *name, const Attributes *a) {
    if (a->returns_twice || is_one_of(name, jumping, sizeof jumping / sizeof *jumping))
        return "returns twice: Seam's cleanup cannot hold across it";
    if (is_one_of(name, framed, sizeof framed / sizeof *framed))
        return "allocates in the frame of its caller, which would be the wrapper's";
    return NULL;
}

// As it is written; without the names of typedefs where Seam has no type for it (`seam call` reads
// it then).
static const char *signature_of(Helper *h, CXCursor function, bool is_written) {
    CXType type = clang_getCursorType(function);
    if (!is_written) type = clang_getCanonicalType(type);
    char *text = take_chars(h, clang_getTypeSpelling(type));
    if (strstr(text, "(unnamed") || strstr(text, "(anonymous") || strstr(text, "__va_list_tag"))
        return "";
    char *attribute = strstr(text, " __attribute__((");
    if (attribute) *attribute = 0; // stands last in a function's type
    return text;
}

static uint32_t function_row(Helper *h, CXCursor function, const Attributes *a) {
    uint32_t row = type_of_function(h, function);
    const IfcType *type = &h->ifc.types.items[row];
    for (uint32_t i = 0; type->kind == IFC_FUNCTION && i < type->count; i++)
        h->ifc.params.items[type->first + i].nonnull =
            a->nonnull_all || (i < 64 && (a->nonnull >> i & 1));
    return row;
}

static bool has_parameter_names(const Helper *h, uint32_t row) {
    const IfcType *type = &h->ifc.types.items[row];
    for (uint32_t i = 0; type->kind == IFC_FUNCTION && i < type->count; i++)
        if (!h->ifc.params.items[type->first + i].name) return false;
    return true;
}

// A later declaration may leave out what an earlier one says.
static void keep_nonnull(Helper *h, uint32_t from, uint32_t to) {
    const IfcType *a = &h->ifc.types.items[from], *b = &h->ifc.types.items[to];
    if (a->kind != IFC_FUNCTION || b->kind != IFC_FUNCTION || a->count != b->count) return;
    for (uint32_t i = 0; i < a->count; i++)
        if (h->ifc.params.items[a->first + i].nonnull)
            h->ifc.params.items[b->first + i].nonnull = 1;
}

static void mark_deprecated(Helper *h, CXCursor cursor, IfcSymbol *symbol) {
    if (clang_getCursorAvailability(cursor) != CXAvailability_Deprecated) return;
    CXString message, unused;
    int always = 0, never = 0;
    clang_getCursorPlatformAvailability(cursor, &always, &message, &never, &unused, NULL, 0);
    symbol->flags |= IFC_DEPRECATED;
    symbol->text = take_text(h, message);
    clang_disposeString(unused);
}

static uint16_t function_flags(CXCursor function, const Attributes *a) {
    uint16_t flags = 0;
    if (clang_Cursor_getStorageClass(function) == CX_SC_Static ||
        clang_Cursor_isFunctionInlined(function))
        flags |= IFC_INLINE;
    if (a->noreturn) flags |= IFC_NORETURN;
    if (a->returns_nonnull) flags |= IFC_RETURNS_NONNULL;
    return flags;
}

static bool is_opaque(const Helper *h, uint32_t row) {
    const IfcType *type = &h->ifc.types.items[row];
    while (type->kind == IFC_POINTER) type = &h->ifc.types.items[type->part];
    return type->kind == IFC_OPAQUE;
}

// Seam has types for all of the function's.
static bool has_types(const Helper *h, uint32_t row) {
    const IfcType *type = &h->ifc.types.items[row];
    if (type->kind != IFC_FUNCTION || is_opaque(h, type->part)) return false;
    for (uint32_t i = 0; i < type->count; i++)
        if (is_opaque(h, h->ifc.params.items[type->first + i].type)) return false;
    return true;
}

static void add_function(Helper *h, CXCursor function, const char *name, const Attributes *a,
                         IfcSymbol *symbol) {
    const char *label = take_chars(h, clang_Cursor_getMangling(function));
    bool has_type = has_types(h, symbol->type);
    IfcFunction row = {.asm_label = strcmp(label, name) != 0 ? ifc_text(&h->ifc, label) : 0,
                       .signature = ifc_text(&h->ifc, signature_of(h, function, has_type)),
                       .facts = ifc_text(&h->ifc, a->facts),
                       .format_param = a->format_param};
    symbol->detail = h->ifc.functions.len;
    VEC_PUSH(h->arena, &h->ifc.functions, row);
}

static void merge_function(Helper *h, const Attributes *a, uint32_t type, IfcSymbol *symbol) {
    keep_nonnull(h, symbol->type, type);
    keep_nonnull(h, type, symbol->type);
    if (has_parameter_names(h, type) || !has_parameter_names(h, symbol->type)) symbol->type = type;
    IfcFunction *row = &h->ifc.functions.items[symbol->detail];
    if (a->format_param) row->format_param = a->format_param;
    if (!row->facts) row->facts = ifc_text(&h->ifc, a->facts);
}

static void visit_function(Helper *h, CXCursor function) {
    const char *name = take_chars(h, clang_getCursorSpelling(function));
    if (!*name) return;
    Place place = place_of(h, clang_getCursorLocation(function));
    Attributes attributes = attributes_of(h, function);
    uint32_t type = function_row(h, function, &attributes);
    IfcText text = ifc_text(&h->ifc, name);
    IfcSymbol *symbol = declare(h, text, IFC_SYMBOL_FUNCTION, place);
    if (symbol) {
        symbol->type = type;
        add_function(h, function, name, &attributes, symbol);
    } else {
        symbol = ifc_find(&h->ifc, text);
        if (symbol->kind != IFC_SYMBOL_FUNCTION) return;
        merge_function(h, &attributes, type, symbol);
    }
    symbol->flags |= function_flags(function, &attributes);
    mark_deprecated(h, function, symbol);
    const char *refused = clang_isInvalidDeclaration(function)
                              ? "has a declaration that does not parse"
                              : why_refused(name, &attributes);
    if (refused) make_unusable(h, symbol, refused);
}

// ---- globals ----

static void visit_variable(Helper *h, CXCursor variable) {
    IfcText name = take_text(h, clang_getCursorSpelling(variable));
    if (!name) return;
    Place place = place_of(h, clang_getCursorLocation(variable));
    CXType type = clang_getCursorType(variable);
    uint32_t row = type_of(h, type);
    IfcSymbol *symbol = declare(h, name, IFC_SYMBOL_GLOBAL, place);
    if (!symbol) return;
    symbol->type = row;
    bool is_const = clang_isConstQualifiedType(clang_getCanonicalType(type));
    bool is_static = clang_Cursor_getStorageClass(variable) == CX_SC_Static;
    if (is_const) symbol->flags |= IFC_READONLY;
    if (is_static) symbol->flags |= IFC_INTERNAL;
    if (clang_getCursorTLSKind(variable) != CXTLS_None) symbol->flags |= IFC_THREAD_LOCAL;
    mark_deprecated(h, variable, symbol);
}

// ---- types ----

// `typedef struct z_stream_s {..} z_stream` in one header: its users say z_stream.
static void rename_record(Helper *h, uint32_t type, IfcText name, CXCursor typedef_) {
    IfcType row = h->ifc.types.items[type];
    if (row.kind != IFC_RECORD) return;
    IfcRecord *record = &h->ifc.records.items[row.first];
    CXType under = clang_getCanonicalType(clang_getTypedefDeclUnderlyingType(typedef_));
    Place here = place_of(h, clang_getCursorLocation(typedef_));
    Place there = place_of(h, clang_getCursorLocation(clang_getTypeDeclaration(under)));
    const char *tag = strchr(ifc_get(&h->ifc, record->c_name), ' ');
    bool untouched = tag && strcmp(tag + 1, ifc_get(&h->ifc, record->name)) == 0;
    bool hides_tag = tag && tag[1] == '_' && *ifc_get(&h->ifc, name) != '_'; // FILE for _IO_FILE
    if (untouched && (here.file == there.file || hides_tag)) record->name = name;
}

static void visit_typedef(Helper *h, CXCursor typedef_) {
    IfcText name = take_text(h, clang_getCursorSpelling(typedef_));
    if (!name) return;
    uint32_t type = type_of(h, clang_getCursorType(typedef_));
    IfcSymbol *symbol =
        declare(h, name, IFC_SYMBOL_TYPE, place_of(h, clang_getCursorLocation(typedef_)));
    if (!symbol) return;
    symbol->type = type;
    mark_deprecated(h, typedef_, symbol);
    rename_record(h, type, name, typedef_);
}

// Tags live in a name space of their own; tags_settle gives them the names that are left.
static void visit_tag(Helper *h, CXCursor tag) {
    uint32_t type = type_of(h, clang_getCursorType(tag));
    IfcType row = h->ifc.types.items[type];
    if (row.kind != IFC_RECORD && row.kind != IFC_ENUM) return; // an unnamed enum
    IfcText spelled = row.kind == IFC_ENUM ? h->ifc.enums.items[row.first].header_name
                                           : h->ifc.records.items[row.first].header_name;
    const char *space = strchr(ifc_get(&h->ifc, spelled), ' ');
    if (!space) return; // has no tag
    IfcText name = ifc_text(&h->ifc, arena_printf(h->arena, "%s", space + 1));
    if (ifc_index_get(&h->tags, name) != IFC_NONE) return;
    ifc_index_put(&h->tags, h->arena, name, h->tag_list.len);
    VEC_PUSH(h->arena, &h->tag_list, ((struct Tag){.name = name, .cursor = tag, .type = type}));
}

void tags_settle(Helper *h) {
    for (uint32_t i = 0; i < h->tag_list.len; i++) {
        struct Tag tag = h->tag_list.items[i];
        const IfcSymbol *there = ifc_find(&h->ifc, tag.name);
        if (there && there->kind == IFC_SYMBOL_TYPE && there->type == tag.type) continue;
        IfcType row = h->ifc.types.items[tag.type];
        IfcText spelled = row.kind == IFC_ENUM ? h->ifc.enums.items[row.first].header_name
                                               : h->ifc.records.items[row.first].header_name;
        IfcText name = tag.name;
        if (there) { // `struct stat`, hidden by the function: stat's is struct_stat
            char *text = arena_printf(h->arena, "%s", ifc_get(&h->ifc, spelled));
            *strchr(text, ' ') = '_';
            name = ifc_text(&h->ifc, text);
        }
        IfcSymbol *symbol =
            declare(h, name, IFC_SYMBOL_TYPE, place_of(h, clang_getCursorLocation(tag.cursor)));
        if (symbol) symbol->type = tag.type;
    }
}

// ---- the walk ----

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data) {
    (void)parent;
    Helper *h = data;
    enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (kind == CXCursor_FunctionDecl) visit_function(h, cursor);
    if (kind == CXCursor_VarDecl) visit_variable(h, cursor);
    if (kind == CXCursor_TypedefDecl) visit_typedef(h, cursor);
    if (kind == CXCursor_MacroDefinition) macro_add(h, cursor);
    if (kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl || kind == CXCursor_EnumDecl) {
        visit_tag(h, cursor);
        return CXChildVisit_Recurse; // C declares tags and constants inside of records for all
    }
    return CXChildVisit_Continue;
}

void declarations_visit(Helper *h) {
    clang_visitChildren(clang_getTranslationUnitCursor(h->unit), visit, h);
    records_complete(h);
    tags_settle(h);
}
