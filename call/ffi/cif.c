// ffi_prep_cif and ffi_call: a cif is described to the engine once; calling looks the signature up
// by its index.
#include "ffi/face.h"

#include <stdlib.h>
#include <string.h>

#include "enter/image.h"
#include "ffi/known.h"
#include "stub/stub.h"
#include "type/type.h"

enum { MAX_DEPTH = 32 };

// ---- types ----

static SeamCKind kind_of(const ffi_type *t) {
    static const uint8_t kinds[] = {[FFI_TYPE_VOID] = SEAM_C_VOID,
                                    [FFI_TYPE_INT] = SEAM_C_I32,
                                    [FFI_TYPE_FLOAT] = SEAM_C_F32,
                                    [FFI_TYPE_DOUBLE] = SEAM_C_F64,
                                    [FFI_TYPE_LONGDOUBLE] = SEAM_C_LONG_DOUBLE,
                                    [FFI_TYPE_UINT8] = SEAM_C_U8,
                                    [FFI_TYPE_SINT8] = SEAM_C_I8,
                                    [FFI_TYPE_UINT16] = SEAM_C_U16,
                                    [FFI_TYPE_SINT16] = SEAM_C_I16,
                                    [FFI_TYPE_UINT32] = SEAM_C_U32,
                                    [FFI_TYPE_SINT32] = SEAM_C_I32,
                                    [FFI_TYPE_UINT64] = SEAM_C_U64,
                                    [FFI_TYPE_SINT64] = SEAM_C_I64,
                                    [FFI_TYPE_STRUCT] = SEAM_C_STRUCT,
                                    [FFI_TYPE_POINTER] = SEAM_C_PTR,
                                    [FFI_TYPE_COMPLEX] = SEAM_C_COMPLEX};
    return (SeamCKind)kinds[t->type];
}

static const SeamCType *describe(SeamAbi abi, ffi_type *t, uint32_t depth);

// A struct whose size its maker gave is at least that large, and its fields may be fewer: that is
// how libffi's users write unions and arrays. One that is smaller than its fields is packed.
static const SeamCType *describe_struct(SeamAbi abi, ffi_type *t, uint32_t depth) {
    size_t count = 0;
    while (t->elements[count]) count++;
    if (count == 0) return NULL;
    SeamCField *fields = calloc(count, sizeof *fields);
    if (!fields) return NULL;
    bool fine = true;
    for (size_t i = 0; i < count && fine; i++) {
        fields[i].type = describe(abi, t->elements[i], depth + 1);
        fine = fields[i].type && fields[i].type->kind != SEAM_C_VOID;
    }
    const SeamCType *found = NULL;
    SeamCRecord how = {.align = t->size ? t->alignment : 0, .size = t->size};
    if (fine) seam_ctype_record(abi, how, fields, count, &found, NULL);
    if (found && t->size && found->size > t->size) {
        how.packed = true;
        seam_ctype_record(abi, how, fields, count, &found, NULL);
    }
    free(fields);
    if (found && t->size == 0) {
        t->size = found->size;
        t->alignment = (unsigned short)found->align;
    }
    return found;
}

static const SeamCType *describe(SeamAbi abi, ffi_type *t, uint32_t depth) {
    if (!t || t->type > FFI_TYPE_LAST || depth > MAX_DEPTH) return NULL;
    SeamCKind kind = kind_of(t);
    if (kind == SEAM_C_STRUCT) return t->elements ? describe_struct(abi, t, depth) : NULL;
    if (t->size == 0) return NULL; // libffi: FFI_BAD_TYPEDEF
    if (kind != SEAM_C_COMPLEX) return seam_ctype(abi, kind);
    const SeamCType *elem = t->elements ? describe(abi, t->elements[0], depth + 1) : NULL,
                    *found = NULL;
    if (elem) seam_ctype_complex(elem, &found, NULL);
    return found;
}

// ---- preparing ----

static SeamAbi abi_of(ffi_abi abi) {
#if defined(__x86_64__) && !defined(_WIN32)
    return abi == FFI_UNIX64 ? SEAM_ABI_SYSV64 : SEAM_ABI_WIN64;
#elif defined(__arm__)
    return abi == FFI_VFP ? SEAM_ABI_AAPCS32 : SEAM_ABI_AAPCS32_SOFT;
#else
    (void)abi;
    return SEAM_ABI_HOST;
#endif
}

static bool is_abi(ffi_abi abi) {
#if defined(__x86_64__)
    return abi > FFI_FIRST_ABI && abi < FFI_LAST_ABI;
#else
    return abi >= FFI_FIRST_ABI && abi < FFI_LAST_ABI && seam_abi_can_call(abi_of(abi));
#endif
}

static ffi_status prepare(ffi_cif *cif, ffi_abi abi, size_t fixed) {
    enum { FEW = 32 };
    const SeamCType *few[FEW], **args = few;
    size_t count = cif->nargs;
    SeamAbi ours = abi_of(abi);
    const SeamCType *ret = describe(ours, cif->rtype, 0);
    if (count > FEW) args = malloc(count * sizeof *args);
    ffi_status status = ret && args ? FFI_OK : FFI_BAD_TYPEDEF;
    for (size_t i = 0; i < count && status == FFI_OK; i++) {
        args[i] = describe(ours, cif->arg_types[i], 0);
        if (!args[i] || args[i]->kind == SEAM_C_VOID) status = FFI_BAD_TYPEDEF;
    }
    const SeamSig *sig = NULL;
    SeamSigParts parts = {.abi = ours, .ret = ret, .args = args, .count = count, .fixed = fixed};
    if (status == FFI_OK && (seam_sig_new(&parts, &sig, NULL) != SEAM_CALL_OK || !sig->index))
        status = FFI_BAD_TYPEDEF;
    if (args != few) free((void *)args);
    if (status != FFI_OK) return status;
    cif->flags = sig->index;
    cif->bytes = sig->layout.stack_size;
    return FFI_OK;
}

