// Interfaces: which ones a record names, what an interface takes from those that it extends, and
// whether a class, struct or enum has what its interfaces ask for.
#include <string.h>

#include "check/body/throws.h"
#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"
#include "types/slot.h"

static Diags *diags(Checker *c) { return &c->session->diags; }

static Nominal *nominal_of(const Symbol *record) { return record->type->u.nominal; }

// ---- which ----

static void report_no_interface(Checker *c, const Symbol *record, const Node *at, const Type *t) {
    const char *text = type_text(c->arena, t);
    const char *what = t->kind == TYPE_CLASS ? "is a class, no interface" : "is no interface";
    Diag *g = diag_error(diags(c), E0207, at->span, "`%s` %s", text, what);
    if (t->kind != TYPE_CLASS) return;
    if (record->type->kind == TYPE_INTERFACE)
        diag_help(g, "an interface can extend interfaces only");
    else diag_help(g, "classes do not inherit: hold a `%s` in a field", text);
}

static void report_circle(Checker *c, const Symbol *record, const Node *at) {
    Diag *g = diag_error(diags(c), E0106, at->span, "`%s` depends on itself", record->name->text);
    diag_note(g, "an interface cannot extend itself, not through others either");
}

static void add_interface(Checker *c, Nominal *n, const Type *t) {
    if (nominal_implements(n, t)) return;
    VEC_PUSH(c->arena, &n->implements, t);
    VEC_PUSH(c->arena, &t->u.nominal->implementers, n);
}

// With those that it extends itself.
static void take_interface(Checker *c, Symbol *record, const Node *at, const Type *t) {
    Symbol *parent = t->u.nominal->symbol;
    if (parent->node) check_implements(c, parent);
    if (parent->flags & SYMBOL_CHECKING) {
        report_circle(c, record, at);
        return;
    }
    Nominal *n = nominal_of(record);
    for (uint32_t i = 0; i < t->u.nominal->implements.len; i++)
        add_interface(c, n, t->u.nominal->implements.items[i]);
    add_interface(c, n, t);
}

// The class of a struct's or enum's copies behind interface values.
static void make_box(Checker *c, Symbol *record) {
    Nominal *n = nominal_of(record), *box = ARENA_NEW(c->arena, Nominal);
    Symbol *s = symbol_new(c->arena, SYMBOL_TYPE, record->name, record->span);
    s->module = record->module;
    s->instance = record->instance;
    s->flags = SYMBOL_CHECKED | (record->flags & SYMBOL_EXPORTED);
    s->type = type_nominal(c->types, TYPE_CLASS, box);
    box->name = n->name;
    box->symbol = s;
    box->c_name = check_c_name(c, arena_printf(c->arena, "%s__box_", n->c_name), s);
    box->members = scope_new(c->arena, NULL);
    for (uint32_t i = 0; i < n->implements.len; i++) add_interface(c, box, n->implements.items[i]);
    Field value = {.name = intern_text(&c->session->names, "value"), .type = record->type};
    VEC_PUSH(c->arena, &box->fields, value);
    box->complete = box->parents_known = true;
    box->boxed = n;
    n->box = box;
}

// ---- Printable ----

static const Node *method_named(const Symbol *record, const char *name) {
    const NodeList *members = record->node->kind == NODE_ENUM ? &record->node->u.enum_.members
                                                              : &record->node->u.record.members;
    for (uint32_t i = 0; i < members->len; i++) {
        const Node *n = members->items[i];
        if (n->kind == NODE_FUNCTION && strcmp(n->u.function.name->text, name) == 0) return n;
    }
    return NULL;
}

// `toString(): string` makes a record Printable, whether it says so or not.
static void take_printable(Checker *c, Symbol *record) {
    const Node *n = method_named(record, "toString");
    if (!n || record->type->kind == TYPE_INTERFACE) return;
    Node *result = n->u.function.result;
    bool plain = n->u.function.params.len == 0 && n->u.function.type_params.len == 0 &&
                 !(n->u.function.flags & (DECL_PRIVATE | DECL_STATIC | DECL_GETTER | DECL_SETTER));
    if (!plain || !result) return;
    if (check_declared_type(c, result)->kind != TYPE_STRING) return;
    const Symbol *printable =
        check_instance(c, library_symbol(c, "Printable"), NULL, 0, record->span);
    add_interface(c, nominal_of(record), printable->type);
}

