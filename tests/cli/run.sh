#!/usr/bin/env bash
# `seam run` is the program: its arguments, its input, its output, its exit code.
. "$(dirname "$0")/lib.sh"

begin "the program's output and nothing else"
write main.seam <<'END'
print("hello")
END
run seam run main.seam
expect_status 0
expect_out "hello"
expect_quiet

begin "a second run is the same"
write main.seam <<'END'
print("hello")
END
run seam run main.seam
run seam run main.seam
expect_status 0
expect_out "hello"
expect_quiet

begin "a second run does not compile"
write main.seam <<'END'
print("hello")
END
run seam run main.seam
expect_status 0
run seam run --verbose main.seam
expect_status 0
expect_err_lacks " -c "

begin "an edited file is compiled again"
write main.seam <<'END'
print("one")
END
run seam run main.seam
expect_out "one"
write main.seam <<'END'
print("two")
END
run seam run main.seam
expect_out "two"

begin "a file replaced by one of the same size and time is compiled again"
write main.seam <<'END'
extern C from "./value.h" as lib
print("one", lib.VALUE)
END
write value.h <<'END'
#define VALUE 1
END
over || { mkdir new && sed 's/one/two/' main.seam >new/main.seam && sed 's/1/2/' value.h >new/value.h; }
over || touch -d 2020-01-01 main.seam value.h new/*
over || sleep 0.02 # else the files are as young as the run, and nothing is believed of them
run seam run main.seam
expect_out "one 1"
over || cp -p new/main.seam main.seam
run seam run main.seam
expect_out "two 1"
over || cp -p new/value.h value.h
run seam run main.seam
expect_out "two 2"

begin "arguments go to the program, options too"
write main.seam <<'END'
function main(args: string[]) {
  for (const arg of args) print(arg)
}
END
run seam run main.seam one --release -x "two words"
expect_status 0
expect_out "one
--release
-x
two words"

begin "the exit code is the program's own"
write main.seam <<'END'
function main(args: string[]): int { return 7 }
END
run seam run main.seam
expect_status 7
expect_quiet

begin "a panic says where, and exits 134"
write main.seam <<'END'
const numbers = [1, 2]
let index = 5
print(numbers[index])
END
run seam run main.seam
expect_status 134
expect_out ""
expect_err_has "main.seam:3"

begin "an error that nobody catches is said, and fails"
write main.seam <<'END'
throw new Error("out of cheese")
END
run seam run main.seam
expect_err_has "out of cheese"
[ "${STATUS:-0}" -ne 0 ] || fail "ends with 0"

begin "errors in the source exit 1 and nothing runs"
write main.seam <<'END'
print("before")
print(missing)
END
run seam run main.seam
expect_status 1
expect_out ""
expect_err_has "main.seam:2"

begin "build puts the executable where -o says"
write main.seam <<'END'
print("built")
END
run seam build main.seam -o there
expect_status 0
expect_quiet
run ./there
expect_status 0
expect_out "built"

begin "build --release runs the same"
write main.seam <<'END'
print("built")
END
run seam build --release main.seam -o there
expect_status 0
run ./there
expect_out "built"

begin "an output that cannot be written is an error"
write main.seam <<'END'
print("built")
END
run seam build main.seam -o missing/folder/there
expect_status 1
expect_err_has "missing/folder/there"

begin "a recursion without an end is a panic"
write main.seam <<'END'
function depth(n: int): int { return depth(n + 1) + 1 }
print("before")
print(depth(0))
END
case $SEAM in
*/asan/* | */tsan/*) skip "sanitizers report the end of the stack in their own way" ;;
esac
run seam run main.seam
expect_status 134
expect_out "before"
expect_err_has "panic: the stack is full: calls are nested too deeply"

begin "the leak report names closures and what they share where they were made"
write main.seam <<'END'
class Box {
  f: (() => void)? = null
}
function main() {
  const b = new Box()
  let n = 0
  b.f = () => { n += 1; print(b.f == null) }
  print(n)
}
END
run seam run --leaks main.seam
expect_status 23
expect_err_has "1 x Box  at main.seam:5:9"
expect_err_has "1 x captured variable  at main.seam:6:"
expect_err_has "1 x closure  at main.seam:7:"
