// Descriptors of the basic types, and the registry.
#include "core/memory/type.h"
#include <seam/array.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- the basic types ----
#define NUMBER_TYPE(variable, KIND, T, text) \
    SeamType seam_type_##variable = {        \
        .kind = SEAM_KIND_##KIND, .size = sizeof(T), .align = _Alignof(T), .name = text}
NUMBER_TYPE(bool, BOOL, bool, "bool");
NUMBER_TYPE(i8, I8, int8_t, "i8");
NUMBER_TYPE(i16, I16, int16_t, "i16");
NUMBER_TYPE(i32, I32, int32_t, "i32");
NUMBER_TYPE(i64, I64, int64_t, "int");
NUMBER_TYPE(u8, U8, uint8_t, "u8");
NUMBER_TYPE(u16, U16, uint16_t, "u16");
NUMBER_TYPE(u32, U32, uint32_t, "u32");
NUMBER_TYPE(u64, U64, uint64_t, "u64");
NUMBER_TYPE(duration, I64, int64_t, "Duration");
NUMBER_TYPE(f32, F32, float, "f32");
NUMBER_TYPE(f64, F64, double, "float");
NUMBER_TYPE(pointer, POINTER, void *, "CVoidPtr");
NUMBER_TYPE(cstring, CSTRING, const char *, "CString");

#define REFERENCE_TYPE(KIND, more_flags, text, ...) \
    {.kind = SEAM_KIND_##KIND,                      \
     .flags = SEAM_COUNTED | (more_flags),          \
     .size = sizeof(void *),                        \
     .align = _Alignof(void *),                     \
     .index = SEAM_KIND_##KIND,                     \
     .name = text,                                  \
     __VA_ARGS__}
SeamType seam_type_string = REFERENCE_TYPE(STRING, TYPE_LEAF, "string", .elem = NULL);
SeamType seam_type_bytes = REFERENCE_TYPE(BYTES, TYPE_LEAF, "bytes", .elem = NULL);
SeamType seam_type_weak = REFERENCE_TYPE(WEAK, TYPE_LEAF, "weak reference", .elem = NULL);
SeamType seam_type_string_array = REFERENCE_TYPE(ARRAY, 0, "string[]", .elem = &seam_type_string);
SeamType seam_type_u32_array = REFERENCE_TYPE(ARRAY, 0, "u32[]", .elem = &seam_type_u32);
SeamType seam_type_array_bool = REFERENCE_TYPE(ARRAY, 0, "bool[]", .elem = &seam_type_bool);
SeamType seam_type_array_i64 = REFERENCE_TYPE(ARRAY, 0, "int[]", .elem = &seam_type_i64);
SeamType seam_type_array_u8 = REFERENCE_TYPE(ARRAY, 0, "u8[]", .elem = &seam_type_u8);
SeamType seam_type_array_f64 = REFERENCE_TYPE(ARRAY, 0, "float[]", .elem = &seam_type_f64);
SeamType seam_type_set_string = REFERENCE_TYPE(SET, 0, "Set<string>", .elem = &seam_type_string);
SeamType seam_type_set_i64 = REFERENCE_TYPE(SET, 0, "Set<int>", .elem = &seam_type_i64);
SeamType seam_type_map_string_i64 =
    REFERENCE_TYPE(MAP, 0, "Map<string, int>", .elem = &seam_type_string, .value = &seam_type_i64);
SeamType seam_type_map_string_string = REFERENCE_TYPE(
    MAP, 0, "Map<string, string>", .elem = &seam_type_string, .value = &seam_type_string);

#define OPTION_TYPE(variable, T, more_flags, text)                 \
    SeamType seam_type_opt_##variable = {.kind = SEAM_KIND_OPTION, \
                                         .flags = (more_flags),    \
                                         .size = sizeof(T),        \
                                         .align = _Alignof(T),     \
                                         .name = text,             \
                                         .elem = &seam_type_##variable}
OPTION_TYPE(bool, SeamOptBool, 0, "bool?");
OPTION_TYPE(i64, SeamOptI64, 0, "int?");
OPTION_TYPE(f64, SeamOptF64, 0, "float?");
OPTION_TYPE(string, SeamStr, SEAM_COUNTED, "string?");

// What the heads of all arrays, maps and sets mean; their elements are in the objects.
static const SeamType any_array = REFERENCE_TYPE(ARRAY, 0, "array", .elem = NULL);
static const SeamType any_map = REFERENCE_TYPE(MAP, 0, "Map", .elem = NULL);
static const SeamType any_set = REFERENCE_TYPE(SET, 0, "Set", .elem = NULL);
SeamType seam_type_function = {.kind = SEAM_KIND_FUNCTION,
                               .flags = SEAM_COUNTED,
                               .size = sizeof(SeamFunction),
                               .align = _Alignof(SeamFunction),
                               .name = "function"};

#define INTERFACE_TYPE(variable, text)                                      \
    SeamType seam_interface_##variable = {.kind = SEAM_KIND_INTERFACE,      \
                                          .flags = SEAM_COUNTED,            \
                                          .size = sizeof(SeamInterface),    \
                                          .align = _Alignof(SeamInterface), \
                                          .name = text}
INTERFACE_TYPE(error, "Error");
INTERFACE_TYPE(equatable, "Equatable");
INTERFACE_TYPE(hashable, "Hashable");
INTERFACE_TYPE(ordered, "Ordered");
INTERFACE_TYPE(printable, "Printable");

