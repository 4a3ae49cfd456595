// The check that formatting has changed nothing but the layout: two trees of one session are
// compared field by field, by the table of fields.c, and two files' comments in their order.
#include <string.h>

#include "syntax/fields.h"
#include "syntax/format/pieces.h"

static bool same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool same_list(const NodeList *a, const NodeList *b) {
    if (a->len != b->len) return false;
    for (uint32_t i = 0; i < a->len; i++)
        if (!same_tree(a->items[i], b->items[i])) return false;
    return true;
}

static bool same_attributes(const AttributeList *a, const AttributeList *b) {
    if (a->len != b->len) return false;
    for (uint32_t i = 0; i < a->len; i++)
        if (a->items[i].name != b->items[i].name ||
            !same_list(&a->items[i].args, &b->items[i].args))
            return false;
    return true;
}

static bool same_string(const Node *a, const Node *b) {
    return a->u.string.len == b->u.string.len &&
           memcmp(a->u.string.text, b->u.string.text, a->u.string.len) == 0;
}

static bool same_field(const Node *a, const Node *b, const Field *f) {
    const void *x = field_at(a, f);
    const void *y = field_at(b, f);
    switch (f->shape) {
    case SHAPE_END: return true;
    case SHAPE_NODE:
    case SHAPE_MAYBE: return same_tree(*(Node *const *)x, *(Node *const *)y);
    case SHAPE_LIST: return same_list(x, y);
    case SHAPE_ATTRIBUTES: return same_attributes(x, y);
    case SHAPE_NAME:
    case SHAPE_MAYBE_NAME: return *(const Name *)x == *(const Name *)y;
    case SHAPE_OP: return *(const TokenKind *)x == *(const TokenKind *)y;
    case SHAPE_FLAGS: return *(const uint32_t *)x == *(const uint32_t *)y;
    case SHAPE_BOOL: return *(const bool *)x == *(const bool *)y;
    case SHAPE_TEXT: return same_text(*(const char *const *)x, *(const char *const *)y);
    case SHAPE_STRING: return same_string(a, b);
    case SHAPE_INT: return *(const uint64_t *)x == *(const uint64_t *)y;
    case SHAPE_FLOAT: return memcmp(x, y, sizeof(double)) == 0;
    case SHAPE_DURATION: return *(const int64_t *)x == *(const int64_t *)y;
    }
    unreachable("a shape that is none");
}

// Where kinds of nodes keep their documentation, which the table of fields leaves out; 0: nowhere.
static const size_t docs[NODE_KIND_COUNT] = {
    [NODE_FUNCTION] = offsetof(Node, u.function.doc), [NODE_VAR] = offsetof(Node, u.var.doc),
    [NODE_ALIAS] = offsetof(Node, u.alias.doc),       [NODE_STRUCT] = offsetof(Node, u.record.doc),
    [NODE_UNION] = offsetof(Node, u.record.doc),      [NODE_CLASS] = offsetof(Node, u.record.doc),
    [NODE_INTERFACE] = offsetof(Node, u.record.doc),  [NODE_FIELD] = offsetof(Node, u.field.doc),
    [NODE_ENUM] = offsetof(Node, u.enum_.doc),
};

// A `///` before a separator documented nothing; without the separator it may document what
// follows.
static bool keeps_doc(const Node *a, const Node *b) {
    size_t at = docs[a->kind];
    if (at == 0) return true;
    const Field doc = {SHAPE_TEXT, at, ""};
    return !*(const char *const *)field_at(a, &doc) || same_field(a, b, &doc);
}

bool same_tree(const Node *a, const Node *b) {
    if (!a || !b) return a == b;
    if (a->kind != b->kind || !keeps_doc(a, b)) return false;
    for (const Field *f = node_fields[a->kind]; f && f->shape != SHAPE_END; f++)
        if (!same_field(a, b, f)) return false;
    return true;
}

// ---- comments ----

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

static bool same_words(const char *a, const char *a_end, const char *b, const char *b_end) {
    for (;;) {
        while (a < a_end && is_blank(*a)) a++;
        while (b < b_end && is_blank(*b)) b++;
        if (a == a_end || b == b_end) return a == a_end && b == b_end;
        if (*a++ != *b++) return false;
    }
}

bool same_comments(const Layout *a, const Layout *b) {
    if (a->comments.len != b->comments.len) return false;
    for (uint32_t i = 0; i < a->comments.len; i++) {
        const Comment *x = &a->comments.items[i];
        const Comment *y = &b->comments.items[i];
        bool same =
            same_words(a->text + x->start, a->text + x->end, b->text + y->start, b->text + y->end);
        if (x->line != y->line || !same) return false;
    }
    return true;
}
