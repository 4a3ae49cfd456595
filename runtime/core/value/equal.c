// `==` of any two values of one type (LANGUAGE 3, Equality), and as map keys have it.
#include "core/memory/alloc.h"
#include "core/memory/type.h"
#include "core/memory/weak.h"
#include "core/value/boxed.h"
#include "core/value/held.h"
#include "core/value/value.h"
#include <seam/bytes.h>

#include <string.h>

typedef bool EqualsMethod(SeamObjectRef *self, SeamObjectRef *other);
typedef uint64_t HashMethod(SeamObjectRef *self);
typedef struct Mode {
    bool as_key; // a NaN equals itself
} Mode;

static bool equals(const SeamType *type, const void *a, const void *b, Mode mode);

static bool floats_equal(double x, double y, Mode mode) {
    return x == y || (mode.as_key && x != x && y != y);
}

static bool equals_f32(const void *a, const void *b, Mode mode) {
    float x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return floats_equal((double)x, (double)y, mode);
}

static bool equals_f64(const void *a, const void *b, Mode mode) {
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return floats_equal(x, y, mode);
}

// ---- code of the user ----

static bool items_equal_held(const SeamType *type, const void *a, const void *b, Mode mode) {
    Held x, y;
    bool same = equals(type, held_begin(&x, type, a), held_begin(&y, type, b), mode);
    held_end(&x);
    held_end(&y);
    return same;
}

static bool call_equals(EqualsMethod *method, SeamObjectRef *a, SeamObjectRef *b) {
    seam_retain(a);
    seam_retain(b);
    bool same = method(a, b);
    seam_release(a);
    seam_release(b);
    return same;
}

// ---- equality ----

// Identity, unless the class of both implements Equatable; boxed structs are what is in them.
static bool objects_equal(SeamObjectRef *a, SeamObjectRef *b, Mode mode) {
    if (a == b) return true;
    if (!a || !b || type_of(a) != type_of(b)) return false;
    const SeamType *type = type_of(a);
    if (type->flags & SEAM_BOX) {
        uint32_t offset = type->fields->offset;
        return equals(type->fields->type, (const char *)a + offset, (const char *)b + offset, mode);
    }
    SeamCode *const *table = seam_table_of(a, &seam_interface_equatable);
    return table && call_equals((EqualsMethod *)table[0], a, b);
}

static bool items_equal(const SeamType *elem, const void *a, const void *b, int64_t len,
                        Mode mode) {
    for (int64_t i = 0; i < len; i++) {
        size_t at = (size_t)i * elem->size;
        if (!equals(elem, (const char *)a + at, (const char *)b + at, mode)) return false;
    }
    return true;
}

static bool arrays_equal(SeamArrayRef a, SeamArrayRef b, Mode mode) {
    if (a == b && mode.as_key) return true;
    if (a->len != b->len) return false;
    for (int64_t i = 0; i < a->len && i < b->len; i++) { // either may change meanwhile
        size_t at = (size_t)i * a->elem->size;
        const char *x = (const char *)a->data + at, *y = (const char *)b->data + at;
        if (!items_equal_held(a->elem, x, y, mode)) return false;
    }
    return a->len == b->len;
}

static bool fields_equal(const SeamType *type, const void *a, const void *b, Mode mode) {
    for (uint32_t i = 0; i < type->part_count; i++) {
        const SeamField *field = &type->fields[i];
        if (!equals(field->type, (const char *)a + field->offset, (const char *)b + field->offset,
                    mode))
            return false;
    }
    return true;
}

// The last field is compared in the same loop: long chains of boxes need no C stack.
static bool variants_equal(const SeamType *type, const void *a, const void *b, Mode mode) {
    for (;;) {
        const SeamVariant *v = type_variant(type, a);
        if (v != type_variant(type, b)) return false;
        const char *x = type_payload(v, a), *y = type_payload(v, b);
        uint32_t count;
        const SeamField *fields = type_payload_fields(v, &count);
        if (count == 0 || (v->box && x == y && mode.as_key)) return true;
        for (uint32_t i = 0; i + 1 < count; i++) {
            const SeamField *field = &fields[i];
            if (!equals(field->type, x + field->offset, y + field->offset, mode)) return false;
        }
        const SeamField *last = &fields[count - 1];
        type = last->type;
        a = x + last->offset;
        b = y + last->offset;
        if (type->kind != SEAM_KIND_VARIANT || type->box) return equals(type, a, b, mode);
    }
}

