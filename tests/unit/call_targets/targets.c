// Where the conventions put arguments and results. A piece is written as the bank (g general, f
// floating, b both, s stack, x x87), the register or the stack's offset, the size, `+n` where it
// lies in the value; `*` marks a pointer to a copy. req in part: T2, T6
// req: T2
// req in part: T8
#include "../test.h"

#include "sig/sig.h"
#include "type/type.h"

#include <stdio.h>
#include <string.h>

static char shown[2000];

static void show(const char *text) { strncat(shown, text, sizeof shown - strlen(shown) - 1); }

static void show_number(const char *before, unsigned value) {
    char text[32];
    snprintf(text, sizeof text, "%s%u", before, value);
    show(text);
}

static void show_place(const CallLayout *l, const CallPlace *place) {
    static const char *const banks[] = {"g", "f", "b", "s", "x"};
    if (place->indirect) show("*");
    if (place->count == 0 && !place->indirect) show("-");
    for (uint32_t i = 0; i < place->count; i++) {
        const CallPiece *p = &l->pieces[place->first + i];
        if (i) show("/");
        show_number(banks[p->bank], p->bank == BANK_STACK ? p->offset : p->at);
        show_number(".", p->size);
        if (p->value) show_number("+", p->value);
    }
}

// `g0.4 f0.8 s0.8 | 16 | g0.4`: arguments, bytes of stack, result.
static const char *places(SeamAbi abi, const char *text) {
    const SeamSig *sig;
    SeamCallError error;
    shown[0] = 0;
    if (seam_sig_parse(abi, text, &sig, &error) != SEAM_CALL_OK) {
        snprintf(shown, sizeof shown, "%s at %zu", error.text, error.offset);
        return shown;
    }
    for (size_t i = 0; i < sig->parts.count; i++) {
        show_place(&sig->layout, &sig->layout.args[i]);
        show(" ");
    }
    show_number("| ", sig->layout.stack_size);
    show(" | ");
    show_place(&sig->layout, &sig->layout.ret);
    if (sig->layout.ret.indirect) show_number("g", sig->layout.hidden_gpr);
    return shown;
}

typedef struct Row {
    const char *sig;
    const char *places;
} Row;

static void check_rows(SeamAbi abi, const Row *rows) {
    for (const Row *r = rows; r->sig; r++) CHECK_STR(places(abi, r->sig), r->places, r->sig);
}

TEST(sysv64_places) {
    static const Row rows[] = {
        {"i32(i32, i32)", "g0.4 g1.4 | 0 | g0.4"},
        {"void(void)", "| 0 | -"},
        {"f64(f32, i64, f64, ptr)", "f0.4 g0.8 f1.8 g1.8 | 0 | f0.8"},
        {"void(i8, i8, i8, i8, i8, i8, i8, i16)",
         "g0.1 g1.1 g2.1 g3.1 g4.1 g5.1 s0.1 s8.2 | 16 | -"},
        // rule 3 and 4: an eightbyte with an int and a float is INTEGER
        {"void({i32, f32}, {f32, f32}, {f32, f32, f32})", "g0.8 f0.8 f1.8/f2.4+8 | 0 | -"},
        {"{i64, f64}({f64, i64})", "f0.8/g0.8+8 | 0 | g0.8/f0.8+8"},
        {"{i64, i64, i64}({i64, i64, i64})", "s0.24 | 32 | *g0"},
        // all of it in registers or nothing: the sixth register is left for the next
        {"void(i64, i64, i64, i64, i64, {i64, i64}, i64)",
         "g0.8 g1.8 g2.8 g3.8 g4.8 s0.16 g5.8 | 16 | -"},
        {"void(i64, i64, i64, i64, i64, {i32, f64})",
         "g0.8 g1.8 g2.8 g3.8 g4.8 g5.8/f0.8+8 | 0 | -"},
        {"longdouble(longdouble, i32)", "s0.16 g0.4 | 16 | x0.16"},
        {"complex longdouble(i32)", "g0.4 | 0 | x0.16/x1.16+16"},
        {"complex f32(complex f32, complex f64)", "f0.8 f1.8/f2.8+8 | 0 | f0.8"},
        {"i128(i128)", "g0.8/g1.8+8 | 0 | g0.8/g1.8+8"},
        {"void(i64, i64, i64, i64, i64, i128, i64, i64, i128)",
         "g0.8 g1.8 g2.8 g3.8 g4.8 s0.16 g5.8 s16.8 s32.16 | 48 | -"},
        {"<4 f32>(<4 f32>, {<2 f64>})", "f0.16 f1.16 | 0 | f0.16"},
        {"<1 f64>(<1 f64>, <1 i64>)", "s0.8 f0.8 | 16 | *g0"}, // as gcc has it
        {"packed {i8, i32}(packed {i8, i32})", "s0.5 | 16 | *g0"},
        {"union {i32, f32}(union {f64, f32})", "f0.8 | 0 | g0.4"},
        {"union {longdouble, i32}(i32)", "g1.4 | 0 | *g0"},
        {"void({}, i32)", "- g0.4 | 0 | -"},
        {"{u32: 20, u32: 20}({u8: 3})", "g0.1 | 0 | g0.8"},
        {"i32(ptr, ... f32, i8)", "g0.8 f0.8 g1.1 | 0 | g0.4"},
        {"void({[3 f32], i32})", "f0.8/g0.8+8 | 0 | -"},
        {NULL, NULL},
    };
    check_rows(SEAM_ABI_SYSV64, rows);
}

