// Array, map and struct literals. Elements take their type from the context; without one they are
// joined. `{}` is what its context says (LANGUAGE 2 "Braces").
#include <string.h>

#include "check/body/body.h"
#include "check/expr/expr.h"
#include "check/generic/generic.h"

static bool is_poison(const Type *context) { return context && context->kind == TYPE_POISON; }

static const Type *report_no_context(Checker *c, const Node *n, const char *what,
                                     const char *example) {
    Diag *g = diag_error(&c->session->diags, E0261, n->span, "nothing says what %s holds", what);
    diag_help(g, "write its type: `%s`", example);
    return expr_poison(c);
}

// ---- elements ----

static const Type *report_odd(Checker *c, const Node *a, const Node *b, const char *what) {
    const Node *first = a->span.start < b->span.start ? a : b, *odd = first == a ? b : a;
    Diag *g = diag_error(&c->session->diags, E0260, odd->span, "`%s` does not go with `%s`",
                         expr_type_text(c, odd->type), expr_type_text(c, first->type));
    diag_label(g, first->span, "`%s`", expr_type_text(c, first->type));
    diag_note(g, "all of %s have one type", what);
    mismatch_help_join(g, first->type, odd->type);
    return expr_poison(c);
}

// Values that should have one type.
typedef struct Slots {
    Node ***items;
    uint32_t count;
    const char *what;  // for messages
    const Node *first; // the first that was checked
    const Node *odd;   // the one that does not go with it; NULL: they have a common type
} Slots;

static Slots new_slots(Checker *c, uint32_t count, const char *what) {
    return (Slots){ARENA_ARRAY(&c->session->scratch, Node **, count), count, what, NULL, NULL};
}

// The common type; NULL where there is none, and `odd` is set. Literals are checked last: they
// adapt to the others. All are checked in the end.
static const Type *join_slots(Checker *c, Slots *s) {
    const Type *joined = NULL;
    for (int rank = 0; rank <= LITERAL_PLACE_MAX; rank++)
        for (uint32_t i = 0; i < s->count; i++) {
            Node **slot = s->items[i];
            if (literal_place(*slot) != rank) continue;
            const Type *t = (*slot)->kind == NODE_SPREAD
                                ? spread_check(c, *slot, s->odd ? NULL : joined)
                                : check_expr(c, slot, s->odd ? NULL : joined);
            if (t->kind == TYPE_VOID) {
                mismatch_report(c, *slot, expr_poison(c), s->what);
                return expr_poison(c);
            }
            const Type *both = joined && !s->odd ? check_join(c, joined, t) : t;
            if (!both) s->odd = *slot;
            else if (!s->odd) joined = both;
            if (!s->first) s->first = *slot;
        }
    if (s->odd) return NULL;
    for (uint32_t i = 0; i < s->count; i++)
        if ((*s->items[i])->kind != NODE_SPREAD) convert_apply(c, s->items[i], joined);
    return joined;
}

static const Type *join_or_report(Checker *c, Slots *s) {
    const Type *joined = join_slots(c, s);
    return s->odd ? report_odd(c, s->first, s->odd, s->what) : joined;
}

// ---- arrays and tuples ----

static const Type *check_tuple(Checker *c, Node *n, const Type *tuple) {
    NodeList *items = &n->u.array.items;
    for (uint32_t i = 0; i < items->len; i++) {
        const Type *part = i < tuple->u.tuple.count ? tuple->u.tuple.items[i] : expr_poison(c);
        const char *what = arena_printf(&c->session->scratch, "part %u", i);
        check_expr_as(c, &items->items[i], part, what);
    }
    if (items->len == tuple->u.tuple.count) return tuple;
    Diag *g = diag_error(&c->session->diags, E0234, n->span, "`%s` has %u part%s, not %u",
                         expr_type_text(c, tuple), tuple->u.tuple.count,
                         tuple->u.tuple.count == 1 ? "" : "s", items->len);
    diag_help(g, "write a value for each part of the type, or %s it",
              items->len < tuple->u.tuple.count ? "leave the others out of" : "give more parts to");
    return expr_poison(c);
}

