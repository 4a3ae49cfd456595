// seam.toml -> Package. What a key means is one row of a table below; an unknown key is an error
// with the nearest known one. Dependencies are loaded depth first; a package that is met again
// while its own are being loaded closes a circle.
#include "package/package.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "package/toml.h"

const char package_file[] = "seam.toml";
const char package_index[] = "index";

void packages_init(Packages *p, Session *s, Arena *arena) {
    *p = (Packages){.session = s, .arena = arena};
}

// ---- the keys ----

typedef struct Reader {
    Packages *all;
    Package *package;
} Reader;

typedef void ReadKey(Reader *r, const TomlEntry *e);

static Diags *diags(const Reader *r) { return &r->all->session->diags; }

static bool want(Reader *r, const TomlEntry *e, const TomlValue *v, TomlKind kind) {
    if (v->kind == kind) return true;
    diag_error(diags(r), E0711, v->span, "`%s` takes %s, and this is %s", e->key,
               toml_kind_text(kind), toml_kind_text(v->kind));
    return false;
}

bool package_name_fits(const char *name) {
    size_t len = strlen(name);
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && (i == 0 || !(digit || c == '-' || c == '_'))) return false;
    }
    return len > 0 && len <= 64;
}

static void read_name(Reader *r, const TomlEntry *e) {
    if (!want(r, e, e->value, TOML_STRING)) return;
    if (package_name_fits(e->value->text)) {
        r->package->name = e->value->text;
        return;
    }
    Diag *g = diag_error(diags(r), E0711, e->value->span, "`%s` is no name for a package",
                         e->value->text);
    diag_help(g, "a name begins with a lower-case letter and goes on with those, digits, `-` and "
                 "`_`; at most 64");
}

static void read_text(Reader *r, const TomlEntry *e) { want(r, e, e->value, TOML_STRING); }

static void read_version(Reader *r, const TomlEntry *e) {
    if (want(r, e, e->value, TOML_STRING)) r->package->version = e->value->text;
}

static void read_texts(Reader *r, const TomlEntry *e) {
    if (!want(r, e, e->value, TOML_ARRAY)) return;
    for (uint32_t i = 0; i < e->value->items.len; i++)
        want(r, e, e->value->items.items[i], TOML_STRING);
}

// A path below the package's folder. NULL after a report.
static const char *path_inside(Reader *r, const TomlValue *v) {
    const char *path = path_normalise(r->all->arena, v->text);
    if (path[0] && path[0] != '/' && strncmp(path, "..", 2) != 0) return path;
    diag_error(diags(r), E0711, v->span, "`%s` is not inside the package", v->text);
    return NULL;
}

static void read_main(Reader *r, const TomlEntry *e) {
    if (!want(r, e, e->value, TOML_STRING)) return;
    const char *path = path_inside(r, e->value);
    if (path) r->package->main = (PackageFile){path, e->value->span};
}

static void read_exports(Reader *r, const TomlEntry *e) {
    if (!want(r, e, e->value, TOML_ARRAY)) return;
    for (uint32_t i = 0; i < e->value->items.len; i++) {
        const TomlValue *v = e->value->items.items[i];
        const char *path = want(r, e, v, TOML_STRING) ? path_inside(r, v) : NULL;
        size_t len = path ? strlen(path) : 0;
        if (len > 5 && strcmp(path + len - 5, ".seam") == 0)
            path = arena_text(r->all->arena, path, len - 5);
        if (path) VEC_PUSH(r->all->arena, &r->package->exports, ((PackageFile){path, v->span}));
    }
}

static void read_defines(Reader *r, const TomlEntry *e) {
    read_texts(r, e);
    for (uint32_t i = 0; e->value->kind == TOML_ARRAY && i < e->value->items.len; i++)
        if (e->value->items.items[i]->kind == TOML_STRING)
            VEC_PUSH(r->all->arena, &r->package->defines, e->value->items.items[i]->text);
}

static void read_includes(Reader *r, const TomlEntry *e) {
    read_texts(r, e);
    for (uint32_t i = 0; e->value->kind == TOML_ARRAY && i < e->value->items.len; i++) {
        const TomlValue *v = e->value->items.items[i];
        if (v->kind == TOML_STRING)
            VEC_PUSH(r->all->arena, &r->package->includes,
                     path_join(r->all->arena, r->package->real, v->text));
    }
}

static void read_links(Reader *r, const TomlEntry *e) {
    read_texts(r, e);
    for (uint32_t i = 0; e->value->kind == TOML_ARRAY && i < e->value->items.len; i++) {
        const TomlValue *v = e->value->items.items[i];
        if (v->kind != TOML_STRING) continue;
        const char *link =
            strchr(v->text, '/') ? path_join(r->all->arena, r->package->real, v->text) : v->text;
        VEC_PUSH(r->all->arena, &r->package->links, link);
    }
}

