#!/usr/bin/env bash
# C headers and libraries that are not as they should be.
# req: A1.1, X3
. "$(dirname "$0")/lib.sh"

begin "a missing header says where it was looked for"
write main.seam <<'END'
extern C from "no_such_header.h" as lib
END
run seam check main.seam
expect_status 1
expect_err_has "no_such_header.h"
expect_err_has "main.seam:1"

begin "a header that does not parse shows its own line"
write broken.h <<'END'
int fine(void);
int broken(;
END
write main.seam <<'END'
extern C from "broken.h" as lib
print(lib.fine())
END
run seam check main.seam
expect_status 1
expect_err_has "broken.h:2"

begin "a function that no library has"
write orphan.h <<'END'
int orphan_function_of_nobody(void);
END
write main.seam <<'END'
extern C from "orphan.h" as lib
print(lib.orphan_function_of_nobody())
END
run seam run main.seam
expect_status 1
expect_err_has "orphan_function_of_nobody"

begin "two libraries with the same function are an error that lists both"
write twin.h <<'END'
int twin_function(void);
END
write twin.c <<'END'
int twin_function(void);
int twin_function(void) { return 1; }
END
write main.seam <<'END'
extern C from "twin.h" as lib
print(lib.twin_function())
END
over || { mkdir lib && cc -shared -fPIC -o lib/libleft.so twin.c && cc -shared -fPIC -o lib/libright.so twin.c; }
export LIBRARY_PATH=$PWD/lib LD_LIBRARY_PATH=$PWD/lib
run seam run main.seam
expect_status 1
expect_err_has "libleft"
expect_err_has "libright"

begin "link decides between them"
write twin.h <<'END'
int twin_function(void);
END
write twin.c <<'END'
int twin_function(void);
int twin_function(void) { return 1; }
END
write main.seam <<'END'
extern C from ["twin.h"] as lib {
  link "right"
}
print(lib.twin_function())
END
over || { mkdir lib && cc -shared -fPIC -o lib/libleft.so twin.c && cc -shared -fPIC -o lib/libright.so twin.c; }
export LIBRARY_PATH=$PWD/lib LD_LIBRARY_PATH=$PWD/lib
run seam run main.seam
expect_status 0
expect_out "1"
unset LIBRARY_PATH LD_LIBRARY_PATH

begin "link names a static archive, which is in no index"
mkdir lib
write archived.h <<'END'
int archived(void);
END
echo 'int archived(void) { return 40; }' >archived.c
gcc -c -o archived.o archived.c && ar rcs lib/libarchived.a archived.o
write main.seam <<'END'
extern C from "./archived.h" as a { link "archived" }
print(a.archived())
END
run env LIBRARY_PATH="$PWD/lib" "$SEAM" run main.seam
expect_out "40"
expect_status 0
echo 'print(a.archived() + 1)' >>main.seam
run env LIBRARY_PATH= "$SEAM" run main.seam
expect_status 1
expect_err_has "error[E0903]"

begin "a header that changes is imported anew"
write value.h <<'END'
#define VALUE 1
END
write main.seam <<'END'
extern C from "value.h" as lib
print(lib.VALUE)
END
run seam run main.seam
expect_out "1"
write value.h <<'END'
#define VALUE 22
END
run seam run main.seam
expect_status 0
expect_out "22"

begin "the body of an inline function or a macro that changes is compiled anew"
write body.h <<'END'
static inline int body_function(int x) { return x + 1; }
#define BODY_MACRO(x) ((x) + 10)
END
write main.seam <<'END'
extern C from "./body.h" as lib
print(lib.body_function(1), lib.BODY_MACRO(1))
END
run seam run main.seam
expect_out "2 11"
over || sed -i 's/x + 1/x + 2/; s/+ 10/+ 20/' body.h
run seam run main.seam
expect_out "3 21"

begin "a header that comes to lie earlier on the path, or beside the file, is taken"
write second/early.h <<'END'
#define VALUE 2
END
write main.seam <<'END'
extern C from "early.h" as lib { include "./first"; include "./second" }
print(lib.VALUE)
END
over || mkdir first
over || sleep 0.02 # else the files are as young as the run, and nothing is believed of them
run seam run main.seam
expect_out "2"
write first/early.h <<'END'
#define VALUE 1
END
run seam run main.seam
expect_out "1"
over || sleep 0.02
run seam run main.seam
write early.h <<'END'
#define VALUE 0
END
run seam run main.seam
expect_out "0"

begin "folders of the environment: relative ones, and those that pkg-config tells"
write main.seam <<'END'
extern C from "moved.h" as lib
print(lib.VALUE)
END
over || for i in 1 2; do
    mkdir -p "$i/inc"
    echo "#define VALUE $i" >"$i/inc/moved.h"
    printf 'Name: moved\nDescription: moved\nVersion: 1\nCflags: -I%s\n' "$PWD/$i/inc" >"$i/moved.pc"
done
over || sleep 0.02
for i in 1 2; do
    run env PKG_CONFIG_PATH="$PWD/$i" "$SEAM" run main.seam
    expect_out "$i"
done
for i in 1 2; do
    run env -C "$i" CPATH=inc "$SEAM" run "$PWD/main.seam"
    expect_out "$i"
done
