// Definite assignment: a `let x: T` without a value gets one on every path before it is read, and a
// variable that was moved has none until it gets another; a
// constructor gives a value to every field that has none beside it, and hands `this` to nobody
// before. A walk over the checked body with one bit a variable, 64 at a time; what has more walks
// again.
#include "check/body/body.h"
#include "check/expr/expr.h"
#include "syntax/walk.h"

enum { BATCH = 64 };

typedef uint64_t Bits;              // which of the batch have a value
static const Bits ALL = UINT64_MAX; // also: this point is never reached

typedef struct Exit { // of a loop: what has a value wherever a `break` leaves it
    const Node *loop;
    Bits at_breaks;
    Bits at_continues;
    struct Exit *outer;
} Exit;

typedef struct Walk {
    Checker *checker;
    Symbol *tracked[BATCH];
    uint32_t count;
    Bits set;
    Bits fields;              // those of the batch that are fields of `this`
    const Node *moves[BATCH]; // where each was moved last; NULL: nowhere
    Bits gone;                // moved since the body of the innermost `try` began
    Bits deferred;            // read by a `defer`
    Bits reported;
    const Node *defer;   // the innermost around; NULL
    Symbol *constructor; // NULL outside
    Exit *exits;
} Walk;

static void walk(Walk *w, const Node *n);

static Bits bit_of(const Walk *w, const Symbol *s) {
    if (!s || s->local == 0 || s->local > w->count || w->tracked[s->local - 1] != s) return 0;
    return (Bits)1 << (s->local - 1);
}

// Does a `defer` stand here, and the variable outside of it?
static bool is_deferred(const Walk *w, const Symbol *s) {
    return w->defer && s->span.start < w->defer->span.start;
}

// ---- reading and writing ----

static void report_moved(Walk *w, const Symbol *s, Span span) {
    const Node *move = w->moves[s->local - 1];
    Bits bit = bit_of(w, s);
    if (w->reported & bit) return;
    w->reported |= bit;
    Diag *g = diag_error(&w->checker->session->diags, E0388, span,
                         "`%s` is used after it was moved", s->name->text);
    bool again = move->span.start <= span.start && span.end <= move->span.end;
    diag_label(g, again ? s->span : move->span, again ? "declared here" : "moved here");
    if (again) diag_note(g, "the turn of the loop before has moved it");
}

static void read_variable(Walk *w, const Symbol *s, Span span) {
    Bits bit = bit_of(w, s);
    if (is_deferred(w, s)) w->deferred |= bit;
    if (!bit || w->set & bit) return;
    if (w->moves[s->local - 1]) {
        report_moved(w, s, span);
        return;
    }
    Diag *g = diag_error(&w->checker->session->diags, E0384, span,
                         "`%s` is used before it has a value", s->name->text);
    if (s->kind == SYMBOL_FIELD) diag_label(g, s->span, "the field is declared here");
    else diag_label(g, s->span, "declared here without a value");
    if (s->kind == SYMBOL_FIELD) diag_help(g, "assign `this.%s` before this", s->name->text);
    else diag_help(g, "give it one where it is declared, or on every way to this place");
    w->set |= bit; // one report a variable
}

static void use_whole_this(Walk *w, Span span) {
    Bits missing = w->fields & ~w->set;
    if (!missing) return;
    const Symbol *first = w->tracked[__builtin_ctzll(missing)];
    Diag *g = diag_error(&w->checker->session->diags, E0384, span,
                         "`this` is used before all of its fields have values");
    diag_label(g, first->span, "`%s` has none yet", first->name->text);
    diag_help(g, "assign all fields first, or give them values where they are declared");
    w->set |= w->fields;
}

// `this.x` of a constructor: the field; NULL of anything else.
static const Symbol *own_field(const Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    if (n->kind != NODE_MEMBER || n->u.member.object->kind != NODE_THIS) return NULL;
    return n->u.member.symbol && n->u.member.symbol->kind == SYMBOL_FIELD ? n->u.member.symbol
                                                                          : NULL;
}

static const Symbol *target_of(const Node *n) {
    while (n->kind == NODE_PAREN) n = n->u.wrap.operand;
    return n->kind == NODE_NAME ? n->u.name.symbol : own_field(n);
}

