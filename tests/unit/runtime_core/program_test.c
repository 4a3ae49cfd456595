// How programs start and end: output and its order, errors, callbacks, exit codes, leaks,
// constants.
#include "helpers.h"

#include "core/trace/frames.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

SEAM_STRING_LITERAL(hello, "hello", 5);

// Without the exit handlers of sanitizers, which would judge the parent's memory too.
static void run(SeamMain *body, int argc, char **argv) { _exit(seam_main(argc, argv, body)); }

// ---- output ----
static SeamObject *print_in_turn(SeamArrayRef args, int64_t *code) {
    (void)args;
    *code = 3;
    for (int i = 0; i < 3; i++) {
        SeamText t;
        seam_text_init(&t);
        seam_text_add_i64(&t, i);
        seam_print_text(&t);
        puts("C");
    }
    seam_print_str(SEAM_STR(hello));
    return NULL;
}
static void prints(void) { run(print_in_turn, 1, NULL); }

TEST(output_keeps_the_order_with_c) {
    Ending ending = ending_of(prints);
    CHECK_STR(ending.out, "0\nC\n1\nC\n2\nC\nhello\n", "stdout");
    CHECK_EQ(ending.code, 3, "exit code");
}

static void print_to_full_disk(void) {
    if (!freopen("/dev/full", "w", stdout)) _exit(1);
    run(print_in_turn, 1, NULL);
}
static void print_to_nowhere(void) {
    close(STDOUT_FILENO);
    run(print_in_turn, 1, NULL);
}

TEST(output_that_fails_is_reported) {
    Ending ending = ending_of(print_to_full_disk);
    CHECK_STR(ending.err, "error: cannot write to standard output: No space left on device\n",
              "full");
    CHECK_EQ(ending.code, 1, "exit code");
    ending = ending_of(print_to_nowhere);
    CHECK_STR(ending.err, "error: cannot write to standard output: Bad file descriptor\n",
              "closed");
    CHECK_EQ(ending.code, 1, "exit code");
}

static void *panic_in_thread(void *start) {
    pthread_barrier_wait(start);
    seam_panic("at once", HERE);
}
static void panics_at_once(void) {
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, panic_in_thread, &start);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

TEST(panics_of_threads_at_once_are_told_once) {
    for (int i = 0; i < 20; i++) {
        Ending ending = ending_of(panics_at_once);
        CHECK_EQ(ending.code, 134, "exit code");
        const char *first = strstr(ending.err, "panic: at once\n  at ");
        CHECK(first == ending.err);
        CHECK(!strstr(first + 1, "panic: "));
        CHECK(ending.err[strlen(ending.err) - 1] == '\n');
    }
}

static void *walk_stack(void *start) {
    pthread_barrier_wait(start);
    for (int i = 0; i < 50; i++) {
        Row items[ROWS_MOST];
        Rows rows = {.items = items};
        frames_add(&rows, (Origin){.file = "main.seam", .place = 3 << 12 | 7});
        if (rows.count != 1 || items[0].place != (3 << 12 | 7)) return start;
    }
    return NULL;
}

TEST(stacks_are_walked_by_threads_at_once) {
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, walk_stack, &start);
    for (int i = 0; i < THREADS; i++) {
        void *wrong;
        pthread_join(threads[i], &wrong);
        CHECK(!wrong);
    }
    pthread_barrier_destroy(&start);
}

static void panic_after_printing(void) {
    puts("printed");
    seam_panic_str(SEAM_STR(hello), HERE);
}

TEST(a_panic_flushes_and_exits_with_134) {
    Ending ending = ending_of(panic_after_printing);
    CHECK_STR(ending.out, "printed\n", "stdout");
    CHECK_STR(ending.err, "panic: hello\n  at test.seam:7:9\n", "stderr");
    CHECK_EQ(ending.code, 134, "exit code");
}

static void failed_assertion(void) { seam_panic_assert(NULL, HERE); }
static void failed_assertion_with_text(void) { seam_panic_assert(SEAM_STR(hello), HERE); }
static void null_value(void) { seam_nonnull(NULL, "x", HERE); }

TEST(other_panics) {
    CHECK_PANIC(failed_assertion, "assertion failed");
    CHECK_PANIC(failed_assertion_with_text, "assertion failed: hello");
    CHECK_PANIC(null_value, "`x` is null");
}

