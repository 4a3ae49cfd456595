// Maps and sets: lookup, order, and keys of all kinds.
#include "helpers.h"

#include <string.h>

static void set_text(SeamMap m, const char *key, const char *value) {
    SeamStr k = text_of(key), v = text_of(value);
    seam_map_set(m, &k, &v);
    seam_release(k), seam_release(v);
}

static bool delete_text(SeamMap m, const char *key) {
    SeamStr k = text_of(key);
    bool was = seam_map_delete(m, &k);
    seam_release(k);
    return was;
}

TEST(maps_keep_the_order_of_insertion) {
    SeamMap m = seam_map_new(&seam_type_string, &seam_type_string, 0);
    set_text(m, "one", "1");
    set_text(m, "two", "2");
    set_text(m, "three", "3");
    set_text(m, "one", "uno");
    CHECK_TEXT(shown(&type_text_map, &m), "{\"one\": \"uno\", \"two\": \"2\", \"three\": \"3\"}",
               "map");
    CHECK(delete_text(m, "one"));
    CHECK(!delete_text(m, "one"));
    set_text(m, "one", "1");
    CHECK_TEXT(shown(&type_text_map, &m), "{\"two\": \"2\", \"three\": \"3\", \"one\": \"1\"}",
               "map");
    SeamStr two = text_of("two"), found = NULL;
    CHECK(seam_map_get(m, &two, &found));
    CHECK_TEXT(found, "2", "found");
    CHECK(seam_map_has(m, &two));
    SeamArray keys = seam_map_keys(m), values = seam_map_values(m);
    CHECK_TEXT(shown(&seam_type_string_array, &keys), "[\"two\", \"three\", \"one\"]", "keys");
    CHECK_TEXT(shown(&seam_type_string_array, &values), "[\"2\", \"3\", \"1\"]", "values");
    seam_map_clear(m);
    CHECK_EQ(m->len, 0, "cleared");
    CHECK(!seam_map_get(m, &two, &found));
    CHECK_TEXT(shown(&type_text_map, &m), "{}", "empty");
    seam_release(two), seam_release(keys), seam_release(values), seam_release(m);
}

TEST(a_million_entries) {
    SeamMap m = seam_map_new(&seam_type_i64, &seam_type_i64, 0);
    for (int64_t i = 0; i < 1000000; i++) {
        int64_t key = i * 7919, value = -i;
        seam_map_set(m, &key, &value);
    }
    int64_t wrong = 0;
    for (int64_t i = 0; i < 1000000; i++) {
        int64_t key = i * 7919, value = 1;
        wrong += !seam_map_get(m, &key, &value) || value != -i;
        key++;
        wrong += seam_map_has(m, &key);
    }
    CHECK_EQ(wrong, 0, "wrong answers");
    for (int64_t i = 0; i < 1000000; i += 2) {
        int64_t key = i * 7919;
        seam_map_delete(m, &key);
    }
    CHECK_EQ(m->len, 500000, "half of them");
    seam_release(m);
}

TEST(deleting_and_adding_does_not_grow_the_map) {
    SeamMap m = seam_map_new(&seam_type_i64, &seam_type_i64, 0);
    for (int64_t i = 0; i < 100000; i++) {
        seam_map_set(m, &i, &i);
        int64_t old = i - 10;
        seam_map_delete(m, &old);
    }
    CHECK_EQ(m->len, 10, "length");
    CHECK(m->cap <= 64);
    seam_release(m);
}

TEST(floats_as_keys) {
    SeamMap m = seam_map_new(&seam_type_f64, NULL, 0);
    const double keys[] = {0.0, -0.0, __builtin_nan(""), -__builtin_nan("1"), 1.5};
    for (int i = 0; i < 5; i++) seam_map_set(m, &keys[i], NULL);
    CHECK_EQ(m->len, 3, "0, NaN and 1.5");
    for (int i = 0; i < 5; i++) CHECK(seam_map_has(m, &keys[i]));
    seam_release(m);
}

typedef struct Point {
    int32_t x; // followed by padding
    double y;
} Point;

static const SeamField point_fields[] = {{"x", &seam_type_i32, offsetof(Point, x)},
                                         {"y", &seam_type_f64, offsetof(Point, y)}};
static const SeamType type_point = {.kind = SEAM_KIND_STRUCT,
                                    .size = sizeof(Point),
                                    .align = _Alignof(Point),
                                    .name = "Point",
                                    .fields = point_fields,
                                    .part_count = 2};

static Point point(int padding, int32_t x, double y) {
    Point p;
    memset(&p, padding, sizeof p);
    p.x = x;
    p.y = y;
    return p;
}

TEST(structs_as_keys_whatever_their_padding) {
    SeamMap m = seam_map_new(&type_point, &seam_type_i64, 0);
    for (int32_t i = 0; i < 100; i++) {
        Point p = point(1, i, 0.5 * i);
        int64_t value = i;
        seam_map_set(m, &p, &value);
    }
    Point p = point(2, 42, 21), q = point(2, 42, 20);
    int64_t value = 0;
    CHECK(seam_map_get(m, &p, &value));
    CHECK_EQ(value, 42, "value");
    CHECK(!seam_map_has(m, &q));
    seam_release(m);
}

