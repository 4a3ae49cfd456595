// The rows of builtin.def as data.
#include "types/builtin.h"

#include <string.h>

static const Builtin rows[BUILTIN_COUNT] = {
#define BUILTIN(id, receiver, signature, runtime) \
    [BUILTIN_##id] = {BUILTIN_##id, receiver, signature, runtime},
#include "types/builtin.def"
#undef BUILTIN
};

const Builtin *builtin_get(BuiltinId id) { return &rows[id]; }

static const char function_word[] = "function ";

bool builtin_is_property(BuiltinId id) {
    return strncmp(rows[id].signature, function_word, strlen(function_word)) != 0;
}

bool builtin_has_receiver(BuiltinId id) {
    return rows[id].receiver >= ON_STRING && rows[id].receiver <= ON_ERROR;
}

const char *builtin_space(BuiltinReceiver receiver) {
    static const char *const names[] = {
        [ON_CONSOLE] = "console", [ON_MATH] = "math", [ON_TIME] = "time", [ON_RANDOM] = "random",
        [ON_PROCESS] = "process", [ON_ENV] = "env",   [ON_FS] = "fs",
    };
    return receiver < sizeof names / sizeof *names ? names[receiver] : NULL;
}
