// dlopen and its kin: glibc, musl, BSD, macOS. Bare names are searched in the linker's cache of
// glibc (ld.so.cache, the format that ldconfig has written since 2.32 or behind the older one), in
// LD_LIBRARY_PATH and in the usual folders; newest version first.
#define _FILE_OFFSET_BITS 64 // else readdir fails on 32 bits where a file's number has more
#include "load/platform.h"
#include "type/type.h"

#if !defined(_WIN32)
#include <ctype.h>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <link.h>
#endif

#ifdef __APPLE__
#define LIBRARY_END ".dylib"
#else
#define LIBRARY_END ".so"
#endif

static void note_error(char text[LOAD_TEXT], const char *otherwise) {
    const char *why = dlerror();
    snprintf(text, LOAD_TEXT, "%s", why ? why : otherwise);
}

void *platform_open(const char *name, char text[LOAD_TEXT]) {
    void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!handle) note_error(text, "cannot be opened");
    return handle;
}

void platform_close(void *handle) { dlclose(handle); }

void *platform_symbol(void *handle, const char *name, const char *version, char text[LOAD_TEXT]) {
    dlerror();
#ifdef __GLIBC__
    void *address = version ? dlvsym(handle, name, version) : dlsym(handle, name);
#else
    void *address = version ? NULL : dlsym(handle, name);
    if (version) {
        snprintf(text, LOAD_TEXT, "%s: this system's loader knows no versions", name);
        return NULL;
    }
#endif
    if (!address) note_error(text, "the symbol has the address NULL");
    return address;
}

size_t platform_path(void *handle, char *buffer, size_t size) {
    const char *path = "";
#if defined(__GLIBC__) || defined(RTLD_DI_LINKMAP)
    struct link_map *map = NULL;
    if (dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map && map->l_name) path = map->l_name;
#else
    (void)handle;
#endif
    return (size_t)snprintf(buffer, size, "%s", path);
}

// ---- the files that a bare name may mean ----

enum { FILES_MAX = 64, FILE_LEN = 512 };

typedef struct Files {
    const char *stem; // `m` of `libm`
    size_t stem_len;
    size_t count;
    char names[FILES_MAX][FILE_LEN];
} Files;

// `libm.so.6`, given the stem `m`: where its version begins, behind `.so`; NULL: another file.
static const char *version_in(const Files *f, const char *file) {
    if (strncmp(file, "lib", 3) != 0 || strncmp(file + 3, f->stem, f->stem_len) != 0) return NULL;
    const char *end = file + 3 + f->stem_len;
    size_t len = strlen(LIBRARY_END);
    if (strncmp(end, LIBRARY_END, len) != 0) return NULL;
    return end[len] == 0 || end[len] == '.' ? end + len : NULL;
}

