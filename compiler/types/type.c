// Interned types: every constructor describes the wanted type on the stack, and `intern_type` gives
// the one that the table has of it, so that equal types are one pointer. The questions below only
// read. Invariant: a Type never changes after it was interned; what becomes known late hangs on its
// Nominal.
#include "types/type.h"

#include <assert.h>
#include <string.h>

const TypeInfo type_info[TYPE_KIND_COUNT] = {
#define TYPE(name, text, c, class, bits) {text, c, class, bits},
#include "types/type.def"
#undef TYPE
};

// Which member of Type.u a kind uses.
typedef enum Shape {
    SHAPE_NONE,
    SHAPE_ELEM,
    SHAPE_POINTER,
    SHAPE_CARRAY,
    SHAPE_MAP,
    SHAPE_TUPLE,
    SHAPE_FUNCTION,
    SHAPE_NOMINAL,
    SHAPE_PARAM,
} Shape;

static const Shape type_shape[TYPE_KIND_COUNT] = {
    [TYPE_OPTION] = SHAPE_ELEM,       [TYPE_UNSURE] = SHAPE_ELEM,
    [TYPE_ARRAY] = SHAPE_ELEM,        [TYPE_VIEW] = SHAPE_ELEM,
    [TYPE_SET] = SHAPE_ELEM,          [TYPE_WEAK] = SHAPE_ELEM,
    [TYPE_RANGE] = SHAPE_ELEM,        [TYPE_CPTR] = SHAPE_POINTER,
    [TYPE_CVOIDPTR] = SHAPE_POINTER,  [TYPE_CARRAY] = SHAPE_CARRAY,
    [TYPE_MAP] = SHAPE_MAP,           [TYPE_TUPLE] = SHAPE_TUPLE,
    [TYPE_FUNCTION] = SHAPE_FUNCTION, [TYPE_CFN] = SHAPE_FUNCTION,
    [TYPE_STRUCT] = SHAPE_NOMINAL,    [TYPE_UNION] = SHAPE_NOMINAL,
    [TYPE_CLASS] = SHAPE_NOMINAL,     [TYPE_INTERFACE] = SHAPE_NOMINAL,
    [TYPE_ENUM] = SHAPE_NOMINAL,      [TYPE_CENUM] = SHAPE_NOMINAL,
    [TYPE_PARAM] = SHAPE_PARAM,
};

// ---- interning ----

static uint64_t mix(uint64_t h, uint64_t part) {
    h = (h ^ part) * 0x9e3779b97f4a7c15u;
    return h ^ (h >> 29);
}

static uint64_t mix_type(uint64_t h, const Type *t) { return mix(h, t ? t->id + 1u : 0); }

static uint64_t hash_function(uint64_t h, const FunctionType *f) {
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i];
        h = mix_type(mix(h, p->name ? p->name->hash : 0), p->type);
    }
    return mix(mix_type(mix_type(h, f->result), f->throws), f->variadic * 2u + f->open);
}

static uint64_t hash_type(const Type *t) {
    uint64_t h = mix(t->is_view, t->kind);
    switch (type_shape[t->kind]) {
    case SHAPE_NONE: return h;
    case SHAPE_ELEM: return mix_type(h, t->u.elem);
    case SHAPE_POINTER: return mix(mix_type(h, t->u.pointer.elem), t->u.pointer.is_const);
    case SHAPE_CARRAY: return mix(mix_type(h, t->u.carray.elem), t->u.carray.count);
    case SHAPE_MAP: return mix_type(mix_type(h, t->u.map.key), t->u.map.value);
    case SHAPE_TUPLE:
        for (uint32_t i = 0; i < t->u.tuple.count; i++) h = mix_type(h, t->u.tuple.items[i]);
        return h;
    case SHAPE_FUNCTION: return hash_function(h, t->u.function);
    case SHAPE_NOMINAL: return mix(h, (uintptr_t)t->u.nominal);
    case SHAPE_PARAM:
        return mix(mix(mix(h, t->u.param.name->hash), t->u.param.index),
                   t->u.param.symbol ? (uintptr_t)t->u.param.symbol : 0);
    }
    unreachable("shape");
}

