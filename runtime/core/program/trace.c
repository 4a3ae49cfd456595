// The table of traces and causes. A trace keeps its first and its last rows; equal places in a row
// (a recursion) are one row that counts.
#include "core/program/trace.h"

#include <seam/array.h>
#include <seam/error.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory/alloc.h"
#include "core/text/string.h"

enum { FIRST = 24, LAST = 24, ROWS = FIRST + LAST, FEW = 6, SMALL_TABLE = 16 };

typedef struct Row {
    const char *file;
    uint32_t place;
    uint32_t times;
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

static Row *last_row(Trail *trail) {
    if (trail->count < ROWS) return trail->count ? &trail->rows[trail->count - 1] : NULL;
    return &trail->rows[FIRST + (trail->oldest + LAST - 1) % LAST];
}

void seam_error_frame(SeamObjectRef *error, SEAM_PLACE) {
    Trail *trail = trail_of(error);
    Row *last = last_row(trail);
    if (last && last->place == place && last->file == file && last->times < UINT32_MAX) {
        last->times++;
        return;
    }
    if (trail->count == FEW && trail->rows == trail->few) widen(trail);
    Row *row = &trail->rows[trail->count];
    if (trail->count < ROWS) {
        trail->count++;
    } else {
        row = &trail->rows[FIRST + trail->oldest];
        trail->skipped += row->times;
        trail->oldest = (trail->oldest + 1) % LAST;
    }
    *row = (Row){file, place, 1};
}

// The row at `index`, in the order of time.
static const Row *row_at(const Trail *trail, uint32_t index) {
    if (index < FIRST) return &trail->rows[index];
    return &trail->rows[FIRST + (trail->oldest + index - FIRST) % LAST];
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
    if (row->times == 1) return;
    add_text(out, " ... ");
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
    }
}

static SeamStr row_text(const Trail *trail, const Row *row) {
    SeamText text;
    seam_text_init(&text);
    if (row) add_row(&text, row);
    else add_skipped(&text, trail);
    return seam_text_finish(&text);
}

SeamArray seam_error_trace(SeamInterface error) {
    const Trail *trail = find(error.object);
    SeamArray lines = seam_array_new(&seam_type_string, trail ? trail->count : 0);
    for (uint32_t i = 0; trail && i < trail->count; i++) {
        if (i == FIRST && trail->skipped) array_take_string(lines, row_text(trail, NULL));
        array_take_string(lines, row_text(trail, row_at(trail, i)));
    }
    return lines;
}
