// Inside the C backend: the unit under construction and what its files do for each other.
// unit/  unit.c       the unit's text from its parts
//        order.c      the order of functions, and prototypes
//        share.c      which instances of a generic have the same body
//        forward.c    structs, and typedefs of those that are named before
//        frames.c     what traces call the functions
//        names.c      identifiers: reserved words, a type's name as part of an identifier
//        literal.c    numbers, text, the table of string literals
//        types.c      types as C spells them; the declarations that a unit needs, in dependency
//        order record.c     C's structs and unions, laid out as their header has them variant.c
//        enums with payloads helper.c copying and dropping values descriptor.c SeamType class.c of
//        classes, with drop functions and tables of interfaces slice.c      C functions and
//        globals, declared without their header
// expr/  expr.c place.c maker.c number.c call.c builtin.c text_value.c   expressions
// body/  stmt.c flow.c line.c function.c global.c main.c   statements, functions, variables
// Everything is declared when it is first referred to, so that the unit holds what it uses and its
// text depends on the MIR alone.
#ifndef SEAM_EMIT_C_UNIT_H
#define SEAM_EMIT_C_UNIT_H

#include "base/set.h"
#include "check/module.h"
#include "emit/text.h"
#include "mir/mir.h"

typedef enum TypeMark { // what a unit has said of a type
    MARK_NAMED = 1 << 0,
    MARK_COMPLETE = 1 << 1,
    MARK_RESULT = 1 << 2, // SeamResult_..
    MARK_DESCRIBED = 1 << 3,
    MARK_COPY = 1 << 4, // helper functions
    MARK_DROP = 1 << 5,
    MARK_DEFINED = 1 << 6, // its descriptor is here, above what follows
} TypeMark;

typedef struct StringLiteral {
    const char *text;
    uint32_t len;
    uint32_t uses; // in what is printed
    bool named;    // it is a static variable of its own
} StringLiteral;

// What is declared if something names it before its definition: `prototype` without the semicolon.
typedef struct Late {
    const char *name;
    const char *prototype;
} Late;

typedef struct Piece { // a function, in `code`
    const char *name;
    const char *prototype;
    const char *arguments; // its parameters' names
    const char *title;     // what traces call it; NULL: they pass over it
    const char *signature; // Seam's, for a comment; NULL
    uint32_t source;       // where it was written; 0: nowhere
    uint32_t line;
    uint32_t start; // byte of `source`
    size_t from, to;
    VEC(const char *) touched; // classes whose fields it reads or sets
    const char *same_as;       // the function whose body serves this one too; NULL: its own
} Piece;

typedef struct Unit {
    Program *program;
    const MirModule *module; // NULL: a shim
    Arena *arena;
    bool is_shim;   // C's types are spelled as their header spells them, and never declared
    uint8_t *marks; // TypeMark by Type.id
    uint32_t mark_cap;
    PointerSet declared; // Symbols and CImports that the text has declared
    VEC(StringLiteral) strings;
    uint32_t *string_slots; // hash index into `strings`, 1-based
    uint32_t string_cap;
    uint32_t table_count;  // static tables of array literals so far
    uint32_t site_count;   // of captured functions given to C
    uint32_t source;       // the file that the last #line has named; 0: none
    bool releases_globals; // there is a function for it
    // Sections, in the order of the unit's text.
    VEC(Late) forwards; // typedefs of structs
    Text types;
    Text slice;      // what C libraries define
    Text prototypes; // what Seam modules define
    Text literals;
    Text tables; // array literals
    Text globals;
    Text helpers; // static inline functions
    Text descriptors;
    Text code;   // functions, as they came: each is a piece
    Text bodies; // functions as they are printed
    VEC(Piece) pieces;
    VEC(Late) lates;
    VEC(const char *) wanted;  // descriptors that a macro names above their definition
    VEC(const char *) defined; // descriptors of this unit
    struct Table *said;        // names for unit_say
    VEC(const char *) classes; // that the text names
} Unit;

void unit_init(Unit *u, Program *p, const MirModule *m, Arena *arena);
bool unit_mark(Unit *u, const Type *t, TypeMark mark); // false: it was set
unsigned unit_marks(const Unit *u, const Type *t);
bool unit_say(Unit *u, const char *name); // of what has one C name for several types; false: it was
bool unit_declare(Unit *u, const void *symbol);          // false: it was declared
void put_file_name(Unit *u, Text *out, uint32_t source); // of a .seam file, quoted, after a space
void put_main(Unit *u, Text *out);                       // main.c
void declare_late(Unit *u, const char *name, const char *prototype);
void put_in_order(Unit *u);          // order.c
void put_frames(Unit *u, Text *out); // frames.c

// ---- names.c ----
// A field's name, away from C's reserved words and the runtime's macros; injective.
const char *name_of_field(Arena *a, Name name);
// The type as part of an identifier: `array_i64`, `map_string_9main__Row`. Injective.
const char *name_of_type(Arena *a, const Type *t);
// `i64` for every type that is represented so; "" for what is no number.
const char *name_of_number(const Type *t);