static void read_timeout(Reader *r, const TomlEntry *e) {
    if (!want(r, e, e->value, TOML_INTEGER)) return;
    r->package->test_timeout_s = e->value->integer;
    if (e->value->integer >= 1 && e->value->integer <= 86400) return;
    diag_error(diags(r), E0711, e->value->span, "`timeout` takes seconds, from 1 to 86400");
    r->package->test_timeout_s = 0;
}

static void read_native(Reader *r, const TomlEntry *e) {
    Diag *g = diag_error(diags(r), E0801, e->key_span, "native modules are not supported yet");
    diag_help(g, "call the C library itself: `extern C from \"header.h\" as name`");
}

// { path = "../geo" }
static void read_dependency(Reader *r, const TomlEntry *e) {
    const char *form = arena_printf(r->all->arena, "%s = { path = \"../%s\" }", e->key, e->key);
    if (e->value->kind == TOML_STRING) {
        Diag *g = diag_error(diags(r), E0801, e->value->span,
                             "packages from a registry are not supported yet");
        diag_note(g, "there is no registry of Seam packages");
        diag_help(g, "put the package into a folder, and write `%s`", form);
        return;
    }
    if (!want(r, e, e->value, TOML_TABLE)) return;
    Dependency made = {.name = e->key, .span = e->key_span};
    for (uint32_t i = 0; i < e->value->entries.len; i++) {
        const TomlEntry *part = &e->value->entries.items[i];
        bool git = strcmp(part->key, "git") == 0;
        if (git || strcmp(part->key, "version") == 0) {
            Diag *g =
                diag_error(diags(r), E0801, part->key_span,
                           "packages from %s are not supported yet", git ? "git" : "a registry");
            diag_help(g, "clone the package into a folder, and write `%s`", form);
            return;
        }
        if (strcmp(part->key, "path") == 0) {
            if (want(r, part, part->value, TOML_STRING)) made.path = part->value->text;
            continue;
        }
        Diag *g =
            diag_error(diags(r), E0711, part->key_span, "a dependency has no key `%s`", part->key);
        diag_help(g, "write `%s`", form);
        return;
    }
    if (made.path) {
        VEC_PUSH(r->all->arena, &r->package->dependencies, made);
        return;
    }
    if (e->value->entries.len) return;
    Diag *g = diag_error(diags(r), E0711, e->value->span, "a dependency says where it is");
    diag_help(g, "write `%s`", form);
}

static const struct {
    const char *table;
    const char *key; // NULL: any
    ReadKey *read;
} keys[] = {
    {"package", "name", read_name},          {"package", "version", read_version},
    {"package", "description", read_text},   {"package", "license", read_text},
    {"package", "homepage", read_text},      {"package", "repository", read_text},
    {"package", "authors", read_texts},      {"package", "keywords", read_texts},
    {"package", "main", read_main},          {"package", "exports", read_exports},
    {"dependencies", NULL, read_dependency}, {"build", "define", read_defines},
    {"build", "include", read_includes},     {"build", "link", read_links},
    {"test", "timeout", read_timeout},       {"native", NULL, read_native},
};
enum { KEY_COUNT = sizeof keys / sizeof *keys };

static void read_key(Reader *r, const char *table, const TomlEntry *e) {
    Nearest nearest;
    nearest_init(&nearest, e->key);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(keys[i].table, table) != 0) continue;
        if (!keys[i].key || strcmp(keys[i].key, e->key) == 0) {
            keys[i].read(r, e);
            return;
        }
        nearest_offer(&nearest, keys[i].key);
    }
    Diag *g = diag_error(diags(r), E0711, e->key_span, "[%s] has no key `%s`", table, e->key);
    if (nearest.best) diag_help(g, "did you mean `%s`?", nearest.best);
}

static bool known_table(const char *name, Nearest *nearest) {
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(keys[i].table, name) == 0) return true;
        nearest_offer(nearest, keys[i].table);
    }
    return false;
}

static void read_table(Reader *r, const TomlEntry *e) {
    Nearest nearest;
    nearest_init(&nearest, e->key);
    if (!known_table(e->key, &nearest) || e->value->kind != TOML_TABLE) {
        Diag *g = diag_error(diags(r), E0711, e->key_span, "seam.toml has no %s `%s`",
                             e->value->kind == TOML_TABLE ? "table" : "key", e->key);
        if (nearest.best) diag_help(g, "did you mean [%s]?", nearest.best);
        else if (e->value->kind != TOML_TABLE) diag_help(g, "keys stand below a table: [package]");
        return;
    }
    for (uint32_t i = 0; i < e->value->entries.len; i++)
        read_key(r, e->key, &e->value->entries.items[i]);
}

static void read_file(Packages *p, Package *package, const char *path) {
    FileText file;
    Session *s = p->session;
    if (!io_read(p->arena, path, &file) || file.len > UINT32_MAX / 2) {
        diag_error(&s->diags, E0904, (Span){0}, "`%s` cannot be read: %s", path, strerror(errno));
        return;
    }
    uint32_t source = source_add(&s->sources, path, file.text, (uint32_t)file.len);
    uint32_t errors = s->diags.errors;
    const TomlValue *root = toml_parse(s, p->arena, source);
    Reader r = {p, package};
    for (uint32_t i = 0; i < root->entries.len; i++) read_table(&r, &root->entries.items[i]);
    if (package->name || s->diags.errors > errors) return;
    const TomlValue *table = toml_get(root, "package");
    Span place = table ? table->span : (Span){source, 0, 0};
    Diag *g = diag_error(&s->diags, E0711, place, "the package has no name");
    diag_help(g, "write below [package]: `name = \"my-package\"`");
}

