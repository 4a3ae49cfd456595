// What a convention's callers may rely on: every register that it lets them keep is as it was, and
// the stack is aligned where the callee begins; for calls in all forms and for closures.
// req in part: T9  (the rest: call_enter/check.c)
#include "../test.h"

#include <seam/call.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#if !defined(__APPLE__) && !(defined(__arm__) && (defined(__thumb__) || !defined(__ARM_PCS_VFP)))

// A call of a function with four words, and what the registers hold before and behind it.
enum { WORDS = 10, VECTORS = 20 };
typedef struct Probe {
    uint64_t function, args[4];
    uint64_t words[WORDS], unused;
    uint64_t vectors[VECTORS];
    uint64_t words_behind[WORDS];
    uint64_t vectors_behind[VECTORS];
} Probe;

#define AT(member, offset) \
    _Static_assert(offsetof(Probe, member) == (offset), "as in the assembly below")
AT(args, 8);
AT(words, 40);
AT(vectors, 128);
AT(words_behind, 288);
AT(vectors_behind, 368);

#if defined(__x86_64__)
#define EACH_WORD(op)    op(0, rbx) op(8, rbp) op(16, r12) op(24, r13) op(32, r14) op(40, r15)
#define EACH_MS_WORD(op) EACH_WORD(op) op(48, rsi) op(56, rdi)
#define EACH_MS_VECTOR(op)                                                                       \
    op(0, xmm6) op(16, xmm7) op(32, xmm8) op(48, xmm9) op(64, xmm10) op(80, xmm11) op(96, xmm12) \
        op(112, xmm13) op(128, xmm14) op(144, xmm15)
#define LOAD(at, r)         "mov 40+" #at "(%r11), %" #r "\n"
#define STORE(at, r)        "mov %" #r ", 288+" #at "(%r11)\n"
#define LOAD_VECTOR(at, r)  "movdqu 128+" #at "(%r11), %" #r "\n"
#define STORE_VECTOR(at, r) "movdqu %" #r ", 368+" #at "(%r11)\n"
#define PUSH                "push %rbx\n push %rbp\n push %r12\n push %r13\n push %r14\n push %r15\n push %rdi\n"
#define POP                 "pop %r15\n pop %r14\n pop %r13\n pop %r12\n pop %rbp\n pop %rbx\n ret\n"

__asm__(".text\n probe_sysv64:\n" PUSH "mov %rdi, %r11\n" EACH_WORD(
    LOAD) "mov 8(%r11), %rdi\n mov 16(%r11), %rsi\n mov 24(%r11), %rdx\n mov 32(%r11), %rcx\n"
          "call *(%r11)\n pop %r11\n" EACH_WORD(STORE) POP);
__asm__(
    ".text\n probe_win64:\n" PUSH
    "sub $32, %rsp\n mov %rdi, %r11\n" EACH_MS_WORD(LOAD) EACH_MS_VECTOR(
        LOAD_VECTOR) "mov 8(%r11), %rcx\n mov 16(%r11), %rdx\n mov 24(%r11), %r8\n mov 32(%r11), %r9\n"
                     "call *(%r11)\n add $32, %rsp\n pop %r11\n" EACH_MS_WORD(STORE)
                         EACH_MS_VECTOR(STORE_VECTOR) POP);
__attribute__((sysv_abi)) void probe_sysv64(Probe *p);
__attribute__((sysv_abi)) void probe_win64(Probe *p);
enum { SYSV_WORDS = 6, MS_WORDS = 8, MS_VECTORS = 20 };

// Of the function that this becomes a part of: gcc aligns less for functions that it knows.
__attribute__((always_inline)) static inline bool is_aligned(void) {
    return (uintptr_t)__builtin_frame_address(0) % 16 == 0;
}

