// Calls random C functions in every way that the engine has, and lets compiled code call closures:
// do all arguments and results arrive, bit by bit, and can exceptions pass through? The functions
// are in files that abi_fuzz.py wrote, one object of them for each compiler and level; the engine
// knows them by their texts.
// With -DPEER a libffi alone is asked the same, and how often it fails is counted.
#include "driver.h"

#include <float.h>
#include <seam/call.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

#if defined(FACE_ABI)
#include "ffi.h"
#endif

Row *row;
void *typed_context;
Program *programs;

static Row rows[ROWS];
static struct {
    const Program *program;
    const Case *c;
    const char *way;
    int failed; // of this case
} now;
static int failures, failed_cases, face_cases;

static void bad(const char *what, unsigned index) {
    enum { MAX_SHOWN = 12 };
    if (failures++ < MAX_SHOWN)
        printf("  %s: %s: %s %u: %s\n", now.program->compiler, now.way, what, index, now.c->text);
    now.failed = 1;
}

// ---- the way back ----

static uintptr_t home; // where try_case returns to
static int has_way_back;

static _Unwind_Reason_Code look_at(struct _Unwind_Context *frame, void *is_home) {
    if ((uintptr_t)_Unwind_GetIP(frame) != home) return _URC_NO_REASON;
    *(int *)is_home = 1;
    return _URC_END_OF_STACK;
}

void look_back(void) {
    int is_home = 0;
    _Unwind_Backtrace(look_at, &is_home);
    has_way_back &= is_home;
}

// ---- values ----

static uint64_t state = 1;

static uint64_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 0x2545f4914f6cdd1du;
}

// No NaN and no infinity: what a conversion on the way may do to their bits is not our matter.
static void make_number(unsigned char *at, const Leaf *leaf) {
    if (leaf->kind == LEAF_BOOL) *at &= 1;
    if (leaf->kind == LEAF_F32) at[3] &= 0xbf;
    if (leaf->kind == LEAF_F64 || (leaf->kind == LEAF_LONG_DOUBLE && leaf->size == 8))
        at[7] &= 0xbf;
    if (leaf->kind != LEAF_LONG_DOUBLE || leaf->size == 8) return;
    if (LDBL_MANT_DIG == 64) at[7] |= 0x80, at[8] |= 1, at[9] &= 0xbf; // x87: a leading one
    else at[15] &= 0xbf;
}

static void make_value(const Type *t, unsigned char *value) {
    for (unsigned i = 0; i < t->size; i++) value[i] = (unsigned char)(next_random() >> 40);
    for (unsigned i = 0; i < t->leaf_count; i++)
        for (unsigned k = 0; k < t->leaves[i].count; k++)
            make_number(value + t->leaves[i].offset + k * t->leaves[i].size, &t->leaves[i]);
}

static const unsigned char *mask_of(Type *t) {
    if (t->mask) return t->mask;
    if (!(t->mask = calloc(1, ROOM))) abort();
    for (unsigned i = 0; i < t->leaf_count; i++) {
        const Leaf *leaf = &t->leaves[i];
        unsigned used = leaf->size;
        if (leaf->kind == LEAF_LONG_DOUBLE && LDBL_MANT_DIG == 64) used = 10;
        for (unsigned k = 0; k < leaf->count; k++)
            memset(t->mask + leaf->offset + k * leaf->size, 0xff, used);
    }
    if (t->set_bits) t->set_bits(t->mask);
    return t->mask;
}

static int is_same(Type *t, const unsigned char *a, const unsigned char *b) {
    const unsigned char *mask = mask_of(t);
    for (unsigned i = 0; i < t->size; i++)
        if ((a[i] ^ b[i]) & mask[i]) return 0;
    return 1;
}

// The callee's notes: narrow integers as it saw them, extended.
static int is_noted(Type *t, const unsigned char *got, const unsigned char *in) {
    if (!t->narrow) return is_same(t, got, in);
    long long seen;
    memcpy(&seen, got, sizeof seen);
    long long want = 0;
    if (t->narrow < 0 && in[t->size - 1] & 0x80) want = -1;
    memcpy(&want, in, t->size);
    return seen == want;
}

static void make_rows(const Case *c) {
    state = 88172645463325252u;
    for (const char *p = c->text; *p; p++) state = (state ^ (unsigned char)*p) * 0x100000001b3u;
    for (int r = 0; r < ROWS; r++) {
        for (unsigned i = 0; i < c->count; i++) make_value(c->args[i], rows[r].in[i]);
        if (c->ret) make_value(c->ret, rows[r].ret);
    }
}

