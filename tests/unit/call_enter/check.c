// What the checked form refuses and says, and that nothing of the public interface crashes on what
// is not fit to be an argument. req in part: T5
// req in part: T9
#include "../test.h"

#include <errno.h>
#include <seam/call.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const SeamCType *type_of(const char *text) {
    const SeamCType *type;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_ctype_parse(SEAM_ABI_HOST, text, &type, &error), SEAM_CALL_OK, error.text);
    return type;
}

static const SeamSig *sig_of(const char *text) {
    const SeamSig *sig;
    SeamCallError error = {{0}, 0};
    CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, text, &sig, &error), SEAM_CALL_OK, error.text);
    return sig;
}

#define CODE(function) ((void (*)(void))(function))

typedef struct Wide {
    long long a, b, c;
} Wide;

static int calls;

static double weigh(int count, double each, bool twice, Wide wide) {
    calls++;
    return count * each * (twice ? 2 : 1) + (double)wide.c;
}

static const char weigh_text[] = "f64(i32, f64, bool, {i64, i64, i64})";

// One argument or the result is replaced by what is wrong; the rest is right.
typedef struct Row {
    const char *error;
    SeamCallStatus status;
    size_t index; // of the argument; 4: the result
    const char *type;
    const void *data;
    size_t size;
} Row;

static _Alignas(16) unsigned char memory[64];
static const unsigned char seven = 7;

static const Row rows[] = {
    {"argument 1 (i32): its value is missing (NULL)", SEAM_CALL_EARGUMENT, 0, NULL, NULL, 4},
    {"argument 1 (i32): 2 bytes are given, and it has 4", SEAM_CALL_EARGUMENT, 0, NULL, memory, 2},
    {"argument 2 (f64): given as f32", SEAM_CALL_ETYPE, 1, "f32", memory, 8},
    {"argument 2 (f64): its memory is not aligned to 8 bytes", SEAM_CALL_EARGUMENT, 1, "f64",
     memory + 4, 8},
    {"argument 3 (bool): a bool is 0 or 1, and this one is 7", SEAM_CALL_EARGUMENT, 2, "bool",
     &seven, 1},
    {"argument 4 ({i64, i64, i64}): given as {i64, i64}", SEAM_CALL_ETYPE, 3, "{i64, i64}", memory,
     24},
    {"argument 4 ({i64, i64, i64}): 23 bytes are given, and it has 24", SEAM_CALL_EARGUMENT, 3,
     NULL, memory, 23},
    {"argument 4 ({i64, i64, i64}): given as {i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i...",
     SEAM_CALL_ETYPE, 3,
     "{i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32}", memory,
     64},
    {"the result (f64): 4 bytes are given, and it has 8", SEAM_CALL_EARGUMENT, 4, NULL, memory, 4},
    {"the result (f64): given as i64", SEAM_CALL_ETYPE, 4, "i64", memory, 8},
    {"the result (f64): given as i64", SEAM_CALL_ETYPE, 4, "i64", NULL, 0},
    {"the result (f64): its memory is not aligned to 8 bytes", SEAM_CALL_EARGUMENT, 4, NULL,
     memory + 1, 8},
};

TEST(the_checked_form_names_the_argument_and_the_rule) {
    int count = 3;
    double each = 1.5, weight = 0;
    bool twice = true;
    Wide wide = {0, 0, 4};
    const SeamSig *sig = sig_of(weigh_text);
    const SeamCallValue right[] = {{type_of("i32"), &count, 4},
                                   {type_of("f64"), &each, 8},
                                   {type_of("bool"), &twice, 1},
                                   {type_of("{i64, i64, i64}"), &wide, 24}};
    SeamCallRoom room = {type_of("f64"), &weight, 8};
    SeamCallError error = {{0}, 0};
    calls = 0;
    CHECK_EQ(seam_call_checked(sig, CODE(weigh), room, right, 4, &error), SEAM_CALL_OK, error.text);
    CHECK(weight == 13 && calls == 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const Row *r = &rows[i];
        SeamCallValue args[4];
        SeamCallRoom ret = room;
        memcpy(args, right, sizeof right);
        const SeamCType *type = r->type ? type_of(r->type) : NULL;
        if (r->index < 4) args[r->index] = (SeamCallValue){type, r->data, r->size};
        else ret = (SeamCallRoom){type, (void *)(uintptr_t)r->data, r->size};
        CHECK_EQ(seam_call_checked(sig, CODE(weigh), ret, args, 4, &error), r->status, r->error);
        CHECK_STR(error.text, r->error, NULL);
        CHECK_EQ(seam_call_checked(sig, CODE(weigh), ret, args, 4, NULL), r->status, r->error);
    }
    CHECK_EQ(calls, 1, "what is refused is not called");
}

