// Members that TypeScript users look for where Seam has another form, or none yet: what to write.
#include <string.h>

#include "check/expr/expr.h"

static const char all_help[] = "write `xs.pushAll(ys)`, or `xs.concat(ys)` for a new array";

static const struct {
    BuiltinReceiver receiver;
    const char *name;
    const char *help;
} habits[] = {
    {ON_ERROR, "stack", "write `e.trace`: a line for each place that it passed"},
    {ON_ERROR, "stackTrace", "write `e.trace`: a line for each place that it passed"},
    {ON_ERROR, "backtrace", "write `e.trace`: a line for each place that it passed"},
    {ON_ERROR, "name", "the class tells: `catch (e: ParseError)`, or `if (e is ParseError)`"},
    {ON_ERROR, "localizedDescription", "write `e.message`"},
    {ON_ERROR, "description", "write `e.message`"},
    {ON_ERROR, "what", "write `e.message`"},
    {ON_STRING, "charAt",
     "`s.slice(i, i + 1)` is a byte's worth of text, `s.runes()[i]` a code point"},
    {ON_STRING, "at", "`s.slice(i, i + 1)` is a byte's worth of text, `s.runes()[i]` a code point"},
    {ON_STRING, "charCodeAt", "`s.bytes()[i]` is a byte, `s.runes()[i]` a code point"},
    {ON_STRING, "substring", "write `s.slice(from, to)`"},
    {ON_STRING, "substr", "write `s.slice(from, from + length)`"},
    {ON_STRING, "indexOf", "write `s.find(text)`: it is null where the text is not there"},
    {ON_STRING, "trimLeft", "write `s.trimStart()`"},
    {ON_STRING, "trimRight", "write `s.trimEnd()`"},
    {ON_STRING, "concat", "write `a + b`"},
    {ON_STRING, "lastIndexOf", "write `s.findLast(text)`: it is null where the text is not there"},
    {ON_STRING, "search", "write `s.find(text)`: it is null where the text is not there"},
    {ON_STRING, "match", "regular expressions are not supported yet: `find`, `split` are"},
    {ON_STRING, "localeCompare", "write `a.compare(b)`, which goes by code points"},
    {ON_STRING, "chars", "`s.runes()` are the code points, `s.split(\"\")` each as a string"},
    {ON_STRING, "characters", "`s.runes()` are the code points, `s.split(\"\")` each as a string"},
    {ON_STRING, "len", "write `s.length`, which counts bytes"},
    {ON_STRING, "strip", "write `s.trim()`"},
    {ON_STRING, "toUpper", "write `s.toUpperCase()`"},
    {ON_STRING, "toLower", "write `s.toLowerCase()`"},
    {ON_STRING, "upper", "write `s.toUpperCase()`"},
    {ON_STRING, "lower", "write `s.toLowerCase()`"},
    {ON_STRING, "uppercased", "write `s.toUpperCase()`"},
    {ON_STRING, "lowercased", "write `s.toLowerCase()`"},
    {ON_STRING, "hasPrefix", "write `s.startsWith(prefix)`"},
    {ON_STRING, "hasSuffix", "write `s.endsWith(suffix)`"},
    {ON_STRING, "components", "write `s.split(separator)`"},
    {ON_STRING, "toBytes", "write `s.bytes()`"},
    {ON_STRING, "utf8", "write `s.bytes()`"},
    {ON_STRING, "parseInt", "write `s.toInt()`"},
    {ON_STRING, "toNumber", "write `s.toInt()` or `s.toFloat()`"},
    {ON_BYTES, "ptr", "C takes the buffer itself: `f(data, data.length)`"},
    {ON_BYTES, "data", "C takes the buffer itself: `f(data, data.length)`"},
    {ON_BYTES, "subarray", "write `b.slice(from, to)`, a copy"},
    {ON_BYTES, "byteLength", "write `b.length`"},
    {ON_STRING, "size", "write `s.length`, which counts bytes"},
    {ON_ARRAY, "firstIndex", "write `xs.indexOf(x)`, or `xs.findIndex(x => ..)`"},
    {ON_ARRAY, "lastIndex", "write `xs.lastIndexOf(x)`, or `xs.findLastIndex(x => ..)`"},
    {ON_ARRAY, "remove", "write `xs.removeAt(i)`; all that are equal: `xs.filter(x => x != y)`"},
    {ON_ARRAY, "removeFirst", "write `xs.removeAt(0)`"},
    {ON_ARRAY, "removeLast", "write `xs.pop()`"},
    {ON_ARRAY, "removeAll", "write `xs.clear()`, or `xs.filter(x => ..)` for some of them"},
    {ON_ARRAY, "appendAll", all_help},
    {ON_ARRAY, "extend", all_help},
    {ON_ARRAY, "reversed", "write `xs.toReversed()`"},
    {ON_ARRAY, "compactMap", "write `xs.flatMap(f)`, where `f` gives an array of none or one"},
    {ON_ARRAY, "allSatisfy", "write `xs.every(x => ..)`"},
    {ON_ARRAY, "any", "write `xs.some(x => ..)`"},
    {ON_ARRAY, "all", "write `xs.every(x => ..)`"},
    {ON_ARRAY, "enumerated", "write `xs.entries()`"},
    {ON_ARRAY, "joined", "write `xs.join(separator)`"},
    {ON_ARRAY, "copy", "write `xs.slice(0)`"},
    {ON_ARRAY, "len", "write `xs.length`"},
    {ON_ARRAY, "dropFirst", "write `xs.take(n)` or `xs.drop(n)`"},
    {ON_ARRAY, "prefix", "write `xs.take(n)` or `xs.drop(n)`"},
    {ON_ARRAY, "reduceRight", "write `xs.toReversed().reduce(..)`"},
    {ON_ARRAY, "toString", "write `xs.join(separator)`, or a template: `${xs}`"},
    {ON_ARRAY, "append", "write `xs.push(x)`"},
    {ON_ARRAY, "add", "write `xs.push(x)`"},
    {ON_ARRAY, "size", "write `xs.length`"},
    {ON_MAP, "containsKey", "write `m.has(key)`"},
    {ON_MAP, "contains", "write `m.has(key)`"},
    {ON_MAP, "includes", "write `m.has(key)`"},
    {ON_MAP, "hasKey", "write `m.has(key)`"},
    {ON_MAP, "remove", "write `m.delete(key)`"},
    {ON_MAP, "removeValue", "write `m.delete(key)`"},
    {ON_MAP, "put", "write `m.set(key, value)`, or `m[key] = value`"},
    {ON_MAP, "insert", "write `m.set(key, value)`, or `m[key] = value`"},
    {ON_MAP, "getOrDefault", "write `m[key] ?? value`"},
    {ON_MAP, "getOrElse", "write `m[key] ?? value`"},
    {ON_MAP, "count", "write `m.size`"},
    {ON_MAP, "items", "write `m.entries()`"},
    {ON_SET, "contains", "write `s.has(x)`"},
    {ON_SET, "includes", "write `s.has(x)`"},
    {ON_SET, "insert", "write `s.add(x)`"},
    {ON_SET, "remove", "write `s.delete(x)`"},
    {ON_SET, "length", "write `s.size`"},
    {ON_SET, "count", "write `s.size`"},
    {ON_SET, "isSubset", "write `s.isSubsetOf(other)`"},
    {ON_SET, "isSuperset", "write `s.isSupersetOf(other)`"},
    {ON_SET, "isDisjoint", "write `s.isDisjointFrom(other)`"},
    {ON_MAP, "add", "write `m.set(key, value)`, or `m[key] = value`"},
    {ON_INT, "toFixed", "write `float(n).toFixed(digits)`"},
};

