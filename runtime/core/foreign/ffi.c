#include "core/foreign/ffi.h"

#include <errno.h>
#include <float.h>
#include <seam/call.h>
#include <seam/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/program/callback.h"
#include "core/program/guard.h"

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

static void place_error(const char *text) {
    SeamCallError error = last_error;
    snprintf(last_error.text, sizeof last_error.text, "`%.60s`, at %zu: %.110s", text,
             error.offset + 1, error.text);
}

void *seam_ffi_sig(const char *text) {
    const SeamSig *sig;
    if (seam_sig_parse(SEAM_ABI_HOST, text, &sig, &last_error) == SEAM_CALL_OK)
        return (void *)(uintptr_t)sig;
    place_error(text);
    return NULL;
}

int64_t seam_ffi_arg_count(void *sig) { return (int64_t)seam_sig_parts(sig)->count; }

static const SeamCType *type_at(const SeamSigParts *parts, int64_t index) {
    return index < 0 ? parts->ret : parts->args[index];
}

void *seam_ffi_arg_type(void *sig, int64_t index) {
    return (void *)(uintptr_t)type_at(seam_sig_parts(sig), index);
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
    case SEAM_C_F64:
    case SEAM_C_LONG_DOUBLE: return FFI_KIND_FLOAT;
    case SEAM_C_PTR: return FFI_KIND_POINTER;
    case SEAM_C_STRING: return FFI_KIND_STRING;
    case SEAM_C_STRUCT:
    case SEAM_C_ARRAY:
    case SEAM_C_VECTOR:
    case SEAM_C_COMPLEX: return FFI_KIND_STRUCT;
    case SEAM_C_UNION: return FFI_KIND_UNION;
    case SEAM_C_I128:
    case SEAM_C_U128: return FFI_KIND_WIDE;
    }
    return FFI_KIND_VOID;
}

void *seam_ffi_type(const char *text) {
    const SeamCType *type;
    if (seam_ctype_parse(SEAM_ABI_HOST, text, &type, &last_error) == SEAM_CALL_OK)
        return (void *)(uintptr_t)type;
    place_error(text);
    return NULL;
}

void *seam_ffi_address(void *data) { return data; }

int64_t seam_ffi_size(void *type) { return (int64_t)((const SeamCType *)type)->size; }

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

static const SeamCField *field_at(void *type, int64_t index) {
    const SeamCType *t = type;
    bool record = t->kind == SEAM_C_STRUCT || t->kind == SEAM_C_UNION;
    return record ? &t->fields[index] : NULL;
}

const char *seam_ffi_part_name(void *type, int64_t index) {
    const SeamCField *f = field_at(type, index);
    return f ? f->name : NULL;
}

bool seam_ffi_is_bits(void *type, int64_t index) {
    const SeamCField *f = field_at(type, index);
    return f && f->bit_width;
}

static bool holds_text(const SeamCType *t) {
    if (t->kind == SEAM_C_STRING) return true;
    if (t->kind == SEAM_C_ARRAY) return t->count && holds_text(t->elem);
    for (size_t i = 0; t->kind == SEAM_C_STRUCT && i < t->count; i++)
        if (holds_text(t->fields[i].type)) return true;
    return false;
}

bool seam_ffi_holds_text(void *type) { return holds_text(type); }

// ---- calls ----

typedef struct Frame {
    struct Frame *outer;
    const SeamGuard *guard; // under which it was begun
    const SeamSig *sig;
    void *ret;
    void *args[]; // behind them what they point to
} Frame;

enum { ROOM_ALIGN = 64 }; // no type wants more

static _Thread_local Frame *frames; // innermost first

// A panic leaves frames behind, whose `defer` does not run.
static void abandon_frames(const SeamGuard *guard) {
    while (frames && frames->guard == guard) seam_ffi_end(frames);
}

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
    f->outer = frames;
    f->guard = seam_held.guard;
    frames = f;
    __atomic_store_n(&guard_owner, abandon_frames, __ATOMIC_RELAXED);
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

void seam_ffi_run(void *frame, void *code, void (*held)(void)) {
    const Frame *f = frame;
    (void)held;
    seam_call_errno(f->sig, (void (*)(void))(uintptr_t)code, f->ret, (const void *const *)f->args,
                    &last_errno);
}

int32_t seam_ffi_errno(void) { return last_errno; }

void seam_ffi_end(void *frame) {
    frames = ((Frame *)frame)->outer;
    free(frame);
}

// ---- callbacks ----

typedef struct FfiClosure {
    SeamClosure *closure;
    size_t ret_size;
    SeamFfiHandler *handler;
    void *data;
    void (*destroy)(void *data);
} FfiClosure;

static void handle(void *context, void *ret, void *const args[]) {
    const FfiClosure *f = context;
    if (ret) memset(ret, 0, f->ret_size);
    f->handler(f->data, ret, (void **)(uintptr_t)args);
}

void *seam_ffi_closure(void *sig, SeamFfiHandler *handler, void *data,
                       void (*destroy)(void *data)) {
    FfiClosure *f = malloc(sizeof *f);
    if (!f) seam_panic("out of memory", "", 0);
    *f = (FfiClosure){.ret_size = seam_sig_parts(sig)->ret->size,
                      .handler = handler,
                      .data = data,
                      .destroy = destroy};
    SeamClosureParts parts = {.sig = sig, .handler = handle, .context = f, .name = "std:ffi"};
    parts.policy = SEAM_CLOSURE_SAME_THREAD;
    seam_call_on_report(callback_stop);
    if (seam_closure_new(&parts, &f->closure, &last_error) == SEAM_CALL_OK) return f;
    seam_ffi_closure_end(f);
    return NULL;
}

