// Strings: their methods, UTF-8, numbers in them.
#include "helpers.h"

#include <locale.h>
#include <string.h>

#define TEXT(name, text)                                         \
    SEAM_STRING_LITERAL(name##_literal, text, sizeof(text) - 1); \
    SeamStr name = SEAM_STR(name##_literal)

TEST(strings_end_in_a_nul_and_know_their_length) {
    TEXT(hello, "hello");
    CHECK_EQ(hello->len, 5, "length");
    TEXT(world, " world");
    SeamStr both = seam_string_concat(hello, world);
    CHECK_STR(both->data, "hello world", "both");
    CHECK_EQ(both->data[both->len], 0, "NUL");
    seam_release(both);
}

TEST(appending_a_million_times_is_linear) {
    SeamStr s = text_of("");
    TEXT(x, "x");
    for (int i = 0; i < 1000000; i++) seam_string_append(&s, x);
    CHECK_EQ(s->len, 1000000, "length");
    CHECK_EQ(strlen(s->data), 1000000, "length as C sees it");
    SeamStr other = seam_string_retain(s);
    seam_string_append(&s, x);
    CHECK_EQ(other->len, 1000000, "what another holds does not change");
    seam_release(other);
    seam_string_append(&s, s);
    CHECK_EQ(s->len, 2000002, "itself");
    seam_release(s);
}

TEST(appending_every_length_keeps_the_text) {
    SeamStr s = text_of("");
    char digit[] = "0";
    for (int i = 0; i < 3000; i++) {
        digit[0] = (char)('0' + i % 10);
        SeamStr d = text_of(digit);
        seam_string_append(&s, d);
        seam_release(d);
    }
    int wrong = 0;
    for (int i = 0; i < 3000; i++) wrong += s->data[i] != '0' + i % 10;
    CHECK_EQ(wrong, 0, "wrong bytes");
    seam_release(s);
}

TEST(slices_lie_at_boundaries) {
    TEXT(s, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z"); // 1, 2, 3, 4 and 1 bytes
    CHECK_TEXT(seam_string_slice(s, 1, 3, HERE), "\xc3\xa9", "two bytes");
    CHECK_TEXT(seam_string_slice(s, 3, INT64_MAX, HERE), "\xe2\x82\xac\xf0\x9f\x98\x80z",
               "to the end");
    CHECK_TEXT(seam_string_slice(s, 11, 11, HERE), "", "nothing");
    SeamArray runes = seam_string_runes(s);
    CHECK_TEXT(shown(&seam_type_u32_array, &runes), "[97, 233, 8364, 128512, 122]", "runes");
    seam_release(runes);
}

static void slice_within(void) {
    TEXT(s, "\xc3\xa9");
    seam_string_slice(s, 0, 1, HERE);
}
static void slice_beyond(void) {
    TEXT(s, "abc");
    seam_string_slice(s, 2, 4, HERE);
}
static void slice_from_minus_one(void) {
    TEXT(s, "abc");
    seam_string_slice(s, -1, 2, HERE);
}
static void repeat_less_than_never(void) {
    TEXT(s, "abc");
    seam_string_repeat(s, -1, HERE);
}
static void nul_to_c(void) {
    TEXT(s, "a\0b");
    seam_cstring(s, HERE);
}

TEST(strings_panic) {
    CHECK_PANIC(slice_within, "position 1 is inside a code point");
    CHECK_PANIC(slice_beyond, "slice from 2 to 4 out of bounds (length 3)");
    CHECK_PANIC(slice_from_minus_one, "slice from -1 to 2 out of bounds (length 3)");
    CHECK_PANIC(repeat_less_than_never, "a string cannot be repeated a negative number of times");
    CHECK_PANIC(nul_to_c, "a string with a NUL inside cannot go to C: it would be cut off there");
    TEXT(s, "plain");
    CHECK_STR(seam_cstring(s, HERE), "plain", "to C");
}

TEST(searching) {
    TEXT(s, "one two one");
    TEXT(one, "one");
    TEXT(six, "six");
    TEXT(empty, "");
    CHECK_EQ(seam_string_find(s, one, 0).v, 0, "first");
    CHECK_EQ(seam_string_find(s, one, 1).v, 8, "behind it");
    CHECK(!seam_string_find(s, one, 9).has);
    CHECK(!seam_string_find(s, one, 99).has);
    CHECK_EQ(seam_string_find(s, one, -5).v, 0, "before the start");
    CHECK(!seam_string_find(s, six, 0).has);
    CHECK_EQ(seam_string_find(s, empty, 3).v, 3, "nothing is everywhere");
    CHECK(seam_string_contains(s, one));
    CHECK(seam_string_starts_with(s, one) && seam_string_ends_with(s, one));
    CHECK(!seam_string_starts_with(s, six) && !seam_string_ends_with(one, s));
}

typedef struct SplitRow {
    const char *text;
    const char *separator;
    const char *want;
} SplitRow;

TEST(splitting) {
    static const SplitRow rows[] = {
        {"a,b,c", ",", "[\"a\", \"b\", \"c\"]"},
        {",a,", ",", "[\"\", \"a\", \"\"]"},
        {"", ",", "[\"\"]"},
        {"abc", "--", "[\"abc\"]"},
        {"a--b---c", "--", "[\"a\", \"b\", \"-c\"]"},
        {"\xc3\xa9z", "", "[\"\xc3\xa9\", \"z\"]"},
        {"", "", "[]"},
        {NULL, NULL, NULL},
    };
    for (const SplitRow *r = rows; r->text; r++) {
        SeamStr s = text_of(r->text), by = text_of(r->separator);
        SeamArray parts = seam_string_split(s, by, INT64_MAX, "test", 0);
        CHECK_TEXT(shown(&seam_type_string_array, &parts), r->want, r->text);
        seam_release(s), seam_release(by), seam_release(parts);
    }
}

TEST(lines) {
    static const SplitRow rows[] = {
        {"a\nb\n", NULL, "[\"a\", \"b\"]"}, {"a\r\nb", NULL, "[\"a\", \"b\"]"},
        {"\n\n", NULL, "[\"\", \"\"]"},     {"", NULL, "[]"},
        {"a\rb\r", NULL, "[\"a\\rb\\r\"]"}, {NULL, NULL, NULL},
    };
    for (const SplitRow *r = rows; r->text; r++) {
        SeamStr s = text_of(r->text);
        SeamArray parts = seam_string_lines(s);
        CHECK_TEXT(shown(&seam_type_string_array, &parts), r->want, r->text);
        seam_release(s), seam_release(parts);
    }
}

TEST(trimming_takes_all_of_unicodes_white_space) {
    TEXT(s, "\xe3\x80\x80 \t\xc2\xa0x y\xe2\x80\xa8\n");
    CHECK_TEXT(seam_string_trim(s, NULL), "x y", "both ends");
    CHECK_TEXT(seam_string_trim_start(s, NULL), "x y\xe2\x80\xa8\n", "start");
    CHECK_TEXT(seam_string_trim_end(s, NULL), "\xe3\x80\x80 \t\xc2\xa0x y", "end");
    TEXT(blank, " \n ");
    CHECK_TEXT(seam_string_trim(blank, NULL), "", "nothing else");
    TEXT(plain, "plain");
    SeamStr same = seam_string_trim(plain, NULL);
    CHECK(same == plain);
}

TEST(replacing) {
    TEXT(s, "a-b-c");
    TEXT(dash, "-");
    TEXT(plus, "++");
    TEXT(empty, "");
    TEXT(accent, "\xc3\xa9z");
    CHECK_TEXT(seam_string_replace(s, dash, plus), "a++b-c", "the first");
    CHECK_TEXT(seam_string_replace_all(s, dash, plus), "a++b++c", "all");
    CHECK_TEXT(seam_string_replace_all(s, dash, empty), "abc", "by nothing");
    CHECK_TEXT(seam_string_replace_all(s, plus, dash), "a-b-c", "none there");
    CHECK_TEXT(seam_string_replace(s, empty, plus), "++a-b-c", "nothing, once");
    CHECK_TEXT(seam_string_replace_all(accent, empty, dash), "-\xc3\xa9-z-", "nothing, everywhere");
}

TEST(padding_counts_code_points) {
    TEXT(s, "\xc3\xa9");
    TEXT(fill, "\xe2\x82\xac-");
    CHECK_TEXT(seam_string_pad_start(s, 4, fill, "test", 0), "\xe2\x82\xac-\xe2\x82\xac\xc3\xa9",
               "start");
    CHECK_TEXT(seam_string_pad_end(s, 3, fill, "test", 0), "\xc3\xa9\xe2\x82\xac-", "end");
    CHECK_TEXT(seam_string_pad_end(s, -3, fill, "test", 0), "\xc3\xa9", "wide enough");
    TEXT(ab, "ab");
    CHECK_TEXT(seam_string_repeat(ab, 3, HERE), "ababab", "repeated");
    CHECK_TEXT(seam_string_repeat(ab, 0, HERE), "", "repeated never");
}

TEST(changing_case) {
    TEXT(s, "Stra\xc3\x9f"
            "e \xc3\xa9\xd0\xb6\xce\xa9\xc7\x86 1"); // Strasse with sharp s, e', zhe, Omega, dz
    CHECK_TEXT(seam_string_to_upper(s), "STRASSE \xc3\x89\xd0\x96\xce\xa9\xc7\x84 1", "upper");
    CHECK_TEXT(seam_string_to_lower(s),
               "stra\xc3\x9f"
               "e \xc3\xa9\xd0\xb6\xcf\x89\xc7\x86 1",
               "lower");
}

TEST(ill_formed_utf8_becomes_u_fffd) {
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"ok \xc3\xa9", "ok \xc3\xa9"},
        {"\xff"
         "a",
         "?a"},
        {"\xc3", "?"},
        {"\xe2\x82z", "?z"},          // the beginning of a sequence is one
        {"\xed\xa0\x80", "???"},      // a surrogate
        {"\xc0\x80", "??"},           // overlong
        {"\xf4\x90\x80\x80", "????"}, // above U+10FFFF
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"aaaaaaaaaaaaaaaa\x80"
         "b",
         "aaaaaaaaaaaaaaaa?b"},
        {NULL, NULL},
    };
    TEXT(mark, "\xef\xbf\xbd");
    TEXT(question, "?");
    for (size_t i = 0; rows[i].text; i++) {
        SeamStr s = seam_cstring_to_string(rows[i].text);
        CHECK_TEXT(seam_string_replace_all(s, mark, question), rows[i].want, rows[i].want);
        seam_release(s);
    }
}

