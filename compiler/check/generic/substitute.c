// Types that speak of type parameters: whether they do, and what they are once those are known.
#include <stdlib.h>

#include "check/generic/generic.h"

// ---- questions ----

typedef struct Visit {
    const Type *param; // NULL: any
    bool found;
    uint32_t depth;
} Visit;

static bool has_elem(const Type *t) {
    TypeKind k = t->kind;
    return k == TYPE_OPTION || k == TYPE_UNSURE || k == TYPE_ARRAY || k == TYPE_VIEW ||
           k == TYPE_SET || k == TYPE_WEAK || k == TYPE_RANGE || k == TYPE_CPTR;
}

static bool is_nominal(const Type *t) {
    TypeKind k = t->kind;
    return k == TYPE_STRUCT || k == TYPE_CLASS || k == TYPE_INTERFACE || k == TYPE_ENUM;
}

static void visit(const Type *t, uint32_t depth, Visit *v);

static void visit_all(const Type *const *items, uint32_t count, uint32_t depth, Visit *v) {
    for (uint32_t i = 0; i < count; i++) visit(items[i], depth, v);
}

static void visit(const Type *t, uint32_t depth, Visit *v) {
    if (!t || v->found) return;
    if (depth > v->depth) v->depth = depth;
    if (t->kind == TYPE_PARAM) v->found = v->param ? t == v->param : t->u.param.symbol != NULL;
    else if (has_elem(t)) visit(t->u.elem, depth + 1, v);
    else if (t->kind == TYPE_CARRAY) visit(t->u.carray.elem, depth + 1, v);
    else if (t->kind == TYPE_MAP)
        visit_all((const Type *[]){t->u.map.key, t->u.map.value}, 2, depth + 1, v);
    else if (t->kind == TYPE_TUPLE) visit_all(t->u.tuple.items, t->u.tuple.count, depth + 1, v);
    else if (is_nominal(t)) visit_all(t->u.nominal->args, t->u.nominal->arg_count, depth + 1, v);
    if (t->kind != TYPE_FUNCTION && t->kind != TYPE_CFN) return;
    const FunctionType *f = t->u.function;
    for (uint32_t i = 0; i < f->param_count; i++) visit(f->params[i].type, depth + 1, v);
    visit(f->result, depth + 1, v);
    visit(f->throws, depth + 1, v);
}

bool type_has_param(const Type *t) {
    Visit v = {0};
    visit(t, 0, &v);
    return v.found;
}

bool type_mentions(const Type *t, const Type *param) {
    Visit v = {.param = param};
    visit(t, 0, &v);
    return v.found;
}

uint32_t type_depth(const Type *t) {
    static const Type nobody = {.kind = TYPE_POISON};
    Visit v = {.param = &nobody};
    visit(t, 0, &v);
    return v.depth;
}

// ---- substitution ----

static const Type *substitute_nominal(Checker *c, const Type *t, const Substitution *by) {
    const Nominal *n = t->u.nominal;
    if (!n->arg_count) return t;
    const Type **args = ARENA_ARRAY(&c->session->scratch, const Type *, n->arg_count);
    for (uint32_t i = 0; i < n->arg_count; i++) args[i] = generic_substitute(c, n->args[i], by);
    Symbol *s = check_instance(c, n->generic, args, n->arg_count, n->symbol->span);
    return s && s->type ? s->type : type_basic(c->types, POISON);
}

static const Type *substitute_function(Checker *c, const Type *t, const Substitution *by) {
    FunctionType f = *t->u.function;
    TypeParam *params = ARENA_ARRAY(&c->session->scratch, TypeParam, f.param_count);
    for (uint32_t i = 0; i < f.param_count; i++) {
        params[i] = f.params[i];
        params[i].type = generic_substitute(c, f.params[i].type, by);
    }
    f.params = params;
    if (f.result) f.result = generic_substitute(c, f.result, by);
    if (f.throws) f.throws = generic_substitute(c, f.throws, by);
    return t->kind == TYPE_CFN ? type_cfn(c->types, &f) : type_function(c->types, &f);
}

static const Type *substitute_tuple(Checker *c, const Type *t, const Substitution *by) {
    const Type **items = ARENA_ARRAY(&c->session->scratch, const Type *, t->u.tuple.count);
    for (uint32_t i = 0; i < t->u.tuple.count; i++)
        items[i] = generic_substitute(c, t->u.tuple.items[i], by);
    return type_tuple(c->types, items, t->u.tuple.count);
}

const Type *generic_substitute(Checker *c, const Type *t, const Substitution *by) {
    if (!type_has_param(t)) return t;
    if (t->kind == TYPE_PARAM) {
        for (uint32_t i = 0; i < by->count; i++)
            if (by->params[i] == t && by->args[i]) return by->args[i];
        return t;
    }
    if (is_nominal(t)) return substitute_nominal(c, t, by);
    if (t->kind == TYPE_FUNCTION || t->kind == TYPE_CFN) return substitute_function(c, t, by);
    if (t->kind == TYPE_TUPLE) return substitute_tuple(c, t, by);
    if (t->kind == TYPE_MAP) {
        const Type *key = generic_substitute(c, t->u.map.key, by);
        const Type *map = type_map(c->types, key, generic_substitute(c, t->u.map.value, by));
        return t->is_view ? type_readonly(c->types, map) : map;
    }
    const Type *elem =
        generic_substitute(c, t->kind == TYPE_CARRAY ? t->u.carray.elem : t->u.elem, by);
    if (elem->kind == TYPE_POISON) return elem;
    switch ((int)t->kind) {
    case TYPE_OPTION: return type_option(c->types, elem);
    case TYPE_UNSURE: return type_unsure(c->types, elem);
    case TYPE_ARRAY: return type_array(c->types, elem);
    case TYPE_VIEW: return type_view(c->types, elem);
    case TYPE_SET:
        if (t->is_view) return type_readonly(c->types, type_set(c->types, elem));
        return type_set(c->types, elem);
    case TYPE_WEAK: return type_weak(c->types, elem);
    case TYPE_RANGE: return type_range(c->types, elem);
    case TYPE_CPTR: return type_cptr(c->types, elem, t->u.pointer.is_const);
    case TYPE_CARRAY: return type_carray(c->types, elem, t->u.carray.count);
    }
    unreachable("a type with parts");
}
