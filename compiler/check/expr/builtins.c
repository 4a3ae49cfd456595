// Builtin members and functions: signatures of types/builtin.def, parsed when first looked up, with
// the letters T K V (what the receiver holds), Self, N and X bound for each use. A few check their
// arguments in a way that no signature says.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"
#include "syntax/parser.h"

typedef enum Letter {
    LETTER_T,
    LETTER_K,
    LETTER_V,
    LETTER_SELF,
    LETTER_N,
    LETTER_X,
    LETTERS
} Letter;
static const char *const letter_texts[LETTERS] = {"T", "K", "V", "Self", "N", "X"};

typedef struct Signature {
    Name name;
    Node *node;       // NODE_FUNCTION with its default values; NULL: not looked up yet
    const Type *type; // a function type; of properties, with the property's type as its result
} Signature;

struct BuiltinTable {
    Signature rows[BUILTIN_COUNT];
    Scope *scope; // the letters as types
};

// ---- the table ----

static const char *const function_word = "function ";

Name builtin_name(Checker *c, BuiltinId id) {
    const char *text = builtin_get(id)->signature;
    if (!builtin_is_property(id)) text += strlen(function_word);
    return intern(&c->session->names, text, strcspn(text, "(:"));
}

static struct BuiltinTable *table(Checker *c) {
    Program *p = c->program;
    if (p->builtins) return p->builtins;
    p->builtins = ARENA_NEW(p->arena, struct BuiltinTable);
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++)
        p->builtins->rows[id].name = builtin_name(c, id);
    p->builtins->scope = scope_new(p->arena, p->prelude);
    for (uint32_t i = 0; i < LETTERS; i++) {
        Name name = intern_text(&c->session->names, letter_texts[i]);
        Symbol *letter = symbol_new(p->arena, SYMBOL_TYPE, name, (Span){0, 0, 0});
        letter->type = type_param(c->types, name, i, NULL);
        letter->flags = SYMBOL_CHECKED;
        scope_add(p->builtins->scope, letter);
    }
    return p->builtins;
}

// A property `length: int` is read as `function length(): int`.
static Node *parse_row(Checker *c, BuiltinId id) {
    Arena *arena = c->program->arena;
    const char *text = builtin_get(id)->signature;
    if (builtin_is_property(id)) {
        size_t name = strcspn(text, ":");
        text = arena_printf(arena, "function %.*s()%s", (int)name, text, text + name);
    }
    return parse_signature(c->session, arena, text);
}

static const Signature *signature(Checker *c, BuiltinId id) {
    Signature *row = &table(c)->rows[id];
    if (row->node) return row;
    row->node = parse_row(c, id);
    Scope *before = c->scope;
    c->scope = table(c)->scope;
    NodeList nodes = row->node->u.function.params;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, nodes.len);
    for (uint32_t i = 0; i < nodes.len; i++) {
        Node *node = nodes.items[i];
        params[i] = (TypeParam){.name = node->u.param.pattern->u.bind.name,
                                .type = check_type(c, node->u.param.type),
                                .has_default = node->u.param.init != NULL,
                                .is_rest = node->u.param.flags & DECL_REST};
        if (node->u.param.init)
            check_expr_as(c, &node->u.param.init, params[i].type, "a default value");
    }
    Node *result = row->node->u.function.result;
    FunctionType f = {.params = params, .param_count = nodes.len, .open = true};
    f.result = result ? check_result_type(c, result) : type_basic(c->types, VOID);
    f.throws = row->node->u.function.throws_written ? c->types->error_interface : NULL;
    row->type = type_function(c->types, &f);
    c->scope = before;
    return row;
}

// ---- looking up ----

