#!/usr/bin/env bash
# An installed tree is the built one: it runs from wherever it was copied to.
. "$(dirname "$0")/lib.sh"

variant=$(basename "$(dirname "$(dirname "$SEAM")")")
# The flags of the make that runs this test hold, so that nothing is built anew; its job server does not.
MAKEFLAGS=$(sed -E 's/(^| )-(j[0-9]*|-jobserver[^ ]*)//g' <<<"${MAKEFLAGS:-}")
export MAKEFLAGS

hello() {
    write main.seam <<'END'
extern C from "stdlib.h"
print(C.abs(-3))
END
}

begin "make install copies to DESTDIR and PREFIX, and the copy works"
hello
run make -s --no-print-directory -C "$ROOT" -o build install VARIANT="$variant" DESTDIR="$WORK/stage" PREFIX=/opt/seam
expect_status 0
expect_quiet
run "$WORK/stage/opt/seam/bin/seam" run main.seam
expect_status 0
expect_out "3"
run "$WORK/stage/opt/seam/bin/seam" explain E0902
expect_status 0

begin "a tree that was moved works"
hello
run cp -R "$(dirname "$(dirname "$SEAM")")" "$WORK/moved tree"
run "$WORK/moved tree/bin/seam" run main.seam
expect_status 0
expect_out "3"

begin "a compiler that is reached through a link finds its parts"
hello
ln -s "$SEAM" seam-link
run ./seam-link run main.seam
expect_status 0
expect_out "3"
