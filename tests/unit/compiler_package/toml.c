// The TOML of seam.toml: what it reads, and where its errors are.
#include "package/toml.h"

#include <string.h>

#include "../test.h"

typedef struct Row {
    const char *text;
    const char *want; // values of the key `k`, or LINE:COL of the errors
} Row;

static const Row values[] = {
    {"k = \"a\\tb\\\"\\u00e9\"", "a\tb\"\xc3\xa9"},
    {"k = 'a\\tb' # comment", "a\\tb"},
    {"\"k\" = \"\"", ""},
    {"  k\t=\t\"x\"  \r\n", "x"},
    {"# first\n\nk = \"last line\"", "last line"},
    {0},
};

static const Row errors[] = {
    {"k = \"open\nj = 1", "1:5"},
    {"k = 1.5\nj = 2026-01-01\nl = 0x1", "1:5 2:5 3:5"},
    {"k = 1 2\nj 3\n= 4", "1:7 2:3 3:1"},
    {"[a\n[b]]\n[[c]]", "1:3 2:4 3:1"},
    {"k = [1, [2, 3], {a = 1}\nj = 2", "2:1"},
    {"k = {a = 1, a = 2}\nk = 3\n[t]\n[t]", "1:13 2:1 4:2"},
    {"k = \"\\q\\u12\"", "1:6"},
    {"k = 99999999999999999999", "1:5"},
    {"a.b = 1", "1:2"},
    {0},
};

static void read(Session *s, const char *text, TomlValue **root) {
    session_init(s);
    uint32_t source = source_add(&s->sources, "seam.toml", text, (uint32_t)strlen(text));
    *root = toml_parse(s, &s->arena, source);
}

TEST(toml_reads_values) {
    for (const Row *r = values; r->text; r++) {
        Session s;
        TomlValue *root;
        read(&s, r->text, &root);
        const TomlValue *v = toml_get(root, "k");
        CHECK_EQ(s.diags.errors, 0, r->text);
        CHECK_STR(v && v->text ? v->text : "(none)", r->want, r->text);
        session_deinit(&s);
    }
}

TEST(toml_reads_lists_tables_and_numbers) {
    Session s;
    TomlValue *root;
    read(&s, "[a]\nn = -1_000\nl = [true,\n  false, # two\n]\n[b]\nt = { x = 1, y = \"z\" }\n",
         &root);
    CHECK_EQ(s.diags.errors, 0, "errors");
    const TomlValue *a = toml_get(root, "a"), *b = toml_get(root, "b");
    CHECK_EQ(toml_get(a, "n")->integer, -1000, "n");
    CHECK_EQ(toml_get(a, "l")->items.len, 2, "l");
    CHECK(toml_get(a, "l")->items.items[0]->boolean);
    CHECK_STR(toml_get(toml_get(b, "t"), "y")->text, "z", "y");
    CHECK(!toml_get(b, "n"));
    session_deinit(&s);
}

TEST(toml_errors_have_their_place) {
    for (const Row *r = errors; r->text; r++) {
        Session s;
        TomlValue *root;
        read(&s, r->text, &root);
        const char *got = "";
        for (uint32_t i = 0; i < s.diags.list.len; i++) {
            Span span = s.diags.list.items[i]->span;
            LineCol at = source_line_col(&s.sources, span.source, span.start);
            got = arena_printf(&s.arena, "%s%s%u:%u", got, *got ? " " : "", at.line, at.col);
        }
        CHECK_STR(got, r->want, r->text);
        session_deinit(&s);
    }
}
