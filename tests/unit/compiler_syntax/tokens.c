// Tokens: a text and its tokens with their places, as `--emit=tokens` prints them.
#include "parsed.h"

#include "../test.h"

static const struct {
    const char *text;
    const char *want;
} rows[] = {
    {"a<<=b", "1:1 name a, 1:2 <<=, 1:5 name b"},
    {"+%=+|+%-|=**=", "1:1 +%=, 1:4 +|, 1:6 +%, 1:8 -|=, 1:11 **="},
    {"a?.b ?? c?", "1:1 name a, 1:2 ?., 1:4 name b, 1:6 ??, 1:9 name c, 1:10 ?"},
    {"1..2 ... x", "1:1 integer 1, 1:2 .., 1:4 integer 2, 1:6 ..., 1:10 name x"},
    {"1.5.max 1.foo", "1:1 number 1.5, 1:4 ., 1:5 name max, 1:9 integer 1, 1:10 ., 1:11 name foo"},
    {"classes class_ class", "1:1 name classes, 1:9 name class_, 1:16 class"},
    {"r\"\\\" b\"\\x80\" rb", "1:1 string \"\\\\\", 1:6 bytes literal \"\\x80\", 1:14 name rb"},
    {"1.5h 90min 3us", "1:1 duration 5400000000000ns, 1:6 duration 5400000000000ns, "
                       "1:12 duration 3000ns"},
    {"`a${b:>3}c`", "1:1 `, 1:2 template text \"a\", 1:3 ${, 1:5 name b, "
                    "1:7 template format \">3\", 1:9 }, 1:10 template text \"c\", 1:11 `"},
    {"`${a ? b : c}`", "1:1 `, 1:2 ${, 1:4 name a, 1:6 ?, 1:8 name b, 1:10 :, 1:12 name c, 1:13 }, "
                       "1:14 `"},
    {"`${{}}`", "1:1 `, 1:2 ${, 1:4 {, 1:5 }, 1:6 }, 1:7 `"},
    {"a /* b\n */ c // d\ne", "1:1 name a, 2:5 name c, 3:1 name e"},
    {"extern C from \"a\" {\nnote x: @y \"//\" // z\n}",
     "1:1 extern, 1:8 name C, 1:10 name from, 1:15 string \"a\", 1:19 {, 2:1 name note, "
     "2:6 note text \"x: @y \\\"//\\\"\", 3:1 }"},
    {"note x", "1:1 name note, 1:6 name x"},
    {"'a' '\\'' 'é'", "1:1 character U+0061, 1:5 character U+0027, 1:10 character U+00E9"},
};

TEST(tokens_of_texts) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_STR(tokens_of(rows[i].text), rows[i].want, rows[i].text);
}
