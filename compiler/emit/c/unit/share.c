// References share one body: instances of one generic whose C is the same but for the names of
// types of the same layout, or of classes that they do not look into, become one function with
// several names. What is small stays, to be inlined.
// needs: the text of all functions, types and helpers -> makes: `same_as` of pieces.
//
// Functions that are written at the same place begin in one class. A class is split while a member
// differs from its first one in more than names that stand for the same; calls within a class are
// the same by then.
#include <string.h>

#include "emit/c/unit/order.h"

enum { SMALL_BODY = 240 }; // characters: not worth a name of its own

typedef struct Pair {
    const char *a, *b;
} Pair;

typedef struct Share {
    Unit *u;
    const Table *functions; // as `pieces`
    Table definitions;      // of types and helpers: `prototype` is their text
    Table classes;          // a pointer to one is a counted reference
    const Piece *first;     // what is being compared
    const Piece *second;
    bool *is_many;   // by a class's first one: it has others
    VEC(Pair) pairs; // names that are the same, or taken to be while they are compared
} Share;

// ---- definitions ----

// The name that the definition at `line` gives; NULL: another kind of line.
static const char *defined_name(Unit *u, const char *line) {
    static const char *const heads[] = {"struct ",        "union ",    "typedef struct ",
                                        "typedef union ", "SEAM_OPT(", "SEAM_RESULT("};
    const char *name = NULL;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (strncmp(line, heads[i], strlen(heads[i])) == 0) name = line + strlen(heads[i]);
    if (strncmp(line, "static inline ", 14) == 0) {
        name = strchr(line, '(');
        while (name && is_word(name[-1])) name--;
    }
    if (!name || !is_word(*name)) return NULL;
    size_t len = 0;
    while (is_word(name[len])) len++;
    return arena_text(u->arena, name, len);
}

// Of a section whose definitions begin at the margin.
static void gather_definitions(Share *s, const Text *section) {
    for (const char *line = section->chars; line && *line;) {
        const char *end = line;
        do {
            end += strcspn(end, "\n");
            end += *end == '\n';
        } while (*end == ' ' || *end == '}');
        if (strncmp(line, "SEAM_", 5) == 0) end = strchr(line, ';') + 1; // the line may have more
        const char *name = defined_name(s->u, line);
        if (name)
            table_add(s->u->arena, &s->definitions, name,
                      arena_text(s->u->arena, line, (size_t)(end - line)));
        line = end + (*end == ' ' || *end == '\n');
    }
}

// ---- comparing ----

static bool same_text(Share *s, const char *a, const char *a_end, const char *b, const char *b_end);

// A class whose fields the function leaves alone: references to such are all the same to it.
static bool is_only_referred_to(const Share *s, const Piece *piece, const char *name, size_t len) {
    const Named *class_ = table_find(&s->classes, name, len);
    for (uint32_t i = 0; class_ && i < piece->touched.len; i++)
        if (strcmp(piece->touched.items[i], class_->name) == 0) return false;
    return class_ != NULL;
}

static bool same_definition(Share *s, const Named *a, const Named *b) {
    if (!a || !b) return false;
    for (uint32_t i = 0; i < s->pairs.len; i++)
        if (s->pairs.items[i].a == a->name && s->pairs.items[i].b == b->name) return true;
    uint32_t assumed = s->pairs.len;
    VEC_PUSH(s->u->arena, &s->pairs, ((Pair){a->name, b->name}));
    bool same = same_text(s, a->prototype, a->prototype + strlen(a->prototype), b->prototype,
                          b->prototype + strlen(b->prototype));
    if (!same) s->pairs.len = assumed;
    return same;
}

// Two names at the same place; `pointer`: a `*` follows.
static bool same_name(Share *s, const char *a, size_t a_len, const char *b, size_t b_len,
                      bool pointer) {
    if (a_len == b_len && memcmp(a, b, a_len) == 0) return true;
    const Named *f = table_find(s->functions, a, a_len), *g = table_find(s->functions, b, b_len);
    if (f && g && f->is_function && g->is_function) return f->same == g->same;
    if (f || g) return false;
    if (same_definition(s, table_find(&s->definitions, a, a_len),
                        table_find(&s->definitions, b, b_len)))
        return true;
    return pointer && is_only_referred_to(s, s->first, a, a_len) &&
           is_only_referred_to(s, s->second, b, b_len);
}

static bool is_pointer(const char *after) { return strncmp(after, " *", 2) == 0 || *after == '*'; }

static size_t token_length(const char *at, const char *end) {
    const char *stop = at + 1;
    if (*at == '"') stop = skip_quoted(at);
    else if (is_word(*at))
        while (stop < end && is_word(*stop)) stop++;
    return (size_t)(stop - at);
}

static bool same_text(Share *s, const char *a, const char *a_end, const char *b,
                      const char *b_end) {
    while (a < a_end && b < b_end) {
        size_t a_len = token_length(a, a_end), b_len = token_length(b, b_end);
        bool word = is_word(*a) && is_word(*b) && (*a < '0' || *a > '9');
        bool equal = a_len == b_len && memcmp(a, b, a_len) == 0;
        if (!equal && !word) return false;
        if (!equal && !same_name(s, a, a_len, b, b_len, is_pointer(a + a_len))) return false;
        a += a_len;
        b += b_len;
    }
    return a == a_end && b == b_end;
}

