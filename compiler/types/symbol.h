// Symbols: every named thing that the checker resolves a name to, Seam's and foreign ones alike.
// Session arena. A symbol's `type` may be filled in late (declarations are checked on demand).
#ifndef SEAM_TYPES_SYMBOL_H
#define SEAM_TYPES_SYMBOL_H

#include "types/type.h"

typedef struct Node Node;       // syntax/tree.h
typedef struct Module Module;   // check/module.h
typedef struct CImport CImport; // import/c/cimport.h

typedef enum SymbolKind {
    SYMBOL_LOCAL, // const/let inside a function, pattern bindings, catch variables
    SYMBOL_PARAM,
    SYMBOL_GLOBAL,   // top-level const/let of a module
    SYMBOL_FUNCTION, // also `extern "C"` functions without a header (c != NULL)
    SYMBOL_METHOD,   // of classes, structs, interfaces; statics, accessors, constructor, finalize
    SYMBOL_FIELD,
    SYMBOL_TYPE, // struct, class, interface, enum, alias, builtin type, C type
    SYMBOL_TYPE_PARAM,
    SYMBOL_VARIANT,
    SYMBOL_NAMESPACE, // `import * as m`, `extern C ... as sqlite`
    SYMBOL_BUILTIN,   // a global function of builtin.def
    SYMBOL_C_FUNCTION,
    SYMBOL_C_CONSTANT,
    SYMBOL_C_GLOBAL,
    SYMBOL_C_MACRO,    // function-like
    SYMBOL_C_UNUSABLE, // exists in the header, but cannot be used; c->reason says why
} SymbolKind;

typedef enum SymbolFlags {
    SYMBOL_LET = 1 << 0,
    SYMBOL_EXPORTED = 1 << 1,
    SYMBOL_PRIVATE = 1 << 2,
    SYMBOL_READONLY = 1 << 3,
    SYMBOL_STATIC = 1 << 4,
    SYMBOL_ASSIGNED = 1 << 5, // a `let` or parameter that is assigned after its declaration
    SYMBOL_CAPTURED = 1 << 6,
    SYMBOL_ADDRESS_TAKEN = 1 << 7, // `&x` was lent to C
    SYMBOL_USED = 1 << 8,
    SYMBOL_GETTER = 1 << 9,
    SYMBOL_SETTER = 1 << 10,
    SYMBOL_CHECKING = 1 << 11, // on the checker's stack: finds circular declarations
    SYMBOL_CHECKED = 1 << 12,
    SYMBOL_THROWS = 1 << 13,     // effect known to be non-empty: type->throws says which
    SYMBOL_LENT = 1 << 14,       // something of it was lent to C: lives to the end of its scope
    SYMBOL_SCANNED = 1 << 15,    // flow.c has looked for the next two
    SYMBOL_SHIFTING = 1 << 16,   // a `let` that a function or closure assigns: no narrowing
    SYMBOL_MUTATES = 1 << 17,    // a struct's method that assigns `this`
    SYMBOL_PASSES = 1 << 18,     // a function that throws what a parameter of function type throws
    SYMBOL_CONFINED = 1 << 19,   // a lambda, a parameter or constant of function type, that nothing
                                 // keeps beyond the call it is given to, or its scope; a captured
                                 // variable that such lambdas alone share
    SYMBOL_SHARED = 1 << 20,     // lowering: another unit than its own uses it
    SYMBOL_CALLS_BACK = 1 << 21, // of C, by a note: may call functions that it was given before
    SYMBOL_CHANGED = 1 << 22,    // a variable of which a part is stored to: copies.c looks at it
} SymbolFlags;

typedef enum CConstantKind {
    CCONST_INT,
    CCONST_FLOAT,
    CCONST_STRING,
    CCONST_POINTER_EXPR
} CConstantKind;