static void clear_notes(const Case *c) {
    row = rows;
    for (int r = 0; r < ROWS; r++) {
        for (unsigned i = 0; i < c->count; i++)
            memset(rows[r].got[i], 0x5a, c->args[i]->size < 8 ? 8 : c->args[i]->size);
        memset(rows[r].result, 0x5a, (c->ret ? c->ret->size : 0) + GUARD);
    }
}

// By a compiled callee (`noted`) or by a handler; how many calls there were; what the result's
// caller may have written behind it.
static void check_rows(const Case *c, int noted, int calls, unsigned widened) {
    if (row != rows + calls) bad("calls", (unsigned)(row - rows));
    if (!has_way_back) bad("no way back", 0);
    for (int r = 0; r < calls; r++) {
        for (unsigned i = 0; i < c->count; i++) {
            Type *t = c->args[i];
            if (noted ? !is_noted(t, rows[r].got[i], rows[r].in[i])
                      : !is_same(t, rows[r].got[i], rows[r].in[i]))
                bad("argument", i + 1);
        }
        unsigned size = c->ret ? c->ret->size : 0;
        if (c->ret && !is_same(c->ret, rows[r].result, rows[r].ret)) bad("result", (unsigned)r);
        if (size < widened) size = widened;
        for (unsigned i = size; i < size + GUARD - 8; i++)
            if (rows[r].result[i] != 0x5a) bad("written behind the result, byte", i);
    }
}

static void begin(const char *way) {
    now.way = way;
    has_way_back = 1;
    clear_notes(now.c);
}

// ---- the engine ----

#if !defined(PEER)
static void handle(void *context, void *ret, void *const args[]) {
    const Case *c = context;
    Row *r = row++;
    look_back();
    for (unsigned i = 0; i < c->count; i++) {
        // Elsewhere compilers align what they pass to the members' alignment, or to 16 bytes.
        if (ABI == SEAM_ABI_SYSV64 && c->args[i]->size && (uintptr_t)args[i] % c->args[i]->align)
            bad("not aligned: argument", i + 1);
        memcpy(r->got[i], args[i], c->args[i]->size);
    }
    if (c->ret) memcpy(ret, r->ret, c->ret->size);
}

static void try_closure(const SeamSig *sig, const Case *c, Code *typed) {
    SeamClosureParts parts = {.sig = sig, .context = (void *)c};
    if (typed) parts.typed = typed;
    else parts.handler = handle;
    SeamClosure *closure;
    SeamCallError error;
    begin(typed ? "typed closure" : "closure");
    if (seam_closure_new(&parts, &closure, &error) != SEAM_CALL_OK) {
        bad(error.text, 0);
        return;
    }
    c->user(seam_closure_code(closure), row);
    check_rows(c, typed != NULL, 1, 0);
    if (typed && typed_context != c) bad("context", 0);
    seam_closure_free(closure);
}

static void try_bound(const SeamSig *sig, const Case *c, const uint64_t *slots, unsigned flags) {
    SeamBound *bound;
    SeamCallError error;
    begin(flags ? "bound with errno" : "bound");
    if (seam_bind(sig, c->callee, flags, &bound, &error) != SEAM_CALL_OK) {
        bad(error.text, 0);
        return;
    }
    seam_bound_entry(bound)(slots, rows[0].result);
    check_rows(c, 1, 1, 0);
    seam_bound_free(bound);
}

static void try_batch(const SeamSig *sig, const Case *c) {
    SeamColumn columns[MAX_ARGS + 1];
    for (unsigned i = 0; i < c->count; i++) columns[i] = (SeamColumn){rows[0].in[i], sizeof(Row)};
    begin("batch");
    SeamColumn result = {c->ret ? rows[0].result : NULL, sizeof(Row)};
    seam_call_batch(sig, c->callee, ROWS, columns, result);
    check_rows(c, 1, ROWS, 0);
}

static void try_checked(const SeamSig *sig, const Case *c) {
    const SeamSigParts *parts = seam_sig_parts(sig);
    SeamCallValue values[MAX_ARGS + 1];
    for (unsigned i = 0; i < c->count; i++)
        values[i] = (SeamCallValue){parts->args[i], rows[0].in[i], c->args[i]->size};
    SeamCallRoom room = {parts->ret, c->ret ? rows[0].result : NULL, c->ret ? c->ret->size : 0};
    SeamCallError error;
    begin("checked");
    if (seam_call_checked(sig, c->callee, room, values, c->count, &error) != SEAM_CALL_OK)
        bad(error.text, 0);
    else check_rows(c, 1, 1, 0);
}

