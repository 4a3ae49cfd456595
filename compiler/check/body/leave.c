// Leaving: `return`, `throw`, `break`, `continue`, which paths end in one of them, and cleanup code
// (`defer`, `finally`), which none of them may leave.
#include "check/body/body.h"
#include "check/body/throws.h"
#include "check/decl/declare.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

// ---- return ----

static void report_result_unwanted(Checker *c, const Node *value, const Type *t) {
    const FunctionContext *f = c->function;
    const char *name = f->symbol && f->symbol->name ? f->symbol->name->text : "this function";
    Diag *g = diag_error(diags(c), E0381, value->span,
                         "`%s` has no result, but a value is returned", name);
    if (f->in_constructor || f->in_finalize) return;
    if (f->symbol) diag_label(g, f->symbol->span, "declared without a result");
    bool lambda = f->is_lambda && f->symbol && f->symbol->node &&
                  f->symbol->node->kind == NODE_LAMBDA && !f->symbol->node->u.lambda.declaration;
    if (t->kind == TYPE_VOID) diag_help(g, "call it first, then write `return` alone");
    else if (lambda) diag_help(g, "write `return` alone: this function gives nothing");
    else diag_help(g, "declare the result after the parameters: `): %s`", type_text(c->arena, t));
}

static void return_value(Checker *c, Node **value) {
    FunctionContext *f = c->function;
    if (!f->result) {
        returned_value(c, value);
    } else if (f->result->kind == TYPE_VOID) {
        const Type *t = check_expr(c, value, NULL);
        if (t->kind != TYPE_POISON && t->kind != TYPE_NEVER) report_result_unwanted(c, *value, t);
    } else {
        check_expr_as(c, value, f->result, "result");
    }
}

static void return_nothing(Checker *c, const Node *n) {
    FunctionContext *f = c->function;
    const Type *nothing = type_basic(c->types, VOID);
    if (!f->result && returned_waits(f)) {
        diag_error(diags(c), E0381, n->span, "`return` wants a value here, as it had one before");
        return;
    }
    if (!f->result && !f->inferred) f->inferred = nothing;
    const Type *wanted = f->result ? f->result : f->inferred;
    if (wanted == nothing || wanted->kind == TYPE_POISON) return;
    Diag *g = diag_error(diags(c), E0381, n->span, "`return` wants a value of type `%s` here",
                         type_text(c->arena, wanted));
    if (f->symbol && f->symbol->span.source)
        diag_label(g, f->symbol->span, "declared with this result");
    diag_help(g, "write `return ..` with it");
}

static void check_return(Checker *c, Node *n) {
    if (c->cleanup) {
        diag_error(diags(c), E0383, n->span, "`%s` cannot be left by `return`", c->cleanup);
    } else if (!c->function->symbol) {
        Diag *g = diag_error(diags(c), E0381, n->span, "`return` stands outside of a function");
        diag_help(g, "`exit(code)` ends the program");
    }
    if (!n->u.leave.value) {
        if (c->function->symbol) return_nothing(c, n);
    } else if (c->function->symbol) {
        return_value(c, &n->u.leave.value);
    } else {
        check_expr(c, &n->u.leave.value, NULL);
    }
}

// ---- throw ----

void check_help_error(Checker *c, Diag *g, const Type *t) {
    const char *word = t->kind == TYPE_CLASS    ? "class"
                       : t->kind == TYPE_STRUCT ? "struct"
                       : t->kind == TYPE_ENUM   ? "enum"
                                                : NULL;
    if (word) diag_help(g, "write `%s %s implements Error`", word, type_text(c->arena, t));
}

static void check_throw(Checker *c, Node *n) {
    if (!n->u.leave.value) return; // reported by the parser
    const Type *t = check_expr(c, &n->u.leave.value, NULL);
    if (t->kind == TYPE_POISON || t->kind == TYPE_NEVER) return;
    if (type_is_error(c, t)) {
        bool known = t->kind == TYPE_CLASS; // of an interface's value anything may be behind it
        check_note_throws(c, known ? t : c->types->error_interface, n->span);
        return;
    }
    if (type_is_error_value(c, t)) { // a copy of it is behind the interface
        check_convert(c, &n->u.leave.value, c->types->error_interface, "what is thrown");
        check_note_throws(c, c->types->error_interface, n->span);
        return;
    }
    Diag *g =
        diag_error(diags(c), E0401, n->u.leave.value->span,
                   "`%s` cannot be thrown: it does not implement `Error`", type_text(c->arena, t));
    if (t->kind == TYPE_STRING) diag_help(g, "write `throw new Error(..)`");
    else if (t->kind == TYPE_OPTION &&
             (type_is_error(c, t->u.elem) || type_is_error_value(c, t->u.elem)))
        diag_help(g, "it may be null: test it first");
    check_help_error(c, g, t);
}

