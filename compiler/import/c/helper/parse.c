// One translation unit out of the headers asked for: where they are searched, what is added to
// them, and what clang had to say. The search path is ours alone (-nostdinc), so that what is found
// and what would have been found first are both known.
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "import/c/helper/helper.h"

const char unit_name[] = "seam-import.c";

enum { PROBLEMS_MAX = 10 };

char *take_chars(Helper *h, CXString string) {
    const char *chars = clang_getCString(string);
    char *copy = arena_text(h->arena, chars ? chars : "", chars ? strlen(chars) : 0);
    clang_disposeString(string);
    return copy;
}

IfcText take_text(Helper *h, CXString string) {
    IfcText text = ifc_text(&h->ifc, clang_getCString(string));
    clang_disposeString(string);
    return text;
}

// ---- where headers are searched ----

static void search_add(Helper *h, const char *flag, const char *dir, size_t len) {
    const char *path = arena_text(h->arena, dir, len);
    if (len == 0 || !io_exists(path)) return;
    VEC_PUSH(h->arena, &h->search, path);
    VEC_PUSH(h->arena, &h->flags, flag);
    VEC_PUSH(h->arena, &h->flags, path);
}

static void search_add_list(Helper *h, const char *flag, const char *dirs) {
    while (dirs && *dirs) {
        size_t len = strcspn(dirs, ":");
        search_add(h, flag, dirs, len);
        dirs += len + (dirs[len] == ':');
    }
}

static void search_add_text(Helper *h, const char *flag, const char *dir) {
    search_add(h, flag, dir, strlen(dir));
}

static const char *find_header(Helper *h, const char *header) {
    if (header[0] == '/') return io_is_file(header) ? header : NULL;
    for (uint32_t i = 0; i < h->search.len; i++) {
        const char *path = path_join(h->arena, h->search.items[i], header);
        if (io_is_file(path)) return path;
    }
    return NULL;
}

// glibc drops these attributes for clang, which calls itself GCC 4.2. So its <sys/cdefs.h> gets a
// postscript, in memory, that makes annotations of them.
static const char postscript[] =
    "\n#undef __attr_dealloc\n"
    "#undef __attr_dealloc_free\n"
    "#undef __attr_access\n"
    "#define __attr_dealloc(f, n) __attribute__((annotate(\"seam.dealloc=\" #f \",\" #n)))\n"
    "#define __attr_dealloc_free __attribute__((annotate(\"seam.dealloc=free,1\")))\n"
    "#define __attr_access(x) __attribute__((annotate(\"seam.access=\" #x)))\n";

static void extend_cdefs(Helper *h) {
    const char *path = find_header(h, "sys/cdefs.h");
    FileText text;
    if (!path || !io_read(h->arena, path, &text)) return; // another C library
    h->cdefs =
        (struct CXUnsavedFile){path, arena_printf(h->arena, "%s%s", text.text, postscript), 0};
    h->cdefs.Length = strlen(h->cdefs.Contents);
    h->cdefs_size = text.len;
}

static void find_folders(Helper *h) {
    struct utsname machine;
    const char *arch = uname(&machine) == 0 ? machine.machine : "x86_64";
    Words includes = h->search; // as the request gave them
    h->search = (Words){0};
    for (uint32_t i = 0; i < includes.len; i++) {
        VEC_PUSH(h->arena, &h->ifc.includes, ifc_text(&h->ifc, includes.items[i]));
        search_add_text(h, "-I", includes.items[i]);
    }
    search_add_list(h, "-I", getenv("CPATH"));
    search_add_list(h, "-isystem", getenv("C_INCLUDE_PATH"));
    search_add_text(h, "-isystem", SEAM_LLVM_DIR "/lib/clang/19/include");
    search_add_text(h, "-isystem", "/usr/local/include");
    search_add_text(h, "-isystem", arena_printf(h->arena, "/usr/include/%s-linux-gnu", arch));
    search_add_text(h, "-isystem", "/usr/include");
}

static void find_headers(Helper *h) {
    for (uint32_t i = 0; i < h->headers.len; i++) {
        const char *header = h->headers.items[i];
        VEC_PUSH(h->arena, &h->found, find_header(h, header));
        if (h->found.items[i]) continue;
        IfcText text = ifc_text(&h->ifc, header);
        VEC_PUSH(h->arena, &h->ifc.problems,
                 ((IfcProblem){.kind = IFC_PROBLEM_MISSING, .header = i, .message = text}));
    }
}

void request_prepare(Helper *h) {
    find_folders(h);
    find_headers(h);
    extend_cdefs(h);
    for (uint32_t i = 0; i < h->defines.len; i++)
        VEC_PUSH(h->arena, &h->flags, arena_printf(h->arena, "-D%s", h->defines.items[i]));
    // `_Noreturn` is a keyword that libclang does not show; the attribute, it does.
    static const char *const always[] = {
        "-x",           "c",
        "-std=gnu11",   "-nostdinc",
        "-w",           "-ferror-limit=0",
        "-fno-builtin", "-D_Noreturn=__attribute__((__noreturn__))",
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        VEC_PUSH(h->arena, &h->flags, always[i]);
}

// ---- the main file ----

char *unit_text(Helper *h) {
    char *text = arena_text(h->arena, "", 0);
    for (uint32_t i = 0; i < h->headers.len; i++) {
        if (!h->found.items[i]) continue;
        const char *header = h->headers.items[i];
        bool absolute =
            header[0] == '/'; // else as searched for, so that #include_next goes on from there
        text = arena_printf(h->arena, "%s#include %c%s%c\n", text, absolute ? '"' : '<', header,
                            absolute ? '"' : '>');
    }
    return text;
}

CXTranslationUnit unit_parse(Helper *h, const char *text, unsigned options) {
    struct CXUnsavedFile files[] = {{unit_name, text, strlen(text)}, h->cdefs};
    unsigned count = h->cdefs.Filename ? 2 : 1;
    // As much as clang can make of it, with _Nonnull kept.
    options |= CXTranslationUnit_KeepGoing | CXTranslationUnit_IncludeAttributedTypes;
    CXTranslationUnit unit = NULL;
    clang_parseTranslationUnit2(h->index, unit_name, h->flags.items, (int)h->flags.len, files,
                                count, options, &unit);
    return unit;
}

// ---- what clang had to say ----

static void add_problem(Helper *h, CXDiagnostic diagnostic) {
    CXFile file;
    unsigned line, col;
    clang_getExpansionLocation(clang_getDiagnosticLocation(diagnostic), &file, &line, &col, NULL);
    IfcProblem p = {.kind = IFC_PROBLEM_ERROR, .line = line, .col = col};
    if (file) p.file = take_text(h, clang_getFileName(file));
    p.message = take_text(h, clang_getDiagnosticSpelling(diagnostic));
    VEC_PUSH(h->arena, &h->ifc.problems, p);
}

void problems_collect(Helper *h) {
    unsigned count = clang_getNumDiagnostics(h->unit);
    for (unsigned i = 0; i < count && h->ifc.problems.len < PROBLEMS_MAX; i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(h->unit, i);
        if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error)
            add_problem(h, diagnostic);
        clang_disposeDiagnostic(diagnostic);
    }
}