static bool options_equal(const SeamType *type, const void *a, const void *b, Mode mode) {
    const void *x = type_option_value(type, a), *y = type_option_value(type, b);
    return x && y ? equals(type->elem, x, y, mode) : x == y;
}

static bool functions_equal(const void *a, const void *b) {
    SeamFunction x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x.code == y.code && x.env == y.env;
}

static bool equals(const SeamType *type, const void *a, const void *b, Mode mode) {
    SeamCode *method = boxed_method(type, &seam_interface_equatable);
    if (method) return boxed_equals(method, type, a, b);
    switch ((SeamKind)type->kind) {
    case SEAM_KIND_F32: return equals_f32(a, b, mode);
    case SEAM_KIND_F64: return equals_f64(a, b, mode);
    case SEAM_KIND_STRING: return seam_string_equals(value_pointer(a), value_pointer(b));
    case SEAM_KIND_BYTES: return seam_bytes_equals(value_pointer(a), value_pointer(b));
    case SEAM_KIND_ARRAY: return arrays_equal(value_pointer(a), value_pointer(b), mode);
    case SEAM_KIND_MAP:
    case SEAM_KIND_SET: return seam_map_equals(value_pointer(a), value_pointer(b));
    case SEAM_KIND_CLASS:
    case SEAM_KIND_INTERFACE: return objects_equal(value_pointer(a), value_pointer(b), mode);
    case SEAM_KIND_FUNCTION: return functions_equal(a, b);
    case SEAM_KIND_OPTION: return options_equal(type, a, b, mode);
    case SEAM_KIND_STRUCT:
    case SEAM_KIND_TUPLE: return fields_equal(type, a, b, mode);
    case SEAM_KIND_VARIANT: return variants_equal(type, a, b, mode);
    case SEAM_KIND_WEAK:
        return weak_target(value_pointer(a)) == weak_target(value_pointer(b)); // identity
    case SEAM_KIND_CARRAY: return items_equal(type->elem, a, b, type->part_count, mode);
    case SEAM_KIND_BOOL:
    case SEAM_KIND_I8:
    case SEAM_KIND_I16:
    case SEAM_KIND_I32:
    case SEAM_KIND_I64:
    case SEAM_KIND_U8:
    case SEAM_KIND_U16:
    case SEAM_KIND_U32:
    case SEAM_KIND_U64:
    case SEAM_KIND_UNION:
    case SEAM_KIND_ENUM:
    case SEAM_KIND_POINTER:
    case SEAM_KIND_CSTRING: break;
    }
    return memcmp(a, b, type->size) == 0;
}

bool seam_value_equals(const SeamType *type, const void *a, const void *b) {
    return equals(type, a, b, (Mode){.as_key = false});
}

bool value_equals_as_key(const SeamType *type, const void *a, const void *b) {
    return items_equal_held(type, a, b, (Mode){.as_key = true});
}

bool value_equals_item(const SeamType *type, const void *a, const void *b) {
    return items_equal_held(type, a, b, (Mode){.as_key = false});
}

bool seam_array_equals(SeamArrayRef a, SeamArrayRef b) {
    return arrays_equal(a, b, (Mode){.as_key = false});
}

// ---- hashing ----
static uint64_t hash_double(double x) {
    uint64_t bits;
    if (x == 0) x = 0; // -0 too
    if (x != x) x = __builtin_nan("");
    memcpy(&bits, &x, sizeof bits);
    return hash_word(bits);
}

static uint64_t hash_f32(const void *value) {
    float x;
    memcpy(&x, value, sizeof x);
    return hash_double((double)x);
}

static uint64_t hash_f64(const void *value) {
    double x;
    memcpy(&x, value, sizeof x);
    return hash_double(x);
}

static uint64_t hash_object(SeamObjectRef *object) {
    const SeamType *type = object ? type_of(object) : NULL;
    if (type && type->flags & SEAM_BOX)
        return seam_value_hash(type->fields->type, (const char *)object + type->fields->offset);
    SeamCode *const *table = object ? seam_table_of(object, &seam_interface_hashable) : NULL;
    if (!table && object && seam_table_of(object, &seam_interface_equatable))
        return hash_word(1); // equal ones have equal hashes, whatever `equals` says
    if (!table) return hash_word((uint64_t)(uintptr_t)object);
    seam_retain(object);
    uint64_t hash = ((HashMethod *)table[0])(object);
    seam_release(object);
    return hash_word(hash);
}

static uint64_t hash_item(const SeamType *type, const void *value) {
    Held held;
    uint64_t hash = seam_value_hash(type, held_begin(&held, type, value));
    held_end(&held);
    return hash;
}

