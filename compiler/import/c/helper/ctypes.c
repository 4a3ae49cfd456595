// C types as clang sees them -> rows of the interface. Sugar is peeled step by step, because some
// typedefs (size_t, int32_t, va_list) mean more than what they stand for. What Seam cannot express
// becomes an IFC_OPAQUE row that names it: nothing is ever mapped to something else.
#include <string.h>

#include "import/c/helper/helper.h"

enum { DEPTH_MAX = 48 }; // pointers to pointers to ...; the reader refuses deeper ones than 64

typedef struct KnownTypedef {
    const char *name;
    IfcTypeKind kind;
    bool is_signed;
    unsigned char size;
} KnownTypedef;

static const KnownTypedef known_typedefs[] = {
    {"size_t", IFC_SIZE, false, 8},       {"ssize_t", IFC_SSIZE, true, 8},
    {"ptrdiff_t", IFC_SSIZE, true, 8},    {"intptr_t", IFC_SSIZE, true, 8},
    {"uintptr_t", IFC_UINTPTR, false, 8}, {"int8_t", IFC_INT8, true, 1},
    {"int16_t", IFC_INT16, true, 2},      {"int32_t", IFC_INT32, true, 4},
    {"int64_t", IFC_INT64, true, 8},      {"uint8_t", IFC_UINT8, false, 1},
    {"uint16_t", IFC_UINT16, false, 2},   {"uint32_t", IFC_UINT32, false, 4},
    {"uint64_t", IFC_UINT64, false, 8},
};

static const struct {
    enum CXTypeKind clang;
    IfcTypeKind kind;
} plain_kinds[] = {
    {CXType_Void, IFC_VOID},         {CXType_Bool, IFC_BOOL},           {CXType_Char_S, IFC_CHAR},
    {CXType_Char_U, IFC_CHAR},       {CXType_SChar, IFC_SCHAR},         {CXType_UChar, IFC_UCHAR},
    {CXType_Short, IFC_SHORT},       {CXType_UShort, IFC_USHORT},       {CXType_Int, IFC_INT},
    {CXType_UInt, IFC_UINT},         {CXType_Long, IFC_LONG},           {CXType_ULong, IFC_ULONG},
    {CXType_LongLong, IFC_LONGLONG}, {CXType_ULongLong, IFC_ULONGLONG}, {CXType_Float, IFC_FLOAT},
    {CXType_Double, IFC_DOUBLE},
};

static const struct {
    enum CXTypeKind clang;
    const char *name;
} opaque_kinds[] = {
    {CXType_LongDouble, "long double"},    {CXType_Float128, "__float128"},
    {CXType_Float16, "_Float16"},          {CXType_Half, "__fp16"},
    {CXType_BFloat16, "__bf16"},           {CXType_Int128, "__int128"},
    {CXType_UInt128, "unsigned __int128"}, {CXType_Complex, "a complex number"},
    {CXType_Vector, "a vector type"},      {CXType_ExtVector, "a vector type"},
    {CXType_Atomic, "an _Atomic type"},    {CXType_VariableArray, "an array of variable length"},
    {CXType_BlockPointer, "a block"},
};

uint32_t type_plain(Helper *h, IfcTypeKind kind) {
    return ifc_type(&h->ifc, (IfcType){.kind = (uint16_t)kind});
}

uint32_t type_opaque(Helper *h, const char *name) {
    return ifc_type(&h->ifc, (IfcType){.kind = IFC_OPAQUE, .text = ifc_text(&h->ifc, name)});
}

uint32_t type_pointer_to(Helper *h, uint32_t part, bool is_const) {
    uint16_t flags = is_const ? IFC_CONST_PART : 0;
    return ifc_type(&h->ifc, (IfcType){.kind = IFC_POINTER, .flags = flags, .part = part});
}

