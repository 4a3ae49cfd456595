// C headers -> symbols and types. `cimport_load` finds the interface of a list of headers in the
// cache or has the helper `seam-cimport` (libclang 19, a process of its own) make it; names become
// Symbols when first asked for. Same headers, defines and include paths: one CImport in a program,
// and one Type a C type program-wide (LANGUAGE 7.1 "One type"). Main thread only. Diagnostics
// E06xx: header not found (with near names, and the Debian package or .pc that would have it, where
// known), header that does not parse (clang's own message, label into the header), helper missing
// or crashed.
#ifndef SEAM_IMPORT_C_CIMPORT_H
#define SEAM_IMPORT_C_CIMPORT_H

#include "types/symbol.h"

// The reason of macros that expand to nothing, include guards above all: nobody wants them listed.
#define CIMPORT_EMPTY_MACRO "expands to nothing"

// What C's own headers hide functions behind that are no standard's.
#define CIMPORT_HIDES "_GNU_SOURCE"

typedef struct CImportPaths { // from the driver
    const char *helper;       // path of seam-cimport
    const char *cache_dir;    // interfaces live in <cache_dir>/c/; NULL: no cache
} CImportPaths;

typedef struct CImports { // all imports of a session
    Session *session;
    TypeTable *types;
    CImportPaths paths;
    VEC(CImport *) list;
    struct CNominals *nominals; // by USR, so that one C type is one Type
    bool cache_reported;        // that it cannot be written, once
} CImports;

typedef struct CImportRequest {
    const char *const *headers;
    uint32_t header_count;
    const char *const *defines; // "NAME" or "NAME=VALUE"
    uint32_t define_count;
    const char *const *includes; // folders, absolute or relative to base_dir
    uint32_t include_count;
    const char *const *links; // `link "foo"`: names, or paths, absolute or relative to base_dir
    uint32_t link_count;
    const char *base_dir; // folder of the importing file: "./x.h" and "x.h" beside it are found
    Span span;            // of the extern declaration
    const Span *header_spans;
} CImportRequest;

void cimports_init(CImports *all, Session *s, TypeTable *types, CImportPaths paths);
// needs: a request -> makes: an import, or NULL after diagnostics.
CImport *cimport_load(CImports *all, const CImportRequest *request);
// The symbol of a name, NULL when the headers declare none. Never reports; unusable names come as
// SYMBOL_C_UNUSABLE. Struct tags are found by `name` and, where a function or typedef hides them,
// by `struct_name`.
Symbol *cimport_lookup(CImport *import, Name name);
// Whether the headers would declare the name were this defined, too: for help. Reads them once
// more.
bool cimport_would_declare(const CImport *import, const char *define, const char *name);
// Every name, in header order: for `seam bind` and did-you-mean. `own_only`: only names of the
// headers asked for and of files in their folder, not of what these include.
void cimport_each(CImport *import, bool own_only, void (*visit)(void *context, Symbol *symbol),
                  void *context);
// Every file that the interface was read from: `seam run` looks whether one has changed.
void cimport_each_file(const CImport *import, void (*visit)(void *context, const char *path),
                       void *context);
// Every path where a file would be found before one of those, were it there.
void cimport_each_absent(const CImport *import, void (*visit)(void *context, const char *path),
                         void *context);
// A hash of what those files say. The key leaves it out: it names the request.
uint64_t cimport_content(const CImport *import);
// As it was asked, but with absolute include folders, those of pkg-config among them, and with
// absolute paths for headers that lie beside the importing file.
const CImportRequest *cimport_request(const CImport *import);
const char *cimport_key(const CImport *import); // hex, stable: names the shim unit
// Types a call of a function-like macro for arguments of the given C types, as C spells them
// (`int`, `z_stream *`). True: *result is the call's type (TYPE_VOID for statements). False: *why
// says in words why it is no such call. Answers are kept beside the interface, so that clang is
// asked once.
bool cimport_probe(CImport *import, const Symbol *macro, const char *const arg_c_types[],
                   uint32_t count, const Type **result, const char **why);

#endif
