// The form of a diagnostic that people read: source lines with marks under them (LANGUAGE section
// 10). Every span becomes one mark a line (two when it covers several lines: its first and its last
// line); a file gets one block, its marked lines in order. Long lines are shown as a window around
// the first mark, found from byte offsets alone, so that a line of 10 MB costs what its window
// costs.
#include "base/diag_render.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    TAB_WIDTH = 4,
    LINE_MAX_BYTES = 160, // longer lines are cut
    WINDOW_BEFORE = 60,   // bytes shown before the mark of a cut line
    COLUMNS_MAX = LINE_MAX_BYTES * TAB_WIDTH + 8,
};

typedef struct Mark {
    uint32_t source;
    uint32_t line;
    uint32_t start; // byte offsets, on this line
    uint32_t end;
    bool primary;
    const char *text; // NULL: none
} Mark;
typedef VEC(Mark) MarkList;

typedef struct Painter {
    const Diag *diag;
    Source *sources;
    FILE *out;
    bool colour;
    int gutter; // digits of the highest line number
    MarkList marks;
} Painter;

typedef enum Style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_ERROR,
    STYLE_WARNING,
    STYLE_FRAME,
    STYLE_HELP
} Style;

static void style(const Painter *p, Style s) {
    static const char *const escapes[] = {"\x1b[0m",    "\x1b[1m",    "\x1b[1;31m",
                                          "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;36m"};
    if (p->colour) fputs(escapes[s], p->out);
}

static Style severity_style(const Painter *p) {
    return p->diag->severity == SEVERITY_ERROR ? STYLE_ERROR : STYLE_WARNING;
}

static Style mark_style(const Painter *p, bool primary) {
    return primary ? severity_style(p) : STYLE_FRAME;
}

// ---- spans to marks ----

// The bytes of a line without its line end.
static void line_bounds(const Source *s, uint32_t line, uint32_t *start, uint32_t *end) {
    *start = s->lines[line - 1];
    *end = line < s->line_count ? s->lines[line] - 1 : s->len;
    if (*end > *start && s->text[*end - 1] == '\r') (*end)--;
}

static void add_marks(Painter *p, Span span, bool primary, const char *text) {
    Diags *d = p->diag->bag;
    uint32_t first = source_line_col(d->sources, span.source, span.start).line;
    // A span that ends with a newline ends on the line before.
    uint32_t last_byte = span.end > span.start ? span.end - 1 : span.start;
    uint32_t last = source_line_col(d->sources, span.source, last_byte).line;
    const Source *s = &d->sources->list.items[span.source];
    uint32_t start;
    uint32_t end;
    line_bounds(s, first, &start, &end);
    bool whole = first == last;
    Mark mark = {span.source, first,
                 span.start,  whole && span.end < end ? span.end : end,
                 primary,     whole ? text : NULL};
    VEC_PUSH(d->arena, &p->marks, mark);
    if (whole) return;
    line_bounds(s, last, &start, &end);
    while (start < end && (s->text[start] == ' ' || s->text[start] == '\t')) start++;
    mark = (Mark){span.source, last, start, span.end < end ? span.end : end, primary, text};
    VEC_PUSH(d->arena, &p->marks, mark);
}

static bool same_span(Span a, Span b) {
    return a.source == b.source && a.start == b.start && a.end == b.end;
}

static void gather_marks(Painter *p) {
    const Diag *g = p->diag;
    const char *beside = NULL;
    for (uint32_t i = 0; i < g->labels.len; i++)
        if (same_span(g->labels.items[i].span, g->span)) beside = g->labels.items[i].text;
    if (g->span.source != 0) add_marks(p, g->span, true, beside);
    for (uint32_t i = 0; i < g->labels.len; i++)
        if (!same_span(g->labels.items[i].span, g->span))
            add_marks(p, g->labels.items[i].span, false, g->labels.items[i].text);
    uint32_t highest = 1;
    for (uint32_t i = 0; i < p->marks.len; i++)
        if (p->marks.items[i].line > highest) highest = p->marks.items[i].line;
    for (p->gutter = 1; highest >= 10; highest /= 10) p->gutter++;
}

static int by_line(const void *left, const void *right) {
    const Mark *a = left;
    const Mark *b = right;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->start != b->start) return a->start < b->start ? -1 : 1;
    return (a->primary > b->primary) - (a->primary < b->primary);
}

// ---- one line with its marks ----

typedef struct Window { // the part of a line that is shown
    const char *text;
    uint32_t start; // byte offsets in the file
    uint32_t end;
    bool cut_before;
    bool cut_after;
} Window;

