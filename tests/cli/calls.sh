#!/usr/bin/env bash
# The calling engine where executable memory is refused, and below C++.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

BUILD=${SEAM_BUILD:-$ROOT/build/release}
case $BUILD in
*/asan | */tsan) echo "the sanitizers want to be loaded first" && exit 77 ;;
esac

# As SELinux's execmem, systemd's MemoryDenyWriteExecute and sandboxes do it: from the start of main on. libgcc_s is what
# backtrace() and pthread_cancel() would load later.
deny() {
    write deny.c <<'END'
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define IF_CALL(number, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, skip)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define IF_EXEC(skip) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, skip)

static struct sock_filter all[] = {
    LOAD(nr), IF_CALL(SYS_memfd_create, 1), REFUSE,
    IF_CALL(SYS_mmap, 3), LOAD(args[2]), IF_EXEC(6), REFUSE,
    IF_CALL(SYS_mprotect, 3), LOAD(args[2]), IF_EXEC(2), REFUSE,
    ALLOW, ALLOW,
};
static struct sock_filter sealing[] = {
    LOAD(nr), IF_CALL(SYS_mprotect, 3), LOAD(args[2]), IF_EXEC(1), REFUSE, ALLOW,
};

__attribute__((constructor)) static void deny(void) {
    int is_all = !strcmp(getenv("DENY"), "all");
    struct sock_fprog program = {is_all ? sizeof all / sizeof *all : sizeof sealing / sizeof *sealing,
                                 is_all ? all : sealing};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        abort();
    int is_refused = mmap(0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
    if (is_refused != is_all) abort();
}
END
    cc -shared -fPIC -o deny.so deny.c -Wl,--no-as-needed -lgcc_s || fail "deny.c does not compile"
}

for unit in call_types call_targets call_enter call_stub call_closure call_stress; do
    program=$BUILD/unit/$unit
    [ -x "$program" ] || continue
    for what in all mprotect; do
        begin "$unit passes where executable memory is refused ($what)"
        deny
        refused=$([ $what = mprotect ] || echo yes)
        run env ${refused:+SEAM_TEST_REFUSED=yes} DENY=$what LD_PRELOAD="$PWD/deny.so" "$program"
        expect_status 0
    done
done

# A constructor runs under the loader's lock: what makes code must not ask the loader while it holds a lock of its own.
begin "constructors of libraries make calls while another thread does"
write maker.h <<'END'
#include <seam/call.h>
#include <stdio.h>
static int8_t first(int8_t a) { return a; }
static int make_stubs(int from, int count) { // of shapes that the library has none for
    static const char *const types[] = {"i8", "u8", "i16", "u16", "f32", "f64", "i64", "i32"};
    int wrong = 0;
    for (int n = from; n < from + count; n++) {
        char text[128];
        const SeamSig *sig;
        int8_t a = 5, got = 0;
        long zero = 0;
        snprintf(text, sizeof text, "i8(i8, %s, %s, %s, %s)", types[n % 8], types[n / 8 % 8], types[n / 64 % 8],
                 types[n / 512 % 8]);
        if (seam_sig_parse(SEAM_ABI_HOST, text, &sig, 0)) return 1;
        for (int i = 0; i < 9; i++)
            seam_call(sig, (void (*)(void))first, &got, (const void *[]){&a, &zero, &zero, &zero, &zero});
        wrong += got != 5;
    }
    return wrong;
}
END
write plugin.c <<'END'
#include "maker.h"
int plugin_wrong;
__attribute__((constructor)) static void begin(void) {
    plugin_wrong = make_stubs(FROM, 20);
}
END
write main.c <<'END'
#include "maker.h"
#include <dlfcn.h>
#include <pthread.h>
static volatile int stop;
static void *keep_making(void *unused) {
    long wrong = 0;
    for (int n = 1000; !stop || n < 1200; n = n < 4000 ? n + 1 : 1000) wrong += make_stubs(n, 1);
    return (void *)wrong;
}
int main(void) {
    pthread_t thread;
    void *wrong;
    int all = 0;
    pthread_create(&thread, 0, keep_making, 0);
    for (int i = 0; i < 8; i++) {
        char name[32];
        snprintf(name, sizeof name, "./plugin%d.so", i);
        void *plugin = dlopen(name, RTLD_NOW);
        int *found = plugin ? dlsym(plugin, "plugin_wrong") : 0;
        if (!found) return puts(dlerror()), 1;
        all += *found;
    }
    stop = 1;
    pthread_join(thread, &wrong);
    printf("%d %ld\n", all, (long)wrong);
    return 0;
}
END
for i in 0 1 2 3 4 5 6 7; do
    ${CC:-cc} -w -shared -fPIC -DFROM=$((i * 100)) -I"$ROOT/include" -o plugin$i.so plugin.c -L"$BUILD/lib" \
        -l:libseamcall.so.0 -Wl,-rpath,"$BUILD/lib" || fail "plugin.c does not compile"
