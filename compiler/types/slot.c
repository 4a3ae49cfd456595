// See slot.h. Tables are short, so that everything here is a linear search.
#include "types/slot.h"

#include "base/session.h"

static uint32_t field_slots(const Field *f) {
    return f->symbol && f->symbol->flags & SYMBOL_READONLY ? 1 : 2;
}

uint32_t slot_count(const Nominal *n) {
    uint32_t count = n->methods.len;
    for (uint32_t i = 0; i < n->fields.len; i++) count += field_slots(&n->fields.items[i]);
    return count;
}

SlotKind slot_kind(const Symbol *method) {
    return method->flags & SYMBOL_GETTER   ? SLOT_GET
           : method->flags & SYMBOL_SETTER ? SLOT_SET
                                           : SLOT_CALL;
}

Slot slot_at(const Nominal *n, uint32_t index) {
    for (uint32_t i = 0; i < n->fields.len; i++) {
        uint32_t slots = field_slots(&n->fields.items[i]);
        if (index < slots) return (Slot){index ? SLOT_SET : SLOT_GET, n->fields.items[i].symbol};
        index -= slots;
    }
    return (Slot){slot_kind(n->methods.items[index]), n->methods.items[index]};
}

uint32_t slot_index(const Nominal *n, const Symbol *member, SlotKind kind) {
    for (uint32_t i = 0, count = slot_count(n); i < count; i++) {
        Slot s = slot_at(n, i);
        if (s.kind == kind && s.member->name == member->name) return i;
    }
    unreachable("no member of the interface");
}

static const FunctionType *function_of(const Slot *s) {
    const Type *t = s->member->kind == SYMBOL_METHOD ? s->member->type : NULL;
    return t && t->kind == TYPE_FUNCTION ? t->u.function : NULL;
}

const Type *slot_result(const Slot *s, TypeTable *types) {
    const FunctionType *f = function_of(s);
    if (f) return f->result;
    return s->kind == SLOT_SET ? type_basic(types, VOID) : s->member->type;
}

uint32_t slot_param_count(const Slot *s) {
    const FunctionType *f = function_of(s);
    return f ? f->param_count : s->kind == SLOT_SET;
}

const Type *slot_param(const Slot *s, uint32_t index) {
    const FunctionType *f = function_of(s);
    return f ? f->params[index].type : s->member->type;
}

bool slot_throws(const Slot *s) {
    const FunctionType *f = function_of(s);
    return f && symbol_is_fallible(s->member);
}

Symbol *slot_found(const Nominal *n, const Slot *s) {
    for (uint32_t i = 0; i < n->methods.len; i++) {
        Symbol *m = n->methods.items[i];
        if (m->name == s->member->name && slot_kind(m) == s->kind) return m;
    }
    Field *f = s->kind == SLOT_CALL ? NULL : nominal_field(n, s->member->name);
    return f ? f->symbol : NULL;
}
