// Random operations on arrays, maps and strings, each beside a model so simple that it is right.
// tests/unit/runtime_leaks runs them again with every object tracked.
#include "helpers.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 20000, KEYS = 200 };

// A string whose text says its number, sometimes long.
static SeamStr string_of_number(int64_t number) {
    SeamStr digits = seam_i64_to_string(number);
    SeamStr s = seam_string_repeat(digits, number % 7 ? 1 : 1 + number % 90, HERE);
    seam_release(digits);
    return s;
}

static bool has_number(SeamStrRef s, int64_t number) {
    SeamStr want = string_of_number(number);
    bool same = seam_string_equals(s, want);
    seam_release(want);
    return same;
}

// ---- arrays of strings; the model: numbers ----
typedef struct ArrayModel {
    SeamArray array;
    int64_t numbers[STEPS];
    int64_t len;
    int64_t wrong;
} ArrayModel;

static void array_step(ArrayModel *m, Random *r, int64_t number) {
    SeamStr s = string_of_number(number), out = NULL;
    int64_t at = m->len ? (int64_t)random_below(r, (uint64_t)m->len) : 0;
    switch (random_below(r, m->len > 300 ? 6 : 4)) {
    case 0:
    case 1:
        seam_array_push(m->array, &s, HERE);
        m->numbers[m->len++] = number;
        break;
    case 2:
        seam_array_insert(m->array, at, &s, HERE);
        memmove(&m->numbers[at + 1], &m->numbers[at], (size_t)(m->len++ - at) * sizeof number);
        m->numbers[at] = number;
        break;
    case 3:
        if (m->len == 0) break;
        seam_release(SEAM_ITEM(SeamStr, m->array, at, HERE));
        SEAM_ITEM(SeamStr, m->array, at, HERE) = seam_retained(s);
        m->numbers[at] = number;
        break;
    case 4:
        seam_array_remove_at(m->array, at, &out, HERE);
        m->wrong += !has_number(out, m->numbers[at]);
        memmove(&m->numbers[at], &m->numbers[at + 1], (size_t)(--m->len - at) * sizeof number);
        break;
    default: seam_array_pop(m->array, &out); m->wrong += !has_number(out, m->numbers[--m->len]);
    }
    seam_release_opt(out);
    seam_release(s);
}

TEST(stress_arrays) {
    static ArrayModel m;
    Random r = {1};
    m = (ArrayModel){.array = seam_array_new(&seam_type_string, 0)};
    for (int64_t i = 0; i < STEPS; i++) {
        array_step(&m, &r, i);
        if (i % 1000) continue;
        m.wrong += m.array->len != m.len;
        for (int64_t k = 0; k < m.len; k++)
            m.wrong += !has_number(SEAM_ITEM(SeamStr, m.array, k, HERE), m.numbers[k]);
    }
    CHECK_EQ(m.wrong, 0, "differences");
    seam_release(m.array);
}

// ---- maps of strings; the model: a value and a time of insertion for each of a few keys ----
typedef struct MapModel {
    SeamMap map;
    struct {
        bool has;
        int64_t value;
        int64_t since;
    } keys[KEYS];
    int64_t len;
    int64_t wrong;
} MapModel;

static void map_step(MapModel *m, Random *r, int64_t number) {
    int64_t index = (int64_t)random_below(r, KEYS);
    SeamStr key = string_of_number(index), value = string_of_number(number), out = NULL;
    bool had = m->keys[index].has;
    switch (random_below(r, 5)) {
    case 0:
    case 1:
        seam_map_set(m->map, &key, &value);
        if (!had) m->keys[index].since = number;
        m->len += !had;
        m->keys[index].has = true;
        m->keys[index].value = number;
        break;
    case 2:
    case 3:
        m->wrong += seam_map_delete(m->map, &key) != had;
        m->len -= had;
        m->keys[index].has = false;
        break;
    default:
        m->wrong += seam_map_get(m->map, &key, &out) != had;
        if (had) m->wrong += !has_number(out, m->keys[index].value);
    }
    seam_release_opt(out);
    seam_release(key), seam_release(value);
}

