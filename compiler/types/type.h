// Types: interned, so that `==` compares them. One TypeTable a session; immutable after
// construction, except that the fields of a Nominal are filled in once, when its declaration is
// checked or imported. C's aggregates and Seam's are the same kinds: a Nominal with `is_c`.
#ifndef SEAM_TYPES_TYPE_H
#define SEAM_TYPES_TYPE_H

#include "base/session.h"

typedef struct Type Type;
typedef struct Nominal Nominal;
typedef struct Symbol Symbol;

// TYPE(name, text, c, class, bits): text is Seam's spelling, c the spelling in generated C, class
// one of the letters: v void-like, b bool, s signed, u unsigned, f float, r counted reference, p C
// pointer, a aggregate, x other.
typedef enum TypeKind {
#define TYPE(name, text, c, class, bits) TYPE_##name,
#include "type.def"
#undef TYPE
    TYPE_KIND_COUNT
} TypeKind;

typedef struct TypeInfo {
    const char *text; // "" for types with parts
    const char *c;
    char class;
    uint8_t bits;
} TypeInfo;
extern const TypeInfo type_info[TYPE_KIND_COUNT];

typedef struct TypeParam {
    Name name; // NULL in C prototypes without names
    const Type *type;
    bool has_default;
    bool is_rest;
} TypeParam;

typedef struct FunctionType {
    const TypeParam *params;
    uint32_t param_count;
    const Type *result; // TYPE_VOID for none
    const Type *throws; // NULL: nothing; else a class that implements Error, or the interface Error
    bool variadic;      // C's `...`
    bool open; // nothing was written of what it throws (`throws` is Error): a parameter of this
               // type passes on what its argument throws
} FunctionType;

struct Type {
    TypeKind kind;
    uint32_t id;  // dense, for tables and stable names
    bool is_view; // of MAP and SET: `readonly Map<K, V>`. (Of an array it is a kind: VIEW.)
    union {
        const Type *elem; // OPTION UNSURE ARRAY VIEW SET WEAK RANGE CPTR
        struct {
            const Type *elem;
            bool is_const; // CPtr<const T>; CVoidPtr of `const void *`
        } pointer;         // CPTR (elem is first: `u.elem` works), CVOIDPTR (elem NULL)
        struct {
            const Type *elem;
            uint64_t count;
        } carray; // CARRAY; count 0: flexible or unknown
        struct {
            const Type *key;
            const Type *value;
        } map;
        struct {
            const Type *const *items;
            uint32_t count;
        } tuple;
        const FunctionType *function; // FUNCTION, CFN
        Nominal *nominal;             // STRUCT UNION CLASS INTERFACE ENUM CENUM
        struct {
            Name name;
            uint32_t index;
            Symbol *symbol; // of its declaration, with its bounds; NULL in builtin.def
        } param;            // PARAM: a type parameter
    } u;
};

// Of C aggregates: fields of anonymous members are fields of the record itself, so that fields may
// overlap and leave gaps; what Seam cannot express is TYPE_POISON and has a symbol of kind
// SYMBOL_C_UNUSABLE that says why. Who prints a C record goes by offsets and the size.
typedef struct Field {
    Name name;
    const Type *type;
    uint64_t offset;     // bytes; C aggregates only (of Seam's structs the C compiler knows)
    uint32_t bit_offset; // within the storage unit, of bit-fields
    uint32_t bit_width;  // 0: no bit-field
    uint32_t flags;      // DeclFlags
    Span span;
    Symbol *symbol;
} Field;

typedef struct EnumValue {
    Name name;
    int64_t value; // as the bits of the base type
} EnumValue;

typedef enum Answer { ANSWER_UNKNOWN, ANSWER_NO, ANSWER_YES } Answer; // one that is kept

// A variant of Seam's enum. A name of the payload is NULL where none is written: `Circle(float)`.
typedef struct Variant {
    Name name;
    int64_t value;     // of a C-like enum: as the bits of the base type
    VEC(Field) fields; // the payload
    Symbol *symbol;
    Answer boxed; // variant_is_boxed alone looks at it
} Variant;