static bool is_integer_of(CXType canonical, bool is_signed, long long size) {
    static const enum CXTypeKind signed_kinds[] = {CXType_SChar, CXType_Short,    CXType_Int,
                                                   CXType_Long,  CXType_LongLong, CXType_Char_S};
    bool found = false;
    for (size_t i = 0; i < sizeof signed_kinds / sizeof *signed_kinds; i++)
        found = found || canonical.kind == signed_kinds[i];
    return found == is_signed && canonical.kind >= CXType_Bool &&
           canonical.kind <= CXType_LongLong && clang_Type_getSizeOf(canonical) == size;
}

// A typedef that means a type of its own; IFC_TYPE_KIND_COUNT when it only abbreviates.
static IfcTypeKind known_typedef(const char *name, CXType canonical) {
    for (size_t i = 0; i < sizeof known_typedefs / sizeof *known_typedefs; i++) {
        const KnownTypedef *k = &known_typedefs[i];
        if (strcmp(k->name, name) == 0 && is_integer_of(canonical, k->is_signed, k->size))
            return k->kind;
    }
    bool varargs = strcmp(name, "va_list") == 0 || strcmp(name, "__builtin_va_list") == 0;
    return varargs ? IFC_OPAQUE : IFC_TYPE_KIND_COUNT;
}

static uint32_t typed(Helper *h, CXType type, uint32_t depth);

// Parameters that C adjusts: arrays and functions become pointers (C11 6.7.6.3 p7, p8).
static uint32_t parameter_type(Helper *h, CXType type, uint32_t depth) {
    CXType array = clang_getCanonicalType(type); // which may hold its elements' qualifiers itself
    CXType element = clang_getArrayElementType(array);
    bool is_const = clang_isConstQualifiedType(array) || clang_isConstQualifiedType(element);
    if (array.kind == CXType_VariableArray) // `T items[n]`: the length is for the reader
        return type_pointer_to(h, typed(h, element, depth), is_const);
    uint32_t row = typed(h, type, depth);
    IfcType t = h->ifc.types.items[row];
    if (t.kind == IFC_FUNCTION) return type_pointer_to(h, row, false);
    return t.kind == IFC_ARRAY ? type_pointer_to(h, t.part, is_const) : row;
}

static uint32_t function_type(Helper *h, CXType type, CXCursor declaration, uint32_t depth) {
    if (clang_getFunctionTypeCallingConv(type) != CXCallingConv_C)
        return type_opaque(h, "a function of another calling convention");
    bool prototype = type.kind == CXType_FunctionProto;
    IfcType row = {.kind = IFC_FUNCTION, .part = typed(h, clang_getResultType(type), depth)};
    int count = prototype ? clang_getNumArgTypes(type) : 0;
    if (!prototype) row.flags = IFC_NO_PROTOTYPE;
    if (prototype && clang_isFunctionTypeVariadic(type)) row.flags = IFC_VARIADIC;
    VEC(IfcParam) params = {0}; // gathered first: types of parameters have parameters of their own
    for (int i = 0; i < count; i++) {
        IfcParam p = {.type = parameter_type(h, clang_getArgType(type, (unsigned)i), depth)};
        CXCursor param = clang_Cursor_getArgument(declaration, (unsigned)i);
        if (!clang_Cursor_isNull(param)) p.name = take_text(h, clang_getCursorSpelling(param));
        VEC_PUSH(h->arena, &params, p);
    }
    row.first = h->ifc.params.len;
    row.count = params.len;
    for (uint32_t i = 0; i < params.len; i++) VEC_PUSH(h->arena, &h->ifc.params, params.items[i]);
    return ifc_type(&h->ifc, row);
}

uint32_t type_of_function(Helper *h, CXCursor declaration) {
    CXType type = clang_getCursorType(declaration);
    if (type.kind != CXType_FunctionProto &&
        type.kind != CXType_FunctionNoProto) // by a typedef, or attributed
        type = clang_getCanonicalType(type);
    return function_type(h, type, declaration, 0);
}

static uint32_t pointer_type(Helper *h, CXType type, uint32_t depth) {
    CXType pointee = clang_getPointeeType(type);
    bool is_const = clang_isConstQualifiedType(clang_getCanonicalType(pointee));
    return type_pointer_to(h, typed(h, pointee, depth), is_const);
}

