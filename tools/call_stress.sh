#!/bin/sh
# The calling engine under stress: eight threads and children of fork for SECONDS each with ThreadSanitizer watching, in
# all ways to have executable memory; then its tests under valgrind; then where such memory is refused, and below C++.
# usage: call_stress.sh SECONDS     (run by `make call-stress`, which has built what is needed)
set -eu
cd "$(dirname "$0")/.."
seconds=$1

for mode in file mprotect memfd none; do
    for program in build/tsan/unit/call_*; do
        [ -x "$program" ] || continue
        echo "tsan, $mode: ${program##*/}"
        SEAM_CALL_EXEC=$mode SEAM_STRESS_SECONDS=$seconds TSAN_OPTIONS=die_after_fork=0:exitcode=99 "$program"
        [ "${program##*/}" != call_stress ] || seconds=5 # long once
    done
done

command -v valgrind >/dev/null || echo "valgrind: left out, there is none"
# Without call_load: it opens libraries thousands of times, and valgrind reads each one anew. What threads held when their
# process was forked is lost to the child: no leaks are looked for there.
for program in $(command -v valgrind >/dev/null && ls build/check/unit/call_* | grep -v call_load); do
    leaks=full
    [ "${program##*/}" != call_stress ] || leaks=no
    for mode in file none; do
        echo "valgrind, $mode: ${program##*/}"
        SEAM_TEST_VALGRIND=yes SEAM_CALL_EXEC=$mode valgrind -q --error-exitcode=99 --leak-check=$leaks \
            --errors-for-leak-kinds=definite "$program"
    done
done

SEAM_BUILD=$PWD/build/check tests/cli/calls.sh
echo "call-stress: done"
