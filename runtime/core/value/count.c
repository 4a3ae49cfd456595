// Retaining and releasing whatever a value holds.
#include "core/memory/type.h"
#include "core/value/value.h"

static void count_value(const SeamType *type, const void *value, bool retain);

static void count_object(void *object, bool retain) {
    if (!object) return;
    if (retain) seam_retain(object);
    else seam_release(object);
}

static void count_parts(const SeamType *type, const void *value, bool retain) {
    for (uint32_t i = 0; i < type->part_count; i++) {
        const SeamField *field = &type->fields[i];
        count_value(field->type, (const char *)value + field->offset, retain);
    }
}

static void count_payload(const SeamType *type, const void *value, bool retain) {
    const SeamVariant *v = type_variant(type, value);
    const char *payload = (const char *)value + v->offset;
    if (v->box) {
        count_object(value_pointer(payload), retain);
        return;
    }
    for (uint32_t i = 0; i < v->part_count; i++)
        count_value(v->fields[i].type, payload + v->fields[i].offset, retain);
}

static void count_items(const SeamType *type, const void *value, bool retain) {
    for (uint32_t i = 0; i < type->part_count; i++)
        count_value(type->elem, (const char *)value + (size_t)i * type->elem->size, retain);
}

static void count_option(const SeamType *type, const void *value, bool retain) {
    const void *inside = type_option_value(type, value);
    if (inside) count_value(type->elem, inside, retain);
}

static void count_value(const SeamType *type, const void *value, bool retain) {
    if (!(type->flags & SEAM_COUNTED)) return;
    switch ((SeamKind)type->kind) {
    case SEAM_KIND_STRING:
    case SEAM_KIND_BYTES:
    case SEAM_KIND_ARRAY:
    case SEAM_KIND_MAP:
    case SEAM_KIND_SET:
    case SEAM_KIND_CLASS:
    case SEAM_KIND_WEAK:
    case SEAM_KIND_INTERFACE: // the object is its first word
        count_object(value_pointer(value), retain);
        break;
    case SEAM_KIND_FUNCTION:
        count_object(value_pointer((const char *)value + offsetof(SeamFunction, env)), retain);
        break;
    case SEAM_KIND_OPTION: count_option(type, value, retain); break;
    case SEAM_KIND_STRUCT:
    case SEAM_KIND_TUPLE: count_parts(type, value, retain); break;
    case SEAM_KIND_VARIANT: count_payload(type, value, retain); break;
    case SEAM_KIND_CARRAY: count_items(type, value, retain); break;
    case SEAM_KIND_BOOL:
    case SEAM_KIND_I8:
    case SEAM_KIND_I16:
    case SEAM_KIND_I32:
    case SEAM_KIND_I64:
    case SEAM_KIND_U8:
    case SEAM_KIND_U16:
    case SEAM_KIND_U32:
    case SEAM_KIND_U64:
    case SEAM_KIND_F32:
    case SEAM_KIND_F64:
    case SEAM_KIND_UNION:
    case SEAM_KIND_ENUM:
    case SEAM_KIND_POINTER:
    case SEAM_KIND_CSTRING: break;
    }
}

void seam_value_retain(const SeamType *type, const void *value) { count_value(type, value, true); }
void seam_value_release(const SeamType *type, const void *value) {
    count_value(type, value, false);
}
