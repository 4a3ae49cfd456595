// Runs tests, each in a process of its own, some at once, with a time limit.
#ifndef SEAM_DRIVER_TESTRUN_H
#define SEAM_DRIVER_TESTRUN_H

#include "base/io.h"

typedef enum TestOutcome {
    TEST_NOT_RUN,
    TEST_PASSED,
    TEST_FAILED,
    TEST_TIMEOUT, // killed
    TEST_NOISY,   // killed: it printed more than OUTPUT_MAX
} TestOutcome;

typedef struct TestRun {
    uint32_t index;     // what the program is given
    const char *panics; // a panic with this text is what is wanted; NULL
    TestOutcome outcome;
    int status;      // exit code, 128 + signal
    double seconds;  // wall clock
    FileText output; // stdout and stderr together
} TestRun;

typedef struct TestOptions {
    uint32_t jobs; // 0: as many as there are processors
    double timeout_s;
    bool fail_fast;                                   // none is started after one has failed
    void (*ended)(void *context, const TestRun *run); // called for each, in the order of the runs
    void *context;
} TestOptions;

// False: interrupted (SIGINT, SIGTERM); what ran was killed.
bool tests_run(Arena *arena, const char *program, TestRun *runs, uint32_t count,
               const TestOptions *options);
// What is wrong with a run that did not pass, in a few words.
const char *test_reason(Arena *arena, const TestRun *run, double timeout_s);

#endif
