// Structs, unions and enums -> rows. A record gets its row when it is first met, so that types can
// refer to it, and its fields when all types around it are known; so recursive types need no
// recursion. Identity is clang's USR, never a spelling.
#include <string.h>

#include "import/c/helper/helper.h"

// ---- names ----

typedef struct Named {
    IfcText name;        // as a user says it
    IfcText c_name;      // in C that Seam writes
    IfcText header_name; // in C that includes the header
} Named;

// What a typedef of an unnamed record calls it: clang gives `typedef struct {..} z` the spelling
// `z`.
static bool has_tag(CXCursor declaration) {
    return !clang_Cursor_isAnonymous(declaration) &&
           !clang_Cursor_isAnonymousRecordDecl(declaration);
}

static bool is_unnamed_spelling(const char *s) {
    return s[0] == 0 || strchr(s, '(') || strchr(s, ' ');
}

// Is there a tag in the text, or did a typedef name it? Its type is spelled `struct z` only with a
// tag.
static bool is_tagged(Helper *h, CXCursor declaration) {
    const char *type = take_chars(h, clang_getTypeSpelling(clang_getCursorType(declaration)));
    return strncmp(type, "struct ", 7) == 0 || strncmp(type, "union ", 6) == 0 ||
           strncmp(type, "enum ", 5) == 0;
}

static Named name_of(Helper *h, CXCursor declaration, const char *keyword, IfcText usr) {
    const char *spelling = take_chars(h, clang_getCursorSpelling(declaration));
    Named n = {0};
    if (!has_tag(declaration) || is_unnamed_spelling(spelling)) {
        uint64_t hash = hash_bytes(ifc_get(&h->ifc, usr), strlen(ifc_get(&h->ifc, usr)), 0);
        n.c_name =
            ifc_text(&h->ifc, arena_printf(h->arena, "%s seam_anon_%08x", keyword, (unsigned)hash));
        return n;
    }
    n.name = ifc_text(&h->ifc, spelling);
    const char *tagged = arena_printf(h->arena, "%s %s", keyword, spelling);
    const char *made = arena_printf(h->arena, "%s seam_anon_%s", keyword, spelling);
    bool tag = is_tagged(h, declaration);
    n.c_name = ifc_text(&h->ifc, tag ? tagged : made);
    n.header_name = tag ? n.c_name : n.name;
    return n;
}

// ---- records ----

uint32_t record_of(Helper *h, CXCursor declaration) {
    IfcText usr = take_text(h, clang_getCursorUSR(declaration));
    uint32_t row = ifc_index_get(&h->records, usr);
    if (row != IFC_NONE) return row;
    bool is_union = clang_getCursorKind(declaration) == CXCursor_UnionDecl;
    Named named = name_of(h, declaration, is_union ? "union" : "struct", usr);
    IfcRecord record = {.usr = usr,
                        .name = named.name,
                        .c_name = named.c_name,
                        .header_name = named.header_name,
                        .flags = IFC_INCOMPLETE};
    if (is_union) record.flags |= IFC_UNION;
    if (!named.name) record.flags |= IFC_UNNAMED;
    row = h->ifc.records.len;
    VEC_PUSH(h->arena, &h->ifc.records, record);
    ifc_index_put(&h->records, h->arena, usr, row);
    VEC_PUSH(h->arena, &h->pending, ((struct PendingRecord){declaration, row}));
    return row;
}

typedef struct FieldWalk {
    Helper *h;
    uint64_t base; // bits, of the anonymous member that is being read
    uint32_t depth;
    IfcField *items;
    uint32_t len;
    uint32_t cap;
    bool packed;
} FieldWalk;

static void walk_fields(FieldWalk *w, CXType record);

static void add_field(FieldWalk *w, CXCursor field, uint64_t bits) {
    Helper *h = w->h;
    CXType type = clang_getCursorType(field);
    Place at = place_of(h, clang_getCursorLocation(field));
    IfcField row = {.bit_offset = bits,
                    .name = take_text(h, clang_getCursorSpelling(field)),
                    .type = type_of(h, type),
                    .file = at.file,
                    .line = at.line,
                    .col = at.col};
    if (clang_Cursor_isBitField(field)) row.bit_width = (uint32_t)clang_getFieldDeclBitWidth(field);
    long long align = clang_Type_getAlignOf(type);
    if (row.bit_width == 0 && align > 0 && bits / 8 % (uint64_t)align != 0) w->packed = true;
    if (w->len == w->cap)
        w->items = vec_grow(h->arena, w->items, w->len, &w->cap, sizeof *w->items);
    w->items[w->len++] = row;
}

