// Counted objects and the descriptors that say what is in them. Included by <seam/runtime.h>;
// includes no libc header. Invariant: every counted object begins with a SeamHead, and everything
// the runtime does to a value that it knows nothing about (copy, drop, compare, hash, print) it
// does from the value's SeamType alone.
#ifndef SEAM_OBJECT_H
#define SEAM_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

// The compiler's own macros instead of <stdint.h>: the same types, so that both may be seen in one
// unit.
typedef __INT8_TYPE__ int8_t;
typedef __INT16_TYPE__ int16_t;
typedef __INT32_TYPE__ int32_t;
typedef __INT64_TYPE__ int64_t;
typedef __UINT8_TYPE__ uint8_t;
typedef __UINT16_TYPE__ uint16_t;
typedef __UINT32_TYPE__ uint32_t;
typedef __UINT64_TYPE__ uint64_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;

#define SEAM_NORETURN __attribute__((noreturn))
#define SEAM_COLD     __attribute__((cold, noinline))
// A function with so many values that optimising it would take the C compiler minutes.
#ifdef __clang__
#define SEAM_HUGE __attribute__((optnone, noinline))
#else
#define SEAM_HUGE __attribute__((optimize("O0"), noinline))
#endif
#define SEAM_LIKELY(x)   __builtin_expect(!!(x), 1)
#define SEAM_UNLIKELY(x) __builtin_expect(!!(x), 0)

// A place in the source: the last two parameters of everything that can panic. The file is what
// #line has named last: the text of a .seam file ("main.seam"). Columns above 4095 are given as
// 4095.
#define SEAM_PLACE         const char *file, uint32_t place
#define SEAM_AT(line, col) __FILE__, ((uint32_t)(line) << 12 | (uint32_t)(col))
// A place in a default value, which is computed where the call stands: on another line.
#define SEAM_IN_DEFAULT 0x80000000u
#define SEAM_AT_DEFAULT(line, col) \
    __FILE__, (SEAM_IN_DEFAULT | (uint32_t)(line) << 12 | (uint32_t)(col))

// ---- heads ----
// count > 0: owned by one thread; < 0: shared between threads, atomic, -n for n references; 0:
// immortal (literals; also while it is being dropped). Counts that overflow become immortal.
typedef struct SeamHead {
    int32_t count;
    uint32_t type; // index of the SeamType; SEAM_UNDER_CONSTRUCTION
} SeamHead;

typedef SeamHead SeamObject;      // an instance of some class; an error in flight
typedef SeamObject SeamObjectRef; // `SeamObjectRef *`: borrowed
typedef void SeamCode(void);      // code of any signature: cast before the call

// A value of an interface type: the methods of `object` in the order of the interface's
// declaration. A property is a getter; a result is owned. Slot type: R (*)(SeamObjectRef *self,
// arguments).
typedef struct SeamInterface {
    SeamObject *object;
    SeamCode *const *table;
} SeamInterface;

// A function value. Slot type: R (*)(arguments, SeamObjectRef *env); env NULL: nothing is captured.
typedef struct SeamFunction {
    SeamCode *code;
    SeamObject *env;
} SeamFunction;

// ---- descriptors ----
typedef enum SeamKind {
    SEAM_KIND_BOOL = 1,
    SEAM_KIND_I8,
    SEAM_KIND_I16,
    SEAM_KIND_I32,
    SEAM_KIND_I64,
    SEAM_KIND_U8,
    SEAM_KIND_U16,
    SEAM_KIND_U32,
    SEAM_KIND_U64,
    SEAM_KIND_F32,
    SEAM_KIND_F64,
    SEAM_KIND_STRING,
    SEAM_KIND_BYTES, // one counted pointer
    SEAM_KIND_ARRAY, // elem
    SEAM_KIND_MAP,   // elem: the key; value
    SEAM_KIND_SET,   // elem
    SEAM_KIND_CLASS, // fields with offsets into the object, object_size, finalize, tables
    SEAM_KIND_INTERFACE,
    SEAM_KIND_FUNCTION,
    SEAM_KIND_OPTION, // elem; of elem's size: NULL is null, else struct { bool has; T v; }
    SEAM_KIND_STRUCT,
    SEAM_KIND_TUPLE,   // fields
    SEAM_KIND_UNION,   // nothing known of what is in it
    SEAM_KIND_ENUM,    // elem: the integer below; names
    SEAM_KIND_POINTER, // C pointers, function pointers; never counted
    SEAM_KIND_CSTRING,
    SEAM_KIND_CARRAY,  // elem, part_count of them
    SEAM_KIND_VARIANT, // variants; a value begins with its tag, a uint32_t
    SEAM_KIND_WEAK,    // a SeamWeak or NULL
} SeamKind;

