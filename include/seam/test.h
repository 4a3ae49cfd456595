// What a program of tests includes: `seam test` makes one of all tests, and starts it once for
// each.
#ifndef SEAM_TEST_H
#define SEAM_TEST_H

#include <seam/runtime.h>

typedef struct SeamTest {
    SeamObject *(*run)(void); // gives the error that nothing caught, or NULL
    const SeamType *throws; // what it has to throw: a class, or the interface Error; NULL: nothing
} SeamTest;

// The exit code of a test that came to its end as it should; `exit(0)` gives another.
#define SEAM_TEST_PASSED         99
#define SEAM_TEST_NOTHING_THROWN 98

// Runs tests[argv[1]] as seam_main does, and gives the exit code.
int seam_test_main(int argc, char **argv, const SeamTest *tests);

#endif
