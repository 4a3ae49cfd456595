// Writes the stubs of the commonest signatures as assembly (call/stub/static.h): a program of the
// build machine, which runs the engine's own classifier and walk for the machine that the library
// is built for.
// usage: static_stubs x86_64|aarch64 > FILE.S
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stub/static.h"

// Results and arguments by static_spelling's letters. All mixes of words and integers up to three,
// all alike up to six; floats in the shapes that mathematics' functions have.
static const char *const shapes[] = {
    "dd",  "ddd", "dddd", "ddddd", "ff", "fff", "ffff", "ddi", "did", "ddl",  "id",
    "idd", "ld",  "di",   "dl",    "if", "fi",  "dld",  "vd",  "vld", "vlld", "ddll",
    "dll", "dil", "ldl",  "ild",   "u",  "ul",  "uu",   "lu",  "vu",  "llu",  "vlu",
};

enum { MAX_STUBS = 1024, MAX_SIZE = 16 << 10, ALIGN = 16 };

typedef struct Target {
    const char *name;
    const Machine *machine;
    SeamAbi abi;
    // What unwinders are told, so that a profiler's signal may come anywhere: behind the
    // instruction that ends so many bytes from the first, or before the last.
    struct {
        size_t from_start, from_end; // one of them is 0
        const char *note;
    } frames[3];
} Target;

static const Target targets[] = {
    {"x86_64",
     &machine_x86_64,
     SEAM_ABI_SYSV64,
     {{5, 0, ".cfi_def_cfa_offset 16\n    .cfi_offset %rbp, -16"}, // endbr64, push rbp
      {8, 0, ".cfi_def_cfa_register %rbp"},                        // mov rbp, rsp
      {0, 1, ".cfi_def_cfa %rsp, 8\n    .cfi_restore %rbp"}}},     // leave
    {"aarch64",
     &machine_aarch64,
     SEAM_ABI_AAPCS64,
     {{8, 0, ".cfi_def_cfa_offset 16\n    .cfi_offset x29, -16\n    .cfi_offset x30, -8"},
      {12, 0, ".cfi_def_cfa_register x29"},
      {0, 4, ".cfi_def_cfa sp, 0\n    .cfi_restore x29\n    .cfi_restore x30"}}}, // ldp
};

static StaticStub made[MAX_STUBS];
static size_t made_count;
static unsigned char code[MAX_SIZE];
static size_t size;
static size_t ends[MAX_SIZE / ALIGN]; // of the code that begins at this place; 0: none does

static void fail(const char *what, const char *shape) {
    fprintf(stderr, "static_stubs: %s: %s\n", what, shape);
    exit(1);
}

// ---- one stub ----

static const SeamCType *type_of(const Target *t, char c) {
    SeamCKind kind = c == 'l'   ? SEAM_C_I64
                     : c == 'i' ? SEAM_C_I32
                     : c == 'u' ? SEAM_C_U32
                     : c == 'd' ? SEAM_C_F64
                     : c == 'f' ? SEAM_C_F32
                                : SEAM_C_VOID;
    return seam_ctype(t->abi, kind);
}

