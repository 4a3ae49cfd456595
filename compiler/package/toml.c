// A parser of one pass over the text. After a mistake it goes on with the next line, so that each
// wrong line is one message. Nesting is bounded, so that no file can overflow the stack.
#include "package/toml.h"

#include <string.h>

#include "base/text.h"

enum { DEPTH_MAX = 32 };

typedef struct Toml {
    Session *session;
    Arena *arena;
    uint32_t source;
    const char *start;
    const char *at;
    const char *end;
    uint32_t depth;
    bool failed; // in this line
} Toml;

// ---- words ----

static Span span_of(const Toml *t, const char *from, const char *to) {
    return (Span){t->source, (uint32_t)(from - t->start), (uint32_t)(to - t->start)};
}

static char peek(const Toml *t) { return t->at < t->end ? *t->at : 0; }

static bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reports once a line; what follows in it is not read.
__attribute__((format(printf, 3, 4))) static Diag *fail(Toml *t, const char *from,
                                                        const char *format, ...) {
    const char *to = from < t->end && *from != '\n' ? from + 1 : from;
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(t->arena, format, args);
    va_end(args);
    t->failed = true;
    return diag_error(&t->session->diags, E0710, span_of(t, from, to), "%s", text);
}

static void skip_space(Toml *t) {
    while (t->at < t->end && (*t->at == ' ' || *t->at == '\t')) t->at++;
}

static void skip_comment(Toml *t) {
    skip_space(t);
    if (peek(t) == '#')
        while (t->at < t->end && *t->at != '\n') t->at++;
}

// Between the items of an array also newlines and comments are space.
static void skip_lines(Toml *t) {
    for (;;) {
        skip_comment(t);
        if (peek(t) != '\n' && peek(t) != '\r') return;
        t->at++;
    }
}

// What stands at t->at, for messages.
static const char *shown(Toml *t) {
    if (t->at >= t->end) return "the end of the file";
    if (*t->at == '\n' || *t->at == '\r') return "the end of the line";
    Rune r = rune_at(t->at, t->end);
    if (!r.valid || r.code < 0x20) return "an invalid character";
    return arena_printf(t->arena, "`%.*s`", (int)r.size, t->at);
}

static void fail_expected(Toml *t, const char *what) {
    fail(t, t->at, "expected %s, found %s", what, shown(t));
}

// ---- strings ----

typedef VEC(char) Chars;

static void push_rune(Toml *t, Chars *out, uint32_t code) {
    char bytes[4];
    uint32_t size = rune_write(code, bytes);
    for (uint32_t i = 0; i < size; i++) VEC_PUSH(t->arena, out, bytes[i]);
}

static bool read_unicode(Toml *t, uint32_t digits, uint32_t *code) {
    *code = 0;
    for (uint32_t i = 0; i < digits; i++, t->at++) {
        char c = peek(t);
        uint32_t value = is_digit(c)            ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (value == 16) return false;
        *code = *code << 4 | value;
    }
    return *code > 0 && *code <= 0x10ffff && !(*code >= 0xd800 && *code < 0xe000);
}

static void read_escape(Toml *t, Chars *out) {
    static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
    const char *begin = t->at++;
    char c = peek(t);
    const char *known = c ? strchr(from, c) : NULL;
    uint32_t code = 0;
    if (known) {
        VEC_PUSH(t->arena, out, to[known - from]);
        t->at++;
    } else if (c == 'u' || c == 'U') {
        t->at++;
        if (read_unicode(t, c == 'u' ? 4 : 8, &code)) push_rune(t, out, code);
        else fail(t, begin, "this is no code point: write `\\u00e9` or `\\U0001f600`");
    } else {
        Diag *g = fail(t, begin, "unknown escape in a string");
        diag_help(g, "the escapes are \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX \\UXXXXXXXX; in '..' "
                     "nothing is one");
    }
}

static void read_char(Toml *t, Chars *out) {
    Rune r = rune_at(t->at, t->end);
    if (!r.valid || (r.code < 0x20 && r.code != '\t') || r.code == 0x7f) {
        fail(t, t->at, "an invalid character in a string");
        return;
    }
    for (uint32_t i = 0; i < r.size; i++) VEC_PUSH(t->arena, out, *t->at++);
}

