// Typed closures: functions of C's own shape with the context as the last argument.
// req in part: T6
#include "../test.h"

#include <pthread.h>
#include <seam/call.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CODE(function) ((void (*)(void))(function))

static SeamClosure *typed_of(SeamAbi abi, const char *text, void (*typed)(void), void *context,
                             SeamClosurePolicy policy) {
    SeamClosure *closure = NULL;
    SeamCallError error = {{0}, 0};
    SeamClosureParts parts = {.typed = typed, .context = context, .policy = policy, .name = "t"};
    CHECK_EQ(seam_sig_parse(abi, text, &parts.sig, &error), SEAM_CALL_OK, error.text);
    CHECK_EQ(seam_closure_new(&parts, &closure, &error), SEAM_CALL_OK, error.text);
    return closure;
}

static int compare(const void *a, const void *b, void *order) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x < y ? -1 : x > y) * *(int *)order;
}

TEST(qsort_calls_a_typed_closure) {
    for (int policy = SEAM_CLOSURE_ANY_THREAD; policy <= SEAM_CLOSURE_SAME_THREAD; policy++) {
        int order = -1, values[] = {3, 1, 4, 1, 5, 9, 2, 6};
        SeamClosure *closure = typed_of(SEAM_ABI_HOST, "i32(ptr, ptr)", CODE(compare), &order,
                                        (SeamClosurePolicy)policy);
        qsort(values, 8, sizeof *values,
              (int (*)(const void *, const void *))seam_closure_code(closure));
        CHECK_BYTES(values, ((int[]){9, 6, 5, 4, 3, 2, 1, 1}), sizeof values, "descending");
        seam_closure_free(closure);
    }
}

// The context in each register, then on the stack.
static long c0(long *c) { return *c; }
static long c1(long a, long *c) { return a + *c; }
static long c2(long a, long b, long *c) { return a + b + *c; }
static long c3(long a, long b, long d, long *c) { return a + b + d + *c; }
static long c4(long a, long b, long d, long e, long *c) { return a + b + d + e + *c; }
static long c5(long a, long b, long d, long e, long f, long *c) { return a + b + d + e + f + *c; }

typedef struct Pair {
    long a, b;
} Pair;

static long on_stack(Pair a, Pair b, Pair d, Pair e, long *c) {
    return a.a + a.b + b.a + b.b + d.a + d.b + e.a + e.b + *c;
}

TEST(the_context_comes_in_any_register_and_on_the_stack) {
    long context = 1000;
    void (*const typed[])(void) = {CODE(c0), CODE(c1), CODE(c2), CODE(c3), CODE(c4), CODE(c5)};
    char text[64] = "i64(";
    const char *type = sizeof(long) == 8 ? "i64" : "i32";
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        strcpy(text, type);
        strcat(text, "(");
        for (size_t k = 0; k < i; k++) strcat(strcat(text, k ? ", " : ""), type);
        strcat(text, ")");
        SeamClosure *closure =
            typed_of(SEAM_ABI_HOST, text, typed[i], &context, SEAM_CLOSURE_ANY_THREAD);
        long (*code)(long, long, long, long, long) =
            (long (*)(long, long, long, long, long))seam_closure_code(closure);
        static const long sums[] = {1000, 1001, 1003, 1007, 1015, 1031};
        CHECK_EQ(code(1, 2, 4, 8, 16), sums[i], text);
        seam_closure_free(closure);
    }
    bool is_64 = sizeof(long) == 8;
    const char *pairs = is_64 ? "i64({i64, i64}, {i64, i64}, {i64, i64}, {i64, i64})"
                              : "i32({i32, i32}, {i32, i32}, {i32, i32}, {i32, i32})";
    SeamClosure *closure =
        typed_of(SEAM_ABI_HOST, pairs, CODE(on_stack), &context, SEAM_CLOSURE_ANY_THREAD);
    Pair p = {1, 2}, q = {4, 8};
    CHECK_EQ(((long (*)(Pair, Pair, Pair, Pair))seam_closure_code(closure))(p, q, p, q), 1030,
             "pairs");
    seam_closure_free(closure);
}

typedef struct Large {
    long a, b, c;
    double d;
} Large;

