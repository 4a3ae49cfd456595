#!/usr/bin/env bash
# Packages on the command line: which one a command works on, and when a program is made anew.
. "$(dirname "$0")/lib.sh"

app() {
    write seam.toml <<'TOML'
[package]
name = "app"
[dependencies]
geo = { path = "geo" }
TOML
    write main.seam <<'SEAM'
import { area } from "geo"
import { twice } from "./util"
function main(args: string[]) { print(area(2), twice(3), args) }
SEAM
    write util.seam <<'SEAM'
export function twice(n: int): int { return n * 2 }
SEAM
    write geo/seam.toml <<'TOML'
[package]
name = "geo"
TOML
    write geo/index.seam <<'SEAM'
export function area(n: int): int { return n * n }
SEAM
}

begin "run takes the package of the current folder, also from a folder below"
app
run seam run
expect_status 0
expect_out "4 6 []"
mkdir -p deep/er
over || cd deep/er || exit 1
run seam run
expect_status 0
expect_out "4 6 []"

begin "only the package's own index shows it to others, wherever the command runs"
app
write part/index.seam <<'SEAM'
export { half } from "./half"
SEAM
write part/half.seam <<'SEAM'
export function half(n: int): int {
  if (n % 2 != 0) throw new Error("odd")
  return n / 2
}
SEAM
write part/half_test.seam <<'SEAM'
import { half } from "./index"
@test
function works() { assert(half(4) == 2) }
SEAM
run seam check part/index.seam
expect_quiet
over || cd part || exit 1
run seam check index.seam
expect_status 0
expect_quiet
run seam test half_test.seam
expect_status 0

begin "what stands behind -- goes to the program"
app
run seam run -- a --leaks
expect_out '4 6 ["a", "--leaks"]'
run seam run . b
expect_out '4 6 ["b"]'

begin "a folder names its package"
app
mkdir other
over || cd other || exit 1
run seam run ..
expect_out "4 6 []"
run seam check ../geo
expect_status 0
expect_quiet

begin "build names the program after the package"
app
mkdir out
over || cd out || exit 1
run seam build
expect_status 0
run ./app
expect_out "4 6 []"

begin "a library has nothing to run"
app
run seam run geo
expect_status 1
expect_err_has "E0719"
expect_err_has "geo/main.seam"

begin "without a package and a file, there is nothing to do"
run seam run
expect_status 2
expect_err_has "FILE is missing, and no folder from here upwards has a seam.toml"

begin "check takes all files: tests, scripts, and what nobody imports"
app
write a_test.seam <<'END'
const x: int = "test"
END
write scripts/seed.seam <<'END'
let n = 0
n += 1
print(n * "script")
END
write orphan.seam <<'END'
export function f(): int { return "orphan" }
END
write orphan_user.seam <<'END'
import { f } from "./orphan"
export function g(): int { return f() }
END
write .hidden/x.seam <<'END'
nonsense
END
write nested/seam.toml <<'END'
[package]
name = "nested"
END
write nested/x.seam <<'END'
nonsense
END
run seam check --diag=short
expect_status 1
expect_err_has "a_test.seam:1:"
expect_err_has "scripts/seed.seam:3:"
expect_err_has "orphan.seam:1:"
expect_err_lacks "E0705"
expect_err_lacks "nonsense"
expect_err_lacks "nested"

begin "what seam.toml says wrongly stops every command, with its place"
app
over || sed -i 's/name = "app"/nam = "app"/' seam.toml
for command in run build check; do
    run seam "$command" --diag=short
    expect_status 1
    expect_err_has "seam.toml:2:1: error E0711"
done

begin "listed as exported, but not there"
app
over || sed -i 's/^name = "app"/&\nexports = ["one"]/' seam.toml
run seam check --diag=short
expect_status 1
expect_err_has "seam.toml:3:12: error E0701"

begin "another seam.toml makes the program anew"
app
write n.h <<'END'
#ifdef BIG
#define N 2
#else
#define N 1
#endif
END
write main.seam <<'END'
extern C from "n.h" as lib
print(lib.N)
END
run seam run
expect_out "1"
over || sleep 0.02
run seam run
expect_out "1"
printf '[build]\ndefine = ["BIG"]\n' >>seam.toml
run seam run
expect_out "2"

begin "a file that is found before another makes the program anew"
app
mkdir util
mv util.seam util/index.seam
run seam run
expect_out "4 6 []"
over || sleep 0.02
run seam run
write util.seam <<'END'
export function twice(n: int): int { return n * 20 }
END
run seam run
expect_out "4 60 []"

begin "a seam.toml that is found before another makes the program anew"
app
mkdir in
write in/main.seam <<'END'
import { area } from "geo"
print(area(3))
END
run seam run in/main.seam
expect_out "9"
over || sleep 0.02
run seam run in/main.seam
write in/seam.toml <<'END'
[package]
name = "in"
END
run seam run in/main.seam
expect_status 1
expect_err_has "E0713"

begin "a changed dependency makes the program anew"
app
run seam run
over || sleep 0.02
run seam run
write geo/index.seam <<'END'
export function area(n: int): int { return n * n * n }
END
run seam run
expect_out "8 6 []"

begin "one file through two paths and a link is one module"
app
ln -s util.seam link.seam
ln -s . here
write main.seam <<'END'
import { twice } from "./util"
import { twice as same } from "./link"
import { twice as again } from "./here/util"
print(twice(1), same(2), again(3))
END
run seam run
expect_status 0
expect_out "2 4 6"
run seam build --emit=c
over || [ "$(grep -c '^int64_t util__twice' "$WORK/out")" = 1 ] || fail "the file is there twice"

begin "declarations alone can be checked, but not run"
write fast.d.seam <<'END'
export function add(a: int, b: int): int
export struct Row { x: int }
END
write main.seam <<'END'
import { add, Row } from "./fast"
const r: Row = { x: 1 }
print(add(1, 2), r.x)
END
run seam check main.seam
expect_status 0
run seam run --diag=short main.seam
expect_status 1
expect_err_has "fast.d.seam:1:17"
expect_err_has "E0717"
write fast.seam <<'END'
export function add(a: int, b: int): int { return a + b }
export struct Row { x: int }
END
run seam run main.seam
expect_out "3 1"
