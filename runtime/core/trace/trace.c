// The table of traces and causes.
#include "core/trace/trace.h"

#include <seam/array.h>
#include <seam/error.h>

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory/alloc.h"
#include "core/text/string.h"
#include "core/trace/rows.h"

enum { FEW = 6, SMALL_TABLE = 16 };

typedef struct Trail {
    struct Trail *next; // in its slot
    const SeamObject *error;
    SeamObject *cause; // owned; NULL
    bool is_cause;     // of another error, or was
    Rows rows;         // in `few`, or in room for ROWS_MOST
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
    trail->rows.items = trail->few;
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
    if (trail->rows.items != trail->few) free(trail->rows.items);
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
    Row *rows = malloc(ROWS_MOST * sizeof *rows);
    if (!rows) memory_fail();
    memcpy(rows, trail->few, sizeof trail->few);
    trail->rows.items = rows;
    errno = saved;
}

void seam_error_frame(SeamObjectRef *error, SEAM_PLACE) {
    Trail *trail = trail_of(error);
    if (trail->rows.count == FEW && trail->rows.items == trail->few) widen(trail);
    rows_add(&trail->rows, &(Row){.file = file, .place = place});
}

static void add_text(SeamText *out, const char *text) {
    seam_text_add_chars(out, text, (int64_t)strlen(text));
}

void trace_add_place(SeamText *out, SEAM_PLACE) {
    char text[ROW_TEXT];
    if (!*file) return;
    row_text(&(Row){.file = file, .place = place}, text);
    add_text(out, text);
}

static void print_line(void *out, const char *line, bool is_note) {
    add_text(out, is_note ? "  " : "  at ");
    add_text(out, line);
    add_text(out, "\n");
}

void trace_print(SeamText *out, const SeamObject *error) {
    const Trail *trail = find(error);
    if (trail) rows_each(&trail->rows, print_line, out);
}

static void take_line(void *lines, const char *line, bool is_note) {
    (void)is_note;
    array_take_string(lines, seam_string_new(line, (int64_t)strlen(line)));
}

void trace_take_lines(SeamArray lines, const Rows *rows) { rows_each(rows, take_line, lines); }

SeamArray seam_error_trace(SeamInterface error) {
    const Trail *trail = find(error.object);
    SeamArray lines = seam_array_new(&seam_type_string, trail ? trail->rows.count : 0);
    if (trail) trace_take_lines(lines, &trail->rows);
    return lines;
}
