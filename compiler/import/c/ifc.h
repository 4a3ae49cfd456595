// The interface file (.ifc): what a list of C headers declares, as the helper read it. Tables of
// fixed-size rows and one table of texts, connected by indexes alone, so that a reader maps the
// file and uses it as it lies. Written by the helper (helper/), read by ifc_read.c, which checks
// every index once before anything is used. Layout: IfcHeader, then the tables, each 8-aligned.
// Numbers in the machine's order: files do not travel. Any change of a row, an enumerator or their
// meaning counts IFC_VERSION up.
#ifndef SEAM_IMPORT_C_IFC_H
#define SEAM_IMPORT_C_IFC_H

#include <stdint.h>

enum { IFC_VERSION = 1, IFC_ENDIAN = 0x01020304 };
#define IFC_MAGIC "SeamIfc"

typedef uint32_t IfcText; // offset into the texts; 0 is ""

// TABLE(NAME, name, row type), in file order.
#define IFC_TABLES(TABLE)                    \
    TABLE(TEXTS, texts, char)                \
    TABLE(FILES, files, IfcFile)             \
    TABLE(ABSENT, absent, IfcText)           \
    TABLE(INCLUDES, includes, IfcText)       \
    TABLE(SEARCH, search, IfcText)           \
    TABLE(TYPES, types, IfcType)             \
    TABLE(PARAMS, params, IfcParam)          \
    TABLE(RECORDS, records, IfcRecord)       \
    TABLE(FIELDS, fields, IfcField)          \
    TABLE(ENUMS, enums, IfcEnum)             \
    TABLE(VALUES, values, IfcValue)          \
    TABLE(FUNCTIONS, functions, IfcFunction) \
    TABLE(CONSTANTS, constants, IfcConstant) \
    TABLE(SYMBOLS, symbols, IfcSymbol)       \
    TABLE(ORDER, order, uint32_t)            \
    TABLE(PROBLEMS, problems, IfcProblem)

typedef enum IfcTable {
#define TABLE(NAME, name, row) IFC_##NAME,
    IFC_TABLES(TABLE)
#undef TABLE
        IFC_TABLE_COUNT
} IfcTable;

typedef struct IfcSlice {
    uint32_t offset; // bytes from the start of the file
    uint32_t count;  // rows; of the texts: bytes, the last one 0
} IfcSlice;

typedef struct IfcHeader {
    char magic[8];
    uint32_t version;
    uint32_t endian;
    uint64_t size;     // of the file
    uint64_t checksum; // of all that follows this header
    IfcSlice tables[IFC_TABLE_COUNT];
} IfcHeader;

// A file of the include graph. The interface holds while all of them are as they were.
typedef struct IfcFile {
    uint64_t size;
    int64_t changed_ns;
    uint64_t hash; // of its bytes: a file that was only touched changes nothing
    IfcText path;
    uint32_t own; // 1: a header asked for, or of its folder
} IfcFile;

// ABSENT: paths that must not come to exist, since `#include` would find them first.
// INCLUDES: folders of the request and of pkg-config.
// SEARCH: all folders that were searched, in order, for messages.

// Types refer to earlier rows only; what can be recursive goes through RECORDS, whose fields come
// after all types.
typedef enum IfcTypeKind {
    IFC_VOID, // the kinds up to IFC_DOUBLE are plain: nothing else in the row counts
    IFC_BOOL,
    IFC_CHAR,
    IFC_SCHAR,
    IFC_UCHAR,
    IFC_SHORT,
    IFC_USHORT,
    IFC_INT,
    IFC_UINT,
    IFC_LONG,
    IFC_ULONG,
    IFC_LONGLONG,
    IFC_ULONGLONG,
    IFC_SIZE, // size_t, and so on: by typedef name
    IFC_SSIZE,
    IFC_UINTPTR,
    IFC_INT8,
    IFC_INT16,
    IFC_INT32,
    IFC_INT64,
    IFC_UINT8,
    IFC_UINT16,
    IFC_UINT32,
    IFC_UINT64,
    IFC_FLOAT,
    IFC_DOUBLE,
    IFC_POINTER,  // to part; a function pointer when that is a IFC_FUNCTION
    IFC_ARRAY,    // of part, count; count 0: flexible
    IFC_FUNCTION, // result part, parameters first..first+count
    IFC_RECORD,   // index
    IFC_ENUM,     // index
    IFC_OPAQUE,   // a type that Seam cannot express; `text` names it
    IFC_TYPE_KIND_COUNT,
} IfcTypeKind;

typedef enum IfcTypeFlags {
    IFC_CONST_PART = 1 << 0, // pointers: the pointee is const
    IFC_VARIADIC = 1 << 1,
    IFC_NO_PROTOTYPE = 1 << 2, // `int f()`
    IFC_NONNULL = 1 << 3,      // pointers: cannot be NULL, by _Nonnull
    IFC_NULLABLE = 1 << 4,     // pointers: may be NULL, by _Nullable
} IfcTypeFlags;

