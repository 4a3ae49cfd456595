#include "core/foreign/ffi.h"

#include <errno.h>
#include <seam/call.h>
#include <seam/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local SeamCallError last_error;
static _Thread_local int last_errno;

// ---- libraries ----

void *seam_ffi_open(const char *name) {
    SeamLibrary *library;
    seam_library_open(name, &library, &last_error);
    return library;
}

void seam_ffi_close(void *library) { seam_library_close(library); }

const char *seam_ffi_path(void *library) { return seam_library_path(library); }

void *seam_ffi_symbol(void *library, const char *name, const char *version) {
    void *address;
    seam_library_symbol(library, name, version, &address, &last_error);
    return address;
}

const char *seam_ffi_error(void) { return last_error.text; }

// ---- signatures and types ----

void *seam_ffi_sig(const char *text) {
    const SeamSig *sig;
    if (seam_sig_parse(SEAM_ABI_HOST, text, &sig, &last_error) == SEAM_CALL_OK)
        return (void *)(uintptr_t)sig;
    SeamCallError error = last_error;
    snprintf(last_error.text, sizeof last_error.text, "`%.60s`, at %zu: %.110s", text,
             error.offset + 1, error.text);
    return NULL;
}

int64_t seam_ffi_arg_count(void *sig) { return (int64_t)seam_sig_parts(sig)->count; }

static const SeamCType *type_at(const SeamSigParts *parts, int64_t index) {
    return index < 0 ? parts->ret : parts->args[index];
}

void *seam_ffi_arg_type(void *sig, int64_t index) {
    return (void *)(uintptr_t)type_at(seam_sig_parts(sig), index);
}

static bool has_bit_fields(const SeamCType *t) {
    for (size_t i = 0; i < t->count; i++)
        if (t->fields[i].bit_width) return true;
    return false;
}

int32_t seam_ffi_kind(void *type) {
    const SeamCType *t = type;
    switch (t->kind) {
    case SEAM_C_VOID: return FFI_KIND_VOID;
    case SEAM_C_BOOL: return FFI_KIND_BOOL;
    case SEAM_C_I8:
    case SEAM_C_U8:
    case SEAM_C_I16:
    case SEAM_C_U16:
    case SEAM_C_I32:
    case SEAM_C_U32:
    case SEAM_C_I64:
    case SEAM_C_U64: return FFI_KIND_INT;
    case SEAM_C_F32:
    case SEAM_C_F64: return FFI_KIND_FLOAT;
    case SEAM_C_PTR: return FFI_KIND_POINTER;
    case SEAM_C_STRING: return FFI_KIND_STRING;
    case SEAM_C_STRUCT: return has_bit_fields(t) ? FFI_KIND_OTHER : FFI_KIND_STRUCT;
    case SEAM_C_ARRAY:
    case SEAM_C_VECTOR:
    case SEAM_C_COMPLEX: return FFI_KIND_STRUCT;
    case SEAM_C_I128:
    case SEAM_C_U128:
    case SEAM_C_LONG_DOUBLE:
    case SEAM_C_UNION: return FFI_KIND_OTHER;
    }
    return FFI_KIND_OTHER;
}

const char *seam_ffi_type_text(void *type) {
    static _Thread_local char text[128];
    seam_ctype_text(type, text, sizeof text);
    return text;
}

int64_t seam_ffi_part_count(void *type) {
    const SeamCType *t = type;
    return t->kind == SEAM_C_COMPLEX ? 2 : (int64_t)t->count;
}

void *seam_ffi_part_type(void *type, int64_t index) {
    const SeamCType *t = type;
    return (void *)(uintptr_t)(t->kind == SEAM_C_STRUCT ? t->fields[index].type : t->elem);
}

void *seam_ffi_part(void *type, void *data, int64_t index) {
    const SeamCType *t = type;
    size_t offset =
        t->kind == SEAM_C_STRUCT ? t->fields[index].offset : (size_t)index * t->elem->size;
    return (char *)data + offset;
}