// Where it is; what differs in the kind alone is often the same code.
static uint64_t put_code(const CodeBuffer *c, const char *shape) {
    uint32_t len = c->bytes.len;
    for (size_t at = 0; at + len <= size; at += ALIGN)
        if (ends[at / ALIGN] == at + len && memcmp(code + at, c->bytes.items, len) == 0) return at;
    size_t at = size;
    if (at + len + ALIGN > MAX_SIZE) fail("more than 16 KiB of code", shape);
    memcpy(code + at, c->bytes.items, len);
    ends[at / ALIGN] = at + len;
    size = (at + len + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    return at;
}

static bool is_made(uint64_t spelling) {
    for (size_t i = 0; i < made_count; i++)
        if (made[i].spelling == spelling) return true;
    return false;
}

static void make(const Target *t, const char *shape, StubKind kind) {
    static CodeBuffer c;
    const SeamCType *args[STATIC_ARGS];
    CallPlace places[STATIC_ARGS + 1];
    CallPiece pieces[2 * STATIC_ARGS + 8];
    SeamSigParts parts = {t->abi, type_of(t, *shape), args, strlen(shape) - 1, SEAM_SIG_FIXED};
    for (size_t i = 0; i < parts.count; i++) args[i] = type_of(t, shape[i + 1]);
    SeamSig sig = {.parts = parts, .layout = {.args = places, .pieces = pieces}};
    SeamCallError error;
    if (call_lay_out(&parts, &sig.layout, &error) != SEAM_CALL_OK) fail(error.text, shape);
    StubPlan plan = {.sig = &sig, .kind = kind};
    uint64_t spelling = static_spelling(&plan);
    if (!spelling) fail("has no spelling", shape);
    if (is_made(spelling)) return;
    code_clear(&c);
    if (!stub_emit(&plan, t->machine, &c) || !code_finish(&c) || c.exits.len)
        fail("no code", shape);
    if (made_count == MAX_STUBS) fail("too many", shape);
    made[made_count++] = (StaticStub){spelling, put_code(&c, shape)};
}

static void make_all(const Target *t, const char *shape) {
    for (StubKind kind = STUB_POINTERS; kind <= STUB_FFI; kind++) make(t, shape, kind);
}

// ---- all ----

// Results v, i, l; `count` arguments of which `word` tells which are words.
static void make_integers(const Target *t, unsigned count, unsigned words) {
    for (const char *ret = "vil"; *ret; ret++) {
        char shape[STATIC_ARGS + 2] = {*ret};
        for (unsigned i = 0; i < count; i++) shape[i + 1] = words >> i & 1 ? 'l' : 'i';
        make_all(t, shape);
    }
}

static int by_spelling(const void *a, const void *b) {
    uint64_t x = ((const StaticStub *)a)->spelling, y = ((const StaticStub *)b)->spelling;
    return x < y ? -1 : x > y;
}

static void write_stub(const Target *t, size_t start, size_t end) {
    printf("    .p2align 4\n    .cfi_startproc\n");
    for (size_t i = start; i < end; i++) {
        for (size_t k = 0; k < sizeof t->frames / sizeof *t->frames; k++)
            if (i == (t->frames[k].from_end ? end - t->frames[k].from_end
                                            : start + t->frames[k].from_start))
                printf("    %s\n", t->frames[k].note);
        printf("    .byte %u\n", code[i]);
    }
    printf("    .cfi_endproc\n");
}

static void write_code(const Target *t) {
    printf(
        "// Made by tools/static_stubs.c.\n#include \"enter/symbols.inc\"\n    .text\n    .p2align 4\n"
        "FUNCTION(seam_static_code)\nseam_static_code:\n");
    for (size_t at = 0; at < size; at += ALIGN)
        if (ends[at / ALIGN]) write_stub(t, at, ends[at / ALIGN]);
    printf("    .p2align 4\nFUNCTION_END(seam_static_code)\n");
}

static void write_table(void) {
    qsort(made, made_count, sizeof *made, by_spelling);
    printf(
        "    .section .rodata\n    .p2align 3\n    .hidden seam_static_stubs, seam_static_count\n"
        "    .globl seam_static_stubs, seam_static_count\nseam_static_count:\n    .quad %zu\n"
        "seam_static_stubs:\n",
        made_count);
    for (size_t i = 0; i < made_count; i++)
        printf("    .quad 0x%llx, %llu\n", (unsigned long long)made[i].spelling,
               (unsigned long long)made[i].offset);
    printf("#include \"enter/notes.inc\"\n");
}

int main(int argc, char **argv) {
    const Target *t = NULL;
    for (size_t i = 0; argc == 2 && i < sizeof targets / sizeof *targets; i++)
        if (strcmp(targets[i].name, argv[1]) == 0) t = &targets[i];
    if (!t) fail("no such machine", argc > 1 ? argv[1] : "");
    for (unsigned count = 0; count <= STATIC_ARGS; count++) {
        bool all = count <= 3;
        for (unsigned words = 0; words < 1u << count; words++)
            if (all || words == 0 || words + 1 == 1u << count) make_integers(t, count, words);
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) make_all(t, shapes[i]);
    write_code(t);
    write_table();
    return 0;
}