// flags
#define SEAM_COUNTED 1 // a value holds counted references: copying retains, dropping releases
#define SEAM_BOX     8 // a class: a struct's copy, its one field; it is equal and prints as that

typedef struct SeamType SeamType;

typedef struct SeamField {
    const char *name; // tuples: NULL
    const SeamType *type;
    uint32_t offset;
} SeamField;

typedef struct SeamEnumName {
    const char *name;
    int64_t value;
} SeamEnumName;

typedef struct SeamVariant { // of a SEAM_KIND_VARIANT
    const char *name;
    const SeamField *fields; // of a payload in place; offsets are from its beginning
    uint32_t part_count;
    uint32_t offset;     // in the value: of the payload, or of the pointer to its box
    const SeamType *box; // the payload is a counted object of this class; NULL: it is in place
} SeamVariant;

typedef struct SeamTable { // `class X implements interface_`
    const SeamType *interface_;
    SeamCode *const *table;
} SeamTable;

// Generated C makes them by the macros of <seam/describe.h>. What a kind does not use is zero. Only
// `index` changes at run time.
struct SeamType {
    uint8_t kind; // SeamKind
    uint8_t flags;
    uint16_t align; // of a value; so is size: of a class 8
    uint32_t size;
    uint32_t index;       // set when registered
    uint32_t object_size; // CLASS: of the object, head included
    const char *name;     // Seam's spelling: `Map<string, int>`
    const SeamType *elem;
    const SeamType *value;
    const SeamField *fields; // in order of declaration
    const SeamEnumName *names;
    const SeamVariant *variants;
    const SeamTable *tables;
    // STRUCT, VARIANT, ENUM that implement interfaces: the class of their boxed copies, which has
    // the tables. NULL: none.
    const SeamType *box;
    uint32_t part_count; // of fields, names, variants or CARRAY elements
    uint32_t table_count;
    void (*finalize)(void *object); // user's code; the object's count is 0 meanwhile
    // CLASS: releases the fields in order, which may be NULL or zero. Without it `fields` are
    // walked.
    void (*drop)(void *object);
    // CLASS whose death nobody can see (no finalize is reached): releases the fields and frees the
    // object, whose last reference has gone. `depth` is that of the recursion (seam_release_part).
    void (*destroy)(void *object, uint32_t depth);
};

extern SeamType seam_type_bool, seam_type_i8, seam_type_i16, seam_type_i32, seam_type_i64,
    seam_type_u8, seam_type_u16, seam_type_u32, seam_type_u64, seam_type_f32, seam_type_f64,
    seam_type_duration, seam_type_string, seam_type_bytes, seam_type_pointer, seam_type_cstring,
    seam_type_function, seam_type_weak;
// string[] and u32[], which the runtime itself makes.
extern SeamType seam_type_string_array, seam_type_u32_array;
// What many programs have.
extern SeamType seam_type_array_bool, seam_type_array_i64, seam_type_array_u8, seam_type_array_f64,
    seam_type_opt_bool, seam_type_opt_i64, seam_type_opt_f64, seam_type_opt_string,
    seam_type_map_string_i64, seam_type_map_string_string, seam_type_set_string, seam_type_set_i64;
// The prelude's interfaces and the slots of their tables.
extern SeamType seam_interface_error;     // 0: SeamStr message(self)
extern SeamType seam_interface_equatable; // 0: bool equals(self, SeamObjectRef *other)
extern SeamType seam_interface_hashable;  // 0: uint64_t hash(self)
extern SeamType seam_interface_ordered;   // 0: int64_t compare(self, SeamObjectRef *other)
extern SeamType seam_interface_printable; // 0: SeamStr toString(self)

// Gives a class its index. Idempotent, any thread; seam_object_new does it by itself.
uint32_t seam_type_register(SeamType *type);
// The class of an object; of strings, arrays and the like the runtime's own descriptor.
const SeamType *seam_type_of(const SeamHead *object);

// ---- counting: any counted pointer; errno is preserved ----
SEAM_COLD void seam_retain_slow(SeamHead *head);
__attribute__((noinline)) void seam_release_slow(SeamHead *head);

// A relaxed load, which is a plain one in machine code: of shared objects other threads change the
// count meanwhile.
static inline void seam_retain(void *object) {
    SeamHead *head = (SeamHead *)object;
    int32_t count = __atomic_load_n(&head->count, __ATOMIC_RELAXED);
    if (SEAM_LIKELY(count > 0)) head->count = (int32_t)((uint32_t)count + 1);
    else seam_retain_slow(head);
}

static inline void seam_release(void *object) {
    SeamHead *head = (SeamHead *)object;
    int32_t count = __atomic_load_n(&head->count, __ATOMIC_RELAXED);
    if (count > 1) head->count = count - 1;
    else seam_release_slow(head);
}

static inline void seam_retain_opt(void *object) {
    if (object) seam_retain(object);
}

