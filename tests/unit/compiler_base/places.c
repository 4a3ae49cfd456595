// Sources, lines and columns, and UTF-8.
#include "base/session.h"

#include <string.h>

#include "../test.h"
#include "base/text.h"

TEST(lines_and_columns_count_bytes_from_one) {
    Session s;
    session_init(&s);
    static const char text[] = "ab\n\xc3\xa9x\r\n\nlast";
    uint32_t source = source_add(&s.sources, "a.seam", text, sizeof text - 1);
    static const struct {
        uint32_t offset, line, col;
    } rows[] = {{0, 1, 1}, {2, 1, 3}, {3, 2, 1}, {5, 2, 3}, {8, 3, 1}, {9, 4, 1}, {13, 4, 5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        LineCol at = source_line_col(&s.sources, source, rows[i].offset);
        CHECK_EQ(at.line, rows[i].line, "line");
        CHECK_EQ(at.col, rows[i].col, "column");
    }
    CHECK_EQ(source_line_col(&s.sources, 0, 0).line, 0, "no place");
    session_deinit(&s);
}

TEST(spans_join_within_a_source) {
    Span a = {1, 5, 8};
    CHECK_EQ(span_join(a, (Span){1, 2, 6}).start, 2, "start");
    CHECK_EQ(span_join(a, (Span){1, 2, 6}).end, 8, "end");
    CHECK_EQ(span_join(a, (Span){2, 0, 9}).start, 5, "another source");
    CHECK_EQ(span_join((Span){0}, a).end, 8, "no place");
}

TEST(a_place_in_a_file_that_is_not_there_is_empty) {
    Session s;
    session_init(&s);
    Span span = source_place(&s.sources, "/nowhere/at/all.h", 3, 1);
    CHECK_EQ(span.source, 0, "source");
    session_deinit(&s);
}

TEST(utf8_is_decoded_strictly) {
    static const struct {
        const char *text;
        uint32_t code, size;
        bool valid;
    } rows[] = {
        {"a", 'a', 1, true},
        {"\xc3\xa9", 0xe9, 2, true},
        {"\xe2\x82\xac", 0x20ac, 3, true},
        {"\xf0\x9f\x98\x80", 0x1f600, 4, true},
        {"\xc0\x80", 0xfffd, 1, false},         // overlong
        {"\xe0\x80\x80", 0xfffd, 1, false},     // overlong
        {"\xed\xa0\x80", 0xfffd, 1, false},     // surrogate
        {"\xf4\x90\x80\x80", 0xfffd, 1, false}, // above U+10FFFF
        {"\x80", 0xfffd, 1, false},
        {"\xe2\x82", 0xfffd, 1, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = rows[i].text;
        Rune r = rune_at(text, text + strlen(text));
        CHECK_EQ(r.code, rows[i].code, text);
        CHECK_EQ(r.size, rows[i].size, text);
        CHECK_EQ(r.valid, rows[i].valid, text);
        char back[4];
        if (r.valid) CHECK_EQ(rune_write(r.code, back), r.size, text);
        if (r.valid) CHECK_BYTES(back, text, r.size, text);
    }
}

TEST(widths_of_code_points) {
    CHECK_EQ(rune_width('a'), 1, "a");
    CHECK_EQ(rune_width(0x0301), 0, "combining accent");
    CHECK_EQ(rune_width(0x65e5), 2, "ideograph");
    CHECK_EQ(rune_width(0x1f600), 2, "emoji");
    CHECK_EQ(rune_width(0x20ac), 1, "euro");
}
