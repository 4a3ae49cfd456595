// What an object file defines and what it wants: its global symbols, read from the ELF symbol table
// (gABI 4, "Symbol Table").
#ifndef SEAM_DRIVER_OBJFILE_H
#define SEAM_DRIVER_OBJFILE_H

#include "base/io.h"

typedef struct ObjSymbol {
    const char *name; // in the arena that the file was read into
    bool defined;
    bool weak;
} ObjSymbol;
typedef VEC(ObjSymbol) ObjSymbols;

// Appends the global symbols of a 64-bit little-endian ELF object. False: unreadable, or none.
bool objfile_symbols(Arena *arena, const char *path, ObjSymbols *out);
// Appends what a static archive defines, from its index (the member `/` of ar(5)).
bool archive_symbols(Arena *arena, const char *path, ObjSymbols *out);

#endif
