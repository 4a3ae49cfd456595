// What a lambda gives whose result is not written: the common type of all that it returns. Each
// value is checked where it stands, but literals, `null` and `Ok(x)`, which take their type from
// the others: they wait for the end of the body. Then all are converted to the common type.
#include "check/body/body.h"
#include "check/expr/expr.h"
#include "syntax/walk.h"

typedef enum Rank { RANK_VALUE, RANK_FRACTION, RANK_INTEGER, RANK_HALF, RANK_OPEN, RANK_NULL } Rank;

static Rank rank_of(Checker *c, Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    if (n->kind == NODE_NULL) return RANK_NULL;
    if (literal_is_open(n)) return RANK_OPEN;
    if (half_is(c, n)) return RANK_HALF;
    return (Rank)literal_rank(n);
}

// What guides literals, lambdas and `Ok(x)`.
static const Type *guide(const FunctionContext *f) { return f->inferred ? f->inferred : f->hint; }

static void join(Checker *c, Node **value, const Type *t) {
    FunctionContext *f = c->function;
    const Type *both = f->inferred ? check_join(c, f->inferred, t) : t;
    bool hinted = !both && f->hint && convert_exists(c, f->inferred, f->hint) &&
                  convert_exists(c, t, f->hint);
    if (hinted) both = f->hint; // two classes where an interface is wanted
    if (both) f->inferred = both;
    else check_convert(c, value, f->inferred, "result, of the type that was returned before");
}

void returned_value(Checker *c, Node **value) {
    FunctionContext *f = c->function;
    Rank rank = rank_of(c, *value);
    bool hinted = f->hint && result_is(type_strip(f->hint));
    if (rank == RANK_HALF && !hinted) half_take(c, &f->halves, *value);
    else if (rank == RANK_VALUE || rank == RANK_HALF)
        join(c, value, check_expr(c, value, guide(f)));
    VEC_PUSH(c->arena, &f->returned, value);
}

static void look_for_value(void *found, Node *n) {
    if (n->kind == NODE_LAMBDA || n->kind == NODE_FUNCTION) return;
    if (n->kind == NODE_RETURN && n->u.leave.value) *(bool *)found = true;
    node_each_child(n, look_for_value, found);
}

bool returned_nowhere(Node *body) {
    bool found = false;
    if (body->kind == NODE_BLOCK) node_each_child(body, look_for_value, &found);
    return body->kind == NODE_BLOCK && !found;
}

static void settle_halves(Checker *c) {
    FunctionContext *f = c->function;
    const Type *whole = NULL;
    for (uint32_t i = 0; i < f->returned.len; i++) {
        Node **value = f->returned.items[i];
        if ((*value)->type || rank_of(c, *value) != RANK_HALF) continue;
        if (!whole) whole = halves_type(c, &f->halves, f->inferred, (*value)->span);
        join(c, value, half_check(c, value, whole));
    }
}

bool returned_waits(const FunctionContext *f) { return !f->inferred && f->returned.len > 0; }

void returned_settle(Checker *c) {
    FunctionContext *f = c->function;
    for (Rank rank = RANK_FRACTION; rank <= RANK_NULL; rank++) {
        if (rank == RANK_HALF) settle_halves(c);
        for (uint32_t i = 0; i < f->returned.len; i++) {
            Node **value = f->returned.items[i];
            if ((*value)->type || rank_of(c, *value) != rank) continue;
            join(c, value, check_expr(c, value, guide(f)));
        }
    }
    if (!f->inferred || f->inferred->kind == TYPE_VOID) return;
    if (f->hint && f->inferred->kind != TYPE_NEVER && convert_exists(c, f->inferred, f->hint))
        f->inferred = f->hint;
    for (uint32_t i = 0; i < f->returned.len; i++)
        if ((*f->returned.items[i])->type->kind != TYPE_VOID)
            check_convert(c, f->returned.items[i], f->inferred, "result");
}
