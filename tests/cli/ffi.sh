#!/usr/bin/env bash
# std:ffi: libraries go when nothing refers to them, and programs without the module have nothing of the engine.
# req in part: T3
. "$(dirname "$0")/lib.sh"

CC=${CC:-cc}

begin "a library is unloaded with its last symbol or function"
write lib.c <<'END'
#include <stdio.h>
__attribute__((constructor)) static void loaded(void) { fputs("loaded\n", stderr); }
__attribute__((destructor)) static void unloaded(void) { fputs("unloaded\n", stderr); }
int twice(int n) { return 2 * n; }
END
"$CC" -shared -fPIC -o libown.so lib.c || fail "the library does not build"
write main.seam <<'END'
import { open, Symbol } from "std:ffi"
function symbol(): Symbol throws { return open("./libown.so").symbol("twice") }
function made(): (n: i32) => i32 throws {
  unsafe { return open("./libown.so").get<(n: i32) => i32>("twice") }
}
function main() throws {
  console.error("one")
  {
    const s = symbol()
    console.error(s.name)
  }
  console.error("two")
  {
    const f = made()
    console.error(`${f(21)}`)
  }
  console.error("three")
}
END
run sh -c "\"$SEAM\" run --leaks main.seam 2>&1"
expect_status 0
expect_out "one
loaded
twice
unloaded
two
loaded
42
unloaded
three"

begin "a program without std:ffi and captured callbacks is not linked with the engine"
write main.seam <<'END'
extern C from "stdlib.h"
print(C.abs(-3))
END
run seam build -o plain main.seam
expect_status 0
run sh -c "nm plain | grep -c seam_library_open"
expect_out 0
write ffi.seam <<'END'
import { open } from "std:ffi"
print(open("m").has("sqrt"))
END
run seam build -o dynamic ffi.seam
expect_status 0
run sh -c 'nm dynamic | grep -c "[tT] seam_library_open"'
expect_out 1
run ./dynamic
expect_out true

begin "an unchanged program that imports std:ffi just runs"
write main.seam <<'END'
import { open } from "std:ffi"
print(open("m").has("sqrt"))
END
run seam run main.seam
expect_out true
sleep 0.05
run seam run main.seam
run seam run -v main.seam
expect_out true
expect_quiet
