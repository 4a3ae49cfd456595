// Calls of C functions that are known at run time only: the system's libffi and ours side by side
// in one process, both loaded by dlopen; a direct call through a pointer, and the engine's own
// ways, beside them. Thread CPU time; the contenders take turns, and the median of the samples
// counts.
#define _GNU_SOURCE
#include "callee.h"

#include <dlfcn.h>
#include <ffi.h>
#include <math.h>
#include <seam/call.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SAMPLES = 21, MAX_ARGS = 12, SORTED = 1024 };
static const double SAMPLE_SECONDS = 0.001;

typedef void Code(void);
#define CODE(f) ((Code *)(f))

// ---- contenders ----

typedef struct Libffi {
    ffi_status (*prep)(ffi_cif *, ffi_abi, unsigned, ffi_type *, ffi_type **);
    ffi_status (*prep_var)(ffi_cif *, ffi_abi, unsigned, unsigned, ffi_type *, ffi_type **);
    void (*call)(ffi_cif *, Code *, void *, void **);
    void *(*closure_alloc)(size_t, void **);
    ffi_status (*closure_prep)(ffi_closure *, ffi_cif *,
                               void (*)(ffi_cif *, void *, void **, void *), void *, void *);
    ffi_type *i32, *i64, *f64, *ptr, *none, pair, four;
    ffi_type *pair_parts[3], *four_parts[5];
} Libffi;

static void *symbol(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (!found) printf("no %s\n", name), exit(1);
    return found;
}

static void load(Libffi *f, const char *path) {
    void *l = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!l) printf("%s\n", dlerror()), exit(1);
    *(void **)&f->prep = symbol(l, "ffi_prep_cif");
    *(void **)&f->prep_var = symbol(l, "ffi_prep_cif_var");
    *(void **)&f->call = symbol(l, "ffi_call");
    *(void **)&f->closure_alloc = symbol(l, "ffi_closure_alloc");
    *(void **)&f->closure_prep = symbol(l, "ffi_prep_closure_loc");
    f->i32 = symbol(l, "ffi_type_sint32");
    f->i64 = symbol(l, "ffi_type_sint64");
    f->f64 = symbol(l, "ffi_type_double");
    f->ptr = symbol(l, "ffi_type_pointer");
    f->none = symbol(l, "ffi_type_void");
    for (int i = 0; i < 4; i++) f->four_parts[i] = f->i64;
    f->pair_parts[0] = f->pair_parts[1] = f->f64;
    f->pair = (ffi_type){0, 0, FFI_TYPE_STRUCT, f->pair_parts};
    f->four = (ffi_type){0, 0, FFI_TYPE_STRUCT, f->four_parts};
}

// ---- cases ----

typedef struct Case {
    const char *name;
    Code *code;
    const char *types; // of the result and the arguments: v i l d p, P Pair, F Four
    unsigned fixed;    // arguments before the dots; 0: there are none
    double (*direct)(long n);
    double goal; // times as fast as the system's libffi
} Case;

static char text[64];
static char *text_at = text;
static long size = sizeof text;
static const char *format = "%d";
static int number = 42, ints[MAX_ARGS] = {1, 2, 3, 4, 5, 6};
static long longs[MAX_ARGS] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
static double doubles[MAX_ARGS] = {1, 2, 3, 4, 5, 6, 7, 8};
static Pair pair = {1, 2};
static Four four = {1, 2, 3, 4};

#define DIRECT(name, T, call)                  \
    static double name(long n) {               \
        __typeof__(&T) volatile held = T;      \
        __typeof__(&T) f = held;               \
        for (long i = 0; i < n; i++) {         \
            call;                              \
            __asm__ volatile("" ::: "memory"); \
        }                                      \
        return 0;                              \
    }
DIRECT(direct_nothing, nothing, f())
DIRECT(direct_add, add, ints[11] = f(ints[0], ints[1]))
DIRECT(direct_sqrt, sqrt, doubles[11] = f(doubles[1]))
DIRECT(direct_six, six, ints[11] = f(ints[0], ints[1], ints[2], ints[3], ints[4], ints[5]))
DIRECT(direct_ten, ten,
       longs[11] = f(longs[0], longs[1], longs[2], longs[3], longs[4], longs[5], longs[6], longs[7],
                     longs[8], longs[9]))