// ---- dependencies ----

static Package *load(Packages *p, const char *dir);

// `app -> geo -> app`: from `again` to the package whose dependency it is.
static const char *circle(Packages *p, const Package *again) {
    const char *text = "";
    bool inside = false;
    for (uint32_t i = 0; i < p->list.len; i++) {
        const Package *one = p->list.items[i];
        inside |= one == again;
        if (inside && one->loading) text = arena_printf(p->arena, "%s`%s` -> ", text, one->name);
    }
    return arena_printf(p->arena, "%s`%s`", text, again->name);
}

static void load_dependency(Packages *p, Package *package, Dependency *d) {
    const char *dir = path_normalise(p->arena, path_join(p->arena, package->dir, d->path));
    if (!dir[0]) dir = ".";
    Diags *all = &p->session->diags;
    const char *toml = path_join(p->arena, dir, package_file);
    if (!io_is_file(toml)) {
        Diag *g = diag_error(all, E0713, d->span, "there is no package in `%s`", dir);
        if (io_exists(dir)) diag_note(g, "the folder has no seam.toml");
        VEC_PUSH(p->arena, &p->absent, toml);
        return;
    }
    Package *found = load(p, dir);
    if (found->loading) {
        Diag *g =
            diag_error(all, E0712, d->span, "packages depend on each other: %s", circle(p, found));
        diag_note(g, "files of one package may import each other, packages may not");
        diag_help(g, "move what both need into a third package, or make one of both");
    } else if (strcmp(found->name, d->name) != 0 && strcmp(found->name, "?") != 0) {
        Diag *g =
            diag_error(all, E0711, d->span, "the package in `%s` is called `%s`", dir, found->name);
        diag_help(g, "write `%s = { path = \"%s\" }`", found->name, d->path);
    } else {
        d->package = found;
    }
}

static Package *load(Packages *p, const char *dir) {
    char real[PATH_MAX];
    const char *absolute = realpath(dir, real) ? arena_text(p->arena, real, strlen(real)) : dir;
    for (uint32_t i = 0; i < p->list.len; i++)
        if (strcmp(p->list.items[i]->real, absolute) == 0) return p->list.items[i];
    Package *made = ARENA_NEW(p->arena, Package);
    *made = (Package){.dir = dir, .real = absolute, .main = {.path = "main.seam"}, .loading = true};
    VEC_PUSH(p->arena, &p->list, made);
    const char *toml = path_normalise(p->arena, path_join(p->arena, dir, package_file));
    VEC_PUSH(p->arena, &p->files, toml);
    read_file(p, made, toml);
    if (!made->name) made->name = "?";
    for (uint32_t i = 0; i < made->dependencies.len; i++)
        load_dependency(p, made, &made->dependencies.items[i]);
    made->loading = false;
    return made;
}

// ---- finding ----

static const char *folder_above(Arena *a, const char *dir) {
    if (strcmp(dir, "/") == 0) return NULL;
    if (dir[0] == '/') return path_dir(a, dir);
    size_t len = strlen(dir);
    bool climbs = len >= 2 && strcmp(dir + len - 2, "..") == 0 && (len == 2 || dir[len - 3] == '/');
    if (!climbs && strcmp(dir, ".") != 0) return path_dir(a, dir);
    char real[PATH_MAX];
    if (!realpath(dir, real) || strcmp(real, "/") == 0) return NULL;
    return climbs ? arena_printf(a, "%s/..", dir) : "..";
}

const char *package_find(Arena *a, const char *dir, Texts *absent) {
    for (; dir; dir = folder_above(a, dir)) {
        const char *toml = path_normalise(a, path_join(a, dir, package_file));
        if (io_is_file(toml)) return dir;
        if (absent) VEC_PUSH(a, absent, toml);
    }
    return NULL;
}

Package *package_of(Packages *p, const char *dir) {
    Name name = intern_text(&p->session->names, dir);
    for (uint32_t i = 0; i < p->folders.len; i++)
        if (p->folders.items[i].dir == name) return p->folders.items[i].package;
    const char *root = package_find(p->arena, dir, &p->absent);
    Package *package = root ? load(p, root) : NULL;
    VEC_PUSH(p->arena, &p->folders, ((struct PackageFolder){name, package}));
    return package;
}

Package *package_named(Package *p, const char *name, bool *declared) {
    *declared = true;
    if (strcmp(p->name, name) == 0) return p;
    for (uint32_t i = 0; i < p->dependencies.len; i++)
        if (strcmp(p->dependencies.items[i].name, name) == 0)
            return p->dependencies.items[i].package;
    *declared = false;
    return NULL;
}
