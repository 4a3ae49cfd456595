// Copies of trees, by the table of fields.c: what a generic declaration is checked as, once for
// each list of type arguments. needs: a tree that no checker has seen, whose links are all NULL.
// Attributes are shared: nothing changes them.
#include <string.h>

#include "syntax/fields.h"

static NodeList clone_list(Arena *a, const NodeList *list) {
    NodeList copy = {0};
    for (uint32_t i = 0; i < list->len; i++) {
        Node *item = list->items[i] ? node_clone(a, list->items[i]) : NULL;
        VEC_PUSH(a, &copy, item);
    }
    return copy;
}

Node *node_clone(Arena *a, const Node *node) {
    Node *copy = ARENA_NEW(a, Node);
    *copy = *node;
    const Field *f = node_fields[node->kind];
    for (; f && f->shape != SHAPE_END; f++) {
        void *at = (char *)copy + f->offset;
        if (f->shape == SHAPE_LIST) {
            *(NodeList *)at = clone_list(a, at);
        } else if (f->shape == SHAPE_NODE || f->shape == SHAPE_MAYBE) {
            Node **child = at;
            if (*child) *child = node_clone(a, *child);
        }
    }
    return copy;
}
