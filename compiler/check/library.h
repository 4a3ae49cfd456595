// The library in Seam, embedded as data by tools/embed.py: files of library/.
#ifndef SEAM_CHECK_LIBRARY_H
#define SEAM_CHECK_LIBRARY_H

struct Program; // check/module.h

typedef struct LibraryFile {
    const char *path; // `std:array`
    const char *text; // NUL-terminated
    unsigned len;
} LibraryFile;

extern const LibraryFile library_files[];
extern const unsigned library_file_count;
// The standard modules, which programs import: `std:ffi`.
extern const LibraryFile standard_files[];
extern const unsigned standard_file_count;
const LibraryFile *standard_find(const char *path); // NULL: there is none

void library_load(struct Program *p); // parses them

#endif
