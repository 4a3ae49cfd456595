// Walks over the types that a value may hold; every class and struct is looked at once.
#include "mir/reach.h"

#include "check/generic/generic.h"
#include "check/module.h"

enum { MAX_NOMINALS = 64 }; // more than these count as reaching

typedef enum Aim { AIM_DEATH, AIM_EQUALS, AIM_TEXT } Aim;

typedef struct Search {
    Aim aim;
    const Nominal *seen[MAX_NOMINALS];
    uint32_t count;
} Search;

static bool reaches(Search *s, const Type *type);

static bool any_reaches(Search *s, const Field *fields, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (reaches(s, fields[i].type)) return true;
    return false;
}

static bool sees_death(const Nominal *n) {
    if (n->has_finalize || n->is_weak_target) return true;
    for (uint32_t i = 0; i < n->implements.len; i++)
        if (n->implements.items[i]->u.nominal->is_weak_target) return true;
    return false;
}

// true: it was looked at, or is being so.
static bool is_seen(Search *s, const Nominal *n) {
    for (uint32_t i = 0; i < s->count; i++)
        if (s->seen[i] == n) return true;
    if (s->count < MAX_NOMINALS) s->seen[s->count++] = n;
    return false;
}

static bool nominal_reaches(Search *s, const Nominal *n) {
    if (n->is_c) return false;
    if (s->aim == AIM_DEATH ? sees_death(n) : n->implements.len > 0) return true;
    if (s->aim == AIM_EQUALS && n->type->kind == TYPE_CLASS) return false; // compared by identity
    if (is_seen(s, n)) return false; // it did not, or is being looked at
    if (s->count == MAX_NOMINALS) return true;
    for (uint32_t i = 0; i < n->variants.len; i++)
        if (any_reaches(s, n->variants.items[i].fields.items, n->variants.items[i].fields.len))
            return true;
    return any_reaches(s, n->fields.items, n->fields.len);
}

bool interface_is_open(const Nominal *interface_) {
    return !interface_->symbol || !interface_->symbol->module ||
           interface_->symbol->module->is_library;
}

bool interface_holds(const Nominal *n) {
    for (uint32_t i = 0; i < n->arg_count; i++)
        if (type_has_param(n->args[i])) return false;
    return n->type->kind == TYPE_CLASS && !(n->symbol && n->symbol->generic);
}

static bool interface_reaches(Search *s, const Nominal *n) {
    if (s->aim != AIM_DEATH || sees_death(n) || interface_is_open(n)) return true;
    if (is_seen(s, n)) return false;
    if (s->count == MAX_NOMINALS) return true;
    for (uint32_t i = 0; i < n->implementers.len; i++)
        if (interface_holds(n->implementers.items[i]) && reaches(s, n->implementers.items[i]->type))
            return true;
    return false;
}

static bool reaches(Search *s, const Type *type) {
    TypeKind k = type->kind;
    if (s->aim == AIM_TEXT && (k == TYPE_FUNCTION || k == TYPE_WEAK)) return false; // by a name
    if (k == TYPE_FUNCTION || k == TYPE_PARAM || k == TYPE_WEAK) return true;
    if (k == TYPE_INTERFACE) return interface_reaches(s, type->u.nominal);
    if (k == TYPE_ARRAY || k == TYPE_VIEW || k == TYPE_SET || k == TYPE_OPTION)
        return reaches(s, type->u.elem);
    if (k == TYPE_MAP) return reaches(s, type->u.map.key) || reaches(s, type->u.map.value);
    if (k == TYPE_CARRAY) return reaches(s, type->u.carray.elem);
    if (k == TYPE_STRUCT || k == TYPE_CLASS || k == TYPE_ENUM)
        return nominal_reaches(s, type->u.nominal);
    for (uint32_t i = 0; k == TYPE_TUPLE && i < type->u.tuple.count; i++)
        if (reaches(s, type->u.tuple.items[i])) return true;
    return false;
}

static bool type_reaches(const Type *type, Aim aim) {
    Search s = {.aim = aim};
    return reaches(&s, type);
}

bool reaches_finalize(const Type *type) { return type_reaches(type, AIM_DEATH); }

bool reaches_equals(const Type *type) { return type_reaches(type, AIM_EQUALS); }

bool reaches_text(const Type *type) { return type_reaches(type, AIM_TEXT); }
