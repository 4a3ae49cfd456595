#!/usr/bin/env bash
# `seam new` and `seam init`: what they make works, and nothing is overwritten or half-made.
. "$(dirname "$0")/lib.sh"

works() {
    run seam test
    expect_status 0
    run seam check
    expect_status 0
    run seam fmt --check
    expect_status 0
}

begin "a new program runs, passes its tests and is formatted"
run seam new hello
expect_status 0
expect_out_has "cd hello && seam run"
over || cd hello || exit 1
run seam run
expect_out "Hello, world!"
run seam run -- you
expect_out "Hello, you!"
works
over || [ "$(cat .gitignore)" = /hello ] || fail "the executable is not ignored"

begin "a new library"
run seam new --lib deep/er/lib-1
over || cd deep/er/lib-1 || exit 1
works
run seam run
expect_status 1
expect_err_has "E0719"

begin "names that do not fit"
for name in Bad 1st a/B "x y" .; do
    run seam new "$name"
    expect_status 2
    expect_err_has "is no name for a package"
done
over || [ -z "$(ls)" ] || fail "something was made: $(ls)"

begin "an existing folder"
mkdir empty full
write full/x <<'END'
END
run seam new empty
expect_status 0
run seam new full
expect_status 1
expect_err_has "is there already"
over || [ "$(ls -A full)" = x ] || fail "something was made"
over || [ -z "$(find . -name '*.tmp')" ] || fail "something is left"

begin "init makes a package of a folder, and keeps what is there"
mkdir app
over || cd app || exit 1
write main.seam <<'END'
print("mine")
END
run seam init
expect_status 0
over || [ "$(ls -A | tr '\n' ' ')" = ".gitignore main.seam seam.toml " ] || [ "$(ls -A | tr '\n' ' ')" = "main.seam seam.toml " ] || fail "$(ls -A)"
run seam run
expect_out "mine"
run seam init
expect_status 1
expect_err_has "is a package already"

begin "init in an empty folder, and in one that cannot be a package"
mkdir fresh Wrong
run seam init fresh
expect_status 0
over || cd fresh || exit 1
run seam run
expect_out "Hello, world!"
works
run seam init ../Wrong
expect_status 2
run seam init ../gone
expect_status 1