DIRECT(direct_eight, eight,
       doubles[11] = f(doubles[0], doubles[1], doubles[2], doubles[3], doubles[4], doubles[5],
                       doubles[6], doubles[7]))
DIRECT(direct_turn, turn, pair = f(pair))
DIRECT(direct_shift, shift, four = f(four))
DIRECT(direct_snprintf, snprintf, ints[11] = f(text_at, (size_t)size, format, number))

static const Case cases[] = {
    {"nothing()", CODE(nothing), "v", 0, direct_nothing, 2},
    {"add(i32, i32)", CODE(add), "iii", 0, direct_add, 5},
    {"sqrt(f64)", CODE(sqrt), "dd", 0, direct_sqrt, 5},
    {"6 x i32", CODE(six), "iiiiiii", 0, direct_six, 10},
    {"10 x i64", CODE(ten), "lllllllllll", 0, direct_ten, 10},
    {"8 x f64", CODE(eight), "ddddddddd", 0, direct_eight, 10},
    {"{f64, f64} in, out", CODE(turn), "PP", 0, direct_turn, 3},
    {"{i64 x 4} in, out", CODE(shift), "FF", 0, direct_shift, 3},
    {"snprintf(\"%d\")", CODE(snprintf), "iplpi", 3, direct_snprintf, 0},
};
enum { CASES = sizeof cases / sizeof cases[0] };

static ffi_type *ffi_type_of(Libffi *f, char c) {
    switch (c) {
    case 'i': return f->i32;
    case 'l': return f->i64;
    case 'd': return f->f64;
    case 'p': return f->ptr;
    case 'P': return &f->pair;
    case 'F': return &f->four;
    default: return f->none;
    }
}

static const char *text_of(char c) {
    switch (c) {
    case 'i': return "i32";
    case 'l': return "i64";
    case 'd': return "f64";
    case 'p': return "ptr";
    case 'P': return "{f64, f64}";
    case 'F': return "{i64, i64, i64, i64}";
    default: return "void";
    }
}

static void *value_of(char c, int index) {
    if (c == 'p') return index == 0 ? (void *)&text_at : (void *)&format;
    if (c == 'l' && index == 1 && longs[0] < 0) return &size;
    return c == 'i'   ? (void *)&ints[index]
           : c == 'l' ? (void *)&longs[index]
           : c == 'd' ? (void *)&doubles[index]
           : c == 'P' ? (void *)&pair
                      : (void *)&four;
}

// ---- measuring ----

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

typedef struct Contender {
    void (*run)(void *self, long n);
    void *self;
    long n; // so many make a sample
    double samples[SAMPLES];
} Contender;

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double sample(Contender *c) {
    double begun = now();
    c->run(c->self, c->n);
    return now() - begun;
}

// Nanoseconds for one of each.
static void measure(Contender *all, int count, double *out) {
    for (int i = 0; i < count; i++) {
        all[i].n = 4;
        while (sample(&all[i]) < SAMPLE_SECONDS) all[i].n *= 2;
    }
    for (int s = 0; s < SAMPLES; s++)
        for (int i = 0; i < count; i++) all[i].samples[s] = sample(&all[i]) / (double)all[i].n;
    for (int i = 0; i < count; i++) {
        qsort(all[i].samples, SAMPLES, sizeof(double), by_value);
        out[i] = all[i].samples[SAMPLES / 2] * 1e9;
    }
}

// ---- calls ----

typedef struct Call {
    const Case *c;
    Libffi *f;
    ffi_cif cif;
    ffi_type *types[MAX_ARGS];
    void *args[MAX_ARGS];
    const SeamSig *sig;
    SeamBoundEntry *bound;
    uint64_t slots[64];
    _Alignas(16) char ret[64];
} Call;

