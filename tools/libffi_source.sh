#!/bin/sh
# Fetches libffi's sources, for its test suite: `make libffi-suite`. usage: tools/libffi_source.sh FOLDER
# They are Debian's source package, unpacked without its patches; none of them is part of this project.
set -eu

folder=$1
[ ! -d "$folder/testsuite" ] || exit 0

fail() {
    echo "libffi_source: $1; unpack libffi's sources yourself and say: make libffi-suite SUITE=FOLDER/testsuite" >&2
    exit 1
}

command -v apt-get >/dev/null || fail "no apt-get on this machine"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get source -qq --download-only libffi >log 2>&1) ||
    fail "apt-get source libffi: $(tail -1 "$work/log") (are there deb-src lines in the sources of apt?)"
mkdir -p "$work/libffi"
tar -xf "$work"/libffi_*.orig.tar.* -C "$work/libffi" --strip-components=1 || fail "its archive cannot be unpacked"
mkdir -p "$(dirname "$folder")"
rm -rf "$folder"
mv "$work/libffi" "$folder"
