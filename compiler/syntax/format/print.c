// Pieces to text: where lines break, and how they are indented. A group is broken over lines where
// the user broke it, or where it does not fit the line; outer groups are decided before inner ones.
// Invariant: printing the result again changes nothing.
#include "syntax/format/output.h"

typedef struct Scope { // an open group
    uint32_t group;
    uint32_t indent; // of its items
    uint32_t outer;  // of its closing bracket
} Scope;

typedef struct Printer {
    Layout *l;
    Output o;
    VEC(Scope) scopes;
    uint32_t before; // the piece that was printed last; NO_PIECE
} Printer;

static const Piece *piece(const Printer *p, uint32_t i) { return &p->l->pieces.items[i]; }
static Group *group(const Printer *p, uint32_t i) { return &p->l->groups.items[i]; }
static const Comment *comment(const Printer *p, uint32_t i) { return &p->l->comments.items[i]; }

static uint32_t base_indent(const Printer *p) {
    return p->scopes.len ? p->scopes.items[p->scopes.len - 1].indent : 0;
}

static uint32_t next_piece(const Printer *p, uint32_t i) {
    do i++;
    while (piece(p, i)->dropped);
    return i;
}

// The comments between a piece and the one before, past dropped separators.
static uint32_t first_comment(const Printer *p, uint32_t i) {
    return i == 0 ? 0 : piece(p, p->before + 1)->comments;
}

// ---- how wide ----

static bool has_space(const Printer *p, uint32_t before, uint32_t i) {
    const Piece *at = piece(p, i);
    const Group *g = group(p, at->group);
    if (at->gap == GAP_BODY) return true;
    if (at->gap == GAP_CLOSE || (at->gap == GAP_ITEM && before == g->open)) {
        bool empty = at->gap == GAP_CLOSE && before == g->open;
        return piece(p, g->open)->kind == TOKEN_LBRACE && !empty;
    }
    if (at->gap == GAP_ITEM) return true;
    return space_between(p->l, piece(p, before), at);
}

static char separator(const Printer *p, uint32_t i) {
    const Piece *at = piece(p, i);
    if (at->gap != GAP_ITEM || at->role & ROLE_NO_SEP) return 0;
    return group(p, at->group)->sep;
}

// Whether a line surely ends before the piece, as far as groups are decided.
static bool ends_line(const Printer *p, uint32_t before, uint32_t i) {
    const Piece *at = piece(p, i);
    switch ((Gap)at->gap) {
    case GAP_JOIN: return keeps_break(piece(p, before), at);
    case GAP_KEEP_BASE:
    case GAP_BODY: return at->broke;
    case GAP_LINE: return true;
    case GAP_ITEM:
    case GAP_CLOSE: return group(p, at->group)->broken || group(p, at->group)->user_broken;
    }
    unreachable("a gap that is none");
}

typedef struct Measure {
    uint32_t column;
    uint32_t before;
    bool line_ended;
} Measure;

static bool over(const Measure *m) { return m->column > LINE_MAX_COLUMNS; }

// Adds a piece with what stands before it on one line.
static void measure(const Printer *p, Measure *m, uint32_t i) {
    for (uint32_t c = piece(p, m->before + 1)->comments; c < comments_end(p->l, i); c++) {
        const Comment *at = comment(p, c);
        m->line_ended |= at->line || at->multiline;
        if (!m->line_ended)
            m->column += 1 + text_columns(p->l->text + at->start, p->l->text + at->end);
    }
    m->line_ended |= ends_line(p, m->before, i);
    if (separator(p, i)) m->column++;
    if (m->line_ended) return;
    m->column += has_space(p, m->before, i) + piece(p, i)->width;
    m->line_ended |= piece(p, i)->multiline;
    m->before = i;
}

static bool may_break(const Printer *p, uint32_t i) {
    uint32_t opens = piece(p, i)->opens;
    return opens && !group(p, opens)->solid;
}

// Whether the group that `open` has opened fits the line: up to its end and on to where the line
// may end after it; where something inside breaks the line anyway, up to there.
static bool fits(const Printer *p, uint32_t open) {
    const Group *g = group(p, piece(p, open)->opens);
    Measure m = {.column = p->o.column, .before = open};
    for (uint32_t i = next_piece(p, open); !m.line_ended && !over(&m); i = next_piece(p, i)) {
        measure(p, &m, i);
        bool stop = i == g->hug || (i > g->close && may_break(p, i));
        if (m.line_ended || stop || piece(p, i)->kind == TOKEN_END) break;
    }
    return !over(&m);
}