static uint32_t array_type(Helper *h, CXType type, uint32_t depth) {
    IfcType row = {.kind = IFC_ARRAY, .part = typed(h, clang_getArrayElementType(type), depth)};
    long long count = clang_getArraySize(type);
    row.count = count > 0 ? (uint64_t)count : 0;
    return ifc_type(&h->ifc, row);
}

static uint32_t canonical_type(Helper *h, CXType type, uint32_t depth) {
    for (size_t i = 0; i < sizeof plain_kinds / sizeof *plain_kinds; i++)
        if (plain_kinds[i].clang == type.kind) return type_plain(h, plain_kinds[i].kind);
    for (size_t i = 0; i < sizeof opaque_kinds / sizeof *opaque_kinds; i++)
        if (opaque_kinds[i].clang == type.kind) return type_opaque(h, opaque_kinds[i].name);
    if (type.kind == CXType_Pointer) return pointer_type(h, type, depth);
    if (type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray)
        return array_type(h, type, depth);
    if (type.kind == CXType_FunctionProto || type.kind == CXType_FunctionNoProto)
        return function_type(h, type, clang_getNullCursor(), depth);
    if (type.kind == CXType_Enum) {
        uint32_t row = enum_of(h, clang_getTypeDeclaration(type));
        const IfcEnum *e = &h->ifc.enums.items[row];
        return e->name ? ifc_type(&h->ifc, (IfcType){.kind = IFC_ENUM, .first = row}) : e->base;
    }
    if (type.kind == CXType_Record) {
        CXCursor declaration = clang_getTypeDeclaration(type);
        const char *tag = take_chars(h, clang_getCursorSpelling(declaration));
        if (strcmp(tag, "__va_list_tag") == 0) return type_opaque(h, "va_list");
        uint32_t row = record_of(h, declaration);
        return ifc_type(&h->ifc, (IfcType){.kind = IFC_RECORD, .first = row});
    }
    return type_opaque(h, take_chars(h, clang_getTypeSpelling(type)));
}

static uint32_t typedef_type(Helper *h, CXType type, uint32_t depth) {
    CXCursor declaration = clang_getTypeDeclaration(type);
    const char *name = take_chars(h, clang_getCursorSpelling(declaration));
    IfcTypeKind known = known_typedef(name, clang_getCanonicalType(type));
    if (known == IFC_OPAQUE) return type_opaque(h, "va_list");
    if (known != IFC_TYPE_KIND_COUNT) return type_plain(h, known);
    return typed(h, clang_getTypedefDeclUnderlyingType(declaration), depth);
}

static uint32_t nullable_type(Helper *h, CXType type, uint32_t depth) {
    uint32_t modified = typed(h, clang_Type_getModifiedType(type), depth);
    IfcType row = h->ifc.types.items[modified];
    enum CXTypeNullabilityKind null = clang_Type_getNullability(type);
    if (row.kind == IFC_POINTER && null == CXTypeNullability_NonNull) row.flags |= IFC_NONNULL;
    if (row.kind == IFC_POINTER && null == CXTypeNullability_Nullable) row.flags |= IFC_NULLABLE;
    return ifc_type(&h->ifc, row);
}

static uint32_t typed(Helper *h, CXType type, uint32_t depth) {
    if (depth > DEPTH_MAX) return type_opaque(h, "a type nested too deeply");
    depth++;
    if (type.kind == CXType_Elaborated) return typed(h, clang_Type_getNamedType(type), depth);
    if (type.kind == CXType_Typedef) return typedef_type(h, type, depth);
    if (type.kind == CXType_Attributed) return nullable_type(h, type, depth);
    if (type.kind == CXType_Unexposed ||
        type.kind == CXType_Auto) { // typeof, parentheses, attributes
        CXType canonical = clang_getCanonicalType(type);
        return canonical.kind == type.kind ? canonical_type(h, type, depth)
                                           : typed(h, canonical, depth);
    }
    return canonical_type(h, type, depth);
}

uint32_t type_of(Helper *h, CXType type) { return typed(h, type, 0); }
