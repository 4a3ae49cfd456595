// Free trampolines of the process, and where they come from: blocks, made in the first way that the
// system allows, and a few in the engine's own code when it allows none. Given ones wait in a
// queue: the longer a place stays poisoned, the likelier a late call of it is noticed.
#include "memory/pool.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "enter/assembly.h"
#include "memory/block.h"
#include "memory/exec.h"
#include "memory/pages.h"
#include "type/type.h"

#if defined(__x86_64__)
enum { CODE_SIZE = 16, POOL_STRIDE = 16 };
// endbr64; lea r10, [rip + data]; jmp [r10]
static void write_code(unsigned char *at, int64_t distance) {
    static const unsigned char code[CODE_SIZE] = {0xf3, 0x0f, 0x1e, 0xfa, 0x4c, 0x8d, 0x15, 0,
                                                  0,    0,    0,    0x41, 0xff, 0x22, 0xcc, 0xcc};
    int32_t offset = (int32_t)(distance - 11);
    memcpy(at, code, CODE_SIZE);
    memcpy(at + 7, &offset, sizeof offset);
}
#elif defined(__aarch64__)
enum { CODE_SIZE = 16, POOL_STRIDE = 32 };
// bti c; adr x16, data; ldr x17, [x16]; br x17
static void write_code(unsigned char *at, int64_t distance) {
    uint32_t offset = (uint32_t)(distance - 4);
    uint32_t adr = 0x10000010u | (offset & 3) << 29 | (offset >> 2 & 0x7ffff) << 5;
    uint32_t code[4] = {0xd503245fu, adr, 0xf9400211u, 0xd61f0220u};
    memcpy(at, code, sizeof code);
}
#elif defined(__arm__)
enum { CODE_SIZE = 16, POOL_STRIDE = 16 };
// ldr ip, [pc, #4]; add ip, pc, ip; ldr pc, [ip]; distance
static void write_code(unsigned char *at, int64_t distance) {
    uint32_t code[4] = {0xe59fc004u, 0xe08fc00cu, 0xe59cf000u, (uint32_t)(distance - 12)};
    memcpy(at, code, sizeof code);
}
#else
#error "no trampolines for this machine"
#endif

// 16 bytes apart on all machines, for the assembly's sake.
typedef struct PoolData {
    _Alignas(16) TrampolineData data;
} PoolData;
extern CALL_HIDDEN PoolData seam_trampoline_pool_data[POOL_COUNT];
PoolData seam_trampoline_pool_data[POOL_COUNT];
static _Alignas(16) unsigned char pool_rooms[POOL_COUNT][TRAMPOLINE_ROOM];

enum { REUSE_AFTER = 256 }; // so many given ones wait

typedef struct Queue { // of free ones, linked through their data's contexts
    TrampolineData *first;
    TrampolineData *last;
    size_t len;
} Queue;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static Queue fresh, given;
static bool is_refused;        // the system has refused executable memory; read without the lock
static bool pool_is_used;      // its slots are in the queues
static int forced_way = -1;    // BlockWay; BLOCK_WAYS: none of them
static size_t page, page_mask; // page_size - 1
static unsigned char ours[CODE_SIZE]; // the code of those in blocks

static void lock_pool(void) { pthread_mutex_lock(&lock); }
static void unlock_pool(void) { pthread_mutex_unlock(&lock); }

static void begin(void) {
    static const char *const names[] = {
#define WAY_NAME(NAME, text) text,
        BLOCK_WAY_MAP(WAY_NAME)
#undef WAY_NAME
            "none"};
    const char *wanted = exec_wanted();
    for (int i = 0; wanted && i <= BLOCK_WAYS; i++)
        if (strcmp(wanted, names[i]) == 0) forced_way = i;
    page = pages_size();
    page_mask = page - 1;
    write_code(ours, (int64_t)page);
    pages_around_fork(lock_pool, unlock_pool); // a child finds the lock free
}

// ---- queues ----