// ---- the registry ----
const SeamType *type_table[TYPE_TABLE_SIZE] = {
    [SEAM_KIND_STRING] = &seam_type_string,
    [SEAM_KIND_BYTES] = &seam_type_bytes,
    [SEAM_KIND_ARRAY] = &any_array,
    [SEAM_KIND_MAP] = &any_map,
    [SEAM_KIND_SET] = &any_set,
    [SEAM_KIND_WEAK] = &seam_type_weak,
};

static bool is_leaf(const SeamType *type) {
    if (type->finalize || type->drop) return false;
    for (uint32_t i = 0; i < type->part_count; i++)
        if (type->fields[i].type->flags & SEAM_COUNTED) return false;
    return true;
}

static bool implements(const SeamType *type, const SeamType *interface_) {
    for (uint32_t i = 0; i < type->table_count; i++)
        if (type->tables[i].interface_ == interface_) return true;
    return false;
}

uint32_t seam_type_register(SeamType *type) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static uint32_t next = TYPE_FIRST_CLASS;
    pthread_mutex_lock(&lock);
    uint32_t index = type->index;
    if (index == 0) {
        if (next == TYPE_TABLE_SIZE) {
            fputs("seam: the program has more than 262,000 classes\n", stderr);
            exit(134);
        }
        index = next++;
        if (implements(type, &seam_interface_error)) type->flags |= TYPE_ERROR; // may have a cause
        else if (is_leaf(type)) type->flags |= TYPE_LEAF;
        type_table[index] = type;
        __atomic_store_n(&type->index, index, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&lock);
    return index;
}

const SeamType *seam_type_of(const SeamHead *object) { return type_of(object); }

SeamCode *const *seam_table_of(const SeamObjectRef *object, const SeamType *interface_) {
    const SeamType *type = type_of(object);
    for (uint32_t i = 0; i < type->table_count; i++)
        if (type->tables[i].interface_ == interface_) return type->tables[i].table;
    return NULL;
}

// ---- questions ----
bool type_is_signed(const SeamType *type) {
    return type->kind >= SEAM_KIND_I8 && type->kind <= SEAM_KIND_I64;
}

bool type_is_unsigned(const SeamType *type) {
    return type->kind >= SEAM_KIND_U8 && type->kind <= SEAM_KIND_U64;
}

#define LOAD(T, value, into)           \
    do {                               \
        T x;                           \
        memcpy(&x, (value), sizeof x); \
        (into) = x;                    \
    } while (0)

int64_t type_load_signed(const SeamType *type, const void *value) {
    int64_t result = 0;
    switch (type->size) {
    case 1: LOAD(int8_t, value, result); break;
    case 2: LOAD(int16_t, value, result); break;
    case 4: LOAD(int32_t, value, result); break;
    case 8: LOAD(int64_t, value, result); break;
    }
    return result;
}

uint64_t type_load_unsigned(const SeamType *type, const void *value) {
    uint64_t result = 0;
    switch (type->size) {
    case 1: LOAD(uint8_t, value, result); break;
    case 2: LOAD(uint16_t, value, result); break;
    case 4: LOAD(uint32_t, value, result); break;
    case 8: LOAD(uint64_t, value, result); break;
    }
    return result;
}

const char *type_kind_name(uint32_t kind) {
    static const SeamType *const numbers[] = {
        [SEAM_KIND_BOOL] = &seam_type_bool, [SEAM_KIND_I8] = &seam_type_i8,
        [SEAM_KIND_I16] = &seam_type_i16,   [SEAM_KIND_I32] = &seam_type_i32,
        [SEAM_KIND_I64] = &seam_type_i64,   [SEAM_KIND_U8] = &seam_type_u8,
        [SEAM_KIND_U16] = &seam_type_u16,   [SEAM_KIND_U32] = &seam_type_u32,
        [SEAM_KIND_U64] = &seam_type_u64,   [SEAM_KIND_F32] = &seam_type_f32,
        [SEAM_KIND_F64] = &seam_type_f64,
    };
    return numbers[kind]->name;
}

const void *type_option_value(const SeamType *type, const void *value) {
    if (type->size == type->elem->size) {
        const void *pointer;
        memcpy(&pointer, value, sizeof pointer);
        return pointer ? value : NULL;
    }
    bool has;
    memcpy(&has, value, sizeof has);
    return has ? (const char *)value + type->elem->align : NULL;
}

TypeName type_object_name(const SeamHead *object) {
    TypeName name;
    const SeamType *type = type_of(object);
    if (type->kind == SEAM_KIND_ARRAY) {
        const struct SeamArray *array = (const void *)object;
        snprintf(name.text, sizeof name.text, "%s[]", array->elem->name);
    } else if (type->kind == SEAM_KIND_MAP) {
        const struct SeamMap *map = (const void *)object;
        snprintf(name.text, sizeof name.text, "Map<%s, %s>", map->key->name, map->value->name);
    } else if (type->kind == SEAM_KIND_SET) {
        const struct SeamMap *map = (const void *)object;
        snprintf(name.text, sizeof name.text, "Set<%s>", map->key->name);
    } else {
        snprintf(name.text, sizeof name.text, "%s", type->name);
    }
    return name;
}
