// Implicit conversions (LANGUAGE 3 "Numbers", 7.1 "One type" and "Null"). One function, `apply`,
// holds all rules; with a NULL slot it only answers. What is converted is wrapped in NODE_CONVERT,
// one node a step, so that lowering decides nothing. Between Seam's own types nothing is ever
// narrowed here.
#include "check/expr/expr.h"
#include "check/generic/generic.h"

bool convert_is_integral(const Type *t) { return type_is_integer(t) || t->kind == TYPE_CENUM; }
bool convert_is_numeric(const Type *t) { return type_is_number(t) || t->kind == TYPE_CENUM; }

// ---- numbers ----

// Enums count as the integer that holds them.
static const Type *number_base(Checker *c, const Type *t) {
    if (type_is_c_like(t)) return t->u.nominal->base;
    if (t->kind != TYPE_CENUM) return t;
    return t->u.nominal->base ? t->u.nominal->base : type_basic(c->types, CINT);
}

bool convert_lossless(Checker *c, const Type *from, const Type *to) {
    from = number_base(c, from);
    to = number_base(c, to);
    if (type_is_float(from)) return type_is_float(to) && type_bits(from) <= type_bits(to);
    uint32_t bits = type_bits(from) - type_is_signed(from);
    if (type_is_float(to)) return bits <= (type_bits(to) == 32 ? 24u : 53u); // the mantissa
    if (type_is_signed(from) && !type_is_signed(to)) return false;
    return bits <= type_bits(to) - type_is_signed(to);
}

static bool is_c_number(const Type *t) {
    return type_is_c_integer(t) || t->kind == TYPE_CENUM || t->kind == TYPE_CFLOAT ||
           t->kind == TYPE_CDOUBLE;
}

const Type *convert_arithmetic(Checker *c, const Type *a, const Type *b) {
    a = number_base(c, a);
    b = number_base(c, b);
    if (a == b) return a;
    bool a_widens = convert_lossless(c, a, b), b_widens = convert_lossless(c, b, a);
    if (a_widens && b_widens) return is_c_number(a) ? b : a; // same values: Seam's name for them
    return a_widens ? b : b_widens ? a : NULL;
}

// ---- pointers ----

// What a C pointer points to, for comparing; NULL: nothing known (void).
static const Type *pointee(const Type *pointer, bool *is_const) {
    *is_const = pointer->kind == TYPE_CSTRING || pointer->u.pointer.is_const;
    return pointer->kind == TYPE_CPTR ? pointer->u.pointer.elem : NULL;
}

static bool is_byte(const Type *t) { return convert_is_integral(t) && type_bits(t) == 8; }

static bool same_c_function(const FunctionType *a, const FunctionType *b) {
    if (a->param_count != b->param_count || a->variadic != b->variadic) return false;
    for (uint32_t i = 0; i < a->param_count; i++)
        if (!convert_same_representation(a->params[i].type, b->params[i].type)) return false;
    return convert_same_representation(a->result, b->result);
}

static bool same_pointers(const Type *a, const Type *b) {
    if (a->kind == TYPE_CFN || b->kind == TYPE_CFN)
        return a->kind == b->kind && same_c_function(a->u.function, b->u.function);
    if (a->kind == TYPE_CVOIDPTR || b->kind == TYPE_CVOIDPTR) return a->kind == b->kind;
    bool ignored;
    const Type *x = pointee(a, &ignored), *y = pointee(b, &ignored);
    if (!x || !y) return (!x && !y) || is_byte(x ? x : y); // CString beside char pointers
    return convert_same_representation(x, y);
}

// The signedness of C's `char` is the target's choice, so bytes match whatever their sign.
static bool same_numbers(const Type *a, const Type *b) {
    if (type_bits(a) != type_bits(b) || type_is_float(a) != type_is_float(b)) return false;
    return is_byte(a) || a->kind == TYPE_CENUM || b->kind == TYPE_CENUM ||
           type_is_signed(a) == type_is_signed(b);
}

static bool is_bool(const Type *t) { return t->kind == TYPE_BOOL || t->kind == TYPE_CBOOL; }

