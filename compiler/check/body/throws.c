// Effects: {nothing} < one class < the interface Error; and beside that, what the arguments for
// parameters of function type throw, which each call knows anew. They only grow, so following the
// calls backwards from each function whose effect grew ends after a few steps a call. A `try` lets
// out what none of its catches takes.
#include "check/body/throws.h"

#include <string.h>

#include "check/decl/declare.h"

typedef struct Region Region;

// What is thrown: of a type, or whatever argument `index` of `function` throws.
typedef struct Thrown {
    const Type *type;       // Error where it is an argument's
    const Symbol *function; // NULL: of the type
    uint32_t index;
} Thrown;

// One place that may throw: a `throw`, or a call of a function whose effect is not known yet.
typedef struct Origin {
    const Type *thrown; // of a `throw`; NULL of calls
    Effect *callee;     // of a call by name
    const Node *value;  // of a call of a function value
    Node *call;         // NODE_CALL or NODE_NEW to mark in the end; NULL
    Span span;
    Region *region;
    VEC(Effect *) asked; // that have it among their callers
} Origin;

struct Region {
    Region *outer; // NULL: the function itself
    Effect *effect;
    const Node *try_;    // its catches take some; NULL
    const char *forbids; // nothing may leave it: what it is called; NULL
    VEC(Thrown) thrown;  // what arrived here so far
    bool unknown;        // calls what only instances tell
};

struct Effect {
    Symbol *symbol;       // NULL: no function of its own
    const Type *declared; // valid if is_declared
    bool is_declared;
    bool is_queued;
    const Type *sum;    // what comes out: NULL, a class, Error
    VEC(Thrown) passes; // and what arguments throw: its own, and those of functions around it
    Region root;
    Region *current;       // where sources are noted now
    VEC(Origin *) callers; // calls of this function, and those that are given it
};

typedef struct Requirement {
    Symbol *method;
    Symbol *wanted;
} Requirement;

typedef struct ValueRequirement {
    const Node *value;
    const Type *target;
} ValueRequirement;

typedef struct Effects {
    VEC(Effect *) list;
    VEC(Origin *) sources; // in the order of checking, which is that of messages
    VEC(Region *) tries;
    VEC(Requirement) requirements;
    VEC(ValueRequirement) values;
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
    bool defines = !c->instance || c->instance->is_abstract; // instances are warned of nothing
    if (defines) VEC_PUSH(c->arena, &effects(c)->tries, r);
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

// What has type parameters in its arguments is never checked: what it throws is not known.
static void note_unknown(Checker *c, const Symbol *function) {
    const Instance *instance = symbol_instance(function);
    if (!instance || !instance->is_abstract) return;
    for (Region *r = current(c); r; r = r->outer) r->unknown = true;
}

static void note_callee(Checker *c, Symbol *function, Node *call, Span span) {
    Origin *s = add_source(c, span);
    note_unknown(c, function);
    s->callee = throws_of(c, function);
    s->call = call;
}

static void note_value(Checker *c, const Node *value, Node *call) {
    Origin *s = add_source(c, call->span);
    s->value = value;
    s->call = call;
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
        if (is_callback && s && s->kind == SYMBOL_FUNCTION) note_callee(c, s, call, call->span);
        else if (is_callback) note_value(c, value, call);
    }
}

void check_note_throwing(Checker *c, Node *call, const Type *thrown) {
    Origin *s = add_source(c, call->span);
    s->thrown = thrown;
    s->call = call;
}

// It throws what its argument throws, a function without parameters.
void check_note_argument(Checker *c, Node *call, uint32_t index) {
    if (index >= call->u.call.args.len) return;
    note_value(c, call->u.call.args.items[index]->u.arg.value, call);
}

static void note_value_call(Checker *c, Node *call) {
    const Type *t = call->u.call.callee->type;
    if (!t || type_strip(t)->kind != TYPE_FUNCTION) return;
    note_value(c, call->u.call.callee, call);
}

void check_note_accessor(Checker *c, Symbol *accessor, Span span) {
    note_callee(c, accessor, NULL, span);
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
    case CALL_C:
        note_callbacks(c, n);
        if (s && s->flags & SYMBOL_CALLS_BACK) check_note_throwing(c, n, c->types->error_interface);
        return;
    case CALL_VALUE: note_value_call(c, n); return;
    case CALL_VARIANT:
    case CALL_UNRESOLVED:
    case CALL_BUILTIN: return;
    }
}

