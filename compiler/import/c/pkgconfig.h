// Headers that lie off the beaten path: which library's .pc file knows their folder.
#ifndef SEAM_IMPORT_C_PKGCONFIG_H
#define SEAM_IMPORT_C_PKGCONFIG_H

#include "base/io.h"

typedef struct PkgFolders {
    const char *module; // `glib-2.0`
    VEC(const char *) dirs;
} PkgFolders;

// Looks for a module whose own include folders hold `header` (as an import spells it) and asks
// pkg-config for all folders that it wants. False: there is none.
bool pkg_folders(Arena *a, const char *header, PkgFolders *out);

#endif