static void walk_assign(Walk *w, const Node *n) {
    const Symbol *s = target_of(n->u.assign.target);
    bool plain = n->u.assign.op == TOKEN_ASSIGN && bit_of(w, s);
    if (!plain) walk(w, n->u.assign.target);
    walk(w, n->u.assign.value);
    if (plain) w->set |= bit_of(w, s);
}

static void walk_member(Walk *w, const Node *n) {
    const Symbol *field = own_field(n);
    if (field) read_variable(w, field, n->span);
    else walk(w, n->u.member.object);
}

// ---- paths ----

// `then` or `otherwise` (or nothing) after the point that is reached now.
static void walk_either(Walk *w, const Node *then, const Node *otherwise) {
    Bits before = w->set;
    if (then) walk(w, then);
    Bits after = w->set;
    w->set = before;
    if (otherwise) walk(w, otherwise);
    w->set &= after;
}

static Bits moved(const Walk *w) {
    Bits bits = 0;
    for (uint32_t i = 0; i < w->count; i++)
        if (w->moves[i]) bits |= (Bits)1 << i;
    return bits;
}

// `head` is a condition, or a pattern that begins again in each turn; NULL.
static void walk_loop(Walk *w, const Node *n, const Node *head, const Node *body, bool for_ever) {
    Exit exit = {n, ALL, ALL, w->exits};
    w->exits = &exit;
    Bits first = w->set;
    if (head) walk(w, head);
    Bits before = w->set;
    walk(w, body);
    Bits lost = first & ~(w->set & exit.at_continues) & moved(w);
    if (lost) { // the next turn comes without them
        w->set = first & ~lost;
        if (head) walk(w, head);
        before &= w->set;
        walk(w, body);
    }
    w->exits = exit.outer;
    w->set = (for_ever ? ALL : before) & exit.at_breaks;
}

static void walk_jump(Walk *w, const Node *n) {
    for (Exit *e = w->exits; e; e = e->outer) {
        Name label = e->loop->kind == NODE_WHILE ? e->loop->u.while_.label : e->loop->u.for_.label;
        if (n->u.jump.label && n->u.jump.label != label) continue;
        *(n->kind == NODE_BREAK ? &e->at_breaks : &e->at_continues) &= w->set;
        break;
    }
    w->set = ALL;
}

// What jumps out of a `try` passes its `finally`, which has moved these.
static void leave_without(Walk *w, Bits lost) {
    for (Exit *e = w->exits; e; e = e->outer) {
        e->at_breaks &= ~lost;
        e->at_continues &= ~lost;
    }
}

// An error may leave the body anywhere: a catch begins with what had a value before it, and was not
// moved in it.
static void walk_try(Walk *w, const Node *n) {
    Bits before = w->set, gone = w->gone;
    w->gone = 0;
    walk(w, n->u.try_.body);
    Bits after = w->set;
    before &= ~w->gone;
    for (uint32_t i = 0; i < n->u.try_.catches.len; i++) {
        w->set = before;
        walk(w, n->u.try_.catches.items[i]);
        after &= w->set;
    }
    gone |= w->gone;
    if (n->u.try_.finally_) {
        w->set = before & ~w->gone;
        w->gone = 0;
        walk(w, n->u.try_.finally_);
        leave_without(w, w->gone & ~w->set);
        after = (after & ~w->gone) | w->set;
        gone |= w->gone;
    }
    w->gone = gone;
    w->set = after;
}

static void walk_match(Walk *w, const Node *n) {
    walk(w, n->u.match.subject);
    Bits before = w->set, after = ALL;
    for (uint32_t i = 0; i < n->u.match.arms.len; i++) {
        const Node *arm = n->u.match.arms.items[i];
        w->set = before;
        walk(w, arm->u.arm.pattern);
        if (arm->u.arm.guard) walk(w, arm->u.arm.guard);
        before &= w->set; // what a guard has moved is gone for the arms behind it
        walk(w, arm->u.arm.body);
        after &= w->set;
    }
    w->set = after;
}

// ---- fields at the end of a constructor ----