BuiltinReceiver builtin_receiver(const Type *t) {
    if (convert_is_integral(t)) return ON_INT;
    if (type_is_float(t)) return ON_FLOAT;
    switch ((int)t->kind) {
    case TYPE_STRING: return ON_STRING;
    case TYPE_BUFFER: return ON_BYTES;
    case TYPE_ARRAY:
    case TYPE_VIEW: return ON_ARRAY;
    case TYPE_MAP: return ON_MAP;
    case TYPE_SET: return ON_SET;
    case TYPE_BOOL:
    case TYPE_CBOOL: return ON_BOOL;
    case TYPE_DURATION: return ON_DURATION;
    case TYPE_CSTRING: return ON_CSTRING;
    case TYPE_ENUM: return type_is_c_like(t) ? ON_ENUM : ON_GLOBAL;
    }
    return ON_GLOBAL;
}

BuiltinReceiver builtin_static_receiver(const Type *t) {
    if (type_is_float(t)) return ON_FLOAT_TYPE;
    if (type_is_integer(t)) return ON_INT_TYPE;
    if (t->kind == TYPE_STRING) return ON_STRING_TYPE;
    if (t->kind == TYPE_BUFFER) return ON_BYTES_TYPE;
    if (t->kind == TYPE_DURATION) return ON_DURATION_TYPE;
    if (type_is_c_like(t)) return ON_ENUM_TYPE;
    return t->kind == TYPE_CSTRING ? ON_CSTRING_TYPE : ON_GLOBAL;
}

BuiltinId builtin_find(Checker *c, BuiltinReceiver receiver, Name name) {
    if (receiver == ON_GLOBAL) return BUILTIN_NONE;
    const Signature *rows = table(c)->rows;
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++)
        if (rows[id].name == name && builtin_get(id)->receiver == receiver) return id;
    return BUILTIN_NONE;
}

BuiltinId builtin_of_type(Checker *c, const Type *t, Name name) {
    if (t->kind == TYPE_ENUM && check_member_of(c, t, name)) return BUILTIN_NONE;
    return builtin_find(c, builtin_static_receiver(t), name);
}

void builtin_offer(Checker *c, BuiltinReceiver receiver, Nearest *nearest) {
    if (receiver == ON_GLOBAL) return;
    for (BuiltinId id = BUILTIN_NONE + 1; id < BUILTIN_COUNT; id++)
        if (builtin_get(id)->receiver == receiver)
            nearest_offer(nearest, table(c)->rows[id].name->text);
}

// ---- binding ----

static void bind_receiver(const Type *base, const Type *bound[LETTERS]) {
    bound[LETTER_SELF] = base;
    if (base && (base->kind == TYPE_ARRAY || base->kind == TYPE_VIEW || base->kind == TYPE_SET))
        bound[LETTER_T] = base->u.elem;
    if (base && base->kind == TYPE_MAP) {
        bound[LETTER_K] = base->u.map.key;
        bound[LETTER_V] = base->u.map.value;
    }
}

static const Type *substitute(Checker *c, const Type *t, const Type *const bound[LETTERS]);

static const Type *substitute_parts(Checker *c, const Type *tuple,
                                    const Type *const bound[LETTERS]) {
    uint32_t count = tuple->u.tuple.count;
    const Type **parts = ARENA_ARRAY(&c->session->scratch, const Type *, count);
    for (uint32_t i = 0; i < count; i++) parts[i] = substitute(c, tuple->u.tuple.items[i], bound);
    return type_tuple(c->types, parts, count);
}

static const Type *substitute_mutable(Checker *c, const Type *t, const Type *const bound[LETTERS]) {
    switch ((int)t->kind) {
    case TYPE_PARAM: return bound[t->u.param.index] ? bound[t->u.param.index] : t;
    case TYPE_OPTION: return type_option(c->types, substitute(c, t->u.elem, bound));
    case TYPE_ARRAY: return type_array(c->types, substitute(c, t->u.elem, bound));
    case TYPE_VIEW: return type_view(c->types, substitute(c, t->u.elem, bound));
    case TYPE_SET: return type_set(c->types, substitute(c, t->u.elem, bound));
    case TYPE_TUPLE: return substitute_parts(c, t, bound);
    case TYPE_MAP:
        return type_map(c->types, substitute(c, t->u.map.key, bound),
                        substitute(c, t->u.map.value, bound));
    }
    return t;
}

