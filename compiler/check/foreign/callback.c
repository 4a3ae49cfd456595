// Seam functions as C function pointers (LANGUAGE 7.1 "Callbacks"). The function has C's
// parameters, or fewer: trailing ones may be left out, and so is the user data where the compiler
// supplies it.
#include "check/foreign/foreign.h"

bool c_is_function(Checker *c, const Node *value) {
    value = expr_bare(value);
    if (value->kind == NODE_LAMBDA) return true;
    Symbol *symbol = NULL;
    if (value->kind == NODE_NAME) symbol = scope_find(c->scope, value->u.name.name);
    if (value->kind == NODE_MEMBER) symbol = member_peek(c, value);
    if (!symbol || symbol->c) return false;
    bool variable = symbol->kind == SYMBOL_LOCAL || symbol->kind == SYMBOL_PARAM;
    return symbol->kind == SYMBOL_FUNCTION ||
           (variable && symbol->type && symbol->type->kind == TYPE_FUNCTION);
}

bool c_gives_function(Checker *c, Node **slot, const Type *wanted) {
    if (c_is_function(c, *slot)) return true;
    NodeKind kind = expr_bare(*slot)->kind;
    if (kind != NODE_NAME && kind != NODE_MEMBER && kind != NODE_INDEX && kind != NODE_CALL &&
        kind != NODE_CONDITIONAL && kind != NODE_UNWRAP)
        return false;
    const Type *t = (*slot)->type ? (*slot)->type : check_expr(c, slot, wanted);
    return t->kind == TYPE_FUNCTION;
}

// ---- signatures ----

// What the function is called with: C's parameters without the user data that the compiler
// supplies.
static FunctionType visible(Checker *c, const FunctionType *f, int user_data) {
    FunctionType seen = *f;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, f->param_count);
    seen.param_count = 0;
    for (uint32_t i = 0; i < f->param_count; i++)
        if ((int)i != user_data) params[seen.param_count++] = f->params[i];
    seen.params = params;
    return seen;
}

static Diag *report(CCall *k, const Node *value, const char *why) {
    Diag *g = diag_error(&k->c->session->diags, E0655, value->span,
                         "this function does not fit %s: %s", "the callback", why);
    if (k->symbol) expr_label_symbol(k->c, g, k->symbol);
    return g;
}

static void report_parameter(CCall *k, const Node *value, const TypeParam *own, const Type *given) {
    Checker *c = k->c;
    Arena *scratch = &c->session->scratch;
    const char *name = own->name ? own->name->text : "it", *text = expr_type_text(c, given);
    bool hides_null = convert_same_representation(own->type, given);
    Diag *g = report(k, value,
                     hides_null ? arena_printf(scratch, "C may pass null for `%s`", name)
                                : arena_printf(scratch, "C passes `%s` where it takes `%s`", text,
                                               expr_type_text(c, own->type)));
    diag_help(g, "declare the parameter `%s: %s%s`", name, text,
              given->kind == TYPE_UNSURE ? "?" : "");
}

// Why it does not fit; false: it does.
static bool report_misfit(CCall *k, const Node *value, const FunctionType *own,
                          const FunctionType *want) {
    Checker *c = k->c;
    Arena *scratch = &c->session->scratch;
    if (convert_function_fits(own, want)) return false;
    if (own->param_count > want->param_count) {
        report(k, value,
               arena_printf(scratch, "C passes %u argument%s, and it takes %u", want->param_count,
                            want->param_count == 1 ? "" : "s", own->param_count));
        return true;
    }
    for (uint32_t i = 0; i < own->param_count; i++) {
        if (convert_parameter_fits(want->params[i].type, own->params[i].type)) continue;
        report_parameter(k, value, &own->params[i], want->params[i].type);
        return true;
    }
    report(k, value,
           arena_printf(scratch, "C wants a `%s`, and it returns `%s`",
                        expr_type_text(c, want->result), expr_type_text(c, own->result)));
    return true;
}

static bool is_null(const CCall *k, uint32_t param) {
    const Node *arg = c_argument(k, param);
    return !arg || expr_bare(arg->u.arg.value)->kind == NODE_NULL;
}

static void set_life(CCall *k, Node *convert, uint32_t param, const CCallback *plan,
                     bool supplied) {
    bool scoped = k->symbol && c_forgets_callback(k->symbol, param);
    bool destroyed = supplied && plan->destroy >= 0 && is_null(k, (uint32_t)plan->destroy);
    convert->u.convert.life = destroyed ? CALLBACK_DESTROY : scoped ? CALLBACK_CALL : CALLBACK_EVER;
    if (!supplied) return;
    convert->u.convert.by_data = plan->own >= 0;
    convert->u.convert.data = (uint32_t)(plan->data + 1);
    convert->u.convert.destroy = destroyed ? (uint32_t)(plan->destroy + 1) : 0;
    convert->u.convert.slot = plan->slot;
}

void c_callback_check(CCall *k, uint32_t param, const Type *plain) {
    Checker *c = k->c;
    Node **slot = &c_argument(k, param)->u.arg.value;
    CCallback plan = c_callback_of(k->type, param);
    bool supplied = plan.data >= 0 && k->hidden[plan.data];
    int user_data = supplied ? plan.own : -1;
    FunctionType want = visible(c, plain->u.function, user_data);
    const Type *t = (*slot)->type; // of one that was looked at before
    if (!t) t = check_expr(c, slot, type_cfn(c->types, &want));
    if (t->kind != TYPE_FUNCTION) return; // poison
    if (user_data < 0 && mismatch_captures(c, *slot, plain)) {
        mismatch_report(c, *slot, plain, "the callback");
        return;
    }
    const Symbol *named = function_named(*slot); // whose parameters have names
    const Node *bare = expr_bare(*slot);
    if (bare->kind == NODE_LAMBDA) named = bare->u.lambda.symbol;
    if (named && named->type->kind == TYPE_FUNCTION) t = named->type;
    if (report_misfit(k, *slot, t->u.function, &want)) return;
    convert_wrap(c, slot, CONVERT_C_CALLBACK, plain);
    (*slot)->u.convert.user_data = (uint32_t)(user_data + 1);
    set_life(k, *slot, param, &plan, supplied);
    convert_apply(c, slot, k->type->params[param].type);
}
