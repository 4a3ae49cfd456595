// The part of TOML 1.0 that seam.toml is written in: comments, `[table]`, bare and quoted keys,
// strings in one line, integers, booleans, arrays and inline tables. Everything else is an error
// that says what to write. Needs a source -> makes a tree of values with their places.
#ifndef SEAM_PACKAGE_TOML_H
#define SEAM_PACKAGE_TOML_H

#include "base/session.h"

typedef enum TomlKind { TOML_STRING, TOML_INTEGER, TOML_BOOL, TOML_ARRAY, TOML_TABLE } TomlKind;

typedef struct TomlValue TomlValue;

typedef struct TomlEntry {
    const char *key;
    Span key_span;
    TomlValue *value;
} TomlEntry;

struct TomlValue {
    TomlKind kind;
    Span span;        // of a `[table]`: its header
    const char *text; // TOML_STRING, decoded; holds no NUL
    int64_t integer;
    bool boolean;
    VEC(TomlValue *) items; // TOML_ARRAY
    VEC(TomlEntry) entries; // TOML_TABLE, in order
};

// The root table, with all that could be read. Reports E0710 for every line that could not.
TomlValue *toml_parse(Session *s, Arena *arena, uint32_t source);
TomlValue *toml_get(const TomlValue *table, const char *key); // NULL: not there
const char *toml_kind_text(TomlKind kind);                    // "a string"

#endif
