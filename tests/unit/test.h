// The unit-test harness. A test is TEST(name_that_says_the_rule) { ... } in
// tests/unit/<house>_<room>/*.c; it registers itself, and the folder becomes one program, linked
// with the compiler's objects (without main) or with the runtime. A failed check is printed and the
// test goes on, so that a table of rows shows every wrong row. The program runs the tests whose
// names contain its first argument, all without one; last line `N passed, N failed`.
#ifndef SEAM_TESTS_UNIT_TEST_H
#define SEAM_TESTS_UNIT_TEST_H

#include <stdbool.h>
#include <stddef.h>

typedef struct UnitTest {
    const char *name;
    void (*run)(void);
    struct UnitTest *next;
} UnitTest;

typedef struct UnitPlace {
    const char *file;
    int line;
} UnitPlace;

void unit_register(UnitTest *test);
// Each returns whether the check held. `what` names the row or the thing, and may be NULL.
bool unit_check(UnitPlace at, bool held, const char *condition);
bool unit_check_int(UnitPlace at, long long got, long long want, const char *what);
bool unit_check_text(UnitPlace at, const char *got, const char *want, const char *what);
bool unit_check_bytes(UnitPlace at, const void *got, const void *want, size_t size,
                      const char *what);

#define TEST(test_name)                                                   \
    static void test_name(void);                                          \
    __attribute__((constructor)) static void register_##test_name(void) { \
        static UnitTest test = {#test_name, test_name, NULL};             \
        unit_register(&test);                                             \
    }                                                                     \
    static void test_name(void)

#define UNIT_HERE        ((UnitPlace){__FILE__, __LINE__})
#define CHECK(condition) unit_check(UNIT_HERE, (condition), #condition)
// Integers, enumerators, booleans.
#define CHECK_EQ(got, want, what) \
    unit_check_int(UNIT_HERE, (long long)(got), (long long)(want), (what))
// NUL-terminated texts; NULL equals NULL only.
#define CHECK_STR(got, want, what) unit_check_text(UNIT_HERE, (got), (want), (what))
#define CHECK_BYTES(got, want, size, what) \
    unit_check_bytes(UNIT_HERE, (got), (want), (size), (what))

#endif
