// One test of a program of tests, in a process of its own.
#include <seam/test.h>

#include <stdlib.h>

static const SeamTest *chosen;
static bool completed;

static bool is_expected(SeamObject *error) {
    return chosen->throws == &seam_interface_error || seam_type_of(error) == chosen->throws;
}

static SeamObject *run_chosen(SeamArray args, int64_t *code) {
    (void)args;
    SeamObject *error = chosen->run();
    if (error && chosen->throws && is_expected(error)) {
        seam_release(error);
        completed = true;
        return NULL;
    }
    completed = !error && !chosen->throws;
    if (!completed) *code = SEAM_TEST_NOTHING_THROWN; // an error makes its own
    return error;
}

int seam_test_main(int argc, char **argv, const SeamTest *tests) {
    if (argc != 2) return 2;
    chosen = &tests[strtoul(argv[1], NULL, 10)];
    int code = seam_main(1, argv, run_chosen);
    return completed && code == 0 ? SEAM_TEST_PASSED : code;
}
