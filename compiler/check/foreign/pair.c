// Which parameter of a C function says how long a buffer is (LANGUAGE 7.1 "Safe calls"): the next
// one, an integer or a pointer to one, by its name. The rule is strict: measured, it was right
// wherever it held.
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "check/foreign/foreign.h"

static const char *bare_name(Name name) { return name ? name->text + strspn(name->text, "_") : ""; }

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words; words++)
        if (strcasecmp(text, *words) == 0) return true;
    return false;
}

// The last three are what libc's headers call C's own `n`.
static const char *const length_words[] = {"len",    "length",  "size",   "n",
                                           "maxlen", "maxsize", "nbytes", NULL};
static const char *const count_words[] = {"n", "nmemb", "nitems", "nelem", "count", "num", NULL};
static const char *const size_words[] = {"size",      "elsize",       "elem_size", "elemsize",
                                         "item_size", "element_size", "width",     NULL};

// `destLen` after `dest`; of one letter, `sLen` after `s` but not `stride`.
static bool begins_with(const char *length, const char *pointer) {
    size_t len = strlen(pointer);
    if (len == 0 || strncasecmp(length, pointer, len) != 0) return false;
    const char *rest = length + len + strspn(length + len, "_");
    return len > 1 || is_one_of(rest, length_words);
}

static const Type *integer_of(const Type *t, bool *by_pointer) {
    t = type_strip(t);
    *by_pointer = t->kind == TYPE_CPTR && !t->u.pointer.is_const;
    if (*by_pointer) t = t->u.elem;
    return type_is_integer(t) ? t : NULL;
}

static bool is_length(const TypeParam *pointer, const TypeParam *length, bool *by_pointer) {
    const Type *t = integer_of(length->type, by_pointer);
    if (!t) return false;
    if (!length->name) return t->kind == TYPE_CSIZE && !*by_pointer;
    const char *name = bare_name(length->name);
    return is_one_of(name, length_words) || begins_with(name, bare_name(pointer->name));
}

static uint32_t pointee_size(const Type *t) {
    t = type_strip(t);
    uint64_t size = 1;
    uint32_t align;
    if (t->kind == TYPE_CPTR) type_c_layout(t->u.elem, &size, &align);
    return size == 0 || size > UINT32_MAX ? 1 : (uint32_t)size;
}

// `fread(ptr, size, n, f)` moves size * n bytes, and some take the count first, and some headers
// leave both names out: a pair only where one of the two is a constant.
static bool is_product(CCall *k, uint32_t first) {
    const FunctionType *f = k->type;
    bool by_pointer;
    if (first + 1 >= f->param_count || !integer_of(f->params[first + 1].type, &by_pointer) ||
        by_pointer)
        return false;
    Name a = f->params[first].name, b = f->params[first + 1].name;
    if (!a || !b) return !a && !b && f->params[first + 1].type->kind == TYPE_CSIZE;
    bool size_first = is_one_of(bare_name(a), size_words);
    return is_one_of(bare_name(size_first ? b : a), count_words) &&
           (size_first || is_one_of(bare_name(b), size_words));
}

static bool is_constant_unit(CCall *k, uint32_t param, uint32_t *unit) {
    Node *arg = c_argument(k, param);
    if (!arg) return false;
    if (!arg->u.arg.value->type) check_expr(k->c, &arg->u.arg.value, k->type->params[param].type);
    int64_t value;
    if (!check_constant_int(k->c, arg->u.arg.value, &value) || value <= 0 || value > UINT32_MAX)
        return false;
    *unit = (uint32_t)value;
    return true;
}

static bool product_length(CCall *k, uint32_t first, CLength *out) {
    *out = (CLength){.param = first + 1};
    if (is_constant_unit(k, first, &out->unit)) return true;
    out->param = first;
    return is_constant_unit(k, first + 1, &out->unit);
}

bool c_length_of(CCall *k, uint32_t param, CLength *out) {
    const FunctionType *f = k->type;
    bool by_pointer;
    if (param + 1 >= f->param_count ||
        !is_length(&f->params[param], &f->params[param + 1], &by_pointer))
        return false;
    if (is_product(k, param + 1)) return product_length(k, param + 1, out);
    *out = (CLength){param + 1, pointee_size(f->params[param].type), by_pointer};
    return true;
}