// ---- arguments and exit ----
static SeamObject *print_arguments(SeamArrayRef args, int64_t *code) {
    (void)code;
    SeamText t;
    seam_text_init(&t);
    seam_text_add_value(&t, &seam_type_string_array, &args);
    seam_print_text(&t);
    return NULL;
}
static void with_arguments(void) {
    char name[] = "program", spaced[] = "a b", nothing[] = "", bad[] = "\xff";
    run(print_arguments, 4, (char *[]){name, spaced, nothing, bad, NULL});
}

static void say_bye(void) { puts("bye"); }
static void say_good(void) { puts("good"); }
static SeamObject *exit_early(SeamArrayRef args, int64_t *code) {
    (void)args, (void)code;
    seam_at_exit(say_bye);
    seam_at_exit(say_good);
    seam_exit(7);
}
static void exits_early(void) { run(exit_early, 1, NULL); }
static SeamObject *exit_far_out(SeamArrayRef args, int64_t *code) {
    (void)args;
    *code = 256;
    return NULL;
}
static void exits_far_out(void) { run(exit_far_out, 1, NULL); }

TEST(arguments_follow_the_programs_name) {
    CHECK_STR(ending_of(with_arguments).out, "[\"a b\", \"\", \"\xef\xbf\xbd\"]\n", "stdout");
}

TEST(exit_runs_what_is_to_run_at_the_end) {
    Ending ending = ending_of(exits_early);
    CHECK_STR(ending.out, "good\nbye\n", "stdout");
    CHECK_EQ(ending.code, 7, "exit code");
    CHECK_EQ(ending_of(exits_far_out).code, 255, "256 is not success");
}

// ---- errors ----
typedef struct DbError {
    SeamHead head;
    SeamStr text;
} DbError;
static SeamStr db_message(SeamObjectRef *error) {
    return seam_string_retain(((DbError *)(void *)error)->text);
}
static SeamCode *const db_methods[] = {(SeamCode *)db_message};
static const SeamTable db_tables[] = {{&seam_interface_error, db_methods}};
static const SeamField db_fields[] = {{"text", &seam_type_string, offsetof(DbError, text)}};
static SeamType type_db_error = {.kind = SEAM_KIND_CLASS,
                                 .flags = SEAM_COUNTED,
                                 .size = sizeof(void *),
                                 .align = _Alignof(void *),
                                 .object_size = sizeof(DbError),
                                 .name = "DbError",
                                 .fields = db_fields,
                                 .part_count = 1,
                                 .tables = db_tables,
                                 .table_count = 1};

static SeamObject *db_error(void) {
    DbError *error = seam_object_new(&type_db_error);
    error->text = text_of("no such table");
    return &error->head;
}

static SeamObject *throw_far(SeamArrayRef args, int64_t *code) {
    (void)args, (void)code;
    puts("before");
    SeamObject *error = db_error();
    for (uint32_t i = 1; i <= 60; i++) seam_error_frame(error, TEST_AT(i, 2));
    return error;
}
static void throws_far(void) { run(throw_far, 1, NULL); }
static SeamObject *throw_plain(SeamArrayRef args, int64_t *code) {
    (void)args, (void)code;
    return seam_error_new(SEAM_STR(hello), NULL);
}
static void throws_plain(void) { run(throw_plain, 1, NULL); }

TEST(an_uncaught_error_prints_its_trace_and_exits_with_1) {
    Ending ending = ending_of(throws_far);
    const char *start = "error: DbError: no such table\n  at test.seam:1:2\n  at test.seam:2:2\n";
    CHECK(strncmp(ending.err, start, strlen(start)) == 0);
    CHECK(strstr(ending.err, "  at test.seam:24:2\n  ... 12 more ...\n  at test.seam:37:2\n") !=
          NULL);
    CHECK_STR(ending.out, "before\n", "stdout");
    CHECK_EQ(ending.code, 1, "exit code");
    ending = ending_of(throws_plain);
    CHECK_STR(ending.err, "error: hello\n", "the plain Error");
}

