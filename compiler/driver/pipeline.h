// The pipeline, from names of files to C text. One Pipeline an invocation; main thread only.
#ifndef SEAM_DRIVER_PIPELINE_H
#define SEAM_DRIVER_PIPELINE_H

#include "check/module.h"
#include "mir/mir.h"

// How far to go. STAGE_CHECKED: all errors are found; what follows makes the program fast.
typedef enum Stage { STAGE_TREE, STAGE_TYPES, STAGE_CHECKED, STAGE_MIR, STAGE_C } Stage;

// One C file to be: a module, or the shim of an imported header set.
typedef struct Unit {
    const Module *module;  // NULL for shims
    const CImport *import; // NULL for modules
    const char *name;      // for messages: `main.seam`, `shim of sqlite3.h`
    const char *c_text;
    size_t c_len;
} Unit;

typedef struct Pipeline {
    Session session;
    Arena arena; // trees, MIR and C text of the program
    Program program;
    Module *main;
    bool makes_tests;     // the program runs Program.tests; set before pipeline_run
    VEC(MirModule *) mir; // parallel to program.modules
    VEC(Unit) units;
} Pipeline;

void pipeline_init(Pipeline *p, CImportPaths paths);
void pipeline_deinit(Pipeline *p);
// Runs the passes up to and including `last`. False: errors are in p->session.diags.
bool pipeline_run(Pipeline *p, const Root *roots, uint32_t count, Stage last);

#endif
