#!/usr/bin/env bash
# Runs random programs against the compiler: none may leak, crash, or free twice. usage: random_programs.sh [COUNT [FIRST]]
# SEAM is the compiler (build/release/bin/seam); with the one of build/asan and SEAM_ALLOC=malloc ASan looks on.
# A program that fails is left in build/random/.
set -uo pipefail
cd "$(dirname "$0")/.."
seam=${SEAM:-build/release/bin/seam} count=${1:-100} first=${2:-1} failed=0
mkdir -p build/random
export SEAM_VERIFY=1 ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0}
for ((seed = first; seed < first + count; seed++)); do
    file=build/random/$seed.seam
    tools/random_program.py "$seed" >"$file"
    timeout 120 "$seam" run --leaks "$file" >"$file.out" 2>&1
    status=$?
    if [ $status = 0 ] && [ "$(tail -n 1 "$file.out")" = true ]; then
        rm -f "$file" "$file.out"
    else
        echo "seed $seed: exit $status, see $file and $file.out"
        failed=$((failed + 1))
    fi
done
echo "$((count - failed)) passed, $failed failed"
[ $failed = 0 ]
