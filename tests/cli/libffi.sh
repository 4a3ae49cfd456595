#!/usr/bin/env bash
# libffi.so.8 of ours, as a program sees it that was written for libffi. Its own tests are `make libffi-suite`.
# req in part: T5, T6, X1
. "$(dirname "$0")/lib.sh"

case ${SEAM_BUILD:-$ROOT/build/release} in
*/asan | */tsan) echo "the sanitizers want to be loaded first" && exit 77 ;;
esac
LIBRARY=$(dirname "$SEAM")/../lib/libffi
COMMON=(-I"$ROOT/call/ffi" -w)
export SEAM_CALL_STUB_AFTER=1

build() { # COMPILER SOURCE: makes ./program
    run "$1" "${COMMON[@]}" "$2" -o program -L"$LIBRARY" -l:libffi.so.8 -Wl,-rpath,"$LIBRARY" "${@:3}"
    expect_status 0
}

begin "call plans, and the questions of 3.5"
write plan.c <<'END'
#include <ffi.h>
#include <stdio.h>
#include <string.h>
static signed char narrow(signed char a, long b) { return a - b; }
typedef struct { double a, b, c; } Big;
static Big big(double x) { return (Big){x, 2 * x, 3 * x}; }
int main(void) {
    ffi_cif cif, other;
    ffi_type *types[] = {&ffi_type_sint8, &ffi_type_slong}, *one[] = {&ffi_type_double};
    ffi_type *parts[] = {&ffi_type_double, &ffi_type_double, &ffi_type_double, NULL};
    ffi_type record = {0, 0, FFI_TYPE_STRUCT, parts};
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_sint8, types);
    ffi_prep_cif(&other, FFI_DEFAULT_ABI, 1, &record, one);
    ffi_call_plan *plan = ffi_call_plan_alloc(&cif), *second = ffi_call_plan_alloc(&other);
    signed char a = -100;
    long b = 5;
    double x = 1.5;
    ffi_arg ret;
    Big r;
    ffi_call_plan_invoke(plan, FFI_FN(narrow), &ret, (void *[]){&a, &b});
    ffi_call_plan_invoke(second, FFI_FN(big), NULL, (void *[]){&x});
    ffi_call_plan_invoke(second, FFI_FN(big), &r, (void *[]){&x});
    printf("%ld %g %d %d\n", (long)ret, r.c, ffi_call_plan_size(NULL) == 0, ffi_call_plan_size(plan) > 0);
    ffi_call_plan_free(plan);
    ffi_call_plan_free(second);
    ffi_call_plan_free(NULL);
    printf("%d %d %d\n", ffi_get_default_abi() == FFI_DEFAULT_ABI, ffi_get_closure_size() == sizeof(ffi_closure),
           ffi_get_version_number() >= 30500);
    return 0;
}
END
build gcc plan.c
run ./program
expect_out "-105 4.5 1 1
1 1 1"

begin "what libffi's header has as numbers can be compared by the preprocessor"
write numbers.c <<'END'
#include <ffi.h>
#if FFI_SIZEOF_ARG != __SIZEOF_LONG__ || FFI_SIZEOF_JAVA_RAW != FFI_SIZEOF_ARG || FFI_TYPE_LAST != 15 || !FFI_CLOSURES
#error other numbers
#endif
#if FFI_TRAMPOLINE_SIZE < 12 || FFI_TYPE_COMPLEX != FFI_TYPE_LAST || FFI_NATIVE_RAW_API
#error other numbers
#endif
int main(void) { return 0; }
END
build gcc numbers.c

begin "a type whose contents have changed is another type"
write change.c <<'END'
#include <ffi.h>
#include <stdio.h>
typedef struct { int a, b; } Ints;
typedef struct { float a, b; } Floats;
static long ints(Ints x) { return x.a * 10 + x.b; }
static long floats(Floats x) { return x.a * 10 + x.b; }
int main(void) {
    ffi_type *parts[] = {&ffi_type_sint, &ffi_type_sint, NULL}, record = {0, 0, FFI_TYPE_STRUCT, parts}, *types[] = {&record};
    ffi_cif cif;
    ffi_arg ret;
    for (int i = 0; i < 3; i++) {
        Ints x = {1, 2};
        Floats y = {3, 4};
        parts[0] = parts[1] = i % 2 ? &ffi_type_float : &ffi_type_sint;
        if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_slong, types) != FFI_OK) return 1;
        ffi_call(&cif, i % 2 ? FFI_FN(floats) : FFI_FN(ints), &ret, (void *[]){i % 2 ? (void *)&y : (void *)&x});
        printf("%ld ", (long)ret);
    }
    types[0] = &ffi_type_void;
    printf("%d %d", ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_slong, types), ffi_prep_cif(&cif, 99, 0, &ffi_type_slong, types));
    printf(" %zu\n", record.size);
    return 0;
}
END
build gcc change.c
run ./program
expect_out "12 34 12 1 2 8"