// `implements`: before anything else is resolved, so that it is known which classes are errors.
void check_implements(Checker *c, Symbol *record) {
    Nominal *n = nominal_of(record);
    if (n->parents_known || record->flags & SYMBOL_CHECKING) return;
    Checker saved = check_enter(c, record->module);
    generic_enter(c, record);
    record->flags |= SYMBOL_CHECKING;
    bool is_enum = record->node->kind == NODE_ENUM;
    const NodeList *named =
        is_enum ? &record->node->u.enum_.implements : &record->node->u.record.implements;
    for (uint32_t i = 0; i < named->len; i++) {
        Node *at = named->items[i];
        const Type *t = check_declared_type(c, at);
        if (t->kind == TYPE_INTERFACE) take_interface(c, record, at, t);
        else if (t->kind != TYPE_POISON) report_no_interface(c, record, at, t);
    }
    take_printable(c, record);
    record->flags &= ~(uint32_t)SYMBOL_CHECKING;
    n->parents_known = true;
    bool boxed = is_enum || record->type->kind == TYPE_STRUCT;
    if (boxed && n->implements.len) make_box(c, record);
    *c = saved;
}

// ---- what an interface takes over ----

static bool is_new(const Nominal *n, const Symbol *member) {
    Symbol *before = scope_find_here(n->members, member->name);
    if (before && symbol_is_accessor(before) && before != member) return before->other == member;
    return !before;
}

static bool has_method(const Nominal *n, const Symbol *method) {
    for (uint32_t i = 0; i < n->methods.len; i++)
        if (n->methods.items[i] == method) return true;
    return false;
}

// A method may be said anew, with a body or without the one that it has.
static bool says_anew(const Symbol *interface_, const Symbol *method) {
    const NodeList *members = &interface_->node->u.record.members;
    for (uint32_t i = 0; !symbol_is_accessor(method) && i < members->len; i++)
        if (members->items[i]->kind == NODE_FUNCTION &&
            members->items[i]->u.function.name == method->name)
            return true;
    return false;
}

static void inherit(Checker *c, const Symbol *interface_, const Nominal *parent) {
    Nominal *n = nominal_of(interface_);
    for (uint32_t i = 0; i < parent->fields.len; i++) {
        const Field *f = &parent->fields.items[i];
        if (!is_new(n, f->symbol)) continue;
        scope_add(n->members, f->symbol);
        VEC_PUSH(c->arena, &n->fields, *f);
    }
    for (uint32_t i = 0; i < parent->methods.len; i++) {
        Symbol *m = parent->methods.items[i];
        if (has_method(n, m) || !is_new(n, m)) continue;
        if (says_anew(interface_, m) || adopt_is_replaced(n, m)) continue;
        scope_add(n->members, m); // a setter stays behind its getter
        VEC_PUSH(c->arena, &n->methods, m);
    }
}

void check_inherit(Checker *c, Symbol *interface_) {
    Nominal *n = nominal_of(interface_);
    if (interface_->type->kind != TYPE_INTERFACE) return;
    for (uint32_t i = 0; i < n->implements.len; i++) {
        Nominal *parent = n->implements.items[i]->u.nominal;
        if (parent->symbol->node) check_record(c, parent->symbol);
    }
    for (uint32_t i = 0; i < n->implements.len; i++)
        inherit(c, interface_, n->implements.items[i]->u.nominal);
}

// ---- is it all there ----

typedef struct Claim { // `record` implements `interface_`, which wants `slot`
    Symbol *record;
    const Type *interface_;
    Slot slot;
} Claim;

// Where it stands; what an interface took from another one is reported at the interface.
static Span span_of(const Claim *claim, const Symbol *found) {
    return found->owner == claim->record ? found->span : claim->record->span;
}

static Diag *report_missing(Checker *c, const Claim *claim, Span span) {
    Diag *g = diag_error(diags(c), E0206, span, "`%s` does not implement `%s`",
                         claim->record->name->text, type_text(c->arena, claim->interface_));
    if (claim->slot.member->span.source)
        diag_label(g, claim->slot.member->span, "wanted by the interface");
    return g;
}

static bool wants_field(const Claim *claim) { return claim->slot.member->kind == SYMBOL_FIELD; }

// The type that the interface's member has in the record: `Self` is the record.
static const Type *wanted_type(Checker *c, const Claim *claim) {
    return generic_method_type(c, claim->slot.member, claim->record->type);
}

// `equals(other: Version): bool`
static const char *signature_text(Checker *c, const Symbol *method, const Type *type) {
    const FunctionType *f = type->u.function;
    const char *text = arena_printf(c->arena, "%s(", method->name->text);
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i];
        text = arena_printf(c->arena, "%s%s%s%s: %s", text, i ? ", " : "", p->is_rest ? "..." : "",
                            p->name ? p->name->text : "value", type_text(c->arena, p->type));
    }
    if (f->result->kind == TYPE_VOID) return arena_printf(c->arena, "%s)", text);
    return arena_printf(c->arena, "%s): %s", text, type_text(c->arena, f->result));
}

