// The registry of classes, and what the runtime asks a descriptor. A class gets its index when the
// first object is made; the built-in kinds have theirs from the start: index = kind. Invariant:
// once an index is in an object's head, the table answers for it, in every thread, without a lock.
#ifndef SEAM_CORE_MEMORY_TYPE_H
#define SEAM_CORE_MEMORY_TYPE_H

#include <seam/object.h>

// Flags that the registry adds to the compiler's.
#define TYPE_LEAF  0x40 // dropping an object runs no code: nothing counted in it, no finalize
#define TYPE_ERROR 0x80 // implements Error

enum { TYPE_TABLE_SIZE = 1 << 18, TYPE_FIRST_CLASS = 64 };
extern const SeamType *type_table[TYPE_TABLE_SIZE];

static inline const SeamType *type_of(const SeamHead *head) {
    return type_table[head->type & ~SEAM_HEAD_FLAGS];
}

// The integer kinds hold a value of 1, 2, 4 or 8 bytes; others give 0.
bool type_is_signed(const SeamType *type);
bool type_is_unsigned(const SeamType *type);
int64_t type_load_signed(const SeamType *type, const void *value);
uint64_t type_load_unsigned(const SeamType *type, const void *value);

// Seam's spelling of a kind of number: "int", "u8".
const char *type_kind_name(uint32_t kind);

// Of an OPTION: the value inside, or NULL when it is null.
const void *type_option_value(const SeamType *type, const void *value);

// Of a VARIANT: which one the value is, and where the payload's fields are counted from.
static inline const SeamVariant *type_variant(const SeamType *type, const void *value) {
    uint32_t tag;
    __builtin_memcpy(&tag, value, sizeof tag);
    return &type->variants[tag];
}

static inline const void *type_payload(const SeamVariant *v, const void *value) {
    const char *place = (const char *)value + v->offset;
    if (!v->box) return place;
    const void *box;
    __builtin_memcpy(&box, place, sizeof box);
    return box;
}

static inline const SeamField *type_payload_fields(const SeamVariant *v, uint32_t *count) {
    *count = v->box ? v->box->part_count : v->part_count;
    return v->box ? v->box->fields : v->fields;
}

// Seam's spelling of an object's type, of arrays and maps with their elements, cut off when long.
typedef struct TypeName {
    char text[120];
} TypeName;
TypeName type_object_name(const SeamHead *object);

#endif
