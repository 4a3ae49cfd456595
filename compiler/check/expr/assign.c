// Assignments and the places that they may change (LANGUAGE 3 "Structs", 4). An assignment has no
// value. A place is a name, a field, an element or what a pointer points to; constants, parts of
// constants and results of calls are none.
#include <string.h>

#include "check/body/body.h"
#include "check/expr/expr.h"

// ---- places ----

// What `let` would change is a copy, which is seldom what is meant of an item of a collection.
static void help_constant(Checker *c, Diag *g, const Symbol *symbol) {
    const Type *t = symbol->type ? type_strip(symbol->type) : NULL;
    if (!t || t->kind != TYPE_STRUCT) {
        diag_help(g, "declare it with `let`");
        return;
    }
    diag_note(g, "a struct is a value: `%s` is a copy, and what it was copied from stays as it is",
              symbol->name->text);
    diag_help(g,
              "declare it with `let` to change the copy; to change the original, assign through "
              "its own place, as `xs[i].field = ..`, or declare `%s` as a `class`",
              expr_type_text(c, t));
}

static const char *use_text(PlaceUse use) {
    if (use == PLACE_ASSIGN) return "assigned";
    return use == PLACE_METHOD ? "changed by this method" : "lent for writing";
}

static bool report_constant(Checker *c, const Node *n, const Symbol *symbol, PlaceUse use) {
    const char *name = symbol->name->text;
    bool variable = symbol->kind == SYMBOL_LOCAL || symbol->kind == SYMBOL_GLOBAL;
    bool foreign = symbol->kind == SYMBOL_GLOBAL && symbol->module != c->module;
    const char *what = foreign ? NULL : variable ? "a `const`" : "no variable";
    Diag *g = diag_error(&c->session->diags, E0303, n->span, "`%s` cannot be %s: it %s %s", name,
                         use_text(use), what ? "is" : "belongs to", what ? what : "another file");
    expr_label_symbol(c, g, symbol);
    if (foreign) {
        diag_help(g, "let that file export a function that does it");
        return false;
    }
    if (variable) help_constant(c, g, symbol);
    return false;
}

static bool check_variable(Checker *c, const Node *n, PlaceUse use) {
    Symbol *symbol = n->u.name.symbol;
    if (!symbol) return false;
    bool is_variable = symbol->kind == SYMBOL_LOCAL || symbol->kind == SYMBOL_GLOBAL;
    bool reads = use == PLACE_LEND && is_variable;
    if (symbol->kind != SYMBOL_PARAM && !reads && !(is_variable && symbol->flags & SYMBOL_LET))
        return report_constant(c, n, symbol, use);
    if (use != PLACE_LEND) symbol->flags |= SYMBOL_ASSIGNED;
    if (use == PLACE_ADDRESS || use == PLACE_LEND) symbol->flags |= SYMBOL_ADDRESS_TAKEN;
    return true;
}

static bool in_constructor_of(Checker *c, const Symbol *field) {
    const FunctionContext *f = c->function;
    return f && f->in_constructor && f->symbol && f->symbol->owner == field->owner;
}

static bool report_readonly(Checker *c, const Node *n, const char *why, const char *help) {
    Diag *g = diag_error(&c->session->diags, E0303, n->span, "`%s` cannot be assigned: %s",
                         n->u.member.name->text, why);
    if (n->u.member.symbol) expr_label_symbol(c, g, n->u.member.symbol);
    if (help) diag_help(g, "%s", help);
    return false;
}