static void help_method(Checker *c, Diag *g, const Claim *claim) {
    const Type *type = wanted_type(c, claim);
    if (type->kind == TYPE_FUNCTION)
        diag_help(g, "write `%s { .. }`", signature_text(c, claim->slot.member, type));
}

static void report_absent(Checker *c, const Claim *claim) {
    const Symbol *wanted = claim->slot.member;
    const char *name = wanted->name->text;
    Diag *g = report_missing(c, claim, claim->record->span);
    if (claim->slot.kind == SLOT_CALL) {
        diag_note(g, "the method `%s` is missing", name);
        help_method(c, g, claim);
        return;
    }
    const char *type = claim->slot.kind == SLOT_SET
                           ? type_text(c->arena, slot_param(&claim->slot, 0))
                           : type_text(c->arena, slot_result(&claim->slot, c->types));
    const Symbol *getter = scope_find_here(nominal_of(claim->record)->members, wanted->name);
    if (claim->slot.kind == SLOT_SET && getter) {
        diag_note(g, "`%s` has no setter, but may be assigned through the interface", name);
        diag_help(g, "write `set %s(value: %s) { .. }`", name, type);
        return;
    }
    diag_note(g, "the field `%s` is missing", name);
    if (claim->record->type->kind == TYPE_ENUM) { // which has no fields
        diag_help(g, "write `get %s(): %s { .. }`", name, type);
        return;
    }
    bool readonly = wants_field(claim) ? (wanted->flags & SYMBOL_READONLY) != 0 : !wanted->other;
    diag_help(g, "declare it: `%s%s: %s`", readonly ? "readonly " : "", name, type);
}

static bool same_params(const FunctionType *f, const FunctionType *g) {
    if (f->param_count != g->param_count) return false;
    for (uint32_t i = 0; i < f->param_count; i++)
        if (f->params[i].type != g->params[i].type || f->params[i].is_rest != g->params[i].is_rest)
            return false;
    return true;
}

// Parameter types and result are the same; what may be thrown is compared when it is known.
static bool same_signature(Checker *c, const Claim *claim, Symbol *found) {
    Symbol wanted = *claim->slot.member;
    wanted.type = wanted_type(c, claim);
    const Slot has = {claim->slot.kind, found}, want = {claim->slot.kind, &wanted};
    if (wanted.kind == SYMBOL_METHOD && found->kind == SYMBOL_METHOD &&
        !same_params(wanted.type->u.function, found->type->u.function))
        return false;
    if (slot_param_count(&has) != slot_param_count(&want)) return false;
    for (uint32_t i = 0; i < slot_param_count(&has); i++)
        if (slot_param(&has, i) != slot_param(&want, i)) return false;
    return slot_result(&has, c->types) == slot_result(&want, c->types);
}

static void report_other(Checker *c, const Claim *claim, const Symbol *found) {
    const Symbol *wanted = claim->slot.member;
    const char *type = type_text(c->arena, wanted_type(c, claim)), *name = wanted->name->text;
    Diag *g = report_missing(c, claim, span_of(claim, found));
    if (claim->slot.kind != SLOT_CALL)
        diag_note(g, "the interface wants a field `%s: %s`", name,
                  type_text(c->arena, claim->slot.kind == SLOT_SET
                                          ? slot_param(&claim->slot, 0)
                                          : slot_result(&claim->slot, c->types)));
    else if (found->kind == SYMBOL_METHOD) diag_note(g, "the interface wants `%s`", type);
    else diag_note(g, "the interface wants a public method `%s`", name);
    if (claim->slot.kind == SLOT_CALL) help_method(c, g, claim);
}

static bool is_poison(const Type *t) { return !t || t->kind == TYPE_POISON; }

// What the record has under the name, whatever it is.
static void check_found(Checker *c, const Claim *claim, Symbol *found) {
    Symbol *wanted = claim->slot.member;
    const char *name = wanted->name->text;
    if (found == wanted) return; // an interface that has taken it over
    check_symbol(c, found);
    if (found->generic) {
        report_other(c, claim, found);
        return;
    }
    if (is_poison(found->type) || is_poison(wanted->type)) return;
    bool is_call = claim->slot.kind == SLOT_CALL;
    if (found->flags & (SYMBOL_PRIVATE | SYMBOL_STATIC)) {
        Diag *g = report_missing(c, claim, span_of(claim, found));
        if (is_call) {
            diag_note(g, "the interface wants a public method `%s`", name);
            diag_help(g, "leave `%s` out", found->flags & SYMBOL_STATIC ? "static" : "private");
        } else
            diag_note(g, "`%s` is %s, but everybody may %s it through the interface", name,
                      found->flags & SYMBOL_STATIC ? "static" : "private",
                      claim->slot.kind == SLOT_GET ? "read" : "assign");
        if (!is_call)
            diag_help(g, "leave `%s` out", found->flags & SYMBOL_STATIC ? "static" : "private");
    } else if (!same_signature(c, claim, found)) {
        report_other(c, claim, found);
    } else if (found->kind == SYMBOL_FIELD && claim->slot.kind == SLOT_SET &&
               found->flags & SYMBOL_READONLY) {
        Diag *g = report_missing(c, claim, span_of(claim, found));
        diag_note(g, "`%s` is readonly, but may be assigned through the interface", name);
        diag_help(g, "leave `readonly` out, or write it in the interface");
    } else if (found->kind == SYMBOL_METHOD) {
        bool is_its_own = found->instance && found->instance->generic == wanted->owner;
        if (is_its_own) throws_of(c, wanted); // it was checked there
        else throws_require(c, found, wanted);
        assigns_this(found); // the table wants to know
    }
}

