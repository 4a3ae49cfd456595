// Depth first, with a stack of its own, by what the descriptors say of fields; an object that is
// met again while it is on the way closes a circle. Weak references are none. At exit only.
#include "core/memory/cycle.h"

#include <seam/array.h>
#include <seam/text.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/memory/type.h"
#include "core/value/value.h"

enum { CIRCLES_MOST = 5, STEPS_MOST = 12 };

typedef struct Edge {
    const SeamHead *to;
    const char *name; // of a field; NULL: an item
    const void *key;  // of a map, if it can be printed without running code; NULL
    const SeamType *key_type;
    int64_t index;
} Edge;

typedef struct Step { // an object on the way
    const SeamHead *object;
    uint32_t first, count, next; // its edges
} Step;

typedef struct Search {
    Step *steps;
    uint32_t step_count, step_cap;
    Edge *edges; // of the steps, one after the other
    uint32_t edge_count, edge_cap;
    const SeamHead **seen; // a hash set
    uint32_t *depths;      // of the seen: the step, from 1; 0: it was left
    size_t mask;
    int circles;
    bool failed; // out of memory: the report goes without
} Search;

// ---- what refers to what ----

static void add_edge(Search *s, const void *to, Edge edge) {
    if (!to || ((const SeamHead *)to)->count == 0 || s->failed) return;
    if (s->edge_count == s->edge_cap) {
        uint32_t cap = s->edge_cap ? 2 * s->edge_cap : 256;
        Edge *edges = realloc(s->edges, cap * sizeof *edges);
        s->failed = !edges;
        if (!edges) return;
        s->edges = edges;
        s->edge_cap = cap;
    }
    edge.to = to;
    s->edges[s->edge_count++] = edge;
}

static void add_value(Search *s, const SeamType *type, const void *value, Edge edge);

// Of a part its own name tells more than that of the whole.
static void add_fields(Search *s, const SeamField *fields, uint32_t count, const void *base,
                       Edge edge) {
    for (uint32_t i = 0; i < count; i++) {
        Edge part = edge;
        if (fields[i].name) part.name = fields[i].name;
        add_value(s, fields[i].type, (const char *)base + fields[i].offset, part);
    }
}

static void add_value(Search *s, const SeamType *type, const void *value, Edge edge) {
    if (!(type->flags & SEAM_COUNTED)) return;
    SeamKind kind = (SeamKind)type->kind;
    if (kind == SEAM_KIND_ARRAY || kind == SEAM_KIND_MAP || kind == SEAM_KIND_SET ||
        kind == SEAM_KIND_CLASS || kind == SEAM_KIND_INTERFACE) {
        add_edge(s, value_pointer(value), edge);
    } else if (kind == SEAM_KIND_FUNCTION) {
        add_edge(s, value_pointer((const char *)value + offsetof(SeamFunction, env)), edge);
    } else if (kind == SEAM_KIND_OPTION) {
        const void *inside = type_option_value(type, value);
        if (inside) add_value(s, type->elem, inside, edge);
    } else if (kind == SEAM_KIND_STRUCT) {
        add_fields(s, type->fields, type->part_count, value, edge);
    } else if (kind == SEAM_KIND_TUPLE) { // whose parts have no names
        for (uint32_t i = 0; i < type->part_count; i++)
            add_value(s, type->fields[i].type, (const char *)value + type->fields[i].offset, edge);
    } else if (kind == SEAM_KIND_VARIANT) {
        const SeamVariant *v = type_variant(type, value);
        const char *payload = (const char *)value + v->offset;
        if (v->box) add_edge(s, value_pointer(payload), edge);
        else add_fields(s, v->fields, v->part_count, payload, edge);
    }
}

// A string, or what holds no objects, whose classes might print themselves.
static bool is_plain(const SeamType *type) {
    return type->kind == SEAM_KIND_STRING || !(type->flags & SEAM_COUNTED);
}

