// Closures called by real C code; tools/abi_fuzz.py calls thousands of made up ones.
// req in part: T6
#include "../test.h"

#include <pthread.h>
#include <seam/call.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "closure/closure.h"

static SeamClosure *closure_of(const char *text, SeamHandler *handler, void *context) {
    const SeamSig *sig;
    SeamClosure *closure = NULL;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error), SEAM_CALL_OK, error.text);
    SeamClosureParts parts = {.sig = sig, .handler = handler, .context = context, .name = "sorter"};
    CHECK_EQ(seam_closure_new(&parts, &closure, &error), SEAM_CALL_OK, error.text);
    return closure;
}

static void compare(void *context, void *ret, void *const args[]) {
    const int *a = *(const int **)args[0], *b = *(const int **)args[1];
    int order = *(int *)context;
    *(int *)ret = *a < *b ? -order : *a > *b ? order : 0;
}

typedef int Compare(const void *a, const void *b);

TEST(qsort_calls_a_closure_with_its_context) {
    int order = -1, values[] = {3, 1, 4, 1, 5, 9, 2, 6};
    SeamClosure *closure = closure_of("i32(ptr, ptr)", compare, &order);
    qsort(values, 8, sizeof *values, (Compare *)seam_closure_code(closure));
    CHECK_BYTES(values, ((int[]){9, 6, 5, 4, 3, 2, 1, 1}), sizeof values, "descending");
    order = 1;
    qsort(values, 8, sizeof *values, (Compare *)seam_closure_code(closure));
    CHECK_BYTES(values, ((int[]){1, 1, 2, 3, 4, 5, 6, 9}), sizeof values, "ascending");
    seam_closure_free(closure);
}

static char reported[200];

static void note_report(const char *text) { strncpy(reported, text, sizeof reported - 1); }

static void give_seven(void *context, void *ret, void *const args[]) {
    (void)context, (void)args;
    *(int *)ret = 7;
}

#if defined(__x86_64__) && !defined(_WIN32)
typedef struct Kept { // what Windows' callers expect to find again
    unsigned char vectors[10][16];
    uint64_t rdi, rsi;
} Kept;

// As a System V function may.
static void spoil_registers(const char *text) {
    note_report(text);
    __asm__ volatile("pxor %%xmm6, %%xmm6\n pxor %%xmm7, %%xmm7\n pxor %%xmm8, %%xmm8\n"
                     "pxor %%xmm9, %%xmm9\n pxor %%xmm10, %%xmm10\n pxor %%xmm11, %%xmm11\n"
                     "pxor %%xmm12, %%xmm12\n pxor %%xmm13, %%xmm13\n pxor %%xmm14, %%xmm14\n"
                     "pxor %%xmm15, %%xmm15\n xorl %%edi, %%edi\n xorl %%esi, %%esi" ::
                         : "rdi", "rsi", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12",
                           "xmm13", "xmm14", "xmm15");
}

#define VECTORS(X) \
    X(0, 6) X(1, 7) X(2, 8) X(3, 9) X(4, 10) X(5, 11) X(6, 12) X(7, 13) X(8, 14) X(9, 15)
#define LOAD(i, r)  "movups 16*" #i "(%%rbx), %%xmm" #r "\n"
#define STORE(i, r) "movups %%xmm" #r ", 16*" #i "(%%rbx)\n"