begin "what libffi 3.4 passes wrongly arrives: a struct whose integer takes the sixth register, a struct of a long double"
write wrong.c <<'END'
#include <ffi.h>
#include <stdio.h>
typedef struct { int a; double b; } Pair;
typedef struct { long double a; } Wrapped;
typedef struct { long a[5]; } Big;
static double sixth(double x, long a, long b, long c, long d, long e, Pair p) { return x + 2 * a + b + c + d + e + 3 * p.a + 4 * p.b; }
static Wrapped wrap(int x) { return (Wrapped){x + 0.5L}; }
static long change(Big b) { return b.a[0] = b.a[4]; }
int main(void) {
    ffi_cif cif;
    ffi_type *in_pair[] = {&ffi_type_sint, &ffi_type_double, NULL}, pair = {0, 0, FFI_TYPE_STRUCT, in_pair}, *l = &ffi_type_slong;
    ffi_type *seven[] = {&ffi_type_double, l, l, l, l, l, &pair}, *one[] = {&ffi_type_sint};
    double x = 8, ret;
    long v = 2;
    Pair p = {6, 7};
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 7, &ffi_type_double, seven);
    ffi_call(&cif, FFI_FN(sixth), &ret, (void *[]){&x, &v, &v, &v, &v, &v, &p});
    printf("%d ", ret == sixth(x, v, v, v, v, v, p));

    ffi_type *in_wrapped[] = {&ffi_type_longdouble, NULL}, wrapped = {0, 0, FFI_TYPE_STRUCT, in_wrapped};
    Wrapped w = {0};
    int i = 3;
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &wrapped, one);
    ffi_call(&cif, FFI_FN(wrap), &w, (void *[]){&i});
    printf("%d ", w.a == wrap(i).a);

    ffi_type *in_big[] = {l, l, l, l, l, NULL}, big = {0, 0, FFI_TYPE_STRUCT, in_big}, *bigs[] = {&big};
    Big b = {{1, 2, 3, 4, 5}};
    void *values[] = {&b};
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, l, bigs);
    ffi_call(&cif, FFI_FN(change), &v, values);
    printf("%d %ld %ld\n", values[0] == &b, b.a[0], v);
    return 0;
}
END
build gcc wrong.c
run ./program
expect_out "1 1 1 1 5"

begin "packed structs, as their makers say their size"
write packed.c <<'END'
#include <ffi.h>
#include <stdio.h>
#include <string.h>
typedef struct __attribute__((packed)) { char c; int i; } Small;
typedef struct __attribute__((packed)) { char c; int i; double d; short s; } Large;
static Small small(int i) { return (Small){1, i}; }
static Large large(int i) { return (Large){1, i, 2.5, 7}; }
static long sum_small(Small x, long k) { return x.c + x.i + k; }
static long sum_large(Large x, long k) { return x.c + x.i + (long)(2 * x.d) + x.s + k; }
int main(void) {
    ffi_type *in_small[] = {&ffi_type_sint8, &ffi_type_sint, NULL};
    ffi_type *in_large[] = {&ffi_type_sint8, &ffi_type_sint, &ffi_type_double, &ffi_type_sint16, NULL};
    ffi_type a = {sizeof(Small), 1, FFI_TYPE_STRUCT, in_small}, b = {sizeof(Large), 1, FFI_TYPE_STRUCT, in_large};
    ffi_type *one[] = {&ffi_type_sint}, *as[] = {&a, &ffi_type_slong}, *bs[] = {&b, &ffi_type_slong};
    ffi_cif cif;
    for (int i = 0; i < 2; i++) {
        int by = 5;
        long k = 100, ret;
        char room[32] = "";
        memset(room, '-', 31);
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &a, one);
        ffi_call(&cif, FFI_FN(small), room, (void *[]){&by});
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_slong, as);
        ffi_call(&cif, FFI_FN(sum_small), &ret, (void *[]){room, &k});
        printf("%ld%.3s ", ret, room + sizeof(Small));
        memset(room, '-', 31);
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &b, one);
        ffi_call(&cif, FFI_FN(large), room, (void *[]){&by});
        ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_slong, bs);
        ffi_call(&cif, FFI_FN(sum_large), &ret, (void *[]){room, &k});
        printf("%ld%.3s\n", ret, room + sizeof(Large));
    }
    return 0;
}
END
build gcc packed.c
run ./program
expect_out "106--- 118---
106--- 118---"

