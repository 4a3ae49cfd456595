#!/usr/bin/env bash
# seam call: C functions by a signature or by their header, arguments of every kind, results as text and JSON, errors.
# req: T5
# req in part: T3, T4, T6, T9
. "$(dirname "$0")/lib.sh"

CC=${CC:-cc}

# call OUTPUT WORDS..: the call gives that.
call() {
    local want=$1
    shift
    run seam call "$@"
    expect_status 0
    expect_quiet
    expect_out "$want"
}

# refuse CODE TEXT WORDS..
refuse() {
    local code=$1 text=$2
    shift 2
    run seam call "$@"
    expect_status 1
    expect_out ""
    expect_err_has "error[$code]"
    expect_err_has "$text"
}

pool_library() {
    write pool.h <<'END'
#include <stdint.h>
#include <stdbool.h>
enum color { RED, GREEN = 5 };
typedef struct { int32_t x, y; } point;
typedef struct { point at; double weight; char name[8]; uint8_t mac[3]; unsigned low : 3, high : 5; } item;
typedef union { int32_t i; float f; } either;
typedef struct { struct { long a, b; }; union { int c; float d; }; } nested;
point point_add(point a, point b);
item item_make(point at, double weight, const char *name);
unsigned item_bits(item it);
enum color next(enum color c);
either either_of(int32_t i);
int sum(const int *items, int count);
void fill(int *items, int count);
void grow(point *p);
int64_t nested_sum(nested n);
int64_t nested_at(const nested *n);
bool is_even(int n);
float half(float x);
void nothing(void);
uint8_t wrap(uint8_t n);
int apply(int (*f)(int), int n);
int twice(int n);
double late(int n, ...);
const char *text_of(long address);
static inline int inlined(int n) { return n; }
#define SQUARE(n) ((n) * (n))
#define LIMIT 40
#define RATIO 0.5
#define NAME "pool"
extern int variable;
END
    write pool.c <<'END'
#include "pool.h"
#include <stdarg.h>
#include <string.h>
int variable;
point point_add(point a, point b) { return (point){a.x + b.x, a.y + b.y}; }
item item_make(point at, double weight, const char *name) {
    item it = {at, weight, "", {1, 2, 200}, 5, 17};
    strncpy(it.name, name, 7);
    return it;
}
unsigned item_bits(item it) { return it.low * 100 + it.high; }
enum color next(enum color c) { return c == RED ? GREEN : RED; }
either either_of(int32_t i) { either e; e.i = i; return e; }
int sum(const int *items, int count) { int s = 0; for (int i = 0; i < count; i++) s += items[i]; return s; }
void fill(int *items, int count) { for (int i = 0; i < count; i++) items[i] = i * i; }
void grow(point *p) { p->x++; p->y *= 2; }
int64_t nested_sum(nested n) { return n.a + n.b + n.c; }
int64_t nested_at(const nested *n) { return n->a + n->b; }
bool is_even(int n) { return n % 2 == 0; }
float half(float x) { return x / 2; }
void nothing(void) {}
uint8_t wrap(uint8_t n) { return (uint8_t)(n + 1); }
int apply(int (*f)(int), int n) { return f(n); }
int twice(int n) { return 2 * n; }
double late(int n, ...) {
    va_list list;
    va_start(list, n);
    double sum = 0;
    for (int i = 0; i < n; i++) sum += va_arg(list, double);
    va_end(list);
    return sum;
}
const char *text_of(long address) { return (const char *)address; }
END
    "$CC" -shared -fPIC -o libpool.so pool.c || fail "the library does not build"
}

begin "a library and a signature"
call 1.4142135623730951 libm.so.6 'f64 sqrt(f64)' 2
call 8 m 'f64 pow(x: f64, y: f64)' 2 3
call 0.25 libm 'f64 pow(f64,f64)' 2 -2
call 5 libc.so.6 'u64 strlen(string)' hello
call 5 libc.so.6 'u64 strlen(ptr)' '"hello"'
call '"b"' libc.so.6 'string strchr(string, i32)' ab "'b'"

begin "options stand before the library, so that arguments may begin with a dash"
call 5 stdlib.h abs -5
run seam call stdlib.h abs --json
expect_status 1
expect_err_has "argument \`x\`: an \`i32\` is wanted"

begin "-- ends the options"
call 5 -- stdlib.h abs -5
run seam call --json -- stdlib.h abs -5
expect_out '{"result":5,"out":[]}'

