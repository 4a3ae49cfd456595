// The rows of builtin.def as data.
#include "types/builtin.h"

#include <string.h>

static const Builtin rows[BUILTIN_COUNT] = {
#define BUILTIN(id, receiver, effect, code, signature, runtime) \
    [BUILTIN_##id] = {BUILTIN_##id, receiver, EFFECT_##effect, CODE_##code, signature, runtime},
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

// ---- how signatures become C ----

static bool is_variable(const char *text, size_t len) {
    return len == 1 && (*text == 'T' || *text == 'K' || *text == 'V');
}

// The type of parameter `index` in `function f(a: T, b: int = 0): U`.
bool builtin_takes_pointer(BuiltinId id, uint32_t index) {
    const char *at = strchr(rows[id].signature, '(');
    if (!at) return false;
    for (uint32_t i = 0; (at = strchr(at, ':')) && i < index; i++) at = strpbrk(at, ",)");
    if (!at) return false;
    at += strspn(at, ": ");
    return is_variable(at, strcspn(at, ",)= "));
}

// Options that the runtime has a type for, or that are pointers, are returned as they are.
static bool is_plain_option(const char *text, size_t len) {
    static const char *const plain[] = {"int?", "float?", "bool?", "string?", "bytes?"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (strlen(plain[i]) == len && strncmp(plain[i], text, len) == 0) return true;
    return text[len - 1] != '?';
}

ResultShape builtin_result_shape(BuiltinId id) {
    const char *at = strrchr(rows[id].signature, ':');
    if (!at || at < strrchr(rows[id].signature, ')')) return RESULT_PLAIN; // no result
    at += strspn(at, ": ");
    size_t len = strcspn(at, " "); // `throws` may follow
    if (is_variable(at, len)) return RESULT_OUT;
    return is_plain_option(at, len) ? RESULT_PLAIN : RESULT_OPTIONAL_OUT;
}
