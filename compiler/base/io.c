// Files and paths, over POSIX. Every function returns false with `errno` set; no policy here.
// Invariant: a file that io_write made is either whole or absent, because it is renamed into place.
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_GUESS = 4096 };

// Reads on until the end: what fstat said is only a guess (pipes, /proc, a file that grows).
static bool read_all(Arena *a, int fd, size_t guess, FileText *out) {
    size_t cap = guess + 1;
    char *text = arena_alloc(a, cap + 1);
    size_t len = 0;
    for (;;) {
        if (len == cap) {
            char *grown = arena_alloc(a, cap * 2 + 1);
            memcpy(grown, text, len);
            text = grown;
            cap *= 2;
        }
        ssize_t got = read(fd, text + len, cap - len);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return false;
        if (got == 0) break;
        len += (size_t)got;
    }
    text[len] = 0;
    *out = (FileText){text, len};
    return true;
}

bool io_read(Arena *a, const char *path, FileText *out) {
    *out = (FileText){"", 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    bool ok = fstat(fd, &st) == 0;
    size_t guess = ok && st.st_size > 0 ? (size_t)st.st_size : READ_GUESS;
    ok = ok && read_all(a, fd, guess, out);
    int error = errno;
    close(fd);
    errno = error;
    return ok;
}

static bool write_all(int fd, const char *data, size_t len) {
    while (len > 0) {
        ssize_t wrote = write(fd, data, len);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) return false;
        data += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

bool io_write(const char *path, const void *data, size_t len) {
    static atomic_uint serial; // two threads of one process write different temporaries
    char temporary[4096];
    int size = snprintf(temporary, sizeof temporary, "%s.%ld.%u.tmp", path, (long)getpid(),
                        atomic_fetch_add(&serial, 1u));
    if (size < 0 || (size_t)size >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return false;
    }
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return false;
    bool ok = write_all(fd, data, len);
    int error = errno;
    if (close(fd) != 0 && ok) { // a full disk may show only here
        ok = false;
        error = errno;
    }
    if (ok && rename(temporary, path) == 0) return true;
    if (ok) error = errno;
    unlink(temporary);
    errno = error;
    return false;
}

static bool make_dir(const char *path) {
    if (mkdir(path, 0777) == 0) return true;
    if (errno != EEXIST && errno != EROFS) return false;
    struct stat st; // a read-only file system may hold the folder already
    int error = errno;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) return true;
    errno = error == EEXIST ? ENOTDIR : error;
    return false;
}

bool io_make_dirs(const char *path) {
    char part[4096];
    size_t len = strlen(path);
    if (len >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(part, path, len + 1);
    struct stat st;
    if (len == 0 || (stat(path, &st) == 0 && S_ISDIR(st.st_mode))) return true;
    for (char *p = part + 1; *p; p++) {
        if (*p != '/') continue;
        *p = 0;
        if (!make_dir(part)) return false;
        *p = '/';
    }
    return make_dir(part);
}

bool io_stamp(const char *path, FileStamp *out) {
    struct stat st;
    *out = (FileStamp){0};
    if (stat(path, &st) != 0) return false;
    out->size = (uint64_t)st.st_size;
    out->changed_ns = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec;
    out->inode = (uint64_t)st.st_ino;
    return true;
}

bool io_exists(const char *path) { return access(path, F_OK) == 0; }

bool io_is_file(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

const char *path_join(Arena *a, const char *dir, const char *name) {
    size_t len = strlen(dir);
    if (len == 0 || name[0] == '/') return arena_text(a, name, strlen(name));
    return arena_printf(a, dir[len - 1] == '/' ? "%s%s" : "%s/%s", dir, name);
}

const char *path_dir(Arena *a, const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash) return ".";
    if (slash == path) return "/";
    return arena_text(a, path, (size_t)(slash - path));
}

const char *path_normalise(Arena *a, const char *path) {
    char *out = arena_text(a, path, strlen(path));
    size_t root = path[0] == '/', len = root, fixed = root; // before `fixed` nothing is taken back
    for (const char *at = path; *at;) {
        size_t part = strcspn(at, "/");
        const char *next = at + part + strspn(at + part, "/");
        bool up = part == 2 && memcmp(at, "..", 2) == 0;
        if (up && len > fixed) {
            while (len > fixed && out[--len] != '/') {
            }
        } else if (part > 0 && !(part == 1 && *at == '.') && !(up && root && len == root)) {
            if (len > root) out[len++] = '/';
            memmove(out + len, at, part);
            len += part;
            if (up) fixed = len;
        }
        at = next;
    }
    out[len] = 0;
    return out;
}

const char *path_list_base(Arena *a, const char *list) {
    for (const char *at = list; at && *at; at += strcspn(at, ":"), at += *at == ':') {
        if (*at == '/') continue;
        char here[4096];
        return getcwd(here, sizeof here) ? arena_text(a, here, strlen(here)) : ".";
    }
    return "";
}

const char *path_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}
