// Where errors are, how many there are, and that reading goes on behind them: a text, and the
// places and codes of all its errors. What the messages say is in tests/cases/diag.
#include "parsed.h"

#include <stdlib.h>
#include <string.h>

#include "../test.h"

typedef struct Row {
    const char *text;
    const char *want;
} Row;

static const Row one_error_each[] = {
    {"f(1 2)\ng(3 4)", "1:5 E0010, 2:5 E0010"},
    {"f(1 2, 3 4)", "1:5 E0010, 1:10 E0010"},
    {"f(,,,)", "1:3 E0010"},
    {"[1 2, 3]\nx y", "1:4 E0010, 2:3 E0010"},
    {"function f() { a b\nc d }\ne f", "1:18 E0010, 2:3 E0010, 3:3 E0010"},
    {"class C { 1: int\n y: }\nlet z = = 1", "1:11 E0010, 2:5 E0010, 3:9 E0010"},
    {"`a ${b c} d ${e f}`", "1:8 E0010, 1:17 E0010"},
    {"match (x) { => a, b => c d => e\n f => g h }", "1:13 E0010, 1:26 E0010, 2:9 E0010"},
    {"xs.map(x => { a b\nc d })", "1:17 E0010, 2:3 E0010"},
    {"enum E { A = , 1, B }", "1:14 E0010, 1:16 E0010"},
    {"extern C from \"a\" { foo; link y; note }", "1:21 E0010, 1:31 E0010, 1:40 E0010"},
    {"let a = 1 let b = 2", "1:11 E0010"},
    {"import { a b } from \"x\"", "1:12 E0010"},
    {"}\n) f()\n]", "1:1 E0010, 2:1 E0010, 3:1 E0010"},
    {"\"\\q\\w\" + '\\q'", "1:1 E0013, 1:2 E0005, 1:4 E0005, 1:11 E0005"},
    {"f(\"no end)\ng()", "1:3 E0003"},
    {"a $$$ b", "1:3 E0001"},
    {0},
};

TEST(every_error_is_reported_once) {
    for (const Row *r = one_error_each; r->text; r++)
        CHECK_STR(errors_of(r->text), r->want, r->text);
}

// A missing bracket spoils the statement that it is missing in.
static const Row brackets[] = {
    {"f(1, 2\ng()\nh(3 4)", "2:1 E0010, 3:5 E0010"},
    {"f(1\nconst a = = 1", "2:1 E0010, 2:11 E0010"},
    {"if (a { f() }\nlet b = )", "1:7 E0010, 2:9 E0010"},
    {"function f() { g( }\nh(1 2)", "1:19 E0010, 2:5 E0010"},
    {"const x = [1, 2\nfunction f() { a b }", "2:1 E0010, 2:18 E0010"},
    {"f(\n  type: 1,\n  if: 2 3)", "3:9 E0010"},
    {"f() {\n  g()\n", "1:5 E0010"},
    {"while (a) {\n  g()\n", "3:1 E0010"},
    {"f(1]\ng()", "1:4 E0010"},
    {0},
};

TEST(a_missing_bracket_spoils_one_statement) {
    for (const Row *r = brackets; r->text; r++) CHECK_STR(errors_of(r->text), r->want, r->text);
}

// What is missing at the end of a line is reported there.
static const Row line_ends[] = {
    {"const x =\nconst y = 1", "1:10 E0010"},
    {"x = a +\nlet y = 1", "1:8 E0010"},
    {"class C {\n  x\n  y = 1\n}", "2:4 E0010"},
    {"const x =\n\n", "3:1 E0010"},
    {0},
};

TEST(what_is_missing_at_a_line_end_is_reported_there) {
    for (const Row *r = line_ends; r->text; r++) CHECK_STR(errors_of(r->text), r->want, r->text);
}

// ---- bytes ----