static bool equal_functions(const FunctionType *a, const FunctionType *b) {
    if (a->param_count != b->param_count || a->result != b->result || a->throws != b->throws ||
        a->variadic != b->variadic || a->open != b->open)
        return false;
    for (uint32_t i = 0; i < a->param_count; i++) {
        const TypeParam *p = &a->params[i], *q = &b->params[i];
        if (p->name != q->name || p->type != q->type || p->has_default != q->has_default ||
            p->is_rest != q->is_rest)
            return false;
    }
    return true;
}

// Parts are interned already, so one level of comparing is enough.
static bool equal_types(const Type *a, const Type *b) {
    if (a->kind != b->kind || a->is_view != b->is_view) return false;
    switch (type_shape[a->kind]) {
    case SHAPE_NONE: return true;
    case SHAPE_ELEM: return a->u.elem == b->u.elem;
    case SHAPE_POINTER:
        return a->u.pointer.elem == b->u.pointer.elem &&
               a->u.pointer.is_const == b->u.pointer.is_const;
    case SHAPE_CARRAY:
        return a->u.carray.elem == b->u.carray.elem && a->u.carray.count == b->u.carray.count;
    case SHAPE_MAP: return a->u.map.key == b->u.map.key && a->u.map.value == b->u.map.value;
    case SHAPE_TUPLE:
        return a->u.tuple.count == b->u.tuple.count &&
               (a->u.tuple.count == 0 ||
                memcmp(a->u.tuple.items, b->u.tuple.items, sizeof(Type *) * a->u.tuple.count) == 0);
    case SHAPE_FUNCTION: return equal_functions(a->u.function, b->u.function);
    case SHAPE_NOMINAL: return a->u.nominal == b->u.nominal;
    case SHAPE_PARAM:
        return a->u.param.name == b->u.param.name && a->u.param.index == b->u.param.index &&
               a->u.param.symbol == b->u.param.symbol;
    }
    unreachable("shape");
}

static const Type **find_slot(const TypeTable *t, const Type *wanted) {
    for (uint32_t i = (uint32_t)hash_type(wanted);; i++) {
        const Type **slot = &t->slots[i & (t->cap - 1)];
        if (!*slot || equal_types(*slot, wanted)) return slot;
    }
}

static void grow(TypeTable *t) {
    const Type **old = t->slots;
    uint32_t old_cap = t->cap;
    t->cap = old_cap ? old_cap * 2 : 256;
    t->slots = ARENA_ARRAY(t->arena, const Type *, t->cap);
    for (uint32_t i = 0; i < old_cap; i++)
        if (old[i]) *find_slot(t, old[i]) = old[i];
}

// What `wanted` borrows from its maker (tuple items, a signature) is copied when the type is new.
static void own_parts(TypeTable *t, Type *type) {
    if (type->kind == TYPE_TUPLE) {
        const Type **items = ARENA_ARRAY(t->arena, const Type *, type->u.tuple.count);
        for (uint32_t i = 0; i < type->u.tuple.count; i++) items[i] = type->u.tuple.items[i];
        type->u.tuple.items = items;
    } else if (type->kind == TYPE_FUNCTION || type->kind == TYPE_CFN) {
        FunctionType *f = ARENA_NEW(t->arena, FunctionType);
        *f = *type->u.function;
        TypeParam *params = ARENA_ARRAY(t->arena, TypeParam, f->param_count);
        for (uint32_t i = 0; i < f->param_count; i++) params[i] = f->params[i];
        f->params = params;
        type->u.function = f;
    }
}

static const Type *intern_type(TypeTable *t, const Type *wanted) {
    if (t->count * 4 >= t->cap * 3) grow(t);
    const Type **slot = find_slot(t, wanted);
    if (*slot) return *slot;
    Type *type = ARENA_NEW(t->arena, Type);
    *type = *wanted;
    type->id = t->count++;
    own_parts(t, type);
    *slot = type;
    return type;
}

void types_init(TypeTable *t, Arena *arena, Interner *names) {
    *t = (TypeTable){.arena = arena, .names = names};
    for (TypeKind k = 0; k < TYPE_KIND_COUNT; k++)
        if (type_info[k].text[0] && k != TYPE_CVOIDPTR)
            t->basic[k] = intern_type(t, &(Type){.kind = k});
    t->basic[TYPE_CVOIDPTR] = type_cvoidptr(t, false);
}

