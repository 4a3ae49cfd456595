// Closures: see closure.h.
#include "closure/closure.h"
#include "closure/thunk.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "type/type.h"

_Static_assert(sizeof(SeamClosure) <= TRAMPOLINE_ROOM, "a closure lies in its trampoline's room");
_Static_assert(offsetof(SeamClosure, handler) == CLOSURE_HANDLER, "entry_offsets.h");
_Static_assert(offsetof(SeamClosure, context) == CLOSURE_CONTEXT, "entry_offsets.h");
_Static_assert(offsetof(SeamClosure, maker) == CLOSURE_MAKER, "entry_offsets.h");
enum { RESULT_ROOM = 64 };

// ---- reports ----

static _Atomic(SeamCallReport *) reporter;

SeamCallReport *seam_call_on_report(SeamCallReport *report) {
    return atomic_exchange(&reporter, report);
}

static void report(const char *format, ...) {
    char text[320];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    SeamCallReport *to = atomic_load(&reporter);
    if (to) to(text);
    else fprintf(stderr, "%s\n", text);
}

static void report_closure(const SeamClosure *c, const char *what) {
    char sig[160], name[sizeof c->name + 4] = "";
    seam_sig_text(c->sig, sig, sizeof sig);
    int size = (int)sizeof c->name - 1; // of a released one another thread may write the name
    if (c->name[0]) snprintf(name, sizeof name, " `%.*s`", size, c->name);
    report("seam: a callback%s was called %s: %s", name, what, sig);
}

void seam_trampoline_released(TrampolineData *data) {
    (void)data;
    report("seam: a callback was called after it was released");
}

// ---- the ways in ----

static CallCode *entries(SeamAbi abi, bool poisoned) {
#define ENTRY(name) (poisoned ? seam_closure_poisoned_##name : seam_closure_entry_##name)
    switch (abi) {
#if defined(__x86_64__)
    case SEAM_ABI_SYSV64: return ENTRY(sysv64);
    case SEAM_ABI_WIN64: return ENTRY(win64);
#elif defined(__aarch64__)
    case SEAM_ABI_AAPCS64:
    case SEAM_ABI_APPLE64: return ENTRY(aapcs64);
#elif defined(__arm__)
    case SEAM_ABI_AAPCS32:
    case SEAM_ABI_AAPCS32_SOFT: return ENTRY(aapcs32);
#endif
    default: return NULL; // of another machine
    }
#undef ENTRY
}

static bool is_poisoned(const void *entry) {
    for (SeamAbi abi = SEAM_ABI_SYSV64; abi <= SEAM_ABI_AAPCS32_SOFT; abi++)
        if (entry && entry == (void *)(uintptr_t)entries(abi, true)) return true;
    return false;
}

// ---- from registers to pointers ----

static unsigned char *fpr_at(CallImage *image, const CallPiece *p) {
    return image->fpr[0] + (size_t)p->at * (sizeof(void *) == 4 ? 4 : 16);
}

// Where the caller left a piece. The stack is this call's own: the callee may change it (all
// conventions here).
static unsigned char *piece_at(CallImage *image, const CallPiece *p) {
    switch ((CallBank)p->bank) {
    case BANK_GPR:
    case BANK_BOTH: return (unsigned char *)&image->gpr[p->at];
    case BANK_FPR: return fpr_at(image, p);
    case BANK_STACK: return (unsigned char *)(uintptr_t)image->stack + p->offset;
    case BANK_X87: break; // of results only
    }
    return NULL;
}

static bool is_whole(const CallPlace *place, const CallPiece *pieces, const SeamCType *type) {
    return place->count == 1 && pieces[0].size == type->size && !place->widened;
}

// Values that are in several registers are put together in `memory`; how much of it was used.
static size_t point_at_argument(const SeamSig *sig, size_t index, CallImage *image,
                                unsigned char *memory, void **out) {
    const CallPlace *place = &sig->layout.args[index];
    const CallPiece *pieces = &sig->layout.pieces[place->first];
    const SeamCType *type = sig->parts.args[index];
    if (place->indirect) {
        uintptr_t address;
        memcpy(&address, piece_at(image, pieces), sizeof address);
        *out = (void *)address;
        return 0;
    }
    if (is_whole(place, pieces, type)) {
        *out = piece_at(image, pieces);
        return 0;
    }
    *out = memory;
    for (uint32_t i = 0; i < place->count; i++)
        memcpy(memory + pieces[i].value, piece_at(image, &pieces[i]), pieces[i].size);
    if (place->widened) { // a variadic float came as a double
        double wide;
        memcpy(&wide, memory, sizeof wide);
        float narrow = (float)wide;
        memcpy(memory, &narrow, sizeof narrow);
    }
    return (type->size + 15) & ~(size_t)15;
}