// `const s: Set<int> = [1, 2]`: made of the array.
static const Type *check_set(Checker *c, Node *n, const Type *set) {
    Node *array = node_new(c->arena, NODE_ARRAY, n->span);
    Node *arg = node_new(c->arena, NODE_ARG, n->span);
    array->u.array = n->u.array;
    arg->u.arg.value = array;
    check_expr_as(c, &arg->u.arg.value, type_view(c->types, set->u.elem), "the items");
    n->kind = NODE_CALL;
    memset(&n->u, 0, sizeof n->u);
    VEC_PUSH(c->arena, &n->u.call.args, arg);
    construct_of_items(n, set, arg);
    return set;
}

// Elements without a common type.
static const Type *mixed_tuple(Checker *c, const Node *n) {
    const NodeList *items = &n->u.array.items;
    const Type **types = ARENA_ARRAY(&c->session->scratch, const Type *, items->len);
    for (uint32_t i = 0; i < items->len; i++) {
        types[i] = items->items[i]->type;
        if (types[i]->kind == TYPE_POISON) return types[i];
        if (types[i]->kind == TYPE_NULL || types[i]->kind == TYPE_NEVER)
            return report_no_context(c, items->items[i], "this tuple",
                                     "const pair: [int, string?] = [1, null]");
    }
    return type_tuple(c->types, types, items->len);
}

const Type *expr_taken_apart(Checker *c, Node **slot) {
    Node *n = *slot;
    bool parts = n->kind == NODE_ARRAY && n->u.array.items.len > 0;
    for (uint32_t i = 0; parts && i < n->u.array.items.len; i++)
        parts = n->u.array.items.items[i]->kind != NODE_SPREAD;
    if (!parts) return check_expr(c, slot, NULL);
    for (uint32_t i = 0; i < n->u.array.items.len; i++)
        check_inferred(c, check_expr(c, &n->u.array.items.items[i], NULL),
                       n->u.array.items.items[i]->span, "part");
    return n->type = mixed_tuple(c, n);
}

const Type *expr_array(Checker *c, Node *n, const Type *expected) {
    NodeList *items = &n->u.array.items;
    const Type *context = expected ? type_strip(expected) : NULL;
    if (context && iterable_is(context))
        context = type_array(c->types, context->u.nominal->args[0]);
    bool guided = context && (context->kind == TYPE_ARRAY || context->kind == TYPE_VIEW);
    if (guided) {
        for (uint32_t i = 0; i < items->len; i++)
            if (items->items[i]->kind == NODE_SPREAD)
                spread_check(c, items->items[i], context->u.elem);
            else check_expr_as(c, &items->items[i], context->u.elem, "an element");
        return spread_among(items) ? spread_build(c, n, items, context->u.elem)
                                   : type_array(c->types, context->u.elem);
    }
    if (context && context->kind == TYPE_TUPLE) return check_tuple(c, n, context);
    if (context && context->kind == TYPE_SET) return check_set(c, n, context);
    if (items->len == 0) return report_no_context(c, n, "this array", "const xs: string[] = []");
    Slots slots = new_slots(c, items->len, "the elements of an array");
    for (uint32_t i = 0; i < items->len; i++) slots.items[i] = &items->items[i];
    const Type *elem = join_slots(c, &slots);
    if (!elem && spread_among(items)) return report_odd(c, slots.first, slots.odd, slots.what);
    if (!elem) return mixed_tuple(c, n);
    if (elem->kind == TYPE_NULL || elem->kind == TYPE_NEVER)
        return report_no_context(c, n, "this array", "const xs: string?[] = [null]");
    if (elem->kind == TYPE_POISON) return elem;
    return spread_among(items) ? spread_build(c, n, items, elem) : type_array(c->types, elem);
}

// ---- maps ----

static const Type *join_entries(Checker *c, Node *n, NodeList *entries) {
    Slots keys = new_slots(c, entries->len, "the keys of a map");
    Slots values = new_slots(c, entries->len, "the values of a map");
    for (uint32_t i = 0; i < entries->len; i++) {
        keys.items[i] = &entries->items[i]->u.entry.key;
        values.items[i] = &entries->items[i]->u.entry.value;
    }
    const Type *key = join_or_report(c, &keys);
    bool fits = check_key_type(c, key, entries->items[0]->u.entry.key->span);
    const Type *value = join_or_report(c, &values);
    if (!fits || key->kind == TYPE_POISON || value->kind == TYPE_POISON) return expr_poison(c);
    if (value->kind == TYPE_NULL)
        return report_no_context(c, n, "this map", "const m: Map<string, string?> = { .. }");
    return type_map(c->types, key, value);
}

