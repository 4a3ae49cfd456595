// C's types with the sizes of a target, and the layout of structs and unions as C compilers choose
// it: psABI 3.1.2 and AAPCS 5.3 (bit-fields may share the units of others), Microsoft's rules on
// Windows (a unit is shared only by bit-fields of one size). Interned by content, so that equal
// types are one pointer.
#include "type/type.h"

#include "memory/pages.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ABI_COUNT = SEAM_ABI_AAPCS32_SOFT + 1, BASIC_COUNT = SEAM_C_STRING + 1, MAX_ALIGN = 4096 };
static const size_t max_size = (size_t)1 << 31; // a struct by value of 2 GiB is a mistake

// ---- errors ----

const char *seam_call_status_text(SeamCallStatus status) {
    switch (status) {
#define STATUS_TEXT(value, NAME, text) \
    case SEAM_CALL_##NAME: return text;
        SEAM_CALL_STATUS_MAP(STATUS_TEXT)
#undef STATUS_TEXT
    }
    return "unknown status";
}

SeamCallStatus call_fail(SeamCallError *error, SeamCallStatus status, size_t offset,
                         const char *format, ...) {
    if (!error) return status;
    va_list args;
    va_start(args, format);
    vsnprintf(error->text, sizeof error->text, format, args);
    va_end(args);
    error->offset = offset;
    return status;
}

// ---- permanent memory ----

typedef struct Chunk {
    char *next;
    size_t left;
} Chunk;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Chunk chunk;

void keep_lock(void) { pthread_mutex_lock(&lock); }
void keep_unlock(void) { pthread_mutex_unlock(&lock); }

void *keep_alloc(size_t size) {
    enum { CHUNK_SIZE = 16384, UNIT = 16 };
    size = (size + UNIT - 1) & ~(size_t)(UNIT - 1);
    if (size > CHUNK_SIZE / 4) return calloc(1, size);
    if (chunk.left < size) {
        char *fresh = calloc(1, CHUNK_SIZE);
        if (!fresh) return NULL;
        chunk = (Chunk){fresh, CHUNK_SIZE};
    }
    void *found = chunk.next;
    chunk.next += size;
    chunk.left -= size;
    return found;
}

// ---- the types without parts ----

SeamAbi abi_resolve(SeamAbi abi) {
    if (abi != SEAM_ABI_HOST) return abi;
#if defined(__x86_64__) && defined(_WIN32)
    return SEAM_ABI_WIN64;
#elif defined(__x86_64__)
    return SEAM_ABI_SYSV64;
#elif defined(__aarch64__) && defined(__APPLE__)
    return SEAM_ABI_APPLE64;
#elif defined(__aarch64__)
    return SEAM_ABI_AAPCS64;
#elif defined(__arm__) && defined(__ARM_PCS_VFP)
    return SEAM_ABI_AAPCS32;
#elif defined(__arm__)
    return SEAM_ABI_AAPCS32_SOFT;
#else
#error "the calling engine has no classifier for this machine"
#endif
}

bool abi_is_known(SeamAbi abi) { return (unsigned)abi < ABI_COUNT; }

SeamCallStatus abi_unknown(SeamAbi abi, SeamCallError *error) {
    return call_fail(error, SEAM_CALL_EABI, 0, "unknown calling convention %d", (int)abi);
}

static bool is_arm32(SeamAbi abi) {
    return abi == SEAM_ABI_AAPCS32 || abi == SEAM_ABI_AAPCS32_SOFT;
}

size_t abi_pointer_size(SeamAbi abi) { return is_arm32(abi_resolve(abi)) ? 4 : 8; }

// x87's ten bytes in sixteen; on Windows as mingw has it, which `ms_abi` functions use too.
// AArch64's is IEEE quad, Apple's and ARM's is double.
static size_t long_double_size(SeamAbi abi) {
    return abi == SEAM_ABI_APPLE64 || is_arm32(abi) ? 8 : 16;
}

static size_t basic_size(SeamAbi abi, SeamCKind kind) {
    switch ((int)kind) {
    case SEAM_C_BOOL:
    case SEAM_C_I8:
    case SEAM_C_U8: return 1;
    case SEAM_C_I16:
    case SEAM_C_U16: return 2;
    case SEAM_C_I32:
    case SEAM_C_U32:
    case SEAM_C_F32: return 4;
    case SEAM_C_I64:
    case SEAM_C_U64:
    case SEAM_C_F64: return 8;
    case SEAM_C_I128:
    case SEAM_C_U128: return 16;
    case SEAM_C_LONG_DOUBLE: return long_double_size(abi);
    case SEAM_C_PTR:
    case SEAM_C_STRING: return abi_pointer_size(abi);
    }
    return 0; // void
}

