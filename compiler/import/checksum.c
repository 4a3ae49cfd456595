// Four lanes side by side, because one multiplication after another would wait four cycles for each
// word.
#include "import/checksum.h"

#include <string.h>

#include "base/intern.h"

enum { LANES = 4, STEP = LANES * 8 };

uint64_t checksum(const void *data, size_t size, uint64_t seed) {
    const unsigned char *p = data;
    uint64_t lanes[LANES] = {seed, ~seed, seed + size, ~seed - size};
    for (; size >= STEP; p += STEP, size -= STEP) {
        uint64_t words[LANES];
        memcpy(words, p, STEP);
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (lanes[i] ^ words[i]) * 0xd6e8feb86659fd93u;
            lanes[i] ^= lanes[i] >> 32;
        }
    }
    return hash_bytes(lanes, sizeof lanes, hash_bytes(p, size, seed));
}
