#!/usr/bin/env bash
# `seam test`: what passes, what fails and how it is told; filters, formats, limits.
. "$(dirname "$0")/lib.sh"

package() {
    write seam.toml <<'END'
[package]
name = "sums"
END
    write sums.seam <<'END'
export class Odd implements Error { constructor(readonly message: string) {} }
export function half(n: int): int {
  if (n % 2 != 0) throw new Odd(`${n} is odd`)
  return n / 2
}
class Node { next: Node? = null }
export function leak() { const a = new Node(); a.next = a }
END
    write half_test.seam <<'END'
import { half, Odd, leak } from "./sums"

function setup(): int[] { return [2, 4] }

@test("halves even numbers")
function evens() { for (const n of setup()) assert(half(n) * 2 == n) }

@test(throws: Odd)
function odd() { half(3) }

@test(throws: Error)
function anyError() { half(3) }

@test(panics: "index 7")
function bounds() { const xs = [1]; let i = 7; print(xs[i]) }
END
}

failing() {
    write bad_test.seam <<'END'
import { half, Odd, leak } from "./sums"
@test function compares() { print("seen"); assert(half(10) == 6, "ten") }
@test function errors() { half(5) }
@test function leaks() { leak() }
@test function exits() { exit(0) }
@test(throws: Odd) function throwsNothing() { half(4) }
@test(throws: Odd) function throwsOther() { throw new Error("other") }
@test(panics: "x") function returns() {}
@test(panics: "x") function panicsElse() { panic("y") }
@test("# odd \\ name") function last() { assert(half(2) == 1) }
END
}

begin "tests that pass"
package
run seam test
expect_status 0
expect_quiet
expect_out_has "ok     half_test.seam: halves even numbers"
expect_out_has "ok     half_test.seam: odd"
expect_out_has "4 passed, 0 failed"

begin "each failure says what it is, with its output"
package
failing
run seam test
expect_status 1
expect_out_has "FAILED bad_test.seam: compares"
expect_out_has "seen"
expect_out_has "panic: assertion failed: ten"
expect_out_has "left:  5"
expect_out_has "right: 6"
expect_out_has "error: Odd: 5 is odd"
expect_out_has "at bad_test.seam:3:"
expect_out_has ": leaks"
expect_out_has "Node  at sums.seam:7:"
expect_out_has "ends the program with exit code 0"
expect_out_has "does not throw what it should"
expect_out_has "error: other"
expect_out_has "does not panic with \`x\`"
expect_out_has "panics, but not with \`x\`"
expect_out_has "ok     bad_test.seam: # odd \\ name"
expect_out_has "5 passed, 8 failed"

begin "filters, files and folders"
package
failing
run seam test even
expect_out_has "1 passed, 0 failed"
run seam test half_test
expect_out_has "4 passed, 0 failed"
run seam test half_test.seam
expect_out_has "4 passed, 0 failed"
mkdir -p deep
run seam test deep odd
expect_out_has "2 passed, 0 failed"
run seam test nothing
expect_status 1
expect_err_has "no test has that in its name"
run seam test sums.seam
expect_status 2
expect_err_has "holds no tests"

begin "list runs none"
package
run seam test --list
expect_status 0
expect_out "half_test.seam: halves even numbers
half_test.seam: odd
half_test.seam: anyError
half_test.seam: bounds"

begin "TAP"
package
failing
run seam test --format=tap odd
expect_status 0
expect_out_has "TAP version 14"
expect_out_has "1..2"
expect_out_has "ok 1 - bad_test.seam: \\# odd \\\\ name"
expect_out_has "ok 2 - half_test.seam: odd"
run seam test --format=tap compares
expect_status 1
expect_out_has "not ok 1 - bad_test.seam: compares"
expect_out_has "  message: \"panics\""
expect_out_has "    seen"

begin "JSON is one object a line"
package
failing
run seam test --format=json
over || python3 -c 'import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
assert rows[-1] == {"passed": 5, "failed": 8, "skipped": 0, "interrupted": False}, rows[-1]
assert rows[0]["title"] == "compares" and rows[0]["outcome"] == "failed" and rows[0]["line"] == 2, rows[0]' \
    "$WORK/out" || fail "it is not"

begin "a test that hangs is stopped, one that floods too, and what they started goes with them"
package
write slow_test.seam <<'END'
extern "C" function system(command: CString): CInt
@test function hangs() { while (true) {} }
@test function starts() { system("sleep 47.11 & sleep 47.11") }
@test function floods() { while (true) { print("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") } }
END
run seam test slow --timeout 1.5
expect_status 1
expect_out_has "slow_test.seam: hangs"
expect_out_has "takes longer than 1.5 s: it was stopped"
expect_out_has "0 passed, 3 failed"
over || ! pgrep -f "sleep 47.11" >/dev/null || fail "a child lives on"

begin "fail-fast starts no more, with one job in order"
package
failing
run seam test --fail-fast --jobs 1
expect_status 1
expect_out_has "0 passed, 1 failed, 12 not run"

begin "an interrupt ends the run, and what runs"
package
write slow_test.seam <<'END'
extern "C" function getppid(): CInt
extern "C" function kill(process: CInt, signal: CInt): CInt
@test function hangs() {
  const SIGINT = 2
  kill(getppid(), SIGINT)
  while (true) {}
}
END
if ! over; then
    timeout -k 5 60 "$SEAM" test slow >"$WORK/out" 2>"$WORK/err"
    COMMAND="seam test slow"
    expect_out_has "0 passed, 1 failed, interrupted"
fi

begin "an error in a test file is a diagnostic"
package
write wrong_test.seam <<'END'
@test function wrong() { const n: int = "text" }
END
run seam test --diag=short
expect_status 1
expect_err_has "wrong_test.seam:1:41: error E0250"

begin "a package without tests says so"
write seam.toml <<'END'
[package]
name = "none"
END
write main.seam <<'END'
print(1)
END
run seam test
expect_status 1
expect_err_has "E0719"

begin "the settings of the package give the time"
package
printf '[test]\ntimeout = 1\n' >>seam.toml
write slow_test.seam <<'END'
@test function hangs() { while (true) {} }
END
run seam test slow
expect_out_has "takes longer than 1 s"

begin "options are checked"
package
run seam test --format=xml
expect_status 2
run seam test --jobs=0
expect_status 2
run seam test --timeout=never
expect_status 2