static SeamCType basics[ABI_COUNT][BASIC_COUNT];
static pthread_once_t basics_once = PTHREAD_ONCE_INIT;

static void make_basics(void) {
    pages_around_fork(keep_lock, keep_unlock); // a child finds the lock free
    for (int abi = SEAM_ABI_HOST + 1; abi < ABI_COUNT; abi++) {
        for (int kind = 0; kind < BASIC_COUNT; kind++) {
            size_t size = basic_size((SeamAbi)abi, (SeamCKind)kind);
            basics[abi][kind] = (SeamCType){.kind = (SeamCKind)kind,
                                            .abi = (SeamAbi)abi,
                                            .size = size,
                                            .align = size ? size : 1};
        }
    }
}

const SeamCType *seam_ctype(SeamAbi abi, SeamCKind kind) {
    if (!abi_is_known(abi) || (unsigned)kind >= BASIC_COUNT) return NULL;
    pthread_once(&basics_once, make_basics);
    return &basics[abi_resolve(abi)][kind];
}

// ---- interning ----

static struct {
    const SeamCType **slots;
    size_t cap; // a power of two
    size_t len;
} table;

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t mix_text(uint64_t hash, const char *text) {
    for (; text && *text; text++) hash = mix(hash, (unsigned char)*text);
    return mix(hash, text != NULL);
}

static uint64_t hash_type(const SeamCType *t) {
    uint64_t hash = mix((uint64_t)t->kind, (uint64_t)t->abi);
    hash = mix(mix(mix(hash, t->size), t->align), t->count);
    hash = mix(mix(hash, t->packed), (uint64_t)(uintptr_t)t->elem);
    for (size_t i = 0; t->fields && i < t->count; i++) {
        const SeamCField *f = &t->fields[i];
        hash = mix(mix(hash, (uint64_t)(uintptr_t)f->type), f->offset);
        hash = mix_text(mix(hash, (uint64_t)f->bit_offset << 16 | f->bit_width), f->name);
    }
    return hash;
}