begin "a header tells the signature and the library"
call '{quot: 3, rem: 2}' stdlib.h div 17 5
call 3421780262 zlib.h crc32 0 '"123456789"' 9
run seam call sqlite3.h sqlite3_libversion
expect_status 0
expect_out_has '"3.'

begin "a library of one's own, beside its header"
pool_library
call '{x: 4, y: 6}' ./pool.h point_add '{x: 1, y: 2}' '{3, 4}'
call '{x: 1, y: 0}' ./pool.h point_add '{x: 1}' '{}'
call '{at: {x: 1, y: 2}, weight: 2.5, name: "box", mac: [1, 2, 200], low: 5, high: 17}' \
    ./pool.h item_make '{1, 2}' 2.5 box
call 709 ./pool.h item_bits '{low: 7, high: 9}'
call '5 (GREEN)' ./pool.h next RED
call '0 (RED)' ./pool.h next 5
call '{i: 1065353216, f: 1}' ./pool.h either_of 0x3f800000
call 6 ./pool.h sum '[1, 2, 3]' 3
call 40 ./pool.h sum '[LIMIT]' 1
call 0 ./pool.h sum '[]' 0
call 'items: [0, 1, 4, 9]' ./pool.h fill '&[4 i32]' 4
call 'items: [0, 1]' ./pool.h fill '[7, 7]' 2
call 'p: {x: 2, y: 6}' ./pool.h grow '{x: 1, y: 3}'
call 'p: {x: 1, y: 0}' ./pool.h grow '&'
call 3 ./pool.h nested_at '{a: 1, b: 2}'
call true ./pool.h is_even 4
call 0.25 ./pool.h half RATIO
call '' ./pool.h nothing
call 0 ./pool.h wrap 255
call 14 ./pool.h apply twice 7
call 4.5 ./pool.h late 3 1.0 2.5 f64:1
call null ./pool.h text_of 0

begin "what cannot be written is an error"
run bash -c "'$SEAM' call math.h sqrt 2 >/dev/full"
expect_status 1
expect_err_has "seam: stdout: No space left on device"
run bash -c "'$SEAM' call math.h sqrt 2 >&-"
expect_status 1
expect_err_has "seam: stdout: Bad file descriptor"
run bash -c "'$SEAM' call stdio.h puts x >/dev/full"
expect_status 1

begin "numbers are read as C reads them: a leading zero means octal"
call 420 stdlib.h abs 0644
call 420 stdlib.h abs 0o644
call 0 stdlib.h abs 0
call 10 stdlib.h abs -0012
call 8.5 math.h fabs 08.5
run seam call --errno fcntl.h open made O_CREAT 0640
expect_status 0
[ "$(stat -c %a made)" = 640 ] || fail "the mode is $(stat -c %a made)"
call $'420 -8 0\n9' stdio.h printf '"%d %d %d\n"' 0644 -010 00
call $'420 5 1000 2024-01-01\n22' stdio.h printf '"%d %d %d %s\n"' 0o644 0b101 1_000 2024-01-01
call $'-8\n3' stdio.h printf '"%d\n"' -0o10
refuse E0664 '`08` is no number: a leading 0 means octal, as in C' stdlib.h abs 08
refuse E0664 '`0o8` is no number' stdlib.h abs 0o8
refuse E0664 '`089` is no number: a leading 0 means octal, as in C' stdio.h printf '"%d"' 089

begin "a constant alone gives its value and type"
pool_library
call '40 (CInt)' ./pool.h LIMIT
call '0.5 (CDouble)' ./pool.h RATIO
call '"pool" (CString)' ./pool.h NAME
call '5 (color)' ./pool.h GREEN
call '{"result":5,"type":"color","out":[]}' --json ./pool.h GREEN
call '64 (CInt)' fcntl.h O_CREAT
refuse E0665 '`LIMIT` is a constant, and takes no arguments' ./pool.h LIMIT 1

