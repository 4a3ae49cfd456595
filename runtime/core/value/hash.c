// The hash of keys: 16 bytes a step through a folded 64 x 64 multiplication, keyed with 128 random
// bits.
#include "core/value/value.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

// Odd constants with as many ones as zeros (digits of the square roots of 2, 3 and 5).
enum { STEP = 16 };
static const uint64_t salt_1 = 0x6a09e667f3bcc909, salt_2 = 0xbb67ae8584caa73b;

HashSeed hash_seed = {0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1};

// Before main, hence before any map. Without entropy the clock and an address serve.
__attribute__((constructor)) static void seed_hash(void) {
    int saved = errno;
    HashSeed seed;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        seed.a = hash_mix((uint64_t)now.tv_nsec ^ salt_1, (uint64_t)now.tv_sec ^ salt_2);
        seed.b = hash_mix(seed.a, (uint64_t)(uintptr_t)&seed ^ salt_2);
    }
    hash_seed.a ^= seed.a;
    hash_seed.b = (hash_seed.b ^ seed.b) | 1;
    errno = saved;
}

static uint64_t load_8(const char *p) {
    uint64_t x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
}

static uint64_t load_4(const char *p) {
    uint32_t x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
}

// The last 0 to 16 bytes as two words, which overlap when they are fewer.
static void load_tail(const char *p, size_t size, uint64_t *x, uint64_t *y) {
    *x = *y = 0;
    if (size >= 8) {
        *x = load_8(p);
        *y = load_8(p + size - 8);
    } else if (size >= 4) {
        *x = load_4(p);
        *y = load_4(p + size - 4);
    } else if (size > 0) {
        *x = (uint64_t)(uint8_t)p[0] << 16 | (uint64_t)(uint8_t)p[size / 2] << 8 |
             (uint8_t)p[size - 1];
    }
}

uint64_t hash_bytes(const void *data, size_t size) {
    const char *p = data;
    uint64_t hash = hash_seed.a ^ (uint64_t)size;
    for (size_t left = size; left > STEP; left -= STEP, p += STEP)
        hash = hash_mix(load_8(p) ^ hash_seed.b, load_8(p + 8) ^ hash) ^ salt_1;
    uint64_t x, y;
    load_tail(p, size - (size_t)(p - (const char *)data), &x, &y);
    return hash_mix(hash_mix(x ^ hash_seed.b, y ^ hash) ^ salt_2, hash_seed.a);
}
