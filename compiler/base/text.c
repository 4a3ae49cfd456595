// UTF-8 and the widths of code points, as coarse ranges: enough to put carets under the right
// letters.
#include "base/text.h"

Rune rune_at(const char *text, const char *end) {
    const unsigned char *p = (const unsigned char *)text;
    uint32_t size = p[0] < 0x80   ? 1
                    : p[0] < 0xc2 ? 0
                    : p[0] < 0xe0 ? 2
                    : p[0] < 0xf0 ? 3
                    : p[0] < 0xf5 ? 4
                                  : 0;
    if (size == 1) return (Rune){p[0], 1, true};
    if (size == 0 || end - text < (int64_t)size) return (Rune){0xfffd, 1, false};
    uint32_t code = p[0] & (0x7fu >> size);
    for (uint32_t i = 1; i < size; i++) {
        if ((p[i] & 0xc0) != 0x80) return (Rune){0xfffd, 1, false};
        code = code << 6 | (p[i] & 0x3f);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[size] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return (Rune){0xfffd, 1, false};
    return (Rune){code, size, true};
}

uint32_t rune_write(uint32_t code, char out[4]) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    uint32_t size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (uint32_t i = size - 1; i > 0; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)((0xf00u >> size) | code);
    return size;
}

static const struct {
    uint32_t first;
    uint32_t last;
    uint32_t width;
} ranges[] = {
    // ascending
    {0x0300, 0x036f, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0},   {0x0610, 0x061a, 0},
    {0x064b, 0x065f, 0},   {0x0e31, 0x0e31, 0},   {0x0e34, 0x0e3a, 0},   {0x1100, 0x115f, 2},
    {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},   {0x200b, 0x200f, 0},   {0x20d0, 0x20ff, 0},
    {0x231a, 0x231b, 2},   {0x23e9, 0x23ec, 2},   {0x2705, 0x2705, 2},   {0x2728, 0x2728, 2},
    {0x274c, 0x274c, 2},   {0x2e80, 0x303e, 2},   {0x3041, 0x33ff, 2},   {0x3400, 0x4dbf, 2},
    {0x4e00, 0x9fff, 2},   {0xa000, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},   {0xf900, 0xfaff, 2},
    {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},   {0xfeff, 0xfeff, 0},
    {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2},
    {0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2}, {0xe0100, 0xe01ef, 0},
};

uint32_t rune_width(uint32_t code) {
    if (code < ranges[0].first) return 1;
    uint32_t low = 0;
    uint32_t high = sizeof ranges / sizeof *ranges;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (code > ranges[middle].last) low = middle + 1;
        else if (code < ranges[middle].first) high = middle;
        else return ranges[middle].width;
    }
    return 1;
}

void text_write_quoted(const char *text, uint32_t len, FILE *out) {
    const char *end = text + len;
    fputc('"', out);
    for (Rune r; text < end; text += r.size) {
        r = rune_at(text, end);
        if (*text == '"' || *text == '\\') fprintf(out, "\\%c", *text);
        else if (*text == '\n') fputs("\\n", out);
        else if (!r.valid || r.code < 0x20 || r.code == 0x7f)
            fprintf(out, "\\x%02x", (unsigned)(unsigned char)*text);
        else fwrite(text, 1, r.size, out);
    }
    fputc('"', out);
}
