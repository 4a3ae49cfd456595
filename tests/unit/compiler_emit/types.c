// Types as C spells them, and as parts of names.
#include "../test.h"

#include <string.h>

#include "world.h"

typedef struct Types { // what the tests below are about
    World *w;
    TypeTable *t;
    const Type *i64, *u8, *string, *c_int, *c_string;
    Nominal *record; // of C
    Nominal *row;    // of the program
} Types;

static Types types_begin(void) {
    Types s = {.w = world_begin()};
    s.t = &s.w->program.types;
    s.i64 = type_basic(s.t, I64);
    s.u8 = type_basic(s.t, U8);
    s.string = type_basic(s.t, STRING);
    s.c_int = type_basic(s.t, CINT);
    s.c_string = type_basic(s.t, CSTRING);
    s.record = world_struct(s.w, "struct sqlite3", 8, 8);
    s.row = world_struct(s.w, "main__Row", 0, 0);
    return s;
}

static const Type *compare_type(Types *s) {
    const Type *any = type_cvoidptr(s->t, true);
    const TypeParam params[] = {{.type = any}, {.type = any}};
    FunctionType f = {.params = params, .param_count = 2, .result = s->c_int};
    return type_cfn(s->t, &f);
}

TEST(declarators_read_as_in_c) {
    Types s = types_begin();
    const Type *pointer = type_cptr(s.t, s.record->type, false);
    const struct {
        const Type *type;
        const char *want;
    } rows[] = {
        {s.i64, "int64_t x"},
        {s.string, "SeamStr x"},
        {s.c_string, "const char *x"},
        {type_option(s.t, s.c_string), "const char *x"},
        {pointer, "struct sqlite3 *x"},
        {type_unsure(s.t, pointer), "struct sqlite3 *x"},
        {type_cptr(s.t, pointer, false), "struct sqlite3 **x"},
        {type_cptr(s.t, pointer, true), "struct sqlite3 *const *x"},
        {type_cptr(s.t, s.record->type, true), "const struct sqlite3 *x"},
        {type_cptr(s.t, s.c_string, false), "const char **x"},
        {type_carray(s.t, s.u8, 16), "SeamCArray16_u8 x"},
        {type_carray(s.t, type_carray(s.t, s.u8, 3), 2), "SeamCArray2_carray3_u8 x"},
        {type_cptr(s.t, type_carray(s.t, s.u8, 16), false), "uint8_t (*x)[16]"},
        {compare_type(&s), "int (*x)(const void *, const void *)"},
        {type_cptr(s.t, compare_type(&s), false), "int (**x)(const void *, const void *)"},
        {type_cptr(s.t, type_carray(s.t, compare_type(&s), 2), false),
         "int (*(*x)[2])(const void *, const void *)"},
        {type_cptr(s.t, type_carray(s.t, type_carray(s.t, s.u8, 3), 2), false),
         "uint8_t (*x)[2][3]"},
        {type_option(s.t, s.i64), "SeamOptI64 x"},
        {type_option(s.t, s.u8), "SeamOpt_u8 x"},
        {type_array(s.t, s.i64), "SeamArray x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_STR(declare_c(&s.w->unit, rows[i].type, "x"), rows[i].want, rows[i].want);
    world_end(s.w);
}

TEST(names_of_types_tell_them_apart) {
    Types s = types_begin();
    Nominal *other = world_struct(s.w, "main__Row_i64", 0, 0);
    const Type *types[] = {
        s.i64,
        s.string,
        s.row->type,
        other->type,
        s.record->type,
        type_array(s.t, s.i64),
        type_array(s.t, type_array(s.t, s.i64)),
        type_option(s.t, s.row->type),
        type_map(s.t, s.string, s.row->type),
        type_map(s.t, s.row->type, s.i64),
        type_map(s.t, other->type, s.string),
        type_tuple(s.t, (const Type *[]){s.i64, s.i64}, 2),
        type_tuple(s.t, (const Type *[]){s.i64}, 1),
        type_cptr(s.t, s.u8, false),
        type_cptr(s.t, s.u8, true),
        type_carray(s.t, s.u8, 1),
        compare_type(&s),
    };
    enum { COUNT = sizeof types / sizeof *types };
    Arena *a = &s.w->session.arena;
    for (size_t i = 0; i < COUNT; i++) {
        const char *name = name_of_type(a, types[i]);
        CHECK(strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
              strlen(name));
        for (size_t k = 0; k < i; k++) CHECK(strcmp(name, name_of_type(a, types[k])) != 0);
    }
    world_end(s.w);
}

TEST(fields_keep_their_names_but_for_cs_words) {
    static const char *const rows[][2] = {
        {"name", "name"},        {"int", "int_"},  {"int_", "int__"}, {"NULL", "NULL_"},
        {"default", "default_"}, {"ints", "ints"}, {"_", "_"},        {"bool", "bool_"},
    };
    World *w = world_begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_STR(name_of_field(&w->session.arena, world_name(w, rows[i][0])), rows[i][1],
                  rows[i][0]);
    world_end(w);
}

TEST(parts_are_declared_before_what_holds_them) {
    Types s = types_begin();
    Nominal *inner = world_struct(s.w, "main__Inner", 0, 0);
    world_field(s.w, inner, "x", s.i64, 0);
    world_field(s.w, s.row, "one", type_option(s.t, inner->type), 0);
    world_field(s.w, s.row, "many", type_array(s.t, s.row->type),
                0); // not in itself: behind a reference
    require_type(&s.w->unit, s.row->type);
    const char *text = s.w->unit.types.chars;
    const char *a = strstr(text, "struct main__Inner {"),
               *b = strstr(text, "SEAM_OPT(SeamOpt_main__Inner"),
               *c = strstr(text, "struct main__Row {");
    CHECK(a && b && c && a < b && b < c);
    world_end(s.w);
}