// Whether an element of a row fits the line, with the space before and the comma behind it.
static bool element_fits(const Printer *p, uint32_t i) {
    uint32_t owner = piece(p, i)->group;
    Measure m = {.column = p->o.column + 2 + piece(p, i)->width, .before = i};
    m.line_ended = piece(p, i)->multiline;
    for (i = next_piece(p, i); !m.line_ended && !over(&m); i = next_piece(p, i)) {
        if (piece(p, i)->group == owner) break;
        measure(p, &m, i);
    }
    m.column++;
    return !over(&m);
}

// Whether a body without braces fits the line of its `if`, `else` or loop.
static bool body_fits(const Printer *p, uint32_t i) {
    uint32_t close = group(p, piece(p, i)->group)->close;
    Measure m = {.column = p->o.column, .before = p->before};
    for (; !m.line_ended && !over(&m) && i <= close; i = next_piece(p, i)) measure(p, &m, i);
    return !over(&m);
}

// ---- comments ----

typedef struct Break {
    bool line;           // the piece begins a line
    bool blank;          // blank lines are kept, one
    uint32_t indent;     // of the piece
    uint32_t own_indent; // of comments on lines of their own
} Break;

// The comments from the result on stand on the piece's own line, before it.
static uint32_t bound_comments(const Printer *p, uint32_t first, uint32_t i) {
    uint32_t c = comments_end(p->l, i);
    bool touches = piece(p, i)->newlines == 0;
    while (c > first && c > piece(p, i)->comments && touches && !comment(p, c - 1)->line) {
        c--;
        touches = comment(p, c)->newlines == 0;
    }
    return c;
}

static void print_inline(Printer *p, uint32_t c) {
    bool opener = p->before != NO_PIECE && (piece(p, p->before)->kind == TOKEN_LPAREN ||
                                            piece(p, p->before)->kind == TOKEN_LBRACKET);
    bool first = p->before != NO_PIECE && c == first_comment(p, p->before + 1);
    if (p->o.column > p->o.indent && !(opener && first)) output_char(&p->o, ' ');
    output_comment(&p->o, p->l, comment(p, c));
}

// Comments that are not bound to the piece: behind the code, or on lines of their own.
static bool print_comments(Printer *p, uint32_t first, uint32_t end, Break *b, bool blank) {
    bool ended = p->before == NO_PIECE;
    bool behind = false; // the comment, or the one that it continues, stands behind code
    for (uint32_t c = first; c < end; c++) {
        const Comment *at = comment(p, c);
        bool own = ended || at->newlines > 0;
        behind = c > first ? behind && output_continues(p->l, at) : !own;
        if (own && behind) {
            output_newline(&p->o, 0, false);
            output_trailing(&p->o, p->l, at);
            output_comment(&p->o, p->l, at);
        } else if (own) {
            output_newline(&p->o, b->own_indent, blank && at->newlines > 1);
            output_comment(&p->o, p->l, at);
        } else if (c == first) {
            output_trailing(&p->o, p->l, at);
            output_comment(&p->o, p->l, at);
        } else {
            output_char(&p->o, ' ');
            output_comment(&p->o, p->l, at);
        }
        blank = b->blank;
        ended = at->line;
    }
    return ended;
}

// ---- between two pieces ----

static Break decide(const Printer *p, uint32_t i) {
    const Piece *at = piece(p, i);
    const Group *g = group(p, at->group);
    uint32_t base = base_indent(p);
    uint32_t deeper = base + (at->role & ROLE_HEAD ? 2u * INDENT : INDENT);
    if (at->role & ROLE_OUTER) deeper = base;
    Break b = {.indent = base, .own_indent = base};
    if (p->before == NO_PIECE) b.line = true;
    else if (at->gap == GAP_ITEM && g->rows && p->before != g->open)
        b.line = at->broke || !element_fits(p, i);
    else if (at->gap == GAP_BODY) b.line = at->broke || !body_fits(p, i);
    else b.line = ends_line(p, p->before, i);
    switch ((Gap)at->gap) {
    case GAP_JOIN: b.indent = b.own_indent = deeper; break;
    case GAP_KEEP_BASE: break;
    case GAP_BODY: b.indent = b.own_indent = base + INDENT; break;
    case GAP_LINE:
    case GAP_ITEM: b.blank = true; break;
    case GAP_CLOSE: {
        const Scope *s = &p->scopes.items[p->scopes.len - 1];
        b.indent = s->outer;
        b.own_indent = s->indent > s->outer ? s->indent : s->outer + INDENT;
        b.blank = true;
        break;
    }
    }
    return b;
}

