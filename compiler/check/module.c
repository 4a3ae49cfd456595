// Loading: the roots and, breadth first, every file that they import, each read and parsed once.
// Files are told apart by what they are on the disk, whatever path leads there; what cannot be
// found or read is reported at the `import` that wants it. First step of the pipeline: needs paths
// -> makes Program.modules. resolve.c says which file an import means.
#include "check/module.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "check/library.h"
#include "check/prelude.h"
#include "check/resolve.h"
#include "syntax/parser.h"

void program_init(Program *p, Session *s, Arena *arena, CImportPaths paths) {
    *p = (Program){.session = s, .arena = arena};
    types_init(&p->types, arena, &s->names);
    cimports_init(&p->cimports, s, &p->types, paths);
    packages_init(&p->packages, s, arena);
    p->by_path = scope_new(arena, NULL);
    p->c_names = scope_new(arena, NULL);
    p->prelude = prelude_new(p);
    p->extensions = scope_new(arena, NULL);
}

// ---- names in C ----

// Below its package's folder; of files in no package, below the first file's.
static const char *path_in_package(Program *p, const char *path, const Package *package) {
    Arena *a = p->arena;
    const char *base = package          ? package->dir
                       : p->modules.len ? path_dir(a, p->modules.items[0]->path)
                                        : path_dir(a, path);
    size_t skip = strlen(base);
    if (strncmp(path, base, skip) == 0 && path[skip] == '/') return path + skip + 1;
    if (!package || strncmp(base, "..", 2) != 0) return path;
    // Seen from a folder inside of the package, a file's path need not begin at the package.
    char real[PATH_MAX];
    size_t above = strlen(package->real);
    bool below = realpath(path, real) && strncmp(real, package->real, above) == 0;
    return below && real[above] == '/' ? arena_text(a, real + above + 1, strlen(real + above + 1))
                                       : path;
}

static void make_identifier(char *text) {
    for (char *t = text; *t; t++) {
        bool letter =
            (*t >= 'a' && *t <= 'z') || (*t >= 'A' && *t <= 'Z') || (*t >= '0' && *t <= '9');
        if (!letter) *t = '_';
    }
}

// `lib/data-base.seam` -> `lib_data_base__`; of a package `geo` that the program only uses
// `geo__lib_data_base__`, and its index `geo__`. Others that would get the same take a number.
static const char *prefix_of(Program *p, const char *path, const Package *package, Symbol *file) {
    Arena *a = p->arena;
    const char *inside = path_in_package(p, path, package);
    char *text = arena_text(
        a, inside,
        strlen(inside) - (path_ends_with(inside, seam_extension) ? strlen(seam_extension) : 0));
    make_identifier(text);
    if (package && p->modules.len && package != p->modules.items[0]->package) {
        char *name = arena_text(a, package->name, strlen(package->name));
        make_identifier(name);
        bool index = strcmp(text, package_index) == 0;
        text = index ? name : arena_printf(a, "%s__%s", name, text);
    }
    if (!text[0] || text[0] == '_' || (text[0] >= '0' && text[0] <= '9'))
        text = arena_printf(a, "m%s", text);
    const char *made = arena_printf(a, "%s__", text);
    for (uint32_t n = 2; scope_add_as(p->c_names, intern_text(&p->session->names, made), file); n++)
        made = arena_printf(a, "%s_%u__", text, n);
    return made;
}

// index.seam, and what seam.toml lists as `exports`.
static bool is_face(Program *p, const char *path, const Package *package) {
    if (!package) return false;
    const char *inside = path_in_package(p, path, package), *rest;
    if (strcmp(inside, arena_printf(p->arena, "%s%s", package_index, seam_extension)) == 0)
        return true;
    for (uint32_t i = 0; i < package->exports.len; i++) {
        size_t len = strlen(package->exports.items[i].path);
        if (strncmp(inside, package->exports.items[i].path, len) != 0) continue;
        rest = inside + len;
        if (strcmp(rest, seam_extension) == 0 || strcmp(rest, "/index.seam") == 0) return true;
    }
    return false;
}

// ---- files ----

// Names near `path` in its folder: "did you mean `./data`?"
static void suggest_file(Program *p, Diag *g, const char *path, bool imported) {
    const char *whole = arena_printf(p->arena, "%s%s", path, seam_extension);
    if (!imported && io_is_file(whole)) {
        diag_help(g, "did you mean `%s`?", whole);
        return;
    }
    DIR *folder = opendir(path_dir(&p->session->scratch, path));
    if (!folder) return;
    Arena *a = p->arena;
    Nearest nearest;
    nearest_init(&nearest, path_base(path));
    for (struct dirent *entry; (entry = readdir(folder));)
        if (path_ends_with(entry->d_name, seam_extension))
            nearest_offer(&nearest, arena_text(a, entry->d_name, strlen(entry->d_name)));
    closedir(folder);
    if (!nearest.best && imported)
        diag_help(g, "a path begins at the file that imports, and ends without `.seam`");
    if (!nearest.best) return;
    int shown = (int)(strlen(nearest.best) - (imported ? strlen(seam_extension) : 0));
    diag_help(g, "did you mean `%.*s`?", shown, nearest.best);
}

static void report_unreadable(Program *p, const WantedFile *w, int error) {
    Diags *d = &p->session->diags;
    bool imported = w->span.source != 0;
    if (error != ENOENT && error != ENOTDIR) {
        diag_error(d, E0904, w->span, "`%s` cannot be read: %s", w->path, strerror(error));
        return;
    }
    Diag *g = diag_error(d, E0701, w->span, "there is no file `%s`", w->path);
    if (imported && path_ends_with(w->written, seam_extension))
        diag_help(g, "leave `.seam` out of the path: it is added");
    else if (imported && io_is_file(path_join(p->arena, path_dir(p->arena, w->path), w->written)))
        diag_note(g, "`%s` is there, but an import takes only Seam files", w->written);
    else suggest_file(p, g, w->path, imported);
}

