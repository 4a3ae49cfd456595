// The methods of strings that search, cut and build (compiler/types/builtin.def). Positions count
// bytes.
#include "core/collect/slice.h"
#include "core/text/string.h"
#include "core/text/utf8.h"
#include <seam/text.h>

#include <string.h>

// ---- searching ----
// The first `needle` at or behind `from`, -1: none.
static int64_t find(SeamStrRef s, SeamStrRef needle, int64_t from) {
    if (from > s->len) return -1;
    const char *found =
        memmem(s->data + from, (size_t)(s->len - from), needle->data, (size_t)needle->len);
    return found ? found - s->data : -1;
}

SeamOptI64 seam_string_find(SeamStrRef s, SeamStrRef needle, int64_t from) {
    int64_t at = find(s, needle, from < 0 ? 0 : from);
    return (SeamOptI64){at >= 0, at >= 0 ? at : 0};
}

bool seam_string_contains(SeamStrRef s, SeamStrRef needle) { return find(s, needle, 0) >= 0; }

bool seam_string_starts_with(SeamStrRef s, SeamStrRef prefix) {
    return s->len >= prefix->len && memcmp(s->data, prefix->data, (size_t)prefix->len) == 0;
}

bool seam_string_ends_with(SeamStrRef s, SeamStrRef suffix) {
    return s->len >= suffix->len &&
           memcmp(s->data + s->len - suffix->len, suffix->data, (size_t)suffix->len) == 0;
}

// ---- cutting ----
// [from, to) of a string, itself when that is all of it.
static SeamStr part(SeamStrRef s, int64_t from, int64_t to) {
    if (from == 0 && to == s->len) return seam_string_retain(s);
    return seam_string_new(s->data + from, to - from);
}

SEAM_COLD SEAM_NORETURN static void panic_boundary(int64_t at, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "position ", 9);
    seam_text_add_i64(&text, at);
    seam_text_add_chars(&text, " is inside a code point", 23);
    seam_panic_str(seam_text_finish(&text), file, place);
}

SeamStr seam_string_slice(SeamStrRef s, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, s->len, file, place);
    if (!utf8_is_boundary(s->data[from]))
        panic_boundary(from, file, place); // the NUL is a boundary
    if (!utf8_is_boundary(s->data[to])) panic_boundary(to, file, place);
    return part(s, from, to);
}

static SeamArray split_runes(SeamStrRef s) {
    SeamArray parts = seam_array_new(&seam_type_string, s->len);
    for (int64_t at = 0; at < s->len;) {
        int64_t end = at + utf8_size(s->data[at]);
        array_take_string(parts, part(s, at, end));
        at = end;
    }
    return parts;
}

SeamArray seam_string_split(SeamStrRef s, SeamStrRef separator) {
    if (separator->len == 0) return split_runes(s);
    SeamArray parts = seam_array_new(&seam_type_string, 4);
    int64_t at = 0;
    for (int64_t end; (end = find(s, separator, at)) >= 0; at = end + separator->len)
        array_take_string(parts, part(s, at, end));
    array_take_string(parts, part(s, at, s->len));
    return parts;
}

// Lines end with \n or \r\n; what ends the last one is not an empty line more.
SeamArray seam_string_lines(SeamStrRef s) {
    SeamArray lines = seam_array_new(&seam_type_string, 4);
    for (int64_t at = 0; at < s->len;) {
        const char *newline = memchr(s->data + at, '\n', (size_t)(s->len - at));
        int64_t end = newline ? newline - s->data : s->len, next = end + 1;
        if (newline && end > at && s->data[end - 1] == '\r') end--;
        array_take_string(lines, part(s, at, end));
        at = next;
    }
    return lines;
}

// JavaScript's white space and line ends, of which Unicode's White_Space lacks only U+FEFF.
static bool is_space(uint32_t rune) {
    return (rune >= 9 && rune <= 13) || rune == ' ' || rune == 0xa0 || rune == 0x1680 ||
           (rune >= 0x2000 && rune <= 0x200a) || rune == 0x2028 || rune == 0x2029 ||
           rune == 0x202f || rune == 0x205f || rune == 0x3000 || rune == 0xfeff;
}