bool convert_same_representation(const Type *a, const Type *b) {
    if (a == b) return true;
    if (type_is_c_pointer(type_strip(a)) && type_is_c_pointer(type_strip(b)))
        return same_pointers(type_strip(a), type_strip(b));
    if (convert_is_numeric(a) && convert_is_numeric(b)) return same_numbers(a, b);
    if (a->kind == TYPE_CARRAY && b->kind == TYPE_CARRAY)
        return a->u.carray.count == b->u.carray.count &&
               convert_same_representation(a->u.carray.elem, b->u.carray.elem);
    return is_bool(a) && is_bool(b);
}

bool convert_pointer_exists(const Type *from, const Type *to) {
    if (from == to) return true;
    if (to->kind == TYPE_CVOIDPTR) return from->kind != TYPE_CFN;
    if (from->kind == TYPE_CVOIDPTR) return false; // what it points to is unknown: `as`, in unsafe
    bool from_const = false, to_const = false;
    if (from->kind != TYPE_CFN && to->kind != TYPE_CFN) {
        pointee(from, &from_const);
        pointee(to, &to_const);
    }
    return (!from_const || to_const) && same_pointers(from, to);
}

// ---- functions for C ----

// Integers are converted on the way; everything else is passed as it is, and C may pass null.
static bool value_passes(const Type *given, const Type *taken) {
    if (convert_is_integral(given) && convert_is_integral(taken)) return true;
    bool hides_null = given->kind == TYPE_UNSURE && type_is_c_pointer(taken);
    return taken->kind == TYPE_POISON || (!hides_null && convert_same_representation(given, taken));
}

bool convert_parameter_fits(const Type *given, const Type *taken) {
    return value_passes(given, taken);
}

static bool result_fits(const Type *given, const Type *wanted) {
    return wanted->kind == TYPE_VOID || given->kind == TYPE_NEVER || given->kind == TYPE_POISON ||
           value_passes(given, wanted) || convert_same_representation(given, wanted);
}

bool convert_function_fits(const FunctionType *own, const FunctionType *want) {
    if (own->param_count > want->param_count) return false;
    for (uint32_t i = 0; i < own->param_count; i++)
        if (!convert_parameter_fits(want->params[i].type, own->params[i].type)) return false;
    return result_fits(own->result, want->result);
}

// ---- the rules ----

void convert_wrap(Checker *c, Node **slot, ConvertKind kind, const Type *to) {
    if (!slot) return;
    Node *n = node_new(c->arena, NODE_CONVERT, (*slot)->span);
    n->type = to;
    n->u.convert.kind = kind;
    n->u.convert.operand = *slot;
    *slot = n;
}

static bool wrap_if(Checker *c, bool possible, Node **slot, ConvertKind kind, const Type *to) {
    if (possible) convert_wrap(c, slot, kind, to);
    return possible;
}

static bool apply_number(Checker *c, Node **slot, const Type *from, const Type *to) {
    if (convert_lossless(c, from, to)) return wrap_if(c, true, slot, CONVERT_WIDEN, to);
    bool c_range = convert_is_integral(from) && convert_is_integral(to) &&
                   (is_c_number(from) || is_c_number(to));
    return wrap_if(c, c_range, slot, CONVERT_C_RANGE, to);
}

static bool apply(Checker *c, Node **slot, const Type *from, const Type *to);

static bool apply_null(Checker *c, Node **slot, const Type *to) {
    if (to->kind != TYPE_OPTION && to->kind != TYPE_UNSURE) return false;
    if (slot && (*slot)->kind == NODE_NULL) (*slot)->type = to;
    else convert_wrap(c, slot, CONVERT_OPTION, to);
    return true;
}

static bool is_view_of(const Type *view, const Type *array) {
    if (view->is_view && !array->is_view && view->kind == array->kind)
        return view->kind == TYPE_SET
                   ? view->u.elem == array->u.elem
                   : view->u.map.key == array->u.map.key && view->u.map.value == array->u.map.value;
    return view->kind == TYPE_VIEW && array->kind == TYPE_ARRAY && view->u.elem == array->u.elem;
}

