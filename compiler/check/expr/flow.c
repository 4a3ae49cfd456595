// What is known not to be null at a point of a function, and of interface values what they are
// (LANGUAGE 3 "Narrowing"). Facts are an
// immutable list of paths, newest first, so that saving is copying a pointer and branches share
// what they had in common. A path is a name, `this`, or a field that cannot change below one of
// these, or a part of a tuple that cannot change.
#include "check/expr/expr.h"
#include "syntax/walk.h"

struct Facts {
    Facts *older;
    const Node *path;
    const Symbol *root; // NULL: `this`
    const Type *is;     // it is one of these; NULL: not null
};

// ---- paths ----

const Node *expr_bare(const Node *n) {
    for (;;) {
        if (n->kind == NODE_PAREN) n = n->u.wrap.operand;
        else if (n->kind == NODE_CONVERT && n->u.convert.kind != CONVERT_FUNCTION)
            n = n->u.convert.operand;
        else return n;
    }
}

// `t[1]` of a tuple, which is a constant index (member.c).
static bool is_part(const Node *n) {
    return n->kind == NODE_INDEX && n->u.index.object->type &&
           n->u.index.object->type->kind == TYPE_TUPLE && n->u.index.index->kind == NODE_INT;
}

static const Node *object_of(const Node *n) { // NULL: it is the root
    return n->kind == NODE_MEMBER ? expr_bare(n->u.member.object)
           : is_part(n)           ? expr_bare(n->u.index.object)
                                  : NULL;
}

static bool same_path(const Node *a, const Node *b) {
    a = expr_bare(a);
    b = expr_bare(b);
    if (a->kind != b->kind) return false;
    if (a->kind == NODE_NAME) return a->u.name.symbol == b->u.name.symbol;
    if (a->kind == NODE_THIS) return true;
    if (is_part(a) && is_part(b))
        return a->u.index.index->u.int_.value == b->u.index.index->u.int_.value &&
               same_path(a->u.index.object, b->u.index.object);
    return a->kind == NODE_MEMBER && a->u.member.symbol == b->u.member.symbol &&
           same_path(a->u.member.object, b->u.member.object);
}

static const Symbol *root_of(const Node *n) {
    n = expr_bare(n);
    while (object_of(n)) n = object_of(n);
    return n->kind == NODE_NAME ? n->u.name.symbol : NULL;
}

static bool is_constant(const Symbol *symbol) {
    return symbol->kind != SYMBOL_PARAM && !(symbol->flags & SYMBOL_LET);
}

static bool is_variable(const Symbol *symbol) {
    return symbol->kind == SYMBOL_LOCAL || symbol->kind == SYMBOL_PARAM ||
           symbol->kind == SYMBOL_GLOBAL;
}

// A struct or tuple value that cannot change: a `const`, a parameter that nothing assigns, a field
// that is readonly, or a part of one.
static bool is_constant_value(Checker *c, const Node *n) {
    n = expr_bare(n);
    if (n->kind == NODE_NAME)
        return n->u.name.symbol && is_variable(n->u.name.symbol) &&
               (is_constant(n->u.name.symbol) || assigns_no_part(c, n->u.name.symbol));
    if (is_part(n)) return is_constant_value(c, n->u.index.object);
    if (n->kind != NODE_MEMBER || !n->u.member.object->type) return false;
    return n->u.member.object->type->kind == TYPE_STRUCT &&
           is_constant_value(c, n->u.member.object);
}

// `this.pair`, where the field is readonly.
static bool is_fixed_field(const Node *n) {
    return n->kind == NODE_MEMBER && n->u.member.symbol &&
           n->u.member.symbol->kind == SYMBOL_FIELD && !n->u.member.is_computed &&
           n->u.member.symbol->flags & SYMBOL_READONLY;
}