// What a header says of one name. Owned by the CImport; immutable.
typedef struct CFacts {
    const CImport *import;
    const char *c_name;    // as C code calls it
    const char *asm_label; // linker name where it differs (`__isoc99_scanf`); NULL
    const char *file;      // header and place of the declaration
    uint32_t line;
    uint32_t col;
    const char *reason;     // of unusable names; NULL
    const char *deprecated; // text; NULL
    const char *signature;  // functions: the C type as clang spells it, for the shim's
                            // _Static_assert: `int (const char *, sqlite3 **)`
    const char *ownership;  // what the header itself says of it: `dealloc=fclose,1
                            // access=(read_only, 1)`; NULL
    bool is_inline;         // static inline: called through the shim
    bool is_noreturn;
    bool is_variadic;
    bool is_thread_local;
    bool needs_shim; // the value or call goes through the shim (macros that are not constants,
                     // typed values)
    uint32_t format_param; // printf-like: 1-based index of the format parameter; 0
    uint32_t macro_params; // function-like macros
    CConstantKind constant;
    union {
        int64_t integer; // bits; Symbol.type tells signedness and width
        double number;
        const char *text; // string constant, or the expression
    } value;
} CFacts;

// What a symbol is that was made of a generic declaration, for one list of type arguments. It is
// checked and lowered as if it had been written so. Its methods are in it too: symbol_instance.
typedef struct Instance {
    Symbol *generic;
    const Type *const *args;
    uint32_t arg_count;
    bool is_abstract;    // some argument holds a type parameter: it is never lowered
    bool is_checked;     // its bodies are
    Module *home;        // into whose unit it goes: who asked first; NULL: nobody that runs did
    struct Scope *scope; // its type parameters by name
    Span span;           // where it was asked for first
    uint32_t depth;      // of instances in its arguments
} Instance;

struct Symbol {
    SymbolKind kind;
    uint32_t flags;
    Name name;
    const char *c_name; // name in generated C; chosen by the checker for declarations, by lowering
                        // for locals
    Span span;          // of the name where it is declared
    const Type
        *type;      // of values: their type; of functions: TYPE_FUNCTION; of types: the type itself
    Module *module; // where it is declared; NULL for builtins and C
    Node *node;     // declaration; NULL for builtins and C
    Symbol *owner;  // the type of methods, fields, variants; the function of parameters
    uint32_t index; // of parameters, fields, variants
    uint32_t builtin;       // SYMBOL_BUILTIN
    const CFacts *c;        // C symbols
    uint32_t scoped_params; // of C functions, by notes: functions that they forget when they return
    VEC(CImport *)
    c_imports;      // SYMBOL_NAMESPACE of headers: one, or all that share the default name `C`
    Module *target; // SYMBOL_NAMESPACE of a module
    struct Generic *generic;  // of what is generic: its instances (check/generic/generic.h)
    Instance *instance;       // of instances; NULL
    Symbol *next;             // the next method of a builtin type of this name (check/generic)
    VEC(const Type *) bounds; // SYMBOL_TYPE_PARAM: interfaces
    struct Effect *effect;    // checker: how its throws are inferred
    Symbol *other;            // getter or setter: the other one of the two; NULL
    VEC(Symbol *)
    captures;       // of lambdas and functions in functions: variables of those around, and `this`
    uint32_t local; // lowering: the MIR local's index
};

// Gives its result and an error in C, whether or not a certain call of it can throw.
static inline bool symbol_is_fallible(const Symbol *function) {
    return function->flags & SYMBOL_PASSES ||
           (function->type->kind == TYPE_FUNCTION && function->type->u.function->throws);
}

Symbol *symbol_new(Arena *a, SymbolKind kind, Name name, Span span);
// The instance that it is, or that its owner is; NULL: neither.
Instance *symbol_instance(const Symbol *s);
// The module into whose unit its code goes; NULL: nowhere, or it is the runtime's.
Module *symbol_unit(const Symbol *s);
bool symbol_is_accessor(const Symbol *s); // a getter or setter
Symbol *symbol_getter(Symbol *accessor);  // it, or the one beside it; NULL
Symbol *symbol_setter(Symbol *accessor);

#endif
