// Diagnostics: the three forms, order, one error a span, and near names.
#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "../test.h"
#include "base/session.h"

static Session session;
static char *rendered;

static uint32_t begin(const char *text) {
    session_init(&session);
    return source_add(&session.sources, "main.seam", text, (uint32_t)strlen(text));
}

static void end(void) {
    free(rendered);
    rendered = NULL;
    session_deinit(&session);
}

// The place of the `nth` (from 1) occurrence of a word.
static Span find(uint32_t source, const char *word, int nth) {
    const char *text = session.sources.list.items[source].text;
    const char *p = strstr(text, word);
    while (--nth > 0) p = strstr(p + 1, word);
    uint32_t start = (uint32_t)(p - text);
    return (Span){source, start, start + (uint32_t)strlen(word)};
}

static const char *render(DiagFormat format, bool colour) {
    size_t size;
    free(rendered);
    FILE *out = open_memstream(&rendered, &size);
    diags_render(&session.diags, format, colour, out);
    fclose(out);
    return rendered;
}

TEST(text_is_drawn_as_the_language_says) {
    uint32_t source =
        begin("\n\n\n\n\n\n\n\n\n\n\n\n\n  const data = lib.process(ptr)\n  C.free(ptr)\n");
    Diag *g = diag_error(&session.diags, E0010, find(source, "ptr", 2),
                         "`%s` is used after its ownership was transferred", "ptr");
    diag_label(g, g->span, "used here");
    diag_label(g, find(source, "ptr", 1), "ownership was transferred to `process` here");
    diag_note(g, "`process` takes `buf` over");
    diag_help(g, "drop this call");
    CHECK_STR(render(DIAG_TEXT, false),
              "error[E0010]: `ptr` is used after its ownership was transferred\n"
              "  --> main.seam:15:10\n"
              "   |\n"
              "14 |   const data = lib.process(ptr)\n"
              "   |                            --- ownership was transferred to `process` here\n"
              "15 |   C.free(ptr)\n"
              "   |          ^^^ used here\n"
              "   |\n"
              " note: `process` takes `buf` over\n"
              " help: drop this call\n",
              "LANGUAGE section 10");
    end();
}

TEST(several_marks_on_a_line_and_lines_apart) {
    uint32_t source = begin("let a = f(b, cc)\n\n\nuse(a)\n");
    Diag *g = diag_warning(&session.diags, E0010, find(source, "cc", 1), "many");
    diag_label(g, find(source, "b", 1), "a b");
    diag_label(g, g->span, "two c");
    diag_label(g, find(source, "f", 1), "an f");
    diag_label(g, find(source, "use", 1), "far away");
    CHECK_STR(render(DIAG_TEXT, false),
              "warning[E0010]: many\n"
              " --> main.seam:1:14\n"
              "  |\n"
              "1 | let a = f(b, cc)\n"
              "  |         - -  ^^ two c\n"
              "  |         | |\n"
              "  |         | a b\n"
              "  |         an f\n"
              "...\n"
              "4 | use(a)\n"
              "  | --- far away\n",
              "stacked");
    end();
}

TEST(tabs_wide_letters_and_spans_over_lines) {
    uint32_t source = begin("\t\xe6\x97\xa5\xe6\x9c\xac = x\ncall(1,\n  2)\r\n\x1b[0m y");
    diag_error(&session.diags, E0010, find(source, "x", 1), "x");
    Span call = find(source, "call(1,\n  2)", 1);
    diag_label(diag_error(&session.diags, E0010, call, "call"), call, "all of it");
    diag_error(&session.diags, E0010, find(source, "y", 1), "y");
    CHECK_STR(render(DIAG_TEXT, false),
              "error[E0010]: x\n --> main.seam:1:11\n  |\n"
              "1 |     \xe6\x97\xa5\xe6\x9c\xac = x\n"
              "  |            ^\n"
              "\n"
              "error[E0010]: call\n --> main.seam:2:1\n  |\n"
              "2 | call(1,\n"
              "  | ^^^^^^^\n"
              "3 |   2)\n"
              "  |   ^^ all of it\n"
              "\n"
              "error[E0010]: y\n --> main.seam:4:6\n  |\n"
              "4 | \xef\xbf\xbd[0m y\n"
              "  |      ^\n",
              "columns on the screen");
    end();
}

TEST(labels_in_other_files_have_blocks_of_their_own) {
    uint32_t source = begin("f(x)");
    uint32_t header = source_add(&session.sources, "lib.h", "\nvoid f(int);", 13);
    Diag *g = diag_error(&session.diags, E0010, find(source, "f", 1), "call");
    diag_label(g, find(header, "f", 1), "declared here");
    diag_label(g, (Span){0, 0, 0}, "a place that could not be read");
    CHECK_STR(render(DIAG_TEXT, false),
              "error[E0010]: call\n"
              " --> main.seam:1:1\n"
              "  |\n"
              "1 | f(x)\n"
              "  | ^\n"
              "  |\n"
              " ::: lib.h:2:6\n"
              "  |\n"
              "2 | void f(int);\n"
              "  |      - declared here\n",
              "two files");
    end();
}

