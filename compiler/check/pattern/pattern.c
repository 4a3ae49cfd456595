// Types patterns against the values that they are matched with. A name is bound to what stands
// there; what has to be taken out of an option first stands inside of a SOME.
#include "check/pattern/pattern.h"

#include "check/body/body.h"
#include "check/decl/declare.h"
#include "syntax/walk.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

Diag *pattern_report(Checker *c, const Node *pattern, const Type *subject, const char *format,
                     ...) {
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(c->arena, format, args);
    va_end(args);
    Diag *g = diag_error(diags(c), E0387, pattern->span, "%s", message);
    diag_label(g, pattern->span, "the value is of type `%s`", expr_type_text(c, subject));
    return g;
}

// ---- names ----

static void type_bind(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    Symbol *s = n->u.bind.symbol;
    if (!s || s->kind != SYMBOL_GLOBAL) { // a top-level variable was declared with all names
        s = symbol_new(c->arena, SYMBOL_LOCAL, n->u.bind.name, n->span);
        s->flags = t->flags;
        s->module = c->module;
    }
    s->type = subject;
    s->flags |= SYMBOL_CHECKED;
    n->u.bind.symbol = s;
    VEC_PUSH(c->arena, &t->binds, n);
}

// `x is string` would bind a new name.
static void check_bind(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    const Symbol *taken = t->refutable ? scope_find(c->scope, n->u.bind.name) : NULL;
    if (taken && taken->kind == SYMBOL_TYPE && !taken->module) {
        const char *name = n->u.bind.name->text;
        Diag *g =
            pattern_report(c, n, subject, "`%s` would be a new name for the value here", name);
        diag_note(g, "a lower-case name in a pattern binds; only capitalised names are tested");
        diag_help(g, "only a value of an interface can be tested for its type");
    }
    type_bind(t, n, subject);
}

// The names inside are declared all the same, so that their uses are no errors of their own.
static void poison_names(void *context, Node *n) {
    Typing *t = context;
    const Type *poison = expr_poison(t->checker);
    bool field = n->kind == NODE_PATTERN_FIELD && !n->u.pattern_field.pattern;
    if (field) n->u.pattern_field.pattern = pattern_shorthand(t->checker, n);
    if (n->kind == NODE_PATTERN_BIND) {
        type_bind(t, n, poison);
        n->type = poison;
    } else {
        node_each_child(n, poison_names, context);
    }
}

static void poison_parts(Typing *t, Node *n) {
    node_each_child(n, poison_names, t);
    n->type = expr_poison(t->checker);
}

// `{ x }` is `{ x: x }`.
Node *pattern_shorthand(Checker *c, const Node *field) {
    Node *n = node_new(c->arena, NODE_PATTERN_BIND, field->span);
    n->u.bind.name = field->u.pattern_field.name;
    return n;
}

// ---- options ----

static bool may_be_null(const Type *t) { return t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE; }

static bool takes_null(const Node *n) {
    return n->kind == NODE_PATTERN_BIND || n->kind == NODE_PATTERN_WILDCARD ||
           n->kind == NODE_PATTERN_OR ||
           (n->kind == NODE_PATTERN_LITERAL && n->u.pattern_expr.expr->kind == NODE_NULL);
}

void pattern_wrap(Checker *c, Node **slot, const Type *option) {
    Node *n = node_new(c->arena, NODE_PATTERN_SOME, (*slot)->span);
    n->type = option;
    n->u.wrap.operand = *slot;
    *slot = n;
}

static void report_null(Checker *c, const Node *n, const Type *subject) {
    Diag *g =
        diag_error(diags(c), E0253, n->span, "this may be null, and taking it apart needs a value");
    diag_label(g, n->span, "`%s`", expr_type_text(c, subject));
    diag_help(g, "test it first: `if (x != null)`, or take it apart in a `match`");
}

// ---- tuples and arrays ----

static bool has_rest(const NodeList *items) {
    return items->len && items->items[items->len - 1]->kind == NODE_PATTERN_REST;
}

