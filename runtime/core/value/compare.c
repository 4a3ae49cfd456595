// The order of values: numbers by value with NaN last, text by code points, null before all else,
// tuples and structs by their parts, objects by `Ordered`. The checker lets no other type be
// compared.
#include "core/memory/type.h"
#include "core/value/boxed.h"
#include "core/value/value.h"
#include <seam/error.h>

#include <string.h>

static int compare_doubles(double x, double y) {
    if (x < y) return -1;
    if (x > y) return 1;
    return x == y ? 0 : (x != x) - (y != y);
}

static int compare_f32(const void *a, const void *b) {
    float x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return compare_doubles((double)x, (double)y);
}

static int compare_f64(const void *a, const void *b) {
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return compare_doubles(x, y);
}

static int compare_signed(const SeamType *type, const void *a, const void *b) {
    int64_t x = type_load_signed(type, a), y = type_load_signed(type, b);
    return (x > y) - (x < y);
}

static int compare_unsigned(const SeamType *type, const void *a, const void *b) {
    uint64_t x = type_load_unsigned(type, a), y = type_load_unsigned(type, b);
    return (x > y) - (x < y);
}

static int64_t compare_objects(SeamObjectRef *a, SeamObjectRef *b) {
    SeamCode *const *table = seam_table_of(a, &seam_interface_ordered);
    if (!table) seam_panic("values of this class have no order", "", 0);
    seam_retain(a); // code of the user may change what they were read from
    seam_retain(b);
    int64_t order = ((int64_t (*)(SeamObjectRef *, SeamObjectRef *))table[0])(a, b);
    seam_release(a);
    seam_release(b);
    return order;
}

static int64_t compare_fields(const SeamType *type, const void *a, const void *b) {
    for (uint32_t i = 0; i < type->part_count; i++) {
        const SeamField *field = &type->fields[i];
        int64_t order = seam_value_compare(field->type, (const char *)a + field->offset,
                                           (const char *)b + field->offset);
        if (order) return order;
    }
    return 0;
}

static int64_t compare_options(const SeamType *type, const void *a, const void *b) {
    const void *x = type_option_value(type, a), *y = type_option_value(type, b);
    if (!x || !y) return (x != NULL) - (y != NULL);
    return seam_value_compare(type->elem, x, y);
}

int64_t seam_value_compare(const SeamType *type, const void *a, const void *b) {
    SeamCode *method = boxed_method(type, &seam_interface_ordered);
    if (method) return boxed_compare(method, type, a, b);
    switch ((SeamKind)type->kind) {
    case SEAM_KIND_I8:
    case SEAM_KIND_I16:
    case SEAM_KIND_I32:
    case SEAM_KIND_I64: return compare_signed(type, a, b);
    case SEAM_KIND_BOOL:
    case SEAM_KIND_U8:
    case SEAM_KIND_U16:
    case SEAM_KIND_U32:
    case SEAM_KIND_U64:
    case SEAM_KIND_POINTER:
    case SEAM_KIND_CSTRING: return compare_unsigned(type, a, b);
    case SEAM_KIND_F32: return compare_f32(a, b);
    case SEAM_KIND_F64: return compare_f64(a, b);
    case SEAM_KIND_STRING: return seam_string_compare(value_pointer(a), value_pointer(b));
    case SEAM_KIND_ENUM: return seam_value_compare(type->elem, a, b);
    case SEAM_KIND_CLASS:
    case SEAM_KIND_INTERFACE: return compare_objects(value_pointer(a), value_pointer(b));
    case SEAM_KIND_OPTION: return compare_options(type, a, b);
    case SEAM_KIND_STRUCT:
    case SEAM_KIND_TUPLE: return compare_fields(type, a, b);
    case SEAM_KIND_BYTES:
    case SEAM_KIND_ARRAY:
    case SEAM_KIND_MAP:
    case SEAM_KIND_SET:
    case SEAM_KIND_FUNCTION:
    case SEAM_KIND_UNION:
    case SEAM_KIND_VARIANT:
    case SEAM_KIND_WEAK:
    case SEAM_KIND_CARRAY: break;
    }
    seam_panic("values of this type have no order", "", 0);
}
