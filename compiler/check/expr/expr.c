// Types one expression: the switch over its kinds, and the kinds that need no file of their own.
// The parser bounds the height of trees, so recursion is safe. needs: names resolved in c->scope ->
// makes: node->type, symbols, NODE_CONVERT where a type changes.
#include "check/expr/expr.h"

static const Type *not_yet(Checker *c, const Node *n, const char *what, const char *instead) {
    Diag *g = diag_error(&c->session->diags, E0801, n->span, "%s not supported yet", what);
    diag_help(g, "%s", instead);
    return expr_poison(c);
}

// ---- names ----

static const Type *report_no_value(Checker *c, Span span, const Symbol *symbol) {
    const char *name = symbol->name->text;
    bool is_type = symbol->kind == SYMBOL_TYPE || symbol->kind == SYMBOL_TYPE_PARAM;
    const char *sort = is_type                            ? "a type"
                       : symbol->kind == SYMBOL_NAMESPACE ? "a name space"
                       : symbol->kind == SYMBOL_C_MACRO   ? "a macro"
                                                          : "a built-in function";
    Diag *g = diag_error(&c->session->diags, E0308, span, "`%s` is %s, not a value", name, sort);
    expr_label_symbol(c, g, symbol);
    TypeKind kind = is_type && symbol->type ? symbol->type->kind : TYPE_POISON;
    if (kind == TYPE_CLASS) diag_help(g, "`new %s(..)` makes one", name);
    if (kind == TYPE_STRUCT) diag_help(g, "`%s { .. }` makes one", name);
    if (symbol->kind == SYMBOL_BUILTIN || symbol->kind == SYMBOL_C_MACRO)
        diag_help(g, "call it: `%s(..)`", name);
    bool takes = symbol->kind == SYMBOL_BUILTIN && symbol->builtin == BUILTIN_TAKE;
    bool called = symbol->kind == SYMBOL_BUILTIN
                      ? !takes
                      : kind != TYPE_POISON && type_is_number(symbol->type);
    bool plain = symbol->kind == SYMBOL_BUILTIN && builtin_params(c, symbol->builtin) == 0;
    if (called && plain) diag_help(g, "as a function: `() => %s()`", name);
    else if (called)
        diag_help(g, "as a function: `(x: float) => %s(x)`; or `%s` where a function is wanted",
                  name, name);
    if (symbol->kind == SYMBOL_NAMESPACE) diag_help(g, "name what you want of it: `%s.name`", name);
    return expr_poison(c);
}

// Which instance is meant, only a call tells.
static const Type *report_generic_value(Checker *c, Span span, const Symbol *symbol) {
    const char *name = symbol->name->text;
    Diag *g = diag_error(&c->session->diags, E0308, span, "`%s` is generic, not a value", name);
    expr_label_symbol(c, g, symbol);
    diag_help(g, "call it in a lambda: `(x: int) => %s(x)`", name);
    diag_help(g, "or write the type of the function: `const f: (x: int) => int = %s`", name);
    return expr_poison(c);
}

// A C function as a value is its address.
static const Type *function_pointer(Checker *c, const Symbol *symbol) {
    const Type *t = symbol->type;
    return t && t->kind == TYPE_FUNCTION ? type_cfn(c->types, t->u.function) : t;
}

const Type *expr_symbol_type(Checker *c, Span span, const Symbol *symbol) {
    switch (symbol->kind) {
    case SYMBOL_LOCAL:
    case SYMBOL_PARAM:
    case SYMBOL_GLOBAL:
    case SYMBOL_FIELD: return symbol->type ? symbol->type : expr_poison(c);
    case SYMBOL_VARIANT: return member_variant(c, span, symbol);
    case SYMBOL_FUNCTION:
        if (symbol->c) return function_pointer(c, symbol);
        if (symbol->generic) return report_generic_value(c, span, symbol);
        return function_value_type(c, symbol->type, NULL);
    case SYMBOL_METHOD:
        if (symbol->flags & SYMBOL_GETTER) return symbol->type ? symbol->type : expr_poison(c);
        if (symbol->generic) return report_generic_value(c, span, symbol);
        return function_value_type(c, symbol->type, NULL);
    case SYMBOL_C_FUNCTION:
        foreign_warn_deprecated(c, symbol, span);
        return function_pointer(c, symbol);
    case SYMBOL_C_CONSTANT:
        if (symbol->c->constant == CCONST_STRING) return type_basic(c->types, STRING);
        return symbol->type;
    case SYMBOL_C_GLOBAL: return symbol->type;
    case SYMBOL_TYPE:
    case SYMBOL_TYPE_PARAM:
    case SYMBOL_NAMESPACE:
    case SYMBOL_BUILTIN:
    case SYMBOL_C_MACRO: return report_no_value(c, span, symbol);
    case SYMBOL_C_UNUSABLE: return expr_poison(c); // reported where it was looked up
    }
    unreachable("symbol kind");
}

