// Where the parts of an installation lie, relative to the running executable:
// <root>/bin/seam, lib/seam/libseamrt.a, libexec/seam/seam-cimport, include/seam/,
// share/seam/errors/.
#ifndef SEAM_DRIVER_LAYOUT_H
#define SEAM_DRIVER_LAYOUT_H

#include "base/io.h"

typedef struct Layout {
    const char *root;
    const char *runtime_lib;
    const char *call_lib; // the calling engine
    const char *include_dir;
    const char *helper;    // seam-cimport
    const char *pages_dir; // error pages
    uint64_t build_id; // changes whenever the compiler or the runtime does; part of every cache key
} Layout;

void layout_find(Layout *layout, Arena *arena);

#endif