void throws_require(Checker *c, Symbol *method, Symbol *wanted) {
    throws_of(c, wanted); // be it never called
    VEC_PUSH(c->arena, &effects(c)->requirements, ((Requirement){method, wanted}));
}

void throws_require_value(Checker *c, const Node *value, const Type *target) {
    VEC_PUSH(c->arena, &effects(c)->values, ((ValueRequirement){value, target}));
}

// ---- what functions throw that are values ----

// Called for each thing that may come out of a call.
typedef void Arrive(void *context, Thrown thrown);

typedef struct Arrival {
    const Checker *checker;
    Arrive *arrive;
    Origin *asks; // who is to be told when an effect on the way grows; NULL: nobody
    void *context;
} Arrival;

static void arrive_value(const Arrival *a, const Node *value, const Node *call, uint32_t depth);

enum { DEPTH_MAX = 50 }; // constants that stand for constants

static const Node *argument_at(const Node *call, uint32_t index) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++)
        if (call->u.call.args.items[i]->u.arg.param + call->u.call.skip == index)
            return call->u.call.args.items[i]->u.arg.value;
    return NULL;
}

static void arrive_any(const Arrival *a) {
    a->arrive(a->context, (Thrown){.type = a->checker->types->error_interface});
}

static void ask(const Arrival *a, Effect *e) {
    for (uint32_t i = 0; i < a->asks->asked.len; i++)
        if (a->asks->asked.items[i] == e) return;
    VEC_PUSH(a->checker->arena, &a->asks->asked, e);
    VEC_PUSH(a->checker->arena, &e->callers, a->asks);
}

// `call` is NULL where somebody else calls the function: then its arguments may be anything.
static void arrive_effect(const Arrival *a, Effect *e, const Node *call, uint32_t depth) {
    if (a->asks) ask(a, e);
    if (e->sum) a->arrive(a->context, (Thrown){.type = e->sum});
    for (uint32_t i = 0; i < e->passes.len; i++) {
        Thrown t = e->passes.items[i];
        const Node *argument = call ? argument_at(call, t.index) : NULL;
        if (t.function != e->symbol) a->arrive(a->context, t);
        else if (!call) arrive_any(a);
        else if (argument) arrive_value(a, argument, NULL, depth + 1);
    }
}

static bool is_passed_on(const Symbol *s) {
    const Type *t = type_strip(s->type);
    return s->kind == SYMBOL_PARAM && s->owner && !(s->flags & SYMBOL_ASSIGNED) &&
           t->kind == TYPE_FUNCTION && t->u.function->open;
}

// The initial value of a constant, which is its value.
static const Node *constant_value(const Symbol *s) {
    bool constant = (s->kind == SYMBOL_LOCAL || s->kind == SYMBOL_GLOBAL) &&
                    !(s->flags & SYMBOL_LET) && s->node && s->node->kind == NODE_VAR;
    return constant ? s->node->u.var.init : NULL;
}

static void arrive_symbol(const Arrival *a, Symbol *s, const Node *call, uint32_t depth) {
    const Type *t = type_strip(s->type);
    const Node *value = constant_value(s);
    if (s->effect && (s->kind == SYMBOL_FUNCTION || s->kind == SYMBOL_METHOD))
        arrive_effect(a, s->effect, call, depth);
    else if (is_passed_on(s))
        a->arrive(a->context, (Thrown){a->checker->types->error_interface, s->owner, s->index});
    else if (value && depth < DEPTH_MAX) arrive_value(a, value, call, depth + 1);
    else if (t->kind == TYPE_FUNCTION && t->u.function->throws)
        a->arrive(a->context, (Thrown){.type = t->u.function->throws});
}

