// The formatter's passes in order, and the check of its result.
#include "syntax/format/format.h"

#include <string.h>

#include "syntax/format/pieces.h"
#include "syntax/parser.h"

typedef struct Parsed {
    Layout layout;
    Node *module;
} Parsed;

// Trees and pieces live in `arena`.
static Parsed read_source(Session *s, Arena *arena, uint32_t source) {
    const Source *in = &s->sources.list.items[source];
    Parsed p = {.layout = {.session = s, .arena = arena, .text = in->text, .len = in->len}};
    TokenList tokens;
    p.module = parse_module_tokens(s, arena, arena, source, &tokens);
    if (s->diags.errors == 0) layout_pieces(&p.layout, &tokens);
    return p;
}

static bool is_same(Session *s, Arena *arena, const Parsed *before, const FileText *out,
                    uint32_t source) {
    const char *path = s->sources.list.items[source].path;
    uint32_t again = source_add(&s->sources, path, out->text, (uint32_t)out->len);
    Parsed after = read_source(s, arena, again);
    return s->diags.errors == 0 && same_tree(before->module, after.module) &&
           same_comments(&before->layout, &after.layout);
}

FormatResult format_source(Session *s, uint32_t source, FileText *out) {
    Arena arena;
    arena_init(&arena);
    *out = (FileText){"", 0};
    Parsed p = read_source(s, &arena, source);
    FormatResult result = FORMAT_ERRORS;
    if (s->diags.errors == 0) {
        layout_mark(&p.layout, p.module);
        *out = layout_print(&p.layout);
        bool same = out->len == p.layout.len && memcmp(out->text, p.layout.text, out->len) == 0;
        result = same ? FORMAT_SAME : FORMAT_CHANGED;
    }
    if (result == FORMAT_CHANGED && !is_same(s, &arena, &p, out, source)) {
        const char *path = s->sources.list.items[source].path;
        Diag *g = diag_error(&s->diags, E0906, (Span){0},
                             "internal error: formatting `%s` would change the program", path);
        diag_help(g, "the file is left as it is; please report it");
        result = FORMAT_ERRORS;
    }
    arena_deinit(&arena);
    return result;
}
