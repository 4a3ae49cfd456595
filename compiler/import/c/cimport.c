// The import of C headers: a request becomes absolute and gets a key; the interface of that key
// comes from the cache if it is sound and fresh, else from the helper; its names become Symbols
// when they are asked for.
#include "import/c/cimport.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "import/c/import.h"
#include "import/c/pkgconfig.h"

void cimports_init(CImports *all, Session *s, TypeTable *types, CImportPaths paths) {
    *all = (CImports){.session = s, .types = types, .paths = paths};
    all->nominals = ARENA_NEW(types->arena, CNominals);
}

// ---- the request ----

static const char *absolute(Arena *a, const char *base, const char *path) {
    if (path[0] == '/') return path;
    while (path[0] == '.' && path[1] == '/') path += 2;
    return path_join(a, base, path);
}

static const char *absolute_folder(Arena *a, const char *dir) {
    char real[PATH_MAX];
    if (!realpath(dir && *dir ? dir : ".", real)) return dir;
    return arena_text(a, real, strlen(real));
}

// `x.h` beside the importing file comes first, as with C's quotes; `./x.h` is nowhere else.
static const char *resolve_header(Arena *a, const char *base, const char *header) {
    const char *beside = absolute(a, base, header);
    bool relative = strncmp(header, "./", 2) == 0 || strncmp(header, "../", 3) == 0;
    return relative || io_is_file(beside) ? beside : header;
}

static const char *const *copy_texts(Arena *a, const char *const *texts, uint32_t count) {
    const char **copy = ARENA_ARRAY(a, const char *, count);
    for (uint32_t i = 0; i < count; i++) copy[i] = arena_text(a, texts[i], strlen(texts[i]));
    return copy;
}

static CImportRequest resolve(Arena *a, const CImportRequest *asked) {
    CImportRequest r = *asked;
    r.base_dir = absolute_folder(a, asked->base_dir);
    const char **headers = ARENA_ARRAY(a, const char *, r.header_count);
    for (uint32_t i = 0; i < r.header_count; i++)
        headers[i] = resolve_header(a, r.base_dir, asked->headers[i]);
    const char **includes = ARENA_ARRAY(a, const char *, r.include_count);
    for (uint32_t i = 0; i < r.include_count; i++)
        includes[i] = absolute(a, r.base_dir, asked->includes[i]);
    // A path is looked for beside the file, like a header; a bare name is the linker's to find.
    const char **links = ARENA_ARRAY(a, const char *, r.link_count);
    for (uint32_t i = 0; i < r.link_count; i++)
        links[i] = strchr(asked->links[i], '/') ? absolute(a, r.base_dir, asked->links[i])
                                                : asked->links[i];
    r.headers = copy_texts(a, headers, r.header_count);
    r.includes = copy_texts(a, includes, r.include_count);
    r.defines = copy_texts(a, asked->defines, r.define_count);
    r.links = copy_texts(a, links, r.link_count);
    if (asked->header_spans) {
        Span *spans = ARENA_ARRAY(a, Span, r.header_count);
        memcpy(spans, asked->header_spans, sizeof(Span) * r.header_count);
        r.header_spans = spans;
    }
    return r;
}

// ---- the key ----

typedef struct Key {
    uint64_t low, high;
} Key;

static void key_add(Key *k, const void *data, size_t size) {
    k->low = hash_bytes(data, size, k->low);
    k->high = hash_bytes(data, size, ~k->high);
}

static void key_add_texts(Key *k, const char *const *texts, uint32_t count) {
    key_add(k, &count, sizeof count);
    for (uint32_t i = 0; i < count; i++) key_add(k, texts[i], strlen(texts[i]) + 1);
}

// Everything that clang's answer depends on but the files themselves: those the interface lists.
static const char *make_key(CImports *all, const CImportRequest *r) {
    Key k = {IFC_VERSION, IFC_VERSION};
    FileStamp helper;
    io_stamp(all->paths.helper, &helper);
    key_add(&k, &helper, sizeof helper);
    const char *const lists[] = {"CPATH", "C_INCLUDE_PATH", "PKG_CONFIG_PATH"};
    key_add(&k, all->paths.helper, strlen(all->paths.helper));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *list = getenv(lists[i]), *from = path_list_base(all->types->arena, list);
        key_add(&k, list ? list : "", list ? strlen(list) : 0);
        key_add(&k, from, strlen(from));
    }
    key_add_texts(&k, r->headers, r->header_count);
    key_add_texts(&k, r->defines, r->define_count);
    key_add_texts(&k, r->includes, r->include_count);
    return arena_printf(all->types->arena, "%016llx%016llx", (unsigned long long)k.low,
                        (unsigned long long)k.high);
}

