// Finds the libraries of a program. What is missing is read from the objects themselves, because a
// macro that a shim expands may call functions that no Seam file names. Names that no import
// declares (the C compiler's own helpers) are left to the linker. Floor 5; used by build.c.
#include "driver/link.h"

#include <stdlib.h>
#include <string.h>

#include "driver/objfile.h"
#include "import/link/linkindex.h"

static int compare_names(const void *a, const void *b) {
    const ObjSymbol *left = a;
    const ObjSymbol *right = b;
    int order = strcmp(left->name, right->name);
    // Of equal names the definition comes first.
    return order ? order : (int)right->defined - (int)left->defined;
}

static const char *linker_name(const Symbol *symbol) {
    if (symbol->c && symbol->c->asm_label) return symbol->c->asm_label;
    return symbol->c ? symbol->c->c_name : symbol->c_name;
}

// The C symbol of the program that stands behind a linker name; NULL: none that Seam code names.
static const Symbol *used_symbol(const Build *b, const char *name) {
    for (uint32_t i = 0; i < b->pipeline.mir.len; i++) {
        const MirModule *m = b->pipeline.mir.items[i];
        for (uint32_t k = 0; k < m->c_symbols.len; k++) {
            const char *linked = linker_name(m->c_symbols.items[k]);
            if (linked && strcmp(linked, name) == 0) return m->c_symbols.items[k];
        }
    }
    return NULL;
}

static CImport *import_of(const Build *b, const Symbol *symbol) {
    const CImports *all = &b->pipeline.program.cimports;
    for (uint32_t i = 0; symbol && symbol->c && i < all->list.len; i++)
        if (all->list.items[i] == symbol->c->import) return all->list.items[i];
    return NULL;
}

typedef struct Wanted {
    VEC(LinkWanted) list;
    VEC(const Symbol *) symbols; // parallel; NULL: a name that only a shim uses
} Wanted;

// Undefined in some object, defined in none and not by the runtime.
static void gather_wanted(Build *b, const Words *objects, Wanted *out) {
    ObjSymbols all = {0};
    for (uint32_t i = 0; i < objects->len; i++) objfile_symbols(&b->arena, objects->items[i], &all);
    archive_symbols(&b->arena, b->layout.runtime_lib, &all);
    if (all.len > 0) qsort(all.items, all.len, sizeof *all.items, compare_names);
    for (uint32_t i = 0; i < all.len; i++) {
        if (i > 0 && strcmp(all.items[i].name, all.items[i - 1].name) == 0) continue;
        if (all.items[i].defined || all.items[i].weak) continue;
        const Symbol *symbol = used_symbol(b, all.items[i].name);
        VEC_PUSH(&b->arena, &out->list, ((LinkWanted){all.items[i].name, import_of(b, symbol)}));
        VEC_PUSH(&b->arena, &out->symbols, symbol);
    }
}

static Span import_span(const CImport *import, const Symbol *symbol) {
    return import ? cimport_request(import)->span : symbol->span;
}

static void label_declaration(Build *b, Diag *g, const Symbol *symbol) {
    if (!symbol->c || !symbol->c->file) return;
    Span place = source_place(&b->pipeline.session.sources, symbol->c->file, symbol->c->line,
                              symbol->c->col);
    if (place.source) diag_label(g, place, "`%s` is declared here", symbol->c->c_name);
}

static void report_missing(Build *b, const LinkIndex *index, const LinkWanted *wanted,
                           const Symbol *symbol) {
    Diag *g = diag_error(&b->pipeline.session.diags, E0640, import_span(wanted->import, symbol),
                         "no library exports `%s`", wanted->name);
    label_declaration(b, g, symbol);
    for (const char *const *dir = link_dirs(index); *dir; dir++) diag_note(g, "searched: %s", *dir);
    diag_help(
        g, "install the library's development package, put the library beside its header, or name "
           "it in the extern block: `link \"./path/libname.so\"`; LIBRARY_PATH is searched, too");
}

static void report_ambiguous(Build *b, const LinkWanted *wanted, const Symbol *symbol,
                             const LinkAnswer *answer) {
    Diag *g = diag_error(&b->pipeline.session.diags, E0641, import_span(wanted->import, symbol),
                         "several libraries export `%s`", wanted->name);
    label_declaration(b, g, symbol);
    for (uint32_t i = 0; i < answer->candidate_count; i++)
        diag_note(g, "%s: %s", answer->candidates[i]->name, answer->candidates[i]->path);
    diag_help(g, "name one in the extern block: `link \"%s\"`", answer->candidates[0]->name);
}

