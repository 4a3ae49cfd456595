// Text: strings, raw strings, bytes, characters, templates with their formats, and the raw lines of
// notes. Texts are decoded here, once, into the arena of the tree, each with a NUL behind it.
#include "syntax/lex/lexer.h"

#include "base/text.h"
#include "syntax/habit.h"

#include <string.h>

typedef struct Decoder {
    Lexer *lexer;
    char *out;
    bool bytes; // b"": \x80 and above are allowed
} Decoder;

static void bad_escape(Decoder *d, const char *start, const char *message, const char *help) {
    Diag *g = diag_error(&d->lexer->session->diags, E0005, lex_span(d->lexer, start, d->lexer->p),
                         "%s", message);
    if (help) diag_help(g, "%s", help);
}

static void put(Decoder *d, uint32_t code) { d->out += rune_write(code, d->out); }

static void escape_hex(Decoder *d, const char *start) {
    Lexer *l = d->lexer;
    int high = hex_value(l->p[0]);
    int low = high < 0 ? -1 : hex_value(l->p[1]);
    l->p += low >= 0 ? 2 : high >= 0 ? 1 : 0;
    if (low < 0) {
        bad_escape(d, start, "`\\x` is followed by two hexadecimal digits", NULL);
    } else if (high >= 8 && !d->bytes) {
        bad_escape(d, start, "`\\x80` and above are bytes, not characters",
                   "write `\\u{..}` for a character, or a bytes literal b\"..\"");
    } else {
        *d->out++ = (char)(high * 16 + low);
    }
}

static void escape_unicode(Decoder *d, const char *start) {
    Lexer *l = d->lexer;
    uint32_t code = 0;
    int digits = 0;
    bool open = *l->p == '{';
    if (open) l->p++;
    for (; hex_value(*l->p) >= 0 && digits < 8; digits++, l->p++)
        code = code * 16 + (uint32_t)hex_value(*l->p);
    bool closed = open && *l->p == '}';
    if (closed) l->p++;
    if (!closed || digits == 0)
        bad_escape(d, start, "`\\u` is followed by hexadecimal digits in braces",
                   "as in `\\u{1F600}`");
    else if (code > 0x10ffff || digits > 6 || (code >= 0xd800 && code < 0xe000))
        bad_escape(d, start, "this is no Unicode code point", NULL);
    else put(d, code);
}

static void decode_escape(Decoder *d) {
    static const char names[] = "nrt0\\\"'`$";
    static const char values[] = "\n\r\t\0\\\"'`$";
    Lexer *l = d->lexer;
    const char *start = l->p++;
    const char *known = *l->p ? strchr(names, *l->p) : NULL;
    if (known) {
        *d->out++ = values[known - names];
        l->p++;
    } else if (*l->p == 'x') {
        l->p++;
        escape_hex(d, start);
    } else if (*l->p == 'u') {
        l->p++;
        escape_unicode(d, start);
    } else {
        bool visible = l->p < l->end && *l->p != '\n' && *l->p != '\r';
        if (visible) l->p += rune_at(l->p, l->end).size;
        bool value = visible && l->p[-1] == '(';
        bad_escape(d, start, "unknown escape",
                   value ? "text with values in it is a template, in backquotes: `x is ${x}`"
                         : "known are \\n \\r \\t \\0 \\\\ \\\" \\' \\` \\$ \\xNN \\u{..}");
    }
}

// Where the text that begins at l->p ends: at `quote`, or at the end of the line where `one_line`.
static const char *find_end(const Lexer *l, char quote, bool escapes, bool one_line) {
    const char *p = l->p;
    for (; p < l->end && *p != quote; p++) {
        if (*p == '\n' && one_line) break;
        if (*p == '\\' && escapes && p + 1 < l->end && p[1] != '\n') p++;
    }
    return p;
}

static void no_end(Lexer *l, const char *start, const char *what) {
    const char *end = l->p;
    if (end > start && end[-1] == '\r') end--;
    l->flags |= TOKEN_NO_END;
    diag_error(&l->session->diags, E0003, lex_span(l, start, end), "this %s has no end", what);
}

static void set_text(Lexer *l, Token *t, const char *text, size_t len) {
    TokenString *string = ARENA_NEW(l->texts, TokenString);
    *string = (TokenString){text, (uint32_t)len};
    t->u.string = string;
}