// What gives an item of an array, or null.
static bool reads_item(const char *name) {
    static const char *const names[] = {"at", "first", "last", "find", "findLast"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

// `m[k]!` or `m[k] ?? other`
static const Node *without_null(const Node *n) {
    n = expr_bare(n);
    if (n->kind == NODE_UNWRAP) return expr_bare(n->u.wrap.operand);
    bool either = n->kind == NODE_LOGICAL && n->u.binary.op == TOKEN_QUESTION_QUESTION;
    return either ? expr_bare(n->u.binary.left) : n;
}

// `m[k]!`, `m.get(k) ?? p`, `xs.at(i)!` of a checked tree: what reads it; NULL: another expression.
static const Node *collection_read(const Node *n, const Node **collection) {
    n = without_null(n);
    const Node *callee = n->kind == NODE_CALL ? expr_bare(n->u.call.callee) : NULL;
    if (n->kind == NODE_INDEX) *collection = n->u.index.object;
    else if (callee && callee->kind == NODE_MEMBER) *collection = callee->u.member.object;
    else return NULL;
    const Type *t = (*collection)->type;
    const char *name = callee ? callee->u.member.name->text : NULL;
    bool of_map = t && t->kind == TYPE_MAP && (!name || strcmp(name, "get") == 0);
    bool of_array = t && t->kind == TYPE_ARRAY && name && reads_item(name);
    return of_map || of_array ? n : NULL;
}

bool place_reads_collection(const Node *n) {
    const Node *collection;
    return without_null(n) != expr_bare(n) && collection_read(n, &collection);
}

// What such a read gives is a copy of a struct: how the original is changed.
bool place_help_collection(Checker *c, Diag *g, const Node *n) {
    const Node *collection, *read = collection_read(n, &collection);
    if (!read) return false;
    const char *name = mismatch_source(c, collection);
    const Node *key = read->kind == NODE_INDEX    ? read->u.index.index
                      : read->u.call.args.len > 0 ? read->u.call.args.items[0]
                                                  : NULL;
    if (collection->type->kind == TYPE_ARRAY)
        diag_help(g, "`%s[i].field = ..` changes the original", name);
    else
        diag_help(g, "`%s.update(%s, ..)` changes the original", name,
                  key ? mismatch_source(c, key) : "key");
    return true;
}

static bool report_no_place(Checker *c, const Node *n) {
    Diag *g = diag_error(&c->session->diags, E0311, n->span, "this is a value, not a place");
    diag_note(g, "places are variables, fields, elements and what pointers point to");
    if (!place_help_collection(c, g, n)) diag_help(g, "keep the value in a `let` first");
    return false;
}

static bool check_pointee(Checker *c, const Node *n, const Type *pointer, PlaceUse use) {
    if (!pointer->u.pointer.is_const || use == PLACE_LEND) return true;
    Diag *g = diag_error(&c->session->diags, E0303, n->span, "what a `%s` points to cannot be %s",
                         expr_type_text(c, pointer), use_text(use));
    diag_note(g, "C promises not to write through a pointer to const");
    return false;
}

// What a call gives is a value: a part of it that is assigned would change nothing.
static bool report_computed(Checker *c, const Node *n) {
    report_readonly(c, n, "it is computed",
                    "keep the value in a `let`, change that, and store it back");
    return false;
}

static bool check_accessor_place(Checker *c, const Node *n, PlaceUse use) {
    if (use == PLACE_ASSIGN && n->u.member.symbol->flags & SYMBOL_SETTER) return true;
    return report_computed(c, n);
}

static bool check_static_place(Checker *c, const Node *n, PlaceUse use) {
    Symbol *symbol = n->u.member.symbol;
    if (!symbol->owner)
        return report_readonly(c, n, "it belongs to another file",
                               "let that file export a function that does it");
    if (!(symbol->flags & SYMBOL_LET) && use != PLACE_LEND)
        return report_readonly(c, n, "it is `readonly`",
                               "leave `readonly` out of its declaration, or make a new value");
    if (use != PLACE_LEND) symbol->flags |= SYMBOL_ASSIGNED;
    if (use == PLACE_ADDRESS || use == PLACE_LEND) symbol->flags |= SYMBOL_ADDRESS_TAKEN;
    return true;
}

// `xs.length = 0` empties an array of TypeScript.
static const char *length_help(Checker *c, const Node *n) {
    const char *of = mismatch_source(c, n->u.member.object);
    if (strcmp(n->u.member.name->text, "length") != 0) return NULL;
    if (n->u.member.object->type->kind == TYPE_ARRAY)
        return arena_printf(&c->session->scratch,
                            "`%s.clear()` empties it, `%s.splice(n)` takes off all from `n` on", of,
                            of);
    if (n->u.member.object->type->kind == TYPE_BUFFER)
        return arena_printf(&c->session->scratch, "write `%s.truncate(n)`", of);
    return NULL;
}

static bool check_member_place(Checker *c, Node *n, PlaceUse use) {
    const Symbol *symbol = n->u.member.symbol;
    const Type *base = n->u.member.object->type;
    if (n->u.member.optional) return report_no_place(c, n);
    if (n->u.member.builtin)
        return report_readonly(c, n, "it follows from the value", length_help(c, n));
    if (base && base->kind == TYPE_CPTR) return check_pointee(c, n, base, use); // p.value
    if (!symbol) return report_no_place(c, n);
    if (symbol->kind == SYMBOL_C_GLOBAL)
        return !(symbol->flags & SYMBOL_READONLY) || report_constant(c, n, symbol, use);
    if (symbol->kind == SYMBOL_METHOD) return check_accessor_place(c, n, use);
    if (symbol->kind == SYMBOL_GLOBAL) return check_static_place(c, n, use);
    if (symbol->kind != SYMBOL_FIELD) return report_no_place(c, n);
    bool own = expr_bare(n->u.member.object)->kind == NODE_THIS && in_constructor_of(c, symbol);
    if (symbol->flags & SYMBOL_READONLY && !own && use != PLACE_LEND)
        return report_readonly(c, n, "it is `readonly`",
                               "leave `readonly` out of its declaration, or make a new value");
    if (n->u.member.is_computed && use != PLACE_ASSIGN) return report_computed(c, n);
    bool by_reference = base && (base->kind == TYPE_CLASS || base->kind == TYPE_INTERFACE);
    if (!by_reference && accessor_is_computed(n->u.member.object))
        return report_computed(c, expr_bare(n->u.member.object));
    return by_reference || place_check(c, n->u.member.object, use);
}

static bool check_element_place(Checker *c, Node *n, PlaceUse use) {
    const Type *base = n->u.index.object->type;
    if (n->u.index.optional) return report_no_place(c, n);
    if (base->kind == TYPE_CPTR) return check_pointee(c, n, base, use);
    if (base->kind == TYPE_CARRAY || base->kind == TYPE_TUPLE)
        return place_check(c, n->u.index.object, use);
    if (base->kind == TYPE_VIEW && use != PLACE_LEND) {
        Diag *g = diag_error(&c->session->diags, E0303, n->span,
                             "elements of a `%s` cannot be assigned", expr_type_text(c, base));
        diag_help(g, "take the parameter as `%s[]` if it is to be changed",
                  expr_type_text(c, base->u.elem));
        return false;
    }
    if (base->is_view && use != PLACE_LEND) {
        Diag *g = diag_error(&c->session->diags, E0303, n->span,
                             "elements of a `%s` cannot be assigned", expr_type_text(c, base));
        diag_help(g, "take the parameter without `readonly` if it is to be changed");
        return false;
    }
    if (base->kind == TYPE_MAP && use != PLACE_ASSIGN) return report_no_place(c, n);
    if (use == PLACE_ADDRESS || use == PLACE_LEND)
        return expr_want_unsafe(c, n->span, "the address of an element",
                                "the array may move its elements while C holds the pointer");
    return true;
}

static bool report_this(Checker *c, const Node *n) {
    Diag *g = diag_error(&c->session->diags, E0303, n->span,
                         "`this` cannot be assigned: `%s` is an enum", expr_type_text(c, n->type));
    diag_help(g, "return the new value: `x = x.next()`");
    return false;
}

bool place_check(Checker *c, Node *n, PlaceUse use) {
    if (n->type && n->type->kind == TYPE_POISON) return false;
    switch ((int)n->kind) {
    case NODE_PAREN: return place_check(c, n->u.wrap.operand, use);
    case NODE_CONVERT:
        if (n->u.convert.kind != CONVERT_NARROW && n->u.convert.kind != CONVERT_NULL_CHECK) break;
        return place_check(c, n->u.convert.operand, use);
    case NODE_NAME: return check_variable(c, n, use);
    case NODE_THIS:
        if (n->type->kind == TYPE_ENUM) return report_this(c, n);
        if (n->type->kind != TYPE_CLASS && n->type->kind != TYPE_INTERFACE) return true;
        break;
    case NODE_MEMBER: return check_member_place(c, n, use);
    case NODE_INDEX: return check_element_place(c, n, use);
    }
    return report_no_place(c, n);
}

bool check_place(Checker *c, Node *expr) { return place_check(c, expr, PLACE_ASSIGN); }

// ---- assignments ----

static bool is_map_element(const Node *n) {
    n = expr_bare(n);
    return n->kind == NODE_INDEX && n->u.index.object->type &&
           n->u.index.object->type->kind == TYPE_MAP;
}

static const Type *map_value(const Node *element) {
    return expr_bare(element)->u.index.object->type->u.map.value;
}

// The type of the place; poison after a diagnostic.
static const Type *check_target(Checker *c, Node **slot) {
    while ((*slot)->kind == NODE_PAREN) *slot = (*slot)->u.wrap.operand;
    accessor_mark_target(*slot);
    check_expr(c, slot, NULL);
    bool weak = (*slot)->kind == NODE_CONVERT && (*slot)->u.convert.kind == CONVERT_WEAK_GET;
    if (weak) *slot = (*slot)->u.convert.operand;
    const Type *t = convert_unnarrow(slot);
    if (t->kind == TYPE_POISON || !place_check(c, *slot, PLACE_ASSIGN)) return expr_poison(c);
    copies_note(c, *slot);
    return t;
}

const Type *assign_target(Checker *c, Node **slot) {
    const Type *t = check_target(c, slot);
    if (!is_map_element(*slot) || t->kind == TYPE_POISON) return t;
    return (*slot)->type = map_value(*slot);
}

// Of `op=`: it is read as well.
static const Type *check_updated(Checker *c, Node **slot) {
    const Type *t = check_target(c, slot);
    bool readable =
        t->kind == TYPE_POISON || !accessor_is_computed(*slot) || accessor_want_getter(c, *slot);
    return readable ? t : expr_poison(c);
}

static const char *assigned_text(Checker *c, const Node *target) {
    const char *text = expr_source(c, target->span);
    return text ? arena_printf(&c->session->scratch, "`%s`", text) : "this assignment";
}

// After `x = value` nothing is known of x but what the value tells.
static void note_assigned(Checker *c, Node *target, const Type *value) {
    facts_forget_path(c, target);
    bool may_be_null = value->kind == TYPE_NULL || value->kind == TYPE_OPTION ||
                       value->kind == TYPE_UNSURE; // what is wrong was reported
    if (target->type->kind == TYPE_OPTION && !may_be_null) facts_know(c, target);
}

// The variable's cell holds the closure, and that the cell.
static void warn_circle(Checker *c, const Node *n) {
    const Node *value = expr_bare(n->u.assign.value), *target = expr_bare(n->u.assign.target);
    const Symbol *lambda = value->kind == NODE_LAMBDA ? value->u.lambda.symbol : NULL;
    const Symbol *variable = target->kind == NODE_NAME ? target->u.name.symbol : NULL;
    for (uint32_t i = 0; lambda && i < lambda->captures.len; i++) {
        if (lambda->captures.items[i] != variable) continue;
        Diag *g = diag_warning(&c->session->diags, E0344, value->span,
                               "this function holds `%s`, which holds it: neither is ever freed",
                               variable->name->text);
        diag_label(g, variable->span, "the variable is captured");
        diag_help(g,
                  "declare `function %s(..) { .. }` here: it knows itself without holding itself",
                  variable->name->text);
    }
}

void assign_value(Checker *c, Node *n, const Type *t) {
    Node **target = &n->u.assign.target, **value = &n->u.assign.value;
    const Type *given = check_expr(c, value, t);
    if (t->kind == TYPE_POISON) return;
    bool fits = check_convert(c, value, t, assigned_text(c, *target));
    note_assigned(c, *target, given);
    warn_circle(c, n);
    if (fits && accessor_is_computed(*target)) accessor_store(c, n);
}

static void assign_plain(Checker *c, Node *n) {
    assign_value(c, n, assign_target(c, &n->u.assign.target));
}

static void assign_default(Checker *c, Node *n) {
    Node **target = &n->u.assign.target, **value = &n->u.assign.value;
    const Type *t = check_updated(c, target);
    const Type *given = check_expr(c, value, t);
    if (t->kind == TYPE_POISON) return;
    if (t->kind == TYPE_WEAK) {
        const char *text = mismatch_source(c, *target);
        Diag *g = diag_error(&c->session->diags, E0352, (*target)->span,
                             "`?\?=` does not take a weak reference");
        diag_help(g, "write `if (%s == null) %s = ..`", text, text);
        return;
    }
    if (t->kind != TYPE_OPTION) {
        Diag *g = diag_error(&c->session->diags, E0265, (*target)->span,
                             "this is never null, so `?\?=` never assigns");
        diag_label(g, (*target)->span, "`%s`", expr_type_text(c, t));
        return;
    }
    check_convert(c, value, is_map_element(*target) ? map_value(*target) : t,
                  assigned_text(c, *target));
    note_assigned(c, *target, given);
}

// The operator of `+=`, by its text.
static bool is_shift(TokenKind op) { return op == TOKEN_SHL_ASSIGN || op == TOKEN_SHR_ASSIGN; }
static bool takes_floats(TokenKind op) {
    return op == TOKEN_PLUS_ASSIGN || op == TOKEN_MINUS_ASSIGN || op == TOKEN_STAR_ASSIGN ||
           op == TOKEN_SLASH_ASSIGN || op == TOKEN_PERCENT_ASSIGN || op == TOKEN_STAR_STAR_ASSIGN;
}

static bool is_duration_step(TokenKind op, const Type *t, const Type *given) {
    return t->kind == TYPE_DURATION && duration_takes(token_operator_of(op), t, given);
}

static void report_compound(Checker *c, const Node *n, const Type *t, const Type *value) {
    Diag *g =
        diag_error(&c->session->diags, E0256, n->span, "`%s` does not take `%s` and `%s`",
                   token_text(n->u.assign.op), expr_type_text(c, t), expr_type_text(c, value));
    diag_label(g, n->u.assign.target->span, "`%s`", expr_type_text(c, t));
    diag_label(g, n->u.assign.value->span, "`%s`", expr_type_text(c, value));
    if (t->kind == TYPE_STRING)
        diag_help(g, "add a template: `` `${%s}` ``", mismatch_source(c, n->u.assign.value));
    else if (t->kind == TYPE_ARRAY)
        diag_help(g, "`%s.push(x)` adds an item, `%s.pushAll(ys)` those of another array",
                  mismatch_source(c, n->u.assign.target), mismatch_source(c, n->u.assign.target));
}

static void report_map_compound(Checker *c, const Node *n) {
    const char *place = mismatch_source(c, n->u.assign.target);
    const char *value = mismatch_source(c, n->u.assign.value);
    int len = (int)strlen(token_text(n->u.assign.op)) - 1;
    Diag *g = diag_error(&c->session->diags, E0253, n->u.assign.target->span,
                         "there may be nothing under this key");
    diag_help(g, "`%s = (%s ?? 0) %.*s %s`", place, place, len, token_text(n->u.assign.op), value);
}

static void check_zero(Checker *c, const Node *n, const Type *t) {
    int64_t value;
    bool divides = n->u.assign.op == TOKEN_SLASH_ASSIGN || n->u.assign.op == TOKEN_PERCENT_ASSIGN;
    if (divides && convert_is_integral(t) && check_constant_int(c, n->u.assign.value, &value) &&
        value == 0)
        diag_error(&c->session->diags, E0272, n->span, "this always panics: division by zero");
}

// `x op value` of a variable that is known not to be null; NULL where nothing is known of it.
static Node *narrowed_operation(Checker *c, const Node *target, TokenKind op, Node *value) {
    while (target->kind == NODE_PAREN) target = target->u.wrap.operand;
    if (target->kind != NODE_NAME || !c->facts) return NULL;
    Node *left = node_clone(c->arena, target);
    check_expr(c, &left, NULL);
    if (left->kind != NODE_CONVERT || left->u.convert.kind != CONVERT_NARROW) return NULL;
    convert_wrap(c, &left, CONVERT_SAME, left->type);
    Node *n = node_new(c->arena, NODE_BINARY, span_join(target->span, value->span));
    n->u.binary.op = op;
    n->u.binary.left = left;
    n->u.binary.right = value;
    return n;
}

static void assign_compound(Checker *c, Node *n) {
    Node *narrowed = narrowed_operation(c, n->u.assign.target, token_operator_of(n->u.assign.op),
                                        n->u.assign.value);
    if (narrowed) { // `x = x + value`
        n->u.assign.op = TOKEN_ASSIGN;
        n->u.assign.value = narrowed;
        assign_plain(c, n);
        return;
    }
    TokenKind op = n->u.assign.op;
    Node **target = &n->u.assign.target, **value = &n->u.assign.value;
    const Type *t = check_updated(c, target);
    const Type *given = check_expr(c, value, t->kind == TYPE_POISON || is_shift(op) ? NULL : t);
    if (t->kind == TYPE_POISON || given->kind == TYPE_POISON) return;
    if (is_map_element(*target)) {
        report_map_compound(c, n);
        return;
    }
    facts_forget_path(c, *target);
    if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE)
        mismatch_report_null(c, *target, "`+=` and its kin");
    else if (t->kind == TYPE_STRING && op == TOKEN_PLUS_ASSIGN)
        check_convert(c, value, t, assigned_text(c, *target));
    else if (t->kind == TYPE_CPTR && (op == TOKEN_PLUS_ASSIGN || op == TOKEN_MINUS_ASSIGN) &&
             convert_is_integral(given))
        expr_want_unsafe(c, n->span, "pointer arithmetic",
                         "nothing tells where the memory behind a pointer ends");
    else if (is_duration_step(op, t, given))
        check_convert(c, value, given == t ? t : type_basic(c->types, I64), "a factor");
    else if (!convert_is_numeric(t) || !convert_is_numeric(given) ||
             (!takes_floats(op) && !(convert_is_integral(t) && convert_is_integral(given))))
        report_compound(c, n, t, given);
    else if (!is_shift(op) && check_convert(c, value, t, assigned_text(c, *target)))
        check_zero(c, n, t);
}

const Type *expr_assign(Checker *c, Node **slot) {
    Node *n = *slot;
    NodeKind target = expr_bare(n->u.assign.target)->kind;
    if (target == NODE_ARRAY || target == NODE_STRUCT_LITERAL) expr_assign_apart(c, slot);
    else if (n->u.assign.op == TOKEN_ASSIGN) assign_plain(c, n);
    else if (n->u.assign.op == TOKEN_QUESTION_QUESTION_ASSIGN) assign_default(c, n);
    else assign_compound(c, n);
    return type_basic(c->types, VOID);
}

static bool increment_narrowed(Checker *c, Node *n) {
    Node *one = node_new(c->arena, NODE_INT, n->span), *target = n->u.increment.target;
    one->u.int_.value = 1;
    TokenKind op = n->u.increment.op == TOKEN_PLUS_PLUS ? TOKEN_PLUS : TOKEN_MINUS;
    Node *value = narrowed_operation(c, target, op, one);
    if (!value) return false;
    n->kind = NODE_ASSIGN;
    n->u.assign.op = TOKEN_ASSIGN;
    n->u.assign.target = target;
    n->u.assign.value = value;
    assign_plain(c, n);
    return true;
}

const Type *expr_increment(Checker *c, Node *n) {
    Node **target = &n->u.increment.target;
    if (increment_narrowed(c, n)) return type_basic(c->types, VOID);
    const Type *t = check_updated(c, target);
    if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE) {
        mismatch_report_null(c, *target, n->u.increment.op == TOKEN_PLUS_PLUS ? "`++`" : "`--`");
    } else if (t->kind != TYPE_POISON && !type_is_number(t)) {
        Diag *g = diag_error(&c->session->diags, E0256, n->span, "`%s` does not take `%s`",
                             token_text(n->u.increment.op), expr_type_text(c, t));
        if (t->kind == TYPE_CPTR) diag_help(g, "`p += 1` in `unsafe` moves a pointer");
    }
    return type_basic(c->types, VOID);
}
