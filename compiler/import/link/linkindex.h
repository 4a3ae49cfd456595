// The link index: which shared library on the linker's path defines a symbol. Built from the
// dynamic symbol tables of all `lib*.so` (and the linker scripts among them), kept in the cache and
// valid while the folders are as they were. needs: the names that objects leave undefined -> makes:
// libraries to link, or the candidates to choose among.
#ifndef SEAM_IMPORT_LINK_LINKINDEX_H
#define SEAM_IMPORT_LINK_LINKINDEX_H

#include "import/c/cimport.h"

typedef struct LinkIndex LinkIndex;

typedef struct LinkLibrary {
    const char *name; // as after -l: `sqlite3`
    const char *path; // of the lib*.so
    const char
        *word;   // for the link command: `-lsqlite3`, or the path where the linker would not look
    bool always; // libc: linked in any case
} LinkLibrary;

typedef struct LinkWanted {
    const char *name; // as the linker knows it
    CImport *import;  // whose headers declare it; NULL: an `extern "C"` declaration
} LinkWanted;

typedef struct LinkAnswer {
    const LinkLibrary *library; // NULL: see below
    const LinkLibrary *
        *candidates; // several, with nothing to choose by; none: no library exports it
    uint32_t candidate_count;
} LinkAnswer;

// `dirs`: folders to search before the linker's own (`-L`); LIBRARY_PATH is looked at as well.
// `cache_dir` may be NULL. Never fails: without readable folders the index is empty. Everything
// lives in `arena`.
LinkIndex *link_open(Arena *arena, const char *cache_dir, const char *const dirs[],
                     uint32_t dir_count);

// How one among several is chosen, in this order: a library that the import's `link "x"` names;
// libc and its family; a library that the other names need anyway; the one that defines most of
// what the import's headers declare; the one that is called like the header. What the `link` lines
// name is to be linked in any case: link_forced.
void link_choose(LinkIndex *index, const LinkWanted wanted[], uint32_t count, LinkAnswer answers[]);
// libc puts it into each program, and no library exports it: `atexit`. Its library is libc.
bool link_is_in_programs(const char *symbol);
// The library of a `link "x"` line: `foo`, `libfoo.so` or a path. Never NULL; not every one is in
// the index.
const LinkLibrary *link_forced(LinkIndex *index, const char *link);
// Whether what it exports is known: not so of an archive, nor of what lies elsewhere.
bool link_is_indexed(const LinkIndex *index, const LinkLibrary *library);
// Whether a folder has shared libraries.
bool link_has_libraries(const char *dir);
// The folders searched, for messages; ends with NULL.
const char *const *link_dirs(const LinkIndex *index);

#endif