static inline void seam_release_opt(void *object) {
    if (object) seam_release(object);
}

// As expressions: the same pointer, with one reference more.
static inline void *seam_retained(void *object) {
    seam_retain(object);
    return object;
}

static inline void *seam_retained_opt(void *object) {
    seam_retain_opt(object);
    return object;
}

// ---- values of a type known at run time only ----
void seam_value_retain(const SeamType *type, const void *value);  // after copying its bytes
void seam_value_release(const SeamType *type, const void *value); // before its bytes are given up
bool seam_value_equals(const SeamType *type, const void *a, const void *b); // `==`; floats as IEEE
uint64_t seam_value_hash(const SeamType *type, const void *value); // seeded; as a key: -0 is 0
int64_t seam_value_compare(const SeamType *type, const void *a,
                           const void *b); // numbers, text, Ordered

// ---- objects ----
// A new object with one reference and all fields zero. Never NULL: without memory the program ends.
// If its class finalizes, it does so only once the constructor has completed.
void *seam_object_new(SeamType *type);
#define SEAM_UNDER_CONSTRUCTION 0x80000000u // in SeamHead.type
#define SEAM_HAS_WEAK           0x40000000u
#define SEAM_HEAD_FLAGS         0xfff00000u // all that is no index there: it dies the long way
static inline void seam_object_constructed(void *object) {
    ((SeamHead *)object)->type &= ~SEAM_UNDER_CONSTRUCTION;
}

// The free blocks of a thread, one list for each multiple of SEAM_BLOCK_STEP bytes (multiples of 16
// lie at such). `small` is the largest block that goes back to them: 0 where malloc serves all
// (then the lists are empty).
#define SEAM_BLOCK_STEP 8
#define SEAM_BLOCK_MOST 512
typedef struct SeamBlock {
    struct SeamBlock *next;
} SeamBlock;
typedef struct SeamHeap {
    size_t small;
    SeamBlock *free[SEAM_BLOCK_MOST / SEAM_BLOCK_STEP + 1];
} SeamHeap;
// initial-exec: one load, also from within a shared library.
extern _Thread_local SeamHeap seam_heap
    __attribute__((tls_model("initial-exec"), visibility("hidden")));
void seam_object_free_slow(void *object, size_t size);

// seam_object_new of a class that does not finalize; `size` is a constant, its object_size.
static inline void *seam_object_make(SeamType *type, size_t size) {
    if (size > SEAM_BLOCK_MOST) return seam_object_new(type);
    SeamBlock **list = &seam_heap.free[(size + SEAM_BLOCK_STEP - 1) / SEAM_BLOCK_STEP];
    SeamBlock *block = *list;
    uint32_t index = __atomic_load_n(&type->index, __ATOMIC_ACQUIRE);
    if (SEAM_UNLIKELY(!block || !index)) return seam_object_new(type);
    *list = block->next;
    SeamHead *head = (SeamHead *)(void *)block;
    head->count = 1;
    head->type = index;
    __builtin_memset(head + 1, 0, size - sizeof *head);
    return head;
}

// A new object of a class that does not finalize, or the box of a variant's payload:
// SEAM_NEW(Point, .x = x). What is not named is zero.
#define SEAM_NEW(T, ...)                                     \
    __extension__({                                          \
        T *seam_made = SEAM_NEW_EMPTY(T);                    \
        *seam_made = (T){seam_made->seam_head, __VA_ARGS__}; \
        seam_made;                                           \
    })
#define SEAM_NEW_EMPTY(T) ((T *)seam_object_make(&seam_type_##T, sizeof(T)))

// The memory of an object that has died.
static inline void seam_object_free(void *object, size_t size) {
    SeamHeap *heap = &seam_heap;
    if (SEAM_UNLIKELY(size > heap->small)) {
        seam_object_free_slow(object, size);
        return;
    }
    SeamBlock **list = &heap->free[(size + SEAM_BLOCK_STEP - 1) / SEAM_BLOCK_STEP];
    SeamBlock *block = (SeamBlock *)object;
    block->next = *list;
    *list = block;
}

// For SeamType.destroy: releases a field, an object of the class of `destroy` or NULL. Past
// SEAM_DEEP the run time goes on without recursion.
#define SEAM_DEEP 64
static inline void seam_release_part(void *object, void (*destroy)(void *, uint32_t),
                                     uint32_t depth) {
    SeamHead *head = (SeamHead *)object;
    if (!head) return;
    int32_t count = __atomic_load_n(&head->count, __ATOMIC_RELAXED);
    if (count > 1) head->count = count - 1;
    else if (count == 1 && depth < SEAM_DEEP && !(head->type & SEAM_HEAD_FLAGS))
        destroy(object, depth + 1);
    else seam_release_slow(head);
}

