// Making values: `new C(..)`, and explicit conversions of numbers, `i32(x)` and `i32.wrap(x)`,
// which become NODE_CONVERT (LANGUAGE 3 "Numbers").
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"

// ---- numbers ----

static Node *sole_argument(Checker *c, Node *call, const Type *target) {
    NodeList *args = &call->u.call.args;
    if (args->len == 1 && !args->items[0]->u.arg.name) return args->items[0];
    const char *text = expr_type_text(c, target);
    Diag *g = diag_error(&c->session->diags, E0305, call->span,
                         "a conversion to `%s` takes one value", text);
    diag_help(g, "write `%s(x)`", text);
    args_check_all(c, call);
    return NULL;
}

static const Type *report_conversion(Checker *c, const Node *value, const Type *target) {
    const Type *from = value->type;
    const char *text = mismatch_source(c, value), *to = expr_type_text(c, target);
    Diag *g = diag_error(&c->session->diags, E0263, value->span, "`%s` does not make a `%s`",
                         expr_type_text(c, from), to);
    if (from->kind == TYPE_STRING && convert_is_numeric(target))
        diag_help(g, "`%s.%s()` reads a number; it is null where the text is none", text,
                  type_is_float(target) ? "toFloat" : "toInt");
    else if (from->kind == TYPE_BOOL && convert_is_numeric(target))
        diag_help(g, "`%s ? 1 : 0`", text);
    else if (target->kind == TYPE_STRING)
        diag_help(g, "a template makes text of anything: `` `${%s}` ``", text);
    else if (target->kind == TYPE_BOOL && convert_is_numeric(from)) diag_help(g, "`%s != 0`", text);
    return target;
}

// The value as `target`, by one of the ways of converting numbers.
static const Type *convert_number(Checker *c, Node **slot, const Type *target, ConvertKind kind) {
    Node *call = *slot, *arg = sole_argument(c, call, target);
    const Type *result = kind == CONVERT_TRY ? type_option(c->types, target) : target;
    if (!arg) return result;
    Node **value = &arg->u.arg.value;
    bool adapts =
        kind == CONVERT_CHECKED && literal_is_flexible(*value) &&
        (type_is_float(target) ? !literal_has_bits(*value) : !literal_is_fraction(*value));
    check_expr(c, value, adapts ? target : NULL);
    const Type *from = convert_present(c, value, "a conversion");
    if (from->kind == TYPE_POISON) return result;
    bool possible = type_is_c_like(target) ? convert_is_integral(from)
                                           : convert_is_numeric(target) &&
                                                 (convert_is_numeric(from) || type_is_c_like(from));
    if (!possible) {
        report_conversion(c, *value, target);
        return result;
    }
    bool plain = kind != CONVERT_TRY && convert_lossless(c, from, target);
    *slot = *value;
    if (from != result) convert_wrap(c, slot, plain ? CONVERT_WIDEN : kind, result);
    (*slot)->span = call->span;
    return result;
}

const Type *expr_convert_call(Checker *c, Node **slot, const Type *target) {
    return convert_number(c, slot, target, CONVERT_CHECKED);
}

const Type *expr_convert_method(Checker *c, Node **slot, const Type *target, Name name) {
    static const struct {
        const char *name;
        ConvertKind kind;
    } ways[] = {{"wrap", CONVERT_WRAP}, {"saturate", CONVERT_SATURATE}, {"try", CONVERT_TRY}};
    if (!convert_is_integral(target) && !type_is_c_like(target)) return NULL;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (strcmp(name->text, ways[i].name) == 0 &&
            (ways[i].kind == CONVERT_TRY || !type_is_c_like(target)))
            return convert_number(c, slot, target, ways[i].kind);
    return NULL;
}

// ---- new ----