// "basic" or 'literal'. NULL after a report.
static const char *read_string(Toml *t) {
    const char *begin = t->at;
    char quote = *t->at++;
    if (t->end - t->at >= 2 && t->at[0] == quote && t->at[1] == quote) {
        fail(t, begin, "a string stands in one line: write \"..\" with `\\n` in it");
        return NULL;
    }
    Chars out = {0};
    while (!t->failed) {
        if (t->at >= t->end || *t->at == '\n' || *t->at == '\r') {
            fail(t, begin, "this string does not end in its line");
            return NULL;
        }
        if (*t->at == quote) break;
        if (*t->at == '\\' && quote == '"') read_escape(t, &out);
        else read_char(t, &out);
    }
    if (t->failed) return NULL;
    t->at++;
    return arena_text(t->arena, out.items, out.len);
}

// ---- values ----

static TomlValue *read_value(Toml *t);

static TomlValue *value_new(Toml *t, TomlKind kind) {
    TomlValue *v = ARENA_NEW(t->arena, TomlValue);
    v->kind = kind;
    v->span = span_of(t, t->at, t->at);
    return v;
}

static void read_array(Toml *t, TomlValue *v) {
    t->at++;
    for (skip_lines(t); !t->failed && peek(t) != ']'; skip_lines(t)) {
        TomlValue *item = read_value(t);
        if (!item) return;
        VEC_PUSH(t->arena, &v->items, item);
        skip_lines(t);
        if (peek(t) == ']') break;
        if (peek(t) != ',') {
            fail_expected(t, "`,` or `]`");
            return;
        }
        t->at++;
    }
    if (!t->failed) t->at++;
}

static bool read_entry(Toml *t, TomlValue *table);

static void read_inline_table(Toml *t, TomlValue *v) {
    t->at++;
    for (skip_space(t); !t->failed && peek(t) != '}'; skip_space(t)) {
        if (!read_entry(t, v)) return;
        skip_space(t);
        if (peek(t) == '}') break;
        if (peek(t) != ',') {
            fail_expected(t, "`,` or `}`");
            return;
        }
        t->at++;
    }
    if (!t->failed) t->at++;
}

static void read_integer(Toml *t, TomlValue *v) {
    const char *begin = t->at;
    bool negative = *t->at == '-';
    if (*t->at == '-' || *t->at == '+') t->at++;
    uint64_t value = 0;
    const char *digits = t->at;
    for (bool more = true; more && !t->failed; more = is_digit(peek(t)) || peek(t) == '_') {
        if (peek(t) == '_' && t->at > digits && is_digit(t->at[-1])) t->at++;
        if (!is_digit(peek(t))) {
            fail_expected(t, "a digit");
        } else {
            value = value * 10 + (uint64_t)(*t->at++ - '0');
            if (value > INT64_MAX) fail(t, begin, "this number is too large");
        }
    }
    if (!t->failed && *digits == '0' && t->at - digits > 1)
        fail(t, begin, "a number does not begin with 0");
    if (!t->failed && (peek(t) == '.' || is_bare(peek(t)) || peek(t) == ':'))
        fail(t, begin, "only whole numbers may stand here: put other values into quotes");
    v->integer = negative ? -(int64_t)value : (int64_t)value;
}

static void read_word(Toml *t, TomlValue *v) {
    const char *begin = t->at;
    while (is_bare(peek(t))) t->at++;
    size_t len = (size_t)(t->at - begin);
    v->kind = TOML_BOOL;
    v->boolean = len == 4 && memcmp(begin, "true", 4) == 0;
    if (v->boolean || (len == 5 && memcmp(begin, "false", 5) == 0)) return;
    t->at = begin;
    if (len == 0) fail_expected(t, "a value");
    else
        diag_help(fail(t, begin, "`%.*s` is no value", (int)len, begin),
                  "text stands in quotes: \"%.*s\"", (int)len, begin);
}

static TomlValue *read_value(Toml *t) {
    if (t->depth == DEPTH_MAX) {
        fail(t, t->at, "nested too deeply");
        return NULL;
    }
    t->depth++;
    TomlValue *v = value_new(t, TOML_STRING);
    char c = peek(t);
    if (c == '"' || c == '\'') {
        v->text = read_string(t);
    } else if (c == '[') {
        v->kind = TOML_ARRAY;
        read_array(t, v);
    } else if (c == '{') {
        v->kind = TOML_TABLE;
        read_inline_table(t, v);
    } else if (is_digit(c) || c == '-' || c == '+') {
        v->kind = TOML_INTEGER;
        read_integer(t, v);
    } else {
        read_word(t, v);
    }
    t->depth--;
    if (t->failed) return NULL;
    v->span.end = (uint32_t)(t->at - t->start);
    return v;
}

