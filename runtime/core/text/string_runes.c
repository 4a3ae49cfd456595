// Strings as code points: reading them one by one, making strings of them, comparing them.
#include "core/program/panic.h"
#include "core/text/string.h"
#include "core/text/utf8.h"
#include <seam/text.h>

#include <string.h>

SeamArray seam_string_runes(SeamStrRef s) {
    SeamArray runes = seam_array_new(&seam_type_u32, utf8_count(s->data, s->len));
    const char *at = s->data, *end = s->data + s->len;
    while (at < end) SEAM_ARRAY_PUSH(uint32_t, runes, utf8_next(&at), "", 0);
    return runes;
}

uint32_t seam_string_rune_here_slow(SeamStrRef s, int64_t at) {
    const char *here = s->data + at;
    return utf8_next(&here);
}

int64_t seam_string_rune_count(SeamStrRef s) { return utf8_count(s->data, s->len); }

bool seam_string_code_point_at(SeamStrRef s, int64_t at, uint32_t *out, SEAM_PLACE) {
    if (at < 0 || at >= s->len) return false;
    if (!utf8_is_boundary(s->data[at])) string_panic_boundary(at, file, place);
    *out = seam_string_rune_here(s, at);
    return true;
}

bool seam_string_is_ascii(SeamStrRef s) {
    for (int64_t i = 0; i < s->len; i++)
        if ((uint8_t)s->data[i] >= 0x80) return false;
    return true;
}

static void want_rune(uint32_t rune, SEAM_PLACE) {
    if (rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff)) return;
    SeamText text;
    seam_text_init(&text);
    seam_text_add_u64(&text, rune);
    seam_text_add_chars(&text, " is no code point", 17);
    panic_text(&text, file, place);
}

SeamStr seam_string_from_rune(uint32_t rune, SEAM_PLACE) {
    want_rune(rune, file, place);
    char text[4];
    return seam_string_new(text, utf8_put(text, rune));
}

SeamStr seam_string_from_runes(SeamArrayRef runes, SEAM_PLACE) {
    const uint32_t *items = runes->data;
    SeamText text;
    seam_text_init(&text);
    for (int64_t i = 0; i < runes->len; i++) {
        want_rune(items[i], file, place);
        seam_text_add_rune(&text, items[i]);
    }
    return seam_text_finish(&text);
}

SeamStr seam_string_from_bytes(SeamBytesRef b) {
    const char *text = (const char *)b->data;
    return utf8_valid_prefix(text, b->len) == b->len ? seam_string_new(text, b->len) : NULL;
}

SeamStr seam_string_reverse(SeamStrRef s) {
    SeamStr reversed = string_alloc(s->len);
    for (int64_t at = 0; at < s->len;) {
        int size = utf8_size(s->data[at]);
        memcpy(reversed->data + (s->len - at - size), s->data + at, (size_t)size);
        at += size;
    }
    return reversed;
}

int64_t seam_string_order(SeamStrRef s, SeamStrRef other) {
    int64_t order = seam_string_compare(s, other);
    return (order > 0) - (order < 0);
}