// Of a Result and of ranges.
static const struct {
    const char *type;
    const char *name;
    const char *help;
} nominals[] = {
    {"Result", "unwrap", "write `r!`, which panics where it is an error; `r?` passes the error on"},
    {"Result", "expect", "write `r!`, which panics where it is an error; `r?` passes the error on"},
    {"Result", "get", "write `r!`, which panics where it is an error; `r?` passes the error on"},
    {"Result", "isOk", "write `r is Ok(_)`"},
    {"Result", "is_ok", "write `r is Ok(_)`"},
    {"Result", "ok", "write `r is Ok(_)`"},
    {"Result", "isErr", "write `r is Err(_)`"},
    {"Result", "is_err", "write `r is Err(_)`"},
    {"Result", "isError", "write `r is Err(_)`"},
    {"Result", "unwrap_or", "write `r.unwrapOr(other)`"},
    {"Result", "andThen", "write `r.flatMap(f)`"},
    {"Result", "and_then", "write `r.flatMap(f)`"},
    {"Result", "mapError", "write `r.mapErr(f)`"},
    {"Result", "value", "write `if (r is Ok(v)) { .. }`, or `r!`"},
    {"Result", "error", "write `if (r is Err(e)) { .. }`"},
    {"Range", "push", "a range is no array: `const xs = (0..n).toArray()` makes one"},
    {"Range", "sort", "a range is no array: `const xs = (0..n).toArray()` makes one"},
    {"Range", "reduce", "a range is no array: `(0..n).toArray()` makes one"},
    {"Range", "join", "a range is no array: `(0..n).toArray()` makes one"},
};

static const char *habit_of_nominal(const Type *t, const char *name) {
    bool nominal = t->kind == TYPE_CLASS || t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM;
    const Symbol *s = nominal ? t->u.nominal->symbol : NULL;
    if (!s || !s->module || !s->module->is_library) return NULL;
    for (size_t i = 0; i < sizeof nominals / sizeof *nominals; i++)
        if (strcmp(nominals[i].type, t->u.nominal->name->text) == 0 &&
            strcmp(nominals[i].name, name) == 0)
            return nominals[i].help;
    return NULL;
}

const char *habit_of_member(const Type *base, Name name, bool is_error) {
    const char *of_nominal = habit_of_nominal(base, name->text);
    if (of_nominal) return of_nominal;
    BuiltinReceiver receiver = is_error ? ON_ERROR : builtin_receiver(base);
    for (size_t i = 0; i < sizeof habits / sizeof habits[0]; i++)
        if (habits[i].receiver == receiver && strcmp(habits[i].name, name->text) == 0)
            return habits[i].help;
    return NULL;
}

const char *habit_of_option(const char *name) {
    static const struct {
        const char *name;
        const char *help;
    } rows[] = {
        {"unwrap", "!"},
        {"expect", "!"},
        {"value", "!"},
        {"get", "!"},
        {"unwrapOr", " ?? y"},
        {"unwrap_or", " ?? y"},
        {"orElse", " ?? y"},
        {"isSome", " != null"},
        {"is_some", " != null"},
        {"hasValue", " != null"},
        {"isNone", " == null"},
        {"is_none", " == null"},
        {"isPresent", " != null"},
        {"map", " != null ? .. : null"},
        {"flatMap", " != null ? .. : null"},
        {"and_then", " != null ? .. : null"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0) return rows[i].help;
    return NULL;
}
