// The cache folder and its keys. Invariant: an entry is whole or absent, because makers write to
// cache_scratch() and rename. Floor 5; used by build.c and manifest.c, and by the C import through
// its path.
#include "driver/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/intern.h"

static const char *const kinds[] = {"c", "obj", "bin", "run"};

CacheKey key_begin(uint64_t build_id) {
    return (CacheKey){hash_bytes(&build_id, sizeof build_id, 1),
                      hash_bytes(&build_id, sizeof build_id, 2)};
}

void key_add(CacheKey *key, const void *data, size_t len) {
    // The length goes in first, so that no two lists of parts run together to one text.
    uint64_t size = len;
    key->a = hash_bytes(data, len, hash_bytes(&size, sizeof size, key->a));
    key->b = hash_bytes(data, len, hash_bytes(&size, sizeof size, key->b));
}

void key_add_text(CacheKey *key, const char *text) {
    key_add(key, text ? text : "", text ? strlen(text) : 0);
}

static const char *wanted_dir(Arena *arena) {
    const char *own = getenv("SEAM_CACHE_DIR");
    if (own && *own) return own;
    const char *xdg = getenv("XDG_CACHE_HOME");
    if (xdg && *xdg) return path_join(arena, xdg, "seam");
    const char *home = getenv("HOME");
    if (home && *home) return path_join(arena, home, ".cache/seam");
    return NULL;
}

static bool prepare(const char *dir, Arena *arena) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *sub = path_join(arena, dir, kinds[i]);
        if (!io_make_dirs(sub)) return false;
        if (access(sub, W_OK | X_OK) != 0) return false;
    }
    return true;
}

bool cache_open(Cache *cache, Arena *arena) {
    *cache = (Cache){.dir = wanted_dir(arena), .lock = -1};
    if (cache->dir && prepare(cache->dir, arena)) {
        cache->lock =
            open(path_join(arena, cache->dir, "lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (cache->lock >= 0)
            flock(cache->lock, LOCK_SH); // a program that is started gives it back
        return true;
    }
    cache->refused = cache->dir;
    cache->error = cache->dir ? errno : 0;
    const char *base = getenv("TMPDIR");
    char *made = arena_printf(arena, "%s/seam-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(made)) return false;
    cache->dir = made;
    cache->temporary = true;
    return prepare(made, arena);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at) {
    (void)st, (void)kind, (void)at;
    return remove(path);
}

void cache_close(Cache *cache) {
    if (cache->temporary) nftw(cache->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    cache->temporary = false;
    if (cache->lock >= 0) close(cache->lock);
    cache->lock = -1;
}

const char *cache_path(const Cache *cache, Arena *arena, const char *kind, CacheKey key,
                       const char *suffix) {
    return arena_printf(arena, "%s/%s/%016llx%016llx%s", cache->dir, kind,
                        (unsigned long long)key.a, (unsigned long long)key.b, suffix);
}

bool cache_has(const char *path) {
    FileStamp stamp;
    return io_stamp(path, &stamp) && stamp.size > 0;
}

const char *cache_scratch(Arena *arena, const char *path) {
    static uint32_t next;
    return arena_printf(arena, "%s.%ld.%u.tmp", path, (long)getpid(), next++);
}