static const Type *check_name_node(Checker *c, Node **slot) {
    Node *n = *slot;
    n->u.name.symbol = check_name(c, n->u.name.name, n->span);
    if (!n->u.name.symbol) return expr_poison(c);
    n->type = expr_symbol_type(c, n->span, n->u.name.symbol);
    return facts_narrow(c, slot);
}

// The struct may be gone, or be another's copy, when the function runs.
static void report_changing_this(Checker *c, const Node *n, const Symbol *method) {
    Diag *g = diag_error(&c->session->diags, E0342, n->span,
                         "`this` cannot be captured in a method that changes its struct");
    diag_label(g, method->span, "`%s` assigns `this` or a part of it", method->name->text);
    diag_help(g, "copy what it reads: `const n = this.n`; what it changes, change after its call; "
                 "or declare a class");
}

static const Type *check_this(Checker *c, const Node *n) {
    const FunctionContext *f = c->function;
    uint32_t beyond = 0;
    for (; f && f->is_lambda && !f->this_; f = f->outer) beyond++;
    if (f && f->this_) {
        f->this_->flags |= SYMBOL_USED;
        if (beyond) check_capture(c, f->this_, beyond);
        if (beyond && f->this_->type->kind == TYPE_STRUCT && assigns_this(f->symbol))
            report_changing_this(c, n, f->symbol);
        return f->this_->type;
    }
    const Symbol *of = c->function ? c->function->symbol : NULL;
    if (of && of->kind == SYMBOL_METHOD && !(of->flags & SYMBOL_STATIC) && of->owner) {
        Diag *g = diag_error(&c->session->diags, E0307, n->span,
                             "a default value has no `this`: it is computed by who calls");
        diag_help(g, "make it optional, and fill it in: `n: int? = null`, and in the body "
                     "`const m = n ?? this.size`");
        return expr_poison(c);
    }
    Diag *g = diag_error(&c->session->diags, E0307, n->span, "there is no `this` here");
    diag_note(g, "methods and constructors have one; functions and static methods have none");
    diag_help(g, "take the object as a parameter");
    return expr_poison(c);
}

// ---- templates ----

static const Type *check_template(Checker *c, Node *n) {
    for (uint32_t i = 0; i < n->u.template_.parts.len; i++) {
        Node *part = n->u.template_.parts.items[i];
        if (part->kind != NODE_TEMPLATE_VALUE) {
            part->type = type_basic(c->types, STRING);
            continue;
        }
        const Type *t = check_expr(c, &part->u.template_value.expr, NULL);
        part->type = t;
        const Node *value = part->u.template_value.expr;
        if (t->kind == TYPE_VOID || t->kind == TYPE_NEVER)
            mismatch_report(c, value, type_basic(c->types, STRING), "a template");
        expr_as_text(c, &part->u.template_value.expr);
        if (part->u.template_value.format) format_check(c, part);
    }
    return type_basic(c->types, STRING);
}

// ---- x! ----

static const Type *check_unwrap(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    Node **operand = &n->u.wrap.operand;
    check_expr(c, operand, expected);
    const Type *t = convert_unnarrow(operand);
    if (t->kind == TYPE_POISON) return t;
    if (result_is(t)) return result_unwrap(c, slot, expected);
    if (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE) {
        facts_know(c, *operand);
        return t->u.elem;
    }
    Diag *g =
        diag_error(&c->session->diags, E0265, n->span, "this is never null: `!` does nothing");
    diag_label(g, (*operand)->span, "`%s`", expr_type_text(c, t));
    diag_help(g, "drop the `!`");
    return t;
}

// ---- the switch ----

static const Type *check_unsupported(Checker *c, Node *n) {
    switch ((int)n->kind) {
    case NODE_AWAIT:
    case NODE_SPAWN: return not_yet(c, n, "tasks are", "call the function directly");
    case NODE_SPREAD:
        diag_help(
            diag_error(&c->session->diags, E0305, n->span, "nothing here takes `...`"),
            "it stands in `[..]`, `{ .. }` and for a rest parameter; an array has `xs.max()`, "
            "`xs.pushAll(ys)`, `xs.join(\" \")`");
        return expr_poison(c);
    }
    bool is_type = n->kind >= NODE_TYPE_NAME && n->kind <= NODE_TYPE_FUNCTION;
    if (!is_type) return not_yet(c, n, "this as a value is", "write it as a statement of its own");
    Diag *g = diag_error(&c->session->diags, E0308, n->span, "this is a type, not a value");
    const char *text = expr_source(c, n->span);
    const Type *t = n->kind == NODE_TYPE_NAME ? check_type(c, n) : expr_poison(c);
    if (text && (t->kind == TYPE_MAP || t->kind == TYPE_SET))
        diag_help(g, "`new %s()` makes one, `%s.from(items)` one that holds them", text, text);
    return expr_poison(c);
}

