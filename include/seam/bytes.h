// Byte buffers. Included by <seam/runtime.h>. What leaves the bounds panics, as does what would
// move the data while C holds it. A part is a copy, never a view.
#ifndef SEAM_BYTES_H
#define SEAM_BYTES_H

#include <seam/array.h>

SeamBytes seam_bytes_new(const void *data, int64_t len); // copies
SeamBytes seam_bytes_alloc(int64_t len, uint8_t fill, SEAM_PLACE);
SeamBytes seam_bytes_from_array(SeamArrayRef items);
SeamBytes seam_bytes_concat(SeamArrayRef parts);
SeamStr seam_bytes_to_string(SeamBytesRef b); // ill-formed UTF-8 becomes U+FFFD
SeamArray seam_bytes_to_array(SeamBytesRef b);
SeamBytes seam_bytes_slice(SeamBytesRef b, int64_t from, int64_t to,
                           SEAM_PLACE); // a copy; to INT64_MAX: the end

// Encodings: utf8 hex base64 base64url latin1 ascii utf16le; panic on any other.
SeamStr seam_bytes_to_encoding(SeamBytesRef b, SeamStrRef encoding, SEAM_PLACE);
SeamBytes seam_bytes_parse(SeamStrRef text, SeamStrRef encoding,
                           SEAM_PLACE); // NULL: it is not in it

bool seam_bytes_equals(SeamBytesRef a, SeamBytesRef b);
int64_t seam_bytes_compare(SeamBytesRef a, SeamBytesRef b); // -1, 0 or 1
SeamOptI64 seam_bytes_find(SeamBytesRef b, SeamBytesRef needle, int64_t from);
SeamOptI64 seam_bytes_index_of(SeamBytesRef b, uint8_t value, int64_t from);
bool seam_bytes_contains(SeamBytesRef b, SeamBytesRef needle);
bool seam_bytes_starts_with(SeamBytesRef b, SeamBytesRef prefix);
bool seam_bytes_ends_with(SeamBytesRef b, SeamBytesRef suffix);

// ---- changing the bytes ----
void seam_bytes_fill(SeamBytesRef b, uint8_t value, int64_t from, int64_t to, SEAM_PLACE);
// [from, to) of b to `at` of the target, which may be b.
void seam_bytes_copy(SeamBytesRef b, SeamBytesRef target, int64_t at, int64_t from, int64_t to,
                     SEAM_PLACE);
int64_t seam_bytes_write(SeamBytesRef b, SeamStrRef text, int64_t at, SEAM_PLACE); // where it ends
void seam_bytes_reverse(SeamBytesRef b);
void seam_bytes_swap16(SeamBytesRef b, SEAM_PLACE);
void seam_bytes_swap32(SeamBytesRef b, SEAM_PLACE);
void seam_bytes_swap64(SeamBytesRef b, SEAM_PLACE);

// ---- changing the length ----
void seam_bytes_push(SeamBytesRef b, uint8_t value, SEAM_PLACE);
bool seam_bytes_pop(SeamBytesRef b, uint8_t *out);
void seam_bytes_append(SeamBytesRef b, SeamBytesRef other, SEAM_PLACE);
void seam_bytes_append_text(SeamBytesRef b, SeamStrRef text, SEAM_PLACE);
void seam_bytes_insert(SeamBytesRef b, int64_t at, SeamBytesRef other, SEAM_PLACE);
void seam_bytes_remove(SeamBytesRef b, int64_t from, int64_t to, SEAM_PLACE);
void seam_bytes_reserve(SeamBytesRef b, int64_t cap, SEAM_PLACE);
void seam_bytes_truncate(SeamBytesRef b, int64_t len, SEAM_PLACE);
void seam_bytes_clear(SeamBytesRef b);

#endif
