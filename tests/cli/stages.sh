#!/usr/bin/env bash
# What docs/cli.md shows of the compiler's stages is what they print.
. "$(dirname "$0")/lib.sh"

# The block after the line that begins with $1.
shown() { awk -v start="$1" 'index($0, start) == 1 { on = 1 } on && /^```/ { if (inside) exit; inside = 1; next } inside' "$ROOT/docs/cli.md"; }

begin "the program of docs/cli.md"
shown "\`--emit\` shows" | sed 's, *//=.*,,' | write five.seam
run seam run five.seam
expect_out "2
4"

for stage in tokens tree types mir c; do
    begin "--emit=$stage prints what docs/cli.md shows"
    shown "\`--emit\` shows" | sed 's, *//=.*,,' | write five.seam
    shown "\`--emit=$stage\`" >block
    run seam build --emit="$stage" five.seam
    [ -s block ] || fail "docs/cli.md shows nothing"
    over || [[ "$(cat "$WORK/out")" == *"$(cat block)"* ]] || fail "docs/cli.md is out of date"
done
