// One round of use, and crowds of threads that do rounds.
#include "stress.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double stress_seconds(void) {
    const char *text = getenv("SEAM_STRESS_SECONDS");
    return text ? strtod(text, NULL) : 1;
}

double stress_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

bool stress_is_scarce(void) {
    const char *mode = getenv("SEAM_CALL_EXEC");
    return getenv("SEAM_TEST_REFUSED") || (mode && strcmp(mode, "none") == 0);
}

const SeamSig *stress_sig(const char *text) {
    const SeamSig *sig;
    SeamCallError error;
    if (seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error) != SEAM_CALL_OK)
        fprintf(stderr, "%s: %s\n", text, error.text);
    return sig;
}

static void sum(void *context, void *ret, void *const args[]) {
    *(int64_t *)ret = *(int32_t *)args[0] + (int64_t)*(double *)args[1] + *(int64_t *)args[2] +
                      *(const int64_t *)context;
}

SeamClosure *stress_closure(const int64_t *context) {
    SeamClosure *closure = NULL;
    SeamCallError error;
    SeamClosureParts parts = {.sig = stress_sig("i64(i32, f64, i64)"),
                              .handler = sum,
                              .context = (void *)(uintptr_t)context};
    if (seam_closure_new(&parts, &closure, &error) != SEAM_CALL_OK)
        fprintf(stderr, "closure: %s\n", error.text);
    return closure;
}

typedef struct Triple {
    int64_t a;
    double b;
    int64_t c;
} Triple;

static Triple turn(Triple t, int16_t by) { return (Triple){t.c + by, t.b * 2, t.a}; }

bool stress_use(void) {
    static const int64_t base = 1000;
    int32_t a = 1;
    double b = 2;
    int64_t c = 4, result = 0;
    int16_t by = 5;
    SeamClosure *closure = stress_closure(&base);
    if (!closure) return false;
    Sum3 *code = (Sum3 *)seam_closure_code(closure);
    bool right = code(a, b, c) == 1007;
    seam_call(stress_sig("i64(i32, f64, i64)"), CODE(code), &result, (const void *[]){&a, &b, &c});
    right &= result == 1007;
    seam_closure_free(closure);
    Triple t = {1, 1.5, 3}, turned = {0, 0, 0};
    seam_call(stress_sig("{i64, f64, i64}({i64, f64, i64}, i16)"), CODE(turn), &turned,
              (const void *[]){&t, &by});
    return right && turned.a == 8 && turned.b == 3 && turned.c == 1;
}

bool stress_has_rwx(void) {
    if (getenv("SEAM_TEST_VALGRIND")) return false; // has such pages itself
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[4096];
    bool found = false;
    while (maps && fgets(line, sizeof line, maps)) {
        const char *rights = strchr(line, ' ');
        found |= rights && rights[2] == 'w' && rights[3] == 'x';
    }
    if (maps) fclose(maps);
    return found;
}

// ---- crowds ----

enum { SHARED = 16, MAX_THREADS = 32 };

struct StressCrowd {
    size_t count;
    pthread_t threads[MAX_THREADS];
    atomic_bool stop;
    atomic_size_t wrong, rounds;
    _Atomic(SeamClosure *) shared[SHARED]; // made by one thread, called and freed by another
    const SeamSig *sig;
};

static const int64_t shared_context = 100;

// One of some thousand signatures: types and signatures live for ever.
static void prepare(StressCrowd *c, unsigned random) {
    static const char *const types[] = {"i8",  "u16", "i32", "f32",        "f64",
                                        "ptr", "i64", "u8",  "{i32, f64}", "[2 {u8: 3, i16}]"};
    char text[128];
    snprintf(text, sizeof text, "%s(%s, {%s, %s})", types[random % 9], types[random / 10 % 9],
             types[random / 100 % 10], types[random / 1000 % 10]);
    if (!stress_sig(text)) c->wrong++;
}

static void exchange(StressCrowd *c, unsigned random) {
    SeamClosure *mine = stress_closure(&shared_context);
    SeamClosure *other = atomic_exchange(&c->shared[random % SHARED], mine);
    if (!other) return;
    if (((Sum3 *)seam_closure_code(other))(1, 2, 4) != 107) c->wrong++;
    seam_closure_free(other);
}

static void *take_part(void *crowd) {
    StressCrowd *c = crowd;
    unsigned random = (unsigned)(uintptr_t)&random >> 4;
    while (!c->stop) {
        random = random * 1103515245 + 12345;
        prepare(c, random >> 8);
        if (!stress_use()) c->wrong++;
        exchange(c, random >> 16);
        c->rounds++;
    }
    return NULL;
}

StressCrowd *crowd_begin(size_t threads) {
    StressCrowd *c = calloc(1, sizeof *c);
    c->count = threads < MAX_THREADS ? threads : MAX_THREADS;
    for (size_t i = 0; i < c->count; i++) pthread_create(&c->threads[i], NULL, take_part, c);
    return c;
}

size_t crowd_end(StressCrowd *c, size_t *rounds) {
    c->stop = true;
    for (size_t i = 0; i < c->count; i++) pthread_join(c->threads[i], NULL);
    for (size_t i = 0; i < SHARED; i++) seam_closure_free(c->shared[i]);
    size_t wrong = c->wrong;
    if (rounds) *rounds = c->rounds;
    free(c);
    return wrong;
}
