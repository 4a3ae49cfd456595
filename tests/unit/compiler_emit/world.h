// A session with types, for tests of the C backend's pure parts.
#ifndef SEAM_TESTS_EMIT_WORLD_H
#define SEAM_TESTS_EMIT_WORLD_H

#include "emit/c/unit/unit.h"

typedef struct World {
    Session session;
    Program program;
    MirModule module;
    Module file;
    Unit unit;
} World;

World *world_begin(void);
void world_end(World *w);
Name world_name(World *w, const char *text);
// A struct type of the program's own, or of C with size and alignment; fields are added by the
// next.
Nominal *world_struct(World *w, const char *c_name, uint64_t c_size, uint32_t c_align);
void world_field(World *w, Nominal *n, const char *name, const Type *type, uint64_t offset);

#endif