// ---- ways to call, by the signature's index ----

// What ffi_call looks up: two loads and a jump. Zeros that nobody touches cost nothing; signatures
// with a larger index are looked up in the usual way.
enum { FAST_PATHS = 1 << 16 };
static CallPath *fast_paths[FAST_PATHS];

static void set_fast_path(const SeamSig *sig) {
    if (sig->index < FAST_PATHS)
        __atomic_store_n(&fast_paths[sig->index], sig_path(sig, PATH_FFI), __ATOMIC_RELEASE);
}

static CallPath first_call;

static ffi_status prepare_cif(ffi_cif *cif, ffi_abi abi, unsigned count, ffi_type *ret,
                              ffi_type **types, size_t fixed) {
    if (!is_abi(abi)) return FFI_BAD_ABI;
    *cif = (ffi_cif){.abi = abi, .nargs = count, .arg_types = types, .rtype = ret};
    KnownKey key;
    if (known_key(&key, cif, fixed) && known_find(&key, cif)) return FFI_OK;
    ffi_status status = prepare(cif, abi, fixed);
    if (status != FFI_OK) return status;
    const SeamSig *sig = face_sig(cif);
    if (!sig_path(sig, PATH_FFI))
        sig_set_path(sig, PATH_FFI, stub_first(sig, STUB_FFI, first_call));
    set_fast_path(sig);
    if (known_key(&key, cif, fixed)) known_add(&key, cif); // structs have their sizes now
    return FFI_OK;
}

ffi_status ffi_prep_cif(ffi_cif *cif, ffi_abi abi, unsigned nargs, ffi_type *rtype,
                        ffi_type **atypes) {
    return prepare_cif(cif, abi, nargs, rtype, atypes, SEAM_SIG_FIXED);
}

// As libffi does: what C would promote may not stand behind the dots, so that bindings notice that
// they have to.
ffi_status ffi_prep_cif_var(ffi_cif *cif, ffi_abi abi, unsigned nfixed, unsigned ntotal,
                            ffi_type *rtype, ffi_type **atypes) {
    for (unsigned i = nfixed; i < ntotal; i++) {
        unsigned short type = atypes[i]->type;
        bool small =
            atypes[i]->size < sizeof(int) && type != FFI_TYPE_STRUCT && type != FFI_TYPE_COMPLEX;
        if (type == FFI_TYPE_FLOAT || small) return FFI_BAD_ARGTYPE;
    }
    return prepare_cif(cif, abi, ntotal, rtype, atypes, nfixed);
}

ffi_status ffi_get_struct_offsets(ffi_abi abi, ffi_type *struct_type, size_t *offsets) {
    if (!is_abi(abi)) return FFI_BAD_ABI;
    if (struct_type->type != FFI_TYPE_STRUCT) return FFI_BAD_TYPEDEF;
    const SeamCType *t = describe(abi_of(abi), struct_type, 0);
    if (!t) return FFI_BAD_TYPEDEF;
    for (size_t i = 0; offsets && i < t->count; i++) offsets[i] = t->fields[i].offset;
    return FFI_OK;
}

// ---- calling ----

void face_widen(const SeamCType *type, const void *from, void *rvalue) {
    ffi_arg word = 0;
    memcpy(&word, from, type->size);
    unsigned unused = (unsigned)(8 * (sizeof word - type->size));
    bool is_signed =
        type->kind == SEAM_C_I8 || type->kind == SEAM_C_I16 || type->kind == SEAM_C_I32;
    if (is_signed && unused) word = (ffi_arg)((ffi_sarg)(word << unused) >> unused);
    memcpy(rvalue, &word, sizeof word);
}

static bool is_narrow(const SeamCType *t) {
    return t->kind >= SEAM_C_BOOL && t->kind <= SEAM_C_U32 && t->size < sizeof(ffi_arg);
}

static void call(const ffi_cif *cif, CallCode *fn, void *rvalue, const void *avalue,
                 const void *chain) {
    const SeamSig *sig = face_sig(cif);
    if (!rvalue || !is_narrow(sig->parts.ret)) {
        call_chained(sig, fn, rvalue, avalue, (uint64_t)(uintptr_t)chain);
        return;
    }
    uint64_t word = 0;
    call_chained(sig, fn, &word, avalue, (uint64_t)(uintptr_t)chain);
    face_widen(sig->parts.ret, &word, rvalue);
}

void face_call_by_list(const void *cif, CallCode *fn, void *rvalue, const void *avalue) {
    call(cif, fn, rvalue, avalue, NULL);
}

static void first_call(const void *cif, CallCode *fn, void *rvalue, const void *avalue) {
    const SeamSig *sig = face_sig(cif);
    CallPath *chosen = call_choose(sig, PATH_FFI, STUB_FFI, face_call_by_list);
    set_fast_path(sig);
    chosen(cif, fn, rvalue, avalue);
}

void ffi_call(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue) {
    CallPath *path = cif->flags < FAST_PATHS
                         ? __atomic_load_n(&fast_paths[cif->flags], __ATOMIC_ACQUIRE)
                         : sig_path(face_sig(cif), PATH_FFI);
    path(cif, fn, rvalue, avalue);
}

void ffi_call_go(ffi_cif *cif, void (*fn)(void), void *rvalue, void **avalue, void *closure) {
    call(cif, fn, rvalue, avalue, closure);
}
