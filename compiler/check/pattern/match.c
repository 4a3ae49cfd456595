// `match`: each arm with the names of its pattern and what it tells of the value; the arms' values
// end in one type, as those of a conditional do. A match whose value nobody wants is a statement.
#include "check/pattern/pattern.h"

#include "check/body/body.h"
#include "check/decl/declare.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

typedef struct Arm { // what its body is checked with
    Scope *scope;
    Facts *facts;
    Facts *after; // NULL where it leaves
    const Type *type;
    bool leaves;
} Arm;

typedef struct Match {
    Checker *checker;
    Node *node;
    const Type *subject;
    const Type *expected;
    const Type *joined; // of the values so far; NULL: none
    Arm *arms;
    ResultHalves halves;
    bool is_statement;
    bool apart; // two values have no common type
} Match;

// ---- patterns and guards ----

static bool names_null(const Node *n) {
    if (n->kind == NODE_PATTERN_LITERAL) return n->u.pattern_expr.expr->kind == NODE_NULL;
    for (uint32_t i = 0; n->kind == NODE_PATTERN_OR && i < n->u.pattern_list.items.len; i++)
        if (names_null(n->u.pattern_list.items.items[i])) return true;
    return false;
}

// After an arm for null, a name is that of a value.
static void check_arm_pattern(Match *m, uint32_t arm, bool null_is_gone) {
    Checker *c = m->checker;
    Node *n = m->node->u.match.arms.items[arm];
    Node **pattern = &n->u.arm.pattern;
    if (null_is_gone) facts_know(c, m->node->u.match.subject);
    if (null_is_gone && (*pattern)->kind == NODE_PATTERN_BIND) pattern_wrap(c, pattern, m->subject);
    bool wrapped = (*pattern)->kind == NODE_PATTERN_SOME;
    Typing t = {.checker = c, .refutable = true};
    pattern_type(&t, wrapped ? &(*pattern)->u.wrap.operand : pattern,
                 wrapped ? m->subject->u.elem : m->subject);
    if (m->subject->kind != TYPE_POISON) cover_narrow_names(c, m->node, arm, &t);
    pattern_declare(c, &t);
    facts_assume_pattern(c, m->node->u.match.subject, *pattern, true);
}

static void check_head(Match *m, uint32_t i, bool null_is_gone) {
    Checker *c = m->checker;
    Node *n = m->node->u.match.arms.items[i];
    c->scope = m->arms[i].scope = scope_new(c->arena, c->scope);
    check_arm_pattern(m, i, null_is_gone);
    if (n->u.arm.guard) {
        check_condition(c, &n->u.arm.guard);
        facts_assume(c, n->u.arm.guard, true);
        names_assume(c, n->u.arm.guard, true);
    }
    m->arms[i].facts = facts_save(c);
}

static void check_heads(Match *m) {
    Checker *c = m->checker;
    Scope *outer = c->scope;
    Facts *before = facts_save(c);
    bool optional = m->subject->kind == TYPE_OPTION || m->subject->kind == TYPE_UNSURE;
    bool null_is_gone = false;
    for (uint32_t i = 0; i < m->node->u.match.arms.len; i++) {
        const Node *n = m->node->u.match.arms.items[i];
        check_head(m, i, null_is_gone);
        if (optional && !n->u.arm.guard && names_null(n->u.arm.pattern)) null_is_gone = true;
        c->scope = outer;
        facts_restore(c, before);
    }
}

// ---- bodies ----

// The expression that is an arm's value; NULL: a block that ends otherwise.
static Node **value_of(Node *arm) {
    if (arm->u.arm.body->kind != NODE_BLOCK) return &arm->u.arm.body;
    NodeList *items = &arm->u.arm.body->u.block.items;
    Node *last = items->len ? items->items[items->len - 1] : NULL;
    return last && last->kind == NODE_EXPR_STMT ? &last->u.stmt.expr : NULL;
}

