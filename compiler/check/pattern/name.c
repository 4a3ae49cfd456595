// What capitalised and dotted names mean in patterns: variants of the enum that is looked at,
// before anything in scope, then types and constants.
#include "check/pattern/pattern.h"

#include "check/decl/declare.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

// ---- variants ----

static bool is_enum(const Type *t) { return t->kind == TYPE_ENUM && !t->u.nominal->is_c; }

static Symbol *variant_named(Checker *c, const Type *enum_, Name name) {
    Nominal *n = enum_->u.nominal;
    if (n->symbol) check_symbol(c, n->symbol);
    for (uint32_t i = 0; i < n->variants.len; i++)
        if (n->variants.items[i].name == name) return n->variants.items[i].symbol;
    return NULL;
}

const Variant *pattern_variant(const Type *enum_, const Symbol *variant) {
    return &enum_->u.nominal->variants.items[variant->index];
}

static void offer_variants(const Type *t, Nearest *near) {
    for (uint32_t i = 0; is_enum(t) && i < t->u.nominal->variants.len; i++)
        nearest_offer(near, t->u.nominal->variants.items[i].name->text);
}

static PatternName report_no_variant(Checker *c, Span span, const Type *enum_, Name name) {
    Diag *g = diag_error(diags(c), E0320, span, "`%s` has no variant `%s`",
                         expr_type_text(c, enum_), name->text);
    Nearest near;
    nearest_init(&near, name->text);
    offer_variants(enum_, &near);
    if (near.best) diag_help(g, "did you mean `%s`?", near.best);
    if (enum_->u.nominal->symbol) expr_label_symbol(c, g, enum_->u.nominal->symbol);
    return PATTERN_NOTHING;
}

// Its own name, or that of the generic type that it is an instance of.
static bool is_name_of(const Symbol *s, const Type *subject) {
    bool nominal = is_enum(subject) || subject->kind == TYPE_STRUCT || subject->kind == TYPE_CLASS;
    return s->type == subject ||
           (nominal && subject->u.nominal->symbol &&
            (subject->u.nominal->symbol == s || subject->u.nominal->generic == s));
}

// ---- names alone ----

static PatternName report_unknown(Checker *c, const Node *n, const Type *subject) {
    Diag *g = diag_error(diags(c), E0320, n->span, "no variant, type or constant is called `%s`",
                         n->u.name.name->text);
    diag_label(g, n->span, "the value is of type `%s`", expr_type_text(c, subject));
    Nearest near;
    nearest_init(&near, n->u.name.name->text);
    offer_variants(subject, &near);
    if (may_suggest(c)) scope_offer(c->scope, &near);
    if (near.best) diag_help(g, "did you mean `%s`?", near.best);
    else diag_help(g, "to bind the value, write the name in lower case");
    return PATTERN_NOTHING;
}

static PatternName report_no_constant(Checker *c, const Node *n, const Symbol *symbol) {
    const char *text = mismatch_source(c, n);
    Diag *g = diag_error(diags(c), E0322, n->span, "`%s` is no constant", text);
    if (symbol) expr_label_symbol(c, g, symbol);
    diag_help(g, "compare in a guard: `value if value == %s`", text);
    return PATTERN_NOTHING;
}

static bool is_constant(const Symbol *s) {
    bool variable = s->kind == SYMBOL_GLOBAL || s->kind == SYMBOL_LOCAL;
    return (variable && !(s->flags & SYMBOL_LET)) || s->kind == SYMBOL_C_CONSTANT;
}

static PatternName other_enum(Checker *c, const Node *n, const Type *subject, const Symbol *s) {
    const char *owner = s->owner ? s->owner->name->text : "another enum";
    Diag *g = pattern_report(c, n, subject, "`%s` is a variant of `%s`", s->name->text, owner);
    expr_label_symbol(c, g, s);
    const Type *enum_ = s->owner ? s->owner->type : NULL;
    if (subject->kind == TYPE_INTERFACE && enum_ && convert_exists(c, enum_, subject))
        diag_help(g, "test for the enum first: `x is %s && x is %s`", owner, s->name->text);
    return PATTERN_NOTHING;
}

