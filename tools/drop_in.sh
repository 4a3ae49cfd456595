#!/usr/bin/env bash
# Runs the tests of programs that use libffi, with ours in its place: each must do as well as with the system's.
# usage: tools/drop_in.sh FOLDER-OF-libffi.so.8
set -u
ours=$(realpath "$1")
failed=0

# NAME COMMAND..: passes with ours if it passes with the system's.
try() {
    local name=$1
    shift
    if ! "$@" >/tmp/drop-in.$$ 2>&1; then
        echo "drop-in: $name: left out, it does not pass with the system's libffi"
    elif LD_LIBRARY_PATH=$ours "$@" >/tmp/drop-in.$$ 2>&1; then
        echo "drop-in: $name: passes"
    else
        failed=1
        echo "drop-in: $name: FAILS"
        tail -15 /tmp/drop-in.$$
    fi
    rm -f /tmp/drop-in.$$
}

# Is it really ours that a program loads?
LD_LIBRARY_PATH=$ours /usr/bin/python3 -c '
import ctypes, sys
sys.exit("'"$ours"'" not in open("/proc/self/maps").read())' ||
    { echo "drop-in: /usr/bin/python3 does not load $ours/libffi.so.8"; exit 1; }

try "ctypes, its own tests" /usr/bin/python3 -m ctypes.test
try "cffi" /usr/bin/python3 -c '
import cffi
f = cffi.FFI()
f.cdef("double sqrt(double); int printf(const char *, ...); void qsort(void *, size_t, size_t, int (*)(const void *, const void *));")
c = f.dlopen(None)
assert c.sqrt(2.0) == 2.0 ** 0.5
xs = f.new("int[]", [3, 1, 2])
@f.callback("int(const void *, const void *)")
def compare(a, b):
    return f.cast("int *", a)[0] - f.cast("int *", b)[0]
c.qsort(xs, 3, 4, compare)
assert list(xs) == [1, 2, 3]'
try "PyGObject" /usr/bin/python3 -c '
import gi
from gi.repository import GLib
seen = []
loop = GLib.MainLoop()
GLib.timeout_add(1, lambda: (seen.append(1), loop.quit())[0] and False)
loop.run()
assert seen == [1]'
for test in closure signals param binding; do
    for path in /usr/libexec/installed-tests/glib/$test; do
        [ ! -x "$path" ] || try "GLib: $test" "$path"
    done
done
try "Ruby: fiddle" ruby -e '
require "fiddle"
sqrt = Fiddle::Function.new(Fiddle.dlopen("libm.so.6")["sqrt"], [Fiddle::TYPE_DOUBLE], Fiddle::TYPE_DOUBLE)
raise unless sqrt.call(2.0) == Math.sqrt(2)
compare = Class.new(Fiddle::Closure) { def call(a, b) = a <=> b }.new(Fiddle::TYPE_INT, [Fiddle::TYPE_INT] * 2)
raise unless Fiddle::Function.new(compare, [Fiddle::TYPE_INT] * 2, Fiddle::TYPE_INT).call(3, 4) == -1'
try "Ruby: ffi" ruby -e '
require "ffi"
module M
  extend FFI::Library
  ffi_lib FFI::Library::LIBC
  callback :compare, [:pointer, :pointer], :int
  attach_function :qsort, [:pointer, :size_t, :size_t, :compare], :void
end
p = FFI::MemoryPointer.new(:int, 3).write_array_of_int([3, 1, 2])
M.qsort(p, 3, 4) { |a, b| a.read_int <=> b.read_int }
raise unless p.read_array_of_int(3) == [1, 2, 3]'
exit $failed
