// Strings: making, comparing, joining. What searches and cuts them is in string_methods.c.
#include "core/text/string.h"
#include "core/memory/alloc.h"
#include "core/text/utf8.h"
#include <seam/error.h>

#include <string.h>

SEAM_STRING_LITERAL(empty, "", 0);

static size_t object_size(int64_t len) { return sizeof(SeamString) + (size_t)len + 1; }

SeamStr string_empty(void) { return SEAM_STR(empty); }

SeamStr string_alloc(int64_t len) {
    if (len > memory_most) memory_fail();
    SeamStr s = memory_new_object(object_size(len), SEAM_KIND_STRING);
    s->len = len;
    s->data[len] = '\0';
    return s;
}

SeamStr seam_string_new(const char *text, int64_t len) {
    if (len == 0) return string_empty();
    SeamStr s = string_alloc(len);
    memcpy(s->data, text, (size_t)len);
    return s;
}

// Each ill-formed sequence becomes the three bytes of U+FFFD.
static SeamStr repaired(const char *text, int64_t len) {
    int64_t size = 0;
    SeamStr s = NULL;
    for (int pass = 0; pass < 2; pass++) { // measures, then fills
        if (pass == 1) s = string_alloc(size);
        size = 0;
        for (int64_t at = 0; at < len;) {
            int64_t good = utf8_valid_prefix(text + at, len - at);
            if (s) memcpy(s->data + size, text + at, (size_t)good);
            size += good;
            at += good;
            if (at == len) break;
            if (s) memcpy(s->data + size, "\xef\xbf\xbd", 3);
            size += 3;
            at += utf8_bad_size(text + at, len - at);
        }
    }
    return s;
}

SeamStr seam_string_from_utf8(const char *text, int64_t len) {
    if (utf8_valid_prefix(text, len) == len) return seam_string_new(text, len);
    return repaired(text, len);
}

SeamStr seam_string_concat(SeamStrRef a, SeamStrRef b) {
    if (a->len == 0) return seam_string_retain(b);
    if (b->len == 0) return seam_string_retain(a);
    SeamStr s = string_alloc(a->len + b->len);
    memcpy(s->data, a->data, (size_t)a->len);
    memcpy(s->data + a->len, b->data, (size_t)b->len);
    return s;
}

void seam_string_append(SeamStr *text, SeamStrRef tail) {
    SeamStr s = *text;
    int64_t len = s->len, more = tail->len;
    if (more == 0) return;
    if (s->head.count != 1) {
        *text = seam_string_concat(s, tail);
        seam_release(s);
        return;
    }
    if (object_size(len + more) > memory_object_room(s, object_size(len))) {
        int64_t cap = len + more;
        if (object_size(cap) > MEMORY_SMALL) cap = memory_grown(len, cap, 0);
        s = memory_resize_object(s, object_size(len), object_size(len), object_size(cap));
        if (tail == *text) tail = s;
        *text = s;
    }
    memcpy(s->data + len, tail->data, (size_t)more); // of itself: the first half stays as it is
    s->len = len + more;
    s->data[s->len] = '\0';
}

bool seam_string_equals_slow(SeamStrRef a, SeamStrRef b) {
    return memcmp(a->data, b->data, (size_t)a->len) == 0;
}

int64_t seam_string_compare(SeamStrRef a, SeamStrRef b) {
    int order = memcmp(a->data, b->data, (size_t)(a->len < b->len ? a->len : b->len));
    if (order) return order;
    return (a->len > b->len) - (a->len < b->len);
}

// ---- C strings ----
SeamStr seam_cstring_to_string(const char *text) {
    return seam_string_from_utf8(text, (int64_t)strlen(text));
}

int64_t seam_cstring_length(const char *text) { return (int64_t)strlen(text); }

const char *seam_cstring(SeamStrRef s, SEAM_PLACE) {
    if (SEAM_UNLIKELY(memchr(s->data, '\0', (size_t)s->len) != NULL))
        seam_panic("a string with a NUL inside cannot go to C: it would be cut off there", file,
                   place);
    return s->data;
}