bool facts_is_path(Checker *c, const Node *n) {
    n = expr_bare(n);
    if (n->type && n->type->kind == TYPE_WEAK) return false;
    if (n->kind == NODE_THIS) return true;
    if (n->kind == NODE_NAME) {
        Symbol *symbol = n->u.name.symbol;
        return symbol && is_variable(symbol) &&
               (is_constant(symbol) || !assigns_from_closure(c, symbol));
    }
    if (is_part(n)) {
        const Node *tuple = expr_bare(n->u.index.object);
        bool fixed = is_constant_value(c, tuple) || is_fixed_field(tuple) || is_part(tuple);
        return fixed && facts_is_path(c, tuple);
    }
    if (n->kind != NODE_MEMBER || !n->u.member.symbol || n->u.member.symbol->kind != SYMBOL_FIELD)
        return false;
    if (n->u.member.is_computed) return false;
    bool is_fixed = n->u.member.symbol->flags & SYMBOL_READONLY || is_constant_value(c, n);
    return is_fixed && facts_is_path(c, n->u.member.object);
}

// ---- the list ----

static bool knows(const Facts *facts, const Node *path, const Type *is) {
    const Symbol *root = root_of(path);
    for (; facts; facts = facts->older)
        if (facts->root == root && facts->is == is && same_path(facts->path, path)) return true;
    return false;
}

static Facts *add(Checker *c, Facts *older, const Facts *fact) {
    Facts *f = ARENA_NEW(c->arena, Facts);
    *f = *fact;
    f->older = older;
    return f;
}

static void know(Checker *c, const Node *path, const Type *is) {
    if (facts_is_path(c, path) && !knows(c->facts, path, is))
        c->facts = add(c, c->facts, &(Facts){NULL, expr_bare(path), root_of(path), is});
}

void facts_know(Checker *c, const Node *path) { know(c, path, NULL); }

// What the value of an interface is known to be, newest first; NULL: nothing.
static const Type *known_type(const Facts *facts, const Node *path) {
    const Symbol *root = root_of(path);
    for (; facts; facts = facts->older)
        if (facts->is && facts->root == root && same_path(facts->path, path)) return facts->is;
    return NULL;
}

const Type *facts_narrow(Checker *c, Node **slot) {
    const Type *t = (*slot)->type;
    if (t->kind == TYPE_WEAK) return convert_weak(c, slot); // it may go at any time
    const Node *path = *slot;
    bool optional = t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE;
    if (!c->facts || (!optional && t->kind != TYPE_INTERFACE)) return t;
    if (!facts_is_path(c, path) || (optional && !knows(c->facts, path, NULL))) return t;
    if (optional) convert_wrap(c, slot, CONVERT_NARROW, t = t->u.elem);
    const Type *is = t->kind == TYPE_INTERFACE ? known_type(c->facts, path) : NULL;
    if (is) convert_wrap(c, slot, CONVERT_DOWNCAST, t = is);
    return t;
}

Facts *facts_save(Checker *c) { return c->facts; }
void facts_restore(Checker *c, Facts *saved) { c->facts = saved; }

// Keeps those facts that `keep` wants; `end` and what is older stay, and what is older than the
// last one dropped is shared.
typedef bool Keep(const Facts *fact, const void *context);
static void keep_until(Checker *c, const Facts *end, Keep *keep, const void *context) {
    Facts *last_dropped = NULL;
    for (Facts *f = c->facts; f != end; f = f->older)
        if (!keep(f, context)) last_dropped = f;
    if (!last_dropped) return;
    VEC(const Facts *) kept = {0};
    for (const Facts *f = c->facts; f != last_dropped; f = f->older)
        if (keep(f, context)) VEC_PUSH(&c->session->scratch, &kept, f);
    c->facts = last_dropped->older;
    while (kept.len > 0) {
        const Facts *f = kept.items[--kept.len];
        c->facts = add(c, c->facts, f);
    }
}

static void keep_only(Checker *c, Keep *keep, const void *context) {
    keep_until(c, NULL, keep, context);
}

