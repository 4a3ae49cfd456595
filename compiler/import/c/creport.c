// What can go wrong with a header, said so that the reader knows what to do next.
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "import/c/import.h"

enum { LABELS_MAX = 3 };

static Span header_span(const CImportRequest *request, uint32_t header) {
    return request->header_spans && header < request->header_count ? request->header_spans[header]
                                                                   : request->span;
}

// ---- defines ----

bool creport_define(CImports *all, const CImportRequest *request, const char *define) {
    size_t len = strcspn(define, "=(");
    bool name = len > 0 && !isdigit((unsigned char)define[0]);
    for (size_t i = 0; i < len; i++)
        name = name && (isalnum((unsigned char)define[i]) || define[i] == '_');
    bool one_line = !strpbrk(define, "\n\r");
    if (name && one_line) return true;
    Diag *g = diag_error(&all->session->diags, E0605, request->span, "`%.*s` cannot be defined",
                         (int)strcspn(define, "=\n\r"), define);
    diag_note(g, name ? "the value of a define is one line"
                      : "the name of a define is a C identifier");
    diag_help(g, "write `define \"NAME\"` or `define \"NAME\", \"VALUE\"`");
    return false;
}

// ---- headers that are not there ----

// Of `seam bind` and `seam call`: there is no extern block to write into.
static bool is_of_command_line(const CImportRequest *request) { return !request->header_spans; }

static const struct {
    const char *header; // or the folder that it lies in, with a `/`
    const char *package;
} packages[] = {
#define HEADER(header, package) {header, package},
#include "import/c/packages.def"
#undef HEADER
};

static const char *package_of(const char *header) {
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        size_t len = strlen(packages[i].header);
        bool folder = packages[i].header[len - 1] == '/';
        if (folder ? strncmp(packages[i].header, header, len) == 0
                   : strcmp(packages[i].header, header) == 0)
            return packages[i].package;
    }
    return NULL;
}

static bool is_header_name(const char *name) {
    size_t len = strlen(name);
    return len > 2 && strcmp(name + len - 2, ".h") == 0;
}

static void offer_folder(Nearest *nearest, Arena *a, const char *dir, const char *prefix) {
    const char *path = *prefix == '/' ? prefix : *prefix ? path_join(a, dir, prefix) : dir;
    DIR *folder = opendir(path);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));)
        if (is_header_name(entry->d_name))
            nearest_offer(nearest, arena_text(a, entry->d_name, strlen(entry->d_name)));
    closedir(folder);
}

// A folder of /usr/include that has it: `SDL2` for SDL.h.
static const char *find_in_folders(Arena *a, const Ifc *ifc, const char *header) {
    for (uint32_t i = 0; i < ifc->search_count; i++) {
        const char *dir = ifc_text_at(ifc, ifc->search[i]);
        DIR *folder = opendir(dir);
        if (!folder) continue;
        const char *found = NULL;
        for (struct dirent *entry; !found && (entry = readdir(folder));) {
            if (entry->d_name[0] == '.' || is_header_name(entry->d_name)) continue;
            const char *below = path_join(a, dir, entry->d_name);
            if (io_exists(path_join(a, below, header))) found = below;
        }
        closedir(folder);
        if (found) return found;
    }
    return NULL;
}

static void note_searched(Diag *g, Arena *a, const CImportRequest *request, const Ifc *ifc,
                          const char *header) {
    if (header[0] == '/') return; // it can only be there
    const char *list = request->base_dir;
    for (uint32_t i = 0; i < ifc->search_count; i++)
        list = arena_printf(a, "%s, %s", list, ifc_text_at(ifc, ifc->search[i]));
    diag_note(g, "searched in %s", list);
}

// Near names among the headers of the folders searched, spelled as an import would.
static const char *near_header(Arena *a, const CImportRequest *request, const Ifc *ifc,
                               const char *header) {
    const char *slash = strrchr(header, '/');
    const char *prefix = slash ? arena_text(a, header, (size_t)(slash + 1 - header)) : "";
    Nearest nearest;
    nearest_init(&nearest, path_base(header));
    offer_folder(&nearest, a, request->base_dir, prefix);
    for (uint32_t i = 0; i < ifc->search_count && header[0] != '/'; i++)
        offer_folder(&nearest, a, ifc_text_at(ifc, ifc->search[i]), prefix);
    return nearest.best ? arena_printf(a, "%s%s", prefix, nearest.best) : NULL;
}