// ---- keys ----

static const char *read_key(Toml *t, Span *span) {
    const char *begin = t->at;
    const char *key = NULL;
    if (peek(t) == '"' || peek(t) == '\'') {
        key = read_string(t);
    } else {
        while (is_bare(peek(t))) t->at++;
        if (t->at == begin) fail_expected(t, "a key");
        else key = arena_text(t->arena, begin, (size_t)(t->at - begin));
    }
    *span = span_of(t, begin, t->at);
    skip_space(t);
    if (key && peek(t) == '.') {
        fail(t, t->at, "keys are not written with dots here");
        key = NULL;
    }
    return key;
}

static const TomlEntry *entry_of(const TomlValue *table, const char *key) {
    for (uint32_t i = 0; i < table->entries.len; i++)
        if (strcmp(table->entries.items[i].key, key) == 0) return &table->entries.items[i];
    return NULL;
}

static void add_entry(Toml *t, TomlValue *table, TomlEntry entry) {
    const TomlEntry *before = entry_of(table, entry.key);
    if (!before) {
        VEC_PUSH(t->arena, &table->entries, entry);
        return;
    }
    Diag *g =
        diag_error(&t->session->diags, E0710, entry.key_span, "`%s` is written twice", entry.key);
    diag_label(g, before->key_span, "written here before");
}

// `key = value`. False after a report.
static bool read_entry(Toml *t, TomlValue *table) {
    TomlEntry entry = {0};
    entry.key = read_key(t, &entry.key_span);
    if (!entry.key) return false;
    if (peek(t) != '=') {
        fail_expected(t, "`=`");
        return false;
    }
    t->at++;
    skip_space(t);
    entry.value = read_value(t);
    if (!entry.value) return false;
    add_entry(t, table, entry);
    return true;
}

// `[name]`: the table that the following lines fill; on a mistake one that nobody reads.
static TomlValue *read_header(Toml *t, TomlValue *root) {
    const char *begin = t->at++;
    TomlEntry entry = {.value = value_new(t, TOML_TABLE)};
    if (peek(t) == '[') {
        fail(t, begin, "a table is written once: `[name]`, and not `[[name]]`");
        return entry.value;
    }
    skip_space(t);
    entry.key = read_key(t, &entry.key_span);
    if (!entry.key) return entry.value;
    if (peek(t) != ']') {
        fail_expected(t, "`]`");
        return entry.value;
    }
    t->at++;
    entry.value->span = span_of(t, begin, t->at);
    add_entry(t, root, entry);
    return entry.value;
}

// A line is over when nothing but a comment is left of it.
static void end_line(Toml *t) {
    skip_comment(t);
    if (peek(t) == '\r' && t->at + 1 < t->end && t->at[1] == '\n') t->at++;
    if (!t->failed && t->at < t->end && *t->at != '\n') fail_expected(t, "the end of the line");
    while (t->at < t->end && *t->at != '\n') t->at++;
    if (t->at < t->end) t->at++;
    t->failed = false;
    t->depth = 0;
}

TomlValue *toml_parse(Session *s, Arena *arena, uint32_t source) {
    const Source *file = &s->sources.list.items[source];
    Toml t = {.session = s,
              .arena = arena,
              .source = source,
              .start = file->text,
              .at = file->text,
              .end = file->text + file->len};
    TomlValue *root = value_new(&t, TOML_TABLE);
    TomlValue *table = root;
    while (t.at < t.end) {
        skip_space(&t);
        char c = peek(&t);
        if (c == '[') table = read_header(&t, root);
        else if (t.at < t.end && c != '#' && c != '\n' && c != '\r') read_entry(&t, table);
        end_line(&t);
    }
    return root;
}

TomlValue *toml_get(const TomlValue *table, const char *key) {
    const TomlEntry *entry = entry_of(table, key);
    return entry ? entry->value : NULL;
}

const char *toml_kind_text(TomlKind kind) {
    static const char *const texts[] = {
        [TOML_STRING] = "a string", [TOML_INTEGER] = "a number", [TOML_BOOL] = "`true` or `false`",
        [TOML_ARRAY] = "a list",    [TOML_TABLE] = "a table",
    };
    return texts[kind];
}