// To `T?` and to C pointers of unknown nullness. Nothing is checked on the way.
static bool apply_to_option(Checker *c, Node **slot, const Type *from, const Type *to) {
    const Type *plain = type_strip(from);
    if (type_is_c_pointer(to->u.elem) && type_is_c_pointer(plain)) {
        if (!convert_pointer_exists(plain, to->u.elem)) return false;
        bool wraps = plain == from && to->kind == TYPE_OPTION;
        if (!wraps) return wrap_if(c, true, slot, CONVERT_POINTER, to);
        if (plain != to->u.elem) convert_wrap(c, slot, CONVERT_POINTER, to->u.elem);
        return wrap_if(c, true, slot, CONVERT_OPTION, to);
    }
    if (from->kind == TYPE_OPTION && is_view_of(to->u.elem, from->u.elem)) // null stays null
        return wrap_if(c, true, slot, CONVERT_POINTER, to);
    bool callback = from->kind == TYPE_FUNCTION && to->u.elem->kind == TYPE_CFN;
    if (from->kind == TYPE_OPTION || (to->kind == TYPE_UNSURE && !callback)) return false;
    ConvertKind outer = to->kind == TYPE_UNSURE ? CONVERT_POINTER : CONVERT_OPTION;
    return apply(c, slot, from, to->u.elem) && wrap_if(c, true, slot, outer, to);
}

static bool apply_unsure(Checker *c, Node **slot, const Type *from, const Type *to) {
    if (!type_is_c_pointer(to) || !convert_pointer_exists(from->u.elem, to)) return false;
    convert_wrap(c, slot, CONVERT_NULL_CHECK, from->u.elem);
    return from->u.elem == to || wrap_if(c, true, slot, CONVERT_POINTER, to);
}

// Whatever the type parameter stands for. (Values of builtin types are none of an interface but
// Iterable; `Self` is always a record.)
static bool param_implements(Checker *c, const Type *param, const Type *interface_) {
    const Module *m = interface_->u.nominal->symbol->module;
    const Symbol *s = param->u.param.symbol;
    bool self = s && s->kind == SYMBOL_TYPE;
    bool holds = self || !(m && m->is_library) || iterable_is(interface_);
    return holds && generic_satisfies(c, param, interface_);
}

static bool apply(Checker *c, Node **slot, const Type *from, const Type *to) {
    if (from == to || from->kind == TYPE_POISON || to->kind == TYPE_POISON) return true;
    if (from->kind == TYPE_NEVER) return wrap_if(c, true, slot, CONVERT_NEVER, to);
    if (to->kind == TYPE_WEAK)
        return apply(c, slot, from, type_option(c->types, to->u.elem)) &&
               wrap_if(c, true, slot, CONVERT_WEAK_OF, to);
    if (from->kind == TYPE_NULL) return apply_null(c, slot, to);
    if (to->kind == TYPE_OPTION || to->kind == TYPE_UNSURE)
        return apply_to_option(c, slot, from, to);
    if (convert_is_numeric(from) && convert_is_numeric(to)) return apply_number(c, slot, from, to);
    if (is_bool(from) && is_bool(to)) return wrap_if(c, true, slot, CONVERT_WIDEN, to);
    if (type_is_c_like(from) && is_c_number(to) && convert_is_integral(to))
        return wrap_if(c, true, slot, CONVERT_C_RANGE, to);
    if (from->kind == TYPE_UNSURE) return apply_unsure(c, slot, from, to);
    if (type_is_c_pointer(from) && type_is_c_pointer(to))
        return wrap_if(c, convert_pointer_exists(from, to), slot, CONVERT_POINTER, to);
    bool implements = from->kind == TYPE_CLASS || from->kind == TYPE_STRUCT ||
                      from->kind == TYPE_INTERFACE || from->kind == TYPE_ENUM;
    if (implements && to->kind == TYPE_INTERFACE)
        return wrap_if(c, nominal_implements(from->u.nominal, to), slot, CONVERT_INTERFACE, to);
    if (from->kind == TYPE_PARAM && to->kind == TYPE_INTERFACE)
        return wrap_if(c, param_implements(c, from, to), slot, CONVERT_INTERFACE, to);
    if (to->kind == TYPE_INTERFACE) return iterable_convert(c, slot, from, to);
    if (is_view_of(to, from)) return wrap_if(c, true, slot, CONVERT_POINTER, to);
    if (from->kind == TYPE_FUNCTION && to->kind == TYPE_CFN)
        return wrap_if(c,
                       slot && !mismatch_captures(c, *slot, to) &&
                           convert_function_fits(from->u.function, to->u.function),
                       slot, CONVERT_C_CALLBACK, to);
    return from->kind == TYPE_FUNCTION && to->kind == TYPE_FUNCTION &&
           function_convert(c, slot, from, to);
}

