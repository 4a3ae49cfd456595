// The cache folder: content-addressed files, written by rename, so that any number of compilers may
// share it. <dir>/c/ interfaces of headers, obj/ objects by unit, bin/ programs, run/ manifests of
// `seam run`. Nothing in it is precious: a missing or damaged entry is made again.
#ifndef SEAM_DRIVER_CACHE_H
#define SEAM_DRIVER_CACHE_H

#include "base/io.h"

typedef struct Cache {
    const char *dir;
    bool temporary;      // the real folder cannot be written: a private one, removed by cache_close
    const char *refused; // the folder that could not be written; NULL
    int error;           // its errno
    int lock;            // of the folder, held shared; -1: none
} Cache;

// 128 bits of content hash: what an entry is made of, part by part.
typedef struct CacheKey {
    uint64_t a;
    uint64_t b;
} CacheKey;

CacheKey key_begin(uint64_t build_id);
void key_add(CacheKey *key, const void *data, size_t len);
void key_add_text(CacheKey *key, const char *text); // NULL counts as empty

// $SEAM_CACHE_DIR, $XDG_CACHE_HOME/seam or ~/.cache/seam; a temporary folder where that cannot be
// written. False: not even that (errno tells).
bool cache_open(Cache *cache, Arena *arena);
void cache_close(Cache *cache);
const char *cache_path(const Cache *cache, Arena *arena, const char *kind, CacheKey key,
                       const char *suffix);
// An entry of no bytes is what a power failure leaves of a file that was just renamed: not there.
bool cache_has(const char *path);
// A name beside `path` that no other process uses; to be renamed to `path` when it is whole.
const char *cache_scratch(Arena *arena, const char *path);

#endif
