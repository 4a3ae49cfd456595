// The library in Seam: each of its files is a module, which belongs to no package. What they export
// is put into the prelude when names are collected (check.c).
#include "check/library.h"

#include <string.h>

#include "check/module.h"
#include "syntax/parser.h"

const LibraryFile *standard_find(const char *path) {
    for (unsigned i = 0; i < standard_file_count; i++)
        if (strcmp(standard_files[i].path, path) == 0) return &standard_files[i];
    return NULL;
}

void library_load(Program *p) {
    for (unsigned i = 0; i < library_file_count; i++) {
        const LibraryFile *file = &library_files[i];
        Module *m = ARENA_NEW(p->arena, Module);
        m->path = file->path;
        m->c_prefix = arena_printf(p->arena, "std_%s__", strchr(file->path, ':') + 1);
        m->is_library = true;
        m->source = source_add(&p->session->sources, file->path, file->text, file->len);
        m->scope = scope_new(p->arena, p->internals);
        VEC_PUSH(p->arena, &p->library, m);
        m->tree = parse_module(p->session, p->arena, m->source);
    }
}