static void try_engine(const SeamSig *sig, const Case *c) {
    static uint64_t slots[MAX_ARGS * ROOM / 8];
    const void *args[MAX_ARGS + 1];
    size_t at = 0;
    for (unsigned i = 0; i < c->count; i++) {
        args[i] = rows[0].in[i];
        memcpy(slots + at, args[i], c->args[i]->size);
        at += (c->args[i]->size + 7) / 8;
    }
    begin("pointers");
    seam_call(sig, c->callee, rows[0].result, args);
    check_rows(c, 1, 1, 0);
    begin("errno");
    int saved = 0;
    seam_call_errno(sig, c->callee, rows[0].result, args, &saved);
    check_rows(c, 1, 1, 0);
    begin("slots");
    seam_call_slots(sig, c->callee, rows[0].result, slots);
    check_rows(c, 1, 1, 0);
    try_bound(sig, c, slots, 0);
    try_bound(sig, c, slots, SEAM_BIND_ERRNO);
    try_batch(sig, c);
    try_checked(sig, c);
    try_closure(sig, c, NULL);
    if (c->typed) try_closure(sig, c, c->typed);
}
#endif

#if defined(FACE_ABI)
// ---- libffi, ours or a peer ----

static ffi_type *face_type(const SeamCType *t);

// Arrays are fields side by side, as libffi's users write them. NULL: libffi has no such type.
static ffi_type *face_struct(const SeamCType *t) {
    enum { MAX_FIELDS = 64 };
    ffi_type *made = calloc(1, sizeof *made), **fields = calloc(MAX_FIELDS + 1, sizeof *fields);
    if (!made || !fields) abort();
    size_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        const SeamCType *field = t->fields[i].type;
        size_t times = field->kind == SEAM_C_ARRAY ? field->count : 1;
        if (times == 0) return NULL;
        ffi_type *one =
            t->fields[i].bit_width
                ? NULL
                : face_type(times == 1 && field->kind != SEAM_C_ARRAY ? field : field->elem);
        if (!one || count + times > MAX_FIELDS) return NULL;
        while (times--) fields[count++] = one;
    }
    *made = (ffi_type){0, 0, FFI_TYPE_STRUCT, fields};
    size_t offsets[MAX_FIELDS];
    if (ffi_get_struct_offsets(FACE_ABI, made, offsets) != FFI_OK) return NULL;
    return made->size == t->size && made->alignment == t->align ? made : NULL;
}

static ffi_type *face_type(const SeamCType *t) {
    switch (t->kind) {
    case SEAM_C_VOID: return &ffi_type_void;
    case SEAM_C_BOOL:
    case SEAM_C_U8: return &ffi_type_uint8;
    case SEAM_C_I8: return &ffi_type_sint8;
    case SEAM_C_I16: return &ffi_type_sint16;
    case SEAM_C_U16: return &ffi_type_uint16;
    case SEAM_C_I32: return &ffi_type_sint32;
    case SEAM_C_U32: return &ffi_type_uint32;
    case SEAM_C_I64: return &ffi_type_sint64;
    case SEAM_C_U64: return &ffi_type_uint64;
    case SEAM_C_F32: return &ffi_type_float;
    case SEAM_C_F64: return &ffi_type_double;
    case SEAM_C_LONG_DOUBLE: return &ffi_type_longdouble;
    case SEAM_C_PTR:
    case SEAM_C_STRING: return &ffi_type_pointer;
    case SEAM_C_COMPLEX:
        return t->elem->kind == SEAM_C_F32           ? &ffi_type_complex_float
               : t->elem->kind == SEAM_C_F64         ? &ffi_type_complex_double
               : t->elem->kind == SEAM_C_LONG_DOUBLE ? &ffi_type_complex_longdouble
                                                     : NULL;
    case SEAM_C_STRUCT: return face_struct(t);
    default: return NULL;
    }
}

// libffi wants what stands behind the dots promoted by its caller.
static int is_promoted(const SeamCType *t) {
    return t->kind == SEAM_C_F32 || (t->kind <= SEAM_C_I64 && t->size < 4);
}