static const Type *substitute(Checker *c, const Type *t, const Type *const bound[LETTERS]) {
    const Type *made = substitute_mutable(c, t, bound);
    return t->is_view ? type_readonly(c->types, made) : made;
}

const Type *builtin_property(Checker *c, BuiltinId id, const Type *base) {
    const Type *bound[LETTERS] = {0};
    bind_receiver(base, bound);
    return substitute(c, signature(c, id)->type->u.function->result, bound);
}

static const Type *call_generic(Checker *c, Node *call, BuiltinId id,
                                const Type *const bound[LETTERS]) {
    const Signature *row = signature(c, id);
    FunctionType f = *row->type->u.function;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, f.param_count);
    for (uint32_t i = 0; i < f.param_count; i++) {
        params[i] = f.params[i];
        params[i].type = substitute(c, f.params[i].type, bound);
    }
    f.params = params;
    ArgTarget target = {.type = &f, .declaration = row->node, .name = row->name->text};
    args_bind(c, call, &target);
    if (id == BUILTIN_PANIC_CATCH) check_note_argument(c, call, 0);
    else if (f.throws) check_note_throwing(c, call, f.throws);
    return substitute(c, f.result, bound);
}

// ---- those that check in their own way ----

uint32_t builtin_params(Checker *c, BuiltinId id) {
    const FunctionType *f = signature(c, id)->type->u.function;
    uint32_t count = 0;
    for (; count < f->param_count && !f->params[count].has_default; count++)
        if (f->params[count].is_rest) return UINT32_MAX;
    return count;
}

// Anything that has a value can be printed.
static const Type *call_print(Checker *c, Node *call) {
    NodeList *args = &call->u.call.args;
    for (uint32_t i = 0; i < args->len; i++) {
        Node *arg = args->items[i];
        arg->u.arg.param = i;
        const Type *t = check_expr(c, &arg->u.arg.value, NULL);
        if (arg->u.arg.name)
            diag_error(&c->session->diags, E0306, arg->span, "what is printed has no names");
        if (t->kind == TYPE_VOID)
            mismatch_report(c, arg->u.arg.value, type_basic(c->types, STRING), "an argument");
        expr_as_text(c, &arg->u.arg.value);
    }
    return type_basic(c->types, VOID);
}

// abs, min, max and the like: of numbers of one type.
static bool is_numeric(BuiltinId id) {
    return (id >= BUILTIN_ABS && id <= BUILTIN_MAX) ||
           (id >= BUILTIN_MATH_ABS && id <= BUILTIN_MATH_CLAMP);
}

// The same of other values that have an order, in the library; NULL: there is none.
static const char *ordered_twin(BuiltinId id) {
    switch ((int)id) {
    case BUILTIN_MIN:
    case BUILTIN_MATH_MIN: return "lesser";
    case BUILTIN_MAX:
    case BUILTIN_MATH_MAX: return "greater";
    case BUILTIN_MATH_CLAMP: return "clamped";
    }
    return NULL;
}

// The common type of numbers; NULL: the first is none, and `other` is its type.
static const Type *common_number(Checker *c, NodeList *args, const Type *expected,
                                 const Type **other) {
    const Type *common = NULL;
    for (int rank = 0; rank <= LITERAL_RANK_MAX; rank++)
        for (uint32_t i = 0; i < args->len; i++) {
            Node **value = &args->items[i]->u.arg.value;
            if (literal_rank(*value) != rank) continue;
            const Type *t = check_expr(c, value, common ? common : expected);
            args->items[i]->u.arg.checked = !literal_is_flexible(*value);
            if (t->kind == TYPE_POISON || (common && !convert_is_numeric(type_strip(t)))) continue;
            t = type_strip(t);
            if (!convert_is_numeric(t)) *other = *other ? *other : t;
            else if (!*other)
                common = common ? convert_arithmetic(c, common, t) : convert_arithmetic(c, t, t);
            if (!common) break;
        }
    return common;
}

