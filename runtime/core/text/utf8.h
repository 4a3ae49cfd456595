// UTF-8 (RFC 3629): what a string holds is always well-formed, what comes from outside is checked
// here.
#ifndef SEAM_CORE_TEXT_UTF8_H
#define SEAM_CORE_TEXT_UTF8_H

#include <seam/object.h>

// Not in the middle of a code point.
static inline bool utf8_is_boundary(char c) { return ((uint8_t)c & 0xc0) != 0x80; }

// Bytes of a code point by its first byte; of well-formed text only.
static inline int utf8_size(char first) {
    uint8_t c = (uint8_t)first;
    return c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

// The code point at *text, which must be well-formed; moves *text behind it.
uint32_t utf8_next(const char **text);
// Writes 1 to 4 bytes and returns how many; surrogates and what is above U+10FFFF become U+FFFD.
int utf8_put(char out[4], uint32_t rune);
int64_t utf8_count(const char *text, int64_t len); // code points
// How many bytes from the start are well-formed.
int64_t utf8_valid_prefix(const char *text, int64_t len);
// Bytes of the ill-formed sequence at `text` that one U+FFFD stands for (Unicode 15, 3.9, best
// practice).
int64_t utf8_bad_size(const char *text, int64_t len);

#endif