static bool has_other_root(const Facts *f, const void *symbol) { return f->root != symbol; }

void facts_forget(Checker *c, Symbol *symbol) { keep_only(c, has_other_root, symbol); }

static bool is_not_below(const Facts *f, const void *path) {
    for (const Node *n = f->path; n && object_of(n); n = object_of(n))
        if (same_path(n, path)) return false;
    return true;
}

void facts_forget_path(Checker *c, const Node *place) {
    place = expr_bare(place);
    if (!c->facts) return;
    if (place->kind == NODE_NAME && place->u.name.symbol) facts_forget(c, place->u.name.symbol);
    if (place->kind == NODE_MEMBER) keep_only(c, is_not_below, place);
}

// A parameter or `let` that nothing assigns is one: what was tested of it holds in functions made
// later.
typedef struct RootTest {
    Checker *checker;
} RootTest;

static bool has_constant_root(const Facts *f, const void *context) {
    const RootTest *test = context;
    return !f->root || is_constant(f->root) || assigns_never(test->checker, f->root);
}

void facts_keep_constant(Checker *c) { keep_only(c, has_constant_root, &(RootTest){c}); }

static bool has_other_name(const Facts *f, const void *name) {
    return !f->root || f->root->name != name;
}

static void forget_name(void *context, const Node *place) {
    if (place->kind == NODE_NAME) keep_only(context, has_other_name, place->u.name.name);
}

// Names are not resolved yet in there, so a hidden variable of the same name counts too.
static void forget_assigned(void *context, Node *n) {
    Checker *c = context;
    if (!c->facts) return;
    assigns_each(n, forget_name, c);
    node_each_child(n, forget_assigned, c);
}

void facts_forget_assigned(Checker *c, Node *body) {
    if (body) forget_assigned(c, body);
}

static uint32_t length(const Facts *f) {
    uint32_t n = 0;
    for (; f; f = f->older) n++;
    return n;
}

static bool is_also_in(const Facts *f, const void *other) { return knows(other, f->path, f->is); }

// The common tail is shared; of what is newer, both must know it.
void facts_join(Checker *c, Facts *a, Facts *b) {
    const Facts *x = a, *y = b;
    uint32_t x_len = length(x), y_len = length(y);
    for (; x_len > y_len; x_len--) x = x->older;
    for (; y_len > x_len; y_len--) y = y->older;
    while (x != y) {
        x = x->older;
        y = y->older;
    }
    c->facts = a;
    keep_until(c, x, is_also_in, b);
}

// ---- what conditions tell ----

// A value that is there: so is all that its way goes through by `?.`.
static void know_value(Checker *c, const Node *n) {
    facts_know(c, n);
    for (n = expr_bare(n);;) {
        const Node *object = n->kind == NODE_MEMBER  ? n->u.member.object
                             : n->kind == NODE_INDEX ? n->u.index.object
                             : n->kind == NODE_CALL  ? n->u.call.callee
                                                     : NULL;
        if (!object) return;
        bool optional = n->kind == NODE_MEMBER  ? n->u.member.optional
                        : n->kind == NODE_INDEX ? n->u.index.optional
                                                : n->u.call.optional;
        if (optional) facts_know(c, object);
        n = expr_bare(object);
    }
}

static void tell_equal(Checker *c, const Node *n, bool equal) {
    const Node *left = n->u.binary.left, *right = n->u.binary.right;
    const Node *l = expr_bare(left), *r = expr_bare(right);
    if (l->kind == NODE_NULL || r->kind == NODE_NULL) {
        if (!equal) know_value(c, l->kind == NODE_NULL ? right : left);
        return;
    }
    if (!equal || !left->type || !right->type) return;
    bool left_may_be_null = l->type && l->type != type_strip(l->type);
    bool right_may_be_null = r->type && r->type != type_strip(r->type);
    if (left_may_be_null && !right_may_be_null) know_value(c, left);
    if (right_may_be_null && !left_may_be_null) know_value(c, right);
}