done
${CC:-cc} -w -I"$ROOT/include" -o main main.c -L"$BUILD/lib" -l:libseamcall.so.0 -Wl,-rpath,"$BUILD/lib" -pthread -ldl ||
    fail "main.c does not compile"
run timeout 60 ./main
expect_status 0
expect_out "0 0"

# Below C++ an exception passes through the engine; where it meets a frame that has no unwind tables, C++ ends the program
# and says so, as it does without the engine.
exceptions() {
    write main.cc <<'END'
#include <seam/call.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

static const SeamSig *sig(const char *text) {
    const SeamSig *s;
    seam_sig_parse(SEAM_ABI_HOST, text, &s, nullptr);
    return s;
}
static int alive;
struct Guard { Guard() { alive++; } ~Guard() { alive--; } };

struct Large { long a, b, c, d; };
static Large thrower(int i, double d, Large l) {
    Guard guard;
    if (i % 3 == 0) throw std::runtime_error("thrown");
    return {i, (long)d, l.a, 4};
}
static void through_call(int i) {
    Guard guard;
    double d = 2;
    Large l = {7, 8, 9, 10}, got;
    const void *args[] = {&i, &d, &l};
    seam_call(sig("{i64, i64, i64, i64}(i32, f64, {i64, i64, i64, i64})"), (void (*)())thrower, &got, args);
    if (got.a != i || got.c != 7) std::abort();
}
static void handle(void *context, void *ret, void *const args[]) {
    Guard guard;
    const int *a = *(const int **)args[0], *b = *(const int **)args[1];
    if (++*(int *)context == 5) throw 42;
    *(int *)ret = *a - *b;
}
static int typed(const void *a, const void *b, void *context) {
    Guard guard;
    if (++*(int *)context == 5) throw 42;
    return *(const int *)a - *(const int *)b;
}
static bool through_closure(const SeamClosureParts &how) {
    SeamClosureParts parts = how;
    SeamClosure *closure;
    int values[] = {5, 3, 9, 1, 4, 7, 6}, calls = 0;
    parts.sig = sig("i32(ptr, ptr)");
    parts.context = &calls;
    if (seam_closure_new(&parts, &closure, nullptr)) std::abort();
    bool caught = false;
    try {
        Guard guard;
        qsort(values, 7, sizeof *values, (int (*)(const void *, const void *))seam_closure_code(closure));
    } catch (int thrown) {
        caught = thrown == 42;
    }
    seam_closure_free(closure);
    return caught;
}
extern "C" int without_tables(int (*f)(const void *, const void *));

int main(int argc, char **) {
    int caught = 0;
    for (int i = 0; i < 60; i++) { // often enough for generated code
        try {
            through_call(i);
        } catch (const std::runtime_error &e) {
            caught += !strcmp(e.what(), "thrown");
        }
    }
    SeamClosureParts handler{}, direct{}, same{};
    handler.handler = handle;
    direct.typed = (void (*)())typed;
    same.handler = handle;
    same.policy = SEAM_CLOSURE_SAME_THREAD;
    int through = through_closure(handler) + through_closure(direct) + through_closure(same);
    std::printf("%d %d %d\n", caught, through, alive);
    std::fflush(stdout);
    if (argc < 2) return 0;
    int calls = 4;
    SeamClosure *closure;
    handler.context = &calls;
    handler.sig = sig("i32(ptr, ptr)");
    seam_closure_new(&handler, &closure, nullptr);
    try {
        return without_tables((int (*)(const void *, const void *))seam_closure_code(closure));
    } catch (int) {
        std::puts("caught");
    }
}
END
    write without.c <<'END'
int without_tables(int (*f)(const void *, const void *)) {
    int a = 1, b = 2;
    return f(&a, &b) + 1;
}
END
    ${CC:-cc} -O1 -fno-exceptions -fno-asynchronous-unwind-tables -c -o without.o without.c &&
        $CXX -w -O1 -I"$ROOT/include" -o main main.cc without.o "$BUILD/lib/libseamcall.a" -pthread -ldl ||
        fail "the program does not compile"
}

