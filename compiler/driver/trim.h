// Keeps the cache folder small, and empties it.
#ifndef SEAM_DRIVER_TRIM_H
#define SEAM_DRIVER_TRIM_H

#include "driver/cache.h"

typedef struct CacheSize {
    uint64_t files;
    uint64_t bytes;
} CacheSize;

// Now and then, when nobody else uses the cache: removes what killed runs left, and what was not
// used for longest while there is more than $SEAM_CACHE_SIZE MiB (default 1024; 0: no limit).
void cache_trim(Cache *cache, Arena *arena);
// Removes everything, after those who use it have ended.
CacheSize cache_clean(Cache *cache, Arena *arena);

#endif
