#!/bin/sh
# Installs the Debian packages that Seam needs and that are missing: run by `make demo`, `make check` and `make bench`.
# usage: tools/setup.sh [run|check|stress|bench|cross|drop-in]...     (default: run; a use includes everything it stands on)
# A package counts as present when its probe is there, so nothing is asked of dpkg, nothing is done when all is
# there, and a machine of another distribution that has the same tools passes. Works as root or through sudo.
set -eu

llvm=/usr/lib/llvm-19
machine=$(uname -m)

# package              | needed by | probe: a command, or a path | why
table="
gcc                    | run   | gcc                                     | compiles Seam itself and the C it makes
libc6-dev              | run   | /usr/include/stdio.h                    | the C library's headers
make                   | run   | make                                    | the build
python3                | run   | python3                                 | puts Seam's library into the compiler; the test runner
pkg-config             | run   | pkg-config                              | tells which folder a library's headers are in
libclang-19-dev        | run   | $llvm/include/clang-c/Index.h           | reads C headers (the helper seam-cimport)
libclang-common-19-dev | run   | $llvm/lib/clang/19/include/stddef.h     | clang's own stddef.h and kin, needed to read any header
libsqlite3-dev         | run   | /usr/include/sqlite3.h                  | the demo's database
zlib1g-dev             | run   | /usr/include/zlib.h                     | examples and tests of the C import
mold                   | run   | mold                                    | links a program in a third of the time (optional)
clang-19               | check | clang-19                                | second compiler, fuzzers
clang-format-19        | check | clang-format-19                         | the format check
libclang-rt-19-dev     | check | $llvm/lib/clang/19/lib/linux/libclang_rt.fuzzer-$machine.a | libFuzzer and clang's sanitizers
libglib2.0-dev         | check | /usr/include/glib-2.0/glib.h            | callbacks of GLib's
libcurl4-openssl-dev   | check | /usr/include/$machine-linux-gnu/curl/curl.h | the example that fetches a page
libuv1-dev             | check | /usr/include/uv.h                       | callbacks of libuv's
cmark-gfm              | check | cmark-gfm                               | what the Markdown example is compared with (optional)
libexpat1-dev          | check | /usr/include/expat.h                    | callbacks of expat's
git                    | check | git                                     | lists the files that the checks look at
gcc-aarch64-linux-gnu  | cross | aarch64-linux-gnu-gcc                   | calls by ARM's conventions (optional)
gcc-arm-linux-gnueabihf | cross | arm-linux-gnueabihf-gcc                | calls by ARM's conventions (optional)
g++-aarch64-linux-gnu  | cross | aarch64-linux-gnu-g++                   | exceptions through the calling engine (optional)
g++-arm-linux-gnueabihf | cross | arm-linux-gnueabihf-g++                | exceptions through the calling engine (optional)
qemu-user              | cross | qemu-aarch64                            | runs them (optional)
gcc-mingw-w64-x86-64   | cross | x86_64-w64-mingw32-gcc                  | calls on Windows (optional)
g++-mingw-w64-x86-64   | cross | x86_64-w64-mingw32-g++                  | exceptions through the calling engine (optional)
wine64                 | cross | /usr/lib/wine/wine64                    | runs them (optional)
libpython3.11-testsuite | drop-in | /usr/lib/python3.11/ctypes/test       | a user of libffi that has tests (optional)
python3-cffi           | drop-in | /usr/lib/python3/dist-packages/cffi     | a user of libffi (optional)
python3-gi             | drop-in | /usr/lib/python3/dist-packages/gi       | a user of libffi (optional)
libglib2.0-tests       | drop-in | /usr/libexec/installed-tests/glib       | a user of libffi that has tests (optional)
ruby-ffi               | drop-in | ruby                                    | a user of libffi (optional)
valgrind               | stress | valgrind                                | a second look at the calling engine (optional)
golang-go              | bench | go                                      | a peer in the bench rows (optional)
nodejs                 | bench | node                                    | a peer in the bench rows (optional)
libcjson-dev           | bench | /usr/include/cjson/cJSON.h              | a peer in the bench rows (optional)
luajit                 | bench | luajit                                  | a peer in the bench rows (optional)
libffi8                | bench | /usr/lib/$machine-linux-gnu/libffi.so.8  | a peer in the bench rows (optional)
nim                    | bench | nim                                     | a peer in the bench rows (optional)
"

fail() {
    echo "setup: $1" >&2
    exit 1
}

uses=" ${*:-run} "
case $uses in *" check "* | *" stress "* | *" bench "* | *" cross "* | *" drop-in "*) uses="$uses run check " ;; esac

missing=
extra= # peers of the bench rows: what cannot be had is done without
reasons=
while IFS='|' read -r package use probe why; do
    package=${package%% *}
    [ -n "$package" ] || continue
    use=${use#"${use%%[! ]*}"}
    use=${use%"${use##*[! ]}"}
    probe=${probe#"${probe%%[! ]*}"}
    probe=${probe%"${probe##*[! ]}"}
    case $uses in *" $use "*) ;; *) continue ;; esac
    case $probe in
    /*) [ ! -e "$probe" ] || continue ;;
    *) ! command -v "$probe" >/dev/null || continue ;;
    esac
    case $use in
    bench) extra="$extra $package" ;;
    *) missing="$missing $package" ;;
    esac
    reasons="$reasons  $package:$why
"
done <<TABLE
$table
TABLE

[ -n "$missing$extra" ] || exit 0
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
if [ -z "$missing" ] && ! command -v apt-get $as_root >/dev/null; then
    echo "setup: cannot install; doing without$extra"
    exit 0
fi

printf 'setup: installing with apt-get:\n%s' "$reasons"
command -v apt-get >/dev/null ||
    fail "no apt-get on this machine; install the equivalents of:$missing"
[ -z "$as_root" ] || command -v sudo >/dev/null ||
    fail "neither root nor sudo; let an administrator run: apt-get install$missing$extra"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@" >"$log" 2>&1
}
# The package lists of a fresh machine are empty or old: fetch them only when the first try fails.
fetched=
fetch() {
    [ -z "$fetched" ] || return 0
    fetched=yes
    $as_root apt-get update >"$log" 2>&1
}
# shellcheck disable=SC2086 # the list is meant to split
if [ -n "$missing" ] && ! install $missing; then
    fetch || { cat "$log" >&2 && fail "apt-get update failed"; }
    install $missing || { cat "$log" >&2 && fail "apt-get install failed:$missing"; }
fi
for package in $extra; do
    install "$package" || { fetch && install "$package"; } || echo "setup: doing without $package"
done
echo "setup: done"
