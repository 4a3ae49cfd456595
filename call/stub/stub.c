// The stubs that were made, by what their code depends on: the pieces of the move list, not the
// signature.
#include "stub/stub.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "memory/arena.h"
#include "memory/pages.h"

enum { STUB_AFTER = 8 };

// ---- the key ----

typedef struct Key {
    unsigned char *bytes;
    size_t len, cap;
    bool failed;
} Key;

static void put(Key *k, const void *bytes, size_t size) {
    if (k->len + size > k->cap) {
        size_t cap = 2 * (k->len + size);
        unsigned char *fresh = k->failed ? NULL : realloc(k->bytes, cap);
        if (!fresh) {
            k->failed = true;
            return;
        }
        k->bytes = fresh;
        k->cap = cap;
    }
    memcpy(k->bytes + k->len, bytes, size);
    k->len += size;
}

static void put_place(Key *k, const CallLayout *l, const CallPlace *place, uint64_t size) {
    uint64_t facts[] = {size, (uint64_t)place->count << 2 | (uint64_t)place->indirect << 1 |
                                  (uint64_t)place->widened};
    put(k, facts, sizeof facts);
    for (uint32_t i = 0; i < place->count; i++) {
        const CallPiece *p = &l->pieces[place->first + i];
        uint32_t piece[] = {(uint32_t)p->bank << 24 | (uint32_t)p->extend << 16 | p->at, p->size,
                            p->value, p->offset};
        put(k, piece, sizeof piece);
    }
}

static Key key_of(const StubPlan *plan) {
    const SeamSig *sig = plan->sig;
    const CallLayout *l = &sig->layout;
    uint64_t facts[] = {plan->kind,
                        sig->parts.abi,
                        sig->parts.count,
                        l->stack_size,
                        (uint64_t)l->hidden_gpr << 8 | l->fpr_count,
                        (uint64_t)(uintptr_t)plan->callee,
                        (uint64_t)(uintptr_t)plan->after};
    Key k = {0};
    put(&k, facts, sizeof facts);
    put_place(&k, l, &l->ret, l->ret.indirect ? sig->parts.ret->size : 0);
    for (size_t i = 0; i < sig->parts.count; i++) {
        size_t size = sig->parts.args[i]->size;
        put_place(&k, l, &l->args[i], l->args[i].indirect ? size : (size + 7) / 8);
    }
    return k;
}

// ---- the table: under the lock ----

typedef struct Stub {
    struct Stub *next;
    uint64_t hash;
    size_t size;
    void *entry; // NULL: it cannot be made
    unsigned char key[];
} Stub;

enum { BUCKETS = 1024 };
static Stub *buckets[BUCKETS];
static StubCounts counts;
static uint32_t after = STUB_AFTER;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static void lock_stubs(void) { pthread_mutex_lock(&lock); }
static void unlock_stubs(void) { pthread_mutex_unlock(&lock); }

static void begin(void) {
    const char *wanted = getenv("SEAM_CALL_STUB_AFTER");
    if (wanted) after = (uint32_t)strtoul(wanted, NULL, 10);
    arena_mode(); // its lock is taken within ours, so that a fork has to take it after ours
    pages_around_fork(lock_stubs, unlock_stubs);
}

uint32_t stub_after(void) {
    pthread_once(&once, begin);
    return after;
}

StubCounts stub_counts(void) {
    lock_stubs();
    StubCounts now = counts;
    unlock_stubs();
    return now;
}

static uint64_t hash_of(const Key *k) {
    uint64_t hash = k->len;
    for (size_t i = 0; i < k->len; i++) hash = (hash ^ k->bytes[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static Stub *find(const Key *k, uint64_t hash) {
    for (Stub *s = buckets[hash % BUCKETS]; s; s = s->next)
        if (s->hash == hash && s->size == k->len && memcmp(s->key, k->bytes, k->len) == 0) return s;
    return NULL;
}

static void *make(const StubPlan *plan) {
    CodeBuffer c = {0};
    void *entry = NULL;
    const Machine *machine = machine_of(plan->sig->parts.abi);
    if (machine && stub_emit(plan, machine, &c) && code_finish(&c)) arena_add(&c, &entry);
    code_deinit(&c);
    *(entry ? &counts.made : &counts.refused) += 1;
    return entry;
}

static void *find_or_make(const StubPlan *plan, const Key *k) {
    uint64_t hash = hash_of(k);
    Stub *s = find(k, hash);
    if (s) return s->entry;
    s = malloc(sizeof *s + k->len);
    if (!s) return NULL;
    *s = (Stub){buckets[hash % BUCKETS], hash, k->len, make(plan)};
    memcpy(s->key, k->bytes, k->len);
    buckets[hash % BUCKETS] = s;
    return s->entry;
}

static void *look_up(const StubPlan *plan) {
    bool fits = stub_frame(plan).fits;
    Key k = {0};
    if (fits) k = key_of(plan);
    lock_stubs();
    if (!fits) counts.refused++;
    void *entry = !fits || k.failed ? NULL : find_or_make(plan, &k);
    unlock_stubs();
    free(k.bytes);
    return entry;
}

// In the middle of a call: errno is as the caller left it when the callee runs.
void *stub_for(const StubPlan *plan) {
    int caller = errno;
    pthread_once(&once, begin);
    void *entry = arena_mode() == ARENA_NONE ? NULL : look_up(plan);
    errno = caller;
    return entry;
}
