#include "world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void start(World *w) {
    session_init(&w->session);
    types_init(&w->types, &w->session.arena, &w->session.names);
    char exe[4096];
    ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
    const char *unit = arena_text(&w->session.arena, exe, len > 0 ? (size_t)len : 0);
    const char *variant = path_dir(&w->session.arena, path_dir(&w->session.arena, unit));
    w->helper = path_join(&w->session.arena, variant, "libexec/seam/seam-cimport");
    w->cache = path_join(&w->session.arena, w->dir, "cache");
    cimports_init(&w->imports, &w->session, &w->types, (CImportPaths){w->helper, w->cache});
}

void world_open(World *w) {
    *w = (World){.dir = "/tmp/seam-import-XXXXXX"};
    if (!mkdtemp(w->dir)) abort();
    start(w);
}

void world_restart(World *w) {
    session_deinit(&w->session);
    start(w);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw) {
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

void world_close(World *w) {
    session_deinit(&w->session);
    nftw(w->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *world_write(World *w, const char *name, const char *text) {
    const char *path = path_join(&w->session.arena, w->dir, name);
    io_make_dirs(path_dir(&w->session.arena, path));
    CHECK(io_write(path, text, strlen(text)));
    return path;
}

CImport *world_import(World *w, const char *header) {
    const char *headers[] = {header};
    CImportRequest request = {.headers = headers, .header_count = 1, .base_dir = w->dir};
    return cimport_load(&w->imports, &request);
}

Symbol *world_symbol(World *w, CImport *import, const char *name) {
    return import ? cimport_lookup(import, intern_text(&w->session.names, name)) : NULL;
}

const char *world_type(World *w, CImport *import, const char *name) {
    Symbol *symbol = world_symbol(w, import, name);
    if (!symbol || !symbol->type) return NULL;
    const char *text = type_text(&w->session.arena, symbol->type);
    return symbol->type->kind == TYPE_UNSURE ? arena_printf(&w->session.arena, "%s (unsure)", text)
                                             : text;
}

const char *world_reason(World *w, CImport *import, const char *name) {
    Symbol *symbol = world_symbol(w, import, name);
    return symbol && symbol->kind == SYMBOL_C_UNUSABLE ? symbol->c->reason : NULL;
}

const char *world_errors(World *w) {
    const char *text = "";
    Diags *d = &w->session.diags;
    for (uint32_t i = 0; i < d->list.len; i++)
        text = arena_printf(&w->session.arena, "%s%s%s", text, i ? " " : "",
                            diag_code_text(d->list.items[i]->code));
    d->list.len = 0;
    d->errors = 0;
    return text;
}
