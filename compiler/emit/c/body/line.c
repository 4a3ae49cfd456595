// Lines: each statement begins on a C line that stands for its Seam line, by #line where it would
// not anyway. What belongs to one Seam line shares a C line as long as it is short; a short block
// stands on the line that opens it.
#include <string.h>

#include "emit/c/body/body.h"

enum {
    LINE_MAX_COLUMNS = 120,
    BLANK_MOST = 2, // empty lines are easier to read than #line
};

uint32_t line_now(const Body *b) { return b->line ? b->line + (b->out->lines - b->line_at) : 0; }

uint32_t line_of(const Body *b, Span span) {
    if (!span.source) return line_now(b);
    return source_line_col(&b->u->program->session->sources, span.source, span.start).line;
}

void put_line(Body *b, uint32_t line) {
    uint32_t now = line_now(b);
    if (now == line) return;
    if (now && now < line && line - now <= BLANK_MOST) { // the gap is kept, as in the source
        while (line_now(b) < line) text_put(b->out, "\n");
        return;
    }
    text_printf(b->out, "#line %u\n", line);
    b->line = line;
    b->line_at = b->out->lines;
}

// ---- trying ----

// What printing changes, so that it can be undone.
typedef struct Checkpoint {
    Body body;
    size_t len, table_len;
    uint32_t lines, table_lines, table_count;
    char before; // a joined line takes the place of its newline
} Checkpoint;

static Checkpoint checkpoint(const Body *b) {
    const Unit *u = b->u;
    const Text *out = b->out;
    return (Checkpoint){.body = *b,
                        .len = out->len,
                        .table_len = u->tables.len,
                        .lines = out->lines,
                        .table_lines = u->tables.lines,
                        .table_count = u->table_count,
                        .before = out->len ? out->chars[out->len - 1] : 0};
}

static void undo(Body *b, const Checkpoint *to) {
    *b = to->body;
    text_cut(b->out, to->len, to->lines);
    if (to->len) b->out->chars[to->len - 1] = to->before;
    text_cut(&b->u->tables, to->table_len, to->table_lines);
    b->u->table_count = to->table_count;
}

// ---- statements on one line ----

// Nothing may follow a label, a directive, or a statement under an `if` on its line.
static bool takes_more(const char *line, size_t len) {
    if (len < 2 || line[len - 1] != ';' || line[len - 2] == ':' || line[0] == '#') return false;
    for (size_t i = 0; i + 4 <= len; i++)
        if (memcmp(line + i, "if (", 4) == 0) return false;
    return true;
}

bool join_lines(Body *b, size_t start, uint32_t lines) {
    Text *out = b->out;
    if (start == 0 || out->lines != lines + 1) return false;
    size_t end = start - 1, first = end;
    while (first > 0 && out->chars[first - 1] != '\n') first--;
    bool fits = out->len - first <= LINE_MAX_COLUMNS;
    if (!fits || !takes_more(out->chars + first, end - first)) return false;
    text_join(out, start, " ");
    return true;
}

// The length on one line; SIZE_MAX: it has blocks inside of blocks, or is of several Seam lines.
static size_t length_on_line(const char *text) {
    size_t len = 0, blocks = 0;
    for (const char *at = text; *at; at++, len++) {
        blocks += *at == '{' && at[1] == '\n';
        if ((*at == '\n' && at[1] == '#') || blocks > 1) return SIZE_MAX;
        if (*at == '\n') at += strspn(at + 1, " ");
    }
    return len;
}

// What is printed since is a statement with braces.
void collapse_lines(Body *b, size_t start) {
    Text *out = b->out;
    if (text_column(out) || length_on_line(out->chars + start) > LINE_MAX_COLUMNS) return;
    for (size_t i = start; i + 1 < out->len; i++)
        if (out->chars[i] == '\n') text_join(out, i + 1, " ");
}

static bool is_simple(const MirStmt *s) {
    return s->kind != MIR_IF && s->kind != MIR_LOOP && s->kind != MIR_SCOPE && s->kind != MIR_TRY;
}

bool put_on_last_line(Body *b, const MirStmt *s) {
    if (!is_simple(s)) return false;
    Checkpoint start = checkpoint(b);
    put_stmt_kind(b, s);
    bool joined = b->out->lines == start.lines; // nothing, or done on the way
    if (joined || join_lines(b, start.len, start.lines)) return true;
    undo(b, &start);
    return false;
}

// Are the lines since `start` as short as others?
static bool stays_short(const Text *out, size_t start) {
    for (const char *at = out->chars + start; *at; at++) {
        size_t len = strcspn(at, "\n");
        if (len > LINE_MAX_COLUMNS) return false;
        at += len;
        if (!*at) break;
    }
    return true;
}

enum { FOLDS_MAX = 32 }; // more never fit on a line; each is printed for every one around it

uint32_t put_folded(Body *b, const MirBlock *block, uint32_t let, const MirExpr *value) {
    if (b->folds == FOLDS_MAX) return 0;
    Checkpoint start = checkpoint(b);
    uint32_t local = block->items[let]->u.let.local;
    b->folded[local] = value;
    b->folds++;
    uint32_t last = put_some_of(b, block, let + 1);
    b->folds--;
    size_t line = start.len; // it may have been joined to the line before
    while (line > 0 && b->out->chars[line - 1] != '\n') line--;
    if (stays_short(b->out, line)) return last;
    undo(b, &start);
    b->folded[local] = NULL;
    return 0;
}

// ---- blocks on one line ----

static bool is_small(const Body *b, const MirBlock *block) {
    enum { FEW = 3 };
    if (block->len == 0 || block->len > FEW) return false;
    for (uint32_t i = 0; i < block->len; i++) {
        const MirStmt *s = block->items[i];
        bool same = s->kind == MIR_RELEASE || line_of(b, s->span) == b->last;
        if (!is_simple(s) || !same) return false;
    }
    return true;
}

bool put_block_on_line(Body *b, const MirBlock *block) {
    Text *out = b->out;
    if (block->len == 1 && block->items[0]->kind == MIR_SCOPE) {
        if (block->items[0]->u.scope.pad_count) return false;
        block = &block->items[0]->u.scope.body;
    }
    if (!is_small(b, block)) return false;
    Checkpoint start = checkpoint(b);
    text_put(out, "{ ");
    for (uint32_t i = 0; i < block->len; i++) {
        size_t len = out->len;
        uint32_t lines = out->lines;
        put_stmt_kind(b, block->items[i]);
        if (out->len == len) continue;
        if (out->lines == lines + 1) {
            text_cut(out, out->len - 1, lines);
            text_put(out, " ");
        }
    }
    text_put(out, "}");
    if (out->lines == start.lines && text_column(out) <= LINE_MAX_COLUMNS) return true;
    undo(b, &start);
    return false;
}
