// Text of numbers and values, and formats.
#include "helpers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TEST(floats_as_javascript_writes_them) {
    static const struct {
        double value;
        const char *want;
    } rows[] = {
        {0, "0"},
        {-0.0, "-0"},
        {1, "1"},
        {-1.5, "-1.5"},
        {100, "100"},
        {0.1, "0.1"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {1e20, "100000000000000000000"},
        {1e21, "1e+21"},
        {1.5e300, "1.5e+300"},
        {123456789012345680000.0, "123456789012345680000"},
        {0.000001, "0.000001"},
        {0.0000001, "1e-7"},
        {1.5e-9, "1.5e-9"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {2.225073858507201e-308, "2.225073858507201e-308"},
        {9007199254740992, "9007199254740992"},
        {9.5367431640625e-7, "9.5367431640625e-7"},
        {4.35, "4.35"},
        {2e-44, "2e-44"},
        {1e23, "1e+23"},
        {9e22, "9e+22"},
        {NAN, "NaN"},
        {INFINITY, "Infinity"},
        {-INFINITY, "-Infinity"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_TEXT(seam_f64_to_string(rows[i].value), rows[i].want, rows[i].want);
    CHECK_TEXT(seam_f32_to_string(0.1f), "0.1", "f32");
    CHECK_TEXT(seam_f32_to_string(16777216.0f), "16777216", "f32");
    CHECK_TEXT(seam_f32_to_string(3.4028235e38f), "3.4028235e+38", "f32");
    CHECK_TEXT(seam_f32_to_string(1e-45f), "1e-45", "f32");
}

static int significant_digits(const char *text) {
    int digits = 0, zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (*text == '0' && digits == 0)) continue;
        digits++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return digits - zeros;
}

// Reads back, and no decimal with one digit less does.
static bool is_shortest(double x) {
    SeamStr s = seam_f64_to_string(x);
    bool good = strtod(s->data, NULL) == x;
    int digits = significant_digits(s->data);
    if (good && digits > 1) {
        char shorter[40];
        snprintf(shorter, sizeof shorter, "%.*e", digits - 2, x);
        good = strtod(shorter, NULL) != x;
    }
    if (!good) printf("%a is not %s\n", x, s->data);
    seam_release(s);
    return good;
}

TEST(floats_are_the_shortest_that_read_back) {
    Random r = {2026};
    int64_t wrong = 0;
    for (int i = 0; i < 60000; i++) {
        uint64_t bits = random_next(&r);
        if (i % 4 == 1) bits &= 0x800fffffffffffff | random_next(&r) << 52; // all exponents
        if (i % 4 == 2) bits &= 0xfff0000000000003;                         // the ends of binades
        double x;
        memcpy(&x, &bits, sizeof x);
        if (i % 4 == 3) x = (double)(bits % 1000000) / 1000;
        if (x - x == 0 && x != 0) wrong += !is_shortest(x);
    }
    CHECK_EQ(wrong, 0, "floats");
}

TEST(integers) {
    CHECK_TEXT(seam_i64_to_string(INT64_MIN), "-9223372036854775808", "least");
    CHECK_TEXT(seam_u64_to_string(UINT64_MAX), "18446744073709551615", "greatest");
    CHECK_TEXT(seam_i64_to_string(0), "0", "zero");
    CHECK_TEXT(seam_i64_to_string(-7), "-7", "one digit");
    CHECK_TEXT(seam_bool_to_string(true), "true", "bool");
}

// ---- values ----
typedef struct Line {
    SeamStr name;
    SeamOptF64 width;
    SeamStr note; // string?
    uint8_t kind;
    const char *c;
} Line;

static const SeamType type_opt_f64 = {.kind = SEAM_KIND_OPTION,
                                      .size = sizeof(SeamOptF64),
                                      .align = _Alignof(SeamOptF64),
                                      .name = "float?",
                                      .elem = &seam_type_f64};
static const SeamType type_opt_string = {.kind = SEAM_KIND_OPTION,
                                         .flags = SEAM_COUNTED,
                                         .size = sizeof(SeamStr),
                                         .align = _Alignof(SeamStr),
                                         .name = "string?",
                                         .elem = &seam_type_string};
static const SeamEnumName kind_names[] = {{"Solid", 0}, {"Dotted", 5}};
static const SeamType type_kind = {.kind = SEAM_KIND_ENUM,
                                   .size = 1,
                                   .align = 1,
                                   .name = "Kind",
                                   .elem = &seam_type_u8,
                                   .names = kind_names,
                                   .part_count = 2};
static const SeamField line_fields[] = {{"name", &seam_type_string, offsetof(Line, name)},
                                        {"width", &type_opt_f64, offsetof(Line, width)},
                                        {"note", &type_opt_string, offsetof(Line, note)},
                                        {"kind", &type_kind, offsetof(Line, kind)},
                                        {"c", &seam_type_cstring, offsetof(Line, c)}};
static const SeamType type_line = {.kind = SEAM_KIND_STRUCT,
                                   .flags = SEAM_COUNTED,
                                   .size = sizeof(Line),
                                   .align = _Alignof(Line),
                                   .name = "Line",
                                   .fields = line_fields,
                                   .part_count = 5};

TEST(structs_print_readably) {
    Line line = {text_of("a\"b\n\x01\xc3\xa9"), {true, 0.5}, NULL, 5, "c text"};
    CHECK_TEXT(
        shown(&type_line, &line),
        "Line { name: \"a\\\"b\\n\\u{1}\xc3\xa9\", width: 0.5, note: null, kind: Dotted, c: \"c text\" }",
        "struct");
    Line copy = line;
    copy.note = text_of("n");
    seam_retain(copy.name);
    CHECK(!seam_value_equals(&type_line, &line, &copy));
    seam_value_retain(&type_line, &copy);
    CHECK_EQ(copy.name->head.count, 3, "retained");
    seam_value_release(&type_line, &copy);
    seam_value_release(&type_line, &copy);
    CHECK(seam_value_equals(&type_line, &line, &line));
    seam_value_release(&type_line, &line);
}

TEST(a_string_prints_bare_and_within_others_quoted) {
    SeamStr s = text_of("a\tb");
    CHECK_TEXT(shown(&seam_type_string, &s), "a\tb", "bare");
    CHECK_TEXT(shown(&type_opt_string, &s), "a\tb", "an option is not another");
    SeamStr none = NULL;
    CHECK_TEXT(shown(&type_opt_string, &none), "null", "null");
    seam_release(s);
}

TEST(objects_print_their_fields_and_circles_end) {
    Node *node = node_new(1, NULL, NULL);
    CHECK_TEXT(shown(&type_node, &node), "Node { next: null, id: 1, other: null }", "object");
    node->next = node;
    seam_retain(node);
    SeamStr s = shown(&type_node, &node);
    CHECK(strstr(s->data, "next: ..., id: 1") != NULL);
    seam_release(s);
    node->next = NULL;
    seam_release(node);
    seam_release(node);
}

TEST(long_text_moves_to_the_heap) {
    SeamText t;
    seam_text_init(&t);
    for (int i = 0; i < 10000; i++) seam_text_add_i64(&t, i);
    SeamStr s = seam_text_finish(&t);
    CHECK_EQ(s->len, 10 + 2 * 90 + 3 * 900 + 4 * 9000, "length");
    seam_release(s);
}

// ---- formats ----
static SeamStr formatted(const SeamType *type, const void *value, const char *format) {
    SeamText t;
    seam_text_init(&t);
    seam_text_add_format(&t, type, value, format, HERE);
    return seam_text_finish(&t);
}

TEST(formats_of_integers) {
    static const struct {
        int64_t value;
        const char *format, *want;
    } rows[] = {
        {255, "x", "ff"},
        {255, "08x", "000000ff"},
        {-255, "X", "-FF"},
        {5, "b", "101"},
        {8, "o", "10"},
        {7, "3", "  7"},
        {7, "<3", "7  "},
        {7, "^3", " 7 "},
        {7, "*>3", "**7"},
        {7, "03", "007"},
        {-7, "04", "-007"},
        {7, "+", "+7"},
        {-7, "+", "-7"},
        {1234567, ",", "1,234,567"},
        {123, ",", "123"},
        {-1234, "08,", "-001,234"},
        {1234, "09,", "0,001,234"},
        {1234, "10,", "     1,234"},
        {0, "d", "0"},
        {INT64_MIN, "", "-9223372036854775808"},
        {7, "\xe2\x82\xac^5",
         "\xe2\x82\xac\xe2\x82\xac"
         "7\xe2\x82\xac\xe2\x82\xac"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_TEXT(formatted(&seam_type_i64, &rows[i].value, rows[i].format), rows[i].want,
                   rows[i].format);
    uint8_t small = 200;
    CHECK_TEXT(formatted(&seam_type_u8, &small, "b"), "11001000", "u8");
}

TEST(formats_of_floats) {
    static const struct {
        double value;
        const char *format, *want;
    } rows[] = {
        {3.14159, ".2", "3.14"},      {3.14159, ".0", "3"},
        {2, ".3", "2.000"},           {1234567.891, ",.2", "1,234,567.89"},
        {3.14159, "8.2", "    3.14"}, {-3.14159, "08.2", "-0003.14"},
        {0.1, "6", "   0.1"},         {1e10, "e", "1.000000e+10"},
        {1.5, ".1e", "1.5e+00"},      {0.256, ".1%", "25.6%"},
        {NAN, ".2", "NaN"},           {INFINITY, "09.2", " Infinity"},
        {1e21, "", "1e+21"},          {0.5, "+.1", "+0.5"},
        {2.5, "f", "2.500000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_TEXT(formatted(&seam_type_f64, &rows[i].value, rows[i].format), rows[i].want,
                   rows[i].format);
    CHECK_TEXT(seam_float_to_fixed(1.005, 2, HERE), "1.00", "toFixed");
    SeamStr huge = seam_float_to_fixed(1e308, 1, HERE);
    CHECK_EQ(huge->len, 311, "toFixed of 309 digits");
    seam_release(huge);
}

TEST(formats_of_other_values) {
    SeamStr s = text_of("h\xc3\xa9llo");
    CHECK_TEXT(formatted(&seam_type_string, &s, "7"), "h\xc3\xa9llo  ", "to the left");
    CHECK_TEXT(formatted(&seam_type_string, &s, ">7s"), "  h\xc3\xa9llo", "to the right");
    CHECK_TEXT(formatted(&seam_type_string, &s, ".2"), "h\xc3\xa9", "cut off");
    SeamStr none = NULL;
    CHECK_TEXT(formatted(&type_opt_string, &none, "6"), "null  ", "null");
    bool yes = true;
    CHECK_TEXT(formatted(&seam_type_bool, &yes, "^6"), " true ", "bool");
    uint8_t dotted = 5;
    CHECK_TEXT(formatted(&type_kind, &dotted, "8"), "Dotted  ", "enum");
    CHECK_TEXT(formatted(&type_kind, &dotted, "02x"), "05", "its number");
    uint8_t unknown = 7;
    CHECK_TEXT(shown(&type_kind, &unknown), "7", "a value without a name");
    seam_release(s);
}

static void bad_format(void) {
    int64_t x = 1;
    formatted(&seam_type_i64, &x, ".2q");
}
static void precise_integer(void) {
    int64_t x = 1;
    formatted(&seam_type_i64, &x, ".2");
}

TEST(formats_that_do_not_suit_panic) {
    CHECK_PANIC(bad_format, "the format `.2q` does not suit int");
    CHECK_PANIC(precise_integer, "the format `.2` does not suit int");
}