static void run_direct(void *self, long n) { ((Call *)self)->c->direct(n); }
static void run_ffi(void *self, long n) {
    Call *c = self;
    for (long i = 0; i < n; i++) c->f->call(&c->cif, c->c->code, c->ret, c->args);
}
static void run_pointers(void *self, long n) {
    Call *c = self;
    for (long i = 0; i < n; i++)
        seam_call(c->sig, c->c->code, c->ret, (const void *const *)c->args);
}
static void run_slots(void *self, long n) {
    Call *c = self;
    for (long i = 0; i < n; i++) seam_call_slots(c->sig, c->c->code, c->ret, c->slots);
}
static void run_bound(void *self, long n) {
    Call *c = self;
    for (long i = 0; i < n; i++) c->bound(c->slots, c->ret);
}
static void run_batch(void *self, long n) {
    Call *c = self;
    SeamColumn columns[MAX_ARGS];
    for (size_t i = 0; i < strlen(c->c->types) - 1; i++) columns[i] = (SeamColumn){c->args[i], 0};
    seam_call_batch(c->sig, c->c->code, (size_t)n, columns, (SeamColumn){c->ret, 0});
}
static void run_prep(void *self, long n) {
    Call *c = self;
    unsigned count = (unsigned)strlen(c->c->types) - 1;
    for (long i = 0; i < n; i++)
        c->f->prep(&c->cif, FFI_DEFAULT_ABI, count, ffi_type_of(c->f, c->c->types[0]), c->types);
}

static void make(Call *call, const Case *c, Libffi *f) {
    unsigned count = (unsigned)strlen(c->types) - 1;
    memset(call, 0, sizeof *call);
    call->c = c;
    call->f = f;
    char sig[256];
    int len = sprintf(sig, "%s(", text_of(c->types[0]));
    uint64_t *slot = call->slots;
    if (c->fixed) longs[0] = -1; // snprintf's size is no example of a number
    for (unsigned i = 0; i < count; i++) {
        char type = c->types[i + 1];
        call->types[i] = ffi_type_of(f, type);
        call->args[i] = value_of(type, (int)i);
        size_t bytes = type == 'i' ? 4 : type == 'P' ? 16 : type == 'F' ? 32 : 8;
        memcpy(slot, call->args[i], bytes);
        slot += (bytes + 7) / 8;
        len += sprintf(sig + len, "%s%s%s", i ? ", " : "", c->fixed && i == c->fixed ? "... " : "",
                       text_of(type));
    }
    longs[0] = 1;
    strcpy(sig + len, ")");
    ffi_type *ret = ffi_type_of(f, c->types[0]);
    ffi_status status =
        c->fixed ? f->prep_var(&call->cif, FFI_DEFAULT_ABI, c->fixed, count, ret, call->types)
                 : f->prep(&call->cif, FFI_DEFAULT_ABI, count, ret, call->types);
    SeamCallError error;
    SeamBound *bound;
    if (status != FFI_OK ||
        seam_sig_parse(SEAM_ABI_HOST, sig, &call->sig, &error) != SEAM_CALL_OK ||
        seam_bind(call->sig, c->code, 0, &bound, &error) != SEAM_CALL_OK)
        printf("%s: %s\n", c->name, error.text), exit(1);
    call->bound = seam_bound_entry(bound);
}

static const char *met(double goal, double ratio) {
    return goal == 0 ? "" : ratio >= goal ? "met" : "MISSED";
}

static void calls(Libffi *theirs, Libffi *ours) {
    const char *refused = getenv("SEAM_CALL_EXEC");
    printf("%-20s %8s %8s %8s %8s %12s %9s %7s %7s %7s\n",
           refused ? "no executable memory" : "ns a call", "direct", "libffi", "ours", "times",
           "goal", "pointers", "slots", "bound", "batch");
    for (int i = 0; i < CASES; i++) {
        static Call a, b;
        make(&a, &cases[i], theirs);
        make(&b, &cases[i], ours);
        Contender all[] = {{run_direct, &a}, {run_ffi, &a},   {run_ffi, &b},  {run_pointers, &b},
                           {run_slots, &b},  {run_bound, &b}, {run_batch, &b}};
        double ns[7], goal = refused ? 0 : cases[i].goal;
        measure(all, 7, ns);
        printf("%-20s %8.2f %8.2f %8.2f %7.1fx %5.0fx %6s %9.2f %7.2f %7.2f %7.2f\n", cases[i].name,
               ns[0], ns[1], ns[2], ns[1] / ns[2], goal, met(goal, ns[1] / ns[2]), ns[3], ns[4],
               ns[5], ns[6]);
    }
}

