// The methods of strings that search, cut and build (compiler/types/builtin.def). Positions count
// bytes.
#include "core/collect/slice.h"
#include "core/program/panic.h"
#include "core/text/string.h"
#include "core/text/utf8.h"
#include <seam/text.h>

#include <string.h>

#define MOST_WIDTH ((int64_t)1 << 40)

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

// The last `needle` that starts at `from` or before.
SeamOptI64 seam_string_find_last(SeamStrRef s, SeamStrRef needle, int64_t from) {
    int64_t last = s->len - needle->len;
    for (int64_t at = from < last ? from : last; at >= 0; at--)
        if (memcmp(s->data + at, needle->data, (size_t)needle->len) == 0 &&
            utf8_is_boundary(s->data[at]))
            return (SeamOptI64){true, at};
    return (SeamOptI64){false, 0};
}

int64_t seam_string_count(SeamStrRef s, SeamStrRef needle) {
    if (needle->len == 0) return utf8_count(s->data, s->len) + 1; // as replaceAll finds them
    int64_t count = 0;
    for (int64_t at = 0; (at = find(s, needle, at)) >= 0; at += needle->len) count++;
    return count;
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

SeamStr seam_string_remove_prefix(SeamStrRef s, SeamStrRef prefix) {
    return part(s, seam_string_starts_with(s, prefix) ? prefix->len : 0, s->len);
}

SeamStr seam_string_remove_suffix(SeamStrRef s, SeamStrRef suffix) {
    return part(s, 0, seam_string_ends_with(s, suffix) ? s->len - suffix->len : s->len);
}

void string_panic_boundary(int64_t at, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "position ", 9);
    seam_text_add_i64(&text, at);
    seam_text_add_chars(&text, " is inside a code point", 23);
    panic_text(&text, file, place);
}

SeamStr seam_string_slice(SeamStrRef s, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, s->len, file, place);
    if (!utf8_is_boundary(s->data[from]))
        string_panic_boundary(from, file, place); // the NUL is a boundary
    if (!utf8_is_boundary(s->data[to])) string_panic_boundary(to, file, place);
    return part(s, from, to);
}

static SeamArray split_runes(SeamStrRef s, int64_t limit) {
    int64_t count = utf8_count(s->data, s->len);
    SeamArray parts = seam_array_new(&seam_type_string, count < limit ? count : limit);
    for (int64_t at = 0; at < s->len;) {
        int64_t end = --limit ? at + utf8_size(s->data[at]) : s->len;
        array_take_string(parts, part(s, at, end));
        at = end;
    }
    return parts;
}

SeamArray seam_string_split(SeamStrRef s, SeamStrRef separator, int64_t limit, SEAM_PLACE) {
    if (limit < 1) seam_panic("split makes at least one part", file, place);
    if (separator->len == 0) return split_runes(s, limit);
    SeamArray parts = seam_array_new(&seam_type_string, limit < 4 ? limit : 4);
    int64_t at = 0;
    for (int64_t end; --limit && (end = find(s, separator, at)) >= 0; at = end + separator->len)
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

// Whether the code point is one of `characters`; NULL: white space.
static bool is_trimmed(uint32_t rune, SeamStrRef characters) {
    if (!characters) return is_space(rune);
    const char *at = characters->data, *end = characters->data + characters->len;
    while (at < end)
        if (utf8_next(&at) == rune) return true;
    return false;
}

static int64_t text_start(SeamStrRef s, SeamStrRef characters) {
    const char *at = s->data, *end = s->data + s->len;
    while (at < end) {
        const char *next = at;
        if (!is_trimmed(utf8_next(&next), characters)) break;
        at = next;
    }
    return at - s->data;
}

static int64_t text_end(SeamStrRef s, SeamStrRef characters, int64_t start) {
    int64_t end = s->len;
    while (end > start) {
        int64_t last = end - 1;
        while (!utf8_is_boundary(s->data[last])) last--;
        const char *at = s->data + last;
        if (!is_trimmed(utf8_next(&at), characters)) break;
        end = last;
    }
    return end;
}

SeamStr seam_string_trim(SeamStrRef s, SeamStrRef characters) {
    int64_t start = text_start(s, characters);
    return part(s, start, text_end(s, characters, start));
}

SeamStr seam_string_trim_start(SeamStrRef s, SeamStrRef characters) {
    return part(s, text_start(s, characters), s->len);
}

SeamStr seam_string_trim_end(SeamStrRef s, SeamStrRef characters) {
    return part(s, 0, text_end(s, characters, 0));
}

SeamArray seam_string_split_whitespace(SeamStrRef s) {
    SeamArray words = seam_array_new(&seam_type_string, 4);
    int64_t start = -1; // of the word here, -1: none
    for (const char *at = s->data, *end = at + s->len; at < end;) {
        int64_t here = at - s->data;
        bool space = is_space(utf8_next(&at));
        if (space && start >= 0) array_take_string(words, part(s, start, here));
        if (space) start = -1;
        else if (start < 0) start = here;
    }
    if (start >= 0) array_take_string(words, part(s, start, s->len));
    return words;
}

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
    if (__builtin_mul_overflow(s->len, times, &len) || len > MOST_WIDTH)
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

// No string is as long: better a panic that names the place than the end of memory.
static void want_width(int64_t width, SEAM_PLACE) {
    if (width > MOST_WIDTH) seam_panic("the width is too large", file, place);
}

SeamStr seam_string_pad_start(SeamStrRef s, int64_t width, SeamStrRef fill, SEAM_PLACE) {
    want_width(width, file, place);
    return padded(s, width, fill, true);
}

SeamStr seam_string_pad_end(SeamStrRef s, int64_t width, SeamStrRef fill, SEAM_PLACE) {
    want_width(width, file, place);
    return padded(s, width, fill, false);
}
