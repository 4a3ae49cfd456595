// The forms of a call that do more than call: with errno kept apart, and with everything checked
// that can be known of values in memory.
#include <errno.h>
#include <string.h>

#include "enter/image.h"
#include "type/type.h"

void seam_call_errno(const SeamSig *sig, CallCode *code, void *ret, const void *const args[],
                     int *saved) {
    int own = errno;
    errno = *saved;
    seam_call(sig, code, ret, args); // only copies after the function's return
    *saved = errno;
    errno = own;
}

// ---- checks ----

// One value, for its errors: "argument 2 (f64)", "the result (i32)".
typedef struct Checked {
    size_t index; // from 1; 0: the result
    const SeamCType *wanted;
    const SeamCType *given; // NULL: unknown
    const void *data;
    size_t size;
} Checked;

enum { NAME_ROOM = 96, TYPE_ROOM = 56 };

static const char *type_text(const SeamCType *type, char *room) {
    if (seam_ctype_text(type, room, TYPE_ROOM) >= TYPE_ROOM) memcpy(room + TYPE_ROOM - 4, "...", 4);
    return room;
}

static const char *name_of(const Checked *v, char *room) {
    char type[TYPE_ROOM];
    TypeWriter w = {room, NAME_ROOM, 0};
    if (v->index) writer_put(&w, "argument %zu (%s)", v->index, type_text(v->wanted, type));
    else writer_put(&w, "the result (%s)", type_text(v->wanted, type));
    return room;
}

static bool is_address(const SeamCType *t) {
    return t->kind == SEAM_C_PTR || t->kind == SEAM_C_STRING;
}

static bool is_alike(const SeamCType *a, const SeamCType *b) {
    return a == b || (a->abi == b->abi && is_address(a) && is_address(b));
}

static SeamCallStatus check_bool(const Checked *v, SeamCallError *error) {
    unsigned byte = *(const unsigned char *)v->data;
    char name[NAME_ROOM];
    if (v->wanted->kind != SEAM_C_BOOL || !v->index || byte <= 1) return SEAM_CALL_OK;
    return call_fail(error, SEAM_CALL_EARGUMENT, 0, "%s: a bool is 0 or 1, and this one is %u",
                     name_of(v, name), byte);
}

static SeamCallStatus check_memory(const Checked *v, SeamCallError *error) {
    char name[NAME_ROOM];
    if (!v->data)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "%s: its value is missing (NULL)",
                         name_of(v, name));
    if (v->size < v->wanted->size)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "%s: %zu bytes are given, and it has %zu",
                         name_of(v, name), v->size, v->wanted->size);
    if ((uintptr_t)v->data % v->wanted->align != 0)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0,
                         "%s: its memory is not aligned to %zu bytes", name_of(v, name),
                         v->wanted->align);
    return check_bool(v, error);
}

static SeamCallStatus check_type(const Checked *v, SeamCallError *error) {
    char name[NAME_ROOM], type[TYPE_ROOM];
    if (!v->given || is_alike(v->given, v->wanted)) return SEAM_CALL_OK;
    return call_fail(error, SEAM_CALL_ETYPE, 0, "%s: given as %s%s", name_of(v, name),
                     type_text(v->given, type),
                     v->given->abi == v->wanted->abi ? "" : " of another convention");
}

static SeamCallStatus check_value(const Checked *v, SeamCallError *error) {
    SeamCallStatus status = check_type(v, error);
    bool is_empty = v->wanted->size == 0; // nothing of it is read
    return status == SEAM_CALL_OK && !is_empty ? check_memory(v, error) : status;
}

static SeamCallStatus check_result(const SeamSig *sig, SeamCallRoom ret, SeamCallError *error) {
    Checked v = {0, sig->parts.ret, ret.type, ret.data, ret.size};
    return ret.data ? check_value(&v, error) : check_type(&v, error);
}

static SeamCallStatus check_call(const SeamSig *sig, CallCode *code, const SeamCallValue args[],
                                 size_t count, SeamCallError *error) {
    if (!sig) return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no signature: it is NULL");
    if (!seam_abi_can_call(sig->parts.abi))
        return call_fail(error, SEAM_CALL_EABI, 0, "this machine cannot call by the convention %s",
                         call_target(sig->parts.abi)->name);
    if (!code) return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no function: it is NULL");
    if (count != sig->parts.count)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0,
                         "the signature has %zu argument%s, and %zu %s given", sig->parts.count,
                         sig->parts.count == 1 ? "" : "s", count, count == 1 ? "is" : "are");
    if (count && !args)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "argument 1 is missing: `args` is NULL");
    for (size_t i = 0; i < count; i++) {
        Checked v = {i + 1, sig->parts.args[i], args[i].type, args[i].data, args[i].size};
        SeamCallStatus status = check_value(&v, error);
        if (status != SEAM_CALL_OK) return status;
    }
    return SEAM_CALL_OK;
}

SeamCallStatus seam_call_checked(const SeamSig *sig, CallCode *code, SeamCallRoom ret,
                                 const SeamCallValue args[], size_t count, SeamCallError *error) {
    SeamCallStatus status = check_call(sig, code, args, count, error);
    if (status == SEAM_CALL_OK) status = check_result(sig, ret, error);
    if (status != SEAM_CALL_OK) return status;
    const void **values = __builtin_alloca((count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i++) values[i] = args[i].data;
    seam_call(sig, code, ret.data, values);
    return SEAM_CALL_OK;
}
