// Files as a whole. What the system refuses becomes an error with the path and the reason; what was
// written is known to be written when the function returns, as far as the system tells.
#include <seam/system.h>
#include <seam/text.h>

#include "core/system/failure.h"
#include "core/text/string.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- reading ----
static int read_open(int fd, SeamText *t) {
    char block[16384];
    for (;;) {
        ssize_t count = read(fd, block, sizeof block);
        if (count == 0) return 0;
        if (count > 0) seam_text_add_chars(t, block, count);
        else if (errno != EINTR) return errno;
    }
}

static bool read_path(SeamStrRef path, SeamText *t, SeamObject **error) {
    const char *name = system_path(error, "read", path);
    if (!name) return false;
    int saved = errno;
    int fd = open(name, O_RDONLY | O_CLOEXEC), failed = fd < 0 ? errno : read_open(fd, t);
    if (fd >= 0) close(fd);
    if (failed) system_fail(error, "read", path, failed);
    errno = saved;
    return failed == 0;
}

SeamStr seam_fs_read_file(SeamStrRef path, SeamObject **error) {
    SeamText t;
    seam_text_init(&t);
    SeamStr s = read_path(path, &t, error) ? seam_string_from_utf8(t.data, t.len) : NULL;
    seam_text_deinit(&t);
    return s;
}

SeamBytes seam_fs_read_bytes(SeamStrRef path, SeamObject **error) {
    SeamText t;
    seam_text_init(&t);
    SeamBytes b = read_path(path, &t, error) ? seam_bytes_new(t.data, t.len) : NULL;
    seam_text_deinit(&t);
    return b;
}

// ---- writing ----
static int write_open(int fd, const char *data, int64_t len) {
    while (len > 0) {
        ssize_t count = write(fd, data, (size_t)len);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        data += count;
        len -= count;
    }
    return 0;
}

static void write_path(SeamStrRef path, int how, const void *data, int64_t len,
                       SeamObject **error) {
    const char *name = system_path(error, "write", path);
    if (!name) return;
    int saved = errno;
    int fd = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666);
    int failed = fd < 0 ? errno : write_open(fd, data, len);
    if (fd >= 0 && close(fd) != 0 && !failed && errno != EINTR) failed = errno;
    if (failed) system_fail(error, "write", path, failed);
    errno = saved;
}

void seam_fs_write_file(SeamStrRef path, SeamStrRef text, SeamObject **error) {
    write_path(path, O_TRUNC, text->data, text->len, error);
}

void seam_fs_write_bytes(SeamStrRef path, SeamBytesRef data, SeamObject **error) {
    write_path(path, O_TRUNC, data->data, data->len, error);
}

void seam_fs_append_file(SeamStrRef path, SeamStrRef text, SeamObject **error) {
    write_path(path, O_APPEND, text->data, text->len, error);
}

// ---- the tree ----
bool seam_fs_exists(SeamStrRef path) {
    int saved = errno;
    bool exists = !memchr(path->data, '\0', (size_t)path->len) && access(path->data, F_OK) == 0;
    errno = saved;
    return exists;
}

void seam_fs_remove(SeamStrRef path, SeamObject **error) {
    const char *name = system_path(error, "remove", path);
    if (!name) return;
    int saved = errno;
    if (remove(name) != 0) system_fail(error, "remove", path, errno);
    errno = saved;
}

static bool is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

SeamArray seam_fs_read_dir(SeamStrRef path, SeamObject **error) {
    const char *name = system_path(error, "read", path);
    if (!name) return NULL;
    int saved = errno;
    DIR *folder = opendir(name);
    SeamArray names = NULL;
    if (folder) {
        names = seam_array_new(&seam_type_string, 16);
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
            if (!is_dots(entry->d_name))
                array_take_string(names, seam_cstring_to_string(entry->d_name));
        closedir(folder);
        seam_array_sort(names);
    } else {
        system_fail(error, "read", path, errno);
    }
    errno = saved;
    return names;
}

// Each folder on the way, as `mkdir -p`.
static int make_all(char *path) {
    for (char *at = path + 1;; at++) {
        char end = *at;
        if (end != '/' && end != '\0') continue;
        *at = '\0';
        struct stat about;
        int failed = mkdir(path, 0777) != 0 ? errno : 0;
        if (failed == EEXIST && stat(path, &about) == 0)
            failed = S_ISDIR(about.st_mode) ? 0 : end ? ENOTDIR : EEXIST;
        *at = end;
        if (failed) return failed;
        if (end == '\0') return 0;
    }
}

void seam_fs_make_dir(SeamStrRef path, SeamObject **error) {
    const char *name = system_path(error, "make", path);
    if (!name) return;
    int saved = errno;
    char *copy = strdup(name);
    int failed = !copy ? ENOMEM : *copy ? make_all(copy) : ENOENT;
    free(copy);
    if (failed) system_fail(error, "make", path, failed);
    errno = saved;
}