static uint32_t rune_start(const char *text, uint32_t least, uint32_t offset) {
    for (int i = 0; i < 3 && offset > least && (text[offset] & 0xc0) == 0x80; i++) offset--;
    return offset;
}

static Window choose_window(const Source *s, const Mark *marks, uint32_t count) {
    Window w = {.text = s->text};
    line_bounds(s, marks->line, &w.start, &w.end);
    if (w.end - w.start <= LINE_MAX_BYTES) return w;
    uint32_t anchor = marks[0].start;
    for (uint32_t i = 0; i < count; i++)
        if (marks[i].primary) anchor = marks[i].start;
    if (anchor - w.start > WINDOW_BEFORE) {
        w.start = rune_start(s->text, w.start, anchor - WINDOW_BEFORE);
        w.cut_before = true;
    }
    if (w.end - w.start > LINE_MAX_BYTES) {
        w.end = rune_start(s->text, w.start, w.start + LINE_MAX_BYTES);
        w.cut_after = true;
    }
    return w;
}

static uint32_t column_after(uint32_t column, Rune r) {
    return r.code == '\t' ? (column / TAB_WIDTH + 1) * TAB_WIDTH : column + rune_width(r.code);
}

// The column of a byte offset; offsets outside the window count as its edge.
static uint32_t column_of(const Window *w, uint32_t offset) {
    if (offset > w->end) offset = w->end;
    uint32_t column = w->cut_before ? 3 : 0;
    for (uint32_t at = w->start; at < offset;) {
        Rune r = rune_at(w->text + at, w->text + w->end);
        column = column_after(column, r);
        at += r.size;
    }
    return column;
}

static void print_gutter(const Painter *p, uint32_t line) {
    style(p, STYLE_FRAME);
    if (line) fprintf(p->out, "%*u |", p->gutter, line);
    else fprintf(p->out, "%*s |", p->gutter, "");
    style(p, STYLE_PLAIN);
}

static void print_source(const Painter *p, const Window *w, uint32_t line) {
    print_gutter(p, line);
    if (w->end > w->start) fputc(' ', p->out);
    if (w->cut_before) fputs("...", p->out);
    uint32_t column = w->cut_before ? 3 : 0;
    for (uint32_t at = w->start; at < w->end;) {
        Rune r = rune_at(w->text + at, w->text + w->end);
        uint32_t after = column_after(column, r);
        if (r.code == '\t') fprintf(p->out, "%*s", (int)(after - column), "");
        else if (!r.valid || r.code < 0x20 || r.code == 0x7f)
            fputs("\xef\xbf\xbd", p->out); // nothing that steers a terminal
        else fwrite(w->text + at, 1, r.size, p->out);
        column = after;
        at += r.size;
    }
    fputs(w->cut_after ? "...\n" : "\n", p->out);
}

typedef struct Underline { // of one mark, in columns
    uint32_t start;
    uint32_t end;
    const Mark *mark;
    bool pending; // its text is still to be printed
} Underline;

static void print_cells(const Painter *p, const char *cells, uint32_t len) {
    char before = ' ';
    for (uint32_t i = 0; i < len; i++) {
        if (cells[i] != before && before != ' ') style(p, STYLE_PLAIN);
        if (cells[i] != before && cells[i] != ' ') style(p, mark_style(p, cells[i] == '^'));
        fputc(cells[i], p->out);
        before = cells[i];
    }
    if (before != ' ') style(p, STYLE_PLAIN);
}

static void print_label(const Painter *p, const Underline *u) {
    style(p, mark_style(p, u->mark->primary));
    fputs(u->mark->text, p->out);
    style(p, STYLE_PLAIN);
    fputc('\n', p->out);
}

// The row of `^^^` and `---`. The text of the mark that ends last stands beside it.
static void print_underlines(const Painter *p, Underline *lines, uint32_t count) {
    char cells[COLUMNS_MAX + 1];
    uint32_t len = 0;
    memset(cells, ' ', sizeof cells);
    for (int primary = 0; primary < 2; primary++) { // the primary mark goes on top
        for (uint32_t i = 0; i < count; i++) {
            if (lines[i].mark->primary != (primary == 1)) continue;
            memset(cells + lines[i].start, primary ? '^' : '-', lines[i].end - lines[i].start);
            if (lines[i].end > len) len = lines[i].end;
        }
    }
    print_gutter(p, 0);
    fputc(' ', p->out);
    print_cells(p, cells, len);
    Underline *last = &lines[count - 1];
    if (last->pending && last->end == len) {
        fputc(' ', p->out);
        last->pending = false;
        print_label(p, last);
    } else {
        fputc('\n', p->out);
    }
}

