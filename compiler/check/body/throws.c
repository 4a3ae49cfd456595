// Effects: {nothing} < one class < the interface Error. They only grow, so following the calls
// backwards from each function whose effect grew ends after at most two steps a call. A `try` lets
// out what none of its catches takes.
#include "check/body/throws.h"

#include "check/decl/declare.h"

typedef struct Region Region;

// One place that may throw: a `throw`, or a call of a function whose effect is not known yet.
typedef struct Origin {
    const Type *thrown; // a `throw`, or a call whose effect its type tells; NULL of other calls
    Effect *callee;     // NULL of `throw`
    Node *call;         // NODE_CALL or NODE_NEW to mark in the end; NULL
    Span span;
    Region *region;
} Origin;

struct Region {
    Region *outer; // NULL: the function itself
    Effect *effect;
    const Node *try_;         // its catches take some; NULL
    const char *forbids;      // nothing may leave it: what it is called; NULL
    VEC(const Type *) thrown; // what arrived here so far
};

struct Effect {
    Symbol *symbol;       // NULL: no function of its own
    const Type *declared; // valid if is_declared
    bool is_declared;
    bool is_queued;
    const Type *sum; // what comes out: NULL, a class, Error
    Region root;
    Region *current;       // where sources are noted now
    VEC(Origin *) callers; // calls of this function
};

typedef struct Requirement {
    Symbol *method;
    Symbol *wanted;
} Requirement;

typedef struct Effects {
    VEC(Effect *) list;
    VEC(Origin *) sources; // in the order of checking, which is that of messages
    VEC(Region *) tries;
    VEC(Requirement) requirements;
    Effect *main;
} Effects;

static Effects *effects(Checker *c) { return c->effects; }

void throws_init(Checker *c) {
    c->effects = ARENA_NEW(c->arena, Effects);
    effects(c)->main = throws_new(c, NULL, NULL);
}

Effect *throws_new(Checker *c, Symbol *function, const char *forbids) {
    Effect *e = ARENA_NEW(c->arena, Effect);
    e->symbol = function;
    e->root.effect = e;
    e->root.forbids = forbids;
    e->current = &e->root;
    VEC_PUSH(c->arena, &effects(c)->list, e);
    return e;
}

Effect *throws_of(Checker *c, Symbol *function) {
    if (!function->effect) {
        const Node *n = function->node;
        bool is_finalize = n && n->kind == NODE_FUNCTION && n->u.function.flags & DECL_FINALIZE;
        function->effect = throws_new(c, function, is_finalize ? "`finalize`" : NULL);
    }
    return function->effect;
}

Effect *throws_of_main(Checker *c) { return effects(c)->main; }

// ---- noting ----

static Region *current(Checker *c) { return c->function->effect->current; }

static Region *enter(Checker *c) {
    Region *r = ARENA_NEW(c->arena, Region);
    r->outer = current(c);
    r->effect = c->function->effect;
    r->effect->current = r;
    return r;
}

void throws_enter_try(Checker *c, Node *try_stmt) {
    Region *r = enter(c);
    r->try_ = try_stmt;
    VEC_PUSH(c->arena, &effects(c)->tries, r);
}

void throws_enter_cleanup(Checker *c, const char *what) { enter(c)->forbids = what; }

void throws_leave(Checker *c) {
    Effect *e = c->function->effect;
    e->current = e->current->outer;
}

static Origin *add_source(Checker *c, Span span) {
    Origin *s = ARENA_NEW(c->arena, Origin);
    s->span = span;
    s->region = current(c);
    VEC_PUSH(c->arena, &effects(c)->sources, s);
    return s;
}

void check_note_throws(Checker *c, const Type *thrown, Span span) {
    if (thrown->kind != TYPE_POISON) add_source(c, span)->thrown = thrown;
}

static void note_callee(Checker *c, Symbol *function, Node *call, Span span) {
    Origin *s = add_source(c, span);
    s->callee = throws_of(c, function);
    s->call = call;
    VEC_PUSH(c->arena, &s->callee->callers, s);
}

// A function given to C is called by C: what it throws is held and comes out of the C call.
static void note_callbacks(Checker *c, Node *call) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const Node *value = call->u.call.args.items[i]->u.arg.value;
        bool is_callback = false;
        for (; value->kind == NODE_CONVERT || value->kind == NODE_PAREN;) {
            bool convert = value->kind == NODE_CONVERT;
            is_callback |= convert && value->u.convert.kind == CONVERT_C_CALLBACK;
            value = convert ? value->u.convert.operand : value->u.wrap.operand;
        }
        Symbol *s = value->kind == NODE_NAME     ? value->u.name.symbol
                    : value->kind == NODE_MEMBER ? value->u.member.symbol
                    : value->kind == NODE_LAMBDA ? value->u.lambda.symbol
                                                 : NULL;
        if (is_callback && s) note_callee(c, s, call, call->span);
    }
}

