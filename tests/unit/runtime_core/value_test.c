// Values of every kind, from their descriptors alone: copying, `==`, hashing, order and print.
#include "helpers.h"

#include "core/value/value.h"

#include <string.h>

// struct Mixed, which holds a value of each remaining kind.
typedef struct Mixed {
    int8_t a;
    uint16_t b;
    float c;
    bool d;
    int32_t numbers[3];
    struct {
        bool has;
        int32_t v;
    } maybe;
    struct {
        SeamStr first;
        int64_t second;
    } tuple;
    SeamFunction function;
    SeamInterface object;
    SeamBytes bytes;
    SeamArray array;
    SeamMap map;
    void *pointer;
    union {
        int32_t i;
        float f;
    } either;
} Mixed;

#define VALUE(KIND, T, counted, text, ...)  \
    {.kind = SEAM_KIND_##KIND,              \
     .flags = (counted) ? SEAM_COUNTED : 0, \
     .size = sizeof(T),                     \
     .align = _Alignof(T),                  \
     .name = text,                          \
     __VA_ARGS__}
static const SeamType type_numbers =
    VALUE(CARRAY, int32_t[3], false, "CArray<i32, 3>", .elem = &seam_type_i32, .part_count = 3);
static const SeamType type_maybe = VALUE(
    OPTION,
    struct {
        bool h;
        int32_t v;
    },
    false, "i32?", .elem = &seam_type_i32);
static const SeamField tuple_fields[] = {{NULL, &seam_type_string, 0}, {NULL, &seam_type_i64, 8}};
static const SeamType type_tuple = VALUE(
    TUPLE,
    struct {
        SeamStr a;
        int64_t b;
    },
    true, "[string, int]", .fields = tuple_fields, .part_count = 2);
static const SeamType type_interface = VALUE(INTERFACE, SeamInterface, true, "Thing", .elem = NULL);
static const SeamType type_either = VALUE(UNION, int32_t, false, "Either", .elem = NULL);
static const SeamField mixed_fields[] = {
    {"a", &seam_type_i8, offsetof(Mixed, a)},
    {"b", &seam_type_u16, offsetof(Mixed, b)},
    {"c", &seam_type_f32, offsetof(Mixed, c)},
    {"d", &seam_type_bool, offsetof(Mixed, d)},
    {"numbers", &type_numbers, offsetof(Mixed, numbers)},
    {"maybe", &type_maybe, offsetof(Mixed, maybe)},
    {"tuple", &type_tuple, offsetof(Mixed, tuple)},
    {"function", &seam_type_function, offsetof(Mixed, function)},
    {"object", &type_interface, offsetof(Mixed, object)},
    {"bytes", &seam_type_bytes, offsetof(Mixed, bytes)},
    {"array", &type_i64_array, offsetof(Mixed, array)},
    {"map", &type_number_map, offsetof(Mixed, map)},
    {"pointer", &seam_type_pointer, offsetof(Mixed, pointer)},
    {"either", &type_either, offsetof(Mixed, either)},
};
static const SeamType type_mixed = VALUE(STRUCT, Mixed, true, "Mixed", .fields = mixed_fields,
                                         .part_count = sizeof mixed_fields / sizeof *mixed_fields);

static Mixed mixed(void) {
    Mixed m;
    memset(&m, 0x55, sizeof m); // padding is not compared
    m.a = -1, m.b = 2, m.c = 0.5f, m.d = true;
    m.numbers[0] = 1, m.numbers[1] = 2, m.numbers[2] = 3;
    m.maybe.has = true, m.maybe.v = 7;
    m.tuple.first = text_of("first"), m.tuple.second = 8;
    m.function = (SeamFunction){NULL, NULL};
    m.object = (SeamInterface){&node_new(1, NULL, NULL)->head, NULL};
    m.bytes = seam_bytes_new("by", 2);
    m.array = seam_array_new(&seam_type_i64, 0);
    m.map = seam_map_new(&seam_type_i64, &seam_type_i64, 0);
    int64_t nine = 9;
    seam_array_push(m.array, &nine, HERE);
    seam_map_set(m.map, &nine, &nine);
    m.pointer = (void *)0xabc0;
    m.either.i = 3;
    return m;
}

