// Files and processes: whole-file reads, writes by rename, child processes. No policy here.
// Every function returns false (or a negative) with `errno` set; callers turn that into
// diagnostics.
#ifndef SEAM_BASE_IO_H
#define SEAM_BASE_IO_H

#include "arena.h"

typedef struct FileText {
    const char *text; // NUL-terminated
    size_t len;
} FileText;

bool io_read(Arena *a, const char *path, FileText *out);
// Writes a temporary beside `path` and renames it: readers see the old file or the whole new one.
bool io_write(const char *path, const void *data, size_t len);
bool io_make_dirs(const char *path); // like mkdir -p
typedef struct FileStamp {
    uint64_t size;
    int64_t
        changed_ns; // the inode's: `cp -p` and `tar` set back the time of the contents, not this
    uint64_t inode;
} FileStamp;
bool io_stamp(const char *path, FileStamp *out);
bool io_exists(const char *path);
bool io_is_file(const char *path); // and no folder
const char *path_join(Arena *a, const char *dir, const char *name);
const char *path_dir(Arena *a, const char *path);
// Drops `.` and what `..` takes back: `a/./b/../c.seam` -> `a/c.seam`; `./` -> ``. A path that
// climbs out keeps its `..`. Links are not followed.
const char *path_normalise(Arena *a, const char *path);
// What a list of folders (`CPATH`) means depends on where it is read if one of them is relative:
// then the working folder, else "". NULL is an empty list.
const char *path_list_base(Arena *a, const char *list);
const char *path_base(const char *path);

typedef struct ProcessResult {
    int exit_code; // 128 + signal when killed
    FileText out;
    FileText err;
} ProcessResult;
// Runs argv[0] (searched in PATH) with no shell; gathers both outputs. False: it could not start.
bool io_run(Arena *a, const char *const argv[], const char *stdin_text, ProcessResult *out);

#endif
