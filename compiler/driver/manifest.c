// Manifests, under <cache>/run/, keyed by the main file's absolute path and by all that steers a
// build from outside. A file that was touched without changing costs one ordinary run, whose parts
// are all cached. Floor 5; used by the `run` command and build.c.
#include "driver/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char version_line[] = "seam-manifest 3";
// The environment that changes what a build makes.
static const char *const steering[] = {"SEAM_CC",        "SEAM_COUNT",   "SEAM_PROVE",      "CPATH",
                                       "C_INCLUDE_PATH", "LIBRARY_PATH", "PKG_CONFIG_PATH", "PATH"};

static void add_steering(CacheKey *key, Arena *arena, const char *text) {
    key_add_text(key, text);
    key_add_text(key, path_list_base(arena, text));
}

static const char *manifest_path(Build *b) {
    if (!b->options.path) return NULL;
    const char *absolute = realpath(b->options.path, NULL); // freed by exec or exit
    if (!absolute) return NULL;
    CacheKey key = key_begin(b->layout.build_id);
    key_add_text(&key, absolute);
    key_add_text(&key, b->options.path); // messages and #line show it as it was given
    key_add(&key, &b->options.profile, sizeof b->options.profile);
    key_add(&key, &b->options.sites, sizeof b->options.sites);
    for (size_t i = 0; i < sizeof steering / sizeof *steering; i++)
        add_steering(&key, &b->arena, getenv(steering[i]));
    return cache_path(&b->cache, &b->arena, "run", key, "");
}

// One line without its newline, from *at on; NULL at the end.
static char *next_line(char **at) {
    if (!**at) return NULL;
    char *line = *at;
    char *end = strchr(line, '\n');
    if (!end) return NULL; // every whole line ends in a newline
    *end = 0;
    *at = end + 1;
    return line;
}

static const char absent_word[] = "absent ";

static bool unchanged(const char *line) {
    size_t word = sizeof absent_word - 1;
    if (strncmp(line, absent_word, word) == 0) return !io_exists(line + word);
    unsigned long long size;
    long long changed_ns;
    int used = 0;
    FileStamp now;
    if (sscanf(line, "%llu %lld %n", &size, &changed_ns, &used) != 2) return false;
    return io_stamp(line + used, &now) && now.size == size && now.changed_ns == changed_ns;
}

const char *manifest_find(Build *b) {
    const char *path = manifest_path(b);
    FileText file;
    if (!path || !io_read(&b->arena, path, &file)) return NULL;
    char *at = arena_text(&b->arena, file.text, file.len);
    const char *line = next_line(&at);
    if (!line || strcmp(line, version_line) != 0) return NULL;
    const char *program = next_line(&at);
    while ((line = next_line(&at)))
        if (!unchanged(line)) return NULL;
    return program && cache_has(program) ? program : NULL;
}

typedef struct Writer {
    FILE *out;
    int64_t started_ns;
    bool ok;
} Writer;

static void write_stamp(void *context, const char *path) {
    Writer *w = context;
    FileStamp stamp;
    // A file that changed after the build began may have been read in either state: no short cut
    // then.
    if (!io_stamp(path, &stamp) || stamp.changed_ns >= w->started_ns) {
        w->ok = false;
        return;
    }
    fprintf(w->out, "%llu %lld %s\n", (unsigned long long)stamp.size, (long long)stamp.changed_ns,
            path);
}

static void write_absent(void *context, const char *path) {
    Writer *w = context;
    if (io_exists(path)) w->ok = false; // since the build began
    fprintf(w->out, "%s%s\n", absent_word, path);
}

void manifest_write(Build *b) {
    const char *path = manifest_path(b);
    char *text = NULL;
    size_t len = 0;
    Writer w = {open_memstream(&text, &len), b->started_ns, true};
    if (!path || !w.out || b->cache.temporary) goto done;
    fprintf(w.out, "%s\n%s\n", version_line, b->program);
    write_stamp(&w, b->cc.path);
    for (uint32_t i = 0; i < b->library_files.len; i++) write_stamp(&w, b->library_files.items[i]);
    const Program *program = &b->pipeline.program;
    for (uint32_t i = 0; i < program->modules.len; i++)
        if (!program->modules.items[i]->is_standard) // which are part of the compiler
            write_stamp(&w, program->modules.items[i]->path);
    const Packages *packages = &program->packages;
    for (uint32_t i = 0; i < packages->files.len; i++) write_stamp(&w, packages->files.items[i]);
    for (uint32_t i = 0; i < packages->absent.len; i++) write_absent(&w, packages->absent.items[i]);
    for (uint32_t i = 0; i < program->absent.len; i++) write_absent(&w, program->absent.items[i]);
    for (uint32_t i = 0; i < program->cimports.list.len; i++) {
        cimport_each_file(program->cimports.list.items[i], write_stamp, &w);
        cimport_each_absent(program->cimports.list.items[i], write_absent, &w);
    }
    fflush(w.out);
    if (w.ok) io_write(path, text, len);
done:
    if (w.out) fclose(w.out);
    free(text);
}
