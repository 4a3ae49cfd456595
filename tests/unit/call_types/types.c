// Types as text and their layout, beside what this machine's C compiler says of the same
// declarations. req in part: T1
// req: T1
#include "../test.h"

#include <complex.h>
#include <seam/call.h>
#include <stdio.h>
#include <string.h>

typedef struct Row {
    const char *text;
    size_t size, align;
    const char *written; // as it is written again; NULL: the same
} Row;

#define OF(T) sizeof(T), _Alignof(T)

struct mixed {
    char a;
    double b;
    short c;
};
struct nested {
    struct mixed m[2];
    float f;
};
union number {
    int i;
    double d;
    char c[12];
};
struct __attribute__((packed)) tight {
    char a;
    double b;
    short c;
};
struct __attribute__((aligned(32))) wide {
    int a;
};
struct bits {
    unsigned a : 3;
    unsigned b : 5;
    unsigned c : 25;
};
struct crossing {
    unsigned char a : 5;
    unsigned char b : 5;
    unsigned short c : 9;
};
struct mixed_bits {
    int a;
    uint64_t b : 40;
    char c;
};
struct after_char {
    char a;
    unsigned b : 10;
};
struct __attribute__((packed)) tight_bits {
    char a;
    unsigned b : 10;
    unsigned c : 20;
};
typedef float float4 __attribute__((vector_size(16)));
struct with_vector {
    char a;
    float4 v;
};

static const Row rows[] = {
    {"i32", OF(int), NULL},
    {"longdouble", OF(long double), NULL},
    {"i128", 16, 16, NULL},
    {"string", OF(char *), NULL},
    {"complex f32", OF(float complex), NULL},
    {"complex longdouble", OF(long double complex), NULL},
    {"<4 f32>", OF(float4), NULL},
    {"{}", 0, 1, NULL},
    {"{ i8,f64 , i16 }", OF(struct mixed), "{i8, f64, i16}"},
    {"{[2 {i8, f64, i16}], f32}", OF(struct nested), NULL},
    {"union {i32, f64, [12 i8]}", OF(union number), NULL},
    {"packed {i8, f64, i16}", OF(struct tight), NULL},
    {"align(32) {i32}", OF(struct wide), NULL},
    {"align(2) {i32}", OF(int), "{i32}"},
    {"{u32: 3, u32: 5, u32: 25}", OF(struct bits), NULL},
    {"{u8: 5, u8: 5, u16: 9}", OF(struct crossing), NULL},
    {"{i32, u64: 40, i8}", OF(struct mixed_bits), NULL},
    {"{i8, u32: 10}", OF(struct after_char), NULL},
    {"packed {i8, u32: 10, u32: 20}", OF(struct tight_bits), NULL},
    {"{i8, <4 f32>}", OF(struct with_vector), NULL},
    {"{x: f64, y: {u32: 3, name_of: u32: 5}}", 16, 8, NULL},
    {NULL, 0, 0, NULL},
};

TEST(types_are_laid_out_as_the_compiler_does) {
    for (const Row *r = rows; r->text; r++) {
        const SeamCType *type;
        SeamCallError error = {{0}, 0};
        if (!CHECK_EQ(seam_ctype_parse(SEAM_ABI_HOST, r->text, &type, &error), SEAM_CALL_OK,
                      r->text))
            continue;
        CHECK_EQ(type->size, r->size, r->text);
        CHECK_EQ(type->align, r->align, r->text);
        char text[200];
        CHECK_EQ(seam_ctype_text(type, text, sizeof text),
                 strlen(r->written ? r->written : r->text), r->text);
        CHECK_STR(text, r->written ? r->written : r->text, NULL);
    }
}

static size_t offset_of(const char *text, size_t index) {
    const SeamCType *type;
    return seam_ctype_parse(SEAM_ABI_HOST, text, &type, NULL) == SEAM_CALL_OK
               ? type->fields[index].offset
               : 9999;
}

TEST(fields_have_the_offsets_of_the_compiler) {
    CHECK_EQ(offset_of("{i8, f64, i16}", 2), offsetof(struct mixed, c), "mixed");
    CHECK_EQ(offset_of("packed {i8, f64, i16}", 2), offsetof(struct tight, c), "tight");
    CHECK_EQ(offset_of("{[2 {i8, f64, i16}], f32}", 1), offsetof(struct nested, f), "nested");
    CHECK_EQ(offset_of("{i8, <4 f32>}", 1), offsetof(struct with_vector, v), "vector");
}

