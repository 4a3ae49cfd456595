// The C emitter: counted MIR -> C text, one unit a module and one shim unit an imported header set
// (DESIGN 3). It decides nothing about the program: it chooses spellings. The text is for reading,
// and byte for byte reproducible: it depends on the MIR alone, never on addresses, time or the
// order of a hash table. Emitting reports no diagnostics; what cannot be expressed was refused by
// the checker.
#ifndef SEAM_EMIT_EMIT_H
#define SEAM_EMIT_EMIT_H

#include "mir/mir.h"

struct Program; // check/module.h

typedef struct EmitText {
    const char *text; // NUL-terminated, in the arena; NULL: there is nothing to compile
    size_t len;
} EmitText;

// needs: counted MIR of a checked module -> makes: the C text of its unit.
EmitText emit_c_module(struct Program *p, const MirModule *m, Arena *arena);

// needs: the tests of a checked program, at least one -> makes: the unit with its main.
EmitText emit_c_tests(struct Program *p, Arena *arena);

// needs: the counted MIR of every module -> makes: the shim of one imported header set. It includes
// the real headers, with the import's defines: a wrapper for each static inline function, macro and
// typed value that `modules` use, a _Static_assert for every size, offset, constant and signature
// that their slices claim. To be compiled with the import's include folders. Units refer to its
// symbol `seam_shim_<key>`, so that a stale pair cannot link. text is NULL when the modules use
// nothing of the import.
EmitText emit_c_shim(struct Program *p, const CImport *import, MirModule *const modules[],
                     uint32_t count, Arena *arena);

#endif