static int rank_of(Node *arm) {
    Node **value = value_of(arm);
    if (!value) return 0;
    bool empty = (*value)->kind == NODE_NULL ||
                 ((*value)->kind == NODE_ARRAY && !(*value)->u.array.items.len) ||
                 ((*value)->kind == NODE_STRUCT_LITERAL && !(*value)->u.struct_literal.type);
    return empty ? LITERAL_RANK_MAX : literal_rank(*value);
}

static void join_value(Match *m, const Type *t) {
    if (!m->joined) {
        m->joined = t;
        return;
    }
    const Type *joined = check_join(m->checker, m->joined, t);
    if (joined) m->joined = joined;
    else m->apart = true;
}

static void check_value(Match *m, Node **value, const Type *expected) {
    if (m->is_statement) check_effect(m->checker, value);
    else if (!m->expected && half_is(m->checker, *value)) half_take(m->checker, &m->halves, *value);
    else check_expr(m->checker, value, expected);
}

// `Ok(x)` and `Err(e)` among the arms: what they are of is known now.
static void check_halves(Match *m) {
    Checker *c = m->checker;
    const Type *whole = m->halves.any ? halves_type(c, &m->halves, m->joined, m->node->span) : NULL;
    for (uint32_t i = 0; m->halves.any && i < m->node->u.match.arms.len; i++) {
        Node **value = value_of(m->node->u.match.arms.items[i]);
        if (!value || (*value)->type) continue;
        m->arms[i].type = half_check(c, value, whole);
        join_value(m, m->arms[i].type);
    }
}

static void check_body(Match *m, uint32_t i, const Type *expected) {
    Checker *c = m->checker;
    Node *n = m->node->u.match.arms.items[i], *body = n->u.arm.body, **value = value_of(n);
    c->scope = m->arms[i].scope;
    facts_restore(c, m->arms[i].facts);
    if (body->kind == NODE_BLOCK) {
        c->scope = scope_new(c->arena, c->scope);
        NodeList head = body->u.block.items;
        if (value) head.len--;
        check_stmts(c, &head);
    }
    if (value) check_value(m, value, expected);
    m->arms[i].leaves = check_always_leaves(body);
    m->arms[i].type = m->arms[i].leaves ? type_basic(c->types, NEVER)
                      : value           ? (*value)->type
                                        : type_basic(c->types, VOID);
    m->arms[i].after = facts_save(c);
}

// A literal takes its type from the other arms, which are then checked first.
static void check_bodies_of(Match *m) {
    Checker *c = m->checker;
    Scope *outer = c->scope;
    for (int rank = 0; rank <= LITERAL_RANK_MAX; rank++) {
        const Type *known = m->joined;
        for (uint32_t i = 0; i < m->node->u.match.arms.len; i++) {
            if (rank_of(m->node->u.match.arms.items[i]) != rank || m->arms[i].type) continue;
            check_body(m, i, m->expected || !rank ? m->expected : known);
            if (m->arms[i].type) join_value(m, m->arms[i].type);
        }
    }
    c->scope = outer;
    check_halves(m);
}

// What all arms know that come to the end.
static void join_facts(Match *m, Facts *before) {
    Checker *c = m->checker;
    Facts *known = NULL;
    bool any = false;
    for (uint32_t i = 0; i < m->node->u.match.arms.len; i++) {
        if (m->arms[i].leaves) continue;
        if (any) facts_join(c, known, m->arms[i].after);
        else facts_restore(c, m->arms[i].after);
        known = facts_save(c);
        any = true;
    }
    if (!any) facts_restore(c, before);
}

// ---- the value ----

static Span value_span(Node *arm) {
    Node **value = value_of(arm);
    return value ? (*value)->span : arm->u.arm.body->span;
}