// ---- the result ----

static void set_result(CallImage *image, const unsigned char *ret, const CallPiece *p) {
    const unsigned char *from = ret + p->value;
    uint64_t word = 0;
    switch ((CallBank)p->bank) {
    case BANK_GPR:
        memcpy(&word, from, p->size);
        if (p->extend == EXTEND_SIGN && p->size < 8) {
            unsigned unused = 64 - 8 * p->size;
            word = (uint64_t)((int64_t)(word << unused) >> unused);
        }
        image->result_gpr[p->at] = word;
        return;
    case BANK_FPR:
        memcpy(image->result_fpr[0] + (size_t)p->at * (sizeof(void *) == 4 ? 4 : 16), from,
               p->size);
        return;
    case BANK_X87: memcpy(image->result_x87[p->at], from, 10); return;
    case BANK_STACK:
    case BANK_BOTH: return; // of arguments only
    }
}

static void *result_memory(const SeamSig *sig, CallImage *image) {
    uint8_t hidden = sig->layout.hidden_gpr;
    uint64_t address = hidden >= IMAGE_GPRS ? image->hidden : image->gpr[hidden];
    image->result_gpr[0] = address; // psABI 3.2.3, and Windows: the caller finds it in rax
    return (void *)(uintptr_t)address;
}

static bool may_run_here(const SeamClosure *c) {
    return c->policy == SEAM_CLOSURE_ANY_THREAD || c->maker == seam_thread_number;
}

static size_t arguments_size(const SeamSig *sig) {
    size_t size = 0;
    for (size_t i = 0; i < sig->parts.count; i++)
        if (!sig->layout.args[i].indirect) size += (sig->parts.args[i]->size + 31) & ~(size_t)15;
    return size;
}

void closure_run(const SeamSig *sig, CallImage *image, SeamHandler *handler, void *context) {
    const CallLayout *l = &sig->layout;
    size_t count = sig->parts.count;
    _Alignas(16) unsigned char room[RESULT_ROOM] = {0};
    void *ret = l->ret.indirect ? result_memory(sig, image) : room;
    void **args = __builtin_alloca((count + 1) * sizeof *args);
    unsigned char *memory = __builtin_alloca_with_align(arguments_size(sig) + 16, 128);
    for (size_t i = 0; i < count; i++) memory += point_at_argument(sig, i, image, memory, &args[i]);
    handler(context, ret, args);
    image->x87 = 0;
    if (l->ret.indirect) return;
    const CallPiece *pieces = &l->pieces[l->ret.first];
    for (uint32_t i = 0; i < l->ret.count; i++) set_result(image, room, &pieces[i]);
    if (l->ret.count && pieces[0].bank == BANK_X87) image->x87 = l->ret.count;
}

static void give_zero(void *context, void *ret, void *const args[]) {
    (void)args;
    memset(ret, 0, ((const SeamClosure *)context)->sig->parts.ret->size);
}

// A typed function gets the arguments and the context by a call of its own.
static void run_typed(void *context, void *ret, void *const args[]) {
    SeamClosure *c = context;
    size_t count = c->sig->parts.count;
    const void **values = __builtin_alloca((count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i++) values[i] = args[i];
    values[count] = &c->context;
    seam_call(c->typed_sig, c->typed, ret, values);
}

// In its room is what it was, until another closure is made there; then the entry is another one
// already (trampoline_take), and what kind of result the caller wants is not known any more.
void seam_closure_released(TrampolineData *data, CallImage *image) {
    Trampoline t;
    trampoline_parts(data, &t);
    SeamClosure was = *(const SeamClosure *)t.room;
    was.sig = __atomic_load_n(&((const SeamClosure *)t.room)->sig, __ATOMIC_ACQUIRE);
    memset(image->result_gpr, 0, sizeof *image - offsetof(CallImage, result_gpr));
    image->x87 = 0;
    if (is_poisoned(__atomic_load_n(&data->entry, __ATOMIC_ACQUIRE))) {
        report_closure(&was, "after it was released");
        closure_run(was.sig, image, give_zero, &was);
    } else {
        seam_trampoline_released(data);
    }
}

void seam_closure_dispatch(SeamClosure *c, CallImage *image) {
    if (!may_run_here(c)) {
        report_closure(c, "on another thread than its own");
        closure_run(c->sig, image, give_zero, c);
    } else if (c->typed_sig) {
        closure_run(c->sig, image, run_typed, c);
    } else {
        closure_run(c->sig, image, c->handler, c->context);
    }
}

// ---- making and freeing ----

CallCode *closure_entry(SeamAbi abi) { return entries(abi, false); }

static SeamCallStatus check_parts(const SeamClosureParts *p, SeamCallError *error) {
    if (!p || !p->sig)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "a closure needs %s NULL",
                         p ? "a signature: it is" : "parts: they are");
    if (p->policy > SEAM_CLOSURE_SAME_THREAD)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "unknown policy %d of a closure",
                         (int)p->policy);
    if (!p->handler == !p->typed)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0, "a closure needs a handler%s",
                         p->handler ? " or a typed function, not both" : ": it is NULL");
    if (p->typed && p->sig->parts.fixed != SEAM_SIG_FIXED)
        return call_fail(error, SEAM_CALL_EARGUMENT, 0,
                         "a typed function gets its context behind the arguments, and this "
                         "signature is variadic");
    if (!closure_entry(p->sig->parts.abi))
        return call_fail(error, SEAM_CALL_EABI, 0,
                         "this machine cannot be called by the convention %s",
                         call_target(p->sig->parts.abi)->name);
    return SEAM_CALL_OK;
}

