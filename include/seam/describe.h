// How generated C writes descriptors: the parts of a SeamType, and the functions that one names.
// Included by <seam/runtime.h>. A type goes by its descriptor's name without the `seam_type_`.
#ifndef SEAM_DESCRIBE_H
#define SEAM_DESCRIBE_H

#include <seam/object.h>

#define seam_type__Bool               seam_type_bool // <stdbool.h> makes that of `bool`
#define seam_type_interface_error     seam_interface_error
#define seam_type_interface_equatable seam_interface_equatable
#define seam_type_interface_hashable  seam_interface_hashable
#define seam_type_interface_ordered   seam_interface_ordered
#define seam_type_interface_printable seam_interface_printable

// ---- fields ----
// A member of the C type T, and its Seam type. `.fields` of several:
// SEAM_FIELDS(2, main__Point, x, f64, y, f64); what has another name in Seam goes by rows.
#define SEAM_FIELD(T, m, type)    {#m, &seam_type_##type, offsetof(T, m)}
#define SEAM_ROWS_1(T, m, t)      SEAM_FIELD(T, m, t)
#define SEAM_ROWS_2(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_1(T, __VA_ARGS__)
#define SEAM_ROWS_3(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_2(T, __VA_ARGS__)
#define SEAM_ROWS_4(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_3(T, __VA_ARGS__)
#define SEAM_ROWS_5(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_4(T, __VA_ARGS__)
#define SEAM_ROWS_6(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_5(T, __VA_ARGS__)
#define SEAM_ROWS_7(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_6(T, __VA_ARGS__)
#define SEAM_ROWS_8(T, m, t, ...) SEAM_FIELD(T, m, t), SEAM_ROWS_7(T, __VA_ARGS__)
#define SEAM_FIELDS(n, ...)       SEAM_FIELD_ROWS(n, SEAM_ROWS_##n(__VA_ARGS__))
#define SEAM_FIELD_ROWS(n, ...)   .fields = (const SeamField[]){__VA_ARGS__}, .part_count = (n)

// ---- types ----
// Each is emitted once for each type that a unit needs, and merged by the linker. What a kind does
// not use is zero; C initialises by name, so fields may be added.
#define SEAM_SHARED_TYPE __attribute__((weak, visibility("hidden")))
#define SEAM_CLASS(T, text)                                                                \
    .kind = SEAM_KIND_CLASS, .flags = SEAM_COUNTED, .name = (text), .size = 8, .align = 8, \
    .object_size = sizeof(T)
#define SEAM_BOX_CLASS(T, text)                                                           \
    .kind = SEAM_KIND_CLASS, .flags = SEAM_COUNTED | SEAM_BOX, .name = (text), .size = 8, \
    .align = 8, .object_size = sizeof(T)
#define SEAM_VALUE(KIND, T, text) \
    .kind = SEAM_KIND_##KIND, .name = (text), .size = sizeof(T), .align = _Alignof(T)
#define SEAM_COUNTED_VALUE(KIND, T, text) SEAM_VALUE(KIND, T, text), .flags = SEAM_COUNTED
#define SEAM_SHARED(type)                 SEAM_SHARED_TYPE SeamType seam_type_##type
#define SEAM_ARRAY_TYPE(type, text, item) \
    SEAM_SHARED(type) = {SEAM_COUNTED_VALUE(ARRAY, SeamArray, text), .elem = &seam_type_##item}
#define SEAM_SET_TYPE(type, text, item) \
    SEAM_SHARED(type) = {SEAM_COUNTED_VALUE(SET, SeamMap, text), .elem = &seam_type_##item}
#define SEAM_MAP_TYPE(type, text, key, item)                                               \
    SEAM_SHARED(type) = {SEAM_COUNTED_VALUE(MAP, SeamMap, text), .elem = &seam_type_##key, \
                         .value = &seam_type_##item}
#define SEAM_OPTION_TYPE(type, T, text, item) \
    SEAM_SHARED(type) = {SEAM_VALUE(OPTION, T, text), .elem = &seam_type_##item}
#define SEAM_COUNTED_OPTION_TYPE(type, T, text, item) \
    SEAM_SHARED(type) = {SEAM_COUNTED_VALUE(OPTION, T, text), .elem = &seam_type_##item}
#define SEAM_INTERFACE_TYPE(type, text) \
    SEAM_SHARED(type) = {SEAM_COUNTED_VALUE(INTERFACE, SeamInterface, text)}
#define SEAM_TABLES(n, ...) .tables = (const SeamTable[]){__VA_ARGS__}, .table_count = (n)
#define SEAM_NAMES(n, ...)  .names = (const SeamEnumName[]){__VA_ARGS__}, .part_count = (n)

// ---- the variants of an enum T, whose C has them as the member m of its union ----
#define SEAM_VARIANTS(n, ...) .variants = (const SeamVariant[]){__VA_ARGS__}, .part_count = (n)
#define SEAM_EMPTY(V)         {.name = #V}
#define SEAM_PAYLOAD(T, V, n, ...) \
    SEAM_PAYLOAD_ROWS(T, V, V, SEAM_FIELDS(n, struct T##__##V, __VA_ARGS__))
#define SEAM_PAYLOAD_ROWS(T, V, m, ...) {.name = #V, .offset = offsetof(T, u.m), __VA_ARGS__}
#define SEAM_BOXED(T, V, m, box_)       {.name = #V, .offset = offsetof(T, u.m), .box = &seam_type_##box_}

// ---- functions ----
// SeamType.destroy, and .drop of a class whose death somebody may see: `__VA_ARGS__` releases the
// fields of `self`.
#define SEAM_DESTROY(name, T, ...)                   \
    static void name(void *object, uint32_t depth) { \
        T *self = object;                            \
        (void)depth;                                 \
        __VA_ARGS__;                                 \
        seam_object_free(self, sizeof *self);        \
    }
#define SEAM_DROP(name, T, ...)      \
    static void name(void *object) { \
        T *self = object;            \
        __VA_ARGS__;                 \
    }
// Slots that a field fills.
#define SEAM_GETTER(name, T, m) \
    static __typeof__(((T *)0)->m) name(SeamObjectRef *self) { return ((T *)self)->m; }
#define SEAM_COUNTED_GETTER(name, T, m)                        \
    static __typeof__(((T *)0)->m) name(SeamObjectRef *self) { \
        return seam_retained_opt(((T *)self)->m);              \
    }

#endif