// Rows under the underlines: `|` below every mark whose text is still to come. Returns the column
// after them.
static uint32_t print_connectors(const Painter *p, const Underline *lines, uint32_t count) {
    uint32_t column = 0;
    print_gutter(p, 0);
    fputc(' ', p->out);
    for (uint32_t i = 0; i < count; i++) {
        if (!lines[i].pending || lines[i].start < column) continue;
        fprintf(p->out, "%*s", (int)(lines[i].start - column), "");
        style(p, mark_style(p, lines[i].mark->primary));
        fputc('|', p->out);
        style(p, STYLE_PLAIN);
        column = lines[i].start + 1;
    }
    return column;
}

static void print_pending(const Painter *p, Underline *lines, uint32_t count) {
    bool any = false;
    for (uint32_t i = count; i-- > 0;) {
        if (!lines[i].pending) continue;
        if (!any) {
            print_connectors(p, lines, count);
            fputc('\n', p->out);
        }
        any = true;
        uint32_t column = print_connectors(p, lines, i);
        if (column <= lines[i].start) fprintf(p->out, "%*s", (int)(lines[i].start - column), "");
        print_label(p, &lines[i]);
    }
}

static void print_line(const Painter *p, const Mark *marks, uint32_t count) {
    Window w = choose_window(&p->sources[marks->source], marks, count);
    print_source(p, &w, marks->line);
    Underline *lines = ARENA_ARRAY(p->diag->bag->arena, Underline, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t start = column_of(&w, marks[i].start);
        uint32_t end = column_of(&w, marks[i].end);
        lines[i] =
            (Underline){start, end > start ? end : start + 1, &marks[i], marks[i].text != NULL};
    }
    print_underlines(p, lines, count);
    print_pending(p, lines, count);
}

// ---- a block a file, and the whole ----

static void print_block(const Painter *p, const Mark *marks, uint32_t count, Span place,
                        const char *arrow) {
    LineCol at = source_line_col(p->diag->bag->sources, place.source, place.start);
    style(p, STYLE_FRAME);
    fprintf(p->out, "%*s%s", p->gutter, "", arrow);
    style(p, STYLE_PLAIN);
    fprintf(p->out, " %s:%u:%u\n", p->sources[place.source].path, at.line, at.col);
    print_gutter(p, 0);
    fputc('\n', p->out);
    for (uint32_t i = 0; i < count;) {
        uint32_t next = i;
        while (next < count && marks[next].line == marks[i].line) next++;
        if (i > 0 && marks[i].line > marks[i - 1].line + 1) fputs("...\n", p->out);
        print_line(p, marks + i, next - i);
        i = next;
    }
}

static void print_blocks(Painter *p) {
    Arena *arena = p->diag->bag->arena;
    bool separated = false;
    while (p->marks.len > 0) {
        Mark first = p->marks.items[0];
        MarkList block = {0};
        MarkList rest = {0};
        for (uint32_t i = 0; i < p->marks.len; i++) {
            if (p->marks.items[i].source == first.source)
                VEC_PUSH(arena, &block, p->marks.items[i]);
            else VEC_PUSH(arena, &rest, p->marks.items[i]);
        }
        qsort(block.items, block.len, sizeof *block.items, by_line);
        Span place = {first.source, first.start, first.end};
        if (separated) {
            print_gutter(p, 0);
            fputc('\n', p->out);
        }
        separated = true;
        print_block(p, block.items, block.len, place, first.primary ? "-->" : ":::");
        p->marks = rest;
    }
}

static void print_remarks(const Painter *p, const char *title, const char *const *texts,
                          uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        style(p, STYLE_HELP);
        fprintf(p->out, " %s:", title);
        style(p, STYLE_PLAIN);
        fprintf(p->out, " %s\n", texts[i]);
    }
}

void diag_render_text(const Diag *g, bool colour, FILE *out) {
    Painter p = {.diag = g, .out = out, .colour = colour};
    gather_marks(&p);
    p.sources = g->bag->sources->list.items;
    style(&p, severity_style(&p));
    fprintf(out, "%s[%s]", diag_severity_text(g->severity), diag_code_text(g->code));
    style(&p, STYLE_PLAIN);
    style(&p, STYLE_BOLD);
    fprintf(out, ": %s\n", g->message);
    style(&p, STYLE_PLAIN);
    bool placed = p.marks.len > 0;
    print_blocks(&p);
    if (placed && g->notes.len + g->help.len > 0) {
        print_gutter(&p, 0);
        fputc('\n', out);
    }
    print_remarks(&p, "note", g->notes.items, g->notes.len);
    print_remarks(&p, "help", g->help.items, g->help.len);
}