TEST(every_kind_of_value_prints) {
    Mixed m = mixed();
    CHECK_TEXT(
        shown(&type_mixed, &m),
        "Mixed { a: -1, b: 2, c: 0.5, d: true, numbers: [1, 2, 3], maybe: 7, tuple: [\"first\", 8], "
        "function: function, object: Node { next: null, id: 1, other: null }, bytes: b\"by\", "
        "array: [9], map: {9: 9}, pointer: 0xabc0, either: Either }",
        "struct");
    m.maybe.has = false;
    m.pointer = NULL;
    SeamStr s = shown(&type_mixed, &m);
    CHECK(strstr(s->data, "maybe: null") && strstr(s->data, "pointer: null"));
    seam_release(s);
    seam_value_release(&type_mixed, &m);
}

TEST(hashes_begin_with_a_seed_of_the_process) {
    CHECK(hash_seed.a != 0x3c6ef372fe94f82b); // what it is before the program starts
    CHECK(hash_seed.b != 0xa54ff53a5f1d36f1);
}

TEST(every_kind_of_value_is_copied_compared_and_hashed) {
    Mixed m = mixed(), same = m, other = mixed();
    seam_value_retain(&type_mixed, &same);
    CHECK_EQ(m.array->head.count, 2, "retained");
    CHECK_EQ(m.object.object->count, 2, "retained");
    CHECK(seam_value_equals(&type_mixed, &m, &same));
    CHECK(seam_value_hash(&type_mixed, &m) == seam_value_hash(&type_mixed, &same));
    CHECK(!seam_value_equals(&type_mixed, &m, &other)); // the objects are two
    seam_value_release(&type_interface, &other.object);
    other.object = m.object;
    seam_value_retain(&type_interface, &other.object);
    CHECK(seam_value_equals(&type_mixed, &m, &other));
    CHECK(seam_value_hash(&type_mixed, &m) == seam_value_hash(&type_mixed, &other));
    for (size_t i = 0; i < type_mixed.part_count;
         i++) { // one other byte in any field makes a difference
        const SeamField *f = &mixed_fields[i];
        if (f->type->flags & SEAM_COUNTED && f->type != &seam_type_function) continue;
        Mixed changed = m;
        ((char *)&changed)[f->offset] ^= 1;
        CHECK(!seam_value_equals(&type_mixed, &m, &changed));
    }
    seam_value_release(&type_mixed, &m);
    seam_value_release(&type_mixed, &same);
    seam_value_release(&type_mixed, &other);
}

TEST(an_empty_option_equals_only_another) {
    struct {
        bool has;
        int32_t v;
    } none = {false, 1}, none_2 = {false, 2}, one = {true, 1};
    CHECK(seam_value_equals(&type_maybe, &none, &none_2));
    CHECK(seam_value_hash(&type_maybe, &none) == seam_value_hash(&type_maybe, &none_2));
    CHECK(!seam_value_equals(&type_maybe, &none, &one));
    CHECK(seam_value_compare(&type_maybe, &none, &one) < 0);
    CHECK(seam_value_compare(&type_maybe, &none, &none_2) == 0);
}

TEST(order_is_by_parts) {
    struct {
        SeamStr first;
        int64_t second;
    } x = {text_of("a"), 2}, y = {text_of("a"), 10}, z = {text_of("b"), 0};
    CHECK(seam_value_compare(&type_tuple, &x, &y) < 0);
    CHECK(seam_value_compare(&type_tuple, &z, &y) > 0);
    CHECK(seam_value_compare(&type_tuple, &y, &y) == 0);
    uint64_t low = 1, high = UINT64_MAX;
    CHECK(seam_value_compare(&seam_type_u64, &low, &high) < 0);
    CHECK(seam_value_compare(&seam_type_i64, &low, &high) > 0);
    float f = 0.5f, g = -0.5f;
    CHECK(seam_value_compare(&seam_type_f32, &f, &g) > 0);
    seam_release(x.first), seam_release(y.first), seam_release(z.first);
}

TEST(hashes_differ) {
    enum { COUNT = 2000 };
    static uint64_t seen[COUNT];
    int64_t collisions = 0;
    for (int64_t i = 0; i < COUNT; i++) {
        SeamStr s = seam_i64_to_string(i * i * i);
        seen[i] = seam_value_hash(&seam_type_string, &s);
        for (int64_t k = 0; k < i; k++) collisions += seen[k] == seen[i];
        seam_release(s);
    }
    CHECK_EQ(collisions, 0, "of 64 bits");
}