begin "types that Seam has not are read in the header all the same"
pool_library
write wide.h <<'END'
__int128 wide_twice(__int128 n);
long double wide_sum(const long double *items, int count, ...);
int wide_called(int (*f)(long double), int n);
typedef long double number;
typedef number same_number;
number wide_named(number n);
same_number wide_parts(const number n, same_number *whole);
int wide_sign(same_number *n);
END
write wide.c <<'END'
#include "wide.h"
__int128 wide_twice(__int128 n) { return 2 * n; }
long double wide_sum(const long double *items, int count, ...) { return count > 1 ? items[0] + items[1] : 0; }
int wide_called(int (*f)(long double), int n) { return f(n); }
number wide_named(number n) { return n; }
int wide_sign(same_number *n) { return *n < 0 ? -1 : 1; }
same_number wide_parts(const number n, same_number *whole) { return n - (*whole = (long)n); }
END
"$CC" -shared -fPIC -o libwide.so wide.c || fail "the library does not build"
call 0.5 math.h fabsl -0.5
call $'0.5\nargument 2: 2' math.h modfl 2.5 '&'
call $'1.5\nargument 2: "x"' stdlib.h strtold '"1.5x"' '&'
call 5 complex.h cabs '{3, 4}'
call '{1, -2}' complex.h conjf '{1, 2}'
call '{"result":[1,-2],"out":[]}' --json complex.h conjl '{1, 2}'
call 36893488147419103230 ./wide.h wide_twice 18446744073709551615
call 3.5 ./wide.h wide_sum '[1, 2.5]' 2
refuse E0109 'long double' ./wide.h wide_called null 1
call 1.25 ./wide.h wide_named 1.25
call $'-1\nargument 1: [-2]' ./wide.h wide_sign '[-2]'
call $'0.5\nargument 2: 2' ./wide.h wide_parts 2.5 '&'
refuse E0665 '`fabsl` takes 1 argument, not 2' math.h fabsl 1 2

begin "flags are joined by |"
pool_library
call 42 stdlib.h abs 'EXIT_SUCCESS|42'
call 43 stdlib.h abs '1 | 2|0x28'
run seam call fcntl.h open made_by_flags 'O_CREAT|O_RDWR | O_EXCL' 0600
expect_status 0
[ -f made_by_flags ] || fail "O_CREAT was not passed"
call $'3\n2' stdio.h printf '"%d\n"' '1|2'
refuse E0664 'argument `oflag`: an `i32` is wanted' fcntl.h open x 'O_CREAT|NOPE'
expect_err_has 'the header has no `NOPE`'
refuse E0664 'an `i32` is wanted' fcntl.h open x 'O_CREAT|O_RDONYL'
expect_err_has 'did you mean `O_RDONLY`?'
refuse E0664 'an `i32` is wanted' libc.so.6 'i32 abs(i32)' O_RDONLY
expect_err_has 'names are those of a header, and none was given'
refuse E0664 'argument `oflag`: an `i32` is wanted' fcntl.h open x 'O_CREAT|'

begin "long arrays are cut, but for --all and --json"
thousand="$(printf '1, %.0s' {1..999})1"
run seam call libc.so.6 'ptr memset(ptr, i32, u64)' '&[1000 u8]' 1 1000
expect_out_has 'argument 1: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, … 990 more]'
run seam call --all libc.so.6 'ptr memset(ptr, i32, u64)' '&[1000 u8]' 1 1000
expect_out_has "argument 1: [$thousand]"
run seam call --json libc.so.6 'ptr memset(ptr, i32, u64)' '&[1000 u8]' 1 1000
expect_out_has "\"value\":[${thousand//, /,}]"
run seam call libc.so.6 'ptr memset(ptr, i32, u64)' '&[20 u8]' 1 20
expect_out_has "argument 1: [$(printf '1, %.0s' {1..19})1]"

begin "the struct behind a pointer that C gives is printed, if the header tells what is in it"
run seam call time.h gmtime '&=86400'
expect_status 0
expect_out_has ': {tm_sec: 0, tm_min: 0, tm_hour: 0, tm_mday: 2, tm_mon: 0, tm_year: 70'
run seam call --json time.h gmtime '&=86400'
expect_out_has '"pointee":{"tm_sec":0,'
call null pwd.h getpwnam nobody-of-this-name
write given.h <<'END'
typedef struct { int x, y; } point;
point *given(long address);
END
write given.c <<'END'
#include "given.h"
point *given(long address) { return (point *)address; }
END
"$CC" -shared -fPIC -o libgiven.so given.c || fail "the library does not build"
call 0x10 ./given.h given 16 # it cannot be read
call 0x11 ./given.h given 17

