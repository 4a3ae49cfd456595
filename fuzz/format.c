// Fuzzes the formatter: a text that parses comes out as the same program (format_source compares
// the two; E0906 is a find), and formatting the result again changes nothing.
#include "syntax/format/format.h"
#include "base/session.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static FormatResult format_text(Session *s, const char *text, size_t len, FileText *out) {
    uint32_t source = source_add(&s->sources, "fuzz.seam", text, (uint32_t)len);
    FormatResult result = format_source(s, source, out);
    for (uint32_t i = 0; i < s->diags.list.len; i++)
        if (s->diags.list.items[i]->code == E0906) abort();
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Session s;
    session_init(&s);
    char *text = arena_text(&s.arena, (const char *)data, size);
    FileText once;
    FileText twice;
    if (format_text(&s, text, size, &once) == FORMAT_CHANGED &&
        format_text(&s, once.text, once.len, &twice) != FORMAT_SAME)
        abort();
    session_deinit(&s);
    return 0;
}
