// What tests of the C import stand on: a session, the helper of this build, a folder of headers
// written by the test and a cache folder, both removed at the end.
#ifndef SEAM_TESTS_IMPORT_WORLD_H
#define SEAM_TESTS_IMPORT_WORLD_H

#include "../test.h"
#include "base/io.h"
#include "import/c/cimport.h"

typedef struct World {
    Session session;
    TypeTable types;
    CImports imports;
    char dir[64]; // headers
    const char *cache;
    const char *helper;
} World;

void world_open(World *w);
void world_restart(World *w); // a new session over the same folders: the next run of the compiler
void world_close(World *w);
const char *world_write(World *w, const char *name, const char *text); // a header; gives its path
CImport *world_import(World *w, const char *header);
Symbol *world_symbol(World *w, CImport *import, const char *name); // NULL
// "CFn<..>", with what an unsure or optional pointer is spelled out: `CPtr<sqlite3> (unsure)`.
const char *world_type(World *w, CImport *import, const char *name);
const char *world_reason(World *w, CImport *import, const char *name);
// The codes reported so far, "E0601 E0602", and forgets them.
const char *world_errors(World *w);

#endif
