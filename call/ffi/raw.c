// libffi's raw interface: arguments side by side in words, structs as pointers. On 64-bit machines
// Java's form is the same.
#include "ffi/face.h"

#include <stdlib.h>
#include <string.h>

static bool is_pointed_at(const ffi_type *t) {
    return t->type == FFI_TYPE_STRUCT || t->type == FFI_TYPE_COMPLEX;
}

static size_t words(const ffi_type *t) {
    return is_pointed_at(t) ? 1 : (t->size + FFI_SIZEOF_ARG - 1) / FFI_SIZEOF_ARG;
}

size_t ffi_raw_size(ffi_cif *cif) {
    size_t count = 0;
    for (unsigned i = 0; i < cif->nargs; i++) count += words(cif->arg_types[i]);
    return count * FFI_SIZEOF_ARG;
}

void ffi_raw_to_ptrarray(ffi_cif *cif, ffi_raw *raw, void **args) {
    for (unsigned i = 0; i < cif->nargs; i++) {
        args[i] = is_pointed_at(cif->arg_types[i]) ? raw->ptr : raw;
        raw += words(cif->arg_types[i]);
    }
}

static ffi_raw widened(const ffi_type *t, const void *value) {
    ffi_raw raw = {.uint = 0};
    switch (t->type) {
    case FFI_TYPE_SINT8: raw.sint = *(const int8_t *)value; break;
    case FFI_TYPE_SINT16: raw.sint = *(const int16_t *)value; break;
    case FFI_TYPE_INT:
    case FFI_TYPE_SINT32: raw.sint = *(const int32_t *)value; break;
    default: memcpy(&raw, value, t->size); break; // little endian: the lower bytes
    }
    return raw;
}

void ffi_ptrarray_to_raw(ffi_cif *cif, void **args, ffi_raw *raw) {
    for (unsigned i = 0; i < cif->nargs; i++) {
        const ffi_type *t = cif->arg_types[i];
        if (is_pointed_at(t)) raw->ptr = args[i];
        else if (t->size > FFI_SIZEOF_ARG) memcpy(raw, args[i], t->size);
        else *raw = widened(t, args[i]);
        raw += words(t);
    }
}

void ffi_raw_call(ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_raw *raw) {
    void **args = __builtin_alloca((cif->nargs + 1) * sizeof *args);
    ffi_raw_to_ptrarray(cif, raw, args);
    ffi_call(cif, fn, rvalue, args);
}

static void translate(ffi_cif *cif, void *rvalue, void **args, void *user_data) {
    ffi_raw_closure *c = user_data;
    ffi_raw *raw = __builtin_alloca(ffi_raw_size(cif) + FFI_SIZEOF_ARG);
    ffi_ptrarray_to_raw(cif, args, raw);
    c->fun(cif, rvalue, raw, c->user_data);
}

ffi_status ffi_prep_raw_closure_loc(ffi_raw_closure *closure, ffi_cif *cif,
                                    void (*fun)(ffi_cif *, void *, ffi_raw *, void *),
                                    void *user_data, void *codeloc) {
    ffi_closure *plain = (ffi_closure *)(void *)closure; // their beginnings are alike
    ffi_status status = ffi_prep_closure_loc(plain, cif, translate, codeloc, codeloc);
    if (status != FFI_OK) return status;
    plain->user_data = closure;
    closure->fun = fun;
    closure->user_data = user_data;
    return FFI_OK;
}

ffi_status ffi_prep_raw_closure(ffi_raw_closure *closure, ffi_cif *cif,
                                void (*fun)(ffi_cif *, void *, ffi_raw *, void *),
                                void *user_data) {
    return ffi_prep_raw_closure_loc(closure, cif, fun, user_data, closure);
}

// ---- Java's names ----

size_t ffi_java_raw_size(ffi_cif *cif) { return ffi_raw_size(cif); }
void ffi_java_raw_call(ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_java_raw *raw) {
    ffi_raw_call(cif, fn, rvalue, raw);
}
void ffi_java_ptrarray_to_raw(ffi_cif *cif, void **args, ffi_java_raw *raw) {
    ffi_ptrarray_to_raw(cif, args, raw);
}
void ffi_java_raw_to_ptrarray(ffi_cif *cif, ffi_java_raw *raw, void **args) {
    ffi_raw_to_ptrarray(cif, raw, args);
}

ffi_status ffi_prep_java_raw_closure(ffi_java_raw_closure *closure, ffi_cif *cif,
                                     void (*fun)(ffi_cif *, void *, ffi_java_raw *, void *),
                                     void *user_data) {
    return ffi_prep_raw_closure(closure, cif, fun, user_data);
}

ffi_status ffi_prep_java_raw_closure_loc(ffi_java_raw_closure *closure, ffi_cif *cif,
                                         void (*fun)(ffi_cif *, void *, ffi_java_raw *, void *),
                                         void *user_data, void *codeloc) {
    return ffi_prep_raw_closure_loc(closure, cif, fun, user_data, codeloc);
}