TEST(errors_know_their_class_and_message) {
    SeamObject *error = db_error(), *plain = seam_error_new(SEAM_STR(hello), NULL);
    CHECK(seam_is_class(error, &type_db_error));
    CHECK(!seam_is_class(error, &seam_type_error));
    CHECK(seam_is_class(plain, &seam_type_error));
    CHECK_TEXT(seam_error_message(error), "no such table", "message");
    CHECK_TEXT(seam_error_message(plain), "hello", "message");
    seam_release(error), seam_release(plain);
}

static SeamObject *throw_second(SeamArrayRef args, int64_t *code) {
    (void)args, (void)code;
    SeamObject *first = db_error();
    seam_error_frame(first, TEST_AT(1, 1));
    seam_release(first);
    SeamObject *second = db_error(); // very likely at the first one's address
    seam_error_frame(second, TEST_AT(2, 2));
    return second;
}
static void throws_second(void) { run(throw_second, 1, NULL); }

TEST(an_error_has_no_frames_of_another) {
    CHECK_STR(ending_of(throws_second).err, "error: DbError: no such table\n  at test.seam:2:2\n",
              "trace");
}

// ---- callbacks ----
TEST(an_error_in_a_callback_is_held_until_the_c_call_returns) {
    SeamGuard guard;
    seam_held.runs = true;
    seam_c_call_begin();
    CHECK(seam_callback_begin(&guard));
    seam_callback_fail(&guard, db_error());
    CHECK(!seam_callback_begin(&guard)); // further callbacks do not run
    SeamObject *error = seam_c_call_end();
    CHECK(error != NULL && seam_is_class(error, &type_db_error));
    seam_release_opt(error);
    CHECK(seam_callback_begin(&guard));
    seam_callback_end(&guard);
    seam_c_call_begin();
    CHECK(seam_c_call_end() == NULL);
}

static int callbacks;
static void panic_in_a_callback(void) {
    SeamGuard guard;
    seam_held.runs = true;
    if (!seam_callback_begin(&guard)) return;
    callbacks++;
    seam_panic("in C", HERE);
}
static SeamObject *call_c(SeamObjectRef *env) {
    (void)env;
    seam_c_call_begin();
    for (int i = 0; i < 3; i++) panic_in_a_callback();
    callbacks += 10;
    seam_c_call_end();
    callbacks += 100;
    return NULL;
}

TEST(a_panic_in_a_callback_is_held_until_the_c_call_returns) {
    SeamObject *error = NULL;
    SeamArray caught = seam_panic_catch((SeamFunction){(SeamCode *)call_c, NULL}, &error);
    CHECK_EQ(caught->len, 3, "message, place, and a trace of nothing but the place");
    CHECK_EQ(callbacks, 11, "callbacks and the rest of C");
    seam_release(caught);
    CHECK_PANIC(panic_in_a_callback, "in C");
}

static void fail_in_a_late_callback(void) {
    SeamGuard guard;
    seam_held.runs = true;
    if (seam_callback_begin(&guard)) seam_callback_fail(&guard, db_error());
}

static void be_called_elsewhere(void) {
    SeamGuard guard;
    seam_held.runs = false;
    if (seam_callback_begin(&guard)) seam_callback_end(&guard);
}

TEST(a_callback_on_another_thread_ends_the_program) {
    Ending ending = ending_of(be_called_elsewhere);
    CHECK_STR(ending.err,
              "seam: a function of this program was called on another thread than its own\n",
              "stderr");
    CHECK_EQ(ending.code, 134, "exit code");
}

TEST(an_error_in_a_callback_outside_a_call_is_uncaught) {
    Ending ending = ending_of(fail_in_a_late_callback);
    CHECK_STR(ending.err, "error: DbError: no such table\n", "stderr");
    CHECK_EQ(ending.code, 1, "exit code");
}

// ---- constants ----
static SeamOnce once;
static int64_t computed;
static void *use_constant(void *unused) {
    (void)unused;
    if (seam_once_begin(&once, "limit", HERE)) {
        usleep(1000);
        computed++;
        seam_once_end(&once);
    }
    return NULL;
}

static void need_itself(void) {
    static SeamOnce mine;
    if (seam_once_begin(&mine, "limit", HERE)) seam_once_begin(&mine, "limit", HERE);
}

TEST(a_constant_is_computed_once) {
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, use_constant, NULL);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    use_constant(NULL);
    CHECK_EQ(computed, 1, "times");
    CHECK_PANIC(need_itself, "a constant is needed to compute itself: limit");
}