// What a side changes after the other was read is not known: `x?.f(take(x)) != null`.
static void assume_equal(Checker *c, Node *n, bool equal) {
    tell_equal(c, n, equal);
    facts_forget_assigned(c, n);
}

// The left side is known to be `left`, and the right, which came after it, to be `right`.
static void assume_sides(Checker *c, Node *n, bool left, bool right) {
    facts_assume(c, n->u.binary.left, left);
    facts_forget_assigned(c, n->u.binary.right);
    facts_assume(c, n->u.binary.right, right);
}

static void assume_logical(Checker *c, Node *n, bool truth) {
    bool both = (n->u.binary.op == TOKEN_AND) == truth; // both sides are `truth`
    if (both) {
        assume_sides(c, n, truth, truth);
        return;
    }
    Facts *before = c->facts; // one of them is: the left, or the right after the left was not
    facts_assume(c, n->u.binary.left, truth);
    Facts *left = c->facts;
    c->facts = before;
    assume_sides(c, n, !truth, truth);
    facts_join(c, left, c->facts);
}

// The type that a pattern tests for on all of its sides; NULL: none.
static const Type *tested_type(const Node *pattern) {
    const Symbol *s = pattern->kind == NODE_PATTERN_PATH     ? pattern->u.pattern_expr.symbol
                      : pattern->kind == NODE_PATTERN_STRUCT ? pattern->u.pattern_variant.symbol
                                                             : NULL;
    bool tests = s && s->kind != SYMBOL_VARIANT && pattern->type->kind == TYPE_INTERFACE;
    return tests ? s->type : NULL;
}

static bool wants_value(const Node *pattern) {
    if (pattern->kind != NODE_PATTERN_OR) return pattern->kind == NODE_PATTERN_SOME;
    const NodeList *sides = &pattern->u.pattern_list.items;
    for (uint32_t i = 0; i < sides->len; i++)
        if (!wants_value(sides->items[i])) return false;
    return true;
}

static bool is_null_pattern(const Node *pattern) {
    return pattern->kind == NODE_PATTERN_LITERAL && pattern->u.pattern_expr.expr->kind == NODE_NULL;
}

void facts_assume_pattern(Checker *c, Node *value, const Node *pattern, bool truth) {
    if (!truth) {
        if (is_null_pattern(pattern)) facts_know(c, value);
        return;
    }
    if (wants_value(pattern)) facts_know(c, value);
    if (pattern->kind == NODE_PATTERN_SOME) pattern = pattern->u.wrap.operand;
    const Type *is = tested_type(pattern);
    if (is) know(c, value, is);
}

void facts_assume(Checker *c, Node *cond, bool truth) {
    switch ((int)cond->kind) {
    case NODE_PAREN: facts_assume(c, cond->u.wrap.operand, truth); break;
    case NODE_CONVERT: facts_assume(c, cond->u.convert.operand, truth); break;
    case NODE_UNARY:
        if (cond->u.unary.op == TOKEN_BANG) facts_assume(c, cond->u.unary.operand, !truth);
        break;
    case NODE_LOGICAL:
        if (cond->u.binary.op != TOKEN_QUESTION_QUESTION) assume_logical(c, cond, truth);
        break;
    case NODE_IS: facts_assume_pattern(c, cond->u.is.expr, cond->u.is.pattern, truth); break;
    case NODE_BINARY:
        if (cond->u.binary.op == TOKEN_EQ || cond->u.binary.op == TOKEN_SAME)
            assume_equal(c, cond, truth);
        else if (cond->u.binary.op == TOKEN_NE || cond->u.binary.op == TOKEN_NOT_SAME)
            assume_equal(c, cond, !truth);
        break;
    case NODE_NAME:
    case NODE_MEMBER: // `if (x)`, reported as no test: what was meant is known
        if (truth && cond->type->kind == TYPE_OPTION && facts_is_path(c, cond)) facts_know(c, cond);
        break;
    }
}