// NULL: there is no cache.
static const char *cache_path(const CImports *all, const char *key) {
    const char *dir = all->paths.cache_dir;
    return dir ? arena_printf(all->types->arena, "%s/c/%s.ifc", dir, key) : NULL;
}

// ---- loading ----

void interface_store(CImport *import, const void *data, size_t size) {
    if (!import->path) return;
    Arena *scratch = &import->all->session->scratch;
    if (io_make_dirs(path_dir(scratch, import->path)) && io_write(import->path, data, size)) return;
    creport_cache(import->all, &import->request, import->path);
}

static bool load_cached(CImport *import) {
    if (!import->path || !ifc_map(&import->ifc, import->path)) return false;
    if (import->ifc.problems_count) return false;
    FileText restamped;
    Freshness freshness = ifc_freshness(&import->ifc, &import->all->session->scratch, &restamped);
    if (freshness == FRESH_RESTAMPED) interface_store(import, restamped.text, restamped.len);
    return freshness != STALE;
}

// The header that clang could not find; NULL.
static const char *missing_header(const CImport *import) {
    const Ifc *ifc = &import->ifc;
    for (uint32_t i = 0; i < ifc->problems_count; i++) {
        const char *text = ifc_text_at(ifc, ifc->problems[i].message);
        if (ifc->problems[i].kind == IFC_PROBLEM_MISSING) return text[0] == '/' ? NULL : text;
        size_t len = strlen(text);
        static const char tail[] = "' file not found";
        if (len > sizeof tail && text[0] == '\'' && strcmp(text + len - sizeof tail + 1, tail) == 0)
            return arena_text(import->all->types->arena, text + 1, len - sizeof tail);
    }
    return NULL;
}

// Adds the folders of the library that has the header, as its .pc file tells. False: nothing new.
static bool add_folders(CImport *import, const char *header) {
    Arena *a = import->all->types->arena;
    CImportRequest *r = &import->request;
    PkgFolders found;
    if (!header || !pkg_folders(a, header, &found)) return false;
    const char **includes = ARENA_ARRAY(a, const char *, r->include_count + found.dirs.len);
    uint32_t count = 0;
    for (; count < r->include_count; count++) includes[count] = r->includes[count];
    for (uint32_t i = 0; i < found.dirs.len; i++) {
        bool known = false;
        for (uint32_t k = 0; k < count; k++)
            known = known || strcmp(includes[k], found.dirs.items[i]) == 0;
        if (!known) includes[count++] = found.dirs.items[i];
    }
    bool is_new = count > r->include_count;
    r->includes = includes;
    r->include_count = count;
    return is_new;
}

static bool ask_helper(CImport *import, FileText *made) {
    CImports *all = import->all;
    if (!helper_import(all, &import->request, made)) return false;
    if (ifc_read(&import->ifc, made->text, made->len)) return true;
    Diag *g = diag_error(&all->session->diags, E0604, import->request.span,
                         "the header reader gave an interface that does not hold");
    diag_note(g, "%s may be of another version than the compiler", all->paths.helper);
    return false;
}

static bool load_new(CImport *import) {
    FileText made;
    do {
        if (!ask_helper(import, &made)) return false;
    } while (add_folders(import, missing_header(import)));
    if (import->ifc.problems_count)
        return creport_problems(import->all, &import->request, &import->ifc);
    interface_store(import, made.text, made.len);
    return true;
}

// The folders that made it work: whoever includes the headers needs them too.
static void take_includes(CImport *import) {
    const Ifc *ifc = &import->ifc;
    const char **includes =
        ARENA_ARRAY(import->all->types->arena, const char *, ifc->includes_count);
    for (uint32_t i = 0; i < ifc->includes_count; i++)
        includes[i] = ifc_text_at(ifc, ifc->includes[i]);
    import->request.includes = includes;
    import->request.include_count = ifc->includes_count;
}

static bool check_defines(CImports *all, const CImportRequest *request) {
    bool ok = true;
    for (uint32_t i = 0; i < request->define_count; i++)
        ok = creport_define(all, request, request->defines[i]) && ok;
    return ok;
}

