#!/usr/bin/env bash
# The programs of docs/call.md: each block marked `c run` compiles without a warning against the engine, and prints what
# its comments say.
# req: T1, T5, T6
. "$(dirname "$0")/lib.sh"

CC=${CC:-cc}
LIB=$(dirname "$(dirname "$SEAM")")/lib
case $(basename "$(dirname "$(dirname "$SEAM")")") in
asan) sanitize=-fsanitize=address,undefined ;;
tsan) sanitize=-fsanitize=thread ;;
*) sanitize= ;;
esac

blocks=$(grep -c '^```c run$' "$ROOT/docs/call.md")
for ((number = 1; number <= blocks; number++)); do
    begin "program $number of docs/call.md"
    awk -v want="$number" '/^```c run$/ { n++; inside = n == want; next } /^```$/ { inside = 0 } inside' \
        "$ROOT/docs/call.md" >main.c
    run "$CC" -std=c11 -Wall -Wextra -Werror $sanitize -I"$ROOT/include" main.c "$LIB/libseamcall.a" -lm -ldl -pthread -o main
    expect_status 0
    expect_quiet
    run ./main
    expect_status 0
    expect_quiet
    expect_out "$(sed -n 's|.*//= ||p' main.c)"
done
