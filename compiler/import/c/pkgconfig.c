// Reads .pc files just far enough to see their own -I folders (pkg-config(5): variables,
// `Cflags:`); what a module requires of others is then pkg-config's own business.
#include "import/c/pkgconfig.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

enum { NESTING_MAX = 8 };

// ---- one file ----

typedef struct PcFile {
    Arena *arena;
    const char *text;
} PcFile;

// The rest of the line that begins with `name` and `mark`; NULL.
static const char *find_line(const PcFile *pc, const char *name, size_t len, char mark) {
    for (const char *line = pc->text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncmp(line, name, len) != 0) continue;
        const char *after = line + len + strspn(line + len, " \t");
        if (*after != mark) continue;
        after += 1 + strspn(after + 1, " \t");
        return arena_text(pc->arena, after, strcspn(after, "\r\n"));
    }
    return NULL;
}

// Replaces `${variable}`.
static const char *expand(const PcFile *pc, const char *text, int nesting) {
    const char *dollar = strstr(text, "${");
    const char *end = dollar ? strchr(dollar, '}') : NULL;
    if (!end || nesting == NESTING_MAX) return text;
    const char *value = find_line(pc, dollar + 2, (size_t)(end - dollar - 2), '=');
    const char *middle = value ? expand(pc, value, nesting + 1) : "";
    return arena_printf(pc->arena, "%.*s%s%s", (int)(dollar - text), text, middle,
                        expand(pc, end + 1, nesting));
}

typedef VEC(const char *) Folders;

// The folders of -I words.
static void include_folders(Arena *a, const char *flags, Folders *out) {
    while (*(flags += strspn(flags, " \t\n"))) {
        size_t len = strcspn(flags, " \t\n");
        if (len > 2 && flags[0] == '-' && flags[1] == 'I')
            VEC_PUSH(a, out, arena_text(a, flags + 2, len - 2));
        flags += len;
    }
}

static bool knows_header(Arena *a, const char *path, const char *header) {
    FileText file;
    if (!io_read(a, path, &file)) return false;
    PcFile pc = {a, file.text};
    const char *flags = find_line(&pc, "Cflags", 6, ':');
    Folders folders = {0};
    if (flags) include_folders(a, expand(&pc, flags, 0), &folders);
    for (uint32_t i = 0; i < folders.len; i++)
        if (io_is_file(path_join(a, folders.items[i], header))) return true;
    return false;
}

// ---- all of them ----

static bool better_module(const char *name, const char *than) {
    if (!than) return true;
    size_t a = strlen(name), b = strlen(than);
    return a != b ? a < b : strcmp(name, than) < 0;
}

static void search_folder(Arena *a, const char *dir, const char *header, const char **best) {
    DIR *folder = opendir(dir);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t len = strlen(entry->d_name);
        if (len <= 3 || strcmp(entry->d_name + len - 3, ".pc") != 0) continue;
        const char *module = arena_text(a, entry->d_name, len - 3);
        if (better_module(module, *best) &&
            knows_header(a, path_join(a, dir, entry->d_name), header))
            *best = module;
    }
    closedir(folder);
}

static const char *find_module(Arena *a, const char *header) {
    const char *best = NULL;
    for (const char *dirs = getenv("PKG_CONFIG_PATH"); dirs && *dirs;) {
        size_t len = strcspn(dirs, ":");
        if (len) search_folder(a, arena_text(a, dirs, len), header, &best);
        dirs += len + (dirs[len] == ':');
    }
    struct utsname machine;
    const char *arch = uname(&machine) == 0 ? machine.machine : "x86_64";
    static const char *const formats[] = {"/usr/local/lib", "/usr/local/share", "/usr/lib",
                                          "/usr/share"};
    search_folder(a, arena_printf(a, "/usr/lib/%s-linux-gnu/pkgconfig", arch), header, &best);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        search_folder(a, path_join(a, formats[i], "pkgconfig"), header, &best);
    return best;
}

bool pkg_folders(Arena *a, const char *header, PkgFolders *out) {
    *out = (PkgFolders){.module = find_module(a, header)};
    if (!out->module) return false;
    const char *const argv[] = {"pkg-config", "--cflags-only-I", out->module, NULL};
    ProcessResult result;
    if (!io_run(a, argv, NULL, &result) || result.exit_code != 0)
        return false; // something it requires is missing
    Folders folders = {0};
    include_folders(a, result.out.text, &folders);
    for (uint32_t i = 0; i < folders.len; i++) VEC_PUSH(a, &out->dirs, folders.items[i]);
    return out->dirs.len > 0;
}
