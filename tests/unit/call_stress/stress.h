// What the stress tests share. SEAM_STRESS_SECONDS in the environment: how long the long ones go on
// (1 by default).
#ifndef SEAM_TESTS_STRESS_H
#define SEAM_TESTS_STRESS_H

#include <seam/call.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE(function) ((void (*)(void))(function))

typedef int64_t Sum3(int32_t a, double b, int64_t c);

double stress_seconds(void);
double stress_now(void);                     // seconds
bool stress_is_scarce(void);                 // executable memory is refused: there are few closures
const SeamSig *stress_sig(const char *text); // NULL: refused, which was reported
// `i64(i32, f64, i64)`: the sum of all, and of what the context points to.
SeamClosure *stress_closure(const int64_t *context);
// Calls a function and a closure in all ways that there are; whether the results are right.
bool stress_use(void);
// Whether some page can be written and executed.
bool stress_has_rwx(void);

// Threads that prepare, call, make and free until they are told to stop.
typedef struct StressCrowd StressCrowd;
StressCrowd *crowd_begin(size_t threads);
size_t crowd_end(StressCrowd *crowd, size_t *rounds); // how many things went wrong

#endif
