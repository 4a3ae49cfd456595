// The stubs that were made, by what their code depends on: the pieces of the move list, not the
// signature. Making one takes memory from the system alone and no lock that the caller would have
// to wait for, since the call may be in a signal handler. All is under the lock of arena_begin.
#include "stub/stub.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/arena.h"
#include "memory/pages.h"
#include "stub/static.h"

enum { STUB_AFTER = 8 };

// ---- memory: pages, of which nothing is given back ----

enum { MEMORY_SIZE = 256 << 10 };
static unsigned char *memory;
static size_t memory_left;

// So many bytes begin at `memory` then, aligned for any stub.
static bool have_memory(size_t size) {
    if (memory_left >= size) return true;
    unsigned char *fresh = pages_take(MEMORY_SIZE);
    if (!fresh) return false;
    memory = fresh;
    memory_left = MEMORY_SIZE;
    return true;
}

static void use_memory(size_t size) {
    size = (size + 15) & ~(size_t)15;
    memory += size;
    memory_left -= size;
}

// ---- the key ----

typedef struct Stub {
    struct Stub *next;
    uint64_t hash;
    size_t size;
    void *entry; // NULL: it cannot be made
    unsigned char key[];
} Stub;

enum { MAX_STUB = 64 << 10, MAX_KEY = MAX_STUB - sizeof(Stub) };

typedef struct Key {
    unsigned char *bytes;
    size_t len;
    bool failed; // it is too long
} Key;

static void put(Key *k, const void *bytes, size_t size) {
    k->failed = k->failed || k->len + size > MAX_KEY;
    if (k->failed) return;
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

static Key key_of(const StubPlan *plan, unsigned char *bytes) {
    const SeamSig *sig = plan->sig;
    const CallLayout *l = &sig->layout;
    uint64_t facts[] = {plan->kind,
                        sig->parts.abi,
                        sig->parts.count,
                        l->stack_size,
                        (uint64_t)l->hidden_gpr << 8 | l->fpr_count,
                        (uint64_t)(uintptr_t)plan->callee,
                        (uint64_t)(uintptr_t)plan->after};
    Key k = {.bytes = bytes};
    put(&k, facts, sizeof facts);
    put_place(&k, l, &l->ret, l->ret.indirect ? sig->parts.ret->size : 0);
    for (size_t i = 0; i < sig->parts.count; i++) {
        size_t size = sig->parts.args[i]->size;
        put_place(&k, l, &l->args[i], l->args[i].indirect ? size : (size + 7) / 8);
    }
    return k;
}

// ---- the table ----

enum { BUCKETS = 1024 };
static Stub *buckets[BUCKETS];
static StubCounts counts;
static uint32_t after = STUB_AFTER;
static bool at_once = true; // what is loaded with the library is used from the first call on

static pthread_once_t once = PTHREAD_ONCE_INIT;

// SEAM_CALL_STUB_AFTER in the environment; what is no number is reported on stderr and not heeded.
static void read_after(void) {
    const char *wanted = getenv("SEAM_CALL_STUB_AFTER");
    if (!wanted || !*wanted) return;
    char *end;
    unsigned long long number = strtoull(wanted, &end, 10);
    if (*wanted < '0' || *wanted > '9' || *end || number > UINT32_MAX) {
        fprintf(stderr,
                "seam: SEAM_CALL_STUB_AFTER is `%s`, which is no number from 0 to %" PRIu32
                ": it is not heeded\n",
                wanted, UINT32_MAX);
        return;
    }
    after = (uint32_t)number;
    at_once = false;
}

static void begin(void) {
    read_after();
    arena_mode();
}

void stub_begin(void) {
    pthread_once(&once, begin);
    arena_prepare();
}

uint32_t stub_after(void) { return after; }

StubCounts stub_counts(void) {
    arena_begin(true);
    StubCounts now = counts;
    arena_end();
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

// false: not now.
static bool make(const StubPlan *plan, bool may_wait, void **entry) {
    static CodeBuffer c;
    const Machine *machine = machine_of(plan->sig->parts.abi);
    code_clear(&c);
    bool made = machine && stub_emit(plan, machine, &c) && code_finish(&c);
    bool failed = !made;
    if (made) made = arena_add(&c, may_wait, entry);
    if (!made && !failed && arena_mode() != ARENA_NONE) return false; // no addresses for it
    *(made ? &counts.made : &counts.refused) += 1;
    return true;
}

// The key is written where the stub that it is of will be.
static bool find_or_make(const StubPlan *plan, bool may_wait, void **entry) {
    if (!have_memory(MAX_STUB)) return true;
    Stub *fresh = (Stub *)(void *)memory;
    Key k = key_of(plan, fresh->key);
    uint64_t hash = hash_of(&k);
    Stub *s = k.failed ? NULL : find(&k, hash);
    if (s) *entry = s->entry;
    if (s || k.failed) return true;
    if (!make(plan, may_wait, entry)) return false;
    fresh->next = buckets[hash % BUCKETS];
    fresh->hash = hash;
    fresh->size = k.len;
    fresh->entry = *entry;
    buckets[hash % BUCKETS] = fresh;
    use_memory(sizeof *fresh + k.len);
    return true;
}

static bool look_up(const StubPlan *plan, bool may_wait, void **entry) {
    *entry = static_stub(plan);
    if (*entry || arena_mode() == ARENA_NONE) return true;
    bool fits = stub_frame(plan).fits;
    if (!may_wait && arena_is_full()) return false;
    if (!arena_begin(may_wait)) return false;
    if (!fits) counts.refused++;
    bool found = !fits || find_or_make(plan, may_wait, entry);
    arena_end();
    return found;
}

// errno is as the caller left it when the callee runs.
bool stub_in_call(const StubPlan *plan, void **out) {
    int caller = errno;
    bool found = look_up(plan, false, out);
    errno = caller;
    return found;
}

void *stub_for(const StubPlan *plan) {
    void *entry;
    int caller = errno;
    if (!look_up(plan, true, &entry)) entry = NULL;
    errno = caller;
    return entry;
}

CallPath *stub_first(const SeamSig *sig, StubKind kind, CallPath *otherwise) {
    void *entry = at_once ? static_stub(&(StubPlan){.sig = sig, .kind = kind}) : NULL;
    return entry ? (CallPath *)(uintptr_t)entry : otherwise;
}
