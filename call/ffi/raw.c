// libffi's raw interface: arguments side by side in words, structs as pointers; and Java's form of
// it, where integers and floats of 64 bits take two words, of which the first has the value.
#include "ffi/face.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(FFI_SIZEOF_ARG == sizeof(ffi_arg), "ffi.h has it as a number, for `#if`");

static bool is_pointed_at(const ffi_type *t) {
    return t->type == FFI_TYPE_STRUCT || t->type == FFI_TYPE_COMPLEX;
}

typedef size_t Words(const ffi_type *t); // that an argument takes

static size_t words(const ffi_type *t) {
    return is_pointed_at(t) ? 1 : (t->size + FFI_SIZEOF_ARG - 1) / FFI_SIZEOF_ARG;
}

static size_t java_words(const ffi_type *t) {
    bool is_long =
        t->type == FFI_TYPE_UINT64 || t->type == FFI_TYPE_SINT64 || t->type == FFI_TYPE_DOUBLE;
    return is_long ? 2 : words(t);
}

static size_t size_by(Words *words_of, const ffi_cif *cif) {
    size_t count = 0;
    for (unsigned i = 0; i < cif->nargs; i++) count += words_of(cif->arg_types[i]);
    return count * FFI_SIZEOF_ARG;
}

static void point_by(Words *words_of, const ffi_cif *cif, ffi_raw *raw, void **args) {
    for (unsigned i = 0; i < cif->nargs; i++) {
        args[i] = is_pointed_at(cif->arg_types[i]) ? raw->ptr : raw;
        raw += words_of(cif->arg_types[i]);
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

static void fill_by(Words *words_of, const ffi_cif *cif, void **args, ffi_raw *raw) {
    for (unsigned i = 0; i < cif->nargs; i++) {
        const ffi_type *t = cif->arg_types[i];
        if (is_pointed_at(t)) raw->ptr = args[i];
        else if (t->size > FFI_SIZEOF_ARG) memcpy(raw, args[i], t->size);
        else *raw = widened(t, args[i]);
        raw += words_of(t);
    }
}

static void call_by(Words *words_of, ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_raw *raw) {
    void **args = __builtin_alloca((cif->nargs + 1) * sizeof *args);
    point_by(words_of, cif, raw, args);
    ffi_call(cif, fn, rvalue, args);
}

static void translate_by(Words *words_of, ffi_cif *cif, void *rvalue, void **args,
                         ffi_raw_closure *c) {
    ffi_raw *raw = __builtin_alloca(size_by(words_of, cif) + FFI_SIZEOF_ARG);
    fill_by(words_of, cif, args, raw);
    c->fun(cif, rvalue, raw, c->user_data);
}

static void translate(ffi_cif *cif, void *rvalue, void **args, void *user_data) {
    translate_by(words, cif, rvalue, args, user_data);
}

static void translate_java(ffi_cif *cif, void *rvalue, void **args, void *user_data) {
    translate_by(java_words, cif, rvalue, args, user_data);
}

typedef void Translate(ffi_cif *cif, void *rvalue, void **args, void *user_data);

static ffi_status prepare(ffi_raw_closure *closure, ffi_cif *cif, Translate *by,
                          void (*fun)(ffi_cif *, void *, ffi_raw *, void *), void *user_data,
                          void *codeloc) {
    ffi_closure *plain = (ffi_closure *)(void *)closure; // their beginnings are alike
    ffi_status status = ffi_prep_closure_loc(plain, cif, by, codeloc, codeloc);
    if (status != FFI_OK) return status;
    plain->user_data = closure;
    closure->fun = fun;
    closure->user_data = user_data;
    return FFI_OK;
}

// ---- the interface ----

size_t ffi_raw_size(ffi_cif *cif) { return size_by(words, cif); }
void ffi_raw_to_ptrarray(ffi_cif *cif, ffi_raw *raw, void **args) {
    point_by(words, cif, raw, args);
}
void ffi_ptrarray_to_raw(ffi_cif *cif, void **args, ffi_raw *raw) {
    fill_by(words, cif, args, raw);
}
void ffi_raw_call(ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_raw *raw) {
    call_by(words, cif, fn, rvalue, raw);
}

ffi_status ffi_prep_raw_closure_loc(ffi_raw_closure *closure, ffi_cif *cif,
                                    void (*fun)(ffi_cif *, void *, ffi_raw *, void *),
                                    void *user_data, void *codeloc) {
    return prepare(closure, cif, translate, fun, user_data, codeloc);
}

ffi_status ffi_prep_raw_closure(ffi_raw_closure *closure, ffi_cif *cif,
                                void (*fun)(ffi_cif *, void *, ffi_raw *, void *),
                                void *user_data) {
    return ffi_prep_raw_closure_loc(closure, cif, fun, user_data, closure);
}

// ---- Java's ----

size_t ffi_java_raw_size(ffi_cif *cif) { return size_by(java_words, cif); }
void ffi_java_raw_call(ffi_cif *cif, void (*fn)(void), void *rvalue, ffi_java_raw *raw) {
    call_by(java_words, cif, fn, rvalue, raw);
}
void ffi_java_ptrarray_to_raw(ffi_cif *cif, void **args, ffi_java_raw *raw) {
    fill_by(java_words, cif, args, raw);
}
void ffi_java_raw_to_ptrarray(ffi_cif *cif, ffi_java_raw *raw, void **args) {
    point_by(java_words, cif, raw, args);
}

ffi_status ffi_prep_java_raw_closure_loc(ffi_java_raw_closure *closure, ffi_cif *cif,
                                         void (*fun)(ffi_cif *, void *, ffi_java_raw *, void *),
                                         void *user_data, void *codeloc) {
    return prepare(closure, cif, translate_java, fun, user_data, codeloc);
}

ffi_status ffi_prep_java_raw_closure(ffi_java_raw_closure *closure, ffi_cif *cif,
                                     void (*fun)(ffi_cif *, void *, ffi_java_raw *, void *),
                                     void *user_data) {
    return ffi_prep_java_raw_closure_loc(closure, cif, fun, user_data, closure);
}