static bool same_name(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static bool same_type(const SeamCType *a, const SeamCType *b) {
    if (a->kind != b->kind || a->abi != b->abi || a->size != b->size || a->align != b->align ||
        a->packed != b->packed || a->elem != b->elem || a->count != b->count)
        return false;
    for (size_t i = 0; a->fields && i < a->count; i++) {
        const SeamCField *f = &a->fields[i], *g = &b->fields[i];
        if (f->type != g->type || f->offset != g->offset || f->bit_offset != g->bit_offset ||
            f->bit_width != g->bit_width || !same_name(f->name, g->name))
            return false;
    }
    return true;
}

static bool grow_table(void) {
    size_t cap = table.cap ? table.cap * 2 : 256;
    const SeamCType **slots = calloc(cap, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < table.cap; i++) {
        if (!table.slots[i]) continue;
        size_t at = (size_t)hash_type(table.slots[i]) & (cap - 1);
        while (slots[at]) at = (at + 1) & (cap - 1);
        slots[at] = table.slots[i];
    }
    free((void *)table.slots);
    table.slots = slots;
    table.cap = cap;
    return true;
}

static const char *keep_text(const char *text) {
    if (!text) return NULL;
    char *kept = keep_alloc(strlen(text) + 1);
    return kept ? strcpy(kept, text) : NULL;
}

static SeamCType *keep_type(const SeamCType *t) {
    SeamCType *kept = keep_alloc(sizeof *kept);
    if (!kept) return NULL;
    *kept = *t;
    if (!t->fields) return kept;
    SeamCField *fields = keep_alloc(t->count * sizeof *fields);
    if (!fields) return NULL;
    for (size_t i = 0; i < t->count; i++) {
        fields[i] = t->fields[i];
        fields[i].name = keep_text(fields[i].name);
        if (t->fields[i].name && !fields[i].name) return NULL;
    }
    kept->fields = fields;
    return kept;
}

// Under the lock. NULL: no memory.
static const SeamCType *find_or_keep(const SeamCType *t) {
    if (table.len * 2 >= table.cap && !grow_table()) return NULL;
    size_t at = (size_t)hash_type(t) & (table.cap - 1);
    for (; table.slots[at]; at = (at + 1) & (table.cap - 1))
        if (same_type(table.slots[at], t)) return table.slots[at];
    const SeamCType *kept = keep_type(t);
    if (!kept) return NULL;
    table.slots[at] = kept;
    table.len++;
    return kept;
}

static SeamCallStatus intern(const SeamCType *t, const SeamCType **out, SeamCallError *error) {
    keep_lock();
    *out = find_or_keep(t);
    keep_unlock();
    return *out ? SEAM_CALL_OK : call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for a type");
}

// ---- elements ----

static SeamCallStatus no_element(SeamCallError *error) {
    return call_fail(error, SEAM_CALL_EARGUMENT, 0, "there is no type of elements: `elem` is NULL");
}

// Of integers it is an extension of gcc and clang.
static bool has_complex(const SeamCType *t) {
    if (t->kind >= SEAM_C_I8 && t->kind <= SEAM_C_U64) return true;
    return t->kind == SEAM_C_F32 || t->kind == SEAM_C_F64 || t->kind == SEAM_C_LONG_DOUBLE;
}

SeamCallStatus seam_ctype_complex(const SeamCType *elem, const SeamCType **out,
                                  SeamCallError *error) {
    CALL_TAKES(out, error);
    if (!elem) return no_element(error);
    if (!has_complex(elem))
        return call_fail(error, SEAM_CALL_ETYPE, 0, "complex numbers are of integers or floats");
    SeamCType t = {.kind = SEAM_C_COMPLEX,
                   .abi = elem->abi,
                   .size = 2 * elem->size,
                   .align = elem->align,
                   .elem = elem,
                   .count = 2};
    return intern(&t, out, error);
}

SeamCallStatus seam_ctype_vector(const SeamCType *elem, size_t count, const SeamCType **out,
                                 SeamCallError *error) {
    CALL_TAKES(out, error);
    if (!elem) return no_element(error);
    bool number = elem->kind >= SEAM_C_I8 && elem->kind <= SEAM_C_F64 && elem->size <= 8;
    size_t size = count <= 16 ? elem->size * count : 0;
    if (!number || (size != 8 && size != 16))
        return call_fail(error, SEAM_CALL_ETYPE, 0, "a vector holds numbers in 8 or 16 bytes");
    SeamCType t = {.kind = SEAM_C_VECTOR,
                   .abi = elem->abi,
                   .size = size,
                   .align = is_arm32(elem->abi) ? 8 : size, // AAPCS32 4.1.2
                   .elem = elem,
                   .count = count};
    return intern(&t, out, error);
}

SeamCallStatus seam_ctype_array(const SeamCType *elem, size_t count, const SeamCType **out,
                                SeamCallError *error) {
    CALL_TAKES(out, error);
    if (!elem) return no_element(error);
    if (elem->kind == SEAM_C_VOID)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "an array cannot hold void");
    if (elem->size && count > max_size / elem->size)
        return call_fail(error, SEAM_CALL_ELIMIT, 0, "an array beyond 2 GiB");
    SeamCType t = {.kind = SEAM_C_ARRAY,
                   .abi = elem->abi,
                   .size = elem->size * count,
                   .align = elem->align,
                   .elem = elem,
                   .count = count};
    return intern(&t, out, error);
}

// ---- structs and unions ----

size_t type_natural_align(const SeamCType *t) {
    if (t->kind != SEAM_C_STRUCT && t->kind != SEAM_C_UNION) return t->align;
    size_t align = 1;
    for (size_t i = 0; i < t->count && !t->packed; i++)
        if (t->fields[i].type->align > align) align = t->fields[i].type->align;
    return align;
}

typedef struct Laying {
    SeamCRecord how;
    bool microsoft; // its rules for bit-fields
    uint64_t bits;  // used so far
    size_t align;
    size_t unit_size; // Microsoft: size of the unit that the last bit-field opened; 0: none is open
    uint64_t unit_end;
} Laying;

static uint64_t round_up(uint64_t value, uint64_t to) { return (value + to - 1) / to * to; }

static void want_align(Laying *l, size_t align) {
    if (align > l->align) l->align = align;
}

static void lay_field(Laying *l, SeamCField *f) {
    size_t align = l->how.packed ? 1 : f->type->align;
    want_align(l, align);
    l->unit_size = 0;
    uint64_t at = l->how.is_union ? 0 : round_up(l->bits, 8 * align);
    f->offset = (size_t)(at / 8);
    f->bit_offset = 0;
    uint64_t end = at + 8 * (uint64_t)f->type->size;
    if (end > l->bits) l->bits = end;
}

static void set_bits(SeamCField *f, uint64_t at) {
    f->offset = (size_t)(at / 8);
    f->bit_offset = (uint16_t)(at % 8);
}

// psABI 3.1.2: a bit-field lies within one unit of its type; it may share that with what came
// before.
static void lay_bits_shared(Laying *l, SeamCField *f) {
    uint64_t unit = 8 * (uint64_t)f->type->size, at = l->how.is_union ? 0 : l->bits;
    bool crosses = at / unit != (at + f->bit_width - 1) / unit;
    if (crosses && !l->how.packed) at = round_up(at, unit);
    want_align(l, l->how.packed ? 1 : f->type->align);
    set_bits(f, at);
    if (at + f->bit_width > l->bits) l->bits = at + f->bit_width;
}