static const char *base_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// Numbers by value, so that .so.10 comes before .so.9.
static int compare_versions(const char *a, const char *b) {
    while (*a && *b) {
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
            char *after_a, *after_b;
            unsigned long left = strtoul(a, &after_a, 10), right = strtoul(b, &after_b, 10);
            if (left != right) return left < right ? -1 : 1;
            a = after_a;
            b = after_b;
        } else if (*a != *b) {
            return *a < *b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (*a != 0) - (*b != 0);
}

static void add_file(Files *f, const char *dir, const char *file) {
    if (f->count == FILES_MAX || !version_in(f, base_of(file))) return;
    int len = dir ? snprintf(f->names[f->count], FILE_LEN, "%s/%s", dir, file)
                  : snprintf(f->names[f->count], FILE_LEN, "%s", file);
    if (len > 0 && len < FILE_LEN) f->count++;
}

// Of those from `first` on.
static void newest_first(Files *f, size_t first) {
    for (size_t i = first + 1; i < f->count; i++)
        for (size_t k = i; k > first; k--) {
            const char *here = version_in(f, base_of(f->names[k]));
            const char *before = version_in(f, base_of(f->names[k - 1]));
            if (compare_versions(here, before) <= 0) break;
            char moved[FILE_LEN];
            memcpy(moved, f->names[k], FILE_LEN);
            memcpy(f->names[k], f->names[k - 1], FILE_LEN);
            memcpy(f->names[k - 1], moved, FILE_LEN);
        }
}

static void scan_dir(Files *f, const char *dir) {
    DIR *folder = opendir(dir);
    if (!folder) return;
    size_t first = f->count;
    for (struct dirent *e; (e = readdir(folder));) add_file(f, dir, e->d_name);
    closedir(folder);
    newest_first(f, first);
}

static void scan_path(Files *f, const char *list) {
    while (list && *list) {
        size_t len = strcspn(list, ":;");
        char dir[PATH_MAX];
        if (len && len < sizeof dir) {
            memcpy(dir, list, len);
            dir[len] = 0;
            scan_dir(f, dir);
        }
        list += len + (list[len] != 0);
    }
}

// ---- the linker's cache ----

#define CACHE_MAGIC "glibc-ld.so.cache1.1"

typedef struct CacheHeader {
    char magic[20]; // CACHE_MAGIC without its NUL
    uint32_t count;
    uint32_t texts_size;
    uint32_t unused[5];
} CacheHeader;

typedef struct CacheRow {
    int32_t flags;  // of an architecture; the loader refuses those of others
    uint32_t key;   // offset of `libm.so.6`, from the header
    uint32_t value; // of its path
    uint32_t unused[3];
} CacheRow;

static const char *text_at(const char *texts, size_t size, uint32_t offset) {
    return offset < size && memchr(texts + offset, 0, size - offset) ? texts + offset : NULL;
}

static void scan_cache(Files *f, const char *cache, size_t size) {
    // The older format, if it is there, comes first; the newer one is 8-aligned behind it.
    const char *at = memmem(cache, size, CACHE_MAGIC, strlen(CACHE_MAGIC));
    if (!at || (size_t)(cache + size - at) < sizeof(CacheHeader)) return;
    size -= (size_t)(at - cache);
    CacheHeader header;
    memcpy(&header, at, sizeof header);
    if (header.count > (size - sizeof header) / sizeof(CacheRow)) return;
    size_t first = f->count;
    for (uint32_t i = 0; i < header.count; i++) {
        CacheRow row;
        memcpy(&row, at + sizeof header + i * sizeof row, sizeof row);
        const char *key = text_at(at, size, row.key), *path = text_at(at, size, row.value);
        if (key && path && version_in(f, key)) add_file(f, NULL, path);
    }
    newest_first(f, first);
}

static void read_cache(Files *f) {
    int fd = open("/etc/ld.so.cache", O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0) {
        size_t size = (size_t)st.st_size;
        void *cache = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (cache != MAP_FAILED) {
            scan_cache(f, cache, size);
            munmap(cache, size);
        }
    }
    if (fd >= 0) close(fd);
}

static void scan_usual(Files *f) {
#if defined(__x86_64__)
    static const char triplet[] = "x86_64-linux-gnu";
#elif defined(__aarch64__)
    static const char triplet[] = "aarch64-linux-gnu";
#elif defined(__arm__)
    static const char triplet[] = "arm-linux-gnueabihf";
#else
    static const char triplet[] = "";
#endif
    static const char *const folders[] = {"/usr/local/lib", "/lib",       "/usr/lib",
                                          "/lib64",         "/usr/lib64", "/opt/homebrew/lib"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char dir[64];
        snprintf(dir, sizeof dir, "%s/%s", folders[i], triplet);
        if (*triplet) scan_dir(f, dir);
        scan_dir(f, folders[i]);
    }
}

static bool visit_all(const Files *f, LoadVisit *visit, void *context) {
    for (size_t i = 0; i < f->count; i++)
        if (visit(context, f->names[i])) return true;
    return false;
}

bool platform_find(const char *name, LoadVisit *visit, void *context) {
    if (strchr(name, '/') || strstr(name, LIBRARY_END)) return false; // no bare name
    const char *stem = strncmp(name, "lib", 3) == 0 && name[3] ? name + 3 : name;
    char plain[FILE_LEN];
    int len = snprintf(plain, sizeof plain, "lib%s" LIBRARY_END, stem);
    if (len < 0 || len >= FILE_LEN) return false;
    // What a linker script calls so is text, and refused: then its versions are looked for.
    if (visit(context, plain)) return true;
    Files *files = calloc(1, sizeof *files);
    if (!files) return false;
    files->stem = stem;
    files->stem_len = strlen(stem);
    scan_path(files, getenv("LD_LIBRARY_PATH"));
    read_cache(files);
    bool found = visit_all(files, visit, context);
    if (!found) {
        files->count = 0;
        scan_usual(files);
        found = visit_all(files, visit, context);
    }
    free(files);
    return found;
}
#endif