static const Type *report_apart(Match *m) {
    Checker *c = m->checker;
    Node *const *arms = m->node->u.match.arms.items;
    const Type *joined = NULL;
    uint32_t first = 0;
    for (uint32_t i = 0; i < m->node->u.match.arms.len; i++) {
        const Type *t = m->arms[i].type, *both = joined ? check_join(c, joined, t) : t;
        if (both) {
            if (!joined || joined->kind == TYPE_NEVER) first = i;
            joined = both;
            continue;
        }
        if (t->kind == TYPE_VOID || joined->kind == TYPE_VOID) {
            uint32_t none = t->kind == TYPE_VOID ? i : first, other = none == i ? first : i;
            Diag *g = diag_error(diags(c), E0270, value_span(arms[none]),
                                 "this arm has no value, and another one gives a `%s`",
                                 expr_type_text(c, m->arms[other].type));
            diag_label(g, value_span(arms[other]), "`%s`", expr_type_text(c, m->arms[other].type));
            return expr_poison(c);
        }
        Diag *g =
            diag_error(diags(c), E0260, value_span(arms[i]), "`%s` and `%s` have no common type",
                       expr_type_text(c, joined), expr_type_text(c, t));
        diag_label(g, value_span(arms[first]), "`%s`", expr_type_text(c, joined));
        diag_label(g, value_span(arms[i]), "`%s`", expr_type_text(c, t));
        mismatch_help_join(g, joined, t);
        break;
    }
    return expr_poison(c);
}

static bool fits_context(const Match *m) {
    if (!m->expected) return false;
    for (uint32_t i = 0; i < m->node->u.match.arms.len; i++)
        if (!convert_exists(m->checker, m->arms[i].type, m->expected)) return false;
    return true;
}

static const Type *value_type(Match *m) {
    if (!m->joined) return expr_poison(m->checker); // no arms: reported
    if (m->apart && fits_context(m)) return m->expected;
    if (m->apart) return report_apart(m);
    return m->joined;
}

static void convert_values(Match *m, const Type *to) {
    if (to->kind == TYPE_VOID || to->kind == TYPE_NEVER || to->kind == TYPE_POISON) return;
    for (uint32_t i = 0; i < m->node->u.match.arms.len; i++) {
        Node *n = m->node->u.match.arms.items[i], **value = value_of(n);
        bool is_block = n->u.arm.body->kind == NODE_BLOCK;
        if (value && !(is_block && m->arms[i].leaves)) convert_apply(m->checker, value, to);
    }
}

static const Type *statement_type(const Match *m) {
    bool leaves = m->node->u.match.arms.len > 0;
    for (uint32_t i = 0; i < m->node->u.match.arms.len; i++) leaves &= m->arms[i].leaves;
    return leaves ? type_basic(m->checker->types, NEVER) : type_basic(m->checker->types, VOID);
}

static const Type *check_match(Match *m) {
    Checker *c = m->checker;
    Node *n = m->node;
    const Type *t = expr_taken_apart(c, &n->u.match.subject);
    m->subject = check_inferred(c, t, n->u.match.subject->span, "match");
    m->arms = ARENA_ARRAY(c->arena, Arm, n->u.match.arms.len + 1);
    Facts *before = facts_save(c);
    check_heads(m);
    bool whole = m->subject->kind != TYPE_POISON && cover_check(c, n);
    check_bodies_of(m);
    if (whole) join_facts(m, before);
    else facts_restore(c, before);
    if (m->is_statement) return statement_type(m);
    const Type *type = value_type(m);
    convert_values(m, type);
    return type;
}

const Type *expr_match(Checker *c, Node *n, const Type *expected) {
    Match m = {.checker = c, .node = n, .expected = expected};
    return check_match(&m);
}

void check_effect(Checker *c, Node **slot) {
    if ((*slot)->kind != NODE_MATCH) {
        check_expr(c, slot, NULL);
        return;
    }
    Match m = {.checker = c, .node = *slot, .is_statement = true};
    (*slot)->type = check_match(&m);
}
