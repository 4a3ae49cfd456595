// Chance: xoshiro256++ (D. Blackman, S. Vigna, 2019), whose four words splitmix64 makes of a seed;
// one generator a thread, seeded from the system at its first use. Not for secrets.
#include <seam/system.h>

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

typedef struct Generator {
    uint64_t words[4];
    bool seeded;
} Generator;
static _Thread_local Generator generator;

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

void seam_random_seed(int64_t seed) {
    uint64_t state = (uint64_t)seed;
    for (int i = 0; i < 4; i++) generator.words[i] = splitmix(&state);
    generator.seeded = true;
}

static SEAM_COLD void seed_from_system(void) {
    int saved = errno;
    int64_t seed;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = seam_time_now() ^ seam_process_id() << 32;
    errno = saved;
    seam_random_seed(seed);
}

static uint64_t rotate(uint64_t x, int by) { return x << by | x >> (64 - by); }

uint64_t seam_random_bits(void) {
    if (SEAM_UNLIKELY(!generator.seeded)) seed_from_system();
    uint64_t *s = generator.words;
    uint64_t result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

// 0 <= it < count, each equally likely (D. Lemire, 2019).
static uint64_t below(uint64_t count) {
    __extension__ typedef unsigned __int128 Wide;
    Wide product = (Wide)seam_random_bits() * count;
    if ((uint64_t)product < count) {
        uint64_t least = (0 - count) % count;
        while ((uint64_t)product < least) product = (Wide)seam_random_bits() * count;
    }
    return (uint64_t)(product >> 64);
}

int64_t seam_random_int(int64_t from, int64_t to, SEAM_PLACE) {
    if (from >= to) seam_panic("random.int needs from < to", file, place);
    return (int64_t)((uint64_t)from + below((uint64_t)to - (uint64_t)from));
}

double seam_random_float(void) { return (double)(seam_random_bits() >> 11) * 0x1p-53; }
bool seam_random_bool(void) { return seam_random_bits() >> 63; }

SeamBytes seam_random_bytes(int64_t len, SEAM_PLACE) {
    SeamBytes b = seam_bytes_alloc(len, 0, file, place);
    for (int64_t at = 0; at < len; at += 8) {
        uint64_t bits = seam_random_bits();
        memcpy(b->data + at, &bits, (size_t)(len - at < 8 ? len - at : 8));
    }
    return b;
}

// Fisher and Yates, from the end.
void seam_array_shuffle(SeamArrayRef a) {
    size_t size = a->elem->size;
    for (int64_t i = a->len - 1; i > 0; i--) {
        char *x = (char *)a->data + (size_t)i * size;
        char *y = (char *)a->data + (size_t)below((uint64_t)i + 1) * size;
        for (size_t k = 0; k < size; k++) {
            char byte = x[k];
            x[k] = y[k];
            y[k] = byte;
        }
    }
}

bool seam_array_pick(SeamArrayRef a, void *out) {
    if (a->len == 0) return false;
    const char *item = (const char *)a->data + (size_t)below((uint64_t)a->len) * a->elem->size;
    memcpy(out, item, a->elem->size);
    seam_value_retain(a->elem, out);
    return true;
}
