// Chooses the C compiler and its flags. gcc at -O2 loses up to 1.8x to its SLP vectoriser on
// checked code, and -O1 is the best sum of compile and run time for `seam run` (`make bench`
// measures both). Generated code relies on -fno-strict-aliasing and -fwrapv (DESIGN 3). Floor 5;
// used by build.c.
#include "driver/cc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Flags that programs need to link this build of the runtime (sanitizers); set by the Makefile.
#ifndef SEAM_PROGRAM_CFLAGS
#define SEAM_PROGRAM_CFLAGS ""
#endif

static const char *find_on_path(Arena *arena, const char *name) {
    if (strchr(name, '/')) return access(name, X_OK) == 0 ? name : NULL;
    const char *path = getenv("PATH");
    for (const char *at = path ? path : "/usr/bin:/bin"; *at;) {
        size_t len = strcspn(at, ":");
        const char *file = arena_printf(arena, "%.*s/%s", (int)len, at, name);
        if (len > 0 && access(file, X_OK) == 0) return file;
        at += len + (at[len] == ':');
    }
    return NULL;
}

static void report_missing(Diags *diags, const char *wish) {
    Diag *g = wish ? diag_error(diags, E0901, (Span){0}, "SEAM_CC is `%s`, which is not %s", wish,
                                strchr(wish, '/') ? "a program" : "on PATH")
                   : diag_error(diags, E0901, (Span){0}, "no C compiler was found on PATH");
    diag_note(g, "Seam compiles to C, and needs gcc or clang to make a program of it");
    diag_help(g, "apt-get install gcc, or set SEAM_CC to a compiler's path");
}

bool cc_find(CCompiler *cc, Arena *arena, Diags *diags) {
    static const char *const usual[] = {"gcc", "clang-19", "clang", "cc"};
    *cc = (CCompiler){0};
    const char *wish = getenv("SEAM_CC");
    if (wish && !*wish) wish = NULL;
    if (wish) cc->path = find_on_path(arena, wish);
    for (size_t i = 0; !wish && !cc->path && i < sizeof usual / sizeof *usual; i++)
        cc->path = find_on_path(arena, usual[i]);
    if (!cc->path) {
        report_missing(diags, wish);
        return false;
    }
    char real[PATH_MAX];
    const char *file = realpath(cc->path, real) ? real : cc->path;
    cc->is_clang = strstr(path_base(file), "clang") != NULL;
    FileStamp stamp = {0};
    io_stamp(file, &stamp);
    uint64_t parts[2] = {stamp.size, (uint64_t)stamp.changed_ns};
    cc->id = hash_bytes(parts, sizeof parts, hash_bytes(file, strlen(file), 0));
    if (find_on_path(arena, "mold")) cc->linker = "-fuse-ld=mold";
    return true;
}

static void add_program_flags(Arena *arena, Words *words) {
    for (const char *at = SEAM_PROGRAM_CFLAGS; *at;) {
        size_t len = strcspn(at, " ");
        if (len > 0) VEC_PUSH(arena, words, arena_text(arena, at, len));
        at += len + (at[len] == ' ');
    }
}

void cc_unit_flags(const CCompiler *cc, Profile profile, const char *include_dir, Arena *arena,
                   Words *words) {
    static const char *const common[] = {
        "-std=gnu11",          "-w", "-pipe", "-fno-strict-aliasing", "-fwrapv", "-fPIE",
        "-ffunction-sections",
    };
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) VEC_PUSH(arena, words, common[i]);
    VEC_PUSH(arena, words, profile == PROFILE_RELEASE ? "-O2" : "-O1");
    if (profile == PROFILE_RELEASE && !cc->is_clang) {
        // Checks end in calls that are never made, but count as size: small functions look large.
        VEC_PUSH(arena, words, "-fno-tree-slp-vectorize");
        VEC_PUSH(arena, words, "--param=max-inline-insns-auto=50");
    }
    if (profile != PROFILE_RELEASE && cc->is_clang) // a call in a `return` would be in no trace;
        VEC_PUSH(arena, words, "-fno-optimize-sibling-calls"); // gcc's -O1 leaves it alone
    if (cc->is_clang) // its limit of 256 is below what Seam's parser lets through
        VEC_PUSH(arena, words, "-fbracket-depth=4096");
    VEC_PUSH(arena, words, arena_printf(arena, "-I%s", include_dir));
    add_program_flags(arena, words);
}

void cc_line_flags(Arena *arena, Words *words) { VEC_PUSH(arena, words, "-g1"); }

void cc_link_flags(const CCompiler *cc, Arena *arena, Words *words) {
    if (cc->linker) VEC_PUSH(arena, words, cc->linker);
    VEC_PUSH(arena, words, "-Wl,--gc-sections");
    VEC_PUSH(arena, words, "-Wl,--as-needed");
    add_program_flags(arena, words);
}