begin "text in a struct that is none is an address"
write named.h <<'END'
typedef struct { const char *name; int n; } named;
named *named_at(long address);
named named_of(long address);
END
write named.c <<'END'
#include "named.h"
static named it = {0, 3};
named *named_at(long address) { it.name = (const char *)address; return &it; }
named named_of(long address) { return *named_at(address); }
END
"$CC" -shared -fPIC -o libnamed.so named.c || fail "the library does not build"
run seam call ./named.h named_at 8
expect_status 0
expect_out_has ': {name: 0x8, n: 3}'
call '{"result":{"name":"0x8","n":3},"out":[]}' --json ./named.h named_of 8
call '{name: null, n: 3}' ./named.h named_of 0

begin "char * in a struct is text where there is some, else an address"
write held.h <<'END'
typedef struct { char *name; char *other; char *none; int n; } held;
held held_of(int what);
int held_len(held h);
END
write held.c <<'END'
#include "held.h"
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
static char bytes[] = {'a', 1, 0}, wrong[] = {'a', (char)0xff, 0}, empty[1];
held held_of(int what) {
    long page = sysconf(_SC_PAGESIZE);
    char *two = mmap(0, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(two, 'x', 2 * page);
    munmap(two + page, page);
    if (what == 1) return (held){(char *)8, two + page - 3, 0, 1}; // nothing ends the second
    if (what == 2) return (held){bytes, wrong, empty, 2};
    two[page - 1] = 0;
    return (held){strdup("a \"b\"\n"), two + page - 4, 0, 0};
}
int held_len(held h) { return h.name ? (int)strlen(h.name) : -1; }
END
"$CC" -w -shared -fPIC -o libheld.so held.c || fail "the library does not build"
call '{name: "a \"b\"\n", other: "xxx", none: null, n: 0}' ./held.h held_of 0
call '{"result":{"name":"a \"b\"\u000a","other":"xxx","none":null,"n":0},"out":[]}' --json ./held.h held_of 0
run seam call ./held.h held_of 1
expect_status 0
expect_out_has '{name: 0x8, other: 0x'
run seam call ./held.h held_of 2
expect_status 0
expect_out_has ', none: "", n: 2}'
expect_out_has '{name: 0x'
call 3 ./held.h held_len '{name: "abc"}'
call -1 ./held.h held_len '{n: 1}'

begin "JSON is one line"
pool_library
call '{"result":{"at":{"x":1,"y":2},"weight":2.5,"name":"b\"x","mac":[1,2,200],"low":5,"high":17},"out":[]}' \
    --json ./pool.h item_make '{1, 2}' 2.5 'b"x'
call '{"result":null,"out":[{"argument":1,"name":"items","value":[0,1]}]}' --json ./pool.h fill '&[2 i32]' 2
call '{"result":5,"constant":"GREEN","out":[]}' --json ./pool.h next 0
call '{"result":"NaN","out":[]}' --json math.h sqrt -1
call '{"result":-1,"out":[],"errno":2,"error":"ENOENT"}' --json --errno fcntl.h open /no/such O_RDONLY
call '{"result":3,"out":[],"errno":0,"error":""}' --json --errno stdlib.h abs -3
run seam call --json string.h strdup x
expect_status 0
cp "$WORK/out" result.json
run python3 -c 'import json; json.load(open("result.json"))'
expect_status 0

begin "out-parameters are printed by name, errno by request"
call $'0.5\nexponent: 4' math.h frexp 8 '&'
call $'12\nendptr: "ab"' stdlib.h strtol 12ab '&' 10
call $'-1\nerrno: 2 ENOENT: No such file or directory' --errno fcntl.h open /no/such O_RDONLY
call $'3\nerrno: 0' --errno stdlib.h abs -3
call $'86400\ntp: {tm_sec: 0, tm_min: 0, tm_hour: 0, tm_mday: 2, tm_mon: 0, tm_year: 70, tm_wday: 5, tm_yday: 1, tm_isdst: 0, tm_gmtoff: 0, tm_zone: "GMT"}' \
    time.h timegm '{tm_year: 70, tm_mday: 2}'

begin "variadic arguments: whole numbers are int, fractions double, others as they say"
call 'a 5 2.50 c 5000000000 0x10
27' libc.so.6 'i32 printf(string, ...)' '"%s %d %.2f %c %ld %p\n"' a 5 2.5 "'c'" 5000000000 ptr:0x10
call $'7 x\n4' stdio.h printf '"%ld %s\n"' i64:7 '"x"'

begin "what looks like a type behind the dots and is none is not text"
refuse E0664 'argument 2: `i65` is no type' libc.so.6 'i32 printf(string, ...)' '"%d\n"' i65:5
expect_err_has "before the colon: bool i8"
expect_err_has "'\"i65:5\"'"
refuse E0664 'argument 3: `size_t` is no type' stdio.h printf '"%s %d\n"' x size_t:5
call $'i65:5 12:30 :x\n15' stdio.h printf '"%s %s %s\n"' '"i65:5"' 12:30 :x
call $'2\nargument 3: 7\nargument 4: "ab"' libc.so.6 'i32 sscanf(string, string, ...)' '7 ab' '%d %s' '&i32' '&[8 i8]'

begin "numbers of every width, and their edges"
call -9223372036854775808 libc.so.6 'i64 llabs(i64)' -9223372036854775808
call 18446744073709551615 libc.so.6 'u64 strtoul(string, ptr, i32)' 18446744073709551615 null 10
call 3.1415927 libm.so.6 'f32 fabsf(f32)' -3.14159274
call Infinity libm.so.6 'f64 exp(f64)' 1e9
call 18446744073709552000 math.h,limits.h fabs ULLONG_MAX
call 9223372036854776000 math.h,limits.h fabs LONG_MIN
refuse E0664 'argument 1: 1e300 does not fit `f32`' libm.so.6 'f32 fabsf(f32)' 1e300
refuse E0664 'argument 1: 1e999 does not fit `f64`' libm.so.6 'f64 fabs(f64)' 1e999
refuse E0664 'argument 1: -1e9999 does not fit `longdouble`' libm.so.6 'longdouble fabsl(longdouble)' -1e9999
refuse E0664 'argument `x`: DBL_MAX does not fit `f32`' math.h,float.h fabsf DBL_MAX
call Infinity libm.so.6 'f64 fabs(f64)' -inf
call Infinity math.h fabsf INFINITY
call 0.1 libm.so.6 'longdouble fabsl(longdouble)' -0.1
call 5 libm.so.6 'f64 cabs(complex f64)' '{3, 4}'
call '{3, -4}' libm.so.6 'complex f64 conj(complex f64)' '{3, 4}'
call '{"result":[3,-4],"out":[]}' --json libm.so.6 'complex f64 conj(complex f64)' '{3, 4}'

begin "floats are printed as a Seam program prints them"
values="0.0 -0.0 100.0 50.0 1500.0 0.1 -0.5 123456789.0 12.5 1e20 1e21 1.5e21 123456789012345680000.0 1e22 0.000001 0.0000015 1e-7
    1.25e-9 5e-324 1.7976931348623157e308 -1e-7"
for value in $values; do echo "print($value)"; done >floats.seam
run seam run floats.seam
expect_status 0
cp "$WORK/out" expected
i=1
for value in $values; do
    call "$(sed -n ${i}p expected)" libm.so.6 'f64 ldexp(f64, i32)' "$value" 0
    i=$((i + 1))
done
call 100 math.h fabs 100
call 1500 libm.so.6 'f32 fabsf(f32)' 1500
call 50 libm.so.6 'longdouble fabsl(longdouble)' 50
call '{"result":1500,"out":[]}' --json math.h fabs 1500

begin "what is no value of the type is marked in the word"
pool_library
refuse E0664 'argument `x`: 3000000000 does not fit `i32`' stdlib.h abs 3000000000
refuse E0664 'argument `n`: -1 does not fit `u8`' ./pool.h wrap -1
refuse E0664 'argument `it`: 8 does not fit 3 bits' ./pool.h item_bits '{low: 8}'
refuse E0664 'there is no field `z`' ./pool.h point_add '{x: 1, z: 2}' '{}'
expect_err_has "argument 1:1:8"
refuse E0664 'has no more fields' ./pool.h point_add '{1, 2, 3}' '{}'
refuse E0664 'expected `,` or `}`' ./pool.h point_add '{1 2}' '{}'
refuse E0664 'an `f64` is wanted' math.h sqrt 2x
refuse E0664 'this is more than one `i32`' stdlib.h abs '5 6'
refuse E0664 'a pointer is wanted' ./pool.h sum 5 1
refuse E0664 'or a function of the header' stdlib.h,string.h qsort '[3, 1]' 2 4 strcmpp
expect_err_has 'did you mean `strcmp`?'
refuse E0664 'a pointer is wanted' zlib.h adler32 1 abc 3
expect_err_has "'\"text\"'"
refuse E0664 'nothing tells how large the room is' libc.so.6 'i64 time(ptr)' '&'

begin "a signature is read to its end"
refuse E0663 'expected a type, not `f63`' libm.so.6 'f64 sqrt(f63)' 2
expect_err_has "signature:1:10"
refuse E0663 'expected a type, not `double`: it is `f64` here' libm.so.6 'double sqrt(double)' 2
refuse E0663 'expected a type, not `char *`: pointers are `ptr`' libc.so.6 'u64 strlen(char *)' x
refuse E0663 'expected a type, not `void*`: pointers are `ptr`' libc.so.6 'void* malloc(u64)' 1
refuse E0663 'names stand before: `x: f64`' libm.so.6 'f64 pow(f64 x, f64 y)' 2 3
expect_err_has "signature:1:13"
refuse E0663 'names stand before: `p: {i32, i32}`' libm.so.6 'f64 f({i32, i32} p )' 2
refuse E0663 'there are no parameters' libm.so.6 sqrt 2
refuse E0663 'there is no result before it' libm.so.6 'sqrt(f64)' 2
refuse E0663 'there is no name before it' libm.so.6 '(f64)' 2
refuse E0663 'expected `)`' libm.so.6 'f64 sqrt(f64' 2
refuse E0663 'expected the end' libm.so.6 'f64 sqrt(f64) x' 2
refuse E0663 'the types behind the dots' libm.so.6 'i32 f(i32, ... i32)' 2
refuse E0663 'types nested too deeply' libm.so.6 "f64 f($(printf '{%.0s' {1..100})i32$(printf '}%.0s' {1..100}))" 2

begin "what is not there is named, with what is"
pool_library
refuse E0661 'libseamnone.so: cannot open shared object file' libseamnone 'f64 f(f64)' 2
refuse E0661 './pool.c: ' ./pool.c 'f64 f(f64)' 2
refuse E0662 'undefined symbol: sqroot' libm.so.6 'f64 sqroot(f64)' 2
refuse E0108 'did you mean `sqrt`?' math.h sqroot 2
refuse E0108 'did you mean `O_RDONLY`?' fcntl.h O_RDONYL
refuse E0108 'with `-D _GNU_SOURCE` it does' math.h sincos 1 '&' '&'
refuse E0108 'did you mean `sincos`?' -D _GNU_SOURCE math.h sincosine
refuse E0601 'none.h' none.h f 2
refuse E0601 '-I FOLDER' nosuchheader.h f 2

begin "every parameter wants an argument"
refuse E0665 '`pow` takes 2 arguments, not 1' math.h pow 2
expect_err_has '`y` is missing'
refuse E0665 '`sqrt` takes 1 argument, not 2' libm.so.6 'f64 sqrt(f64)' 2 3
refuse E0665 '`printf` takes at least 1 argument, not 0' stdio.h printf

begin "what is written past the end of an argument is told"
refuse E0668 '`strcpy` wrote past the end of argument `dest`' string.h strcpy '&' aaaaaaaaaaaaaaaaaaaaaaaaaaa
expect_err_has "room for 1 byte, and at least 27 more were written"
expect_err_has '`&[28 u8]`'
refuse E0668 'argument `dest`' string.h strcpy '&[5 u8]' hello
call $'"hello"\nargument 1: "hello"' libc.so.6 'string strcpy(ptr, string)' '&[6 u8]' hello
refuse E0668 'argument 1' libc.so.6 'ptr memset(ptr, i32, u64)' '[1, 2]' 7 500000
refuse E0668 'argument `dest`' string.h strcat abc "$(printf 'x%.0s' {1..100000})"
refuse E0668 'argument 1' libc.so.6 'ptr memset(ptr, i32, u64)' '&[8 u8]=[1]' 7 9
call $'4\nargument 1: [97, 98, 99, 100]' libc.so.6 'u64 strnlen(ptr, u64)' '&[4 u8]="abcd"' 4

begin "text is wide where the pointer is to wide characters"
call 3 wchar.h wcslen '"abc"'
call 2 wchar.h wcslen '"ö€"'
call 1 wchar.h wcslen '"😀"'
call 0 wchar.h wcslen '""'
call 12 wchar.h wcstol '"12"' null 10
call 1.5 wchar.h wcstold '"1.5"' null
write wide.h <<'END'
#include <stddef.h>
#include <uchar.h>
#define NAME "pool"
int count16(const char16_t *text);
int count_wide(const wchar_t *text);
double first(const double *x);
char *second(char **words);
END
write wide.c <<'END'
#include "wide.h"
int count16(const char16_t *text) { int n = 0; while (text[n]) n++; return n; }
int count_wide(const wchar_t *text) { int n = 0; while (text[n]) n++; return n; }
double first(const double *x) { return *x; }
char *second(char **words) { return words[1]; }
END
"$CC" -shared -fPIC -o libwide.so wide.c || fail "the library does not build"
call 4 ./wide.h count16 '"aö😀"'
call 4 ./wide.h count_wide NAME
refuse E0664 'argument `s`: the text is not UTF-8, and is wanted as wide text' wchar.h wcslen '"\xff"'
refuse E0664 'argument `x`: it points to an `f64`, and text is bytes' ./wide.h first '"abc"'
refuse E0664 'argument `words`: it points to a `string`, and text is bytes' ./wide.h second '"abc"'

begin "what only a compiler can do is refused with the way out"
pool_library
refuse E0666 'it is a macro' ./pool.h SQUARE 2
expect_err_has 'extern C from "./pool.h"'
refuse E0666 'it is an inline function' ./pool.h inlined 2
refuse E0666 'it is a variable' ./pool.h variable
refuse E0666 'it is a type' ./pool.h point
refuse E0666 'no library exports it' stdlib.h atexit abort
refuse E0666 'it has parts' ./pool.h nested_sum '{a: 1}'
refuse E0109 'cannot be used' stdio.h vprintf x null

begin "a library that no linker finds is told"
pool_library
mkdir elsewhere && mv libpool.so elsewhere/
refuse E0640 'no library exports `twice`' ./pool.h twice 2
expect_err_has "--library"
call 4 --library elsewhere/libpool.so ./pool.h twice 2

begin "a crash is the function's, and told so"
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0:handle_abort=0" # or it is the sanitizer's
run seam call string.h strlen null
expect_status 3
expect_err_has "error[E0667]: \`strlen\` crashed: SIGSEGV"
expect_err_has "in the call"
run seam call stdlib.h abort
expect_status 3
expect_err_has "SIGABRT"
run seam call libc.so.6 'string labs(i64)' 5
expect_status 3
expect_err_has "it was ended while its results were read"

begin "who ends seam call ends the function"
(exec "$SEAM" call libc.so.6 'i32 pause()' > >(cat; : >ended)) &
sleep 1
kill $!
for _ in {1..50}; do [ -f ended ] || sleep 0.1; done
[ -f ended ] || fail "it runs on"

begin "what ends the process gives its exit code"
run seam call stdlib.h exit 7
expect_status 7
run seam call stdio.h puts hello
expect_status 0
expect_out $'hello\n6'

begin "a way to get executable memory that there is not is reported once"
run env SEAM_CALL_EXEC=bogus SEAM_CALL_STUB_AFTER=1 "$SEAM" call stdlib.h abs -5
expect_status 0
expect_out 5
expect_err_has "seam: SEAM_CALL_EXEC is \`bogus\`, which is none of file, mprotect, memfd and none"
[ "$(wc -l <"$WORK/err")" = 1 ] || fail "it is reported more than once"

begin "wrong usage"
run seam call
expect_status 2
run seam call libm.so.6
expect_status 2
expect_err_has "the function is missing"
run seam help call
expect_status 0
expect_out_has "seam call stdlib.h div 17 5"

begin "no C compiler is needed"
run env SEAM_CC=/no/such PATH=/nowhere "$SEAM" call stdlib.h abs -5
expect_status 0
expect_out 5

begin "a number of calls that is none is reported"
run env SEAM_CALL_STUB_AFTER=abc "$SEAM" call stdlib.h abs -5
expect_status 0
expect_out 5
expect_err_has "seam: SEAM_CALL_STUB_AFTER is \`abc\`, which is no number from 0 to 4294967295: it is not heeded"
run env SEAM_CALL_STUB_AFTER=-1 "$SEAM" call stdlib.h abs -5
expect_err_has "SEAM_CALL_STUB_AFTER is \`-1\`"
run env SEAM_CALL_STUB_AFTER=0 "$SEAM" call stdlib.h abs -5
expect_out 5
expect_quiet
