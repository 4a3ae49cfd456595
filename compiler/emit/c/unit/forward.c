// Structs and the typedefs of their names. What something points to before it is defined gets its
// typedef above all; any other becomes one with its definition.
// needs: the text of all types -> makes: both, as the unit has them.
#include <string.h>

#include "emit/c/unit/order.h"

enum { DEFINITION_COLUMNS = 120 };

typedef struct Definition { // `struct X { .. };` in `types`
    const char *name;
    const char *start, *end; // end: behind its semicolon
} Definition;

typedef struct Forwards {
    Unit *u;
    Table names; // settled: its typedef has to stand before all definitions, or it has none
    VEC(Definition) definitions;
} Forwards;

static const char *definition_end(const char *brace) {
    const char *line_end = strchr(brace, '\n');
    if (line_end[-1] == ';') return line_end;
    const char *last = strstr(brace, "\n};");
    return last ? last + 3 : line_end;
}

static const char *head_of(const char *name, const char *section) { // of `struct X`, or NULL
    const char *start = name - strlen("struct ");
    bool fits = name - section >= (long)strlen("struct ") && strncmp(start, "struct ", 7) == 0;
    return fits && (start == section || start[-1] == '\n') ? start : NULL;
}

// With its typedef, the definition has to stay as short as lines are.
static bool stays_short(const Definition *d) {
    bool one = !memchr(d->start, '\n', (size_t)(d->end - d->start));
    return !one || (size_t)(d->end - d->start) + strlen(d->name) + 9 <= DEFINITION_COLUMNS;
}

static void read_types(Forwards *f, const char *section) {
    Definition open = {0};
    for (const char *at = section; at && *at;) {
        if (!is_word(*at)) {
            at = *at == '"' ? skip_quoted(at) : at + 1;
            continue;
        }
        const char *start = at, *head = head_of(start, section);
        while (is_word(*at)) at++;
        Named *named = table_find(&f->names, start, (size_t)(at - start));
        if (!named) continue;
        bool defines = head && strncmp(at, " {", 2) == 0;
        bool inside = !defines && named->name == open.name && start < open.end;
        if (!defines && (!named->prototype || inside)) named->settled = true;
        if (!defines) continue;
        open = (Definition){named->name, head, definition_end(at)};
        named->settled |= !stays_short(&open);
        named->prototype = ""; // what mentions it from here on has seen it
        VEC_PUSH(f->u->arena, &f->definitions, open);
    }
}

static void put_definitions(Forwards *f, Text *out) {
    const Text *types = &f->u->types;
    const char *at = types->chars;
    for (uint32_t i = 0; i < f->definitions.len; i++) {
        const Definition *d = &f->definitions.items[i];
        if (table_find(&f->names, d->name, strlen(d->name))->settled) continue;
        text_put_len(out, at, (size_t)(d->start - at));
        text_put(out, "typedef ");
        text_put_len(out, d->start, (size_t)(d->end - 1 - d->start));
        text_printf(out, " %s;", d->name);
        at = d->end;
    }
    if (types->len) text_put_len(out, at, (size_t)(types->chars + types->len - at));
}

void put_types(Unit *u, Text *out) {
    Forwards f = {.u = u};
    for (uint32_t i = 0; i < u->forwards.len; i++)
        table_add(u->arena, &f.names, u->forwards.items[i].name, NULL);
    read_types(&f, u->types.chars);
    Text lines;
    text_init(&lines, u->arena);
    for (uint32_t i = 0; i < u->forwards.len; i++) {
        const Late *forward = &u->forwards.items[i];
        const Named *named = table_find(&f.names, forward->name, strlen(forward->name));
        if (named->settled || !named->prototype)
            text_put_packed(&lines, arena_printf(u->arena, "%s;\n", forward->prototype));
    }
    if (lines.len) text_put(out, "\n");
    text_append(out, &lines);
    if (u->types.len) text_put(out, "\n");
    put_definitions(&f, out);
}
