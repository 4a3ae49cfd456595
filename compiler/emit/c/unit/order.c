// The order of a unit's functions: what is called stands before what calls it, so that C needs few
// prototypes; code of other files (instances, the library) stands first, file by file. What is
// named before it is defined all the same is found by reading the text, and declared.
// needs: all text of the unit -> makes: `bodies`, and the rest of `prototypes`.
#include <ctype.h>
#include <string.h>

#include "base/intern.h"
#include "emit/c/unit/order.h"

typedef struct Order {
    Unit *u;
    Table names;         // functions first, as `pieces`
    const char *section; // that is being read
} Order;

// ---- names ----

static uint32_t *slot_of(const Table *t, const char *name, size_t len) {
    for (uint64_t i = hash_bytes(name, len, 0);; i++) {
        uint32_t *slot = &t->slots[i & (t->cap - 1)];
        if (!*slot) return slot;
        const char *found = t->items.items[*slot - 1].name;
        if (strncmp(found, name, len) == 0 && !found[len]) return slot;
    }
}

static void grow(Arena *a, Table *t) {
    t->cap = t->cap ? t->cap * 2 : 64;
    t->slots = ARENA_ARRAY(a, uint32_t, t->cap);
    for (uint32_t i = 0; i < t->items.len; i++)
        *slot_of(t, t->items.items[i].name, strlen(t->items.items[i].name)) = i + 1;
}

Named *table_find(const Table *t, const char *name, size_t len) {
    uint32_t index = t->cap ? *slot_of(t, name, len) : 0;
    return index ? &t->items.items[index - 1] : NULL;
}

Named *table_add(Arena *a, Table *t, const char *name, const char *prototype) {
    if (t->items.len * 2 >= t->cap) grow(a, t);
    uint32_t *slot = slot_of(t, name, strlen(name));
    if (!*slot) {
        VEC_PUSH(a, &t->items, ((Named){.name = name, .prototype = prototype}));
        *slot = t->items.len;
    }
    return &t->items.items[*slot - 1];
}

bool unit_say(Unit *u, const char *name) {
    if (!u->said) u->said = ARENA_NEW(u->arena, Table);
    uint32_t count = u->said->items.len;
    table_add(u->arena, u->said, name, NULL);
    return u->said->items.len > count;
}

static void gather_names(Order *o) {
    Unit *u = o->u;
    for (uint32_t i = 0; i < u->pieces.len; i++)
        table_add(u->arena, &o->names, u->pieces.items[i].name, u->pieces.items[i].prototype)
            ->is_function = true;
    for (uint32_t i = 0; i < u->lates.len; i++)
        table_add(u->arena, &o->names, u->lates.items[i].name, u->lates.items[i].prototype);
}

// ---- reading ----

bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

const char *skip_quoted(const char *at) {
    for (at++; *at != '"'; at++) at += *at == '\\';
    return at + 1;
}

typedef void MentionVisit(Order *o, Named *named, const char *at, void *context);

// Visits the known names in C text without comments.
static void each_mention(Order *o, const char *at, const char *end, MentionVisit *visit,
                         void *context) {
    while (at < end) {
        if (*at == '"') {
            at = skip_quoted(at);
        } else if (!is_word(*at)) {
            at++;
        } else {
            const char *start = at;
            while (at < end && is_word(*at)) at++;
            Named *named = table_find(&o->names, start, (size_t)(at - start));
            if (named && named->served) named = &o->names.items.items[named->served - 1];
            if (named) visit(o, named, start, context);
        }
    }
}

static void declare(Order *o, Named *named) {
    if (!named->settled) text_printf(&o->u->prototypes, "%s;\n", named->prototype);
    named->settled = true;
}

// Descriptors by themselves: they say what they name.
static void settle_descriptors(Order *o) {
    const Unit *u = o->u;
    for (uint32_t i = 0; i < u->wanted.len; i++) {
        Named *named = table_find(&o->names, u->wanted.items[i], strlen(u->wanted.items[i]));
        if (named) declare(o, named);
    }
    for (uint32_t i = 0; i < u->defined.len; i++) {
        Named *named = table_find(&o->names, u->defined.items[i], strlen(u->defined.items[i]));
        if (named) named->settled = true;
    }
}

// Among what stands before the functions: the function that drops a value may be defined here.
static void read_mention(Order *o, Named *named, const char *at, void *context) {
    (void)context;
    static const char macro[] = "SEAM_DESTROY(";
    size_t len = strlen(macro);
    bool defines = (size_t)(at - o->section) >= len && strncmp(at - len, macro, len) == 0;
    if (defines) named->settled = true;
    else declare(o, named);
}

static void read_section(Order *o, const Text *section) {
    o->section = section->chars;
    if (section->len)
        each_mention(o, section->chars, section->chars + section->len, read_mention, NULL);
}

static void note_mention(Order *o, Named *named, const char *at, void *mentions) {
    (void)at;
    uint32_t index = (uint32_t)(named - o->names.items.items);
    if (index < o->u->pieces.len) VEC_PUSH(o->u->arena, (Indexes *)mentions, index);
    else declare(o, named); // what this unit defines was settled before
}

