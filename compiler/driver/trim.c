// Everybody who uses the cache holds its lock shared; who removes something holds it alone, so that
// no file goes that somebody has just found. What is used is known by access and change times, of
// which file systems keep at least the day.
#include "driver/trim.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    DEFAULT_MIB = 1024,
    PAUSE_S = 3600, // between two looks at all files
    RECENT_S = 60,  // what was used since may be needed by the run that is under way
    LEAVE_PERCENT = 80,
};

typedef struct Entry {
    const char *path;
    uint64_t bytes;
    time_t used;
} Entry;

typedef VEC(Entry) Entries;

static void gather(Arena *a, const char *dir, Entries *out, int depth) {
    DIR *folder = opendir(dir);
    for (struct dirent *e; folder && (e = readdir(folder));) {
        if (e->d_name[0] == '.' || (depth == 0 && strcmp(e->d_name, "lock") == 0)) continue;
        const char *path = path_join(a, dir, e->d_name);
        struct stat st;
        if (lstat(path, &st) != 0) continue;
        if (S_ISDIR(st.st_mode) && depth == 0) gather(a, path, out, depth + 1);
        if (!S_ISREG(st.st_mode)) continue;
        time_t used = st.st_atime > st.st_mtime ? st.st_atime : st.st_mtime;
        VEC_PUSH(a, out, ((Entry){path, (uint64_t)st.st_blocks * 512, used}));
    }
    if (folder) closedir(folder);
}

static int by_use(const void *a, const void *b) {
    const Entry *left = a, *right = b;
    return (left->used > right->used) - (left->used < right->used);
}

static bool is_left_over(const char *path) {
    size_t len = strlen(path);
    return len > 4 && strcmp(path + len - 4, ".tmp") == 0;
}

static uint64_t limit_bytes(void) {
    const char *text = getenv("SEAM_CACHE_SIZE");
    char *end;
    unsigned long long mib = text ? strtoull(text, &end, 10) : DEFAULT_MIB;
    if (text && (!*text || *end)) mib = DEFAULT_MIB;
    return mib == 0 || mib > UINT64_MAX >> 20 ? UINT64_MAX : (uint64_t)mib << 20;
}

static void remove_unused(Entries *all, time_t now) {
    uint64_t total = 0, limit = limit_bytes();
    for (uint32_t i = 0; i < all->len; i++) {
        Entry *e = &all->items[i];
        if (is_left_over(e->path) && unlink(e->path) == 0) e->bytes = 0;
        total += e->bytes;
    }
    if (total <= limit) return;
    qsort(all->items, all->len, sizeof *all->items, by_use);
    for (uint32_t i = 0; i < all->len && total > limit / 100 * LEAVE_PERCENT; i++) {
        const Entry *e = &all->items[i];
        if (now - e->used < RECENT_S) return;
        if (unlink(e->path) == 0) total -= e->bytes;
    }
}

// Once in a while: the file's time says when it was last done.
static bool is_due(const Cache *cache, Arena *arena, time_t now) {
    const char *mark = path_join(arena, cache->dir, "trimmed");
    struct stat st;
    if (stat(mark, &st) == 0 && now - st.st_mtime < PAUSE_S && st.st_mtime <= now) return false;
    int fd = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return false;
    futimens(fd, NULL);
    close(fd);
    return true;
}

void cache_trim(Cache *cache, Arena *arena) {
    time_t now = time(NULL);
    if (cache->temporary || cache->lock < 0 || !is_due(cache, arena, now)) return;
    if (flock(cache->lock, LOCK_EX | LOCK_NB) == 0) {
        Entries all = {0};
        gather(arena, cache->dir, &all, 0);
        remove_unused(&all, now);
    }
    flock(cache->lock, LOCK_SH);
}

CacheSize cache_clean(Cache *cache, Arena *arena) {
    CacheSize size = {0};
    if (cache->lock >= 0) flock(cache->lock, LOCK_EX);
    Entries all = {0};
    gather(arena, cache->dir, &all, 0);
    for (uint32_t i = 0; i < all.len; i++) {
        if (unlink(all.items[i].path) != 0) continue;
        size.files++;
        size.bytes += all.items[i].bytes;
    }
    if (cache->lock >= 0) flock(cache->lock, LOCK_SH);
    return size;
}
