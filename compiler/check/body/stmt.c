// Statements: declares what they declare, hands their expressions over, and carries what is known
// of null along the paths. Loops are in loop.c, leaving and cleaning up in leave.c.
#include "check/body/body.h"
#include "check/body/throws.h"
#include "check/decl/declare.h"
#include "check/expr/expr.h"
#include "syntax/parser.h"

static Diags *diags(Checker *c) { return &c->session->diags; }
static const Type *poison(Checker *c) { return type_basic(c->types, POISON); }

// ---- names ----

Symbol *check_declare(Checker *c, SymbolKind kind, Name name, Span span, const Type *type,
                      uint32_t flags) {
    Symbol *s = symbol_new(c->arena, kind, name, span);
    s->type = type;
    s->flags = flags | SYMBOL_CHECKED;
    s->module = c->module;
    check_add(c, c->scope, name, s);
    return s;
}

// ---- variables ----

static Diag *report_no_type(Checker *c, Span span, const char *what, const char *why) {
    return diag_error(diags(c), E0204, span, "the %s cannot take its type from this value: %s",
                      what, why);
}

const Type *check_inferred(Checker *c, const Type *t, Span span, const char *what) {
    if (t->kind == TYPE_VOID)
        diag_help(report_no_type(c, span, what, "it has none"),
                  "call it in a statement of its own; a function that gives a value says so: "
                  "`function f(): int`; of an array `xs.toSorted()` and `xs.toReversed()` are "
                  "values");
    else if (t->kind == TYPE_NEVER) report_no_type(c, span, what, "it never comes to be");
    else if (t->kind == TYPE_NULL)
        diag_help(report_no_type(c, span, what, "`null` fits many types"),
                  "write the type: `x: string? = null`");
    else return t;
    return poison(c);
}

const Type *check_var(Checker *c, Node *n) {
    const Node *pattern = n->u.var.pattern;
    const char *name = pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.name->text : "x";
    const Type *t = n->u.var.type ? check_stored_type(c, n->u.var.type) : NULL;
    bool is_let = n->u.var.flags & DECL_LET;
    bool later = is_let || c->module->is_declarations; // the value stands elsewhere
    if (!n->u.var.init && pattern->kind != NODE_PATTERN_BIND) {
        diag_error(diags(c), E0204, pattern->span, "there is no value to take apart");
    } else if (!n->u.var.init && !(t && later)) {
        Diag *g = diag_error(diags(c), E0204, pattern->span, "`%s` needs a %s", name,
                             is_let ? "type or a value" : "value");
        diag_help(g, t ? "write `let` if it gets one later" : "write for example `%s = 0`", name);
    }
    if (!n->u.var.init) return t ? t : poison(c);
    Node *lambda = lambda_of_constant(n);
    if (lambda) lambda->u.lambda.self = pattern->u.bind.symbol;
    const char *what = arena_printf(c->arena, "initial value of `%s`", name);
    if (t) {
        check_expr_as(c, &n->u.var.init, t, what);
        return t;
    }
    return check_taken_apart(c, pattern, &n->u.var.init);
}

// A variable at the top of the main file was declared with all names; it gets its type when it is
// reached.
static void check_global(Checker *c, Node *n, Symbol *s) {
    if (!(s->flags & SYMBOL_CHECKED)) {
        s->flags |= SYMBOL_CHECKING;
        s->type = check_var(c, n);
        s->flags = (s->flags & ~(uint32_t)SYMBOL_CHECKING) | SYMBOL_CHECKED;
    }
    n->u.var.pattern->type = s->type;
}

void check_var_names(Checker *c, Node *n) {
    const Type *t = check_var(c, n);
    check_pattern(c, n->u.var.pattern, t, n->u.var.flags & DECL_LET ? (uint32_t)SYMBOL_LET : 0);
}

typedef struct Globals { // of a pattern at the top of the file, which were declared with all names
    bool checked;
    bool checking;
} Globals;