begin "raw arguments: Java's of 64 bits take two words"
write raw.c <<'END'
#include <ffi.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
static double sum(int i, double d, int64_t l, float f, void *p) { return i + d + l + f + *(int *)p; }
static void java(ffi_cif *cif, void *ret, ffi_java_raw *raw, void *user) { *(double *)ret = raw[0].sint + raw[3].sint + raw[5].flt + *(int *)raw[6].ptr; }
int main(void) {
    ffi_type *types[] = {&ffi_type_sint, &ffi_type_double, &ffi_type_sint64, &ffi_type_float, &ffi_type_pointer};
    int i = -3, by = 10;
    double d = 2.5, ret;
    int64_t l = 7;
    float f = 1.5;
    void *p = &by, *values[] = {&i, &d, &l, &f, &p}, *code;
    ffi_raw raw[8];
    ffi_cif cif;
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 5, &ffi_type_double, types);
    printf("%zu %zu", ffi_raw_size(&cif) / sizeof *raw, ffi_java_raw_size(&cif) / sizeof *raw);
    ffi_ptrarray_to_raw(&cif, values, raw);
    ffi_raw_call(&cif, FFI_FN(sum), &ret, raw);
    printf(" %g", ret);
    ffi_java_ptrarray_to_raw(&cif, values, raw);
    ffi_java_raw_call(&cif, FFI_FN(sum), &ret, raw);
    printf(" %g", ret);
    ffi_java_raw_closure *closure = ffi_closure_alloc(sizeof *closure, &code);
    if (ffi_prep_java_raw_closure_loc(closure, &cif, java, NULL, code) != FFI_OK) return 1;
    printf(" %g", ((double (*)(int, double, int64_t, float, void *))code)(i, d, l, f, p));
    ffi_closure_free(closure);
    printf(" %d\n", ffi_closure_alloc(SIZE_MAX, &code) == NULL);
    return 0;
}
END
build gcc raw.c
run ./program
expect_out "5 7 18 18 15.5 1"

begin "Go's closures find themselves, beside a result in memory and arguments on the stack"
write go.c <<'END'
#include <ffi.h>
#include <stdio.h>
typedef struct { double d; long n[4]; } Big;
typedef struct { ffi_go_closure head; long by; } Adder;
static void add(ffi_cif *cif, void *ret, void **args, void *closure) {
    Big *big = ret;
    *big = (Big){*(double *)args[0]};
    for (unsigned i = 1; i < cif->nargs; i++) big->n[i % 4] += *(long *)args[i] + ((Adder *)closure)->by;
}
int main(void) {
    ffi_type *l = &ffi_type_slong, *fields[] = {&ffi_type_double, l, l, l, l, NULL}, big = {0, 0, FFI_TYPE_STRUCT, fields};
    ffi_type *types[11] = {&ffi_type_double};
    double d = 2.5;
    long values[10];
    void *args[11] = {&d};
    for (int i = 1; i < 11; i++) types[i] = l, values[i - 1] = i, args[i] = &values[i - 1];
    ffi_cif cif;
    Adder adder = {.by = 100};
    if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 11, &big, types) || ffi_prep_go_closure(&adder.head, &cif, add)) return 1;
    for (int i = 0; i < 12; i++) { // often enough for a stub, if there were one
        Big got = {0};
        ffi_call_go(&cif, FFI_FN(*(void **)&adder), &got, args, &adder);
        if (i == 11) printf("%g %ld %ld %ld %ld\n", got.d, got.n[0], got.n[1], got.n[2], got.n[3]);
    }
    cif.abi = (ffi_abi)99;
    printf("%d\n", ffi_prep_go_closure(&adder.head, &cif, add) == FFI_BAD_ABI);
    return 0;
}
END
build gcc go.c
run ./program
expect_out "2.5 212 315 318 210
1"

