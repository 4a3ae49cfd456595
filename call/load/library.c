// Libraries: one SeamLibrary a loaded library, counted, and what was found in it by name. Looking a
// known name up takes no lock: a table of entries that are only ever added; one that is outgrown
// stays until the library goes. A name that was not found is asked for anew each time, since
// another library may bring it. A library that was closed stays as a few bytes, so that late uses
// are told so; opening its file again makes it the same SeamLibrary.
#include "load/platform.h"
#include "memory/pages.h"
#include "type/type.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Entry {
    uint64_t hash;
    void *address;
    size_t version; // where it begins in `text`; 0: none was asked for
    char text[];    // the name, and behind its NUL the version
} Entry;

typedef struct Table {
    struct Table *outgrown;
    size_t mask; // places - 1
    size_t used;
    _Atomic(Entry *) places[];
} Table;

struct SeamLibrary {
    SeamLibrary *next;
    _Atomic(void *) handle; // NULL: it is closed
    size_t count;           // guarded by `registry`
    _Atomic(Table *) table;
    char path[];
};

enum { FIRST_PLACES = 32 };

static pthread_mutex_t registry =
    PTHREAD_MUTEX_INITIALIZER; // the loader's lock is never waited for within it
static pthread_once_t once = PTHREAD_ONCE_INIT;
static SeamLibrary *libraries;

static void lock_registry(void) { pthread_mutex_lock(&registry); }
static void unlock_registry(void) { pthread_mutex_unlock(&registry); }
static void begin(void) {
    pages_around_fork(lock_registry, unlock_registry); // a child finds the lock free
}

// ---- the names of a library ----

// FNV-1a over the name and the version.
static uint64_t hash_text(uint64_t hash, const char *text) {
    for (; *text; text++) hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    return hash;
}

static uint64_t hash_of(const char *name, const char *version) {
    uint64_t hash = hash_text(0xcbf29ce484222325, name);
    return version ? hash_text((hash ^ 0xff) * 0x100000001b3, version) : hash;
}

static bool is_entry(const Entry *e, uint64_t hash, const char *name, const char *version) {
    if (e->hash != hash || strcmp(e->text, name) != 0) return false;
    return version ? e->version && strcmp(e->text + e->version, version) == 0 : !e->version;
}

static void *find_known(const SeamLibrary *library, uint64_t hash, const char *name,
                        const char *version) {
    Table *t = atomic_load_explicit(&library->table, memory_order_acquire);
    for (size_t i = hash; t; i++) {
        Entry *e = atomic_load_explicit(&t->places[i & t->mask], memory_order_acquire);
        if (!e) return NULL;
        if (is_entry(e, hash, name, version)) return e->address;
    }
    return NULL;
}

static void put(Table *t, Entry *e) {
    size_t i = e->hash;
    while (atomic_load_explicit(&t->places[i & t->mask], memory_order_relaxed)) i++;
    atomic_store_explicit(&t->places[i & t->mask], e, memory_order_release);
    t->used++;
}

// The table with room for one more; NULL: no memory.
static Table *roomy_table(SeamLibrary *library) {
    Table *old = atomic_load_explicit(&library->table, memory_order_relaxed);
    if (old && old->used * 2 < old->mask) return old;
    size_t places = old ? 2 * (old->mask + 1) : FIRST_PLACES;
    Table *t = calloc(1, sizeof *t + places * sizeof *t->places);
    if (!t) return NULL;
    t->mask = places - 1;
    t->outgrown = old;
    for (size_t i = 0; old && i <= old->mask; i++) {
        Entry *e = atomic_load_explicit(&old->places[i], memory_order_relaxed);
        if (e) put(t, e);
    }
    atomic_store_explicit(&library->table, t, memory_order_release);
    return t;
}

static Entry *new_entry(uint64_t hash, const char *name, const char *version, void *address) {
    size_t len = strlen(name) + 1, version_size = version ? strlen(version) + 1 : 0;
    Entry *e = malloc(sizeof *e + len + version_size);
    if (!e) return NULL;
    *e = (Entry){.hash = hash, .address = address, .version = version ? len : 0};
    memcpy(e->text, name, len);
    if (version) memcpy(e->text + len, version, version_size);
    return e;
}

