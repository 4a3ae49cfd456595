// Loading: the main file and, breadth first, every file that it imports, each read and parsed once.
// Files are told apart by their normalised path; what cannot be found or read is reported at the
// `import` that wants it. First step of the pipeline: needs a path -> makes Program.modules.
#include "check/module.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/io.h"
#include "check/prelude.h"
#include "syntax/parser.h"

static const char extension[] = ".seam";

void program_init(Program *p, Session *s, Arena *arena, CImportPaths paths) {
    *p = (Program){.session = s, .arena = arena};
    types_init(&p->types, arena, &s->names);
    cimports_init(&p->cimports, s, &p->types, paths);
    p->by_path = scope_new(arena, NULL);
    p->c_names = scope_new(arena, NULL);
    p->prelude = prelude_new(p);
}

// ---- paths ----

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

// Drops `.` and what `..` takes back: `a/./b/../c.seam` -> `a/c.seam`. A path that climbs out keeps
// its `..`.
static const char *normalise(Arena *a, const char *path) {
    char *out = arena_text(a, path, strlen(path));
    size_t root = path[0] == '/', len = root, fixed = root; // before `fixed` nothing is taken back
    for (const char *at = path; *at;) {
        size_t part = strcspn(at, "/");
        const char *next = at + part + strspn(at + part, "/");
        bool up = part == 2 && memcmp(at, "..", 2) == 0;
        if (up && len > fixed) {
            while (len > fixed && out[--len] != '/') {
            }
        } else if (part > 0 && !(part == 1 && *at == '.') && !(up && root && len == root)) {
            if (len > root) out[len++] = '/';
            memmove(out + len, at, part);
            len += part;
            if (up) fixed = len;
        }
        at = next;
    }
    out[len] = 0;
    return out;
}

// `lib/data-base.seam` beside the main file -> `lib_data_base__`. Others that would get the same
// take a number.
static const char *prefix_of(Program *p, const char *path, Symbol *file) {
    Arena *a = p->arena;
    const char *base = p->modules.len ? path_dir(a, p->modules.items[0]->path) : path_dir(a, path);
    size_t skip = strlen(base);
    if (strncmp(path, base, skip) == 0 && path[skip] == '/') path += skip + 1;
    char *text =
        arena_text(a, path, strlen(path) - (ends_with(path, extension) ? strlen(extension) : 0));
    for (char *t = text; *t; t++) {
        bool letter =
            (*t >= 'a' && *t <= 'z') || (*t >= 'A' && *t <= 'Z') || (*t >= '0' && *t <= '9');
        if (!letter) *t = '_';
    }
    if (!text[0] || text[0] == '_' || (text[0] >= '0' && text[0] <= '9'))
        text = arena_printf(a, "m%s", text);
    const char *made = arena_printf(a, "%s__", text);
    for (uint32_t n = 2; scope_add_as(p->c_names, intern_text(&p->session->names, made), file); n++)
        made = arena_printf(a, "%s_%u__", text, n);
    return made;
}

// ---- files ----

// Names near `path` in its folder: "did you mean `./data`?"
static void suggest_file(Program *p, Diag *g, const char *path, bool imported) {
    DIR *folder = opendir(path_dir(&p->session->scratch, path));
    if (!folder) return;
    Arena *a = p->arena;
    Nearest nearest;
    nearest_init(&nearest, path_base(path));
    for (struct dirent *entry; (entry = readdir(folder));)
        if (ends_with(entry->d_name, extension))
            nearest_offer(&nearest, arena_text(a, entry->d_name, strlen(entry->d_name)));
    closedir(folder);
    if (!nearest.best) return;
    int shown = (int)(strlen(nearest.best) - (imported ? strlen(extension) : 0));
    diag_help(g, "did you mean `%.*s`?", shown, nearest.best);
}

typedef struct Wanted {  // who asks for a file
    const char *path;    // normalised
    const char *written; // as the user wrote it
    Span span;           // of the import's path; none for the main file
} Wanted;

