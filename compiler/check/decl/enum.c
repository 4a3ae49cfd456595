// Enums: variants get symbols, values or payloads. An enum without payloads is C-like: its values
// are integers of its base type, `i32` where none is written. needs: the enum's shell (collect.c)
// -> makes: Nominal.variants, .values and .base, and the types of the variants' symbols.
#include <string.h>

#include "check/body/body.h"
#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

static Nominal *nominal_of(const Symbol *enum_) { return enum_->type->u.nominal; }

static Span name_span(const Node *variant) {
    Span span = variant->span;
    span.end = span.start + variant->u.variant.name->len;
    return span;
}

// ---- values ----

__extension__ typedef __int128 Wide;

typedef struct Values { // of one enum, as far as they are known
    Checker *c;
    Nominal *nominal;
    const Type *base;
    uint32_t known;
} Values;

static bool evaluate(Values *v, Node *n, Wide *out);

static bool no_constant(Values *v, const Node *n) {
    Diag *g = diag_error(diags(v->c), E0231, n->span, "the value of a variant is a constant");
    diag_help(g, "write a number, or operators on numbers and on variants before this one");
    return false;
}

// A variant before this one, as in `All = Read | Write`.
static bool evaluate_name(Values *v, Node *n, Wide *out) {
    for (uint32_t i = 0; i < v->known; i++) {
        const Variant *variant = &v->nominal->variants.items[i];
        if (variant->name != n->u.name.name) continue;
        bool is_signed = type_is_signed(v->base);
        *out = is_signed ? (Wide)variant->value : (Wide)(uint64_t)variant->value;
        n->u.name.symbol = variant->symbol;
        n->type = v->base;
        return true;
    }
    return no_constant(v, n);
}

static bool apply(TokenKind op, Wide a, Wide b, Wide *out) {
    bool shifts = op == TOKEN_SHL || op == TOKEN_SHR;
    if (shifts && (b < 0 || b > 63)) return false;
    if ((op == TOKEN_SLASH || op == TOKEN_PERCENT) && b == 0) return false;
    if (op == TOKEN_PLUS) *out = a + b;
    else if (op == TOKEN_MINUS) *out = a - b;
    else if (op == TOKEN_STAR) *out = a * b;
    else if (op == TOKEN_SLASH) *out = a / b;
    else if (op == TOKEN_PERCENT) *out = a % b;
    else if (op == TOKEN_AMP) *out = a & b;
    else if (op == TOKEN_PIPE) *out = a | b;
    else if (op == TOKEN_CARET) *out = a ^ b;
    else if (op == TOKEN_SHL) *out = a * ((Wide)1 << b);
    else if (op == TOKEN_SHR) *out = a >> b;
    else return false;
    Wide limit = (Wide)1 << 64;
    return *out > -limit && *out < limit; // so that no further step overflows
}

static bool evaluate_binary(Values *v, Node *n, Wide *out) {
    Wide a, b;
    if (!evaluate(v, n->u.binary.left, &a) || !evaluate(v, n->u.binary.right, &b)) return false;
    return apply(n->u.binary.op, a, b, out) || no_constant(v, n);
}

static bool evaluate(Values *v, Node *n, Wide *out) {
    n->type = v->base;
    if (n->kind == NODE_INT) {
        *out = (Wide)n->u.int_.value;
        return true;
    }
    if (n->kind == NODE_PAREN) return evaluate(v, n->u.wrap.operand, out);
    if (n->kind == NODE_NAME) return evaluate_name(v, n, out);
    if (n->kind == NODE_BINARY) return evaluate_binary(v, n, out);
    if (n->kind == NODE_UNARY && evaluate(v, n->u.unary.operand, out)) {
        if (n->u.unary.op == TOKEN_BANG) return no_constant(v, n);
        *out = n->u.unary.op == TOKEN_MINUS ? -*out : ~*out;
        return true;
    }
    bool header = n->kind == NODE_MEMBER && n->u.member.object->kind == NODE_NAME;
    Symbol *space = header ? scope_find(v->c->scope, n->u.member.object->u.name.name) : NULL;
    int64_t constant;
    if (!space || space->kind != SYMBOL_NAMESPACE || space->target)
        return n->kind == NODE_UNARY || n->kind == NODE_POISON ? false : no_constant(v, n);
    if (check_expr(v->c, &n, NULL)->kind == TYPE_POISON) return false;
    if (!check_constant_int(v->c, n, &constant)) return no_constant(v, n);
    *out = constant;
    return true;
}