void construct_report_call(Checker *c, Node *call, const Symbol *type) {
    const char *name = type->name->text;
    TypeKind kind = type->type ? type->type->kind : TYPE_POISON;
    if (kind == TYPE_POISON && !type->generic) return;
    Diag *g =
        diag_error(&c->session->diags, E0312, call->span, "`%s` is a type, not a function", name);
    expr_label_symbol(c, g, type);
    if (type->generic && type->node->kind == NODE_CLASS)
        diag_help(g, type->generic->count ? "`new %s<..>(..)` makes one" : "`new %s(..)` makes one",
                  name);
    if (kind == TYPE_CLASS || kind == TYPE_INTERFACE) diag_help(g, "`new %s(..)` makes one", name);
    if (kind == TYPE_STRUCT || kind == TYPE_UNION) diag_help(g, "`%s { .. }` makes one", name);
    if (kind == TYPE_ENUM && type_is_c_like(type->type))
        diag_help(g, "`%s.try(n)` gives the variant with the value `n`, or null", name);
    else if (kind == TYPE_ENUM)
        diag_help(g, "name the variant: `%s.%s`", name,
                  type->type->u.nominal->variants.len
                      ? type->type->u.nominal->variants.items[0].name->text
                      : "Name");
}

static const Type *report_new(Checker *c, Node *n, const Type *t) {
    args_check_all(c, n);
    if (t->kind == TYPE_POISON) return t;
    const char *text = expr_type_text(c, t);
    Diag *g = diag_error(&c->session->diags, E0312, n->span,
                         "`new` makes objects of classes, and `%s` is none", text);
    if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION) diag_help(g, "write `%s { .. }`", text);
    if (t->kind == TYPE_ARRAY) diag_help(g, "write `[]`, and say its type where it is declared");
    if (t->kind == TYPE_BUFFER) diag_help(g, "write `bytes.alloc(length)`");
    if (t->kind == TYPE_INTERFACE) diag_help(g, "make an object of a class that implements it");
    return expr_poison(c);
}

// ---- new Map(entries), new Set(items) ----

// What the argument is converted to.
static const Type *items_type(Checker *c, const Type *t) {
    if (t->kind == TYPE_SET) return type_view(c->types, t->u.elem);
    const Type *entry[2] = {t->u.map.key, t->u.map.value};
    return type_view(c->types, type_tuple(c->types, entry, 2));
}

// The collection that an argument of this type makes; NULL: none.
static const Type *collection_of(Checker *c, const Type *items, bool is_set, Span span) {
    if (items->kind != TYPE_ARRAY && items->kind != TYPE_VIEW) return NULL;
    const Type *elem = items->u.elem;
    bool pair = elem->kind == TYPE_TUPLE && elem->u.tuple.count == 2;
    if (!is_set && !pair) return NULL;
    const Type *key = is_set ? elem : elem->u.tuple.items[0];
    if (!check_key_type(c, key, span)) return expr_poison(c);
    return is_set ? type_set(c->types, key) : type_map(c->types, key, elem->u.tuple.items[1]);
}

static const Type *report_items(Checker *c, const Node *n, const Type *given, bool is_set) {
    if (given->kind == TYPE_POISON) return given;
    Diag *g = diag_error(&c->session->diags, E0250, n->span, "a `%s` is not made of `%s`",
                         is_set ? "Set" : "Map", expr_type_text(c, given));
    if (is_set) diag_help(g, "it takes an array: `new Set([1, 2])`");
    else diag_help(g, "it takes an array of pairs: `new Map<string, int>([[\"a\", 1]])`");
    return expr_poison(c);
}

void construct_of_items(Node *n, const Type *t, Node *arg) {
    n->u.call.call = CALL_BUILTIN;
    n->u.call.builtin = t->kind == TYPE_SET ? BUILTIN_SET_OF : BUILTIN_MAP_OF;
    n->u.call.param_count = 1;
    arg->u.arg.param = 0;
    n->type = t;
}