static void lay_bits_microsoft(Laying *l, SeamCField *f) {
    size_t size = f->type->size, align = l->how.packed ? 1 : f->type->align;
    want_align(l, align);
    if (l->how.is_union) { // each has a unit of its own
        set_bits(f, 0);
        if (l->bits < 8 * (uint64_t)size) l->bits = 8 * (uint64_t)size;
        return;
    }
    bool fits = l->unit_size == size && l->unit_end - l->bits >= f->bit_width;
    if (!fits) {
        l->bits = l->unit_size ? l->unit_end : l->bits;
        l->bits = round_up(round_up(l->bits, 8), 8 * align);
        l->unit_size = size;
        l->unit_end = l->bits + 8 * (uint64_t)size;
    }
    set_bits(f, l->bits);
    l->bits += f->bit_width;
}

static SeamCallStatus check_field(const SeamCField *f, size_t index, SeamAbi abi,
                                  SeamCallError *error) {
    const SeamCType *t = f->type;
    if (!t)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "field %zu has no type: it is NULL",
                         index + 1);
    if (t->kind == SEAM_C_VOID)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "field %zu cannot be void", index + 1);
    if (t->abi != abi)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "field %zu is of another convention",
                         index + 1);
    if (f->bit_width == 0) return SEAM_CALL_OK;
    bool integer = t->kind >= SEAM_C_BOOL && t->kind <= SEAM_C_U64;
    if (!integer)
        return call_fail(error, SEAM_CALL_ETYPE, 0,
                         "field %zu: bit-fields are of bool and of integers up to 64 bits",
                         index + 1);
    size_t bits = t->kind == SEAM_C_BOOL ? 1 : 8 * t->size;
    if (f->bit_width > bits)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "field %zu has %u bits, and its type has %zu",
                         index + 1, (unsigned)f->bit_width, bits);
    return SEAM_CALL_OK;
}

static SeamCallStatus lay_out(Laying *l, SeamCField fields[], size_t count, SeamAbi abi,
                              SeamCallError *error) {
    for (size_t i = 0; i < count; i++) {
        SeamCallStatus status = check_field(&fields[i], i, abi, error);
        if (status != SEAM_CALL_OK) return status;
        if (l->unit_size && fields[i].bit_width == 0 && l->bits < l->unit_end)
            l->bits = l->unit_end;
        if (fields[i].bit_width == 0) lay_field(l, &fields[i]);
        else if (l->microsoft) lay_bits_microsoft(l, &fields[i]);
        else lay_bits_shared(l, &fields[i]);
        if (l->bits / 8 > max_size)
            return call_fail(error, SEAM_CALL_ELIMIT, 0, "a struct beyond 2 GiB");
    }
    if (l->unit_size && l->bits < l->unit_end) l->bits = l->unit_end;
    return SEAM_CALL_OK;
}

SeamCallStatus seam_ctype_record(SeamAbi abi, SeamCRecord how, const SeamCField fields[],
                                 size_t count, const SeamCType **out, SeamCallError *error) {
    CALL_TAKES(out, error);
    abi = abi_resolve(abi);
    if (!abi_is_known(abi)) return abi_unknown(abi, error);
    if (count && !fields)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "%zu fields, and `fields` is NULL", count);
    if (count > max_size || how.size > max_size)
        return call_fail(error, SEAM_CALL_ELIMIT, 0, "a struct beyond 2 GiB");
    if (how.align > MAX_ALIGN || (how.align & (how.align - 1)) != 0)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "an alignment is a power of two up to %d",
                         MAX_ALIGN);
    SeamCField *laid = calloc(count ? count : 1, sizeof *laid);
    if (!laid) return call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for %zu fields", count);
    if (count) memcpy(laid, fields, count * sizeof *laid);
    Laying l = {.how = how, .microsoft = abi == SEAM_ABI_WIN64, .align = how.align ? how.align : 1};
    SeamCallStatus status = lay_out(&l, laid, count, abi, error);
    if (l.bits < 8 * (uint64_t)how.size) l.bits = 8 * (uint64_t)how.size;
    if (status == SEAM_CALL_OK) {
        SeamCType t = {.kind = how.is_union ? SEAM_C_UNION : SEAM_C_STRUCT,
                       .abi = abi,
                       .packed = how.packed,
                       .size = (size_t)round_up(round_up(l.bits, 8) / 8, l.align),
                       .align = l.align,
                       .count = count,
                       .fields = laid};
        status = intern(&t, out, error);
    }
    free(laid);
    return status;
}