static void compare_maps(MapModel *m) {
    int64_t last = -1, seen = 0;
    SeamMapIter it = seam_map_iter(m->map);
    const void *key, *value;
    while (seam_map_next(&it, &key, &value, HERE)) {
        int64_t index = 0;
        while (index < KEYS && !has_number(*(SeamStr const *)key, index)) index++;
        m->wrong += index == KEYS || !m->keys[index].has || m->keys[index].since <= last ||
                    !has_number(*(SeamStr const *)value, m->keys[index].value);
        if (index < KEYS) last = m->keys[index].since;
        seen++;
    }
    m->wrong += seen != m->len || m->map->len != m->len;
}

TEST(stress_maps) {
    static MapModel m;
    Random r = {2};
    m = (MapModel){.map = seam_map_new(&seam_type_string, &seam_type_string, 0)};
    for (int64_t i = 0; i < STEPS; i++) {
        map_step(&m, &r, i);
        if (i % 2000 == 0) compare_maps(&m);
        if (i == STEPS / 2) {
            seam_map_clear(m.map);
            memset(m.keys, 0, sizeof m.keys);
            m.len = 0;
        }
    }
    CHECK_EQ(m.wrong, 0, "differences");
    seam_release(m.map);
}

// ---- strings; the model: a buffer ----
TEST(stress_strings) {
    enum { MOST = 5000 };
    static char model[2 * MOST + 100];
    int64_t len = 0, wrong = 0;
    Random r = {3};
    SeamStr s = text_of(""), other = NULL;
    for (int64_t i = 0; i < STEPS; i++) {
        SeamStr more = string_of_number(i);
        int64_t from = (int64_t)random_below(&r, (uint64_t)len + 1);
        switch (random_below(&r, len > MOST ? 5 : 4)) {
        case 0:
        case 1:
            seam_string_append(&s, more);
            memcpy(model + len, more->data, (size_t)more->len);
            len += more->len;
            break;
        case 2: { // another holds it for a while
            seam_release_opt(other);
            other = seam_string_retain(s);
            break;
        }
        case 3: {
            SeamStr both = seam_string_concat(s, more);
            seam_release(s);
            s = both;
            memcpy(model + len, more->data, (size_t)more->len);
            len += more->len;
            break;
        }
        default: {
            SeamStr part = seam_string_slice(s, from, INT64_MAX, HERE);
            seam_release(s);
            s = part;
            memmove(model, model + from, (size_t)(len - from));
            len -= from;
        }
        }
        seam_release(more);
        wrong += s->len != len || memcmp(s->data, model, (size_t)len) != 0 || s->data[len] != '\0';
    }
    CHECK_EQ(wrong, 0, "differences");
    seam_release_opt(other);
    seam_release(s);
}

// ---- objects in all of them ----
TEST(stress_objects) {
    Random r = {4};
    SeamArray a = seam_array_new(&type_node, 0);
    SeamMap m = seam_map_new(&seam_type_i64, &type_node, 0);
    int64_t made = 0;
    node_log_count = 0;
    for (int64_t i = 0; i < STEPS; i++) {
        Node *tail = a->len ? seam_retained(SEAM_ITEM(Node *, a, a->len - 1, HERE)) : NULL;
        Node *node = node_new(i, tail, NULL);
        made++;
        int64_t key = (int64_t)random_below(&r, 50);
        if (random_below(&r, 3)) seam_array_push(a, &node, HERE);
        else seam_map_set(m, &key, &node);
        seam_release(node);
        if (random_below(&r, 500) == 0) seam_array_clear(a);
        if (random_below(&r, 700) == 0) seam_map_clear(m);
    }
    seam_release(a);
    seam_release(m);
    CHECK_EQ(node_log_count, made, "all finalized, each once");
}
