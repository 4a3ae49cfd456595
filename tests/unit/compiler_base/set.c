// Pointer sets: members are found, others are not, and growing loses nobody.
#include "base/set.h"

#include "../test.h"

TEST(an_empty_set_has_nothing) {
    PointerSet set = {0};
    int x = 0;
    CHECK(!set_has(&set, &x));
}

TEST(a_set_keeps_its_members_while_it_grows) {
    static char items[1000];
    Arena arena;
    arena_init(&arena);
    PointerSet set = {0};
    for (int i = 0; i < 1000; i += 2) CHECK(set_add(&arena, &set, &items[i]));
    for (int i = 0; i < 1000; i += 2) CHECK(!set_add(&arena, &set, &items[i]));
    int found = 0;
    for (int i = 0; i < 1000; i++) found += set_has(&set, &items[i]);
    CHECK_EQ(found, 500, "members");
    CHECK_EQ(set.count, 500, "count");
    arena_deinit(&arena);
}
