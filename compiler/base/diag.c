// The bag of diagnostics: reporting, one error per span, order, and "did you mean".
// Rendering is in diag_text.c and diag_data.c.
#include "base/diag.h"

#include "base/diag_render.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *code;
    const char *title;
} rows[] = {
#define DIAG(code, title) {#code, title},
#include "diag.def"
#undef DIAG
};

const char *diag_code_text(DiagCode code) {
    assert(code < DIAG_COUNT);
    return rows[code].code;
}

const char *diag_code_title(DiagCode code) {
    assert(code < DIAG_COUNT);
    return rows[code].title;
}

void diags_init(Diags *d, Arena *arena, Sources *sources) {
    *d = (Diags){.arena = arena, .sources = sources};
}

// ---- one error per span ----

static Diag **span_slot(Diag **slots, uint32_t cap, Span span) {
    uint32_t slot = (uint32_t)hash_bytes(&span, sizeof span, 0) & (cap - 1);
    while (slots[slot] &&
           (slots[slot]->span.source != span.source || slots[slot]->span.start != span.start ||
            slots[slot]->span.end != span.end))
        slot = (slot + 1) & (cap - 1);
    return &slots[slot];
}

static bool has_error(const Diags *d, Span span) {
    return span.source != 0 && d->by_span_cap != 0 && *span_slot(d->by_span, d->by_span_cap, span);
}

static void remember_span(Diags *d, Diag *g) {
    if (g->span.source == 0) return;
    if (d->by_span_count * 2 >= d->by_span_cap) {
        uint32_t cap = d->by_span_cap ? d->by_span_cap * 2 : 64;
        Diag **slots = ARENA_ARRAY(d->arena, Diag *, cap);
        for (uint32_t i = 0; i < d->by_span_cap; i++)
            if (d->by_span[i]) *span_slot(slots, cap, d->by_span[i]->span) = d->by_span[i];
        d->by_span = slots;
        d->by_span_cap = cap;
    }
    *span_slot(d->by_span, d->by_span_cap, g->span) = g;
    d->by_span_count++;
}

// ---- reporting ----

static Diag *report(Diags *d, Severity severity, DiagCode code, Span span, const char *message) {
    Diag *g = ARENA_NEW(d->arena, Diag);
    *g = (Diag){.code = code, .severity = severity, .span = span, .message = message, .bag = d};
    if (has_error(d, span)) return g; // takes its labels, but is in no list
    g->order = d->list.len;
    VEC_PUSH(d->arena, &d->list, g);
    if (severity == SEVERITY_ERROR) {
        d->errors++;
        remember_span(d, g);
    }
    return g;
}

Diag *diag_error(Diags *d, DiagCode code, Span span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(d->arena, format, args);
    va_end(args);
    return report(d, SEVERITY_ERROR, code, span, message);
}

Diag *diag_warning(Diags *d, DiagCode code, Span span, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(d->arena, format, args);
    va_end(args);
    return report(d, SEVERITY_WARNING, code, span, message);
}

Diag *diag_label(Diag *g, Span span, const char *format, ...) {
    if (span.source == 0) return g; // the file could not be read: nothing to show
    va_list args;
    va_start(args, format);
    DiagLabel label = {span, arena_vprintf(g->bag->arena, format, args)};
    va_end(args);
    VEC_PUSH(g->bag->arena, &g->labels, label);
    return g;
}

Diag *diag_note(Diag *g, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(g->bag->arena, format, args);
    va_end(args);
    VEC_PUSH(g->bag->arena, &g->notes, text);
    return g;
}

Diag *diag_help(Diag *g, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(g->bag->arena, format, args);
    va_end(args);
    VEC_PUSH(g->bag->arena, &g->help, text);
    return g;
}

// ---- rendering ----

static int compare_uint(uint32_t a, uint32_t b) { return (a > b) - (a < b); }

static int by_place(const void *left, const void *right) {
    const Diag *a = *(Diag *const *)left;
    const Diag *b = *(Diag *const *)right;
    int order = compare_uint(a->span.source, b->span.source);
    if (order == 0) order = compare_uint(a->span.start, b->span.start);
    if (order == 0) order = compare_uint(a->span.end, b->span.end);
    return order ? order : compare_uint(a->order, b->order);
}

void diags_render(Diags *d, DiagFormat format, bool colour, FILE *out) {
    if (d->list.len == 0) return;
    qsort(d->list.items, d->list.len, sizeof *d->list.items, by_place);
    for (uint32_t i = 0; i < d->list.len; i++) {
        switch (format) {
        case DIAG_TEXT:
            if (i > 0) fputc('\n', out);
            diag_render_text(d->list.items[i], colour, out);
            break;
        case DIAG_JSON: diag_render_json(d->list.items[i], out); break;
        case DIAG_SHORT: diag_render_short(d->list.items[i], out); break;
        }
    }
}

// ---- one error for many places ----

enum { PLACES_MAX = 8 };

static bool same_span(Span a, Span b) {
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

Diag *diag_repeated(Diags *d, DiagCode code, Span span, const char *message) {
    Diag *g = NULL;
    for (uint32_t i = 0; i < d->list.len && !g; i++) {
        Diag *other = d->list.items[i];
        bool same = other->code == code && other->span.source == span.source;
        if (same && strcmp(other->message, message) == 0) g = other;
    }
    if (!g || same_span(g->span, span)) return g;
    Diag *place = ARENA_NEW(d->arena, Diag); // other errors here are dropped as well
    place->span = span;
    if (!has_error(d, span)) remember_span(d, place);
    if (g->labels.len > PLACES_MAX) return g;
    for (uint32_t i = 0; i < g->labels.len; i++)
        if (same_span(g->labels.items[i].span, span)) return g;
    return diag_label(g, span, g->labels.len < PLACES_MAX ? "here too" : "here, and further on");
}

// ---- did you mean? ----

enum { NEAREST_MAX = 64 }; // longer names are not compared

void nearest_init(Nearest *n, const char *wanted) {
    *n = (Nearest){.wanted = wanted, .distance = (uint32_t)strlen(wanted) / 3 + 1};
}

static uint32_t min3(uint32_t a, uint32_t b, uint32_t c) {
    uint32_t least = a < b ? a : b;
    return least < c ? least : c;
}

// Optimal string alignment: insert, delete, replace, or swap of two neighbours cost one each.
static uint32_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len) {
    uint32_t rows3[3][NEAREST_MAX + 1];
    for (uint32_t j = 0; j <= b_len; j++) rows3[0][j] = j;
    for (uint32_t i = 1; i <= a_len; i++) {
        uint32_t *row = rows3[i % 3];
        const uint32_t *above = rows3[(i - 1) % 3];
        const uint32_t *above2 = rows3[(i + 1) % 3];
        row[0] = i;
        for (uint32_t j = 1; j <= b_len; j++) {
            row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && above2[j - 2] + 1 < row[j]) row[j] = above2[j - 2] + 1;
        }
    }
    return rows3[a_len % 3][b_len];
}

void nearest_offer(Nearest *n, const char *candidate) {
    size_t wanted_len = strlen(n->wanted);
    size_t len = strlen(candidate);
    if (wanted_len > NEAREST_MAX || len > NEAREST_MAX || len == 0) return;
    size_t difference = len > wanted_len ? len - wanted_len : wanted_len - len;
    if (difference >= n->distance) return;
    uint32_t distance = edit_distance(n->wanted, wanted_len, candidate, len);
    if (distance >= n->distance)
        return; // `distance` starts one above the limit; the first of equals stays
    n->distance = distance;
    n->best = candidate;
}