static void call_as_windows_does(void (*code)(void), Kept *kept) {
    __asm__ volatile(VECTORS(LOAD) "movq 160(%%rbx), %%rdi\n movq 168(%%rbx), %%rsi\n"
                                   "movq %%rsp, %%r12\n subq $256, %%rsp\n andq $-16, %%rsp\n"
                                   "call *%%rax\n movq %%r12, %%rsp\n" VECTORS(
                                       STORE) "movq %%rdi, 160(%%rbx)\n movq %%rsi, 168(%%rbx)\n"
                     : "+a"(code)
                     : "b"(kept)
                     : "rcx", "rdx", "rdi", "rsi", "r8", "r9", "r10", "r11", "r12", "memory", "cc",
                       "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",
                       "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}

TEST(a_released_closure_keeps_the_registers_of_windows_callers) {
    SeamCallReport *before = seam_call_on_report(spoil_registers);
    const SeamSig *sig;
    SeamClosure *closure = NULL;
    seam_sig_parse(SEAM_ABI_WIN64, "void()", &sig, NULL);
    SeamClosureParts parts = {.sig = sig, .handler = give_seven};
    CHECK_EQ(seam_closure_new(&parts, &closure, NULL), SEAM_CALL_OK, NULL);
    void (*code)(void) = seam_closure_code(closure);
    seam_closure_free(closure);
    Kept kept, wanted;
    memset(&wanted, 0x5a, sizeof wanted);
    kept = wanted;
    reported[0] = 0;
    call_as_windows_does(code, &kept);
    CHECK_STR(reported, "seam: a callback was called after it was released: void()", NULL);
    CHECK_BYTES(&kept, &wanted, sizeof kept, "xmm6 to xmm15, rdi and rsi");
    seam_call_on_report(before);
}
#endif

TEST(a_released_closure_reports_its_call) {
    SeamCallReport *before = seam_call_on_report(note_report);
    SeamClosure *closure = closure_of("i32(ptr, ptr)", give_seven, NULL);
    Compare *code = (Compare *)seam_closure_code(closure);
    CHECK_EQ(code(NULL, NULL), 7, "alive");
    seam_closure_free(closure);
    SeamClosure *another = closure_of("i32(ptr, ptr)", give_seven, NULL);
    CHECK_EQ(code(NULL, NULL), 0, "released");
    CHECK_STR(reported, "seam: a callback `sorter` was called after it was released: i32(ptr, ptr)",
              NULL);
    seam_closure_free(another);
    seam_closure_free(NULL);
    seam_call_on_report(before);
}

static void *call_there(void *code) {
    static int result;
    result = ((Compare *)(uintptr_t)code)(NULL, NULL);
    return &result;
}

static int call_on_thread(SeamClosure *closure) {
    pthread_t thread;
    void *result = NULL;
    pthread_create(&thread, NULL, call_there, (void *)(uintptr_t)seam_closure_code(closure));
    pthread_join(thread, &result);
    return *(int *)result;
}

TEST(a_closure_of_one_thread_refuses_others) {
    SeamCallReport *before = seam_call_on_report(note_report);
    const SeamSig *sig;
    SeamClosure *closure;
    seam_sig_parse(SEAM_ABI_HOST, "i32(ptr, ptr)", &sig, NULL);
    SeamClosureParts parts = {
        .sig = sig, .handler = give_seven, .policy = SEAM_CLOSURE_SAME_THREAD, .name = "sorter"};
    seam_closure_new(&parts, &closure, NULL);
    CHECK_EQ(((Compare *)seam_closure_code(closure))(NULL, NULL), 7, "here");
    CHECK_EQ(call_on_thread(closure), 0, "there");
    CHECK_STR(reported,
              "seam: a callback `sorter` was called on another thread than its own: i32(ptr, ptr)",
              NULL);
    seam_closure_free(closure);
    SeamClosure *any = closure_of("i32(ptr, ptr)", give_seven, NULL);
    CHECK_EQ(call_on_thread(any), 7, "any thread");
    seam_closure_free(any);
    seam_call_on_report(before);
}

static void *make_and_end(void *made) {
    SeamClosureParts parts = {.handler = give_seven, .policy = SEAM_CLOSURE_SAME_THREAD};
    parts.name = "orphan";
    seam_sig_parse(SEAM_ABI_HOST, "i32(ptr, ptr)", &parts.sig, NULL);
    seam_closure_new(&parts, made, NULL);
    return NULL;
}

// A new thread mostly gets the id, the stack and the control block of the one that has ended.
TEST(a_thread_with_the_id_of_one_that_has_ended_is_another) {
    SeamCallReport *before = seam_call_on_report(note_report);
    for (int i = 0; i < 20; i++) {
        pthread_t thread;
        SeamClosure *orphan = NULL;
        pthread_create(&thread, NULL, make_and_end, &orphan);
        pthread_join(thread, NULL);
        reported[0] = 0;
        CHECK_EQ(call_on_thread(orphan), 0, NULL);
        CHECK_STR(reported,
                  "seam: a callback `orphan` was called on another "
                  "thread than its own: i32(ptr, ptr)",
                  NULL);
        seam_closure_free(orphan);
    }
    seam_call_on_report(before);
}

static void no_report(const char *text) { (void)text; }

typedef struct Words {
    int64_t a, b, c;
} Words;
static void give_words(void *context, void *ret, void *const args[]) {
    (void)context, (void)args;
    *(Words *)ret = (Words){1, 2, 3};
}
static void give_long_double(void *context, void *ret, void *const args[]) {
    (void)context, (void)args;
    *(long double *)ret = 7;
}
typedef Words GiveWords(void);
// The callee's result is this function's: whoever looks at its address finds it where C says.
static __attribute__((noinline)) Words pass_words(GiveWords *give) { return give(); }

TEST(a_released_closure_gives_zero_of_its_results_kind) {
    SeamCallReport *before = seam_call_on_report(no_report);
    SeamClosure *words = closure_of("{i64, i64, i64}()", give_words, NULL),
                *number = closure_of("longdouble()", give_long_double, NULL);
    GiveWords *give = (GiveWords *)seam_closure_code(words);
    long double (*give_number)(void) = (long double (*)(void))seam_closure_code(number);
    CHECK_EQ(pass_words(give).c, 3, "alive");
    CHECK_EQ((int)give_number(), 7, "alive");
    seam_closure_free(words);
    seam_closure_free(number);
    for (int i = 0; i < 9; i++) { // more than the x87 stack has
        Words w;
        memset(&w, 0x5a, sizeof w);
        w = pass_words(give);
        CHECK_EQ(w.a | w.b | w.c, 0, "in memory");
        CHECK(give_number() == 0);
    }
    seam_call_on_report(before);
}

// Memory of what was a closure is a libffi closure's or another's before its code is.
TEST(a_released_closure_whose_place_is_taken_is_reported) {
    enum { MANY = 2000 };
    SeamCallReport *before = seam_call_on_report(note_report);
    SeamClosure *closure = closure_of("{i64, i64, i64}()", give_words, NULL);
    SeamClosure *others[MANY];
    void (*code)(void) = seam_closure_code(closure);
    Trampoline taken[MANY];
    size_t count = 0;
    bool found = false;
    for (size_t i = 0; i < 600; i++) others[i] = closure_of("void()", give_seven, NULL);
    seam_closure_free(closure);
    for (size_t i = 0; i < 600; i++) seam_closure_free(others[i]);
    while (!found && count < MANY &&
           trampoline_take(&taken[count], (void *)(uintptr_t)seam_trampoline_poisoned, NULL) ==
               SEAM_CALL_OK) {
        memset(taken[count].room, 0x5a, TRAMPOLINE_ROOM);
        found = taken[count++].code == (void *)(uintptr_t)code;
    }
    CHECK(found);
    if (found) code();
    CHECK_STR(reported, "seam: a callback was called after it was released", NULL);
    for (size_t i = 0; i < count; i++)
        trampoline_give(taken[i].data, (void *)(uintptr_t)seam_trampoline_poisoned);
    seam_call_on_report(before);
}

TEST(a_released_closure_tells_its_name) {
    SeamCallReport *before = seam_call_on_report(note_report);
    SeamClosure *closure;
    SeamClosureParts parts = {.handler = give_seven, .name = "on_close (main.c:7)"};
    seam_sig_parse(SEAM_ABI_HOST, "i32(ptr, ptr)", &parts.sig, NULL);
    seam_closure_new(&parts, &closure, NULL);
    Compare *code = (Compare *)seam_closure_code(closure);
    seam_closure_free(closure);
    CHECK_EQ(code(NULL, NULL), 0, NULL);
    CHECK_STR(reported,
              "seam: a callback `on_close (main.c:7)` was called after "
              "it was released: i32(ptr, ptr)",
              NULL);
    seam_call_on_report(before);
}

static bool is_refused(void) {
    const char *mode = getenv("SEAM_CALL_EXEC");
    return getenv("SEAM_TEST_REFUSED") || (mode && strcmp(mode, "none") == 0);
}

TEST(without_executable_memory_there_are_1024_closures) {
    enum { FEW = 1024 };
    SeamClosure *all[FEW] = {NULL}, *one_more;
    SeamCallError error;
    SeamClosureParts parts = {.handler = give_seven};
    if (!is_refused()) return;
    seam_sig_parse(SEAM_ABI_HOST, "i32(ptr, ptr)", &parts.sig, NULL);
    for (int i = 0; i < FEW; i++)
        if (seam_closure_new(&parts, &all[i], &error) != SEAM_CALL_OK)
            CHECK_STR(error.text, "", NULL);
    CHECK_EQ(seam_closure_new(&parts, &one_more, &error), SEAM_CALL_ELIMIT, NULL);
    CHECK_STR(
        error.text,
        "the system refuses executable memory, and the 1024 closures and bound functions that need none are in use",
        NULL);
    int sum = 0;
    for (int i = 0; i < FEW; i++) sum += ((Compare *)seam_closure_code(all[i]))(NULL, NULL);
    CHECK_EQ(sum, 7 * FEW, NULL);
    for (int i = 0; i < FEW; i++) seam_closure_free(all[i]);
    for (int i = 0; i < 1000; i++) seam_closure_free(closure_of("i32(ptr, ptr)", give_seven, NULL));
}

// Which file a closure's code is mapped from, "" if none.
static const char *file_of(SeamClosure *closure) {
    static char path[1024];
    uintptr_t at = (uintptr_t)seam_closure_code(closure), start, end;
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[1200];
    path[0] = 0;
    while (maps && fgets(line, sizeof line, maps))
        if (sscanf(line, "%zx-%zx", &start, &end) == 2 && at >= start && at < end)
            sscanf(line, "%*s %*s %*s %*s %*s %1023s", path);
    if (maps) fclose(maps);
    return path;
}

TEST(code_is_mapped_from_the_engines_own_file) {
    SeamClosure *closure = closure_of("i32(ptr, ptr)", give_seven, NULL);
    const char *mode = getenv("SEAM_CALL_EXEC");
    char self[1024] = "";
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) self[0] = 0;
    if (!mode || is_refused()) CHECK_STR(file_of(closure), self, mode);
    else if (strcmp(mode, "mprotect") == 0) CHECK_STR(file_of(closure), "", mode);
    else if (strcmp(mode, "memfd") == 0)
        CHECK_STR(file_of(closure), "/memfd:seam-trampolines", mode);
    seam_closure_free(closure);
}

TEST(many_closures_live_and_many_come_and_go) {
    enum { MANY = 5000 };
    static SeamClosure *all[MANY];
    if (is_refused()) return;
    for (int i = 0; i < MANY; i++) all[i] = closure_of("i32(ptr, ptr)", give_seven, NULL);
    int sum = 0;
    for (int i = 0; i < MANY; i++) sum += ((Compare *)seam_closure_code(all[i]))(NULL, NULL);
    CHECK_EQ(sum, 7 * MANY, NULL);
    for (int i = 0; i < MANY; i++) seam_closure_free(all[i]);
    for (int i = 0; i < 20 * MANY; i++)
        seam_closure_free(closure_of("i32(ptr, ptr)", give_seven, NULL));
}

TEST(a_child_of_fork_has_closures_of_its_own) {
    SeamClosure *closure = closure_of("i32(ptr, ptr)", give_seven, NULL);
    pid_t child = fork();
    if (child == 0) {
        int order = 1, a = 1, b = 2;
        SeamClosure *own = closure_of("i32(ptr, ptr)", compare, &order);
        bool fine = ((Compare *)seam_closure_code(own))(&a, &b) == -1 &&
                    ((Compare *)seam_closure_code(closure))(NULL, NULL) == 7;
        seam_closure_free(closure);
        _exit(fine ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK_EQ(status, 0, "in the child");
    CHECK_EQ(((Compare *)seam_closure_code(closure))(NULL, NULL), 7, "in the parent");
    seam_closure_free(closure);
}

// Thunks are made for up to 128 arguments; the general entry serves more.
static void add_all(void *context, void *ret, void *const args[]) {
    double sum = 0;
    for (int i = 0; i < *(int *)context; i++)
        sum += i % 2 ? *(double *)args[i] : (double)*(short *)args[i];
    *(double *)ret = sum;
}

TEST(closures_of_many_arguments) {
    enum { MANY = 200 };
    static const int counts[] = {1, 13, 14, 15, 40, 127, 128, 129, MANY};
    const SeamCType *types[MANY],
        *both[] = {seam_ctype(SEAM_ABI_HOST, SEAM_C_I16), seam_ctype(SEAM_ABI_HOST, SEAM_C_F64)};
    short small = -3;
    double large = 1.5;
    const void *args[MANY];
    for (int i = 0; i < MANY; i++) {
        types[i] = both[i % 2];
        args[i] = i % 2 ? (const void *)&large : &small;
    }
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int count = counts[i];
        SeamSigParts parts = {
            .ret = both[1], .args = types, .count = (size_t)count, .fixed = SEAM_SIG_FIXED};
        SeamClosureParts made = {.handler = add_all, .context = &count};
        SeamClosure *closure = NULL;
        CHECK_EQ(seam_sig_new(&parts, &made.sig, NULL), SEAM_CALL_OK, NULL);
        CHECK_EQ(seam_closure_new(&made, &closure, NULL), SEAM_CALL_OK, NULL);
        double sum = 0;
        seam_call(made.sig, seam_closure_code(closure), &sum, args);
        CHECK_EQ(2 * sum, -6 * ((count + 1) / 2) + 3 * (count / 2), "twice the sum");
        seam_closure_free(closure);
    }
}

TEST(a_closure_needs_a_handler_and_a_machine) {
    const SeamSig *sig;
    SeamClosure *closure;
    SeamCallError error;
    seam_sig_parse(SEAM_ABI_HOST, "void()", &sig, NULL);
    SeamClosureParts parts = {.sig = sig};
    CHECK_EQ(seam_closure_new(&parts, &closure, &error), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(error.text, "a closure needs a handler: it is NULL", NULL);
    SeamAbi other = seam_abi_can_call(SEAM_ABI_AAPCS64) ? SEAM_ABI_SYSV64 : SEAM_ABI_AAPCS64;
    seam_sig_parse(other, "void()", &parts.sig, NULL);
    parts.handler = give_seven;
    CHECK_EQ(seam_closure_new(&parts, &closure, &error), SEAM_CALL_EABI, NULL);
    CHECK(closure == NULL);
}
