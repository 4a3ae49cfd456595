// Finds the files of a package. Which of them begin a program is not written anywhere: the main
// file does, tests and what others may import do not, and of the rest (scripts, examples) those do
// that nobody imports. Floor 5; used by the commands.
#include "driver/target.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"

static bool is_folder(const char *path, bool links) {
    struct stat st;
    return (links ? stat(path, &st) : lstat(path, &st)) == 0 && S_ISDIR(st.st_mode);
}

const char *target_folder(const char *operand) {
    if (!operand) return ".";
    return is_folder(operand, true) ? operand : NULL;
}

static const char *inside(Packages *p, const Package *package, const char *path) {
    return path_normalise(p->arena, path_join(p->arena, package->dir, path));
}

const char *target_main(Packages *p, const Package *package) {
    const char *path = inside(p, package, package->main.path);
    if (io_is_file(path)) return path;
    Diag *g =
        diag_error(&p->session->diags, E0719, package->main.span,
                   "the package `%s` has no main file: `%s` is not there", package->name, path);
    diag_note(g, "a package without one is a library: others import it, and `seam test` tests it");
    diag_help(g, "write it, or name another in seam.toml: `main = \"app.seam\"` below [package]");
    return NULL;
}

// ---- the files of a folder ----

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len > end_len && strcmp(text + len - end_len, end) == 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void gather(Arena *a, const char *dir, Texts *out) {
    Texts names = {0};
    DIR *folder = opendir(*dir ? dir : ".");
    for (struct dirent *e; folder && (e = readdir(folder));)
        if (e->d_name[0] != '.') VEC_PUSH(a, &names, path_join(a, dir, e->d_name));
    if (folder) closedir(folder);
    if (names.len) qsort(names.items, names.len, sizeof *names.items, by_name);
    for (uint32_t i = 0; i < names.len; i++) {
        const char *path = names.items[i];
        if (!is_folder(path, false)) {
            if (ends_with(path, ".seam")) VEC_PUSH(a, out, path);
        } else if (!io_is_file(path_join(a, path, package_file))) {
            gather(a, path, out);
        }
    }
}

static void add_root(Packages *p, Roots *out, Root root) {
    for (uint32_t i = 0; i < out->len; i++)
        if (strcmp(out->items[i].path, root.path) == 0) return;
    VEC_PUSH(p->arena, out, root);
}

// What others may import: index.seam, and what seam.toml lists.
static void add_face(Packages *p, const Package *package, Roots *out) {
    Arena *a = p->arena;
    const char *index = inside(p, package, arena_printf(a, "%s.seam", package_index));
    if (io_is_file(index)) add_root(p, out, (Root){index, ROOT_MODULE, {0}});
    for (uint32_t i = 0; i < package->exports.len; i++) {
        const PackageFile *shown = &package->exports.items[i];
        const char *file = inside(p, package, arena_printf(a, "%s.seam", shown->path));
        const char *folder =
            inside(p, package, arena_printf(a, "%s/%s.seam", shown->path, package_index));
        bool is_index = !io_is_file(file) && io_is_file(folder);
        add_root(p, out, (Root){is_index ? folder : file, ROOT_MODULE, shown->span});
    }
}

void target_files(Packages *p, const Package *package, Roots *out) {
    const char *main = inside(p, package, package->main.path);
    if (io_is_file(main)) add_root(p, out, (Root){main, ROOT_PROGRAM, {0}});
    else if (package->main.span.source) target_main(p, package);
    add_face(p, package, out);
    Texts files = {0};
    gather(p->arena, path_normalise(p->arena, package->dir), &files);
    for (uint32_t i = 0; i < files.len; i++) {
        const char *path = files.items[i];
        bool declares = ends_with(path, ".d.seam");
        const char *stem = arena_text(p->arena, path, strlen(path) - strlen(".d.seam") * declares);
        if (declares && io_is_file(arena_printf(p->arena, "%s.seam", stem))) continue;
        bool module = declares || ends_with(path, "_test.seam");
        add_root(p, out, (Root){path, module ? ROOT_MODULE : ROOT_EITHER, {0}});
    }
}

void target_tests(Packages *p, const Package *package, Roots *out) {
    Texts files = {0};
    gather(p->arena, path_normalise(p->arena, package->dir), &files);
    for (uint32_t i = 0; i < files.len; i++)
        if (ends_with(files.items[i], "_test.seam"))
            add_root(p, out, (Root){files.items[i], ROOT_MODULE, {0}});
}
