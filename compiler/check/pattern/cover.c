// The algorithm: one column after the other, and for each constructor that the first column may
// hold the rows that fit it. What is left when no column is left and no row either, is an example.
#include "check/pattern/cover.h"

enum {
    STEPS_MAX = 200000000, // about half a second
    CELL_STEPS = 16,       // memory is dearer than time
};

static const CoverPattern any = {.kind = COVER_ANY};

// ---- one question: rows, and the row that is asked about ----

typedef struct Ask {
    Cover *cover;
    CoverRows rows;
    const Type **types; // of the columns
    const CoverPattern **wanted;
    uint32_t width;
    uint32_t most;
} Ask;

typedef VEC(const CoverPattern **) Found; // rows of `width` examples

static bool spend(Cover *c, uint64_t steps) {
    c->steps += steps;
    if (c->steps > STEPS_MAX) c->exhausted = true;
    return !c->exhausted;
}

static const CoverPattern **new_cells(Cover *c, uint32_t count) {
    return ARENA_ARRAY(c->arena, const CoverPattern *, count + 1);
}

static void search(const Ask *ask, Found *found);

// ---- going on behind the first column ----

// A row without its first cell, which its parts replace: `count` of them, all ANY where parts is
// NULL.
static const CoverPattern **tail(const Ask *ask, const CoverPattern **cells,
                                 const CoverPattern *const *parts, uint32_t count) {
    const CoverPattern **made = new_cells(ask->cover, count + ask->width - 1);
    spend(ask->cover, (count + ask->width) * CELL_STEPS);
    for (uint32_t i = 0; i < count; i++) made[i] = parts ? parts[i] : &any;
    for (uint32_t i = 1; i < ask->width; i++) made[count + i - 1] = cells[i];
    return made;
}

typedef bool Fits(const Cover *c, const CoverPattern *head, const CoverPattern *wanted);

static bool fits_part(const Cover *c, const CoverPattern *head, const CoverPattern *wanted) {
    (void)c;
    return head->index == wanted->index;
}

static bool fits_range(const Cover *c, const CoverPattern *head, const CoverPattern *wanted) {
    (void)c;
    return head->from <= wanted->from && wanted->to <= head->to;
}

static bool fits_key(const Cover *c, const CoverPattern *head, const CoverPattern *wanted) {
    return c->key_covers(head->key, wanted->key);
}

static bool fits_none(const Cover *c, const CoverPattern *head, const CoverPattern *wanted) {
    (void)c, (void)head, (void)wanted;
    return false;
}

static Fits *const fits[] = {[COVER_ANY] = fits_none,
                             [COVER_PART] = fits_part,
                             [COVER_RANGE] = fits_range,
                             [COVER_KEY] = fits_key,
                             [COVER_OR] = fits_none};

// The question behind a first cell `head`, whose parts become columns.
static Ask behind(const Ask *ask, const CoverPattern *head, const CoverPattern *const *parts) {
    Cover *c = ask->cover;
    uint32_t count = head->kind == COVER_PART ? head->count : 0;
    Ask inner = {.cover = c, .width = ask->width - 1 + count, .most = ask->most};
    spend(c, ask->rows.len);
    for (uint32_t i = 0; i < ask->rows.len && !c->exhausted; i++) {
        const CoverPattern **cells = ask->rows.items[i].cells;
        bool is_any = cells[0]->kind == COVER_ANY;
        if (!is_any && (cells[0]->kind != head->kind || !fits[head->kind](c, cells[0], head)))
            continue;
        CoverRow row = {tail(ask, cells, is_any ? NULL : cells[0]->parts, count)};
        VEC_PUSH(c->arena, &inner.rows, row);
    }
    inner.types = ARENA_ARRAY(c->arena, const Type *, inner.width + 1);
    for (uint32_t i = 0; i < count; i++)
        inner.types[i] = cover_part_type(ask->types[0], head->index, i);
    for (uint32_t i = 1; i < ask->width; i++) inner.types[count + i - 1] = ask->types[i];
    inner.wanted = tail(ask, ask->wanted, parts, count);
    return inner;
}

static bool is_wild(const CoverPattern *const *parts, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (parts[i]->kind != COVER_ANY) return false;
    return true;
}

// An example behind `head` becomes one of this question: its first cells are head's parts again.
static void give(const Ask *ask, const CoverPattern *head, const CoverPattern **example,
                 Found *found) {
    Cover *c = ask->cover;
    uint32_t count = head->kind == COVER_PART ? head->count : 0;
    const CoverPattern **cells = new_cells(c, ask->width);
    CoverPattern *first = ARENA_NEW(c->arena, CoverPattern);
    *first = *head;
    if (count) first->parts = example;
    cells[0] = first;
    if (count && is_wild(example, count) && cover_constructors(ask->types[0]) == 1)
        cells[0] = &any; // `Point { x: _, y: _ }`
    for (uint32_t i = 1; i < ask->width; i++) cells[i] = example[count + i - 1];
    VEC_PUSH(c->arena, found, cells);
}