TEST(whole_numbers_from_text) {
    static const struct {
        const char *text;
        bool has;
        int64_t want;
    } rows[] = {
        {"0", true, 0},
        {"42", true, 42},
        {"-7", true, -7},
        {"+7", true, 7},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x10", false, 0},
        {"1_000", false, 0},
        {NULL, false, 0},
    };
    for (size_t i = 0; rows[i].text; i++) {
        SeamStr s = text_of(rows[i].text);
        SeamOptI64 got = seam_string_parse_int(s, 10, "test", 0);
        CHECK_EQ(got.has, rows[i].has, rows[i].text);
        if (got.has) CHECK_EQ(got.v, rows[i].want, rows[i].text);
        seam_release(s);
    }
}

TEST(floats_from_text) {
    static const struct {
        const char *text, *want; // as print shows it
    } rows[] = {
        {"1.5", "1.5"},
        {"-0.1", "-0.1"},
        {".5", "0.5"},
        {"5.", "5"},
        {"1e3", "1000"},
        {"1E-7", "1e-7"},
        {"1e400", "Infinity"},
        {"Infinity", "Infinity"},
        {"-Infinity", "-Infinity"},
        {"NaN", "NaN"},
        {"", "null"},
        {".", "null"},
        {"1e", "null"},
        {"0x1p3", "null"},
        {"inf", "null"},
        {" 1", "null"},
        {"1,5", "null"},
        {NULL, NULL},
    };
    static const SeamType option = {.kind = SEAM_KIND_OPTION,
                                    .size = sizeof(SeamOptF64),
                                    .align = _Alignof(SeamOptF64),
                                    .name = "float?",
                                    .elem = &seam_type_f64};
    const char *before = setlocale(LC_NUMERIC, NULL);
    setlocale(LC_NUMERIC, "de_DE.UTF-8"); // where there is one
    for (size_t i = 0; rows[i].text; i++) {
        SeamStr s = text_of(rows[i].text);
        SeamOptF64 got = seam_string_parse_float(s);
        CHECK_TEXT(shown(&option, &got), rows[i].want, rows[i].text);
        seam_release(s);
    }
    setlocale(LC_NUMERIC, before);
}

TEST(strings_order_by_code_points) {
    TEXT(a, "a");
    TEXT(ab, "ab");
    TEXT(e, "\xc3\xa9");
    CHECK(seam_string_compare(a, ab) < 0);
    CHECK(seam_string_compare(ab, a) > 0);
    CHECK(seam_string_compare(ab, e) < 0);
    CHECK(seam_string_compare(e, e) == 0);
}
