// Copies of values in containers, for the time that code of the user runs.
#include "core/value/held.h"

#include "core/memory/alloc.h"

#include <string.h>

static bool needs_holding(const SeamType *type) {
    SeamKind kind = (SeamKind)type->kind;
    bool parts = kind == SEAM_KIND_STRUCT || kind == SEAM_KIND_TUPLE || kind == SEAM_KIND_OPTION ||
                 kind == SEAM_KIND_VARIANT || kind == SEAM_KIND_CARRAY;
    return parts && type->flags & SEAM_COUNTED;
}

const void *held_begin(Held *held, const SeamType *type, const void *value) {
    held->type = needs_holding(type) ? type : NULL;
    if (!held->type) return value;
    held->data = type->size <= sizeof held->room ? held->room : memory_alloc(type->size);
    memcpy(held->data, value, type->size);
    seam_value_retain(type, held->data);
    return held->data;
}

void held_end(Held *held) {
    if (!held->type) return;
    seam_value_release(held->type, held->data);
    if (held->data != held->room) memory_free(held->data, held->type->size);
}
