#!/usr/bin/env bash
# Runs random programs that print what they compute, built by gcc, by gcc for release, by gcc with every check and count
# left in (SEAM_PROVE, SEAM_COUNT), and by clang: all print the same, and none leaks. usage: compare_programs.sh [COUNT [FIRST]]
# SEAM is the compiler (build/release/bin/seam); OTHER_CC the second C compiler. A program that fails is left in build/random/.
set -uo pipefail
cd "$(dirname "$0")/.."
seam=${SEAM:-build/release/bin/seam} other=${OTHER_CC:-clang-19} count=${1:-100} first=${2:-1} failed=0
mkdir -p build/random
export SEAM_VERIFY=1
for ((seed = first; seed < first + count; seed++)); do
    base=build/random/values-$seed
    tools/random_values.py "$seed" >"$base.seam"
    timeout 60 "$seam" run --leaks "$base.seam" >"$base.gcc" 2>&1
    status=$?
    SEAM_CC=$other timeout 60 "$seam" run --leaks "$base.seam" >"$base.clang" 2>&1
    SEAM_PROVE=off SEAM_COUNT=plain timeout 60 "$seam" run --leaks "$base.seam" >"$base.plain" 2>&1
    # (Warnings come first here as there.)
    timeout 60 "$seam" build --release "$base.seam" -o "$base.exe" >"$base.release" 2>&1 &&
        timeout 60 "$base.exe" >>"$base.release" 2>&1
    if [ $status = 0 ] && cmp -s "$base.gcc" "$base.clang" && cmp -s "$base.gcc" "$base.plain" && cmp -s "$base.gcc" "$base.release"; then
        rm -f "$base".*
    else
        echo "seed $seed: exit $status, see $base.*"
        failed=$((failed + 1))
    fi
done
echo "$((count - failed)) passed, $failed failed"
[ $failed = 0 ]