static void preps(Libffi *theirs, Libffi *ours) {
    for (int i = 1; i < CASES; i += 1) {
        if (cases[i].fixed || (i > 1 && i < 6)) continue;
        static Call a, b;
        make(&a, &cases[i], theirs);
        make(&b, &cases[i], ours);
        Contender all[] = {{run_prep, &a}, {run_prep, &b}};
        double ns[2];
        measure(all, 2, ns);
        char name[64];
        snprintf(name, sizeof name, "prep %.15s", cases[i].name);
        printf("%-20s %8s %8.2f %8.2f %7.1fx %5.0fx %6s\n", name, "", ns[0], ns[1], ns[0] / ns[1],
               1.0, met(1, ns[0] / ns[1]));
    }
}

// ---- callbacks ----

static int compare(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}
static void handler(ffi_cif *cif, void *ret, void **args, void *user) {
    (void)cif, (void)user;
    *(ffi_arg *)ret = (ffi_arg)compare(*(void **)args[0], *(void **)args[1]);
}

static int items[SORTED];
static void run_callback(void *self, long n) { call_back((Compare *)self, &ints[0], &ints[1], n); }
static void run_sort(void *self, long n) {
    for (long i = 0; i < n; i++) {
        unsigned seed = 1;
        for (int k = 0; k < SORTED; k++) items[k] = (int)((seed = seed * 1103515245 + 12345) >> 8);
        qsort(items, SORTED, sizeof(int), (Compare *)self);
    }
}

static void *closure(Libffi *f) {
    static ffi_type *types[2][2];
    static ffi_cif cifs[2];
    static int made;
    void *code;
    ffi_closure *c = f->closure_alloc(sizeof *c, &code);
    types[made][0] = types[made][1] = f->ptr;
    if (!c || f->prep(&cifs[made], FFI_DEFAULT_ABI, 2, f->i32, types[made]) != FFI_OK ||
        f->closure_prep(c, &cifs[made], handler, NULL, code) != FFI_OK)
        printf("no closure\n"), exit(1);
    made++;
    return code;
}

static void callbacks(Libffi *theirs, Libffi *ours) {
    void *a = closure(theirs), *b = closure(ours);
    double ns[3];
    Contender calling[] = {{run_callback, (void *)compare}, {run_callback, a}, {run_callback, b}};
    measure(calling, 3, ns);
    printf("%-20s %8.2f %8.2f %8.2f %7.1fx %5.0fx %6s\n", "callback (ptr, ptr)", ns[0], ns[1],
           ns[2], ns[1] / ns[2], 4.0, met(4, ns[1] / ns[2]));
    Contender sorting[] = {{run_sort, (void *)compare}, {run_sort, a}, {run_sort, b}};
    measure(sorting, 3, ns);
    printf("%-20s %8.0f %8.0f %8.0f %7.1fx %5.0fx %6s\n", "qsort of 1024", ns[0], ns[1], ns[2],
           ns[1] / ns[2], 4.0, met(4, ns[1] / ns[2]));
}

int bench(int argc, char **argv);
int bench(int argc, char **argv) {
    if (argc < 3) return 2;
    static Libffi theirs, ours;
    load(&theirs, argv[1]); // by its name; ours, by its path, is another file
    load(&ours, argv[2]);
    calls(&theirs, &ours);
    if (getenv("SEAM_CALL_EXEC")) return 0;
    preps(&theirs, &ours);
    callbacks(&theirs, &ours);
    return 0;
}
