// Fuzzes the reader of seam.toml: whatever the bytes, it ends, and its places lie inside the file.
#include "package/toml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const TomlValue *v, uint32_t len) {
    if (v->span.start > v->span.end || v->span.end > len) abort();
    if (v->kind == TOML_STRING && !v->text) abort();
    for (uint32_t i = 0; i < v->items.len; i++) check(v->items.items[i], len);
    for (uint32_t i = 0; i < v->entries.len; i++) check(v->entries.items[i].value, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Session s;
    session_init(&s);
    char *text = arena_text(&s.arena, (const char *)data, size);
    uint32_t source = source_add(&s.sources, "seam.toml", text, (uint32_t)size);
    check(toml_parse(&s, &s.arena, source), (uint32_t)size);
    session_deinit(&s);
    return 0;
}