static void push(Queue *q, TrampolineData *data) {
    data->context = NULL;
    if (q->last) q->last->context = data;
    else q->first = data;
    q->last = data;
    q->len++;
}

static TrampolineData *pop(Queue *q) {
    TrampolineData *data = q->first;
    q->first = data->context;
    if (!q->first) q->last = NULL;
    q->len--;
    return data;
}

// ---- new ones ----

static void write_page(unsigned char *at) {
    for (size_t i = 0; i < page; i += CODE_SIZE) write_code(at + i, (int64_t)page);
}

static bool add_block(BlockWay way) {
    size_t count = page / CODE_SIZE;
    unsigned char *block = block_make(way, 2 * page + count * TRAMPOLINE_ROOM, write_page);
    for (size_t i = 0; block && i < count; i++)
        push(&fresh, (TrampolineData *)(void *)(block + page + i * CODE_SIZE));
    return block != NULL;
}

static void add_pool(void) {
    for (size_t i = 0; i < POOL_COUNT; i++) push(&fresh, &seam_trampoline_pool_data[i].data);
    pool_is_used = true;
}

static bool add_fresh(void) {
    for (int way = 0; way < BLOCK_WAYS; way++)
        if ((forced_way < 0 || way == forced_way) && add_block((BlockWay)way)) return true;
    __atomic_store_n(&is_refused, true, __ATOMIC_RELAXED);
    if (pool_is_used) return false;
    add_pool();
    return true;
}

// Under the lock. Where memory is refused, asking again is what is done last.
static TrampolineData *take(void) {
    if (given.len > REUSE_AFTER) return pop(&given);
    if (fresh.len > 0) return pop(&fresh);
    if (is_refused && given.len > 0) return pop(&given);
    if (add_fresh()) return pop(&fresh);
    return given.len > 0 ? pop(&given) : NULL;
}

size_t pool_take(TrampolineData *out[], size_t count) {
    pthread_once(&once, begin);
    lock_pool();
    size_t len = 0;
    while (len < count && (len == 0 || !is_refused) && (out[len] = take())) len++;
    unlock_pool();
    return len;
}

// The queue's link is in the context.
void pool_give(TrampolineData *const data[], size_t count) {
    lock_pool();
    for (size_t i = 0; i < count; i++) push(&given, data[i]);
    unlock_pool();
}

bool pool_is_scarce(void) { return __atomic_load_n(&is_refused, __ATOMIC_RELAXED); }

void trampoline_parts(TrampolineData *data, Trampoline *out) {
    uintptr_t at = (uintptr_t)data, in_pool = at - (uintptr_t)seam_trampoline_pool_data;
    out->data = data;
    if (in_pool < sizeof seam_trampoline_pool_data) {
        size_t index = in_pool / sizeof seam_trampoline_pool_data[0];
        out->code = (void *)(uintptr_t)(seam_trampoline_pool + index * POOL_STRIDE);
        out->room = pool_rooms[index];
        return;
    }
    uintptr_t start = at & ~(uintptr_t)page_mask, index = (at - start) / CODE_SIZE;
    out->code = (void *)(at - page);
    out->room = (void *)(start + page + index * TRAMPOLINE_ROOM);
}

// ---- for memory of others ----

// In memory of ours the data is a page further; what trampoline_write writes has it right behind.
TrampolineData *trampoline_find(void *code) {
    pthread_once(&once, begin); // else `ours` is zeros, as fresh memory is
    uintptr_t index = ((uintptr_t)code - (uintptr_t)seam_trampoline_pool) / POOL_STRIDE;
    if (index < POOL_COUNT) return &seam_trampoline_pool_data[index].data;
    if ((uintptr_t)code % CODE_SIZE != 0 || memcmp(code, ours, CODE_SIZE) != 0) return NULL;
    return (TrampolineData *)((uintptr_t)code + page);
}

void trampoline_write(unsigned char *at) { write_code(at, CODE_SIZE); }
