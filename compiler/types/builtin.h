// The builtins: methods, properties and functions that the runtime provides, one row each in
// builtin.def. Signatures are Seam text, parsed when first looked up.
#ifndef SEAM_TYPES_BUILTIN_H
#define SEAM_TYPES_BUILTIN_H

#include "types/type.h"

typedef enum BuiltinId {
    BUILTIN_NONE,
#define BUILTIN(id, receiver, signature, runtime) BUILTIN_##id,
#include "builtin.def"
#undef BUILTIN
    BUILTIN_COUNT
} BuiltinId;

typedef enum BuiltinReceiver { // whose member it is
    ON_GLOBAL,                 // print(..)
    ON_CONSOLE,                // console.log(..)
    ON_STRING,
    ON_BYTES,
    ON_ARRAY,
    ON_MAP,
    ON_INT,
    ON_FLOAT,
    ON_BOOL,
    ON_CSTRING,
    ON_ERROR,
    ON_STRING_TYPE,
    ON_BYTES_TYPE,
    ON_CSTRING_TYPE,
    ON_NUMBER_TYPE, // statics: bytes.alloc(..), i64.max
} BuiltinReceiver;

typedef struct Builtin {
    BuiltinId id;
    BuiltinReceiver receiver;
    const char *
        signature; // "function split(separator: string): string[]" or, of properties, "length: int"
    const char
        *runtime; // C function of include/seam/runtime.h; "" where lowering gives a MIR operation
} Builtin;

const Builtin *builtin_get(BuiltinId id);

#endif