// flat switch: one line a kind
static const Type *type_expr(Checker *c, Node **slot, const Type *expected) {
    Node *n = *slot;
    switch ((int)n->kind) {
    case NODE_INT:
    case NODE_FLOAT:
    case NODE_DURATION:
    case NODE_STRING:
    case NODE_BYTES:
    case NODE_BOOL:
    case NODE_NULL: return literal_check(c, n, expected);
    case NODE_TEMPLATE: return check_template(c, n);
    case NODE_NAME:
        if (function_forward(c, slot, expected)) return check_expr(c, slot, expected);
        return check_name_node(c, slot);
    case NODE_THIS: return check_this(c, n);
    case NODE_MEMBER:
        if (function_forward(c, slot, expected)) return check_expr(c, slot, expected);
        return expr_member(c, slot, expected);
    case NODE_INDEX: n->type = expr_index(c, n); return facts_narrow(c, slot);
    case NODE_CALL: return expr_call(c, slot, expected);
    case NODE_NEW: return expr_new(c, slot, expected);
    case NODE_UNARY: return expr_unary(c, n, expected);
    case NODE_BINARY: return expr_binary(c, n, expected);
    case NODE_LOGICAL: return expr_logical(c, n, expected);
    case NODE_RANGE: return range_value(c, slot);
    case NODE_CONDITIONAL: return expr_conditional(c, n, expected);
    case NODE_ASSIGN: return expr_assign(c, slot);
    case NODE_INCREMENT: return expr_increment(c, n);
    case NODE_ARRAY: return expr_array(c, n, expected);
    case NODE_MAP: return expr_map(c, n, expected);
    case NODE_STRUCT_LITERAL: return expr_struct_literal(c, slot, expected);
    case NODE_LAMBDA: return expr_lambda(c, n, expected);
    case NODE_MATCH: return expr_match(c, n, expected);
    case NODE_IS: return expr_is(c, n);
    case NODE_AS: return expr_cast(c, slot);
    case NODE_UNWRAP: return check_unwrap(c, slot, expected);
    case NODE_PROPAGATE: return expr_propagate(c, slot, expected);
    case NODE_TRY_EXPR: return expr_try(c, slot, expected);
    case NODE_MOVE: return expr_move(c, n, expected);
    case NODE_ADDRESS: return expr_address(c, n);
    case NODE_PAREN: return check_expr(c, &n->u.wrap.operand, expected);
    case NODE_RETURN:
    case NODE_THROW:
    case NODE_BREAK:
    case NODE_CONTINUE: return check_leave(c, n);
    case NODE_CONVERT: return n->type; // checked before: a default value that many calls share
    case NODE_POISON: return expr_poison(c);
    }
    return check_unsupported(c, n);
}

// The type of this literal was written, but wrongly: its parts are on their own.
static const Type *check_parts(Checker *c, Node *n, const Type *poison) {
    for (uint32_t i = 0; n->kind == NODE_ARRAY && i < n->u.array.items.len; i++)
        check_expr(c, &n->u.array.items.items[i], poison);
    for (uint32_t i = 0; n->kind == NODE_MAP && i < n->u.map.entries.len; i++) {
        check_expr(c, &n->u.map.entries.items[i]->u.entry.key, poison);
        check_expr(c, &n->u.map.entries.items[i]->u.entry.value, poison);
    }
    for (uint32_t i = 0; n->kind == NODE_STRUCT_LITERAL && i < n->u.struct_literal.fields.len;
         i++) {
        Node **value = &n->u.struct_literal.fields.items[i]->u.field_init.value;
        if (*value) check_expr(c, value, poison);
    }
    return n->type = poison;
}

static bool takes_its_type(const Node *n) {
    return n->kind == NODE_ARRAY || n->kind == NODE_MAP ||
           (n->kind == NODE_STRUCT_LITERAL && !n->u.struct_literal.type);
}

const Type *check_expr(Checker *c, Node **slot, const Type *expected) {
    if (expected && expected->kind == TYPE_POISON) {
        if (takes_its_type(*slot)) return check_parts(c, *slot, expected);
        expected = NULL;
    }
    if (!*slot) *slot = node_new(c->arena, NODE_POISON, (Span){0, 0, 0}); // lost by the parser
    Node *n = *slot;
    const Type *t = type_expr(c, slot, expected);
    if (*slot == n) n->type = t;
    return (*slot)->type;
}
