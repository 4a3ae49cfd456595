// A mapped interface file, checked: after ifc_read no index or text offset in it leads outside.
#ifndef SEAM_IMPORT_C_IFC_READ_H
#define SEAM_IMPORT_C_IFC_READ_H

#include "base/io.h"
#include "import/c/ifc.h"

typedef struct Ifc {
    const char *data;
    size_t size;
#define TABLE(NAME, name, row) \
    const row *name;           \
    uint32_t name##_count;
    IFC_TABLES(TABLE)
#undef TABLE
} Ifc;

// Looks at `data` (8-aligned, kept) and says whether it is a whole and sound interface of this
// version.
bool ifc_read(Ifc *out, const void *data, size_t size);
// Maps a file for the rest of the process; the pages are the system's cache.
bool ifc_map(Ifc *out, const char *path);
const char *ifc_text_at(const Ifc *ifc, IfcText text);
// The row of a name; NULL.
const IfcSymbol *ifc_lookup(const Ifc *ifc, const char *name);

#endif
