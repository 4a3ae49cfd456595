// What lists of patterns cover, on types alone.
#include "check/pattern/cover.h"

#include "../test.h"

typedef struct Fixture {
    Arena arena;
    Interner names;
    TypeTable types;
} Fixture;

static void open_fixture(Fixture *f) {
    arena_init(&f->arena);
    intern_init(&f->names, &f->arena);
    types_init(&f->types, &f->arena, &f->names);
}

static bool same_key(const void *a, const void *b) { return a == b; }

static Cover new_cover(Fixture *f, const Type *type) {
    return (Cover){.arena = &f->arena, .type = type, .key_covers = same_key};
}

static const CoverPattern any = {.kind = COVER_ANY};

static const CoverPattern *range(Fixture *f, long long from, long long to) {
    CoverPattern *p = ARENA_NEW(&f->arena, CoverPattern);
    *p = (CoverPattern){.kind = COVER_RANGE, .from = from, .to = to};
    return p;
}

static const CoverPattern *part(Fixture *f, uint32_t index, uint32_t count,
                                const CoverPattern *first, const CoverPattern *second) {
    CoverPattern *p = ARENA_NEW(&f->arena, CoverPattern);
    const CoverPattern **parts = ARENA_ARRAY(&f->arena, const CoverPattern *, 2);
    parts[0] = first;
    parts[1] = second;
    *p = (CoverPattern){.kind = COVER_PART, .index = index, .count = count, .parts = parts};
    return p;
}

TEST(both_bools_cover_a_bool) {
    Fixture f;
    open_fixture(&f);
    Cover c = new_cover(&f, type_basic(&f.types, BOOL));
    CHECK_EQ(cover_missing(&c, NULL, 5).len, 1, "of nothing: anything");
    cover_add(&c, part(&f, 1, 0, NULL, NULL));
    CoverExamples missing = cover_missing(&c, NULL, 5);
    CHECK_EQ(missing.len, 1, "false");
    CHECK_EQ(missing.items[0]->index, 0, "false");
    cover_add(&c, part(&f, 0, 0, NULL, NULL));
    CHECK_EQ(cover_missing(&c, NULL, 5).len, 0, "none");
    CHECK_EQ(cover_missing(&c, &any, 5).len, 0, "an arm after both is useless");
    arena_deinit(&f.arena);
}

TEST(ranges_cover_their_numbers_and_leave_gaps) {
    Fixture f;
    open_fixture(&f);
    Cover c = new_cover(&f, type_basic(&f.types, U8));
    cover_add(&c, range(&f, 0, 9));
    cover_add(&c, range(&f, 12, 254));
    CoverExamples missing = cover_missing(&c, NULL, 5);
    CHECK_EQ(missing.len, 2, "two gaps");
    CHECK_EQ(missing.items[0]->from, 10, "first gap");
    CHECK_EQ(missing.items[0]->to, 11, "first gap");
    CHECK_EQ(missing.items[1]->from, 255, "last gap");
    CHECK_EQ(cover_missing(&c, range(&f, 5, 13), 5).len, 1, "partly new");
    CHECK_EQ(cover_missing(&c, range(&f, 5, 9), 5).len, 0, "within");
    cover_add(&c, range(&f, 8, 13));
    cover_add(&c, range(&f, 255, 255));
    CHECK_EQ(cover_missing(&c, NULL, 5).len, 0, "all of them");
    arena_deinit(&f.arena);
}

TEST(the_whole_range_of_64_bits) {
    Fixture f;
    open_fixture(&f);
    Cover c = new_cover(&f, type_basic(&f.types, I64));
    cover_add(&c, range(&f, INT64_MIN, -1));
    cover_add(&c, range(&f, 1, INT64_MAX));
    CoverExamples missing = cover_missing(&c, NULL, 5);
    CHECK_EQ(missing.len, 1, "zero alone");
    CHECK_EQ(missing.items[0]->from, 0, "zero");
    CHECK_EQ(missing.items[0]->to, 0, "zero");
    arena_deinit(&f.arena);
}

TEST(parts_are_looked_at_together) {
    Fixture f;
    open_fixture(&f);
    const Type *truth = type_basic(&f.types, BOOL), *parts[2] = {truth, truth};
    const CoverPattern *yes = part(&f, 1, 0, NULL, NULL), *no = part(&f, 0, 0, NULL, NULL);
    Cover c = new_cover(&f, type_tuple(&f.types, parts, 2));
    cover_add(&c, part(&f, 0, 2, yes, &any));
    cover_add(&c, part(&f, 0, 2, &any, no));
    CoverExamples missing = cover_missing(&c, NULL, 5);
    CHECK_EQ(missing.len, 1, "[false, true]");
    CHECK_EQ(missing.items[0]->parts[0]->index, 0, "false");
    CHECK_EQ(missing.items[0]->parts[1]->index, 1, "true");
    CHECK_EQ(cover_missing(&c, part(&f, 0, 2, yes, no), 5).len, 0, "covered twice");
    arena_deinit(&f.arena);
}

TEST(an_option_is_null_or_a_value) {
    Fixture f;
    open_fixture(&f);
    Cover c = new_cover(&f, type_option(&f.types, type_basic(&f.types, STRING)));
    cover_add(&c, part(&f, 1, 1, &any, NULL));
    CoverExamples missing = cover_missing(&c, NULL, 5);
    CHECK_EQ(missing.len, 1, "null");
    CHECK_EQ(missing.items[0]->index, 0, "null");
    arena_deinit(&f.arena);
}

TEST(keys_never_cover_everything) {
    Fixture f;
    open_fixture(&f);
    int a = 0, b = 0;
    CoverPattern first = {.kind = COVER_KEY, .key = &a}, second = {.kind = COVER_KEY, .key = &b};
    Cover c = new_cover(&f, type_basic(&f.types, STRING));
    cover_add(&c, &first);
    CHECK_EQ(cover_missing(&c, &first, 5).len, 0, "the same again");
    CHECK_EQ(cover_missing(&c, &second, 5).len, 1, "another");
    cover_add(&c, &second);
    CHECK_EQ(cover_missing(&c, NULL, 5).len, 1, "all others");
    cover_add(&c, &any);
    CHECK_EQ(cover_missing(&c, NULL, 5).len, 0, "any");
    arena_deinit(&f.arena);
}
