// The table of signatures. Readers probe an array that is published whole and only ever filled;
// writers hold the lock. An array that was outgrown stays, since a reader may be in it.
#include "sig/sig.h"
#include "stub/stub.h"
#include "type/type.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ARGS = 65535, FEW_ARGS = 64 };

typedef struct SigTable {
    struct SigTable *older; // outgrown
    size_t cap;             // a power of two
    _Atomic(const SeamSig *) slots[];
} SigTable;

static _Atomic(SigTable *) table;
static size_t table_len; // under the lock

const SeamSig **sig_chunks[SIG_CHUNKS];

// Under the lock. 0: there is no more room; such a signature works, but has no index.
static uint32_t give_index(const SeamSig *s) {
    uint32_t index = (uint32_t)table_len + 1;
    if (index >= SIG_CHUNK * SIG_CHUNKS) return 0;
    const SeamSig **chunk = sig_chunks[index / SIG_CHUNK];
    if (!chunk) {
        chunk = calloc(SIG_CHUNK, sizeof *chunk);
        if (!chunk) return 0;
        __atomic_store_n(&sig_chunks[index / SIG_CHUNK], chunk, __ATOMIC_RELEASE);
    }
    __atomic_store_n(&chunk[index % SIG_CHUNK], s, __ATOMIC_RELEASE);
    return index;
}

// ---- looking up ----

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

static uint64_t hash_of(const SeamSigParts *p) {
    uint64_t hash =
        mix(mix((uint64_t)p->abi, (uint64_t)(uintptr_t)p->ret), mix(p->count, p->fixed));
    for (size_t i = 0; i < p->count; i++) hash = mix(hash, (uint64_t)(uintptr_t)p->args[i]);
    return hash;
}

static bool is_same(const SeamSig *a, const SeamSig *b) {
    const SeamSigParts *p = &a->parts, *q = &b->parts;
    if (a->hash != b->hash || p->abi != q->abi || p->ret != q->ret || p->count != q->count ||
        p->fixed != q->fixed)
        return false;
    for (size_t i = 0; i < p->count; i++)
        if (p->args[i] != q->args[i]) return false;
    return true;
}

static const SeamSig *find(const SeamSig *wanted) {
    SigTable *t = atomic_load_explicit(&table, memory_order_acquire);
    if (!t) return NULL;
    for (size_t at = (size_t)wanted->hash & (t->cap - 1);; at = (at + 1) & (t->cap - 1)) {
        const SeamSig *s = atomic_load_explicit(&t->slots[at], memory_order_acquire);
        if (!s || is_same(s, wanted)) return s;
    }
}

// ---- adding: under the lock ----

static void put(SigTable *t, const SeamSig *s) {
    size_t at = (size_t)s->hash & (t->cap - 1);
    while (atomic_load_explicit(&t->slots[at], memory_order_relaxed)) at = (at + 1) & (t->cap - 1);
    atomic_store_explicit(&t->slots[at], s, memory_order_release);
}

static bool make_room(void) {
    SigTable *old = atomic_load_explicit(&table, memory_order_relaxed);
    if (old && table_len * 2 < old->cap) return true;
    size_t cap = old ? old->cap * 2 : 256;
    SigTable *fresh = calloc(1, sizeof *fresh + cap * sizeof fresh->slots[0]);
    if (!fresh) return false;
    fresh->older = old;
    fresh->cap = cap;
    for (size_t i = 0; old && i < old->cap; i++) {
        const SeamSig *s = atomic_load_explicit(&old->slots[i], memory_order_relaxed);
        if (s) put(fresh, s);
    }
    atomic_store_explicit(&table, fresh, memory_order_release);
    return true;
}

