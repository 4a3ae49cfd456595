// `seam clean`: empties the cache. Nothing in it is precious: the next run makes anew what it
// needs.
#include <stdio.h>

#include "cli/cli.h"
#include "driver/trim.h"

int cli_clean(Arguments *args) {
    Cache cache;
    if (!cache_open(&cache, args->arena) || cache.temporary) {
        fprintf(stderr, "seam: the cache folder cannot be written\n");
        cache_close(&cache);
        return EXIT_SOURCE;
    }
    CacheSize size = cache_clean(&cache, args->arena);
    printf("removed %llu files, %.1f MiB, from %s\n", (unsigned long long)size.files,
           (double)size.bytes / (1 << 20), cache.dir);
    cache_close(&cache);
    return EXIT_OK;
}
