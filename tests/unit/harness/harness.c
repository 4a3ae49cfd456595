// The harness checks itself: what holds passes, and each kind of check sees a difference.
#include "../test.h"

#include <string.h>

TEST(equal_values_pass) {
    CHECK(1 + 1 == 2);
    CHECK_EQ(strlen("seam"), 4, "length");
    CHECK_STR("a", "a", "text");
    CHECK_STR(NULL, NULL, "no text");
    CHECK_BYTES("ab\0c", "ab\0c", 4, "bytes");
}

typedef struct Row {
    const char *name;
    int given;
    int want;
} Row;

TEST(rows_are_checked_one_by_one) {
    static const Row rows[] = {{"zero", 0, 0}, {"one", 1, 2}, {"two", 2, 4}, {NULL, 0, 0}};
    for (const Row *r = rows; r->name; r++) CHECK_EQ(r->given * 2, r->want, r->name);
}
