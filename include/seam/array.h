// Arrays and insertion-ordered maps, one C type for all element types. Included by
// <seam/runtime.h>. An item that is passed or returned as `void *` is a pointer to a value of the
// element type; arguments are borrowed (what is kept is retained), results owned. Not for use by
// two threads at once.
#ifndef SEAM_ARRAY_H
#define SEAM_ARRAY_H

#include <seam/error.h>

// ---- arrays ----
typedef struct SeamArray {
    SeamHead head;
    int64_t len;
    int64_t cap;
    void *data; // len values of the type `elem`
    const SeamType *elem;
    int32_t lent; // C calls that hold `data`: it must not move
} *SeamArray;
typedef struct SeamArray *SeamArrayRef;

SeamArray seam_array_new(const SeamType *elem, int64_t cap);
void seam_array_grow(SeamArrayRef a, SEAM_PLACE); // room for one more; panics while lent

// An array of these items, whose references it takes over.
static inline SeamArray seam_array_of(const SeamType *elem, const void *items, int64_t len) {
    SeamArray a = seam_array_new(elem, len);
    __builtin_memcpy(a->data, items, (size_t)len * elem->size);
    a->len = len;
    return a;
}

// An index that is checked against a length.
static inline int64_t seam_index(int64_t index, int64_t len, SEAM_PLACE) {
    if (SEAM_UNLIKELY((uint64_t)index >= (uint64_t)len)) seam_panic_index(index, len, file, place);
    return index;
}

// The address of an item; size is that of the element type.
static inline void *seam_array_at(SeamArrayRef a, int64_t index, size_t size, SEAM_PLACE) {
    if (SEAM_UNLIKELY((uint64_t)index >= (uint64_t)a->len))
        seam_panic_index(index, a->len, file, place);
    return (char *)a->data + (size_t)index * size;
}

static inline uint8_t *seam_bytes_at(SeamBytesRef b, int64_t index, SEAM_PLACE) {
    if (SEAM_UNLIKELY((uint64_t)index >= (uint64_t)b->len))
        seam_panic_index(index, b->len, file, place);
    return b->data + index;
}

// An item as an lvalue: SEAM_ITEM(int64_t, a, i, SEAM_AT(3, 12)) = 5.
#define SEAM_ITEM(T, array, index, ...) \
    (*(__typeof__(T) *)seam_array_at((array), (index), sizeof(T), __VA_ARGS__))
// The same where the index is known to be in range (counted loops).
#define SEAM_ITEM_UNCHECKED(T, array, index) (((__typeof__(T) *)(array)->data)[index])

// Appends an owned value of the C type T, without a call while there is room. A statement.
#define SEAM_ARRAY_PUSH(T, array, item, ...)                                                 \
    do {                                                                                     \
        SeamArrayRef array_ = (array);                                                       \
        __typeof__(T) item_ = (item);                                                        \
        if (SEAM_UNLIKELY(array_->len == array_->cap)) seam_array_grow(array_, __VA_ARGS__); \
        ((__typeof__(T) *)array_->data)[array_->len++] = item_;                              \
    } while (0)

void seam_array_push(SeamArrayRef a, const void *item, SEAM_PLACE);
bool seam_array_pop(SeamArrayRef a, void *out);
void seam_array_clear(SeamArrayRef a);
void seam_array_insert(SeamArrayRef a, int64_t at, const void *item, SEAM_PLACE);
void seam_array_remove_at(SeamArrayRef a, int64_t at, void *out, SEAM_PLACE);
SeamArray seam_array_slice(SeamArrayRef a, int64_t from, int64_t to,
                           SEAM_PLACE); // to INT64_MAX: the end
SeamArray seam_array_concat(SeamArrayRef a, SeamArrayRef other);
void seam_array_reverse(SeamArrayRef a);
SeamOptI64 seam_array_index_of(SeamArrayRef a, const void *item);
bool seam_array_contains(SeamArrayRef a, const void *item);
SeamStr seam_array_join(SeamArrayRef a, SeamStrRef separator);
uint64_t seam_array_hash(SeamArrayRef a); // equal arrays have equal hashes, within one run
void seam_array_sort(SeamArrayRef a);     // stable; ascending, NaN last
bool seam_array_equals(SeamArrayRef a, SeamArrayRef b);

// ---- buffers lent to C ----
static inline void seam_array_lend(SeamArrayRef a) { a->lent++; }
static inline void seam_array_unlend(SeamArrayRef a) { a->lent--; }
static inline void seam_bytes_lend(SeamBytesRef b) { b->lent++; }
static inline void seam_bytes_unlend(SeamBytesRef b) { b->lent--; }

