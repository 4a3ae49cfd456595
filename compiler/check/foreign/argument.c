// The forms in which an argument may go to C from safe code (LANGUAGE 7.1 "Safe calls"): numbers
// and structs, handles, `&place`, text, buffers whose length another argument says. Everything else
// is `unsafe`, with the reason.
#include "check/foreign/foreign.h"

bool c_want_unsafe(CCall *k, const Node *value, const char *what, const char *why) {
    Checker *c = k->c;
    if (c->unsafe_depth > 0) return true;
    Diag *g = diag_error(&c->session->diags, E0653, value->span, "%s needs `unsafe` here", what);
    diag_note(g, "%s", why);
    diag_help(g, "where you know that it is right: `unsafe { .. }`");
    if (k->symbol) expr_label_symbol(c, g, k->symbol);
    return false;
}

static const Type *pointee(const Type *pointer) {
    return pointer->kind == TYPE_CPTR ? pointer->u.elem : NULL;
}

static bool is_const(const Type *pointer) {
    return pointer->kind == TYPE_CSTRING ||
           ((pointer->kind == TYPE_CPTR || pointer->kind == TYPE_CVOIDPTR) &&
            pointer->u.pointer.is_const);
}

static bool is_byte_pointer(const Type *pointer) {
    const Type *elem = pointee(pointer);
    return pointer->kind == TYPE_CSTRING ||
           (elem && convert_is_integral(elem) && type_bits(elem) == 8);
}

// ---- lengths ----

// The argument that says how long this one is, noted for the check before the call.
static bool note_pair(CCall *k, uint32_t param, const CLength *length) {
    if (!c_argument(k, length->param)) return false;
    LengthPair pair = {.buffer = (uint32_t)k->arg_of[param],
                       .length = (uint32_t)k->arg_of[length->param],
                       .unit = length->unit,
                       .by_pointer = length->by_pointer};
    VEC_PUSH(k->c->arena, &k->pairs, pair);
    return true;
}

// A constant length; false: it is computed.
static bool constant_length(CCall *k, const CLength *length, int64_t *out) {
    Node *arg = c_argument(k, length->param);
    if (!arg || length->by_pointer) return false;
    Node **value = &arg->u.arg.value;
    if (!literal_is_flexible(*value) && (*value)->kind != NODE_MEMBER) return false;
    if (!(*value)->type) check_expr(k->c, value, k->type->params[length->param].type);
    return check_constant_int(k->c, *value, out);
}

// ---- text and buffers ----

// `-1` for a length means "up to the NUL".
static bool has_text_length(CCall *k, uint32_t param, CLength *length) {
    int64_t value;
    if (!c_length_of(k, param, length)) return false;
    return !constant_length(k, length, &value) || value >= 0;
}

static void check_text(CCall *k, uint32_t param, Node **slot, const Type *plain) {
    Checker *c = k->c;
    if (!is_const(plain)) {
        Diag *g =
            diag_error(&c->session->diags, E0653, (*slot)->span,
                       "C may write to %s, and strings never change", c_argument_what(k, param));
        if (k->symbol) expr_label_symbol(c, g, k->symbol);
        diag_help(g, "lend it a buffer: `%s.bytes()`, or `bytes.alloc(n)`",
                  mismatch_source(c, *slot));
        return;
    }
    if (plain->kind != TYPE_CVOIDPTR && !is_byte_pointer(plain)) {
        mismatch_report(c, *slot, plain, c_argument_what(k, param));
        return;
    }
    CLength length;
    bool paired = has_text_length(k, param, &length) && note_pair(k, param, &length);
    if (!paired && plain->kind == TYPE_CVOIDPTR)
        c_want_unsafe(k, *slot, "text for a `const void *`",
                      "no parameter after it says how long it is, so C may read past its end");
    bool counted = paired || plain->kind == TYPE_CVOIDPTR;
    convert_wrap(c, slot, counted ? CONVERT_CSTRING_LEN : CONVERT_CSTRING, plain);
    convert_apply(c, slot, k->type->params[param].type);
}

static const Type *element_of(Checker *c, const Type *buffer) {
    if (buffer->kind == TYPE_BUFFER) return type_basic(c->types, U8);
    return buffer->kind == TYPE_CARRAY ? buffer->u.carray.elem : buffer->u.elem;
}

static bool takes_elements(Checker *c, const Type *plain, const Type *buffer) {
    const Type *elem = element_of(c, buffer);
    uint64_t size;
    uint32_t align;
    if (!type_c_layout(elem, &size, &align)) return false; // references, options
    if (plain->kind == TYPE_CVOIDPTR) return true;
    if (plain->kind == TYPE_CSTRING) return convert_is_integral(elem) && type_bits(elem) == 8;
    return pointee(plain) && convert_same_representation(elem, pointee(plain));
}

static void check_buffer(CCall *k, uint32_t param, Node **slot, const Type *plain) {
    Checker *c = k->c;
    const Type *buffer = (*slot)->type;
    bool readonly = buffer->kind == TYPE_VIEW && !is_const(plain);
    if (readonly || !takes_elements(c, plain, buffer)) {
        mismatch_report(c, *slot, plain, c_argument_what(k, param));
        return;
    }
    CLength length;
    if (!c_length_of(k, param, &length) || !note_pair(k, param, &length))
        c_want_unsafe(k, *slot, "a buffer without a length",
                      "no parameter after it says how long it is, so C may reach past its end");
    convert_wrap(c, slot, CONVERT_BUFFER, plain);
    convert_apply(c, slot, k->type->params[param].type);
}

// ---- &place ----