static void read_piece(Order *o, uint32_t index) {
    const Piece *piece = &o->u->pieces.items[index];
    Indexes *mentions = ARENA_NEW(o->u->arena, Indexes);
    o->names.items.items[index].mentions = mentions;
    if (piece->same_as) {
        Named *body = table_find(&o->names, piece->same_as, strlen(piece->same_as));
        note_mention(o, body, NULL, mentions);
        return;
    }
    const char *chars = o->u->code.chars;
    each_mention(o, chars + piece->from, chars + piece->to, note_mention, mentions);
}

// ---- writing ----

// ---- functions that have the body of another ----

static bool is_static(const Piece *piece) { return strncmp(piece->prototype, "static ", 7) == 0; }

// The body as a function of this one's type: `((R (*)(A a))body)`.
static const char *cast_body(Unit *u, const Piece *piece) {
    const char *type = piece->prototype + (is_static(piece) ? 7 : 0), *name = type;
    size_t len = strlen(piece->name);
    do name = strstr(name + 1, piece->name);
    while (is_word(name[-1]) || name[len] != '(');
    const char *before = arena_text(u->arena, type, (size_t)(name - type));
    return arena_printf(u->arena, "((%s(*)%s)%s)", before, name + len, piece->same_as);
}

// Of this unit alone, it is the body by another name.
static void serve_by_bodies(Order *o) {
    Unit *u = o->u;
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        const Piece *piece = &u->pieces.items[i];
        if (!piece->same_as || !is_static(piece)) continue;
        Named *body = table_find(&o->names, piece->same_as, strlen(piece->same_as));
        o->names.items.items[i].served = (uint32_t)(body - o->names.items.items) + 1;
        text_printf(&u->prototypes, "#define %s %s\n", piece->name, cast_body(u, piece));
    }
}

static void put_forwarder(Unit *u, const Piece *piece) {
    if (is_static(piece)) return;
    bool valued = strncmp(piece->prototype, "void ", 5) != 0;
    const char *call = arena_printf(u->arena, "%s%s(%s);\n", valued ? "return " : "",
                                    cast_body(u, piece), piece->arguments);
    text_put(&u->bodies, "\n");
    text_put_braced(&u->bodies, piece->prototype, call, "");
}

static void put_piece(Order *o, uint32_t index) {
    Unit *u = o->u;
    const Piece *piece = &u->pieces.items[index];
    const Indexes *mentions = o->names.items.items[index].mentions;
    o->names.items.items[index].settled = true;
    for (uint32_t i = 0; i < mentions->len; i++)
        declare(o, &o->names.items.items[mentions->items[i]]);
    if (piece->same_as) {
        put_forwarder(u, piece);
        return;
    }
    text_put(&u->bodies, "\n");
    if (piece->signature) text_printf(&u->bodies, "// %s\n", piece->signature);
    uint32_t source = piece->source ? piece->source : u->module->module->source;
    if (piece->source || u->source != source) { // what panics and traces name from here on
        text_printf(&u->bodies, "#line %u", piece->source ? piece->line : 1);
        if (u->source != source) put_file_name(u, &u->bodies, source);
        text_put(&u->bodies, "\n");
        u->source = source;
    }
    put_with_texts(u, &u->bodies, u->code.chars + piece->from, piece->to - piece->from);
}

typedef struct Visit {
    uint32_t index;
    uint32_t next; // of its mentions
} Visit;

// After what it mentions, as far as that is of the same file.
static void put_after_mentioned(Order *o, uint32_t root, bool *seen) {
    Unit *u = o->u;
    VEC(Visit) stack = {0};
    VEC_PUSH(u->arena, &stack, ((Visit){root, 0}));
    seen[root] = true;
    while (stack.len) {
        Visit *top = &stack.items[stack.len - 1];
        const Indexes *mentions = o->names.items.items[top->index].mentions;
        if (top->next == mentions->len) {
            put_piece(o, top->index);
            stack.len--;
            continue;
        }
        uint32_t index = mentions->items[top->next++];
        bool same = u->pieces.items[index].source == u->pieces.items[root].source;
        if (seen[index] || !same) continue;
        seen[index] = true;
        VEC_PUSH(u->arena, &stack, ((Visit){index, 0}));
    }
}

static void put_file(Order *o, uint32_t source, bool *seen) {
    for (uint32_t i = 0; i < o->u->pieces.len; i++)
        if (!seen[i] && o->u->pieces.items[i].source == source) put_after_mentioned(o, i, seen);
}

void put_in_order(Unit *u) {
    Order o = {.u = u};
    gather_names(&o);
    share_bodies(u, &o.names);
    serve_by_bodies(&o);
    settle_descriptors(&o);
    const Text *const sections[] = {&u->helpers, &u->descriptors, &u->tables, &u->globals};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) read_section(&o, sections[i]);
    for (uint32_t i = 0; i < u->pieces.len; i++) read_piece(&o, i);
    for (uint32_t i = 0; i < u->pieces.len; i++)
        if (!u->pieces.items[i].same_as)
            count_texts(u, u->code.chars + u->pieces.items[i].from,
                        u->code.chars + u->pieces.items[i].to, false);
    const Text *const fixed[] = {&u->descriptors, &u->tables, &u->globals};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        count_texts(u, fixed[i]->chars, fixed[i]->chars + fixed[i]->len, true);
    bool *seen = ARENA_ARRAY(u->arena, bool, u->pieces.len + 1);
    uint32_t own = u->module->module->source;
    for (uint32_t i = 0; i < u->pieces.len; i++)
        if (u->pieces.items[i].source != own) put_file(&o, u->pieces.items[i].source, seen);
    put_file(&o, own, seen);
}
