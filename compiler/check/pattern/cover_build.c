// From the checked arms of a `match` to the question of cover.c, and from its answers to
// diagnostics: an arm that is never reached, and values that no arm takes.
#include "check/pattern/pattern.h"

#include <string.h>

#include "syntax/walk.h"

static const CoverPattern any = {.kind = COVER_ANY};

// ---- what is asked ----

static CoverPattern *new_pattern(Arena *a, CoverKind kind) {
    CoverPattern *p = ARENA_NEW(a, CoverPattern);
    p->kind = kind;
    return p;
}

static const CoverPattern *build(Arena *a, const Node *n);

// A constructor with parts of which nothing is known yet.
static const CoverPattern **with_parts(Arena *a, CoverPattern *p, const Type *t, uint32_t index) {
    p->index = index;
    p->count = cover_part_count(t, index);
    const CoverPattern **parts = ARENA_ARRAY(a, const CoverPattern *, p->count + 1);
    for (uint32_t i = 0; i < p->count; i++) parts[i] = &any;
    p->parts = parts;
    return parts;
}

static const CoverPattern *build_list(Arena *a, CoverKind kind, const NodeList *items) {
    CoverPattern *p = new_pattern(a, kind);
    const CoverPattern **parts = ARENA_ARRAY(a, const CoverPattern *, items->len + 1);
    p->count = items->len;
    p->parts = parts;
    for (uint32_t i = 0; i < items->len; i++) parts[i] = build(a, items->items[i]);
    return p;
}

static const CoverPattern *build_key(Arena *a, const Node *n) {
    CoverPattern *p = new_pattern(a, COVER_KEY);
    p->key = n;
    return p;
}

static const CoverPattern *build_literal(Arena *a, const Node *n) {
    const Node *value = n->u.pattern_expr.expr;
    CoverInt number;
    CoverPattern *p = new_pattern(a, COVER_PART);
    if (value->kind == NODE_NULL || value->kind == NODE_BOOL) {
        with_parts(a, p, n->type, value->kind == NODE_BOOL && value->u.boolean);
        return p;
    }
    if (!pattern_int(value, &number)) return build_key(a, n);
    p->kind = COVER_RANGE;
    p->from = p->to = number;
    return p;
}

static const CoverPattern *build_range(Arena *a, const Node *n) {
    CoverPattern *p = new_pattern(a, COVER_RANGE);
    if (!pattern_int(n->u.pattern_range.from, &p->from) ||
        !pattern_int(n->u.pattern_range.to, &p->to))
        return build_key(a, n);
    p->to--;
    return p;
}

static uint32_t field_index(const Type *t, const Symbol *variant, Name name) {
    const Variant *v = variant ? pattern_variant(t, variant) : NULL;
    uint32_t count = v ? v->fields.len : t->u.nominal->fields.len;
    const Field *fields = v ? v->fields.items : t->u.nominal->fields.items;
    uint32_t i = 0;
    while (i + 1 < count && fields[i].name != name) i++;
    return i;
}

static const CoverPattern *build_struct(Arena *a, const Node *n) {
    const Symbol *symbol = n->u.pattern_variant.symbol;
    bool is_variant = symbol && symbol->kind == SYMBOL_VARIANT;
    if (symbol && !is_variant && symbol->type != n->type) return build_key(a, n);
    CoverPattern *p = new_pattern(a, COVER_PART);
    const CoverPattern **parts = with_parts(a, p, n->type, is_variant ? symbol->index : 0);
    for (uint32_t i = 0; i < n->u.pattern_variant.items.len; i++) {
        const Node *field = n->u.pattern_variant.items.items[i];
        if (field->kind != NODE_PATTERN_FIELD) continue;
        uint32_t index =
            field_index(n->type, is_variant ? symbol : NULL, field->u.pattern_field.name);
        if (index < p->count) parts[index] = build(a, field->u.pattern_field.pattern);
    }
    return p;
}

static const CoverPattern *build_variant(Arena *a, const Node *n, const Symbol *symbol,
                                         const NodeList *items) {
    CoverPattern *p = new_pattern(a, COVER_PART);
    const CoverPattern **parts = with_parts(a, p, n->type, symbol->index);
    for (uint32_t i = 0; i < items->len; i++) parts[i] = build(a, items->items[i]);
    return p;
}

static const CoverPattern *build_path(Arena *a, const Node *n) {
    const Symbol *symbol = n->u.pattern_expr.symbol;
    if (symbol->kind == SYMBOL_VARIANT) return build_variant(a, n, symbol, &(NodeList){0});
    return build_key(a, n);
}

