// Builds the link index. A library is known by its real file: libpng.so and libpng16.so are one,
// called by the shorter name; a file that a linker script pulls in belongs to the library that is
// that file, else to the script.
#include "import/link/index.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import/checksum.h"
#include "import/link/library.h"

typedef struct Library {
    const char *name;
    const char *path;
    uint32_t dir;
} Library;

// A real file with symbols, and whose it is.
typedef struct RealFile {
    dev_t device;
    ino_t inode;
    const char *path;
    uint32_t owner; // library
    int likeness;   // 2: the library is the file; 1: a script of the same name; 0: another script
} RealFile;

typedef struct Entry {
    uint64_t hash;
    uint16_t owner;
} Entry;

typedef struct Builder {
    Arena *arena;
    const LinkDir *dirs;
    uint32_t dir_count;
    uint32_t library; // the one at hand
    VEC(Library) libraries;
    VEC(RealFile) files;
    VEC(Entry) entries;
    VEC(char) texts;
} Builder;

int64_t index_dir_stamp(const char *path) {
    FileStamp stamp;
    return io_stamp(path, &stamp) ? stamp.changed_ns : -1;
}

uint64_t index_hash(const char *symbol) { return hash_bytes(symbol, strlen(symbol), LINK_VERSION); }

// ---- libraries and their files ----

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

typedef VEC(const char *) Names;

// They export what they watch, `atexit` and all, and are for `-fsanitize` to link.
static bool is_sanitizer(const char *name) {
    static const char *const names[] = {"asan", "hwasan", "lsan", "tsan", "ubsan"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

static Names library_names(Builder *b, const char *dir) {
    Names names = {0};
    DIR *folder = opendir(dir);
    if (!folder) return names;
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t len = strlen(entry->d_name);
        bool library = len > 6 && memcmp(entry->d_name, "lib", 3) == 0 &&
                       memcmp(entry->d_name + len - 3, ".so", 3) == 0;
        if (library) VEC_PUSH(b->arena, &names, arena_text(b->arena, entry->d_name + 3, len - 6));
    }
    closedir(folder);
    if (names.len) qsort(names.items, names.len, sizeof *names.items, compare_texts);
    return names;
}

static bool better_name(const char *name, const char *than) {
    size_t a = strlen(name), b = strlen(than);
    return a != b ? a < b : strcmp(name, than) < 0;
}

static int likeness_of(const Builder *b, const char *path, bool direct) {
    const char *name = b->libraries.items[b->library].name;
    return direct ? 2
                  : strncmp(path_base(path), arena_printf(b->arena, "lib%s.so", name),
                            strlen(name) + 6) == 0;
}

static void claim_file(Builder *b, const char *path, bool direct) {
    struct stat st;
    if (stat(path, &st) != 0) return;
    int likeness = likeness_of(b, path, direct);
    for (uint32_t i = 0; i < b->files.len; i++) {
        RealFile *f = &b->files.items[i];
        if (f->inode != st.st_ino || f->device != st.st_dev) continue;
        const Library *owner = &b->libraries.items[f->owner];
        bool better = better_name(b->libraries.items[b->library].name, owner->name);
        if (likeness > f->likeness || (likeness == f->likeness && better)) {
            f->owner = b->library;
            f->likeness = likeness;
        }
        return;
    }
    RealFile file = {st.st_dev, st.st_ino, path, b->library, likeness};
    VEC_PUSH(b->arena, &b->files, file);
}

// `-ltinfo`, `libncurses.so.6` or a path, as a script names it.
static void claim_input(void *context, const char *input) {
    Builder *b = context;
    const char *file =
        strncmp(input, "-l", 2) == 0 ? arena_printf(b->arena, "lib%s.so", input + 2) : input;
    if (!strstr(file, ".so")) return;
    if (file[0] == '/') {
        claim_file(b, file, false);
        return;
    }
    for (uint32_t i = 0; i < b->dir_count; i++) {
        const char *path = path_join(b->arena, b->dirs[i].path, file);
        if (!io_exists(path)) continue;
        claim_file(b, path, false);
        return;
    }
}

static bool is_known(const Builder *b, const char *name) {
    for (uint32_t i = 0; i < b->libraries.len; i++)
        if (strcmp(b->libraries.items[i].name, name) == 0) return true;
    return false;
}

static void add_library(Builder *b, const char *name, uint32_t dir) {
    const char *path = arena_printf(b->arena, "%s/lib%s.so", b->dirs[dir].path, name);
    if (is_sanitizer(name) || is_known(b, name) || b->libraries.len == LINK_LIBRARIES_MAX)
        return; // an earlier folder hides it
    FileView view = view_open(path);
    if (!view.data) return;
    b->library = b->libraries.len;
    VEC_PUSH(b->arena, &b->libraries, ((Library){name, path, dir}));
    if (library_is_elf(view)) claim_file(b, path, true);
    else script_inputs(view, b->arena, claim_input, b);
    view_close(view);
}

static void add_symbol(void *context, const char *name) {
    Builder *b = context;
    VEC_PUSH(b->arena, &b->entries, ((Entry){index_hash(name), (uint16_t)b->library}));
}

static int compare_entries(const void *left, const void *right) {
    const Entry *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    return (a->owner > b->owner) - (a->owner < b->owner);
}

static void gather(Builder *b) {
    for (uint32_t d = 0; d < b->dir_count; d++) {
        Names names = library_names(b, b->dirs[d].path);
        for (uint32_t i = 0; i < names.len; i++) add_library(b, names.items[i], d);
    }
    for (uint32_t i = 0; i < b->files.len; i++) {
        FileView view = view_open(b->files.items[i].path);
        b->library = b->files.items[i].owner;
        library_exports(view, add_symbol, b);
        view_close(view);
    }
    if (b->entries.len)
        qsort(b->entries.items, b->entries.len, sizeof *b->entries.items, compare_entries);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < b->entries.len; i++)
        if (kept == 0 || compare_entries(&b->entries.items[kept - 1], &b->entries.items[i]) != 0)
            b->entries.items[kept++] = b->entries.items[i];
    b->entries.len = kept;
}