// ---- constructors ----

static const Type *of_elem(TypeTable *t, TypeKind kind, const Type *elem) {
    return intern_type(t, &(Type){.kind = kind, .u.elem = elem});
}

const Type *type_array(TypeTable *t, const Type *elem) { return of_elem(t, TYPE_ARRAY, elem); }
const Type *type_view(TypeTable *t, const Type *elem) { return of_elem(t, TYPE_VIEW, elem); }
const Type *type_set(TypeTable *t, const Type *elem) { return of_elem(t, TYPE_SET, elem); }
const Type *type_range(TypeTable *t, const Type *elem) { return of_elem(t, TYPE_RANGE, elem); }
const Type *type_weak(TypeTable *t, const Type *elem) { return of_elem(t, TYPE_WEAK, elem); }

const Type *type_option(TypeTable *t, const Type *elem) {
    if (elem->kind == TYPE_POISON || elem->kind == TYPE_NULL || elem->kind == TYPE_OPTION)
        return elem;
    return of_elem(t, TYPE_OPTION, elem->kind == TYPE_UNSURE ? elem->u.elem : elem);
}

const Type *type_unsure(TypeTable *t, const Type *elem) {
    if (elem->kind == TYPE_UNSURE || elem->kind == TYPE_OPTION)
        return elem; // says as much, or more
    assert(type_is_c_pointer(elem));
    return of_elem(t, TYPE_UNSURE, elem);
}

const Type *type_map(TypeTable *t, const Type *key, const Type *value) {
    return intern_type(t, &(Type){.kind = TYPE_MAP, .u.map = {key, value}});
}

const Type *type_readonly(TypeTable *t, const Type *map_or_set) {
    Type view = *map_or_set;
    view.is_view = true;
    return intern_type(t, &view);
}

const Type *type_tuple(TypeTable *t, const Type *const *items, uint32_t count) {
    return intern_type(t, &(Type){.kind = TYPE_TUPLE, .u.tuple = {items, count}});
}

const Type *type_cptr(TypeTable *t, const Type *elem, bool is_const) {
    return intern_type(t, &(Type){.kind = TYPE_CPTR, .u.pointer = {elem, is_const}});
}

const Type *type_cvoidptr(TypeTable *t, bool is_const) {
    return intern_type(t, &(Type){.kind = TYPE_CVOIDPTR, .u.pointer = {NULL, is_const}});
}

const Type *type_carray(TypeTable *t, const Type *elem, uint64_t count) {
    return intern_type(t, &(Type){.kind = TYPE_CARRAY, .u.carray = {elem, count}});
}

const Type *type_function(TypeTable *t, const FunctionType *f) {
    return intern_type(t, &(Type){.kind = TYPE_FUNCTION, .u.function = f});
}

const Type *type_cfn(TypeTable *t, const FunctionType *f) {
    FunctionType bare = *f;
    TypeParam *params = ARENA_ARRAY(t->arena, TypeParam, f->param_count);
    for (uint32_t i = 0; i < f->param_count; i++) params[i].type = f->params[i].type;
    bare.params = params;
    bare.open = false;
    return intern_type(t, &(Type){.kind = TYPE_CFN, .u.function = &bare});
}

const Type *type_nominal(TypeTable *t, TypeKind kind, Nominal *nominal) {
    if (!nominal->type) nominal->type = intern_type(t, &(Type){.kind = kind, .u.nominal = nominal});
    assert(nominal->type->kind == kind);
    return nominal->type;
}

const Type *type_param(TypeTable *t, Name name, uint32_t index, Symbol *symbol) {
    return intern_type(t, &(Type){.kind = TYPE_PARAM, .u.param = {name, index, symbol}});
}

// ---- questions ----

static char class_of(const Type *t) { return type_info[t->kind].class; }

bool type_is_integer(const Type *t) { return class_of(t) == 's' || class_of(t) == 'u'; }
bool type_is_signed(const Type *t) { return class_of(t) == 's'; }
bool type_is_float(const Type *t) { return class_of(t) == 'f'; }
bool type_is_number(const Type *t) { return type_is_integer(t) || type_is_float(t); }
bool type_is_c_integer(const Type *t) { return t->kind >= TYPE_CCHAR && t->kind <= TYPE_CSIZE; }
bool type_is_reference(const Type *t) { return class_of(t) == 'r'; }