static const void *same(const void *p) { return p; }

TEST(the_checked_form_counts_and_wants_a_function) {
    const SeamSig *one = sig_of("ptr(ptr)"), *none = sig_of("void()");
    const char *text = "x";
    SeamCallValue args[] = {{type_of("string"), &text, sizeof text}, {NULL, &text, sizeof text}};
    SeamCallRoom ignored = {NULL, NULL, 0};
    SeamCallError e;
    CHECK_EQ(seam_call_checked(one, CODE(same), ignored, args, 1, &e), SEAM_CALL_OK,
             "a string is a pointer, and nobody need want the result");
    CHECK_EQ(seam_call_checked(one, CODE(same), ignored, args, 2, &e), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(e.text, "the signature has 1 argument, and 2 are given", NULL);
    CHECK_EQ(seam_call_checked(none, CODE(same), ignored, args, 1, &e), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(e.text, "the signature has 0 arguments, and 1 is given", NULL);
    CHECK_EQ(seam_call_checked(one, NULL, ignored, args, 1, &e), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(e.text, "there is no function: it is NULL", NULL);
    CHECK_EQ(seam_call_checked(NULL, CODE(same), ignored, args, 1, &e), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(e.text, "there is no signature: it is NULL", NULL);
    CHECK_EQ(seam_call_checked(one, CODE(same), ignored, NULL, 1, &e), SEAM_CALL_EARGUMENT, NULL);
    CHECK_STR(e.text, "argument 1 is missing: `args` is NULL", NULL);
    bool is_arm = seam_abi_can_call(SEAM_ABI_AAPCS64);
    const SeamSig *foreign;
    seam_sig_parse(is_arm ? SEAM_ABI_WIN64 : SEAM_ABI_AAPCS64, "void()", &foreign, NULL);
    CHECK_EQ(seam_call_checked(foreign, CODE(same), ignored, NULL, 0, &e), SEAM_CALL_EABI, NULL);
    CHECK_STR(e.text,
              is_arm ? "this machine cannot call by the convention win64"
                     : "this machine cannot call by the convention aapcs64",
              NULL);
}

static int set_errno(int to) {
    int found = errno;
    errno = to;
    return found;
}

TEST(errno_of_a_call_is_kept_apart) {
    const SeamSig *sig = sig_of("i32(i32)");
    int to = ERANGE, found = -1, saved = EDOM;
    errno = ENOENT;
    seam_call_errno(sig, CODE(set_errno), &found, (const void *[]){&to}, &saved);
    CHECK_EQ(errno, ENOENT, "the thread's own");
    CHECK_EQ(found, EDOM, "what the function finds");
    CHECK_EQ(saved, ERANGE, "what it leaves");
}

// ---- what is not fit to be an argument ----

static SeamCallError said;

static void refused(SeamCallStatus status, SeamCallStatus wanted, const char *text) {
    CHECK_EQ(status, wanted, text);
    CHECK_STR(said.text, text, NULL);
}

TEST(types_refuse_what_is_no_argument) {
    const SeamCType *type = NULL, *i32 = type_of("i32");
    const SeamAbi unknown = (SeamAbi)99;
    const SeamCRecord plain = {0};
    const char *nobody = "nobody takes the result: `out` is NULL";
    CHECK(!seam_ctype(unknown, SEAM_C_I32) && !seam_ctype((SeamAbi)-1, SEAM_C_I32));
    CHECK(!seam_ctype(SEAM_ABI_HOST, (SeamCKind)99) && !seam_ctype(SEAM_ABI_HOST, SEAM_C_STRUCT) &&
          !seam_ctype(SEAM_ABI_HOST, (SeamCKind)-1));
    refused(seam_ctype_complex(NULL, &type, &said), SEAM_CALL_EARGUMENT,
            "there is no type of elements: `elem` is NULL");
    refused(seam_ctype_complex(i32, NULL, &said), SEAM_CALL_EARGUMENT, nobody);
    refused(seam_ctype_vector(NULL, 4, &type, &said), SEAM_CALL_EARGUMENT,
            "there is no type of elements: `elem` is NULL");
    refused(seam_ctype_vector(i32, 4, NULL, &said), SEAM_CALL_EARGUMENT, nobody);
    refused(seam_ctype_array(NULL, 4, &type, &said), SEAM_CALL_EARGUMENT,
            "there is no type of elements: `elem` is NULL");
    refused(seam_ctype_array(i32, 4, NULL, &said), SEAM_CALL_EARGUMENT, nobody);
    refused(seam_ctype_array(i32, SIZE_MAX / 2, &type, &said), SEAM_CALL_ELIMIT,
            "an array beyond 2 GiB");
    refused(seam_ctype_record(unknown, plain, NULL, 0, &type, &said), SEAM_CALL_EABI,
            "unknown calling convention 99");
    refused(seam_ctype_record(SEAM_ABI_HOST, plain, NULL, 2, &type, &said), SEAM_CALL_EARGUMENT,
            "2 fields, and `fields` is NULL");
    refused(seam_ctype_record(SEAM_ABI_HOST, plain, NULL, 0, NULL, &said), SEAM_CALL_EARGUMENT,
            nobody);
    SeamCField field = {0};
    refused(seam_ctype_record(SEAM_ABI_HOST, plain, &field, SIZE_MAX, &type, &said),
            SEAM_CALL_ELIMIT, "a struct beyond 2 GiB");
    refused(seam_ctype_record(SEAM_ABI_HOST, plain, &field, 1, &type, &said), SEAM_CALL_EARGUMENT,
            "field 1 has no type: it is NULL");
    field.type = seam_ctype(SEAM_ABI_HOST, SEAM_C_VOID);
    refused(seam_ctype_record(SEAM_ABI_HOST, plain, &field, 1, &type, &said), SEAM_CALL_ETYPE,
            "field 1 cannot be void");
    refused(seam_ctype_parse(unknown, "i32", &type, &said), SEAM_CALL_EABI,
            "unknown calling convention 99");
    refused(seam_ctype_parse(SEAM_ABI_HOST, NULL, &type, &said), SEAM_CALL_EARGUMENT,
            "there is no text: it is NULL");
    refused(seam_ctype_parse(SEAM_ABI_HOST, "i32", NULL, &said), SEAM_CALL_EARGUMENT, nobody);
    CHECK(!type);
    char text[4] = "???";
    CHECK_EQ(seam_ctype_text(NULL, text, sizeof text), 0, NULL);
    CHECK_STR(text, "", NULL);
    CHECK_EQ(seam_ctype_text(i32, NULL, 7), 3, "no buffer");
    CHECK_STR(seam_call_status_text((SeamCallStatus)7), "unknown status", NULL);
    CHECK_STR(seam_call_status_text(SEAM_CALL_EARGUMENT), "an argument that breaks a rule", NULL);
}

TEST(signatures_refuse_what_is_no_argument) {
    const SeamSig *sig = NULL;
    const SeamCType *args[] = {type_of("i32"), NULL};
    SeamSigParts parts = {.ret = args[0], .args = args, .count = 2, .fixed = SEAM_SIG_FIXED};
    const char *nobody = "nobody takes the result: `out` is NULL";
    refused(seam_sig_new(NULL, &sig, &said), SEAM_CALL_EARGUMENT,
            "a signature needs parts: they are NULL");
    refused(seam_sig_new(&parts, NULL, &said), SEAM_CALL_EARGUMENT, nobody);
    refused(seam_sig_new(&parts, &sig, &said), SEAM_CALL_EARGUMENT,
            "argument 2 has no type: it is NULL");
    parts.args = NULL;
    refused(seam_sig_new(&parts, &sig, &said), SEAM_CALL_EARGUMENT,
            "argument 1 has no type: `args` is NULL");
    parts.ret = NULL;
    refused(seam_sig_new(&parts, &sig, &said), SEAM_CALL_EARGUMENT,
            "the result has no type: `ret` is NULL, and no result is SEAM_C_VOID");
    parts.abi = (SeamAbi)99;
    refused(seam_sig_new(&parts, &sig, &said), SEAM_CALL_EABI, "unknown calling convention 99");
    refused(seam_sig_parse((SeamAbi)99, "void()", &sig, &said), SEAM_CALL_EABI,
            "unknown calling convention 99");
    refused(seam_sig_parse(SEAM_ABI_HOST, NULL, &sig, &said), SEAM_CALL_EARGUMENT,
            "there is no text: it is NULL");
    refused(seam_sig_parse(SEAM_ABI_HOST, "void()", NULL, &said), SEAM_CALL_EARGUMENT, nobody);
    CHECK(!sig && !seam_sig_parts(NULL));
    char text[4] = "???";
    CHECK_EQ(seam_sig_text(NULL, text, sizeof text), 0, NULL);
    CHECK_STR(text, "", NULL);
    CHECK(!seam_abi_can_call((SeamAbi)99) && !seam_abi_can_call((SeamAbi)-1));
}

static void nothing(void *context, void *ret, void *const args[]) {
    (void)context, (void)ret, (void)args;
}

TEST(closures_refuse_what_is_no_argument) {
    SeamClosure *closure = NULL;
    SeamClosureParts parts = {.handler = nothing};
    refused(seam_closure_new(NULL, &closure, &said), SEAM_CALL_EARGUMENT,
            "a closure needs parts: they are NULL");
    refused(seam_closure_new(&parts, &closure, &said), SEAM_CALL_EARGUMENT,
            "a closure needs a signature: it is NULL");
    parts.sig = sig_of("void()");
    refused(seam_closure_new(&parts, NULL, &said), SEAM_CALL_EARGUMENT,
            "nobody takes the result: `out` is NULL");
    parts.policy = (SeamClosurePolicy)5;
    refused(seam_closure_new(&parts, &closure, &said), SEAM_CALL_EARGUMENT,
            "unknown policy 5 of a closure");
    parts.policy = SEAM_CLOSURE_ANY_THREAD;
    parts.handler = NULL;
    refused(seam_closure_new(&parts, &closure, &said), SEAM_CALL_EARGUMENT,
            "a closure needs a handler: it is NULL");
    CHECK(!closure && !seam_closure_code(NULL));
}

TEST(bound_functions_refuse_what_is_no_argument) {
    const SeamSig *sig = sig_of("i32(i32)");
    SeamBound *bound = NULL;
    refused(seam_bind(NULL, CODE(set_errno), 0, &bound, &said), SEAM_CALL_EARGUMENT,
            "there is no signature: it is NULL");
    refused(seam_bind(sig, NULL, 0, &bound, &said), SEAM_CALL_EARGUMENT,
            "there is no function: it is NULL");
    refused(seam_bind(sig, CODE(set_errno), 6, &bound, &said), SEAM_CALL_EARGUMENT,
            "unknown flags for binding: 0x6");
    refused(seam_bind(sig, CODE(set_errno), 0, NULL, &said), SEAM_CALL_EARGUMENT,
            "nobody takes the result: `out` is NULL");
    CHECK(!bound && !seam_bound_entry(NULL));
    CHECK_EQ(seam_bound_errno(NULL), 0, NULL);
    seam_bound_free(NULL);
}
