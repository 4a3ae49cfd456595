// Arguments to parameters: by position, by name, rest and defaults (LANGUAGE 4). Arguments stay in
// source order, which is the order of evaluation; each learns its parameter. Omitted defaults are
// appended, and the arguments of a rest parameter become one array.
#include <string.h>

#include "check/decl/declare.h"
#include "check/expr/expr.h"

typedef struct Binder {
    Checker *c;
    Node *call;
    const ArgTarget *target;
    const Node **given; // the argument of each parameter; NULL: none yet
    uint32_t fixed;     // parameters before the rest parameter
    uint32_t next;      // position of the next positional argument
    bool named;         // a named one was seen
    bool too_many;
    NodeList rest;
    uint32_t rest_at; // where the first of them stands
} Binder;

// An argument that has no parameter. Lambdas and addresses would only complain about that.
static void check_stray(Checker *c, Node **value) {
    bool wants_context = (*value)->kind == NODE_LAMBDA || (*value)->kind == NODE_ADDRESS;
    if (wants_context) (*value)->type = expr_poison(c);
    else check_expr(c, value, expr_poison(c));
}

void args_check_all(Checker *c, Node *call) {
    for (uint32_t i = 0; i < call->u.call.args.len; i++) {
        Node *arg = call->u.call.args.items[i];
        if (!arg->u.arg.checked && !arg->u.arg.value->type) check_stray(c, &arg->u.arg.value);
    }
}

static void convert_argument(Checker *c, Node **slot, const Type *given, const Type *type,
                             const char *what) {
    const Type *plain = type_strip(type);
    if (given->kind == TYPE_STRING && plain->kind == TYPE_CSTRING) {
        convert_wrap(c, slot, CONVERT_CSTRING, plain);
        if (type != plain) convert_apply(c, slot, type);
        return;
    }
    check_convert(c, slot, type, what);
}

// `string` becomes CString as the argument of a call, and nowhere else.
void args_convert(Checker *c, Node **slot, const Type *type, const char *what) {
    convert_argument(c, slot, check_expr(c, slot, type), type, what);
}
static const char *what_text(Binder *b, uint32_t param) {
    Name name = b->target->type->params[param].name;
    Arena *scratch = &b->c->session->scratch;
    return name ? arena_printf(scratch, "argument `%s`", name->text)
                : arena_printf(scratch, "argument %u", param + 1);
}

static void label_target(Binder *b, Diag *g) {
    if (b->target->symbol) expr_label_symbol(b->c, g, b->target->symbol);
}

// ---- which parameter ----

static int find_named(Binder *b, const Node *arg) {
    const FunctionType *f = b->target->type;
    Nearest near;
    nearest_init(&near, arg->u.arg.name->text);
    for (uint32_t i = 0; i < b->fixed; i++) {
        if (!f->params[i].name) continue;
        if (f->params[i].name == arg->u.arg.name) return (int)i;
        nearest_offer(&near, f->params[i].name->text);
    }
    Diag *g = diag_error(&b->c->session->diags, E0306, arg->span, "`%s` has no parameter `%s`",
                         b->target->name, arg->u.arg.name->text);
    const Type *made = b->target->type->result;
    if (strcmp(arg->u.arg.name->text, "cause") == 0 && made && type_is_error(b->c, made))
        diag_help(g, "what is thrown inside of a `catch` is caused by what was caught there; `new "
                     "Error(text, cause: e)` names another cause");
    else if (near.best) diag_help(g, "did you mean `%s`?", near.best);
    label_target(b, g);
    return -1;
}

static int report_too_many(Binder *b, const Node *arg) {
    if (!b->too_many) {
        Diag *g = diag_error(&b->c->session->diags, E0305, arg->span,
                             "`%s` takes %u argument%s, not %u", b->target->name, b->fixed,
                             b->fixed == 1 ? "" : "s", b->call->u.call.args.len);
        label_target(b, g);
        if (strcmp(b->target->name, "toSorted") == 0)
            diag_help(g, "`xs.sorted(compare)` takes a function");
    }
    b->too_many = true;
    return -1;
}

