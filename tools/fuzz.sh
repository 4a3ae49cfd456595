#!/usr/bin/env bash
# Runs the fuzzers that `make fuzz` has built. usage: tools/fuzz.sh SECONDS [NAME]
# Seeds are all cases and fuzz/corpus/NAME; what a fuzzer finds new stays in build/fuzz/corpus/NAME.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
only=${2:-}
passed=0
failed=0
for fuzzer in build/fuzz/bin/fuzz-*; do
    name=${fuzzer##*/fuzz-}
    [ -x "$fuzzer" ] || continue
    [ -z "$only" ] || [ "$name" = "$only" ] || continue
    corpus=build/fuzz/corpus/$name
    seeds=build/fuzz/seeds/$name
    mkdir -p "$corpus" "$seeds"
    find tests/cases examples "fuzz/corpus/$name" -type f \( -name '*.seam' -o -path 'fuzz/*' \) \
        -exec cp --parents -t "$seeds" {} + 2>/dev/null || true
    log=build/fuzz/$name.log
    dictionary=()
    [ ! -e "fuzz/$name.dict" ] || dictionary=("-dict=fuzz/$name.dict")
    if "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        "${dictionary[@]}" -artifact_prefix="build/fuzz/$name-" "$corpus" "$seeds" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs in $seconds s"
    else
        failed=$((failed + 1))
        tail -n 40 "$log"
        echo "$name: failed; the input is build/fuzz/$name-*; repeat: $fuzzer INPUT"
    fi
done
[ $((passed + failed)) -gt 0 ] || echo "there is no fuzzer${only:+ called $only}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