CXX=${CXX:-$(command -v c++ g++ clang++ | head -n 1)}
for mode in "" memfd none; do
    begin "C++ exceptions pass through calls and closures${mode:+ ($mode)}"
    if [ -z "$CXX" ]; then
        skip "no C++ compiler"
        continue
    fi
    exceptions
    run env ${mode:+SEAM_CALL_EXEC=$mode} ./main
    expect_status 0
    expect_out "20 3 0"
done
if [ -n "$CXX" ]; then
    begin "an exception that reaches code without unwind tables ends the program with a message"
    exceptions
    run sh -c 'ulimit -c 0; ./main x' # 134: abort
    expect_status 134
    expect_err_has "terminate called after throwing an instance of 'int'"
fi

if [ "$(uname -m)" = x86_64 ] && gdb -nx -batch -ex run "$(command -v true)" 2>&1 | grep -q "exited normally"; then
    begin "a debugger finds the caller at each instruction of a stub"
    write main.c <<'END'
#include <seam/call.h>
struct pair { long a, b; };
static struct pair swap(struct pair p, signed char more) { return (struct pair){p.b, p.a + more}; }
__attribute__((noinline)) void caller(const SeamSig *sig) {
    struct pair p = {1, 2}, got;
    signed char more = 1;
    seam_call(sig, (void (*)(void))swap, &got, (const void *[]){&p, &more});
    __asm__("");
}
int main(void) {
    const SeamSig *sig;
    if (seam_sig_parse(SEAM_ABI_HOST, "{i64, i64}({i64, i64}, i8)", &sig, 0)) return 1;
    for (int i = 0; i < 12; i++) caller(sig);
}
END
    write steps.gdb <<'END'
set pagination off
break caller
run
ignore 1 10
continue
set $made = 0
set $found = 0
set $n = 0
while $n < 60
  stepi
  set $n = $n + 1
  if $pc - (unsigned long)&seam_code_home < 0x110000
    set $made = $made + 1
    up
    if $pc > (unsigned long)&caller && $pc < (unsigned long)&main
      set $found = $found + 1
    end
    down
  end
end
printf "found %d of %d, more than 12: %d\n", $found, $made, $made > 12
kill
END
    ${CC:-cc} -w -O1 -g -I"$ROOT/include" -o main main.c "$BUILD/lib/libseamcall.a" -pthread -ldl || fail "main.c does not compile"
    run sh -c 'gdb -nx -batch -x steps.gdb ./main 2>&1 | grep -c "found \([0-9]*\) of \1, more than 12: 1"'
    [ -n "${SEAM_CALL_EXEC:-}" ] || expect_out "1"
fi
