// Walking the tree without knowing every kind: the children of a node in source order, from one
// table. For passes that look for a few kinds anywhere inside others (assignments, names).
#ifndef SEAM_SYNTAX_WALK_H
#define SEAM_SYNTAX_WALK_H

#include "syntax/tree.h"

// Calls `visit` for each direct child that is there; attributes and what only the checker links to
// (receivers) are no children.
typedef void NodeVisit(void *context, Node *child);
void node_each_child(const Node *node, NodeVisit *visit, void *context);

#endif
