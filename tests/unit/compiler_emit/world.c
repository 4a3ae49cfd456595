// The session that the tests of the C backend share.
#include "world.h"

#include <stdlib.h>
#include <string.h>

World *world_begin(void) {
    World *w = calloc(1, sizeof *w);
    if (!w) out_of_memory();
    session_init(&w->session);
    w->program.session = &w->session;
    w->program.arena = &w->session.arena;
    types_init(&w->program.types, &w->session.arena, &w->session.names);
    w->file.path = "main.seam";
    w->module.module = &w->file;
    unit_init(&w->unit, &w->program, &w->module, &w->session.arena);
    return w;
}

void world_end(World *w) {
    session_deinit(&w->session);
    free(w);
}

Name world_name(World *w, const char *text) { return intern_text(&w->session.names, text); }

Nominal *world_struct(World *w, const char *c_name, uint64_t c_size, uint32_t c_align) {
    Nominal *n = ARENA_NEW(&w->session.arena, Nominal);
    n->c_name = c_name;
    n->name = world_name(w, c_name);
    n->is_c = c_size > 0;
    n->size = c_size;
    n->align = c_align;
    n->complete = true;
    type_nominal(&w->program.types, strncmp(c_name, "union ", 6) == 0 ? TYPE_UNION : TYPE_STRUCT,
                 n);
    return n;
}

void world_field(World *w, Nominal *n, const char *name, const Type *type, uint64_t offset) {
    Field field = {.name = world_name(w, name), .type = type, .offset = offset};
    VEC_PUSH(&w->session.arena, &n->fields, field);
}
