// Byte buffers: Node's Buffer without its shared slices.
#include "core/collect/slice.h"
#include "core/memory/alloc.h"
#include "core/text/string.h"
#include <seam/error.h>

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

SeamStr seam_bytes_to_string(SeamBytesRef b) {
    return seam_string_from_utf8((const char *)b->data, b->len);
}

SeamBytes seam_bytes_slice(SeamBytesRef b, int64_t from, int64_t to, SEAM_PLACE) {
    to = slice_end(from, to, b->len, file, place);
    return seam_bytes_new(b->data ? b->data + from : NULL, to - from);
}

void seam_bytes_fill(SeamBytesRef b, uint8_t value) {
    if (b->len) memset(b->data, value, (size_t)b->len);
}

void seam_bytes_push(SeamBytesRef b, uint8_t value, SEAM_PLACE) {
    if (SEAM_UNLIKELY(b->len == b->cap)) {
        if (b->lent) seam_panic("the buffer cannot grow while C holds its data", file, place);
        int64_t cap = memory_grown(b->cap, b->len + 1, 16);
        b->data = memory_resize(b->data, (size_t)b->cap, (size_t)b->len, (size_t)cap);
        b->cap = cap;
    }
    b->data[b->len++] = value;
}

bool seam_bytes_equals(SeamBytesRef a, SeamBytesRef b) {
    return a == b ||
           (a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, (size_t)a->len) == 0));
}