bool convert_apply(Checker *c, Node **slot, const Type *to) {
    return apply(c, slot, (*slot)->type, to);
}

bool convert_exists(Checker *c, const Type *from, const Type *to) {
    return apply(c, NULL, from, to);
}

bool check_convert(Checker *c, Node **slot, const Type *target, const char *what) {
    if (convert_apply(c, slot, target)) return true;
    mismatch_report(c, *slot, target, what);
    return false;
}

const Type *check_expr_as(Checker *c, Node **slot, const Type *target, const char *what) {
    check_expr(c, slot, target);
    check_convert(c, slot, target, what);
    return target; // also after a diagnostic: what the context wants is known
}

// ---- narrowing and null ----

const Type *convert_unnarrow(Node **slot) {
    while ((*slot)->kind == NODE_CONVERT && ((*slot)->u.convert.kind == CONVERT_NARROW ||
                                             (*slot)->u.convert.kind == CONVERT_DOWNCAST))
        *slot = (*slot)->u.convert.operand;
    return (*slot)->type;
}

const Type *convert_weak(Checker *c, Node **slot) {
    const Type *t = (*slot)->type;
    if (t->kind == TYPE_WEAK)
        convert_wrap(c, slot, CONVERT_WEAK_GET, type_option(c->types, t->u.elem));
    return (*slot)->type;
}

const Type *convert_present(Checker *c, Node **slot, const char *use) {
    const Type *t = (*slot)->type;
    if (t->kind == TYPE_UNSURE) convert_wrap(c, slot, CONVERT_NULL_CHECK, t->u.elem);
    if (t->kind == TYPE_OPTION) mismatch_report_null(c, *slot, use);
    return type_strip(t);
}

// ---- branches ----

static const Type *join_plain(Checker *c, const Type *a, const Type *b) {
    if (convert_is_numeric(a) && convert_is_numeric(b)) return convert_arithmetic(c, a, b);
    if (is_bool(a) && is_bool(b)) return type_basic(c->types, BOOL);
    if (a->kind == TYPE_FUNCTION && b->kind == TYPE_FUNCTION && function_join(c, a, b))
        return function_join(c, a, b);
    if (convert_exists(c, a, b)) return b;
    return convert_exists(c, b, a) ? a : NULL;
}

const Type *check_join(Checker *c, const Type *a, const Type *b) {
    if (a == b || b->kind == TYPE_NEVER || a->kind == TYPE_POISON) return a;
    if (a->kind == TYPE_NEVER || b->kind == TYPE_POISON) return b;
    if (a->kind == TYPE_NULL || b->kind == TYPE_NULL) {
        const Type *value = a->kind == TYPE_NULL ? b : a;
        return value->kind == TYPE_VOID ? NULL : type_option(c->types, value);
    }
    const Type *joined = join_plain(c, type_strip(a), type_strip(b));
    if (!joined) return NULL;
    if (a->kind == TYPE_OPTION || b->kind == TYPE_OPTION) joined = type_option(c->types, joined);
    else if ((a->kind == TYPE_UNSURE || b->kind == TYPE_UNSURE) && type_is_c_pointer(joined))
        joined = type_unsure(c->types, joined);
    return convert_exists(c, a, joined) && convert_exists(c, b, joined) ? joined : NULL;
}