// ---- literal.c ----
void put_integer(Text *out, int64_t bits, const Type *t);
void put_float(Text *out, double x, bool is_f32);
// With quotes; long texts become several literals, a line each.
void put_c_string(Text *out, const char *text, size_t len);
// The name of the static string that holds this text; SEAM_STR(name) is the value.
const char *string_literal(Unit *u, const char *text, uint32_t len);
void put_string_literals(Unit *u);
// A text that is used at one place stands there: counting first, then printing.
void count_texts(Unit *u, const char *at, const char *end, bool named);
void put_with_texts(Unit *u, Text *out, const char *code, size_t len);

// ---- types.c ----
const char *type_c(Unit *u, const Type *t);                        // `struct sqlite3 *`
const char *declare_c(Unit *u, const Type *t, const char *name);   // `int (*compare)(const void *)`
const char *declare_raw(Unit *u, const Type *t, const char *name); // a CArray as C's own array
const char *declare_pointer_to(Unit *u, const Type *t, const char *name);
void require_parts(Unit *u, const Type *t);       // of a CArray its items only
void require_type(Unit *u, const Type *t);        // a value of it is made, read or stored
void require_object(Unit *u, const Type *class_); // its fields are used
void require_name(Unit *u, const Type *t);        // of an aggregate, for pointers to it
bool is_runtime_class(const Type *t);             // `Error`'s own class: <seam/runtime.h> has it
// The type as part of the name of an option or result: the same for what is the same in C.
const char *name_of_value(Unit *u, const Type *t);
const char *result_type(Unit *u, const Type *value, bool throws); // of a function
const char *option_type(Unit *u, const Type *t);                  // of an option that is no pointer
bool is_null_option(const Type *t); // an option or pointer whose null is NULL
bool is_c_record(const Type *t);
bool is_unvalued(const Type *t); // void, never
const char *field_c_name(Unit *u, const Type *record, uint32_t index);

// ---- forward.c ----
void put_types(Unit *u, Text *out);

// ---- record.c ----
void define_record(Unit *u, const Nominal *n); // one of C's

// ---- variant.c: enums with payloads ----
void define_enum(Unit *u, const Type *t);
// The member of the value's union that holds the payload, or points to its box: `u.Circle`.
const char *variant_member(Unit *u, const Type *t, uint32_t variant);
const char *variant_field(Unit *u, const Type *t, uint32_t variant, uint32_t index); // its C name
const char *box_name(Unit *u, const Type *t, uint32_t variant); // the payload's struct, complete
const char *describe_variants(Unit *u, const Type *t);
void put_variant_parts(Unit *u, Text *out, const Type *t, bool is_copy); // of the value `v`

// ---- helper.c ----
// A name to call with a value: gives it with one reference more / gives its references up.
const char *copy_function(Unit *u, const Type *t);
const char *drop_function(Unit *u, const Type *t);
// A statement that retains or releases what `place` holds, which may be NULL; nothing if it is not
// counted.
void put_part(Unit *u, Text *out, const Type *t, const char *place, bool is_copy);

// ---- descriptor.c ----
const char *descriptor(Unit *u, const Type *t);      // `&seam_type_i64`
const char *descriptor_name(Unit *u, const Type *t); // without the `&`
// Without `seam_type_`, for the macros of <seam/describe.h>, in a definition of `descriptors`.
const char *descriptor_token(Unit *u, const Type *t);
typedef struct FieldRow {
    const char *name; // Seam's; NULL: none
    const char *member;
    const Type *type;
} FieldRow;
// `SEAM_FIELDS(2, main__Point, x, f64, y, f64)`
const char *field_rows(Unit *u, const FieldRow *rows, uint32_t count, const char *owner);
const char *describe_fields(Unit *u, const Type *t);             // NULL: it has none
void put_text_of_type(Unit *u, Text *out, const Type *t);        // Seam's spelling, quoted
void put_separated(Text *out, const char *item, uint32_t index); // one of a list's

// ---- class.c ----
// The table, where this unit has it; NULL: to be found through the object.
const char *table_of(Unit *u, const Type *class_, const Type *interface_);
void put_destructor(Unit *u, const char *macro, const char *type, const Text *parts);
void define_class(Unit *u, Nominal *n); // of this module: its descriptor is here

// ---- global.c ----
// A function that gives the address of a variable, once it is initialised; NULL: its name does.
const char *global_accessor(Unit *u, const Symbol *symbol, bool checked);
void put_globals(Unit *u);
const char *ready_flag(Unit *u,
                       const Symbol *symbol); // to be set when it is initialised; NULL: none

// ---- slice.c ----
void declare_c_function(Unit *u, Symbol *symbol);
const char *c_name_value(Unit *u, const Symbol *symbol); // of a C global, constant or macro
bool c_is_wrapped(const Symbol *symbol);                 // called through the shim
bool c_is_typed_by_call(
    const Symbol *symbol); // ... which has a wrapper for each list of argument types
bool c_value_by_address(const Symbol *symbol); // the shim gives the address of the value
void use_shim(Unit *u, const CImport *import);
const char *shim_name(Arena *a, const CImport *import, const char *name);
void declare_c_macro(Unit *u, const MirExpr *call);
const char *c_function_name(Unit *u, const Symbol *symbol);
const char *macro_wrapper_name(Arena *a, const MirExpr *call);

#endif