// `t` NULL: what it holds follows from the argument.
static const Type *new_collection(Checker *c, Node *n, const Type *t, bool is_set) {
    NodeList *args = &n->u.call.args;
    if (args->len == 1 && !args->items[0]->u.arg.name) {
        Node *arg = args->items[0], **value = &arg->u.arg.value;
        const Type *given = check_expr(c, value, t ? items_type(c, t) : NULL);
        given = spread_of(c, value, given);
        if (!t) t = collection_of(c, given, is_set, (*value)->span);
        if (!t) return report_items(c, *value, given, is_set);
        if (t->kind == TYPE_POISON || !check_convert(c, value, items_type(c, t), "the items"))
            return t;
        construct_of_items(n, t, arg);
        return t;
    }
    const char *name = is_set ? "Set" : "Map";
    if (args->len > 0) {
        Diag *g =
            diag_error(&c->session->diags, E0305, n->span, "`new %s()` takes one array", name);
        diag_help(g, is_set ? "write `new Set([a, b])`"
                            : "a map with entries is written `{ \"key\": value }`");
        args_check_all(c, n);
    }
    if (!t) {
        Diag *g = diag_error(&c->session->diags, E0261, n->span, "nothing says what this %s holds",
                             is_set ? "set" : "map");
        diag_help(g, is_set ? "write its type: `new Set<int>()`"
                            : "write its type: `new Map<string, int>()`");
        return expr_poison(c);
    }
    n->kind = is_set ? NODE_ARRAY : NODE_MAP;
    if (!is_set) n->u.map.entries = (NodeList){0};
    else n->u.array.items = (NodeList){0};
    return is_set ? check_expr(c, &n, t) : t;
}

static bool is_bare(const Node *type, const char *name) {
    return type->kind == NODE_TYPE_NAME && type->u.type_name.args.len == 0 &&
           type->u.type_name.path->kind == NODE_NAME &&
           strcmp(type->u.type_name.path->u.name.name->text, name) == 0;
}

// Private constructors are for the class's own static methods.
static void check_constructor_access(Checker *c, const Node *n, const Symbol *constructor) {
    if (!(constructor->flags & SYMBOL_PRIVATE) || member_is_inside(c, constructor->owner)) return;
    Diag *g = diag_error(&c->session->diags, E0302, n->span, "the constructor of `%s` is private",
                         constructor->owner->name->text);
    expr_label_symbol(c, g, constructor);
    diag_help(g, "the class offers static methods that make its objects");
}

// The class, of which a generic one may leave its type arguments out.
static const Type *new_type(Checker *c, Node *n, const Type *expected) {
    Symbol *generic = check_bare_generic(c, n->u.call.callee);
    if (!generic || generic->node->kind != NODE_CLASS) return check_type(c, n->u.call.callee);
    Symbol *s = generic_infer_new(c, n, generic, expected);
    return n->u.call.callee->type = s ? s->type : expr_poison(c);
}

const Type *expr_new(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    const Type *context = expected ? type_strip(expected) : NULL;
    bool bare_map = is_bare(n->u.call.callee, "Map"), bare_set = is_bare(n->u.call.callee, "Set");
    if (bare_map || bare_set) {
        bool known = context && context->kind == (bare_set ? TYPE_SET : TYPE_MAP);
        return new_collection(c, n, known ? context : NULL, bare_set);
    }
    const Type *t = new_type(c, n, expected);
    if (t == c->types->error_interface) t = c->types->error_class;
    if (t->kind == TYPE_MAP || t->kind == TYPE_SET)
        return new_collection(c, n, t, t->kind == TYPE_SET);
    if (t->kind != TYPE_CLASS) return report_new(c, n, t);
    Nominal *nominal = t->u.nominal;
    if (nominal->symbol) check_symbol(c, nominal->symbol);
    Symbol *constructor = nominal_method(nominal, intern_text(&c->session->names, "constructor"));
    n->u.call.call = CALL_CONSTRUCTOR;
    n->u.call.symbol = constructor;
    if (constructor) {
        check_constructor_access(c, n, constructor);
        check_symbol(c, constructor);
    }
    bool typed = constructor && constructor->type && constructor->type->kind == TYPE_FUNCTION;
    FunctionType implicit = {.result = t};
    ArgTarget target = {.type = typed ? constructor->type->u.function : &implicit,
                        .symbol = constructor ? constructor : nominal->symbol,
                        .declaration = constructor ? constructor->node : NULL,
                        .name = nominal->name->text};
    args_bind(c, n, &target);
    check_note_call(c, n);
    return t;
}
