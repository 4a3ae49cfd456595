// UTF-8: decoding, encoding, how wide text is on a terminal, and text in quotes. No locale is
// asked, so that messages are the same everywhere.
#ifndef SEAM_BASE_TEXT_WIDTH_H
#define SEAM_BASE_TEXT_WIDTH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct Rune {
    uint32_t code; // U+FFFD for a byte that is not UTF-8
    uint32_t size; // bytes, at least 1
    bool valid;
} Rune;

// Decodes the code point at `text`; `end` is exclusive and above `text`. Overlong forms, surrogates
// and values above U+10FFFF are not valid (Unicode 15, table 3-7).
Rune rune_at(const char *text, const char *end);
uint32_t rune_width(uint32_t code); // columns: 0 combining, 2 wide East Asian and emoji, else 1
uint32_t rune_write(uint32_t code, char out[4]); // bytes written
// Writes "..." with the escapes of the language; bytes that are not UTF-8 as \xNN.
void text_write_quoted(const char *text, uint32_t len, FILE *out);

#endif