// ---- calls ----

typedef struct Frame {
    const SeamSig *sig;
    void *ret;
    void *args[]; // behind them what they point to
} Frame;

enum { ROOM_ALIGN = 64 }; // no type wants more

static size_t room_of(const SeamCType *t) {
    return (t->size + 8 + ROOM_ALIGN - 1) / ROOM_ALIGN * ROOM_ALIGN;
}

void *seam_ffi_begin(void *sig) {
    const SeamSigParts *parts = seam_sig_parts(sig);
    size_t head = sizeof(Frame) + (parts->count + 1) * sizeof(void *) + ROOM_ALIGN;
    size_t size = head + room_of(parts->ret);
    for (size_t i = 0; i < parts->count; i++) size += room_of(parts->args[i]);
    Frame *f = calloc(1, size);
    if (!f) seam_panic("out of memory", "", 0);
    char *room = (char *)f + head;
    room -= (uintptr_t)room % ROOM_ALIGN;
    f->sig = sig;
    f->ret = room;
    room += room_of(parts->ret);
    for (size_t i = 0; i < parts->count; i++) {
        f->args[i] = room;
        room += room_of(parts->args[i]);
    }
    return f;
}

void *seam_ffi_arg(void *frame, int64_t index) {
    Frame *f = frame;
    return index < 0 ? f->ret : f->args[index];
}

void seam_ffi_run(void *frame, void *code) {
    const Frame *f = frame;
    seam_call_errno(f->sig, (void (*)(void))(uintptr_t)code, f->ret, (const void *const *)f->args,
                    &last_errno);
}

int32_t seam_ffi_errno(void) { return last_errno; }

void seam_ffi_end(void *frame) { free(frame); }

// ---- values: little endian ----

static bool is_signed(const SeamCType *t) {
    return t->kind == SEAM_C_I8 || t->kind == SEAM_C_I16 || t->kind == SEAM_C_I32 ||
           t->kind == SEAM_C_I64;
}

bool seam_ffi_store_int(void *type, void *data, int64_t value) {
    const SeamCType *t = type;
    unsigned bits = t->kind == SEAM_C_BOOL ? 1 : (unsigned)(8 * t->size);
    bool fits = is_signed(t) ? bits == 64 || (value >> (bits - 1)) == (value < 0 ? -1 : 0)
                             : value >= 0 && (bits == 64 || value >> bits == 0);
    if (fits) memcpy(data, &value, t->size);
    return fits;
}

void seam_ffi_store_float(void *type, void *data, double value) {
    float narrow = (float)value;
    bool is_narrow = ((const SeamCType *)type)->kind == SEAM_C_F32;
    if (is_narrow) memcpy(data, &narrow, sizeof narrow);
    else memcpy(data, &value, sizeof value);
}

void seam_ffi_store_pointer(void *data, void *value) { memcpy(data, &value, sizeof value); }

int64_t seam_ffi_load_int(void *type, void *data) {
    const SeamCType *t = type;
    uint64_t value = 0;
    memcpy(&value, data, t->size);
    unsigned unused = (unsigned)(64 - 8 * t->size);
    if (is_signed(t) && unused) return (int64_t)(value << unused) >> unused;
    return (int64_t)value;
}

bool seam_ffi_fits_int(void *type, void *data) {
    return ((const SeamCType *)type)->kind != SEAM_C_U64 || seam_ffi_load_int(type, data) >= 0;
}

double seam_ffi_load_float(void *type, void *data) {
    float narrow;
    double wide;
    memcpy(&narrow, data, sizeof narrow);
    if (((const SeamCType *)type)->kind == SEAM_C_F32) return (double)narrow;
    memcpy(&wide, data, sizeof wide);
    return wide;
}

void *seam_ffi_load_pointer(void *data) {
    void *value;
    memcpy(&value, data, sizeof value);
    return value;
}