TEST(win64_places) {
    static const Row rows[] = {
        {"i32(i32, f64, f32, ptr, i64)", "g0.4 f1.8 f2.4 g3.8 s32.8 | 48 | g0.4"},
        {"{i32, i32}({f32, f32}, {i8, i8, i8})", "g0.8 *g1.8 | 32 | g0.8"},
        {"{i64, i64}({i64, i64})", "*g1.8 | 32 | *g0"},
        {"f64(ptr, ... f64)", "g0.8 b1.8 | 32 | f0.8"},
        {"<4 f32>(<4 f32>)", "*g0.8 | 32 | f0.16"},
        {"<1 f64>(<1 f64>, <2 f32>)", "*g0.8 g1.8 | 32 | g0.8"},
        {"i128(i128)", "*g0.8 | 32 | f0.16"},
        {"longdouble(longdouble)", "*g1.8 | 32 | *g0"},
        {"complex f32(complex f32, complex f64)", "g0.8 *g1.8 | 32 | g0.8"},
        {"{}(i32, {}, f32)", "g0.4 *g1.8 f2.4 | 32 | -"}, // as gcc has it
        {NULL, NULL},
    };
    check_rows(SEAM_ABI_WIN64, rows);
}

TEST(aapcs64_places) {
    static const Row rows[] = {
        {"i32(i32, f64, f32, ptr)", "g0.4 f0.8 f1.4 g1.8 | 0 | g0.4"},
        // a homogeneous aggregate of up to four: one register each
        {"{f32, f32, f32}({f64, f64, f64, f64}, {f64, f64, f64, f64, f64})",
         "f0.8/f1.8+8/f2.8+16/f3.8+24 *g0.8 | 0 | f0.4/f1.4+4/f2.4+8"},
        {"{i64, i64, i64}({i32, f32}, {i64, i64, i64})", "g0.8 *g1.8 | 0 | *g8"},
        {"i128(i32, i128)", "g0.4 g2.8/g3.8+8 | 0 | g0.8/g1.8+8"},
        {"longdouble(longdouble)", "f0.16 | 0 | f0.16"},
        {"void(i64, i64, i64, i64, i64, i64, i64, {i64, i64}, i64)",
         "g0.8 g1.8 g2.8 g3.8 g4.8 g5.8 g6.8 s0.16 s16.8 | 32 | -"},
        {"void(i64, i64, i64, i64, i64, i64, i64, i64, i8, i32)",
         "g0.8 g1.8 g2.8 g3.8 g4.8 g5.8 g6.8 g7.8 s0.1 s8.4 | 16 | -"},
        {"void(i32, ... f64, i32)", "g0.4 f0.8 g1.4 | 0 | -"},
        {"complex f64({<4 f32>, <4 f32>})", "f0.16/f1.16+16 | 0 | f0.8/f1.8+8"},
        {"{f64, [0 f64]}({f64, [0 i8]}, {f64, {}})", "g0.8 f0.8 | 0 | g0.8"}, // [] as C's
        {NULL, NULL},
    };
    check_rows(SEAM_ABI_AAPCS64, rows);
    static const Row apple[] = {
        {"void(i64, i64, i64, i64, i64, i64, i64, i64, i8, i8, i32)",
         "g0.8 g1.8 g2.8 g3.8 g4.8 g5.8 g6.8 g7.8 s0.1 s1.1 s4.4 | 16 | -"},
        {"void(i32, ... f64, i32)", "g0.4 s0.8 s8.4 | 16 | -"},
        // on the stack aggregates take words, unless they are homogeneous
        {"void(i64, i64, i64, i64, i64, i64, i64, i64, i8, {i8}, i8, {i32, i32, i32}, i8)",
         "g0.8 g1.8 g2.8 g3.8 g4.8 g5.8 g6.8 g7.8 s0.1 s8.1 s16.1 s24.12 s40.1 | 48 | -"},
        {"void(f64, f64, f64, f64, f64, f64, f64, f64, f32, {f32}, f64, {f32, f32, f32}, f32)",
         "f0.8 f1.8 f2.8 f3.8 f4.8 f5.8 f6.8 f7.8 s0.4 s4.4 s8.8 s16.12 s28.4 | 32 | -"},
        // 16 bytes begin in any register, and behind the dots in any word or two
        {"void(i64, i128, align(16) {i64})", "g0.8 g1.8/g2.8+8 g3.8/g4.8+8 | 0 | -"},
        {"void(i64, ... i32, {f32, f32, f32}, {i64, i64, i64}, i128)",
         "g0.8 s0.4 s8.12 *s24.8 s32.16 | 48 | -"},
        {NULL, NULL},
    };
    check_rows(SEAM_ABI_APPLE64, apple);
}

