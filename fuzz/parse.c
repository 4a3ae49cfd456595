// Fuzzes the lexer and the parser: whatever the bytes, parsing returns a module, and every span of
// its diagnostics lies inside the source, so that they can be rendered. Run by `make fuzz`.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/session.h"
#include "syntax/parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Session session;
    session_init(&session);
    Arena unit;
    arena_init(&unit);
    const char *text = arena_text(&session.arena, (const char *)data, size);
    uint32_t source = source_add(&session.sources, "fuzz.seam", text, (uint32_t)size);
    if (!parse_module(&session, &unit, source)) abort();

    static FILE *nowhere;
    if (!nowhere) nowhere = fopen("/dev/null", "w");
    diags_render(&session.diags, DIAG_TEXT, false, nowhere);
    diags_render(&session.diags, DIAG_JSON, false, nowhere);

    arena_deinit(&unit);
    session_deinit(&session);
    return 0;
}
