// The rows of builtin.def as data.
#include "types/builtin.h"

static const Builtin rows[BUILTIN_COUNT] = {
#define BUILTIN(id, receiver, signature, runtime) \
    [BUILTIN_##id] = {BUILTIN_##id, receiver, signature, runtime},
#include "types/builtin.def"
#undef BUILTIN
};

const Builtin *builtin_get(BuiltinId id) { return &rows[id]; }
