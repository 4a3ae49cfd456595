// `./file` is a file of the same package, beside the importing one; `geo` the face of a package
// that seam.toml names, and `geo/file` a file that this package shows to others. A folder means its
// `index.seam`; where only `file.d.seam` is, that. Floor 3; used by module.c.
#include "check/resolve.h"

#include <string.h>

#include "base/io.h"
#include "check/library.h"
#include "types/builtin.h"

const char seam_extension[] = ".seam";

static Diags *diags(Program *p) { return &p->session->diags; }

bool path_ends_with(const char *path, const char *end) {
    size_t len = strlen(path), end_len = strlen(end);
    return len >= end_len && strcmp(path + len - end_len, end) == 0;
}

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

// The file behind a path without its ending. What would have been found first is remembered: a run
// of the unchanged program looks whether it is there now.
static const char *file_of(Program *p, const char *stem) {
    Arena *a = p->arena;
    size_t len = strlen(stem);
    bool folder = len == 0 || stem[len - 1] == '/' || strcmp(stem, ".") == 0 ||
                  strcmp(path_base(stem), "..") == 0;
    const char *const candidates[] = {
        folder ? NULL : arena_printf(a, "%s%s", stem, seam_extension),
        path_join(a, stem, arena_printf(a, "%s%s", package_index, seam_extension)),
        folder ? NULL : arena_printf(a, "%s.d%s", stem, seam_extension),
    };
    const char *first = NULL;
    uint32_t absent = p->absent.len;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        if (!candidates[i]) continue;
        const char *path = path_normalise(a, candidates[i]);
        if (io_exists(path)) return path;
        if (!first) first = path;
        VEC_PUSH(a, &p->absent, path);
    }
    p->absent.len = absent;
    return first;
}

// ---- files of the same package ----

static bool resolve_file(Program *p, const Module *from, WantedFile *w) {
    Arena *a = p->arena;
    const char *dir = path_dir(a, from->path);
    w->path = file_of(p, path_join(a, dir, w->written));
    Package *there = package_of(&p->packages, path_dir(a, w->path));
    if (there == from->package || !there || !io_exists(w->path)) return true;
    Diag *g = diag_error(diags(p), E0714, w->span, "`%s` is a file of another package, `%s`",
                         w->written, there->name);
    diag_help(g, "import what it exports: `from \"%s\"`", there->name);
    return false;
}

// ---- packages ----

// `import * as fs from "fs"`, or from "node:fs": what every program has.
static bool is_space(const char *name) {
    if (starts_with(name, "node:")) name += strlen("node:");
    for (int receiver = 0; receiver <= ON_ERROR; receiver++) {
        const char *space = builtin_space((BuiltinReceiver)receiver);
        if (space && strcmp(space, name) == 0) return true;
    }
    return false;
}

static void report_no_package(Program *p, const Module *from, const char *name,
                              const WantedFile *w) {
    const char *beside =
        file_of(p, path_join(p->arena, path_dir(p->arena, from->path), w->written));
    if (!from->package) {
        Diag *g = diag_error(diags(p), E0704, w->span, "`%s` does not say where the module is",
                             w->written);
        if (is_space(w->written)) {
            diag_help(g, "it is there without an import: leave this line out");
            return;
        }
        diag_help(g, "a file beside this one is written \"./%s\"", w->written);
        diag_note(g, "packages are imported by files of a package: a folder with a seam.toml");
        return;
    }
    Diag *g = diag_error(diags(p), E0713, w->span, "`%s` has no dependency `%s`",
                         from->package->name, name);
    Nearest nearest;
    nearest_init(&nearest, name);
    for (uint32_t i = 0; i < from->package->dependencies.len; i++)
        nearest_offer(&nearest, from->package->dependencies.items[i].name);
    if (is_space(w->written)) diag_help(g, "it is there without an import: leave this line out");
    else if (io_exists(beside))
        diag_help(g, "a file beside this one is written \"./%s\"", w->written);
    else if (nearest.best) diag_help(g, "did you mean `%s`?", nearest.best);
    else
        diag_help(g, "write in %s, below [dependencies]: `%s = { path = \"../%s\" }`",
                  path_normalise(p->arena, path_join(p->arena, from->package->dir, package_file)),
                  name, name);
}

static void report_not_shown(Program *p, const Package *package, const char *rest,
                             const WantedFile *w) {
    Diag *g = diag_error(diags(p), E0714, w->span, "`%s` does not show `%s` to other packages",
                         package->name, rest);
    diag_note(g, "others may import its index.seam, and what its seam.toml lists as `exports`");
    Nearest nearest;
    nearest_init(&nearest, rest);
    for (uint32_t i = 0; i < package->exports.len; i++)
        nearest_offer(&nearest, package->exports.items[i].path);
    if (nearest.best) diag_help(g, "did you mean `%s/%s`?", package->name, nearest.best);
    else diag_help(g, "import it from `%s`, if it is there", package->name);
}

static bool shows(const Package *package, const char *file) {
    for (uint32_t i = 0; i < package->exports.len; i++)
        if (strcmp(package->exports.items[i].path, file) == 0) return true;
    return false;
}

static bool resolve_package(Program *p, const Module *from, WantedFile *w) {
    Arena *a = p->arena;
    size_t len = strcspn(w->written, "/");
    const char *name = arena_text(a, w->written, len);
    const char *rest = w->written[len] ? w->written + len + 1 : "";
    bool declared = false;
    Package *package = from->package ? package_named(from->package, name, &declared) : NULL;
    if (!declared) {
        report_no_package(p, from, name, w);
        return false;
    }
    if (!package) return false; // reported at its line in seam.toml
    if (*rest && !shows(package, rest)) {
        report_not_shown(p, package, rest, w);
        return false;
    }
    w->path = file_of(p, path_join(a, package->dir, *rest ? rest : package_index));
    if (*rest || io_exists(w->path)) return true;
    Diag *g = diag_error(diags(p), E0714, w->span, "the package `%s` has nothing for others",
                         package->name);
    diag_note(g, "there is no `%s`", w->path);
    return false;
}

bool resolve_import(Program *p, const Module *from, WantedFile *w) {
    const char *path = w->written;
    if (starts_with(path, "./") || starts_with(path, "../") || strcmp(path, ".") == 0 ||
        strcmp(path, "..") == 0)
        return resolve_file(p, from, w);
    if (standard_find(path)) {
        w->path = path;
        return true;
    }
    if (starts_with(path, "std:") || starts_with(path, "native:")) {
        bool native = path[0] == 'n';
        Diag *g = diag_error(diags(p), E0801, w->span,
                             native ? "native modules are not supported yet"
                                    : "the module `%s` is not there yet",
                             path);
        diag_help(g, "call the C library itself: `extern C from \"header.h\" as name`");
        return false;
    }
    if (path[0] != '/' && path[0]) return resolve_package(p, from, w);
    Diag *g = diag_error(diags(p), E0704, w->span, "`%s` does not say where the module is", path);
    if (path[0])
        diag_note(g, "a path is written relative to this file, so that the program can be moved");
    return false;
}