// All that a System V function may, and one of Windows may not.
static void forget(void) {
    __asm__ volatile("pxor %%xmm6, %%xmm6\n pxor %%xmm7, %%xmm7\n pxor %%xmm8, %%xmm8\n"
                     "pxor %%xmm9, %%xmm9\n pxor %%xmm10, %%xmm10\n pxor %%xmm11, %%xmm11\n"
                     "pxor %%xmm12, %%xmm12\n pxor %%xmm13, %%xmm13\n pxor %%xmm14, %%xmm14\n"
                     "pxor %%xmm15, %%xmm15\n xor %%esi, %%esi\n xor %%edi, %%edi\n" ::
                         : "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",
                           "xmm14", "xmm15", "rsi", "rdi");
}
#elif defined(__aarch64__)
#define EACH_PAIR(op)          op(0, 19, 20) op(16, 21, 22) op(32, 23, 24) op(48, 25, 26) op(64, 27, 28)
#define EACH_VECTOR_PAIR(op)   op(0, 8, 9) op(16, 10, 11) op(32, 12, 13) op(48, 14, 15)
#define SAVE(at, a, b)         "stp x" #a ", x" #b ", [sp, 16+" #at "]\n"
#define BACK(at, a, b)         "ldp x" #a ", x" #b ", [sp, 16+" #at "]\n"
#define SAVE_VECTOR(at, a, b)  "stp d" #a ", d" #b ", [sp, 96+" #at "]\n"
#define BACK_VECTOR(at, a, b)  "ldp d" #a ", d" #b ", [sp, 96+" #at "]\n"
#define LOAD(at, a, b)         "ldp x" #a ", x" #b ", [x9, 40+" #at "]\n"
#define STORE(at, a, b)        "stp x" #a ", x" #b ", [x9, 288+" #at "]\n"
#define LOAD_VECTOR(at, a, b)  "ldp d" #a ", d" #b ", [x9, 128+" #at "]\n"
#define STORE_VECTOR(at, a, b) "stp d" #a ", d" #b ", [x9, 368+" #at "]\n"
__asm__(
    ".text\n .p2align 2\n probe_host:\n stp x29, x30, [sp, #-176]!\n mov x29, sp\n" EACH_PAIR(
        SAVE) EACH_VECTOR_PAIR(SAVE_VECTOR) "str x0, [sp, #160]\n mov x9, x0\n" EACH_PAIR(LOAD)
        EACH_VECTOR_PAIR(
            LOAD_VECTOR) "ldp x0, x1, [x9, #8]\n ldp x2, x3, [x9, #24]\n ldr x9, [x9]\n blr x9\n"
                         "ldr x9, [sp, #160]\n" EACH_PAIR(STORE) EACH_VECTOR_PAIR(STORE_VECTOR)
                             EACH_PAIR(BACK)
                                 EACH_VECTOR_PAIR(BACK_VECTOR) "ldp x29, x30, [sp], #176\n ret\n");
void probe_host(Probe *p);
enum { HOST_WORDS = 10, HOST_VECTORS = 8 };

// Of the function that this becomes a part of: gcc aligns less for functions that it knows.
__attribute__((always_inline)) static inline bool is_aligned(void) {
    return (uintptr_t)__builtin_frame_address(0) % 16 == 0;
}
static void forget(void) {}
#elif defined(__arm__)
#define EACH_WORD(op) \
    op(0, r4) op(8, r5) op(16, r6) op(24, r7) op(32, r8) op(40, r9) op(48, r10) op(56, r11)
#define LOAD(at, r)  "ldr " #r ", [r12, #40+" #at "]\n"
#define STORE(at, r) "str " #r ", [r12, #288+" #at "]\n"
__asm__(
    ".syntax unified\n .text\n .p2align 2\n .type probe_host, %function\n probe_host:\n"
    "push {r0, r4-r11, lr}\n vpush {d8-d15}\n mov r12, r0\n" EACH_WORD(
        LOAD) "add r1, r12, #128\n vldmia r1, {d8-d15}\n ldr r0, [r12, #8]\n ldr r1, [r12, #16]\n"
              "ldr r2, [r12, #24]\n ldr r3, [r12, #32]\n ldr r12, [r12]\n blx r12\n ldr r12, [sp, #64]\n" EACH_WORD(
                  STORE) "add r1, r12, #368\n vstmia r1, {d8-d15}\n vpop {d8-d15}\n"
                         "pop {r0, r4-r11, pc}\n");
void probe_host(Probe *p);
enum { HOST_WORDS = 8, HOST_VECTORS = 8 };

// Not part of its caller, which may take odd numbers of words while it calls nobody.
__attribute__((noinline)) static bool is_aligned(void) {
    uintptr_t sp;
    __asm__ volatile("mov %0, sp" : "=r"(sp));
    return sp % 8 == 0;
}
static void forget(void) {}
#endif

#define CODE(function) ((void (*)(void))(function))
static int misaligned;

typedef struct Four {
    int64_t a, b, c, d;
} Four;

static int64_t add(int64_t a, int64_t b) {
    misaligned += !is_aligned();
    return a + b;
}
static Four turn(Four x, double by, char more) {
    misaligned += !is_aligned();
    return (Four){x.b, x.c, x.d, x.a + (int64_t)by + more};
}
static void handle(void *context, void *ret, void *const args[]) {
    (void)args;
    misaligned += !is_aligned();
    forget();
    *(int64_t *)ret = *(const int64_t *)context;
}
static int64_t typed(int64_t a, int64_t b, void *context) {
    misaligned += !is_aligned();
    forget();
    return a + b + *(const int64_t *)context;
}