static void visit_global(void *context, Node *bind) {
    Globals *g = context;
    Symbol *s = bind->u.bind.symbol;
    if (!s || s->kind != SYMBOL_GLOBAL) return;
    if (s->flags & SYMBOL_CHECKED) g->checked = true;
    if (g->checking) s->flags |= SYMBOL_CHECKING;
    else s->flags &= ~(uint32_t)SYMBOL_CHECKING;
}

// Nothing that it declares is in scope before its end.
static void check_parts(Checker *c, Node *n) {
    Globals g = {.checking = true};
    check_each_bind(c, n->u.var.pattern, visit_global, &g);
    if (!g.checked) check_var_names(c, n);
    g.checking = false;
    check_each_bind(c, n->u.var.pattern, visit_global, &g);
}

// A lambda that calls itself by the name of the constant that holds it: its type is known once its
// signature is.
static void check_own_name(Checker *c, Node *n) {
    Node *pattern = n->u.var.pattern;
    Symbol *s = check_declare(c, SYMBOL_LOCAL, pattern->u.bind.name, pattern->span, NULL, 0);
    s->flags = (s->flags & ~(uint32_t)SYMBOL_CHECKED) | SYMBOL_CHECKING;
    s->node = n;
    pattern->u.bind.symbol = s;
    const Type *t = check_var(c, n);
    s->flags = (s->flags & ~(uint32_t)SYMBOL_CHECKING) | SYMBOL_CHECKED;
    pattern->type = s->type = t;
}

static void check_var_stmt(Checker *c, Node *n) {
    Node *pattern = n->u.var.pattern;
    Symbol *global = pattern->kind == NODE_PATTERN_BIND ? pattern->u.bind.symbol : NULL;
    c->function->has_unset |= !n->u.var.init;
    if (global) {
        check_global(c, n, global);
        return;
    }
    check_attributes(c, &n->u.var.attributes);
    if (nested_names_itself(c, n)) {
        check_own_name(c, n);
        return;
    }
    check_parts(c, n);
    if (pattern->kind == NODE_PATTERN_BIND && pattern->u.bind.symbol)
        pattern->u.bind.symbol->node = n;
}

// ---- branches ----

static void check_expr_stmt(Checker *c, Node *n) {
    check_effect(c, &n->u.stmt.expr);
    const Node *e = expr_bare(n->u.stmt.expr);
    bool value = e->type && e->type->kind != TYPE_NEVER && e->type->kind != TYPE_POISON;
    if (e->kind == NODE_CONDITIONAL && value) report_unused(c->session, e);
}

static void check_list(Checker *c, Node *n) {
    Scope *outer = c->scope;
    c->scope = scope_new(c->arena, outer);
    check_stmts(c, &n->u.block.items);
    c->scope = outer;
}

void check_block(Checker *c, Node *block) {
    if (block->kind == NODE_BLOCK) {
        check_list(c, block);
        return;
    }
    Scope *outer = c->scope; // `if (x) return`: one statement is a block too
    c->scope = scope_new(c->arena, outer);
    check_stmt(c, block);
    c->scope = outer;
}

static void check_unsafe(Checker *c, Node *n) {
    c->unsafe_depth++;
    check_list(c, n);
    c->unsafe_depth--;
}

static void check_tasks(Checker *c, Node *n) {
    check_unsupported(c, n->span, "tasks are", "call the functions one after the other");
}

// What both paths know goes on; a path that leaves has no say.
static void join_paths(Checker *c, Facts *a, bool a_leaves, Facts *b, bool b_leaves) {
    if (a_leaves) facts_restore(c, b);
    else if (b_leaves) facts_restore(c, a);
    else facts_join(c, a, b);
}

// What is known at its end.
static Facts *check_branch(Checker *c, Node *cond, bool truth, Node *branch) {
    facts_assume(c, cond, truth);
    Scope *outer = names_enter(c, cond, truth);
    if (branch) check_block(c, branch);
    c->scope = outer;
    return facts_save(c);
}

