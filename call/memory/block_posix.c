// Blocks by mmap. The memory is private in all ways, so that fork needs no care.
#include "memory/block.h"

#if !defined(_WIN32)
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "memory/pages.h"

// ---- the page's own file ----

typedef struct PageFile {
    bool known;
    char path[PATH_MAX]; // empty: there is none
    off_t offset;
} PageFile;

// A line of /proc/self/maps: `55d0-55d4 r-xp 00001000 08:01 131 /usr/lib/x.so`.
static bool read_line(const char *line, PageFile *file) {
    uintptr_t page = (uintptr_t)seam_trampoline_page, start, end, offset;
    int path = 0;
    if (sscanf(line, "%zx-%zx %*s %zx %*s %*s %n", &start, &end, &offset, &path) != 3) return false;
    if (page < start || page >= end || !path || line[path] != '/') return false;
    size_t len = strcspn(line + path, "\n");
    if (len >= sizeof file->path) return false;
    memcpy(file->path, line + path, len);
    file->path[len] = 0;
    file->offset = (off_t)(offset + (page - start));
    return true;
}

// Under the caller's lock.
static const PageFile *page_file(void) {
    static PageFile file;
    if (file.known) return &file;
    file.known = true;
    FILE *maps = fopen("/proc/self/maps", "re");
    char line[PATH_MAX + 128];
    while (maps && !file.path[0] && fgets(line, sizeof line, maps)) read_line(line, &file);
    if (maps) fclose(maps);
    return &file;
}

// The file may have been replaced meanwhile, so the page is looked at.
bool block_from_file(unsigned char *at) {
    const PageFile *file = page_file();
    if (!file->path[0] || pages_size() != STATIC_PAGE) return false;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    void *page =
        mmap(at, STATIC_PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, file->offset);
    close(fd);
    return page == at && memcmp(at, seam_trampoline_page, STATIC_PAGE) == 0;
}

// ---- a memory file ----

#ifdef __linux__
static int memory_file(void) {
    enum { CLOSE_ON_EXEC = 1, EXECUTABLE = 0x10 }; // Linux 6.3 asks for the latter
    int fd = memfd_create("seam-trampolines", CLOSE_ON_EXEC | EXECUTABLE);
    return fd < 0 ? memfd_create("seam-trampolines", CLOSE_ON_EXEC) : fd;
}

// Written where the file's page then takes the place; nobody writes to the file any more.
bool block_from_memfd(unsigned char *at, BlockWrite *write_page) {
    size_t size = pages_size();
    int fd = memory_file();
    if (fd < 0) return false;
    write_page(at);
    void *page = MAP_FAILED;
    if (write(fd, at, size) == (ssize_t)size)
        page = mmap(at, size, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, 0);
    close(fd);
    if (page != at) return false;
    __builtin___clear_cache((char *)at, (char *)at + size);
    return true;
}
#else
bool block_from_memfd(unsigned char *at, BlockWrite *write_page) {
    (void)at, (void)write_page;
    return false;
}
#endif
#endif
