// Arrays: growable, of one element type each, that lie in memory as C's arrays do.
// Values that leave are released only after the array is whole again, because finalizers may look
// at it.
#include "core/collect/slice.h"
#include "core/memory/alloc.h"
#include "core/program/panic.h"
#include "core/value/value.h"
#include <seam/text.h>

#include <string.h>

static size_t size_of(SeamArrayRef a, int64_t count) { return (size_t)count * a->elem->size; }
static char *item_at(SeamArrayRef a, int64_t index) { return (char *)a->data + size_of(a, index); }

static int64_t most_items(const SeamType *elem) {
    return memory_most / (elem->size ? elem->size : 1);
}

SeamArray seam_array_new(const SeamType *elem, int64_t cap) {
    SeamArray a = memory_new_object(sizeof *a, SEAM_KIND_ARRAY);
    if (cap > most_items(elem)) memory_fail();
    size_t size = (size_t)cap * elem->size;
    *a = (struct SeamArray){
        .head = a->head, .cap = cap, .data = size ? memory_alloc(size) : NULL, .elem = elem};
    if (!size) a->cap = 0;
    return a;
}

// Room for `more` items behind the last.
static void reserve(SeamArrayRef a, int64_t more, SEAM_PLACE) {
    if (a->cap - a->len >= more) return;
    if (a->lent)
        seam_panic("the array cannot grow while it is sorted, or C holds its data", file, place);
    if (more > most_items(a->elem) - a->len) memory_fail();
    int64_t cap = memory_grown(a->cap, a->len + more, 4);
    a->data = memory_resize(a->data, size_of(a, a->cap), size_of(a, a->len), size_of(a, cap));
    a->cap = cap;
}

void seam_array_grow(SeamArrayRef a, SEAM_PLACE) { reserve(a, 1, file, place); }

void seam_array_push(SeamArrayRef a, const void *item, SEAM_PLACE) {
    if (SEAM_UNLIKELY(a->len == a->cap)) {
        ptrdiff_t within = (const char *)item - (char *)a->data; // `item` may be one of our own
        bool own = a->data && within >= 0 && within < (ptrdiff_t)size_of(a, a->len);
        reserve(a, 1, file, place);
        if (own) item = (char *)a->data + within;
    }
    memcpy(item_at(a, a->len), item, a->elem->size);
    seam_value_retain(a->elem, item);
    a->len++;
}

bool seam_array_pop(SeamArrayRef a, void *out) {
    if (a->len == 0) return false;
    a->len--;
    memcpy(out, item_at(a, a->len), a->elem->size);
    return true;
}

// The room stays. Items go from the first to the last, the array being empty for all who look.
void seam_array_clear(SeamArrayRef a) {
    if (!(a->elem->flags & SEAM_COUNTED)) {
        a->len = 0;
        return;
    }
    SeamArray dying = seam_array_new(a->elem, 0);
    *dying = (struct SeamArray){
        .head = dying->head, .len = a->len, .cap = a->cap, .data = a->data, .elem = a->elem};
    a->len = a->cap = 0;
    a->data = NULL;
    seam_release(dying);
}

void seam_array_insert(SeamArrayRef a, int64_t at, const void *item, SEAM_PLACE) {
    if (SEAM_UNLIKELY((uint64_t)at > (uint64_t)a->len)) seam_panic_index(at, a->len, file, place);
    seam_array_push(a, item, file, place); // retains, and takes care of items of our own
    if (at == a->len - 1) return;
    enum { ROOM = 64 };
    size_t size = a->elem->size;
    char room[ROOM], *added = size <= ROOM ? room : memory_alloc(size);
    memcpy(added, item_at(a, a->len - 1), size);
    memmove(item_at(a, at + 1), item_at(a, at), size_of(a, a->len - 1 - at));
    memcpy(item_at(a, at), added, size);
    if (added != room) memory_free(added, size);
}

void seam_array_remove_at(SeamArrayRef a, int64_t at, void *out, SEAM_PLACE) {
    memcpy(out, seam_array_at(a, at, a->elem->size, file, place), a->elem->size);
    a->len--;
    memmove(item_at(a, at), item_at(a, at + 1), size_of(a, a->len - at));
}

static void append_items(SeamArrayRef a, SeamArrayRef from, int64_t at, int64_t count) {
    if (count == 0) return;
    memcpy(item_at(a, a->len), item_at(from, at), size_of(a, count));
    if (a->elem->flags & SEAM_COUNTED)
        for (int64_t i = 0; i < count; i++) seam_value_retain(a->elem, item_at(a, a->len + i));
    a->len += count;
}

SeamArray seam_array_slice(SeamArrayRef a, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, a->len, file, place);
    SeamArray slice = seam_array_new(a->elem, to - from);
    append_items(slice, a, from, to - from);
    return slice;
}

SeamArray seam_array_concat(SeamArrayRef a, SeamArrayRef other) {
    SeamArray both = seam_array_new(a->elem, a->len + other->len);
    append_items(both, a, 0, a->len);
    append_items(both, other, 0, other->len);
    return both;
}

void seam_array_reverse(SeamArrayRef a) {
    size_t size = a->elem->size;
    for (int64_t i = 0, j = a->len - 1; i < j; i++, j--) {
        char *x = item_at(a, i), *y = item_at(a, j);
        for (size_t k = 0; k < size; k++) {
            char byte = x[k];
            x[k] = y[k];
            y[k] = byte;
        }
    }
}

SeamOptI64 seam_array_index_of(SeamArrayRef a, const void *item) {
    for (int64_t i = 0; i < a->len; i++)
        if (value_equals_item(a->elem, item_at(a, i), item)) return (SeamOptI64){true, i};
    return (SeamOptI64){false, 0};
}

bool seam_array_contains(SeamArrayRef a, const void *item) {
    return seam_array_index_of(a, item).has;
}

SeamStr seam_array_join(SeamArrayRef a, SeamStrRef separator) {
    SeamText text;
    seam_text_init(&text);
    for (int64_t i = 0; i < a->len; i++) {
        if (i) seam_text_add_str(&text, separator);
        seam_text_add_value(&text, a->elem, item_at(a, i));
    }
    return seam_text_finish(&text);
}

void seam_panic_length(int64_t length, int64_t unit, int64_t buffer_size, SEAM_PLACE) {
    SeamText text;
    seam_text_init(&text);
    seam_text_add_chars(&text, "length ", 7);
    seam_text_add_i64(&text, length);
    if (unit != 1) {
        seam_text_add_chars(&text, " x ", 3);
        seam_text_add_i64(&text, unit);
    }
    seam_text_add_chars(&text, " is outside the buffer lent to C (", 34);
    seam_text_add_i64(&text, buffer_size);
    seam_text_add_chars(&text, buffer_size == 1 ? " byte)" : " bytes)", buffer_size == 1 ? 6 : 7);
    panic_text(&text, file, place);
}
