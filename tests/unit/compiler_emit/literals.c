// Literals keep value and type, and every byte of a text.
#include "../test.h"

#include <math.h>
#include <string.h>

#include "world.h"

typedef struct TextRow {
    const char *name;
    const char *text;
    size_t len;
    const char *want;
} TextRow;

TEST(texts_keep_every_byte) {
    static const TextRow rows[] = {
        {"empty", "", 0, "\"\""},
        {"quotes", "a\"b\\", 4, "\"a\\\"b\\\\\""},
        {"controls", "\n\t\r\x01", 4, "\"\\n\\t\\r\\1\""},
        {"NUL before a digit",
         "\0"
         "1",
         2, "\"\\0001\""},
        {"NUL before a letter", "\0x", 2, "\"\\0x\""},
        {"trigraph", "?\?=", 3, "\"\\?\\?=\""},
        {"question", "a?b", 3, "\"a?b\""},
        {"UTF-8", "\xc3\xbc", 2, "\"\xc3\xbc\""},
        {"cut UTF-8", "\xc3", 1, "\"\\303\""},
        {"no UTF-8",
         "\xff"
         "7",
         2, "\"\\3777\""},
        {"turns the direction", "\xe2\x80\xae", 3, "\"\\342\\200\\256\""},
        {NULL, NULL, 0, NULL},
    };
    World *w = world_begin();
    for (const TextRow *r = rows; r->name; r++) {
        Text out;
        text_init(&out, &w->session.arena);
        put_c_string(&out, r->text, r->len);
        CHECK_STR(out.chars, r->want, r->name);
    }
    world_end(w);
}

TEST(long_texts_are_split_between_characters) {
    World *w = world_begin();
    enum { COUNT = 3000 };
    char *text = arena_alloc(&w->session.arena, COUNT * 2);
    for (int i = 0; i < COUNT; i++) memcpy(text + i * 2, "\xc3\xbc", 2);
    Text out;
    text_init(&out, &w->session.arena);
    put_c_string(&out, text, COUNT * 2);
    CHECK_EQ(out.lines, 2, "lines");
    for (const char *at = out.chars; (at = strstr(at, "\"\n\"")); at += 3)
        CHECK((unsigned char)at[-1] == 0xbc && (unsigned char)at[3] == 0xc3);
    world_end(w);
}

typedef struct IntegerRow {
    TypeKind kind;
    int64_t bits;
    const char *want;
} IntegerRow;

TEST(integers_keep_value_and_signedness) {
    static const IntegerRow rows[] = {
        {TYPE_I64, 0, "0"},
        {TYPE_I64, -5, "-5"},
        {TYPE_I64, INT64_MAX, "9223372036854775807"},
        {TYPE_I64, INT64_MIN, "(-9223372036854775807 - 1)"},
        {TYPE_U64, -1, "18446744073709551615ul"},
        {TYPE_U32, 7, "7u"},
        {TYPE_U32, -1, "4294967295u"},
        {TYPE_U8, 250, "250"},
        {TYPE_I8, -128, "-128"},
        {TYPE_CSIZE, 3, "3ul"},
        {TYPE_CINT, -1, "-1"},
    };
    World *w = world_begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text out;
        text_init(&out, &w->session.arena);
        put_integer(&out, rows[i].bits, w->program.types.basic[rows[i].kind]);
        CHECK_STR(out.chars, rows[i].want, type_info[rows[i].kind].text);
    }
    world_end(w);
}

TEST(floats_read_back_the_same) {
    static const struct {
        double value;
        bool is_f32;
        const char *want;
    } rows[] = {
        {0.0, false, "0.0"},
        {-0.0, false, "-0.0"},
        {1.0, false, "1.0"},
        {0.1, false, "0.1"},
        {1e300, false, "1e+300"},
        {0.1f, true, "0.1f"},
        {1.0, true, "1.0f"},
        {5e-324, false, "4.94065645841247e-324"},
        {0.30000000000000004, false, "0.30000000000000004"},
        {INFINITY, false, "__builtin_inf()"},
        {-INFINITY, false, "-__builtin_inf()"},
        {NAN, true, "__builtin_nanf(\"\")"},
    };
    World *w = world_begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Text out;
        text_init(&out, &w->session.arena);
        put_float(&out, rows[i].value, rows[i].is_f32);
        CHECK_STR(out.chars, rows[i].want, rows[i].want);
    }
    world_end(w);
}

TEST(equal_strings_are_one_literal) {
    World *w = world_begin();
    const char *a = string_literal(&w->unit, "same", 4), *b = string_literal(&w->unit, "other", 5);
    CHECK_STR(string_literal(&w->unit, "same", 4), a, "again");
    CHECK(strcmp(a, b) != 0);
    for (int i = 0; i < 500; i++) {
        const char *text = arena_printf(&w->session.arena, "%d", i);
        string_literal(&w->unit, text, (uint32_t)strlen(text));
    }
    CHECK_STR(string_literal(&w->unit, "other", 5), b, "after many");
    CHECK_EQ(w->unit.strings.len, 502, "each once");
    world_end(w);
}
