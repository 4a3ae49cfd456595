// Stable merge sort: runs of insertion sort, then merging from the bottom up between the array and
// a second block. The items are moved as bytes.
#include "core/memory/alloc.h"
#include "core/value/value.h"

#include <string.h>

typedef int64_t Compare(const SeamType *type, const void *a, const void *b);

typedef struct Sort {
    const SeamType *type;
    size_t size;
    Compare *compare;
} Sort;

enum { RUN = 12 };

static int64_t compare_i64(const SeamType *type, const void *a, const void *b) {
    (void)type;
    int64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static int64_t compare_string(const SeamType *type, const void *a, const void *b) {
    (void)type;
    return seam_string_compare(value_pointer(a), value_pointer(b));
}

static Compare *comparison_of(const SeamType *type) {
    if (type->kind == SEAM_KIND_I64) return compare_i64;
    if (type->kind == SEAM_KIND_STRING) return compare_string;
    return seam_value_compare;
}

// Words are most of what is sorted: a constant size makes the copies single moves.
static inline void copy(char *to, const char *from, size_t size) {
    if (size == 8) memcpy(to, from, 8);
    else memcpy(to, from, size);
}

// Sorts items [from, to) in place; `spare` has room for one item.
static void sort_run(const Sort *s, char *data, size_t from, size_t to, char *spare) {
    for (size_t i = from + 1; i < to; i++) {
        size_t j = i;
        while (j > from && s->compare(s->type, data + (j - 1) * s->size, data + i * s->size) > 0)
            j--;
        if (j == i) continue;
        copy(spare, data + i * s->size, s->size);
        memmove(data + (j + 1) * s->size, data + j * s->size, (i - j) * s->size);
        copy(data + j * s->size, spare, s->size);
    }
}

// Merges [from, middle) and [middle, to) of `data` into `out`.
static void merge(const Sort *s, const char *data, char *out, size_t from, size_t middle,
                  size_t to) {
    const char *a = data + from * s->size, *a_end = data + middle * s->size;
    const char *b = a_end, *b_end = data + to * s->size;
    char *at = out + from * s->size;
    if (a < a_end && b < b_end && s->compare(s->type, a_end - s->size, b) <= 0) {
        memcpy(at, a, (size_t)(b_end - a)); // in order already
        return;
    }
    while (a < a_end && b < b_end) {
        const char **smaller = s->compare(s->type, a, b) <= 0 ? &a : &b;
        copy(at, *smaller, s->size);
        *smaller += s->size;
        at += s->size;
    }
    memcpy(at, a, (size_t)(a_end - a));
    memcpy(at + (a_end - a), b, (size_t)(b_end - b));
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static void sort_items(const Sort *s, char *data, size_t len) {
    size_t bytes = len * s->size;
    char *second = memory_alloc(bytes), *from = data, *to = second;
    for (size_t i = 0; i < len; i += RUN) sort_run(s, data, i, least(i + RUN, len), second);
    for (size_t width = RUN; width < len; width *= 2) {
        for (size_t i = 0; i < len; i += 2 * width)
            merge(s, from, to, i, least(i + width, len), least(i + 2 * width, len));
        char *swapped = from;
        from = to;
        to = swapped;
    }
    if (from != data) memcpy(data, from, bytes);
    memory_free(second, bytes);
}

// A comparison of the user's sees an empty array that cannot grow.
void seam_array_sort(SeamArrayRef a) {
    if (a->len < 2) return;
    Sort s = {.type = a->elem, .size = a->elem->size, .compare = comparison_of(a->elem)};
    struct SeamArray hidden = *a;
    a->len = a->cap = 0;
    a->data = NULL;
    a->lent++;
    sort_items(&s, hidden.data, (size_t)hidden.len);
    a->lent--;
    a->data = hidden.data;
    a->len = hidden.len;
    a->cap = hidden.cap;
}
