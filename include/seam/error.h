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

SeamObject *seam_error_new(SeamStrRef message, SeamObjectRef *cause); // cause may be NULL
SeamStr seam_error_message(SeamObjectRef *error);                     // through its class's table
// `e.cause`: false without one. An owned value of the interface Error.
bool seam_error_cause(SeamInterface error, SeamInterface *out);
// A `throw` in a `catch`: what was caught is the cause, unless the error has one, or that would
// make a circle.
void seam_error_add_cause(SeamInterface error, SeamInterface cause);
struct SeamArray *seam_error_trace(SeamInterface error); // `e.trace`: owned, of strings
// Adds a line to the error's return trace: at the `throw`, and wherever it is passed on. Cold paths
// only.
SEAM_COLD void seam_error_frame(SeamObjectRef *error, SEAM_PLACE);
// `throw`: the error, with the first line of its trace.
static inline SeamObject *seam_thrown(void *error, SEAM_PLACE) {
    seam_error_frame((SeamObjectRef *)error, file, place);
    return (SeamObject *)error;
}
// After a call that may fail: did it? Then the error's trace tells of the call.
static inline bool seam_failed(SeamObjectRef *error, SEAM_PLACE) {
    if (SEAM_LIKELY(!error)) return false;
    seam_error_frame(error, file, place);
    return true;
}
// `onUncaught(f)`: f, an `(e: Error) => void nothrow`, gets what arises where nobody can catch it.
void seam_on_uncaught(SeamFunction f);
// Prints `error: DbError: message`, the trace and the causes to
// stderr, releases the error, and gives the exit code, 1.
SEAM_COLD int seam_uncaught(SeamObject *error);

// ---- callbacks: what is thrown in one is held until the C call that it runs under returns ----
// Where a panic stops: in a catchPanic, or in a function that C called. Lies in its frame.
typedef struct SeamGuard {
    struct SeamGuard *outer;
    int32_t calls; // C calls under way outside
    bool is_set;
    void *back[48]; // a jmp_buf
} SeamGuard;

// Of the thread.
typedef struct SeamHeld {
    SeamGuard *guard; // the innermost
    int32_t calls;    // C calls under way that may call back, since the innermost callback began
    bool runs;        // the program's own thread; its values are counted without locks
    bool stops;       // one of these is there: callbacks do not run
    bool panicked;
    SeamObject *error;
} SeamHeld;
extern _Thread_local SeamHeld seam_held;

// Around C calls that are passed a function. The end raises a panic that was held, and gives the
// error that was, owned, or NULL.
SEAM_COLD SeamObject *seam_take_held(void);
static inline void seam_c_call_begin(void) { seam_held.calls++; }
static inline SeamObject *seam_c_call_end(void) {
    seam_held.calls--;
    return SEAM_UNLIKELY(seam_held.stops) ? seam_take_held() : NULL;
}
// The end where nobody can catch an error: it goes to the handler of onUncaught.
void seam_c_call_end_uncaught(void);

// The edge of a function that C calls: first in it, and on each way out. Where it gives false,
// because something is held already or because a panic in the function has ended here, the function
// returns zero at once, and without an end.
#define seam_callback_begin(guard) \
    (seam_callback_enter(guard) && \
     !((guard)->is_set && seam_setjmp((guard)->back) != 0 && seam_callback_land(guard)))
int seam_setjmp(void **back) __asm__("_setjmp") __attribute__((returns_twice));

// A panic stops here if somebody outside waits for it, and if a C call is under way which holds it.
SEAM_COLD SEAM_NORETURN void seam_callback_foreign(void);
static inline bool seam_callback_enter(SeamGuard *guard) {
    SeamHeld *held = &seam_held;
    if (SEAM_UNLIKELY(!held->runs)) seam_callback_foreign();
    if (SEAM_UNLIKELY(held->stops)) return false;
    guard->outer = held->guard;
    guard->calls = held->calls;
    guard->is_set = guard->outer && guard->calls > 0;
    held->guard = guard->is_set ? guard : NULL;
    held->calls = 0;
    return true;
}
static inline void seam_callback_end(SeamGuard *guard) {
    seam_held.guard = guard->outer;
    seam_held.calls = guard->calls;
}
SEAM_COLD bool seam_callback_land(SeamGuard *guard); // true
// The end with an error, which is taken over. Where no C call holds it, it goes to the handler of
// onUncaught.
SEAM_COLD void seam_callback_fail(SeamGuard *guard, SeamObject *error);