// Decodes up to `end` into a new text. No escape is shorter than what it stands for, so the
// source's length is enough. Line ends inside a template are "\n", however the file writes them.
static const char *decode_until(Lexer *l, const char *end, bool bytes, size_t *len) {
    size_t source_len = (size_t)(end - l->p);
    if (!memchr(l->p, '\\', source_len) && !memchr(l->p, '\r', source_len)) {
        const char *start = l->p;
        *len = source_len;
        l->p = end;
        return arena_text(l->texts, start, source_len);
    }
    char *text = arena_alloc(l->texts, source_len + 1);
    Decoder d = {.lexer = l, .out = text, .bytes = bytes};
    while (l->p < end) {
        if (*l->p == '\\') decode_escape(&d);
        else if (l->p[0] == '\r' && l->p[1] == '\n') l->p++;
        else *d.out++ = *l->p++;
    }
    *len = (size_t)(d.out - text);
    *d.out = 0;
    return text;
}

void lex_string(Lexer *l, const char *start) {
    bool raw = *start == 'r';
    bool bytes = *start == 'b';
    l->p++;
    const char *end = find_end(l, '"', !raw, true);
    size_t len = (size_t)(end - l->p);
    const char *text;
    if (raw) {
        text = arena_text(l->texts, l->p, len);
        l->p = end;
    } else {
        text = decode_until(l, end, bytes, &len);
    }
    if (*l->p == '"') l->p++;
    else no_end(l, start, bytes ? "bytes literal" : "string");
    set_text(l, lex_push(l, bytes ? TOKEN_BYTES : TOKEN_STRING, start), text, len);
}

// 'c' is one code point. More or none is how TypeScript may write a string.
void lex_character(Lexer *l) {
    const char *start = l->p++;
    const char *end = find_end(l, '\'', true, true);
    uint32_t errors = l->session->diags.errors;
    size_t len;
    const char *text = decode_until(l, end, false, &len);
    Rune r = len > 0 ? rune_at(text, text + len) : (Rune){0};
    if (*l->p != '\'') {
        no_end(l, start, "character");
    } else {
        l->p++;
        bool escape_failed = l->session->diags.errors > errors;
        if ((r.size == len && len > 0) || escape_failed) {
            lex_push(l, TOKEN_CHAR, start)->u.integer = r.code;
            return;
        }
        habit_report(l->session, HABIT_SINGLE_QUOTES, lex_span(l, start, l->p));
    }
    set_text(l, lex_push(l, TOKEN_STRING, start), text, len);
}

// ---- templates ----

void lex_template_text(Lexer *l) {
    const char *start = l->p;
    const char *end = start;
    for (; end < l->end && *end != '`' && !(end[0] == '$' && end[1] == '{'); end++)
        if (*end == '\\' && end + 1 < l->end) end++;
    if (end > start) {
        size_t len;
        const char *text = decode_until(l, end, false, &len);
        set_text(l, lex_push(l, TOKEN_TEMPLATE_TEXT, start), text, len);
    }
    start = l->p;
    if (*l->p == '`') {
        l->p++;
        lex_push(l, TOKEN_TEMPLATE_END, start);
    } else if (l->p < l->end) {
        l->p += 2;
        lex_push(l, TOKEN_TEMPLATE_OPEN, start);
        lex_open_template(l);
    } else {
        const char *last = l->out.items[l->out.len - 1].span.start + l->text;
        diag_error(&l->session->diags, E0003, lex_span(l, last, last + 1),
                   "this template has no end");
        l->flags |= TOKEN_NO_END;
        lex_push(l, TOKEN_TEMPLATE_END, start);
    }
}

void lex_template_format(Lexer *l) {
    const char *start = l->p;
    while (l->p < l->end && *l->p != '}' && *l->p != '`' && *l->p != '\n') l->p++;
    if (*l->p == '\n' && l->p > start && l->p[-1] == '\r') l->p--;
    size_t len = (size_t)(l->p - start);
    set_text(l, lex_push(l, TOKEN_TEMPLATE_FORMAT, start), arena_text(l->texts, start, len), len);
}

// ---- notes ----

// The rest of a `note` line, without a `//` comment and the spaces around.
void lex_raw_line(Lexer *l) {
    while (*l->p == ' ' || *l->p == '\t') l->p++;
    const char *start = l->p;
    bool quoted = false;
    for (; l->p < l->end && *l->p != '\n'; l->p++) {
        if (*l->p == '"') quoted = !quoted;
        else if (!quoted && l->p[0] == '/' && l->p[1] == '/') break;
    }
    while (l->p > start && (l->p[-1] == ' ' || l->p[-1] == '\t' || l->p[-1] == '\r')) l->p--;
    size_t len = (size_t)(l->p - start);
    set_text(l, lex_push(l, TOKEN_RAW_LINE, start), arena_text(l->texts, start, len), len);
}
