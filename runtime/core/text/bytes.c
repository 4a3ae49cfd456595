// Byte buffers: Node's Buffer without its shared slices.
#include <seam/bytes_numbers.h>

#include "core/collect/slice.h"
#include "core/memory/alloc.h"
#include "core/program/panic.h"
#include "core/text/string.h"
#include <seam/text.h>

#include <string.h>

static SeamBytes new_buffer(int64_t len) {
    if (len > memory_most) memory_fail();
    SeamBytes b = memory_new_object(sizeof *b, SEAM_KIND_BYTES);
    *b = (SeamBuffer){
        .head = b->head, .len = len, .cap = len, .data = len ? memory_alloc((size_t)len) : NULL};
    return b;
}

SeamBytes seam_bytes_new(const void *data, int64_t len) {
    SeamBytes b = new_buffer(len);
    if (len) memcpy(b->data, data, (size_t)len);
    return b;
}

SeamBytes seam_string_bytes(SeamStrRef s) { return seam_bytes_new(s->data, s->len); }

SeamBytes seam_bytes_alloc(int64_t len, uint8_t fill, SEAM_PLACE) {
    if (len < 0) seam_panic("the length of a buffer cannot be negative", file, place);
    SeamBytes b = new_buffer(len);
    if (len) memset(b->data, fill, (size_t)len);
    return b;
}

SeamBytes seam_bytes_from_array(SeamArrayRef items) {
    return seam_bytes_new(items->data, items->len);
}

SeamBytes seam_bytes_concat(SeamArrayRef parts) {
    SeamBytes *items = parts->data;
    int64_t len = 0;
    for (int64_t i = 0; i < parts->len; i++)
        if (__builtin_add_overflow(len, items[i]->len, &len)) memory_fail();
    SeamBytes all = new_buffer(len);
    int64_t at = 0;
    for (int64_t i = 0; i < parts->len; i++) {
        if (items[i]->len) memcpy(all->data + at, items[i]->data, (size_t)items[i]->len);
        at += items[i]->len;
    }
    return all;
}

SeamStr seam_bytes_to_string(SeamBytesRef b) {
    return seam_string_from_utf8((const char *)b->data, b->len);
}

SeamArray seam_bytes_to_array(SeamBytesRef b) {
    SeamArray a = seam_array_new(&seam_type_u8, b->len);
    if (b->len) memcpy(a->data, b->data, (size_t)b->len);
    a->len = b->len;
    return a;
}

SeamBytes seam_bytes_slice(SeamBytesRef b, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, b->len, file, place);
    return seam_bytes_new(b->data ? b->data + from : NULL, to - from);
}

// ---- comparing and searching ----
bool seam_bytes_equals(SeamBytesRef a, SeamBytesRef b) {
    return a == b ||
           (a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, (size_t)a->len) == 0));
}

int64_t seam_bytes_compare(SeamBytesRef a, SeamBytesRef b) {
    int64_t common = a->len < b->len ? a->len : b->len;
    int order = common ? memcmp(a->data, b->data, (size_t)common) : 0;
    if (order) return order < 0 ? -1 : 1;
    return (a->len > b->len) - (a->len < b->len);
}

SeamOptI64 seam_bytes_find(SeamBytesRef b, SeamBytesRef needle, int64_t from) {
    const SeamOptI64 none = {false, 0};
    if (from < 0) from = 0;
    if (from > b->len) return none;
    if (needle->len == 0) return (SeamOptI64){true, from};
    if (b->len == 0) return none;
    const uint8_t *found =
        memmem(b->data + from, (size_t)(b->len - from), needle->data, (size_t)needle->len);
    return found ? (SeamOptI64){true, found - b->data} : none;
}

SeamOptI64 seam_bytes_index_of(SeamBytesRef b, uint8_t value, int64_t from) {
    if (from < 0) from = 0;
    const uint8_t *found =
        from < b->len ? memchr(b->data + from, value, (size_t)(b->len - from)) : NULL;
    return (SeamOptI64){found != NULL, found ? found - b->data : 0};
}

bool seam_bytes_contains(SeamBytesRef b, SeamBytesRef needle) {
    return seam_bytes_find(b, needle, 0).has;
}

static bool holds_at(SeamBytesRef b, int64_t at, SeamBytesRef part) {
    if (at < 0 || part->len > b->len - at) return false;
    return part->len == 0 || memcmp(b->data + at, part->data, (size_t)part->len) == 0;
}

bool seam_bytes_starts_with(SeamBytesRef b, SeamBytesRef prefix) { return holds_at(b, 0, prefix); }

bool seam_bytes_ends_with(SeamBytesRef b, SeamBytesRef suffix) {
    return holds_at(b, b->len - suffix->len, suffix);
}

// ---- changing the bytes ----
void seam_panic_access(int64_t at, int64_t size, int64_t len, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_i64(&text, size);
    seam_text_add_chars(&text, size == 1 ? " byte at " : " bytes at ", size == 1 ? 9 : 10);
    seam_text_add_i64(&text, at);
    seam_text_add_chars(&text, " is out of bounds (length ", 26);
    seam_text_add_i64(&text, len);
    seam_text_add_chars(&text, ")", 1);
    panic_text(&text, file, place);
}