// The signature of the typed function.
static SeamCallStatus add_context(const SeamSig *sig, const SeamSig **out, SeamCallError *error) {
    *out = __atomic_load_n(&sig->with_context, __ATOMIC_ACQUIRE);
    if (*out) return SEAM_CALL_OK;
    size_t count = sig->parts.count;
    const SeamCType **args = __builtin_alloca((count + 1) * sizeof *args);
    for (size_t i = 0; i < count; i++) args[i] = sig->parts.args[i];
    args[count] = seam_ctype(sig->parts.abi, SEAM_C_PTR);
    SeamSigParts parts = sig->parts;
    parts.args = args;
    parts.count = count + 1;
    SeamCallStatus status = seam_sig_new(&parts, out, error);
    __atomic_store_n(&((SeamSig *)(uintptr_t)sig)->with_context, *out, __ATOMIC_RELEASE);
    return status;
}

static const ThunkShape handler_shape = {.kind = THUNK_HANDLER,
                                         .handler = offsetof(SeamClosure, handler),
                                         .first = offsetof(SeamClosure, context)};

static CallCode *entry_for(const SeamClosure *c) {
    SeamAbi abi = c->sig->parts.abi;
    bool same_thread = c->policy == SEAM_CLOSURE_SAME_THREAD;
    CallCode *entry = NULL;
    if (c->typed_sig) {
        const CallLayout *l = &c->typed_sig->layout;
        const CallPiece *p = &l->pieces[l->args[c->sig->parts.count].first];
        if (p->bank == BANK_GPR) entry = closure_typed_entry(abi, p->at, same_thread);
    }
    if (!entry) entry = closure_entry(abi);
    return c->typed_sig ? entry : thunk_for(c->sig, &handler_shape, same_thread, entry);
}

SeamCallStatus seam_closure_new(const SeamClosureParts *parts, SeamClosure **out,
                                SeamCallError *error) {
    CALL_TAKES(out, error);
    const SeamSig *typed_sig = NULL;
    SeamCallStatus status = check_parts(parts, error);
    if (status == SEAM_CALL_OK && parts->typed) status = add_context(parts->sig, &typed_sig, error);
    if (status != SEAM_CALL_OK) return status;
    Trampoline t;
    status = trampoline_take(&t, (void *)(uintptr_t)seam_trampoline_poisoned, error);
    if (status != SEAM_CALL_OK) return status;
    SeamClosure *c = t.room;
    c->handler = parts->handler;
    if (typed_sig) c->typed = parts->typed;
    c->context = parts->context;
    c->maker = thread_number();
    __atomic_store_n(&c->sig, parts->sig, __ATOMIC_RELEASE); // behind what trampoline_take did
    c->typed_sig = typed_sig;
    c->data = t.data;
    c->code = t.code;
    c->policy = parts->policy;
    c->name[0] = 0;
    if (parts->name) snprintf(c->name, sizeof c->name, "%s", parts->name);
    t.data->context = c;
    __atomic_store_n(&t.data->entry, (void *)(uintptr_t)entry_for(c), __ATOMIC_RELEASE);
    *out = c;
    return SEAM_CALL_OK;
}

void (*seam_closure_code(const SeamClosure *closure))(void) {
    return closure ? (CallCode *)(uintptr_t)closure->code : NULL;
}

void seam_closure_free(SeamClosure *closure) {
    if (!closure) return;
    CallCode *poisoned = entries(closure->sig->parts.abi, true);
    trampoline_give(closure->data, (void *)(uintptr_t)poisoned);
}
