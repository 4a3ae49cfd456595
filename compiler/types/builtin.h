// The builtins: methods, properties and functions that the runtime provides, one row each in
// builtin.def. Signatures are Seam text, parsed when first looked up.
#ifndef SEAM_TYPES_BUILTIN_H
#define SEAM_TYPES_BUILTIN_H

#include "types/type.h"

typedef enum BuiltinId {
    BUILTIN_NONE,
#define BUILTIN(id, receiver, effect, code, signature, runtime) BUILTIN_##id,
#include "builtin.def"
#undef BUILTIN
    BUILTIN_COUNT
} BuiltinId;

typedef enum BuiltinReceiver { // whose member it is
    ON_GLOBAL,                 // print(..)
    ON_LIBRARY,                // in the library in Seam alone
    ON_CONSOLE,                // name spaces: console.log(..), math.PI
    ON_MATH,
    ON_TIME,
    ON_RANDOM,
    ON_PROCESS,
    ON_ENV,
    ON_FS,
    ON_STRING, // values: text.length
    ON_BYTES,
    ON_ARRAY,
    ON_MAP,
    ON_SET,
    ON_INT,
    ON_FLOAT,
    ON_BOOL,
    ON_DURATION,
    ON_CSTRING,
    ON_ENUM,   // C-like ones
    ON_HIDDEN, // values that only lowering calls these of
    ON_ERROR,
    ON_STRING_TYPE, // types: bytes.alloc(..), i64.max
    ON_BYTES_TYPE,
    ON_DURATION_TYPE,
    ON_CSTRING_TYPE,
    ON_ENUM_TYPE,
    ON_HIDDEN_TYPE,
    ON_INT_TYPE,
    ON_FLOAT_TYPE,
} BuiltinReceiver;

// What a call does to the program's objects; each promises less than the one before.
typedef enum BuiltinEffect {
    EFFECT_LOWERED,  // no call is left of it: lowering makes an operation of MIR
    EFFECT_PURE,     // numbers in, a number or bool out: may be computed at any time, or never
    EFFECT_READS,    // changes no object that was there before: the world outside perhaps
    EFFECT_CHANGES,  // may change what objects hold, but makes no array or bytes shorter, and what
                     // was held stays held (unless its code is CODE_DROPS)
    EFFECT_SHORTENS, // may make an array or bytes shorter, and so give up items
} BuiltinEffect;

// Code of the program that may run before the call is done; each promises less than the one before.
typedef enum BuiltinCode {
    CODE_QUIET,    // none
    CODE_PRINTS,   // `toString` of the types that it is given
    CODE_COMPARES, // `equals`, `hash` and `compare` of the types that it is given
    CODE_DROPS,    // any: it calls functions, or gives up values, which may have finalizers
} BuiltinCode;

typedef struct Builtin {
    BuiltinId id;
    BuiltinReceiver receiver;
    BuiltinEffect effect;
    BuiltinCode code;
    const char *
        signature; // "function split(separator: string): string[]" or, of properties, "length: int"
    const char
        *runtime; // C function of include/seam/runtime.h; "" where lowering gives a MIR operation
} Builtin;

const Builtin *builtin_get(BuiltinId id);
bool builtin_is_property(BuiltinId id);
bool builtin_has_receiver(BuiltinId id); // a value stands before the dot
// How it gives its result: in C's way, or through a pointer, after which it may say whether there
// is one.
typedef enum ResultShape { RESULT_PLAIN, RESULT_OUT, RESULT_OPTIONAL_OUT } ResultShape;
ResultShape builtin_result_shape(BuiltinId id);
// Is parameter `index` behind the receiver given by pointer?
bool builtin_takes_pointer(BuiltinId id, uint32_t index);
// The name space that such a row stands in: `math`. NULL of the others.
const char *builtin_space(BuiltinReceiver receiver);

#endif
