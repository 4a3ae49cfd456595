// The unit-test harness's only object: the list of tests, the checks, and main.
// Tests run in the order of their names, so that link order does not matter.
#include "test.h"

#include <stdio.h>
#include <string.h>

static UnitTest *tests; // sorted by name
static const char *running;
static bool running_failed;

void unit_register(UnitTest *test) {
    UnitTest **at = &tests;
    while (*at && strcmp((*at)->name, test->name) < 0) at = &(*at)->next;
    test->next = *at;
    *at = test;
}

static void begin_failure(UnitPlace at, const char *what) {
    running_failed = true;
    printf("%s:%d: %s: ", at.file, at.line, running);
    if (what) printf("%s: ", what);
}

bool unit_check(UnitPlace at, bool held, const char *condition) {
    if (held) return true;
    begin_failure(at, NULL);
    printf("does not hold: %s\n", condition);
    return false;
}

bool unit_check_int(UnitPlace at, long long got, long long want, const char *what) {
    if (got == want) return true;
    begin_failure(at, what);
    printf("got %lld, want %lld\n", got, want);
    return false;
}

bool unit_check_text(UnitPlace at, const char *got, const char *want, const char *what) {
    if (got == want || (got && want && strcmp(got, want) == 0)) return true;
    begin_failure(at, what);
    printf("texts differ\n     got: %s\n    want: %s\n", got ? got : "(null)",
           want ? want : "(null)");
    return false;
}

bool unit_check_bytes(UnitPlace at, const void *got, const void *want, size_t size,
                      const char *what) {
    const unsigned char *g = got;
    const unsigned char *w = want;
    for (size_t i = 0; i < size; i++) {
        if (g[i] == w[i]) continue;
        begin_failure(at, what);
        printf("byte %zu of %zu: got 0x%02x, want 0x%02x\n", i, size, g[i], w[i]);
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    const char *filter = argc > 1 ? argv[1] : "";
    int passed = 0;
    int failed = 0;
    for (const UnitTest *test = tests; test; test = test->next) {
        if (!strstr(test->name, filter)) continue;
        running = test->name;
        running_failed = false;
        test->run();
        fflush(stdout); // what is printed survives a crash of the next test
        *(running_failed ? &failed : &passed) += 1;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