// A declared type with an identity.
struct Nominal {
    Name name;                 // as the user writes it: `Database`, `sqlite3`
    const char *c_name;        // in generated C: `main__Database`, `struct sqlite3`
    const char *c_header_name; // spelling that the real header knows: `sqlite3`, `z_stream`,
                               // `struct tm`; NULL for Seam's and unnamed ones
    const Type *type;
    Symbol *symbol;
    Symbol *generic;         // of an instance: the declaration that it is of; NULL
    const Type *const *args; // ... and for what its type parameters stand
    uint32_t arg_count;
    VEC(Field) fields;
    VEC(Symbol *) methods;        // methods, accessors, statics, constructor, finalize
    VEC(Symbol *) statics;        // static fields, which are variables
    VEC(const Type *) implements; // interfaces, those that these extend among them
    VEC(Nominal *) implementers;  // of an interface: all of the program that name it, boxes too
    Nominal *box;   // of a struct or enum that implements some: the class of its copies behind
                    // interface values, with the one field `value`
    Nominal *boxed; // of such a class: what it holds
    VEC(Variant) variants; // Seam's enums
    VEC(EnumValue) values; // C-like enums, and C's
    const Type *base;      // C-like enums, and C's: the integer; NULL: there are payloads
    uint64_t size;         // C aggregates
    uint32_t align;
    bool is_c;
    bool is_opaque; // only ever behind a pointer
    bool is_packed;
    bool is_anonymous;
    bool has_finalize;
    bool is_weak_target; // a `weak` reference may see its objects go, or those that implement it
    bool parents_known;  // `implements` is filled in
    bool complete;       // fields are filled in
    bool settled;        // their types are final: the answers below are kept
    Answer counted, has_layout;
    const Variant *asked;  // by variant_is_boxed: that this was looked at
    struct Scope *members; // checker: fields and methods by name; NULL of C's
};

typedef struct TypeTable {
    Arena *arena;
    Interner *names;
    const Type *basic[TYPE_KIND_COUNT]; // the types without parts
    const Type **slots;
    uint32_t cap;
    uint32_t count;
    const Type *error_interface; // prelude `Error`, as a TYPE_INTERFACE
    const Type *error_class;     // what `new Error("text")` makes, a TYPE_CLASS
} TypeTable;

void types_init(TypeTable *t, Arena *arena, Interner *names);
#define type_basic(t, KIND) ((t)->basic[TYPE_##KIND])

const Type *type_array(TypeTable *t, const Type *elem);
const Type *type_view(TypeTable *t, const Type *elem); // readonly T[]
const Type *type_option(TypeTable *t,
                        const Type *elem); // T?? is T?; of an UNSURE pointer: of the pointer
const Type *type_unsure(TypeTable *t,
                        const Type *elem); // C pointer of unknown nullness (LANGUAGE 7.1 "Null")
const Type *type_map(TypeTable *t, const Type *key, const Type *value);
const Type *type_set(TypeTable *t, const Type *elem);
const Type *type_readonly(TypeTable *t, const Type *map_or_set);
const Type *type_tuple(TypeTable *t, const Type *const *items, uint32_t count);
const Type *type_range(TypeTable *t, const Type *elem);
const Type *type_weak(TypeTable *t, const Type *elem);
const Type *type_cptr(TypeTable *t, const Type *elem, bool is_const);
const Type *type_cvoidptr(TypeTable *t, bool is_const);
const Type *type_carray(TypeTable *t, const Type *elem, uint64_t count);
const Type *type_function(TypeTable *t, const FunctionType *f); // copied
const Type *type_cfn(TypeTable *t,
                     const FunctionType *f); // its parameter names are dropped: C has none
const Type *type_nominal(TypeTable *t, TypeKind kind, Nominal *nominal); // one per nominal
const Type *type_param(TypeTable *t, Name name, uint32_t index, Symbol *symbol);

// ---- questions ----
bool type_is_integer(const Type *t); // Seam's and C's, not bool
bool type_is_signed(const Type *t);
bool type_is_float(const Type *t);
bool type_is_number(const Type *t);
bool type_is_c_integer(const Type *t);
uint32_t type_bits(const Type *t); // numbers and bool, on the target (LP64)
bool type_is_reference(
    const Type *t); // one counted word: string, bytes, array, view, map, set, weak, class
// Holds at least one counted reference: copying retains, dropping releases. A question and not a
// fact of the type, since a struct's fields are known only when its declaration was checked. Type
// parameters count.
bool type_is_counted(const Type *t);
bool type_is_c_pointer(const Type *t); // CPtr CVoidPtr CString CFn, not optional
bool type_is_null_pointer(
    const Type *t); // `T?` whose null is the NULL pointer (else a struct with `has`)
const Type *type_strip(const Type *t); // without OPTION and UNSURE
// Seam's enums: C-like ones are their base type's integer, the others a tag and a payload.
bool type_is_payload_enum(const Type *t);
bool type_is_c_like(const Type *t);
// A value that holds its own enum within itself cannot hold it in place: its payload is a counted
// object. Also where the way leads through structs, tuples, options and other enums. Asked when all
// declarations are complete.
bool variant_is_boxed(const Nominal *enum_, uint32_t variant);
// Function types that differ only in the names of parameters, which interning keeps apart for named
// arguments, and in what they throw: their values look the same.
bool type_same_function(const Type *a, const Type *b);
bool type_int_range(const Type *t, int64_t *min, uint64_t *max);
bool type_c_layout(const Type *t, uint64_t *size,
                   uint32_t *align); // false: no C layout (references, opaque)
Field *nominal_field(const Nominal *n, Name name);
Symbol *nominal_method(const Nominal *n, Name name);
bool nominal_implements(const Nominal *n, const Type *interface_);

// Seam's spelling, for messages: `CPtr<const sqlite3>?`, `(a: int) => string throws DbError`.
const char *type_text(Arena *a, const Type *t);

#endif