static enum CXVisitorResult visit_field(CXCursor field, CXClientData data) {
    FieldWalk *w = data;
    long long offset = clang_Cursor_getOffsetOfField(field);
    if (offset < 0) return CXVisit_Continue; // in a declaration that clang could not mend
    uint64_t bits = w->base + (uint64_t)offset;
    const char *name = take_chars(w->h, clang_getCursorSpelling(field));
    if (!is_unnamed_spelling(name)) {
        add_field(w, field, bits);
        return CXVisit_Continue;
    }
    CXType type = clang_getCanonicalType(clang_getCursorType(field));
    if (type.kind != CXType_Record || w->depth > 32) return CXVisit_Continue; // padding bits
    uint64_t outer = w->base;
    w->base = bits;
    w->depth++;
    walk_fields(w, type);
    w->depth--;
    w->base = outer;
    return CXVisit_Continue;
}

static void walk_fields(FieldWalk *w, CXType record) {
    clang_Type_visitFields(record, visit_field, w);
}

static void complete_record(Helper *h, struct PendingRecord pending) {
    CXType type = clang_getCursorType(pending.cursor);
    long long size = clang_Type_getSizeOf(type);
    long long align = clang_Type_getAlignOf(type);
    if (size < 0 || align <= 0) return; // stays incomplete
    FieldWalk walk = {.h = h};
    walk_fields(&walk, type);
    IfcRecord *record = &h->ifc.records.items[pending.row];
    record->size = (uint64_t)size;
    record->align = (uint32_t)align;
    record->flags &= ~(uint32_t)IFC_INCOMPLETE;
    if (walk.packed) record->flags |= IFC_PACKED;
    record->first = h->ifc.fields.len;
    record->count = walk.len;
    for (uint32_t i = 0; i < walk.len; i++) VEC_PUSH(h->arena, &h->ifc.fields, walk.items[i]);
}

void records_complete(Helper *h) {
    for (uint32_t i = 0; i < h->pending.len; i++) complete_record(h, h->pending.items[i]);
    h->pending.len = 0;
}

// ---- enums ----

typedef struct ValueWalk {
    Helper *h;
    uint32_t type; // of the constants
    bool is_plain; // constants of an unnamed enum are plain integers
    bool is_unsigned;
} ValueWalk;

static enum CXChildVisitResult visit_value(CXCursor child, CXCursor parent, CXClientData data) {
    (void)parent;
    ValueWalk *w = data;
    Helper *h = w->h;
    if (clang_getCursorKind(child) != CXCursor_EnumConstantDecl) return CXChildVisit_Continue;
    IfcText name = take_text(h, clang_getCursorSpelling(child));
    int64_t value = w->is_unsigned ? (int64_t)clang_getEnumConstantDeclUnsignedValue(child)
                                   : clang_getEnumConstantDeclValue(child);
    VEC_PUSH(h->arena, &h->ifc.values, ((IfcValue){.value = value, .name = name}));
    IfcSymbol *symbol =
        declare(h, name, IFC_SYMBOL_CONSTANT, place_of(h, clang_getCursorLocation(child)));
    if (!symbol) return CXChildVisit_Continue;
    symbol->detail = h->ifc.constants.len;
    symbol->type = w->type;
    // C11 6.4.4.3: a constant has type int, whatever the enum's; clang keeps wider ones in the
    // enum's type.
    if (w->is_plain && value == (int32_t)value) symbol->type = type_plain(h, IFC_INT);
    VEC_PUSH(h->arena, &h->ifc.constants,
             ((IfcConstant){.bits = (uint64_t)value, .kind = IFC_CONST_INT}));
    return CXChildVisit_Continue;
}

static bool is_unsigned(CXType type) {
    return type.kind == CXType_UInt || type.kind == CXType_ULong || type.kind == CXType_ULongLong ||
           type.kind == CXType_UChar || type.kind == CXType_UShort;
}

uint32_t enum_of(Helper *h, CXCursor declaration) {
    IfcText usr = take_text(h, clang_getCursorUSR(declaration));
    uint32_t row = ifc_index_get(&h->enums, usr);
    if (row != IFC_NONE) return row;
    CXCursor definition = clang_getCursorDefinition(declaration);
    if (!clang_Cursor_isNull(definition)) declaration = definition;
    Named named = name_of(h, declaration, "enum", usr);
    CXType base = clang_getEnumDeclIntegerType(declaration);
    IfcEnum e = {.usr = usr,
                 .name = named.name,
                 .c_name = named.c_name,
                 .header_name = named.header_name,
                 .base = base.kind == CXType_Invalid ? type_plain(h, IFC_UINT) : type_of(h, base)};
    row = h->ifc.enums.len;
    VEC_PUSH(h->arena, &h->ifc.enums, e);
    ifc_index_put(&h->enums, h->arena, usr, row);

    ValueWalk walk = {.h = h,
                      .type = e.base,
                      .is_plain = !named.name,
                      .is_unsigned = is_unsigned(clang_getCanonicalType(base))};
    if (named.name) walk.type = ifc_type(&h->ifc, (IfcType){.kind = IFC_ENUM, .first = row});
    uint32_t first = h->ifc.values.len;
    clang_visitChildren(declaration, visit_value, &walk);
    h->ifc.enums.items[row].first = first;
    h->ifc.enums.items[row].count = h->ifc.values.len - first;
    return row;
}