static void check_fields_given(Walk *w) {
    Bits missing = w->fields & ~w->set;
    while (missing) {
        const Symbol *field = w->tracked[__builtin_ctzll(missing)];
        missing &= missing - 1;
        Diag *g =
            diag_error(&w->checker->session->diags, E0209, field->span,
                       "the field `%s` does not get a value on every path", field->name->text);
        diag_label(g, w->constructor->span, "this constructor gives it none");
        diag_help(g, "write `this.%s = ..` there, or give it one here", field->name->text);
    }
    w->set |= w->fields;
}

static void walk_leave(Walk *w, const Node *n) {
    if (n->u.leave.value) walk(w, n->u.leave.value);
    if (n->kind == NODE_RETURN && w->constructor) check_fields_given(w);
    w->set = ALL;
}

// ---- the walk ----

static void walk_child(void *context, Node *child) { walk(context, child); }

// A variable begins again where it is declared, in each round of a loop.
static void walk_var(Walk *w, const Node *n) {
    const Node *pattern = n->u.var.pattern;
    if (n->u.var.init) {
        walk(w, n->u.var.init);
        walk(w, pattern);
    } else if (pattern->kind == NODE_PATTERN_BIND) {
        w->set &= ~bit_of(w, pattern->u.bind.symbol);
    }
}

static void walk_bind(Walk *w, const Node *n) { w->set |= bit_of(w, n->u.bind.symbol); }

static void report_kept(Walk *w, const Node *move, const Symbol *s, const char *why) {
    Bits bit = bit_of(w, s);
    if (w->reported & bit) return;
    w->reported |= bit;
    Diag *g = diag_error(&w->checker->session->diags, E0388, move->span, "`%s` cannot be moved: %s",
                         s->name->text, why);
    diag_help(g, "leave `move` out");
}

static void walk_move(Walk *w, const Node *n) {
    const Symbol *s = target_of(expr_bare(n->u.wrap.operand));
    Bits bit = bit_of(w, s);
    walk(w, n->u.wrap.operand);
    if (!bit) return;
    if (s->flags & SYMBOL_CAPTURED) report_kept(w, n, s, "a function has captured it");
    else if (w->deferred & bit) report_kept(w, n, s, "a `defer` uses it at the end of its block");
    else if (is_deferred(w, s)) report_kept(w, n, s, "a `defer` runs at the end of its block");
    w->moves[s->local - 1] = n;
    w->set &= ~bit;
    w->gone |= bit;
}

static void walk_short_circuit(Walk *w, const Node *n) {
    walk(w, n->u.binary.left);
    walk_either(w, n->u.binary.right, NULL);
}

static void walk_defer(Walk *w, const Node *n) {
    Bits before = w->set;
    const Node *outer = w->defer;
    w->defer = n;
    walk(w, n->u.stmt.expr);
    w->defer = outer;
    w->set = before;
}

// Its `defer`s have run at its end.
static void walk_block(Walk *w, const Node *n) {
    Bits before = w->deferred;
    node_each_child(n, walk_child, w);
    w->deferred = before;
}

static void walk_if(Walk *w, const Node *n) {
    walk(w, n->u.if_.cond);
    walk_either(w, n->u.if_.then, n->u.if_.otherwise);
}

static void walk_conditional(Walk *w, const Node *n) {
    walk(w, n->u.conditional.cond);
    walk_either(w, n->u.conditional.then, n->u.conditional.otherwise);
}

static void walk_while(Walk *w, const Node *n) {
    walk_loop(w, n, n->u.while_.cond, n->u.while_.body, check_is_true(n->u.while_.cond));
}

static void walk_for(Walk *w, const Node *n) {
    walk(w, n->u.for_.iterable);
    walk_loop(w, n, n->u.for_.pattern, n->u.for_.body, false);
}

static void walk_name(Walk *w, const Node *n) { read_variable(w, n->u.name.symbol, n->span); }

static void walk_this(Walk *w, const Node *n) { use_whole_this(w, n->span); }

static void skip(Walk *w, const Node *n) { (void)w, (void)n; } // a body of its own

// Its body is its own affair, but what it captures has to be there.
static void walk_lambda(Walk *w, const Node *n) {
    const Symbol *f = n->u.lambda.symbol;
    for (uint32_t i = 0; f && i < f->captures.len; i++) {
        const Symbol *s = f->captures.items[i];
        if (s->node && s->node->kind == NODE_FUNCTION) use_whole_this(w, n->span);
        else read_variable(w, s, n->span);
    }
}

