// A call of C: arguments to parameters, with the user data of callbacks left out and supplied; then
// each argument in its safe form, in source order.
#include <string.h>

#include "check/foreign/foreign.h"

void foreign_warn_deprecated(Checker *c, const Symbol *symbol, Span span) {
    if (!symbol->c || !symbol->c->deprecated) return;
    Diag *g =
        diag_warning(&c->session->diags, E0652, span, "`%s` is deprecated", symbol->name->text);
    if (symbol->c->deprecated[0]) diag_note(g, "%s", symbol->c->deprecated);
    expr_label_symbol(c, g, symbol);
}

const char *c_argument_what(CCall *k, uint32_t param) {
    Name name = k->type->params[param].name;
    Arena *scratch = &k->c->session->scratch;
    return name ? arena_printf(scratch, "argument `%s`", name->text + strspn(name->text, "_"))
                : arena_printf(scratch, "argument %u", param + 1);
}

// ---- which parameter ----

// The position among the arguments that a parameter has while some before it are supplied.
static uint32_t position_of(const CCall *k, uint32_t param) {
    uint32_t position = param;
    for (uint32_t i = 0; i < param; i++) position -= k->hidden[i];
    return position;
}

static bool is_named(const CCall *k, uint32_t param) {
    const NodeList *args = &k->call->u.call.args;
    for (uint32_t i = 0; i < args->len; i++)
        if (args->items[i]->u.arg.name && args->items[i]->u.arg.name == k->type->params[param].name)
            return true;
    return false;
}

// With the user data, the function that C ends it with may be left out.
static void hide_destroys(CCall *k) {
    uint32_t wanted = position_of(k, k->type->param_count);
    for (uint32_t i = 0; i < k->type->param_count; i++) {
        CCallback callback = c_callback_of(k->type, i);
        if (callback.data < 0 || !k->hidden[callback.data] || callback.destroy < 0) continue;
        if (wanted <= k->call->u.call.args.len || k->hidden[callback.destroy]) continue;
        if (is_named(k, (uint32_t)callback.destroy)) continue;
        k->hidden[callback.destroy] = true;
        wanted--;
    }
}

// Where a function is given, its user data is left out, unless every argument of C is there.
static void hide_user_data(CCall *k) {
    const NodeList *args = &k->call->u.call.args;
    if (args->len >= k->type->param_count && !k->type->variadic) return;
    for (uint32_t i = 0; i < k->type->param_count; i++) {
        int data = c_callback_of(k->type, i).data;
        if (data < 0 || k->hidden[data]) continue;
        k->hidden[data] = true;
        uint32_t position = position_of(k, i);
        bool function_given =
            position < args->len &&
            c_gives_function(k->c, &args->items[position]->u.arg.value, k->type->params[i].type);
        k->hidden[data] = function_given;
    }
    hide_destroys(k);
}

static int find_named(CCall *k, const Node *arg) {
    for (uint32_t i = 0; i < k->type->param_count; i++)
        if (k->type->params[i].name == arg->u.arg.name) return (int)i;
    Diag *g = diag_error(&k->c->session->diags, E0306, arg->span, "`%s` has no parameter `%s`",
                         k->name, arg->u.arg.name->text);
    if (k->symbol) expr_label_symbol(k->c, g, k->symbol);
    return -1;
}

static void report_count(CCall *k) {
    uint32_t wanted = k->type->param_count, given = k->call->u.call.args.len;
    for (uint32_t i = 0; i < k->type->param_count; i++) wanted -= k->hidden[i];
    Diag *g = diag_error(
        &k->c->session->diags, E0305, k->call->span, "`%s` takes %s%u argument%s, not %u", k->name,
        k->type->variadic ? "at least " : "", wanted, wanted == 1 ? "" : "s", given);
    if (k->symbol) expr_label_symbol(k->c, g, k->symbol);
}

