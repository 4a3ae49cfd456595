// The C compiler that turns units into objects and objects into programs: which one, and its flags.
#ifndef SEAM_DRIVER_CC_H
#define SEAM_DRIVER_CC_H

#include "base/diag.h"
#include "base/io.h"

typedef enum Profile { PROFILE_DEV, PROFILE_RELEASE } Profile;

typedef struct CCompiler {
    const char *path;
    uint64_t id;        // of the very file: another version gives other keys
    bool is_clang;      // else gcc
    const char *linker; // "-fuse-ld=mold", or NULL
} CCompiler;

typedef VEC(const char *) Words;

// $SEAM_CC, else the first of gcc, clang-19, clang, cc on PATH. Reports E0901.
bool cc_find(CCompiler *cc, Arena *arena, Diags *diags);
// The flags for one unit, without input and output.
void cc_unit_flags(const CCompiler *cc, Profile profile, const char *include_dir, Arena *arena,
                   Words *words);
// Those of a unit of Seam's code: line tables, which traces of panics are read from.
void cc_line_flags(Arena *arena, Words *words);
void cc_link_flags(const CCompiler *cc, Arena *arena, Words *words);

#endif
