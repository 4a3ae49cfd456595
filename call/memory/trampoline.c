// Blocks of trampolines: a page of code and the page of data behind it. The code is written while
// the page is only writable, then sealed by mprotect: private memory, so that a child of fork has
// its own. Given ones wait in a queue: the longer a place stays poisoned, the likelier a late call
// of it is noticed.
#include "memory/trampoline.h"
#include "memory/pages.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
enum { CODE_SIZE = 16 };
// endbr64; lea r10, [rip + data]; jmp [r10]
static void write_code(unsigned char *at, int64_t distance) {
    static const unsigned char code[CODE_SIZE] = {0xf3, 0x0f, 0x1e, 0xfa, 0x4c, 0x8d, 0x15, 0,
                                                  0,    0,    0,    0x41, 0xff, 0x22, 0xcc, 0xcc};
    int32_t offset = (int32_t)(distance - 11);
    memcpy(at, code, CODE_SIZE);
    memcpy(at + 7, &offset, sizeof offset);
}
#elif defined(__aarch64__)
enum { CODE_SIZE = 16 };
// bti c; adr x16, data; ldr x17, [x16]; br x17
static void write_code(unsigned char *at, int64_t distance) {
    uint32_t offset = (uint32_t)(distance - 4);
    uint32_t adr = 0x10000010u | (offset & 3) << 29 | (offset >> 2 & 0x7ffff) << 5;
    uint32_t code[4] = {0xd503245fu, adr, 0xf9400211u, 0xd61f0220u};
    memcpy(at, code, sizeof code);
}
#elif defined(__arm__)
enum { CODE_SIZE = 16 };
// ldr ip, [pc, #4]; add ip, pc, ip; ldr pc, [ip]; distance
static void write_code(unsigned char *at, int64_t distance) {
    uint32_t code[4] = {0xe59fc004u, 0xe08fc00cu, 0xe59cf000u, (uint32_t)(distance - 12)};
    memcpy(at, code, sizeof code);
}
#else
#error "no trampolines for this machine"
#endif

enum { REUSE_AFTER = 1024 }; // so many given ones wait

typedef struct Queue { // of free ones, linked through their data's contexts
    TrampolineData *first;
    TrampolineData *last;
    size_t len;
} Queue;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Queue fresh, given;

// Blocks, newest first: by what their data pages begin with there is no room to know them.
typedef struct Block {
    unsigned char *code;
    struct Block *older;
} Block;
static Block *blocks;

static void *code_of(const TrampolineData *data) {
    uintptr_t at = (uintptr_t)data, page = at & ~(uintptr_t)(pages_size() - 1);
    uintptr_t index = (at - page) / sizeof *data;
    return (void *)(page - pages_size() + index * CODE_SIZE);
}

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

static bool add_block(void) {
    size_t page = pages_size();
    unsigned char *block = pages_take(2 * page);
    if (!block) return false;
    size_t count = page / CODE_SIZE, fitting = page / sizeof(TrampolineData);
    if (fitting < count) count = fitting;
    TrampolineData *data = (TrampolineData *)(void *)(block + page);
    for (size_t i = 0; i < count; i++) {
        unsigned char *code = block + i * CODE_SIZE;
        write_code(code, (int64_t)((unsigned char *)&data[i] - code));
    }
    if (!pages_seal(block, page)) {
        pages_give(block, 2 * page);
        return false;
    }
    Block *known = malloc(sizeof *known);
    if (!known) return false; // the block is lost; there is no memory anyway
    *known = (Block){block, blocks};
    blocks = known;
    for (size_t i = 0; i < count; i++) push(&fresh, &data[i]);
    return true;
}

bool trampoline_take(Trampoline *out) {
    pthread_mutex_lock(&lock);
    TrampolineData *data = NULL;
    if (given.len > REUSE_AFTER) data = pop(&given);
    else if (fresh.len > 0 || add_block()) data = pop(&fresh);
    else if (given.len > 0) data = pop(&given);
    pthread_mutex_unlock(&lock);
    if (data) *out = (Trampoline){code_of(data), data};
    return data != NULL;
}

// The queue's link is in the context: its entry must not look at it.
void trampoline_give(Trampoline t) {
    pthread_mutex_lock(&lock);
    push(&given, t.data);
    pthread_mutex_unlock(&lock);
}

bool trampoline_find(void *code, Trampoline *out) {
    uintptr_t at = (uintptr_t)code, page = at & ~(uintptr_t)(pages_size() - 1);
    pthread_mutex_lock(&lock);
    bool found = false;
    for (const Block *b = blocks; b && !found; b = b->older) found = (uintptr_t)b->code == page;
    pthread_mutex_unlock(&lock);
    if (!found) return false;
    TrampolineData *data = (TrampolineData *)(page + pages_size());
    *out = (Trampoline){code, &data[(at - page) / CODE_SIZE]};
    return true;
}

void trampoline_write(unsigned char *at) { write_code(at, CODE_SIZE); }