static bool first_in_group(const Printer *p, uint32_t i) {
    if (p->before == NO_PIECE) return true;
    return piece(p, p->before)->opens && piece(p, i)->group == piece(p, p->before)->opens;
}

// The comma or semicolon between two items, or behind the last one of a broken list.
static void print_separator(Printer *p, uint32_t i, bool line) {
    const Piece *at = piece(p, i);
    const Group *g = group(p, at->group);
    bool list = g->kind == GROUP_LIST;
    char sep = separator(p, i);
    bool last = at->gap == GAP_CLOSE && list && g->broken && p->before != g->open;
    if (last && piece(p, p->before)->kind != TOKEN_ELLIPSIS) sep = g->sep; // not behind C's `...`
    if (sep && (list || !line)) output_char(&p->o, sep);
}

// Block comments that stand before a separator stay before it.
static uint32_t print_before_separator(Printer *p, uint32_t first, uint32_t i) {
    for (; first < piece(p, i)->comments; first++) {
        const Comment *c = comment(p, first);
        if (c->line || c->multiline || c->newlines > 0) break;
        print_inline(p, first);
    }
    return first;
}

// The first comment that stands on the piece's own line, which begins with it.
static uint32_t find_bound(const Printer *p, uint32_t first, uint32_t i, const Break *b) {
    const Piece *at = piece(p, i);
    bool line = b->line;
    for (uint32_t c = first; c < comments_end(p->l, i); c++) line |= comment(p, c)->line;
    if (!line) return first;
    bool closes = b->line && (at->gap == GAP_CLOSE || at->kind == TOKEN_END);
    return closes ? comments_end(p->l, i) : bound_comments(p, first, i);
}

static void print_gap(Printer *p, uint32_t i) {
    const Piece *at = piece(p, i);
    Break b = decide(p, i);
    uint32_t first = first_comment(p, i);
    uint32_t end = comments_end(p->l, i);
    if (p->before != NO_PIECE) {
        first = print_before_separator(p, first, i);
        print_separator(p, i, b.line);
    }
    uint32_t bound = find_bound(p, first, i, &b);
    bool blank = b.blank && !first_in_group(p, i);
    bool line = print_comments(p, first, bound, &b, blank) || b.line;
    if (at->kind == TOKEN_END) return;
    blank = bound > first ? b.blank : blank;
    uint8_t newlines = bound < end ? comment(p, bound)->newlines : at->newlines;
    if (line) output_newline(&p->o, b.indent, blank && newlines > 1 && at->gap != GAP_CLOSE);
    for (uint32_t c = bound; c < end; c++) print_inline(p, c);
    bool space = bound < end || (!line && has_space(p, p->before, i));
    if (space) output_char(&p->o, ' ');
}

// ---- groups ----

static void open_group(Printer *p, uint32_t i) {
    Group *g = group(p, piece(p, i)->opens);
    g->broken = g->user_broken || (!g->solid && !fits(p, i));
    uint32_t base = base_indent(p);
    bool structural = g->kind == GROUP_BLOCK && !g->line_based;
    uint32_t outer = structural ? base : p->o.indent;
    Scope s = {piece(p, i)->opens, g->broken ? outer + INDENT : base, outer};
    VEC_PUSH(p->l->arena, &p->scopes, s);
}

static void open_body(Printer *p, uint32_t i) {
    uint32_t base = base_indent(p);
    bool line = p->o.column == p->o.indent && p->o.indent > base;
    Scope s = {piece(p, i)->group, line ? base + INDENT : base, base};
    VEC_PUSH(p->l->arena, &p->scopes, s);
}

static void close_bodies(Printer *p, uint32_t i) {
    while (p->scopes.len) {
        const Group *g = group(p, p->scopes.items[p->scopes.len - 1].group);
        if (g->kind != GROUP_BODY || g->close != i) return;
        p->scopes.len--;
    }
}

FileText layout_print(Layout *l) {
    Printer p = {.l = l, .o = {.arena = l->arena}, .before = NO_PIECE};
    for (uint32_t i = 0; i < l->pieces.len; i++) {
        const Piece *at = &l->pieces.items[i];
        if (at->dropped) continue;
        print_gap(&p, i);
        if (at->gap == GAP_BODY) open_body(&p, i);
        if (at->gap == GAP_CLOSE) p.scopes.len--;
        output_text(&p.o, l->text + at->start, at->end - at->start,
                    at->multiline ? at->last_width : at->width, at->multiline);
        p.before = i;
        if (at->opens) open_group(&p, i);
        close_bodies(&p, i);
    }
    return output_end(&p.o, &l->session->arena);
}
