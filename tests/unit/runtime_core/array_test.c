// Arrays and byte buffers.
#include "helpers.h"

#include <stdlib.h>
#include <string.h>

static SeamArray numbers(int64_t count) {
    SeamArray a = seam_array_new(&seam_type_i64, 0);
    for (int64_t i = 0; i < count; i++) SEAM_ARRAY_PUSH(int64_t, a, i, HERE);
    return a;
}

static SeamArray strings(const char *text) {
    SeamStr all = text_of(text), comma = text_of(",");
    SeamArray a = seam_string_split(all, comma, INT64_MAX, "test", 0);
    seam_release(all);
    seam_release(comma);
    return a;
}

TEST(arrays_grow_and_shrink) {
    SeamArray a = numbers(1000);
    CHECK_EQ(a->len, 1000, "length");
    CHECK_EQ(SEAM_ITEM(int64_t, a, 999, HERE), 999, "last");
    int64_t x = 0;
    CHECK(seam_array_pop(a, &x));
    CHECK_EQ(x, 999, "popped");
    x = -1;
    seam_array_insert(a, 0, &x, HERE);
    seam_array_insert(a, a->len, &x, HERE);
    CHECK_EQ(a->len, 1001, "length");
    CHECK_EQ(SEAM_ITEM(int64_t, a, 1, HERE), 0, "moved up");
    seam_array_remove_at(a, 0, &x, HERE);
    CHECK_EQ(x, -1, "removed");
    CHECK_EQ(SEAM_ITEM(int64_t, a, 0, HERE), 0, "moved down");
    seam_array_clear(a);
    CHECK_EQ(a->len, 0, "cleared");
    CHECK(!seam_array_pop(a, &x));
    seam_release(a);
}

TEST(arrays_hold_references) {
    SeamStr s = text_of("shared");
    SeamArray a = seam_array_new(&seam_type_string, 0);
    for (int i = 0; i < 10; i++) seam_array_push(a, &s, HERE);
    CHECK_EQ(s->head.count, 11, "held ten times");
    SeamArray part = seam_array_slice(a, 2, 5, HERE), both = seam_array_concat(a, part);
    CHECK_EQ(s->head.count, 11 + 3 + 13, "held by slices too");
    seam_release(part);
    seam_release(both);
    seam_array_clear(a);
    CHECK_EQ(s->head.count, 1, "let go");
    seam_release(a);
    seam_release(s);
}

TEST(an_array_takes_an_item_of_its_own) {
    SeamArray a = strings("a,b,c,d");
    for (int i = 0; i < 20; i++) seam_array_push(a, &SEAM_ITEM(SeamStr, a, 1, HERE), HERE);
    seam_array_insert(a, 0, &SEAM_ITEM(SeamStr, a, 2, HERE), HERE);
    CHECK_TEXT(
        shown(&seam_type_string_array, &a),
        "[\"c\", \"a\", \"b\", \"c\", \"d\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", "
        "\"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\", \"b\"]",
        "array");
    seam_release(a);
}

TEST(arrays_search_join_and_reverse) {
    SeamArray a = strings("x,yy,,z");
    SeamStr yy = text_of("yy"), w = text_of("w"), dash = text_of(" - ");
    CHECK_EQ(seam_array_index_of(a, &yy).v, 1, "index");
    CHECK(seam_array_contains(a, &yy));
    CHECK(!seam_array_index_of(a, &w).has);
    CHECK_TEXT(seam_array_join(a, dash), "x - yy -  - z", "joined");
    seam_array_reverse(a);
    CHECK_TEXT(shown(&seam_type_string_array, &a), "[\"z\", \"\", \"yy\", \"x\"]", "reversed");
    seam_release(yy), seam_release(w), seam_release(dash), seam_release(a);
}

TEST(arrays_compare_item_by_item) {
    SeamArray a = strings("a,b"), b = strings("a,b"), c = strings("a,c"), d = strings("a");
    CHECK(seam_array_equals(a, b));
    CHECK(!seam_array_equals(a, c));
    CHECK(!seam_array_equals(a, d));
    seam_release(a), seam_release(b), seam_release(c), seam_release(d);
}

