// Inside the import: what its files share.
// cimport.c (the request, the cache) -> helper_run.c, fresh.c, ifc_read.c -> ctypes.c, symbols.c;
// creport.c says what went wrong.
#ifndef SEAM_IMPORT_C_IMPORT_H
#define SEAM_IMPORT_C_IMPORT_H

#include "import/c/cimport.h"
#include "import/c/ifc_read.h"

// A nominal of a program, found by its USR; those of one USR and different layout form a list.
typedef struct CNominal {
    const char *usr;
    Nominal *nominal;
    struct CNominal *next;
} CNominal;

typedef struct CNominals {
    CNominal **slots; // open addressing
    uint32_t cap;
    uint32_t count;
    VEC(struct PendingNominal {
        CImport *import;
        Nominal *nominal;
        uint32_t row; // of the record
    })
    pending; // whose fields are still to be made
} CNominals;

struct CImport {
    CImports *all;
    CImportRequest request; // absolute
    const char *key;
    const char *path; // of the interface in the cache; NULL
    Ifc ifc;
    const Type **types; // by row; NULL: not asked for yet, or opaque
    Nominal **records;
    const Type **enums;
    Symbol **symbols;
};

// ---- cimport.c ----
void interface_store(CImport *import, const void *data,
                     size_t size);       // in the cache, if there is one
void interface_prepare(CImport *import); // makes the tables by row

// ---- fresh.c ----
typedef enum Freshness {
    FRESH,
    FRESH_RESTAMPED, // files were touched, but say the same: the new stamps are in `*restamped`
    STALE,
} Freshness;
Freshness ifc_freshness(const Ifc *ifc, Arena *scratch, FileText *restamped);

// ---- helper_run.c ----
// Runs the helper on a request; on success *out holds what it wrote. Reports why not (E0603,
// E0604).
bool helper_import(CImports *all, const CImportRequest *request, FileText *out);
// Runs `seam-cimport --probe`: *out is its text.
bool helper_probe(CImports *all, const CImportRequest *request, const char *expression,
                  FileText *out);

// ---- creport.c ----
bool creport_define(CImports *all, const CImportRequest *request, const char *define);
// What clang found wrong. False: a header is missing, and there is nothing to go on with.
bool creport_problems(CImports *all, const CImportRequest *request, const Ifc *ifc);
void creport_cache(CImports *all, const CImportRequest *request, const char *path);

// ---- ctypes.c ----
// The type of a row, bare: pointers without what is known of NULL. NULL when Seam cannot express
// it: *why names the part that it cannot.
const Type *ctype_bare(CImport *import, uint32_t row, const char **why);
// As a value of that type: pointers of unknown nullness are UNSURE.
const Type *ctype_value(CImport *import, uint32_t row, const char **why);
// A function's type, for TYPE_FUNCTION; `nonnull_result` by an attribute. *why is a whole reason.
const Type *ctype_function(CImport *import, uint32_t row, bool nonnull_result, const char **why);
void ctypes_complete(CImports *all); // fills in the fields of nominals that were met

// ---- symbols.c ----
Symbol *csymbol_of(CImport *import, uint32_t row);

#endif