// ---- the file ----

static uint32_t add_text(Builder *b, const char *text) {
    uint32_t at = b->texts.len;
    for (const char *p = text;; p++) {
        VEC_PUSH(b->arena, &b->texts, *p);
        if (!*p) return at;
    }
}

typedef struct Places { // offsets of the parts, by the counts of a header
    uint64_t dirs, libraries, hashes, owners, texts, end;
} Places;

static uint64_t round8(uint64_t n) { return (n + 7) & ~(uint64_t)7; }

static Places places_of(const LinkHeader *h) {
    Places p = {.dirs = round8(sizeof *h)};
    p.libraries = p.dirs + (uint64_t)h->dir_count * sizeof(LinkDirRow);
    p.hashes = p.libraries + (uint64_t)h->library_count * sizeof(LinkLibraryRow);
    p.owners = p.hashes + (uint64_t)h->symbol_count * sizeof(uint64_t);
    p.texts = round8(p.owners + (uint64_t)h->symbol_count * sizeof(uint16_t));
    p.end = p.texts + h->texts_size;
    return p;
}

static void put_rows(Builder *b, char *file, const Places *p, const LinkDirRow *dirs,
                     const LinkLibraryRow *libraries) {
    memcpy(file + p->dirs, dirs, b->dir_count * sizeof *dirs);
    if (b->libraries.len)
        memcpy(file + p->libraries, libraries, b->libraries.len * sizeof *libraries);
    for (uint32_t i = 0; i < b->entries.len; i++) {
        memcpy(file + p->hashes + i * sizeof(uint64_t), &b->entries.items[i].hash,
               sizeof(uint64_t));
        memcpy(file + p->owners + i * sizeof(uint16_t), &b->entries.items[i].owner,
               sizeof(uint16_t));
    }
    memcpy(file + p->texts, b->texts.items, b->texts.len);
}

FileText index_build(Arena *arena, const LinkDir *dirs, uint32_t dir_count) {
    Builder b = {.arena = arena, .dirs = dirs, .dir_count = dir_count};
    add_text(&b, "");
    LinkDirRow *dir_rows = ARENA_ARRAY(arena, LinkDirRow, dir_count);
    for (uint32_t i = 0; i < dir_count; i++) // before they are read: a later change must show
        dir_rows[i] = (LinkDirRow){index_dir_stamp(dirs[i].path), add_text(&b, dirs[i].path),
                                   dirs[i].standard};
    gather(&b);
    LinkLibraryRow *library_rows = ARENA_ARRAY(arena, LinkLibraryRow, b.libraries.len);
    for (uint32_t i = 0; i < b.libraries.len; i++) {
        const Library *l = &b.libraries.items[i];
        library_rows[i] = (LinkLibraryRow){add_text(&b, l->name), add_text(&b, l->path), l->dir, 0};
    }
    LinkHeader header = {.magic = LINK_MAGIC,
                         .version = LINK_VERSION,
                         .endian = LINK_ENDIAN,
                         .dir_count = dir_count,
                         .library_count = b.libraries.len,
                         .symbol_count = b.entries.len,
                         .texts_size = b.texts.len};
    Places places = places_of(&header);
    char *file = arena_alloc(arena, places.end);
    put_rows(&b, file, &places, dir_rows, library_rows);
    header.size = places.end;
    header.checksum = checksum(file + sizeof header, places.end - sizeof header, LINK_VERSION);
    memcpy(file, &header, sizeof header);
    return (FileText){file, places.end};
}

// ---- reading ----

static bool rows_hold(const LinkView *v) {
    const LinkHeader *h = v->header;
    if (h->texts_size == 0 || v->texts[h->texts_size - 1] != 0) return false;
    for (uint32_t i = 0; i < h->dir_count; i++)
        if (v->dirs[i].path >= h->texts_size) return false;
    for (uint32_t i = 0; i < h->library_count; i++) {
        const LinkLibraryRow *l = &v->libraries[i];
        if (l->name >= h->texts_size || l->path >= h->texts_size || l->dir >= h->dir_count)
            return false;
    }
    return true;
}

bool index_read(LinkView *out, const void *data, size_t size) {
    const LinkHeader *h = data;
    if (size < sizeof *h || memcmp(h->magic, LINK_MAGIC, sizeof LINK_MAGIC) != 0 ||
        h->version != LINK_VERSION || h->endian != LINK_ENDIAN || h->size != size)
        return false;
    Places p = places_of(h);
    if (p.end != size ||
        h->checksum != checksum((const char *)data + sizeof *h, size - sizeof *h, LINK_VERSION))
        return false;
    const char *at = data;
    const void *parts[] = {at + p.dirs, at + p.libraries, at + p.hashes, at + p.owners};
    *out = (LinkView){h, parts[0], parts[1], parts[2], parts[3], at + p.texts};
    return rows_hold(out);
}

uint32_t index_find(const LinkView *view, const char *symbol, uint32_t *count) {
    uint64_t hash = index_hash(symbol);
    uint32_t low = 0, high = view->header->symbol_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (view->hashes[middle] < hash) low = middle + 1;
        else high = middle;
    }
    *count = 0;
    while (low + *count < view->header->symbol_count && view->hashes[low + *count] == hash &&
           view->owners[low + *count] < view->header->library_count)
        ++*count;
    return low;
}
