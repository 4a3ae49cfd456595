// Opens the link index: from the cache while the folders on the linker's path are as they were,
// else built anew.
#include "import/link/linkindex.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "import/link/index.h"
#include "import/link/library.h"

typedef struct Dirs {
    LinkDir *items;
    uint32_t len;
    uint32_t cap;
} Dirs;

// ---- the linker's path ----

static void add_dir(Arena *a, Dirs *dirs, const char *path, size_t len, bool standard) {
    char real[PATH_MAX];
    if (len == 0 || !realpath(arena_text(a, path, len), real))
        return;                              // a folder that comes to exist: see below
    for (uint32_t i = 0; i < dirs->len; i++) // /lib is /usr/lib
        if (strcmp(dirs->items[i].path, real) == 0) return;
    VEC_PUSH(a, dirs, ((LinkDir){arena_text(a, real, strlen(real)), standard}));
}

static void add_text(Arena *a, Dirs *dirs, const char *path) {
    add_dir(a, dirs, path, strlen(path), true);
}

// gcc's own folder (libgomp, libatomic): the newest version there is.
static const char *gcc_dir(Arena *a, const char *triple) {
    const char *base = arena_printf(a, "/usr/lib/gcc/%s", triple);
    DIR *folder = opendir(base);
    if (!folder) return "";
    unsigned long newest = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        unsigned long version = strtoul(entry->d_name, NULL, 10);
        if (version > newest) newest = version;
    }
    closedir(folder);
    return newest ? arena_printf(a, "%s/%lu", base, newest) : "";
}

static Dirs find_dirs(Arena *a, const char *const given[], uint32_t count) {
    Dirs dirs = {0};
    for (uint32_t i = 0; i < count; i++) add_dir(a, &dirs, given[i], strlen(given[i]), false);
    for (const char *p = getenv("LIBRARY_PATH"); p && *p;) {
        size_t len = strcspn(p, ":");
        add_dir(a, &dirs, p, len, false);
        p += len + (p[len] == ':');
    }
    struct utsname machine;
    const char *triple =
        arena_printf(a, "%s-linux-gnu", uname(&machine) == 0 ? machine.machine : "x86_64");
    add_text(a, &dirs, gcc_dir(a, triple));
    static const char *const roots[] = {"/usr/local/lib", "/lib", "/usr/lib"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        add_text(a, &dirs, arena_printf(a, "%s/%s", roots[i], triple));
        add_text(a, &dirs, roots[i]);
    }
    add_text(a, &dirs, "/usr/lib64");
    return dirs;
}

// ---- the cache ----

static bool is_fresh(const LinkView *view, const Dirs *dirs) {
    if (view->header->dir_count != dirs->len) return false;
    for (uint32_t i = 0; i < dirs->len; i++) {
        const LinkDirRow *row = &view->dirs[i];
        if (strcmp(view->texts + row->path, dirs->items[i].path) != 0 ||
            row->standard != dirs->items[i].standard ||
            row->changed_ns != index_dir_stamp(dirs->items[i].path))
            return false;
    }
    return true;
}

static const char *cache_path(Arena *a, const char *cache_dir, const Dirs *dirs) {
    if (!cache_dir) return NULL;
    uint64_t key = LINK_VERSION;
    for (uint32_t i = 0; i < dirs->len; i++)
        key = hash_bytes(dirs->items[i].path, strlen(dirs->items[i].path), key);
    return arena_printf(a, "%s/link/%016llx.idx", cache_dir, (unsigned long long)key);
}

static bool load(LinkView *view, const char *path, const Dirs *dirs) {
    FileView file = view_open(path); // stays mapped for the rest of the process when it holds
    if (file.data && index_read(view, file.data, file.size) && is_fresh(view, dirs)) return true;
    view_close(file);
    return false;
}

// ---- what others see ----

static void make_libraries(LinkIndex *index) {
    const LinkView *v = &index->view;
    index->libraries = ARENA_ARRAY(index->arena, LinkLibrary, v->header->library_count);
    for (uint32_t i = 0; i < v->header->library_count; i++) {
        const LinkLibraryRow *row = &v->libraries[i];
        LinkLibrary *l = &index->libraries[i];
        l->name = v->texts + row->name;
        l->path = v->texts + row->path;
        l->always = strcmp(l->name, "c") == 0;
    }
    index->dirs = ARENA_ARRAY(index->arena, const char *, v->header->dir_count + 1);
    for (uint32_t i = 0; i < v->header->dir_count; i++) index->dirs[i] = v->texts + v->dirs[i].path;
}

LinkIndex *link_open(Arena *arena, const char *cache_dir, const char *const given[],
                     uint32_t count) {
    Dirs dirs = find_dirs(arena, given, count);
    const char *path = cache_path(arena, cache_dir, &dirs);
    LinkIndex *index = ARENA_NEW(arena, LinkIndex);
    index->arena = arena;
    if (!path || !load(&index->view, path, &dirs)) {
        FileText built = index_build(arena, dirs.items, dirs.len);
        if (!index_read(&index->view, built.text, built.len))
            unreachable("a link index that was just built");
        // Where it cannot be kept it is built again next time; nothing is wrong with this one.
        if (path && io_make_dirs(path_dir(arena, path))) io_write(path, built.text, built.len);
    }
    make_libraries(index);
    return index;
}

const char *const *link_dirs(const LinkIndex *index) { return index->dirs; }

bool link_is_indexed(const LinkIndex *index, const LinkLibrary *library) {
    const LinkLibrary *first = index->libraries;
    return library >= first && library < first + index->view.header->library_count;
}

bool link_has_libraries(const char *dir) {
    DIR *folder = opendir(dir);
    if (!folder) return false;
    bool found = false;
    for (struct dirent *entry; !found && (entry = readdir(folder));) {
        size_t len = strlen(entry->d_name);
        found = len > 6 && strncmp(entry->d_name, "lib", 3) == 0 &&
                strcmp(entry->d_name + len - 3, ".so") == 0;
    }
    closedir(folder);
    return found;
}