// ---- break and continue ----

static Name label_of(const Node *loop) {
    return loop->kind == NODE_WHILE ? loop->u.while_.label : loop->u.for_.label;
}

static void report_no_loop(Checker *c, const Node *n, const char *word) {
    Name label = n->u.jump.label;
    if (label && c->loops.len) {
        Diag *g = diag_error(diags(c), E0104, n->span,
                             "no loop around this `%s` has the label `%s`", word, label->text);
        Nearest nearest;
        nearest_init(&nearest, label->text);
        for (uint32_t i = 0; i < c->loops.len; i++)
            if (label_of(c->loops.items[i]))
                nearest_offer(&nearest, label_of(c->loops.items[i])->text);
        if (nearest.best) diag_help(g, "did you mean `%s`?", nearest.best);
        else diag_help(g, "write the label before the loop: `%s: for (..)`", label->text);
        return;
    }
    Diag *g = diag_error(diags(c), E0382, n->span, "`%s` stands outside of a loop", word);
    diag_help(g, "a function is left by `return`; an arm of `match` ends by itself");
}

static void check_jump(Checker *c, Node *n) {
    const char *word = n->kind == NODE_BREAK ? "break" : "continue";
    for (uint32_t i = c->loops.len; i-- > 0;) {
        Node *loop = c->loops.items[i];
        if (n->u.jump.label && n->u.jump.label != label_of(loop)) continue;
        if (i < c->loops_floor)
            diag_help(diag_error(diags(c), E0383, n->span, "`%s` cannot be left by `%s`",
                                 c->cleanup, word),
                      "set a variable here, and leave the loop behind it");
        else if (n->kind == NODE_BREAK && loop->kind == NODE_WHILE) loop->u.while_.has_break = true;
        return;
    }
    report_no_loop(c, n, word);
}

const Type *check_leave(Checker *c, Node *n) {
    if (n->kind == NODE_RETURN) check_return(c, n);
    else if (n->kind == NODE_THROW) check_throw(c, n);
    else check_jump(c, n);
    n->type = type_basic(c->types, NEVER);
    return n->type;
}

// ---- cleanup ----

// *slot is a block or an expression. It runs whatever happens, so nothing but its end leaves it.
void check_cleanup(Checker *c, Node **slot, const char *word) {
    const char *outer = c->cleanup;
    uint32_t floor = c->loops_floor;
    c->cleanup = word;
    c->loops_floor = c->loops.len;
    throws_enter_cleanup(c, arena_printf(c->arena, "`%s`", word));
    NodeKind kind = (*slot)->kind;
    if (kind == NODE_BLOCK || kind == NODE_UNSAFE || kind == NODE_EXPR_STMT) check_block(c, *slot);
    else check_expr(c, slot, NULL);
    throws_leave(c);
    c->cleanup = outer;
    c->loops_floor = floor;
}

// ---- paths ----

static bool any_leaves(const NodeList *items) {
    for (uint32_t i = 0; i < items->len; i++)
        if (check_always_leaves(items->items[i])) return true;
    return false;
}

static bool never_comes(const Node *expr) {
    if (!expr || !expr->type) return false;
    if (expr->kind == NODE_CONVERT) return expr->u.convert.kind == CONVERT_NEVER;
    return expr->type->kind == TYPE_NEVER;
}

bool check_is_true(const Node *cond) {
    while (cond->kind == NODE_PAREN) cond = cond->u.wrap.operand;
    return cond->kind == NODE_BOOL && cond->u.boolean;
}

static bool try_leaves(const Node *n) {
    if (n->u.try_.finally_ && check_always_leaves(n->u.try_.finally_)) return true;
    if (!check_always_leaves(n->u.try_.body)) return false;
    for (uint32_t i = 0; i < n->u.try_.catches.len; i++) {
        const Node *catch_ = n->u.try_.catches.items[i];
        if (catch_->kind == NODE_CATCH && !check_always_leaves(catch_->u.catch_.body)) return false;
    }
    return true;
}

bool check_always_leaves(const Node *n) {
    if (n->kind == NODE_BLOCK || n->kind == NODE_UNSAFE) return any_leaves(&n->u.block.items);
    if (n->kind == NODE_EXPR_STMT) return never_comes(n->u.stmt.expr);
    if (n->kind == NODE_VAR) return never_comes(n->u.var.init);
    if (n->kind == NODE_IF)
        return n->u.if_.otherwise && check_always_leaves(n->u.if_.then) &&
               check_always_leaves(n->u.if_.otherwise);
    if (n->kind == NODE_WHILE) return check_is_true(n->u.while_.cond) && !n->u.while_.has_break;
    if (n->kind == NODE_TRY) return try_leaves(n);
    return never_comes(n);
}