// The parameter's index, or -1: it is one of the rest, or an error.
static int choose(Binder *b, Node *arg) {
    int param;
    if (arg->u.arg.name) {
        b->named = true;
        param = find_named(b, arg);
    } else if (b->next < b->fixed) {
        if (b->named) {
            Diag *g = diag_error(&b->c->session->diags, E0306, arg->span,
                                 "an argument without a name comes before those with one");
            diag_help(g, "name it: `%s: ..`, or move it to the front",
                      b->target->type->params[b->next].name
                          ? b->target->type->params[b->next].name->text
                          : "name");
        }
        param = (int)b->next++;
    } else {
        return b->fixed < b->target->type->param_count ? -1 : report_too_many(b, arg);
    }
    if (param < 0 || !b->given[param]) return param;
    Diag *g = diag_error(&b->c->session->diags, E0306, arg->span, "%s is given twice",
                         what_text(b, (uint32_t)param));
    diag_label(g, b->given[param]->span, "the first time");
    return -1;
}

// ---- rest ----

static Node *new_arg(Binder *b, uint32_t param, Node *value, Span span) {
    Node *arg = node_new(b->c->arena, NODE_ARG, span);
    arg->u.arg.param = param;
    arg->u.arg.value = value;
    return arg;
}

// `...xs` alone passes the array itself.
static Node *rest_value(Binder *b, const Type *type) {
    Checker *c = b->c;
    Node *first = b->rest.len > 0 ? b->rest.items[0]->u.arg.value : NULL;
    Node *array = node_new(c->arena, NODE_ARRAY, first ? first->span : b->call->span);
    array->type = type;
    const Type *elem = type->kind == TYPE_POISON ? type : type->u.elem;
    bool alone = b->rest.len == 1 && first->kind == NODE_SPREAD;
    if (alone) spread_check(c, first, elem);
    if (alone && first->u.wrap.operand->type == type) return first->u.wrap.operand;
    for (uint32_t i = 0; i < b->rest.len; i++) {
        Node *value = b->rest.items[i]->u.arg.value;
        if (value->kind == NODE_SPREAD) {
            if (!alone) spread_check(c, value, elem);
        } else if (b->rest.items[i]->u.arg.checked) {
            convert_argument(c, &value, value->type, elem, "an argument");
        } else {
            args_convert(c, &value, elem, "an argument");
        }
        array->span = span_join(array->span, value->span);
        VEC_PUSH(c->arena, &array->u.array.items, value);
    }
    NodeList items = array->u.array.items;
    if (elem->kind != TYPE_POISON && spread_among(&items)) spread_build(c, array, &items, elem);
    return array;
}

static void bind_rest(Binder *b) {
    const FunctionType *f = b->target->type;
    if (b->fixed == f->param_count) return;
    Node *value = rest_value(b, f->params[b->fixed].type);
    Node *arg = new_arg(b, b->fixed, value, value->span);
    NodeList args = {0}, old = b->call->u.call.args;
    for (uint32_t i = 0; i < old.len; i++) {
        bool is_rest = false;
        for (uint32_t k = 0; k < b->rest.len; k++) is_rest |= b->rest.items[k] == old.items[i];
        if (!is_rest) VEC_PUSH(b->c->arena, &args, old.items[i]);
        if (b->rest.len > 0 && old.items[i] == b->rest.items[0]) VEC_PUSH(b->c->arena, &args, arg);
    }
    if (b->rest.len == 0) VEC_PUSH(b->c->arena, &args, arg);
    b->call->u.call.args = args;
}

// ---- what was left out ----

static Node *declared_param(const ArgTarget *target, uint32_t param) {
    const Node *d = target->declaration;
    param += target->skip;
    const NodeList *params = NULL;
    if (d && d->kind == NODE_FUNCTION) params = &d->u.function.params;
    if (d && d->kind == NODE_LAMBDA) params = &d->u.lambda.params;
    if (d && d->kind == NODE_VARIANT) params = &d->u.variant.params;
    return params && param < params->len ? params->items[param] : NULL;
}