TEST(long_lines_are_cut_around_the_mark) {
    enum { LONG = 10000000 };
    char *text = malloc(LONG + 1);
    memset(text, 'a', LONG);
    text[LONG] = 0;
    memcpy(text + LONG / 2, " bad ", 5);
    uint32_t source = begin(text);
    diag_error(&session.diags, E0010, (Span){source, LONG / 2 + 1, LONG / 2 + 4}, "middle");
    diag_error(&session.diags, E0010, (Span){source, 0, LONG}, "all");
    render(DIAG_TEXT, false);
    CHECK(strlen(rendered) < 1500);
    const char *line = strstr(rendered, " bad ");
    const char *marks = line ? strstr(line, "^^^") : NULL;
    CHECK(line && marks && strstr(rendered, "| ...aaa"));
    const char *line_start = line;
    while (line_start && line_start[-1] != '\n') line_start--;
    const char *mark_start = marks;
    while (mark_start && mark_start[-1] != '\n') mark_start--;
    CHECK_EQ(marks - mark_start, line + 1 - line_start, "carets below the word");
    end();
    free(text);
}

TEST(diagnostics_without_a_place_have_no_block) {
    begin("x");
    diag_note(diag_error(&session.diags, E0010, (Span){0}, "one"), "why");
    diag_error(&session.diags, E0010, (Span){0}, "two");
    CHECK_STR(render(DIAG_TEXT, false), "error[E0010]: one\n note: why\n\nerror[E0010]: two\n",
              "text");
    CHECK_STR(render(DIAG_SHORT, false), "error E0010: one\nerror E0010: two\n", "short");
    end();
}

TEST(json_is_one_object_a_line) {
    uint32_t source = begin("a\n\xc3\xa9 b");
    Diag *g = diag_error(&session.diags, E0004, find(source, "b", 1), "say \"%s\"\n\t\\", "x\xff");
    diag_label(g, find(source, "a", 1), "first");
    diag_note(g, "n1");
    diag_note(g, "n2");
    diag_help(g, "h");
    CHECK_STR(
        render(DIAG_JSON, true),
        "{\"code\":\"E0004\",\"severity\":\"error\","
        "\"message\":\"say \\\"x\\ufffd\\\"\\n\\u0009\\\\\","
        "\"file\":\"main.seam\",\"line\":2,\"col\":4,\"end_line\":2,\"end_col\":5,"
        "\"labels\":[{\"file\":\"main.seam\",\"line\":1,\"col\":1,\"end_line\":1,\"end_col\":2,"
        "\"message\":\"first\"}],\"notes\":[\"n1\",\"n2\"],\"help\":[\"h\"]}\n",
        "escaped");
    end();
}

TEST(short_lines_are_sorted_by_place) {
    uint32_t source = begin("a b c");
    diag_error(&session.diags, E0010, find(source, "c", 1), "third");
    diag_warning(&session.diags, E0011, find(source, "a", 1), "first");
    diag_error(&session.diags, E0004, find(source, "b", 1), "second");
    CHECK_STR(render(DIAG_SHORT, false),
              "main.seam:1:1: warning E0011: first\n"
              "main.seam:1:3: error E0004: second\n"
              "main.seam:1:5: error E0010: third\n",
              "order");
    CHECK_EQ(session.diags.errors, 2, "errors");
    end();
}

TEST(a_span_has_one_error) {
    uint32_t source = begin("a b c");
    for (int i = 0; i < 200; i++) {
        Diag *g = diag_error(&session.diags, E0010, find(source, "b", 1), "error %d", i);
        diag_help(diag_note(diag_label(g, g->span, "label"), "note"), "help"); // also when dropped
        diag_error(&session.diags, E0010, (Span){source, 0, (uint32_t)i % 5}, "other");
    }
    CHECK_EQ(session.diags.errors, 6, "errors");
    CHECK(strstr(render(DIAG_SHORT, false), "error 0") != NULL);
    end();
}

TEST(colours_only_if_asked) {
    uint32_t source = begin("a");
    diag_help(diag_error(&session.diags, E0010, find(source, "a", 1), "x"), "y");
    CHECK(strchr(render(DIAG_TEXT, false), '\x1b') == NULL);
    CHECK(strchr(render(DIAG_TEXT, true), '\x1b') != NULL);
    end();
}

TEST(near_names) {
    static const struct {
        const char *wanted;
        const char *candidates[4];
        const char *best;
    } rows[] = {
        {"lenght", {"breadth", "length"}, "length"}, // two neighbours swapped
        {"lenght", {"breadth", "width"}, NULL},
        {"sqlite3_opne", {"sqlite3_open", "sqlite3_close"}, "sqlite3_open"},
        {"cout", {"count", "court"}, "count"}, // the first of equals
        {"x", {"y"}, NULL},                    // short names are never near
        {"ab", {"abc"}, NULL},
        {"abc", {"abd"}, "abd"},
        {"name", {"", "nam", "names"}, "nam"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Nearest n;
        nearest_init(&n, rows[i].wanted);
        for (int k = 0; k < 4 && rows[i].candidates[k]; k++)
            nearest_offer(&n, rows[i].candidates[k]);
        CHECK_STR(n.best, rows[i].best, rows[i].wanted);
    }
}
