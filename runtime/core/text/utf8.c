// See utf8.h. The table of well-formed sequences is Unicode 15, table 3-7.
#include "core/text/utf8.h"

#include <string.h>

uint32_t utf8_next(const char **text) {
    const uint8_t *p = (const uint8_t *)*text;
    int size = utf8_size(**text);
    *text += size;
    switch (size) {
    case 1: return p[0];
    case 2: return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
    case 3: return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
    default:
        return (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
    }
}

int utf8_put(char out[4], uint32_t rune) {
    if ((rune >= 0xd800 && rune <= 0xdfff) || rune > 0x10ffff) rune = 0xfffd;
    if (rune < 0x80) {
        out[0] = (char)rune;
        return 1;
    }
    int size = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
    for (int i = size - 1; i > 0; i--, rune >>= 6) out[i] = (char)(0x80 | (rune & 0x3f));
    static const uint8_t marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out[0] = (char)(marks[size] | rune);
    return size;
}

int64_t utf8_count(const char *text, int64_t len) {
    int64_t count = 0;
    for (int64_t i = 0; i < len; i++) count += utf8_is_boundary(text[i]);
    return count;
}

// Bytes of the well-formed sequence at p, or minus the bytes of its longest well-formed beginning
// (at least 1).
static int64_t sequence_size(const uint8_t *p, int64_t len) {
    static const struct {
        uint8_t first, last, low, high,
            size; // range of the first byte, of the second, bytes in all
    } rows[] = {
        {0x00, 0x7f, 0x80, 0xbf, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (p[0] < rows[i].first || p[0] > rows[i].last) continue;
        for (int64_t k = 1; k < rows[i].size; k++) {
            uint8_t low = k == 1 ? rows[i].low : 0x80, high = k == 1 ? rows[i].high : 0xbf;
            if (k == len || p[k] < low || p[k] > high) return -k;
        }
        return rows[i].size;
    }
    return -1;
}

int64_t utf8_valid_prefix(const char *text, int64_t len) {
    int64_t at = 0;
    while (at < len) {
        uint64_t word;
        while (len - at >= 8) { // ASCII, eight bytes a step
            memcpy(&word, text + at, sizeof word);
            if (word & 0x8080808080808080) break;
            at += 8;
        }
        if (at == len) break;
        int64_t size = sequence_size((const uint8_t *)text + at, len - at);
        if (size < 0) break;
        at += size;
    }
    return at;
}

int64_t utf8_bad_size(const char *text, int64_t len) {
    return -sequence_size((const uint8_t *)text, len);
}
