#!/usr/bin/env bash
# The cache folder: anew, read-only, full, shared by two runs, and cut off in the middle.
. "$(dirname "$0")/lib.sh"

hello() {
    write main.seam <<'END'
print("hello")
END
}

begin "a fresh home gets its cache folder"
hello
unset XDG_CACHE_HOME
run seam run main.seam
expect_status 0
expect_out "hello"
over || [ -d "$HOME/.cache/seam" ] || fail "there is no $HOME/.cache/seam"

begin "nothing is left beside the source"
hello
run seam run main.seam
over || [ "$(ls)" = main.seam ] || fail "the folder holds: $(ls | tr '\n' ' ')"

begin "without a home it still runs"
hello
run env -u HOME -u XDG_CACHE_HOME "$SEAM" run main.seam
expect_status 0
expect_out "hello"

begin "a cache folder that cannot be made is said, and the program runs"
hello
export XDG_CACHE_HOME=/dev/null/cache
run seam run main.seam
expect_status 0
expect_out "hello"
expect_err_has "/dev/null/cache"

begin "a read-only cache folder is said, and the program runs"
hello
mkdir "$WORK/read-only"
if [ "$(id -u)" -eq 0 ]; then
    mount -t tmpfs -o ro seam-test "$WORK/read-only" 2>/dev/null || skip "root can write every folder, and mounts nothing here"
    CLEANUPS+=("umount '$WORK/read-only' 2>/dev/null")
else
    chmod 555 "$WORK/read-only"
fi
export XDG_CACHE_HOME=$WORK/read-only
run seam run main.seam
expect_status 0
expect_out "hello"
expect_err_has "read-only"

begin "a full disk is said, and leaves nothing behind that is believed later"
hello
mkdir "$WORK/small"
if [ "$(id -u)" -ne 0 ]; then
    skip "only root can mount a small file system"
elif ! mount -t tmpfs -o size=96k seam-test "$WORK/small" 2>/dev/null; then
    skip "nothing can be mounted here"
else
    CLEANUPS+=("umount '$WORK/small' 2>/dev/null")
fi
export XDG_CACHE_HOME=$WORK/small
run seam run main.seam
expect_status 1
expect_err_has "E0905"
expect_err_lacks "bug in Seam"
over || mount -o remount,size=40k "$WORK/small" # now the compiler has no room, not the linker
run seam run --release main.seam
expect_status 1
expect_err_has "E0905"
over || mount -o remount,size=64m "$WORK/small"
run seam run main.seam
expect_status 0
expect_out "hello"
expect_quiet

begin "two runs at once"
hello
if ! over; then
    pids=()
    for i in 1 2 3 4; do
        timeout "$LIMIT" "$SEAM" run main.seam >"$WORK/out$i" 2>&1 &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || fail "one of four ends with $?"; done
    for i in 1 2 3 4; do
        [ "$(cat "$WORK/out$i")" = hello ] || fail "one of four prints: $(head -n 3 "$WORK/out$i")"
    done
fi

begin "a run that is killed leaves a cache that works"
hello
if ! over; then
    for delay in 0.01 0.02 0.05 0.1; do # bash says "Killed": that is meant
        timeout -s KILL "$delay" "$SEAM" run main.seam >/dev/null 2>&1
    done
fi
run seam run main.seam
expect_status 0
expect_out "hello"
expect_quiet

begin "a damaged cache is repaired or refused, never run"
hello
run seam run main.seam
over || find "$XDG_CACHE_HOME" -type f -path '*/run/*' -exec truncate -s 10 {} +
run seam run main.seam
expect_status 0
expect_out "hello"

begin "programs and objects that a power failure left empty are made again"
hello
over || sleep 0.02
run seam run main.seam
over || truncate -s 0 "$XDG_CACHE_HOME"/seam/bin/*
run seam run main.seam
expect_status 0
expect_out "hello"
over || truncate -s 0 "$XDG_CACHE_HOME"/seam/obj/*.o "$XDG_CACHE_HOME"/seam/bin/*
run seam run main.seam
expect_status 0
expect_out "hello"

begin "no half-written files stay in the cache"
hello
run seam run main.seam
over || [ -z "$(find "$XDG_CACHE_HOME" -name '*.tmp')" ] || fail "left: $(find "$XDG_CACHE_HOME" -name '*.tmp')"

begin "clean empties the cache"
hello
run seam run main.seam
run seam clean
expect_status 0
expect_out_has "removed "
over || [ -z "$(find "$XDG_CACHE_HOME"/seam/obj "$XDG_CACHE_HOME"/seam/bin -type f)" ] || fail "something is left"
run seam run main.seam
expect_out "hello"

begin "what was not used for longest goes when there is too much, and what killed runs left"
hello
run seam run main.seam
if ! over; then
    cache=$XDG_CACHE_HOME/seam
    head -c 12000000 /dev/zero >"$cache/obj/old.o"
    head -c 12000000 /dev/zero >"$cache/obj/older.o"
    head -c 100 /dev/zero >"$cache/obj/x.o.1.0.tmp"
    touch -d "2 days ago" "$cache/obj/old.o"
    touch -d "3 days ago" "$cache/obj/older.o"
    touch -d "2 hours ago" "$cache/trimmed"
fi
echo 'print("again")' >main.seam
export SEAM_CACHE_SIZE=24
run seam run main.seam
unset SEAM_CACHE_SIZE
expect_out "again"
over || [ ! -e "$cache/obj/older.o" ] || fail "the oldest is there"
over || [ -e "$cache/obj/old.o" ] || fail "more went than had to"
over || [ -z "$(find "$cache" -name '*.tmp')" ] || fail "a left-over is there"
run seam run main.seam
expect_out "again"
