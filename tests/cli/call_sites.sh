#!/usr/bin/env bash
# A call of a C function costs what it costs in C: the object code around it is the C compiler's own.
. "$(dirname "$0")/lib.sh"

CC=${CC:-gcc}
FLAGS="-std=gnu11 -O2 -fno-strict-aliasing -fwrapv -fPIE"

# The instructions of one function and the names they refer to, without addresses.
code_of() {
    objdump -dr --no-show-raw-insn --no-addresses "$1" |
        awk -v name="<main__$2>:" '$0 == name { on = 1; next } /^$/ { on = 0 } on' |
        sed 's/\(R_[A-Z0-9_]*\).*\(\.rodata\|\.L[A-Z]*\).*/\1 constant/'
}

begin "each call compiles to what the C compiler makes of it"
command -v objdump >/dev/null || skip "there is no objdump"
write main.seam <<'END'
extern C from ["stdlib.h", "math.h", "time.h", "stdio.h"]
export function integers(a: CInt, b: CInt): CInt { return C.div(a, b).rem }
export function doubles(x: float, n: CInt): float { return C.ldexp(x, n) }
export function pointers(s: CString, base: CInt): CLong {
  let end: CPtr<CChar>? = null
  return C.strtol(s, &end, base)
}
export function wide(a: CLongLong, b: CLongLong): CLongLong { return C.lldiv(a, b).quot }
export function handles(a: CPtr<C.FILE>, b: CInt): CInt { return C.fputc(b, a) }
export function nothing(seed: CUInt) { C.srand(seed) }
export function literal(a: CPtr<C.FILE>): CInt { return C.fputs("text", a) }
export function structs(t: CPtr<C.tm>): CLong { return C.mktime(t) }
export function formatted(a: CPtr<C.FILE>, n: CInt, x: float): CInt { return C.fprintf(a, "%d %g\n", n, x) }
print("")
END
write twin.c <<'END'
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main__integers(int a, int b) { return div(a, b).rem; }
double main__doubles(double x, int n) { return ldexp(x, n); }
long main__pointers(const char *s, int base) { char *end = NULL; return strtol(s, &end, base); }
long long main__wide(long long a, long long b) { return lldiv(a, b).quot; }
int main__handles(FILE *a, int b) { return fputc(b, a); }
void main__nothing(unsigned seed) { srand(seed); }
int main__literal(FILE *a) { return fputs("text", a); }
long main__structs(struct tm *t) { return mktime(t); }
int main__formatted(FILE *a, int n, double x) { return fprintf(a, "%d %g\n", n, x); }
END
run seam build --emit=c main.seam
expect_status 0
cp "$WORK/out" unit.c
# shellcheck disable=SC2086
{
    run "$CC" $FLAGS -Wall -Werror -Wno-unused -I"$(dirname "$SEAM")/../include" -c unit.c -o unit.o
    expect_status 0
    run "$CC" $FLAGS -c twin.c -o twin.o
    expect_status 0
}
for name in integers doubles pointers wide handles nothing literal structs formatted; do
    code_of twin.o $name >twin.code
    code_of unit.o $name >unit.code
    [ -s twin.code ] || over || fail "no code of $name in the twin"
    cmp -s twin.code unit.code || over || fail "$name differs: $(diff twin.code unit.code | head -n 5)"
done
