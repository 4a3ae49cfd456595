// From C text to a program: objects by unit, libraries by the symbols that are missing, one link;
// all through the cache. Main thread; the C compiler runs in children, side by side.
#ifndef SEAM_DRIVER_BUILD_H
#define SEAM_DRIVER_BUILD_H

#include "driver/cache.h"
#include "driver/cc.h"
#include "driver/layout.h"
#include "driver/pipeline.h"

typedef struct BuildOptions {
    const char *path;  // main file; NULL: `roots`
    const Root *roots; // files with tests
    uint32_t root_count;
    Profile profile;
    bool sites;   // objects remember where they were made, for the leak report
    bool verbose; // print the commands that are run, on stderr
} BuildOptions;

typedef struct Build {
    Arena arena; // paths and words that outlive the pipeline
    BuildOptions options;
    Layout layout;
    Cache cache;
    CCompiler cc;
    Pipeline pipeline;
    bool has_pipeline;
    int64_t started_ns;  // wall clock, to compare with the times of files
    Words library_files; // what the program was linked with; an archive's code is in it
    const char *program; // the finished executable, inside the cache
} Build;

// False: no place to put anything (message on stderr).
bool build_open(Build *b, const BuildOptions *options);
void build_close(Build *b);
// Prepares b->pipeline, for those who run it themselves.
void build_front(Build *b);
// The whole way to b->program. False: errors are in b->pipeline.session.diags.
bool build_program(Build *b);

#endif