static void add_edges(Search *s, const SeamHead *object) {
    const SeamType *type = type_of(object);
    if (type->kind == SEAM_KIND_CLASS) {
        add_fields(s, type->fields, type->part_count, object, (Edge){0});
    } else if (type->kind == SEAM_KIND_ARRAY) {
        const struct SeamArray *a = (const void *)object;
        for (int64_t i = 0; i < a->len && a->elem->flags & SEAM_COUNTED; i++)
            add_value(s, a->elem, (const char *)a->data + (size_t)i * a->elem->size,
                      (Edge){.index = i});
    } else if (type->kind == SEAM_KIND_MAP || type->kind == SEAM_KIND_SET) {
        SeamMapIter it = seam_map_iter((SeamMap)(uintptr_t)object);
        const void *key, *value;
        for (int64_t i = 0; seam_map_next(&it, &key, &value, "", 0); i++) {
            Edge edge = {.index = i};
            if (is_plain(it.map->key)) edge.key = key, edge.key_type = it.map->key;
            add_value(s, it.map->key, key, edge);
            if (value) add_value(s, it.map->value, value, edge);
        }
    }
}

// ---- the text ----

static void print_key(const SeamType *type, const void *key) {
    enum { KEY_MOST = 40 };
    bool is_string = type->kind == SEAM_KIND_STRING;
    SeamText text;
    seam_text_init(&text);
    if (is_string) seam_text_add_str(&text, value_pointer(key));
    else seam_text_add_value(&text, type, key);
    int len = text.len < KEY_MOST ? (int)text.len : KEY_MOST;
    fprintf(stderr, is_string ? "[\"%.*s\"] -> " : "[%.*s] -> ", len, text.data);
    seam_text_deinit(&text);
}

static void print_circle(const Search *s, uint32_t from) {
    fputs("  circle: ", stderr);
    for (uint32_t i = from; i < s->step_count; i++) {
        const Step *step = &s->steps[i];
        if (i - from == STEPS_MOST) {
            fprintf(stderr, "... %u more -> ", s->step_count - i);
            break;
        }
        const Edge *edge = &s->edges[step->first + step->next - 1];
        fputs(type_object_name(step->object).text, stderr);
        if (edge->name) fprintf(stderr, ".%s -> ", edge->name);
        else if (edge->key) print_key(edge->key_type, edge->key);
        else fprintf(stderr, "[%lld] -> ", (long long)edge->index);
    }
    fprintf(stderr, "%s\n", type_object_name(s->steps[from].object).text);
}

// ---- the search ----

// The object's slot; it may be empty.
static size_t slot_of(const Search *s, const SeamHead *object) {
    size_t i = (size_t)((uintptr_t)object >> 4) * 0x9e3779b97f4a7c15u >> 20;
    while (s->seen[i & s->mask] && s->seen[i & s->mask] != object) i++;
    return i & s->mask;
}

static void enter(Search *s, const SeamHead *object) {
    if (s->step_count == s->step_cap) {
        uint32_t cap = s->step_cap ? 2 * s->step_cap : 64;
        Step *steps = realloc(s->steps, cap * sizeof *steps);
        s->failed = !steps;
        if (!steps) return;
        s->steps = steps;
        s->step_cap = cap;
    }
    size_t slot = slot_of(s, object);
    s->seen[slot] = object;
    s->depths[slot] = s->step_count + 1;
    uint32_t first = s->edge_count;
    add_edges(s, object);
    s->steps[s->step_count++] = (Step){object, first, s->edge_count - first, 0};
}

static void leave(Search *s) {
    Step *step = &s->steps[--s->step_count];
    s->edge_count = step->first;
    s->depths[slot_of(s, step->object)] = 0;
}

static void search_from(Search *s, const SeamHead *object) {
    if (s->seen[slot_of(s, object)]) return;
    enter(s, object);
    while (s->step_count && !s->failed && s->circles < CIRCLES_MOST) {
        Step *step = &s->steps[s->step_count - 1];
        if (step->next == step->count) {
            leave(s);
            continue;
        }
        const SeamHead *to = s->edges[step->first + step->next++].to;
        size_t slot = slot_of(s, to);
        if (!s->seen[slot]) {
            enter(s, to);
        } else if (s->depths[slot]) {
            print_circle(s, s->depths[slot] - 1);
            s->circles++;
        }
    }
}

void cycles_report(const SeamHead *const *objects, size_t count, size_t total) {
    size_t size = 64;
    while (size < 4 * total) size *= 2;
    Search s = {.seen = calloc(size, sizeof *s.seen),
                .depths = calloc(size, sizeof *s.depths),
                .mask = size - 1};
    s.failed = !s.seen || !s.depths;
    for (size_t i = 0; i < count && !s.failed && s.circles < CIRCLES_MOST; i++)
        search_from(&s, objects[i]);
    free(s.steps);
    free(s.edges);
    free(s.seen);
    free(s.depths);
}
