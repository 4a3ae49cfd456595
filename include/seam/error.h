// Errors in flight, panics, and how a program starts and ends. Included by <seam/runtime.h>.
// An error in flight is an owned SeamObject * whose class implements Error. A panic never returns:
// it flushes stdout, says what and where on stderr and ends the program with 134.
#ifndef SEAM_ERROR_H
#define SEAM_ERROR_H

#include <seam/string.h>

// ---- errors ----
// What `new Error("text")` makes.
typedef struct SeamError {
    SeamHead head;
    SeamStr message;
} SeamError;
extern SeamType seam_type_error;

SeamObject *seam_error_new(SeamStrRef message);
SeamStr seam_error_message(SeamObjectRef *error); // through its class's table
// Adds a line to the error's return trace: at the `throw`, and wherever it is passed on. Cold paths
// only.
SEAM_COLD void seam_error_frame(SeamObjectRef *error, SEAM_PLACE);
// Prints `error: DbError: message` and the trace to stderr, releases the error, and gives the exit
// code, 1.
SEAM_COLD int seam_uncaught(SeamObject *error);

// ---- panics ----
SEAM_COLD SEAM_NORETURN void seam_panic(const char *message, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_str(SeamStrRef message, SEAM_PLACE); // panic("..")
SEAM_COLD SEAM_NORETURN void seam_panic_assert(SeamStrRef message,
                                               SEAM_PLACE); // message may be NULL
SEAM_COLD SEAM_NORETURN void seam_panic_null(SEAM_PLACE); // x! of null, a null C pointer used as T
SEAM_COLD SEAM_NORETURN void seam_panic_index(int64_t index, int64_t length, SEAM_PLACE);

static inline void *seam_nonnull(const volatile void *pointer, SEAM_PLACE) {
    if (SEAM_UNLIKELY(!pointer)) seam_panic_null(file, place);
    return (void *)(uintptr_t)pointer;
}

// ---- the program ----
struct SeamArray;
// The main file: returns the error that nothing caught, or NULL; *code is 0 before.
typedef SeamObject *SeamMain(struct SeamArray *args, int64_t *code);

// Sets up, runs `body` with the arguments after the program's own name, runs what seam_at_exit was
// given, flushes, reports leaks (SEAM_LEAKS=1), and gives the exit code: `int main(int c, char **v)
// { return seam_main(c, v, f); }`
int seam_main(int argc, char **argv, SeamMain *body);
// Releases the main file's variables at the end, in exit(n) too. In reverse order of registration.
void seam_at_exit(void (*run)(void));
SEAM_NORETURN void seam_exit(int64_t code); // codes outside 0..255 become 255
double seam_clock_seconds(void);            // monotonic

// Names the statement that allocates what follows, for the leak report; only in units compiled with
// -DSEAM_LEAKS.
void seam_site(SEAM_PLACE);
#ifdef SEAM_LEAKS
#define SEAM_SITE(line, col) seam_site(SEAM_AT(line, col))
#else
#define SEAM_SITE(line, col) ((void)0)
#endif

#endif
