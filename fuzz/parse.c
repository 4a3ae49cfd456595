// Fuzzes the lexer and the parser: whatever the bytes, they end in a tree and diagnostics that
// render. Also checked: spans lie inside the file, no node lacks what its kind has, and no tree is
// so high that a pass could overflow its stack.
#include "base/session.h"
#include "syntax/fields.h"
#include "syntax/parser.h"
#include "syntax/walk.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEIGHT_MAX = 20000 };

typedef struct Check {
    uint32_t len; // of the source
    uint32_t height;
} Check;

// Nothing that later passes rely on is missing, whatever was wrong in the text.
static void check_fields(const Node *n) {
    const Field *f = node_fields[n->kind];
    for (; f && f->shape != SHAPE_END; f++) {
        bool pointer = f->shape == SHAPE_NODE || f->shape == SHAPE_NAME;
        if (!pointer || *(void *const *)field_at(n, f)) continue;
        fprintf(stderr, "%s lacks a field at %zu\n", node_kind_text(n->kind), f->offset);
        abort();
    }
}

static void check_node(void *context, Node *n) {
    Check *check = context;
    if (n->span.start > n->span.end || n->span.end > check->len) abort();
    check_fields(n);
    if (++check->height > HEIGHT_MAX) abort();
    node_each_child(n, check_node, check);
    check->height--;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static FILE *sink;
    if (!sink) sink = fopen("/dev/null", "w");
    Session s;
    session_init(&s);
    char *text = arena_text(&s.arena, (const char *)data, size);
    uint32_t source = source_add(&s.sources, "fuzz.seam", text, (uint32_t)size);
    Node *module = parse_module(&s, &s.arena, source);
    Check check = {.len = (uint32_t)size};
    check_node(&check, module);
    if (size < 4096) {
        tree_dump(module, &s, NULL, sink);
        tokens_dump(&s, source, sink);
        diags_render(&s.diags, DIAG_TEXT, true, sink);
        diags_render(&s.diags, DIAG_JSON, false, sink);
    }
    session_deinit(&s);
    return 0;
}
