// The table of traces and causes. A trace keeps its first and its last rows; places that come again
// and again in the same order (a recursion, of one function or of a few) are there once, and
// counted.
#include "core/program/trace.h"

#include <seam/array.h>
#include <seam/error.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory/alloc.h"
#include "core/text/string.h"

enum { FIRST = 24, LAST = 24, ROWS = FIRST + LAST, FEW = 6, SMALL_TABLE = 16, CIRCLE_MOST = 8 };

typedef struct Row {
    const char *file;
    uint32_t place;
    uint32_t times;  // of the circle of rows that ends here
    uint32_t circle; // how many these are
} Row;

typedef struct Trail {
    struct Trail *next; // in its slot
    const SeamObject *error;
    SeamObject *cause; // owned; NULL
    bool is_cause;     // of another error, or was
    Row *rows;         // `few`, or room for ROWS
    uint32_t count;    // of rows
    uint32_t oldest;   // where the last rows begin, once all are used: they go round
    uint64_t skipped;  // frames between the first and the last
    Row few[FEW];
} Trail;

static _Thread_local struct {
    Trail *small[SMALL_TABLE];
    Trail **slots; // NULL: `small`
    size_t mask;
    size_t count;
} table;

// ---- the table ----

static Trail **slot_of(const SeamObject *error) {
    size_t hash = (size_t)((uintptr_t)error >> 4) * 0x9e3779b97f4a7c15u >> 32;
    return table.slots ? &table.slots[hash & table.mask] : &table.small[hash % SMALL_TABLE];
}

static Trail *find(const SeamObject *error) {
    for (Trail *t = *slot_of(error); t; t = t->next)
        if (t->error == error) return t;
    return NULL;
}

static void insert(Trail *trail) {
    Trail **slot = slot_of(trail->error);
    trail->next = *slot;
    *slot = trail;
}

static void grow(void) {
    size_t old = table.slots ? table.mask + 1 : SMALL_TABLE, size = 4 * old;
    Trail **from = table.slots ? table.slots : table.small, **slots = calloc(size, sizeof *slots);
    if (!slots) memory_fail();
    Trail **freed = table.slots;
    table.slots = slots;
    table.mask = size - 1;
    for (size_t i = 0; i < old; i++)
        for (Trail *t = from[i], *next; t; t = next) {
            next = t->next;
            insert(t);
        }
    memset(table.small, 0, sizeof table.small);
    free(freed);
}

static Trail *trail_of(const SeamObject *error) {
    Trail *trail = find(error);
    if (trail) return trail;
    int saved = errno;
    if (table.count++ >= (table.slots ? table.mask + 1 : SMALL_TABLE)) grow();
    trail = calloc(1, sizeof *trail);
    if (!trail) memory_fail();
    trail->error = error;
    trail->rows = trail->few;
    insert(trail);
    errno = saved;
    return trail;
}

static void free_table(void) {
    free(table.slots);
    table.slots = NULL;
}

SeamObject *trace_forget(const SeamObject *error) {
    Trail **at = slot_of(error);
    while (*at && (*at)->error != error) at = &(*at)->next;
    Trail *trail = *at;
    if (!trail) return NULL;
    int saved = errno;
    SeamObject *cause = trail->cause;
    *at = trail->next;
    if (trail->rows != trail->few) free(trail->rows);
    free(trail);
    if (--table.count == 0) free_table();
    errno = saved;
    return cause;
}

// ---- causes ----

SeamObject *trace_cause(const SeamObject *error) {
    const Trail *trail = find(error);
    return trail ? trail->cause : NULL;
}

bool trace_set_cause(const SeamObject *error, SeamObject *cause) {
    Trail *trail = trail_of(error);
    if (trail->cause || error == cause) return false;
    for (const SeamObject *at = cause; trail->is_cause && at; at = trace_cause(at))
        if (at == error) return false;
    seam_retain(cause);
    trail->cause = cause;
    trail_of(cause)->is_cause = true;
    return true;
}

// ---- rows ----

static void widen(Trail *trail) {
    int saved = errno;
    Row *rows = malloc(ROWS * sizeof *rows);
    if (!rows) memory_fail();
    memcpy(rows, trail->few, sizeof trail->few);
    trail->rows = rows;
    errno = saved;
}

// The row at `index`, in the order of time.
static Row *row_at(const Trail *trail, uint32_t index) {
    if (index < FIRST) return &trail->rows[index];
    return &trail->rows[FIRST + (trail->oldest + index - FIRST) % LAST];
}

static uint64_t frames_of(const Row *row) {
    return row->circle == 1 ? row->times : 1 + (uint64_t)(row->times - 1) * row->circle;
}