// Any number of elements may be there: a declaration reads them, the others ask how many.
static void type_elements(Typing *t, const NodeList *items, const Type *subject) {
    Checker *c = t->checker;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *rest = items->items[i];
        if (rest->kind != NODE_PATTERN_REST) {
            pattern_type(t, &items->items[i], subject->u.elem);
            continue;
        }
        rest->type = type_array(c->types, subject->u.elem);
        pattern_type(t, &rest->u.wrap.operand, rest->type);
    }
}

static void type_tuple_pattern(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    NodeList *items = &n->u.pattern_list.items;
    if (subject->kind == TYPE_ARRAY || subject->kind == TYPE_VIEW) {
        type_elements(t, items, subject);
        return;
    }
    if (subject->kind == TYPE_TUPLE && !has_rest(items) && items->len == subject->u.tuple.count) {
        for (uint32_t i = 0; i < items->len; i++)
            pattern_type(t, &items->items[i], subject->u.tuple.items[i]);
        return;
    }
    if (subject->kind == TYPE_TUPLE && has_rest(items)) {
        Diag *g = pattern_report(c, n, subject, "only an array has a rest");
        diag_help(g, "name the parts of the tuple; `_` stands for one that is not wanted");
    } else if (subject->kind == TYPE_TUPLE) {
        Diag *g = pattern_report(c, n, subject, "the tuple has %u parts, the pattern %u",
                                 subject->u.tuple.count, items->len);
        diag_help(g, "`_` stands for a part that is not wanted");
    } else {
        Diag *g = pattern_report(c, n, subject, "only tuples and arrays are taken apart by `[..]`");
        if (subject->kind == TYPE_SET) diag_help(g, "make an array of it: `s.toArray()`");
        if (subject->kind == TYPE_STRUCT || subject->kind == TYPE_CLASS)
            diag_help(g, "its fields are taken by their names: `{ x, y }`");
    }
    poison_parts(t, n);
}

// ---- variants ----

static const char *payload_text(Checker *c, const Variant *v) {
    const char *text = v->name->text;
    for (uint32_t i = 0; i < v->fields.len; i++) {
        Name name = v->fields.items[i].name;
        text = arena_printf(&c->session->scratch, "%s%s%s", text, i ? ", " : "(",
                            name ? name->text : "_");
    }
    return v->fields.len ? arena_printf(&c->session->scratch, "%s)", text) : text;
}

static void type_variant(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    Symbol *symbol = NULL;
    PatternName meaning = pattern_name(c, n->u.pattern_variant.path, subject, &symbol);
    n->u.pattern_variant.symbol = symbol;
    NodeList *items = &n->u.pattern_variant.items;
    const Variant *v = meaning == PATTERN_VARIANT ? pattern_variant(subject, symbol) : NULL;
    if (v && items->len == v->fields.len && items->len) {
        for (uint32_t i = 0; i < items->len; i++)
            pattern_type(t, &items->items[i], v->fields.items[i].type);
        return;
    }
    if (v) {
        Diag *g =
            diag_error(diags(c), E0321, n->span,
                       v->fields.len ? "`%s` has %u part%s, the pattern %u" : "`%s` has no parts",
                       v->name->text, v->fields.len, v->fields.len == 1 ? "" : "s", items->len);
        expr_label_symbol(c, g, symbol);
        diag_help(g, "write `%s`%s", payload_text(c, v),
                  v->fields.len > 1 ? ", and `_` for parts that are not wanted" : "");
    } else if (meaning != PATTERN_NOTHING) {
        Diag *g =
            pattern_report(c, n, subject, "only a variant of an enum is taken apart by `(..)`");
        if (meaning == PATTERN_TYPE && symbol->type &&
            (symbol->type->kind == TYPE_STRUCT || symbol->type->kind == TYPE_CLASS))
            diag_help(g, "fields are taken by their names: `%s { .. }`", symbol->name->text);
    }
    poison_parts(t, n);
}