static void check_slot(Checker *c, const Claim *claim) {
    Nominal *n = nominal_of(claim->record);
    if (claim->slot.member->generic) return; // reported at the interface
    if (claim->slot.member->kind == SYMBOL_METHOD) check_symbol(c, claim->slot.member);
    Symbol *found = slot_found(n, &claim->slot);
    if (!found) found = scope_find_here(n->members, claim->slot.member->name);
    if (found && claim->slot.kind != SLOT_CALL && symbol_is_accessor(found) &&
        slot_kind(found) != claim->slot.kind)
        found = NULL; // the other accessor
    if (found && claim->slot.kind == SLOT_CALL &&
        (found->kind != SYMBOL_METHOD || symbol_is_accessor(found))) {
        check_symbol(c, found);
        if (!is_poison(found->type)) {
            Diag *g = report_missing(c, claim, span_of(claim, found));
            diag_note(g, "the interface wants a public method `%s`",
                      claim->slot.member->name->text);
            help_method(c, g, claim);
        }
    } else if (found && claim->slot.kind != SLOT_CALL && found->kind == SYMBOL_METHOD &&
               !symbol_is_accessor(found)) {
        report_other(c, claim, found);
    } else if (found) {
        check_found(c, claim, found);
    } else {
        report_absent(c, claim);
    }
}

// What stands for the definition of a generic type: of all its instances it alone is reported.
static bool is_draft(Checker *c, const Symbol *record) {
    return generic_draft(c, record->instance->generic) == record;
}

// A method that looks like Equatable's, of a type whose `==` does not ask it.
static void check_unasked(Checker *c, const Symbol *record) {
    const Nominal *n = nominal_of(record);
    bool own = record->type->kind == TYPE_CLASS || record->type->kind == TYPE_STRUCT;
    bool once = !record->instance || is_draft(c, record);
    if (!own || !once || generic_implements(c, record->type, KNOWN_EQUATABLE)) return;
    const Symbol *s = scope_find_here(n->members, intern_text(&c->session->names, "equals"));
    bool method = s && s->kind == SYMBOL_METHOD && s->type && s->type->kind == TYPE_FUNCTION &&
                  !(s->flags & (SYMBOL_PRIVATE | SYMBOL_STATIC));
    const FunctionType *f = method ? s->type->u.function : NULL;
    if (!f || f->param_count != 1 || f->params[0].type != record->type ||
        f->result->kind != TYPE_BOOL)
        return;
    bool hashed = generic_implements(c, record->type, KNOWN_HASHABLE);
    Diag *g = (hashed ? diag_error : diag_warning)(diags(c), E0354, s->span,
                                                   "`==` does not ask this `equals`");
    bool is_class = record->type->kind == TYPE_CLASS;
    diag_note(g, "`==` compares %s, and so do maps, sets and `contains`",
              is_class ? "whether two are one object" : "the fields");
    diag_help(g, "say `%s %s implements Equatable%s`", is_class ? "class" : "struct",
              record->name->text, hashed ? ", Hashable" : "");
}

// A field that is wrong as such is reported once, not for reading and again for writing.
void check_implemented(Checker *c, Symbol *record) {
    const Nominal *n = nominal_of(record);
    for (uint32_t i = 0; i < n->implements.len; i++) {
        Claim claim = {.record = record, .interface_ = n->implements.items[i]};
        Nominal *wanted = claim.interface_->u.nominal;
        if (wanted->symbol->node) check_record(c, wanted->symbol);
        for (uint32_t k = 0, count = slot_count(wanted); k < count; k++) {
            uint32_t errors = c->session->diags.errors;
            claim.slot = slot_at(wanted, k);
            check_slot(c, &claim);
            bool failed = c->session->diags.errors > errors;
            if (failed && wants_field(&claim) && claim.slot.kind == SLOT_GET &&
                !(claim.slot.member->flags & SYMBOL_READONLY))
                k++;
        }
    }
    check_unasked(c, record);
}
