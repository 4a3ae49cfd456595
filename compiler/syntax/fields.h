// What each kind of node holds, as data (fields.c): the dump and the walk over children read it.
// Private to this room.
#ifndef SEAM_SYNTAX_FIELDS_H
#define SEAM_SYNTAX_FIELDS_H

#include <stddef.h>

#include "syntax/tree.h"

typedef enum FieldShape {
    SHAPE_END,   // of a row
    SHAPE_NODE,  // children
    SHAPE_MAYBE, // a child, or NULL
    SHAPE_LIST,
    SHAPE_ATTRIBUTES,
    SHAPE_NAME,
    SHAPE_MAYBE_NAME, // or NULL
    SHAPE_OP,
    SHAPE_FLAGS,
    SHAPE_BOOL,
    SHAPE_TEXT,
    SHAPE_STRING,
    SHAPE_INT,
    SHAPE_FLOAT,
    SHAPE_DURATION,
} FieldShape;

typedef struct Field {
    FieldShape shape;
    size_t offset; // in Node
    const char *label;
} Field;

// By kind; NULL for one that holds nothing. A row ends with SHAPE_END.
extern const Field *const node_fields[NODE_KIND_COUNT];
const void *field_at(const Node *n, const Field *f);

#endif