begin "a closure in memory of the caller's, and no other before it"
write own.c <<'END'
#include <ffi.h>
#include <stdio.h>
#include <sys/mman.h>
static void twice(ffi_cif *cif, void *ret, void **args, void *user) { *(ffi_arg *)ret = *(int *)args[0] * *(int *)user; }
int main(void) {
    ffi_closure *closure = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ffi_cif cif;
    ffi_type *types[] = {&ffi_type_sint};
    int by = 2;
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_sint, types);
    if (ffi_prep_closure_loc(closure, &cif, twice, &by, closure) != FFI_OK) return 1;
    mprotect(closure, 4096, PROT_READ | PROT_EXEC);
    printf("%d\n", ((int (*)(int))closure)(21));
}
END
build gcc own.c
run ./program
expect_out "42"

# $1: how executable memory is had
exceptions() {
    begin "C++ exceptions pass through calls ($1)"
    [ -n "$CXX" ] || { skip "no C++ compiler" && return; }
    write throw.cc <<'END'
#include <ffi.h>
#include <cstdio>
struct Guard { const char *name; ~Guard() { std::printf("%s ", name); } };
static long fail(long a, long b, long c, long d, long e, long f, long g) {
    Guard guard{"inner"};
    throw a + g;
}
int main() {
    ffi_cif cif;
    ffi_type *types[7];
    long value = 21;
    void *values[7];
    for (int i = 0; i < 7; i++) types[i] = &ffi_type_slong, values[i] = &value;
    ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 7, &ffi_type_slong, types);
    ffi_arg ret;
    for (int i = 0; i < 2; i++) {
        try {
            Guard guard{"outer"};
            ffi_call(&cif, FFI_FN(fail), &ret, values);
        } catch (long number) { std::printf("%ld\n", number); }
    }
}
END
    build "$CXX" throw.cc
    run env SEAM_CALL_EXEC="$1" ./program
    expect_out "inner outer 42
inner outer 42"
}
# The engine's own ways.
exceptions_of_seam() {
    begin "C++ exceptions pass through bound functions and batches ($1)"
    [ -n "$CXX" ] || { skip "no C++ compiler" && return; }
    write throw.cc <<'END'
#include <seam/call.h>
#include <cstdio>
static long fail(long a) { throw a * 2; }
#define CODE ((void (*)(void))fail)
int main() {
    const SeamSig *sig;
    SeamBound *bound;
    long value = 21, ret;
    uint64_t slots[] = {21};
    const void *args[] = {&value};
    SeamColumn column = {&value, 0}, result = {&ret, 0};
    seam_sig_parse(SEAM_ABI_HOST, "i64(i64)", &sig, nullptr);
    seam_bind(sig, CODE, SEAM_BIND_ERRNO, &bound, nullptr);
    for (int way = 0; way < 4; way++) {
        try {
            if (way == 0) seam_call(sig, CODE, &ret, args);
            else if (way == 1) seam_call_slots(sig, CODE, &ret, slots);
            else if (way == 2) seam_bound_entry(bound)(slots, &ret);
            else seam_call_batch(sig, CODE, 9, &column, result);
        } catch (long number) { std::printf("%ld ", number); }
    }
    seam_bound_free(bound);
}
END
    run "$CXX" -I"$ROOT/include" -w throw.cc -o program "$LIBRARY/../libseamcall.a" -pthread -ldl
    expect_status 0
    run env SEAM_CALL_EXEC="$1" ./program
    expect_out "42 42 42 42 "
}
CXX=$(command -v g++ || command -v clang++-19)
for how in mprotect memfd none; do
    exceptions $how
    exceptions_of_seam $how
done

begin "pkg-config tells the version that the header has"
run sed -n 's/^Version: //p' "$ROOT/call/ffi/libffi.pc.in"
expect_out "$(sed -n 's/.*FFI_VERSION_STRING "\(.*\)".*/\1/p' "$ROOT/call/ffi/ffi.h")"