// ---- panics ----
SEAM_COLD SEAM_NORETURN void seam_panic(const char *message, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_str(SeamStrRef message, SEAM_PLACE); // panic("..")
SEAM_COLD SEAM_NORETURN void seam_panic_assert(SeamStrRef message,
                                               SEAM_PLACE); // message may be NULL
// x! of null, a null C pointer used as T. `what` is the expression as it was written.
SEAM_COLD SEAM_NORETURN void seam_panic_null(const char *what, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_index(int64_t index, int64_t length, SEAM_PLACE);
SEAM_COLD SEAM_NORETURN void seam_panic_slice(int64_t from, int64_t to, int64_t length, SEAM_PLACE);

// What traces call the functions of a unit: for each .seam file its name and what its C names begin
// with, and for what <seam/frame.h> cannot tell the rest of C's name and Seam's name (`-`: traces
// pass over it). In a section that is read by a panic only.
#ifdef __ELF__
#define SEAM_FRAMES \
    static const char seam_frame_names[] __attribute__((section("seam_frames"), SEAM_KEPT))
#else
#define SEAM_FRAMES static const char seam_frame_names[] __attribute__((unused))
#endif
#if defined(__clang__) // whose linkers drop what nothing names
#define SEAM_KEPT used, retain
#else
#define SEAM_KEPT used
#endif

static inline void *seam_nonnull(const volatile void *pointer, const char *what, SEAM_PLACE) {
    if (SEAM_UNLIKELY(!pointer)) seam_panic_null(what, file, place);
    return (void *)(uintptr_t)pointer;
}

// Runs `body`, which gives what it throws. A panic in it ends here: its frames are left as they
// are, and its message, its place and the lines of its trace are the result; else it is empty.
struct SeamArray *seam_panic_catch(SeamFunction body, SeamObject **error);

// ---- the program ----
struct SeamArray;
// The main file: returns the error that nothing caught, or NULL; *code is 0 before.
typedef SeamObject *SeamMain(struct SeamArray *args, int64_t *code);

// Sets up, runs `body` with the arguments after the program's own name, runs what seam_at_exit was
// given, flushes, reports leaks (SEAM_LEAKS=1), and gives the exit code: `int main(int c, char **v)
// { return seam_main(c, v, f); }`
int seam_main(int argc, char **argv, SeamMain *body);
// C's main: `call` is of the main file's code with `args` and `code`.
#define SEAM_MAIN(call)                                                    \
    static SeamObject *seam_start(struct SeamArray *args, int64_t *code) { \
        (void)code;                                                        \
        return call;                                                       \
    }                                                                      \
    int main(int argc, char **argv) { return seam_main(argc, argv, seam_start); }
// Releases the main file's variables at the end, in exit(n) too. In reverse order of registration.
void seam_at_exit(void (*run)(void));
SEAM_NORETURN void seam_exit(int64_t code); // codes outside 0..255 become 255
double seam_clock_seconds(void);            // monotonic

// A constant that is computed at first use, by one thread: `if (seam_once_begin(&once, "limit",
// SEAM_AT(..))) { compute; seam_once_end(&once); }`. Panics when `name` is needed to compute
// itself.
typedef struct SeamOnce {
    int32_t done; // 0, then 1
    int32_t owner;
} SeamOnce;
bool seam_once_begin_slow(SeamOnce *once, const char *name, SEAM_PLACE);
void seam_once_end(SeamOnce *once);
static inline bool seam_once_begin(SeamOnce *once, const char *name, SEAM_PLACE) {
    if (SEAM_LIKELY(__atomic_load_n(&once->done, __ATOMIC_ACQUIRE))) return false;
    return seam_once_begin_slow(once, name, file, place);
}

// What gives the address of a module's variable: one that the main file's code sets, which panics
// before; and one that is computed at first use, `release` its seam_at_exit.
#define SEAM_CHECKED_GLOBAL(name, text)                                          \
    static bool seam_ready_##name;                                               \
    static inline __typeof__(name) *seam_global_##name(SEAM_PLACE) {             \
        if (SEAM_UNLIKELY(!seam_ready_##name))                                   \
            seam_panic("`" text "` is used before it has a value", file, place); \
        return &name;                                                            \
    }
#define SEAM_COMPUTED_GLOBAL(linkage, name, text, compute, release) \
    linkage __typeof__(name) *seam_global_##name(SEAM_PLACE) {      \
        static SeamOnce once;                                       \
        if (seam_once_begin(&once, text, file, place)) {            \
            name = compute();                                       \
            release;                                                \
            seam_once_end(&once);                                   \
        }                                                           \
        return &name;                                               \
    }

// Names the statement that allocates what follows, for the leak report; only in units compiled with
// -DSEAM_LEAKS.
void seam_site(SEAM_PLACE);
#ifdef SEAM_LEAKS
#define SEAM_SITE(line, col) seam_site(SEAM_AT(line, col))
#else
#define SEAM_SITE(line, col) ((void)0)
#endif

#endif
