// Bytes as text and back: RFC 4648 for hex and base64, UTF-16 as Unicode 3.9 has it. What comes in
// must be well-formed: an odd digit or a bit too many is no number of bytes.
#include <seam/bytes.h>

#include "core/memory/alloc.h"
#include "core/program/panic.h"
#include "core/text/string.h"
#include "core/text/utf8.h"
#include <seam/text.h>

#include <string.h>

// ---- hex ----
static SeamStr to_hex(SeamBytesRef b) {
    SeamStr s = string_alloc(2 * b->len);
    for (int64_t i = 0; i < b->len; i++) {
        s->data[2 * i] = "0123456789abcdef"[b->data[i] >> 4];
        s->data[2 * i + 1] = "0123456789abcdef"[b->data[i] & 0xf];
    }
    return s;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool from_hex(SeamStrRef s, SeamText *out) {
    if (s->len % 2) return false;
    for (int64_t i = 0; i < s->len; i += 2) {
        int high = hex_digit(s->data[i]), low = hex_digit(s->data[i + 1]);
        if (high < 0 || low < 0) return false;
        char byte = (char)(high << 4 | low);
        seam_text_add_chars(out, &byte, 1);
    }
    return true;
}

// ---- base64 ----
static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static SeamStr in_base64(SeamBytesRef b, const char *letters, bool pad) {
    int64_t whole = b->len / 3 * 4, rest = b->len % 3;
    SeamStr s = string_alloc(whole + (rest ? (pad ? 4 : rest + 1) : 0));
    char *out = s->data;
    for (int64_t i = 0; i < b->len; i += 3) {
        int64_t left = b->len - i;
        uint32_t bits = (uint32_t)b->data[i] << 16;
        if (left > 1) bits |= (uint32_t)b->data[i + 1] << 8;
        if (left > 2) bits |= b->data[i + 2];
        int64_t count = left > 2 ? 4 : left + 1;
        for (int64_t k = 0; k < 4; k++) {
            if (k < count) *out++ = letters[bits >> (18 - 6 * k) & 0x3f];
            else if (pad) *out++ = '=';
        }
    }
    return s;
}

static SeamStr to_base64(SeamBytesRef b) { return in_base64(b, base64, true); }
static SeamStr to_base64url(SeamBytesRef b) { return in_base64(b, base64url, false); }

// The padding may be left out; if it is there, it must be right.
static bool of_base64(SeamStrRef s, const char *letters, SeamText *out) {
    int64_t len = s->len;
    if (len % 4 == 0)
        for (int k = 0; k < 2 && len && s->data[len - 1] == '='; k++) len--;
    if (len % 4 == 1) return false;
    uint32_t bits = 0;
    int count = 0; // of bits
    for (int64_t i = 0; i < len; i++) {
        const char *at = s->data[i] ? strchr(letters, s->data[i]) : NULL;
        if (!at) return false;
        bits = bits << 6 | (uint32_t)(at - letters);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        char byte = (char)(bits >> count);
        seam_text_add_chars(out, &byte, 1);
        bits &= (1u << count) - 1;
    }
    return bits == 0;
}

static bool from_base64(SeamStrRef s, SeamText *out) { return of_base64(s, base64, out); }
static bool from_base64url(SeamStrRef s, SeamText *out) { return of_base64(s, base64url, out); }

// ---- one byte a character ----
static SeamStr to_latin1(SeamBytesRef b) {
    SeamText text;
    seam_text_init(&text);
    for (int64_t i = 0; i < b->len; i++) seam_text_add_rune(&text, b->data[i]);
    return seam_text_finish(&text);
}

static SeamStr to_ascii(SeamBytesRef b) {
    SeamText text;
    seam_text_init(&text);
    for (int64_t i = 0; i < b->len; i++)
        seam_text_add_rune(&text, b->data[i] < 0x80 ? b->data[i] : 0xfffd);
    return seam_text_finish(&text);
}

static bool of_single_bytes(SeamStrRef s, uint32_t most, SeamText *out) {
    for (const char *at = s->data, *end = at + s->len; at < end;) {
        uint32_t rune = utf8_next(&at);
        if (rune > most) return false;
        char byte = (char)rune;
        seam_text_add_chars(out, &byte, 1);
    }
    return true;
}

static bool from_latin1(SeamStrRef s, SeamText *out) { return of_single_bytes(s, 0xff, out); }
static bool from_ascii(SeamStrRef s, SeamText *out) { return of_single_bytes(s, 0x7f, out); }

// ---- utf8, utf16le ----
static bool from_utf8(SeamStrRef s, SeamText *out) {
    seam_text_add_str(out, s);
    return true;
}

static uint32_t unit_at(SeamBytesRef b, int64_t at) {
    return (uint32_t)(b->data[at] | b->data[at + 1] << 8);
}

static SeamStr to_utf16le(SeamBytesRef b) {
    SeamText text;
    seam_text_init(&text);
    int64_t at = 0;
    for (; at + 1 < b->len; at += 2) {
        uint32_t unit = unit_at(b, at);
        uint32_t next = unit >> 10 == 0x36 && at + 3 < b->len ? unit_at(b, at + 2) : 0;
        if (next >> 10 == 0x37) {
            unit = 0x10000 + ((unit & 0x3ff) << 10 | (next & 0x3ff));
            at += 2;
        }
        seam_text_add_rune(&text, unit); // half of a pair becomes U+FFFD
    }
    if (at < b->len) seam_text_add_rune(&text, 0xfffd);
    return seam_text_finish(&text);
}

static void add_unit(SeamText *out, uint32_t unit) {
    char bytes[2] = {(char)unit, (char)(unit >> 8)};
    seam_text_add_chars(out, bytes, 2);
}

static bool from_utf16le(SeamStrRef s, SeamText *out) {
    for (const char *at = s->data, *end = at + s->len; at < end;) {
        uint32_t rune = utf8_next(&at);
        if (rune >= 0x10000) {
            add_unit(out, 0xd800 + ((rune - 0x10000) >> 10));
            rune = 0xdc00 + ((rune - 0x10000) & 0x3ff);
        }
        add_unit(out, rune);
    }
    return true;
}

// ---- by name ----
typedef struct Encoding {
    const char *name; // compiler/check/expr/encoding.c has the same list
    SeamStr (*to)(SeamBytesRef b);
    bool (*from)(SeamStrRef s, SeamText *out);
} Encoding;

static const Encoding encodings[] = {
    {"utf8", seam_bytes_to_string, from_utf8}, {"hex", to_hex, from_hex},
    {"base64", to_base64, from_base64},        {"base64url", to_base64url, from_base64url},
    {"latin1", to_latin1, from_latin1},        {"ascii", to_ascii, from_ascii},
    {"utf16le", to_utf16le, from_utf16le},
};

static const Encoding *encoding_of(SeamStrRef name, SEAM_PLACE) {
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if ((size_t)name->len == strlen(encodings[i].name) &&
            memcmp(name->data, encodings[i].name, (size_t)name->len) == 0)
            return &encodings[i];
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "unknown encoding: ", 18);
    seam_text_add_str(&text, name);
    panic_text(&text, file, place);
}

SeamStr seam_bytes_to_encoding(SeamBytesRef b, SeamStrRef encoding, SEAM_PLACE) {
    return encoding_of(encoding, file, place)->to(b);
}

SeamBytes seam_bytes_parse(SeamStrRef s, SeamStrRef encoding, SEAM_PLACE) {
    SeamText out;
    seam_text_init(&out);
    bool good = encoding_of(encoding, file, place)->from(s, &out);
    SeamBytes b = good ? seam_bytes_new(out.data, out.len) : NULL;
    seam_text_deinit(&out);
    return b;
}
