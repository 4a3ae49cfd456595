#!/usr/bin/env bash
# An installed tree is the built one: it runs from wherever it was copied to.
. "$(dirname "$0")/lib.sh"

variant=$(basename "$(dirname "$(dirname "$SEAM")")")
# The flags of the make that runs this test hold, so that nothing is built anew; its job server does not.
MAKEFLAGS=$(sed -E 's/(^| )-(j[0-9]*|-jobserver[^ ]*)//g' <<<"${MAKEFLAGS:-}")
export MAKEFLAGS

hello() {
    write main.seam <<'END'
extern C from "stdlib.h"
print(C.abs(-3))
END
}

begin "make install copies to DESTDIR and PREFIX, and the copy works"
hello
run make -s --no-print-directory -C "$ROOT" -o build install VARIANT="$variant" DESTDIR="$WORK/stage" PREFIX=/opt/seam
expect_status 0
expect_quiet
run "$WORK/stage/opt/seam/bin/seam" run main.seam
expect_status 0
expect_out "3"
run "$WORK/stage/opt/seam/bin/seam" explain E0902
expect_status 0

begin "make install goes to a folder with quotes in its name"
hello
run make -s --no-print-directory -C "$ROOT" -o build install VARIANT="$variant" DESTDIR="$WORK/st \"a\" ge" PREFIX="/op't"
expect_status 0
expect_quiet
run "$WORK/st \"a\" ge/op't/bin/seam" run main.seam
expect_status 0
expect_out "3"

begin "an installed compiler makes programs with captured callbacks"
write main.seam <<'END'
extern C from "stdlib.h"
function count(): int {
  let calls = 0
  const xs: i32[] = [2, 1]
  unsafe { C.qsort(xs, 2, 4, (a, b) => { calls += 1; return 1 }) }
  return calls
}
print(count() > 0)
END
run make -s --no-print-directory -C "$ROOT" -o build install VARIANT="$variant" DESTDIR="$WORK/stage" PREFIX=/opt/seam
run "$WORK/stage/opt/seam/bin/seam" run main.seam
expect_status 0
expect_out "true"

begin "each install target knows how to build what is not built yet"
for target in install install-call install-libffi; do
    run make -n --no-print-directory -C "$ROOT" "$target" B="$WORK/unbuilt-$target" VARIANT="$variant" PREFIX="$WORK/usr"
    expect_status 0
done

begin "make install-call gives C programs the engine by pkg-config"
command -v pkg-config >/dev/null || skip "pkg-config is not installed"
write main.c <<'END'
#include <seam/call.h>
#include <stdio.h>
int main(void) {
    SeamLibrary *library;
    const SeamSig *sig;
    void *code;
    double x = 2.25, root;
    if (seam_library_open("m", &library, NULL) != SEAM_CALL_OK) return 1;
    if (seam_library_symbol(library, "sqrt", NULL, &code, NULL) != SEAM_CALL_OK) return 1;
    if (seam_sig_parse(SEAM_ABI_HOST, "f64(f64)", &sig, NULL) != SEAM_CALL_OK) return 1;
    seam_call(sig, (void (*)(void))code, &root, (const void *[]){&x});
    printf("%g\n", root);
    seam_library_close(library);
}
END
run make -s --no-print-directory -C "$ROOT" -o build install-call VARIANT="$variant" PREFIX="$WORK/usr"
expect_status 0
expect_quiet
export PKG_CONFIG_PATH=$WORK/usr/lib/pkgconfig
flags=$(pkg-config --cflags --libs seamcall)
sanitize=$(case $variant in asan) echo -fsanitize=address,undefined ;; tsan) echo -fsanitize=thread ;; esac)
# shellcheck disable=SC2086
run cc $sanitize main.c $flags -o main
expect_status 0
run env LD_LIBRARY_PATH="$WORK/usr/lib" ./main
expect_out "1.5"
# shellcheck disable=SC2086
run cc $sanitize main.c $(pkg-config --cflags seamcall) "$WORK/usr/lib/libseamcall.a" -ldl -pthread -o main-static
run ./main-static
expect_out "1.5"

begin "paths of make install-call and install-libffi may have spaces and what shells and .pc files read"
command -v pkg-config >/dev/null || skip "pkg-config is not installed"
write both.c <<'END'
#include <ffi.h>
#include <seam/call.h>
#include <stdio.h>
#include <stdlib.h>
int main(void) {
    const SeamSig *sig;
    ffi_cif cif;
    int x = -4, by_seam;
    ffi_arg by_ffi;
    if (seam_sig_parse(SEAM_ABI_HOST, "i32(i32)", &sig, NULL)) return 1;
    if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 1, &ffi_type_sint, (ffi_type *[]){&ffi_type_sint})) return 1;
    seam_call(sig, (void (*)(void))abs, &by_seam, (const void *[]){&x});
    ffi_call(&cif, FFI_FN(abs), &by_ffi, (void *[]){&x});
    printf("%d %d\n", by_seam, (int)by_ffi);
}
END
unset PKG_CONFIG_PATH
sanitize=$(case $variant in asan) echo -fsanitize=address,undefined ;; tsan) echo -fsanitize=thread ;; esac)
for stage in "" "$WORK/st age"; do
    prefix=$([ -n "$stage" ] && echo "/opt/x & y#1" || echo "$WORK/a b/it's \`id\`")
    run make -s --no-print-directory -C "$ROOT" install-call install-libffi VARIANT="$variant" DESTDIR="$stage" PREFIX="$prefix"
    expect_status 0
    expect_quiet
    # What pkg-config gives is words of a shell.
    eval "flags=($(PKG_CONFIG_SYSROOT_DIR=$stage PKG_CONFIG_PATH="$stage$prefix/lib/pkgconfig" pkg-config --cflags --libs seamcall libffi))"
    run cc $sanitize both.c "${flags[@]}" -o both
    expect_status 0
    run env LD_LIBRARY_PATH="$stage$prefix/lib" ./both
    expect_out "4 4"
done

# Of a silent make, too, whose flags would hide what is asked for here.
begin "make install-call builds the engine and nothing else"
run env -u MAKEFLAGS make -n --no-print-directory -C "$ROOT" install-call install-libffi B="$WORK/unbuilt" VARIANT="$variant" PREFIX="$WORK/usr" LLVM_DIR=/none
expect_status 0
expect_out_has "CC    call/sig/sig.c"
grep -q -e "CC    compiler/" -e "CC    runtime/" "$WORK/out" && fail "more is built than the engine"

begin "a tree that was moved works"
hello
run cp -R "$(dirname "$(dirname "$SEAM")")" "$WORK/moved tree"
run "$WORK/moved tree/bin/seam" run main.seam
expect_status 0
expect_out "3"

begin "a compiler that is reached through a link finds its parts"
hello
ln -s "$SEAM" seam-link
run ./seam-link run main.seam
expect_status 0
expect_out "3"