typedef void Walker(Walk *w, const Node *n);

static Walker *const walkers[NODE_KIND_COUNT] = {
    // of other kinds: the children in order
    [NODE_VAR] = walk_var,
    [NODE_BLOCK] = walk_block,
    [NODE_DEFER] = walk_defer,
    [NODE_IF] = walk_if,
    [NODE_WHILE] = walk_while,
    [NODE_FOR] = walk_for,
    [NODE_TRY] = walk_try,
    [NODE_FUNCTION] = skip,
    [NODE_STRUCT] = skip,
    [NODE_CLASS] = skip,
    [NODE_INTERFACE] = skip,
    [NODE_LAMBDA] = walk_lambda,
    [NODE_MOVE] = walk_move,
    [NODE_PATTERN_BIND] = walk_bind,
    [NODE_NAME] = walk_name,
    [NODE_THIS] = walk_this,
    [NODE_MEMBER] = walk_member,
    [NODE_ASSIGN] = walk_assign,
    [NODE_LOGICAL] = walk_short_circuit,
    [NODE_CONDITIONAL] = walk_conditional,
    [NODE_MATCH] = walk_match,
    [NODE_RETURN] = walk_leave,
    [NODE_THROW] = walk_leave,
    [NODE_BREAK] = walk_jump,
    [NODE_CONTINUE] = walk_jump,
};

static void walk(Walk *w, const Node *n) {
    if (walkers[n->kind]) walkers[n->kind](w, n);
    else node_each_child(n, walk_child, w);
    if (n->type && n->type->kind == TYPE_NEVER) w->set = ALL;
}

// ---- what is tracked ----

typedef struct Found {
    Arena *arena;
    VEC(Symbol *) list;
} Found;

static void find(Found *found, Symbol *s) {
    for (uint32_t i = 0; i < found->list.len; i++)
        if (found->list.items[i] == s) return;
    VEC_PUSH(found->arena, &found->list, s);
}

static void find_unset(void *context, Node *n) {
    Found *found = context;
    const Node *moved = n->kind == NODE_MOVE ? expr_bare(n->u.wrap.operand) : NULL;
    if (moved && moved->kind == NODE_NAME && moved->u.name.symbol)
        find(found, moved->u.name.symbol);
    if (n->kind == NODE_VAR && !n->u.var.init && n->u.var.pattern->kind == NODE_PATTERN_BIND) {
        Symbol *s = n->u.var.pattern->u.bind.symbol;
        if (s) find(found, s);
    }
    if (n->kind != NODE_FUNCTION && n->kind != NODE_CLASS && n->kind != NODE_STRUCT &&
        n->kind != NODE_LAMBDA)
        node_each_child(n, find_unset, context);
}

static void find_fields(Found *found, const Symbol *constructor) {
    const Nominal *n = constructor->owner->type->u.nominal;
    for (uint32_t i = 0; i < n->fields.len; i++) {
        Symbol *s = n->fields.items[i].symbol;
        if (s->node->kind == NODE_FIELD && !s->node->u.field.init && !(s->flags & SYMBOL_STATIC))
            VEC_PUSH(found->arena, &found->list, s);
    }
}

static void walk_batch(Walk *w, const Node *body) {
    w->set = ALL;
    w->fields = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        w->tracked[i]->local = i + 1;
        if (w->tracked[i]->kind == SYMBOL_FIELD) w->fields |= (Bits)1 << i;
    }
    w->set = ~w->fields;
    walk(w, body);
    if (w->constructor) check_fields_given(w);
    for (uint32_t i = 0; i < w->count; i++) w->tracked[i]->local = 0; // lowering counts its own
}

void check_assigned(Checker *c, Node *body, Symbol *constructor) {
    Found found = {.arena = c->arena};
    node_each_child(body, find_unset, &found);
    if (constructor) find_fields(&found, constructor);
    for (uint32_t start = 0; start < found.list.len; start += BATCH) {
        Walk w = {.checker = c, .constructor = constructor};
        while (w.count < BATCH && start + w.count < found.list.len) {
            w.tracked[w.count] = found.list.items[start + w.count];
            w.count++;
        }
        walk_batch(&w, body);
    }
}
