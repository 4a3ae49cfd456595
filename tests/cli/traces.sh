#!/usr/bin/env bash
# How programs end badly: crashes in C's code, a full stack, and programs whose tables were stripped.
. "$(dirname "$0")/lib.sh"
case $SEAM in
*/asan/* | */tsan/*) echo "sanitizers report crashes in their own way" && exit 77 ;;
esac

# A command that a signal ends is no failure of the test: expect_signal 11 main.seam
expect_signal() {
    run sh -c '"$0" run $2; test $? = $1' "$SEAM" $((128 + $1)) "$2"
    expect_status 0
}

# A program whose C code crashes, in its own way for each number of arguments.
crashing() {
    write ./look.h <<'END'
int look_deep(int depth);
int divide(int a, int b);
END
    write look.c <<'END'
#include "look.h"
static int look(const volatile int *at) { return *at; }
int look_deep(int depth) { return depth ? look_deep(depth - 1) + 1 : look((const int *)16); }
int divide(int a, int b) { return a / b; }
END
    ${CC:-gcc} -shared -fPIC -o liblook.so look.c || exit 1
    write main.seam <<'END'
extern C from "./look.h" as c
function inner(depth: int): int {
  return depth == 0 ? c.divide(1, 0) : c.look_deep(CInt(depth))
}
function outer(depth: int): int { return inner(depth) + 1 }
print("before")
print(outer(process.args.length * 20))
END
}

begin "a crash in C's code tells which line called it, and ends as ever"
crashing
expect_signal 11 "main.seam a"
expect_out "before"
expect_err_has "crash: SIGSEGV: an address was used that nothing is at"
expect_err_has "  at C's look_deep"
expect_err_has "  at main.seam:3 in inner"
expect_err_has "  at main.seam:5 in outer"
expect_err_has "  at main.seam:7"

begin "a division by zero in C's code does so too"
crashing
expect_signal 8 "--release main.seam"
expect_err_has "crash: SIGFPE"
expect_err_has "  at C's divide"
expect_err_has "  at main.seam:3 in inner"

begin "a full stack is a panic, and its circle of calls is there once"
write main.seam <<'END'
function depth(n: int): int { return depth(n + 1) + 1 }
print("before")
print(depth(0))
END
for profile in "" --release; do
    run seam run $profile main.seam
    expect_status 134
    expect_out "before"
    expect_err_has "panic: the stack is full: calls are nested too deeply"
    expect_err_has "  at main.seam:1 in depth ... "
    expect_err_has "  at main.seam:3"
done

begin "a program without its tables says why there is no trace"
write main.seam <<'END'
function item(xs: int[], i: int): int { return xs[i] }
print(item([1], 7))
END
run seam build main.seam -o main
strip --strip-debug main
run ./main
expect_status 134
expect_err_has "  at main.seam:1:48"
expect_err_has "not known: the program was stripped"
strip main
run ./main
expect_status 134
expect_err_has "  at main.seam:1:48"
expect_err_has "  who called this is not known: the program was stripped"

begin "a signal that somebody sent ends the program as ever"
write main.seam <<'END'
import { kill } from "./signals"
kill()
END
write signals.seam <<'END'
extern C from "signal.h"
export function kill() { C.raise(C.SIGSEGV) }
END
expect_signal 11 main.seam
expect_err_has "  at signals.seam:2 in kill"

begin "a call in a \`return\` is in the trace, whatever the C compiler"
write main.seam <<'END'
function inner(xs: int[], at: int): int { return xs[at] }
function middle(xs: int[], at: int): int { return inner(xs, at + 1) }
function outer(xs: int[], at: int): int { return middle(xs, at + 1) }
print(outer([1], process.args.length))
END
for compiler in gcc clang-19; do
    if ! command -v $compiler >/dev/null; then continue; fi
    SEAM_CC=$compiler run seam run main.seam
    expect_status 134
    expect_err_has "  at main.seam:1:50 in inner"
    expect_err_has "  at main.seam:2 in middle"
    expect_err_has "  at main.seam:3 in outer"
done