static void check_range(Values *v, const Node *variant, Wide value) {
    int64_t min;
    uint64_t max;
    type_int_range(v->base, &min, &max);
    if (value >= min && value <= (Wide)max) return;
    Node *written = variant->u.variant.value;
    Diag *g = diag_error(diags(v->c), E0231, written ? written->span : name_span(variant),
                         "the value of `%s` does not fit `%s`", variant->u.variant.name->text,
                         type_text(v->c->arena, v->base));
    if (v->base->kind == TYPE_I32)
        diag_help(g, "write the type of the values: `enum %s: int`", v->nominal->name->text);
    else diag_help(g, "write a smaller value, or a wider type behind the enum's name");
}

static void check_unique(Values *v, const Node *node, const Variant *variant) {
    for (uint32_t i = 0; i < v->known; i++) {
        const Variant *other = &v->nominal->variants.items[i];
        if (other->value != variant->value) continue;
        Diag *g = diag_error(diags(v->c), E0231,
                             node->u.variant.value ? node->u.variant.value->span : name_span(node),
                             "`%s` has the value of `%s`", variant->name->text, other->name->text);
        diag_label(g, other->symbol->span, "`%s` is declared here", other->name->text);
        diag_note(g, "two names for one value could not be told apart in a `match`");
        diag_help(g, "a second name for it is a constant: `const %s = %s.%s`", variant->name->text,
                  v->nominal->name->text, other->name->text);
        return;
    }
}

static void give_values(Checker *c, Nominal *n) {
    Values v = {.c = c, .nominal = n, .base = n->base};
    Wide next = 0;
    for (uint32_t i = 0; i < n->variants.len; i++) {
        Variant *variant = &n->variants.items[i];
        Node *at = variant->symbol->node, *written = at->u.variant.value;
        bool ok = !written || evaluate(&v, written, &next);
        if (ok) check_range(&v, at, next);
        variant->value = (int64_t)next++;
        if (ok) check_unique(&v, at, variant);
        EnumValue value = {variant->name, variant->value};
        VEC_PUSH(c->arena, &n->values, value);
        v.known++;
    }
}

// ---- payloads ----

static void check_payload_rules(Checker *c, const Node *variant, const Node *base) {
    Node *value = variant->u.variant.value;
    if (value)
        diag_error(diags(c), E0230, value->span, "a variant of an enum with payloads has no value");
    if (!variant->u.variant.params.len || !base) return;
    Diag *g =
        diag_error(diags(c), E0230, base->span, "an enum with payloads has no type for its values");
    diag_label(g, variant->u.variant.params.items[0]->span, "a payload");
    diag_help(g, "leave it out: which variant a value is, is not a number");
}

static Field payload_field(Checker *c, const Variant *variant, uint32_t index) {
    const NodeList *params = &variant->symbol->node->u.variant.params;
    Node *param = params->items[index], *pattern = param->u.param.pattern;
    bool named = pattern && pattern->kind == NODE_PATTERN_BIND;
    Field field = {.name = named ? pattern->u.bind.name : NULL, .span = param->span};
    if (param->u.param.type) {
        field.type = param->type = check_type(c, param->u.param.type);
    } else {
        const Type *t = check_default(c, variant->symbol, params, index);
        field.type = param->type = check_inferred(c, t, param->u.param.init->span, "payload");
    }
    for (uint32_t i = 0; named && i < variant->fields.len; i++)
        if (variant->fields.items[i].name == field.name)
            diag_error(diags(c), E0102, param->span, "`%s` is declared twice", field.name->text);
    return field;
}

static bool has_default(const Variant *v, uint32_t index) {
    return v->symbol->node->u.variant.params.items[index]->u.param.init;
}

// What makes a value of the variant: `(r: float) => Shape`.
static const Type *constructor_type(Checker *c, const Variant *v, const Type *enum_) {
    TypeParam *params = ARENA_ARRAY(c->arena, TypeParam, v->fields.len);
    for (uint32_t i = 0; i < v->fields.len; i++)
        params[i] = (TypeParam){.name = v->fields.items[i].name,
                                .type = v->fields.items[i].type,
                                .has_default = has_default(v, i)};
    FunctionType f = {.params = params, .param_count = v->fields.len, .result = enum_};
    return type_function(c->types, &f);
}

static void give_payloads(Checker *c, Symbol *enum_) {
    Nominal *n = nominal_of(enum_);
    for (uint32_t i = 0; i < n->variants.len; i++) {
        Variant *v = &n->variants.items[i];
        const NodeList *params = &v->symbol->node->u.variant.params;
        check_payload_rules(c, v->symbol->node, enum_->node->u.enum_.base);
        for (uint32_t k = 0; k < params->len; k++) {
            if (params->items[k]->kind != NODE_PARAM) continue;
            Field field = payload_field(c, v, k);
            VEC_PUSH(c->arena, &v->fields, field);
        }
        if (v->fields.len) v->symbol->type = constructor_type(c, v, enum_->type);
    }
}