static void report_missing(CImports *all, const CImportRequest *request, const Ifc *ifc,
                           uint32_t index) {
    Arena *a = &all->session->arena;
    const char *header = request->headers[index];
    Diag *g = diag_error(&all->session->diags, E0601, header_span(request, index),
                         "the header `%s` is not found", header);
    note_searched(g, a, request, ifc, header);
    const char *folder = header[0] == '/' ? NULL : find_in_folders(a, ifc, header);
    const char *near = folder ? NULL : near_header(a, request, ifc, header);
    // A near name beside other headers of its folder is a slip; else the folder's package is
    // missing.
    const char *package = near && strchr(header, '/') ? NULL : package_of(header);
    if (package) near = NULL;
    if (package) diag_help(g, "install its package: `apt-get install %s`", package);
    if (folder && is_of_command_line(request))
        diag_help(g, "there is one in %s: add `-I %s`", folder, folder);
    else if (folder)
        diag_help(g, "there is one in %s: add `include \"%s\"` to the extern block", folder,
                  folder);
    if (near) diag_help(g, "did you mean `%s`?", near);
    bool unknown = !package && !folder && !near;
    if (unknown && is_of_command_line(request)) diag_help(g, "say where it lies: `-I FOLDER`");
    else if (unknown)
        diag_help(g, "say where it lies: `extern C from \"%s\" { include \"FOLDER\" }`",
                  path_base(header));
}

// ---- headers that clang does not understand ----

static const char *home_of(const char *type) {
    static const struct {
        const char *type, *header;
    } homes[] = {{"FILE", "stdio.h"},     {"bool", "stdbool.h"},  {"time_t", "time.h"},
                 {"va_list", "stdarg.h"}, {"size_t", "stddef.h"}, {"ssize_t", "sys/types.h"},
                 {"pid_t", "sys/types.h"}};
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if (strcmp(homes[i].type, type) == 0) return homes[i].header;
    bool sized = strncmp(type, "int", 3) == 0 || strncmp(type, "uint", 4) == 0;
    return sized ? "stdint.h" : "stdio.h";
}

// What would help with what clang says.
static void help_with(Diag *g, const CImportRequest *request, const char *message) {
    const char *quote = strchr(message, '\'');
    const char *end = quote ? strchr(quote + 1, '\'') : NULL;
    if (!end) return;
    const char *name = arena_text(g->bag->arena, quote + 1, (size_t)(end - quote - 1));
    const char *package = package_of(name);
    if (strcmp(end, "' file not found") == 0 && package)
        diag_help(g, "install the package of `%s`: `apt-get install %s`", name, package);
    else if (strcmp(end, "' file not found") == 0 && is_of_command_line(request))
        diag_help(g, "say where `%s` lies: `-I FOLDER`", name);
    else if (strcmp(end, "' file not found") == 0)
        diag_help(g, "say where `%s` lies: `include \"FOLDER\"` in the extern block", name);
    else if (strncmp(message, "unknown type name", 17) == 0)
        diag_help(g, "the header may want another one before it: `extern C from [\"%s\", \"%s\"]`",
                  home_of(name), path_base(request->headers[0]));
}

static void report_errors(CImports *all, const CImportRequest *request, const Ifc *ifc,
                          uint32_t first) {
    Sources *sources = &all->session->sources;
    Diag *g = diag_error(&all->session->diags, E0602, header_span(request, 0),
                         "`%s` does not parse as C", request->headers[0]);
    uint32_t shown = 0;
    for (uint32_t i = first; i < ifc->problems_count && shown < LABELS_MAX; i++, shown++) {
        const IfcProblem *p = &ifc->problems[i];
        const char *message = ifc_text_at(ifc, p->message);
        const char *file = ifc_text_at(ifc, p->file);
        Span at = io_exists(file) ? source_place(sources, file, p->line, p->col) : (Span){0, 0, 0};
        if (at.source) diag_label(g, at, "%s", message);
        else diag_note(g, "clang says: %s", message);
    }
    uint32_t more = ifc->problems_count - first - shown;
    if (more) diag_note(g, "and %u more", (unsigned)more);
    help_with(g, request, ifc_text_at(ifc, ifc->problems[first].message));
}

bool creport_problems(CImports *all, const CImportRequest *request, const Ifc *ifc) {
    bool missing = false;
    for (uint32_t i = 0; i < ifc->problems_count; i++) {
        if (ifc->problems[i].kind == IFC_PROBLEM_MISSING &&
            ifc->problems[i].header < request->header_count) {
            report_missing(all, request, ifc, ifc->problems[i].header);
            missing = true;
        } else {
            report_errors(all, request, ifc, i);
            break;
        }
    }
    return !missing;
}

// ---- the cache ----

void creport_cache(CImports *all, const CImportRequest *request, const char *path) {
    int error = errno;
    if (all->cache_reported) return;
    all->cache_reported = true;
    Diag *g = diag_warning(&all->session->diags, E0606, request->span,
                           "the interface of a header cannot be kept");
    diag_note(g, "%s: %s", path_dir(&all->session->arena, path), strerror(error));
    diag_note(g, "nothing else is wrong: the header is read anew each time");
}
