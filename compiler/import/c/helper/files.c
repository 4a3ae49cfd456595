// The include graph: every file with its stamp and the hash of what clang read, which ones belong
// to the headers asked for, and the paths that must stay absent, because `#include` would find them
// before what it found.
#include <string.h>

#include "import/c/helper/helper.h"

// ---- places ----

static uint32_t row_of(Helper *h, CXFile file) {
    if (!file) return 0;
    if (h->last_file && clang_File_isEqual(file, h->last_file)) return h->last_file_row;
    IfcText path = take_text(h, clang_getFileName(file));
    uint32_t row = path ? ifc_index_get(&h->files, path) : IFC_NONE;
    if (row == IFC_NONE) row = 0;
    h->last_file = file;
    h->last_file_row = row;
    return row;
}

Place place_of(Helper *h, CXSourceLocation location) {
    CXFile file;
    Place place = {0};
    clang_getExpansionLocation(location, &file, &place.line, &place.col, NULL);
    place.file = row_of(h, file);
    return place;
}

// ---- stamps ----

static void add_file(Helper *h, CXFile file) {
    IfcText path = take_text(h, clang_getFileName(file));
    if (!path || ifc_index_get(&h->files, path) != IFC_NONE) return;
    size_t size = 0;
    const char *contents = clang_getFileContents(h->unit, file, &size);
    if (h->cdefs.Filename && strcmp(ifc_get(&h->ifc, path), h->cdefs.Filename) == 0)
        size = h->cdefs_size;
    IfcFile row = {
        .path = path, .size = size, .hash = hash_bytes(contents, contents ? size : 0, 0)};
    FileStamp stamp;
    // A file that changed after we began may not be what we read: no stamp then, and its hash
    // decides.
    if (io_stamp(ifc_get(&h->ifc, path), &stamp) && stamp.size == size &&
        stamp.changed_ns < h->started_ns)
        row.changed_ns = stamp.changed_ns;
    ifc_index_put(&h->files, h->arena, path, h->ifc.files.len);
    VEC_PUSH(h->arena, &h->ifc.files, row);
}

static void visit_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data) {
    (void)stack;
    if (depth > 0) add_file(data, file);
}

// ---- whose files they are, and what must stay absent ----

typedef struct Inclusion {
    Helper *h;
    const char *includer; // path; NULL: the main file
    const char *path;
    const char *spelled;
    bool quoted;
} Inclusion;

static bool is_shared_folder(const Helper *h, const char *dir) {
    // Of the searched folders, those that all libraries share: the last ones, which are always
    // there.
    if (strncmp(dir, "/usr/", 5) != 0) return false;
    for (uint32_t i = 0; i < h->search.len; i++)
        if (strcmp(h->search.items[i], dir) == 0) return true;
    return false;
}

static bool is_below(const char *path, const char *dir) {
    size_t len = strlen(dir);
    return strncmp(path, dir, len) == 0 && path[len] == '/';
}

static bool is_asked_for(const Helper *h, const char *path) {
    for (uint32_t i = 0; i < h->found.len; i++)
        if (h->found.items[i] && strcmp(h->found.items[i], path) == 0) return true;
    return false;
}

// A header that lies in a folder of its library owns that folder. One that lies among all others
// owns what it includes by quotes from beside it, the inner folders of libc and kernel, and the
// folder of its own name (glib.h and glib/).
static bool belongs(const Inclusion *in) {
    Helper *h = in->h;
    if (is_asked_for(h, in->path)) return true;
    for (uint32_t i = 0; i < h->found.len; i++) {
        const char *header = h->found.items[i];
        if (!header) continue;
        const char *dir = path_dir(h->arena, header);
        const char *base = path_base(header);
        size_t stem = strcspn(base, ".");
        if (!is_shared_folder(h, dir)
                ? is_below(in->path, dir)
                : is_below(in->path, arena_printf(h->arena, "%s/%.*s", dir, (int)stem, base)))
            return true;
    }
    if (!in->includer) return false;
    uint32_t from = ifc_index_get(&h->files, ifc_text(&h->ifc, in->includer));
    if (from == IFC_NONE || !h->ifc.files.items[from].own) return false;
    bool beside = strcmp(path_dir(h->arena, in->includer), path_dir(h->arena, in->path)) == 0;
    if (in->quoted && beside) return true;
    static const char *const inner[] = {"/bits/", "/asm/", "/asm-generic/", "/linux/"};
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (strstr(in->path, inner[i])) return true;
    return false;
}

