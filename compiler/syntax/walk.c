// Visits the children of a node, by the table of fields.c. Attributes are not children: their
// arguments mean what the attribute says.
#include "syntax/walk.h"

#include "syntax/fields.h"

static void visit_list(const NodeList *list, NodeVisit *visit, void *context) {
    for (uint32_t i = 0; i < list->len; i++)
        if (list->items[i]) visit(context, list->items[i]);
}

void node_each_child(const Node *node, NodeVisit *visit, void *context) {
    const Field *f = node_fields[node->kind];
    if (!f) return;
    for (; f->shape != SHAPE_END; f++) {
        if (f->shape == SHAPE_LIST) {
            visit_list(field_at(node, f), visit, context);
        } else if (f->shape == SHAPE_NODE || f->shape == SHAPE_MAYBE) {
            Node *one = *(Node *const *)field_at(node, f);
            if (one) visit(context, one);
        }
    }
}