// Sets the bits of each field to one, and looks which bits the compiler's own struct has then.
TEST(bit_fields_lie_where_the_compiler_has_them) {
    const SeamCType *type;
    CHECK_EQ(seam_ctype_parse(SEAM_ABI_HOST, "{u8: 5, u8: 5, u16: 9}", &type, NULL), SEAM_CALL_OK,
             NULL);
    struct crossing values[3];
    memset(values, 0, sizeof values); // the padding too
    values[0].a = 31;
    values[1].b = 31;
    values[2].c = 511;
    for (size_t i = 0; i < 3; i++) {
        unsigned char bytes[sizeof(struct crossing)] = {0};
        const SeamCField *f = &type->fields[i];
        for (unsigned bit = 0; bit < f->bit_width; bit++) {
            size_t at = 8 * f->offset + f->bit_offset + bit;
            bytes[at / 8] |= (unsigned char)(1 << at % 8);
        }
        CHECK_BYTES(&values[i], bytes, sizeof bytes, "crossing");
    }
}

TEST(equal_types_are_one) {
    const SeamCType *a, *b, *c;
    seam_ctype_parse(SEAM_ABI_HOST, "{i32, [3 {f64, ptr}]}", &a, NULL);
    seam_ctype_parse(SEAM_ABI_HOST, "{ i32,[3 {f64,ptr}] }", &b, NULL);
    seam_ctype_parse(SEAM_ABI_HOST, "{i32, [3 {ptr, f64}]}", &c, NULL);
    CHECK(a == b);
    CHECK(a != c);
    CHECK(a->fields[0].type == seam_ctype(SEAM_ABI_HOST, SEAM_C_I32));
}

TEST(targets_have_their_own_sizes) {
    CHECK_EQ(seam_ctype(SEAM_ABI_AAPCS32, SEAM_C_PTR)->size, 4, "ARM");
    CHECK_EQ(seam_ctype(SEAM_ABI_AAPCS32, SEAM_C_LONG_DOUBLE)->size, 8, "ARM");
    CHECK_EQ(seam_ctype(SEAM_ABI_APPLE64, SEAM_C_LONG_DOUBLE)->size, 8, "Apple");
    const SeamCType *type; // Microsoft: bit-fields of other sizes open another unit
    seam_ctype_parse(SEAM_ABI_WIN64, "{u8: 4, u32: 4, u32: 4}", &type, NULL);
    CHECK_EQ(type->size, 8, "Windows");
    seam_ctype_parse(SEAM_ABI_WIN64, "union {[3 i32], i16: 1}", &type, NULL);
    CHECK_EQ(type->size, 12, "Windows: a bit-field does not make a union smaller");
    seam_ctype_parse(SEAM_ABI_WIN64, "union {u32: 3, u8: 8}", &type, NULL);
    CHECK_EQ(type->size, 4, "Windows: each has a unit of its own");
    seam_ctype_parse(SEAM_ABI_SYSV64, "{u8: 4, u32: 4, u32: 4}", &type, NULL);
    CHECK_EQ(type->size, 4, "System V");
    seam_ctype_parse(SEAM_ABI_AAPCS32, "<4 f32>", &type, NULL);
    CHECK_EQ(type->align, 8, "ARM's vectors");
}

#if defined(__LP64__)
#define LONG "64"
#else
#define LONG "32"
#endif
#if UINTPTR_MAX > UINT32_MAX
#define SIZE "64"
#else
#define SIZE "32"
#endif

typedef struct BadRow {
    const char *text;
    SeamCallStatus status;
    size_t offset;
    const char *message;
} BadRow;