static void search_behind(const Ask *ask, const CoverPattern *head,
                          const CoverPattern *const *parts, Found *found) {
    Ask inner = behind(ask, head, parts);
    Found examples = {0};
    inner.most = ask->most - found->len;
    search(&inner, &examples);
    for (uint32_t i = 0; i < examples.len && found->len < ask->most; i++)
        give(ask, head, examples.items[i], found);
}

// ---- constructors ----

static CoverPattern constructor(const Ask *ask, uint32_t index) {
    return (CoverPattern){
        .kind = COVER_PART, .index = index, .count = cover_part_count(ask->types[0], index)};
}

// One that no row names: its parts may be anything.
static void give_other(const Ask *ask, const CoverPattern *head, const CoverPattern **rest,
                       Found *found) {
    const CoverPattern **example = new_cells(ask->cover, head->count + ask->width);
    for (uint32_t i = 0; i < head->count; i++) example[i] = &any;
    for (uint32_t i = 1; i < ask->width; i++) example[head->count + i - 1] = rest[i - 1];
    give(ask, head, example, found);
}

// All of the type's: those that no row names share their answers.
static void search_constructors(const Ask *ask, uint32_t total, Found *found) {
    Cover *c = ask->cover;
    bool *named = ARENA_ARRAY(c->arena, bool, total);
    uint32_t count = 0;
    for (uint32_t i = 0; i < ask->rows.len; i++) {
        const CoverPattern *head = ask->rows.items[i].cells[0];
        if (head->kind != COVER_PART || named[head->index]) continue;
        named[head->index] = true;
        count++;
    }
    spend(c, ask->rows.len + total);
    Found others = {0};
    if (count < total) { // the rows that begin with ANY
        Ask inner = behind(ask, &any, NULL);
        search(&inner, &others);
    }
    for (uint32_t i = 0; i < others.len && !count && found->len < ask->most; i++)
        give(ask, &any, others.items[i], found);
    for (uint32_t k = 0; k < total && count && found->len < ask->most; k++) {
        CoverPattern head = constructor(ask, k);
        if (named[k]) {
            search_behind(ask, &head, NULL, found);
            continue;
        }
        for (uint32_t i = 0; i < others.len && found->len < ask->most; i++)
            give_other(ask, &head, others.items[i], found);
    }
}

// ---- integers ----

// The least number behind `at` where some row begins or has ended; `end` + 1 if there is none.
static CoverInt next_edge(const Ask *ask, CoverInt at, CoverInt end) {
    CoverInt edge = end + 1;
    spend(ask->cover, ask->rows.len);
    for (uint32_t i = 0; i < ask->rows.len; i++) {
        const CoverPattern *head = ask->rows.items[i].cells[0];
        if (head->kind != COVER_RANGE) continue;
        if (head->from > at && head->from < edge) edge = head->from;
        if (head->to >= at && head->to + 1 < edge) edge = head->to + 1;
    }
    return edge;
}

static void search_range(const Ask *ask, CoverInt from, CoverInt to, Found *found) {
    while (from <= to && found->len < ask->most && !ask->cover->exhausted) {
        CoverInt edge = next_edge(ask, from, to);
        CoverPattern head = {.kind = COVER_RANGE, .from = from, .to = edge - 1};
        search_behind(ask, &head, NULL, found);
        from = edge;
    }
}

static bool has_range(const Ask *ask) {
    for (uint32_t i = 0; i < ask->rows.len; i++)
        if (ask->rows.items[i].cells[0]->kind == COVER_RANGE) return true;
    return false;
}

// ---- the search ----

static void search_any(const Ask *ask, Found *found) {
    CoverInt from, to;
    uint32_t total = cover_constructors(ask->types[0]);
    if (total) search_constructors(ask, total, found);
    else if (cover_int_range(ask->types[0], &from, &to) && has_range(ask))
        search_range(ask, from, to, found);
    else search_behind(ask, &any, NULL, found);
}

static void expand(Ask *ask, CoverRow row, CoverRows *out) {
    Cover *c = ask->cover;
    const CoverPattern *head = row.cells[0];
    if (head->kind != COVER_OR) {
        VEC_PUSH(c->arena, out, row);
        return;
    }
    for (uint32_t i = 0; i < head->count && spend(c, ask->width * CELL_STEPS); i++) {
        CoverRow copy = {new_cells(c, ask->width)};
        copy.cells[0] = head->parts[i];
        for (uint32_t k = 1; k < ask->width; k++) copy.cells[k] = row.cells[k];
        expand(ask, copy, out);
    }
}

