#!/usr/bin/env bash
# Runs random programs against the compiler: none may leak, crash, or free twice, and counting without elision (SEAM_COUNT)
# makes them print the same, the order of their finalizers too. usage: random_programs.sh [COUNT [FIRST [GENERATOR]]]
# GENERATOR is random_program, or random_loans, whose programs may leave circles: then both leave the same.
# SEAM is the compiler (build/release/bin/seam); with the one of build/asan and SEAM_ALLOC=malloc ASan looks on.
# A program that fails is left in build/random/.
set -uo pipefail
cd "$(dirname "$0")/.."
seam=${SEAM:-build/release/bin/seam} count=${1:-100} first=${2:-1} generator=${3:-random_program} failed=0
mkdir -p build/random
export SEAM_VERIFY=1 ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
leaking=0
[ "$generator" = random_loans ] && leaking=23
for ((seed = first; seed < first + count; seed++)); do
    file=build/random/$generator.$seed.seam
    "tools/$generator.py" "$seed" >"$file"
    timeout 120 "$seam" run --leaks "$file" >"$file.out" 2>&1
    status=$?
    SEAM_COUNT=plain timeout 120 "$seam" run --leaks "$file" >"$file.plain" 2>&1
    plain=$?
    if { [ $status = 0 ] || [ $status = $leaking ]; } && [ $status = $plain ] && grep -qx true "$file.out" &&
        cmp -s "$file.out" "$file.plain"; then
        rm -f "$file" "$file.out" "$file.plain"
    else
        echo "seed $seed: exit $status, see $file, $file.out and $file.plain"
        failed=$((failed + 1))
    fi
done
echo "$((count - failed)) passed, $failed failed"
[ $failed = 0 ]