// Whether others may name it is no part of what it does.
static const char *text_of(const Unit *u, const Piece *piece) {
    const char *text = u->code.chars + piece->from, *head = "static ";
    return text + (strncmp(text, head, strlen(head)) == 0 ? strlen(head) : 0);
}

static bool same_piece(Share *s, uint32_t first, uint32_t second) {
    s->first = &s->u->pieces.items[first];
    s->second = &s->u->pieces.items[second];
    s->pairs.len = 0;
    const char *chars = s->u->code.chars;
    return same_text(s, text_of(s->u, s->first), chars + s->first->to, text_of(s->u, s->second),
                     chars + s->second->to);
}

// ---- classes ----

// Each class is named by its first member.
static void begin_classes(Unit *u, Table *functions) {
    Table places = {0};
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        const Piece *piece = &u->pieces.items[i];
        const char *place = arena_printf(u->arena, "%u:%u", piece->source, piece->start);
        uint32_t count = places.items.len;
        Named *first = table_add(u->arena, &places, place, NULL);
        if (places.items.len > count) first->same = i;
        functions->items.items[i].same = piece->source ? first->same : i;
    }
}

// ---- hashes: equal for what is the same, so that few are compared ----

enum { LEVELS = 3 }; // how deep definitions in definitions are looked into

static uint64_t hash_text(Share *s, const char *at, const char *end, uint32_t level);

static uint64_t hash_definition(Share *s, Named *d, uint32_t level) {
    if (level == LEVELS) return LEVELS;
    if (!d->hashes) d->hashes = ARENA_ARRAY(s->u->arena, uint64_t, LEVELS);
    uint64_t *hash = &d->hashes[level];
    if (!*hash)
        *hash = 1 | hash_text(s, d->prototype, d->prototype + strlen(d->prototype), level + 1);
    return *hash;
}

// What same_name lets differ counts by what it stands for.
static uint64_t hash_name(Share *s, const char *at, size_t len, bool pointer, uint32_t level) {
    const Named *f = table_find(s->functions, at, len);
    if (f && f->is_function) return f->same;
    if (pointer && table_find(&s->classes, at, len)) return UINT32_MAX;
    Named *d = table_find(&s->definitions, at, len);
    return d ? hash_definition(s, d, level) : hash_bytes(at, len, 1);
}

static uint64_t hash_text(Share *s, const char *at, const char *end, uint32_t level) {
    uint64_t hash = 0;
    for (size_t len; at < end; at += len) {
        len = token_length(at, end);
        bool word = is_word(*at) && (*at < '0' || *at > '9');
        uint64_t token =
            word ? hash_name(s, at, len, is_pointer(at + len), level) : hash_bytes(at, len, 2);
        hash = hash_bytes(&token, sizeof token, hash);
    }
    return hash;
}

typedef struct Bucket { // members of a class with one hash
    uint32_t first;     // of the class
    uint64_t hash;
    uint32_t member;
    struct Bucket *next;
} Bucket;

enum { BUCKETS = 1024 };

// Members that differ from their class's first one go on as classes of their own, by what they are
// like.
static bool split(Share *s, Table *functions) {
    Unit *u = s->u;
    bool changed = false;
    Bucket **buckets = ARENA_ARRAY(u->arena, Bucket *, BUCKETS);
    uint32_t *next = ARENA_ARRAY(u->arena, uint32_t, u->pieces.len + 1);
    for (uint32_t i = 0; i < s->definitions.items.len; i++)
        s->definitions.items.items[i].hashes = NULL;
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        const Piece *piece = &u->pieces.items[i];
        uint32_t first = functions->items.items[i].same;
        next[i] = i;
        if (!s->is_many[first]) continue;
        uint64_t hash = hash_text(s, text_of(u, piece), u->code.chars + piece->to, 0);
        Bucket **at = &buckets[(hash ^ first) % BUCKETS];
        while (*at &&
               !((*at)->first == first && (*at)->hash == hash && same_piece(s, (*at)->member, i)))
            at = &(*at)->next;
        if (*at) next[i] = (*at)->member;
        else *at = ARENA_NEW(u->arena, Bucket), **at = (Bucket){first, hash, i, NULL};
        changed |= next[i] != first;
    }
    for (uint32_t i = 0; i < u->pieces.len; i++) functions->items.items[i].same = next[i];
    return changed;
}

// Which classes have more than one member.
static bool find_many(Share *s) {
    bool any = false;
    s->is_many = ARENA_ARRAY(s->u->arena, bool, s->u->pieces.len + 1);
    for (uint32_t i = 0; i < s->u->pieces.len; i++) {
        uint32_t first = s->functions->items.items[i].same;
        if (first != i) s->is_many[first] = any = true;
    }
    return any;
}

void share_bodies(Unit *u, Table *functions) {
    begin_classes(u, functions);
    Share s = {.u = u, .functions = functions};
    if (!find_many(&s)) return;
    for (uint32_t i = 0; i < u->classes.len; i++)
        table_add(u->arena, &s.classes, u->classes.items[i], NULL);
    gather_definitions(&s, &u->types);
    gather_definitions(&s, &u->helpers);
    while (split(&s, functions) && find_many(&s)) continue;
    for (uint32_t i = 0; i < u->pieces.len; i++) {
        Piece *piece = &u->pieces.items[i];
        uint32_t same = functions->items.items[i].same;
        bool small = piece->to - piece->from < SMALL_BODY;
        if (same != i && !small) piece->same_as = u->pieces.items[same].name;
    }
}
