#!/usr/bin/env bash
# A call from Seam into C is the machine code that gcc makes of the same call in C.
. "$(dirname "$0")/lib.sh"

# The instructions of one function of a program, without addresses; what it calls by name.
code_of() { # PROGRAM FUNCTION
    objdump -d --no-show-raw-insn --disassemble="$2" "$1" |
        sed -nE "/<$2>:/,/^$/ { /<$2>:/d; /^$/d; s/^ *[0-9a-f]+:[[:space:]]*//; s/ +#.*//; s/[0-9a-f]+ <(\w+)[@\$]plt>/\1/; p; }"
}

begin "the same instructions as C: registers swapped, doubles, structs, pointers, constants"
write lib.h <<'END'
typedef struct Pair { int a; int b; } Pair;
typedef struct Thing Thing;
enum { LIMIT = 42 };
int swap(int a, int b);
double scale(double x, int n);
Pair turn(Pair p);
Thing *thing_of(Thing *t, long which);
unsigned char narrow(unsigned char c, int limit);
END
write lib.c <<'END'
#include "lib.h"
int swap(int a, int b) { return a * 31 + b; }
double scale(double x, int n) { return x * n; }
Pair turn(Pair p) { return (Pair){p.b, p.a}; }
Thing *thing_of(Thing *t, long which) { return which ? t : 0; }
unsigned char narrow(unsigned char c, int limit) { return c < limit ? c : 0; }
END
write calls.seam <<'END'
extern C from "lib.h" as lib
export function call_swap(a: CInt, b: CInt): CInt { return lib.swap(b, a) }
export function call_scale(n: CInt, x: CDouble): CDouble { return lib.scale(x, n) }
export function call_turn(p: lib.Pair): lib.Pair { return lib.turn(p) }
export function call_thing_of(n: CLong, t: CPtr<lib.Thing>?): CPtr<lib.Thing>? { return lib.thing_of(t, n) }
export function call_narrow(c: CUChar): CUChar { return lib.narrow(c, lib.LIMIT) }
END
write main.seam <<'END'
extern C from "lib.h" as lib
import { call_swap, call_scale, call_turn, call_thing_of, call_narrow } from "./calls"
print(call_swap(1, 2), call_scale(3, 0.5), call_thing_of(1, null) == null, call_narrow(7), call_turn({ a: 1, b: 2 }).a)
END
write peer.c <<'END'
#include "lib.h"
int call_swap(int a, int b) { return swap(b, a); }
double call_scale(int n, double x) { return scale(x, n); }
Pair call_turn(Pair p) { return turn(p); }
Thing *call_thing_of(long n, Thing *t) { return thing_of(t, n); }
unsigned char call_narrow(unsigned char c) { return narrow(c, LIMIT); }
int main(void) { return 0; }
END
case $SEAM in
*/asan/* | */tsan/*) skip "sanitizers put their own code around every call" ;;
esac
over || mkdir lib
run gcc -shared -fPIC -o lib/libpeers.so lib.c
expect_status 0
export LIBRARY_PATH=$PWD/lib LD_LIBRARY_PATH=$PWD/lib
run gcc -O2 -fPIE -o peer peer.c -lpeers
expect_status 0
run seam build --release main.seam -o main
expect_status 0
run ./main
expect_out "63 1.5 true 7 2"
for name in swap scale turn thing_of narrow; do
    over && break
    code_of peer "call_$name" >"$WORK/want"
    code_of main "calls__call_$name" >"$WORK/got"
    [ -s "$WORK/want" ] || fail "no code of C's call_$name"
    cmp -s "$WORK/want" "$WORK/got" || fail "$name differs: $(diff "$WORK/want" "$WORK/got")"
done
