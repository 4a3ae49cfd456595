// Methods that interfaces bring along: one with a body becomes a method of each record that
// implements the interface and has none of its own, as if it had been written there: a copy of its
// tree, where `this` and `Self` are the record, and whose names are those of the interface's file.
// The one in the interface is checked for its errors (`this` is of type `Self`) and never lowered.
#include "check/check.h"
#include "check/decl/declare.h"
#include "check/generic/generic.h"
#include "types/slot.h"

static Nominal *nominal_of(const Symbol *record) { return record->type->u.nominal; }

bool adopt_is_default(const Symbol *m) {
    return m->kind == SYMBOL_METHOD && m->owner && m->owner->type->kind == TYPE_INTERFACE &&
           m->node && m->node->kind == NODE_FUNCTION && m->node->u.function.body;
}

// The tree as the parser made it: the checker has annotated that of the interface's own method.
static const Node *untouched(const Symbol *m) {
    const NodeList *members = &m->owner->node->u.record.members;
    for (uint32_t i = 0; i < members->len; i++) {
        const Node *n = members->items[i];
        if (n->kind == NODE_FUNCTION && n->span.start == m->node->span.start) return n;
    }
    unreachable("a method of the interface");
}

static bool has_own(const Nominal *n, const Symbol *m) {
    const Symbol *own = scope_find_here(n->members, m->name);
    if (!own || !symbol_is_accessor(own) || !symbol_is_accessor(m)) return own;
    return own->other || slot_kind(own) == slot_kind(m);
}

bool adopt_is_replaced(const Nominal *n, const Symbol *m) {
    for (uint32_t i = 0; i < n->implements.len; i++) {
        const Nominal *other = n->implements.items[i]->u.nominal;
        if (other == nominal_of(m->owner) || !nominal_implements(other, m->owner->type)) continue;
        const Slot slot = {slot_kind(m), (Symbol *)(uintptr_t)m};
        if (slot_found(other, &slot) != m) return true;
    }
    return false;
}

typedef VEC(Symbol *) Defaults;

// What the record's interfaces bring that it does not have, each once.
static Defaults find_defaults(Checker *c, const Nominal *n) {
    Defaults found = {0};
    for (uint32_t i = 0; i < n->implements.len; i++) {
        const Nominal *interface_ = n->implements.items[i]->u.nominal;
        if (interface_->symbol->node) check_record(c, interface_->symbol);
        for (uint32_t k = 0; k < interface_->methods.len; k++) {
            Symbol *m = interface_->methods.items[k];
            bool known =
                !adopt_is_default(m) || m->generic || has_own(n, m) || adopt_is_replaced(n, m);
            for (uint32_t j = 0; j < found.len && !known; j++) known = found.items[j] == m;
            if (!known) VEC_PUSH(c->arena, &found, m);
        }
    }
    return found;
}

static void report_two(Checker *c, const Symbol *record, const Symbol *a, const Symbol *b) {
    Diag *g = diag_error(&c->session->diags, E0206, record->span,
                         "`%s` gets `%s` from `%s` and from `%s`", record->name->text,
                         a->name->text, a->owner->name->text, b->owner->name->text);
    diag_label(g, a->span, "one of them");
    diag_label(g, b->span, "the other one");
    diag_help(g, "write `%s` in `%s`", a->name->text, record->name->text);
}

static bool is_told_twice(Checker *c, const Symbol *record, const Defaults *all, uint32_t index) {
    const Symbol *m = all->items[index];
    for (uint32_t i = 0; i < index; i++) {
        const Symbol *other = all->items[i];
        if (other->name != m->name || slot_kind(other) != slot_kind(m)) continue;
        report_two(c, record, other, m);
        return true;
    }
    return false;
}

static void adopt(Checker *c, Symbol *record, const Symbol *m) {
    Nominal *n = nominal_of(record);
    Symbol *s =
        check_new_member(c, record, SYMBOL_METHOD, m->name, m->span, m->node->u.function.flags);
    const Instance *around = symbol_instance(m->owner), *outer = symbol_instance(record);
    Instance *i = s->instance = ARENA_NEW(c->arena, Instance);
    i->generic = m->owner;
    i->scope = around ? around->scope : m->owner->module->scope;
    i->is_abstract = outer && outer->is_abstract;
    i->span = record->span;
    s->module = m->owner->module;
    s->node = node_clone(c->arena, untouched(m));
    s->node->u.function.symbol = s;
    s->c_name = check_c_name(c, arena_printf(c->arena, "%s__", n->c_name), s);
    VEC_PUSH(c->arena, &n->methods, s);
}

void check_adopt(Checker *c, Symbol *record) {
    if (record->type->kind == TYPE_INTERFACE) return;
    Defaults all = find_defaults(c, nominal_of(record));
    for (uint32_t i = 0; i < all.len; i++)
        if (!is_told_twice(c, record, &all, i)) adopt(c, record, all.items[i]);
}
