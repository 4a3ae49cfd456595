#!/usr/bin/env bash
# Large and deep programs compile in bounded time, or are refused with a diagnostic.
. "$(dirname "$0")/lib.sh"

# Writes main.seam, which the Python on the input prints.
generate() { python3 - >main.seam; }

check() { run seam check main.seam; }

begin "10,000 functions"
generate <<'END'
for i in range(10000): print(f"function f{i}(x: int): int {{ return x + {i} }}")
END
check
expect_status 0

begin "an enum of 2,000 variants, all matched"
generate <<'END'
print("enum E {", ", ".join(f"V{i}" for i in range(2000)), "}")
print("function f(e: E): int { return match (e) {", ", ".join(f"V{i} => {i}" for i in range(2000)), "} }")
END
check
expect_status 0

begin "a match of 500 arms"
generate <<'END'
print("function f(n: [int, string]): int { return match (n) {")
for i in range(500): print(f'  [{i}, "{i}"] => {i}')
print("  _ => 0\n} }")
END
check
expect_status 0

begin "a generic class of 300 types"
generate <<'END'
print("class Box<T> { constructor(readonly item: T) {} get(): T { return this.item } }")
for i in range(300): print(f"struct P{i} {{ x: int }}\nprint(new Box<P{i}>(P{i} {{ x: 1 }}).get())")
END
check
expect_status 0

begin "types of types, 30 deep"
generate <<'END'
print("class Box<T> { constructor(readonly item: T) {} }")
print("let b:", "Box<" * 30 + "int" + ">" * 30 + "?", "= null")
END
check
expect_status 1
expect_err_has "E0222"

begin "closures, 50 deep"
generate <<'END'
print("function call(f: (x: int) => int): int { return f(1) }")
print("print(" + "".join(f"call((x{i}) => " for i in range(50)) + "+".join(f"x{i}" for i in range(50)) + ")" * 51)
END
run seam run main.seam
expect_status 0
expect_out "50"

begin "a struct of 1,000 fields"
generate <<'END'
print("struct S {", "; ".join(f"f{i}: int = {i}" for i in range(1000)), "}\nconst s: S = {}\nprint(s.f999, s == s)")
END
run seam run main.seam
expect_status 0
expect_out "999 true"

begin "2,000 parentheses, prefixes, or conditionals in each other"
for text in '" ** ".join(["1"] * 2000)' '"(" * 2000 + "1" + ")" * 2000' '"-" + "!" * 2000 + "true"' '"1 == 2 ? 1 : " * 2000 + "3"'; do
    generate <<<"print('print(' + $text + ')')"
    check
    expect_status 1
    expect_err_has "E0011"
done

# The C grows with the depth, and does not double.
begin "24 blocks of finally in each other"
generate <<'END'
print("function tick(n: int) { if (n % 3 == 0) throw new Error(`e${n}`) }")
for i in range(24): print(f"try {{ try {{ tick({i}) }} finally {{")
print('print("deep")' + " } } catch (e) { print(e.message) }" * 24)
END
run seam build --emit c main.seam
expect_status 0
over || [ "$(wc -l <"$WORK/out")" -lt 1500 ] || fail "so many lines of C: $(wc -l <"$WORK/out")"
run seam run --leaks main.seam
expect_status 0
expect_out_has "e21"
expect_out_has "deep"

begin "a string of 100 KB"
generate <<'END'
print('print("' + "a" * 100000 + '".length)')
END
run seam run main.seam
expect_status 0
expect_out "100000"

begin "a class of 200 interfaces"
generate <<'END'
for i in range(200): print(f"interface I{i} {{ m{i}(): int }}")
print("class C implements", ", ".join(f"I{i}" for i in range(200)), "{")
for i in range(200): print(f"  m{i}(): int {{ return {i} }}")
print("}")
for i in range(200): print(f"const i{i}: I{i} = new C()")
END
check
expect_status 0

begin "long chains are not nested: 10,000 steps of an operator and 2,000 of else-if compile, in time"
python3 - <<'PY'
n = 10_000
def write(name, text):
    with open(name + ".seam", "w") as f: f.write(text)
write("sum", "let a = 1\na = 2\nprint(" + " + ".join(["a"] * n) + ")\n")
write("calls", "function f(x: int): int { return x }\nprint(" + " + ".join(["f(1)"] * n) + ")\n")
write("text", "const s = \"x\"\nprint((" + " + ".join(["s", "\"y\""] * (n // 2)) + ").length)\n")
write("and", "let a = 1\na = 2\nprint(" + " && ".join(["a == 2"] * n) + ")\n")
write("or", "function f(x: int): bool { return x > 1 }\nprint(" + " || ".join(["f(1)"] * n) + ")\n")
write("methods", "print(\"abc\"" + ".trim()" * n + ")\n")
write("branches", "function f(x: int): int {\n  if (x == 0) return 1\n" +
      "".join(f"  else if (x == {i}) return {i * 2}\n" for i in range(1, 2_000)) + "  else return 7\n}\nprint(f(1_999))\n")
PY
for chain in sum=20000 calls=10000 text=10000 and=true or=false methods=abc branches=3998; do
    run seam run "${chain%=*}.seam"
    expect_status 0
    expect_out "${chain#*=}"
    run seam fmt "${chain%=*}.seam"
    expect_status 0
    run seam check "${chain%=*}.seam"
    expect_status 0
done
python3 -c 'print("let a = 1\na = 2\nprint(" + " + ".join(["a"] * 30_000) + ")")' > longer.seam
run seam check longer.seam
expect_status 1
expect_err_has "error[E0011]: this is nested more than 25000 levels deep"

begin "thousands of values with a return after each compile in time"
python3 - <<'PY'
n = 3_000
def write(name, leave):
    with open(name + ".seam", "w") as f:
        f.write("function f(x: int): string throws {\n")
        for i in range(n): f.write(f"  const s{i} = `a${{x + {i}}}`\n  if (s{i}.length == x) {leave(i)}\n")
        f.write("  return \"end\"\n}\ntry { print(f(5)) } catch (e) { print(\"caught\", e.message) }\n")
write("returns", lambda i: f"return s{i}")
write("throws", lambda i: f"throw new Error(s{i})")
PY
run seam run returns.seam
expect_status 0
expect_out "a1000"
run seam run throws.seam
expect_status 0
expect_out "caught a1000"
run seam build --emit=c returns.seam
lines=$(wc -l <"$WORK/out")
[ "$lines" -lt 20000 ] || fail "$lines lines of C"