static Large turn(Large x, float by, double many, Large *context) {
    return (Large){x.b + (long)by, x.c, x.a + context->a, -x.d * many};
}

TEST(a_typed_closure_takes_and_gives_structs) {
    Large context = {100, 0, 0, 0};
    const char *text = sizeof(long) == 8 ? "{i64, i64, i64, f64}({i64, i64, i64, f64}, f32, f64)"
                                         : "{i32, i32, i32, f64}({i32, i32, i32, f64}, f32, f64)";
    SeamClosure *closure =
        typed_of(SEAM_ABI_HOST, text, CODE(turn), &context, SEAM_CLOSURE_ANY_THREAD);
    Large y =
        ((Large(*)(Large, float, double))seam_closure_code(closure))((Large){1, 2, 3, 4.5}, 7, 2);
    CHECK(y.a == 9 && y.b == 3 && y.c == 101 && y.d == -9);
    seam_closure_free(closure);
}

#if defined(__x86_64__)
typedef int __attribute__((ms_abi)) MsAdd(int a, double b, int c);

static int __attribute__((ms_abi)) ms_add(int a, double b, int c, int *context) {
    return a + (int)b + c + *context;
}

TEST(a_typed_closure_of_windows_convention) {
    int context = 1000;
    SeamClosure *closure = typed_of(SEAM_ABI_WIN64, "i32(i32, f64, i32)", CODE(ms_add), &context,
                                    SEAM_CLOSURE_SAME_THREAD);
    CHECK_EQ(((MsAdd *)seam_closure_code(closure))(1, 2, 4), 1007, NULL);
    seam_closure_free(closure);
}
#endif

static char reported[200];

static void note_report(const char *text) { strncpy(reported, text, sizeof reported - 1); }

static void *call_there(void *code) {
    static long result;
    Pair p = {1, 2}, q = {4, 8};
    result = ((long (*)(Pair, Pair, Pair, Pair))(uintptr_t)code)(p, q, p, q);
    return &result;
}

static long first(Pair a, long *c) { return a.a + *c; }

TEST(a_typed_closure_of_one_thread_refuses_others) {
    long context = 1000;
    SeamCallReport *before = seam_call_on_report(note_report);
    const char *texts[] = {"i64({i64, i64})",
                           "i64({i64, i64}, {i64, i64}, {i64, i64}, {i64, i64})"};
    void (*const typed[])(void) = {CODE(first), CODE(on_stack)};
    for (int i = 0; i < 2 && sizeof(long) == 8; i++) {
        SeamClosure *closure =
            typed_of(SEAM_ABI_HOST, texts[i], typed[i], &context, SEAM_CLOSURE_SAME_THREAD);
        pthread_t thread;
        void *result = NULL;
        reported[0] = 0;
        pthread_create(&thread, NULL, call_there, (void *)(uintptr_t)seam_closure_code(closure));
        pthread_join(thread, &result);
        CHECK_EQ(*(long *)result, 0, texts[i]);
        char want[200];
        snprintf(want, sizeof want,
                 "seam: a callback `t` was called on another thread than its own: %s", texts[i]);
        CHECK_STR(reported, want, texts[i]);
        CHECK_EQ(*(long *)call_there((void *)(uintptr_t)seam_closure_code(closure)),
                 i ? 1030 : 1001, texts[i]);
        seam_closure_free(closure);
    }
    seam_call_on_report(before);
}

static void nothing(void *context, void *ret, void *const args[]) {
    (void)context, (void)ret, (void)args;
}

TEST(a_typed_closure_is_no_handler_and_not_variadic) {
    SeamClosure *closure;
    SeamCallError error;
    SeamClosureParts parts = {.typed = CODE(c1), .handler = nothing};
    seam_sig_parse(SEAM_ABI_HOST, "i64(i64)", &parts.sig, NULL);
    CHECK_EQ(seam_closure_new(&parts, &closure, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "a closure needs a handler or a typed function, not both", NULL);
    parts.handler = NULL;
    seam_sig_parse(SEAM_ABI_HOST, "i64(i64, ...)", &parts.sig, NULL);
    CHECK_EQ(seam_closure_new(&parts, &closure, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text,
              "a typed function gets its context behind the arguments, and this signature is "
              "variadic",
              NULL);
}
