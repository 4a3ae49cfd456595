# For the tests of the command line (tests/cli/*.sh), which begin with: . "$(dirname "$0")/lib.sh"
#
#   begin "what the rule is"            starts a test, in an empty folder, with a cache of its own
#   write FILE <<'END' ... END          makes a file there
#   run seam check main.seam            runs a command; input with: run ... <file
#   expect_status 1
#   expect_out "text"                   all of stdout, without the last newline
#   expect_out_has "text"; expect_err_has "text"; expect_err_lacks "text"; expect_quiet (nothing on stderr)
#   skip "reason"                       the test cannot run here; the reason is printed
#
# A test fails at its first unmet expectation and the script goes on. The last line is `N passed, N failed`.
# shellcheck shell=bash
set -uo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
SEAM=${SEAM:-$ROOT/build/release/bin/seam}
LIMIT=$(awk "BEGIN { print 20 * ${SEAM_PATIENCE:-1} }") # seconds a command may take
SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/seam-cli-XXXXXX")
CLEANUPS=()
PASSED=0
FAILED=0
NAME=
STATE=

end_test() {
    case $STATE in
    passing) PASSED=$((PASSED + 1)) ;;
    failing) FAILED=$((FAILED + 1)) ;;
    esac
    STATE=
}

finish() {
    end_test
    local cleanup
    for cleanup in "${CLEANUPS[@]}"; do eval "$cleanup"; done
    chmod -R u+w "$SCRATCH" 2>/dev/null
    rm -rf "$SCRATCH"
    echo "$PASSED passed, $FAILED failed"
    [ "$FAILED" -eq 0 ] || exit 1
}
trap finish EXIT

begin() {
    end_test
    NAME=$1
    STATE=passing
    WORK=$SCRATCH/$((PASSED + FAILED))-$RANDOM
    mkdir -p "$WORK/home" "$WORK/dir"
    export HOME=$WORK/home XDG_CACHE_HOME=$WORK/cache
    unset SEAM_CACHE_DIR SEAM_LEAKS
    cd "$WORK/dir" || exit 1
}

# What the test says after a failure is not worth reading: it is left out.
over() { [ "$STATE" != passing ]; }

fail() {
    over && return
    STATE=failing
    echo "FAILED: $NAME: $1"
    echo "  command: ${COMMAND:-}"
    [ ! -s "$WORK/out" ] || sed 's/^/  out: /' "$WORK/out" | cut -c1-200 | head -n 20
    [ ! -s "$WORK/err" ] || sed 's/^/  err: /' "$WORK/err" | cut -c1-200 | head -n 20
}

skip() {
    over && return
    STATE=
    echo "skipped: $NAME: $1"
}

write() {
    mkdir -p "$(dirname "$1")" && cat >"$1"
}

run() {
    over && return
    COMMAND="$*"
    [ "$1" != seam ] || set -- "$SEAM" "${@:2}"
    timeout -k 1 "$LIMIT" "$@" >"$WORK/out" 2>"$WORK/err"
    STATUS=$?
    [ "$STATUS" -ne 124 ] || fail "takes longer than $LIMIT s"
    # 134 is a panic's exit code; any other signal is a crash of ours.
    [ "$STATUS" -lt 129 ] || [ "$STATUS" -eq 134 ] || fail "ended by signal $((STATUS - 128))"
}

expect_status() {
    over || [ "$STATUS" -eq "$1" ] || fail "ends with $STATUS, not $1"
}

expect_out() {
    over || [ "$(cat "$WORK/out")" = "$1" ] || fail "stdout is not: $1"
}

expect_out_has() {
    over || grep -qF -e "$1" "$WORK/out" || fail "stdout lacks: $1"
}

expect_err_has() {
    over || grep -qF -e "$1" "$WORK/err" || fail "stderr lacks: $1"
}

expect_err_lacks() {
    over || ! grep -qF -e "$1" "$WORK/err" || fail "stderr has: $1"
}

expect_quiet() {
    over || [ ! -s "$WORK/err" ] || fail "stderr is not empty"
}
