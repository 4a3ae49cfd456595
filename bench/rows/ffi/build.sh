# The loops are in a library, as a binding's are: near the C library, which makes calls cheaper.
set -e
root=$BENCH/..
gcc -O2 -fPIC -shared -o libcallee.so callee.c
gcc -O2 -fPIC -shared -I"$root/include" -I"$root/call/ffi" -o libbench.so bench.c -L. -lcallee \
    "$root/build/release/lib/libseamcall.so.0" -lm -ldl
gcc -o bench main.c -L. -lbench -lcallee -Wl,-rpath,"$root/build/release/lib"