// ---- objects as keys ----
typedef struct Word {
    SeamHead head;
    int64_t number;
} Word;
static bool words_equal(SeamObjectRef *a, SeamObjectRef *b) {
    return ((Word *)(void *)a)->number == ((Word *)(void *)b)->number;
}
static uint64_t hash_of_word(SeamObjectRef *a) { return (uint64_t)((Word *)(void *)a)->number; }
static int64_t compare_words(SeamObjectRef *a, SeamObjectRef *b) {
    return ((Word *)(void *)a)->number - ((Word *)(void *)b)->number;
}
static SeamCode *const equatable[] = {(SeamCode *)words_equal};
static SeamCode *const hashable[] = {(SeamCode *)hash_of_word};
static SeamCode *const ordered[] = {(SeamCode *)compare_words};
static const SeamTable word_tables[] = {{&seam_interface_equatable, equatable},
                                        {&seam_interface_hashable, hashable},
                                        {&seam_interface_ordered, ordered}};
static const SeamField word_fields[] = {{"number", &seam_type_i64, offsetof(Word, number)}};
static SeamType type_word = {.kind = SEAM_KIND_CLASS,
                             .flags = SEAM_COUNTED,
                             .size = sizeof(Word *),
                             .align = _Alignof(Word *),
                             .object_size = sizeof(Word),
                             .name = "Word",
                             .fields = word_fields,
                             .part_count = 1,
                             .tables = word_tables,
                             .table_count = 3};

static Word *word(int64_t number) {
    Word *w = seam_object_new(&type_word);
    w->number = number;
    return w;
}

TEST(objects_are_keys_by_their_own_equality) {
    SeamMap m = seam_map_new(&type_word, &seam_type_i64, 0);
    for (int64_t i = 0; i < 50; i++) {
        Word *w = word(i % 10);
        seam_map_set(m, &w, &i);
        seam_release(w);
    }
    CHECK_EQ(m->len, 10, "ten words");
    Word *three = word(3);
    int64_t value = 0;
    CHECK(seam_map_get(m, &three, &value));
    CHECK_EQ(value, 43, "the last one set");
    SeamArray words = seam_map_keys(m);
    seam_array_reverse(words);
    seam_array_sort(words);
    CHECK_EQ((SEAM_ITEM(Word *, words, 0, HERE)->number), 0, "by Ordered");
    seam_release(words), seam_release(three), seam_release(m);
}

TEST(objects_are_keys_by_identity_otherwise) {
    SeamMap m = seam_map_new(&type_node, NULL, 0);
    Node *a = node_new(1, NULL, NULL), *b = node_new(1, NULL, NULL);
    seam_map_set(m, &a, NULL);
    CHECK(seam_map_has(m, &a));
    CHECK(!seam_map_has(m, &b));
    seam_release(a), seam_release(b), seam_release(m);
}

TEST(maps_are_equal_in_any_order) {
    SeamMap a = seam_map_new(&seam_type_i64, &seam_type_i64, 0);
    SeamMap b = seam_map_new(&seam_type_i64, &seam_type_i64, 100);
    for (int64_t i = 0; i < 50; i++) {
        int64_t down = 49 - i;
        seam_map_set(a, &i, &i);
        seam_map_set(b, &down, &down);
    }
    CHECK(seam_map_equals(a, b));
    CHECK(seam_value_equals(&type_number_map, &a, &b));
    CHECK(seam_value_hash(&type_number_map, &a) == seam_value_hash(&type_number_map, &b));
    int64_t key = 3, value = 4;
    seam_map_set(b, &key, &value);
    CHECK(!seam_map_equals(a, b));
    seam_release(a), seam_release(b);
}

TEST(a_map_may_be_given_its_own_values) {
    SeamMap m = seam_map_new(&seam_type_i64, &seam_type_string, 0);
    int64_t first = 0;
    SeamStr s = text_of("value");
    seam_map_set(m, &first, &s);
    seam_release(s);
    for (int64_t i = 1; i < 100; i++) seam_map_set(m, &i, seam_map_find(m, &first));
    CHECK_EQ(s->head.count, 100, "held by all");
    seam_map_set(m, &first, seam_map_find(m, &first));
    CHECK_EQ(s->head.count, 100, "itself once more");
    seam_release(m);
}

static void add_while_iterating(void) {
    SeamMap m = seam_map_new(&seam_type_i64, NULL, 0);
    for (int64_t i = 0; i < 3; i++) seam_map_set(m, &i, NULL);
    SeamMapIter it = seam_map_iter(m);
    const void *key, *value;
    while (seam_map_next(&it, &key, &value, HERE)) {
        int64_t more = *(const int64_t *)key + 10;
        seam_map_set(m, &more, NULL);
    }
}

TEST(changing_the_keys_while_iterating_panics) {
    CHECK_PANIC(add_while_iterating, "the set changed while it was being iterated over");
    SeamMap m = seam_map_new(&seam_type_i64, &seam_type_i64, 0);
    for (int64_t i = 0; i < 3; i++) seam_map_set(m, &i, &i);
    SeamMapIter it = seam_map_iter(m);
    const void *key, *value;
    int64_t sum = 0;
    while (seam_map_next(&it, &key, &value, HERE)) { // values may change
        int64_t k = *(const int64_t *)key, v = *(const int64_t *)value + 1;
        seam_map_set(m, &k, &v);
        sum += k;
    }
    CHECK_EQ(sum, 3, "all keys seen");
    seam_release(m);
}
