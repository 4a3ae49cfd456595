// Inside the link index: the file that it is kept in, and who makes and reads it.
// linkindex.c (open, lookup) -> index.c (build) -> library.c; choose.c picks among several.
#ifndef SEAM_IMPORT_LINK_INDEX_H
#define SEAM_IMPORT_LINK_INDEX_H

#include "base/io.h"
#include "import/link/linkindex.h"

enum { LINK_VERSION = 2, LINK_ENDIAN = 0x01020304, LINK_LIBRARIES_MAX = UINT16_MAX };
#define LINK_MAGIC "SeamLnk"

// The file: header, folders, libraries, hashes, owners, texts; each part 8-aligned.
typedef struct LinkHeader {
    char magic[8];
    uint32_t version;
    uint32_t endian;
    uint64_t size;
    uint64_t checksum; // of what follows
    uint32_t dir_count;
    uint32_t library_count;
    uint32_t symbol_count;
    uint32_t texts_size;
} LinkHeader;

typedef struct LinkDirRow {
    int64_t changed_ns; // -1: is not there
    uint32_t path;      // offset into the texts
    uint32_t standard;  // 1: the linker looks there by itself
} LinkDirRow;

typedef struct LinkLibraryRow {
    uint32_t name;
    uint32_t path;
    uint32_t dir;
    uint32_t unused;
} LinkLibraryRow;

// Parts of a file that holds: symbols as sorted 64-bit hashes, each with the number of its library.
typedef struct LinkView {
    const LinkHeader *header;
    const LinkDirRow *dirs;
    const LinkLibraryRow *libraries;
    const uint64_t *hashes;
    const uint16_t *owners;
    const char *texts;
} LinkView;

typedef struct LinkDir {
    const char *path;
    bool standard;
} LinkDir;

struct LinkIndex {
    Arena *arena;
    LinkView view;
    LinkLibrary *libraries; // by row
    const char **dirs;
};

FileText index_build(Arena *arena, const LinkDir *dirs, uint32_t dir_count);
bool index_read(LinkView *out, const void *data, size_t size);
int64_t index_dir_stamp(const char *path);
uint64_t index_hash(const char *symbol);
// The libraries that define a symbol: rows first..first+count of hashes and owners.
uint32_t index_find(const LinkView *view, const char *symbol, uint32_t *count);

#endif