// `max(a, b, c)` is `max(max(a, b), c)`.
static void fold_first(Checker *c, Node *call, BuiltinId id, const Type *const bound[LETTERS]) {
    NodeList args = call->u.call.args, folded = {0};
    Node *value = args.items[0]->u.arg.value;
    for (uint32_t i = 1; i + 1 < args.len; i++) {
        Node *inner = node_new(c->arena, NODE_CALL, span_join(value->span, args.items[i]->span));
        Node *first = node_new(c->arena, NODE_ARG, value->span);
        inner->u.call = call->u.call;
        inner->u.call.args = (NodeList){0};
        *first = *args.items[0];
        first->u.arg.value = value;
        first->u.arg.checked = i > 1 || args.items[0]->u.arg.checked;
        VEC_PUSH(c->arena, &inner->u.call.args, first);
        VEC_PUSH(c->arena, &inner->u.call.args, args.items[i]);
        inner->type = call_generic(c, inner, id, bound);
        value = inner;
    }
    Node *first = node_new(c->arena, NODE_ARG, value->span);
    first->u.arg.value = value;
    first->u.arg.checked = true;
    VEC_PUSH(c->arena, &folded, first);
    VEC_PUSH(c->arena, &folded, args.items[args.len - 1]);
    call->u.call.args = folded;
}

static const Type *report_many(Checker *c, const Node *call, BuiltinId id, const Type *t) {
    const char *name = builtin_name(c, id)->text;
    Diag *g =
        diag_error(&c->session->diags, E0305, call->span,
                   "`%s` takes 2 values that are no numbers, not %u", name, call->u.call.args.len);
    diag_help(g, "of an array: `[a, b, c].%s()`", name);
    return t;
}

static const Type *call_numeric(Checker *c, Node *call, BuiltinId id, const Type *expected) {
    NodeList *args = &call->u.call.args;
    const char *twin = ordered_twin(id);
    const Type *other = NULL, *common = common_number(c, args, expected, &other);
    bool two = args->len == (id == BUILTIN_MATH_CLAMP ? 3 : 2);
    if (!common && other && twin && two) {
        call->u.call.callee = node_new(c->arena, NODE_NAME, call->u.call.callee->span);
        return call_declared(c, &call, library_symbol(c, twin), NULL);
    }
    if (!common && other && args->len > 2) return report_many(c, call, id, other);
    const Type *bound[LETTERS] = {[LETTER_N] = common ? common : type_basic(c->types, F64)};
    bool folds = twin && id != BUILTIN_MATH_CLAMP && args->len > 2 && common;
    for (uint32_t i = 0; i < args->len; i++)
        folds = folds && !args->items[i]->u.arg.name &&
                args->items[i]->u.arg.value->kind != NODE_SPREAD;
    if (folds) fold_first(c, call, id, bound);
    return call_generic(c, call, id, bound);
}

static const Type *call_assert(Checker *c, Node *call, BuiltinId id) {
    const Type *bound[LETTERS] = {0};
    const Type *result = call_generic(c, call, id, bound);
    NodeList *args = &call->u.call.args;
    if (args->len > 0) facts_assume(c, args->items[0]->u.arg.value, true); // it panics otherwise
    return result;
}

// Bytes behind a pointer of C's as text: the pointer alone changes its type.
static const Type *call_cstring_from(Checker *c, Node *call, BuiltinId id) {
    const Type *bound[LETTERS] = {[LETTER_X] = type_basic(c->types, CSTRING)};
    const Type *result = call_generic(c, call, id, bound);
    NodeList *args = &call->u.call.args;
    const Node *value = args->len > 0 ? args->items[0]->u.arg.value : NULL;
    if (value && value->kind == NODE_CONVERT && value->u.convert.kind == CONVERT_CSTRING)
        mismatch_report(c, value->u.convert.operand, result, "the pointer");
    return result;
}

static void want_order(Checker *c, const Node *call, const Type *elem) {
    if (generic_has_order(c, elem)) return;
    Diag *g = diag_error(&c->session->diags, E0256, call->span, "`%s` has no order to sort by",
                         expr_type_text(c, elem));
    diag_note(g, "numbers, strings, durations, C-like enums, what implements `Ordered`, and tuples "
                 "of these have one");
    diag_help(
        g,
        "give a key, `xs.sortBy(a => a.x)`; or a comparison: `xs.sortWith((a, b) => a.x - b.x)`");
}

