// The signatures of C functions in the calling engine's notation (seam/call.h): `i32(ptr, {i32,
// f64})`.
#ifndef SEAM_TYPES_CALL_TEXT_H
#define SEAM_TYPES_CALL_TEXT_H

#include "types/type.h"

// NULL where the engine has no words for it: variadic functions, and structs whose members do not
// lie where C's rules alone would put them (bit-fields, anonymous unions). Then *why is the type.
const char *type_call_text(Arena *a, const FunctionType *f, const Type **why);

#endif
