// A new object and the first values of its fields, which follow it, are one statement:
// `Node *this = SEAM_NEW(Node, .value = value);`, or the constructor's `return` of that. What a
// field is given there neither runs code of anybody's nor sees the object; zero is left out.
#include <string.h>

#include "emit/c/body/body.h"

// The class, if the statement begins with its new object.
static const Nominal *makes(Body *b, const MirStmt *let) {
    const MirExpr *value = let->kind == MIR_LET ? let->u.let.value : NULL;
    if (!value || value->kind != MIR_NEW) return NULL;
    const Nominal *n = value->u.object.nominal;
    const MirLocal *local = &b->f->locals.items[let->u.let.local];
    bool plain = n->symbol->node && !n->has_finalize && local->type == n->type && !local->on_stack;
    if (!plain) return NULL; // a cell has a place to report
    const char *type = descriptor(b->u, n->type);
    return strcmp(type, arena_printf(b->u->arena, "&seam_type_%s", n->c_name)) == 0 ? n : NULL;
}

static bool is_calm(const Body *b, const MirExpr *e, uint32_t object) {
    switch ((int)e->kind) {
    case MIR_LOCAL: return e->u.local != object && !b->folded[e->u.local];
    case MIR_MOVE:
    case MIR_COPY:
        return e->u.operand->kind == MIR_LOCAL && is_calm(b, e->u.operand, object) &&
               !local_of(b, e->u.operand)->zeroed;
    case MIR_MAP:
    case MIR_ARRAY: return e->u.aggregate.items.len == 0;
    case MIR_INT:
    case MIR_FLOAT:
    case MIR_BOOL:
    case MIR_STRING:
    case MIR_NULL:
    case MIR_ZERO: return true;
    }
    return false;
}

static bool is_first_value(const Body *b, const MirStmt *s, uint32_t object) {
    if (s->kind != MIR_SET || !s->u.set.init) return false;
    const MirExpr *place = s->u.set.place, *value = s->u.set.value;
    return place->kind == MIR_FIELD && place->u.field.base->kind == MIR_LOCAL &&
           place->u.field.base->u.local == object && place->type == value->type &&
           is_calm(b, value, object);
}

static bool is_zero(const MirExpr *e) {
    return e->kind == MIR_NULL || e->kind == MIR_ZERO ||
           ((e->kind == MIR_INT || e->kind == MIR_BOOL) && !e->u.integer);
}

// On lines that are as full as others.
static void put_value(Body *b, const Nominal *n, const MirStmt *set) {
    enum { COLUMNS_MOST = 116 };
    if (is_zero(set->u.set.value)) return;
    Text *out = b->out, text;
    text_init(&text, b->u->arena);
    b->out = &text;
    put_initializer(b, set->u.set.value);
    b->out = out;
    const char *field = field_c_name(b->u, n->type, set->u.set.place->u.field.index);
    bool fits = text_column(out) + strlen(field) + text.len < COLUMNS_MOST;
    text_printf(out, ",%s.%s = %s", fits ? " " : "\n    ", field, text.chars);
}

static bool returns(const Body *b, const MirStmt *s, uint32_t object) {
    const MirExpr *e = s->kind == MIR_RETURN ? s->u.expr : NULL;
    if (e && e->kind == MIR_MOVE) e = e->u.operand;
    return e && e->kind == MIR_LOCAL && e->u.local == object && !b->f->throws &&
           !b->f->is_callback && !local_of(b, e)->zeroed;
}

uint32_t put_fresh_object(Body *b, const MirBlock *block, uint32_t i) {
    const MirStmt *let = block->items[i];
    const Nominal *n = makes(b, let);
    if (!n) return 0;
    uint32_t object = let->u.let.local, last = i;
    while (last + 1 < block->len && is_first_value(b, block->items[last + 1], object)) last++;
    bool all = last + 1 < block->len && returns(b, block->items[last + 1], object);
    if (last == i && !all) return 0;
    b->last = line_of(b, let->span);
    put_line(b, b->last);
    b->here = let->span;
    require_type(b->u, n->type);
    const char *name = b->f->locals.items[object].c_name;
    if (all) text_put(b->out, "return");
    else text_printf(b->out, "%s =", declare_c(b->u, n->type, name));
    bool empty = true;
    for (uint32_t k = i + 1; k <= last; k++) empty &= is_zero(block->items[k]->u.set.value);
    text_printf(b->out, " %s(%s", empty ? "SEAM_NEW_EMPTY" : "SEAM_NEW", n->c_name);
    for (uint32_t k = i + 1; k <= last; k++) put_value(b, n, block->items[k]);
    text_put(b->out, ");\n");
    return all ? last + 1 : last;
}