// Without memory it is looked up anew each time, which is slower and as right.
static void remember(SeamLibrary *library, uint64_t hash, const char *name, const char *version,
                     void *address) {
    lock_registry();
    if (library->count && !find_known(library, hash, name, version)) {
        Entry *e = new_entry(hash, name, version, address);
        Table *t = e ? roomy_table(library) : NULL;
        if (t) put(t, e);
        else free(e);
    }
    unlock_registry();
}

SeamCallStatus seam_library_symbol(SeamLibrary *library, const char *name, const char *version,
                                   void **out, SeamCallError *error) {
    CALL_TAKES(out, error);
    if (!library)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no library: it is NULL");
    if (!name) return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no name: it is NULL");
    void *handle = atomic_load_explicit(&library->handle, memory_order_acquire);
    if (!handle)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "the library was closed: %s",
                         library->path);
    uint64_t hash = hash_of(name, version);
    *out = find_known(library, hash, name, version);
    if (*out) return SEAM_CALL_OK;
    char text[LOAD_TEXT];
    *out = platform_symbol(handle, name, version, text);
    if (!*out) return call_fail(error, SEAM_CALL_ESYMBOL, 0, "%s", text);
    remember(library, hash, name, version, *out);
    return SEAM_CALL_OK;
}

// ---- opening and closing ----

static void free_tables(Table *t) {
    for (size_t i = 0; t && i <= t->mask; i++) free(atomic_load(&t->places[i]));
    while (t) {
        Table *outgrown = t->outgrown;
        free(t);
        t = outgrown;
    }
}

static SeamLibrary *new_library(const char *path) {
    SeamLibrary *library = calloc(1, sizeof *library + strlen(path) + 1);
    if (!library) return NULL;
    strcpy(library->path, path);
    library->next = libraries;
    libraries = library;
    return library;
}

// The one that is open, else one of that file that was closed. NULL: there is none.
static SeamLibrary *find_library(void *handle, const char *path) {
    for (SeamLibrary *l = libraries; l; l = l->next)
        if (l->handle == handle) return l;
    for (SeamLibrary *l = libraries; l; l = l->next)
        if (!l->handle && strcmp(l->path, path) == 0) return l;
    return NULL;
}

// The caller's reference to the handle goes over to the library. NULL: no memory.
static SeamLibrary *library_of(void *handle) {
    size_t size = platform_path(handle, NULL, 0) + 1;
    char *path = malloc(size);
    SeamLibrary *library = NULL;
    bool is_open = false;
    if (path) {
        platform_path(handle, path, size);
        lock_registry();
        library = find_library(handle, path);
        is_open = library && library->count;
        if (!library) library = new_library(path);
        if (library) {
            library->count++;
            library->handle = handle;
        }
        unlock_registry();
        free(path);
    }
    if (is_open || !library) platform_close(handle);
    return library;
}

typedef struct Search {
    void *handle;
    char text[LOAD_TEXT]; // why the last file could not be opened
} Search;

static bool try_file(void *context, const char *file) {
    Search *s = context;
    s->handle = platform_open(file, s->text);
    return s->handle != NULL;
}

SeamCallStatus seam_library_open(const char *name, SeamLibrary **out, SeamCallError *error) {
    CALL_TAKES(out, error);
    if (name && !*name) return call_fail(error, SEAM_CALL_EOPEN, 0, "the library has no name");
    pthread_once(&once, begin);
    Search found = {0}, search = {0};
    if (!try_file(&found, name)) {
        if (name && platform_find(name, try_file, &search)) found.handle = search.handle;
        else if (search.text[0]) found = search; // says more about a file that is there
    }
    if (!found.handle) return call_fail(error, SEAM_CALL_EOPEN, 0, "%s", found.text);
    *out = library_of(found.handle);
    return *out ? SEAM_CALL_OK : call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for a library");
}

SeamLibrary *seam_library_retain(SeamLibrary *library) {
    if (!library) return NULL;
    lock_registry();
    if (library->count) library->count++;
    else library = NULL;
    unlock_registry();
    return library;
}

void seam_library_close(SeamLibrary *library) {
    if (!library) return;
    lock_registry();
    bool last = library->count && --library->count == 0;
    void *handle = library->handle;
    Table *table = library->table;
    if (last) {
        library->handle = NULL;
        library->table = NULL;
    }
    unlock_registry();
    if (!last) return;
    platform_close(handle); // its destructors run, and may open and close libraries
    free_tables(table);
}

const char *seam_library_path(const SeamLibrary *library) { return library ? library->path : NULL; }