const Type *expr_map(Checker *c, Node *n, const Type *expected) {
    NodeList *entries = &n->u.map.entries;
    const Type *context = expected ? type_strip(expected) : NULL;
    if (spread_among(entries)) return spread_map(c, n, context);
    if (!context || context->kind != TYPE_MAP) {
        if (entries->len > 0) return join_entries(c, n, entries);
        if (is_poison(context)) return context;
        return report_no_context(c, n, "this map", "const m: Map<string, int> = {}");
    }
    for (uint32_t i = 0; i < entries->len; i++) {
        Node *entry = entries->items[i];
        check_expr_as(c, &entry->u.entry.key, context->u.map.key, "a key");
        check_expr_as(c, &entry->u.entry.value, context->u.map.value, "a value");
    }
    return context;
}

// ---- structs ----

static const Type *check_fields_alone(Checker *c, Node *n) {
    NodeList *fields = &n->u.struct_literal.fields;
    for (uint32_t i = 0; i < fields->len; i++)
        if (!fields->items[i]->u.field_init.value->type)
            check_expr(c, &fields->items[i]->u.field_init.value, NULL);
    return expr_poison(c);
}

static const Type *report_no_struct(Checker *c, Node *n, const Type *t) {
    if (t->kind != TYPE_POISON) {
        Diag *g = diag_error(&c->session->diags, E0267, n->span,
                             "`%s` is not made by naming fields", expr_type_text(c, t));
        if (type_strip(t) == c->types->error_interface)
            diag_help(g, "write the cause without braces: `new Error(text, cause: e)`");
        else if (t->kind == TYPE_INTERFACE)
            diag_help(g,
                      "a value of an interface is an object of a class that `implements` it; "
                      "what only holds fields is a `struct %s { .. }`",
                      expr_type_text(c, t));
        if (t->kind == TYPE_CLASS) diag_help(g, "`new %s(..)` makes one", expr_type_text(c, t));
        if (t->kind == TYPE_MAP)
            diag_help(g, "the keys of a map are quoted: `{ \"name\": value }`");
        if (t->kind == TYPE_ARRAY || t->kind == TYPE_VIEW)
            diag_help(g, "arrays are written `[..]`");
    }
    return check_fields_alone(c, n);
}

// A generic struct may leave its type arguments out.
static const Type *named_type(Checker *c, Node *n, const Type *expected) {
    Node *written = n->u.struct_literal.type;
    Symbol *generic = check_bare_generic(c, written);
    if (!generic || generic->node->kind != NODE_STRUCT) return check_type(c, written);
    Symbol *s = generic_infer_literal(c, n, generic, expected);
    return written->type = s ? s->type : expr_poison(c);
}

static const Type *literal_type(Checker *c, Node *n, const Type *expected) {
    if (n->u.struct_literal.type) return named_type(c, n, expected);
    if (expected) return type_strip(expected);
    if (n->u.struct_literal.fields.len == 0)
        return report_no_context(c, n, "`{}`", "const m: Map<string, int> = {}");
    Diag *g = diag_error(&c->session->diags, E0261, n->span, "nothing says which struct this is");
    diag_help(g, "name it: `Point { x: 1, y: 2 }`; or quote the keys of a map");
    return expr_poison(c);
}

static bool was_given(const NodeList *fields, uint32_t count, const Symbol *field) {
    for (uint32_t i = 0; i < count; i++)
        if (fields->items[i]->u.field_init.symbol == field) return true;
    return false;
}

static void check_field(Checker *c, Node *init, Nominal *nominal) {
    Name name = init->u.field_init.name;
    Symbol *symbol = member_field(c, nominal, name);
    init->u.field_init.symbol = symbol;
    if (symbol) {
        const char *what = arena_printf(&c->session->scratch, "field `%s`", name->text);
        const Type *type = expr_symbol_type(c, init->span, symbol);
        if (init->u.field_init.checked) check_convert(c, &init->u.field_init.value, type, what);
        else check_expr_as(c, &init->u.field_init.value, type, what);
        return;
    }
    check_expr(c, &init->u.field_init.value, NULL);
    Nearest near;
    nearest_init(&near, name->text);
    for (uint32_t i = 0; i < nominal->fields.len; i++)
        if (nominal->fields.items[i].name)
            nearest_offer(&near, nominal->fields.items[i].name->text);
    Diag *g = diag_error(&c->session->diags, E0301, init->span, "`%s` has no field `%s`",
                         nominal->name->text, name->text);
    if (near.best) diag_help(g, "did you mean `%s`?", near.best);
}