static void report_unreadable(Program *p, const Wanted *w, int error) {
    Diags *d = &p->session->diags;
    bool imported = w->span.source != 0;
    if (error != ENOENT && error != ENOTDIR) {
        diag_error(d, E0904, w->span, "`%s` cannot be read: %s", w->path, strerror(error));
        return;
    }
    Diag *g = diag_error(d, E0701, w->span, "there is no file `%s`", w->path);
    if (imported && ends_with(w->written, extension))
        diag_help(g, "leave `.seam` out of the path: it is added");
    else if (imported && io_exists(path_join(p->arena, path_dir(p->arena, w->path), w->written)))
        diag_note(g, "`%s` is there, but an import takes only Seam files", w->written);
    else suggest_file(p, g, w->path, imported);
}

// Registers the module before it is parsed, so that an import in a circle finds it.
static Module *load_file(Program *p, const Wanted *w) {
    FileText file;
    if (!io_read(p->arena, w->path, &file)) {
        report_unreadable(p, w, errno);
        return NULL;
    }
    if (file.len > UINT32_MAX / 2) {
        diag_error(&p->session->diags, E0702, w->span, "`%s` is too large: more than 2 GB",
                   w->path);
        return NULL;
    }
    const char *shown = w->span.source ? w->path : w->written;
    Module *m = ARENA_NEW(p->arena, Module);
    Symbol *symbol =
        symbol_new(p->arena, SYMBOL_NAMESPACE, intern_text(&p->session->names, w->path), w->span);
    symbol->target = m;
    m->path = shown;
    m->c_prefix = prefix_of(p, w->path, symbol);
    m->source = source_add(&p->session->sources, shown, file.text, (uint32_t)file.len);
    m->scope = scope_new(p->arena, p->prelude);
    m->is_main = p->modules.len == 0;
    m->order = p->modules.len;
    VEC_PUSH(p->arena, &p->modules, m);
    scope_add(p->by_path, symbol);
    m->tree = parse_module(p->session, p->arena, m->source);
    return m;
}

// ---- imports ----

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

// True when the path names a file. Otherwise says what it is instead.
static bool names_file(Program *p, const char *path, Span span) {
    if (starts_with(path, "./") || starts_with(path, "../")) return true;
    Diags *d = &p->session->diags;
    if (starts_with(path, "std:") || starts_with(path, "native:")) {
        const char *kind = path[0] == 's' ? "standard" : "native";
        Diag *g = diag_error(d, E0801, span, "%s modules are not supported yet", kind);
        diag_help(g, "call the C library itself: `extern C from \"header.h\" as name`");
        return false;
    }
    Diag *g = diag_error(d, E0704, span, "`%s` does not say where the module is", path);
    if (path[0] == '/') {
        diag_note(g, "a path is written relative to this file, so that the program can be moved");
    } else {
        diag_help(g, "a file beside this one is written \"./%s\"", path);
        diag_note(g, "packages are not supported yet");
    }
    return false;
}

static Module *load_import(Program *p, const Module *from, const Node *import) {
    if (!import->u.import_.path) return NULL; // reported by the parser
    const char *written = import->u.import_.path->text;
    Span span = import->u.import_.path_span;
    if (!names_file(p, written, span)) return NULL;
    Arena *a = p->arena;
    const char *joined = path_join(a, path_dir(a, from->path), written);
    const char *path = normalise(a, arena_printf(a, "%s%s", joined, extension));
    Symbol *known = scope_find_here(p->by_path, intern_text(&p->session->names, path));
    if (known) return known->target;
    return load_file(p, &(Wanted){path, written, span});
}

Module *program_load(Program *p, const char *path) {
    const Span nowhere = {0, 0, 0};
    if (!ends_with(path, extension) && io_exists(path)) {
        diag_error(&p->session->diags, E0702, nowhere,
                   "`%s` is not a Seam file: its name does not end in `.seam`", path);
        return NULL;
    }
    Module *main = load_file(p, &(Wanted){normalise(p->arena, path), path, nowhere});
    for (uint32_t i = 0; i < p->modules.len; i++) {
        Module *m = p->modules.items[i];
        const NodeList *items = &m->tree->u.module.items;
        for (uint32_t k = 0; k < items->len; k++) {
            if (items->items[k]->kind != NODE_IMPORT) continue;
            Module *imported = load_import(p, m, items->items[k]);
            VEC_PUSH(p->arena, &m->imports, imported);
        }
    }
    return main;
}
