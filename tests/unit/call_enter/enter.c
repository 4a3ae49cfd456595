// Calls of real functions by their signature's text; tools/abi_fuzz.py does the same with thousands
// of made up ones. req in part: T5, T6
#include "../test.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <seam/call.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// By the move list, unless the environment asks for stubs; read when the first signature is made.
__attribute__((constructor)) static void call_by_the_move_list(void) {
#if defined(_WIN32)
    if (!getenv("SEAM_CALL_STUB_AFTER")) _putenv("SEAM_CALL_STUB_AFTER=1000000000");
#else
    setenv("SEAM_CALL_STUB_AFTER", "1000000000", 0);
#endif
}

static const SeamSig *sig_of(const char *text) {
    const SeamSig *sig;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error), SEAM_CALL_OK, error.text);
    return sig;
}

#if UINTPTR_MAX > UINT32_MAX
#define SIZE "u64" // size_t
#else
#define SIZE "u32"
#endif
#define CODE(function) ((void (*)(void))(function))

TEST(functions_of_libc_are_called) {
    const char *text = "twelve bytes";
    size_t len = 0;
    seam_call(sig_of(SIZE "(string)"), CODE(strlen), &len, (const void *[]){&text});
    CHECK_EQ(len, 12, "strlen");
    double two = 2, root = 0;
    seam_call(sig_of("f64(f64)"), CODE(sqrt), &root, (const void *[]){&two});
    CHECK(root == sqrt(2));
    const char *digits = "xyz";
    int base = 10;
    const void *no_end = NULL;
    errno = 0;
    long long value = 1;
    digits = "99999999999999999999999999";
    seam_call(sig_of("i64(string, ptr, i32)"), CODE(strtoll), &value,
              (const void *[]){&digits, &no_end, &base});
    CHECK_EQ(errno, ERANGE, "errno is the callee's");
}

TEST(variadic_arguments_are_promoted) {
    char text[64], *buffer = text;
    size_t size = sizeof text;
    const char *format = "%d %d %.2f %s";
    signed char small = -3;
    unsigned short medium = 65535;
    float quarter = 0.25f;
    const char *word = "end";
    int len = 0;
    seam_call(sig_of("i32(ptr, " SIZE ", string, ... i8, u16, f32, string)"), CODE(snprintf), &len,
              (const void *[]){&buffer, &size, &format, &small, &medium, &quarter, &word});
    CHECK_STR(text, "-3 65535 0.25 end", NULL);
    CHECK_EQ(len, 17, NULL);
}

typedef struct Large {
    int64_t a, b, c;
    double d;
} Large;

static int large_calls;

static Large turn(Large x, char by) {
    large_calls++;
    return (Large){x.b + by, x.c, x.a, -x.d};
}

TEST(structs_by_value_both_ways) {
    const SeamSig *sig = sig_of("{i64, i64, i64, f64}({i64, i64, i64, f64}, i8)");
    Large x = {1, 2, 3, 4.5}, y = {0, 0, 0, 0};
    char by = 7;
    seam_call(sig, CODE(turn), &y, (const void *[]){&x, &by});
    CHECK(y.a == 9 && y.b == 3 && y.c == 1 && y.d == -4.5);
    seam_call(sig, CODE(turn), NULL, (const void *[]){&x, &by}); // nobody wants the result
    CHECK_EQ(large_calls, 2, NULL);
    uint64_t slots[5];
    memcpy(slots, &x, sizeof x);
    slots[4] = 0xffffff07; // what is above a small integer does not count
    seam_call_slots(sig, CODE(turn), &y, slots);
    CHECK_EQ(y.a, 9, "slots");
}

typedef struct Pair {
    int64_t a, b;
} Pair;

// The third pair finds one register left and goes to the stack whole.
static int64_t sum_all(Pair p, Pair q, char c, Pair r, Large rest) {
    return p.a + p.b + q.a + q.b + c + r.a + r.b + rest.a + rest.b + rest.c;
}

TEST(registers_and_stack_at_once) {
    Pair p = {1, 2}, q = {3, 4}, r = {6, 7};
    char c = 5;
    Large rest = {100, 200, 300, 0};
    int64_t total = 0;
    seam_call(sig_of("i64({i64, i64}, {i64, i64}, i8, {i64, i64}, {i64, i64, i64, f64})"),
              CODE(sum_all), &total, (const void *[]){&p, &q, &c, &r, &rest});
    CHECK_EQ(total, 628, NULL);
}

typedef struct __attribute__((aligned(32))) Aligned {
    int64_t value;
} Aligned;

#if defined(__x86_64__)
static int64_t sum_aligned(int count, ...) {
    va_list values;
    va_start(values, count);
    int64_t sum = va_arg(values, int);
    for (int i = 0; i < count; i++) sum = sum * 10 + va_arg(values, Aligned).value;
    va_end(values);
    return sum;
}

// psABI 3.5.7: va_arg rounds the address up to the type's alignment. The caller's frame is here and
// there by turns.
TEST(arguments_are_aligned_more_than_the_stack) {
    const SeamSig *sig = sig_of("i64(i32, ... i32, align(32) {i64}, align(32) {i64})");
    int count = 2, first = 1;
    Aligned two = {2}, three = {3};
    const void *const args[] = {&count, &first, &two, &three};
    for (size_t room = 16; room <= 64; room += 16) {
        volatile char *moved = __builtin_alloca(room);
        moved[0] = 0;
        int64_t sum = 0;
        for (int i = 0; i < 20; i++) seam_call(sig, CODE(sum_aligned), &sum, args);
        CHECK_EQ(sum, 123, "32 bytes");
    }
}
#endif

TEST(results_do_not_run_over) {
    struct {
        int8_t value;
        uint8_t guard[7];
    } out;
    memset(&out, 0x5a, sizeof out);
    int c = 'x';
    seam_call(sig_of("i8(i32)"), CODE(toupper), &out, (const void *[]){&c});
    CHECK_EQ(out.value, 'X', NULL);
    for (int i = 0; i < 7; i++) CHECK_EQ(out.guard[i], 0x5a, "guard");
}

TEST(conventions_of_other_machines_cannot_be_called) {
    CHECK(seam_abi_can_call(SEAM_ABI_HOST));
    int other = seam_abi_can_call(SEAM_ABI_SYSV64) ? SEAM_ABI_AAPCS64 : SEAM_ABI_SYSV64;
    CHECK(!seam_abi_can_call((SeamAbi)other));
}
