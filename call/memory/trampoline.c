// Each thread has a few free trampolines, and a few given ones that go back to the pool together:
// making and freeing a closure takes no lock most of the time.
#include "memory/trampoline.h"

#include <pthread.h>
#include <stdlib.h>

#include "memory/pool.h"
#include "type/type.h"

enum { CACHE_COUNT = 32 };

typedef struct Cache {
    uint32_t at, len; // of `taken`: which are left
    uint32_t given_len;
    TrampolineData *taken[CACHE_COUNT];
    TrampolineData *given[CACHE_COUNT];
} Cache;

// glibc has room for it in each thread, also for libraries that are loaded late.
#if defined(__GLIBC__)
#define CACHE_MODEL __attribute__((tls_model("initial-exec")))
#else
#define CACHE_MODEL
#endif
static _Thread_local CACHE_MODEL Cache *own_cache; // NULL: none yet, or no memory
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static bool has_key;

// ---- threads ----

// Of a thread that ends. What other destructors give afterwards makes a new one.
static void end_cache(void *cache) {
    Cache *c = cache;
    own_cache = NULL;
    pool_give(c->given, c->given_len);
    for (uint32_t i = c->at; i < c->len; i++) pool_give(&c->taken[i], 1);
    free(c);
}

static void make_key(void) { has_key = pthread_key_create(&key, end_cache) == 0; }

// The library may be unloaded before threads end.
__attribute__((destructor)) static void forget_key(void) {
    if (has_key) pthread_key_delete(key);
    has_key = false;
}

static Cache *begin_cache(void) {
    pthread_once(&once, make_key);
    Cache *c = has_key ? calloc(1, sizeof *c) : NULL;
    if (c && pthread_setspecific(key, c) != 0) {
        free(c);
        c = NULL;
    }
    own_cache = c;
    return c;
}

static Cache *cache(void) { return own_cache ? own_cache : begin_cache(); }

// ---- taking and giving ----

static TrampolineData *take(void) {
    Cache *c = cache();
    TrampolineData *data = NULL;
    if (!c) return pool_take(&data, 1) ? data : NULL;
    if (c->at == c->len) {
        c->at = 0;
        c->len = (uint32_t)pool_take(c->taken, CACHE_COUNT);
    }
    return c->len ? c->taken[c->at++] : NULL;
}

SeamCallStatus trampoline_take(Trampoline *out, void *entry, SeamCallError *error) {
    TrampolineData *data = take();
    if (!data)
        return call_fail(error, SEAM_CALL_ELIMIT, 0,
                         "the system refuses executable memory, and the %d closures and bound "
                         "functions that need none are in use",
                         POOL_COUNT);
    (void)__atomic_exchange_n(&data->entry, entry, __ATOMIC_SEQ_CST);
    trampoline_parts(data, out);
    return SEAM_CALL_OK;
}

void trampoline_give(TrampolineData *data, void *entry) {
    __atomic_store_n(&data->entry, entry, __ATOMIC_RELEASE);
    Cache *c = pool_is_scarce() ? NULL : cache();
    if (!c) {
        pool_give(&data, 1);
        return;
    }
    c->given[c->given_len++] = data;
    if (c->given_len < CACHE_COUNT) return;
    pool_give(c->given, CACHE_COUNT);
    c->given_len = 0;
}