static void append_default(Binder *b, uint32_t param, Node *declared) {
    const Symbol *symbol = b->target->symbol;
    if (symbol && symbol->flags & SYMBOL_CHECKING) return; // a part of itself: reported as a circle
    Node *arg = new_arg(b, param, declared->u.param.init, b->call->span);
    arg->u.arg.defaulted = declared;
    VEC_PUSH(b->c->arena, &b->call->u.call.args, arg);
}

static const char *missing_text(Binder *b, const TypeParam *param) {
    const char *text = expr_type_text(b->c, param->type);
    Arena *scratch = &b->c->session->scratch;
    return param->name ? arena_printf(scratch, "`%s: %s`", param->name->text, text)
                       : arena_printf(scratch, "a `%s`", text);
}

// `Error(message: string)`
static const char *call_text(const Binder *b) {
    const FunctionType *f = b->target->type;
    Arena *scratch = &b->c->session->scratch;
    const char *text =
        arena_printf(scratch, "`%s%s(", b->call->kind == NODE_NEW ? "new " : "", b->target->name);
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i];
        text = arena_printf(scratch, "%s%s%s%s%s%s", text, i ? ", " : "", p->is_rest ? "..." : "",
                            p->name ? p->name->text : "", p->name ? ": " : "",
                            expr_type_text(b->c, p->type));
        if (p->has_default) text = arena_printf(scratch, "%s = ..", text);
    }
    return arena_printf(scratch, "%s)`", text);
}

static void complete(Binder *b) {
    const FunctionType *f = b->target->type;
    const char *missing = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < b->fixed; i++) {
        if (b->given[i]) continue;
        Node *declared = declared_param(b->target, i);
        if (f->params[i].has_default && declared && declared->u.param.init)
            append_default(b, i, declared);
        if (f->params[i].has_default) continue;
        const char *text = missing_text(b, &f->params[i]);
        missing = missing ? arena_printf(&b->c->session->scratch, "%s, %s", missing, text) : text;
        count++;
    }
    for (uint32_t i = 0; i < b->call->u.call.args.len; i++) {
        const Node *value = b->call->u.call.args.items[i]->u.arg.value;
        if (value && value->kind == NODE_SPREAD) return; // reported
    }
    if (!missing || b->too_many) return;
    Diag *g = diag_error(&b->c->session->diags, E0305, b->call->span, "`%s` misses %s: %s",
                         b->target->name, count == 1 ? "an argument" : "arguments", missing);
    label_target(b, g);
    if (f->param_count) diag_help(g, "it is called as %s", call_text(b));
}

void args_bind(Checker *c, Node *call, const ArgTarget *target) {
    const FunctionType *f = target->type;
    bool has_rest = f->param_count > 0 && f->params[f->param_count - 1].is_rest;
    Binder b = {.c = c, .call = call, .target = target, .fixed = f->param_count - has_rest};
    b.given = ARENA_ARRAY(&c->session->scratch, const Node *, f->param_count);
    uint32_t count = call->u.call.args.len;
    for (uint32_t i = 0; i < count; i++) {
        Node *arg = call->u.call.args.items[i];
        bool is_rest = !arg->u.arg.name && b.next >= b.fixed && has_rest;
        int param = choose(&b, arg);
        if (is_rest) {
            VEC_PUSH(&c->session->scratch, &b.rest, arg);
        } else if (param < 0) {
            check_stray(c, &arg->u.arg.value);
        } else {
            b.given[param] = arg;
            arg->u.arg.param = (uint32_t)param;
            const Type *type = f->params[param].type;
            const char *what = what_text(&b, (uint32_t)param);
            if (arg->u.arg.checked)
                convert_argument(c, &arg->u.arg.value, arg->u.arg.value->type, type, what);
            else args_convert(c, &arg->u.arg.value, type, what);
        }
    }
    bind_rest(&b);
    complete(&b);
    call->u.call.param_count = f->param_count;
}
