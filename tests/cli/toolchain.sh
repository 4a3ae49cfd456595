#!/usr/bin/env bash
# Outside Seam's own passes: no C compiler, one that refuses, one that cannot link, no place to write, missing and ambiguous
# libraries. Each is an error of its own (E09xx, E064x) with what to do about it.
. "$(dirname "$0")/lib.sh"

hello() {
    write main.seam <<'END'
print("hello")
END
}

begin "a SEAM_CC that is not there is E0901"
hello
run env SEAM_CC=no-such-compiler "$SEAM" run main.seam
expect_status 1
expect_err_has "error[E0901]: SEAM_CC is \`no-such-compiler\`, which is not on PATH"
expect_err_has "apt-get install gcc"

begin "no C compiler at all is E0901"
hello
mkdir empty
run env -u SEAM_CC PATH="$PWD/empty" "$SEAM" run main.seam
expect_status 1
expect_err_has "error[E0901]: no C compiler was found on PATH"

begin "what the C compiler rejects is our bug: E0902 names the Seam line and the kept C file"
hello
write cc <<'END'
#!/bin/sh
echo "main.seam:1:1: error: no such thing" >&2
exit 1
END
chmod +x cc
run env SEAM_CC="$PWD/cc" "$SEAM" run main.seam
expect_status 1
expect_err_has "error[E0902]: internal error: the C compiler rejected the code of main.seam"
expect_err_has "--> main.seam:1:1"
expect_err_has "no such thing"
expect_err_has ".c"

begin "a failed link is E0903"
hello
write cc <<'END'
#!/bin/sh
case " $* " in
*" -c "*) exec gcc "$@" ;;
esac
echo "ld: undefined symbol: zoo" >&2
exit 1
END
chmod +x cc
run env SEAM_CC="$PWD/cc" "$SEAM" run main.seam
expect_status 1
expect_err_has "error[E0903]: the program could not be linked"
expect_err_has "undefined symbol: zoo"

begin "a missing main file is E0701"
run seam run mian.seam
expect_status 1
expect_err_has "error[E0701]: there is no file \`mian.seam\`"

begin "a file that cannot be read is E0904, with the system's reason"
mkdir folder.seam
run seam run folder.seam
expect_status 1
expect_err_has "error[E0904]: \`folder.seam\` cannot be read: Is a directory"

begin "an executable that cannot be written is E0905, and nothing is left"
hello
run seam build main.seam -o missing/main
expect_status 1
expect_err_has "error[E0905]: \`missing/main\` cannot be written: No such file or directory"

begin "a name that no library exports is E0640, with a label into the header"
write pool.h <<'END'
int pool_open(int size);
END
write main.seam <<'END'
extern C from "./pool.h" as pool
print(pool.pool_open(3))
END
run seam run main.seam
expect_status 1
expect_err_has "error[E0640]: no library exports \`pool_open\`"
expect_err_has "pool.h:1:5"
expect_err_has "LIBRARY_PATH"

begin "a name that two libraries export is E0641, and a link line decides"
write pool.h <<'END'
int pool_open(int size);
END
echo 'int pool_open(int size) { return size + 1; }' >one.c
echo 'int pool_open(int size) { return size + 2; }' >two.c
mkdir lib
gcc -shared -fPIC -o lib/libone.so one.c
gcc -shared -fPIC -o lib/libtwo.so two.c
write main.seam <<'END'
extern C from "./pool.h" as pool
print(pool.pool_open(3))
END
export LIBRARY_PATH=$PWD/lib
run seam run main.seam
expect_status 1
expect_err_has "error[E0641]: several libraries export \`pool_open\`"
expect_err_has "libone.so"
expect_err_has "libtwo.so"
write main.seam <<'END'
extern C from "./pool.h" as pool {
  link "two"
}
print(pool.pool_open(3))
END
run seam run main.seam
expect_status 0
expect_out "5"
unset LIBRARY_PATH

begin "a library beside its header is found, from any folder"
mkdir -p "my pöol" elsewhere
echo 'int pool_open(int size);' >"my pöol/pool.h"
echo 'int pool_open(int size) { return size + 3; }' >pool.c
gcc -shared -fPIC -o "my pöol/libpool.so" pool.c
write "my pöol/main.seam" <<'END'
extern C from "./pool.h" as pool
print(pool.pool_open(3))
END
cd elsewhere
run seam run "../my pöol/main.seam"
expect_status 0
expect_out "6"
cd ..

begin "a link line may be a path beside the file"
mkdir -p code/lib elsewhere
echo 'int pool_open(int size);' >code/pool.h
echo 'int pool_open(int size) { return size + 3; }' >pool.c
gcc -shared -fPIC -o code/lib/libpool.so pool.c
write code/main.seam <<'END'
extern C from "./pool.h" as pool { link "./lib/libpool.so" }
print(pool.pool_open(3))
END
cd elsewhere
run seam run ../code/main.seam
expect_status 0
expect_out "6"
cd ..

begin "a link line may name a static archive"
echo 'int pool_open(int size);' >pool.h
echo 'int pool_open(int size) { return size + 4; }' >pool.c
gcc -c -o pool.o pool.c
mkdir archives
ar rcs archives/libpool.a pool.o
write main.seam <<'END'
extern C from "./pool.h" as pool { link "pool" }
print(pool.pool_open(3))
END
run env LIBRARY_PATH="$PWD/archives" "$SEAM" run main.seam
expect_status 0
expect_out "7"
write main.seam <<'END'
extern C from "./pool.h" as pool { link "./archives/libpool.a" }
print(pool.pool_open(3) + 1)
END
run seam run main.seam
expect_status 0
expect_out "8"

begin "a link line that names nothing is E0903"
echo 'int pool_open(int size);' >pool.h
write main.seam <<'END'
extern C from "./pool.h" as pool { link "no-such-library" }
print(pool.pool_open(3))
END
run seam run main.seam
expect_status 1
expect_err_has "error[E0903]"
expect_err_has "no-such-library"

begin "an archive that changes is linked anew"
echo 'int pool_open(int size);' >pool.h
write main.seam <<'END'
extern C from "./pool.h" as pool { link "./libpool.a" }
print(pool.pool_open(3))
END
for i in 1 2; do
    over || { echo "int pool_open(int size); int pool_open(int size) { return size * $i; }" >pool.c; }
    over || { cc -c -o pool.o pool.c && rm -f libpool.a && ar rcs libpool.a pool.o; }
    over || sleep 0.02
    run seam run main.seam
    expect_status 0
    expect_out "$((3 * i))"
done

begin "a C compiler that is killed is no fault of ours"
write main.seam <<'END'
print("hello")
END
write cc <<'END'
#!/bin/sh
kill -KILL $$
END
chmod +x cc
run env SEAM_CC=./cc "$SEAM" run main.seam
expect_status 1
expect_err_has "E0910"
expect_err_has "by signal 9"
expect_err_lacks "bug in Seam"
write cc <<'END'
#!/bin/sh
echo "gcc: fatal error: Killed signal terminated program cc1" >&2
exit 1
END
run env SEAM_CC=./cc "$SEAM" run main.seam
expect_status 1
expect_err_has "E0910"