static int compare_numbers(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

TEST(sorting_agrees_with_qsort) {
    Random r = {42};
    for (int round = 0; round < 60; round++) {
        int64_t len = (int64_t)random_below(&r, round < 40 ? 60 : 5000);
        SeamArray a = seam_array_new(&seam_type_i64, len);
        int64_t *want = malloc((size_t)len * sizeof *want + 1);
        for (int64_t i = 0; i < len; i++) {
            want[i] = (int64_t)random_below(&r, 1000) - 500;
            SEAM_ARRAY_PUSH(int64_t, a, want[i], HERE);
        }
        qsort(want, (size_t)len, sizeof *want, compare_numbers);
        seam_array_sort(a);
        CHECK_BYTES(a->data ? a->data : want, want, (size_t)len * sizeof *want, "sorted");
        free(want);
        seam_release(a);
    }
}

typedef struct Pair {
    int32_t key;
    int32_t order;
} Pair;

TEST(sorting_is_stable) {
    static const SeamField fields[] = {{"key", &seam_type_i32, 0}}; // `order` is not compared
    static const SeamType pair = {.kind = SEAM_KIND_STRUCT,
                                  .size = sizeof(Pair),
                                  .align = _Alignof(Pair),
                                  .name = "Pair",
                                  .fields = fields,
                                  .part_count = 1};
    Random r = {7};
    SeamArray a = seam_array_new(&pair, 0);
    for (int32_t i = 0; i < 3000; i++) {
        Pair p = {(int32_t)random_below(&r, 20), i};
        seam_array_push(a, &p, HERE);
    }
    seam_array_sort(a);
    const Pair *pairs = a->data;
    for (int64_t i = 1; i < a->len; i++)
        CHECK(pairs[i - 1].key < pairs[i].key ||
              (pairs[i - 1].key == pairs[i].key && pairs[i - 1].order < pairs[i].order));
    seam_release(a);
}

TEST(sorting_puts_text_by_code_points_and_nan_last) {
    SeamArray a = strings("b,\xc3\xa9,a,B,ab,");
    seam_array_sort(a);
    CHECK_TEXT(shown(&seam_type_string_array, &a),
               "[\"\", \"B\", \"a\", \"ab\", \"b\", \"\xc3\xa9\"]", "text");
    seam_release(a);
    SeamArray f = seam_array_new(&seam_type_f64, 0);
    const double values[] = {2, __builtin_nan(""), -1, __builtin_inf(), 0};
    for (int i = 0; i < 5; i++) SEAM_ARRAY_PUSH(double, f, values[i], HERE);
    seam_array_sort(f);
    CHECK_TEXT(shown(&type_f64_array, &f), "[-1, 0, 2, Infinity, NaN]", "floats");
    seam_release(f);
}

TEST(a_million_items) {
    SeamArray a = seam_array_new(&seam_type_i64, 0);
    Random r = {99};
    for (int64_t i = 0; i < 1000000; i++)
        SEAM_ARRAY_PUSH(int64_t, a, (int64_t)random_next(&r), HERE);
    seam_array_sort(a);
    const int64_t *data = a->data;
    int64_t wrong = 0;
    for (int64_t i = 1; i < a->len; i++) wrong += data[i - 1] > data[i];
    CHECK_EQ(wrong, 0, "out of order");
    seam_release(a);
}

// ---- bytes ----
TEST(bytes_grow_and_slice) {
    SeamBytes b = seam_bytes_alloc(3, 7, HERE);
    for (int i = 0; i < 100; i++) seam_bytes_push(b, (uint8_t)i, HERE);
    CHECK_EQ(b->len, 103, "length");
    CHECK_EQ(*seam_bytes_at(b, 2, HERE), 7, "filled");
    CHECK_EQ(*seam_bytes_at(b, 102, HERE), 99, "pushed");
    SeamBytes part = seam_bytes_slice(b, 100, INT64_MAX, HERE);
    CHECK_EQ(part->len, 3, "slice");
    CHECK_TEXT(shown(&seam_type_bytes, &part), "b\"abc\"", "as a literal");
    seam_bytes_fill(part, 0xff, 0, INT64_MAX, "test", 0);
    CHECK_TEXT(shown(&seam_type_bytes, &part), "b\"\\xff\\xff\\xff\"", "as a literal");
    CHECK_TEXT(seam_bytes_to_string(part), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "as text");
    seam_release(b), seam_release(part);
}

// ---- panics ----
static void at_its_length(void) { SEAM_ITEM(int64_t, numbers(5), 5, HERE) = 1; }
static void at_minus_one(void) { SEAM_ITEM(int64_t, numbers(5), -1, HERE) = 1; }
static void slice_backwards(void) { seam_array_slice(numbers(5), 4, 2, HERE); }
static void grow_while_lent(void) {
    SeamArray a = numbers(4);
    seam_array_lend(a);
    for (int64_t i = 0; i < 100; i++) seam_array_push(a, &i, HERE);
}
static void negative_bytes(void) { seam_bytes_alloc(-1, 0, HERE); }
static void long_buffer(void) { seam_check_length(5, 4, 16, HERE); }
static void negative_length(void) { seam_check_length(-1, 1, 16, HERE); }

TEST(arrays_panic_out_of_bounds) {
    CHECK_PANIC(at_its_length, "index 5 out of bounds (length 5)");
    CHECK_PANIC(at_minus_one, "index -1 out of bounds (length 5)");
    CHECK_PANIC(slice_backwards, "slice from 4 to 2 out of bounds (length 5)");
    CHECK_PANIC(negative_bytes, "the length of a buffer cannot be negative");
}

TEST(lent_buffers_keep_their_place_and_size) {
    CHECK_PANIC(grow_while_lent, "the array cannot grow while it is sorted, or C holds its data");
    CHECK_PANIC(long_buffer, "length 5 x 4 is outside the buffer lent to C (16 bytes)");
    CHECK_PANIC(negative_length, "length -1 is outside the buffer lent to C (16 bytes)");
    seam_check_length(4, 4, 16, HERE);
    seam_check_length(0, 4, 0, HERE);
}