static SeamCallStatus keep_laid(const SeamSig *wanted, const CallLayout *laid, const SeamSig **out,
                                SeamCallError *error) {
    size_t count = wanted->parts.count;
    SeamSig *s = keep_alloc(sizeof *s);
    const SeamCType **args = keep_alloc((count + 1) * sizeof *args);
    CallPlace *places = keep_alloc((count + 1) * sizeof *places);
    CallPiece *pieces = keep_alloc((laid->piece_count + 1) * sizeof *pieces);
    if (!s || !args || !places || !pieces || !make_room())
        return call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for a signature");
    for (size_t i = 0; i < count; i++) {
        args[i] = wanted->parts.args[i];
        places[i] = laid->args[i];
    }
    for (uint32_t i = 0; i < laid->piece_count; i++) pieces[i] = laid->pieces[i];
    *s = *wanted;
    s->parts.args = args;
    s->layout = *laid;
    s->layout.args = places;
    s->layout.pieces = pieces;
    s->paths[PATH_POINTERS] = stub_first(s, STUB_POINTERS, call_first_pointers);
    s->paths[PATH_SLOTS] = stub_first(s, STUB_SLOTS, call_first_slots);
    s->index = give_index(s);
    put(atomic_load_explicit(&table, memory_order_relaxed), s);
    table_len++;
    *out = s;
    return SEAM_CALL_OK;
}

// Laid out in memory that is given back: what the convention refuses leaves nothing behind.
static SeamCallStatus keep(const SeamSig *wanted, const SeamSig **out, SeamCallError *error) {
    const SeamSigParts *parts = &wanted->parts;
    CallLayout laid = {.args = calloc(parts->count + 1, sizeof *laid.args),
                       .pieces = calloc(call_piece_bound(parts), sizeof *laid.pieces)};
    SeamCallStatus status = SEAM_CALL_ENOMEM;
    if (laid.args && laid.pieces) status = call_lay_out(parts, &laid, error);
    else call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for a signature");
    if (status == SEAM_CALL_OK) status = keep_laid(wanted, &laid, out, error);
    free(laid.args);
    free(laid.pieces);
    return status;
}

// ---- making ----

static SeamCallStatus intern(SeamSig *wanted, const SeamSig **out, SeamCallError *error) {
    wanted->hash = hash_of(&wanted->parts);
    *out = find(wanted);
    if (*out) return SEAM_CALL_OK;
    stub_begin();
    keep_lock();
    SeamCallStatus status = SEAM_CALL_OK;
    *out = find(wanted); // somebody else may have been faster
    if (!*out) status = keep(wanted, out, error);
    keep_unlock();
    return status;
}

static SeamCallStatus need_types(const SeamSigParts *parts, SeamCallError *error) {
    if (!parts->ret)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0,
                         "the result has no type: `ret` is NULL, and no result is SEAM_C_VOID");
    if (parts->count && !parts->args)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "argument 1 has no type: `args` is NULL");
    for (size_t i = 0; i < parts->count; i++)
        if (!parts->args[i])
            return call_fail(error, SEAM_CALL_EARGUMENT, 0, "argument %zu has no type: it is NULL",
                             i + 1);
    return SEAM_CALL_OK;
}

SeamCallStatus seam_sig_new(const SeamSigParts *parts, const SeamSig **out, SeamCallError *error) {
    CALL_TAKES(out, error);
    if (!parts)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "a signature needs parts: they are NULL");
    if (!abi_is_known(parts->abi)) return abi_unknown(parts->abi, error);
    SeamSig wanted = {.parts = *parts};
    wanted.parts.abi = abi_resolve(parts->abi);
    size_t count = parts->count, fixed = parts->fixed;
    if (count > MAX_ARGS)
        return call_fail(error, SEAM_CALL_ELIMIT, 0, "more than %d arguments", MAX_ARGS);
    if (fixed != SEAM_SIG_FIXED && fixed > count)
        return call_fail(error, SEAM_CALL_ETYPE, 0, "%zu fixed arguments of %zu", fixed, count);
    SeamCallStatus status = need_types(parts, error);
    if (status != SEAM_CALL_OK) return status;
    const SeamCType *few[FEW_ARGS], **args = few;
    if (count > FEW_ARGS) args = malloc(count * sizeof *args);
    if (!args) return call_fail(error, SEAM_CALL_ENOMEM, 0, "no memory for a signature");
    for (size_t i = 0; i < count; i++) args[i] = parts->args[i];
    wanted.parts.args = args;
    status = intern(&wanted, out, error);
    if (args != few) free((void *)args);
    return status;
}

// ---- as text ----

typedef struct ArgList {
    const SeamCType **items;
    size_t len, cap;
} ArgList;

static bool push_arg(ArgList *list, const SeamCType *type) {
    if (list->len == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 16;
        const SeamCType **items = realloc((void *)list->items, cap * sizeof *items);
        if (!items) return false;
        list->items = items;
        list->cap = cap;
    }
    list->items[list->len++] = type;
    return true;
}