// `[a, b]` is a, and behind it b, and behind that nothing.
static const CoverPattern *build_elements(Arena *a, const Node *n) {
    const NodeList *items = &n->u.pattern_list.items;
    CoverPattern *none = new_pattern(a, COVER_PART);
    const CoverPattern *list = none;
    for (uint32_t i = items->len; i-- > 0;) {
        if (items->items[i]->kind == NODE_PATTERN_REST) {
            list = &any;
            continue;
        }
        CoverPattern *p = new_pattern(a, COVER_PART);
        const CoverPattern **parts = with_parts(a, p, n->type, 1);
        parts[0] = build(a, items->items[i]);
        parts[1] = list;
        list = p;
    }
    return list;
}

static const CoverPattern *build_some(Arena *a, const Node *n) {
    CoverPattern *p = new_pattern(a, COVER_PART);
    with_parts(a, p, n->type, 1)[0] = build(a, n->u.wrap.operand);
    return p;
}

static const CoverPattern *build(Arena *a, const Node *n) {
    switch ((int)n->kind) {
    case NODE_PATTERN_LITERAL: return build_literal(a, n);
    case NODE_PATTERN_RANGE: return build_range(a, n);
    case NODE_PATTERN_PATH: return build_path(a, n);
    case NODE_PATTERN_VARIANT:
        return build_variant(a, n, n->u.pattern_variant.symbol, &n->u.pattern_variant.items);
    case NODE_PATTERN_STRUCT: return build_struct(a, n);
    case NODE_PATTERN_TUPLE:
        if (n->type->kind != TYPE_TUPLE) return build_elements(a, n);
        return build_list(a, COVER_PART, &n->u.pattern_list.items);
    case NODE_PATTERN_OR: return build_list(a, COVER_OR, &n->u.pattern_list.items);
    case NODE_PATTERN_SOME: return build_some(a, n);
    }
    return &any;
}

// ---- keys ----

static const Type *tested_type(const Node *n) {
    const Symbol *s = n->kind == NODE_PATTERN_PATH     ? n->u.pattern_expr.symbol
                      : n->kind == NODE_PATTERN_STRUCT ? n->u.pattern_variant.symbol
                                                       : NULL;
    return s ? s->type : NULL;
}

static bool takes_all(const Node *n) {
    return n->kind == NODE_PATTERN_WILDCARD || n->kind == NODE_PATTERN_BIND;
}

static bool takes_all_fields(const Node *n) {
    for (uint32_t i = 0; n->kind == NODE_PATTERN_STRUCT && i < n->u.pattern_variant.items.len; i++)
        if (!takes_all(n->u.pattern_variant.items.items[i]->u.pattern_field.pattern)) return false;
    return true;
}

static bool same_text(const Node *a, const Node *b) {
    return a->u.string.len == b->u.string.len &&
           memcmp(a->u.string.text, b->u.string.text, a->u.string.len) == 0;
}

// A float that is written: `-1.5`, or an integer as one.
static bool known_float(const Node *n, double *out) {
    bool minus = n->kind == NODE_UNARY && n->u.unary.op == TOKEN_MINUS;
    if (minus) n = n->u.unary.operand;
    if (n->kind == NODE_FLOAT) *out = n->u.float_.value;
    else if (n->kind == NODE_INT && type_is_float(n->type)) *out = (double)n->u.int_.value;
    else return false;
    if (minus) *out = -*out;
    return true;
}

static bool float_covers(const Node *a, const Node *b) {
    bool range = a->kind == NODE_PATTERN_RANGE;
    double from, to, other_from, other_to;
    if (!known_float(range ? a->u.pattern_range.from : a->u.pattern_expr.expr, &from)) return false;
    bool other = b->kind == NODE_PATTERN_RANGE;
    if (!known_float(other ? b->u.pattern_range.from : b->u.pattern_expr.expr, &other_from))
        return false;
    if (!range) return !other && from == other_from;
    if (!known_float(a->u.pattern_range.to, &to)) return false;
    if (!other) return from <= other_from && other_from < to;
    return known_float(b->u.pattern_range.to, &other_to) && from <= other_from && other_to <= to;
}

static bool literal_covers(const Node *a, const Node *b) {
    const Node *x = a->u.pattern_expr.expr, *y = b->u.pattern_expr.expr;
    const Symbol *name = x->kind == NODE_NAME ? x->u.name.symbol : NULL;
    if (name) return y->kind == NODE_NAME && y->u.name.symbol == name;
    if (x->kind != y->kind) return false;
    if (x->kind == NODE_STRING || x->kind == NODE_BYTES) return same_text(x, y);
    if (x->kind == NODE_DURATION) return x->u.duration.ns == y->u.duration.ns;
    return x->kind == NODE_MEMBER && x->u.member.symbol && x->u.member.symbol == y->u.member.symbol;
}