void check_note_throwing(Checker *c, Node *call, const Type *thrown) {
    Origin *s = add_source(c, call->span);
    s->thrown = thrown;
    s->call = call;
}

static void note_value_call(Checker *c, Node *call) {
    const Type *t = call->u.call.callee->type;
    if (t && t->kind == TYPE_FUNCTION && t->u.function->throws)
        check_note_throwing(c, call, t->u.function->throws);
}

void check_note_call(Checker *c, Node *n) {
    if (n->kind == NODE_MEMBER) {
        note_callee(c, n->u.member.symbol, NULL, n->span);
        return;
    }
    Symbol *s = n->u.call.symbol;
    switch (n->u.call.call) {
    case CALL_FUNCTION:
    case CALL_METHOD:
    case CALL_INTERFACE:
    case CALL_CONSTRUCTOR:
        if (s) note_callee(c, s, n, n->span);
        return;
    case CALL_C: note_callbacks(c, n); return;
    case CALL_VALUE: note_value_call(c, n); return;
    case CALL_VARIANT:
    case CALL_UNRESOLVED:
    case CALL_BUILTIN: return;
    }
}

void throws_require(Checker *c, Symbol *method, Symbol *wanted) {
    VEC_PUSH(c->arena, &effects(c)->requirements, ((Requirement){method, wanted}));
}

// ---- the fixpoint ----

static bool takes_all(const Checker *c, const Node *catch_) {
    return !catch_->u.catch_.type || catch_->u.catch_.type->type == c->types->error_interface ||
           catch_->u.catch_.type->type->kind == TYPE_POISON;
}

static bool is_caught(const Checker *c, const Region *r, const Type *thrown) {
    if (!r->try_) return false;
    const NodeList *catches = &r->try_->u.try_.catches;
    for (uint32_t i = 0; i < catches->len; i++) {
        const Node *catch_ = catches->items[i];
        if (catch_->kind == NODE_CATCH &&
            (takes_all(c, catch_) || catch_->u.catch_.type->type == thrown))
            return true;
    }
    return false;
}

static bool has_thrown(const Region *r, const Type *thrown) {
    for (uint32_t i = 0; i < r->thrown.len; i++)
        if (r->thrown.items[i] == thrown) return true;
    return false;
}

static const Type *join(const Checker *c, const Type *a, const Type *b) {
    return !a || a == b ? b : c->types->error_interface;
}

typedef VEC(Effect *) Queue;

static void grow(Checker *c, Effect *e, const Type *thrown, Queue *queue) {
    const Type *sum = join(c, e->sum, thrown);
    if (e->is_declared || sum == e->sum) return; // of a declared one, callers know already
    e->sum = sum;
    if (!e->is_queued) VEC_PUSH(c->arena, queue, e);
    e->is_queued = true;
}

// `thrown` arrives in a region and goes on outwards until something takes it.
static void flow(Checker *c, Region *r, const Type *thrown, Queue *queue) {
    for (; r; r = r->outer) {
        if (has_thrown(r, thrown)) return;
        VEC_PUSH(c->arena, &r->thrown, thrown);
        if (r->forbids || is_caught(c, r, thrown)) return;
        if (!r->outer) grow(c, r->effect, thrown, queue);
    }
}

// What a function declares holds, whatever its body does. Functions without a body have only that.
static void start_effect(Effect *e) {
    const Type *t = e->symbol ? e->symbol->type : NULL;
    if (!t || t->kind != TYPE_FUNCTION) return;
    const Node *n = e->symbol->node;
    bool has_body =
        n && (n->kind == NODE_LAMBDA || (n->kind == NODE_FUNCTION && n->u.function.body));
    e->declared = t->u.function->throws;
    e->is_declared = e->declared || !has_body;
    e->sum = e->declared;
}

static void solve(Checker *c) {
    Effects *all = effects(c);
    Queue queue = {0};
    for (uint32_t i = 0; i < all->list.len; i++) start_effect(all->list.items[i]);
    for (uint32_t i = 0; i < all->sources.len; i++) {
        const Origin *s = all->sources.items[i];
        const Type *thrown = s->callee ? s->callee->sum : s->thrown;
        if (thrown) flow(c, s->region, thrown, &queue);
    }
    while (queue.len) {
        Effect *e = queue.items[--queue.len];
        e->is_queued = false;
        for (uint32_t i = 0; i < e->callers.len; i++)
            flow(c, e->callers.items[i]->region, e->sum, &queue);
    }
}

// ---- reports ----

static const char *text_of(Checker *c, const Type *t) {
    return t == c->types->error_interface ? "any error"
                                          : arena_printf(c->arena, "`%s`", type_text(c->arena, t));
}