SEAM_COLD SEAM_NORETURN void seam_panic_length(int64_t length, int64_t unit, int64_t buffer_size,
                                               SEAM_PLACE);
// A length that goes to C with a buffer: `length` units of `unit` bytes must lie within buffer_size
// bytes.
static inline void seam_check_length(int64_t length, int64_t unit, int64_t buffer_size,
                                     SEAM_PLACE) {
    if (SEAM_UNLIKELY(length < 0 || length > buffer_size / unit))
        seam_panic_length(length, unit, buffer_size, file, place);
}

// ---- maps and sets ----
// Lookup is by hash, order is that of first insertion. A set is a map whose value type is NULL.
typedef struct SeamMap {
    SeamHead head;
    int64_t len; // entries alive
    const SeamType *key;
    const SeamType *value; // NULL: a set
    uint32_t version;      // changes when keys come or go
    uint32_t used;         // entries, dead ones included
    uint32_t cap;          // of entries
    uint32_t stride;       // of an entry: its hash, the key, the value
    uint16_t key_offset;
    uint16_t value_offset;
    uint32_t mask;          // of slots
    char *entries;          // in order of insertion
    struct SeamSlot *slots; // where to find an entry by its hash
} *SeamMap;
typedef struct SeamMap *SeamMapRef;

SeamMap seam_map_new(const SeamType *key, const SeamType *value, int64_t cap);
bool seam_map_get(SeamMapRef m, const void *key, void *out);
void seam_map_set(SeamMapRef m, const void *key, const void *value); // of a set: value NULL
bool seam_map_has(SeamMapRef m, const void *key);
bool seam_map_delete(SeamMapRef m, const void *key);
void seam_map_clear(SeamMapRef m);
SeamArray seam_map_keys(SeamMapRef m);
SeamArray seam_map_values(SeamMapRef m);
bool seam_map_equals(SeamMapRef a, SeamMapRef b); // in any order
SeamMap seam_map_of(SeamArrayRef entries);        // of tuples [K, V]
// Sets: maps whose values are NULL.
SeamMap seam_set_of(SeamArrayRef items);
bool seam_set_add(SeamMapRef set, const void *item); // was it new?
SeamMap seam_set_union(SeamMapRef a, SeamMapRef b);
SeamMap seam_set_intersection(SeamMapRef a, SeamMapRef b);
SeamMap seam_set_difference(SeamMapRef a, SeamMapRef b);
SeamMap seam_set_symmetric_difference(SeamMapRef a, SeamMapRef b);
bool seam_set_is_subset(SeamMapRef a, SeamMapRef b);
bool seam_set_is_superset(SeamMapRef a, SeamMapRef b);
bool seam_set_is_disjoint(SeamMapRef a, SeamMapRef b);
// The address of a key's value, until the map changes, or NULL.
void *seam_map_find(SeamMapRef m, const void *key);

// SeamMapIter it = seam_map_iter(m); const void *k, *v; while (seam_map_next(&it, &k, &v,
// SEAM_AT(..))) { .. } Panics when keys came or went since the last step. *key and *value (of sets
// NULL) are borrowed until the next.
typedef struct SeamMapIter {
    SeamMapRef map;
    uint32_t at;
    uint32_t version;
} SeamMapIter;

static inline SeamMapIter seam_map_iter(SeamMapRef m) {
    SeamMapIter it = {m, 0, m->version};
    return it;
}
bool seam_map_next(SeamMapIter *it, const void **key, const void **value, SEAM_PLACE);

// ---- what functions give that can fail: `err` NULL, or the error alone ----
#define SEAM_RESULT(Name, T) \
    typedef struct Name {    \
        T value;             \
        SeamObject *err;     \
    } Name
SEAM_RESULT(SeamResult_bool, bool);
SEAM_RESULT(SeamResult_i64, int64_t);
SEAM_RESULT(SeamResult_f64, double);
SEAM_RESULT(SeamResult_string, SeamStr);
SEAM_RESULT(SeamResult_bytes, SeamBytes);
SEAM_RESULT(SeamResult_array, SeamArray);
SEAM_RESULT(SeamResult_map, SeamMap);
SEAM_RESULT(SeamResult_interface, SeamInterface);
SEAM_RESULT(SeamResult_function, SeamFunction);
SEAM_RESULT(SeamResult_opt_i64, SeamOptI64);
SEAM_RESULT(SeamResult_opt_f64, SeamOptF64);

#endif