TEST(files_that_are_not_utf8_have_one_error_at_the_first_bad_byte) {
    CHECK_STR(errors_of("const a = \"caf\xe9\"\nx y"), "1:15 E0002", "Latin-1");
    CHECK_STR(errors_of("a\n\xff\xfe"), "2:1 E0002", "UTF-16");
    CHECK_STR(errors_of("f(\"\xc0\x80\")"), "1:4 E0002", "overlong");
    CHECK_STR(errors_of("f(\"\xed\xa0\x80\")"), "1:4 E0002", "surrogate");
    CHECK_STR(errors_of("f(\"\xf4\x90\x80\x80\")"), "1:4 E0002", "above U+10FFFF");
    CHECK_STR(errors_of("f(\"abcdefgh\xe2\x82"), "1:12 E0002", "cut short");
}

TEST(nul_bytes_marks_and_line_ends) {
    CHECK_STR(errors_of_bytes("f()\0\0\0g()", 9), "1:4 E0001", "NUL");
    CHECK_STR(errors_of_bytes("f(\"a\0b\")", 8), "", "NUL in text");
    CHECK_STR(errors_of("\xef\xbb\xbf"
                        "f()"),
              "", "byte order mark");
    CHECK_STR(errors_of("f()\n\xef\xbb\xbf"), "2:1 E0001", "byte order mark elsewhere");
    CHECK_STR(errors_of("#!/usr/bin/env seam\nf()\r\ng()\r\n"), "",
              "first line for the kernel, CRLF");
    CHECK_STR(errors_of(""), "", "nothing");
    CHECK_STR(parsed("f(`a\r\nb`)"), "(expr-stmt (call f (arg (template string \"a\\nb\"))))",
              "CRLF");
    CHECK_STR(parsed("f(`${n:x\r\n}`)"),
              "(expr-stmt (call f (arg (template (template-value \"x\" n)))))", "CRLF in a format");
}

// ---- limits ----

static char *repeat(const char *before, const char *part, size_t count, const char *after) {
    size_t len = strlen(part);
    char *text = malloc(strlen(before) + len * count + strlen(after) + 1);
    strcpy(text, before);
    char *p = text + strlen(before);
    for (size_t i = 0; i < count; i++, p += len) memcpy(p, part, len);
    strcpy(p, after);
    return text;
}

static const struct {
    const char *before;
    const char *part;
    const char *after;
} nested[] = {
    {"x = ", "(", ""},
    {"x = ", "[", ""},
    {"x = ", "{ a: ", ""},
    {"", "{", ""},
    {"x = ", "!", "a"},
    {"x = ", "a + ", "a"},
    {"x = ", "a ** ", "a"},
    {"x = ", "a ? b : ", "c"},
    {"x = ", "a ? ", "c"},
    {"x = a", ".b", ""},
    {"x = a", "()", ""},
    {"x = a", "!", ""},
    {"x = ", "f<a>(", ""},
    {"let x: ", "A<", ""},
    {"let x: A", "[]", ""},
    {"let x: ", "() => ", "A"},
    {"let x: ", "(", ""},
    {"f(", "x => ", "x)"},
    {"", "() => { f(", ""},
    {"if (a) f()", " else if (a) f()", ""},
    {"", "if (a) ", "f()"},
    {"", "try {", ""},
    {"", "function f() {", ""},
    {"", "class C { m() {", ""},
    {"x is ", "A(", ""},
    {"const ", "[", ""},
    {"x = ", "`${", ""},
    {"x = a", " as T", ""},
    {"", "match (x) { A => ", ""},
};

TEST(nesting_without_end_is_a_clear_error) {
    for (size_t i = 0; i < sizeof nested / sizeof *nested; i++) {
        char *text = repeat(nested[i].before, nested[i].part, 100000, nested[i].after);
        CHECK(strstr(errors_of(text), "E0011") != NULL);
        free(text);
        text = repeat(nested[i].before, nested[i].part, 200, nested[i].after);
        CHECK(strstr(errors_of(text), "E0011") == NULL);
        free(text);
    }
}

TEST(long_things_that_are_not_deep_are_fine) {
    char *text = repeat("x = [", "1, ", 300000, "]");
    CHECK_STR(errors_of(text), "", "array");
    free(text);
    text = repeat("f(\"", "0123456789", 1000000, "\")");
    CHECK_STR(errors_of(text), "", "10 MB on one line");
    free(text);
    text = repeat("", "a<", 300000, "b");
    CHECK(strstr(errors_of(text), "E0011") != NULL);
    free(text);
}