// Who gave only a view of it, and what to write there.
static void want_mutable(Checker *c, const Node *call, const Type *base) {
    Diag *g = diag_error(&c->session->diags, E0303, call->span, "a `%s` cannot be changed",
                         expr_type_text(c, base));
    const Node *callee = call->u.call.callee;
    const Node *of = callee->kind == NODE_MEMBER ? expr_bare(callee->u.member.object) : NULL;
    const char *whole =
        base->is_view ? expr_type_text(c, base) + strlen("readonly ")
                      : arena_printf(&c->session->scratch, "%s[]", expr_type_text(c, base->u.elem));
    const Symbol *s = of && of->kind == NODE_NAME ? of->u.name.symbol : NULL;
    if (s && s->kind == SYMBOL_PARAM)
        diag_help(g, "take the parameter as `%s` if it is to be changed", whole);
    else if (s) diag_help(g, "declare `%s` as `%s` if it is to be changed", s->name->text, whole);
    else
        diag_help(g,
                  "change a copy of it; or let what it belongs to have a method that changes it");
}

// A call as another language has it.
static void report_form(Checker *c, Node *call, const char *text, const char *help) {
    args_check_all(c, call);
    diag_help(diag_error(&c->session->diags, E0305, call->span, "%s", text), "%s", help);
}

// Node's Buffer.from(text, encoding).
static const Type *report_encoded(Checker *c, Node *call, const Type *base) {
    report_form(
        c, call, "`from` takes 1 argument: the text, as UTF-8",
        "`bytes.parse(text, encoding)` reads the others: it is null where the text is not in "
        "that encoding");
    return base;
}

// TypeScript's sort(compare).
static const Type *report_sort(Checker *c, Node *call, const Type *base) {
    report_form(
        c, call, "`sort` takes no function: it goes by `<`",
        "`sortWith(compare)` and `sortBy(key)` sort the array itself, `sorted(compare)` gives "
        "a sorted copy");
    return base;
}

static void check_encoding(Checker *c, const Node *call, uint32_t param) {
    const NodeList *args = &call->u.call.args;
    for (uint32_t i = 0; i < args->len; i++)
        if (args->items[i]->u.arg.param == param) encoding_check(c, args->items[i]->u.arg.value);
}

const Type *builtin_call(Checker *c, Node *call, BuiltinId id, const Type *base,
                         const Type *expected) {
    call->u.call.call = CALL_BUILTIN;
    call->u.call.builtin = id;
    switch ((int)id) {
    case BUILTIN_PRINT:
    case BUILTIN_CONSOLE_LOG:
    case BUILTIN_CONSOLE_ERROR: return call_print(c, call);
    case BUILTIN_ASSERT: return call_assert(c, call, id);
    case BUILTIN_CSTRING_FROM: return call_cstring_from(c, call, id);
    case BUILTIN_TAKE: return expr_take(c, call);
    }
    if (id == BUILTIN_BYTES_FROM && call->u.call.args.len == 2)
        return report_encoded(c, call, base);
    if (is_numeric(id)) return call_numeric(c, call, id, expected);
    if (id == BUILTIN_ARRAY_SORT && call->u.call.args.len) return report_sort(c, call, base);
    if (id == BUILTIN_ARRAY_SORT) want_order(c, call, base->u.elem);
    if (builtin_get(id)->effect >= EFFECT_CHANGES && base &&
        (base->kind == TYPE_VIEW || base->is_view))
        want_mutable(c, call, base);
    const Type *bound[LETTERS] = {0};
    bind_receiver(base, bound);
    const Type *result = call_generic(c, call, id, bound);
    if (id == BUILTIN_BYTES_PARSE) check_encoding(c, call, 1);
    if (id == BUILTIN_BYTES_TO_STRING) check_encoding(c, call, 0);
    return result;
}