static void expand_rows(Ask *ask) {
    uint32_t i = 0;
    while (i < ask->rows.len && ask->rows.items[i].cells[0]->kind != COVER_OR) i++;
    spend(ask->cover, ask->rows.len);
    if (i == ask->rows.len) return;
    CoverRows out = {0};
    for (i = 0; i < ask->rows.len; i++) expand(ask, ask->rows.items[i], &out);
    ask->rows = out;
}

static void search_alternatives(const Ask *ask, Found *found) {
    const CoverPattern *head = ask->wanted[0];
    for (uint32_t i = 0; i < head->count && found->len < ask->most; i++) {
        Ask one = *ask;
        one.wanted = new_cells(ask->cover, ask->width);
        for (uint32_t k = 1; k < ask->width; k++) one.wanted[k] = ask->wanted[k];
        one.wanted[0] = head->parts[i];
        spend(ask->cover, ask->width * CELL_STEPS);
        search(&one, found);
    }
}

static void search(const Ask *outer, Found *found) {
    Ask ask = *outer;
    if (ask.cover->exhausted || found->len >= ask.most) return;
    if (!ask.width) {
        const CoverPattern **none = new_cells(ask.cover, 0);
        if (!ask.rows.len) VEC_PUSH(ask.cover->arena, found, none);
        return;
    }
    expand_rows(&ask);
    const CoverPattern *head = ask.wanted[0];
    switch (head->kind) {
    case COVER_ANY: search_any(&ask, found); return;
    case COVER_PART: {
        CoverPattern bare = *head;
        search_behind(&ask, &bare, head->parts, found);
        return;
    }
    case COVER_RANGE: search_range(&ask, head->from, head->to, found); return;
    case COVER_KEY: search_behind(&ask, head, NULL, found); return;
    case COVER_OR: search_alternatives(&ask, found); return;
    }
    unreachable("kind of pattern");
}

CoverExamples cover_missing(Cover *c, const CoverPattern *pattern, uint32_t most) {
    const CoverPattern *wanted[1] = {pattern ? pattern : &any};
    const Type *types[1] = {c->type};
    Ask ask = {
        .cover = c, .rows = c->rows, .types = types, .wanted = wanted, .width = 1, .most = most};
    Found found = {0};
    CoverExamples examples = {0};
    search(&ask, &found);
    for (uint32_t i = 0; i < found.len; i++) VEC_PUSH(c->arena, &examples, found.items[i][0]);
    return examples;
}

void cover_add(Cover *c, const CoverPattern *pattern) {
    CoverRow row = {new_cells(c, 1)};
    row.cells[0] = pattern;
    VEC_PUSH(c->arena, &c->rows, row);
}

// ---- the shape of types ----

uint32_t cover_constructors(const Type *t) {
    switch ((int)t->kind) {
    case TYPE_BOOL:
    case TYPE_CBOOL:
    case TYPE_ARRAY:
    case TYPE_VIEW:
    case TYPE_OPTION:
    case TYPE_UNSURE: return 2;
    case TYPE_STRUCT:
    case TYPE_CLASS:
    case TYPE_TUPLE: return 1;
    case TYPE_ENUM: return t->u.nominal->variants.len;
    }
    return 0;
}

uint32_t cover_part_count(const Type *t, uint32_t constructor) {
    switch ((int)t->kind) {
    case TYPE_OPTION:
    case TYPE_UNSURE: return constructor;
    case TYPE_ARRAY:
    case TYPE_VIEW: return 2 * constructor;
    case TYPE_STRUCT:
    case TYPE_CLASS: return t->u.nominal->fields.len;
    case TYPE_TUPLE: return t->u.tuple.count;
    case TYPE_ENUM: return t->u.nominal->variants.items[constructor].fields.len;
    }
    return 0;
}

const Type *cover_part_type(const Type *t, uint32_t constructor, uint32_t part) {
    switch ((int)t->kind) {
    case TYPE_OPTION:
    case TYPE_UNSURE: return t->u.elem;
    case TYPE_ARRAY:
    case TYPE_VIEW: return part ? t : t->u.elem;
    case TYPE_STRUCT:
    case TYPE_CLASS: return t->u.nominal->fields.items[part].type;
    case TYPE_TUPLE: return t->u.tuple.items[part];
    case TYPE_ENUM: return t->u.nominal->variants.items[constructor].fields.items[part].type;
    }
    unreachable("a type without parts");
}

bool cover_int_range(const Type *t, CoverInt *from, CoverInt *to) {
    const Type *base = t->kind == TYPE_CENUM ? t->u.nominal->base : t;
    int64_t min = INT32_MIN;
    uint64_t max = INT32_MAX; // of C's enums without a base: int
    if (t->kind != TYPE_CENUM && !type_is_integer(t)) return false;
    if (base && !type_int_range(base, &min, &max)) return false;
    *from = min;
    *to = (CoverInt)max;
    return true;
}