static const char *what_throws(Checker *c, const Origin *s) {
    const Symbol *callee = s->callee ? s->callee->symbol : NULL;
    return callee && callee->name ? arena_printf(c->arena, "`%s`", callee->name->text) : "this";
}

static void report_forbidden(Checker *c, const Origin *s, const Region *r, const Type *thrown) {
    Diag *g = diag_error(&c->session->diags, E0407, s->span,
                         "nothing can be thrown out of %s, and %s throws %s", r->forbids,
                         what_throws(c, s), text_of(c, thrown));
    if (r->outer || r->effect->symbol)
        diag_help(g, "handle it there: `try { .. } catch (e) { .. }`");
    else diag_help(g, "compute it in a function, and call that where an error can be handled");
}

static void report_undeclared(Checker *c, const Origin *s, const Effect *e, const Type *thrown) {
    const char *declared = type_text(c->arena, e->declared);
    Diag *g = diag_error(&c->session->diags, E0402, s->span,
                         "`%s` declares `throws %s`, but %s throws %s", e->symbol->name->text,
                         declared, what_throws(c, s), text_of(c, thrown));
    diag_label(g, e->symbol->span, "declared here");
    diag_help(g, "catch it, or declare `throws` for any error");
}

// Follows one source outwards. It is reported where it may not pass.
static void check_source(Checker *c, const Origin *s) {
    const Type *thrown = s->callee ? s->callee->sum : s->thrown;
    if (s->call && thrown) s->call->u.call.throws = true;
    if (!thrown) return;
    const Region *r = s->region;
    for (;; r = r->outer) {
        if (is_caught(c, r, thrown)) return;
        if (r->forbids) {
            report_forbidden(c, s, r, thrown);
            return;
        }
        if (!r->outer) break;
    }
    const Effect *e = r->effect;
    if (e->is_declared && e->declared != thrown && e->declared != c->types->error_interface)
        report_undeclared(c, s, e, thrown);
}

static void warn_idle_catches(Checker *c, const Region *r) {
    const NodeList *catches = &r->try_->u.try_.catches;
    for (uint32_t i = 0; i < catches->len; i++) {
        const Node *n = catches->items[i];
        if (n->kind != NODE_CATCH) continue;
        bool all = takes_all(c, n);
        if (all ? r->thrown.len > 0
                : has_thrown(r, n->u.catch_.type->type) || has_thrown(r, c->types->error_interface))
            continue;
        Span span = n->u.catch_.type ? n->u.catch_.type->span : n->span;
        if (all) diag_warning(&c->session->diags, E0406, span, "nothing in this `try` throws");
        else
            diag_warning(&c->session->diags, E0406, span, "nothing in this `try` throws %s",
                         text_of(c, n->u.catch_.type->type));
    }
}

static const Type *effect_of(const Symbol *s) {
    if (s->kind == SYMBOL_FIELD) return NULL; // reading and writing one
    if (s->effect) return s->effect->sum;
    return s->type->kind == TYPE_FUNCTION ? s->type->u.function->throws : NULL;
}

static void check_requirement(Checker *c, const Requirement *r) {
    const Type *may = effect_of(r->wanted), *does = effect_of(r->method);
    if (!does || may == does || may == c->types->error_interface) return;
    Diag *g = diag_error(&c->session->diags, E0408, r->method->span,
                         "`%s` throws %s, more than its interface allows", r->method->name->text,
                         text_of(c, does));
    diag_label(g, r->wanted->span, "it allows %s", may ? text_of(c, may) : "none");
    diag_help(g, "handle the error inside, or let the interface declare `throws`");
}

// The effect becomes part of the function's type, where lowering reads it.
static void finish_effect(Checker *c, Effect *e) {
    if (!e->symbol || !e->sum) return;
    e->symbol->flags |= SYMBOL_THROWS;
    if (e->is_declared || !e->symbol->type || e->symbol->type->kind != TYPE_FUNCTION) return;
    FunctionType f = *e->symbol->type->u.function;
    f.throws = e->sum;
    e->symbol->type = type_function(c->types, &f);
}

void throws_infer(Checker *c) {
    Effects *all = effects(c);
    solve(c);
    for (uint32_t i = 0; i < all->sources.len; i++) check_source(c, all->sources.items[i]);
    for (uint32_t i = 0; i < all->requirements.len; i++)
        check_requirement(c, &all->requirements.items[i]);
    if (c->session->diags.errors == 0) // else what throws may be missing
        for (uint32_t i = 0; i < all->tries.len; i++) warn_idle_catches(c, all->tries.items[i]);
    for (uint32_t i = 0; i < all->list.len; i++) finish_effect(c, all->list.items[i]);
}