// When the enum is complete: they may be made of it.
void check_variant(Checker *c, Symbol *variant) {
    if (variant->flags & SYMBOL_CHECKING) {
        diag_error(diags(c), E0106, variant->span, "`%s` depends on itself", variant->name->text);
        return;
    }
    if (variant->flags & SYMBOL_SCANNED) return;
    variant->flags |= SYMBOL_CHECKING | SYMBOL_SCANNED;
    Checker saved = check_enter(c, variant->module);
    generic_enter(c, variant->owner);
    const NodeList *params = &variant->node->u.variant.params;
    for (uint32_t i = 0; i < params->len; i++)
        if (params->items[i]->kind == NODE_PARAM && params->items[i]->u.param.type &&
            params->items[i]->u.param.init)
            check_default(c, variant, params, i);
    *c = saved;
    variant->flags &= ~(uint32_t)SYMBOL_CHECKING;
}

// ---- the declaration ----

static bool has_payloads(const Node *n) {
    for (uint32_t i = 0; i < n->u.enum_.variants.len; i++)
        if (n->u.enum_.variants.items[i]->u.variant.params.len) return true;
    return false;
}

static const Type *base_type(Checker *c, Node *n) {
    const Type *t = n->u.enum_.base ? check_type(c, n->u.enum_.base) : NULL;
    if (t && type_is_integer(t)) return t;
    if (t && t->kind != TYPE_POISON) {
        Diag *g =
            diag_error(diags(c), E0230, n->u.enum_.base->span,
                       "the values of an enum are integers, not `%s`", type_text(c->arena, t));
        diag_help(g, "write for example `enum %s: u8 { .. }`", n->u.enum_.name->text);
    }
    return type_basic(c->types, I32);
}

static void add_variants(Checker *c, Symbol *enum_) {
    Nominal *n = nominal_of(enum_);
    const NodeList *variants = &enum_->node->u.enum_.variants;
    for (uint32_t i = 0; i < variants->len; i++) {
        Node *at = variants->items[i];
        if (at->kind != NODE_VARIANT || !at->u.variant.name) continue;
        Symbol *s =
            check_new_member(c, enum_, SYMBOL_VARIANT, at->u.variant.name, name_span(at), 0);
        s->node = at;
        s->flags |= SYMBOL_CHECKED;
        s->index = n->variants.len;
        s->type = enum_->type;
        at->u.variant.symbol = s;
        Variant variant = {.name = s->name, .symbol = s};
        VEC_PUSH(c->arena, &n->variants, variant);
    }
}

static void add_members(Checker *c, Symbol *enum_) {
    const NodeList *members = &enum_->node->u.enum_.members;
    for (uint32_t i = 0; i < members->len; i++) {
        Node *m = members->items[i];
        if (m->kind == NODE_FUNCTION) check_add_method(c, enum_, m);
        if (m->kind != NODE_FIELD) continue;
        Diag *g = diag_error(diags(c), E0230, m->span, "an enum has no fields");
        diag_help(g, "a variant carries values: `%s(%s: ..)`", "Name", m->u.field.name->text);
    }
}

void check_enum(Checker *c, Symbol *enum_) {
    if (enum_->flags & (SYMBOL_CHECKED | SYMBOL_CHECKING)) return;
    check_implements(c, enum_);
    Checker saved = check_enter(c, enum_->module);
    Node *node = enum_->node;
    Nominal *n = nominal_of(enum_);
    enum_->flags |= SYMBOL_CHECKING;
    generic_enter(c, enum_);
    bool payloads = has_payloads(node);
    n->base = payloads ? NULL : base_type(c, node);
    add_variants(c, enum_);
    add_members(c, enum_);
    check_adopt(c, enum_);
    if (n->variants.len == 0)
        diag_help(diag_error(diags(c), E0230, enum_->span, "an enum has at least one variant"),
                  "write them in the braces: `enum %s { First, Second }`", enum_->name->text);
    if (payloads) give_payloads(c, enum_);
    else give_values(c, n);
    n->complete = true;
    enum_->flags = (enum_->flags & ~(uint32_t)SYMBOL_CHECKING) | SYMBOL_CHECKED;
    *c = saved;
    for (uint32_t i = 0; i < n->variants.len; i++) check_variant(c, n->variants.items[i].symbol);
}