static void arrive_value(const Arrival *a, const Node *n, const Node *call, uint32_t depth) {
    while (n->kind == NODE_PAREN ||
           (n->kind == NODE_CONVERT && n->u.convert.kind != CONVERT_FUNCTION))
        n = n->kind == NODE_PAREN ? n->u.wrap.operand : n->u.convert.operand;
    if (n->kind == NODE_CONVERT) n = n->u.convert.adapter;
    const Type *t = n->type ? type_strip(n->type) : NULL;
    Symbol *s = n->kind == NODE_NAME     ? n->u.name.symbol
                : n->kind == NODE_MEMBER ? n->u.member.symbol
                : n->kind == NODE_LAMBDA ? n->u.lambda.symbol
                                         : NULL;
    if (s && s->type && s->kind != SYMBOL_FIELD) {
        arrive_symbol(a, s, call, depth);
    } else if (n->kind == NODE_CONDITIONAL) {
        arrive_value(a, n->u.conditional.then, call, depth + 1);
        arrive_value(a, n->u.conditional.otherwise, call, depth + 1);
    } else if (t && t->kind == TYPE_FUNCTION && t->u.function->throws) {
        a->arrive(a->context, (Thrown){.type = t->u.function->throws});
    }
}

static void arrive_origin(const Arrival *a, const Origin *s) {
    if (s->thrown) a->arrive(a->context, (Thrown){.type = s->thrown});
    if (s->callee) arrive_effect(a, s->callee, s->call, 0);
    if (s->value) arrive_value(a, s->value, s->call, 0);
}

// ---- the fixpoint ----

static bool takes_all(const Checker *c, const Node *catch_) {
    return !catch_->u.catch_.type || catch_->u.catch_.type->type == c->types->error_interface ||
           catch_->u.catch_.type->type->kind == TYPE_POISON;
}

static bool is_caught(const Checker *c, const Region *r, Thrown thrown) {
    if (!r->try_) return false;
    const NodeList *catches = &r->try_->u.try_.catches;
    for (uint32_t i = 0; i < catches->len; i++) {
        const Node *catch_ = catches->items[i];
        if (catch_->kind == NODE_CATCH &&
            (takes_all(c, catch_) ||
             check_catches_all(c, catch_->u.catch_.type->type, thrown.type)))
            return true;
    }
    return false;
}

static bool is_same(Thrown a, Thrown b) {
    return a.type == b.type && a.function == b.function && a.index == b.index;
}

static bool has_thrown(const Region *r, Thrown thrown) {
    for (uint32_t i = 0; i < r->thrown.len; i++)
        if (is_same(r->thrown.items[i], thrown)) return true;
    return false;
}

static const Type *join(const Checker *c, const Type *a, const Type *b) {
    return !a || a == b ? b : c->types->error_interface;
}

typedef VEC(Effect *) Queue;

static void enqueue(Checker *c, Effect *e, Queue *queue) {
    if (!e->is_queued) VEC_PUSH(c->arena, queue, e);
    e->is_queued = true;
}

// The region has let it through only once, so that `passes` has no doubles.
static void grow(Checker *c, Effect *e, Thrown thrown, Queue *queue) {
    if (e->is_declared) return; // callers know already
    if (thrown.function) {
        VEC_PUSH(c->arena, &e->passes, thrown);
    } else {
        const Type *sum = join(c, e->sum, thrown.type);
        if (sum == e->sum) return;
        e->sum = sum;
    }
    enqueue(c, e, queue);
}

typedef struct Flow {
    Checker *checker;
    Region *region;
    Queue *queue;
} Flow;

// It arrives in a region and goes on outwards until something takes it.
static void flow(void *context, Thrown thrown) {
    const Flow *f = context;
    for (Region *r = f->region; r; r = r->outer) {
        if (has_thrown(r, thrown)) return;
        VEC_PUSH(f->checker->arena, &r->thrown, thrown);
        if (r->forbids || is_caught(f->checker, r, thrown)) return;
        if (!r->outer) grow(f->checker, r->effect, thrown, f->queue);
    }
}

static void flow_origin(Checker *c, Origin *s, bool asks, Queue *queue) {
    Flow f = {c, s->region, queue};
    Arrival a = {c, flow, asks ? s : NULL, &f};
    arrive_origin(&a, s);
}

// What a function declares holds, whatever its body does. Functions without a body have only that.
static void start_effect(Checker *c, Effect *e) {
    const Type *t = e->symbol ? e->symbol->type : NULL;
    if (!t || t->kind != TYPE_FUNCTION) return;
    const Node *n = e->symbol->node;
    bool has_body = n &&
                    (n->kind == NODE_LAMBDA || (n->kind == NODE_FUNCTION && n->u.function.body)) &&
                    !adopt_is_default(e->symbol); // of which implementations throw what it says
    e->declared = t->u.function->throws;
    e->is_declared = e->declared || !has_body;
    e->sum = e->declared;
    for (uint32_t i = 0; !has_body && !e->declared && i < t->u.function->param_count; i++) {
        const Type *param = type_strip(t->u.function->params[i].type);
        bool passes = param->kind == TYPE_FUNCTION && param->u.function->open;
        if (passes)
            VEC_PUSH(c->arena, &e->passes, ((Thrown){c->types->error_interface, e->symbol, i}));
    }
}

