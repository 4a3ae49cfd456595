// libffi's closures: in memory of ours with a trampoline of ours, or as code in memory that the
// caller made executable.
#include "ffi/face.h"

#include <stdlib.h>

#include "closure/thunk.h"

CallCode seam_ffi_entry_sysv64, seam_ffi_entry_win64, seam_ffi_entry_aapcs64,
    seam_ffi_entry_aapcs32;
CallCode seam_ffi_entry_go_sysv64, seam_ffi_entry_go_win64, seam_ffi_entry_go_aapcs64,
    seam_ffi_entry_go_aapcs32;
CALL_HIDDEN void seam_ffi_dispatch(ffi_closure *closure, CallImage *image);
CALL_HIDDEN void seam_ffi_dispatch_go(ffi_go_closure *closure, CallImage *image);

// ---- running ----

static void run_closure(void *context, void *ret, void *const args[]) {
    ffi_closure *c = context;
    c->fun(c->cif, ret, (void **)(uintptr_t)args, c->user_data);
}

static void run_go(void *context, void *ret, void *const args[]) {
    ffi_go_closure *c = context;
    c->fun(c->cif, ret, (void **)(uintptr_t)args, c);
}

void seam_ffi_dispatch(ffi_closure *c, CallImage *image) {
    closure_run(face_sig(c->cif), image, run_closure, c);
}

void seam_ffi_dispatch_go(ffi_go_closure *c, CallImage *image) {
    closure_run(face_sig(c->cif), image, run_go, c);
}

// ---- memory ----

typedef struct Allocation { // before what the caller gets
    _Alignas(16) TrampolineData *data;
    bool is_large; // in memory of its own; else in the trampoline's room
} Allocation;

// The code is a trampoline: libffi's users may not write to it, nor expect that it is the closure's
// own address.
void *ffi_closure_alloc(size_t size, void **code) {
    Trampoline t;
    void *late = (void *)(uintptr_t)seam_trampoline_poisoned;
    if (!code || size > PTRDIFF_MAX || trampoline_take(&t, late, NULL) != SEAM_CALL_OK) return NULL;
    Allocation *a = t.room;
    if (size < sizeof(ffi_closure)) size = sizeof(ffi_closure);
    bool is_large = size > TRAMPOLINE_ROOM - sizeof *a;
    if (is_large) a = malloc(sizeof *a + size);
    if (!a) {
        trampoline_give(t.data, (void *)(uintptr_t)seam_trampoline_poisoned);
        return NULL;
    }
    *a = (Allocation){t.data, is_large};
    *code = t.code;
    return a + 1;
}

void ffi_closure_free(void *closure) {
    if (!closure) return;
    Allocation *a = (Allocation *)closure - 1;
    void *large = a->is_large ? a : NULL; // what is in the room is another's right after
    trampoline_give(a->data, (void *)(uintptr_t)seam_trampoline_poisoned);
    free(large);
}

// ---- preparing ----

static CallCode *entry_of(const ffi_cif *cif, bool is_go) {
#define ENTRY(name) (is_go ? seam_ffi_entry_go_##name : seam_ffi_entry_##name)
    const SeamSig *sig = face_sig(cif);
    if (!sig || cif->abi >= FFI_LAST_ABI) return NULL;
    switch (sig->parts.abi) {
#if defined(__x86_64__)
    case SEAM_ABI_SYSV64: return ENTRY(sysv64);
    case SEAM_ABI_WIN64: return ENTRY(win64);
#elif defined(__aarch64__)
    case SEAM_ABI_AAPCS64: return ENTRY(aapcs64);
    case SEAM_ABI_APPLE64: return is_go ? NULL : seam_ffi_entry_aapcs64; // x18 is the system's
#elif defined(__arm__)
    case SEAM_ABI_AAPCS32:
    case SEAM_ABI_AAPCS32_SOFT: return ENTRY(aapcs32);
#endif
    default: return NULL;
    }
#undef ENTRY
}

static const ThunkShape shape = {.kind = THUNK_FFI,
                                 .handler = offsetof(ffi_closure, fun),
                                 .first = offsetof(ffi_closure, cif),
                                 .last = offsetof(ffi_closure, user_data)};

ffi_status ffi_prep_closure_loc(ffi_closure *closure, ffi_cif *cif,
                                void (*fun)(ffi_cif *, void *, void **, void *), void *user_data,
                                void *codeloc) {
    CallCode *entry = entry_of(cif, false);
    if (!entry) return FFI_BAD_ABI;
    TrampolineData *data = trampoline_find(codeloc);
    if (!data) { // executable memory of the caller's: the code lies in the closure itself
        trampoline_write((unsigned char *)closure->tramp);
        data = (TrampolineData *)(void *)(closure->tramp + 16);
        __builtin___clear_cache((char *)codeloc, (char *)codeloc + FFI_TRAMPOLINE_SIZE);
    }
    closure->cif = cif;
    closure->fun = fun;
    closure->user_data = user_data;
    data->context = closure;
    entry = thunk_for(face_sig(cif), &shape, false, entry);
    __atomic_store_n(&data->entry, (void *)(uintptr_t)entry, __ATOMIC_RELEASE);
    return FFI_OK;
}

ffi_status ffi_prep_closure(ffi_closure *closure, ffi_cif *cif,
                            void (*fun)(ffi_cif *, void *, void **, void *), void *user_data) {
    return ffi_prep_closure_loc(closure, cif, fun, user_data, closure);
}

ffi_status ffi_prep_go_closure(ffi_go_closure *closure, ffi_cif *cif,
                               void (*fun)(ffi_cif *, void *, void **, void *)) {
    CallCode *entry = entry_of(cif, true);
    if (!entry) return FFI_BAD_ABI;
    *closure = (ffi_go_closure){(void *)(uintptr_t)entry, cif, fun};
    return FFI_OK;
}