// ---- structs and classes ----

static bool has_fields(const Type *t) { return t->kind == TYPE_STRUCT || t->kind == TYPE_CLASS; }

static void report_no_field(Checker *c, const Node *field, const char *owner, Nearest *near) {
    Diag *g = diag_error(diags(c), E0321, field->span, "`%s` has no field `%s`", owner,
                         field->u.pattern_field.name->text);
    if (near->best) diag_help(g, "did you mean `%s`?", near->best);
}

// The type of the field that a part of the pattern names; poison after a diagnostic.
static const Type *field_type(Checker *c, Node *field, const Type *owner, const Variant *v) {
    Name name = field->u.pattern_field.name;
    Nearest near;
    nearest_init(&near, name->text);
    uint32_t count = v ? v->fields.len : owner->u.nominal->fields.len;
    const Field *fields = v ? v->fields.items : owner->u.nominal->fields.items;
    for (uint32_t i = 0; i < count; i++) {
        if (fields[i].name == name && v) return fields[i].type;
        if (fields[i].name) nearest_offer(&near, fields[i].name->text);
    }
    Symbol *symbol = v ? NULL : member_field(c, owner->u.nominal, name);
    if (!symbol) {
        report_no_field(c, field, v ? v->name->text : expr_type_text(c, owner), &near);
        return expr_poison(c);
    }
    symbol->flags |= SYMBOL_USED;
    field->u.pattern_field.symbol = symbol;
    member_check_access(c, field->span, symbol);
    return symbol->type ? symbol->type : expr_poison(c);
}

static void type_fields(Typing *t, Node *n, const Type *owner, const Variant *v) {
    Checker *c = t->checker;
    NodeList *items = &n->u.pattern_variant.items;
    for (uint32_t i = 0; i < items->len; i++) {
        Node *field = items->items[i];
        if (field->kind != NODE_PATTERN_FIELD) continue;
        for (uint32_t k = 0; k < i; k++)
            if (items->items[k]->u.pattern_field.name == field->u.pattern_field.name)
                diag_help(diag_error(diags(c), E0321, field->span, "the field `%s` is taken twice",
                                     field->u.pattern_field.name->text),
                          "leave one of them out");
        Node **part = &field->u.pattern_field.pattern;
        if (!*part) *part = pattern_shorthand(c, field);
        field->type = field_type(c, field, owner, v);
        pattern_type(t, part, field->type);
    }
}

static void type_struct(Typing *t, Node *n, const Type *subject) {
    Checker *c = t->checker;
    Symbol *symbol = NULL;
    PatternName meaning = PATTERN_TYPE;
    if (n->u.pattern_variant.path)
        meaning = pattern_name(c, n->u.pattern_variant.path, subject, &symbol);
    n->u.pattern_variant.symbol = symbol;
    const Variant *v = meaning == PATTERN_VARIANT ? pattern_variant(subject, symbol) : NULL;
    const Type *owner = symbol && meaning == PATTERN_TYPE ? symbol->type : subject;
    bool fits =
        meaning == PATTERN_TYPE && (owner == subject || pattern_may_test(c, n, subject, owner));
    if (v || (fits && has_fields(owner))) {
        if (!v && owner->u.nominal->symbol) check_symbol(c, owner->u.nominal->symbol);
        type_fields(t, n, owner, v);
        return;
    }
    if (fits || meaning == PATTERN_CONSTANT) {
        Diag *g = pattern_report(c, n, subject, "`%s` has no fields", expr_type_text(c, owner));
        if (subject->kind == TYPE_TUPLE)
            diag_help(g, "a tuple's parts are taken in order: `[a, b]`");
    }
    poison_parts(t, n);
}

// ---- names of variants, types and constants ----