TEST(aapcs32_places) {
    static const Row rows[] = {
        {"i32(i32, f64, f32, ptr)", "g0.4 f0.8 f2.4 g1.4 | 0 | g0.4"},
        // singles go back into the gap that a double left
        {"void(f32, f64, f32)", "f0.4 f2.8 f1.4 | 0 | -"},
        {"i64(i32, i64, i32)", "g0.4 g2.4/g3.4+4 s0.4 | 8 | g0.4/g1.4+4"},
        {"{i32, i32}({i32, i32, i32, i32, i32})", "g1.4/g2.4+4/g3.4+8/s0.8+12 | 8 | *g0"},
        {"{f64, f64}({f32, f32})", "f0.4/f1.4+4 | 0 | f0.8/f2.8+8"},
        {"void({f64, longdouble}, {f64, <2 f32>})",
         "f0.8/f2.8+8 g0.4/g1.4+4/g2.4+8/g3.4+12 | 0 | -"},
        {"f64(ptr, ... f64)", "g0.4 g2.4/g3.4+4 | 0 | g0.4/g1.4+4"},
        {NULL, NULL},
    };
    check_rows(SEAM_ABI_AAPCS32, rows);
    static const Row soft[] = {{"f64(f32, f64)", "g0.4 g2.4/g3.4+4 | 0 | g0.4/g1.4+4"},
                               {NULL, NULL}};
    check_rows(SEAM_ABI_AAPCS32_SOFT, soft);
}

static unsigned stack_align(SeamAbi abi, const char *text) {
    const SeamSig *sig;
    if (!CHECK_EQ(seam_sig_parse(abi, text, &sig, NULL), SEAM_CALL_OK, text)) return 0;
    return sig->layout.stack_align;
}

TEST(what_is_aligned_more_than_the_stack_says_so) {
    CHECK_EQ(stack_align(SEAM_ABI_SYSV64, "void(i64, align(16) {i64})"), 16, "a usual stack");
    CHECK_EQ(stack_align(SEAM_ABI_SYSV64, "void(align(64) {i64}, i32)"), 64, "on the stack");
    CHECK_EQ(stack_align(SEAM_ABI_WIN64, "void(align(32) {i64})"), 32, "a copy");
    CHECK_EQ(stack_align(SEAM_ABI_AAPCS64, "void(align(32) {i64})"), 32, "a copy");
    CHECK_EQ(stack_align(SEAM_ABI_AAPCS64, "align(32) {i64}(i32)"), 32, "an ignored result");
}

