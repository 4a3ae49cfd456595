// The program as the checker sees it: modules (one file each), their scopes, and what they import.
// Built by the driver's pipeline; one Program an invocation.
#ifndef SEAM_CHECK_MODULE_H
#define SEAM_CHECK_MODULE_H

#include "base/set.h"
#include "check/scope.h"
#include "import/c/cimport.h"
#include "package/package.h"
#include "syntax/tree.h"
#include "types/symbol.h"

struct Module {
    const char *path;     // as given or as found from the importing file
    const char *c_prefix; // `main__`: C identifier made of the path inside the package, unique in
                          // the program
    uint32_t source;
    Node *tree;
    Scope *scope;             // top-level names
    Package *package;         // NULL: the file is in none
    Module *declarations;     // of the .d.seam file beside it; NULL
    bool is_main;             // a program begins here; at most one is built
    bool is_test;             // name_test.seam
    bool is_face;             // what it exports, other packages see
    bool is_declarations;     // name.d.seam: no bodies
    bool is_imported;         // by another file
    bool is_standard;         // std:name, embedded in the compiler
    bool is_library;          // of the library in Seam: it has no unit of its own
    bool has_main_function;   // function main(args) instead of top-level statements
    VEC(CImport *) c_imports; // of its extern blocks
    VEC(Module *) imports;    // one a NODE_IMPORT, in source order; NULL: it could not be loaded
    VEC(struct ReExport {
        const Node *node; // `export { a } from ..`, a NODE_IMPORT
        Module *from;
    })
    reexports;
    bool is_sought;                 // a name is being looked for in what it passes on
    bool is_visited;                // its exports are being listed
    VEC(Symbol *) records;          // structs, classes and interfaces, in source order
    VEC(Symbol *) extern_functions; // `extern "C"` without a header
    uint32_t order;                 // position in Program.modules
    VEC(Symbol *) instances;        // that go into its unit (check/generic), in order of demand
    bool assigns_known;             // the next two are made: expr/assigns.c
    PointerSet function_assigns;    // Name: what functions and closures assign, local or not
    PointerSet lambda_assigns;      // Name: what closures alone assign
};

typedef struct TestCase { // a function marked `@test`
    Module *module;
    Symbol *function;
    const char *title;
    const Type *throws; // has to be thrown; NULL: nothing may be
    const char *panics; // what it has to panic with, in part; NULL
} TestCase;

// A variable of a struct type, of which a part is stored to somewhere.
typedef struct ChangedCopy {
    Symbol *symbol;
    const Node *around; // the function, or the main file's statements
} ChangedCopy;

typedef struct Program {
    Session *session;
    Arena *arena;
    TypeTable types;
    CImports cimports;
    Packages packages;
    VEC(TestCase) tests;           // in source order
    VEC(Module *) modules;         // the first root first, then as found
    Texts absent;                  // every path where a module would have been found first
    VEC(Module *) library;         // the modules of the library in Seam
    Scope *prelude;                // what is builtin, and what the library exports
    Scope *internals;              // inside of that, what only the library may name
    Scope *extensions;             // methods of builtin types that the library has: Symbol.next
    struct Generics *generics;     // check/generic
    VEC(ChangedCopy) changed;      // body/copies.c
    bool check_library;            // its bodies are checked although nobody uses them: tests
    Scope *by_path;                // every module as a name space, by its normalised path
    struct BuiltinTable *builtins; // check/expr/builtins.c
    Scope *c_names;                // C names given to declarations, to keep them apart
} Program;

void program_init(Program *p, Session *s, Arena *arena, CImportPaths paths);

typedef enum RootKind {
    ROOT_PROGRAM, // begins here
    ROOT_MODULE,  // only declares
    ROOT_EITHER,  // a program, unless another root imports it
} RootKind;

typedef struct Root { // a file that is wanted for itself
    const char *path;
    RootKind kind;
    Span span; // where seam.toml names it; none
} Root;

// Reads and parses the roots and, transitively, every file that they import. Diagnostics E07xx.
// The first root's module; NULL when it cannot be read.
Module *program_load(Program *p, const Root *roots, uint32_t count);
// needs: loaded modules -> makes: the trees annotated, symbols complete, throws inferred. Reports
// everything it finds.
void check_program(Program *p);

#endif