// The module of a file that was loaded already, under this path or another. NULL: none.
static Module *known_module(Program *p, const char *path) {
    Interner *names = &p->session->names;
    Symbol *known = scope_find_here(p->by_path, intern_text(names, path));
    if (known) return known->target;
    char real[PATH_MAX];
    if (!realpath(path, real)) return NULL;
    known = scope_find_here(p->by_path, intern_text(names, real));
    if (!known) return NULL;
    scope_add_as(p->by_path, intern_text(names, path), known);
    return known->target;
}

static void remember(Program *p, const char *path, Symbol *file) {
    Interner *names = &p->session->names;
    scope_add_as(p->by_path, intern_text(names, path), file);
    char real[PATH_MAX];
    if (realpath(path, real)) scope_add_as(p->by_path, intern_text(names, real), file);
}

// Registers the module before it is parsed, so that an import in a circle finds it.
static Module *load_file(Program *p, const WantedFile *w) {
    const LibraryFile *standard = standard_find(w->path);
    FileText file = {0};
    if (standard) file = (FileText){standard->text, standard->len};
    else if (!io_read(p->arena, w->path, &file)) {
        report_unreadable(p, w, errno);
        return NULL;
    }
    if (file.len > UINT32_MAX / 2) {
        diag_error(&p->session->diags, E0702, w->span, "`%s` is too large: more than 2 GB",
                   w->path);
        return NULL;
    }
    const char *shown = w->span.source || standard ? w->path : w->written;
    Module *m = ARENA_NEW(p->arena, Module);
    Symbol *symbol =
        symbol_new(p->arena, SYMBOL_NAMESPACE, intern_text(&p->session->names, w->path), w->span);
    symbol->target = m;
    m->path = shown;
    m->is_standard = standard != NULL;
    if (!standard) m->package = package_of(&p->packages, path_dir(p->arena, w->path));
    m->c_prefix = prefix_of(p, w->path, m->package, symbol);
    m->source = source_add(&p->session->sources, shown, file.text, (uint32_t)file.len);
    m->scope = scope_new(p->arena, p->prelude);
    m->is_face = is_face(p, w->path, m->package);
    m->is_test = path_ends_with(w->path, "_test.seam");
    m->is_declarations = path_ends_with(w->path, ".d.seam");
    m->order = p->modules.len;
    VEC_PUSH(p->arena, &p->modules, m);
    remember(p, w->path, symbol);
    m->tree = parse_module(p->session, p->arena, m->source);
    return m;
}

static Module *find_or_load(Program *p, const WantedFile *w) {
    Module *known = known_module(p, w->path);
    return known ? known : load_file(p, w);
}

// ---- imports ----

static Module *load_import(Program *p, const Module *from, const Node *import) {
    if (!import->u.import_.path) return NULL; // reported by the parser
    WantedFile wanted = {.written = import->u.import_.path->text,
                         .span = import->u.import_.path_span};
    return resolve_import(p, from, &wanted) ? find_or_load(p, &wanted) : NULL;
}

// `name.d.seam` beside the file: what it declares has to be there.
static void load_declarations(Program *p, Module *m) {
    if (m->is_declarations || !path_ends_with(m->path, seam_extension)) return;
    int stem = (int)(strlen(m->path) - strlen(seam_extension));
    const char *path = arena_printf(p->arena, "%.*s.d.seam", stem, m->path);
    if (!io_is_file(path)) {
        VEC_PUSH(p->arena, &p->absent, path);
        return;
    }
    const WantedFile wanted = {.path = path_normalise(p->arena, path), .written = path};
    m->declarations = find_or_load(p, &wanted);
}

// From the module at `from` on; new ones come behind.
static void load_imports(Program *p, uint32_t from) {
    for (uint32_t i = from; i < p->modules.len; i++) {
        Module *m = p->modules.items[i];
        const NodeList *items = &m->tree->u.module.items;
        load_declarations(p, m);
        for (uint32_t k = 0; k < items->len; k++) {
            if (items->items[k]->kind != NODE_IMPORT) continue;
            Module *imported = load_import(p, m, items->items[k]);
            if (imported) imported->is_imported = true;
            if (imported && items->items[k]->u.import_.flags & DECL_EXPORT)
                VEC_PUSH(p->arena, &m->reexports, ((struct ReExport){items->items[k], imported}));
            VEC_PUSH(p->arena, &m->imports, imported);
        }
    }
}

static Module *load_root(Program *p, const Root *root) {
    const char *path = root->path;
    if (!path_ends_with(path, seam_extension) && io_exists(path)) {
        diag_error(&p->session->diags, E0702, root->span,
                   "`%s` is not a Seam file: its name does not end in `.seam`", path);
        return NULL;
    }
    return find_or_load(p, &(WantedFile){path_normalise(p->arena, path), path, root->span});
}

Module *program_load(Program *p, const Root *roots, uint32_t count) {
    Module **loaded = ARENA_ARRAY(p->arena, Module *, count);
    library_load(p);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t before = p->modules.len;
        loaded[i] = load_root(p, &roots[i]);
        load_imports(p, before);
    }
    for (uint32_t i = 0; i < count; i++) {
        RootKind kind = roots[i].kind;
        if (loaded[i] && (kind == ROOT_PROGRAM || (kind == ROOT_EITHER && !loaded[i]->is_imported)))
            loaded[i]->is_main = true;
    }
    return count ? loaded[0] : NULL;
}
