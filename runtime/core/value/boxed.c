// Structs and enums that say themselves how they are equal, hashed, ordered and printed. The
// methods behind tables want an object, so each value is copied into one that lives for the call.
#include "core/value/boxed.h"
#include "core/memory/type.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL = 256 };
typedef struct Boxed {
    SeamHead *object;
    _Alignas(16) char place[SMALL];
} Boxed;

static void *value_of(const SeamType *type, SeamHead *object) {
    return (char *)object + type->box->fields->offset;
}

// The copy holds what it refers to: the method may assign to its `this`.
static SeamObjectRef *begin(Boxed *b, const SeamType *type, const void *value) {
    size_t size = type->box->object_size;
    b->object = (SeamHead *)(void *)b->place;
    if (size > SMALL) b->object = malloc(size);
    if (!b->object) abort();
    *b->object = (SeamHead){.type = type->box->index}; // a count of 0: nobody frees it
    memcpy(value_of(type, b->object), value, type->size);
    if (type->flags & SEAM_COUNTED) seam_value_retain(type, value_of(type, b->object));
    return b->object;
}

static void end(Boxed *b, const SeamType *type) {
    if (type->flags & SEAM_COUNTED) seam_value_release(type, value_of(type, b->object));
    if ((char *)b->object != b->place) free(b->object);
}

SeamCode *boxed_method(const SeamType *type, const SeamType *interface_) {
    if (!type->box) return NULL;
    for (uint32_t i = 0; i < type->box->table_count; i++)
        if (type->box->tables[i].interface_ == interface_) return type->box->tables[i].table[0];
    return NULL;
}

bool boxed_equals(SeamCode *method, const SeamType *type, const void *a, const void *b) {
    Boxed left, right;
    SeamObjectRef *self = begin(&left, type, a), *other = begin(&right, type, b);
    bool result = ((bool (*)(SeamObjectRef *, SeamObjectRef *))method)(self, other);
    end(&right, type);
    end(&left, type);
    return result;
}

int64_t boxed_compare(SeamCode *method, const SeamType *type, const void *a, const void *b) {
    Boxed left, right;
    SeamObjectRef *self = begin(&left, type, a), *other = begin(&right, type, b);
    int64_t result = ((int64_t (*)(SeamObjectRef *, SeamObjectRef *))method)(self, other);
    end(&right, type);
    end(&left, type);
    return result;
}

uint64_t boxed_hash(SeamCode *method, const SeamType *type, const void *value) {
    Boxed b;
    uint64_t result = ((uint64_t (*)(SeamObjectRef *))method)(begin(&b, type, value));
    end(&b, type);
    return result;
}

SeamStr boxed_text(SeamCode *method, const SeamType *type, const void *value) {
    Boxed b;
    SeamStr result = ((SeamStr(*)(SeamObjectRef *))method)(begin(&b, type, value));
    end(&b, type);
    return result;
}