TEST(equal_signatures_are_one) {
    const SeamSig *a, *b, *c;
    seam_sig_parse(SEAM_ABI_HOST, "i32(f64, {i32, f32})", &a, NULL);
    seam_sig_parse(SEAM_ABI_HOST, "i32( f64,{i32,f32} )", &b, NULL);
    seam_sig_parse(SEAM_ABI_HOST, "i32(f64, {i32, f32}, ...)", &c, NULL);
    CHECK(a == b);
    CHECK(a != c);
    char text[100];
    seam_sig_text(c, text, sizeof text);
    CHECK_STR(text, "i32(f64, {i32, f32}, ...)", NULL);
    const SeamSig *found[3000];
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3000; i++) {
            const SeamSig *s;
            snprintf(text, sizeof text, "void({[%d i8]}, ptr)", i + 1);
            seam_sig_parse(SEAM_ABI_HOST, text, &s, NULL);
            if (round == 0) found[i] = s;
            else if (found[i] != s) CHECK(found[i] == s);
        }
    }
}

TEST(a_hundred_arguments_are_placed) {
    char text[1000] = "i64(";
    for (int i = 0; i < 120; i++) strcat(text, i ? ", i64" : "i64");
    strcat(text, ")");
    const SeamSig *sig;
    CHECK_EQ(seam_sig_parse(SEAM_ABI_SYSV64, text, &sig, NULL), SEAM_CALL_OK, NULL);
    CHECK_EQ(sig->layout.stack_size, (120 - 6) * 8, NULL);
}

static const SeamAbi all_abis[] = {SEAM_ABI_SYSV64,  SEAM_ABI_WIN64,   SEAM_ABI_AAPCS64,
                                   SEAM_ABI_APPLE64, SEAM_ABI_AAPCS32, SEAM_ABI_AAPCS32_SOFT};

TEST(any_number_of_elements_without_a_size_takes_no_time) {
    for (size_t i = 0; i < sizeof all_abis / sizeof *all_abis; i++) {
        const SeamSig *sig;
        const char *text = "i32({[4294967295 [4294967295 [4294967295 {}]]], i8})";
        CHECK_EQ(seam_sig_parse(all_abis[i], text, &sig, NULL), SEAM_CALL_OK, NULL);
    }
}

TEST(arguments_and_results_beyond_a_stack_are_refused) {
    static const char *const texts[] = {
        "void({[2147483648 u8]}, {[2147483640 u8]})", "void({[16777300 u8]})",
        "void({[9000000 u8]}, i32, {[9000000 u8]})", "{[16777300 u8]}()"};
    for (size_t i = 0; i < sizeof all_abis / sizeof *all_abis; i++)
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
            const SeamSig *sig;
            SeamCallError error = {{0}, 0};
            CHECK_EQ(seam_sig_parse(all_abis[i], texts[k], &sig, &error), SEAM_CALL_ELIMIT,
                     texts[k]);
            CHECK(strstr(error.text, "more than 16 MiB") != NULL);
        }
}

static char *next_kept(void) {
    keep_lock();
    char *next = keep_alloc(16);
    keep_unlock();
    return next;
}

TEST(a_signature_that_is_refused_leaves_nothing_behind) {
    static const char *const texts[] = {"void(i32, {i32, i32}, [2 i32])", "[2 i32](i32)",
                                        "void(i32, {[16777217 u8]})"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        const SeamSig *sig;
        SeamCallStatus status = seam_sig_parse(SEAM_ABI_SYSV64, texts[k], &sig, NULL); // its types
        CHECK(status != SEAM_CALL_OK);
        int kept = 0;
        for (int i = 0; i < 3; i++) { // where a chunk of memory ends, the next one is elsewhere
            char *before = next_kept();
            seam_sig_parse(SEAM_ABI_SYSV64, texts[k], &sig, NULL);
            kept += next_kept() != before + 16;
        }
        CHECK(kept <= 1);
    }
}

TEST(signatures_that_c_cannot_have) {
    CHECK_STR(places(SEAM_ABI_HOST, "[3 i32](i32)"), "C cannot return an array at 0", NULL);
    CHECK_STR(places(SEAM_ABI_HOST, "i32(i32, void)"),
              "argument 2: C cannot pass void by value at 0", NULL);
    CHECK_STR(places(SEAM_ABI_HOST, "i32(i32, [2 i32])"),
              "argument 2: C cannot pass an array by value at 0", NULL);
    CHECK_STR(places(SEAM_ABI_HOST, "i32"), "expected `(`, but the text ends at 3", NULL);
    CHECK_STR(places(SEAM_ABI_HOST, "i32(i32"), "expected `,` or `)`, but the text ends at 7",
              NULL);
    CHECK_STR(places(SEAM_ABI_HOST, "i32() x"), "expected the end of the signature, not `x` at 6",
              NULL);
}