static void add_absent(Helper *h, const char *dir, const char *spelled) {
    const char *path = path_join(h->arena, dir, spelled);
    for (uint32_t i = 0; i < 8; i++) { // the outermost folder that is missing says it for all below
        const char *above = path_dir(h->arena, path);
        if (strlen(above) <= strlen(dir) || io_exists(above)) break;
        path = above;
    }
    IfcText text = ifc_text(&h->ifc, path);
    for (uint32_t i = 0; i < h->ifc.absent.len; i++)
        if (h->ifc.absent.items[i] == text) return;
    if (!io_exists(path)) VEC_PUSH(h->arena, &h->ifc.absent, text);
}

// Among the distribution's own folders the packages themselves see to it that no header hides
// another.
static void note_absent(const Inclusion *in) {
    Helper *h = in->h;
    if (in->spelled[0] == '/') return;
    if (in->quoted && in->includer) {
        const char *dir = path_dir(h->arena, in->includer);
        if (strcmp(path_join(h->arena, dir, in->spelled), in->path) == 0) return;
        if (!is_shared_folder(h, dir)) add_absent(h, dir, in->spelled);
    }
    for (uint32_t i = 0; i < h->search.len; i++) {
        const char *dir = h->search.items[i];
        if (strcmp(path_join(h->arena, dir, in->spelled), in->path) == 0) return;
        bool packaged = is_shared_folder(h, dir) && strncmp(dir, "/usr/local/", 11) != 0;
        if (!packaged && !strstr(dir, "/lib/clang/")) add_absent(h, dir, in->spelled);
    }
}

// Reads the directive's own text, `#include_next "x.h"`, to see how the name is quoted.
static bool is_quoted(Helper *h, CXFile includer, CXSourceLocation at) {
    unsigned offset;
    size_t size = 0;
    clang_getFileLocation(at, NULL, NULL, NULL, &offset);
    const char *text = clang_getFileContents(h->unit, includer, &size);
    if (!text) return false;
    while (offset < size && text[offset] != '"' && text[offset] != '<' && text[offset] != '\n')
        offset++;
    return offset < size && text[offset] == '"';
}

static enum CXChildVisitResult visit_inclusion(CXCursor cursor, CXCursor parent,
                                               CXClientData data) {
    (void)parent;
    Helper *h = data;
    if (clang_getCursorKind(cursor) != CXCursor_InclusionDirective) return CXChildVisit_Continue;
    CXFile file = clang_getIncludedFile(cursor);
    if (!file) return CXChildVisit_Continue; // not found: a problem already
    CXFile includer;
    CXSourceLocation at = clang_getCursorLocation(cursor);
    clang_getExpansionLocation(at, &includer, NULL, NULL, NULL);
    Inclusion in = {.h = h, .path = take_chars(h, clang_getFileName(file))};
    in.spelled = take_chars(h, clang_getCursorSpelling(cursor));
    in.includer = includer ? take_chars(h, clang_getFileName(includer)) : NULL;
    if (in.includer && strcmp(in.includer, unit_name) == 0) in.includer = NULL;
    in.quoted = includer && is_quoted(h, includer, at);
    uint32_t row = ifc_index_get(&h->files, ifc_text(&h->ifc, in.path));
    if (row == IFC_NONE) return CXChildVisit_Continue;
    if (!h->ifc.files.items[row].own) h->ifc.files.items[row].own = belongs(&in);
    note_absent(&in);
    return CXChildVisit_Continue;
}

void files_collect(Helper *h) {
    VEC_PUSH(h->arena, &h->ifc.files, (IfcFile){0}); // row 0: no file
    clang_getInclusions(h->unit, visit_file, h);
    clang_visitChildren(clang_getTranslationUnitCursor(h->unit), visit_inclusion, h);
    for (uint32_t i = 0; i < h->search.len; i++)
        VEC_PUSH(h->arena, &h->ifc.search, ifc_text(&h->ifc, h->search.items[i]));
}
