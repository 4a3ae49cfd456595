// How a program starts and ends, and constants that are computed once.
#include <seam/error.h>

#include "core/memory/leak.h"
#include "core/program/arguments.h"
#include "core/program/crash.h"
#include "core/program/output.h"
#include "core/program/panic.h"
#include "core/program/program.h"
#include "core/program/uncaught.h"
#include "core/text/string.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { LEAK_CODE = 23 };

// ---- the end ----
typedef struct AtExit {
    struct AtExit *next;
    void (*run)(void);
} AtExit;
static AtExit *at_exit;

void seam_at_exit(void (*run)(void)) {
    AtExit *entry = malloc(sizeof *entry);
    if (!entry) seam_panic("out of memory", "", 0);
    *entry = (AtExit){at_exit, run};
    at_exit = entry;
}

void (*program_release_kept)(void);

static void run_at_exit(void) {
    while (at_exit) { // one of them may call exit(n): it must not run again
        AtExit *entry = at_exit;
        at_exit = entry->next;
        void (*run)(void) = entry->run;
        free(entry);
        run();
    }
}

static int exit_code(int64_t code) { return code < 0 || code > 255 ? 255 : (int)code; }

// The frames between are abandoned, so what they hold is no leak.
void seam_exit(int64_t code) {
    run_at_exit();
    output_flush();
    exit(exit_code(code));
}

// ---- the start ----
static int argument_count;
static char **argument_texts;

SeamArray program_arguments(void) {
    SeamArray args = seam_array_new(&seam_type_string, argument_count);
    for (int i = 1; i < argument_count; i++)
        array_take_string(args, seam_cstring_to_string(argument_texts[i]));
    return args;
}

int seam_main(int argc, char **argv, SeamMain *body) {
    int64_t code = 0;
    crash_watch();
    seam_held.runs = true;
    argument_count = argc;
    argument_texts = argv;
    SeamArray args = program_arguments();
    SeamObject *error = body(args, &code);
    seam_release(args);
    if (error) code = seam_uncaught(error);
    run_at_exit();
    if (program_release_kept) program_release_kept();
    error_forget_handler();
    output_flush();
    if (leak_is_on() && leak_report() > 0 && code == 0) code = LEAK_CODE;
    return exit_code(code);
}

double seam_clock_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// ---- constants ----
static pthread_mutex_t once_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t once_ended = PTHREAD_COND_INITIALIZER;

bool seam_once_begin_slow(SeamOnce *once, const char *name, SEAM_PLACE) {
    int32_t self = (int32_t)gettid();
    pthread_mutex_lock(&once_lock);
    while (!once->done && once->owner && once->owner != self)
        pthread_cond_wait(&once_ended, &once_lock);
    bool mine = !once->done && once->owner == 0, circle = !once->done && once->owner == self;
    if (mine) once->owner = self;
    pthread_mutex_unlock(&once_lock);
    if (circle) {
        SeamText text;
        seam_text_init(&text);
        seam_text_add_chars(&text, "a constant is needed to compute itself: ", 40);
        for (const char *at = name; *at; at++) seam_text_add_chars(&text, at, 1);
        panic_text(&text, file, place);
    }
    return mine;
}

void seam_once_end(SeamOnce *once) {
    pthread_mutex_lock(&once_lock);
    __atomic_store_n(&once->done, 1, __ATOMIC_RELEASE);
    once->owner = 0;
    pthread_cond_broadcast(&once_ended);
    pthread_mutex_unlock(&once_lock);
}