// Default values become fields of the literal; what has none is missing. C's fields are zero.
static void complete_fields(Checker *c, Node *n, Nominal *nominal) {
    NodeList *given = &n->u.struct_literal.fields;
    uint32_t count = given->len;
    const char *missing = NULL;
    const Symbol *optional = NULL;
    for (uint32_t i = 0; i < nominal->fields.len; i++) {
        Symbol *field = nominal->fields.items[i].symbol;
        if (!field || was_given(given, count, field)) continue;
        check_symbol(c, field); // and with it the default value
        Node *init =
            field->node && field->node->kind == NODE_FIELD ? field->node->u.field.init : NULL;
        if (field->flags & SYMBOL_CHECKING) continue; // its default value needs itself: reported
        if (init) {
            Node *made = node_new(c->arena, NODE_FIELD_INIT, n->span);
            made->u.field_init.name = field->name;
            made->u.field_init.value = init;
            made->u.field_init.symbol = field;
            VEC_PUSH(c->arena, given, made);
        } else {
            if (field->type->kind == TYPE_OPTION) optional = field;
            missing =
                missing ? arena_printf(&c->session->scratch, "%s, `%s`", missing, field->name->text)
                        : arena_printf(&c->session->scratch, "`%s`", field->name->text);
        }
    }
    if (!missing) return;
    Diag *g = diag_error(&c->session->diags, E0268, n->span, "`%s` is missing %s",
                         nominal->name->text, missing);
    if (nominal->symbol) expr_label_symbol(c, g, nominal->symbol);
    if (optional)
        diag_help(g, "a field that may be left out has a default: `%s: %s = null` in the `struct`",
                  optional->name->text, expr_type_text(c, optional->type));
    else diag_help(g, "give every field a value here, or a default value where it is declared");
}

static void check_twice(Checker *c, const NodeList *fields) {
    for (uint32_t i = 0; i < fields->len; i++) {
        const Node *init = fields->items[i];
        if (init->u.field_init.symbol && was_given(fields, i, init->u.field_init.symbol))
            diag_help(diag_error(&c->session->diags, E0267, init->span, "field `%s` is given twice",
                                 init->u.field_init.name->text),
                      "leave one of them out");
    }
}

// `{ x }` is `{ x: x }`.
static void complete_short(Checker *c, const NodeList *fields) {
    for (uint32_t i = 0; i < fields->len; i++) {
        Node *init = fields->items[i];
        if (init->u.field_init.value) continue;
        init->u.field_init.value = node_new(c->arena, NODE_NAME, init->span);
        init->u.field_init.value->u.name.name = init->u.field_init.name;
    }
}

const Type *expr_struct_literal(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    NodeList *fields = &n->u.struct_literal.fields;
    if (spread_among(fields)) return spread_struct(c, slot, expected);
    complete_short(c, fields);
    const Type *t = literal_type(c, n, expected);
    if (t->kind == TYPE_MAP && fields->len == 0) {
        n->kind = NODE_MAP;
        n->u.map.entries = (NodeList){0};
        return t;
    }
    if (t->kind != TYPE_STRUCT && t->kind != TYPE_UNION) return report_no_struct(c, n, t);
    Nominal *nominal = t->u.nominal;
    if (nominal->symbol) check_symbol(c, nominal->symbol);
    if (nominal->is_opaque) {
        Diag *g = diag_error(&c->session->diags, E0267, n->span, "only C knows the fields of `%s`",
                             nominal->name->text);
        diag_note(g, "the header declares it without them: it lives behind pointers that C gives");
        return check_fields_alone(c, n);
    }
    for (uint32_t i = 0; i < fields->len; i++) check_field(c, fields->items[i], nominal);
    check_twice(c, fields);
    if (t->kind == TYPE_UNION && fields->len > 1)
        diag_error(&c->session->diags, E0267, n->span, "a union holds one of its members, not %u",
                   fields->len);
    if (!nominal->is_c) complete_fields(c, n, nominal);
    return t;
}