static void want_room(SeamBytesRef b, int64_t at, int64_t size, SEAM_PLACE) {
    if (at < 0 || size > b->len - at) seam_panic_access(at, size, b->len, file, place);
}

void seam_bytes_fill(SeamBytesRef b, uint8_t value, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, b->len, file, place);
    if (to > from) memset(b->data + from, value, (size_t)(to - from));
}

void seam_bytes_copy(SeamBytesRef b, SeamBytesRef target, int64_t at, int64_t from, int64_t to,
                     SEAM_PLACE) {
    to = slice_end(from, to, b->len, file, place);
    want_room(target, at, to - from, file, place);
    if (to > from) memmove(target->data + at, b->data + from, (size_t)(to - from));
}

int64_t seam_bytes_write(SeamBytesRef b, SeamStrRef text, int64_t at, SEAM_PLACE) {
    want_room(b, at, text->len, file, place);
    if (text->len) memcpy(b->data + at, text->data, (size_t)text->len);
    return at + text->len;
}

static void reverse(uint8_t *data, int64_t len) {
    for (int64_t i = 0, k = len - 1; i < k; i++, k--) {
        uint8_t byte = data[i];
        data[i] = data[k];
        data[k] = byte;
    }
}

void seam_bytes_reverse(SeamBytesRef b) { reverse(b->data, b->len); }

static void swap(SeamBytesRef b, int64_t size, const char *message, SEAM_PLACE) {
    if (b->len % size) seam_panic(message, file, place);
    for (int64_t at = 0; at < b->len; at += size) reverse(b->data + at, size);
}

void seam_bytes_swap16(SeamBytesRef b, SEAM_PLACE) {
    swap(b, 2, "swap16 needs a length that is a multiple of 2", file, place);
}

void seam_bytes_swap32(SeamBytesRef b, SEAM_PLACE) {
    swap(b, 4, "swap32 needs a length that is a multiple of 4", file, place);
}

void seam_bytes_swap64(SeamBytesRef b, SEAM_PLACE) {
    swap(b, 8, "swap64 needs a length that is a multiple of 8", file, place);
}

// ---- changing the length ----
static void want_movable(SeamBytesRef b, SEAM_PLACE) {
    if (b->lent) seam_panic("the buffer cannot grow while C holds its data", file, place);
}

static void set_cap(SeamBytesRef b, int64_t cap, SEAM_PLACE) {
    want_movable(b, file, place);
    if (cap > memory_most) memory_fail();
    b->data = memory_resize(b->data, (size_t)b->cap, (size_t)b->len, (size_t)cap);
    b->cap = cap;
}

// Room for `more` bytes behind the others.
static void grow(SeamBytesRef b, int64_t more, SEAM_PLACE) {
    if (more > b->cap - b->len) set_cap(b, memory_grown(b->cap, b->len + more, 16), file, place);
}

void seam_bytes_push(SeamBytesRef b, uint8_t value, SEAM_PLACE) {
    if (SEAM_UNLIKELY(b->len == b->cap)) grow(b, 1, file, place);
    b->data[b->len++] = value;
}

bool seam_bytes_pop(SeamBytesRef b, uint8_t *out) {
    if (b->len == 0) return false;
    *out = b->data[--b->len];
    return true;
}

// Of itself too: its data are looked for after they moved.
void seam_bytes_append(SeamBytesRef b, SeamBytesRef other, SEAM_PLACE) {
    int64_t more = other->len;
    if (more == 0) return;
    grow(b, more, file, place);
    memcpy(b->data + b->len, other->data, (size_t)more);
    b->len += more;
}

void seam_bytes_append_text(SeamBytesRef b, SeamStrRef text, SEAM_PLACE) {
    if (text->len == 0) return;
    grow(b, text->len, file, place);
    memcpy(b->data + b->len, text->data, (size_t)text->len);
    b->len += text->len;
}

void seam_bytes_insert(SeamBytesRef b, int64_t at, SeamBytesRef other, SEAM_PLACE) {
    if (at < 0 || at > b->len) seam_panic_index(at, b->len, file, place);
    int64_t more = other->len;
    if (more == 0) return;
    SeamBytes copy = b == other ? seam_bytes_new(other->data, more) : NULL;
    grow(b, more, file, place);
    memmove(b->data + at + more, b->data + at, (size_t)(b->len - at));
    memcpy(b->data + at, copy ? copy->data : other->data, (size_t)more);
    b->len += more;
    seam_release_opt(copy);
}

void seam_bytes_remove(SeamBytesRef b, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, b->len, file, place);
    if (to == from) return;
    memmove(b->data + from, b->data + to, (size_t)(b->len - to));
    b->len -= to - from;
}

void seam_bytes_reserve(SeamBytesRef b, int64_t cap, SEAM_PLACE) {
    if (cap > b->cap) set_cap(b, cap, file, place);
}

void seam_bytes_truncate(SeamBytesRef b, int64_t len, SEAM_PLACE) {
    if (len < 0 || len > b->len) seam_panic_index(len, b->len, file, place);
    b->len = len;
}

void seam_bytes_clear(SeamBytesRef b) { b->len = 0; }