static bool key_covers(const void *first, const void *second) {
    const Node *a = first, *b = second;
    const Type *x = tested_type(a), *y = tested_type(b);
    if (x && y) {
        bool within = x == y || (x->kind == TYPE_INTERFACE && nominal_implements(y->u.nominal, x));
        return within && takes_all_fields(a);
    }
    if (x || y || b->kind == NODE_PATTERN_PATH) return false;
    if (type_is_float(a->type)) return float_covers(a, b);
    return a->kind == NODE_PATTERN_LITERAL && b->kind == NODE_PATTERN_LITERAL &&
           literal_covers(a, b);
}

// ---- what is reported ----

static Cover new_cover(Arena *a, const Type *type) {
    return (Cover){.arena = a, .type = type, .key_covers = key_covers};
}

static void find_poison(void *found, Node *n) {
    bool poison = n->kind == NODE_POISON || (n->type && n->type->kind == TYPE_POISON);
    if (poison) *(bool *)found = true;
    node_each_child(n, find_poison, found);
}

static bool has_poison(Node *pattern) {
    bool found = false;
    find_poison(&found, pattern);
    return found;
}

static void report_too_large(Checker *c, const Node *match) {
    Diag *g = diag_error(&c->session->diags, E0329, match->u.match.subject->span,
                         "this `match` is too large to tell whether it takes every value");
    diag_note(g, "the time for it grows with every combination of patterns side by side");
    diag_help(g, "match the parts one after the other, in a `match` inside of an arm");
}

// The arms that take what an arm wants: one alone, or the last of those that do so together.
static void label_cover(Diag *g, Cover *asked, const Node *match, const Node *arm,
                        const CoverPattern *wanted) {
    Cover together = new_cover(asked->arena, asked->type);
    const Node *last = NULL;
    for (uint32_t i = 0; match->u.match.arms.items[i] != arm; i++) {
        const Node *earlier = match->u.match.arms.items[i];
        if (earlier->u.arm.guard) continue;
        const CoverPattern *p = build(asked->arena, earlier->u.arm.pattern);
        Cover alone = new_cover(asked->arena, asked->type);
        cover_add(&alone, p);
        if (!cover_missing(&alone, wanted, 1).len && !alone.exhausted) {
            diag_label(g, earlier->u.arm.pattern->span, "this takes everything that it could");
            return;
        }
        if (last) continue;
        cover_add(&together, p);
        if (!cover_missing(&together, wanted, 1).len && !together.exhausted) last = earlier;
    }
    if (last)
        diag_label(g, last->u.arm.pattern->span,
                   "this and what stands before it take everything that it could");
}

static void check_arm(Checker *c, Cover *cover, const Node *match, const Node *arm) {
    const Node *pattern = arm->u.arm.pattern;
    const CoverPattern *p = build(cover->arena, pattern);
    if (!cover_missing(cover, p, 1).len && !cover->exhausted) {
        Diag *g = diag_error(&c->session->diags, E0327, pattern->span, "this arm is never reached");
        label_cover(g, cover, match, arm, p);
        diag_help(g, "leave it out, or put it before the arm that takes its values");
        return;
    }
    Cover so_far = *cover; // and the alternatives before this one
    so_far.rows = (CoverRows){0};
    bool alternatives = pattern->kind == NODE_PATTERN_OR;
    for (uint32_t i = 0; alternatives && i < cover->rows.len; i++)
        VEC_PUSH(cover->arena, &so_far.rows, cover->rows.items[i]);
    for (uint32_t i = 0; alternatives && i < p->count && !so_far.exhausted; i++) {
        if (!cover_missing(&so_far, p->parts[i], 1).len && !so_far.exhausted)
            diag_error(&c->session->diags, E0327, pattern->u.pattern_list.items.items[i]->span,
                       "this alternative is never reached");
        cover_add(&so_far, p->parts[i]);
    }
    cover->steps = so_far.steps;
    if (!arm->u.arm.guard) cover_add(cover, p);
}

enum { EXAMPLES_MAX = 4 };

