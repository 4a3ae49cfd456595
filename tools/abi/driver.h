// What the driver and the files of random functions share: the rows that values are taken from and
// come to, and the tables that tell the driver what it calls. Needs no header of a C library.
#ifndef ABI_DRIVER_H
#define ABI_DRIVER_H

enum { MAX_ARGS = 40, ROOM = 1024, ROWS = 3, GUARD = 64 };

typedef void Code(void);
typedef unsigned char Value[ROOM];

// The values of one call. `in`: what the caller passes; `got`: what the callee found; `ret`: what
// the callee returns; `result`: what the caller found, with some room behind.
typedef struct Row {
    __attribute__((aligned(64))) Value in[MAX_ARGS];
    Value got[MAX_ARGS];
    Value ret;
    unsigned char result[ROOM + GUARD];
} Row;

// Callees take the next one; the compiled caller of a closure leaves it to the handler.
extern Row *row;
// Callees and handlers ask: does an unwinder find its way from here through the engine to the
// driver's caller?
void look_back(void);
// What a typed closure found behind its arguments.
extern void *typed_context;

typedef enum LeafKind { LEAF_BITS, LEAF_BOOL, LEAF_F32, LEAF_F64, LEAF_LONG_DOUBLE } LeafKind;
// Numbers side by side in a value; all bits of the others may have any value.
typedef struct Leaf {
    unsigned short offset, count, size; // size: of one
    unsigned char kind;                 // LeafKind
} Leaf;

typedef struct Type {
    unsigned size, align;
    int narrow; // an integer that callees note as a `long long`
    const Leaf *leaves;
    unsigned leaf_count;
    void (*set_bits)(void *value); // sets all bits of the bit-fields; NULL: there are none
    unsigned char *mask;           // the driver's: which bits of a value count
} Type;

typedef struct Case {
    const char *text; // as the engine reads it
    Code *callee;
    Code *typed; // the same with one more argument, a pointer; NULL: there is none
    void (*user)(Code *code, Row *r); // calls it
    Type *ret;                        // NULL: void
    Type *const *args;
    unsigned count;
} Case;

// The functions of one object file.
typedef struct Program {
    const char *compiler;
    const Case *cases;
    unsigned count;
    struct Program *next;
} Program;
extern Program *programs;

#if defined(CONVENTION_MS)
#define CONVENTION      __attribute__((ms_abi))
#define VA_LIST         __builtin_ms_va_list
#define VA_START(va, a) __builtin_ms_va_start(va, a)
#define VA_END(va)      __builtin_ms_va_end(va)
#elif defined(CONVENTION_SOFT)
#define CONVENTION __attribute__((pcs("aapcs")))
#else
#define CONVENTION
#endif
#if !defined(VA_LIST)
#define VA_LIST         __builtin_va_list
#define VA_START(va, a) __builtin_va_start(va, a)
#define VA_END(va)      __builtin_va_end(va)
#endif

#endif