static bool same_place(const Row *a, const Row *b) {
    return a->place == b->place && a->file == b->file;
}

// Are the last `len` rows those before them once more?
static bool comes_again(const Trail *trail, uint32_t len) {
    uint32_t n = trail->count;
    if (n < 2 * len || (trail->skipped && n - 2 * len < FIRST)) return false;
    const Row *end = row_at(trail, n - len - 1), *last = row_at(trail, n - 1);
    bool counted = end->circle == len && end->times < UINT32_MAX;
    bool fresh = end->circle == last->circle && end->times == last->times;
    if (!same_place(end, last) || !(counted || fresh)) return false;
    for (uint32_t i = 2; i <= len; i++) {
        const Row *old = row_at(trail, n - len - i), *new = row_at(trail, n - i);
        if (!same_place(old, new) || old->circle != new->circle || old->times != new->times)
            return false;
    }
    return last->circle == 1 || !counted;
}

static void fold(Trail *trail) {
    for (uint32_t len = 1; len <= CIRCLE_MOST; len++) {
        if (!comes_again(trail, len)) continue;
        Row *end = row_at(trail, trail->count - len - 1);
        bool counted = end->circle == len;
        if (!counted && end->circle > 1) continue; // a circle of circles is left as it is
        end->times = counted ? end->times + 1 : 2;
        end->circle = len;
        trail->count -= len;
        return;
    }
}

void seam_error_frame(SeamObjectRef *error, SEAM_PLACE) {
    Trail *trail = trail_of(error);
    if (trail->count == FEW && trail->rows == trail->few) widen(trail);
    if (trail->count == ROWS) {
        trail->skipped += frames_of(row_at(trail, FIRST));
        trail->oldest = (trail->oldest + 1) % LAST;
        trail->count--;
    }
    *row_at(trail, trail->count++) = (Row){file, place, 1, 1};
    fold(trail);
}

static void add_text(SeamText *out, const char *text) {
    seam_text_add_chars(out, text, (int64_t)strlen(text));
}

void trace_add_name(SeamText *out, SEAM_PLACE) {
    add_text(out, file);
    add_text(out, ":");
    seam_text_add_u64(out, place >> 12);
    add_text(out, ":");
    seam_text_add_u64(out, place & 0xfff);
}

void trace_add_place(SeamText *out, SEAM_PLACE) {
    if (!*file) return;
    add_text(out, "  at ");
    trace_add_name(out, file, place);
    add_text(out, "\n");
}

static void add_row(SeamText *out, const Row *row) {
    trace_add_name(out, row->file, row->place);
    if (row->times == 1 || row->circle > 1) return;
    add_text(out, " ... ");
    seam_text_add_u64(out, row->times);
    add_text(out, " times");
}

// "... these 2 places 500 times", behind them.
static void add_circle(SeamText *out, const Row *row) {
    add_text(out, "... these ");
    seam_text_add_u64(out, row->circle);
    add_text(out, " places ");
    seam_text_add_u64(out, row->times);
    add_text(out, " times");
}

static void add_skipped(SeamText *out, const Trail *trail) {
    add_text(out, "... ");
    seam_text_add_u64(out, trail->skipped);
    add_text(out, " more ...");
}

void trace_print(SeamText *out, const SeamObject *error) {
    const Trail *trail = find(error);
    for (uint32_t i = 0; trail && i < trail->count; i++) {
        if (i == FIRST && trail->skipped) {
            add_text(out, "  ");
            add_skipped(out, trail);
            add_text(out, "\n");
        }
        if (!*row_at(trail, i)->file) continue;
        add_text(out, "  at ");
        add_row(out, row_at(trail, i));
        add_text(out, "\n");
        if (row_at(trail, i)->circle == 1) continue;
        add_text(out, "  ");
        add_circle(out, row_at(trail, i));
        add_text(out, "\n");
    }
}

static void take_text(SeamArray lines, void (*add)(SeamText *out, const Row *row), const Row *row) {
    SeamText text;
    seam_text_init(&text);
    add(&text, row);
    array_take_string(lines, seam_text_finish(&text));
}

SeamArray seam_error_trace(SeamInterface error) {
    const Trail *trail = find(error.object);
    SeamArray lines = seam_array_new(&seam_type_string, trail ? trail->count : 0);
    for (uint32_t i = 0; trail && i < trail->count; i++) {
        if (i == FIRST && trail->skipped) {
            SeamText text;
            seam_text_init(&text);
            add_skipped(&text, trail);
            array_take_string(lines, seam_text_finish(&text));
        }
        take_text(lines, add_row, row_at(trail, i));
        if (row_at(trail, i)->circle > 1) take_text(lines, add_circle, row_at(trail, i));
    }
    return lines;
}
