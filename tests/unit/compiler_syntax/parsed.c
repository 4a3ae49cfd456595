// Makes one-line forms of dumps and diagnostics, for rows of expectations.
#include "parsed.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "syntax/parser.h"

static Session session;
static bool started;
static char *result;

static uint32_t begin(const char *text, uint32_t len) {
    if (started) session_deinit(&session);
    started = true;
    session_init(&session);
    return source_add(&session.sources, "test.seam", arena_text(&session.arena, text, len), len);
}

static FILE *collect(size_t *size) {
    free(result);
    return open_memstream(&result, size);
}

// A line of a dump without its indentation, its place, and the word `name` where that says nothing.
static void write_head(const char *line, const char *end, FILE *out) {
    const char *place = end;
    while (place > line && place[-1] != ' ') place--;
    const char *role = strstr(line, ": ");
    if (role && role < place && !memchr(line, '"', (size_t)(role - line))) {
        fwrite(line, 1, (size_t)(role + 2 - line), out);
        line = role + 2;
    }
    if (strncmp(line, "name ", 5) == 0) line += 5;
    fwrite(line, 1, (size_t)(place - 1 - line), out);
}

static int depth_of(const char *line) {
    int spaces = 0;
    while (line[spaces] == ' ') spaces++;
    return *line ? spaces / 2 : -1;
}

// Nested lines to nested parentheses; the first line (the module) is left out.
static void write_nested(const char *dump, FILE *out) {
    int open = 0;
    const char *line = strchr(dump, '\n') + 1;
    for (bool first = true; *line; first = false) {
        const char *end = strchr(line, '\n');
        int depth = depth_of(line);
        for (; open >= depth; open--) fputc(')', out);
        if (!first) fputc(' ', out);
        bool parent = depth_of(end + 1) > depth;
        if (parent) fputc('(', out);
        write_head(line + depth * 2, end, out);
        if (parent) open = depth;
        line = end + 1;
    }
    for (; open > 0; open--) fputc(')', out);
}

const char *parsed(const char *text) {
    uint32_t source = begin(text, (uint32_t)strlen(text));
    Node *module = parse_module(&session, &session.arena, source);
    char *dump = NULL;
    size_t size;
    FILE *out = open_memstream(&dump, &size);
    tree_dump(module, &session, NULL, out);
    fclose(out);
    out = collect(&size);
    write_nested(dump, out);
    for (uint32_t i = 0; i < session.diags.list.len; i++)
        fprintf(out, " !%s", diag_code_text(session.diags.list.items[i]->code));
    fclose(out);
    free(dump);
    return result;
}

const char *parsed_value(const char *text) {
    static const char before[] = "const x = ";
    size_t len = strlen(text);
    char *whole = malloc(sizeof before + len);
    memcpy(whole, before, sizeof before - 1);
    memcpy(whole + sizeof before - 1, text, len + 1);
    parsed(whole);
    free(whole);
    static const char head[] = "(var pattern-bind x ";
    if (strncmp(result, head, sizeof head - 1) != 0) return result;
    char *role = result + sizeof head - 1; // `(init: ` or `init: `
    char *close = strrchr(result, ')');    // of `(var`
    memmove(close, close + 1, strlen(close));
    bool nested = *role == '(';
    memmove(role + nested, role + nested + 6, strlen(role + nested + 6) + 1);
    memmove(result, role, strlen(role) + 1);
    return result;
}

const char *errors_of_bytes(const char *text, unsigned len) {
    uint32_t source = begin(text, len);
    parse_module(&session, &session.arena, source);
    size_t size;
    FILE *nowhere = fopen("/dev/null", "w");
    diags_render(&session.diags, DIAG_TEXT, false, nowhere); // also sorts them
    fclose(nowhere);
    FILE *out = collect(&size);
    for (uint32_t i = 0; i < session.diags.list.len; i++) {
        const Diag *g = session.diags.list.items[i];
        LineCol at = source_line_col(&session.sources, g->span.source, g->span.start);
        fprintf(out, "%s%u:%u %s", i ? ", " : "", at.line, at.col, diag_code_text(g->code));
    }
    fclose(out);
    return result;
}

const char *errors_of(const char *text) { return errors_of_bytes(text, (unsigned)strlen(text)); }

const char *tokens_of(const char *text) {
    uint32_t source = begin(text, (uint32_t)strlen(text));
    size_t size;
    FILE *out = collect(&size);
    tokens_dump(&session, source, out);
    fclose(out);
    char *end = strstr(result, "end of file"); // with the place before it, and the newline
    while (end > result && end[-1] != '\n') end--;
    *end = 0;
    if (end > result) end[-1] = 0;
    char *flat = malloc(strlen(result) * 2 + 1);
    char *p = flat;
    for (const char *c = result; *c; c++) {
        if (*c == '\n') *p++ = ',', *p++ = ' ';
        else *p++ = *c;
    }
    *p = 0;
    free(result);
    result = flat;
    return result;
}