typedef struct IfcType {
    uint16_t kind;
    uint16_t flags;
    uint32_t part;  // another type
    uint32_t first; // parameter; record or enum index
    IfcText text;   // IFC_OPAQUE
    uint64_t count;
} IfcType;

typedef struct IfcParam {
    IfcText name; // may be ""
    uint32_t type;
    uint32_t nonnull; // by an attribute of the function
} IfcParam;

typedef enum IfcRecordFlags {
    IFC_UNION = 1 << 0,
    IFC_INCOMPLETE = 1 << 1, // only ever behind a pointer
    IFC_PACKED = 1 << 2,     // a field lies less aligned than its type
    IFC_UNNAMED = 1 << 3,    // neither tag nor typedef
} IfcRecordFlags;

typedef struct IfcRecord {
    uint64_t size;
    IfcText usr;         // identity
    IfcText name;        // as a user names it
    IfcText c_name;      // "struct sqlite3"; without a tag, a made one: "struct seam_anon_z"
    IfcText header_name; // that the header knows; "" for unnamed ones
    uint32_t align;
    uint32_t flags;
    uint32_t first; // field
    uint32_t count;
} IfcRecord;

// Fields of anonymous members are fields of the record that holds these.
typedef struct IfcField {
    uint64_t bit_offset; // from the start of the record
    IfcText name;
    uint32_t type;
    uint32_t bit_width; // 0: no bit-field
    uint32_t line;      // 0: none
    uint32_t col;
    uint32_t file;
} IfcField;

typedef struct IfcEnum {
    IfcText usr;
    IfcText name; // "" for unnamed ones, whose constants are plain integers
    IfcText c_name;
    IfcText header_name;
    uint32_t base; // type
    uint32_t first;
    uint32_t count;
} IfcEnum;

typedef struct IfcValue {
    int64_t value;
    IfcText name;
    uint32_t unused;
} IfcValue;

typedef struct IfcFunction {
    IfcText asm_label;     // "" where the linker knows the name itself
    IfcText signature;     // as C spells the type; "" when it cannot be spelled
    IfcText facts;         // `dealloc=fclose,1 access=read_only,1`, of the annotations that we add
    uint32_t format_param; // printf-like: 1-based; 0
} IfcFunction;

typedef enum IfcConstantKind {
    IFC_CONST_INT,
    IFC_CONST_FLOAT,
    IFC_CONST_STRING, // text
    IFC_CONST_EXPR,   // no constant that we know the value of; text is the expression, evaluated
                      // where it is used
} IfcConstantKind;

typedef struct IfcConstant {
    uint64_t bits; // integer as int64_t, float as double
    uint32_t kind;
    IfcText text;
} IfcConstant;

typedef enum IfcSymbolKind {
    IFC_SYMBOL_FUNCTION, // detail: function
    IFC_SYMBOL_GLOBAL,   //
    IFC_SYMBOL_CONSTANT, // detail: constant
    IFC_SYMBOL_EXPR,     // a macro for an lvalue or a value; detail: constant (IFC_CONST_EXPR)
    IFC_SYMBOL_TYPE,     // typedefs, tags, macros for types
    IFC_SYMBOL_MACRO,    // function-like; detail: parameter count
    IFC_SYMBOL_UNUSABLE, // text: the reason
    IFC_SYMBOL_KIND_COUNT,
} IfcSymbolKind;

typedef enum IfcSymbolFlags {
    IFC_INLINE = 1 << 0,
    IFC_NORETURN = 1 << 1,
    IFC_READONLY = 1 << 2,
    IFC_THREAD_LOCAL = 1 << 3,
    IFC_DEPRECATED = 1 << 4, // text: the message
    IFC_RETURNS_NONNULL = 1 << 5,
    IFC_VARIADIC_MACRO = 1 << 6,
    IFC_INTERNAL = 1 << 7, // a global of the header's own unit: reached through the shim
} IfcSymbolFlags;

typedef struct IfcSymbol { // sorted by the bytes of their names; a name occurs once
    IfcText name;
    IfcText c_name; // "" : the same; else what a macro for a function, type or variable stands for
    uint16_t kind;
    uint16_t flags;
    uint32_t file;
    uint32_t line;
    uint32_t col;
    uint32_t type; // of unusable names and function-like macros: meaningless
    uint32_t detail;
    IfcText text;
} IfcSymbol;

// ORDER: symbol indexes in header order.

typedef enum IfcProblemKind {
    IFC_PROBLEM_ERROR,   // clang's, in a header
    IFC_PROBLEM_MISSING, // header number `header` of the request was not found
} IfcProblemKind;

// An interface with problems is incomplete: it is used to go on checking, and never cached.
typedef struct IfcProblem {
    uint32_t kind;
    uint32_t header;
    IfcText file;
    uint32_t line;
    uint32_t col;
    IfcText message;
} IfcProblem;

#endif
