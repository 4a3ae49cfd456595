// What the messages of this folder are made of: types and pieces of source as text, labels that
// point to declarations. Texts live in scratch memory; diagnostics copy what they are given.
#include <string.h>

#include "check/expr/expr.h"

enum { QUOTED_MAX = 60 }; // bytes of source that a help line may repeat

const char *expr_type_text(Checker *c, const Type *t) { return type_text(&c->session->scratch, t); }

const char *expr_source(Checker *c, Span span) {
    const Source *source = &c->session->sources.list.items[span.source];
    if (span.source == 0 || !source->text || span.end > source->len) return NULL;
    uint32_t len = span.end - span.start;
    const char *text = source->text + span.start;
    if (len == 0 || len > QUOTED_MAX || memchr(text, '\n', len)) return NULL;
    return arena_text(&c->session->scratch, text, len);
}

static Span symbol_span(Checker *c, const Symbol *symbol) {
    if (!symbol->c || !symbol->c->file) return symbol->span;
    return source_place(&c->session->sources, symbol->c->file, symbol->c->line, symbol->c->col);
}

void expr_label_symbol(Checker *c, Diag *g, const Symbol *symbol) {
    Span span = symbol_span(c, symbol);
    if (span.source == 0 || span.start == span.end) return;
    const char *name = symbol->name->text;
    bool shows_type = symbol->type && symbol->type->kind != TYPE_POISON &&
                      symbol->type->kind != TYPE_FUNCTION && symbol->kind != SYMBOL_TYPE;
    if (shows_type)
        diag_label(g, span, "`%s: %s` is declared here", name, expr_type_text(c, symbol->type));
    else diag_label(g, span, "`%s` is declared here", name);
}

// C's `char *` is printed as the text that it points to, like CString.
void expr_as_text(Checker *c, Node **slot) {
    const Type *t = (*slot)->type, *plain = type_strip(t);
    if (plain->kind != TYPE_CPTR || plain->u.elem->kind != TYPE_CCHAR) return;
    const Type *text = type_basic(c->types, CSTRING);
    convert_apply(c, slot, t == plain ? text : type_option(c->types, text));
}