// Calls it with all registers set, by a convention; says which ones are not as they were.
static void probe(SeamAbi abi, void (*function)(void), const void *args[4], const char *what) {
    _Alignas(16) Probe p = {.function = (uintptr_t)function};
    for (int i = 0; i < 4; i++) p.args[i] = (uintptr_t)args[i];
    for (int i = 0; i < WORDS; i++) p.words[i] = 0x1111000000000000u * (unsigned)(i + 1) + 0x5a5a5a;
    for (int i = 0; i < VECTORS; i++) p.vectors[i] = 0x4000111100000000u + (unsigned)i;
#if defined(__x86_64__)
    bool is_ms = abi == SEAM_ABI_WIN64;
    int words = is_ms ? MS_WORDS : SYSV_WORDS, vectors = is_ms ? MS_VECTORS : 0;
    (is_ms ? probe_win64 : probe_sysv64)(&p);
#else
    (void)abi;
    int words = HOST_WORDS, vectors = HOST_VECTORS;
    probe_host(&p);
#endif
    char name[96];
    for (int i = 0; i < words; i++) {
        snprintf(name, sizeof name, "%s: word %d", what, i);
        uint64_t mask = (uint64_t)UINTPTR_MAX;
        CHECK_EQ(p.words_behind[i] & mask, p.words[i] & mask, name);
    }
    for (int i = 0; i < vectors; i++) {
        snprintf(name, sizeof name, "%s: vector %d", what, i);
        CHECK_EQ(p.vectors_behind[i], p.vectors[i], name);
    }
}

#if defined(_WIN32)
static const SeamAbi host = SEAM_ABI_WIN64;
#else
static const SeamAbi host = SEAM_ABI_HOST;
#endif

static const SeamSig *sig_of(SeamAbi abi, const char *text) {
    const SeamSig *sig = NULL;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(abi, text, &sig, &error), SEAM_CALL_OK, error.text);
    return sig;
}

static void call_in_all_forms(const char *text, void (*code)(void), const void *const pointers[],
                              const uint64_t *slots, const void *wanted, size_t size) {
    const SeamSig *sig = sig_of(SEAM_ABI_HOST, text);
    unsigned char out[64];
    SeamBound *bound = NULL;
    CHECK_EQ(seam_bind(sig, code, 0, &bound, NULL), SEAM_CALL_OK, text);
    memset(out, 0, sizeof out);
    probe(host, CODE(seam_call), (const void *[]){sig, (void *)(uintptr_t)code, out, pointers},
          text);
    CHECK_BYTES(out, wanted, size, text);
    memset(out, 0, sizeof out);
    probe(host, CODE(seam_call_slots), (const void *[]){sig, (void *)(uintptr_t)code, out, slots},
          text);
    CHECK_BYTES(out, wanted, size, text);
    memset(out, 0, sizeof out);
    probe(host, CODE(seam_bound_entry(bound)), (const void *[]){slots, out, NULL, NULL}, text);
    CHECK_BYTES(out, wanted, size, text);
    seam_bound_free(bound);
}

TEST(calls_keep_registers_and_align_the_stack) {
    int64_t a = 40, b = 2, sum = 42;
    call_in_all_forms("i64(i64, i64)", CODE(add), (const void *[]){&a, &b}, (uint64_t[]){40, 2},
                      &sum, sizeof sum);
    Four four = {1, 2, 3, 4}, turned = {2, 3, 4, 8};
    double by = 2;
    char more = 5;
    uint64_t slots[6] = {1, 2, 3, 4, 0, 5};
    memcpy(&slots[4], &by, sizeof by);
    call_in_all_forms("{i64, i64, i64, i64}({i64, i64, i64, i64}, f64, i8)", CODE(turn),
                      (const void *[]){&four, &by, &more}, slots, &turned, sizeof turned);
    CHECK_EQ(misaligned, 0, "the callee's stack");
}

static void call_closures(SeamAbi abi, const char *what) {
    int64_t context = 7;
    SeamClosureParts parts = {
        .sig = sig_of(abi, "i64(i64, i64)"), .handler = handle, .context = &context};
    for (int policy = SEAM_CLOSURE_ANY_THREAD; policy <= SEAM_CLOSURE_SAME_THREAD; policy++) {
        SeamClosure *closure = NULL;
        parts.policy = (SeamClosurePolicy)policy;
        CHECK_EQ(seam_closure_new(&parts, &closure, NULL), SEAM_CALL_OK, what);
        for (int i = 0; i < 20; i++) // the first ones before there is code for the signature
            probe(abi, seam_closure_code(closure), (const void *[4]){0}, what);
        seam_closure_free(closure);
    }
}

TEST(closures_keep_registers_and_align_the_stack) {
    misaligned = 0;
    call_closures(host, "a closure");
#if defined(__x86_64__)
    call_closures(SEAM_ABI_SYSV64, "a closure of System V");
    call_closures(SEAM_ABI_WIN64, "a closure of Windows");
#endif
    int64_t context = 7;
    SeamClosureParts parts = {.typed = CODE(typed), .context = &context};
    parts.sig = sig_of(SEAM_ABI_HOST, "i64(i64, i64)");
    SeamClosure *closure = NULL;
    CHECK_EQ(seam_closure_new(&parts, &closure, NULL), SEAM_CALL_OK, NULL);
    probe(host, seam_closure_code(closure), (const void *[4]){0}, "a typed closure");
    seam_closure_free(closure);
    CHECK_EQ(misaligned, 0, "the handler's stack");
}
#endif