uint64_t seam_array_hash(SeamArrayRef a) {
    uint64_t hash = hash_word((uint64_t)a->len);
    for (int64_t i = 0; i < a->len; i++) {
        const char *item = (const char *)a->data + (size_t)i * a->elem->size;
        hash = hash_word(hash ^ hash_item(a->elem, item));
    }
    return hash;
}

static uint64_t hash_items(const SeamType *elem, const void *data, int64_t len) {
    uint64_t hash = hash_word((uint64_t)len);
    for (int64_t i = 0; i < len; i++)
        hash = hash_word(hash ^ seam_value_hash(elem, (const char *)data + (size_t)i * elem->size));
    return hash;
}

static uint64_t hash_fields(const SeamType *type, const void *value) {
    uint64_t hash = hash_word(type->part_count);
    for (uint32_t i = 0; i < type->part_count; i++) {
        const SeamField *field = &type->fields[i];
        hash = hash_word(hash ^ seam_value_hash(field->type, (const char *)value + field->offset));
    }
    return hash;
}

static uint64_t hash_payload(const SeamType *type, const void *value) {
    const SeamVariant *v = type_variant(type, value);
    const char *payload = type_payload(v, value);
    uint64_t hash = hash_word((uint64_t)(v - type->variants));
    uint32_t count;
    const SeamField *fields = type_payload_fields(v, &count);
    for (uint32_t i = 0; i < count; i++)
        hash = hash_word(hash ^ seam_value_hash(fields[i].type, payload + fields[i].offset));
    return hash;
}

// Equal maps hash alike whatever their order.
static uint64_t hash_map(SeamMapRef map) {
    uint64_t hash = hash_word((uint64_t)map->len);
    SeamMapIter it = seam_map_iter(map);
    const void *key, *value;
    while (seam_map_next(&it, &key, &value, "", 0)) {
        uint64_t pair = hash_item(map->key, key);
        if (map->value && it.version == map->version)
            pair = hash_word(pair) ^ hash_item(map->value, value);
        hash += hash_word(pair);
    }
    return hash;
}

static uint64_t hash_option(const SeamType *type, const void *value) {
    const void *inside = type_option_value(type, value);
    return inside ? seam_value_hash(type->elem, inside) : hash_word(1);
}

uint64_t seam_value_hash(const SeamType *type, const void *value) {
    SeamCode *method = boxed_method(type, &seam_interface_hashable);
    if (method) return hash_word(boxed_hash(method, type, value));
    if (boxed_method(type, &seam_interface_equatable)) return hash_word(1);
    switch ((SeamKind)type->kind) {
    case SEAM_KIND_F32: return hash_f32(value);
    case SEAM_KIND_F64: return hash_f64(value);
    case SEAM_KIND_STRING: {
        SeamStrRef s = value_pointer(value);
        return hash_bytes(s->data, (size_t)s->len);
    }
    case SEAM_KIND_BYTES: {
        SeamBytesRef b = value_pointer(value);
        return hash_bytes(b->data, (size_t)b->len);
    }
    case SEAM_KIND_ARRAY: return seam_array_hash(value_pointer(value));
    case SEAM_KIND_MAP:
    case SEAM_KIND_SET: return hash_map(value_pointer(value));
    case SEAM_KIND_CLASS:
    case SEAM_KIND_INTERFACE: return hash_object(value_pointer(value));
    case SEAM_KIND_OPTION: return hash_option(type, value);
    case SEAM_KIND_STRUCT:
    case SEAM_KIND_TUPLE: return hash_fields(type, value);
    case SEAM_KIND_VARIANT: return hash_payload(type, value);
    case SEAM_KIND_WEAK: return hash_word(1); // what it refers to may go
    case SEAM_KIND_CARRAY: return hash_items(type->elem, value, type->part_count);
    case SEAM_KIND_BOOL:
    case SEAM_KIND_I8:
    case SEAM_KIND_I16:
    case SEAM_KIND_I32:
    case SEAM_KIND_I64:
    case SEAM_KIND_U8:
    case SEAM_KIND_U16:
    case SEAM_KIND_U32:
    case SEAM_KIND_U64:
    case SEAM_KIND_ENUM:
    case SEAM_KIND_POINTER:
    case SEAM_KIND_CSTRING: return hash_word(type_load_unsigned(type, value));
    case SEAM_KIND_FUNCTION:
    case SEAM_KIND_UNION: break;
    }
    return hash_bytes(value, type->size);
}
