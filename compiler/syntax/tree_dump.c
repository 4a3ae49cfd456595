// The dump of a tree (`--emit=tree`, golden tests): one indented line a node, driven by the table
// of fields.c.
#include "syntax/fields.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct Dump {
    Session *session;
    TypeText type_text;
    FILE *out;
} Dump;

static const struct {
    uint32_t flag;
    const char *text;
} flag_names[] = {
    {DECL_EXPORT, "export"},     {DECL_DECLARE, "declare"},
    {DECL_SHARED, "shared"},     {DECL_PRIVATE, "private"},
    {DECL_STATIC, "static"},     {DECL_READONLY, "readonly"},
    {DECL_LET, "let"},           {DECL_GETTER, "get"},
    {DECL_SETTER, "set"},        {DECL_REST, "rest"},
    {DECL_PROPERTY, "property"}, {DECL_WEAK, "weak"},
    {DECL_UNSAFE, "unsafe"},     {DECL_CONSTRUCTOR, "constructor"},
    {DECL_FINALIZE, "finalize"},
};

static void print_name(const char *label, Name name, FILE *out) {
    if (!name) return;
    if (*label) fprintf(out, " %s", label);
    fprintf(out, " %s", name->text);
}

// The shortest text that reads back as the same number.
static void print_float(double value, FILE *out) {
    char text[32];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    fprintf(out, " %s", text);
}

static void print_text(const Dump *d, const char *text) {
    fputc(' ', d->out);
    text_write_quoted(text, (uint32_t)strlen(text), d->out);
}

static void print_value(const Dump *d, const Node *n, const Field *f) {
    const void *at = field_at(n, f);
    switch (f->shape) {
    case SHAPE_END:
    case SHAPE_NODE:
    case SHAPE_MAYBE:
    case SHAPE_LIST:
    case SHAPE_ATTRIBUTES: break; // children
    case SHAPE_NAME:
    case SHAPE_MAYBE_NAME: print_name(f->label, *(const Name *)at, d->out); break;
    case SHAPE_OP: fprintf(d->out, " %s", token_text(*(const TokenKind *)at)); break;
    case SHAPE_FLAGS:
        for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
            if (*(const uint32_t *)at & flag_names[i].flag)
                fprintf(d->out, " %s", flag_names[i].text);
        break;
    case SHAPE_BOOL:
        if (*(const bool *)at) fprintf(d->out, " %s", f->label);
        else if (n->kind == NODE_BOOL) fputs(" false", d->out);
        break;
    case SHAPE_TEXT:
        if (*(const char *const *)at) print_text(d, *(const char *const *)at);
        break;
    case SHAPE_STRING:
        fputc(' ', d->out);
        text_write_quoted(n->u.string.text, n->u.string.len, d->out);
        break;
    case SHAPE_INT: fprintf(d->out, " %" PRIu64, *(const uint64_t *)at); break;
    case SHAPE_FLOAT: print_float(*(const double *)at, d->out); break;
    case SHAPE_DURATION: fprintf(d->out, " %" PRId64 "ns", *(const int64_t *)at); break;
    }
}

static void dump(const Dump *d, const Node *n, const char *label, int depth);

static void dump_attributes(const Dump *d, const AttributeList *list, int depth) {
    for (uint32_t i = 0; i < list->len; i++) {
        const Attribute *a = &list->items[i];
        LineCol at = source_line_col(&d->session->sources, a->span.source, a->span.start);
        fprintf(d->out, "%*s@%s %u:%u\n", depth * 2, "", a->name->text, at.line, at.col);
        for (uint32_t k = 0; k < a->args.len; k++) dump(d, a->args.items[k], "", depth + 1);
    }
}

static void dump_children(const Dump *d, const Node *n, const Field *f, int depth) {
    const void *at = field_at(n, f);
    bool node = f->shape == SHAPE_NODE || f->shape == SHAPE_MAYBE;
    if (node && *(Node *const *)at) {
        dump(d, *(Node *const *)at, f->label, depth);
    } else if (f->shape == SHAPE_LIST) {
        const NodeList *list = at;
        for (uint32_t i = 0; i < list->len; i++) dump(d, list->items[i], f->label, depth);
    } else if (f->shape == SHAPE_ATTRIBUTES) {
        dump_attributes(d, at, depth);
    }
}

static void dump(const Dump *d, const Node *n, const char *label, int depth) {
    static const Field none = {SHAPE_END, 0, ""};
    const Field *first = node_fields[n->kind] ? node_fields[n->kind] : &none;
    LineCol at = source_line_col(&d->session->sources, n->span.source, n->span.start);
    fprintf(d->out, "%*s%s%s%s", depth * 2, "", label, *label ? ": " : "", node_kind_text(n->kind));
    for (const Field *f = first; f->shape != SHAPE_END; f++) print_value(d, n, f);
    fprintf(d->out, " %u:%u", at.line, at.col);
    if (n->type && d->type_text)
        fprintf(d->out, " : %s", d->type_text(&d->session->scratch, n->type));
    fputc('\n', d->out);
    for (const Field *f = first; f->shape != SHAPE_END; f++) dump_children(d, n, f, depth + 1);
}

void tree_dump(const Node *root, Session *s, TypeText type_text, FILE *out) {
    Dump d = {s, type_text, out};
    dump(&d, root, "", 0);
}