void *seam_ffi_closure_code(void *closure) {
    void (*code)(void) = seam_closure_code(((FfiClosure *)closure)->closure);
    return (void *)(uintptr_t)code;
}

void seam_ffi_closure_end(void *closure) {
    FfiClosure *f = closure;
    if (f->closure) seam_closure_free(f->closure);
    f->destroy(f->data);
    free(f);
}

// ---- values: little endian ----

static bool is_signed(const SeamCType *t) {
    return t->kind == SEAM_C_I8 || t->kind == SEAM_C_I16 || t->kind == SEAM_C_I32 ||
           t->kind == SEAM_C_I64;
}

bool seam_ffi_is_signed(void *type) { return is_signed(type); }

bool seam_ffi_store_int(void *type, void *data, int64_t value) {
    const SeamCType *t = type;
    unsigned bits = t->kind == SEAM_C_BOOL ? 1 : (unsigned)(8 * t->size);
    if (t->kind == SEAM_C_I128 || t->kind == SEAM_C_U128) {
        int64_t words[2] = {value, value < 0 ? -1 : 0};
        memcpy(data, words, sizeof words);
        return value >= 0 || t->kind == SEAM_C_I128;
    }
    bool fits = is_signed(t) ? bits == 64 || (value >> (bits - 1)) == (value < 0 ? -1 : 0)
                             : value >= 0 && (bits == 64 || value >> bits == 0);
    if (fits) memcpy(data, &value, t->size);
    return fits;
}

bool seam_ffi_store_bits(void *type, void *data, int64_t index, int64_t value) {
    const SeamCField *f = field_at(type, index);
    unsigned bits = f->bit_width, skip = f->bit_offset;
    bool fits = is_signed(f->type) ? bits == 64 || (value >> (bits - 1)) == (value < 0 ? -1 : 0)
                                   : value >= 0 && (bits == 64 || value >> bits == 0);
    unsigned char *at = (unsigned char *)data + f->offset;
    for (unsigned i = 0; i < bits && fits; i++) {
        unsigned place = skip + i;
        unsigned char bit = (unsigned char)(1u << place % 8);
        if ((uint64_t)value >> i & 1) at[place / 8] |= bit;
        else at[place / 8] &= (unsigned char)~bit;
    }
    return fits;
}

int64_t seam_ffi_load_bits(void *type, void *data, int64_t index) {
    const SeamCField *f = field_at(type, index);
    unsigned bits = f->bit_width, skip = f->bit_offset, unused = 64 - bits;
    const unsigned char *at = (const unsigned char *)data + f->offset;
    uint64_t value = 0;
    for (unsigned i = 0; i < bits; i++)
        value |= (uint64_t)(at[(skip + i) / 8] >> (skip + i) % 8 & 1) << i;
    return is_signed(f->type) ? (int64_t)(value << unused) >> unused : (int64_t)value;
}

void seam_ffi_store_float(void *type, void *data, double value) {
    float narrow = (float)value;
    long double longest = (long double)value;
    size_t size = LDBL_MANT_DIG == 64 ? 10 : sizeof longest; // x87's has padding behind it
    if (((const SeamCType *)type)->kind == SEAM_C_LONG_DOUBLE) {
        memcpy(data, &longest, size);
        return;
    }
    bool is_narrow = ((const SeamCType *)type)->kind == SEAM_C_F32;
    if (is_narrow) memcpy(data, &narrow, sizeof narrow);
    else memcpy(data, &value, sizeof value);
}

void seam_ffi_store_pointer(void *data, void *value) { memcpy(data, &value, sizeof value); }

int64_t seam_ffi_load_int(void *type, void *data) {
    const SeamCType *t = type;
    uint64_t value = 0;
    memcpy(&value, data, t->size < sizeof value ? t->size : sizeof value);
    if (t->size >= sizeof value) return (int64_t)value;
    unsigned unused = (unsigned)(64 - 8 * t->size);
    if (is_signed(t) && unused) return (int64_t)(value << unused) >> unused;
    return (int64_t)value;
}

bool seam_ffi_fits_int(void *type, void *data) {
    SeamCKind kind = ((const SeamCType *)type)->kind;
    int64_t words[2]; // of an integer of 128 bits
    if (kind == SEAM_C_I128 || kind == SEAM_C_U128) {
        memcpy(words, data, sizeof words);
        return words[1] == (words[0] < 0 ? -1 : 0) && (kind == SEAM_C_I128 || words[0] >= 0);
    }
    return ((const SeamCType *)type)->kind != SEAM_C_U64 || seam_ffi_load_int(type, data) >= 0;
}

double seam_ffi_load_float(void *type, void *data) {
    float narrow;
    double wide;
    memcpy(&narrow, data, sizeof narrow);
    if (((const SeamCType *)type)->kind == SEAM_C_F32) return (double)narrow;
    if (((const SeamCType *)type)->kind == SEAM_C_LONG_DOUBLE) {
        long double longest;
        memcpy(&longest, data, sizeof longest);
        return (double)longest;
    }
    memcpy(&wide, data, sizeof wide);
    return wide;
}

void *seam_ffi_load_pointer(void *data) {
    void *value;
    memcpy(&value, data, sizeof value);
    return value;
}