static int prepare_face(ffi_cif *cif, ffi_type **types, const SeamSigParts *parts) {
    ffi_type *ret = face_type(parts->ret);
    if (!ret) return 0;
    int is_variadic = parts->fixed != SEAM_SIG_FIXED;
    for (size_t i = 0; i < parts->count; i++) {
        types[i] = face_type(parts->args[i]);
        if (!types[i] || (is_variadic && i >= parts->fixed && is_promoted(parts->args[i])))
            return 0;
    }
    unsigned count = (unsigned)parts->count;
    ffi_status status =
        is_variadic ? ffi_prep_cif_var(cif, FACE_ABI, (unsigned)parts->fixed, count, ret, types)
                    : ffi_prep_cif(cif, FACE_ABI, count, ret, types);
    if (status != FFI_OK) bad("ffi_prep_cif", (unsigned)status);
    return status == FFI_OK;
}

// Of a closure narrow results are ffi_arg; so are those of calls.
static void handle_face(ffi_cif *cif, void *ret, void **args, void *context) {
    const Case *c = context;
    Row *r = row++;
    look_back();
    for (unsigned i = 0; i < c->count; i++) memcpy(r->got[i], args[i], c->args[i]->size);
    if (!c->ret) return;
    ffi_arg word = 0;
    if (c->ret->narrow < 0 && r->ret[c->ret->size - 1] & 0x80) word = ~word;
    if (c->ret->narrow) {
        memcpy(&word, r->ret, c->ret->size);
        memcpy(ret, &word, sizeof word);
    } else {
        memcpy(ret, r->ret, c->ret->size);
    }
    (void)cif;
}

static void try_face_closure(ffi_cif *cif, const Case *c) {
    void *code;
    ffi_closure *closure = ffi_closure_alloc(sizeof *closure, &code);
    begin("ffi closure");
    if (!closure || ffi_prep_closure_loc(closure, cif, handle_face, (void *)c, code) != FFI_OK) {
        bad("ffi_prep_closure_loc", 0);
        return;
    }
    Code *entry;
    memcpy(&entry, &code, sizeof entry);
    c->user(entry, row);
    check_rows(c, 0, 1, 0);
    ffi_closure_free(closure);
}

static void try_face(const SeamSigParts *parts, const Case *c) {
    ffi_type *types[MAX_ARGS + 1];
    void *args[MAX_ARGS + 1];
    ffi_cif cif;
    begin("ffi_call");
    if (!prepare_face(&cif, types, parts)) return;
    face_cases++;
    for (unsigned i = 0; i < c->count; i++) args[i] = rows[0].in[i];
    ffi_call(&cif, c->callee, rows[0].result, args);
    unsigned widened = c->ret && c->ret->size < sizeof(ffi_arg) ? sizeof(ffi_arg) : 0;
    check_rows(c, 1, 1, widened);
    try_face_closure(&cif, c);
}
#endif

// ---- all ----

__attribute__((noinline)) static void try_case(const Case *c) {
    home = (uintptr_t)__builtin_extract_return_addr(__builtin_return_address(0));
    const SeamSig *sig;
    SeamCallError error;
    if (seam_sig_parse(ABI, c->text, &sig, &error) != SEAM_CALL_OK) {
        bad(error.text, 0);
        return;
    }
    const SeamSigParts *parts = seam_sig_parts(sig);
    for (unsigned i = 0; i < c->count; i++) {
        const SeamCType *t = parts->args[i];
        if (t->size != c->args[i]->size || t->align != c->args[i]->align)
            bad("layout of argument", i + 1);
    }
    if (c->ret && (parts->ret->size != c->ret->size || parts->ret->align != c->ret->align))
        bad("layout of the result", 0);
    if (now.failed) return;
    make_rows(c);
#if !defined(PEER)
    try_engine(sig, c);
#endif
#if defined(FACE_ABI)
    try_face(parts, c);
#endif
}

static void crashed(int number) {
    bad("crashes with signal", (unsigned)number);
    _Exit(1);
}

int main(void) {
    signal(SIGSEGV, crashed);
    signal(SIGILL, crashed);
    setvbuf(stdout, NULL, _IONBF, 0);
    for (const Program *p = programs; p; p = p->next) {
        now.program = p;
        for (unsigned i = 0; i < p->count; i++) {
            now.c = &p->cases[i];
            now.way = "signature";
            now.failed = 0;
            try_case(now.c);
            failed_cases += now.failed;
        }
    }
    printf("%d signatures through libffi's interface, %d signatures fail\n", face_cases,
           failed_cases);
#if defined(PEER)
    return 0;
#else
    return failures != 0;
#endif
}