static void solve(Checker *c) {
    Effects *all = effects(c);
    Queue queue = {0};
    for (uint32_t i = 0; i < all->list.len; i++) start_effect(c, all->list.items[i]);
    for (uint32_t i = 0; i < all->sources.len; i++)
        flow_origin(c, all->sources.items[i], true, &queue);
    while (queue.len) {
        Effect *e = queue.items[--queue.len];
        e->is_queued = false;
        for (uint32_t i = 0; i < e->callers.len; i++)
            flow_origin(c, e->callers.items[i], true, &queue);
    }
}

// ---- reports ----

static const char *text_of(Checker *c, const Type *t) {
    return t == c->types->error_interface ? "any error"
                                          : arena_printf(c->arena, "`%s`", type_text(c->arena, t));
}

// The parameter whose argument throws; NULL: it is not an argument's.
static const TypeParam *parameter_of(Thrown thrown) {
    const FunctionType *f = thrown.function ? thrown.function->type->u.function : NULL;
    return f && thrown.index < f->param_count ? &f->params[thrown.index] : NULL;
}

static const char *what_throws(Checker *c, const Origin *s, Thrown thrown) {
    const Symbol *callee = s->callee ? s->callee->symbol : NULL;
    const TypeParam *given = parameter_of(thrown);
    if (given && given->name) return arena_printf(c->arena, "`%s`", given->name->text);
    return callee && callee->name ? arena_printf(c->arena, "`%s`", callee->name->text) : "this";
}

static void report_forbidden(Checker *c, const Origin *s, const Region *r, Thrown thrown) {
    Diag *g = diag_error(&c->session->diags, E0407, s->span,
                         "nothing can be thrown out of %s, and %s throws %s", r->forbids,
                         what_throws(c, s, thrown), text_of(c, thrown.type));
    if (r->outer || r->effect->symbol)
        diag_help(g, "handle it there: `try { .. } catch (e) { .. }`");
    else diag_help(g, "compute it in a function, and call that where an error can be handled");
}

static void report_undeclared(Checker *c, const Origin *s, const Effect *e, Thrown thrown) {
    const char *declared = e->declared ? arena_printf(c->arena, "declares `throws %s`",
                                                      type_text(c->arena, e->declared))
                                       : "of an interface declares no `throws`";
    Diag *g = diag_error(&c->session->diags, E0402, s->span, "`%s` %s, but %s throws %s",
                         e->symbol->name->text, declared, what_throws(c, s, thrown),
                         text_of(c, thrown.type));
    diag_label(g, e->symbol->span, "declared here");
    diag_help(g, "catch it, or declare `throws` for any error");
    const TypeParam *given = parameter_of(thrown);
    if (given && given->name)
        diag_help(g, "or take a function that throws nothing: `%s: %s nothrow`", given->name->text,
                  type_text(c->arena, given->type));
}

typedef struct Report {
    Checker *checker;
    const Origin *origin;
    bool reported; // one message a place
} Report;

// Follows what comes out of a source outwards. It is reported where it may not pass.
static void check_thrown(void *context, Thrown thrown) {
    Report *report = context;
    Checker *c = report->checker;
    const Origin *s = report->origin;
    if (s->call) s->call->u.call.throws = true;
    if (report->reported) return;
    const Region *r = s->region;
    for (;; r = r->outer) {
        if (is_caught(c, r, thrown)) return;
        if (r->forbids) {
            report_forbidden(c, s, r, thrown);
            report->reported = true;
            return;
        }
        if (!r->outer) break;
    }
    const Effect *e = r->effect;
    if (!e->is_declared || e->declared == thrown.type || e->declared == c->types->error_interface)
        return;
    if (!e->declared && thrown.function == e->symbol) return; // an interface's, which passes it on
    report_undeclared(c, s, e, thrown);
    report->reported = true;
}

