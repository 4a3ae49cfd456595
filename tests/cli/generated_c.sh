#!/usr/bin/env bash
# Generated C: clean under both compilers' warnings, the same at every run, and whole for big programs.
. "$(dirname "$0")/lib.sh"

INCLUDE=$(dirname "$SEAM")/../include

# Every case of one area as C, compiled by one compiler at one level without a word.
expect_clean() {
    local cc=$1 level=$2 case
    for case in "$ROOT"/tests/cases/{emit,classes,throws,options}/*.seam; do
        over && return
        ! grep -q '//!' "$case" || continue # it is there to be refused
        run seam build --emit=c "$case"
        expect_status 0
        cp "$WORK/out" unit.c
        run "$cc" -std=gnu11 -Wall -Werror -Wno-unused -fno-strict-aliasing -fwrapv "$level" \
            -I"$INCLUDE" -c unit.c -o unit.o
        expect_status 0
        expect_quiet
    done
}

for cc in gcc clang-19; do
    for level in -O0 -O2; do
        begin "no warnings from $cc $level"
        command -v $cc >/dev/null || skip "there is no $cc"
        expect_clean $cc $level
    done
done

begin "the same text at every run"
cp "$ROOT/tests/cases/emit/errors_as_results.seam" main.seam
run seam build --emit=c main.seam
cp "$WORK/out" first.c
run seam build --emit=c main.seam
cmp -s first.c "$WORK/out" || over || fail "the second text differs"

begin "the debugger's lines are those of the source"
command -v objdump >/dev/null || skip "there is no objdump"
write main.seam <<'END'
export function parse(text: string): int {
  const words = text.split(" ")
  let sum = 0
  for (const word of words) {

    sum += word.toInt() ?? 0
  }
  return sum + words.length
}
print(parse("1 2"))
END
run seam build --emit=c main.seam
cp "$WORK/out" unit.c
run gcc -std=gnu11 -g -O0 -I"$INCLUDE" -c unit.c -o unit.o
expect_status 0
LINES=$(objdump -dl --disassemble=main__parse unit.o | sed -n 's/^.*main.seam:\([0-9]*\).*/\1/p' | sort -nu | tr '\n' ' ')
[ "$LINES" = "1 2 3 4 6 8 9 " ] || over || fail "the lines are $LINES"

begin "a function of many locals, deep expressions, and large literals"
{
    echo 'function sum(a: int): int {'
    for i in $(seq 500); do echo "  const v$i = a + $i"; done
    echo "  return $(seq -s ' + ' -f 'v%.0f' 500)"
    echo '}'
    echo 'print(sum(1))'
    echo "const xs = [$(seq -s ', ' 3000)]"
    echo 'print(xs.length, xs[2999])'
    echo "const texts = [$(seq -s ', ' -f '"text %.0f"' 300)]"
    echo 'print(texts[299])'
    echo "const long = \"$(head -c 30000 /dev/zero | tr '\0' 'x')\\0\\u{1f600}??=\""
    echo 'print(long.length)'
    echo "$(printf 'if (xs.length > 0) {%.0s' $(seq 100)) print(\"deep\") $(printf '}%.0s' $(seq 100))"
} >main.seam
run seam run main.seam
expect_status 0
expect_out "125750
3000 3000
text 300
30008
deep"
expect_quiet

early_returns() {
    echo 'function pick(n: int): string {'
    for i in $(seq "$1"); do printf '  const s%d = `a${n}`\n  if (n == %d) return s%d\n' "$i" "$i" "$i"; done
    printf '  return "end"\n}\nprint(pick(3), pick(490), pick(100000))\n'
}

begin "thousands of early returns share what they clean up"
early_returns 5000 >main.seam
run seam build --emit=c main.seam
[ "$(wc -l <"$WORK/out")" -lt 50000 ] || over || fail "the C grows with the square"
[ "$(grep -c 'seam_release(s1)' "$WORK/out")" -lt 500 ] || over || fail "each return has its own clean-up"
# (With sanitizers gcc takes minutes for it.)
patience=${SEAM_PATIENCE:-1}
if [ "${patience%.*}" = 1 ]; then
    early_returns 500 >main.seam
    run seam run main.seam
    expect_status 0
    expect_out "a3 a490 end"
fi