// Fills in arg_of, and the `param` of each argument. False after a diagnostic.
static bool bind(CCall *k) {
    const NodeList *args = &k->call->u.call.args;
    uint32_t next = 0, extra = k->type->param_count;
    bool good = true;
    for (uint32_t i = 0; i < args->len && good; i++) {
        Node *arg = args->items[i];
        while (next < k->type->param_count && k->hidden[next]) next++;
        int param = arg->u.arg.name ? find_named(k, arg) : (int)next++;
        if (param < 0) return false;
        if ((uint32_t)param < k->type->param_count) {
            good = k->arg_of[param] < 0;
            k->arg_of[param] = (int)i;
            arg->u.arg.param = (uint32_t)param;
        } else {
            good = k->type->variadic;
            arg->u.arg.param = extra++;
        }
    }
    for (uint32_t i = 0; i < k->type->param_count; i++)
        good = good && (k->arg_of[i] >= 0 || k->hidden[i]);
    if (!good) report_count(k);
    return good;
}

static void supply_user_data(CCall *k) {
    for (uint32_t i = 0; i < k->type->param_count; i++) {
        if (!k->hidden[i]) continue;
        Node *null = node_new(k->c->arena, NODE_NULL, k->call->span);
        null->type = k->type->params[i].type;
        Node *arg = node_new(k->c->arena, NODE_ARG, k->call->span);
        arg->u.arg.value = null;
        arg->u.arg.param = i;
        VEC_PUSH(k->c->arena, &k->call->u.call.args, arg);
    }
}

// ---- the call ----

static void check_extras(CCall *k, uint32_t first) {
    NodeList *args = &k->call->u.call.args;
    if (c_format_check(k, first)) return;
    if (k->call->u.call.args.len > first || k->type->variadic) {
        bool by_format = c_format_param(k->symbol) > 0;
        c_want_unsafe(k, k->call, by_format ? "a format that is computed" : "a variadic call",
                      by_format ? "only a literal format says which arguments C will take"
                                : "nothing says which arguments C will take after the named ones");
    }
    for (uint32_t i = first; i < args->len; i++) c_promote(k, &args->items[i]->u.arg.value);
}

static void check_arguments(CCall *k) {
    NodeList *args = &k->call->u.call.args;
    uint32_t first_extra = args->len;
    for (uint32_t i = 0; i < args->len; i++) {
        uint32_t param = args->items[i]->u.arg.param;
        if (param < k->type->param_count) c_argument_check(k, param);
        else if (first_extra == args->len) first_extra = i;
    }
    if (k->type->variadic) check_extras(k, first_extra);
}

static const Type *check_call(CCall *k) {
    Checker *c = k->c;
    k->arg_of = ARENA_ARRAY(&c->session->scratch, int, k->type->param_count);
    k->hidden = ARENA_ARRAY(&c->session->scratch, bool, k->type->param_count);
    for (uint32_t i = 0; i < k->type->param_count; i++) k->arg_of[i] = -1;
    hide_user_data(k);
    if (!bind(k)) {
        args_check_all(c, k->call);
        return k->type->result;
    }
    check_arguments(k);
    supply_user_data(k);
    k->call->u.call.param_count = k->type->param_count;
    k->call->u.call.pairs = k->pairs.items;
    k->call->u.call.pair_count = k->pairs.len;
    check_note_call(c, k->call);
    return k->type->result;
}

const Type *foreign_call(Checker *c, Node *call, Symbol *symbol) {
    if (!symbol->type || symbol->type->kind != TYPE_FUNCTION) {
        args_check_all(c, call);
        return expr_poison(c);
    }
    foreign_warn_deprecated(c, symbol, call->u.call.callee->span);
    call->u.call.call = CALL_C;
    call->u.call.symbol = symbol;
    CCall k = {.c = c,
               .call = call,
               .type = symbol->type->u.function,
               .symbol = symbol,
               .name = symbol->name->text};
    const Type *result = check_call(&k);
    return symbol->c && symbol->c->is_noreturn ? type_basic(c->types, NEVER) : result;
}

const Type *foreign_call_pointer(Checker *c, Node *call, const Type *type) {
    call->u.call.call = CALL_VALUE;
    CCall k = {.c = c,
               .call = call,
               .type = type->u.function,
               .name = mismatch_source(c, call->u.call.callee)};
    return check_call(&k);
}
