// Which file an import means (LANGUAGE 9, docs/packages.md).
#ifndef SEAM_CHECK_RESOLVE_H
#define SEAM_CHECK_RESOLVE_H

#include "check/module.h"

extern const char seam_extension[]; // ".seam"

typedef struct WantedFile { // who asks for a file
    const char *path;       // normalised
    const char *written;    // as the user wrote it
    Span span;              // of the import's path; none for roots
} WantedFile;

bool path_ends_with(const char *path, const char *end);
// Makes w->path of w->written, an import in `from`; the file need not be there. False after a
// diagnostic (E0704, E0713, E0714).
bool resolve_import(Program *p, const Module *from, WantedFile *w);

#endif