static void type_path(Typing *t, Node **slot, const Type *subject) {
    Node *n = *slot;
    Symbol *symbol = NULL;
    switch (pattern_name(t->checker, n->u.pattern_expr.expr, subject, &symbol)) {
    case PATTERN_NOTHING: n->type = expr_poison(t->checker); return;
    case PATTERN_VARIANT: n->u.pattern_expr.symbol = symbol; return;
    case PATTERN_TYPE:
        n->u.pattern_expr.symbol = symbol;
        if (!pattern_may_test(t->checker, n, subject, symbol->type))
            n->type = expr_poison(t->checker);
        return;
    case PATTERN_CONSTANT:
        n->kind = NODE_PATTERN_LITERAL;
        pattern_literal(t, n, subject);
        return;
    }
}

// ---- alternatives ----

static Node *bind_of(const Typing *t, uint32_t from, Name name) {
    for (uint32_t i = from; i < t->binds.len; i++)
        if (t->binds.items[i]->u.bind.name == name) return t->binds.items[i];
    return NULL;
}

static void report_unbound(Checker *c, Node *side, const Node *bind) {
    side->type = expr_poison(c);
    const char *name = bind->u.bind.name->text;
    Diag *g =
        diag_error(diags(c), E0325, side->span, "this side of the `|` does not bind `%s`", name);
    diag_label(g, bind->span, "bound here");
    diag_note(g, "what follows does not know which side it was");
    diag_help(g, "bind `%s` on both sides, or write `_` for it", name);
}

// Another side binds the same names, of the same types: they are one symbol.
static void share_names(Typing *t, uint32_t from, Node *first, Typing *side, Node *n) {
    Checker *c = t->checker;
    for (uint32_t i = 0; i < side->binds.len; i++) {
        Node *bind = side->binds.items[i];
        const Node *same = bind_of(t, from, bind->u.bind.name);
        if (!same) {
            report_unbound(c, first, bind);
            continue;
        }
        const Type *a = same->u.bind.symbol->type, *b = bind->u.bind.symbol->type;
        if (a != b && a->kind != TYPE_POISON && b->kind != TYPE_POISON) {
            Diag *g =
                diag_error(diags(c), E0325, bind->span,
                           "`%s` is a `%s` here and a `%s` on another side of the `|`",
                           bind->u.bind.name->text, expr_type_text(c, b), expr_type_text(c, a));
            diag_label(g, same->span, "`%s`", expr_type_text(c, a));
            diag_help(g, "write two arms");
        }
        bind->u.bind.symbol = same->u.bind.symbol;
    }
    for (uint32_t i = from; i < t->binds.len; i++)
        if (!bind_of(side, 0, t->binds.items[i]->u.bind.name))
            report_unbound(c, n, t->binds.items[i]);
}

// A named rest is a new array, which is made once it is known that the pattern takes the value.
static void refuse_rest(void *context, Node *n) {
    Checker *c = context;
    bool named = n->kind == NODE_PATTERN_REST && n->u.wrap.operand->kind == NODE_PATTERN_BIND;
    if (named)
        diag_help(diag_error(diags(c), E0387, n->span, "a rest has no name under `|`"),
                  "write an arm for each side, or `..._`");
    else node_each_child(n, refuse_rest, context);
}

static void type_or(Typing *t, const Node *n, const Type *subject) {
    NodeList items = n->u.pattern_list.items;
    uint32_t from = t->binds.len;
    for (uint32_t i = 0; i < items.len; i++) {
        Typing side = {.checker = t->checker, .flags = t->flags, .refutable = t->refutable};
        pattern_type(i ? &side : t, &items.items[i], subject);
        if (i) share_names(t, from, items.items[0], &side, items.items[i]);
        refuse_rest(t->checker, items.items[i]);
    }
}

// ---- all kinds ----