void interface_prepare(CImport *import) {
    Arena *a = import->all->types->arena;
    import->types = ARENA_ARRAY(a, const Type *, import->ifc.types_count);
    import->records = ARENA_ARRAY(a, Nominal *, import->ifc.records_count);
    import->enums = ARENA_ARRAY(a, const Type *, import->ifc.enums_count);
    import->symbols = ARENA_ARRAY(a, Symbol *, import->ifc.symbols_count);
}

// The same headers again, perhaps with other `link` lines: both hold.
static CImport *add_links(CImport *import, const CImportRequest *again) {
    Arena *a = import->all->types->arena;
    CImportRequest *r = &import->request;
    const char **links = ARENA_ARRAY(a, const char *, r->link_count + again->link_count);
    for (uint32_t i = 0; i < r->link_count; i++) links[i] = r->links[i];
    for (uint32_t i = 0; i < again->link_count; i++) links[r->link_count + i] = again->links[i];
    r->links = links;
    r->link_count += again->link_count;
    return import;
}

CImport *cimport_load(CImports *all, const CImportRequest *asked) {
    Arena *a = all->types->arena;
    if (!check_defines(all, asked)) return NULL;
    CImportRequest request = resolve(a, asked);
    const char *key = make_key(all, &request);
    for (uint32_t i = 0; i < all->list.len; i++)
        if (strcmp(all->list.items[i]->key, key) == 0)
            return add_links(all->list.items[i], &request);
    CImport *import = ARENA_NEW(a, CImport);
    *import = (CImport){.all = all, .request = request, .key = key, .path = cache_path(all, key)};
    if (!load_cached(import) && !load_new(import)) return NULL;
    take_includes(import);
    interface_prepare(import);
    VEC_PUSH(a, &all->list, import);
    return import;
}

// ---- what it declares ----

Symbol *cimport_lookup(CImport *import, Name name) {
    const IfcSymbol *row = ifc_lookup(&import->ifc, name->text);
    if (!row) return NULL;
    Symbol *symbol = csymbol_of(import, (uint32_t)(row - import->ifc.symbols));
    ctypes_complete(import->all);
    return symbol;
}

bool cimport_would_declare(const CImport *import, const char *define, const char *name) {
    Arena *a = import->all->types->arena;
    CImport wider = {.all = import->all, .request = import->request};
    CImportRequest *r = &wider.request;
    const char **defines = ARENA_ARRAY(a, const char *, r->define_count + 1);
    for (uint32_t i = 0; i < r->define_count; i++) defines[i] = r->defines[i];
    defines[r->define_count++] = define;
    r->defines = defines;
    wider.path = cache_path(wider.all, make_key(wider.all, r));
    FileText made;
    if (!load_cached(&wider)) {
        if (!ask_helper(&wider, &made) || wider.ifc.problems_count) return false;
        interface_store(&wider, made.text, made.len);
    }
    return ifc_lookup(&wider.ifc, name) != NULL;
}

void cimport_each(CImport *import, bool own_only, void (*visit)(void *context, Symbol *symbol),
                  void *context) {
    const Ifc *ifc = &import->ifc;
    for (uint32_t i = 0; i < ifc->order_count; i++) {
        const IfcSymbol *row = &ifc->symbols[ifc->order[i]];
        if (own_only && !ifc->files[row->file].own) continue;
        Symbol *symbol = csymbol_of(import, ifc->order[i]);
        ctypes_complete(import->all);
        visit(context, symbol);
    }
}

void cimport_each_file(const CImport *import, void (*visit)(void *context, const char *path),
                       void *context) {
    for (uint32_t i = 1; i < import->ifc.files_count; i++)
        visit(context, ifc_text_at(&import->ifc, import->ifc.files[i].path));
}

void cimport_each_absent(const CImport *import, void (*visit)(void *context, const char *path),
                         void *context) {
    const CImportRequest *r = &import->request;
    for (uint32_t i = 0; i < import->ifc.absent_count; i++)
        visit(context, ifc_text_at(&import->ifc, import->ifc.absent[i]));
    for (uint32_t i = 0; i < r->header_count; i++) // beside the importing file
        if (r->headers[i][0] != '/')
            visit(context, path_join(import->all->types->arena, r->base_dir, r->headers[i]));
}

uint64_t cimport_content(const CImport *import) {
    uint64_t content = 0;
    for (uint32_t i = 1; i < import->ifc.files_count; i++)
        content = hash_bytes(&import->ifc.files[i].hash, sizeof(uint64_t), content);
    return content;
}

const CImportRequest *cimport_request(const CImport *import) { return &import->request; }
const char *cimport_key(const CImport *import) { return import->key; }