static bool report_missing(Checker *c, Cover *cover, const Node *match) {
    CoverExamples missing = cover_missing(cover, NULL, EXAMPLES_MAX + 1);
    if (cover->exhausted || !missing.len) return false;
    const char *list = "", *first = cover_text(c->arena, missing.items[0], cover->type);
    for (uint32_t i = 0; i < missing.len && i < EXAMPLES_MAX; i++)
        list = arena_printf(c->arena, "%s%s`%s`", list, i ? ", " : "",
                            cover_text(c->arena, missing.items[i], cover->type));
    if (missing.len > EXAMPLES_MAX) list = arena_printf(c->arena, "%s, and more", list);
    Diag *g = diag_error(&c->session->diags, E0326, match->u.match.subject->span,
                         "this `match` does not take every value: missing %s", list);
    diag_label(g, match->u.match.subject->span, "of type `%s`", expr_type_text(c, cover->type));
    bool guarded = false;
    for (uint32_t i = 0; i < match->u.match.arms.len; i++)
        guarded |= match->u.match.arms.items[i]->u.arm.guard != NULL;
    if (guarded) diag_note(g, "an arm with a guard may refuse: it does not count");
    if (strcmp(first, "_") == 0) diag_help(g, "end with an arm for all others: `_ => ..`");
    else diag_help(g, "add an arm, `%s => ..`, or one for all others, `_ => ..`", first);
    return true;
}

bool cover_check(Checker *c, const Node *match) {
    const NodeList *arms = &match->u.match.arms;
    for (uint32_t i = 0; i < arms->len; i++)
        if (has_poison(arms->items[i]->u.arm.pattern)) return false;
    Arena arena;
    arena_init(&arena);
    Cover cover = new_cover(&arena, match->u.match.subject->type);
    for (uint32_t i = 0; i < arms->len && !cover.exhausted; i++)
        check_arm(c, &cover, match, arms->items[i]);
    bool misses = !cover.exhausted && report_missing(c, &cover, match);
    if (cover.exhausted) report_too_large(c, match);
    arena_deinit(&arena);
    return !misses && !cover.exhausted;
}

// ---- names that no null reaches ----

static void find_kind(void *context, Node *n) {
    struct {
        NodeKind kind;
        bool found;
    } *search = context;
    search->found |= n->kind == search->kind;
    node_each_child(n, find_kind, context);
}

static bool has_kind(Node *pattern, NodeKind kind) {
    struct {
        NodeKind kind;
        bool found;
    } search = {kind, false};
    find_kind(&search, pattern);
    return search.found;
}

static bool null_reaches(Cover *cover, Node *pattern, Node *bind) {
    Node saved = *bind, null = {.kind = NODE_NULL};
    bind->kind = NODE_PATTERN_LITERAL;
    bind->u.pattern_expr.expr = &null;
    const CoverPattern *with_null = build(cover->arena, pattern);
    *bind = saved;
    return cover_missing(cover, with_null, 1).len > 0 || cover->exhausted;
}

static Node *narrow_name(Checker *c, Node *bind) {
    Node *value = node_new(c->arena, NODE_PATTERN_BIND, bind->span);
    *value = *bind;
    value->type = value->u.bind.symbol->type = bind->type->u.elem;
    bind->kind = NODE_PATTERN_SOME;
    bind->u.wrap.operand = value;
    return value;
}

static bool has_options(const Typing *typing) {
    for (uint32_t i = 0; i < typing->binds.len; i++)
        if (typing->binds.items[i]->type->kind == TYPE_OPTION) return true;
    return false;
}

void cover_narrow_names(Checker *c, const Node *match, uint32_t arm, Typing *typing) {
    if (!has_options(typing)) return;
    const NodeList *arms = &match->u.match.arms;
    Node *pattern = arms->items[arm]->u.arm.pattern;
    Cover cover = new_cover(&c->session->scratch, match->u.match.subject->type);
    bool null_is_taken = false;
    for (uint32_t i = 0; i < arm; i++) {
        Node *earlier = arms->items[i]->u.arm.pattern;
        if (arms->items[i]->u.arm.guard || has_poison(earlier)) continue;
        null_is_taken |= has_kind(earlier, NODE_NULL);
        cover_add(&cover, build(cover.arena, earlier));
    }
    if (!null_is_taken || has_kind(pattern, NODE_PATTERN_OR) || has_poison(pattern)) return;
    for (uint32_t i = 0; i < typing->binds.len; i++) {
        Node *bind = typing->binds.items[i];
        if (bind->type->kind == TYPE_OPTION && !null_reaches(&cover, pattern, bind))
            typing->binds.items[i] = narrow_name(c, bind);
    }
}

bool cover_is_total(const Node *pattern, const Type *type) {
    if (has_poison((Node *)(uintptr_t)pattern)) return false;
    Arena arena;
    arena_init(&arena);
    Cover cover = new_cover(&arena, type);
    cover_add(&cover, build(&arena, pattern));
    bool total = !cover_missing(&cover, NULL, 1).len && !cover.exhausted;
    arena_deinit(&arena);
    return total;
}