void pattern_type(Typing *t, Node **slot, const Type *subject) {
    Node *n = *slot;
    n->type = subject;
    if (subject->kind == TYPE_POISON) {
        poison_names(t, n);
        return;
    }
    if (may_be_null(subject) && !takes_null(n) && n->kind != NODE_POISON) {
        if (!t->refutable) report_null(t->checker, n, subject);
        pattern_wrap(t->checker, slot, subject);
        slot = &(*slot)->u.wrap.operand;
        subject = n->type = subject->u.elem;
    }
    switch ((int)n->kind) {
    case NODE_PATTERN_BIND: check_bind(t, n, subject); return;
    case NODE_PATTERN_LITERAL: pattern_literal(t, n, subject); return;
    case NODE_PATTERN_RANGE: pattern_range(t, n, subject); return;
    case NODE_PATTERN_PATH: type_path(t, slot, subject); return;
    case NODE_PATTERN_VARIANT: type_variant(t, n, subject); return;
    case NODE_PATTERN_STRUCT: type_struct(t, n, subject); return;
    case NODE_PATTERN_TUPLE: type_tuple_pattern(t, n, subject); return;
    case NODE_PATTERN_OR: type_or(t, n, subject); return;
    }
}

void pattern_declare(Checker *c, const Typing *t) {
    for (uint32_t i = 0; i < t->binds.len; i++) {
        Symbol *s = t->binds.items[i]->u.bind.symbol;
        if (s->kind != SYMBOL_GLOBAL) check_add(c, c->scope, s->name, s);
    }
}

void check_pattern(Checker *c, Node *pattern, const Type *subject, uint32_t flags) {
    Typing t = {.checker = c, .flags = flags};
    pattern_type(&t, &pattern, subject);
    pattern_declare(c, &t);
}

// ---- without types ----

typedef struct Binds {
    Checker *checker;
    BindVisit *visit;
    void *context;
} Binds;

static void visit_bind(void *context, Node *n) {
    const Binds *b = context;
    bool field = n->kind == NODE_PATTERN_FIELD && !n->u.pattern_field.pattern;
    if (field) n->u.pattern_field.pattern = pattern_shorthand(b->checker, n);
    if (n->kind == NODE_PATTERN_BIND) b->visit(b->context, n);
    else node_each_child(n, visit_bind, context);
}

void check_each_bind(Checker *c, Node *pattern, BindVisit *visit, void *context) {
    visit_bind(&(Binds){c, visit, context}, pattern);
}

static bool is_plain_array(const Node *value) {
    if (value->kind != NODE_ARRAY) return false;
    for (uint32_t i = 0; i < value->u.array.items.len; i++)
        if (value->u.array.items.items[i]->kind == NODE_SPREAD) return false;
    return true;
}

// `[a, b] = [1, "x"]`: what is taken apart as a tuple is one.
const Type *check_taken_apart(Checker *c, const Node *pattern, Node **value) {
    NodeList *items = &(*value)->u.array.items;
    bool apart = pattern->kind == NODE_PATTERN_TUPLE && is_plain_array(*value);
    bool rest = apart && has_rest(&pattern->u.pattern_list.items);
    uint32_t wanted = apart ? pattern->u.pattern_list.items.len - rest : 0;
    if (apart && (rest ? items->len < wanted : items->len != wanted)) {
        Diag *g = diag_error(diags(c), E0387, pattern->span,
                             "the pattern takes %u%s parts, the value has %u", wanted,
                             rest ? " or more" : "", items->len);
        diag_label(g, (*value)->span, "counted here");
        check_expr(c, value, NULL);
        return (*value)->type = expr_poison(c);
    }
    if (!apart || rest || !items->len)
        return check_inferred(c, check_expr(c, value, NULL), (*value)->span, "variable");
    const Type **types = ARENA_ARRAY(c->arena, const Type *, items->len);
    for (uint32_t i = 0; i < items->len; i++)
        types[i] = check_taken_apart(c, pattern->u.pattern_list.items.items[i], &items->items[i]);
    for (uint32_t i = 0; i < items->len; i++)
        if (types[i]->kind == TYPE_POISON) return (*value)->type = types[i];
    return (*value)->type = type_tuple(c->types, types, items->len);
}