// Where a name stands: names are of the declarations that `seam call` takes, and not of signatures.
static SeamCallStatus fail_at_name(TypeReader *r, const char *wanted, const char *whose) {
    SeamCallStatus status = reader_fail(r, wanted);
    unsigned char c = (unsigned char)r->text[r->at];
    if (!r->error || (!isalpha(c) && c != '_')) return status;
    size_t len = strlen(r->error->text);
    snprintf(r->error->text + len, sizeof r->error->text - len,
             ": %s no name in a signature, as in `f64(f64, i32)`", whose);
    return status;
}

static bool at_parameter_name(const TypeReader *r) {
    const char *at = r->text + r->at;
    while (isspace((unsigned char)*at)) at++;
    if (!isalpha((unsigned char)*at) && *at != '_') return false;
    while (isalnum((unsigned char)*at) || *at == '_') at++;
    while (isspace((unsigned char)*at)) at++;
    return *at == ':';
}

// Behind `(`, up to `)`.
static SeamCallStatus read_args(TypeReader *r, ArgList *list, size_t *fixed) {
    if (reader_take(r, ")")) return SEAM_CALL_OK;
    while (true) {
        if (*fixed == SEAM_SIG_FIXED && reader_take(r, "...")) {
            *fixed = list->len;
            reader_take(r, ","); // `..., i32` as well
            if (reader_take(r, ")")) return SEAM_CALL_OK;
        }
        const SeamCType *type;
        if (at_parameter_name(r)) return fail_at_name(r, "a type", "parameters have");
        SeamCallStatus status = reader_type(r, &type);
        if (status != SEAM_CALL_OK) return status;
        bool alone = type->kind == SEAM_C_VOID && list->len == 0 && reader_take(r, ")"); // `(void)`
        if (alone) return SEAM_CALL_OK;
        if (list->len == MAX_ARGS)
            return call_fail(r->error, SEAM_CALL_ELIMIT, r->at, "more than %d arguments", MAX_ARGS);
        if (!push_arg(list, type))
            return call_fail(r->error, SEAM_CALL_ENOMEM, r->at, "no memory for a signature");
        if (reader_take(r, ")")) return SEAM_CALL_OK;
        if (!reader_take(r, ",")) return fail_at_name(r, "`,` or `)`", "parameters have");
    }
}

SeamCallStatus seam_sig_parse(SeamAbi abi, const char *text, const SeamSig **out,
                              SeamCallError *error) {
    CALL_TAKES(out, error);
    TypeReader r;
    const SeamCType *ret = NULL;
    ArgList list = {0};
    size_t fixed = SEAM_SIG_FIXED;
    SeamCallStatus status = reader_begin(&r, abi, text, error);
    if (status != SEAM_CALL_OK) return status;
    status = reader_type(&r, &ret);
    if (status == SEAM_CALL_OK && !reader_take(&r, "("))
        status = fail_at_name(&r, "`(`", "the function has");
    if (status == SEAM_CALL_OK) status = read_args(&r, &list, &fixed);
    if (status == SEAM_CALL_OK && !reader_at_end(&r))
        status = reader_fail(&r, "the end of the signature");
    SeamSigParts parts = {
        .abi = r.abi, .ret = ret, .args = list.items, .count = list.len, .fixed = fixed};
    if (status == SEAM_CALL_OK) status = seam_sig_new(&parts, out, error);
    free((void *)list.items);
    return status;
}

size_t seam_sig_text(const SeamSig *sig, char *buffer, size_t size) {
    if (!sig) return seam_ctype_text(NULL, buffer, size);
    const SeamSigParts *p = &sig->parts;
    TypeWriter w = {buffer, buffer ? size : 0, 0};
    writer_type(&w, p->ret);
    writer_put(&w, "(");
    for (size_t i = 0; i < p->count; i++) {
        if (i) writer_put(&w, ", ");
        if (i == p->fixed) writer_put(&w, "... ");
        writer_type(&w, p->args[i]);
    }
    if (p->fixed == p->count) writer_put(&w, p->count ? ", ..." : "...");
    writer_put(&w, ")");
    return w.len;
}

const SeamSigParts *seam_sig_parts(const SeamSig *sig) { return sig ? &sig->parts : NULL; }