// The file that the linker will read, as far as we can tell; NULL.
static const char *library_file(Build *b, LinkIndex *index, const LinkLibrary *library) {
    if (strchr(library->word, '/')) return library->word;
    if (strchr(library->path, '/')) return library->path;
    for (const char *const *dir = link_dirs(index); *dir; dir++) {
        const char *file = arena_printf(&b->arena, "%s/lib%s.a", *dir, library->name);
        if (io_exists(file)) return file;
    }
    return NULL;
}

// `-lz` as it is; a path brings its folder along, for the loader.
static void add_library(Build *b, LinkIndex *index, Words *out, const LinkLibrary *library) {
    if (library->always) return;
    for (uint32_t i = 0; i < out->len; i++)
        if (strcmp(out->items[i], library->word) == 0) return;
    VEC_PUSH(&b->arena, out, library->word);
    const char *file = library_file(b, index, library);
    if (file) VEC_PUSH(&b->arena, &b->library_files, file);
    if (library->word[0] != '/') return;
    VEC_PUSH(&b->arena, out,
             arena_printf(&b->arena, "-Wl,-rpath,%s", path_dir(&b->arena, library->path)));
}

static void add_forced(Build *b, LinkIndex *index, Words *out) {
    const CImports *all = &b->pipeline.program.cimports;
    for (uint32_t i = 0; i < all->list.len; i++) {
        const CImportRequest *request = cimport_request(all->list.items[i]);
        for (uint32_t k = 0; k < request->link_count; k++)
            add_library(b, index, out, link_forced(index, request->links[k]));
    }
}

// A `link` line whose library is not in the index may export anything: the linker decides.
static bool links_unknown(LinkIndex *index, const CImport *import) {
    const CImportRequest *request = import ? cimport_request(import) : NULL;
    for (uint32_t i = 0; request && i < request->link_count; i++)
        if (!link_is_indexed(index, link_forced(index, request->links[i]))) return true;
    return false;
}

// A library of the program's own lies beside its header. Folders without libraries stay out: the
// index is built anew when one of its folders changes.
static void add_own_folders(Build *b, Words *out) {
    const CImports *all = &b->pipeline.program.cimports;
    for (uint32_t i = 0; i < all->list.len; i++) {
        const CImportRequest *request = cimport_request(all->list.items[i]);
        for (uint32_t k = 0; k < request->header_count; k++) {
            if (request->headers[k][0] != '/') continue;
            const char *dir = path_dir(&b->arena, request->headers[k]);
            if (link_has_libraries(dir)) VEC_PUSH(&b->arena, out, dir);
        }
    }
}

static bool has_c_symbols(const Build *b) {
    for (uint32_t i = 0; i < b->pipeline.mir.len; i++)
        if (b->pipeline.mir.items[i]->c_symbols.len > 0) return true;
    return false;
}

bool link_libraries(Build *b, const Words *objects, Words *out) {
    // Opening the index costs a program without C more than all the rest of its link.
    if (b->pipeline.program.cimports.list.len == 0 && !has_c_symbols(b)) return true;
    Wanted wanted = {0};
    gather_wanted(b, objects, &wanted);
    Words own = {0};
    add_own_folders(b, &own);
    LinkIndex *index =
        link_open(&b->arena, b->cache.temporary ? NULL : b->cache.dir, own.items, own.len);
    add_forced(b, index, out);
    LinkAnswer *answers = ARENA_ARRAY(&b->arena, LinkAnswer, wanted.list.len + 1);
    link_choose(index, wanted.list.items, wanted.list.len, answers);
    bool ok = true;
    for (uint32_t i = 0; i < wanted.list.len; i++) {
        const Symbol *symbol = wanted.symbols.items[i];
        if (answers[i].library) {
            add_library(b, index, out, answers[i].library);
        } else if (symbol && answers[i].candidate_count > 0) {
            report_ambiguous(b, &wanted.list.items[i], symbol, &answers[i]);
            ok = false;
        } else if (symbol && !links_unknown(index, wanted.list.items[i].import)) {
            report_missing(b, index, &wanted.list.items[i], symbol);
            ok = false;
        }
    }
    return ok;
}
