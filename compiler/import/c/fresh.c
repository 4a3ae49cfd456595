// Does an interface still say what its headers say? A stat a file of the include graph; where a
// stamp moved, the file's hash; and the paths that had to stay absent. Not seen: a header that
// comes to exist behind a
// `__has_include` that was false.
#include <string.h>

#include "base/intern.h"
#include "import/c/import.h"
#include "import/checksum.h"

static bool same_content(Arena *scratch, const char *path, const IfcFile *file) {
    FileText text;
    return io_read(scratch, path, &text) && text.len == file->size &&
           hash_bytes(text.text, text.len, 0) == file->hash;
}

static void restamp(char *copy, const Ifc *ifc, uint32_t row, int64_t changed_ns) {
    size_t offset = (size_t)((const char *)&ifc->files[row].changed_ns - ifc->data);
    memcpy(copy + offset, &changed_ns, sizeof changed_ns);
}

static FileText seal(char *copy, size_t size) {
    IfcHeader header;
    memcpy(&header, copy, sizeof header);
    header.checksum = checksum(copy + sizeof header, size - sizeof header, IFC_VERSION);
    memcpy(copy, &header, sizeof header);
    return (FileText){copy, size};
}

Freshness ifc_freshness(const Ifc *ifc, Arena *scratch, FileText *restamped) {
    char *copy = NULL;
    for (uint32_t i = 1; i < ifc->files_count; i++) {
        const IfcFile *file = &ifc->files[i];
        const char *path = ifc_text_at(ifc, file->path);
        FileStamp stamp;
        if (!io_stamp(path, &stamp) || stamp.size != file->size) return STALE;
        if (stamp.changed_ns == file->changed_ns) continue;
        if (!same_content(scratch, path, file)) return STALE;
        if (!copy) copy = memcpy(arena_alloc(scratch, ifc->size), ifc->data, ifc->size);
        restamp(copy, ifc, i, stamp.changed_ns);
    }
    for (uint32_t i = 0; i < ifc->absent_count; i++)
        if (io_exists(ifc_text_at(ifc, ifc->absent[i]))) return STALE;
    if (!copy) return FRESH;
    *restamped = seal(copy, ifc->size);
    return FRESH_RESTAMPED;
}
