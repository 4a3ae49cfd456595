// Folding circles while rows are added, and the text of rows. Allocates nothing: it runs where the
// heap may be damaged.
#include "core/trace/rows.h"

#include <seam/frame.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FIRST = ROWS_MOST / 2, LAST = ROWS_MOST - FIRST, CIRCLE_MOST = 8 };

// The row at `index`, in the order of time.
static Row *row_at(const Rows *rows, uint32_t index) {
    if (index < FIRST) return &rows->items[index];
    return &rows->items[FIRST + (rows->oldest + index - FIRST) % LAST];
}

// ---- folding ----

static uint64_t frames_of(const Row *row) {
    return row->circle == 1 ? row->times : 1 + (uint64_t)(row->times - 1) * row->circle;
}

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_place(const Row *a, const Row *b) {
    return a->place == b->place && same_text(a->file, b->file) && same_text(a->name, b->name);
}

// Are the last `len` rows those before them once more?
static bool comes_again(const Rows *rows, uint32_t len) {
    uint32_t n = rows->count;
    if (n < 2 * len || (rows->skipped && n - 2 * len < FIRST)) return false;
    const Row *end = row_at(rows, n - len - 1), *last = row_at(rows, n - 1);
    bool counted = end->circle == len && end->times < UINT32_MAX;
    bool fresh = end->circle == last->circle && end->times == last->times;
    if (!same_place(end, last) || !(counted || fresh)) return false;
    for (uint32_t i = 2; i <= len; i++) {
        const Row *old = row_at(rows, n - len - i), *new = row_at(rows, n - i);
        if (!same_place(old, new) || old->circle != new->circle || old->times != new->times)
            return false;
    }
    return last->circle == 1 || !counted;
}

static void fold(Rows *rows) {
    for (uint32_t len = 1; len <= CIRCLE_MOST; len++) {
        if (!comes_again(rows, len)) continue;
        Row *end = row_at(rows, rows->count - len - 1);
        bool counted = end->circle == len;
        if (!counted && end->circle > 1) continue; // a circle of circles is left as it is
        end->times = counted ? end->times + 1 : 2;
        end->circle = len;
        rows->count -= len;
        return;
    }
}

void rows_add(Rows *rows, const Row *place) {
    if (rows->count == ROWS_MOST) {
        rows->skipped += frames_of(row_at(rows, FIRST));
        rows->oldest = (rows->oldest + 1) % LAST;
        rows->count--;
    }
    Row *row = row_at(rows, rows->count++);
    *row = *place;
    row->times = row->circle = 1;
    fold(rows);
}

// ---- text ----

void row_text(const Row *row, char text[ROW_TEXT]) {
    if (!row->file) {
        snprintf(text, ROW_TEXT, "C's %s", row->name);
        return;
    }
    int len = snprintf(text, ROW_TEXT, "%.4096s", row->file);
    uint32_t line = row_line(row->place);
    if (line) len += snprintf(text + len, ROW_TEXT - (size_t)len, ":%u", line);
    if (row->place & 0xfff)
        len += snprintf(text + len, ROW_TEXT - (size_t)len, ":%u", row->place & 0xfff);
    char title[SEAM_FRAME_TITLE];
    const char *name = row->name;
    if (row->is_c_name) name = seam_frame_title(name, title) > 0 ? title : NULL;
    if (name) snprintf(text + len, ROW_TEXT - (size_t)len, " in %.800s", name);
}

void rows_each(const Rows *rows, RowLine *visit, void *context) {
    char text[ROW_TEXT];
    for (uint32_t i = 0; i < rows->count; i++) {
        if (i == FIRST && rows->skipped) {
            snprintf(text, sizeof text, "... %llu more ...", (unsigned long long)rows->skipped);
            visit(context, text, true);
        }
        const Row *row = row_at(rows, i);
        if (row->file && !*row->file) continue;
        row_text(row, text);
        size_t len = strlen(text);
        if (row->times > 1 && row->circle == 1)
            snprintf(text + len, sizeof text - len, " ... %u times", row->times);
        visit(context, text, false);
        if (row->circle == 1) continue;
        snprintf(text, sizeof text, "... these %u places %u times", row->circle, row->times);
        visit(context, text, true);
    }
}