static Diag *report_address(CCall *k, const Node *n, const Type *place, const Type *plain) {
    Checker *c = k->c;
    Diag *g = diag_error(&c->session->diags, E0657, n->span,
                         "C does not take the address of a `%s` as `%s`", expr_type_text(c, place),
                         expr_type_text(c, plain));
    const Node *name = expr_bare(n->u.wrap.operand);
    if (name->kind == NODE_NAME && name->u.name.symbol)
        expr_label_symbol(c, g, name->u.name.symbol);
    if (k->symbol) expr_label_symbol(c, g, k->symbol);
    return g;
}

// C writes null where it has nothing to give, so the variable must be able to hold it.
static bool check_place_type(CCall *k, const Node *n, const Type *place, const Type *plain) {
    Checker *c = k->c;
    const Type *elem = pointee(plain);
    const char *text = mismatch_source(c, n->u.wrap.operand);
    if (!elem || !convert_same_representation(place, elem)) {
        Diag *g = report_address(k, n, place, plain);
        if (convert_exists(c, place, plain))
            diag_help(g, "it is a pointer already: pass `%s`", text);
        if (elem && convert_is_numeric(elem) && convert_is_numeric(place))
            diag_help(g, "C writes a `%s` there: declare `let %s: %s`", expr_type_text(c, elem),
                      text, expr_type_text(c, elem));
        return false;
    }
    if (is_const(plain) || !type_is_c_pointer(place) || elem->kind == TYPE_CPTR) return true;
    Diag *g = report_address(k, n, place, plain);
    diag_note(g, "C may write null there, and a `%s` is never null", expr_type_text(c, place));
    diag_help(g, "declare `let %s: %s? = null`", text, expr_type_text(c, place));
    return false;
}

// One value behind a pointer that comes with a length: it must be the length of that one.
static void check_one_value(CCall *k, uint32_t param, const Node *n, const Type *place) {
    CLength length;
    int64_t count = 0;
    uint64_t size = 0;
    uint32_t align;
    if (!c_length_of(k, param, &length)) return;
    bool fits = constant_length(k, &length, &count) && type_c_layout(place, &size, &align) &&
                count >= 0 && (uint64_t)count <= size / length.unit;
    if (!fits)
        c_want_unsafe(k, n, "the address of one value with a length",
                      "the length is not known to be that of the one value");
}

static void check_address(CCall *k, uint32_t param, Node **slot, const Type *plain) {
    Checker *c = k->c;
    Node *n = *slot;
    n->type = expr_address_of(c, n, is_const(plain) ? PLACE_LEND : PLACE_ADDRESS);
    if (n->type->kind == TYPE_POISON) return;
    const Type *place = n->u.wrap.operand->type;
    if (place->kind == TYPE_CARRAY) {
        *slot = n->u.wrap.operand;
        check_buffer(k, param, slot, plain);
        return;
    }
    if (type_is_counted(place)) {
        report_address(k, n, place, plain);
        return;
    }
    if (plain->kind == TYPE_CVOIDPTR)
        c_want_unsafe(k, n, "an address for a `void *`",
                      "nothing says how much of the memory there C reads or writes");
    else if (check_place_type(k, n, place, plain)) check_one_value(k, param, n, place);
    convert_wrap(c, slot, CONVERT_POINTER, k->type->params[param].type);
}

// ---- every other pointer ----

// A handle is passed on as it is. Memory of C's with a length is another matter: nobody checks
// that.
static void check_pointer(CCall *k, uint32_t param, Node **slot) {
    Checker *c = k->c;
    const Type *target = k->type->params[param].type, *from = (*slot)->type;
    CLength length;
    const Type *plain = type_strip(from);
    bool is_pointer = type_is_c_pointer(plain) && type_strip(target)->kind != TYPE_CFN;
    if (!convert_apply(c, slot, target)) {
        mismatch_report(c, *slot, target, c_argument_what(k, param));
        return;
    }
    if (is_pointer && c_length_of(k, param, &length) && c_argument(k, length.param))
        c_want_unsafe(k, *slot, "a pointer of C's with a length",
                      "nothing tells how much memory is behind it");
}

static bool is_lent(const Type *t) { // by text and buffer rules, not as a pointer
    return t->kind == TYPE_STRING || t->kind == TYPE_BUFFER || t->kind == TYPE_ARRAY ||
           t->kind == TYPE_VIEW || t->kind == TYPE_CARRAY;
}

static void check_pointer_argument(CCall *k, uint32_t param, Node **slot, const Type *plain) {
    if (expr_bare(*slot)->kind == NODE_ADDRESS) {
        while ((*slot)->kind == NODE_PAREN) *slot = (*slot)->u.wrap.operand;
        check_address(k, param, slot, plain);
        return;
    }
    const Type *t = (*slot)->type;
    if (!t) t = check_expr(k->c, slot, k->type->params[param].type);
    if (t->kind == TYPE_OPTION && is_lent(t->u.elem))
        mismatch_report_null(k->c, *slot, c_argument_what(k, param));
    else if (t->kind == TYPE_STRING) check_text(k, param, slot, plain);
    else if (is_lent(t)) check_buffer(k, param, slot, plain);
    else check_pointer(k, param, slot);
}

void c_argument_check(CCall *k, uint32_t param) {
    const Type *type = k->type->params[param].type, *plain = type_strip(type);
    Node **slot = &c_argument(k, param)->u.arg.value;
    bool seen = (*slot)->type && (*slot)->type->kind == TYPE_FUNCTION;
    if (plain->kind == TYPE_CFN && (seen || c_is_function(k->c, *slot)))
        c_callback_check(k, param, plain);
    else if (type_is_c_pointer(plain)) check_pointer_argument(k, param, slot, plain);
    else if ((*slot)->type) // a length that was looked at before
        check_convert(k->c, slot, type, c_argument_what(k, param));
    else check_expr_as(k->c, slot, type, c_argument_what(k, param));
}
