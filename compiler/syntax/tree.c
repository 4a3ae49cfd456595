// Nodes: making them, and what their kinds are called.
#include "syntax/tree.h"

#include <assert.h>

static const char *const kind_texts[] = {
#define NODE(name, text) text,
#include "node.def"
#undef NODE
};

const char *node_kind_text(NodeKind kind) {
    assert(kind < NODE_KIND_COUNT);
    return kind_texts[kind];
}

Node *node_new(Arena *a, NodeKind kind, Span span) {
    Node *n = ARENA_NEW(a, Node);
    n->kind = kind;
    n->span = span;
    return n;
}