static PatternName name_alone(Checker *c, Node *n, const Type *subject, Symbol **out) {
    Symbol *variant = is_enum(subject) ? variant_named(c, subject, n->u.name.name) : NULL;
    Symbol *s = variant ? variant : scope_find(c->scope, n->u.name.name);
    if (!s) return report_unknown(c, n, subject);
    n->u.name.symbol = *out = s;
    if (variant) return PATTERN_VARIANT;
    if (s->kind == SYMBOL_VARIANT) return other_enum(c, n, subject, s);
    if (is_constant(s)) return PATTERN_CONSTANT;
    if (s->kind != SYMBOL_TYPE && s->kind != SYMBOL_TYPE_PARAM) return report_no_constant(c, n, s);
    s->flags |= SYMBOL_USED;
    if (is_name_of(s, subject)) {
        *out = subject->u.nominal->symbol;
        return PATTERN_TYPE;
    }
    check_symbol(c, s);
    return s->type && s->type->kind != TYPE_POISON ? PATTERN_TYPE : PATTERN_NOTHING;
}

// ---- dotted names ----

static PatternName of_type(Checker *c, Node *n, const Type *subject, Symbol *owner, Symbol **out) {
    bool same = is_enum(subject) && is_name_of(owner, subject);
    if (!same) check_symbol(c, owner);
    if (!same && (!owner->type || !is_enum(owner->type))) return PATTERN_CONSTANT; // `i32.max`
    const Type *enum_ = same ? subject : owner->type;
    Symbol *variant = variant_named(c, enum_, n->u.member.name);
    if (!variant) return report_no_variant(c, n->u.member.name_span, enum_, n->u.member.name);
    n->u.member.symbol = *out = variant;
    return same ? PATTERN_VARIANT : other_enum(c, n, subject, variant);
}

static PatternName of_space(Checker *c, Node *n, Symbol *space, Symbol **out) {
    Symbol *s = check_namespace_member(c, space, n->u.member.name, n->span);
    if (!s) return PATTERN_NOTHING;
    n->u.member.symbol = *out = s;
    if (s->kind == SYMBOL_TYPE) return PATTERN_TYPE;
    return is_constant(s) ? PATTERN_CONSTANT : report_no_constant(c, n, s);
}

PatternName pattern_name(Checker *c, Node *path, const Type *subject, Symbol **out) {
    if (path->kind == NODE_NAME) return name_alone(c, path, subject, out);
    if (path->kind != NODE_MEMBER) return PATTERN_NOTHING; // reported by the parser
    Symbol *owner = member_static(c, path->u.member.object);
    if (!owner) return report_no_constant(c, path, NULL);
    if (!member_note_owner(c, path->u.member.object, owner)) return PATTERN_NOTHING;
    if (owner->kind == SYMBOL_TYPE) return of_type(c, path, subject, owner, out);
    return of_space(c, path, owner, out);
}

// ---- tests for types ----

static bool may_implement(const Type *t) {
    return t->kind == TYPE_CLASS || t->kind == TYPE_STRUCT || t->kind == TYPE_ENUM ||
           t->kind == TYPE_INTERFACE;
}

bool pattern_may_test(Checker *c, const Node *pattern, const Type *subject, const Type *tested) {
    if (tested->kind == TYPE_POISON) return false;
    if (subject == tested) {
        Diag *g = diag_error(diags(c), E0328, pattern->span, "every value here is a `%s`",
                             expr_type_text(c, tested));
        diag_help(g, "`_` takes every value, and a lower-case name binds it");
        return false;
    }
    if (subject->kind != TYPE_INTERFACE) {
        Diag *g = diag_error(diags(c), E0328, pattern->span, "no `%s` is ever a `%s`",
                             expr_type_text(c, subject), expr_type_text(c, tested));
        diag_note(g, "only the value of an interface can be of several types");
        diag_help(g, "leave the test out: its answer is known");
        return false;
    }
    bool fits = tested->kind == TYPE_INTERFACE ||
                (may_implement(tested) && nominal_implements(tested->u.nominal, subject));
    if (fits) return true;
    Diag *g = diag_error(diags(c), E0328, pattern->span, "no `%s` is ever a `%s`",
                         expr_type_text(c, subject), expr_type_text(c, tested));
    if (may_implement(tested))
        diag_note(g, "`%s` does not implement it", expr_type_text(c, tested));
    diag_help(g, "leave the test out; or say `implements %s`", expr_type_text(c, subject));
    return false;
}
