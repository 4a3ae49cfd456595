// `assert(condition, message)`: what only its failure needs is in a branch that is taken then: the
// message, and of a comparison both values. They are read again there, which nothing has come
// between; only what has effects is kept from the first time.
#include <string.h>

#include "mir/lower/lower.h"

static Node *argument(const Node *call, uint32_t param) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        const Node *arg = call->u.call.args.items[i];
        if (arg->u.arg.param == param) return arg->u.arg.value;
    }
    return NULL;
}

// The condition as it is written, on one line.
static const char *condition_text(Lower *l, const Node *condition) {
    return source_snippet(&l->program->session->sources, l->arena, condition->span, UINT32_MAX);
}

static bool is_comparison(const MirExpr *e) {
    if (e->kind == MIR_EQUAL) return true;
    if (e->kind != MIR_BINARY) return false;
    TokenKind op = e->u.binary.op;
    return op == TOKEN_EQ || op == TOKEN_NE || op == TOKEN_LT || op == TOKEN_LE || op == TOKEN_GT ||
           op == TOKEN_GE;
}

// ---- the text of a failure ----

typedef struct Message {
    Lower *lower;
    VEC(MirTemplatePart) parts;
} Message;

static void add_text(Message *m, const char *text) {
    MirTemplatePart part = {.text = text, .len = (uint32_t)strlen(text)};
    if (part.len) VEC_PUSH(m->lower->arena, &m->parts, part);
}

static void add_value(Message *m, MirExpr *value) {
    if (value->kind == MIR_STRING) {
        add_text(m, value->u.string.text);
        return;
    }
    lower_use_type(m->lower, value->type);
    VEC_PUSH(m->lower->arena, &m->parts, ((MirTemplatePart){.value = value}));
}

static void add_side(Message *m, const char *label, MirExpr *value) {
    const char *quote = value->type->kind == TYPE_STRING ? "\"" : "";
    add_text(m, arena_printf(m->lower->arena, "\n  %s%s", label, quote));
    add_value(m, value);
    add_text(m, quote);
}

// What the user wrote, else the condition; then the values that it compared.
static MirExpr *failure_text(Lower *l, Node *message, const char *text, const MirExpr *cond) {
    Message m = {.lower = l};
    if (message) {
        add_value(&m, lower_expr(l, message));
        text = is_comparison(cond) ? arena_printf(l->arena, "\n  %s", text) : "";
    }
    add_text(&m, text);
    if (is_comparison(cond)) {
        add_side(&m, "left:  ", cond->u.binary.left);
        add_side(&m, "right: ", cond->u.binary.right);
    }
    MirExpr *e = mir_expr(l->arena, MIR_TEMPLATE, type_basic(l->types, STRING),
                          message ? message->span : cond->span);
    e->u.template_.parts = m.parts.items;
    e->u.template_.count = m.parts.len;
    e->can_panic = e->effects = true; // whatever it reads, it is read here
    return e;
}

// ---- the call ----

static MirExpr *assert_call(Lower *l, const Node *node, MirExpr *cond, MirExpr *message) {
    MirExpr *call = mir_call(l->arena, MIR_CALL_ASSERT, type_basic(l->types, VOID), node->span);
    lower_push_arg(l, call, cond);
    if (message) lower_push_arg(l, call, message);
    return call;
}

static void lower_failure(Lower *l, const Node *node, Node *message, const MirExpr *cond) {
    const char *text = condition_text(l, argument(node, 0));
    MirExpr *shown = lower_spill(l, failure_text(l, message, text, cond));
    MirExpr *never = mir_bool(l->arena, l->types, false, node->span);
    MirStmt *stop = mir_stmt(l->arena, MIR_EVAL, node->span);
    stop->u.expr = assert_call(l, node, never, shown);
    lower_emit(l, stop);
}

MirExpr *lower_assert(Lower *l, Node *node) {
    Node *message = argument(node, 1);
    if (message && message->kind == NODE_CONVERT && message->u.convert.kind == CONVERT_OPTION)
        message = message->u.convert.operand;
    if (message && message->kind == NODE_NULL) message = NULL;
    MirExpr *cond = lower_expr(l, argument(node, 0));
    bool plain = !message || message->kind == NODE_STRING;
    if (plain && !is_comparison(cond)) {
        MirExpr *call = assert_call(l, node, cond, message ? lower_expr(l, message) : NULL);
        call->u.call.text = condition_text(l, argument(node, 0));
        return call;
    }
    for (int i = 0; is_comparison(cond) && i < 2; i++) {
        MirExpr **side = i ? &cond->u.binary.right : &cond->u.binary.left;
        if ((*side)->effects) *side = lower_reusable(l, *side);
    }
    MirBlock failing = {0}, scope = {0}, nothing = {0};
    LowerSaved saved = lower_open(l, &failing);
    lower_failure(l, node, message, cond);
    lower_close(l, saved);
    failing = mir_clone(l->arena, l->at.function, &failing, true); // shares no part with `cond`
    saved = lower_open(l, &scope);
    lower_scope(l, failing, node->span);
    lower_close(l, saved);
    lower_if(l, mir_not(l->arena, cond), scope, nothing, node->span);
    return mir_expr(l->arena, MIR_ZERO, type_basic(l->types, VOID), node->span); // nothing is left
}
