// Arenas, growing arrays, interned names, hashes.
#include "base/intern.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../test.h"

TEST(arena_memory_is_zero_and_aligned) {
    Arena a;
    arena_init(&a);
    for (size_t size = 0; size < 100000; size = size * 3 + 1) {
        unsigned char *p = arena_alloc(&a, size);
        CHECK_EQ((uintptr_t)p % 16, 0, "alignment");
        size_t dirty = 0;
        for (size_t i = 0; i < size; i++) dirty += p[i] != 0;
        CHECK_EQ(dirty, 0, "fresh memory");
        memset(p, 0xff, size);
    }
    arena_deinit(&a);
}

TEST(arena_memory_is_zero_again_after_a_reset) {
    Arena a;
    arena_init(&a);
    for (int round = 0; round < 3; round++) {
        unsigned char *p = arena_alloc(&a, 5000);
        size_t dirty = 0;
        for (size_t i = 0; i < 5000; i++) dirty += p[i] != 0;
        CHECK_EQ(dirty, 0, "after reset");
        memset(p, 0xff, 5000);
        arena_alloc(&a, 1 << 20); // another chunk
        arena_reset(&a);
        CHECK_EQ(a.used, 0, "used");
    }
    arena_deinit(&a);
}

TEST(arena_texts) {
    Arena a;
    arena_init(&a);
    CHECK_STR(arena_text(&a, "abc", 2), "ab", "cut");
    CHECK_STR(arena_text(&a, "", 0), "", "empty");
    CHECK_STR(arena_printf(&a, "%s-%d", "x", 12345), "x-12345", "printf");
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++) VEC_PUSH(&a, &numbers, i);
    long sum = 0;
    for (uint32_t i = 0; i < numbers.len; i++) sum += numbers.items[i];
    CHECK_EQ(sum, 499500, "all pushed");
    arena_deinit(&a);
}

TEST(equal_names_are_one_pointer) {
    Arena a;
    arena_init(&a);
    Interner in;
    intern_init(&in, &a);
    Name first = intern_text(&in, "first");
    for (int i = 0; i < 20000; i++) {
        char text[32];
        int len = snprintf(text, sizeof text, "name%d", i);
        Name name = intern(&in, text, (size_t)len);
        if (i % 1000 == 0) {
            CHECK(name == intern_text(&in, text));
            CHECK_STR(name->text, text, "text");
            CHECK_EQ(name->len, len, "length");
        }
    }
    CHECK(intern(&in, "first!", 5) == first);
    CHECK(intern(&in, "a\0b", 3) != intern(&in, "a\0c", 3));
    CHECK_EQ(intern_text(&in, "")->len, 0, "the empty name");
    arena_deinit(&a);
}

// Flips of bit 6 (`0` to `p`) that stand four bytes apart: one product's low half lets them cancel.
TEST(hashes_of_near_texts_differ_under_every_seed) {
    int equal = 0;
    for (uint64_t seed = 0; seed < 1000; seed++)
        equal +=
            hash_bytes("AAAAAAA0AAA0AAA0", 16, seed) == hash_bytes("AAAAAAApAAApAAAp", 16, seed);
    CHECK_EQ(equal, 0, "of 1000 seeds");
}

// Caches on disk are named by it: these values are for ever.
TEST(hashes_are_stable_and_use_every_byte) {
    CHECK_EQ(hash_bytes("", 0, 0), 0, "empty");
    CHECK_EQ(hash_bytes("seam", 4, 0), 538398422101513191, "short");
    CHECK_EQ(hash_bytes("twelve bytes", 12, 7), 5588211322246683778, "longer, with a seed");
    char data[64] = {0};
    uint64_t plain = hash_bytes(data, 64, 0);
    for (size_t i = 0; i < 64; i++) {
        data[i] = 1;
        CHECK(hash_bytes(data, 64, 0) != plain);
        CHECK(hash_bytes(data, i, 0) != hash_bytes(data, i + 1, 0));
        data[i] = 0;
    }
    CHECK(hash_bytes("a", 1, 1) != hash_bytes("a", 1, 2));
}