// The integer that an enum is; else the type itself.
static const Type *without_enum(const Type *t) {
    bool has_base = (t->kind == TYPE_CENUM || t->kind == TYPE_ENUM) && t->u.nominal->base;
    return has_base ? t->u.nominal->base : t;
}

uint32_t type_bits(const Type *t) {
    t = without_enum(t);
    return type_is_number(t) || class_of(t) == 'b' ? type_info[t->kind].bits : 0;
}

static bool any_counted(const Type *const *items, uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (type_is_counted(items[i])) return true;
    return false;
}

// Structs embed each other, so the same one is asked about many times.
static bool any_field_counted(Nominal *n) {
    if (n->counted != ANSWER_UNKNOWN) return n->counted == ANSWER_YES;
    bool counted = false;
    for (uint32_t i = 0; i < n->fields.len && !counted; i++)
        counted = type_is_counted(n->fields.items[i].type);
    if (n->settled) n->counted = counted ? ANSWER_YES : ANSWER_NO;
    return counted;
}

// Who comes back to an enum while asking about it has found a payload that is boxed, hence counted.
static bool any_payload_counted(Nominal *n) {
    if (n->counted != ANSWER_UNKNOWN) return n->counted == ANSWER_YES;
    bool counted = false;
    n->counted = ANSWER_YES;
    for (uint32_t i = 0; i < n->variants.len && !counted; i++)
        for (uint32_t k = 0; k < n->variants.items[i].fields.len && !counted; k++)
            counted = type_is_counted(n->variants.items[i].fields.items[k].type);
    n->counted = !n->settled ? ANSWER_UNKNOWN : counted ? ANSWER_YES : ANSWER_NO;
    return counted;
}

bool type_is_counted(const Type *t) {
    TypeKind k = t->kind;
    if (type_is_payload_enum(t)) return any_payload_counted(t->u.nominal);
    if (type_is_reference(t) || k == TYPE_INTERFACE || k == TYPE_FUNCTION || k == TYPE_PARAM)
        return true;
    if (k == TYPE_OPTION) return type_is_counted(t->u.elem);
    if (k == TYPE_CARRAY) return type_is_counted(t->u.carray.elem);
    if (k == TYPE_TUPLE) return any_counted(t->u.tuple.items, t->u.tuple.count);
    return k == TYPE_STRUCT && !t->u.nominal->is_c && any_field_counted(t->u.nominal);
}

bool type_is_c_pointer(const Type *t) {
    return t->kind == TYPE_CPTR || t->kind == TYPE_CVOIDPTR || t->kind == TYPE_CSTRING ||
           t->kind == TYPE_CFN;
}

bool type_is_null_pointer(const Type *t) {
    return t->kind == TYPE_OPTION && (type_is_c_pointer(t->u.elem) || type_is_reference(t->u.elem));
}

bool type_is_c_like(const Type *t) { return t->kind == TYPE_ENUM && t->u.nominal->base; }
bool type_is_payload_enum(const Type *t) { return t->kind == TYPE_ENUM && !t->u.nominal->base; }

static bool holds(const Type *t, const Nominal *enum_, const Variant *asked);

static bool any_holds(const Field *fields, uint32_t count, const Nominal *enum_,
                      const Variant *asked) {
    for (uint32_t i = 0; i < count; i++)
        if (holds(fields[i].type, enum_, asked)) return true;
    return false;
}

static bool nominal_holds(Nominal *n, const Nominal *enum_, const Variant *asked) {
    if (n == enum_) return true;
    if (n->asked == asked) return false; // it did not, or is being looked at
    n->asked = asked;
    for (uint32_t i = 0; i < n->variants.len; i++)
        if (any_holds(n->variants.items[i].fields.items, n->variants.items[i].fields.len, enum_,
                      asked))
            return true;
    return any_holds(n->fields.items, n->fields.len, enum_, asked);
}

