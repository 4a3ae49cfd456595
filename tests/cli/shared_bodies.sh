#!/usr/bin/env bash
# Instances of a generic over classes share one body, and each compiler takes it.
. "$(dirname "$0")/lib.sh"

program="$ROOT/tests/cases/generics/references_share_one_body.seam"

begin "instances over classes are names of one body"
run seam build --emit=c "$program"
expect_out_has '(references_share_one_body__Chain_of_Plain *this))references_share_one_body__Chain_of_Cat__last)'

for cc in gcc clang clang-19; do
    begin "$cc: each instance does what it says"
    command -v "$cc" >/dev/null || { skip "no $cc"; continue; }
    CC=$cc run seam run "$program"
    expect_out_has "2 false true"
done

finish
