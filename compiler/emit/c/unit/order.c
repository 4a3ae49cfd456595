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
    Table names; // functions first, as `pieces`
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

typedef void MentionVisit(Order *o, Named *named, const char *after, void *context);

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
            if (named) visit(o, named, at, context);
        }
    }
}

static void declare(Order *o, Named *named) {
    if (!named->settled) text_printf(&o->u->prototypes, "%s;\n", named->prototype);
    named->settled = true;
}

// Among what stands before the functions: a descriptor or the function that drops a value may be
// defined here.
static void read_mention(Order *o, Named *named, const char *after, void *context) {
    (void)context;
    bool defines = strncmp(after, " = {", 4) == 0 || strncmp(after, "(void *object", 13) == 0;
    if (defines) named->settled = true;
    else declare(o, named);
}

static void read_section(Order *o, const Text *section) {
    if (section->len)
        each_mention(o, section->chars, section->chars + section->len, read_mention, NULL);
}

static void note_mention(Order *o, Named *named, const char *after, void *mentions) {
    (void)after;
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

// What panics and traces name from here on.
static void put_file_change(Unit *u, uint32_t source) {
    text_put(&u->bodies, "#undef SEAM_FILE\n#define SEAM_FILE");
    put_file_name(u, &u->bodies, source);
    text_put(&u->bodies, "\n");
}

static void put_piece(Order *o, uint32_t index) {
    Unit *u = o->u;
    const Piece *piece = &u->pieces.items[index];
    const Indexes *mentions = o->names.items.items[index].mentions;
    o->names.items.items[index].settled = true;
    for (uint32_t i = 0; i < mentions->len; i++)
        declare(o, &o->names.items.items[mentions->items[i]]);
    if (piece->same_as) {
        text_printf(&u->bodies, "%s __attribute__((alias(\"%s\")));\n", piece->prototype,
                    piece->same_as);
        return;
    }
    text_put(&u->bodies, "\n");
    if (piece->signature) text_printf(&u->bodies, "// %s\n", piece->signature);
    if (piece->source) {
        uint32_t named = u->source ? u->source : u->module->module->source;
        if (piece->source != named) put_file_change(u, piece->source);
        text_printf(&u->bodies, "#line %u", piece->line);
        if (piece->source != u->source) put_file_name(u, &u->bodies, piece->source);
        text_put(&u->bodies, "\n");
        u->source = piece->source;
    }
    text_put_len(&u->bodies, u->code.chars + piece->from, piece->to - piece->from);
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

void put_in_order(Unit *u, const Text *main) {
    Order o = {.u = u};
    gather_names(&o);
    share_bodies(u, &o.names);
    const Text *const sections[] = {&u->literals, &u->helpers, &u->descriptors,
                                    &u->tables,   &u->globals, main};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) read_section(&o, sections[i]);
    for (uint32_t i = 0; i < u->pieces.len; i++) read_piece(&o, i);
    bool *seen = ARENA_ARRAY(u->arena, bool, u->pieces.len + 1);
    uint32_t own = u->module->module->source;
    for (uint32_t i = 0; i < u->pieces.len; i++)
        if (u->pieces.items[i].source != own) put_file(&o, u->pieces.items[i].source, seen);
    put_file(&o, own, seen);
}