static void check_if(Checker *c, Node *n) {
    check_condition(c, &n->u.if_.cond);
    Facts *before = facts_save(c);
    Facts *then = check_branch(c, n->u.if_.cond, true, n->u.if_.then);
    facts_restore(c, before);
    Node *otherwise = n->u.if_.otherwise;
    Facts *other = check_branch(c, n->u.if_.cond, false, otherwise);
    bool then_leaves = check_always_leaves(n->u.if_.then);
    bool otherwise_leaves = otherwise && check_always_leaves(otherwise);
    join_paths(c, then, then_leaves, other, otherwise_leaves);
    if (then_leaves) names_assume(c, n->u.if_.cond, false);
    else if (otherwise_leaves) names_assume(c, n->u.if_.cond, true);
}

// ---- try ----

static const Type *catch_type(Checker *c, Node *n) {
    if (!n->u.catch_.type) return c->types->error_interface;
    const Type *t = check_declared_type(c, n->u.catch_.type);
    if (t->kind == TYPE_POISON || t->kind == TYPE_INTERFACE || type_is_error(c, t) ||
        type_is_error_value(c, t))
        return t;
    Diag *g = diag_error(diags(c), E0404, n->u.catch_.type->span,
                         "`%s` is no error: it is never thrown", type_text(c->arena, t));
    check_help_error(c, g, t);
    n->u.catch_.type->type = poison(c);
    return poison(c);
}

// Does a `catch` of the type `taken` take every error of the other type?
bool check_catches_all(const Checker *c, const Type *taken, const Type *thrown) {
    if (taken == thrown || taken == c->types->error_interface) return true;
    return taken->kind == TYPE_INTERFACE &&
           (thrown->kind == TYPE_CLASS || thrown->kind == TYPE_INTERFACE ||
            thrown->kind == TYPE_STRUCT || thrown->kind == TYPE_ENUM) &&
           nominal_implements(thrown->u.nominal, taken);
}

// Catches are tried in order: one that an earlier one covers is never reached.
static void check_reached(Checker *c, const NodeList *catches, uint32_t index) {
    if (c->instance && !c->instance->is_abstract) return; // the definition says what is wrong
    const Node *n = catches->items[index];
    const Type *t = n->u.catch_.type ? n->u.catch_.type->type : c->types->error_interface;
    for (uint32_t i = 0; i < index; i++) {
        const Node *earlier = catches->items[i];
        if (earlier->kind != NODE_CATCH) continue;
        const Type *taken =
            earlier->u.catch_.type ? earlier->u.catch_.type->type : c->types->error_interface;
        if (!check_catches_all(c, taken, t)) continue;
        Span span = n->u.catch_.type ? n->u.catch_.type->span : n->span;
        Diag *g = diag_error(diags(c), E0405, span, "this `catch` is never reached");
        diag_label(g, earlier->u.catch_.type ? earlier->u.catch_.type->span : earlier->span,
                   "everything that it could take is caught here");
        diag_help(g, "put it before that one, or leave it out");
        return;
    }
}

static void check_catch(Checker *c, Node *n) {
    const Type *t = catch_type(c, n);
    Scope *outer = c->scope;
    c->scope = scope_new(c->arena, outer);
    if (n->u.catch_.name)
        n->u.catch_.symbol =
            check_declare(c, SYMBOL_LOCAL, n->u.catch_.name, n->u.catch_.name_span, t, 0);
    check_block(c, n->u.catch_.body);
    c->scope = outer;
}

// A catch may begin after any part of the body: of what the body assigns, nothing is known.
static void check_catches(Checker *c, Node *n, Facts *before) {
    const NodeList *catches = &n->u.try_.catches;
    Facts *known = facts_save(c);
    bool leaves = check_always_leaves(n->u.try_.body);
    for (uint32_t i = 0; i < catches->len; i++) {
        if (catches->items[i]->kind != NODE_CATCH) continue;
        facts_restore(c, before);
        facts_forget_assigned(c, n->u.try_.body);
        check_catch(c, catches->items[i]);
        check_reached(c, catches, i);
        bool catch_leaves = check_always_leaves(catches->items[i]->u.catch_.body);
        join_paths(c, known, leaves, facts_save(c), catch_leaves);
        known = facts_save(c);
        leaves = leaves && catch_leaves;
    }
    facts_restore(c, known);
}