static int64_t text_start(SeamStrRef s) {
    const char *at = s->data, *end = s->data + s->len;
    while (at < end) {
        const char *next = at;
        if (!is_space(utf8_next(&next))) break;
        at = next;
    }
    return at - s->data;
}

static int64_t text_end(SeamStrRef s, int64_t start) {
    int64_t end = s->len;
    while (end > start) {
        int64_t last = end - 1;
        while (!utf8_is_boundary(s->data[last])) last--;
        const char *at = s->data + last;
        if (!is_space(utf8_next(&at))) break;
        end = last;
    }
    return end;
}

SeamStr seam_string_trim(SeamStrRef s) {
    int64_t start = text_start(s);
    return part(s, start, text_end(s, start));
}

SeamStr seam_string_trim_start(SeamStrRef s) { return part(s, text_start(s), s->len); }
SeamStr seam_string_trim_end(SeamStrRef s) { return part(s, 0, text_end(s, 0)); }

// ---- building ----
// Between all code points and at both ends.
static SeamStr interleaved(SeamStrRef s, SeamStrRef by) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_str(&text, by);
    for (int64_t at = 0; at < s->len;) {
        int size = utf8_size(s->data[at]);
        seam_text_add_chars(&text, s->data + at, size);
        seam_text_add_str(&text, by);
        at += size;
    }
    return seam_text_finish(&text);
}

static SeamStr replaced(SeamStrRef s, SeamStrRef what, SeamStrRef by, bool all) {
    int64_t end = find(s, what, 0), at = 0;
    if (end < 0) return seam_string_retain(s);
    SeamText text;
    seam_text_init(&text);
    for (; end >= 0; end = all ? find(s, what, at) : -1) {
        seam_text_add_chars(&text, s->data + at, end - at);
        seam_text_add_str(&text, by);
        at = end + what->len;
    }
    seam_text_add_chars(&text, s->data + at, s->len - at);
    return seam_text_finish(&text);
}

SeamStr seam_string_replace(SeamStrRef s, SeamStrRef what, SeamStrRef by) {
    return replaced(s, what, by, false);
}

SeamStr seam_string_replace_all(SeamStrRef s, SeamStrRef what, SeamStrRef by) {
    return what->len ? replaced(s, what, by, true) : interleaved(s, by);
}

SeamStr seam_string_repeat(SeamStrRef s, int64_t times, SEAM_PLACE) {
    if (times < 0)
        seam_panic("a string cannot be repeated a negative number of times", file, place);
    int64_t len;
    if (__builtin_mul_overflow(s->len, times, &len))
        seam_panic("the string is too long", file, place);
    if (len == 0) return string_empty();
    if (times == 1) return seam_string_retain(s);
    SeamStr result = string_alloc(len);
    for (int64_t at = 0; at < len; at += s->len) memcpy(result->data + at, s->data, (size_t)s->len);
    return result;
}

// `runes` code points of fill, over and over.
static void add_fill(SeamText *text, SeamStrRef fill, int64_t runes) {
    int64_t at = 0;
    for (; runes > 0; runes--) {
        int size = utf8_size(fill->data[at]);
        seam_text_add_chars(text, fill->data + at, size);
        at += size;
        if (at == fill->len) at = 0;
    }
}

static SeamStr padded(SeamStrRef s, int64_t width, SeamStrRef fill, bool at_start) {
    int64_t missing = width - utf8_count(s->data, s->len);
    if (missing <= 0 || fill->len == 0) return seam_string_retain(s);
    SeamText text;
    seam_text_init(&text);
    if (at_start) add_fill(&text, fill, missing);
    seam_text_add_str(&text, s);
    if (!at_start) add_fill(&text, fill, missing);
    return seam_text_finish(&text);
}

SeamStr seam_string_pad_start(SeamStrRef s, int64_t width, SeamStrRef fill) {
    return padded(s, width, fill, true);
}

SeamStr seam_string_pad_end(SeamStrRef s, int64_t width, SeamStrRef fill) {
    return padded(s, width, fill, false);
}

SeamArray seam_string_runes(SeamStrRef s) {
    SeamArray runes = seam_array_new(&seam_type_u32, utf8_count(s->data, s->len));
    const char *at = s->data, *end = s->data + s->len;
    while (at < end) SEAM_ARRAY_PUSH(uint32_t, runes, utf8_next(&at), "", 0);
    return runes;
}