// The same of a class whose objects hold nothing counted.
static inline void seam_release_leaf(void *object, size_t size) {
    SeamHead *head = (SeamHead *)object;
    if (!head) return;
    int32_t count = __atomic_load_n(&head->count, __ATOMIC_RELAXED);
    if (count > 1) head->count = count - 1;
    else if (count == 1 && !(head->type & SEAM_HEAD_FLAGS)) seam_object_free(object, size);
    else seam_release_slow(head);
}

// The methods of an object for one interface, or NULL when its class does not implement it.
SeamCode *const *seam_table_of(const SeamObjectRef *object, const SeamType *interface_);

// `e is DbError`
static inline bool seam_is_class(const SeamObjectRef *object, const SeamType *type) {
    return (object->type & ~SEAM_HEAD_FLAGS) == __atomic_load_n(&type->index, __ATOMIC_RELAXED);
}

// ---- weak references ----
// A reference that does not keep its object alive, counted itself; NULL: to nothing. What it reads
// as is NULL from the moment when the object begins to die.
typedef struct SeamWeakCell *SeamWeak;
typedef struct SeamWeakCell *SeamWeakRef;     // borrowed
SeamWeak seam_weak_of(SeamObjectRef *object); // owned; of NULL: NULL
void *seam_weak_get(SeamWeakRef weak);        // owned, or NULL

// An interface value; takes the object over.
static inline SeamInterface seam_interface_of(SeamObject *object, const SeamType *interface_) {
    SeamInterface value = {object, seam_table_of(object, interface_)};
    return value;
}

// {NULL, NULL}: it is gone.
static inline SeamInterface seam_weak_interface(SeamWeakRef weak, const SeamType *interface_) {
    SeamInterface value = {seam_weak_get(weak), NULL};
    if (value.object) value.table = seam_table_of(value.object, interface_);
    return value;
}

// A variable that holds a counted pointer or NULL takes over `value`; what it held is released
// last, since that may run a finalizer.
static inline void seam_replace(void *variable, void *value) {
    void *old;
    __builtin_memcpy(&old, variable, sizeof old);
    __builtin_memcpy(variable, &value, sizeof value);
    seam_release_opt(old);
}

// Takes the counted pointer or NULL out of a variable, which is left empty.
static inline void *seam_taken(void *variable) {
    void *value, *empty = NULL;
    __builtin_memcpy(&value, variable, sizeof value);
    __builtin_memcpy(variable, &empty, sizeof empty);
    return value;
}

// Optional values that are no pointers.
#define SEAM_OPT(Name, T) \
    typedef struct Name { \
        bool has;         \
        T v;              \
    } Name
SEAM_OPT(SeamOptBool, bool);
SEAM_OPT(SeamOptI64, int64_t);
SEAM_OPT(SeamOptF64, double);
SEAM_OPT(SeamOpt_u8, uint8_t);
SEAM_OPT(SeamOpt_u32, uint32_t);
SEAM_OPT(SeamOpt_interface, SeamInterface);
SEAM_OPT(SeamOpt_function, SeamFunction);

// ---- counting: function values, values of interfaces, and options of them ----
// Macros: an inline function costs every unit its time in the C compiler, used or not.
#define SEAM_COPY_BY(T, part, ...)    \
    __extension__({                   \
        T seam_v = __VA_ARGS__;       \
        seam_retain_opt(seam_v.part); \
        seam_v;                       \
    })
#define SEAM_COPY_OPT_BY(T, part, ...)                  \
    __extension__({                                     \
        T seam_v = __VA_ARGS__;                         \
        if (seam_v.has) seam_retain_opt(seam_v.v.part); \
        seam_v;                                         \
    })
#define SEAM_DROP_OPT_BY(T, part, ...)                   \
    __extension__({                                      \
        T seam_v = __VA_ARGS__;                          \
        if (seam_v.has) seam_release_opt(seam_v.v.part); \
    })
#define seam_copy_interface(...)     SEAM_COPY_BY(SeamInterface, object, __VA_ARGS__)
#define seam_copy_function(...)      SEAM_COPY_BY(SeamFunction, env, __VA_ARGS__)
#define seam_copy_opt_interface(...) SEAM_COPY_OPT_BY(SeamOpt_interface, object, __VA_ARGS__)
#define seam_copy_opt_function(...)  SEAM_COPY_OPT_BY(SeamOpt_function, env, __VA_ARGS__)
#define seam_drop_interface(...)     seam_release_opt((__VA_ARGS__).object)
#define seam_drop_function(...)      seam_release_opt((__VA_ARGS__).env)
#define seam_drop_opt_interface(...) SEAM_DROP_OPT_BY(SeamOpt_interface, object, __VA_ARGS__)
#define seam_drop_opt_function(...)  SEAM_DROP_OPT_BY(SeamOpt_function, env, __VA_ARGS__)

#endif