static const BadRow bad_rows[] = {
    {"", SEAM_CALL_ESYNTAX, 0, "expected a type, but the text ends"},
    {"int", SEAM_CALL_ESYNTAX, 0, "expected a type, not `int`: it is `i32` here"},
    {"i32x", SEAM_CALL_ESYNTAX, 0, "expected a type, not `i32x`"},
    {"\xc3\xa9: i32", SEAM_CALL_ESYNTAX, 0, "expected a type, not `\xc3\xa9`"},
    {"{i32", SEAM_CALL_ESYNTAX, 4, "expected `,` or `}`, but the text ends"},
    {"{i32; f64}", SEAM_CALL_ESYNTAX, 4, "expected `,` or `}`, not `;`"},
    {"i32 f64", SEAM_CALL_ESYNTAX, 4, "expected the end of the type, not `f64`"},
    {"[x i32]", SEAM_CALL_ESYNTAX, 1, "expected a number, not `x`"},
    {"[99999999999 i32]", SEAM_CALL_ELIMIT, 1, "a number that is too large"},
    {"[4294967295 i64]", SEAM_CALL_ELIMIT, 1, "an array beyond 2 GiB"},
    {"<3 f32>", SEAM_CALL_ETYPE, 1, "a vector holds numbers in 8 or 16 bytes"},
    {"complex ptr", SEAM_CALL_ETYPE, 7, "complex numbers are of integers or floats"},
    {"{void}", SEAM_CALL_ETYPE, 0, "field 1 cannot be void"},
    {"{u8: 9}", SEAM_CALL_ETYPE, 0, "field 1 has 9 bits, and its type has 8"},
    {"{f32: 3}", SEAM_CALL_ETYPE, 0,
     "field 1: bit-fields are of bool and of integers up to 64 bits"},
    {"double", SEAM_CALL_ESYNTAX, 0, "expected a type, not `double`: it is `f64` here"},
    {"{i32, int}", SEAM_CALL_ESYNTAX, 6, "expected a type, not `int`: it is `i32` here"},
    {"unsigned  long", SEAM_CALL_ESYNTAX, 0,
     "expected a type, not `unsigned long`: it is `u" LONG "` here"},
    {"long", SEAM_CALL_ESYNTAX, 0, "expected a type, not `long`: it is `i" LONG "` here"},
    {"size_t", SEAM_CALL_ESYNTAX, 0, "expected a type, not `size_t`: it is `u" SIZE "` here"},
    {"long double", SEAM_CALL_ESYNTAX, 0,
     "expected a type, not `long double`: it is `longdouble` here"},
    {"char *", SEAM_CALL_ESYNTAX, 0,
     "expected a type, not `char *`: pointers are `ptr`, and text is `string`"},
    {"void*", SEAM_CALL_ESYNTAX, 0,
     "expected a type, not `void*`: pointers are `ptr`, and text is `string`"},
    {"const char *", SEAM_CALL_ESYNTAX, 0,
     "expected a type, not `const`: pointers are `ptr`, and text is `string`"},
    {"unsigned char*", SEAM_CALL_ESYNTAX, 0,
     "expected a type, not `unsigned char*`: pointers are `ptr`, and text is `string`"},
    {"integer", SEAM_CALL_ESYNTAX, 0, "expected a type, not `integer`"},
    {"align(3) {i32}", SEAM_CALL_ETYPE, 0, "an alignment is a power of two up to 4096"},
    {NULL, 0, 0, NULL},
};

TEST(malformed_types_say_what_and_where) {
    for (const BadRow *r = bad_rows; r->text; r++) {
        const SeamCType *type = (const SeamCType *)&rows;
        SeamCallError error = {{0}, 0};
        CHECK_EQ(seam_ctype_parse(SEAM_ABI_HOST, r->text, &type, &error), r->status, r->text);
        CHECK_STR(error.text, r->message, r->text);
        CHECK_EQ(error.offset, r->offset, r->text);
        CHECK(type == NULL);
    }
}

TEST(signatures_say_that_they_have_no_names) {
    static const struct {
        const char *text;
        size_t offset;
        const char *message;
    } named[] = {
        {"f64 pow(x: f64)", 4, "expected `(`, not `pow`: the function has"},
        {"f64 (x : f64, y: f64)", 5, "expected a type, not `x`: parameters have"},
        {"f64(f64, _y: f64)", 9, "expected a type, not `_y`: parameters have"},
        {"f64(f64 x)", 8, "expected `,` or `)`, not `x`: parameters have"},
    };
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        const SeamSig *sig;
        SeamCallError error;
        char message[192];
        snprintf(message, sizeof message, "%s no name in a signature, as in `f64(f64, i32)`",
                 named[i].message);
        CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, named[i].text, &sig, &error), SEAM_CALL_ESYNTAX,
                 named[i].text);
        CHECK_STR(error.text, message, named[i].text);
        CHECK_EQ(error.offset, named[i].offset, named[i].text);
        CHECK_EQ(seam_sig_parse(SEAM_ABI_HOST, named[i].text, &sig, NULL), SEAM_CALL_ESYNTAX, NULL);
    }
}

TEST(deep_and_long_types_are_refused) {
    char text[1001] = {0};
    memset(text, '{', 1000);
    const SeamCType *type;
    SeamCallError error;
    CHECK_EQ(seam_ctype_parse(SEAM_ABI_HOST, text, &type, &error), SEAM_CALL_ELIMIT, NULL);
    CHECK_STR(error.text, "types nested too deeply", NULL);
}

TEST(text_is_cut_as_snprintf_does) {
    const SeamCType *type;
    seam_ctype_parse(SEAM_ABI_HOST, "{i32, f64}", &type, NULL);
    char small[5];
    CHECK_EQ(seam_ctype_text(type, small, sizeof small), 10, NULL);
    CHECK_STR(small, "{i32", NULL);
    CHECK_EQ(seam_ctype_text(type, NULL, 0), 10, NULL);
}
