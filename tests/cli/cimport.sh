#!/usr/bin/env bash
# The reader of C headers: missing, crashing, hanging; its cache; `seam bind`.
# req: A1.1, A1.2
# req in part: X5
. "$(dirname "$0")/lib.sh"

tree=$(dirname "$(dirname "$SEAM")")

hello() {
    write main.seam <<'END'
extern C from "stdlib.h"
print(C.abs(-3))
END
}

# A copy of the compiler whose header reader is $1.
with_reader() {
    over && return
    mkdir -p "$WORK/tree/libexec/seam"
    cp -R "$tree/bin" "$tree/lib" "$tree/include" "$WORK/tree/"
    [ -z "$1" ] || { echo "$1" >"$WORK/tree/libexec/seam/seam-cimport" && chmod +x "$WORK/tree/libexec/seam/seam-cimport"; }
}

begin "a header reader that is missing is E0603"
hello
with_reader ""
run "$WORK/tree/bin/seam" check main.seam
expect_status 1
expect_err_has "E0603"
expect_err_has "seam-cimport"

begin "a header reader that crashes is E0604"
hello
with_reader '#!/bin/sh
kill -SEGV $$'
run "$WORK/tree/bin/seam" check main.seam
expect_status 1
expect_err_has "E0604"
expect_err_has "signal 11"

begin "a header reader that talks nonsense is E0604"
hello
with_reader '#!/bin/sh
echo hello'
run "$WORK/tree/bin/seam" check main.seam
expect_status 1
expect_err_has "E0604"

begin "an interface that cannot be kept is the warning E0606"
hello
run seam check main.seam
if ! over; then
    for kept in "$XDG_CACHE_HOME"/seam/c/*.ifc; do
        rm "$kept" && mkdir -p "$kept/in the way"
    done
fi
run seam check main.seam
expect_status 0
expect_err_has "E0606"

begin "bind lists all that a header has, and why some of it cannot be used"
write lib.h <<'END'
#define ANSWER 42
struct point { int x, y; };
int move_to(struct point *p, const char *name);
long double too_wide(void);
END
run seam bind ./lib.h
expect_status 0
expect_out_has "const ANSWER: CInt = 42"
expect_out_has "extern struct point { x: CInt; y: CInt }"
expect_out_has "function move_to(p: CPtr<point>, name: CString): CInt"
expect_out_has "too_wide: its result has the type long double"
expect_out_has "4 names, 1 of them unusable"

begin "bind --json gives one object a line"
write lib.h <<'END'
#define TEXT "a \"b\""
END
run seam bind --json ./lib.h
expect_status 0
expect_out_has '{"name":"TEXT","kind":"constant","type":"CString"'

begin "bind of a missing header says so"
run seam bind no_such_header.h
expect_status 1
expect_err_has "E0601"

begin "four at once share one cache"
write lib.h <<'END'
#define ANSWER 42
END
if ! over; then
    pids=()
    for i in 1 2 3 4; do
        timeout "$LIMIT" "$SEAM" bind ./lib.h >"$WORK/out$i" 2>&1 &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "one of four ends with $?"; done
    for i in 2 3 4; do cmp -s "$WORK/out1" "$WORK/out$i" || fail "one of four prints something else"; done
fi
run seam bind ./lib.h
expect_out_has "const ANSWER: CInt = 42"
expect_quiet
