// Members that TypeScript users look for where Seam has another form, or none yet: what to write.
#include <string.h>

#include "check/expr/expr.h"

static const char loop_help[] =
    "functions over elements are not supported yet: write `for (const x of xs) ..`";
static const char entries_help[] = "write `for (const [key, value] of m) ..`";

static const struct {
    BuiltinReceiver receiver;
    const char *name;
    const char *help;
} habits[] = {
    {ON_STRING, "charAt",
     "`s.slice(i, i + 1)` is a byte's worth of text, `s.runes()[i]` a code point"},
    {ON_STRING, "at", "`s.slice(i, i + 1)` is a byte's worth of text, `s.runes()[i]` a code point"},
    {ON_STRING, "charCodeAt", "`s.bytes()[i]` is a byte, `s.runes()[i]` a code point"},
    {ON_STRING, "codePointAt", "`s.runes()[i]` is a code point"},
    {ON_STRING, "substring", "write `s.slice(from, to)`"},
    {ON_STRING, "substr", "write `s.slice(from, from + length)`"},
    {ON_STRING, "indexOf", "write `s.find(text)`: it is null where the text is not there"},
    {ON_STRING, "concat", "write `a + b`"},
    {ON_STRING, "size", "write `s.length`, which counts bytes"},
    {ON_ARRAY, "map", loop_help},
    {ON_ARRAY, "filter", loop_help},
    {ON_ARRAY, "forEach", loop_help},
    {ON_ARRAY, "reduce", loop_help},
    {ON_ARRAY, "some", loop_help},
    {ON_ARRAY, "every", loop_help},
    {ON_ARRAY, "find", loop_help},
    {ON_ARRAY, "findIndex", loop_help},
    {ON_ARRAY, "flatMap", loop_help},
    {ON_ARRAY, "shift", "write `xs.removeAt(0)`"},
    {ON_ARRAY, "unshift", "write `xs.insert(0, x)`"},
    {ON_ARRAY, "splice", "`xs.insert(at, x)` and `xs.removeAt(at)` do one element"},
    {ON_ARRAY, "at", "write `xs[i]`; the last element is `xs[xs.length - 1]`"},
    {ON_ARRAY, "append", "write `xs.push(x)`"},
    {ON_ARRAY, "add", "write `xs.push(x)`"},
    {ON_ARRAY, "size", "write `xs.length`"},
    {ON_MAP, "forEach", entries_help},
    {ON_MAP, "entries", entries_help},
    {ON_MAP, "add", "write `m.set(key, value)`, or `m[key] = value`"},
    {ON_INT, "toFixed", "write `float(n).toFixed(digits)`"},
};

const char *habit_of_member(const Type *base, Name name) {
    BuiltinReceiver receiver = builtin_receiver(base);
    for (size_t i = 0; i < sizeof habits / sizeof habits[0]; i++)
        if (habits[i].receiver == receiver && strcmp(habits[i].name, name->text) == 0)
            return habits[i].help;
    return NULL;
}