// Is a value of the enum within a value of type `t`, not behind a reference?
static bool holds(const Type *t, const Nominal *enum_, const Variant *asked) {
    if (t->kind == TYPE_OPTION) return holds(t->u.elem, enum_, asked);
    if (t->kind == TYPE_CARRAY) return holds(t->u.carray.elem, enum_, asked);
    for (uint32_t i = 0; t->kind == TYPE_TUPLE && i < t->u.tuple.count; i++)
        if (holds(t->u.tuple.items[i], enum_, asked)) return true;
    return (t->kind == TYPE_STRUCT || type_is_payload_enum(t)) &&
           nominal_holds(t->u.nominal, enum_, asked);
}

bool variant_is_boxed(const Nominal *enum_, uint32_t variant) {
    Variant *v = &enum_->variants.items[variant];
    if (v->boxed == ANSWER_UNKNOWN)
        v->boxed = any_holds(v->fields.items, v->fields.len, enum_, v) ? ANSWER_YES : ANSWER_NO;
    return v->boxed == ANSWER_YES;
}

const Type *type_strip(const Type *t) {
    while (t->kind == TYPE_OPTION || t->kind == TYPE_UNSURE) t = t->u.elem;
    return t;
}

bool type_same_function(const Type *a, const Type *b) {
    if (a == b) return true;
    if (a->kind != TYPE_FUNCTION || b->kind != TYPE_FUNCTION) return false;
    const FunctionType *f = a->u.function, *g = b->u.function;
    if (f->param_count != g->param_count || f->variadic != g->variadic) return false;
    for (uint32_t i = 0; i < f->param_count; i++) {
        const TypeParam *p = &f->params[i], *q = &g->params[i];
        if (p->is_rest != q->is_rest || p->has_default != q->has_default) return false;
        if (!type_same_function(p->type, q->type)) return false;
    }
    return type_same_function(f->result, g->result);
}

bool type_int_range(const Type *t, int64_t *min, uint64_t *max) {
    t = without_enum(t);
    if (!type_is_integer(t)) return false;
    uint32_t bits = type_bits(t);
    *min = type_is_signed(t) ? INT64_MIN >> (64 - bits) : 0;
    *max = UINT64_MAX >> (64 - bits) >> type_is_signed(t);
    return true;
}

static bool fields_c_layout(const Nominal *n, uint64_t *size, uint32_t *align) {
    uint64_t end = 0, widest = 1;
    for (uint32_t i = 0; i < n->fields.len; i++) {
        uint64_t field_size;
        uint32_t field_align;
        if (!type_c_layout(n->fields.items[i].type, &field_size, &field_align)) return false;
        end = (end + field_align - 1) / field_align * field_align + field_size;
        if (field_align > widest) widest = field_align;
    }
    *size = (end + widest - 1) / widest * widest;
    *align = (uint32_t)widest;
    return true;
}

static bool nominal_c_layout(Nominal *n, uint64_t *size, uint32_t *align) {
    if (!n->complete || n->is_opaque) return false;
    if (n->is_c || n->has_layout != ANSWER_UNKNOWN) {
        *size = n->size;
        *align = n->align;
        return n->has_layout != ANSWER_NO;
    }
    bool has = fields_c_layout(n, size, align);
    if (!n->settled) return has;
    n->has_layout = has ? ANSWER_YES : ANSWER_NO;
    n->size = has ? *size : 0;
    n->align = has ? *align : 0;
    return has;
}

bool type_c_layout(const Type *t, uint64_t *size, uint32_t *align) {
    t = without_enum(t);
    if (t->kind == TYPE_CARRAY) {
        if (!type_c_layout(t->u.carray.elem, size, align)) return false;
        *size *= t->u.carray.count;
        return true;
    }
    if (t->kind == TYPE_STRUCT || t->kind == TYPE_UNION)
        return nominal_c_layout(t->u.nominal, size, align);
    bool pointer = type_is_c_pointer(type_strip(t));
    if (!pointer && type_bits(t) == 0) return false;
    *align = pointer ? 8 : type_bits(t) / 8;
    *size = *align;
    return true;
}

Field *nominal_field(const Nominal *n, Name name) {
    for (uint32_t i = 0; i < n->fields.len; i++)
        if (n->fields.items[i].name == name) return &n->fields.items[i];
    return NULL;
}

bool nominal_implements(const Nominal *n, const Type *interface_) {
    for (uint32_t i = 0; i < n->implements.len; i++)
        if (n->implements.items[i] == interface_) return true;
    return false;
}
