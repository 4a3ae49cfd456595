// What one file on the linker's path offers: exported symbols of a shared library, and what a
// linker script names.
#ifndef SEAM_IMPORT_LINK_LIBRARY_H
#define SEAM_IMPORT_LINK_LIBRARY_H

#include "base/io.h"

// A read-only view of a file; data is NULL when there is none.
typedef struct FileView {
    const char *data;
    size_t size;
} FileView;

FileView view_open(const char *path);
void view_close(FileView view);

bool library_is_elf(FileView view);
// Calls `visit` for every dynamic symbol that the linker would take: global or weak, defined, of
// the default version. C++ names are left out. A damaged or foreign file has none.
void library_exports(FileView view, void (*visit)(void *context, const char *name), void *context);
// Calls `visit` for every input of a linker script: `/lib/libc.so.6`, `libncurses.so.6`, `-ltinfo`.
void script_inputs(FileView view, Arena *arena, void (*visit)(void *context, const char *input),
                   void *context);

#endif
