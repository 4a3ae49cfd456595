// Literals of macros: what the import answers itself, and what it leaves to clang.
#include <string.h>

#include "../test.h"
#include "import/c/literal.h"

enum { TOKENS_MAX = 8 };

typedef struct Row {
    const char *tokens[TOKENS_MAX];
    IfcTypeKind type;
    int64_t integer;
    double number;
    const char *text;
} Row;

static uint32_t count_tokens(const Row *r) {
    uint32_t count = 0;
    while (count < TOKENS_MAX && r->tokens[count]) count++;
    return count;
}

static void check_row(const Row *r, Arena *arena) {
    Literal got = {0};
    const char *name = r->tokens[0];
    if (!CHECK_EQ(literal_evaluate(r->tokens, count_tokens(r), arena, &got), true, name)) return;
    CHECK_EQ(got.type, r->type, name);
    if (got.kind == IFC_CONST_STRING) CHECK_STR(got.value.text, r->text, name);
    else if (got.kind == IFC_CONST_FLOAT) CHECK(got.value.number == r->number);
    else CHECK_EQ(got.value.integer, r->integer, name);
}

static void check_rows(const Row *rows, size_t count) {
    Arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < count; i++) check_row(&rows[i], &arena);
    arena_deinit(&arena);
}
#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof *(rows))

TEST(an_integer_has_the_first_type_that_holds_it) {
    static const Row rows[] = {
        {.tokens = {"0"}, .type = IFC_INT, .integer = 0},
        {.tokens = {"2147483647"}, .type = IFC_INT, .integer = INT32_MAX},
        {.tokens = {"2147483648"}, .type = IFC_LONG, .integer = 2147483648},
        {.tokens = {"0x80000000"}, .type = IFC_UINT, .integer = 0x80000000},
        {.tokens = {"0xffffffffffffffff"}, .type = IFC_ULONG, .integer = -1},
        {.tokens = {"017"}, .type = IFC_INT, .integer = 15},
        {.tokens = {"0b101"}, .type = IFC_INT, .integer = 5},
        {.tokens = {"7u"}, .type = IFC_UINT, .integer = 7},
        {.tokens = {"7UL"}, .type = IFC_ULONG, .integer = 7},
        {.tokens = {"7ll"}, .type = IFC_LONGLONG, .integer = 7},
        {.tokens = {"7LLU"}, .type = IFC_ULONGLONG, .integer = 7},
        {.tokens = {"'a'"}, .type = IFC_INT, .integer = 97},
        {.tokens = {"'\\n'"}, .type = IFC_INT, .integer = 10},
        {.tokens = {"'\\x41'"}, .type = IFC_INT, .integer = 65},
    };
    CHECK_ROWS(rows);
}

TEST(signs_and_brackets_are_understood) {
    static const Row rows[] = {
        {.tokens = {"(", "-", "1", ")"}, .type = IFC_INT, .integer = -1},
        {.tokens = {"-", "1u"}, .type = IFC_UINT, .integer = UINT32_MAX},
        {.tokens = {"~", "0"}, .type = IFC_INT, .integer = -1},
        {.tokens = {"~", "0ul"}, .type = IFC_ULONG, .integer = -1},
        {.tokens = {"(", "(", "5", ")", ")"}, .type = IFC_INT, .integer = 5},
        {.tokens = {"-", "(", "2", ")"}, .type = IFC_INT, .integer = -2},
        {.tokens = {"-", "1.5"}, .type = IFC_DOUBLE, .number = -1.5},
    };
    CHECK_ROWS(rows);
}

TEST(floats_and_texts) {
    static const Row rows[] = {
        {.tokens = {"1.5"}, .type = IFC_DOUBLE, .number = 1.5},
        {.tokens = {"1e9"}, .type = IFC_DOUBLE, .number = 1e9},
        {.tokens = {".5f"}, .type = IFC_FLOAT, .number = 0.5},
        {.tokens = {"0x1p-2"}, .type = IFC_DOUBLE, .number = 0.25},
        {.tokens = {"\"a\"", "\"\\tb\\101\""}, .type = IFC_POINTER, .text = "a\tbA"},
        {.tokens = {"(", "\"\"", ")"}, .type = IFC_POINTER, .text = ""},
    };
    CHECK_ROWS(rows);
}

TEST(what_c_decides_is_left_to_clang) {
    static const Row rows[] = {
        {.tokens = {"name"}},
        {.tokens = {"1", "+", "1"}},
        {.tokens = {"L\"wide\""}},
        {.tokens = {"'ab'"}},
        {.tokens = {"'\\377'"}},
        {.tokens = {"\"a\\0b\""}},
        {.tokens = {"1.5L"}},
        {.tokens = {"1e999"}},
        {.tokens = {"08"}},
        {.tokens = {"1x"}},
        {.tokens = {"(", ")"}},
        {.tokens = {"(", "1", ")", "(", "2", ")"}},
        {.tokens = {"-", "\"text\""}},
        {.tokens = {"\"\\u00e9\""}},
        {.tokens = {"99999999999999999999"}},
        {.tokens = {"-"}},
    };
    Arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Literal got;
        bool understood = literal_evaluate(rows[i].tokens, count_tokens(&rows[i]), &arena, &got);
        CHECK_EQ(understood, false, rows[i].tokens[0]);
    }
    arena_deinit(&arena);
}