static void check_source(Checker *c, const Origin *s) {
    Report report = {c, s, false};
    Arrival a = {c, check_thrown, NULL, &report};
    arrive_origin(&a, s);
}

typedef struct ValueReport {
    Checker *checker;
    const ValueRequirement *requirement;
    bool reported;
} ValueReport;

static void check_value_throws(void *context, Thrown thrown) {
    ValueReport *report = context;
    Checker *c = report->checker;
    const Type *may = report->requirement->target->u.function->throws;
    if (report->reported || may == thrown.type || may == c->types->error_interface) return;
    report->reported = true;
    Diag *g = diag_error(&c->session->diags, E0410, report->requirement->value->span,
                         "this function may throw %s, where %s is allowed", text_of(c, thrown.type),
                         may ? text_of(c, may) : "nothing");
    diag_note(g, "it becomes a `%s`", type_text(c->arena, report->requirement->target));
    diag_help(g, "handle the error inside of it: `try { .. } catch (e) { .. }`");
}

static void check_value_requirement(Checker *c, const ValueRequirement *v) {
    ValueReport report = {c, v, false};
    Arrival a = {c, check_value_throws, NULL, &report};
    arrive_value(&a, v->value, NULL, 0);
}

static bool may_arrive(const Checker *c, const Region *r, const Type *type) {
    if (type->kind == TYPE_PARAM) return r->thrown.len > 0;
    for (uint32_t i = 0; i < r->thrown.len; i++) {
        const Type *t = r->thrown.items[i].type;
        if (check_catches_all(c, type, t) || t == c->types->error_interface) return true;
    }
    return false;
}

static void warn_idle_catches(Checker *c, const Region *r) {
    const NodeList *catches = &r->try_->u.try_.catches;
    for (uint32_t i = 0; i < catches->len && !r->unknown; i++) {
        const Node *n = catches->items[i];
        if (n->kind != NODE_CATCH) continue;
        bool all = takes_all(c, n);
        if (all ? r->thrown.len > 0 : may_arrive(c, r, n->u.catch_.type->type)) continue;
        Span span = n->u.catch_.type ? n->u.catch_.type->span : n->span;
        Diag *g =
            all ? diag_warning(&c->session->diags, E0406, span, "nothing in this `try` throws")
                : diag_warning(&c->session->diags, E0406, span, "nothing in this `try` throws %s",
                               text_of(c, n->u.catch_.type->type));
        diag_help(g, "leave this `catch` out; panics are stopped by `catchPanic(() => ..)`");
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
    if (does == c->types->error_interface)
        diag_note(g, "a function value that is called may throw anything, unless its type says "
                     "`nothrow`: `(x: int) => void nothrow`");
    const Module *m = r->wanted->module;
    if (m && m->is_library && strcmp(r->wanted->name->text, "toString") == 0)
        diag_note(g, "`print` and templates call `toString`, and throw nothing themselves");
    if (m && m->is_library) diag_help(g, "handle the error inside: `try { .. } catch (e) { .. }`");
    else diag_help(g, "handle the error inside, or let the interface declare `throws`");
}

// The effect becomes part of the function's type, where lowering reads it.
static void finish_effect(Checker *c, Effect *e) {
    if (e->symbol && e->passes.len) e->symbol->flags |= SYMBOL_PASSES;
    if (!e->symbol || !e->sum) return;
    e->symbol->flags |= SYMBOL_THROWS;
    if (e->is_declared || !e->symbol->type || e->symbol->type->kind != TYPE_FUNCTION) return;
    FunctionType f = *e->symbol->type->u.function;
    f.throws = e->sum;
    f.open = false;
    e->symbol->type = type_function(c->types, &f);
}

void throws_infer(Checker *c) {
    Effects *all = effects(c);
    solve(c);
    for (uint32_t i = 0; i < all->sources.len; i++) check_source(c, all->sources.items[i]);
    for (uint32_t i = 0; i < all->requirements.len; i++)
        check_requirement(c, &all->requirements.items[i]);
    for (uint32_t i = 0; i < all->values.len; i++)
        check_value_requirement(c, &all->values.items[i]);
    if (c->session->diags.errors == 0) // else what throws may be missing
        for (uint32_t i = 0; i < all->tries.len; i++) warn_idle_catches(c, all->tries.items[i]);
    for (uint32_t i = 0; i < all->list.len; i++) finish_effect(c, all->list.items[i]);
}
