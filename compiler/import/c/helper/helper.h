// Inside seam-cimport: what its parts share. The program reads one list of headers with libclang,
// in one translation unit, and writes their interface (../ifc.h) to its standard output:
//   parse.c -> visit.c (records.c, ctypes.c, attributes.c) -> macros.c (evaluate.c) -> files.c ->
//   ../ifc_build.c
#ifndef SEAM_IMPORT_C_HELPER_H
#define SEAM_IMPORT_C_HELPER_H

#include <clang-c/Index.h>

#include "base/intern.h"
#include "import/c/cimport.h"
#include "import/c/ifc_build.h"

typedef struct Words {
    const char **items;
    uint32_t len;
    uint32_t cap;
} Words;

typedef struct Macro {
    IfcText name;
    uint32_t file;
    uint32_t line;
    uint32_t col;
    uint32_t offset; // in its file
    bool function_like;
    bool variadic;
    bool too_long; // its tokens were not kept
    bool doubtful; // somewhere there is an #undef of it: is it defined at the end?
    bool analysed; // the next three are known, for what it expands to in the end
    bool balanced; // its brackets close
    bool placed;   // depends on where it stands: __LINE__
    uint32_t size; // tokens
    uint32_t params;
    const char **tokens; // without its name; of function-like ones without the parameters
    uint32_t token_count;
} Macro;

typedef struct Helper {
    Arena *arena;
    IfcBuilder ifc;
    Words headers;              // absolute, or as searched for
    Words found;                // their paths; NULL where missing
    Words defines;              // as -D takes them
    Words search;               // folders, in order
    Words flags;                // for libclang
    struct CXUnsavedFile cdefs; // <sys/cdefs.h> with our postscript
    size_t cdefs_size;          // without
    int64_t started_ns;
    CXIndex index;
    CXTranslationUnit unit;
    CXFile last_file; // of the previous declaration: files come in runs
    uint32_t last_file_row;
    IfcIndex files;   // path -> row
    IfcIndex records; // USR -> row
    IfcIndex enums;   // USR -> row
    IfcIndex tags;    // name -> row in tag_list
    VEC(struct Tag {
        IfcText name;
        CXCursor cursor;
        uint32_t type;
    })
    tag_list;
    VEC(struct PendingRecord {
        CXCursor cursor;
        uint32_t row;
    })
    pending; // records whose fields are still to be read
    VEC(Macro) macros;
    IfcIndex macro_names; // name -> row in macros, the last definition
} Helper;

// ---- parse.c ----
void request_prepare(Helper *h); // folders to search, where the headers are, flags
char *unit_text(Helper *h);      // the main file: includes the headers
CXTranslationUnit unit_parse(Helper *h, const char *text, unsigned options);
void problems_collect(Helper *h);
extern const char unit_name[];

// ---- files.c ----
typedef struct Place {
    uint32_t file; // row; 0: the main file
    uint32_t line;
    uint32_t col;
} Place;
Place place_of(Helper *h, CXSourceLocation location);
void files_collect(
    Helper *h); // before anything else asks for a file: the include graph with stamps

// ---- ctypes.c ----
uint32_t type_of(Helper *h, CXType type);
uint32_t type_of_function(Helper *h, CXCursor declaration); // with its parameters' names
uint32_t type_plain(Helper *h, IfcTypeKind kind);
uint32_t type_opaque(Helper *h, const char *name);
uint32_t type_pointer_to(Helper *h, uint32_t part, bool is_const);

// ---- records.c ----
uint32_t record_of(Helper *h, CXCursor declaration);
uint32_t enum_of(Helper *h, CXCursor declaration);
void records_complete(Helper *h); // reads the fields of all records met so far, and those met then

// ---- attributes.c ----
typedef struct Attributes {
    bool noreturn;
    bool returns_nonnull;
    bool returns_twice;
    bool nonnull_all;
    uint64_t nonnull; // bit i: parameter i, the first 64
    uint32_t format_param;
    const char *facts; // ""
} Attributes;
Attributes attributes_of(Helper *h, CXCursor function);

// ---- visit.c ----
void declarations_visit(Helper *h);
void tags_settle(Helper *h);
// The symbol of `name`, placed; NULL when it has been declared already.
IfcSymbol *declare(Helper *h, IfcText name, IfcSymbolKind kind, Place place);

// ---- macros.c ----
void macro_add(Helper *h, CXCursor definition);
void macros_settle(Helper *h);
IfcSymbol *macro_symbol(Helper *h, const Macro *m, IfcSymbolKind kind); // over an earlier one
void macro_analyse(Helper *h, Macro *m);         // fills in what hangs on other macros
bool macro_is_braced(Helper *h, const Macro *m); // begins with `{`

// ---- evaluate.c ----
// Types and evaluates macros with a second parse, in which each is the value of a variable.
void macros_evaluate(Helper *h, const uint32_t *rows, uint32_t count);

// ---- probe.c ----
// Writes the interface that types an expression over the headers. Gives the exit code.
int probe_run(Helper *h, const char *expression);

// ---- main.c ----
int write_interface(Helper *h); // to standard output; gives the exit code

IfcText take_text(Helper *h, CXString string); // disposes of it
char *take_chars(Helper *h, CXString string);

#endif
