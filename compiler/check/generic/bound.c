// Bounds: interfaces that a type argument implements, and that give a type parameter its members.
// The builtin types implement those of the prelude that fit them.
#include <string.h>

#include "check/expr/expr.h"
#include "check/generic/generic.h"

// ---- the prelude's interfaces ----

bool generic_is_known(Checker *c, const Type *interface_, Known which) {
    static const char *const names[KNOWN_COUNT] = {"Equatable", "Hashable", "Ordered", "Printable"};
    const Symbol *s = interface_->kind == TYPE_INTERFACE ? interface_->u.nominal->symbol : NULL;
    return s && s->module && s->module->is_library && strcmp(s->name->text, names[which]) == 0 &&
           c->types;
}

static bool is_ordered(Checker *c, const Type *t) {
    return convert_is_numeric(t) || t->kind == TYPE_STRING || t->kind == TYPE_DURATION ||
           type_is_c_like(t) || (t->kind == TYPE_TUPLE && generic_has_order(c, t));
}

// Has a `toString` of its own.
static bool is_printable(const Type *t) {
    return convert_is_numeric(t) || t->kind == TYPE_STRING || t->kind == TYPE_DURATION ||
           t->kind == TYPE_BOOL;
}

static bool builtin_satisfies(Checker *c, const Type *t, const Type *interface_) {
    if (generic_is_known(c, interface_, KNOWN_EQUATABLE) ||
        generic_is_known(c, interface_, KNOWN_HASHABLE))
        return true;
    if (generic_is_known(c, interface_, KNOWN_ORDERED)) return is_ordered(c, t);
    if (generic_is_known(c, interface_, KNOWN_PRINTABLE)) return is_printable(t);
    return iterable_is(interface_) && iterable_builtin_item(c, t) == interface_->u.nominal->args[0];
}

// ---- who implements what ----

static bool has_bound(const Type *param, const Type *interface_) {
    const Symbol *s = param->u.param.symbol;
    if (s && s->kind == SYMBOL_TYPE) // `Self`
        return s->type == interface_ || nominal_implements(s->type->u.nominal, interface_);
    for (uint32_t i = 0; s && i < s->bounds.len; i++)
        if (s->bounds.items[i] == interface_ ||
            nominal_implements(s->bounds.items[i]->u.nominal, interface_))
            return true;
    return false;
}

static bool is_record(const Type *t) {
    TypeKind k = t->kind;
    return k == TYPE_STRUCT || k == TYPE_CLASS || k == TYPE_INTERFACE || k == TYPE_ENUM;
}

bool generic_satisfies(Checker *c, const Type *t, const Type *interface_) {
    if (t->kind == TYPE_POISON || t == interface_) return true;
    if (t->kind == TYPE_PARAM && has_bound(t, interface_)) return true;
    if (is_record(t) && nominal_implements(t->u.nominal, interface_)) return true;
    return builtin_satisfies(c, t, interface_);
}

bool generic_implements(Checker *c, const Type *t, Known which) {
    bool param = t->kind == TYPE_PARAM && t->u.param.symbol;
    if (!param && !is_record(t)) return false;
    bool self = param && t->u.param.symbol->kind == SYMBOL_TYPE;
    uint32_t count = self    ? 1
                     : param ? t->u.param.symbol->bounds.len
                             : t->u.nominal->implements.len;
    for (uint32_t i = 0; i < count; i++) {
        const Type *interface_ = self    ? t->u.param.symbol->type
                                 : param ? t->u.param.symbol->bounds.items[i]
                                         : t->u.nominal->implements.items[i];
        if (generic_is_known(c, interface_, which)) return true;
    }
    return false;
}

// By `sort`, and as a part of a tuple: null comes first, and false before true.
bool generic_has_order(Checker *c, const Type *t) {
    if (t->kind == TYPE_OPTION) return generic_has_order(c, t->u.elem);
    for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->u.tuple.count; i++)
        if (!generic_has_order(c, t->u.tuple.items[i])) return false;
    return generic_implements(c, t, KNOWN_ORDERED) || convert_is_numeric(t) ||
           t->kind == TYPE_STRING || t->kind == TYPE_BOOL || t->kind == TYPE_DURATION ||
           t->kind == TYPE_TUPLE || type_is_c_like(t) || t->kind == TYPE_POISON;
}

bool generic_check_bounds(Checker *c, const Generic *g, const Type *const *args, Span span) {
    bool fits = true;
    Substitution by = {g->types, args, g->count};
    for (uint32_t i = 0; i < g->count; i++) {
        const Symbol *param = g->types[i]->u.param.symbol;
        for (uint32_t k = 0; k < param->bounds.len; k++) {
            const Type *bound = generic_substitute(c, param->bounds.items[k], &by);
            if (generic_satisfies(c, args[i], bound)) continue;
            fits = false;
            Diag *d = diag_error(&c->session->diags, E0221, span, "`%s` does not implement `%s`",
                                 expr_type_text(c, args[i]), expr_type_text(c, bound));
            diag_label(d, param->span, "`%s` has to", param->name->text);
            bool own = is_record(args[i]) && args[i]->u.nominal->symbol &&
                       args[i]->u.nominal->symbol->node;
            if (own) expr_label_symbol(c, d, args[i]->u.nominal->symbol);
            if (args[i]->kind == TYPE_PARAM)
                diag_help(d, "write `%s extends %s`", args[i]->u.param.name->text,
                          expr_type_text(c, bound));
        }
    }
    return fits;
}

static const Type *same_generic(const Type *t, const Symbol *generic) {
    return t->kind == TYPE_INTERFACE && t->u.nominal->generic == generic ? t : NULL;
}

const Type *generic_interface(Checker *c, const Type *t, const Symbol *generic) {
    if (t->kind == TYPE_PARAM) {
        const Symbol *s = t->u.param.symbol;
        if (s && s->kind == SYMBOL_TYPE) return generic_interface(c, s->type, generic); // Self
        const Type *found = NULL;
        for (uint32_t i = 0; s && i < s->bounds.len && !found; i++)
            found = generic_interface(c, s->bounds.items[i], generic);
        return found;
    }
    if (!is_record(t)) return NULL;
    if (same_generic(t, generic)) return t;
    const Nominal *n = t->u.nominal;
    if (n->symbol) check_symbol(c, n->symbol);
    for (uint32_t i = 0; i < n->implements.len; i++)
        if (same_generic(n->implements.items[i], generic)) return n->implements.items[i];
    return NULL;
}

// ---- members ----

Symbol *generic_bound_member(Checker *c, const Type *param, Name name) {
    const Symbol *s = param->u.param.symbol;
    if (!s) return NULL;
    if (s->kind == SYMBOL_TYPE) return check_member_of(c, s->type, name);
    for (uint32_t i = 0; i < s->bounds.len; i++) {
        Symbol *found = check_member_of(c, s->bounds.items[i], name);
        if (found) return found;
    }
    return NULL;
}

const Type *generic_self(Checker *c, Symbol *record) {
    if (record->node->kind != NODE_INTERFACE) return record->type;
    return type_param(c->types, intern_text(&c->session->names, "Self"), 0, record);
}

const Type *generic_method_type(Checker *c, const Symbol *method, const Type *self) {
    if (!method->owner || !method->owner->node || method->owner->node->kind != NODE_INTERFACE)
        return method->type;
    const Type *param = generic_self(c, method->owner);
    Substitution by = {&param, &self, 1};
    return generic_substitute(c, method->type, &by);
}