static void check_finally(Checker *c, Node *n, Facts *before) {
    Facts *after = facts_save(c);
    facts_restore(c, before);
    facts_forget_assigned(c, n);
    check_cleanup(c, &n->u.try_.finally_, "finally");
    facts_restore(c, after);
    facts_forget_assigned(c, n->u.try_.finally_);
}

static void check_try(Checker *c, Node *n) {
    Facts *before = facts_save(c);
    throws_enter_try(c, n);
    check_block(c, n->u.try_.body);
    throws_leave(c);
    check_catches(c, n, before);
    if (n->u.try_.finally_) check_finally(c, n, before);
}

static void check_defer(Checker *c, Node *n) {
    Facts *before = facts_save(c);
    facts_keep_constant(c); // it runs at the end of the scope
    check_cleanup(c, &n->u.stmt.expr, "defer");
    facts_restore(c, before);
}

// ---- all kinds ----

static void check_nothing(Checker *c, Node *n) { (void)c, (void)n; }

// At the top of a file declarations stand between the statements; they are checked on their own.
static void check_declaration(Checker *c, Node *n) {
    bool only_there = // the parser says so
        n->kind == NODE_IMPORT || n->kind == NODE_EXTERN_FROM || n->kind == NODE_EXTERN_BLOCK;
    if (c->scope != c->module->scope && !only_there) nested_check_statement(c, n);
}

typedef void StmtChecker(Checker *c, Node *n);

static StmtChecker *const checkers[NODE_KIND_COUNT] = {
    [NODE_VAR] = check_var_stmt,
    [NODE_EXPR_STMT] = check_expr_stmt,
    [NODE_BLOCK] = check_list,
    [NODE_UNSAFE] = check_unsafe,
    [NODE_TASKS] = check_tasks,
    [NODE_IF] = check_if,
    [NODE_WHILE] = check_while,
    [NODE_FOR] = check_for,
    [NODE_TRY] = check_try,
    [NODE_DEFER] = check_defer,
    [NODE_POISON] = check_nothing,
    [NODE_FUNCTION] = check_declaration,
    [NODE_STRUCT] = check_declaration,
    [NODE_CLASS] = check_declaration,
    [NODE_INTERFACE] = check_declaration,
    [NODE_UNION] = check_declaration,
    [NODE_ENUM] = check_declaration,
    [NODE_ALIAS] = check_declaration,
    [NODE_IMPORT] = check_declaration,
    [NODE_EXTERN_FROM] = check_declaration,
    [NODE_EXTERN_BLOCK] = check_declaration,
};

void check_stmt(Checker *c, Node *stmt) {
    StmtChecker *check = checkers[stmt->kind];
    if (check) check(c, stmt);
    else check_expr(c, &stmt, NULL); // an expression that stands alone in a bad tree
}

static void warn_unreached(Checker *c, const Node *leaves, const Node *next) {
    Diag *g = diag_warning(diags(c), E0385, next->span, "this is never reached");
    diag_label(g, leaves->span, "nothing goes on from here");
    diag_help(g, "leave it out, or put it before");
}

static bool only_declares(const Node *n) {
    bool is_left_behind = n->kind == NODE_BLOCK && !n->u.block.items.len; // local.c
    return is_left_behind || checkers[n->kind] == check_declaration;
}

void check_stmts(Checker *c, NodeList *items) {
    bool is_top = c->scope == c->module->scope, warned = false;
    if (!is_top) local_declare(c, items);
    const uint32_t *group_ends = is_top ? NULL : nested_order(c, items);
    OpenBlock block = {.outer = c->blocks, .scope = c->scope, .items = items};
    c->blocks = &block;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *n = items->items[i];
        block.at = i;
        bool declares = only_declares(n);
        uint32_t more = group_ends ? group_ends[i] : 0;
        if (more) nested_check(c, &items->items[i], more + 1);
        else check_stmt(c, n);
        i += more;
        if (warned || declares || i + 1 == items->len || !check_always_leaves(n)) continue;
        if (only_declares(items->items[i + 1])) continue;
        warn_unreached(c, n, items->items[i + 1]);
        warned = true;
    }
    c->blocks = block.outer;
}
